"""What `make evidence` tells of its measurements."""

import pytest

from scripts.evidence.crawling import place_of
from scripts.evidence.desk import DESK_LINES, DESK_PROMISES, NUMBERS
from scripts.evidence.editor_page import desk_parts, join_line_56
from scripts.evidence.editors import Figure
from scripts.evidence.lighthouse import CATEGORIES, Score
from scripts.evidence.lines import LINES
from scripts.evidence.measured import Measured
from scripts.evidence.queries import QueryCount
from scripts.evidence.table import LIGHTHOUSE_LINES, Findings, lighthouse_part, lines_part
from scripts.evidence.validator import Validation


def test_every_line_from_1_to_40_is_measured_by_someone():
    assert sorted(LINES | LIGHTHOUSE_LINES) == list(range(1, 41))


def test_every_line_of_the_desk_is_measured_and_so_is_what_has_a_name():
    assert sorted(DESK_LINES) == list(NUMBERS)
    assert set(DESK_PROMISES) == {"conflicts", "first post", "queries", "text lost"}


def test_the_page_of_the_desk_tells_what_was_measured_and_what_was_not():
    figures = [Figure("list", 9, 120.4, 80, 12, 500), Figure("form", 30, 90, 70, 25, 500)]
    desk = {56: Measured("8 out, 2 left", holds=True), "queries": Measured("9", holds=True)}
    join_line_56(desk, figures)
    text = "\n".join(desk_parts(desk, figures))
    assert "8 out, 2 left; 9 queries and 120 ms with 20,000 posts | holds |" in text
    assert "| not measured | **does not hold** |" in text
    assert "| form | 30 | 90 | 70 | 25 queries, 500 ms |" in text
    told = Findings(desk={45: Measured("gone", holds=False)}, figures=figures).failures()
    assert told == ["desk, 45: gone", "desk with many posts, form: 30 queries, 90 ms"]


def test_the_table_says_of_each_line_whether_it_holds_and_what_was_not_measured():
    text = lines_part(Findings(lines={8: Measured("a | b <c>", holds=True), 9: Measured("none", holds=False)}))
    rows = {row.split(" | ")[0]: row for row in text.splitlines()}
    assert rows["| 8"].endswith(r"| a \| b &lt;c> | holds |")
    assert rows["| 9"].endswith("| none | **does not hold** |")
    assert rows["| 10"].endswith("| not measured | **does not hold** |")


def runs(*speeds):
    return [dict.fromkeys(CATEGORIES, 100) | {"performance": speed} for speed in speeds]


@pytest.mark.parametrize(
    ("speeds", "holds"),
    [((100, 98, 100, 97, 100), True), ((100, 96, 100, 100, 100), False), ((99, 99, 100, 99, 100), False), ((), False)],
)
def test_lighthouse_holds_by_its_median_and_its_worst_run(speeds, holds):
    assert Score("post", "mobile", runs=runs(*speeds)).holds is holds


def test_a_page_that_lighthouse_could_not_load_is_told_in_the_table():
    findings = Findings()
    findings.add_scores([Score("post", device, costs=["no report: 404"]) for device in ("desktop", "mobile")])
    assert not any(findings.lines[number].holds for number in (2, 3, 4))
    assert "| post, mobile | 0 / 0 / 0 / 0 | none | no report |" in lighthouse_part(findings)


def test_everything_that_does_not_hold_is_told_once():
    validation = Validation(page_count=2)
    validation.errors["Element x not allowed"].append("/a/")
    findings = Findings(
        lines={8: Measured("hidden", holds=False)},
        queries=[QueryCount("post", 200, 12, 12), QueryCount("home", 200, 8, 9), QueryCount("search", 404, 8, 8)],
        validations={"demo": validation},
    )
    assert [text.partition(":")[0] for text in findings.failures()] == [
        "line 8",
        "queries of home",
        "queries of search",
        "validator, demo, 1 page(s) such as /a/",
    ]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("?page=2", "/tag/x/?page=2"),
        ("/a/#b", "/a/"),
        ("https://other.example/", ""),
        ("/admin/", ""),
        ("http://[", ""),
    ],
)
def test_the_crawl_stays_on_readers_pages_of_the_site(link, path):
    assert place_of("http://127.0.0.1:1", "/tag/x/", link) == path
