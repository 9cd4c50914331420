"""Whatever writes a body, what is stored is clean."""

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from news.models import Post, SiteProfile
from tests.factories import PostFactory

HOSTILE = '<p onclick="x()">正文<script>alert(1)</script></p><a href="javascript:alert(1)">链接</a>'
pytestmark = pytest.mark.django_db


def assert_clean(pk):
    stored = Post.objects.values_list("body", flat=True).get(pk=pk)
    assert "正文" in stored
    assert "链接" in stored
    for word in ("onclick", "<script", "javascript:"):
        assert word not in stored


def test_save_cleans_and_the_instance_holds_what_is_stored():
    post = PostFactory(body=HOSTILE)
    assert_clean(post.pk)
    assert post.body == Post.objects.get(pk=post.pk).body


def test_bulk_create_cleans():
    draft = PostFactory.build(body=HOSTILE, slug="bulk")
    (post,) = Post.objects.bulk_create([draft])
    assert_clean(post.pk)


def test_update_cleans():
    post = PostFactory()
    Post.objects.filter(pk=post.pk).update(body=HOSTILE)
    assert_clean(post.pk)


def test_bulk_update_cleans():
    post = PostFactory()
    post.body = HOSTILE
    Post.objects.bulk_update([post], ["body"])
    assert_clean(post.pk)


def test_update_or_create_cleans():
    post = PostFactory()
    Post.objects.update_or_create(pk=post.pk, defaults={"body": HOSTILE})
    assert_clean(post.pk)


@pytest.mark.parametrize("expression", [F("title"), Value(HOSTILE), Concat(F("body"), Value(HOSTILE))])
def test_an_expression_cannot_carry_html_past_the_cleaner(expression):
    post = PostFactory()
    with pytest.raises(TypeError, match="could not be cleaned"):
        Post.objects.update(body=expression)
    post.body = expression
    with pytest.raises(TypeError, match="could not be cleaned"):
        post.save()


def test_text_added_to_a_clean_body_is_cleaned_again():
    post = PostFactory(body="<p>一</p>")
    post.body += HOSTILE
    post.save()
    assert_clean(post.pk)


def test_the_footer_of_the_site_is_cleaned_too():
    SiteProfile(pk=1, footer=HOSTILE).save()
    assert "<script" not in SiteProfile.load().footer


def test_titles_lose_control_and_direction_characters_on_every_path():
    title = "标题\x00\u202e反转\n第二行"
    post = PostFactory(title=title)
    assert Post.objects.get(pk=post.pk).title == post.title == "标题反转 第二行"
    Post.objects.filter(pk=post.pk).update(title=title)
    assert Post.objects.get(pk=post.pk).title == "标题反转 第二行"
