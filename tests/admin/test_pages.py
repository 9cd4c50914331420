"""Every page of the admin opens, in both languages, and only what is ours is in it."""

import re
import zlib

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from news.models import (
    Activity,
    Address,
    FollowUp,
    ImportBatch,
    ImportItem,
    RawSource,
    Revision,
    SiteProfile,
    Slot,
    User,
)
from news.publishing.posts.recording import record_revision
from news.rendering.languages import language_tag
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PageFactory,
    PostFactory,
    SourceFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
LISTS_ALONE = {Activity}  # with tests of their own
MODELS = {model._meta.model_name: model for model in admin.site._registry if model not in LISTS_ALONE}
CANNOT_ADD = {"image", "revision", "importbatch", "importitem", "rawsource", "siteprofile", "followup"}


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
        "page": PageFactory(),
        "slot": Slot.objects.create(place="lead", post=post),
        "followup": FollowUp.objects.create(kind="indexnow", path=post.get_absolute_url()),
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
    assert f'<html lang="{language_tag(shown)}"' in page
    with translation.override(shown):
        assert gettext("Log out") in page


def test_the_language_is_switched_by_a_button_and_kept(editor):
    url = reverse("admin:switch_language")
    response = editor.post(url, {"language": "en", "next": "/admin/news/tag/"})
    assert response.headers["Location"] == "/admin/news/tag/"
    assert "Log out" in editor.get(reverse("admin:index")).content.decode()
    assert editor.get(url).status_code == 405
    assert editor.post(url, {"language": "xx", "next": "https://evil.example/"}).headers["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("values", "address"),
    [({"language": "en"}, "/en/about/"), ({"language": "zh-hans"}, "/about/"), ({"is_published": False}, "")],
)
def test_the_form_of_a_page_leads_to_it_under_its_own_language_once_readers_may_see_it(desk, values, address):
    page = PageFactory(slug="about", **values)
    html = (
        desk("admin", interface_language="en").get(reverse("admin:news_page_change", args=[page.pk])).content.decode()
    )
    assert (f'href="{address}" class="viewsitelink"' in html) == bool(address)
    assert ("viewsitelink" in html) == bool(address)


@pytest.mark.parametrize("name", ["post", "page", "slot"])
def test_new_rows_begin_in_the_sites_language(desk, settings, name):
    settings.LANGUAGE_CODE = "en"
    html = desk("admin").get(reverse(f"admin:news_{name}_add")).content.decode()
    assert '<option value="en" selected>' in html


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


@pytest.mark.parametrize(
    ("field", "value", "is_good"),
    [
        ("verification_tags", '{"google-site-verification": "abc_123", "baidu-site-verification": "code-x"}', True),
        ("verification_tags", '["google-site-verification"]', False),
        ("verification_tags", '{"google-site-verification": 7}', False),
        ("verification_tags", '{"a b": "c"}', False),
        ("verification_tags", '{"a": "%s"}' % ("x" * 300), False),
        ("verification_tags", '{"a": {"b": "c"}}', False),
        ("security_contact", "mailto:security@news.example", True),
        ("security_contact", "https://news.example/security", True),
        ("security_contact", "security@news.example", False),
        ("security_contact", "http://news.example/security", False),
    ],
)
def test_the_profile_takes_only_what_a_page_or_security_txt_can_say(desk, field, value, is_good):
    from tests.admin.forms import read_form

    client, address = desk("chief"), reverse("admin:news_siteprofile_change", args=[1])
    values = read_form(client.get(address), "siteprofile_form")
    response = client.post(address, {**values, field: value, "_save": "1"})
    assert (response.status_code == 302) is is_good
    if not is_good:
        assert list(response.context["adminform"].form.errors) == [field]


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


def test_a_slot_has_the_places_that_the_page_has(desk):
    """Counted from one, as editors count; another place would be a slot that nobody sees."""
    publisher, post = desk("publisher"), PostFactory()
    url = "/admin/news/slot/add/"
    page = publisher.get(url).content.decode()
    assert re.findall(r'<option value="(\d)"[^>]*>(\d)</option>', page) == [
        ("0", "1"),
        ("1", "2"),
        ("2", "3"),
        ("3", "4"),
    ]
    values = {"language": "zh-hans", "place": "secondary", "post": post.pk}
    values |= {"starts_at_0": "2026-11-24", "starts_at_1": "08:00:00", "expires_at_0": "", "expires_at_1": ""}
    assert publisher.post(url, values | {"position": "4"}).status_code == 200
    assert publisher.post(url, values | {"position": "3"}).status_code == 302
    assert Slot.objects.get().position == 3
