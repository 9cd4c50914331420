"""A Hexo file becomes a record: what it says is kept, what it leaves open is noted, and nothing else ever happens."""

import datetime as dt
import time
from pathlib import PurePath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.exchange.fields.synonyms import KNOWN_KEYS
from news.exchange.formats import hexo
from news.exchange.record import AuthorRef, FormatError, Note, Record

SHANGHAI = ZoneInfo("Asia/Shanghai")
DATE = "date: Mon, 08 Aug 2022 05:58:00 GMT\n"


def read(header: str = DATE, body: str = "<p>正文</p>", path: str = "a-post.md", title: str = "title: 一\n") -> Record:
    return hexo.read_file(f"---\n{title}{header}\n---\n{body}".encode(), path, SHANGHAI)


def codes(record: Record) -> list[str]:
    return [note.code for note in record.notes]


class TestCanRead:
    @pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.html", "a.HTM"])
    def test_posts_begin_with_front_matter(self, name):
        assert hexo.can_read(PurePath(name), b"\n---\ntitle: a\n---\n")
        assert hexo.can_read(PurePath(name), b"\xef\xbb\xbf---\ntitle: a\n")
        assert not hexo.can_read(PurePath(name), b"<html><body>a</body></html>")

    def test_other_openings(self):
        assert hexo.can_read(PurePath("a.md"), b';;;\n"title": "a"\n;;;\n')
        assert hexo.can_read(PurePath("a.md"), b"title: a\n---\n")
        assert hexo.can_read(PurePath("a.md"), "---\ntitle: 一\n---\n".encode("utf-16"))
        assert hexo.can_read(PurePath("a.md"), "---\ntitle: 一".encode()[:-1])

    @pytest.mark.parametrize(
        "head", [b"", b"\x00\x01", b"+++\ntitle = 'a'\n+++", b"# A readme\n\ntext", b"\xff\xff\xff"]
    )
    def test_what_is_no_post_is_left_to_others(self, head):
        assert not hexo.can_read(PurePath("a.md"), head)

    def test_other_suffixes_are_left_to_others(self):
        assert not hexo.can_read(PurePath("a.xml"), b"---\ntitle: a\n---\n")


class TestTitle:
    def test_as_written(self):
        assert read(title="title: '首批_创新_基地'\n").title == "首批_创新_基地"
        assert read(title="title: 404\n").title == "404"
        assert read(title="title: yes\n").title == "yes"

    def test_a_missing_title_is_the_file_name(self):
        record = read(title="", path="source/_posts/sub/第一篇.md")
        assert record.title == "第一篇"
        assert Note("title-from-name", {"title": "第一篇"}) in record.notes

    def test_without_a_title_and_a_text_there_is_no_post(self):
        with pytest.raises(FormatError, match="no-title-no-body"):
            read(title="", body="<div>  \n</div>")

    def test_a_picture_is_a_text(self):
        assert read(title="", body='<img src="https://e.example/a.png">').title == "a-post"

    def test_an_apostrophe_in_single_quotes_is_read_with_a_note(self):
        record = read(title="title: 'It's here'\n")
        assert record.title == "It's here"
        assert record.published_at == dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC)
        assert Note("lenient-front-matter", {"line": 2, "problem": "quotes"}) in record.notes


