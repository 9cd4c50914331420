"""The frame of the desk in a real browser: palette, keys, colours, and what axe says of its pages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from news.models import User
from tests.browser.waiting import settle
from tests.factories import CategoryFactory, PostFactory, ViewCountFactory
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIZES = ((1280, 900), (390, 844))


@pytest.fixture
def chief(transactional_db):
    return make_person("chief", username="zongbian")


def is_clean(page, name, part=None):
    """`part`: a selector, where what lies behind it is covered and was looked at before."""
    found = Axe().run(page, context=part, options=RULES).response["violations"]
    assert not [(each["id"], [node["html"] for node in each["nodes"]]) for each in found], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_on_the_desks_pages_shuts_anybody_out(open_page, chief, width, height, dark):
    post = PostFactory(categories=[CategoryFactory()], summary="")
    ViewCountFactory(post=post)
    PostFactory(status="draft", published_at=None, owner=chief, review_note="请核对年份")
    stranger = open_page(width=width, height=height, dark=dark)
    stranger.goto(reverse("admin:login"))
    is_clean(stranger, "login")
    page = open_page(width=width, height=height, dark=dark, user=chief)
    for name, url in (
        ("today", reverse("admin:index")),
        ("list", reverse("admin:news_post_changelist")),
        ("add", reverse("admin:news_tag_add")),
        ("password", reverse("admin:password_change")),
        ("another's password", reverse("admin:auth_user_password_change", args=[chief.pk])),
    ):
        page.goto(url)
        settle(page)
        is_clean(page, name)
    page.goto(reverse("admin:index"))
    for part, open_it, shown in (
        ("#palette", "[data-open-palette]", "#palette .palette-row"),
        ("#user-tools", "#user-tools > summary", "#user-tools button"),
    ):
        page.click(open_it)
        page.locator(shown).first.wait_for()
        settle(page)
        is_clean(page, part, part)
        page.keyboard.press("Escape")
    assert page.locator("#header").bounding_box()["height"] <= 56
    assert page.watch.strangers == []


def test_the_palette_goes_where_one_types(open_page, chief):
    post = PostFactory(title="潮水退去的早晨")
    page = open_page(user=chief)
    page.goto(reverse("admin:index"))
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette .palette-row")
    page.keyboard.type("潮水")
    page.wait_for_selector("#palette .palette-row:has-text('潮水退去的早晨')")
    assert page.get_attribute("#palette-input", "aria-activedescendant") == "palette-row-0"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('admin:news_post_change', args=[post.pk])}")
    page.goto(reverse("admin:index"))
    page.keyboard.press("Control+k")
    page.keyboard.type("English")
    page.wait_for_selector("#palette .palette-row:has-text('English')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_attribute("html", "lang") == "en"
    assert page.watch.errors == []


def test_keys_act_outside_of_fields_and_can_be_switched_off(open_page, chief):
    page = open_page(user=chief)
    page.goto(reverse("admin:index"))
    page.keyboard.press("?")
    page.wait_for_selector("#shortcuts[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("p")
    assert page.url.endswith(reverse("admin:news_post_changelist"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "searchbar"
    page.keyboard.type("n?[")
    assert page.input_value("#searchbar") == "n?["
    assert not page.locator("#shortcuts[open]").count()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("[")
    assert page.evaluate("document.documentElement.classList.contains('nav-folded')")
    page.keyboard.press("?")
    with page.expect_response("**/own/"):
        page.uncheck("#shortcuts-switch")
    page.keyboard.press("Escape")
    page.reload()
    assert not User.objects.get().has_shortcuts
    here = page.url
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.keyboard.press("Control+k")  # is heard after the others
    page.wait_for_selector("#palette[open] .palette-row")
    assert not page.locator("#shortcuts[open]").count()
    assert page.url == here


def test_keys_with_ctrl_work_in_the_editors_frame(open_page, chief):
    post = PostFactory(status="draft", published_at=None)
    page = open_page(user=chief)
    page.goto(reverse("admin:news_post_change", args=[post.pk]))
    page.wait_for_selector("textarea[data-editor-ready]", state="attached")
    page.evaluate(
        """() => { window.heard = [];
        ['masthead:open-publish', 'masthead:toggle-preview', 'masthead:open-palette']
          .forEach((name) => document.addEventListener(name, () => window.heard.push(name)));
        CKEDITOR.instances.id_body.focus(); }"""
    )
    page.keyboard.type("n潮[")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")  # of the dialog that asks
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.keyboard.press("Control+Shift+P")
    assert page.evaluate("window.heard") == ["masthead:open-publish", "masthead:toggle-preview"]
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette[open]")
    page.keyboard.press("Escape")
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    post.refresh_from_db()
    assert "n潮[" in post.body


def test_chosen_colours_hold_on_the_next_page_and_after_signing_out(open_page, chief):
    page = open_page(user=chief)
    page.goto(reverse("admin:index"))
    page.click("#user-tools > summary")
    with page.expect_response("**/own/"):
        page.click("[data-theme-value=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.goto(reverse("admin:news_post_changelist"))
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 26)"
    page.click("#user-tools > summary")
    with page.expect_navigation():
        page.click("#logout-form button")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_the_password_can_be_looked_at_and_pasted(open_page, chief):
    page = open_page()
    page.goto(reverse("admin:index"))
    page.fill("#id_username", chief.username)
    page.fill("#id_password", "correct horse battery")
    page.click("[data-reveal]")
    assert page.get_attribute("#id_password", "type") == "text"
    assert page.get_attribute("#id_password", "onpaste") is None
    with page.expect_navigation():
        page.click("input[type=submit]")
    assert page.url.endswith(reverse("admin:index"))


def test_at_the_width_of_a_phone_the_menu_opens_and_closes(open_page, chief):
    page = open_page(width=390, height=844, user=chief)
    page.goto(reverse("admin:index"))
    assert not page.is_visible("#desk-nav")
    page.click("[data-nav-toggle]")
    assert page.is_visible("#desk-nav")
    page.keyboard.press("Escape")
    assert not page.is_visible("#desk-nav")
    assert page.evaluate("document.activeElement.hasAttribute('data-nav-toggle')")
