"""What clean_html promises: nothing dangerous comes out, no visible word is lost, twice is the same as once."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from news.text.cleaning import SANITIZER_VERSION, clean_html
from news.text.plain import visible_text
from news.text.vocabulary import ALLOWED_TAGS
from tests.text.bodies_of_samples import sample_bodies
from tests.text.soup import any_text, tag_soup
from tests.timing import processor_time

ATTRIBUTES = {"href", "title", "src", "alt", "width", "height", "colspan", "rowspan", "start", "class"}
properties = settings(max_examples=150, deadline=None)


class Inventory(HTMLParser):
    """An independent reader: collects everything in the output that is not plainly harmless."""

    def __init__(self) -> None:
        super().__init__()
        self.offences: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED_TAGS:
            self.offences.append(tag)
        for name, value in attrs:
            target = (value or "").strip().lower()
            is_link = target.startswith(("http://", "https://", "mailto:", "/", "#", "?"))
            if name not in ATTRIBUTES or (name in ("href", "src") and not is_link):
                self.offences.append(f"{tag}[{name}={value}]")
            if name == "src" and not target.startswith("/i/"):
                self.offences.append(f"{tag}[{name}={value}]")

    def handle_comment(self, data):
        self.offences.append("comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def offences(html):
    inventory = Inventory()
    inventory.feed(html)
    inventory.close()
    return inventory.offences


def clean(text, base_url=""):
    return clean_html(text, base_url).html


class TestHostileInput:
    def test_every_known_payload_comes_out_harmless_and_stays_as_it_is(self, samples):
        for payload in samples.payloads:
            html = clean(payload)
            assert offences(html) == [], payload
            assert clean(html) == html, payload

    @pytest.mark.parametrize(
        "payload",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)>",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
            "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
            "<template><script>alert(1)</script></template>",
            "<a href='java\tscript:alert(1)'>x</a>",
            "<a href='&#1;javascript:alert(1)'>x</a>",
            "<a href=data:text/html,x>x</a>",
            "<a href=vbscript:x>x</a>",
            "<a href='https://www.youtube.com@evil.example/'>x</a>",
            "<a href='https://good.example\\@evil.example/'>x</a>",
            "<a href='https://exam\u202eple.com/'>x</a>",
            "<img src='/i/1/' srcset='javascript:alert(1) 2x'>",
            "<img src='/i/1/../../admin/'>",
            "<img src='//evil.example/i/1/'>",
            "<form action=//evil.example><input name=q><button>x</button></form>",
            "<base href=//evil.example><link rel=stylesheet href=x><meta http-equiv=refresh content=0>",
            "<p id=x name=y data-z=1 lang=en title=t style='position:fixed;background:url(//evil.example)'>x</p>",
        ],
    )
    def test_a_payload_leaves_nothing_that_runs_or_reaches_out(self, payload):
        assert offences(clean(payload)) == []
        assert "alert" not in clean(payload) or "&lt;" in clean(payload)
        assert "evil.example/'" not in clean(payload)

    @properties
    @given(tag_soup)
    def test_soup_comes_out_harmless(self, soup):
        assert offences(clean(soup)) == []

    def test_a_filter_that_fails_keeps_nothing(self, monkeypatch):
        monkeypatch.setattr("news.text.cleaning.safe_link", lambda *_: 1 / 0)
        assert clean('<a href="https://example.com/">x</a>') == "x"


class TestIdempotence:
    @properties
    @given(tag_soup)
    def test_soup_cleaned_twice_is_as_cleaned_once(self, soup):
        html = clean(soup)
        assert clean(html) == html

    @properties
    @given(any_text)
    def test_any_text_cleaned_twice_is_as_cleaned_once(self, text):
        html = clean(text)
        assert clean(html) == html

    @pytest.mark.parametrize(
        ("html", "cleaned"),
        [
            ("<pre>\nx</pre>", "<pre>x</pre>"),
            ("<pre>\n\nx</pre>", "<pre>\n\nx</pre>"),
            ('<pre class="language-py">\n\n\nx</pre>', '<pre class="language-py">\n\n\nx</pre>'),
            ("<a href=/1>1<a href=/2>2</a></a>", '<a href="/1">1</a><a href="/2">2</a>'),
            ("<b>1<i>2</b>3</i>4", "<b>1<i>2</i></b><i>3</i>4"),
            ("<p>a<div>b</div>c", "<p>a</p><div>b</div>c"),
        ],
    )
    def test_known_traps_of_reparsing(self, html, cleaned):
        assert clean(html) == cleaned
        assert clean(cleaned) == cleaned

    def test_a_link_is_resolved_once(self):
        html = clean('<a href="b.html">x</a>', "https://example.com/a/")
        assert html == clean(html, "https://other.example/")


class TestVisibleText:
    @properties
    @given(tag_soup)
    def test_no_word_of_a_soup_is_lost_or_moved(self, soup):
        assert visible_text(clean(soup)).split() == visible_text(soup).split()

    def test_no_word_of_a_real_body_is_lost_or_moved(self, samples):
        for name, html in sample_bodies(samples):
            cleaned = clean(html)
            assert visible_text(cleaned) == visible_text(html), name
            assert clean(cleaned) == cleaned, name

    @pytest.mark.parametrize(
        ("html", "cleaned"),
        [
            ("<textarea><b>x</textarea>", "<div>&lt;b&gt;x</div>"),
            ("<xmp><b>x</b></xmp>y", "<pre>&lt;b&gt;x&lt;/b&gt;</pre>y"),
            ("<noscript><p>x</p></noscript>", "<p>x</p>"),
            ("<svg><foreignObject><p>x</p></foreignObject></svg>", "<p>x</p>"),
            ("1 <b 2", "1 &lt;b 2"),
            ("<section>a</section><section>b</section>", "<div>a</div><div>b</div>"),
            (
                "<table><tr><td>a</td></tr>b</table>",
                "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>",
            ),
            ("<td>a</td><td>b</td>", "<div>a</div><div>b</div>"),
            ("a\x00b\x0bc&#11;", "abc"),
        ],
    )
    def test_text_of_what_may_not_stay_is_kept_in_its_place(self, html, cleaned):
        assert clean(html) == cleaned


class TestBodyVocabulary:
    @pytest.mark.parametrize(
        ("style", "classes"),
        [
            ("text-indent: 2em; text-align: left;", "ti-2"),
            ("text-indent:32px", "ti-2"),
            ("text-indent:1.5rem", "ti-2"),
            ("TEXT-INDENT: 2EM !important", "ti-2"),
            ("text-indent:0", ""),
            ("text-indent:-9999px", ""),
            ("text-indent:99999px", ""),
            ("text-indent:expression(alert(1))", ""),
            ("text-indent:var(--x)", ""),
            ("text-align:center", "ta-center"),
            ("text-align:end", "ta-right"),
            ("text-align:start", ""),
            ("text-align:justify;text-indent:4em", "ti-4 ta-justify"),
            ("color:red", ""),
        ],
    )
    def test_indent_and_alignment_become_classes(self, style, classes):
        expected = f'<p class="{classes}">x</p>' if classes else "<p>x</p>"
        assert clean(f'<p style="{style}">x</p>') == expected

    @pytest.mark.parametrize(
        ("html", "cleaned"),
        [
            ('<p class="ta-center ti-2 foreign">x</p>', '<p class="ti-2 ta-center">x</p>'),
            ('<p class="ti-1" style="text-indent:2em">x</p>', '<p class="ti-2">x</p>'),
            ('<figure class="image image-left x">x</figure>', '<figure class="image image-left">x</figure>'),
            ('<p class="image">x</p>', "<p>x</p>"),
            ('<code class="language-c++ language-py">x</code>', '<code class="language-py">x</code>'),
            ("<h1>x</h1><h5>y</h5><h6>z</h6>", "<h2>x</h2><h4>y</h4><h4>z</h4>"),
            ('<td colspan="2" rowspan="101">x', "<div>x</div>"),
            (
                '<table><tr><td colspan="2" rowspan="101">x</table>',
                '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
            ),
            ('<ol start="3"><li>x</ol>', '<ol start="3"><li>x</li></ol>'),
            ('<img src="/i/12/" alt="a" width="10" height="1e9" title="t">', '<img src="/i/12/" alt="a" width="10">'),
            ('<img src="https://example.com/x.png">', ""),
            ('<img alt="x src=">', ""),
            ('<a title="x style=" href="/y">z</a>', '<a title="x style=" href="/y">z</a>'),
            ('<p class="x style=" style="text-indent:1em">z</p>', '<p class="ti-1">z</p>'),
        ],
    )
    def test_only_the_closed_list_stays(self, html, cleaned):
        assert clean(html) == cleaned
        assert clean(cleaned) == cleaned

    @pytest.mark.parametrize(
        ("href", "base_url", "stored"),
        [
            ("https://example.com/a?b=1#c", "", "https://example.com/a?b=1#c"),
            ("HTTP://example.com", "", "http://example.com"),
            ("mailto:a@example.com", "", "mailto:a@example.com"),
            ("/x", "", "/x"),
            ("#x", "https://example.com/", "#x"),
            ("?page=2", "", "?page=2"),
            ("x.html", "", None),
            ("x.html", "https://example.com/a/b", "https://example.com/a/x.html"),
            ("/x", "https://example.com/a/", "https://example.com/x"),
            ("//example.com/x", "", "https://example.com/x"),
            ("//example.com/x", "http://other.example/", "http://example.com/x"),
            ("x", "javascript:alert(1)//", None),
            ("https://", "", None),
            ("https://[::1", "", None),
            ("https://example.com/a b", "", "https://example.com/a%20b"),
            ("https://exa mple.com/", "", None),
        ],
    )
    def test_links(self, href, base_url, stored):
        expected = "x" if stored is None else f'<a href="{stored}">x</a>'
        assert clean(f'<a href="{href}">x</a>', base_url) == expected

    def test_what_was_removed_is_named(self):
        result = clean_html("<iframe src=x></iframe><p onclick=y>z<script>1</script><a href=javascript:1>q</a>")
        assert set(result.removed) == {"iframe", "onclick", "script", "a[href]"}
        assert clean_html("<p>x</p>").removed == ()

    def test_the_rules_have_a_version(self):
        assert SANITIZER_VERSION >= 1


class TestSize:
    @pytest.mark.parametrize(
        "text",
        [
            "<div>" * 20_000 + "x",
            "<blockquote>" * 20_000 + "x",
            "<ul><li>" * 10_000 + "x",
            "<span>" * 10_000 + "</q>" * 10_000,
            "<b>" * 90 + "</q>" * 500_000,
            "<b>" * 90 + "<pre>" * 100_000,
            "<table><tr><td>" * 5_000,
            "<b><p>x</b>" * 5_000,
            "<p>" + "".join(f"<b id={number}>" for number in range(1_000)) + "<p>x" * 2_000,
            "&" * 500_000,
            "<" * 500_000,
            "<p " * 200_000,
            "<!--" * 200_000,
            '<a ="' * 100_000 + ">",
            "<a " + " ".join(f"x{number}=y" for number in range(100_000)) + ">",
            "<i>" * 90 + f'<b title="{"x" * 1000}">' + "</i>y" * 90,
            "<p>正文，" * 2_000 + "文" * 2_000_000,
        ],
        ids=range(17),
    )
    def test_no_input_takes_more_than_linear_time(self, text):
        with processor_time() as taken:
            html = clean(text)
        assert taken.seconds < 5
        assert visible_text(html) == visible_text(text)