class TestDates:
    def test_an_instant_is_kept(self):
        record = read()
        assert record.published_at == dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC)
        assert codes(record) == []

    def test_a_time_without_a_zone_is_taken_in_the_given_one(self):
        record = read("date: 2021-10-28 14:08:07")
        assert record.published_at == dt.datetime(2021, 10, 28, 6, 8, 7, tzinfo=dt.UTC)
        assert record.notes == (Note("zone-assumed", {"zone": "Asia/Shanghai"}),)

    def test_a_day_without_a_time_is_noted(self):
        assert "date-only" in codes(read("date: 2021-10-28"))

    def test_a_missing_date_is_noted(self):
        record = read("")
        assert record.published_at is None
        assert record.notes == (Note("date-missing"),)

    def test_an_unreadable_date_is_noted(self):
        record = read("date: Invalid Date")
        assert record.published_at is None
        assert record.notes == (Note("date-unreadable", {"value": "Invalid Date"}),)

    def test_an_hour_the_clocks_skipped_gives_a_proposal(self):
        raw = b"---\ntitle: a\ndate: 2022-03-27 02:30:00\n---\nb"
        record = hexo.read_file(raw, "a.md", ZoneInfo("Europe/Berlin"))
        assert (record.published_at, codes(record)) == (None, ["date-nonexistent"])
        assert record.proposed_at is not None

    def test_the_start_of_unix_time_is_no_date(self):
        record = read("date: Thu, 01 Jan 1970 00:00:00 GMT")
        assert (record.published_at, record.proposed_at, codes(record)) == (None, None, ["date-unreadable"])

    def test_seconds_taken_for_milliseconds_give_a_proposal(self):
        record = read("date: Mon, 19 Jan 1970 12:17:23 GMT")
        assert record.published_at is None
        assert record.proposed_at is not None
        assert record.proposed_at.year == 2020
        note = next(note for note in record.notes if note.code == "date-1970")
        assert note.facts["proposed"] == record.proposed_at.isoformat()

    def test_a_day_in_the_file_name_stands_in(self):
        record = read("", path="2020-02-03-hello.md")
        assert record.published_at == dt.datetime(2020, 2, 2, 16, tzinfo=dt.UTC)
        assert "date-from-name" in codes(record)

    def test_hugos_published_is_a_date(self):
        record = read("published: 2020-02-03T00:00:00Z")
        assert record.published_at == dt.datetime(2020, 2, 3, tzinfo=dt.UTC)
        assert record.status == ""

    @pytest.mark.parametrize("key", ["updated", "lastmod", "modified", "last_modified_at"])
    def test_the_last_change(self, key):
        assert read(f"{DATE}{key}: 2022-09-01T00:00:00Z").updated_at == dt.datetime(2022, 9, 1, tzinfo=dt.UTC)

    def test_an_unreadable_last_change_is_noted(self):
        record = read(f"{DATE}updated: soon")
        assert record.updated_at is None
        assert codes(record) == ["updated-unreadable"]

    def test_the_ends_of_the_calendar_are_harmless(self):
        for value in ("9999-12-31 23:59:59", "0001-01-01 00:00:00", "9999-12-31T23:59:59-12:00"):
            assert isinstance(read(f"date: {value}"), Record)


class TestStatus:
    @pytest.mark.parametrize("line", ["published: false", "draft: true", "hide: true", "hidden: yes", "status: draft"])
    def test_whatever_says_draft_makes_a_draft(self, line):
        assert read(DATE + line).status == "draft"

    def test_the_drafts_folder_makes_drafts(self):
        assert read(path="source/_drafts/a.md").status == "draft"
        assert read("published: false\nstatus: approved").status == "draft"

    @pytest.mark.parametrize("status", ["in_review", "approved", "archived"])
    def test_our_own_key(self, status):
        assert read(f"{DATE}status: {status}").status == status

    @pytest.mark.parametrize("line", ["", "published: true", "draft: false", "hide: index", "status: publish"])
    def test_otherwise_the_file_says_nothing(self, line):
        assert read(DATE + line).status == ""


