"""A Hugo page becomes a record: TOML, bundles, languages, dates that decide, shortcodes turned or shown, never run."""

import datetime as dt
from pathlib import PurePath
from zoneinfo import ZoneInfo

import pytest

from news.exchange.formats import hugo
from news.exchange.record import AuthorRef, FormatError, NotAPostError, Note, Record

SHANGHAI = ZoneInfo("Asia/Shanghai")
PATH = "content/posts/night-ferry.md"
DATE = 'date = "2022-08-08T05:58:00Z"\n'


def read(header: str = DATE, body: str = "正文", path: str = PATH, permalink: str = "") -> Record:
    return hugo.read_file(f'+++\ntitle = "一"\n{header}\n+++\n{body}'.encode(), path, SHANGHAI, permalink)


def codes(record: Record) -> list[str]:
    return [note.code for note in record.notes]


class TestHeader:
    def test_toml_is_read_as_text_like_everything(self):
        record = read(
            "date = 2022-08-08T05:58:00Z\nid = 7\nratio = 1.50\nok = true\nday = 2022-08-08\n[menu]\nmain = 'a'"
        )
        assert record.published_at == dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC)
        assert record.extra == {"id": "7", "ratio": "1.50", "ok": "true", "day": "2022-08-08", "menu": {"main": "a"}}
        assert record.body_line == 11

    def test_json_ends_with_its_brace(self):
        raw = '{\n  "title": "一 }",\n  "date": "2022-08-08T05:58:00Z",\n  "draft": false\n}\n正文'
        record = hugo.read_file(raw.encode(), PATH, SHANGHAI)
        assert (record.title, record.body_line, record.body_html) == ("一 }", 6, "<p>正文</p>\n")

    def test_yaml(self):
        assert hugo.read_file(b"---\ntitle: a\n---\nb", PATH, SHANGHAI).title == "a"

    @pytest.mark.parametrize(
        ("raw", "code", "line"),
        [
            (b"+++\ntitle = 'a'\n", "fence-missing", 1),
            (b"+++\ntitle = a\n+++\n", "bad-toml", 2),
            (b"+++\ntitle = 'a'\ntitle = 'b'\n+++\n", "bad-toml", 3),
            (b"+++\ntitle = 'a\n+++\n", "bad-toml", 2),
            (b"+++\na = " + b"[" * 20 + b"]" * 20 + b"\n+++\n", "front-matter-too-deep", 2),
            (b"+++\na = " + b"[" * 30_000 + b"\n+++\n", "front-matter-too-deep", 2),
            (b"+++\n" + b"a." * 30_000 + b"a = 1\n+++\n", "front-matter-too-deep", 2),
            (b"+++\na = " + b"9" * 5_000 + b"\n+++\n", "bad-toml", 2),
            (b"+++\ntitle = '" + b"a" * 70_000 + b"'\n+++\n", "front-matter-too-large", 2),
            (b'{"title": "a",\n"date": }\nb', "bad-front-matter", 2),
            (b'{"title": "a"\nb', "fence-missing", 1),
        ],
    )
    def test_what_is_wrong_is_reported_with_its_line(self, raw, code, line):
        with pytest.raises(FormatError) as refused:
            hugo.read_file(raw, PATH, SHANGHAI)
        assert (refused.value.code, refused.value.line) == (code, line)

    def test_its_own_marks_and_its_folder_are_recognised(self):
        assert hugo.can_read(PurePath("a.md"), b"+++\ntitle = 'a'\n+++\n")
        assert hugo.can_read(PurePath("a.md"), b'{"title": "a"}\nb')
        assert hugo.can_read(PurePath("content/a.md"), b"---\ntitle: a\n---\n")
        assert not hugo.can_read(PurePath("a.md"), b"---\ntitle: a\n---\n")
        assert not hugo.can_read(PurePath("content/a.md"), b"# a readme")


