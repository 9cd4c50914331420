"""A correction is a change of the text for readers: dated, in a revision, never written twice."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Correction, FollowUp
from news.publishing.posts.corrections import save_corrections, set_corrections, without_repeats
from news.publishing.posts.recording import apply_snapshot, record_revision
from news.publishing.posts.saving import save_post, write_row
from news.publishing.versions.snapshots import take_snapshot
from tests.admin.forms import fill, post_url, read_form, send
from tests.factories import PostFactory
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - dt.timedelta(days=400)
PREFIX = "corrections"


@pytest.fixture
def post():
    return PostFactory(published_at=LONG_AGO, updated_at=LONG_AGO)


def inline(*texts, total=None):
    """What the form of a post sends for new corrections."""
    fields = {f"{PREFIX}-TOTAL_FORMS": total or len(texts), f"{PREFIX}-INITIAL_FORMS": 0}
    for number, text in enumerate(texts):
        fields |= {
            f"{PREFIX}-{number}-text": text,
            f"{PREFIX}-{number}-corrected_at_0": "2026-11-20",
            f"{PREFIX}-{number}-corrected_at_1": "10:20:00",
        }
    return fields


def test_it_moves_the_date_of_the_text(post):
    save_corrections(post, [Correction(text="十一年应为十六年。")])
    post.refresh_from_db()
    assert post.corrections.get().text == "十一年应为十六年。"
    assert timezone.now() - post.updated_at < dt.timedelta(minutes=1)


def test_taking_one_back_moves_it_too(post):
    only = Correction.objects.create(post=post, text="误更正")
    save_corrections(post, [], [only])
    post.refresh_from_db()
    assert not post.corrections.exists()
    assert post.updated_at > LONG_AGO


def test_a_new_one_that_says_what_is_said_already_is_a_repeat(post):
    known = Correction.objects.create(post=post, text="甲")
    same, other = Correction(post=post, text="甲"), Correction(post=post, text="乙")
    assert without_repeats(post, [same, other, known]) == [other, known]


def test_a_snapshot_holds_corrections_and_puts_them_back(post):
    moments = [LONG_AGO, LONG_AGO + dt.timedelta(microseconds=1)]
    set_corrections(post, list(zip(["甲", "乙"], moments, strict=True)))
    snapshot = take_snapshot(post)
    set_corrections(post, [])
    apply_snapshot(post, snapshot)
    assert list(post.corrections.values_list("text", "corrected_at")) == list(zip(["甲", "乙"], moments, strict=True))


def test_a_snapshot_from_before_there_were_corrections_leaves_them_alone(post):
    Correction.objects.create(post=post, text="甲")
    old = {name: value for name, value in take_snapshot(post).items() if name != "corrections"}
    apply_snapshot(post, old)
    assert post.corrections.count() == 1


def test_equal_ones_are_not_written_again(post, django_assert_num_queries):
    set_corrections(post, [("甲", LONG_AGO)])
    with django_assert_num_queries(1):
        set_corrections(post, [("甲", LONG_AGO)])


class TestOnTheForm:
    def save(self, client, post, **fields):
        return fill(sign_in(client, make_person("editor")), post, **fields)

    def test_a_correction_alone_is_a_version_with_a_revision(self, client, post):
        before = post.version
        self.save(client, post, **inline("十一年应为十六年。"))
        post.refresh_from_db()
        assert post.version == before + 1
        assert post.updated_at > LONG_AGO
        revision = post.revisions.get(version=post.version)
        assert [text for text, _at in revision.snapshot["corrections"]] == ["十一年应为十六年。"]

    def test_with_a_changed_text_it_is_still_one_version(self, client, post):
        before = post.version
        self.save(client, post, title="新题", **inline("题目写错了。"))
        post.refresh_from_db()
        assert (post.title, post.version, post.corrections.count()) == ("新题", before + 1, 1)

    def test_a_double_click_writes_it_once(self, client, post):
        values = read_form(sign_in(client, make_person("editor")).get(post_url(post)))
        for _ in range(2):
            send(client, post_url(post), values, **inline("甲"))
        assert post.corrections.count() == 1

    def test_no_correction_no_write(self, client, post):
        before = post.version
        self.save(client, post, **inline())
        post.refresh_from_db()
        assert post.version == before

    def test_a_reporter_reads_them_only(self, client):
        reporter = make_person("reporter")
        post = PostFactory(owner=reporter, published_at=LONG_AGO)
        Correction.objects.create(post=post, text="已经更正")
        page = sign_in(client, reporter).get(post_url(post)).content.decode()
        assert "已经更正" in page
        assert f'name="{PREFIX}-0-text"' not in page
        client.post(post_url(post), inline("自己加的"))
        assert post.corrections.count() == 1

    def test_a_correction_that_cannot_be_taken_is_told(self, client, post):
        """Although the slug was emptied, which otherwise makes a new one."""
        response = self.save(client, post, slug="", **inline("甲" * 1001))
        assert response.status_code == 200
        assert not post.corrections.exists()


def test_saving_a_post_anew_keeps_its_corrections_in_the_revision(post):
    Correction.objects.create(post=post, text="甲")
    write_row(post)
    assert record_revision(post, None).snapshot["corrections"][0][0] == "甲"
    assert save_post(post).corrections.count() == 1


def test_search_engines_are_told_of_it_once_it_is_public(post, settings):
    settings.NEWS_SITE_URL, settings.NEWS_INDEXNOW_KEY = "https://news.example/", "a1b2c3d4"
    hidden = PostFactory(status="draft")
    for each in (post, hidden):
        save_corrections(each, [Correction(text="十一年应为十六年。")])
    assert FollowUp.objects.get().path == post.get_absolute_url()