class TestTerms:
    @pytest.mark.parametrize(
        ("lines", "paths"),
        [
            ("categories:\n - 新媒体\n - 门户\n - 新闻", (("新媒体", "门户", "新闻"),)),
            ("categories: [[A, B], [C]]", (("A", "B"), ("C",))),
            ("categories:\n- [A, B]\n- C", (("A", "B"), ("C",))),
            ("categories:\n- - A\n  - B\n- - C", (("A", "B"), ("C",))),
            ("categories: 生活", (("生活",),)),
            ("category: a/b", (("a/b",),)),
            ("categories: ['', ' A  B ']", (("A B",),)),
            ("categories: [[A], [A]]", (("A",),)),
            ("categories: 2022", (("2022",),)),
            ("categories:", ()),
            ("categories: {name: A}", (("A",),)),
            ("categories: [A]\ncategory: B", (("A",), ("B",))),
        ],
    )
    def test_a_flat_list_is_one_path_and_a_list_of_lists_several(self, lines, paths):
        assert read(DATE + lines).category_paths == paths

    @pytest.mark.parametrize(
        ("lines", "tags"),
        [
            ("tags: a", ("a",)),
            ("tags: a, 中文，c", ("a", "中文", "c")),
            ("tags: [a, b, a]", ("a", "b")),
            ("tags:\n- 2022\n- true\n- C, D", ("2022", "true", "C, D")),
            ("tags: []\nkeywords: x,y", ("x", "y")),
            ("tag: one", ("one",)),
            ("tags:", ()),
        ],
    )
    def test_tags_are_a_list_or_a_text(self, lines, tags):
        assert read(DATE + lines).tags == tags

    @pytest.mark.parametrize(
        ("lines", "authors"),
        [
            ("author: 高科技门户", (AuthorRef("高科技门户"),)),
            ("authors: [A, B, A]", (AuthorRef("A"), AuthorRef("B"))),
            ("author: {name: A, url: 'https://e.example/'}", (AuthorRef("A", "https://e.example/"),)),
            ("authors:\n- name: A\n- name: B\n  url: /b/", (AuthorRef("A"), AuthorRef("B", "/b/"))),
            ("author: ''", ()),
        ],
    )
    def test_authors_are_names_lists_or_maps(self, lines, authors):
        assert read(DATE + lines).authors == authors


class TestPictures:
    def test_header_and_card(self):
        record = read(f"{DATE}headimg: 'https://e.example/a.jpg'\nthumbnail: 'https://e.example/b.jpg'")
        assert (record.header_image, record.thumbnail) == ("https://e.example/a.jpg", "https://e.example/b.jpg")

    @pytest.mark.parametrize(
        "line",
        [
            "cover: X",
            "top_img: X",
            "banner_img: X",
            "index_img: X",
            "photos: [X, Y]",
            "img: X",
            "image: X",
            "feature: X",
            "featured_image: X",
            "og_img: X",
            "cover: {image: X}",
            "header: {image: X}",
            "images: [{url: X}]",
            "thumbnail: X",
        ],
    )
    def test_every_theme_has_a_key_of_its_own(self, line):
        assert read(DATE + line.replace("X", "/img/a.jpg")).header_image == "/img/a.jpg"

    def test_a_placeholder_is_no_picture(self):
        url = "https://picsum.photos/400/300?random=7"
        record = read(f"{DATE}headimg: '{url}'\nthumbnail: '{url}'")
        assert (record.header_image, record.thumbnail) == ("", "")
        assert record.notes == (Note("placeholder-image", {"url": url}),)
        assert record.extra == {}

    @pytest.mark.parametrize(
        "value", ["false", "true", "'#49B1F5'", "transparent", "linear-gradient(20deg, red, blue)"]
    )
    def test_switches_and_colours_are_no_pictures(self, value):
        assert read(f"{DATE}top_img: {value}").header_image == ""

    def test_addresses_stay_as_written(self):
        url = "https://cors.zfour.workers.dev/?http://www.a.example:8002/content/delete/87343"
        assert read(f"{DATE}headimg: '{url}'").header_image == url

    def test_a_second_picture_stays_an_extra(self):
        record = read(f"{DATE}headimg: /a.jpg\ncover: /b.jpg")
        assert record.header_image == "/a.jpg"
        assert record.extra == {"cover": "/b.jpg"}


