"""The version of a post in another language: a draft with everything copied, once, by who may write."""

import pytest
from django.urls import reverse

from news.models import Post
from news.publishing.posts.translations import start_translation
from tests.admin.forms import post_url
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db


def translate(client, post, language="en", **options):
    return client.post(reverse("admin:news_post_translate", args=[post.pk]), {"language": language}, **options)


@pytest.fixture
def post():
    return PostFactory(
        title="潮水退去",
        summary="摘要",
        categories=CategoryFactory.create_batch(2),
        authors=AuthorFactory.create_batch(2),
        tags=["港口"],
        header_image=ImageFactory(),
        source=SourceFactory(),
        origin="republished",
        notes="不外传",
        is_featured=True,
    )


def test_the_english_version_is_a_draft_with_everything_copied(editor, post):
    response = translate(editor, post)
    version = Post.objects.exclude(pk=post.pk).get()
    assert response.headers["Location"] == post_url(version)
    assert (version.language, version.translation_of, version.owner) == ("en", post, editor.user)
    assert (version.status, version.published_at, version.path_on) == ("draft", None, None)
    for name in ("title", "summary", "body", "header_image", "source", "origin"):
        assert getattr(version, name) == getattr(post, name)
    assert version.ordered_categories() == post.ordered_categories()
    assert version.ordered_authors() == post.ordered_authors()
    assert [tag.name for tag in version.tags.all()] == ["港口"]
    assert (version.notes, version.is_featured) == ("", False)
    assert version.revisions.get().user == editor.user


def test_asked_twice_it_is_made_once(editor, post):
    first, second = translate(editor, post), translate(editor, post)
    assert first.headers["Location"] == second.headers["Location"]
    assert Post.objects.count() == 2


def test_a_family_has_one_version_of_each_language(post):
    person = make_person("editor")
    version, is_new = start_translation(post, person, "en")
    back, is_back_new = start_translation(version, person, post.language)
    assert (is_new, is_back_new, back) == (True, False, post)


def test_the_form_offers_what_is_missing_and_leads_to_what_is_there(editor, post):
    page = editor.get(post_url(post)).content.decode()
    assert 'form="start-translation" name="language" value="en"' in page
    version, _is_new = start_translation(post, editor.user, "en")
    page = editor.get(post_url(post)).content.decode()
    assert "start-translation" not in page
    assert post_url(version) in page


def test_a_reporter_translates_own_posts_only(reporter, post):
    assert translate(reporter, post).status_code == 404
    own = PostFactory(owner=reporter.user)
    assert translate(reporter, own).status_code == 302
    assert Post.objects.get(translation_of=own).owner == reporter.user


def test_what_a_colleague_writes_already_is_said_but_not_shown(reporter):
    own = PostFactory(owner=reporter.user)
    theirs = PostFactory(language="en", translation_of=own, title="A secret")
    response = translate(reporter, own)
    assert response.headers["Location"] == post_url(own)
    page = reporter.get(post_url(own)).content.decode()
    assert post_url(theirs) not in page


@pytest.mark.parametrize("language", ["", "fr"])
def test_an_unknown_language_is_not_found(editor, post, language):
    assert translate(editor, post, language).status_code == 404


def test_a_trashed_post_is_not_translated(editor, post):
    from news.publishing.posts.workflow import trash

    trash(post, editor.user)
    assert translate(editor, post).status_code == 403
    assert editor.get(reverse("admin:news_post_translate", args=[post.pk])).status_code == 405
