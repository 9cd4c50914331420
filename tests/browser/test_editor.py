"""CKEditor in a real browser: what is written is kept, what is opened and saved loses nothing, nobody else is asked."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from lxml import html

from news.models import Post
from news.text.cleaning import clean_html
from tests.admin.forms import post_url
from tests.browser.pictures import editor_body, give
from tests.browser.shapes import make_bodies, shape_of
from tests.browser.test_paste import EXPECTED, SAMPLES
from tests.browser.waiting import new_page, settle, wait_until
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"

# One of everything the cleaner allows. What is not here, the editor need not know.
EVERYTHING = {
    "emphasis": "<p><strong>粗</strong><b>b</b><em>斜</em><i>i</i><u>下</u><s>删</s>H<sub>2</sub>O<sup>3</sup></p>",
    "quotation": "<blockquote><p>引文<cite>出处</cite></p></blockquote><p><q>短引</q></p>",
    "headings": '<h2>二级</h2><h3 class="ta-center">三级</h3><h4>四级</h4>',
    "indent": '<p class="ti-2">首行缩进</p><p class="ta-right">右</p><p class="ti-1 ta-justify">两端</p>',
    "lists": '<ul><li>一<ul><li>一之一</li></ul></li><li>二</li></ul><ol start="3"><li>三</li></ol>',
    "definitions": "<dl><dt>词</dt><dd>解释</dd></dl>",
    "ruby": "<p><ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字</p>",
    "code": '<pre><code class="language-python">if a &lt; b:\n    c()\n</code></pre><p><code>x</code></p>',
    "pre": '<pre class="language-sh">\n\nfirst line empty\n  indented</pre>',
    "table": "<table><caption>表题</caption><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr>"
    '<td colspan="2" class="ta-right">合</td></tr><tr><td rowspan="1">丙</td><td>丁</td></tr></tbody></table>',
    "links": '<p><a href="https://example.org/?a=1&amp;b=2" title="题">外</a><a href="/tag/x/">内</a>'
    '<a href="mailto:a@example.org">信</a><a href="#top">顶</a></p>',
    "rule": "<p>上</p><hr><p>下<br>行</p>",
    "div": '<div class="ta-center"><p>居中</p></div>',
    "figure": '<figure class="image"><img src="/i/1/" alt="替代文字" width="400" height="225"><figcaption>图注 '
    "<em>强调</em></figcaption></figure>",
    "figure left": '<figure class="image image-left"><img src="/i/1/" alt="左" width="200" height="112">'
    "<figcaption>左图</figcaption></figure><p>旁文</p>",
    "figure without caption": '<figure class="image"><img src="/i/1/" alt="无图注" width="400" height="225"></figure>',
    "figure right": '<p>前文</p><figure class="image image-right"><img src="/i/1/" alt="右" width="200" height="112">'
    "<figcaption>右图</figcaption></figure><p>旁文</p>",
    "two figures in a row": '<figure class="image"><img src="/i/1/" alt="甲" width="400" height="225"><figcaption>甲图'
    '</figcaption></figure><figure class="image"><img src="/i/1/" alt="乙" width="400" height="225"><figcaption>乙图'
    "</figcaption></figure>",
    "figure in a quotation": '<blockquote><figure class="image"><img src="/i/1/" alt="引" width="400" height="225">'
    "<figcaption>引图</figcaption></figure><p>引文</p></blockquote>",
    "figure in a list": '<ul><li>一<figure class="image"><img src="/i/1/" alt="列" width="400" height="225">'
    "<figcaption>列图</figcaption></figure></li><li>二</li></ul>",
    "figure in a table": '<table><tbody><tr><td><figure class="image"><img src="/i/1/" alt="表" width="40" height="22">'
    "<figcaption>表图</figcaption></figure></td><td>乙</td></tr></tbody></table>",
    "rich caption": '<figure class="image"><img src="/i/1/" alt="图" width="400" height="225"><figcaption>甲<strong>粗'
    '</strong><a href="https://example.org/?a=1&amp;b=2" title="题">链</a><em>斜</em><b>b</b><i>i</i><u>下</u><s>删</s>'
    "<cite>出处</cite><code>c</code>CO<sub>2</sub><br>次行</figcaption></figure>",
    "linked figure": '<figure class="image"><a href="https://example.org/"><img src="/i/1/" alt="图" width="400" '
    'height="225"></a><figcaption>链图</figcaption></figure>',
    "quotes in alt": '<figure class="image"><img src="/i/1/" alt="“甲” &quot;乙&quot; \'丙\' &lt;b&gt; &amp;amp;" '
    'width="400" height="225"><figcaption>引号</figcaption></figure>',
    "image": '<p>行内<img src="/i/1/" alt="" width="40" height="22">图</p>',
    "special characters": "<p>“引号”—破折号…&amp; &lt; &gt; é ñ α 😀 全角　空格 不断\xa0行</p>",
}


def wait_for_editor(page):
    page.wait_for_selector("textarea[data-editor-ready]", state="attached")


def run_in_editor(page, script, value=None):
    return page.evaluate(f"(value) => {{ const editor = CKEDITOR.instances.id_body; {script} }}", value)


def save(page, name="_continue"):
    with new_page(page):
        page.click(f"input[name={name}]")
        if name == "_publish":  # asks once
            page.click("#publish-dialog [data-confirm]")
    wait_for_editor(page)


def is_quiet(page):
    assert page.watch.errors == []
    assert page.watch.strangers == []


def test_an_editor_signs_in_writes_saves_reopens_and_publishes(open_page, editor_user, live_server):
    category, author = CategoryFactory(name="科技"), AuthorFactory(name="李雷")
    page = open_page()
    page.goto("/admin/")
    page.fill("#id_username", editor_user.username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.goto(reverse("admin:news_post_add"))
    wait_for_editor(page)
    page.fill("#id_title", "潮水退去的早晨")
    write_body(page)
    choose_category(page, "科技")
    choose_author(page, "李雷")
    page.fill("#id_tag_list", "港口，AI")
    save(page)

    post = Post.objects.get()
    for piece in (
        "<strong>粗体字</strong>",
        '<a href="https://example.org/">链接</a>',
        "<li>第一条</li>",
        "<td>甲</td>",
    ):
        assert piece in post.body
    assert (post.primary_category, post.ordered_authors()) == (category, [author])
    assert {tag.name for tag in post.tags.all()} == {"港口", "AI"}
    page.goto(post_url(post))
    wait_for_editor(page)
    assert run_in_editor(page, "return editor.getData()") == post.body
    save(page)
    assert Post.objects.get().version == post.version

    save(page, "_publish")
    post.refresh_from_db()
    assert post.is_public()
    is_quiet(page)
    page.goto(post.get_absolute_url())
    assert "潮水退去的早晨" in page.inner_text("h1")
    assert page.locator("article strong, main strong").first.inner_text() == "粗体字"
    assert page.watch.strangers == []


def write_body(page):
    """By keys and buttons, as a person would; the table's dialog is confirmed with its defaults."""
    frame = page.frame_locator(".cke_contents iframe")
    frame.locator("body").click()
    page.click(".cke_button__bold")
    page.keyboard.type("粗体字")
    page.click(".cke_button__bold")
    page.keyboard.type(" 平常字 ")
    page.click(".cke_button__link")
    page.locator(".cke_dialog_body input.cke_dialog_ui_input_text:visible").nth(0).fill("链接")
    page.locator(".cke_dialog_body input.cke_dialog_ui_input_text:visible").nth(1).fill("https://example.org/")
    confirm_dialog(page)
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.click(".cke_button__bulletedlist")
    page.keyboard.type("第一条")
    page.keyboard.press("Enter")
    page.keyboard.type("第二条")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.click(".cke_button__table")
    confirm_dialog(page)
    frame.locator("td").first.click()
    page.keyboard.type("甲")


