"""A day in a newsroom, from the first word to the log: four people, real clicks, in Chinese."""

import datetime as dt
from contextlib import ExitStack

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Post
from tests.admin.forms import post_url
from tests.browser.pictures import editor_body, give
from tests.browser.test_editor import wait_for_editor
from tests.browser.test_pictures import striped
from tests.browser.waiting import new_page
from tests.factories import AuthorFactory, CategoryFactory, ReadyPostFactory
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE, FIRST, MENDED = "北岸渡轮恢复夜航", "夜航从今晚开始。", "港务处周四证实了这一消息。"
REASON, CORRECTION = "请补充信源：谁证实的？", "首班船为二十点，此前误作二十一点。"
SECOND, ALT = "发早了的快讯", "渡轮亮着灯离岸"


class Desk:
    """One person before one window."""

    def __init__(self, page):
        self.page = page

    def today(self):
        self.page.goto(reverse("admin:index"))
        return self

    def open(self, title):
        """From Today, by the title."""
        with new_page(self.page):
            self.page.locator("#content").get_by_role("link", name=title, exact=True).first.click()
        wait_for_editor(self.page)
        return self

    def begin(self):
        with new_page(self.page):
            self.page.get_by_role("link", name="写文章").click()
        wait_for_editor(self.page)
        return self

    def write(self, title, text):
        self.page.locator("#id_title").click()
        self.page.keyboard.type(title)
        return self.add(text)

    def add(self, text):
        editor_body(self.page).click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)
        return self

    def illustrate(self, alt):
        give(self.page.locator(".picture-zone"), "drop", [("夜航.jpg", "image/jpeg", striped(1200, 900))])
        self.page.locator(".focal-picture img[src*='/media/']").wait_for()
        self.page.locator("#id_header_alt").click()
        self.page.keyboard.type(alt)
        return self

    def place(self, category, author):
        self.page.get_by_role("checkbox", name=category).check()
        self.page.locator("#id_author_list").click()
        self.page.keyboard.type(author)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".byline-field .chosen-name")).to_have_text([author])
        return self

    def press(self, name):
        """A button of the form that sends it."""
        with new_page(self.page):
            self.page.locator(f"input[name={name}], button[name={name}]").locator("visible=true").first.click()
        return self  # what was handed in its reporter may only read: there is no editor to wait for

    def publish(self, at=None):
        self.page.locator("input[name=_publish]").click()
        if at:
            self.page.locator("#publish-dialog input[type=date]").fill(f"{at:%Y-%m-%d}")
            self.page.locator("#publish-dialog input[type=time]").fill(f"{at:%H:%M}")
        with new_page(self.page):
            self.page.locator("#publish-dialog [data-confirm]").click()
        wait_for_editor(self.page)
        return self

    @property
    def state(self):
        return self.page.locator("#publication .state").inner_text()


@pytest.fixture
def people(transactional_db):
    return {
        "reporter": make_person("reporter", username="luyuan", first_name="远", last_name="陆"),
        "editor": make_person("editor", username="bianji", first_name="梅", last_name="韩"),
        "publisher": make_person("publisher", username="zhubian", first_name="涛", last_name="林"),
    }


@pytest.fixture
def travel():
    """`travel(moment)`: the site's clock goes on from there. The browsers' goes as before."""
    with ExitStack() as journey:
        yield lambda moment: journey.enter_context(time_machine.travel(moment, tick=True))


