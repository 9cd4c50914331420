"""Front matter is split where Hexo splits it, read as text only, and never trusted."""

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from news.exchange.frontmatter import yaml_text
from news.exchange.frontmatter.decoding import MAX_FILE_BYTES, decode_text
from news.exchange.frontmatter.loading import load_header, load_json, load_yaml
from news.exchange.frontmatter.splitting import (
    refuse_merge_conflict,
    split_front_matter,
)
from news.exchange.frontmatter.values import as_bool, as_int, as_list, as_text, clip_fact, iter_texts
from news.exchange.record import FormatError, Note


def read(text: str) -> dict:
    return load_header(split_front_matter(text)).values


def codes(notes: tuple[Note, ...]) -> list[str]:
    return [note.code for note in notes]


class TestSplitting:
    def test_yaml_between_two_fences(self):
        front = split_front_matter("---\ntitle: 一\n---\n正文\n")
        assert (front.kind, front.header, front.header_line) == ("yaml", "title: 一", 2)
        assert (front.body, front.body_line) == ("正文\n", 4)

    def test_blank_lines_before_the_fence_count_as_lines(self):
        front = split_front_matter("\n  \n---\ntitle: 一\n---\n\n<div>\n")
        assert (front.header, front.header_line) == ("title: 一", 4)
        assert (front.body, front.body_line) == ("\n<div>\n", 6)

    @pytest.mark.parametrize(
        "text", ["\ufeff---\ntitle: a\n---\nb", "---  \ntitle: a\n---\t\nb", "----\ntitle: a\n----\nb"]
    )
    def test_marks_blanks_and_longer_fences_are_tolerated(self, text):
        front = split_front_matter(text)
        assert (front.header, front.body) == ("title: a", "b")

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_line_ends_of_other_systems(self, end):
        front = split_front_matter("---\ntitle: a\ndate: b\n---\nc\nd".replace("\n", end))
        assert (front.header, front.body, front.body_line) == ("title: a\ndate: b", "c\nd", 5)

    def test_yamls_own_document_end_closes_too(self):
        assert split_front_matter("---\ntitle: a\n...\nb").body == "b"

    def test_json_without_braces_between_semicolons(self):
        front = split_front_matter(';;;\n"title": "a",\n"tags": ["b"]\n;;;\nc')
        assert (front.kind, front.body, front.body_line) == ("json", "c", 5)
        assert load_header(front).values == {"title": "a", "tags": ["b"]}

    def test_the_opening_fence_may_be_missing(self):
        front = split_front_matter("title: a\ntags:\n- b\n\n# comment\ndate: 2022-08-08\n---\nc")
        assert (front.kind, front.header_line, front.body, front.body_line) == ("yaml", 1, "c", 8)
        assert load_header(front).values == {"title": "a", "tags": ["b"], "date": "2022-08-08"}

    def test_json_without_an_opening_fence(self):
        assert read('"title": "a"\n;;;\nc') == {"title": "a"}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n\n",
            "Just text\n---\nmore",
            "Remember: this is a heading\n---\nmore",
            "https://example.com/\n---\nmore",
            "title: a\n\nA paragraph\n---\nb",
            "title: never closed",
            '"quote": he said\n;;;',
            "# heading\n\ntext",
        ],
    )
    def test_a_file_without_front_matter_is_all_body(self, text):
        front = split_front_matter(text)
        assert (front.kind, front.body, front.body_line) == ("none", text, 1)

    @pytest.mark.parametrize(
        ("text", "code", "line"),
        [
            ("---\ntitle: a\n\ntext", "fence-missing", 1),
            ("\n;;;\n{}", "fence-missing", 2),
            ("---\n", "fence-missing", 1),
            ("--- someone@example.com\ntitle: a\n---\n", "opening-fence", 1),
            ("---json\n{}\n---\n", "opening-fence", 1),
            ("---js\nprocess.exit()\n---\n", "opening-fence", 1),
            ("+++\ntitle = 'a'\n", "fence-missing", 1),
            ('{"title": "a",', "fence-missing", 1),
            ("![a](b.png)\n---\ntitle: a\n---\nb", "text-before-front-matter", 1),
            ("---\ntitle: a\n<<<<<<< HEAD\ndate: b\n=======\ndate: c\n>>>>>>> other\n---\n", "merge-markers", 3),
            ("<<<<<<< HEAD\n---\n", "merge-markers", 1),
            (f"---\ntitle: {'a' * 70_000}\n---\n", "front-matter-too-large", 2),
        ],
    )
    def test_what_cannot_be_split_is_refused_with_its_line(self, text, code, line):
        with pytest.raises(FormatError) as refused:
            split_front_matter(text)
        assert (refused.value.code, refused.value.line) == (code, line)

    def test_an_unfinished_merge_in_the_body_is_refused(self):
        with pytest.raises(FormatError) as refused:
            refuse_merge_conflict("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n", 10)
        assert (refused.value.code, refused.value.line) == ("merge-markers", 11)

    def test_merge_marks_shown_as_code_are_an_example(self):
        refuse_merge_conflict("```\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n```\n", 1)
        refuse_merge_conflict("Heading\n=======\n", 1)

    @given(st.text())
    def test_no_character_is_lost_between_header_and_body(self, text):
        text = text.replace("\r", "")
        try:
            front = split_front_matter("---\nt: 1\n---\n" + text)
        except FormatError:
            return
        assert front.body == text

    def test_a_huge_hostile_first_line_costs_linear_time(self):
        began = time.process_time()
        split_front_matter(" " * 2_000_000 + "x")
        split_front_matter("a" * 2_000_000)
        split_front_matter("{" + " " * 2_000_000)
        assert time.process_time() - began < 5