def confirm_dialog(page):
    """The editor takes the keyboard back a moment after its dialog has closed."""
    page.click(".cke_dialog_ui_button_ok:visible")
    page.locator(".cke_dialog_body:visible").wait_for(state="detached")
    wait_until(page, lambda: page.evaluate("CKEDITOR.instances.id_body.focusManager.hasFocus"))


def gap_below_header(page):
    header, toolbar = (page.locator(part).bounding_box() for part in ("#header", ".cke_top"))
    return toolbar["y"] - header["y"] - header["height"]


def choose_category(page, name):
    page.locator(".category-tree").get_by_label(name, exact=True).check()


def choose_author(page, name):
    page.fill("#id_author_list", name)
    page.locator(".suggestions li", has_text=name).first.click()


@pytest.mark.parametrize("name", EVERYTHING)
def test_what_is_opened_edited_and_saved_loses_nothing(open_page, editor_user, name):
    """One letter is typed at the end, so that the editor writes the whole text anew."""
    ImageFactory(pk=1)
    post = PostFactory(body=EVERYTHING[name] + "<p>尾</p>", status="draft", owner=editor_user)
    stored = Post.objects.get(pk=post.pk).body
    assert all(word in stored for word in re.findall(r"[\w一-鿿]+", re.sub(r"<[^>]+>", " ", EVERYTHING[name])))
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    run_in_editor(
        page,
        """
        const range = editor.createRange();
        range.moveToElementEditEnd(editor.editable());
        editor.focus(); range.select(); editor.insertText('巴');
        """,
    )
    save(page)
    saved = Post.objects.get(pk=post.pk).body
    assert canonical(saved) == canonical(stored.replace("<p>尾</p>", "<p>尾巴</p>"))
    assert page.watch.strangers == []


