"""The second engine in a real browser: it loses nothing of what it opens, opens nothing that it would lose from."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from news.admin.editors.prose_schema import find_unknown
from news.images.storing import store_image
from news.models import Post
from news.text.cleaning import clean_html
from tests.admin.forms import post_url
from tests.admin.test_headers import policy_of
from tests.browser.pictures import give
from tests.browser.shapes import make_bodies, shape_of
from tests.browser.test_editor import EVERYTHING, is_quiet, save, wait_for_editor
from tests.browser.test_paste import EXPECTED, SAMPLES
from tests.browser.waiting import settle, wait_until
from tests.factories import ImageFactory, PostFactory
from tests.images.pictures import jpeg

prose_editor = pytest.importorskip("django_prose_editor", reason="django-prose-editor is not installed (extra `prose`)")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def engine(settings, tmp_path):
    settings.NEWS_EDITOR = "prose"
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, Path(prose_editor.__file__).parent / "static"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


def open_post(open_page, user, body, **options):
    post = PostFactory(body=body, status="draft", owner=user)
    page = open_page(user=user, **options)
    page.answer = page.goto(post_url(post))
    wait_for_editor(page)
    return page, post


def surface(page):
    return page.locator(".ProseMirror")


def type_at_end(page, text):
    surface(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_what_is_written_by_keys_and_buttons_is_saved(open_page, editor_user):
    page, post = open_post(open_page, editor_user, "")
    surface(page).click()
    page.keyboard.press("Control+b")
    page.keyboard.type("粗体字")
    page.keyboard.press("Control+b")
    page.keyboard.type(" 平常字")
    page.keyboard.press("Enter")
    page.get_by_role("toolbar").locator("button").nth(5).click()
    page.keyboard.type("第一条")
    page.keyboard.press("Enter")
    page.keyboard.type("第二条")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("链")
    page.keyboard.press("Shift+ArrowLeft")
    selected = "() => !document.getElementById('id_body').deskEditor.engine.state.selection.empty"
    wait_until(page, lambda: page.evaluate(selected))  # the engine hears of it a moment later
    page.keyboard.press("Control+k")
    page.locator("dialog[open] input").first.fill("https://example.org/")
    page.keyboard.press("Enter")
    save(page)
    post.refresh_from_db()
    assert post.body == (
        "<p><strong>粗体字</strong> 平常字</p><ul><li>第一条</li><li>第二条</li></ul>"
        '<p><a href="https://example.org/">链</a></p>'
    )
    is_quiet(page)


def test_its_page_runs_under_the_strict_policy(open_page, editor_user):
    figure = EVERYTHING["figure"].replace("/i/1/", f"/i/{store_image(jpeg(80, 40)).pk}/")
    page, _post = open_post(open_page, editor_user, figure + EVERYTHING["code"] + EVERYTHING["lists"])
    policy = page.answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    type_at_end(page, "字")
    settle(page)
    is_quiet(page)


def test_whatever_it_opens_it_writes_as_it_was(open_page, editor_user):
    page, _post = open_post(open_page, editor_user, "<p>甲</p>")
    known = [clean_html(body).html for body in EVERYTHING.values()] + make_bodies(200, is_every=False)
    known = [body for body in known if not find_unknown(body)]
    assert len(known) > 150
    write = """async (html) => { const field = document.getElementById('id_body');
      await field.deskEditor.set(html); field.deskEditor.write(); return field.value; }"""
    for body in known:
        assert shape_of(clean_html(page.evaluate(write, body)).html) == shape_of(body), body


def test_what_is_only_looked_at_or_taken_back_is_stored_byte_for_byte(open_page, editor_user):
    ImageFactory(pk=1)
    body = "\n\n".join(part for part in EVERYTHING.values() if not find_unknown(part))
    page, post = open_post(open_page, editor_user, body)
    before = Post.objects.values().get(pk=post.pk)
    save(page)
    assert Post.objects.values().get(pk=post.pk) == before
    type_at_end(page, "字")
    page.keyboard.press("Control+z")
    save(page)
    assert Post.objects.values().get(pk=post.pk) == before


@pytest.mark.parametrize("name", ["ruby", "definitions", "div"])
def test_what_it_does_not_know_is_shown_and_can_be_edited_as_html(open_page, editor_user, name):
    page, post = open_post(open_page, editor_user, EVERYTHING[name])
    assert surface(page).count() == 0
    assert page.locator(".editor-refused code").all_inner_texts() == find_unknown(EVERYTHING[name])
    assert page.frame_locator(".editor-shown").locator("body").inner_text().strip()
    before = Post.objects.get(pk=post.pk).body
    save(page)
    assert Post.objects.get(pk=post.pk).body == before
    page.click(".editor-source summary")
    page.fill(".editor-source textarea", f"{before}<p>续</p>")
    save(page)
    assert Post.objects.get(pk=post.pk).body == f"{before}<p>续</p>"
    is_quiet(page)


@pytest.mark.parametrize("name", EXPECTED)
def test_it_pastes_what_the_first_engine_pastes(open_page, editor_user, name):
    page, post = open_post(open_page, editor_user, "")
    surface(page).click()
    give(surface(page), "paste", html=(SAMPLES / f"{name}.html").read_text("utf-8"))
    has_pictures = "<img" in EXPECTED[name]
    assert bool(page.locator(".text-editor .picture-status").inner_text()) == has_pictures
    save(page)
    post.refresh_from_db()
    if not has_pictures:
        assert shape_of(post.body) == shape_of(clean_html(EXPECTED[name]).html)
    assert "<img" not in post.body
    assert page.watch.strangers == []


def test_pasted_text_is_divided_as_in_the_first_engine(open_page, editor_user):
    page, post = open_post(open_page, editor_user, "")
    surface(page).click()
    give(surface(page), "paste", text="甲\n\n　　乙\n丙")
    save(page)
    post.refresh_from_db()
    assert post.body == "<p>甲</p><p>乙<br>丙</p>"


def test_a_dropped_picture_goes_to_the_library_and_its_caption_is_kept(open_page, editor_user):
    page, post = open_post(open_page, editor_user, "<p>第一段</p>")
    give(surface(page).locator("p"), "drop", [("码头.jpg", "image/jpeg", jpeg(90, 60))])
    surface(page).locator("figure img[src^='/i/']").wait_for()
    surface(page).locator("figcaption").click()
    page.keyboard.type("清晨")
    save(page)
    post.refresh_from_db()
    assert 'width="90" height="60"><figcaption>清晨</figcaption></figure>' in post.body
    assert page.watch.errors == []


def test_a_picture_is_chosen_from_the_library(open_page, editor_user):
    image = store_image(jpeg(80, 40), alt="灯塔")
    page, post = open_post(open_page, editor_user, "<p>甲</p>")
    type_at_end(page, "乙")
    page.get_by_role("toolbar").locator("button").nth(8).click()
    page.locator("dialog.picture-library .picture-list button").first.click()
    save(page)
    post.refresh_from_db()
    assert f'<img src="/i/{image.pk}/" alt="灯塔"' in post.body or f'src="/i/{image.pk}/"' in post.body


def test_html_is_edited_in_the_source_and_opened_again_by_saving(open_page, editor_user):
    page, post = open_post(open_page, editor_user, "<p>甲</p>")
    source = page.get_by_role("toolbar").locator("button").nth(12)
    source.click()
    page.fill("#id_body", "<p>乙</p><script>alert(1)</script>")
    source.click()
    assert page.locator("#id_body").is_visible()
    save(page)
    post.refresh_from_db()
    assert post.body == "<p>乙</p>"
    assert surface(page).inner_text().strip() == "乙"


def test_the_keyboard_reaches_the_buttons_and_comes_back(open_page, editor_user):
    page, _post = open_post(open_page, editor_user, "<p>甲</p>")
    surface(page).click()
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('.prose-toolbar') !== null")
    page.keyboard.press("Escape")
    page.locator(".ProseMirror:focus").wait_for()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["figure", "ruby"])
def test_the_form_with_it_has_no_faults_that_axe_finds(open_page, editor_user, width, dark, name):
    ImageFactory(pk=1)
    page, _post = open_post(open_page, editor_user, EVERYTHING[name] + "<h2>题</h2><p>文</p>", width=width, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"]] == []


def test_only_the_first_engine_needs_a_laxer_policy(client, editor_user):
    from tests.people import sign_in

    policy = policy_of(sign_in(client, editor_user).get(reverse("admin:news_post_add")))
    assert (policy["script-src"], policy["frame-src"]) == (["'self'"], ["'self'"])