class TestStrictYAML:
    def test_every_scalar_stays_text(self):
        text = "a: true\nb: 2022-08-08\nc: 00123\nd: NO\ne: 1:30:00\nf: 0.24\ng: 1e3\nh: 0x1F\ni: .inf\nj: 2026-13-99"
        assert load_yaml(text, 1).values == {
            "a": "true", "b": "2022-08-08", "c": "00123", "d": "NO", "e": "1:30:00",
            "f": "0.24", "g": "1e3", "h": "0x1F", "i": ".inf", "j": "2026-13-99",
        }  # fmt: skip

    def test_keys_stay_text_too(self):
        assert load_yaml("404: a\nyes: b\nnull: c", 1).values == {"404": "a", "yes": "b", "null": "c"}

    def test_null_is_empty_unless_quoted(self):
        assert load_yaml("a:\nb: ~\nc: null\nd: 'null'\ne: ''", 1).values == {
            "a": "", "b": "", "c": "", "d": "null", "e": "",
        }  # fmt: skip

    def test_lists_maps_and_block_text(self):
        text = "a: [x, [y, z]]\nb:\n- - p\n  - q\nc:\n  d: e\nf: |\n  one\n  two\n"
        assert load_yaml(text, 1).values == {
            "a": ["x", ["y", "z"]], "b": [["p", "q"]], "c": {"d": "e"}, "f": "one\ntwo\n",
        }  # fmt: skip

    @pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "---\n"])
    def test_nothing_is_an_empty_map(self, text):
        assert load_yaml(text, 1).values == {}

    def test_of_repeated_keys_the_last_wins_with_a_note(self):
        header = load_yaml("title: a\ndate: b\ntitle: c", 5)
        assert header.values == {"title": "c", "date": "b"}
        assert header.notes == (Note("duplicate-key", {"key": "title", "line": 7}),)

    def test_braces_written_as_entities_are_braces_again(self):
        text = 'title: "vue &#123;&#123; x &#125;&#125;"\ntags: ["&#123;a&#125;"]'
        assert load_yaml(text, 1).values == {"title": "vue {{ x }}", "tags": ["{a}"]}

    def test_characters_no_database_takes_are_dropped(self):
        assert load_yaml(r'title: "a\0b\x07c"', 1).values == {"title": "abc"}

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("a: &x [1]\nb: *x", 1),
            ("a: 1\nb: &x 2", 2),
            ("a: !!js/function 'function(){}'", 1),
            ("a: !!python/object/apply:os.system ['true']", 1),
            ("a: !!binary aGk=", 1),
            ("a: !mine b", 1),
            ("a: 1\n<<: {b: 2}", 2),
            ("&top a: 1", 1),
        ],
    )
    def test_anchors_tags_and_merge_keys_are_refused(self, text, line):
        with pytest.raises(FormatError) as refused:
            load_yaml(text, 1)
        assert (refused.value.code, refused.value.line) == ("yaml-refused", line)

    def test_an_alias_bomb_is_refused_at_once(self):
        rows = ['a0: &a0 ["x","x","x","x","x","x","x","x","x"]']
        rows += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
        began = time.process_time()
        with pytest.raises(FormatError, match="yaml-refused"):
            load_yaml("\n".join(rows), 1)
        assert time.process_time() - began < 0.5

    @pytest.mark.parametrize(
        "deep", ["a: " + "[" * 5000, "a: " + "{a: " * 5000, "\n".join(" " * n + "a:" for n in range(300))]
    )
    def test_deep_nesting_is_refused(self, deep):
        with pytest.raises(FormatError):
            load_yaml(deep, 1)

    def test_size_is_limited(self):
        with pytest.raises(FormatError, match="front-matter-too-large"):
            load_yaml("title: " + "中" * 30_000, 1)

    @pytest.mark.parametrize("text", ["just text", "- a\n- b", "? [a]\n: b", "\x01", "@"])
    def test_what_is_no_map_is_refused(self, text):
        with pytest.raises(FormatError, match="bad-front-matter"):
            load_yaml(text, 1)

    def test_the_pure_python_parser_reads_the_same(self, monkeypatch):
        text = "title: '一''s'\ntags: [a, 'null', ~]\nno: NO\nat: 2022-08-08\n"
        fast = load_yaml(text, 1)
        monkeypatch.setattr(yaml_text, "LOADER", yaml.SafeLoader)
        assert load_yaml(text, 1) == fast
        with pytest.raises(FormatError, match="yaml-refused"):
            load_yaml("a: &x [1]\nb: *x", 1)