def canonical(body):
    """The same for what means the same: order of attributes, <b> and <i> for <strong> and <em>."""
    root = html.fragment_fromstring(body, create_parent=True)
    for element in root.iter():
        element.tag = {"b": "strong", "i": "em"}.get(element.tag, element.tag)
        attributes = sorted(element.attrib.items())
        element.attrib.clear()
        element.attrib.update(attributes)
    return html.tostring(root, encoding="unicode")


def test_a_picture_is_aligned_with_and_without_a_caption(open_page, editor_user):
    ImageFactory(pk=1)
    picture = '<img src="/i/1/" alt="图" width="200" height="112">'
    post = PostFactory(
        body=f'<figure class="image">{picture}<figcaption>注</figcaption></figure><p>{picture}</p>', status="draft"
    )
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    run_in_editor(page, "Object.values(editor.widgets.instances).forEach((widget) => widget.setData('align', 'left'));")
    save(page)
    assert Post.objects.get(pk=post.pk).body.count('<figure class="image image-left">') == 2


def test_what_is_only_looked_at_is_stored_byte_for_byte(open_page, editor_user):
    ImageFactory(pk=1)
    post = PostFactory(body="\n\n".join(EVERYTHING.values()), status="draft")
    before = Post.objects.values().get(pk=post.pk)
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    save(page)
    assert Post.objects.values().get(pk=post.pk) == before


