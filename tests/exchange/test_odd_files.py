"""What becomes of each malformed or surprising file of the samples, and of files made to cost time or memory."""

import datetime as dt
import os
import tracemalloc
from pathlib import Path
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

# The sample's number, and either why it was refused and on which line, or what was noted about its post besides dates;
# and the names of plugins that stay in its text.
REFUSED = {
    "gohugoio__03198b66": ("opening-fence", 1),
    "gohugoio__28640036": ("opening-fence", 1),
    "gohugoio__a83534e4": ("merge-markers", 12),
    "gohugoio__bb9dd071": ("merge-markers", 17),
    "gohugoio__e42fbbb3": ("text-before-front-matter", 1),
    "gohugoio__ed97d539": ("fence-missing", 1),
    "gohugoio__fcc2153b": ("merge-markers", 3),
    "ruby__249e2c05": ("not-utf8", 65),
    "ruby__38ddc322": ("fences-missing", 1),
}
NOTED = {
    "daichangya__26e686c0": "characters-lost",
    "daichangya__542bd3b6": "characters-lost",
    "daichangya__96d7f94f": "lenient-front-matter",
    "gohugoio__62392544": "lenient-front-matter",
    "gohugoio__b3f7f32c": "lenient-front-matter",
    "gohugoio__cef012de": "lenient-front-matter",
    "gohugoio__d632c107": "title-from-name",
    "hexojs__3f4ce244": "lenient-front-matter",
    "ruby__05bdb126": "encoding-assumed",
    "ruby__2733789d": "front-matter-line-skipped",
    "ruby__29f3567b": "front-matter-line-skipped",
    "ruby__dbf50811": "lenient-front-matter",
    "ruby__e00f78a7": "lenient-front-matter",
    "ruby__ec992811": "encoding-assumed",
}
KEPT = {
    "gohugoio__0fd0e121": "note, input, warning",
    "gohugoio__28ab004c": "note",
    "gohugoio__3b71652c": "new-in, funcsig",
    "gohugoio__4ac1ce04": "note, code, warning",
    "gohugoio__4f961c1d": "note, input",
    "gohugoio__e205e974": "code-toggle, code",
    "gohugoio__f8ad9113": "code",
}
REPEATED_KEYS = [
    "0dc2e2c9",
    "0fd0e121",
    "1bc07abd",
    "211a995f",
    "28ab004c",
    "3b71652c",
    "46f72e96",
    "4f961c1d",
    "6d18735d",
    "6d62f356",
    "795fcad7",
    "bfbd63c6",
    "ce7575f8",
    "d48b7c6e",
    "e205e974",
    "ed54f907",
    "fa984634",
    "772c382b",
    "effb760d",
    "20a1fe32",
    "f8ad9113",
]
DATES = {"zone-assumed", "date-only", "date-missing", "date-unreadable", "date-from-name"}


def test_each_odd_file_becomes_what_this_table_says(samples: Path):
    options = ImportOptions(ZoneInfo("Asia/Shanghai"))
    sources = list(find_files(find_places([samples / "odd"])))
    assert len(sources) == 63
    refused: dict[str, tuple[str, int]] = {}
    noted: dict[str, str] = {}
    kept: dict[str, object] = {}
    for source in sources:
        number = "__".join(source.relative.split("__")[:2])
        try:
            record = read_record(source, read_bytes(source), options)
        except FormatError as error:
            refused[number] = (error.code, error.line)
            continue
        assert record is not None, number
        kept.update((number, note.facts["names"]) for note in record.notes if note.code == "plugins-as-text")
        codes = {note.code for note in record.notes} - DATES - {"plugins-as-text"}
        assert len(codes) <= 1, number
        noted.update(dict.fromkeys([number] * len(codes), "".join(codes)))
    repeated = {number.split("__")[1] for number, code in noted.items() if code == "duplicate-key"}
    assert refused == REFUSED
    assert kept == KEPT
    assert repeated <= set(REPEATED_KEYS)
    assert {number: code for number, code in noted.items() if code != "duplicate-key"} == NOTED


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