class TestLenientYAML:
    @pytest.mark.parametrize(
        ("line", "title", "problem"),
        [
            ("title: 'It's here'", "It's here", "quotes"),
            ("title: 'He said \"it's\" here'", 'He said "it\'s" here', "quotes"),
            ('title: "A "quoted" word"', 'A "quoted" word', "quotes"),
            ('title: "Unfinished', "Unfinished", "quotes"),
            ("title: 'A' and 'B'", "'A' and 'B'", "quotes"),
            ("title: Part 2: the end", "Part 2: the end", "colon"),
            ("title: &>/dev/null", "&>/dev/null", "special"),
            ("title: *bold* move", "*bold* move", "special"),
            ("title: [通知] 停电", "[通知] 停电", "special"),
            ("title: 100% sure: yes", "100% sure: yes", "colon"),
            ("title: @home", "@home", "special"),
            ("title: `code`", "`code`", "special"),
        ],
    )
    def test_titles_that_are_no_yaml_keep_their_text(self, line, title, problem):
        header = load_yaml(f"layout: post\n{line}\ncategories:\n - 一\n - 二\ndate: 2022-08-08 10:00:00", 3)
        assert header.values["title"] == title
        assert header.values["categories"] == ["一", "二"]
        assert header.values["date"] == "2022-08-08 10:00:00"
        assert header.notes == (Note("lenient-front-matter", {"line": 4, "problem": problem}),)

    def test_tabs_may_indent(self):
        header = load_yaml("title: a\ncategories:\n\t- 一\n\t- 二", 2)
        assert header.values == {"title": "a", "categories": ["一", "二"]}
        assert header.notes == (Note("lenient-front-matter", {"line": 4, "problem": "tab"}),)

    def test_lists_with_odd_quotes_are_read_by_line(self):
        header = load_yaml("tags:\n  - 'It's'\n  - b: c: d\nkeywords: ['It's', \"b\"]", 1)
        assert header.values == {"tags": ["It's", "b: c: d"], "keywords": ["It's", "b"]}
        assert codes(header.notes) == ["lenient-front-matter"] * 2

    def test_a_known_key_needs_no_space(self):
        header = load_yaml("title:顺风\ndate:2022-08-08", 1)
        assert header.values == {"title": "顺风", "date": "2022-08-08"}

    def test_an_unknown_key_that_cannot_be_read_is_left_out_with_a_note(self):
        header = load_yaml("title: a\nweird: 'x' y\nmood: happy", 1)
        assert header.values == {"title": "a", "mood": "happy"}
        assert header.notes == (Note("front-matter-line-skipped", {"line": 2, "text": "weird: 'x' y"}),)

    def test_a_line_before_the_first_key_is_left_out_with_a_note(self):
        header = load_yaml("oops\ntitle: a", 1)
        assert header.values == {"title": "a"}
        assert codes(header.notes) == ["front-matter-line-skipped"]

    def test_dangers_stay_refused(self):
        with pytest.raises(FormatError, match="yaml-refused"):
            load_yaml("title: 'It's'\nx: &y [1]\nz: *y", 1)

    def test_of_repeated_keys_the_last_wins_here_too(self):
        header = load_yaml("title: 'It's'\ntitle: b", 1)
        assert header.values == {"title": "b"}
        assert "duplicate-key" in codes(header.notes)

    def test_a_post_whose_first_rule_closed_the_front_matter_is_refused(self):
        text = "---\ntitle: a\ndate: 2022-08-08\n\nThe text begins here.\n\n---\n\nand goes on."
        with pytest.raises(FormatError) as refused:
            read(text)
        assert (refused.value.code, refused.value.line) == ("fence-missing", 5)

    def test_a_hopeless_header_does_not_flood_the_receipt(self):
        header = load_yaml("title: a\n" * 1000, 1)
        assert len(header.notes) == 51
        assert header.notes[-1] == Note("notes-left-out", {"count": 949})

    @given(st.text(max_size=200))
    def test_any_header_ends_in_values_or_a_format_error(self, text):
        try:
            header = load_yaml(text, 1)
        except FormatError:
            return
        assert isinstance(header.values, dict)


