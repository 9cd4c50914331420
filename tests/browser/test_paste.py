"""What the clipboard of other programs holds becomes our own HTML: nothing of its looks, all of its words."""

from pathlib import Path

import pytest
from lxml import html

from news.text.cleaning import clean_html

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [ROOT / f"static/news-admin/{name}.js" for name in ("paste-office", "paste-runs", "paste")]
SAMPLES = ROOT / "tests/data/clipboard"

# What is on the clipboard, and what is made of it.
EXPECTED = {
    name: (SAMPLES / f"{name}.expected.html").read_text("utf-8").removesuffix("\n")
    for name in ("word", "wps", "wechat", "gdocs", "web")
}


@pytest.fixture(scope="module")
def paste(browser):
    page = browser.new_page()
    for path in SCRIPTS:
        page.add_script_tag(path=str(path))

    def run(text, name="clean"):
        return page.evaluate(f"(text) => newsPaste.{name}(text)", text)

    yield run
    page.close()


@pytest.mark.parametrize("name", EXPECTED)
def test_what_other_programs_copy_becomes_plain_markup(paste, name):
    assert paste((SAMPLES / f"{name}.html").read_text("utf-8")) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_made_is_what_the_cleaner_keeps_and_is_made_once(paste, name):
    once = paste((SAMPLES / f"{name}.html").read_text("utf-8"))
    words = clean_html(once)
    assert set(words.removed) <= {"img[src]"}
    assert paste(once) == once


HIDDEN = " | ".join(
    (
        "//script | //style | //head",
        "//*[contains(@class, 'MsoCommentReference')]",
        "//*[contains(@style, 'comment-list')]",
        "//*[contains(translate(@style, ' ', ''), 'display:none')]",
        "//span[contains(translate(@style, ' ', ''), 'mso-list:Ignore')]",
    )
)


@pytest.mark.parametrize("name", EXPECTED)
def test_no_visible_word_is_lost(paste, name):
    page = html.document_fromstring((SAMPLES / f"{name}.html").read_text("utf-8"))
    for element in page.xpath(HIDDEN):
        element.drop_tree()
    kept = iter(letters(html.document_fromstring(paste((SAMPLES / f"{name}.html").read_text("utf-8"))).text_content()))
    assert all(letter in kept for letter in letters(page.text_content()))  # in their order


def letters(text):
    return "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("<span>一<b>句</b></span>", "一<strong>句</strong>"),
        ("<h1>甲</h1><h4>乙</h4><h6> </h6>", "<h2>甲</h2><h3>乙</h3>"),
        ("<p>甲</p><p>&nbsp;</p><p><br></p><p>乙</p>", "<p>甲</p><p>乙</p>"),
        ("<p>&nbsp;&nbsp;　　甲&nbsp;&nbsp;&nbsp;乙　</p><p>丙</p>", "<p>甲 乙</p><p>丙</p>"),
        ("<div>甲<div>乙</div>丙</div>", "<p>甲</p><p>乙</p><p>丙</p>"),
        ("<p>甲<br>乙<br><br>丙</p>", "<p>甲<br>乙</p><p>丙</p>"),
        ('<p style="font-weight:bold">甲</p>', "<strong>甲</strong>"),
        ('<b style="font-weight:normal">甲</b>', "甲"),
        ('<a href="javascript:alert(1)">甲</a><a href="#_Toc1">乙</a>', "甲乙"),
        ('<p onclick="x()">甲<script>alert(1)</script></p><p>乙</p>', "<p>甲</p><p>乙</p>"),
        ('<p class="ti-2 MsoNormal">甲</p><p class="x">乙</p>', '<p class="ti-2">甲</p><p>乙</p>'),
        ("<ul><li>甲</li><li> </li><ul><li>乙</li></ul></ul>", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("<ruby>汉<rt>hàn</rt></ruby>", "<ruby>汉<rt>hàn</rt></ruby>"),
        ('<figure class="image image-left"><img src="/i/1/" alt="a"><figcaption><p>注</p></figcaption></figure>',
         '<figure class="image image-left"><img src="/i/1/" alt="a"><figcaption>注</figcaption></figure>'),
        ("<table><tr><td><p>甲</p><p>乙</p></td><td></td></tr></table>",
         "<table><tbody><tr><td><p>甲</p><p>乙</p></td><td></td></tr></tbody></table>"),
        ("中文\n换行 and\nEnglish", "中文换行 and English"),
    ],
)  # fmt: skip
def test_small_things(paste, pasted, expected):
    assert paste(pasted) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一行", "一行"),
        ("甲\r\n\r\n　　乙\n丙 <b>\n\n\n丁\n", "<p>甲</p><p>乙<br>丙 &lt;b&gt;</p><p>丁</p>"),
        ("甲\n　　乙\n", "<p>甲</p><p>乙</p>"),
        ("", ""),
    ],
)
def test_plain_text_is_divided_by_its_blank_lines(paste, text, expected):
    assert paste(text, "fromText") == expected


def test_a_long_page_is_cleaned_while_one_waits(paste):
    assert paste("<div><p>潮水 <b>退</b>去</p></div>" * 5_000).count("<p>") == 5_000
