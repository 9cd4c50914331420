"""Public is what plain Python says it is: approved, its time reached, not trashed."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from news.models import Post
from tests.factories import PostFactory

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
offsets = st.sampled_from([-86_400, -1, 0, 1, 86_400])
moments = st.one_of(st.none(), offsets.map(lambda seconds: NOW + dt.timedelta(seconds=seconds)))


class PublishedIsTheRule(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(
        rows=st.lists(
            st.tuples(st.sampled_from(Post.Status.values), moments, moments, st.booleans()), min_size=1, max_size=6
        )
    )
    def test_published_is_what_plain_python_says(self, rows):
        posts = []
        for number, (status, published_at, trashed_at, is_featured) in enumerate(rows):
            if status == Post.Status.APPROVED and published_at is None:
                continue
            post = PostFactory.build(
                slug=f"p{number}", status=status, published_at=published_at, trashed_at=trashed_at,
                is_featured=is_featured, path_on=None,
            )  # fmt: skip
            post.freeze_address_day()
            post.save()
            posts.append(post)
        expected = {
            post.pk
            for post in posts
            if post.status == "approved" and post.published_at <= NOW and post.trashed_at is None
        }
        assert set(Post.objects.published(NOW).values_list("pk", flat=True)) == expected
        assert {post.pk for post in posts if post.is_public(NOW)} == expected


@pytest.mark.django_db
def test_a_scheduled_post_appears_by_itself():
    soon = timezone.now() + dt.timedelta(hours=1)
    post = PostFactory(published_at=soon)
    assert post.is_scheduled
    assert post in Post.objects.scheduled()
    assert post not in Post.objects.published()
    assert post in Post.objects.published(at=soon)