class TestJSON:
    def test_all_scalars_become_text(self):
        header = load_json('"a": true, "b": 1.50, "c": null, "d": [1, false], "e": {"f": 00}'.replace("00", "0"), 2)
        assert header.values == {"a": "true", "b": "1.50", "c": "", "d": ["1", "false"], "e": {"f": "0"}}

    def test_braces_may_be_there(self):
        assert load_json('{"a": "b"}', 1).values == {"a": "b"}

    def test_repeated_keys_are_noted(self):
        assert codes(load_json('"a": 1, "a": 2', 1).notes) == ["duplicate-key"]

    @pytest.mark.parametrize(
        ("text", "code", "line"),
        [
            ('"a": 1,\n"b": x', "bad-front-matter", 4),
            ("[1]", "bad-front-matter", 3),
            ('"a": ' + "[" * 20 + "]" * 20, "front-matter-too-deep", 3),
            ('"a": ' + "[" * 30_000, "front-matter-too-deep", 3),
        ],
    )
    def test_what_is_no_small_map_is_refused(self, text, code, line):
        with pytest.raises(FormatError) as refused:
            load_json(text, 3)
        assert (refused.value.code, refused.value.line) == (code, line)

    @given(st.text(max_size=100))
    def test_any_text_ends_in_values_or_a_format_error(self, text):
        try:
            load_json(text, 1)
        except FormatError:
            return


class TestValues:
    @pytest.mark.parametrize(
        ("value", "flag"),
        [("true", True), ("Yes", True), (" on ", True), ("1", True), ("False", False), ("no", False), ("0", False),
         ("", None), ("2022-08-08", None), ("maybe", None), ([], None), ({}, None), (None, None)],
    )  # fmt: skip
    def test_yes_no_and_neither(self, value, flag):
        assert as_bool(value) is flag

    @pytest.mark.parametrize(
        ("value", "number"),
        [("12", 12), ("-3", -3), ("true", 1), ("x", None), ("9" * 5000, None), ("１２", None), ([], None)],
    )
    def test_whole_numbers(self, value, number):
        assert as_int(value) == number

    def test_texts_lists_and_names(self):
        assert as_text([" a ", "", "b"]) == "a, b"
        assert as_text({"a": "b"}) == ""
        assert as_list("") == []
        assert as_list("a") == ["a"]
        assert list(iter_texts(["a", ["b", ""], {"name": "c"}, {"other": "d"}])) == ["a", "b", "c"]

    def test_facts_stay_short(self):
        assert len(clip_fact("x" * 1000)) == 120


class TestDecoding:
    def test_utf8_and_utf16_with_and_without_marks(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert decode_text("中文".encode(encoding)) == "中文"

    @pytest.mark.parametrize(
        ("raw", "code", "line"),
        [
            (b"---\ntitle: \xd6\xd0\xce\xc4\n---\n", "not-utf8", 2),
            (b"a\nb\x00c", "binary", 2),
            (b"\x89PNG\r\n\x1a\n\x00", "binary", 3),
            (b"\xff\xfea", "not-utf16", 1),
            (b" " * (MAX_FILE_BYTES + 1), "too-large", 1),
        ],
    )
    def test_other_bytes_are_refused_with_their_line(self, raw, code, line):
        with pytest.raises(FormatError) as refused:
            decode_text(raw)
        assert (refused.value.code, refused.value.line) == (code, line)


def test_the_front_matter_of_every_real_post_can_be_read(samples):
    files = [
        *samples.folder.glob("hexo/_posts/*.md"),
        *samples.folder.glob("hexo-archive/_posts/*.md"),
        *samples.folder.glob("jekyll/**/*.md"),
    ]
    assert len(files) == samples.producer.post_count + samples.archive_count + samples.jekyll_count
    for file in files:
        header = load_header(split_front_matter(decode_text(file.read_bytes())))
        assert header.values["title"], file
        assert not {"lenient-front-matter", "front-matter-line-skipped"} & set(codes(header.notes)), file


def test_odd_files_end_in_values_or_a_format_error(samples):
    results = [attempt(file.read_bytes()) for file in samples.folder.glob("odd/*.md")]
    assert sum(isinstance(result, dict) for result in results) == samples.odd.header_count


def attempt(raw: bytes) -> dict | FormatError:
    try:
        return read(decode_text(raw))
    except FormatError as error:
        return error
