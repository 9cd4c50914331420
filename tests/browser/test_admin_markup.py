"""Hostile names and titles in the admin as a browser shows it, also where scripts put them into the page. Without our
policy against inline code, so that nothing but the escaping holds."""

import pytest
from django.urls import reverse

from news.models import Post
from tests.admin.forms import post_url
from tests.browser.test_editor import run_in_editor, wait_for_editor
from tests.browser.test_payloads import Alarm
from tests.promises.hostile import BREAKS_OUT, make_hostile
from tests.promises.newsroom import make_newsroom

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OF_NO_FILE = ("/media/", "/i/")  # pictures that only have a row here


@pytest.fixture
def room(transactional_db, settings, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = settings.NEWS_REPORTS_DIR = tmp_path
    room = make_newsroom()
    make_hostile(room)
    return room


@pytest.fixture
def page(open_page, room):
    page = open_page(user=room.people["chief"], bypass_csp=True)
    page.alarm = Alarm(page)
    return page


def is_quiet(page, what):
    found = [text for text in page.alarm.check(what) if not any(place in text for place in OF_NO_FILE)]
    page.alarm.found.clear()
    assert found == []
    assert page.locator("img[src=x], [onerror]").count() == 0, what


def test_nothing_runs_on_the_desks_pages(page, room):
    post, tags = room.own["chief"]["published"], room.things["tag"]
    for url in (
        reverse("admin:index"),
        reverse("admin:news_post_changelist"),
        f"{reverse('admin:news_post_changelist')}?state=trashed",
        reverse("admin:news_post_calendar"),
        reverse("admin:news_image_changelist"),
        reverse("admin:news_image_change", args=[room.things["image"].pk]),
        reverse("admin:news_activity_changelist"),
        reverse("admin:front_page") + "?q=alert",
        reverse("admin:news_tag_merge") + f"?ids={tags.pk}",
        reverse("admin:news_category_order"),
        reverse("admin:news_importbatch_change", args=[room.things["importbatch"].pk]),
        reverse("admin:news_user_changelist"),
        reverse("admin:preferences"),
        *[post_url(post, name) for name in ("history", "compare", "draft", "links", "delete", "preview")],
    ):
        assert page.goto(url).status == 200, url
        is_quiet(page, url)


def test_nothing_runs_in_the_question_about_many_posts(page):
    page.goto(reverse("admin:news_post_changelist"))
    page.locator(".action-select").evaluate_all("all => all.forEach((box) => { box.checked = true; })")
    page.select_option("select[name=action]", "publish_selected")
    with page.expect_navigation():
        page.locator(".actions button[type=submit]").click()
    assert BREAKS_OUT in page.inner_text("main")
    is_quiet(page, "bulk")


def test_nothing_runs_in_what_the_palette_finds(page):
    page.goto(reverse("admin:index"))
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette .palette-row")
    page.keyboard.type("onerror")
    page.wait_for_selector(f"#palette .palette-row:has-text('{BREAKS_OUT[:12]}')")
    is_quiet(page, "palette")


def test_nothing_runs_beside_the_form_of_a_post(page, room):
    """Presence, the offer of a draft, checks, suggestions, the preview."""
    draft = room.own["chief"]["draft"]
    page.goto(post_url(draft))
    wait_for_editor(page)
    assert page.input_value("#id_title").startswith(BREAKS_OUT)
    page.locator("#company .company-people", has_text="onerror").wait_for()
    page.locator("[data-code]").first.wait_for(state="attached")
    is_quiet(page, "form")
    for field, typed in (("#id_tag_list", room.things["tag"].key), ("#id_author_list", "onerror")):
        page.fill(field, typed)
        page.locator(".suggestions:visible li", has_text="onerror").first.wait_for()
        is_quiet(page, field)
    run_in_editor(page, "editor.focus(); editor.insertText(value)", BREAKS_OUT)
    with page.expect_response("**/checks/"):
        page.locator("#id_title").evaluate(
            "(field) => { field.value += '。。'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
        )
    is_quiet(page, "checks")
    page.evaluate("document.dispatchEvent(new CustomEvent('masthead:toggle-preview'))")
    page.frame_locator("#preview-panel iframe").locator("main h1", has_text="onerror").wait_for()
    is_quiet(page, "preview")
    assert Post.objects.get(pk=draft.pk).version == draft.version + 1  # nothing was saved but what made it hostile


def test_nothing_runs_in_the_form_of_a_locked_post_or_a_new_one(page, room):
    page.goto(post_url(room.own["chief"]["published"]) + "?draft=1")
    wait_for_editor(page)
    page.locator("#company .company-locked", has_text="onerror").wait_for()
    is_quiet(page, "locked")
    page.goto(reverse("admin:news_post_add"))
    wait_for_editor(page)
    is_quiet(page, "add")