def test_authors_are_sent_in_the_order_in_which_they_were_chosen(open_page, editor_user):
    names = ["丙", "甲", "乙"]
    for name in sorted(names):
        AuthorFactory(name=name)
    post = PostFactory(status="draft")
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    for name in names:
        choose_author(page, name)
    save(page)
    assert [author.name for author in post.ordered_authors()] == names


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_form_is_quiet_in_both_languages(open_page, editor_user, language):
    editor_user.interface_language = language
    editor_user.save()
    page = open_page(user=editor_user)
    page.goto(reverse("admin:news_post_add"))
    wait_for_editor(page)
    settle(page)
    is_quiet(page)
    assert run_in_editor(page, "return editor.langCode") == {"zh-hans": "zh-cn", "en": "en"}[language]


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/news/post/", "/admin/news/tag/add/"])
def test_plain_pages_are_quiet_under_the_strict_policy(open_page, editor_user, path):
    PostFactory()
    page = open_page(user=None if "login" in path else editor_user)
    page.goto(path)
    settle(page)
    is_quiet(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_fits_and_its_buttons_stay_in_view(open_page, editor_user, width):
    post = PostFactory(status="draft", body="<p>长文</p>" * 60)
    page = open_page(width=width, height=844, user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    bar = page.locator(".submit-row").bounding_box()
    assert bar["height"] <= 64
    assert bar["y"] + bar["height"] <= 844 + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".cke").bounding_box()["width"] >= 0.85 * min(width, 700)


def test_hostile_html_pasted_into_the_source_is_stored_clean(open_page, editor_user):
    post = PostFactory(status="draft")
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    page.evaluate("window.fired = false")
    page.click(".cke_button__source")
    page.fill(
        "textarea.cke_source", '<p>文<img src=x onerror="parent.fired=true"><a href="javascript:alert(1)">链</a></p>'
    )
    save(page)
    body = Post.objects.get(pk=post.pk).body
    assert "文" in body
    assert "onerror" not in body
    assert "javascript:" not in body


# --- Pasted -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_pasted_from_other_programs_is_stored_plain(open_page, editor_user, name):
    post = PostFactory(status="draft", body="", owner=editor_user)
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    editor_body(page).click()
    give(editor_body(page), "paste", html=(SAMPLES / f"{name}.html").read_text("utf-8"))
    if "<img" in EXPECTED[name]:
        assert re.search(r"[12]", page.locator(".cke_notification").first.inner_text())
    save(page)
    post.refresh_from_db()
    assert not re.search(r"style=|mso|Mso|<img|<p></p>|\xa0|\u3000\u3000", post.body)
    if "<img" not in EXPECTED[name]:
        assert shape_of(post.body) == shape_of(clean_html(EXPECTED[name]).html)
    assert page.watch.strangers == []


def test_plain_text_is_pasted_as_paragraphs_and_into_a_line_as_words(open_page, editor_user):
    post = PostFactory(status="draft", body="<p>头尾</p>", owner=editor_user)
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    editor_body(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    give(editor_body(page), "paste", text="中间")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    give(editor_body(page), "paste", text="甲\n\n　　乙\n丙")
    save(page)
    post.refresh_from_db()
    assert post.body == "<p>头中间尾</p><p>甲</p><p>乙<br>丙</p>"


# --- As readers see it ------------------------------------------------------------------------------------------------


def test_the_text_has_the_readers_measure_and_the_buttons_stay_in_view(open_page, editor_user):
    post = PostFactory(status="draft", body="<p>潮水退去的早晨。</p>" * 60, paragraph_style="indent", owner=editor_user)
    page = open_page(user=editor_user, dark=True)
    page.goto(post_url(post))
    wait_for_editor(page)
    looks = run_in_editor(
        page,
        """const style = (element) => editor.window.$.getComputedStyle(element);
        const page = editor.document.$;
        const [text, first] = [style(page.body), style(page.querySelector('p'))];
        const ems = (length) => parseFloat(length) / parseFloat(text.fontSize);
        return { line: ems(text.lineHeight), measure: ems(text.width), indent: ems(first.textIndent),
          font: text.fontFamily, background: style(page.documentElement).backgroundColor, align: first.textAlign };""",
    )
    assert looks["line"] == pytest.approx(1.8, abs=0.01)
    assert looks["measure"] == pytest.approx(round(looks["measure"]), abs=0.02)
    assert looks["measure"] <= 38
    assert (looks["indent"], looks["align"], looks["font"].split(",")[0]) == (2, "justify", "ZhPunct")
    assert looks["background"] == "rgb(21, 23, 26)"
    page.select_option("#id_paragraph_style", "block")
    assert run_in_editor(page, "return editor.document.$.body.className").find("indent") < 0
    page.evaluate("scrollTo(0, 1500)")
    wait_until(page, lambda: gap_below_header(page) == pytest.approx(0, abs=2))


def test_full_screen_fills_the_window_and_gives_it_back(open_page, editor_user):
    page = open_page(user=editor_user)
    page.goto(reverse("admin:news_post_add"))
    wait_for_editor(page)
    page.click(".cke_button__maximize")
    box = page.locator(".cke_maximized").bounding_box()
    assert (box["width"], box["height"]) == (1280, 900)
    page.click(".cke_button__maximize")
    assert page.locator(".cke_maximized").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_form_has_no_faults_that_axe_finds(open_page, editor_user, width, dark):
    ImageFactory(pk=1)
    post = PostFactory(status="draft", body=EVERYTHING["figure"] + EVERYTHING["table"], owner=editor_user)
    page = open_page(user=editor_user, width=width, dark=dark)
    page.goto(post_url(post))
    wait_for_editor(page)
    page.click(".editor-help summary")
    found = Axe().run(page).response["violations"]
    assert [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"]] == []


# --- Nothing is lost --------------------------------------------------------------------------------------------------


def test_bodies_of_every_kind_come_back_as_they_were(open_page, editor_user):
    post = PostFactory(status="draft", owner=editor_user)
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    write = """async (html) => { const field = document.getElementById('id_body');
      await field.deskEditor.set(html); field.deskEditor.write(); return field.value; }"""
    for body in make_bodies(200):
        assert shape_of(clean_html(page.evaluate(write, body)).html) == shape_of(body), body


def test_a_figure_with_all_it_says_goes_from_the_form_to_the_readers(open_page, editor_user):
    ImageFactory(pk=1)
    hostile = '<p onclick="x()">文<a href="javascript:alert(1)">链</a></p><script>alert(1)</script>'
    post = PostFactory(status="draft", body=EVERYTHING["figure"], owner=editor_user)
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    run_in_editor(page, "editor.insertHtml(value)", hostile)
    save(page)
    post.refresh_from_db()
    assert shape_of(EVERYTHING["figure"])[0] in shape_of(post.body)
    assert not re.search("script|onclick|javascript:", post.body)


def test_what_is_read_from_the_form_follows_the_text_forth_and_back(open_page, editor_user):
    """An autosave after undoing everything must not hold what was undone."""
    post = PostFactory(status="draft", body="<p>甲</p>", owner=editor_user)
    page = open_page(user=editor_user)
    page.goto(post_url(post))
    wait_for_editor(page)
    read = """async (url) => {
      const { readForm } = await import(url);
      return readForm(document.getElementById('post_form')).get('body');
    }"""
    run_in_editor(page, "editor.fire('saveSnapshot'); editor.insertText('乙'); editor.fire('saveSnapshot')")
    assert "乙" in page.evaluate(read, "/static/news-admin/desk.js")
    run_in_editor(page, "editor.setData('<p>甲</p>')")
    run_in_editor(page, "editor.resetDirty()")
    assert page.evaluate(read, "/static/news-admin/desk.js") == "<p>甲</p>"
