"""No hostile markup runs or asks another server: stored on three ways, shown on every kind of page, in a real browser.

Many pieces share a post, because pages cost time; a failure names the post, and the post's text numbers its pieces.
"""

import io
import json
import re
from itertools import islice

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from lxml import etree

from news.images.storing import store_image
from news.models import Author, Category, Image, Post
from news.publishing.posts.recording import record_revision
from news.publishing.posts.workflow import publish
from news.text.cleaning import clean_html
from tests.admin.forms import fill, post_url
from tests.browser.payloads import OURS
from tests.browser.test_editor import run_in_editor, wait_for_editor
from tests.browser.waiting import settle, wait_until
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, TagFactory
from tests.images.pictures import jpeg
from tests.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GROUP = 30
MARK = "〔记号〕"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
PENDING = re.compile(r"404.*/i/\d+/\)$")  # a picture that is still to be fetched, in the editor's frame
SHOW = """(texts) => document.body.replaceChildren(...texts.map(
  (html) => Object.assign(document.createElement('div'), { innerHTML: html })))"""


# A picture tells that it cannot be shown once the server has answered, and that may take a while.
LOADED = """() => Promise.race([
  Promise.all([...document.images].filter((image) => image.loading !== 'lazy')
    .map((image) => image.decode().catch(() => 0))),
  new Promise((done) => { setTimeout(done, 10000); }),
])"""


@pytest.fixture(scope="module")
def payloads(samples):
    assert len(samples.payloads) == samples.payload_count
    assert len(OURS) >= 30
    return [*samples.payloads, *OURS]


def in_groups(payloads):
    """[(numbers, markup)]: pieces that would swallow what follows them stand last in a post."""
    greedy = [n for n, text in enumerate(payloads) if MARK not in clean_html(f"{text}<p>{MARK}</p>").html]
    calm = iter([n for n in range(len(payloads)) if n not in set(greedy)])
    while (numbers := list(islice(calm, GROUP))) or greedy:
        numbers += [greedy.pop()] if greedy else []
        yield numbers, "\n".join(f"<p>{n}：</p>{payloads[n]}" for n in numbers)


class Alarm:
    """What a page did that no text may make it do."""

    def __init__(self, page):
        self.page, self.found = page, []
        page.on("dialog", self._on_dialog)

    def _on_dialog(self, dialog):
        self.found.append(f"dialog {dialog.message!r} on {self.page.url}")
        dialog.dismiss()

    def check(self, what):
        settle(self.page)
        watch = self.page.watch
        self.found += [f"{what}: {text}" for text in (*watch.errors, *watch.strangers) if not PENDING.search(text)]
        watch.errors.clear()
        watch.strangers.clear()
        return self.found


@pytest.fixture
def open_alarmed(open_page, editor_user):
    def open_one(**options):
        page = open_page(is_own=True, **options)
        page.context.on("page", lambda other: other.close())
        page.alarm = Alarm(page)
        return page

    return open_one


@pytest.fixture
def many_on_a_page(settings, tmp_path):
    settings.NEWS_POSTS_PER_PAGE = settings.NEWS_FEED_ITEM_COUNT = 1000
    settings.MEDIA_ROOT, settings.NEWS_REPORTS_DIR = tmp_path / "media", tmp_path / "reports"
    settings.DATA_DIR = tmp_path


# --- The three ways in ------------------------------------------------------------------------------------------------


def store_by_model(payloads, user):
    break_out, end_title = '"><img src=x onerror=alert(1)>', "</title></script><script>alert(1)</script>"
    image = store_image(jpeg(400, 225), alt=break_out, original_name=f"{break_out}.jpg")
    Image.objects.filter(pk=image.pk).update(caption=OURS[0], credit=OURS[1], licence=end_title)
    category, author = CategoryFactory(name=break_out), AuthorFactory(name=end_title, bio=OURS[0], role=break_out)
    fields = ("title", "subtitle", "summary", "seo_title", "seo_description", "rights_note")
    for at, (numbers, markup) in enumerate(in_groups(payloads)):
        said = payloads[numbers[0]][:150] or "空"
        tag = TagFactory(name=f"{payloads[numbers[-1]][:60]}{at}")
        links = {"categories": [category], "authors": [author], "tags": [tag], "header_image": image, "owner": user}
        post = PostFactory(**dict.fromkeys(fields, said), **links, body=markup, slug=f"model-{at}")
        record_revision(post, user)


def without_controls(payloads):
    """A form and a file that hold them are refused whole."""
    return [CONTROLS.sub("", payload) for payload in payloads]