class TestOtherFields:
    @pytest.mark.parametrize(
        ("lines", "value"), [("comments: false", False), ("comments: true", True), ("comment: no", False), ("", None)]
    )
    def test_absent_comments_are_not_false(self, lines, value):
        assert read(DATE + lines).has_comments is value

    @pytest.mark.parametrize(
        ("lines", "weight"),
        [("sticky: 100", 100), ("top: true", 1), ("pin: false", 0), ("sticky: x", 0), ("", 0), ("top: 2", 2)],
    )
    def test_pins(self, lines, weight):
        assert read(DATE + lines).pin_weight == weight

    @pytest.mark.parametrize(
        ("line", "value"), [("featured: true", True), ("recommend: 1", True), ("featured: no", False)]
    )
    def test_featured(self, line, value):
        assert read(DATE + line).is_featured is value

    @pytest.mark.parametrize(
        ("line", "language"),
        [("lang: zh-CN", "zh-hans"), ("language: zh_Hans", "zh-hans"), ("lang: en_US", "en"), ("lang: fr", ""),
         ("", ""), ("lang: zh-TW", "")],
    )  # fmt: skip
    def test_languages(self, line, language):
        assert read(DATE + line).language == language

    def test_an_unknown_language_stays_an_extra(self):
        assert read(f"{DATE}lang: fr").extra == {"lang": "fr"}

    def test_summary_is_plain_text(self):
        assert read(f"{DATE}excerpt: '<p>一 &amp; <b>二</b></p>'").summary == "一 & 二"
        assert read(f"{DATE}description: 三").summary == "三"
        assert read(f"{DATE}excerpt: |\n  a\n  b").summary == "a b"

    def test_text_before_the_more_mark_is_the_summary_and_stays_in_the_body(self):
        record = read(body="**开头**\n\n<!-- more -->\n\n其余")
        assert record.summary == "开头"
        assert "开头" in record.body_html
        assert "其余" in record.body_html
        assert "more" not in record.body_html

    def test_texts_for_search_engines(self):
        record = read(f"{DATE}seo_title: a\nseo_description: b\nsubtitle: c\ntranslation_of: other")
        assert (record.seo_title, record.seo_description, record.subtitle) == ("a", "b", "c")
        assert record.translation_of == "other"

    @pytest.mark.parametrize(
        ("lines", "name", "url"),
        [
            ("source: 某报", "某报", ""),
            ("source: https://e.example/a", "", "https://e.example/a"),
            ("source: '[某报](https://e.example/a)'", "某报", "https://e.example/a"),
            ("from: 某报\nlink: https://e.example/a", "某报", "https://e.example/a"),
            ("original_url: https://e.example/a", "", "https://e.example/a"),
            ("copyright_url: https://e.example/a", "", "https://e.example/a"),
            ("canonicalURL: https://e.example/a", "", "https://e.example/a"),
            ("ref: https://e.example/a", "", "https://e.example/a"),
            ("source: {name: 某报, url: 'https://e.example/a'}", "某报", "https://e.example/a"),
            ("link: javascript:alert(1)", "", ""),
            ("source: false", "", ""),
        ],
    )
    def test_sources(self, lines, name, url):
        record = read(DATE + lines)
        assert (record.source_name, record.source_url) == (name, url)

    def test_canonical_addresses(self):
        record = read(f"{DATE}canonical_url: https://e.example/a\nsource_url: https://e.example/b")
        assert (record.canonical_url, record.source_url) == ("https://e.example/a", "https://e.example/b")

    @pytest.mark.parametrize(
        ("line", "note"),
        [("license: CC BY 4.0", "CC BY 4.0"), ("copyright: true", ""), ("rights: <b>版权</b>所有", "版权所有")],
    )
    def test_rights(self, line, note):
        assert read(DATE + line).rights_note == note

    def test_unknown_keys_are_extras_in_order(self):
        record = read(f"{DATE}layout: post\nmathjax: true\nid: 007\nmenu:\n  main: {{weight: 1}}\nthumbnail: ''")
        assert record.extra == {"layout": "post", "mathjax": "true", "id": "007", "menu": {"main": {"weight": "1"}}}
        assert list(record.extra) == ["layout", "mathjax", "id", "menu"]

    def test_keys_are_found_in_any_case(self):
        record = hexo.read_file(
            b"---\nTitle: a\nDATE: 2022-08-08T00:00:00Z\nlast-modified-at: x\n---\nb", "a.md", dt.UTC
        )
        assert record.title == "a"
        assert codes(record) == ["updated-unreadable"]


