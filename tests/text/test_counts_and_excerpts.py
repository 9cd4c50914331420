"""How long a post takes to read, and the words shown under its headline."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from news.text.counts import TextCounts, count_html, reading_minutes
from news.text.excerpts import make_excerpt
from tests.text.soup import any_text, tag_soup


@pytest.mark.parametrize(
    ("html", "counts"),
    [
        ("<p>海尔2类平台</p>", (5, 1, 0)),
        ("<p>AI/ML don't 3％</p>", (0, 4, 0)),
        ("𠀀㐀々", (2, 0, 0)),
        ("<p title='<img'>x<img src=/i/1/><img></p>", (0, 1, 2)),
        ("<script>甲</script>", (0, 0, 0)),
    ],
)
def test_counts(html, counts):
    assert count_html(html) == TextCounts(*counts)


def test_the_sample_takes_its_minutes(samples):
    counts = count_html(samples.founding_body)
    assert counts == samples.founding.counts
    assert reading_minutes(counts) == samples.founding.minutes


@pytest.mark.parametrize(
    ("counts", "minutes"),
    [
        ((0, 0, 0), 1),
        ((400, 0, 0), 1),
        ((401, 0, 0), 2),
        ((0, 220, 0), 1),
        ((0, 221, 0), 2),
        ((360, 0, 1), 1),
        ((361, 0, 1), 2),
        ((1200, 0, 0), 3),
        ((0, 0, 30), 3),
        ((40, 22, 8), 1),
    ],
)
def test_minutes_are_rounded_up_exactly(counts, minutes):
    assert reading_minutes(TextCounts(*counts)) == minutes


TEXT = "近日，协会公布首批194个“科创中国”基地。海尔集团下属3家单位同时入选，数量是行业最多。Masthead shows it."


@pytest.mark.parametrize(
    ("html", "length", "excerpt"),
    [
        ("<p>短文。</p>", 120, "短文。"),
        (f"<h2>标题</h2><p>{TEXT}</p>", 26, "近日，协会公布首批194个“科创中国”基地。"),
        (f"<figure><figcaption>图</figcaption></figure><p>{TEXT}</p>", 15, "近日，协会公布首批194个…"),
        ("<h2>只有标题</h2>", 120, "只有标题"),
        ("<p>a</p><p>b</p>", 120, "a b"),
        ("a Masthead internationalisation", 14, "a Masthead…"),
        ("", 120, ""),
    ],
)
def test_excerpts(html, length, excerpt):
    assert make_excerpt(html, length) == excerpt


@settings(max_examples=150, deadline=None)
@given(st.one_of(any_text, tag_soup), st.integers(5, 40))
def test_an_excerpt_fits_and_holds_whole_characters(html, length):
    excerpt = make_excerpt(html, length)
    assert len(excerpt) <= length
    whole = make_excerpt(html, 10_000)
    kept = excerpt.removesuffix("…") if excerpt != whole else excerpt
    assert whole.startswith(kept)
    assert "".join(regex.findall(r"\X", whole)).startswith(kept)
