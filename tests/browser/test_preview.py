"""The preview beside the form: it follows what is typed, at every width, and is what readers get after publication."""

import pytest

from news.models import Post
from news.publishing.posts import workflow
from tests.admin.forms import post_url
from tests.factories import CategoryFactory, PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READ_MAIN = "(page) => page.querySelector('main').textContent.replace(/\\s*\\n\\s*/g, '\\n')"
OPEN = "document.dispatchEvent(new CustomEvent('masthead:toggle-preview'))"


def open_preview(page, post):
    page.goto(post_url(post))
    page.wait_for_selector("[data-editor-ready]", state="attached")
    page.evaluate(OPEN)
    frame = page.frame_locator("#preview-panel iframe")
    frame.locator("main h1").wait_for()
    return frame


@pytest.mark.parametrize("width", [390, 1280])
def test_it_follows_the_typing_without_a_save(open_page, editor_user, width):
    post = PostFactory(status="draft", title="旧题", categories=[CategoryFactory()])
    page = open_page(width=width, user=editor_user)
    frame = open_preview(page, post)
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>新的正文</p>')")
    page.locator("#id_title").evaluate(
        "(field) => { field.value = '新题'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    frame.locator("h1", has_text="新题").wait_for()
    frame.locator(".prose", has_text="新的正文").wait_for()
    assert Post.objects.get(pk=post.pk).title == "旧题"
    assert page.watch.errors == page.watch.strangers == []


def test_it_shows_the_chosen_width_and_colours_and_goes_with_escape(open_page, editor_user):
    page = open_page(user=editor_user)
    frame = open_preview(page, PostFactory(status="draft"))
    for width in (390, 768, 1280):
        page.get_by_role("radio", name=str(width)).check()
        assert frame.locator("html").evaluate("(html) => html.ownerDocument.defaultView.innerWidth") == width
    page.locator("[name=preview-theme][value=dark]").check()
    assert frame.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor") == "rgb(21, 23, 26)"
    page.keyboard.press("Escape")
    assert page.locator("#preview-panel").is_hidden()


def test_after_publication_readers_get_the_same(open_page, editor_user):
    post = PostFactory(status="draft", body="<h2>码头</h2><p>清晨。</p>")
    page = open_page(user=editor_user)
    shown = open_preview(page, post).locator("html").evaluate(READ_MAIN)
    workflow.publish(Post.objects.get(pk=post.pk), None, at=post.published_at)
    reader = open_page()
    reader.goto(Post.objects.get(pk=post.pk).get_absolute_url())
    assert reader.locator("html").evaluate(READ_MAIN).splitlines() == shown.splitlines()