@pytest.fixture
def desks(open_page, people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    CategoryFactory(name="港口")
    AuthorFactory(name="陆远")
    return {role: Desk(open_page(user=person)) for role, person in people.items()}


def test_a_day_in_the_newsroom(open_page, desks, travel):
    reader = open_page()
    hand_in(desks["reporter"])
    return_and_mend(desks["editor"], desks["reporter"])
    post = approve_for_a_time(desks["editor"], reader, travel)
    correct(desks["editor"], reader, post)
    publish_too_early(desks["editor"], reader)
    arrange_the_front_page(desks["publisher"], reader, post)
    read_the_log(desks["publisher"])
    for desk in desks.values():
        assert desk.page.watch.strangers == []
        assert [error for error in desk.page.watch.errors if "404" not in error] == []


def hand_in(reporter):
    reporter.today().begin().write(TITLE, FIRST).illustrate(ALT).place("港口", "陆远").press("_submit")
    assert reporter.state == "审核中"
    post = Post.objects.get()
    assert (post.title, post.owner.username, post.header_image.alt) == (TITLE, "luyuan", ALT)


def return_and_mend(editor, reporter):
    editor.today().open(TITLE)
    editor.page.locator(".publication-return summary").click()
    editor.page.locator("#return-note").click()
    editor.page.keyboard.type(REASON)
    editor.press("_return")
    expect(reporter.today().page.locator(".is-returned")).to_contain_text(REASON)
    reporter.open(TITLE)
    expect(reporter.page.locator(".review-note")).to_contain_text(REASON)
    reporter.add(MENDED).press("_submit")


def approve_for_a_time(editor, reader, travel):
    """Until then readers find nothing; then they do, with nobody's help."""
    moment = (timezone.localtime() + dt.timedelta(minutes=10)).replace(second=0, microsecond=0)
    editor.today().open(TITLE).publish(at=moment)
    assert editor.state == "已排期"
    post = Post.objects.get()
    assert reader.goto(post.get_absolute_url()).status == 404
    travel(moment)
    assert reader.reload().status == 200  # asked anew: a browser keeps a 404 for five seconds
    expect(reader.locator("h1")).to_have_text(TITLE)
    expect(reader.locator(".prose")).to_contain_text(MENDED)
    expect(reader.locator(f"img[alt='{ALT}']").first).to_be_visible()
    return post


def correct(editor, reader, post):
    """Readers see it with its date."""
    editor.today().page.goto(post_url(post))
    wait_for_editor(editor.page)
    corrections = editor.page.locator("#corrections-group")
    corrections.locator("summary").first.click()
    corrections.locator(".add-row a").click()
    editor.page.locator("#id_corrections-0-text").click()
    editor.page.keyboard.type(CORRECTION)
    editor.press("_continue")
    reader.reload()
    noted = reader.locator("section.corrections")
    expect(noted).to_contain_text(CORRECTION)
    expect(noted.locator("time").first).to_contain_text(f"{timezone.localdate():%Y}年")


def publish_too_early(editor, reader):
    """And take it back."""
    editor.today().begin().write(SECOND, "还没核实。").place("港口", "陆远").publish()
    path = Post.objects.get(title=SECOND).get_absolute_url()
    assert reader.goto(path).status == 200
    with new_page(editor.page):
        editor.page.locator("[data-undo] button").click()
    wait_for_editor(editor.page)
    assert editor.state == "草稿"
    assert reader.reload().status == 404  # a page it keeps for a minute


def arrange_the_front_page(publisher, reader, post):
    ReadyPostFactory.create_batch(3)
    publisher.today()
    with new_page(publisher.page):
        publisher.page.locator(f"#desk-nav a[href='{reverse('admin:front_page')}']").click()
    publisher.page.locator(f".front-found li[data-post='{post.pk}'] button").click()
    expect(publisher.page.locator(".front-place").first.locator("[data-shown]")).to_have_text(TITLE)
    with new_page(publisher.page):
        publisher.page.locator(".front-buttons button").click()
    reader.goto("/")
    expect(reader.locator("main a").filter(has_text=TITLE).first).to_be_visible()
    texts = reader.locator("main").inner_text()
    assert texts.index(TITLE) < texts.index("港口清晨")


def read_the_log(publisher):
    """Everything that was done, with its reasons and the names of those who did it."""
    publisher.page.goto(reverse("admin:news_activity_changelist"))
    told = "\n".join(publisher.page.locator(".log-row").all_inner_texts())
    steps = ["提交审核", "退回", "发布", "撤销", "更正", "首页"]
    missing = [words for words in (TITLE, SECOND, REASON, "陆远", "韩梅", "林涛", *steps) if words not in told]
    assert missing == [], told
