"""Plain text out of HTML and out of untidy text."""

import pytest
import regex
from hypothesis import given, settings

from news.text.plain import clean_plain, visible_text
from tests.text.soup import any_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<p>a\n  b</p>", "a b"),
        ("a<br>b", "a\nb"),
        ("<b>a</b><i>b</i>", "ab"),
        ("<script>x</script><style>y</style>z", "z"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<table><tr><td>a<td>b</table>", "a\nb"),
        ("&lt;b&gt; &amp; &nbsp; x", "<b> & x"),
        ("<img alt=x>", ""),
        ("1 < 2 &&  3 > 2", "1 < 2 && 3 > 2"),
        ("<!-- x -->y", "y"),
        ("", ""),
    ],
)
def test_visible_text_is_what_a_reader_sees(html, text):
    assert visible_text(html) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  a \n\t b  ", "a b"),
        ("e\u0301", "é"),
        ("ab\u202ecd\u2066", "abcd"),
        ("a\x00b\x1bc\ud800", "abc"),
        ("　全角　空格", "全角 空格"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_clean_plain_is_one_clean_line(text, plain):
    assert clean_plain(text) == plain


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("abc def", 4, "abc"),
        ("a👨\u200d👩\u200d👧b", 3, "a"),
        ("ne\u0301e", 2, "né"),
        ("q\u0323\u0307y", 2, ""),
        ("🇨🇳🇨🇳", 3, "🇨🇳"),
        ("abc", 0, ""),
    ],
)
def test_a_cut_never_divides_a_character(text, length, cut):
    assert clean_plain(text, length) == cut


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_clean_plain_may_be_repeated_and_cuts_whole_clusters(text):
    plain = clean_plain(text)
    assert clean_plain(plain) == plain
    cut = clean_plain(text, 10)
    assert len(cut) <= 10
    clusters = regex.findall(r"\X", plain)
    assert any("".join(clusters[:count]).rstrip() == cut for count in range(len(clusters) + 1))
