"""What is kept of the checks: with every save, cheaply, and never another post's name for who may not know it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Post, PostCheck
from news.publishing.checks.inner_links import find_dead_paths
from news.publishing.checks.library import adopt_remote_images, ask_again
from news.publishing.checks.running import blocking_findings, check_post
from news.publishing.checks.showing import show_findings
from news.publishing.checks.storing import check_badges, keep_findings
from news.publishing.posts import workflow
from news.publishing.posts.recording import record_revision
from news.publishing.posts.saving import save_post
from tests.factories import CategoryFactory, ImageFactory, PageFactory, PostFactory, ReadyPostFactory, TagFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
LONG = "".join(
    f"<p>第{number}天，潮水在清晨{number}点退去，码头上的人{'又' * (number % 5)}开始工作。</p>" for number in range(40)
)


def codes_of(post):
    return [each["code"] for each in PostCheck.objects.get(pk=post.pk).findings]


def test_every_way_of_saving_keeps_what_is_found():
    post = save_post(Post(title="稿子", body=""))
    assert "body-empty" in codes_of(post)
    post.body = "<p>甲</p>"
    save_post(post)
    assert "body-empty" not in codes_of(post)
    workflow.submit(post, None)
    assert PostCheck.objects.get(pk=post.pk).error_count == 2  # category and author


def test_a_badge_counts_errors_and_warnings_and_knows_what_was_never_checked():
    bad, unknown = save_post(Post(title="稿子", body="<p>甲</p>")), PostFactory()
    row = PostCheck.objects.get(pk=bad.pk)
    assert check_badges([bad.pk, unknown.pk]) == {bad.pk: (row.error_count, row.warning_count)}
    assert row.warning_count == sum(each["severity"] == "warning" for each in row.findings)
    assert list(Post.objects.with_problems()) == list(Post.objects.with_errors()) == [bad]


def test_keeping_costs_a_constant_number_of_queries():
    image = ImageFactory()
    body = LONG + f'<p><img src="/i/{image.pk}/" alt="船"></p>'
    post = ReadyPostFactory(body=body, header_image=image, tags=["港口"])
    links = {"categories": [1], "authors": [1], "tags": ["港口"]}
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            keep_findings(post, links)
        counts.append(len(queries))
        save_post(PostFactory(body="<p>" + "别的事" * 90 + "</p>"))
    assert counts == [3, 3]


def test_what_depends_on_the_moment_is_found_when_asked_and_not_kept():
    image = ImageFactory(licence_ends_on=timezone.localdate() - dt.timedelta(days=1))
    post = ReadyPostFactory(header_image=image)
    record_revision(post, None)
    assert "licence-ended" not in codes_of(post)
    assert "licence-ended" in [finding.code for finding in check_post(post)]


class TestTwins:
    def test_a_text_told_before_is_found_whatever_is_put_in_front(self):
        first = save_post(PostFactory(body=LONG))
        second = save_post(PostFactory(body="<p>本报讯（记者 李雷）</p>" + LONG))
        save_post(PostFactory(body="<p>" + "完全不同的另一件事情" * 30 + "</p>"))
        found = next(finding for finding in check_post(second) if finding.code == "duplicate")
        assert found.facts == {"posts": [first.pk]}

    def test_one_in_the_trash_does_not_count(self):
        workflow.trash(save_post(PostFactory(body=LONG)), None)
        assert "duplicate" not in [finding.code for finding in check_post(save_post(PostFactory(body=LONG)))]

    def test_a_reporter_is_not_told_the_name_of_a_draft_of_somebody_else(self):
        secret = save_post(PostFactory(title="绝密", body=LONG, status="draft"))
        reporter = make_person("reporter")
        findings = check_post(save_post(PostFactory(body=LONG, owner=reporter)))
        shown = next(each for each in show_findings(findings, reporter) if each.finding.code == "duplicate")
        assert "绝密" not in str(shown.as_json())
        assert shown.as_json()["facts"]["posts"] == [] == list(shown.posts)
        seen = next(each for each in show_findings(findings, make_person("editor")) if each.posts)
        assert (seen.posts, "绝密" in seen.sentence) == (((secret.pk, "绝密"),), True)


class TestInnerLinks:
    def test_links_to_what_readers_see_live_and_others_are_dead(self, settings):
        settings.NEWS_SITE_URL = "https://news.example/"
        post, draft, page = PostFactory(), PostFactory(status="draft"), PageFactory()
        category, tag, image = CategoryFactory(), TagFactory(), ImageFactory()
        alive = [
            *(post.get_absolute_url(), post.get_absolute_url() + "?a=1#b", f"https://news.example/p/{post.pk}/"),
            *(page.get_absolute_url(), category.get_absolute_url(), tag.get_absolute_url(), f"/i/{image.pk}/"),
            *("/", "/feed/", "/archive/", f"{tag.get_absolute_url()}feed/", "/en" + category.get_absolute_url()),
            *("https://elsewhere.example/p/99/", "#down", "mailto:a@b.example"),
        ]
        dead = [
            f"/p/{draft.pk}/",
            "/2022/08/08/no/",
            "/2022/13/77/no/",
            "/tag/no/",
            "/no/such/",
            "/i/999/",
            "/category/no/",
        ]
        assert find_dead_paths([*alive, *dead]) == set(dead)

    def test_an_old_address_lives_as_long_as_it_leads_somewhere(self):
        from news.publishing.names.addresses import remember_address

        post = PostFactory()
        remember_address("/old/place/", post)
        assert find_dead_paths(["/old/place/"]) == frozenset()
        workflow.trash(post, None)
        assert find_dead_paths(["/old/place/"]) == {"/old/place/"}


class TestGate:
    def test_a_post_that_lacks_something_may_not_go_out(self):
        assert {each.code for each in blocking_findings(PostFactory(status="draft"))} == {
            "category-missing",
            "author-missing",
        }
        assert blocking_findings(ReadyPostFactory(status="draft")) == []

    def test_an_embargo_blocks_a_post_without_a_time(self):
        post = ReadyPostFactory(
            status="draft", published_at=None, path_on=None, embargo_until=timezone.now() + dt.timedelta(days=1)
        )
        assert [each.code for each in blocking_findings(post)] == ["embargo"]
        assert "embargo" not in [each.code for each in check_post(post)]


class TestLibrary:
    def test_a_remote_picture_becomes_ours_and_waits(self):
        proxied = "https://cors.zfour.workers.dev/?http://a.example/1.jpg"
        body = f'<p>甲<img src="{proxied}" alt="船"></p><p><img src="https://b.example/2.jpg" alt="岸"></p>'
        changed = adopt_remote_images(body)
        assert "http" not in changed
        assert changed.count('src="/i/') == 2
        assert adopt_remote_images(changed) == changed
        from news.models import Image

        row = Image.objects.get(original_url="http://a.example/1.jpg")
        assert (row.state, row.wrapper_url, row.alt) == ("pending", proxied, "船")

    def test_a_picture_that_failed_waits_again_and_one_that_is_here_stays(self):
        failed = ImageFactory(pending=True)
        type(failed).objects.filter(pk=failed.pk).update(state="failed", state_reason="not-found")
        ready = ImageFactory()
        assert [ask_again(failed.pk), ask_again(failed.pk), ask_again(ready.pk)] == [True, False, False]
