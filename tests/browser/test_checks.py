"""The checks beside the form in a real browser: they follow what is typed, lead to it, and mend it in place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Post
from tests.admin.forms import post_url
from tests.browser.test_editor import run_in_editor, wait_for_editor
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, ReadyPostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = (
    "<h2>码头</h2><p>潮水退去,人来了。</p><p><strong>鱼市</strong></p><p>渔船靠岸。</p>"
    '<figure class="image"><img src="/i/1/" alt="" width="400" height="225"></figure><p>完。</p>'
)
FOCUS = "document.activeElement.id || document.activeElement.tagName"


@pytest.fixture
def open_form(open_page, editor_user):
    def open_one(post=None, **options):
        page = open_page(user=editor_user, **options)
        page.goto(post_url(post) if post else reverse("admin:news_post_add"))
        wait_for_editor(page)
        return page

    return open_one


def item(page, code):
    return page.locator(f'.check[data-code="{code}"]')


def is_quiet(page):
    """But for the files of pictures that only have a row here."""
    assert [error for error in page.watch.errors if "/media/" not in error] == []


def go(page, code):
    item(page, code).locator("[data-go]").first.click()


def selected(page):
    return run_in_editor(page, "return editor.getSelection().getSelectedText()")


def test_a_post_without_category_and_alt_cannot_go_out_until_both_are_mended_without_a_reload(open_form):
    category, image = CategoryFactory(name="科技"), ImageFactory(alt="")
    post = ReadyPostFactory(status="draft", header_image=image)
    post.category_links.all().delete()
    page = open_form(post)
    item(page, "category-missing").wait_for()
    page.click("input[name=_publish]")
    confirm = page.locator("#publish-dialog [data-confirm]")
    expect(confirm).to_be_disabled()
    page.keyboard.press("Escape")
    assert Post.objects.get(pk=post.pk).status == "draft"

    page.evaluate("window.stayed = true")
    go(page, "header-alt-missing")
    assert page.evaluate(FOCUS) == "id_header_alt"
    page.keyboard.type("渔船在晨雾里靠岸")
    item(page, "header-alt-missing").wait_for(state="detached")
    go(page, "category-missing")
    assert page.evaluate("document.activeElement.closest('.category-field') !== null")
    page.locator(".category-tree").get_by_label(category.name).check()
    item(page, "category-missing").wait_for(state="detached")
    assert page.locator("[data-checks-summary]").get_attribute("data-errors") == "0"
    assert page.evaluate("window.stayed") is True
    page.click("input[name=_publish]")
    expect(confirm).to_be_enabled()
    with page.expect_navigation():
        confirm.click()
    assert Post.objects.get(pk=post.pk).is_public()
    is_quiet(page)


def test_finding_the_place_selects_it_in_the_text(open_form):
    ImageFactory(pk=1, alt="")
    page = open_form(ReadyPostFactory(status="draft", body=BODY))
    go(page, "bold-paragraph")
    assert selected(page) == "鱼市"
    go(page, "punctuation")
    assert selected(page) == "潮水退去,"
    go(page, "alt-missing")
    assert run_in_editor(page, "return editor.widgets.focused?.name ?? ''") == "image"
    is_quiet(page)


def test_mending_changes_the_text_in_the_editor_saves_nothing_and_can_be_undone(open_form):
    ImageFactory(pk=1, alt="船")
    post = ReadyPostFactory(status="draft", body=BODY, title="港口,清晨")
    page = open_form(post)
    item(page, "bold-paragraph").locator("[data-fix]").click()
    item(page, "bold-paragraph").wait_for(state="detached")
    assert "<h2>鱼市</h2>" in run_in_editor(page, "return editor.getData()")
    item(page, "punctuation").first.locator("[data-fix]").click()
    page.locator('.check[data-code="punctuation"][data-field="title"]').wait_for(state="detached")
    assert page.input_value("#id_title") == "港口，清晨"
    item(page, "punctuation").locator("[data-fix]").click()
    item(page, "punctuation").wait_for(state="detached")
    item(page, "alt-missing").locator("[data-fix]").click()
    item(page, "alt-missing").wait_for(state="detached")
    assert 'alt="船"' in run_in_editor(page, "return editor.getData()")
    run_in_editor(page, "editor.execCommand('undo')")
    assert 'alt=""' in run_in_editor(page, "return editor.getData()")
    assert Post.objects.get(pk=post.pk).version == 1
    is_quiet(page)


def test_a_new_post_is_checked_as_it_is_written_and_says_so(open_form):
    AuthorFactory()
    page = open_form()
    page.evaluate("document.addEventListener('masthead:checked', (event) => { window.heard = event.detail; })")
    page.fill("#id_title", "港口_清晨")
    item(page, "category-missing").wait_for()
    assert item(page, "title-empty").count() == 0
    assert page.evaluate("window.heard.errors") == 3
    run_in_editor(page, "editor.setData('<p>潮水</p>')")
    item(page, "body-empty").wait_for(state="detached")
    is_quiet(page)


def test_without_the_server_it_says_so_and_goes_on_later(open_form):
    page = open_form(PostFactory(status="draft"))
    page.context.set_offline(True)
    page.fill("#id_title", "离线写的")
    page.wait_for_selector(".checks-note")
    page.context.set_offline(False)
    page.fill("#id_title", "在线_写的")
    item(page, "title-mangled").wait_for()
    assert page.locator(".checks-note").count() == 0


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_panel_is_accessible(open_form, width, dark):
    ImageFactory(pk=1, alt="船")
    page = open_form(PostFactory(status="draft", body=BODY), width=width, dark=dark)
    assert page.locator(".check").count() > 5
    found = Axe().run(page, context="#checks").response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = page.locator(".check-acts a, .check-acts button").evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 24
