"""Damaged titles are repaired from what stands beside them; bold paragraphs become headings."""

import pytest
from hypothesis import given, settings

from news.text.headings import promote_bold_paragraphs
from news.text.plain import visible_text
from news.text.titles import repair_title
from tests.text.soup import tag_soup


@pytest.mark.parametrize(
    ("title", "candidates", "repaired"),
    [
        ("首批_科创中国_创新基地", ["", "首批“科创中国”创新基地"], "首批“科创中国”创新基地"),
        ("Kubernetes_Docker", ["Kubernetes/Docker"], "Kubernetes/Docker"),
        ("重学前端 _ Node.js", ["重学前端|Node.js"], "重学前端|Node.js"),
        ("１_２", ["1:2"], "1:2"),
        ("a_b", ["a_b", "a:b"], "a:b"),
        ("a_b", ["a_b"], None),
        ("a_b", ["axb", "a b", "a::b", "a:c", "ab"], None),
        ("ab", ["a:b"], None),
        ("_" * 999, ["x" * 999], None),
        ("_", [], None),
    ],
)
def test_titles(title, candidates, repaired):
    assert repair_title(title, candidates) == repaired


@pytest.mark.parametrize(
    "heading", ["<p><strong>小标题</strong></p>", "<p> <b>小标题</b> </p>", "<p><span><b>小<i>标</i>题</b></span></p>"]
)
def test_a_bold_paragraph_becomes_a_heading(heading):
    html, count = promote_bold_paragraphs(f"{heading}<p>正文。</p>")
    assert count == 1
    assert html.startswith("<h2")
    assert visible_text(html) == "小标题\n正文。"


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>在最后</strong></p>",
        "<p><strong>一句话。</strong></p><p>x</p>",
        "<p><strong>注意：</strong></p><p>x</p>",
        f"<p><strong>{'长' * 41}</strong></p><p>x</p>",
        "<p><strong>半</strong>句</p><p>x</p>",
        "<p><strong>图<img src=x></strong></p><p>x</p>",
        "<td><p><strong>格</strong></p><p>x</p></td><p>x",
        "<li><p><strong>项</strong></p><p>x</p></li>",
        "<p><strong> </strong></p><p>x</p>",
        "<p>x",
    ],
)
def test_other_paragraphs_stay_byte_for_byte(html):
    if "<td>" in html:
        html = f"<table><tr>{html}</table>"
    assert promote_bold_paragraphs(html) == (html, 0)


def test_the_sample_has_two_of_them(samples):
    text = samples.founding_body
    html, count = promote_bold_paragraphs(text)
    assert count == 2
    assert visible_text(html) == visible_text(text)


@settings(max_examples=100, deadline=None)
@given(tag_soup)
def test_promotion_loses_no_word(soup):
    html, _ = promote_bold_paragraphs(f"<p><b>head</b></p>{soup}")
    assert "".join(visible_text(html).split()) == "".join(visible_text(f"<p>head</p>{soup}").split())
