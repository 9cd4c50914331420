"""The home page as readers get it."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Post
from news.traffic.numbers import first_day
from tests.factories import CategoryFactory, ImageFactory, PostFactory, SlotFactory, ViewCountFactory

pytestmark = pytest.mark.django_db


def ago(**span):
    return timezone.now() - dt.timedelta(**span)


def post_links(html):
    return re.findall(r'href="((?:/en)?/\d{4}/\d\d/\d\d/[^"]+)"', html)


@pytest.fixture
def full_site():
    """Every part of the page has something to show."""
    sections = [CategoryFactory(name=name) for name in ("港城", "科技", "生活")]
    for number in range(50):
        post = PostFactory(
            categories=[sections[number % 3]],
            header_image=ImageFactory() if number % 2 else None,
            published_at=ago(hours=7 * number + 1),
            tags=[f"标签{number % 15}"],
        )
        ViewCountFactory(post=post, count=number + 1)


def test_every_part_is_there_and_no_post_is_linked_twice(client, full_site):
    links = post_links(client.get("/").content.decode())
    html = client.get("/en/").content.decode()
    assert len(links) == len(set(links)) == 5 + 12 + 8 + 12
    headings = re.findall(r"<h2[^>]*>(?:<a[^>]*>)?([^<]+)", html)
    assert headings[5:] == ["Latest", "港城", "科技", "生活", "Most read", "Topics", "Follow"]
    assert len(re.findall(r'href="/en/tag/[^"]+"', html)) == 12
    for path in (reverse("archive"), reverse("home_feed")):
        assert f'href="/en{path}"' in html


def test_levels_of_headings_do_not_skip(client, full_site):
    levels = [int(level) for level in re.findall(r"<h(\d)", client.get("/").content.decode())]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_days_are_named_by_date_so_that_a_kept_page_stays_right(client):
    for hours in range(8):
        PostFactory(published_at=dt.datetime(2022, 8, 8, 12, hours, tzinfo=dt.UTC))
    chinese, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    assert '<time datetime="2022-08-08">2022年8月8日 <span>周一</span></time>' in chinese
    assert '<time datetime="2022-08-08">8 Aug 2022 <span>Mon</span></time>' in english
    assert "今天" not in chinese
    assert "昨天" not in chinese


def test_one_picture_is_urgent_and_the_rest_wait(client, full_site):
    html = client.get("/").content.decode()
    images = re.findall(r"<img [^>]+>", html)
    assert sum('fetchpriority="high"' in image for image in images) == 1
    assert 'fetchpriority="high"' in images[0]
    for image in images[1:]:
        assert 'loading="lazy"' in image
    for image in images:
        assert re.search(r' width="\d+" height="\d+" alt=""', image)


def test_editors_decide_who_leads_on_which_home_page(client):
    newest, chosen = PostFactory(title="最新的"), PostFactory(title="选中的", published_at=ago(days=400))
    slot = SlotFactory(post=chosen, language="en")

    def lead(path):
        return client.get(path).context["lists"].lead

    assert (lead("/"), lead("/en/")) == (newest, chosen)
    Post.objects.filter(pk=chosen.pk).update(status="draft")
    assert lead("/en/") == newest
    Post.objects.filter(pk=chosen.pk).update(status="approved")
    slot.expires_at = ago(seconds=1)
    slot.save()
    assert lead("/en/") == newest


@pytest.mark.parametrize("state", [{"status": "draft"}, {"trashed_at": ago(hours=1)}, {"published_at": ago(hours=-1)}])
def test_readers_and_editors_cannot_make_a_secret_show(client, full_site, state):
    """However much it was read while it was public, and wherever an editor put it."""
    secret = PostFactory(title="geheim", published_at=ago(days=3))
    ViewCountFactory(post=secret, count=10_000, day=first_day())
    SlotFactory(post=secret, place="secondary")
    assert "geheim" in client.get("/").content.decode()
    Post.objects.filter(pk=secret.pk).update(**state)
    assert "geheim" not in client.get("/").content.decode()