class TestDates:
    @pytest.mark.parametrize("key", ["date", "publishDate", "pubdate", "published"])
    def test_published_is_a_date_here(self, key):
        record = read(f'{key} = "2020-02-03T00:00:00Z"')
        assert record.published_at == dt.datetime(2020, 2, 3, tzinfo=dt.UTC)
        assert record.status == ""

    def test_the_later_publish_date_decides(self):
        record = read(DATE + 'publishDate = "2040-01-01T00:00:00Z"')
        assert record.published_at == dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
        assert read(DATE + 'publishDate = "2001-01-01T00:00:00Z"').published_at.year == 2022

    @pytest.mark.parametrize("key", ["lastmod", "modified"])
    def test_the_last_change(self, key):
        assert read(f'{DATE}{key} = "2022-09-01T00:00:00Z"').updated_at == dt.datetime(2022, 9, 1, tzinfo=dt.UTC)

    @pytest.mark.parametrize("key", ["expiryDate", "unpublishdate"])
    def test_what_has_expired_is_archived(self, key):
        record = read(f'{DATE}{key} = "2023-01-01"')
        assert (record.status, record.extra) == ("archived", {})
        assert Note("expired", {"value": "2023-01-01"}) in record.notes

    def test_what_expires_later_is_noted(self):
        record = read(f'{DATE}expiryDate = "2199-01-01"')
        assert (record.status, record.extra) == ("", {"expiryDate": "2199-01-01"})
        assert "expiry-not-kept" in codes(record)


class TestFields:
    def test_categories_and_tags_are_flat(self):
        record = read(DATE + 'categories = ["海港", "交通"]\ntags = ["渡轮 夜航", "b"]\nkeywords = ["c"]')
        assert record.category_paths == (("海港",), ("交通",))
        assert record.tags == ("渡轮 夜航", "b")

    def test_a_weight_orders_and_features_nothing(self):
        record = read(DATE + "weight = 1")
        assert (record.pin_weight, record.extra) == (0, {"weight": "1"})

    def test_the_rest_of_the_synonyms(self):
        record = hugo.read_file(
            "---\nlinkTitle: 短题\ndate: 2022-08-08\ndraft: true\nslug: other\nurl: /whole/path/\naliases: [/old/]\n"
            "summary: 摘要\nparams: {author: 周岸, toc: true}\nimages: [a.png, b.png]\ncover: {image: c.png}\n"
            "canonicalURL: https://e.example/a\ntype: docs\nlayout: wide\n---\nx".encode(),
            PATH,
            SHANGHAI,
        )
        assert (record.title, record.status, record.slug, record.summary) == ("短题", "draft", "other", "摘要")
        assert {"/whole/path/", "/old/"} <= set(record.legacy_paths)
        assert record.authors == (AuthorRef("周岸"),)
        assert record.header_image == "c.png"
        assert record.source_url == "https://e.example/a"
        assert list(record.extra) == ["params", "images", "cover", "type", "layout"]

    @pytest.mark.parametrize(
        ("line", "picture"),
        [
            ('images = ["a.png"]', "a.png"),
            ('featured_image = "/a.png"', "/a.png"),
            ('[cover]\nimage = "a.png"', "a.png"),
            ('[[resources]]\nsrc = "images/*.jpg"\n[[resources]]\nsrc = "a.png"', "a.png"),
        ],
    )
    def test_pictures(self, line, picture):
        assert read(DATE + line).header_image == picture


class TestPlaces:
    def test_a_bundle_has_its_folders_name(self):
        record = read(path="content/posts/2022/ferry/index.md")
        assert record.slug == "ferry"
        assert record.legacy_paths == ("/posts/2022/ferry/",)

    @pytest.mark.parametrize("name", ["_index.md", "_index.en.md"])
    def test_a_section_is_no_post(self, name):
        with pytest.raises(NotAPostError, match="section-page"):
            read(path=f"content/posts/{name}")

    @pytest.mark.parametrize(
        ("path", "language", "slug"),
        [
            ("content/posts/a.en.md", "en", "a"),
            ("content/posts/a.zh-cn.md", "zh-hans", "a"),
            ("content/posts/a/index.zh.md", "zh-hans", "a"),
            ("content/en/posts/a.md", "en", "a"),
            ("content/posts/node.js.md", "", "node.js"),
        ],
    )
    def test_languages_in_names(self, path, language, slug):
        record = read(path=path)
        assert (record.language, record.slug, record.path) == (language, slug, path)
        assert record.legacy_paths[0] == f"/posts/{slug}/"

    def test_another_language_stands_below_its_own_folder(self):
        record = read(DATE + 'aliases = ["/old/"]', path="content/posts/a.en.md")
        assert record.legacy_paths == ("/old/", "/posts/a/", "/en/posts/a/")
        assert read(path="content/en/posts/a.md").legacy_paths == ("/posts/a/", "/en/posts/a/")

    @pytest.mark.parametrize(
        ("name", "siblings", "original"),
        [
            ("a.en.md", ["a.md", "a.en.md"], "p/a"),
            ("a.md", ["a.md", "a.en.md"], ""),
            ("a.en.md", ["a.zh.md", "a.en.md"], "p/a.zh"),
            ("a.zh.md", ["a.zh.md", "a.en.md"], ""),
            ("a.en.md", ["a.en.md", "a.png"], ""),
            ("index.en.md", ["index.md"], "p/index"),
        ],
    )
    def test_the_others_translate_the_chinese_one(self, name, siblings, original):
        assert hugo.find_original(f"p/{name}", siblings) == original

    @pytest.mark.parametrize(
        ("header", "permalink", "path"),
        [
            ("", "", "/posts/night-ferry/"),
            ('slug = "Ferry Two"', "", "/posts/ferry-two/"),
            ('slug = "x"', "/:year/:month/:slug/", "/2022/08/x/"),
            ("", "/:section/:filename/", "/posts/night-ferry/"),
            ("", "/:sections[last]/:slugorfilename/", "/posts/night-ferry/"),
            ("", "/:yearday/:weekdayname/:contentbasename/", "/220/monday/night-ferry/"),
        ],
    )
    def test_old_addresses(self, header, permalink, path):
        assert path in read(DATE + header, permalink=permalink).legacy_paths


