"""docs/adding.md names files and lines that are there, and says all that a new thing needs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "adding.md"
ROW = re.compile(r"^\| `(?P<file>[^`]+)` \| `(?P<line>[^`]+)` \| (?P<what>.+) \|$", re.M)


def rows():
    return [pytest.param(each["file"], each["line"], id=each["file"]) for each in ROW.finditer(PAGE.read_text())]


def test_there_are_five_recipes():
    text = PAGE.read_text()
    assert text.count("\n## ") == 5
    assert all(ROW.search(recipe) for recipe in text.split("\n## ")[1:])


def test_no_row_of_a_table_escapes_this_test():
    tables = [line for line in PAGE.read_text().split("\n") if line.startswith("| `")]
    assert len(tables) == len(rows())


@pytest.mark.parametrize(("file", "line"), rows())
def test_each_file_and_line_is_there(file, line):
    assert line in (ROOT / file).read_text("utf-8"), f"docs/adding.md names {line!r} in {file}"


@pytest.mark.parametrize("path", re.findall(r"`((?:news|tests|templates|docs)/[\w./]+)`", PAGE.read_text()))
def test_each_path_that_the_page_mentions_is_there(path):
    assert (ROOT / path).exists()
