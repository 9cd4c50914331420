"""What a search finds, in which order, and that nothing is found that the caller may not show."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Post
from news.search import finding
from news.search.finding import matching, search_posts
from news.search.index import write_entries
from news.search.query import SearchQuery
from news.text.search_tokens import WORD_MAX_CHARS
from tests.factories import PostFactory
from tests.search.texts import make_posts, make_queries, scan, scanned_text

pytestmark = pytest.mark.django_db


def find(text, sort="relevance"):
    hits = search_posts(Post.objects.published(), SearchQuery.parse(text), sort=sort)
    assert hits.count() == len(hits[:])
    return [post.title for post in hits[:]]


def test_recall_is_complete_and_nothing_else_is_found():
    made = Post.objects.bulk_create(make_posts(200, characters=250))
    write_entries(made)
    texts = {post.pk: scanned_text(post) for post in made}
    for query in [*make_queries(made, 90), "創新", "產學研"]:
        found = matching(Post.objects.published(), SearchQuery.parse(query)).values_list("pk", flat=True)
        assert set(found) == scan(texts, query), query


@pytest.mark.parametrize(
    "query",
    ["创新", "創新", "尔创", "新", "AIoT", "ａｉｏｔ", "aio", "“海尔 AIoT”", "haierchuangxin", "hai er", "hecx", "cx"],
)
def test_a_word_is_found_in_any_spelling(query):
    PostFactory(title="海尔创新", body="<p>海尔，<b>AI</b>oT平台</p>", slug="x")
    PostFactory(title="别的", body="<p>港口</p>")
    assert find(query) == ["海尔创新"]


@pytest.mark.parametrize("query", ["创海", "海新", "aiotx", "“AIoT 海尔”", "iot", "20", "基地"])
def test_what_only_looks_alike_is_not_found(query):
    """Pairs that stand apart, the inside of a word, another order, a number inside a number."""
    PostFactory(title="海尔创", body="<p>新海尔AIoT平台2022</p><p>基</p><p>地</p>")
    assert find(query) == []


def test_a_phrase_does_not_cross_punctuation_or_blocks():
    PostFactory(title="海尔，创新", summary="产学。研", body="<p>孵化</p><p>基地</p>")
    assert [find(query) for query in ("海尔创新", "尔创", "学研", "孵化基", "化基")] == [[]] * 5


def test_short_latin_words_are_pinyin_only_when_they_are_no_words():
    PostFactory(title="爱的港口")
    PostFactory(title="AI 的港口")
    assert find("ai") == ["AI 的港口"]
    assert set(find("gk")) == {"爱的港口", "AI 的港口"}


def test_all_terms_must_be_found():
    PostFactory(title="海尔", body="<p>创新</p>")
    PostFactory(title="海尔")
    assert find("创新 海尔") == ["海尔"]
    assert len(find("海尔")) == 2


def test_title_goes_before_summary_before_text_and_then_the_newest():
    now = timezone.now()
    for hours, fields in enumerate(
        [{"body": "<p>潮汐</p>"}, {"summary": "潮汐"}, {"title": "潮汐 旧"}, {"title": "潮汐 更旧"}], start=1
    ):
        at = now - dt.timedelta(hours=hours)
        PostFactory(**{"title": f"第{hours}", "body": "", "published_at": at} | fields)
    assert find("潮汐") == ["潮汐 旧", "潮汐 更旧", "第2", "第1"]
    assert find("潮汐", sort="date") == ["第1", "第2", "潮汐 旧", "潮汐 更旧"]


@pytest.mark.parametrize("spare", [0, 1, 6])
@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_hold_each_match_once_past_the_ranked_ones_too(monkeypatch, sort, spare):
    monkeypatch.setattr(finding, "RANKED", 5)
    monkeypatch.setattr(finding, "SPARE", spare)
    posts = [PostFactory(title="潮汐" if number % 3 else "港口", body="<p>潮汐</p>") for number in range(13)]
    hits = search_posts(Post.objects.published(), SearchQuery.parse("潮汐"), sort=sort)
    assert hits.count() == 13
    pages = [post.pk for start in range(0, 13, 4) for post in hits[start : start + 4]]
    assert sorted(pages) == [post.pk for post in posts]


def test_only_the_callers_posts_are_found():
    PostFactory(title="潮汐", status="draft")
    PostFactory(title="潮汐", trashed_at=timezone.now())
    PostFactory(title="潮汐", published_at=timezone.now() + dt.timedelta(hours=1))
    assert find("潮汐") == []
    assert matching(Post.objects.all(), SearchQuery.parse("潮汐")).count() == 3


@pytest.mark.parametrize(
    "query", ["", "%", "' OR 1=1 --", '"', '" OR *', "NEAR(a b)", "-x", "a:*", "\\'", "\x00", "🙂", "字" * 5_000]
)
def test_no_query_is_an_error(query):
    PostFactory()
    find(query)


def test_the_index_is_asked_once_and_bodies_of_others_are_not_read():
    for _ in range(3):
        PostFactory(title="潮汐")
    with CaptureQueriesContext(connection) as queries:
        hits = search_posts(Post.objects.published(), SearchQuery.parse("潮汐"))
        assert (hits.count(), len(hits[0:2])) == (3, 2)
    assert len(queries) == 3


def test_hostile_bodies_are_indexed():
    """More tokens than a row of PostgreSQL holds, words longer than it takes, many times the same pair."""
    chance = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(90_000))
    PostFactory(title="甲", body=f"<p>开头{chance}</p>")
    PostFactory(title="乙", body=f"<p>{'长' * 20_000}尾巴</p><p>{'x' * 5_000} {' '.join(['w'] * 3_000)}</p>")
    assert find("开头") == ["甲"]
    assert find("长尾巴") == ["乙"]
    assert find("x" * WORD_MAX_CHARS) == ["乙"]