class TestAddresses:
    @pytest.mark.parametrize(
        ("path", "lines", "slug"),
        [
            ("a-post.md", "", "a-post"),
            ("source/_posts/2020-02-03-hello.md", "", "hello"),
            ("_posts/hello/index.md", "", "hello"),
            ("index.md", "", "index"),
            ("a.md", "slug: other", "other"),
            ("a.md", "urlname: /x/other/", "other"),
            ("a.md", "slug: 1", "1"),
        ],
    )
    def test_slugs(self, path, lines, slug):
        assert read(DATE + lines, path=path).slug == slug

    def test_without_a_permalink_the_default_of_hexo_for_both_days(self):
        record = read("date: Sun, 12 Sep 2021 18:08:39 GMT", path="source/_posts/news/a.md")
        assert record.legacy_paths == ("/2021/09/12/news/a/", "/2021/09/13/news/a/")

    def test_one_path_when_the_days_are_the_same(self):
        assert read(path="100%.md").legacy_paths == ("/2022/08/08/100%/",)

    def test_none_without_a_date(self):
        assert read("").legacy_paths == ()

    @pytest.mark.parametrize(
        ("line", "paths"),
        [
            ("permalink: /archives/a-b/", ("/archives/a-b/",)),
            ("permalink: archives/a", ("/archives/a",)),
            ("permalink: https://old.example/x/%E4%B8%AD/?q=1#f", ("/x/中/",)),
            ("permalink: /a/\naliases: [/b/, c.html]\nredirect_from: /d\nalias: /a/", ("/a/", "/c.html", "/b/", "/d")),
            ("permalink: /a/\nabbrlink: 3ee7", ("/a/", "/posts/3ee7/", "/posts/3ee7.html")),
            ("permalink: /a/\nurl: https://e.example/b", ("/a/",)),
            ("permalink: /a/\nurl: /b", ("/a/", "/b")),
        ],
    )
    def test_named_paths(self, line, paths):
        assert set(read(DATE + line).legacy_paths) == set(paths)

    @pytest.mark.parametrize("value", ["/:year/:title/", "/", "'http://[bad'", f"/{'a' * 600}"])
    def test_permalinks_that_are_no_paths_leave_the_default(self, value):
        assert read(f"{DATE}permalink: {value}").legacy_paths == ("/2022/08/08/a-post/",)


class TestBody:
    def test_deeply_indented_html_stays_html(self):
        body = "\n<div>   \n            <p>一</p>\n\n                <p>二</p>\n  \n</div>\n            "
        record = read(body=body)
        assert "<p>二</p>" in record.body_html
        assert "<code" not in record.body_html

    def test_markdown_is_rendered(self):
        record = read(body="## 二\n\n* a\n* b\n")
        assert "<h2" in record.body_html
        assert "<li>a</li>" in record.body_html

    def test_bold_may_end_in_chinese_punctuation(self):
        assert "<strong>中文：</strong>后面" in read(body="**中文：**后面").body_html

    def test_an_html_file_is_never_markdown(self):
        assert read(body="    plain *text*", path="a.html").body_html == "plain *text*"

    @pytest.mark.parametrize("code", ["```vue\nX\n```", "~~~\nX\n~~~", "    X", "`X`"])
    def test_braces_in_code_are_braces(self, code):
        html = read(body="text\n\n" + code.replace("X", "&#123;&#123; a &#125;&#125;")).body_html
        assert "{{ a }}" in html
        assert "&amp;#123;" not in html

    def test_raw_marks_go_and_other_plugins_stay_visible(self):
        html = read(body="{% raw %}<b>x</b>{% endraw %}\n\n{% note info %}\nhello\n{% endnote %}\n").body_html
        assert "raw" not in html
        assert "note info" in html
        assert "hello" in html

    def test_marks_inside_fenced_code_are_text(self):
        html = read(body="```\n{% raw %}\n<!-- more -->\n```\n\n{% raw %}x{% endraw %}").body_html
        assert html.count("raw %}") == 1
        assert "more" in html

    def test_the_body_knows_its_line(self):
        raw = b"\n---\ntitle: a\n---\n\n<p>b</p>"
        assert hexo.read_file(raw, "a.md", dt.UTC).body_line == 5

    def test_the_raw_bytes_are_kept(self):
        raw = "\ufeff---\r\ntitle: 一\r\n---\r\n正文\r\n".encode()
        record = hexo.read_file(raw, "a.md", dt.UTC)
        assert (record.raw, record.path, record.title) == (raw, "a.md", "一")


