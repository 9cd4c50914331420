"""In a browser: a comparison marks exactly what changed, bringing back adds a version and a row of the log;
a change is planned without losing what was typed. And: axe finds nothing on these pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Activity, Post, ScheduledChange
from news.publishing.posts import workflow
from news.publishing.posts.recording import record_revision
from news.publishing.posts.saving import save_post
from scripts.evidence.axe import find_violations
from tests.admin.forms import post_url
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What a person sees, less the words for screen readers.
SEEN = "(nodes) => nodes.map((node) => { const copy = node.cloneNode(true);\
 copy.querySelectorAll('.visually-hidden').forEach((hidden) => hidden.remove()); return copy.textContent; })"


@pytest.fixture
def chief(transactional_db):
    return make_person("chief", username="zhubian", first_name="梅梅")


@pytest.fixture
def post(chief):
    """Three versions: what somebody wrote, what another changed, what is published."""
    writer = make_person("reporter", username="jizhe")
    category = CategoryFactory(name="科技")
    post = PostFactory(
        title="海尔集团发布新平台",
        body="<h2>背景</h2><p>潮水在清晨退去，码头上的人开始一天的工作。</p><p>这一段没有改动。</p>",
        status="draft", published_at=None, path_on=None, owner=writer, categories=[category], tags=["海港"],
    )  # fmt: skip
    record_revision(post, writer)
    post.title = "海尔智家发布新平台"
    post.body = (
        "<h3>背景</h3><p>潮水在傍晚退去，码头上的人开始一天的工作。</p><p>这一段没有改动。</p>"
        f'<figure class="image"><img src="/i/{ImageFactory(alt="港口").pk}/" alt="港口"></figure>'
    )
    post.header_image = ImageFactory(alt="码头全景")
    post.bylines.create(author=AuthorFactory(name="李雷"), position=0)
    save_post(post, chief, note="按编前会意见")
    workflow.publish(post, chief)
    return post


def marked(page, tag, field):
    return page.locator(f"tr[data-field={field}] {tag}").evaluate_all(SEEN)


def test_a_comparison_marks_exactly_the_changed_characters(open_page, post, chief):
    page = open_page(user=chief)
    page.goto(post_url(post, "history"))
    page.check("input[name=old][value='1']")
    page.check("input[name=new][value='2']")
    with page.expect_navigation():
        page.click(".compare-bar button")
    assert (marked(page, "del", "title"), marked(page, "ins", "title")) == (["集团"], ["智家"])
    assert (marked(page, "del", "body"), marked(page, "ins", "body")) == (["清晨"], ["傍晚"])
    assert page.locator("tr[data-field=body] .change-notices li").count() == 1
    assert page.locator("tr[data-field=header_image_id] img, tr[data-field=body] img").count() == 2
    assert page.locator("tr[data-field]").count() == 4  # title, header image, authors, body
    assert page.watch.strangers == []


def test_bringing_back_adds_a_version_and_a_row_of_the_log(open_page, post, chief):
    page, before = open_page(user=chief), Activity.objects.count()
    page.goto(post_url(post, "compare") + "?old=1&new=3")
    page.click(".restore button")
    page.wait_for_url("**/change/")
    now = Post.objects.get()
    assert (now.title, now.is_public(), now.revisions.count()) == ("海尔集团发布新平台", True, 4)
    assert Activity.objects.count() == before + 1
    page.goto(reverse("admin:news_activity_changelist"))
    assert "海尔集团发布新平台" in page.locator(".log-row").first.inner_text()


def test_a_change_is_planned_from_the_form_and_a_refusal_keeps_what_was_typed(open_page, post, chief):
    page = open_page(user=chief)
    page.goto(post_url(post))
    page.wait_for_selector("textarea[data-editor-ready]", state="attached")
    page.fill("#id_title", "明天的题目")
    page.click(".plan summary")
    page.click("[data-plan]")
    page.locator(".plan-said:not(:empty)").wait_for()
    assert page.input_value("#id_title") == "明天的题目"
    tomorrow = timezone.localtime(timezone.now() + dt.timedelta(days=1))
    page.fill("#id_change_at_0", f"{tomorrow:%Y-%m-%d}")
    page.fill("#id_change_at_1", "08:00")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-plan]")
    page.wait_for_selector(".planned")
    change = ScheduledChange.objects.get()
    assert (change.snapshot["title"], Post.objects.get().title) == ("明天的题目", "海尔智家发布新平台")
    page.click("[data-cancel-change]")
    page.wait_for_selector(".planned:not(:has(button))")
    assert not ScheduledChange.objects.open().exists()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(open_page, post, chief, width, dark):
    page = open_page(width=width, dark=dark, user=chief)
    pages = {
        "history": post_url(post, "history"),
        "compare": post_url(post, "compare") + "?old=1&new=3",
        "log": reverse("admin:news_activity_changelist"),
        "one": reverse("admin:news_category_history", args=[post.primary_category.pk]),
        "nothing": post_url(post, "asof") + "?at=2001-01-01T00:00",
        "asof": post_url(post, "asof") + f"?at={timezone.now() + dt.timedelta(minutes=1):%Y-%m-%dT%H:%M:%S}Z",
    }
    for name, path in pages.items():
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert [error for error in page.watch.errors if "/media/" not in error] == [], (
            name
        )  # the pictures have no files
        assert find_violations(page) == [], name
        page.watch.errors.clear()  # axe tries styles that the content policy forbids
