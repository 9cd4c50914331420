"""What becomes of each malformed or surprising file of the samples, and of files made to cost time or memory."""

import datetime as dt
import os
import tracemalloc
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.exchange.formats import hexo, hugo, jekyll
from news.exchange.options import ImportOptions
from news.exchange.reading import read_bytes, read_record
from news.exchange.record import FormatError, Record
from news.exchange.source_files import find_files, find_places
from tests.timing import processor_time

HEAD = b"---\ntitle: a\n---\n"
MEGABYTE = 1_000_000

DATES = {"zone-assumed", "date-only", "date-missing", "date-unreadable", "date-from-name"}


def test_each_odd_file_becomes_what_its_table_says(samples):
    options = ImportOptions(ZoneInfo("Asia/Shanghai"))
    sources = list(find_files(find_places([samples.folder / "odd"])))
    assert len(sources) == samples.odd.file_count
    refused: dict[str, tuple[str, int]] = {}
    no_posts: set[str] = set()
    noted: dict[str, str] = {}
    kept: dict[str, object] = {}
    for source in sources:
        name = samples.odd.name_of(source.relative)
        try:
            record = read_record(source, read_bytes(source), options)
        except FormatError as error:
            refused[name] = (error.code, error.line)
            continue
        if record is None:
            no_posts.add(name)
            continue
        kept.update((name, note.facts["names"]) for note in record.notes if note.code == "plugins-as-text")
        codes = {note.code for note in record.notes} - DATES - {"plugins-as-text"}
        assert len(codes) <= 1, name
        noted.update(dict.fromkeys([name] * len(codes), "".join(codes)))
    assert refused == samples.odd.refused
    assert no_posts == samples.odd.no_posts
    assert noted == samples.odd.noted
    assert kept == samples.odd.kept


def bodies(size: int) -> dict[str, bytes]:
    pieces = [
        "[",
        "![",
        "**a",
        "<",
        "<a",
        "|",
        "|x|y|\n",
        "`",
        "{%",
        "{% a %}",
        "{{< a >}}",
        "{{ a }}",
        "{#",
        "{% raw %}",
        "a\n\n",
        "http://a.b ",
        "[^1]: a\n",
        "> ",
        "<div>",
        "<pre>",
        "<p>a</p>",
        "<code>&#123;",
        "<a b=",
        "<!--",
        " ",
        "~~a",
        "- a\n",
        "```\n",
        "word ",
        "中文，正文。",
        "<!-- more -->",
        "\r",
        "\x01a",
        "\u202e",
        "\ufffd",
    ]
    return {piece: HEAD + (piece * (size // len(piece.encode()))).encode() for piece in pieces}


def headers() -> dict[str, bytes]:
    return {
        "many keys": b"---\n" + b"".join(b"k%d: a\n" % number for number in range(4000)) + b"---\nx",
        "unclosed quotes": b"---\n" + b"title: 'a\n" * 6000 + b"---\nx",
        "one quote": b'---\ntitle: "' + b"a\n" * 30_000 + b"---\nx",
        "deep lists": b"---\na: " + b"[" * 60_000 + b"\n---\nx",
        "questions": b"---\n" + b"? " * 30_000 + b"\n---\nx",
        "dashes": b"---\n" + b"- " * 30_000 + b"\n---\nx",
        "never closed": b"---\n" + b"a: b\n" * 200_000,
        "never opened": b"title: a\n" * 100_000,
        "json": b'{"title":' + b"[1," * 300_000,
        "json text": b'{"title":"' + b"a" * MEGABYTE,
        "toml keys": b"+++\n" + b"".join(b"a%d=1\n" % number for number in range(8000)) + b"+++\nx",
        "toml dots": b"+++\n" + b"a." * 30_000 + b"b=1\n+++\nx",
        "toml tables": b"+++\n" + b"".join(b"[a%d.b.c.d.e.f]\n" % number for number in range(3500)) + b"+++\nx",
        "toml braces": b"+++\na=" + b"{a=" * 20_000 + b"\n+++\nx",
        "gbk": HEAD + ("今天的渡轮，" * 80_000).encode("gbk"),
        "latin": HEAD + b"\xe9 a " * 250_000,
        "nothing": b"\0" * MEGABYTE,
        "random": os.urandom(MEGABYTE),
        "utf-16": b"\xff\xfe" + "a".encode("utf-16-le") * 500_000,
    }


WORST = {**bodies(59_000), **{f"{name} ×12": raw for name, raw in bodies(MEGABYTE).items()}, **headers()}


@pytest.mark.parametrize("name", WORST)
def test_no_file_costs_much_time_or_memory(name):
    """Three seconds of this process for a megabyte are the promise; this machine may be twice as slow."""
    reader = (hexo, jekyll, hugo)[list(WORST).index(name) % 3]
    with processor_time() as taken:
        attempt(reader, WORST[name])
    assert taken.seconds < 6


@pytest.mark.parametrize("piece", ["{#", "+-", "a="])
def test_what_markdown_stops_at_in_vain_counts_too(piece):
    error = attempt(hexo, HEAD + piece.encode() * (MEGABYTE // 2))
    assert isinstance(error, FormatError)
    assert error.code == "body-too-complex"


def test_a_long_post_of_headings_and_code_is_far_from_too_complex():
    section = (
        "## Part {#part}\n\n```sh\n--a=$B --c=${D} # +1%\n```\n\n" + "An ordinary sentence of a post. " * 20 + "\n\n"
    )
    assert isinstance(attempt(hexo, HEAD + section.encode() * 300), Record)


@pytest.mark.parametrize("name", ["- a\n", "word  ×12", "many keys", "gbk"])
def test_no_file_costs_a_hundred_megabytes(name):
    tracemalloc.start()
    try:
        attempt(hugo, WORST[name])
        assert tracemalloc.get_traced_memory()[1] < 100 * MEGABYTE
    finally:
        tracemalloc.stop()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"---\n", HEAD, b";;;\n", b"+++\n", b"+++\ntitle='a'\n+++\n", b'{"title":"a"}\n', b"title: "]
    ),
    st.sampled_from([hexo, jekyll, hugo]),
    st.sampled_from(["a.md", "_posts/2020-01-02-a.html", "content/x/index.en.md"]),
)
def test_any_bytes_end_in_a_record_or_a_format_error_with_a_line(raw, start, reader, path):
    result = attempt(reader, start + raw, path)
    assert isinstance(result, Record) or result.line >= 1


def attempt(reader, raw: bytes, path: str = "content/a.md") -> Record | FormatError:
    try:
        return reader.read_file(raw, path, dt.UTC)
    except FormatError as error:
        return error
