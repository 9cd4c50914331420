"""Imported bodies are reworked without losing or moving a word."""

import pytest
from hypothesis import given, settings

from news.text.cleaning import clean_html
from news.text.legacy_html import (
    ImageReference,
    ImageReplacement,
    embeds_to_links,
    image_references,
    paragraphs_from_blank_lines,
    rewrite_images,
    strip_paragraph_indent,
    unwrap_outer_div,
)
from news.text.plain import visible_text
from tests.text.bodies_of_samples import sample_bodies
from tests.text.soup import tag_soup
from tests.timing import processor_time

FIGURE = '<figure class="image"><img src="/i/7/" alt="a" width="4" height="3"></figure>'
INLINE = '<img src="/i/7/" alt="a" width="4" height="3">'


def characters(html):
    return "".join(visible_text(html).split())


def put(reference):
    return ImageReplacement(7, "a", reference.caption, 4, 3)


@pytest.mark.parametrize(
    ("html", "unwrapped"),
    [
        ("  <div>   \n<p>a</p>  \n</div>  ", "<p>a</p>"),
        ('<div><div class="x">a</div></div>', "a"),
        ("<div><div><div><div>a</div></div></div></div>", "<div>a</div>"),
        ('<div id="x">a</div>', '<div id="x">a</div>'),
        ("<div>a</div><div>b</div>", "<div>a</div><div>b</div>"),
        ("<div>a</div>b", "<div>a</div>b"),
        (" a ", "a"),
    ],
)
def test_an_outer_div_comes_off(html, unwrapped):
    assert unwrap_outer_div(html) == unwrapped


@pytest.mark.parametrize(
    ("html", "src", "is_lazy"),
    [
        ("<img src=' a '>", "a", False),
        ("<img data-original=real src=''>", "real", True),
        ("<img data-src=real src=data:image/gif;base64,x>", "real", True),
        ("<img data-lazy-src=real src=/static/loading.gif>", "real", True),
        ("<img data-actualsrc=real src=https://via.placeholder.com/1>", "real", True),
        ("<img data-original=b src=https://example.com/a.jpg>", "https://example.com/a.jpg", False),
        ("<img srcset='s.jpg 100w, l.jpg 800w,m.jpg 400w'>", "l.jpg", False),
        ("<img srcset='a,b.jpg, c.jpg 2x'>", "c.jpg", False),
        ("<picture><source srcset='p 1x'><img></picture>", "p", False),
        ("<img>", "", False),
    ],
)
def test_the_real_source_is_found(html, src, is_lazy):
    [reference] = image_references(html)
    assert (reference.src, reference.is_lazy) == (src, is_lazy)


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        ("<img src=x alt=a title=t>", "t"),
        ("<img src=x alt=a title=a>", ""),
        ("<figure><img src=x title=t><figcaption>own <b>words</b></figcaption></figure>", "own words"),
    ],
)
def test_a_caption_is_the_figures_own_or_the_title(html, caption):
    assert image_references(html)[0].caption == caption


def test_the_noscript_copy_of_a_lazy_picture_is_not_a_second_one():
    html = "<img data-src=real src=data:,><noscript><img src=real></noscript>"
    assert image_references(html) == [ImageReference("real", "", "", "", True)]
    assert rewrite_images(html, put) == FIGURE


@pytest.mark.parametrize(
    ("html", "rewritten"),
    [
        ("<p style='text-align:center'><img src=x></p>", FIGURE),
        ("<center><img src=x></center>", FIGURE),
        ("<div class=box><div><img src=x></div></div>", FIGURE),
        ("<p><span><img src=x></span></p>", FIGURE),
        ("<p>a<br><img src=x><br>b</p>", f"<p>a</p>{FIGURE}<p>b</p>"),
        ("<p><img src=x><br>b <b>c</b></p>d", f"{FIGURE}<p>b <b>c</b></p>d"),
        ("<p><img src=x><img src=y></p>", FIGURE + FIGURE),
        ("<img src=x><ul><li>b</li></ul>", f"{FIGURE}<ul><li>b</li></ul>"),
        ("<p>a <img src=x> b</p>", f"<p>a {INLINE} b</p>"),
        ("<p><img src=x>b</p>", f"<p>{INLINE}b</p>"),
        ('<p><a href="/y"><img src=x></a></p>', f'<p><a href="/y">{INLINE}</a></p>'),
        ("<table><tr><td><p><img src=x></p></td></tr></table>", f"<table><tr><td><p>{INLINE}</p></td></tr></table>"),
        ("<h2><img src=x></h2>", f"<h2>{INLINE}</h2>"),
        ("<p>no picture", "<p>no picture"),
    ],
)
def test_a_picture_by_itself_is_a_figure_and_others_stay_in_the_line(html, rewritten):
    assert rewrite_images(html, put) == rewritten