class TestRefusals:
    @pytest.mark.parametrize(
        ("raw", "code", "line"),
        [
            (b"", "no-front-matter", 1),
            (b"just text", "no-front-matter", 1),
            (b"---\ntitle: a\n", "fence-missing", 1),
            (b"---\ntitle: \xc4\xe3\n---\n", "not-utf8", 2),
            (b"---\ntitle: a\n---\n\x00", "binary", 4),
            (b"---\n- a\n---\n", "bad-front-matter", 2),
            (b"---\na: &x 1\nb: *x\n---\n", "yaml-refused", 2),
            (b"---\ntitle: a\n---\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", "merge-markers", 4),
            (b" " * (6 << 20), "too-large", 1),
            (b"---\ntitle: a\n---\n" + b"text " * 300_000, "body-too-large", 4),
        ],
    )
    def test_each_names_its_line(self, raw, code, line):
        with pytest.raises(FormatError) as refused:
            hexo.read_file(raw, "a.md", dt.UTC)
        assert (refused.value.code, refused.value.line) == (code, line)

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.binary(max_size=300), st.sampled_from([b"", b"---\n", b"---\ntitle: a\n---\n", b";;;\n", b"title: "]))
    def test_any_bytes_end_in_a_record_or_a_format_error(self, raw, start):
        attempt(start + raw)

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(sorted(KNOWN_KEYS)),
            st.text(max_size=30),
            max_size=5,
        )
    )
    def test_any_values_end_in_a_record_or_a_format_error(self, values):
        attempt("\n".join(["---", *(f"{key}: {value}" for key, value in values.items()), "---", "x"]).encode())

    @pytest.mark.parametrize(
        "body", ["<div>" * 50_000, "> " * 20_000 + "a", "[" * 20_000, "<" * 100_000, "*a " * 30_000]
    )
    def test_hostile_bodies_end_soon(self, body):
        began = time.process_time()
        attempt(f"---\ntitle: a\n---\n{body}".encode())
        assert time.process_time() - began < 20


def attempt(raw: bytes) -> Record | FormatError:
    try:
        return hexo.read_file(raw, "a.md", SHANGHAI)
    except FormatError as error:
        return error


class TestRealPosts:
    def test_the_founding_post(self, samples):
        facts = samples.founding
        record = hexo.read_file(samples.founding_file.read_bytes(), f"{facts.slug}.md", SHANGHAI)
        assert record.title.count("_") == 2
        assert record.category_paths == (facts.categories,)
        assert record.authors == (AuthorRef(record.category_paths[0][1]),)
        assert record.published_at == facts.published_at
        assert record.header_image == record.thumbnail
        assert record.has_comments is False
        assert record.legacy_paths == (facts.path,)
        assert (record.extra, record.notes, record.body_line) == ({}, (), 14)
        assert record.body_html.count("<p") == facts.paragraph_count

    def test_posts_of_the_same_producer(self, samples):
        records = {file.stem: attempt(file.read_bytes()) for file in (samples.folder / "hexo/_posts").glob("*.md")}
        assert all(isinstance(record, Record) for record in records.values())
        assert codes(records[samples.producer.epoch_1970]) == ["date-1970"]
        assert codes(records[samples.producer.placeholder]) == ["placeholder-image"]
        assert codes(records[samples.producer.no_zone]) == ["zone-assumed"]

    def test_a_whole_archive(self, samples):
        files = list((samples.folder / "hexo-archive/_posts").glob("*.md"))
        assert len(files) == samples.archive_count
        for file in files:
            record = hexo.read_file(file.read_bytes(), file.name, SHANGHAI)
            assert record.title
            assert record.published_at
            assert record.body_html
            assert set(codes(record)) <= {"zone-assumed", "placeholder-image", "characters-lost"}
            assert set(record.extra) <= {"id"}

    def test_odd_files_end_in_a_record_or_a_format_error(self, samples):
        results = [attempt(file.read_bytes()) for file in (samples.folder / "odd").glob("*.md")]
        assert sum(isinstance(result, Record) for result in results) == samples.odd.record_count
