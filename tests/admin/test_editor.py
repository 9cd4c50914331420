"""Which engine editors write in, and what the second one may open."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from cms import env as environment
from cms.env import Env, read_editor
from news.admin.editors.editor import CleanEditorWidget, get_widget
from news.admin.editors.prose import ProseWidget
from news.admin.editors.prose_schema import find_unknown
from news.admin.editors.shared import as_textarea
from news.models import Post
from tests.admin.forms import fill, post_url, read_form
from tests.admin.test_headers import policy_of
from tests.factories import PostFactory

PICTURE = '<img src="/i/1/" alt="图" width="4" height="3">'


def test_without_a_word_editors_write_in_ckeditor():
    assert read_editor(Env({})) == "ckeditor"
    assert isinstance(get_widget(), CleanEditorWidget)


def test_an_engine_that_is_not_there_stops_the_start_with_what_to_do(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="one of: ckeditor, prose"):
        read_editor(Env({"CMS_EDITOR": "word"}))
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install 'masthead\[prose\]'"):
        read_editor(Env({"CMS_EDITOR": "prose"}))


@pytest.mark.services
def test_the_second_engine_is_taken_when_it_is_installed(monkeypatch, settings):
    monkeypatch.setattr(environment, "find_spec", lambda name: object())
    assert read_editor(Env({"CMS_EDITOR": " prose "})) == "prose"
    settings.NEWS_EDITOR = "prose"
    assert isinstance(get_widget(), ProseWidget)
    assert [message for message in run_checks() if message.id.startswith("news.")] == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "文",
        '<h2 class="ta-center">甲</h2><h4>乙</h4><p class="ti-2">丙<br>丁</p><hr>',
        '<p><b>甲</b><em><u>乙</u></em><a href="/x" title="题"><code>丙</code></a><q>丁</q><span>戊</span></p>',
        f'<figure class="image image-left">{PICTURE}<figcaption>注<strong>粗</strong></figcaption></figure>',
        f'<figure><a href="https://a.example/">{PICTURE}</a></figure><p>行内{PICTURE}</p>',
        '<ol start="3"><li>甲<ul><li><p>乙</p><p>丙</p></li></ul></li></ol><blockquote>引<p>文</p></blockquote>',
        "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td colspan='2'>丙</td></tr></tbody></table>",
        "<table><tbody><tr><td rowspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></tbody></table>",
        '<pre><code class="language-python">x\n</code></pre><pre>\n\ny</pre>',
        "<p>甲</p><script>alert(1)</script>",
    ],
)
def test_what_the_second_engine_knows_it_opens(body):
    assert find_unknown(body) == []


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("<dl><dt>词</dt><dd>解释</dd></dl>", ["dl"]),
        ("<p><ruby>汉<rt>hàn</rt></ruby></p>", ["p › ruby"]),
        ('<div class="ta-center"><p>甲</p></div>', ["div"]),
        ("<table><caption>题</caption><tbody><tr><td>甲</td></tr></tbody></table>", ["caption"]),
        ("<table><tbody><tr><td>甲</td></tr><tr><td>乙</td><td>丙</td></tr></tbody></table>", ["table"]),
        ("<table><tbody><tr><td rowspan='3'>甲</td></tr></tbody></table>", ["table"]),
        (f"<figure><figcaption>注</figcaption>{PICTURE}</figure>", ["figure"]),
        (f"<figure>{PICTURE}{PICTURE}</figure>", ["figure"]),
        (f"<figure>{PICTURE}字</figure>", ["figure"]),
        (f"<figure>{PICTURE}<figcaption><p>注</p></figcaption></figure>", ["figcaption › p"]),
        ("<pre>a<strong>b</strong></pre>", ["pre"]),
        ("<p>甲</p><dl><dt>乙</dt></dl><dl><dt>丙</dt></dl>", ["dl"]),
    ],
)
def test_what_it_would_lose_is_named(body, unknown):
    assert [name.split(" › ")[-1] for name in find_unknown(body)] == [name.split(" › ")[-1] for name in unknown]


def test_a_textarea_keeps_the_newline_that_its_text_begins_with():
    assert (as_textarea("\n\n甲"), as_textarea("甲"), as_textarea(None)) == ("\n\n\n甲", "甲", "")


@pytest.mark.django_db
class TestTheFormOfTheSecondEngine:
    @pytest.fixture(autouse=True)
    def engine(self, settings):
        settings.NEWS_EDITOR = "prose"

    def test_it_needs_no_inline_code(self, editor):
        response = editor.get(reverse("admin:news_post_add"))
        assert policy_of(response)["script-src"] == policy_of(response)["style-src"] == ["'self'"]
        assert b"data-prose=" in response.content
        assert b"ckeditor" not in response.content.lower()

    def test_a_text_it_cannot_hold_is_shown_named_and_sent_back_as_it_is(self, editor):
        post = PostFactory(body="<p>前</p><dl><dt>词</dt><dd>“解释” &amp; 其他</dd></dl>", status="draft")
        response = editor.get(post_url(post))
        assert b"data-prose=" not in response.content
        assert "<code>dl</code>" in response.content.decode()
        assert read_form(response)["body"] == [post.body]
        assert fill(editor, post).status_code == 302
        assert Post.objects.get(pk=post.pk).body == post.body

    def test_what_is_shown_has_no_way_out_of_its_frame(self, editor):
        post = PostFactory(body='<dl><dt>"&gt;&lt;script&gt;</dt></dl>', status="draft")
        page = editor.get(post_url(post)).content.decode()
        frame = page[page.index("<iframe") : page.index("</iframe>")]
        assert 'sandbox=""' in frame
        assert "<dl>" not in frame
        assert "&lt;dl&gt;" in frame

    def test_hostile_html_is_stored_clean(self, editor):
        post = PostFactory(status="draft")
        fill(editor, post, body='<p onclick="x()">文<a href="javascript:alert(1)">链</a></p><script>alert(1)</script>')
        assert Post.objects.get(pk=post.pk).body == "<p>文链</p>"
