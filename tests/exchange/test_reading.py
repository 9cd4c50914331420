"""Which format reads a file: by what only one writes, else by the site, else by name and place; doubts are noted."""

from zoneinfo import ZoneInfo

import pytest

from news.exchange.options import ImportOptions
from news.exchange.reading import read_bytes, read_record
from news.exchange.record import NotAPostError, Note
from news.exchange.source_files import find_files, find_places

YAML = "---\ntitle: a\ndate: 2020-01-02T00:00:00Z\ncategories: [x, y]\n---\nb"
TOML = "+++\ntitle = 'a'\ndate = 2020-01-02\ncategories = ['x', 'y']\n+++\nb"
PATH, FLAT = (("x", "y"),), (("x",), ("y",))


@pytest.fixture
def site(tmp_path):
    """`site({"a.md": text}, "a.md")` gives the record of the file in a folder with those files."""

    def make(files, wanted, **options):
        for name, text in files.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        sources = {source.relative: source for source in find_files(find_places([tmp_path / "site"]))}
        source = sources[wanted]
        return read_record(source, read_bytes(source), ImportOptions(ZoneInfo("Asia/Shanghai"), **options))

    return make


@pytest.mark.parametrize(
    ("files", "wanted", "categories", "guessed"),
    [
        ({"_posts/a.md": YAML}, "_posts/a.md", PATH, ""),
        ({"a.md": YAML}, "a.md", PATH, ""),
        ({"_posts/2020-01-02-a.md": YAML}, "_posts/2020-01-02-a.md", FLAT, "Jekyll"),
        ({"_config.yml": "", "_posts/2020-01-02-a.md": YAML}, "_posts/2020-01-02-a.md", FLAT, ""),
        ({"_config.yml": "", "source/_posts/2020-01-02-a.md": YAML}, "source/_posts/2020-01-02-a.md", PATH, ""),
        ({"a.md": TOML}, "a.md", FLAT, ""),
        ({"content/a.md": YAML}, "content/a.md", FLAT, "Hugo"),
        ({"hugo.toml": "", "content/a.md": YAML}, "content/a.md", FLAT, ""),
        ({"_posts/a.md": TOML}, "_posts/a.md", FLAT, ""),
    ],
)
def test_the_format_decides_what_a_list_of_categories_means(site, files, wanted, categories, guessed):
    record = site(files, wanted)
    assert record.category_paths == categories
    notes = [note for note in record.notes if note.code == "format-guessed"]
    assert notes == ([Note("format-guessed", {"format": guessed})] if guessed else [])


def test_the_operator_may_name_the_format(site):
    record = site({"_posts/2020-01-02-a.md": YAML}, "_posts/2020-01-02-a.md", format="hexo")
    assert record.category_paths == PATH


def test_the_operators_pattern_gives_the_old_addresses(site):
    assert site({"_posts/a.md": YAML}, "_posts/a.md", permalink=":title.html").legacy_paths == ("/a.html",)


def test_translations_find_their_original(site):
    files = {"hugo.toml": "", "content/p/a.zh.md": YAML, "content/p/a.en.md": YAML}
    assert site(files, "content/p/a.en.md").translation_of == "content/p/a.zh"
    assert site(files, "content/p/a.zh.md").translation_of == ""


def test_a_section_is_passed_over_with_its_reason(site):
    with pytest.raises(NotAPostError, match="section-page"):
        site({"hugo.toml": "", "content/_index.md": YAML}, "content/_index.md")


def test_what_is_no_post_is_left_alone(site):
    assert site({"README.md": "# Read me"}, "README.md") is None
