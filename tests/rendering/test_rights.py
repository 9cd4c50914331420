"""A source's policy holds in every channel: page, lists, feed, structured data, description."""

import pytest
from django.urls import reverse

from news.models import Source
from news.rendering.rights import TEASER_CHARS, shown_parts
from tests.factories import CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db

SENTENCES = [f"第{number}句写的是港口第{number}天早晨的潮位和船期，" for number in range(40)]
TEXT = "".join(SENTENCES)


def restricted(policy, **values):
    values = {"body": f"<p>{TEXT}</p>", "summary": "", "source_url": "https://outlet.example/1"} | values
    return PostFactory(source=SourceFactory(policy=policy, name="外报"), **values)


def longest_run(page, text):
    """The most consecutive characters of a text that stand in a page."""
    longest = start = 0
    for end in range(1, len(text) + 1):
        while text[start:end] not in page:
            start += 1
        longest = max(longest, end - start)
    return longest


def channels(client, post):
    paths = [post.get_absolute_url(), "/", "/en/", "/feed/", post.source.get_absolute_url(), "/source/%s/feed/"]
    category = post.primary_category
    if category:
        paths += [category.get_absolute_url(), reverse("category_feed", args=[category.path])]
    for path in paths:
        yield path, client.get(path.replace("%s", post.source.slug)).content.decode()


def test_a_post_of_our_own_is_shown_in_full(client):
    post = PostFactory(body=f"<p>{TEXT}</p>")
    assert TEXT in client.get(post.get_absolute_url()).content.decode()
    assert TEXT in client.get("/feed/").content.decode()


def test_an_excerpt_is_short_in_every_channel(client):
    post = restricted(Source.Policy.EXCERPT, categories=[CategoryFactory()])
    for path, page in channels(client, post):
        assert longest_run(page, TEXT) <= TEASER_CHARS, path
        assert SENTENCES[0] in page, path


def test_a_summary_and_a_description_copied_from_the_body_are_cut_too(client):
    post = restricted(Source.Policy.EXCERPT, summary=TEXT[:400], seo_description=TEXT[:400])
    for path, page in channels(client, post):
        assert longest_run(page, TEXT) <= TEASER_CHARS, path


def test_link_only_shows_the_title_and_where_to_read_it(client):
    post = restricted(
        Source.Policy.LINK, summary=TEXT[:50], header_image=ImageFactory(), categories=[CategoryFactory()]
    )
    for path, page in channels(client, post):
        assert longest_run(page, TEXT) < 5, path
        assert post.header_image.sha256[:32] not in page, path
    page = client.get(post.get_absolute_url()).content.decode()
    assert post.title in page
    assert 'href="https://outlet.example/1"' in page


def test_without_an_original_address_the_outlet_is_linked():
    post = restricted(Source.Policy.LINK, source_url="")
    assert shown_parts(post).original_url == post.source.homepage


def test_asking_about_a_card_does_not_load_its_body(django_assert_num_queries):
    PostFactory()
    from news.models import Post

    (post,) = Post.objects.published().for_cards()
    with django_assert_num_queries(0):
        assert shown_parts(post).teaser
