"""The log as editors read it: sentences with before and after, filters, pages without counting, a CSV that is safe."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from news.models import Activity, Post
from news.publishing.log.activity import acting_from, record_activity
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post
from news.text.csv_cells import quote_formula
from tests.admin.forms import fill, read_form
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory
from tests.people import ALL_ROLES, make_person

pytestmark = pytest.mark.django_db
LIST = "admin:news_activity_changelist"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def chief(desk):
    return desk("chief", interface_language="en")


def rows_of(client, **query):
    return client.get(reverse(LIST), query).context["rows"]


def save_form(client, thing, **changes):
    name = thing._meta.model_name
    url = reverse(f"admin:news_{name}_change", args=[thing.pk])
    return client.post(url, {**read_form(client.get(url), f"{name}_form"), "_save": "1", **changes})


def read_csv(client, **query):
    response = client.get(reverse("admin:news_activity_export"), query)
    assert response.streaming
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


class TestWhatIsKept:
    def test_small_fields_of_a_post_with_before_and_after_and_long_ones_as_lengths(self, chief):
        post = save_post(PostFactory(title="旧", body="<p>四个汉字</p>", status="draft"))
        fill(chief, post, title="新", body="<p>共有六个汉字</p>")
        changes = Activity.objects.get().facts["changes"]
        assert changes == {"title": {"old": "旧", "new": "新"}, "body": {"chars": [4, 6]}}

    def test_links_of_a_post_are_told_by_name(self, chief):
        category, author = CategoryFactory(name="科技"), AuthorFactory(name="李雷")
        post = save_post(PostFactory(status="draft"))
        fill(chief, post, category_list=[category.pk], author_list=[author.pk], tag_list="海港")
        (told,) = rows_of(chief)
        assert {(field.old, field.new) for field in told.fields} == {("", "科技"), ("", "李雷"), ("", "海港")}

    def test_the_state_and_the_reason_of_a_return(self, chief):
        post = save_post(PostFactory(status="in_review"))
        workflow.send_back(post, chief.user, "来源？")
        (told,) = rows_of(chief)
        assert (told.act, told.remark) == ("returned", "来源？")
        assert ("in review", "draft") in {(field.old, field.new) for field in told.fields}

    def test_fields_of_other_things_from_their_form(self, chief):
        source = SourceFactory(name="旧名", policy="full")
        save_form(chief, source, name="新名", policy="excerpt", description="长" * 300)
        changes = Activity.objects.get().facts["changes"]
        assert changes["name"] == {"old": "旧名", "new": "新名"}
        assert changes["description"] == {"chars": [0, 300]}
        told = {field.label: field for field in rows_of(chief)[0].fields}
        assert told["description"].text == "300 characters (+300)"

    def test_relations_by_name(self, chief):
        parent = CategoryFactory(name="新闻")
        save_form(chief, CategoryFactory(), parent=parent.pk)
        assert Activity.objects.get().facts["changes"]["parent"] == {"old": "", "new": "新闻"}

    def test_never_a_password(self, desk, real_hashers):
        admin, user = desk("admin"), make_person("reporter")
        url = reverse("admin:auth_user_password_change", args=[user.pk])
        admin.post(url, {"password1": "Kx9#mountain-water", "password2": "Kx9#mountain-water"})
        row = Activity.objects.get()
        assert (row.action, row.object_id) == ("changed", user.pk)
        assert "mountain" not in str(row.facts)
        assert "argon" not in str(row.facts)

    def test_a_post_costs_few_queries_more_than_its_row(self):
        post, counts = save_post(PostFactory()), []
        for who in (None, make_person("editor")):
            with CaptureQueriesContext(connection) as queries:
                post.title += "改"
                save_post(post, who)
            counts.append(len(queries))
        assert counts[1] - counts[0] == 3  # somebody's lock, what was before, and the row of the log


class TestReading:
    def test_a_sentence_in_both_languages(self, desk):
        client = desk("chief", first_name="梅梅", last_name="")
        workflow.publish(save_post(PostFactory(title="港口", status="draft")), client.user)
        for language, act in (("en", "published"), ("zh-hans", None)):
            client.user.interface_language = language
            client.user.save()
            (told,) = rows_of(client)
            with override(language):
                assert told.who == "梅梅"
                assert told.title == "港口"
                assert act is None or told.act == act

    def test_filters_and_search(self, chief):
        other = make_person("editor", username="other")
        first, second = save_post(PostFactory(title="甲港")), save_post(PostFactory(title="乙港"))
        workflow.trash(first, other)
        workflow.archive(second, chief.user)
        save_form(chief, TagFactory(name="海"), name="洋")
        assert [told.title for told in rows_of(chief, user=other.pk)] == ["甲港"]
        assert [told.title for told in rows_of(chief, action="archived")] == ["乙港"]
        assert [told.title for told in rows_of(chief, model="tag")] == ["洋"]
        assert [told.title for told in rows_of(chief, q="乙")] == ["乙港"]
        assert [told.title for told in rows_of(chief, model="post", object=first.pk)] == ["甲港"]
        assert rows_of(chief, until="2001-01-01") == []
        assert len(rows_of(chief, since="2001-01-01")) == 3

    @pytest.mark.parametrize("query", [{"since": "gestern"}, {"until": "2026-13-40"}])
    def test_a_date_that_is_none_is_told_and_hides_nothing(self, chief, query):
        workflow.archive(save_post(PostFactory()), chief.user)
        response = chief.get(reverse(LIST), query)
        assert "is not a date" in response.content.decode()
        assert len(response.context["rows"]) == 1

    @pytest.mark.parametrize(
        "query", [{"user": "x"}, {"before": "9" * 30}, {"q": "a\0b"}, {"action": "'"}, {"model": "\0"}]
    )
    def test_nonsense_is_no_error(self, chief, query):
        assert chief.get(reverse(LIST), query).status_code == 200

    def test_it_goes_on_without_counting(self, chief, django_assert_max_num_queries):
        post = PostFactory()
        for number in range(120):
            record_activity(chief.user, "saved", post, {"note": str(number)})
        seen, url = [], "?"
        while url:
            response = chief.get(reverse(LIST) + url)
            seen += [told.remark for told in response.context["rows"]]
            url = response.context["older"]
        assert seen == [str(number) for number in reversed(range(120))]
        with django_assert_max_num_queries(12) as queries:
            chief.get(reverse(LIST))
        assert not any("COUNT(" in query["sql"] for query in queries.captured_queries)

    def test_the_number_of_queries_does_not_grow(self, chief):
        counts = []
        for number in (2, 10):
            for _ in range(number):
                post = save_post(PostFactory(status="draft"))
                post.source = SourceFactory()
                save_post(post, make_person("editor"))
            chief.get(reverse(LIST))
            with CaptureQueriesContext(connection) as queries:
                chief.get(reverse(LIST))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_addresses_are_for_those_who_see_logins(self, desk):
        with acting_from("198.51.100.7"):
            workflow.archive(save_post(PostFactory()), make_person("editor"))
        assert "198.51.100.7" in desk("chief").get(reverse(LIST)).content.decode()
        assert "198.51.100.7" not in desk("editor").get(reverse(LIST)).content.decode()

    def test_markup_in_titles_and_values_stays_text(self, chief):
        post = save_post(PostFactory(title="<img src=x onerror=alert(1)>", status="draft"))
        fill(chief, post, title="<script>alert(2)</script>")
        page = chief.get(reverse(LIST)).content.decode()
        assert "<img src=x" not in page
        assert "<script>alert" not in page

    def test_a_thing_that_is_gone_has_no_link(self, chief):
        tag = TagFactory()
        chief.post(reverse("admin:news_tag_delete", args=[tag.pk]), {"post": "yes"})
        (told,) = rows_of(chief)
        assert (told.act, told.title, told.url) == ("deleted", tag.name, "")


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_reads_the_log(desk, role):
    expected = 403 if role == "reporter" else 200
    client = desk(role)
    assert client.get(reverse(LIST)).status_code == expected
    assert client.get(reverse("admin:news_activity_export")).status_code == expected
    assert client.post(reverse(LIST)).status_code == 405


def test_without_the_right_to_others_posts_one_reads_of_ones_own_only(desk):
    from django.contrib.auth.models import Permission

    client = desk("reporter")
    client.user.user_permissions.add(Permission.objects.get(codename="view_activity"))
    own, other = (save_post(PostFactory(owner=owner)) for owner in (client.user, make_person("reporter")))
    for post in (own, other):
        workflow.archive(post, make_person("editor"))
    record_activity(make_person("chief"), "changed", make_person("reporter"))
    assert [told.row.object_id for told in rows_of(client)] == [own.pk]
    assert len(read_csv(client)) == 2


class TestExport:
    def test_it_says_the_same_as_the_list(self, chief):
        post = save_post(PostFactory(title="旧"))
        with acting_from("198.51.100.7"):
            post.title = "新"
            save_post(post, chief.user)
        head, row = read_csv(chief)
        assert head[-1] == "network address"
        assert row[1:] == [
            chief.user.username,
            "saved",
            "post",
            str(post.pk),
            "新",
            "title: 旧 → 新",
            "",
            "198.51.100.7",
        ]

    def test_what_a_spreadsheet_would_run_is_quoted(self, chief):
        for title in ("=1+1", "+1", "-1", "@x", "\t=1"):
            assert quote_formula(title).startswith("'")
        assert quote_formula("港口") == "港口"
        workflow.archive(save_post(PostFactory(title="=cmd|' /C calc'!A0")), chief.user)
        assert read_csv(chief)[1][5].startswith("'=")

    def test_it_keeps_the_filter_and_hides_addresses(self, desk):
        client = desk("editor")
        workflow.archive(save_post(PostFactory()), make_person("editor"))
        workflow.trash(save_post(PostFactory()), client.user)
        lines = read_csv(client, user=client.user.pk)
        assert len(lines) == 2
        assert len(lines[0]) == 8


def test_the_history_of_a_thing_is_its_rows_of_the_log(chief):
    category, other = CategoryFactory(), CategoryFactory()
    for each in (category, other):
        save_form(chief, each, name=f"新{each.pk}")
    rows = chief.get(reverse("admin:news_category_history", args=[category.pk])).context["rows"]
    assert [told.row.object_id for told in rows] == [category.pk]


def test_purging_is_told_with_the_title(chief):
    post = PostFactory(title="再见")
    workflow.trash(save_post(post), None)
    workflow.purge(Post.objects.get(), chief.user)
    (told,) = rows_of(chief)
    assert (told.act, told.title) == ("deleted for good", "再见")


def test_behind_a_proxy_the_log_keeps_the_address_that_the_proxy_names(editor, settings):
    settings.AXES_CLIENT_IP_CALLABLE = "cms.proxy.client_ip"
    post = PostFactory()
    values = read_form(editor.get(reverse("admin:news_post_change", args=[post.pk])))
    sent = {**values, "title": "改了", "_continue": "1"}
    editor.post(
        reverse("admin:news_post_change", args=[post.pk]), sent, headers={"x-forwarded-for": "1.2.3.4, 203.0.113.9"}
    )
    assert Activity.objects.get().address == "203.0.113.9"
