"""Every page of the admin opens, in both languages, and only what is ours is in it."""

import zlib

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from news.models import Address, ImportBatch, ImportItem, RawSource, Revision, SiteProfile, User
from news.publishing.revisions import record_revision
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PostFactory,
    SourceFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
MODELS = {model._meta.model_name: model for model in admin.site._registry}
CANNOT_ADD = {"image", "revision", "importbatch", "importitem", "rawsource", "siteprofile"}


@pytest.fixture
def rows():
    post = PostFactory(
        categories=[CategoryFactory()],
        authors=[AuthorFactory()],
        tags=["海港"],
        source=SourceFactory(),
        header_image=ImageFactory(),
    )
    batch = ImportBatch.objects.create(paths=["a"], counts={"created": 1})
    SiteProfile.objects.create(name="报")
    return {
        "post": post,
        "category": CategoryFactory(parent=CategoryFactory()),
        "tag": TagFactory(),
        "author": AuthorFactory(),
        "source": SourceFactory(),
        "image": ImageFactory(pending=True),
        "address": Address.objects.create(path="/old/", post=post),
        "revision": record_revision(post, None),
        "siteprofile": SiteProfile.objects.get(),
        "importbatch": batch,
        "importitem": ImportItem.objects.create(batch=batch, path="a.md", outcome="created", notes=[{"code": "x"}]),
        "rawsource": RawSource.objects.create(
            collection="a", external_id="b", content=zlib.compress(b"---\n"), size_bytes=4,
            post=post, post_version=1, content_hash="0",
        ),
        "user": User.objects.order_by("pk").first(),
    }  # fmt: skip


def test_every_model_of_ours_has_a_row_here(desk, rows):
    desk("admin")
    assert set(rows) == set(MODELS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", sorted(MODELS))
def test_list_form_history_and_search_open(desk, rows, name, language):
    client = desk("admin", interface_language=language)
    thing = rows[name] or client.user
    for page, args in (("changelist", []), ("add", []), ("change", [thing.pk]), ("history", [thing.pk])):
        response = client.get(reverse(f"admin:news_{name}_{page}", args=args), follow=True)
        expected = 403 if page == "add" and name in CANNOT_ADD else 200
        assert response.status_code == expected, page
    if MODELS[name] is not SiteProfile and admin.site._registry[MODELS[name]].search_fields:
        assert client.get(reverse(f"admin:news_{name}_changelist"), {"q": "x"}).status_code == 200


def test_the_admins_of_libraries_do_not_appear(desk):
    assert {model._meta.app_label for model in admin.site._registry} == {"news"}
    assert not admin.site.is_registered(Group)
    page = desk("admin").get(reverse("admin:index")).content.decode()
    for word in ("taggit", "axes", "/auth/"):
        assert word not in page


@pytest.mark.parametrize(("language", "shown"), [("en", "en"), ("zh-hans", "zh-hans"), ("", settings.LANGUAGE_CODE)])
def test_the_admin_speaks_the_language_of_the_person(desk, language, shown):
    page = desk("editor", interface_language=language).get(reverse("admin:index")).content.decode()
    assert f'<html lang="{shown}"' in page
    with translation.override(shown):
        assert gettext("Log out") in page


def test_the_language_is_switched_by_a_button_and_kept(editor):
    url = reverse("admin:switch_language")
    response = editor.post(url, {"language": "en", "next": "/admin/news/tag/"})
    assert response.headers["Location"] == "/admin/news/tag/"
    assert "Log out" in editor.get(reverse("admin:index")).content.decode()
    assert editor.get(url).status_code == 405
    assert editor.post(url, {"language": "xx", "next": "https://evil.example/"}).headers["Location"] == "/admin/"


def test_a_view_on_site_redirect_by_number_does_not_exist(desk):
    from django.contrib.contenttypes.models import ContentType
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    hidden = PostFactory(status="draft")
    number = ContentType.objects.get_for_model(hidden).pk
    assert desk("admin").get(f"/admin/r/{number}/{hidden.pk}/").status_code == 404


def test_the_site_profile_opens_before_anybody_has_saved_it(desk):
    client = desk("chief")
    SiteProfile.objects.all().delete()
    response = client.get(reverse("admin:news_siteprofile_changelist"), follow=True)
    assert response.status_code == 200
    from tests.admin.forms import read_form

    values = read_form(response, "siteprofile_form")
    client.post(reverse("admin:news_siteprofile_change", args=[1]), {**values, "name": "潮报", "_save": "1"})
    assert SiteProfile.objects.get().name == "潮报"


def test_a_raw_file_is_unpacked_no_further_than_it_is_shown(desk):
    raw = RawSource.objects.create(
        collection="a", external_id="bomb", content=zlib.compress(b"x" * 30_000_000), size_bytes=30_000_000,
        post=PostFactory(), post_version=1, content_hash="0",
    )  # fmt: skip
    page = desk("admin").get(reverse("admin:news_rawsource_change", args=[raw.pk])).content
    assert len(page) < 300_000


def test_a_revision_shows_of_a_post_what_the_person_may_see(desk):
    reporter = desk("reporter")
    own = record_revision(PostFactory(owner=reporter.user, title="自己的"), None)
    others = record_revision(PostFactory(title="别人的秘密"), None)
    page = reporter.get(reverse("admin:news_revision_changelist")).content.decode()
    assert "自己的" in page
    assert "别人的秘密" not in page
    assert reporter.get(reverse("admin:news_revision_change", args=[own.pk])).status_code == 200
    response = reporter.get(reverse("admin:news_revision_change", args=[others.pk]), follow=True)
    assert "别人的秘密" not in response.content.decode()
    assert Revision.objects.count() == 2