def store_by_form(payloads, client):
    for numbers, markup in in_groups(payloads):
        said = payloads[numbers[-1]][:150].strip() or "空"
        name = '"' + said[:60].replace('"', '""') + '"'
        response = fill(client, None, "_continue", title=said, summary=said, body=markup, tag_list=name, seo_title=said)
        assert response.status_code == 302, (numbers, response.context and response.context["adminform"].form.errors)
        publish(Post.objects.latest("pk"), None)  # the form would refuse: no category, and what was taken out


def store_by_importer(payloads, folder):
    folder.mkdir()
    for at, (numbers, markup) in enumerate(in_groups(payloads)):
        said = payloads[numbers[0]][:150] or "空"
        name = said[:60]
        front = {"title": said, "date": "2024-05-06 07:08:09", "tags": [name], "categories": [name], "author": name}
        header = "\n".join(f"{key}: {json.dumps(value)}" for key, value in front.items())
        (folder / f"p{at}.md").write_text(f"---\n{header}\n---\n<div>{markup}</div>\n")
    call_command("import_posts", str(folder), json=True, stdout=io.StringIO(), stderr=io.StringIO())


@pytest.fixture(params=["model", "form", "importer"])
def stored(request, payloads, editor_user, many_on_a_page, tmp_path):
    if request.param == "model":
        store_by_model(payloads, editor_user)
    elif request.param == "form":
        store_by_form(without_controls(payloads), sign_in(Client(), editor_user))
    else:
        store_by_importer(without_controls(payloads), tmp_path / "_posts")
    posts = list(Post.objects.published())
    assert len(posts) >= 15
    return posts


def test_no_payload_runs_or_asks_another_server(open_alarmed, editor_user, stored):
    reader, program, writer = open_alarmed(), open_alarmed(bypass_csp=True), open_alarmed(user=editor_user)
    read_pages(reader, stored)
    read_feed(program)
    read_admin(writer, stored)
    assert reader.alarm.found + program.alarm.found + writer.alarm.found == []


def read_pages(page, posts):
    lists = [row.get_absolute_url() for model in (Author, Category) for row in model.objects.all()[:3]]
    for url in (*[post.get_absolute_url() for post in posts], "/", *lists):
        assert page.goto(url).status == 200, url
        page.alarm.check(url)


def read_feed(page):
    """Opened as a page, and put into a page as a reader's program would: without any policy of ours."""
    assert page.goto("/feed/").status == 200
    page.alarm.check("the feed as a page")
    feed = etree.fromstring(page.request.get("/feed/").body())
    texts = [element.text or "" for element in feed.iter("description", "{*}encoded")]
    assert sum("<p>" in text for text in texts) >= 15
    page.goto("/healthz")
    if not show(page, texts, "texts of the feed"):
        return
    for text in texts:  # which of them was it?
        show(page, [text], text)


def show(page, texts, what):
    """What was found, as a reader's program puts texts into its page."""
    page.evaluate(SHOW, texts)
    page.evaluate(LOADED)
    return page.alarm.check(what)


def read_admin(page, posts):
    for url in (
        reverse("admin:news_post_changelist"),
        reverse("admin:news_image_changelist"),
        reverse("admin:news_tag_changelist"),
        reverse("admin:news_author_changelist"),
        reverse("admin:news_category_changelist"),
        reverse("admin:news_revision_changelist"),
        *[reverse("admin:news_image_change", args=[image.pk]) for image in Image.objects.ready()],
        *[post_url(posts[0], kind) for kind in ("history", "delete")],
        *[reverse("admin:news_revision_change", args=[row.pk]) for post in posts for row in post.revisions.all()],
    ):
        assert page.goto(url).status == 200, url
        page.alarm.check(url)
    read_forms(page, posts)


def read_forms(page, posts):
    """The form of one post as it opens; the bodies of all others are loaded into its editor."""
    page.goto(post_url(max(posts, key=lambda post: len(post.body))))
    wait_for_editor(page)
    page.alarm.check("form")
    for post in posts:
        page.evaluate(
            "(html) => new Promise((done) => CKEDITOR.instances.id_body.setData(html, { callback: done }))", post.body
        )
        page.alarm.check(f"editor with post {post.pk}")
    assert run_in_editor(page, "return editor.getData()")


def test_the_alarm_hears_what_it_is_there_for(open_alarmed):
    page = open_alarmed(bypass_csp=True)
    page.goto("/healthz")
    page.route("**/evil.example/**", lambda route: route.abort())
    show(page, ["<img src=x onerror=alert(1)>", "<img src='//evil.example/x'>"], "planted")
    wait_until(page, lambda: any("dialog" in text for text in page.alarm.found))
    assert any("evil.example" in text for text in page.alarm.found)