def test_an_own_caption_wins_over_the_title():
    html = rewrite_images("<figure><img src=x title=t><figcaption>own <b>b</b></figcaption></figure>z", put)
    assert html == f"{FIGURE[:-9]}<figcaption>own <b>b</b></figcaption></figure>z"
    html = rewrite_images("<p><img src=x title='a <b>'></p>", put)
    assert html == f"{FIGURE[:-9]}<figcaption>a &lt;b&gt;</figcaption></figure>"


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a<p><img src=x></p>b", "ab"),
        ("<p><a href=y><img src=x></a></p>z", "z"),
        ("<p>a <img src=x> b</p>", "<p>a  b</p>"),
        ("<figure><img src=x><figcaption>c</figcaption></figure>", "<figure><figcaption>c</figcaption></figure>"),
        ("<div><p><img src=x></p><p>b</p></div>", "<div><p>b</p></div>"),
    ],
)
def test_a_refused_picture_goes_with_its_empty_wrapper(html, left):
    assert rewrite_images(html, lambda reference: None) == left


@settings(max_examples=150, deadline=None)
@given(tag_soup)
def test_rewriting_loses_and_moves_no_word(soup):
    expected = characters(soup)
    assert characters(rewrite_images(soup, lambda reference: ImageReplacement(1, "", "", 1, 1))) == expected
    assert characters(rewrite_images(soup, lambda reference: None)) == expected
    assert characters(strip_paragraph_indent(soup)[0]) == expected
    assert characters(unwrap_outer_div(soup)) == expected


def test_real_bodies_keep_their_words_and_pictures(samples):
    for name, html in sample_bodies(samples):
        rewritten = rewrite_images(html, lambda reference: ImageReplacement(1, "", "", 1, 1))
        assert visible_text(rewritten).split() == visible_text(html).split(), name
        cleaned = clean_html(rewritten).html
        assert cleaned.count("<img") == len(image_references(html)), name


@pytest.mark.parametrize(
    ("html", "stripped"),
    [
        (
            "<p style='text-indent: 2em; text-align: left;'>a</p><p class='ti-2 ta-center'>b</p><p>c</p>",
            ('<p style="text-align: left;">a</p><p class="ta-center">b</p><p>c</p>', True),
        ),
        ("<p>　　a</p><p style='text-indent:28px'>b</p>", ("<p>　　a</p><p>b</p>", True)),
        ("<p style='text-indent:2em'>a</p><p>b</p><p>c</p>", None),
        ("<p style='text-indent:0'>a</p>", None),
        ("<p style='text-indent:1.1.1em'>a</p>", None),
        ("a", None),
    ],
)
def test_indents_of_a_whole_body_are_taken_off(html, stripped):
    assert strip_paragraph_indent(html) == (stripped or (html, False))


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        (
            '<iframe src="https://player.example/1"></iframe>b',
            '<p><a href="https://player.example/1">player.example</a></p>b',
        ),
        ('<iframe src="https://player.example/1" />b', '<p><a href="https://player.example/1">player.example</a></p>b'),
        (
            "<p>a<video><source src=//v.example/1.mp4>see</video>b</p>",
            '<p>a <a href="https://v.example/1.mp4">v.example</a> seeb</p>',
        ),
        ("<embed src=https://v.example/>", '<p><a href="https://v.example/">v.example</a></p>'),
        ("<object data=https://v.example/>x</object>", '<p><a href="https://v.example/">v.example</a></p>x'),
        ("<iframe src=javascript:x></iframe>b", "b"),
        ("<iframe src=https://www.youtube.com@evil.example/></iframe>b", "b"),
        ("<p>b", "<p>b"),
    ],
)
def test_players_become_links(html, linked):
    assert embeds_to_links(html) == linked


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "b"])
def test_deep_nesting_loses_no_word(tag):
    html = f"<{tag}>" * 5_000 + "<p>x</p><img src=y>" + f"</{tag}>" * 5_000 + "z"
    assert characters(rewrite_images(html, put)) == "xz"


def test_thousands_of_pictures_in_one_paragraph_take_linear_time():
    with processor_time() as taken:
        html = rewrite_images("<p>" + "<img src=x>" * 3_000 + "文<br><img src=x><br>" * 3_000, put)
    assert taken.seconds < 5
    assert html.count("/i/7/") == 6_000


def test_a_long_body_is_rewritten_whole():
    html = "<p style='text-indent:2em'>文字<img src=x>文字</p>" * 20_000
    assert rewrite_images(html, put).count("/i/7/") == 20_000


@pytest.mark.parametrize("soup", ["<noscript>&#11;</noscript>", "&#&#11;11;<p>x", "<p title='&#1;'>a&#x1f;b"])
def test_references_to_control_characters_stop_no_rewriting(soup):
    html = rewrite_images(soup + "<img src=a.jpg alt='&#11;'>", lambda _: ImageReplacement(1, "\x0b", "", None, None))
    assert '<img src="/i/1/"' in html


def test_text_with_blank_lines_and_no_blocks_becomes_paragraphs():
    html = "第一段 <b>重点</b>\n同一段。\n\n  \n第二段。\n"
    assert paragraphs_from_blank_lines(html) == "<p>第一段 <b>重点</b>\n同一段。</p>\n<p>第二段。</p>"


@pytest.mark.parametrize(
    "html", ["<p>甲</p>\n\n<p>乙</p>", "只有一段", "甲<br>\n\n乙", "<pre>甲\n\n乙</pre>", "", "\n\n"]
)
def test_html_that_has_its_own_blocks_keeps_them(html):
    assert paragraphs_from_blank_lines(html) == html