class TestShortcodes:
    @pytest.mark.parametrize(
        ("body", "shown"),
        [
            ('{{< figure src="a.png" alt="x" caption="码头" >}}', '<img src="a.png" alt="x"><figcaption>码头'),
            ("{{< youtube w7Ft2ymGmfc >}}", "https://www.youtube.com/watch?v=w7Ft2ymGmfc"),
            ('{{< youtube id="abc" autoplay="true" >}}', "https://www.youtube.com/watch?v=abc"),
            ("{{< vimeo 146022717 >}}", "https://vimeo.com/146022717"),
            ("{{< bilibili BV1xx411c7mD >}}", "https://www.bilibili.com/video/BV1xx411c7mD/"),
            ("{{< gist spf13 7896402 >}}", "https://gist.github.com/spf13/7896402"),
            ('{{< tweet user="a" id="877500564405444608" >}}', "https://twitter.com/i/status/877500564405444608"),
            ('{{< highlight go "linenos=table" >}}\nx := "{{< a >}}"\n{{< /highlight >}}', 'language-go">x := '),
            ('[x]({{< ref "b.md" >}})', 'href="/posts/b/"'),
            ('[x]({{% relref "/news/b/index.md#c" %}})', 'href="/news/b/#c"'),
            ("{{< param title >}}", "一"),
            ("{{% notice tip %}}\n**粗**\n{{% /notice %}}", "<strong>粗</strong>"),
            ('{{< details "标题" >}}\n内容\n{{< /details >}}', "<p>标题</p>"),
            ("{{</* youtube id */>}}", "{{&lt; youtube id &gt;}}"),
        ],
    )
    def test_known_ones_become_what_they_show(self, body, shown):
        record = read(body=body)
        assert shown in record.body_html
        assert "plugins-as-text" not in codes(record)

    def test_others_stay_visible_with_one_note(self):
        record = read(body="{{< chart bar >}}*一*{{< /chart >}} {{< my.thing />}} {{< chart >}}")
        assert "{{&lt; chart bar &gt;}}<em>一</em>{{&lt; /chart &gt;}}" in record.body_html
        assert [note for note in record.notes if note.code == "plugins-as-text"] == [
            Note("plugins-as-text", {"names": "chart, my.thing"})
        ]

    @pytest.mark.parametrize("body", ["```\nX\n```", "`X`", "    X", "- a\n\n  ```\n  X\n  ```"])
    def test_nothing_inside_code_is_touched(self, body):
        assert "{{&lt; youtube abc &gt;}}" in read(body=body.replace("X", "{{< youtube abc >}}")).body_html

    def test_code_in_a_list_stays_in_the_list(self):
        html = read(body="1. a\n\n   {{< highlight sh >}}\n   ls\n   {{< /highlight >}}\n\n2. b").body_html
        assert html.count("<ol") == 1
        assert 'language-sh">ls\n</code>' in html

    def test_the_more_mark_ends_the_summary(self):
        record = read(body="开头\n\n<!--more-->\n\n其余")
        assert record.summary == "开头"
        assert "more" not in record.body_html
