"""The checks beside the form of a post, what they mend, and what they keep from being published."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Image, Post
from news.models.states import PostState
from news.publishing.checks.messages import describe_finding
from news.publishing.checks.running import blocking_findings
from news.publishing.posts.saving import save_post
from tests.admin.forms import act, fill, post_url, read_form, send
from tests.factories import ImageFactory, PostFactory, ReadyPostFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
LONG = "<p>" + "潮水在清晨退去，码头上的人开始一天的工作；渔船靠岸，市场开门。" * 8 + "</p>"


def checks_url(post=None, page="checks"):
    return reverse(f"admin:news_post_{page}", args=[post.pk] if post else [])


def ask(client, post=None, page="checks", **changes):
    """Sends the form as it was served, with changes, as the panel does."""
    form = read_form(client.get(post_url(post) if post else reverse("admin:news_post_add")))
    return client.post(checks_url(post, page), {**form, **changes})


def codes_in(response):
    return [finding["code"] for finding in response.json()["findings"]]


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


class TestPanel:
    def test_the_form_tells_what_is_wrong_without_scripts(self, editor):
        page = editor.get(post_url(PostFactory(status="draft"))).content.decode()
        assert 'data-code="category-missing"' in page
        assert 'href="#id_category_list"' in page

    def test_what_is_typed_is_checked_and_nothing_is_saved(self, editor):
        post = ReadyPostFactory(status="draft")
        answer = ask(editor, post, title="", body="<h1>大</h1><p>潮水,人<script>x</script></p>")
        assert {"title-empty", "heading-h1", "unsafe-html", "punctuation"} <= set(codes_in(answer))
        assert answer.json()["errors"] == 2
        assert 'data-code="title-empty"' in answer.json()["html"]
        assert Post.objects.get(pk=post.pk).version == 1

    def test_a_new_post_is_checked_before_it_is_stored(self, editor):
        answer = ask(editor, title="潮水", body="<p>甲</p>")
        assert "category-missing" in codes_in(answer)
        assert "title-empty" not in codes_in(answer)
        assert Post.objects.count() == 0

    def test_machines_get_the_findings_in_a_stored_post(self, editor):
        post = save_post(PostFactory(status="draft"))
        answer = editor.get(checks_url(post)).json()
        assert answer["errors"] == 2
        assert answer["passed"] + len({finding["code"] for finding in answer["findings"]}) >= 25
        assert all(finding["sentence"] for finding in answer["findings"])

    @pytest.mark.parametrize("role", ["reporter", "editor"])
    def test_only_who_may_see_a_post_may_ask_about_it(self, desk, role):
        post = PostFactory(status="draft", owner=make_person("reporter"))
        client = desk(role)
        expected = 200 if role == "editor" else 404
        assert client.get(checks_url(post)).status_code == expected
        assert client.post(checks_url(post), {"title": "x"}).status_code == expected
        assert client.post(checks_url(post, "fix"), {"_check": "punctuation"}).status_code == expected

    def test_who_sees_but_may_not_change_gets_no_remedy(self, desk):
        client = desk("reporter")
        post = PostFactory(status="in_review", owner=client.user, body="<p>潮水,人。</p>")
        assert client.get(checks_url(post)).status_code == 200
        assert client.post(checks_url(post, "fix"), {"_check": "punctuation"}).status_code == 403
        assert "data-fix hidden" not in client.get(post_url(post)).content.decode()

    def test_a_time_that_is_set_to_the_past_is_an_error_and_an_old_one_is_not(self, editor):
        day = timezone.localdate() - dt.timedelta(days=3)
        draft, live = ReadyPostFactory(status="draft", published_at=None, path_on=None), ReadyPostFactory()
        past = {"published_at_0": day.isoformat(), "published_at_1": "08:00"}
        assert "time-past" in codes_in(ask(editor, draft, **past))
        assert "time-past" not in codes_in(ask(editor, live, **past))
        assert "time-past" not in codes_in(ask(editor, live))

    def test_the_description_in_the_form_counts_not_the_librarys(self, editor):
        post = ReadyPostFactory(status="draft", header_image=ImageFactory(alt=""))
        assert "header-alt-missing" in codes_in(ask(editor, post))
        assert "header-alt-missing" not in codes_in(ask(editor, post, header_alt="渔船靠岸"))

    def test_a_post_told_before_is_named_with_a_link(self, editor):
        other = save_post(PostFactory(body=LONG))
        answer = ask(editor, title="潮水", body=LONG)
        assert post_url(other) in answer.json()["html"]


class TestMending:
    def test_a_remedy_gives_values_and_saves_nothing(self, editor):
        post = ReadyPostFactory(status="draft")
        answer = ask(editor, post, "fix", body="<p>潮水,人。</p>", title="港口,清晨", _check="punctuation").json()
        assert answer["values"] == {"body": "<p>潮水，人。</p>", "title": "港口，清晨"}
        assert answer["said"]
        assert Post.objects.get(pk=post.pk).version == 1

    def test_only_the_place_is_mended(self, editor):
        body = "<p>甲。</p><p><b>其一</b></p><p>乙。</p><p><b>其二</b></p><p>丙。</p>"
        place = {"_place_kind": "paragraph", "_place_number": "3", "_place_text": "其二"}
        answer = ask(editor, None, "fix", body=body, _check="bold-paragraph", **place).json()
        assert answer["values"]["body"] == body.replace("<p><b>其二</b></p>", "<h2>其二</h2>")

    def test_a_remote_picture_gets_a_row_that_waits(self, editor):
        body = '<p>甲<img alt="船" src="https://a.example/1.jpg"></p>'
        answer = ask(editor, None, "fix", body=body, _check="image-remote").json()
        image = Image.objects.get()
        assert (image.state, f'src="/i/{image.pk}/"' in answer["values"]["body"]) == ("pending", True)

    def test_a_picture_that_failed_is_asked_for_again(self, editor):
        image = ImageFactory(pending=True, alt="船")
        Image.objects.filter(pk=image.pk).update(state="failed", state_reason="not-found")
        post = ReadyPostFactory(status="draft", header_image=image)
        assert f'data-image="{image.pk}"' in ask(editor, post).json()["html"]
        assert ask(editor, post, "fix", _check="image-remote", _image=str(image.pk)).json()["values"] == {}
        assert Image.objects.get().state == "pending"

    @pytest.mark.parametrize("code", ["", "nonsense", "title-empty"])
    def test_what_cannot_be_mended_is_said(self, editor, code):
        answer = ask(editor, ReadyPostFactory(status="draft"), "fix", _check=code)
        assert answer.status_code == 400
        assert answer.json()["error"]

    def test_odd_places_do_no_harm(self, editor):
        for number in ("-1", "²", "9" * 40, "x"):
            place = {"_place_kind": "paragraph", "_place_number": number, "_place_text": "无"}
            answer = ask(editor, None, "fix", body="<p>潮水</p>", _check="bold-paragraph", **place)
            assert json.loads(answer.content)["values"] == {}
        odd = {"_place_kind": "nonsense", "_place_number": "0"}
        assert ask(editor, None, "fix", body="<p>潮水</p>", _check="heading-h1", **odd).status_code == 200


class TestGate:
    def test_a_post_with_errors_is_not_published_and_the_reasons_stand_at_their_fields(self, editor):
        post = PostFactory(status="draft")
        response = fill(editor, post, "_publish", title="还没好")
        assert response.status_code == 200
        errors = response.context["adminform"].form.errors
        assert {"category_list", "author_list", "__all__"} == set(errors)
        assert "还没好" in response.content.decode()
        assert Post.objects.get(pk=post.pk).state == PostState.DRAFT

    def test_mended_in_the_form_it_goes_out(self, editor):
        ready = ReadyPostFactory()
        post = PostFactory(status="draft")
        links = {"category_list": [ready.primary_category.pk], "author_list": [ready.ordered_authors()[0].pk]}
        assert fill(editor, post, "_publish", **links).status_code == 302
        assert Post.objects.get(pk=post.pk).is_public()

    def test_a_post_with_errors_is_not_scheduled_either(self, editor):
        day = timezone.localdate() + dt.timedelta(days=2)
        post = PostFactory(status="draft", published_at=None, path_on=None)
        fill(editor, post, "_publish", published_at_0=day.isoformat(), published_at_1="12:00")
        assert Post.objects.get(pk=post.pk).state == PostState.DRAFT

    def test_saving_and_what_is_live_stay_possible(self, editor):
        live, draft = PostFactory(), PostFactory(status="draft")
        for post in (live, draft):
            assert fill(editor, post, title="改了标题").status_code == 302
        assert set(Post.objects.values_list("title", flat=True)) == {"改了标题"}

    def test_a_double_click_on_publish_is_no_error(self, editor):
        post = ReadyPostFactory(status="draft")
        values = read_form(editor.get(post_url(post)))
        assert [send(editor, post_url(post), values, "_publish").status_code for _ in range(2)] == [302, 302]

    def test_from_the_list_the_good_ones_go_out_and_the_others_are_named_with_reasons(self, editor):
        good = ReadyPostFactory.create_batch(3, status="draft")
        bad = PostFactory.create_batch(2, status="draft", title="<b>缺</b>")
        response = act(editor, "publish_selected", [*good, *bad])
        assert Post.objects.published().count() == 3
        said = messages_of(response)
        assert len(said) == 1
        assert "3" in said[0]
        assert "&lt;b&gt;" in said[0]
        assert all(post_url(post) in said[0] for post in bad)
        assert all(describe_finding(finding) in said[0] for finding in blocking_findings(bad[0]))
