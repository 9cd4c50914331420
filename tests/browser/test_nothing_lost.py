"""Typing, and then the server, the browser, the session or the network is gone: at most ten seconds of text go too."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Draft, Post
from news.publishing.posts.saving import save_post
from tests.admin.forms import post_url
from tests.browser.conftest import session_cookie
from tests.browser.waiting import new_page, stop_clock, wait_until
from tests.exchange.processes import ROOT, Site
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
LOST_AT_MOST_S = 10
TYPED_COUNT, PAUSE_MS = 70, 200


def open_form(page, post=None):
    page.goto(post_url(post) if post else reverse("admin:news_post_add"))
    page.wait_for_selector("textarea[data-editor-ready]", state="attached")


def write_body(page, text):
    page.frame_locator(".cke_contents iframe").locator("body").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def state(page):
    return page.locator("#save-status").get_attribute("data-state")


def wait_for_state(page, name):
    page.wait_for_selector(f'#save-status[data-state="{name}"]')


def kept_here(page):
    return page.evaluate("Object.values(localStorage).join()")


def drafted_text():
    return "".join(text for draft in Draft.objects.all() for text in draft.values["body"])


def body_of(page):
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


@pytest.fixture
def post(editor_user):
    return save_post(Post(title="潮汐", body="<p>开头</p>", language="zh-hans"), editor_user)


def posts_of(page):
    """The paths of what the page sends from now on."""
    sent = []
    page.on("request", lambda each: sent.append(urlsplit(each.url).path) if each.method == "POST" else None)
    return sent


def test_the_tab_is_killed_and_the_text_comes_back(open_page, editor_user, post):
    """Line 45."""
    page = open_page(user=editor_user)
    open_form(page, post)
    page.fill("#id_title", "潮汐之后")
    write_body(page, "没保存的一段")
    wait_until(page, lambda: "没保存的一段" in drafted_text())
    typed = body_of(page)
    page.close(run_before_unload=False)
    page = open_page(user=editor_user)
    open_form(page, post)
    assert page.input_value("#id_title") == "潮汐"
    with new_page(page):
        page.locator(".unsaved a.button, [data-local] button").first.click()
    page.wait_for_selector("textarea[data-editor-ready]", state="attached")
    assert page.input_value("#id_title") == "潮汐之后"
    assert body_of(page) == typed
    with new_page(page):
        page.click("input[name=_continue]")
    stored = Post.objects.get(pk=post.pk)
    assert (stored.title, "没保存的一段" in stored.body) == ("潮汐之后", True)
    assert not Draft.objects.exists()
    assert page.locator(".unsaved").count() == 0


def test_the_network_is_gone_for_a_while(open_page, editor_user, post):
    """Line 46."""
    page = open_page(user=editor_user)
    open_form(page, post)
    page.context.set_offline(True)
    page.fill("#id_title", "离线写的")
    wait_for_state(page, "offline")
    write_body(page, "离线也在")
    wait_until(page, lambda: all(text in kept_here(page) for text in ("离线写的", "离线也在")))
    page.click("input[name=_continue]")  # held back: a browser's error page would stand in its place
    told = page.evaluate("JSON.parse(document.getElementById('editing').textContent).words.notSaved")
    expect(page.locator("#desk-announcer")).to_have_text(told)
    assert page.input_value("#id_title") == "离线写的"
    page.context.set_offline(False)
    wait_for_state(page, "saved")
    assert Draft.objects.get().values["title"] == ["离线写的"]
    assert "离线也在" in Draft.objects.get().values["body"][0]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('masthead:draft'))") == []


def test_a_browser_that_died_offline_offers_its_own_copy(open_page, editor_user, post):
    page = open_page(user=editor_user)
    open_form(page, post)
    page.context.set_offline(True)
    page.fill("#id_title", "离线写的")
    wait_for_state(page, "offline")
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = context.new_page()
    open_form(page, post)
    page.locator("[data-local] button").first.click()
    page.wait_for_url("**draft=1**")
    assert page.input_value("#id_title") == "离线写的"
    other = make_person("editor", username="hanmeimei")
    context.clear_cookies()
    context.add_cookies([session_cookie(other, page.url)])
    page.evaluate("localStorage.setItem('masthead:draft:999:new:x', JSON.stringify({at: Date.now(), values: []}))")
    open_form(page, post)
    assert page.locator("[data-local]").count() == 0


def test_what_an_open_tab_could_not_send_is_offered_elsewhere_once_it_is_gone(open_page, editor_user, post):
    first = open_page(user=editor_user)
    first.route("**/autosave/", lambda route: route.abort())
    open_form(first, post)
    first.fill("#id_title", "没送到的")
    wait_for_state(first, "offline")
    second = first.context.new_page()
    open_form(second, post)
    assert second.locator("[data-local]").count() == 0
    first.close(run_before_unload=False)
    second.locator("[data-local] button").first.click()
    second.wait_for_url("**draft=1**")
    assert second.input_value("#id_title") == "没送到的"


def test_the_cookie_is_deleted_while_somebody_types(open_page, editor_user, post):
    page = open_page(user=editor_user)
    open_form(page, post)
    page.context.clear_cookies()
    page.fill("#id_title", "会话之后")
    dialog = page.locator("dialog.sign-in-dialog")
    dialog.wait_for()
    page.fill("#sign-in-password", "wrong")
    dialog.locator("button[type=submit]").click()
    page.locator(".sign-in-fault:not(:empty)").wait_for()
    page.fill("#sign-in-password", PASSWORD)
    dialog.locator("button[type=submit]").click()
    dialog.wait_for(state="detached")
    wait_for_state(page, "saved")
    assert Draft.objects.get().values["title"] == ["会话之后"]
    page.context.clear_cookies()  # and once more, before the button is pressed
    page.click("input[name=_continue]")
    dialog.wait_for()
    page.fill("#sign-in-password", PASSWORD)
    with new_page(page):
        dialog.locator("button[type=submit]").click()
    assert Post.objects.get(pk=post.pk).title == "会话之后"


def test_a_new_post_gets_its_place_with_the_first_words(open_page, editor_user):
    page = open_page(user=editor_user, is_own=True)
    page.clock.install()
    sent = posts_of(page)
    open_form(page)
    page.clock.run_for(60_000)
    page.evaluate("fetch('/healthz').then((answer) => answer.status)")  # asked for after whatever the timers sent
    assert sent == []
    assert not Post.objects.exists()
    page.fill("#id_title", "第一句")
    page.wait_for_url("**/change/")
    wait_for_state(page, "saved")
    page.fill("#id_title", "第一句话")
    with new_page(page):
        page.locator("input[name=_continue]").dblclick()
    page.wait_for_selector("textarea[data-editor-ready]", state="attached")
    post = Post.objects.get()
    assert (post.title, post.version) == ("第一句话", 2)
    assert page.locator(".unsaved").count() == 0
    assert page.watch.errors == []


def test_a_new_post_saved_before_it_was_ever_kept_is_one_post(open_page, editor_user):
    page = open_page(user=editor_user, is_own=True)
    page.clock.install()
    sent = posts_of(page)
    open_form(page)
    stop_clock(page)  # two quiet seconds never pass
    page.fill("#id_title", "一气呵成")
    with new_page(page):
        page.click("input[name=_continue]")
    page.clock.resume()
    page.wait_for_selector("textarea[data-editor-ready]", state="attached")
    assert [path for path in sent if "presence" not in path] == [reverse("admin:news_post_add")]
    assert [(post.title, post.version) for post in Post.objects.all()] == [("一气呵成", 1)]
    assert not Draft.objects.exists()


def test_two_people_see_each_other_and_a_stale_save_overwrites_nothing(open_page, editor_user, post):
    """Line 47."""
    other = make_person("editor", username="lilei", first_name="李雷")
    first, second = open_page(user=editor_user), open_page(user=other)
    open_form(second, post)
    open_form(first, post)
    first.locator("#company", has_text="李雷").wait_for()
    second.fill("#id_title", "李雷的标题")
    with new_page(second):
        second.click("input[name=_continue]")
    first.fill("#id_title", "我的标题")
    first.wait_for_selector("#unsaved-moved")
    with new_page(first):
        first.click("input[name=_continue]")
    assert Post.objects.get(pk=post.pk).title == "李雷的标题"
    assert first.locator(".differences ins").first.inner_text().endswith("我")
    with new_page(first):
        first.click("button[name=_save_over]")
    assert Post.objects.get(pk=post.pk).title == "我的标题"


def test_leaving_asks_only_when_something_is_nowhere_but_here(open_page, editor_user, post):
    page = open_page(user=editor_user)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_form(page, post)
    with page.expect_response("**/autosave/"):
        page.fill("#id_title", "改过")
    wait_for_state(page, "saved")
    page.goto("/admin/")
    assert asked == []
    open_form(page, post)
    page.context.set_offline(True)
    page.locator("#id_title").press_sequentially("没到服务器")
    wait_for_state(page, "offline")
    page.context.set_offline(False)
    page.locator("#id_title").press_sequentially("还没")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_signing_out_takes_the_copies_along(open_page, editor_user, post):
    page = open_page(user=editor_user)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/")
    page.evaluate("localStorage.setItem('masthead:draft:1:1:x', JSON.stringify({at: Date.now(), values: []}))")
    page.click("#user-tools > summary")
    with new_page(page):
        page.locator("#logout-form button").click()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('masthead:draft'))") == []


# --- the server is killed ------------------------------------------------------

MAKE_EDITOR = """
from news.models import User
User.objects.create_superuser("bianji", password={password!r})
"""


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "site")
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", MAKE_EDITOR.format(password=PASSWORD)]):
        code, _out, errors = site.run(*command)
        assert code == 0, errors
    site.close()
    return site


def start_server(site, port):
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=site.environment, **quiet)
    while process.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60).close()
            return process
        except OSError:
            time.sleep(0.1)  # it does not listen yet
    raise AssertionError("the server did not start")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_the_server_is_killed_while_somebody_types(browser, site):
    port = free_port()
    server = start_server(site, port)
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}", locale="zh-CN")
    try:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.clock.install()
        page.goto("/admin/login/?next=/admin/news/post/add/")
        page.fill("#id_username", "bianji")
        page.fill("#id_password", PASSWORD)
        page.click("input[type=submit]")
        page.wait_for_selector("textarea[data-editor-ready]", state="attached")
        page.fill("#id_title", "一直在写")
        page.frame_locator(".cke_contents iframe").locator("body").click()
        stop_clock(page)
        for number in range(TYPED_COUNT):  # without a pause of two seconds
            page.keyboard.type(f"{number}。")
            page.clock.run_for(PAUSE_MS)
            wait_until(page, lambda: state(page) != "saving")  # the clock stands still while the server answers
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        ((values,),) = site.rows('SELECT "values" FROM news_draft')
        kept = json.loads(values)
        assert kept["title"] == ["一直在写"]
        lost_count = TYPED_COUNT - 1 - max(map(int, re.findall(r"(\d+)。", kept["body"][0])))
        assert lost_count * PAUSE_MS / 1000 <= LOST_AT_MOST_S
        page.clock.resume()
        page.keyboard.type("服务器没了")
        page.wait_for_selector('#save-status[data-state="offline"]')
        server = start_server(site, port)
        page.clock.run_for(30_000)  # it asks again after a while
        page.wait_for_selector('#save-status[data-state="saved"]')
        whole = page.evaluate("CKEDITOR.instances.id_body.getData()")
        assert f"{TYPED_COUNT - 1}。服务器没了" in whole
        page.close(run_before_unload=False)
        page = context.new_page()
        page.goto("/admin/news/post/add/")
        page.locator(".unsaved summary").click()
        page.locator(".unsaved a").first.click()
        page.wait_for_selector("textarea[data-editor-ready]", state="attached")
        assert page.evaluate("CKEDITOR.instances.id_body.getData()") == whole
    finally:
        context.close()
        server.kill()
        server.wait()
