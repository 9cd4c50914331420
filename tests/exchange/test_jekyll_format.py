"""A Jekyll file becomes a record: day and slug from its name, flat categories, Liquid turned or shown, never run."""

import datetime as dt
from pathlib import PurePath
from zoneinfo import ZoneInfo

import pytest

from news.exchange.formats import jekyll
from news.exchange.record import AuthorRef, FormatError, Note, Record

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAME = "_posts/2013-12-14-night-ferry.md"


def read(header: str = "", body: str = "正文", path: str = NAME, permalink: str = "") -> Record:
    return jekyll.read_file(f"---\ntitle: 一\n{header}\n---\n{body}".encode(), path, SHANGHAI, permalink)


def codes(record: Record) -> list[str]:
    return [note.code for note in record.notes]


class TestName:
    def test_day_and_slug_come_from_the_file_name(self):
        record = read()
        assert record.slug == "night-ferry"
        assert record.published_at == dt.datetime(2013, 12, 13, 16, tzinfo=dt.UTC)
        assert "date-from-name" in codes(record)

    def test_the_front_matters_date_wins(self):
        record = read("date: 2014-01-02 03:04:05 +0000")
        assert record.published_at == dt.datetime(2014, 1, 2, 3, 4, 5, tzinfo=dt.UTC)

    def test_only_dated_files_in_its_folder_are_its_own(self):
        assert jekyll.can_read(PurePath(NAME), b"---\ntitle: a\n---\n")
        assert not jekyll.can_read(PurePath("2013-12-14-a.md"), b"---\ntitle: a\n---\n")
        assert not jekyll.can_read(PurePath("_posts/a.md"), b"---\ntitle: a\n---\n")


class TestFields:
    @pytest.mark.parametrize(
        ("lines", "path", "paths"),
        [
            ("categories: news ruby", NAME, (("news",), ("ruby",))),
            ("categories: [海港 新闻, 交通]", NAME, (("海港 新闻",), ("交通",))),
            ("category: port news", NAME, (("port news",),)),
            ("categories: [[a, b], c]", NAME, (("a",), ("b",), ("c",))),
            ("", f"zh_cn/news/{NAME}", (("zh_cn",), ("news",))),
            ("categories: news", f"news/{NAME}", (("news",),)),
            ("", NAME, ()),
        ],
    )
    def test_categories_are_flat_and_come_from_folders_too(self, lines, path, paths):
        assert read(lines, path=path).category_paths == paths

    @pytest.mark.parametrize(
        ("lines", "tags"),
        [
            ("tags: ferry night", ("ferry", "night")),
            ("tags: ferry, night boat", ("ferry", "night boat")),
            ("tags: [night boat, ferry]", ("night boat", "ferry")),
            ("tag: night boat", ("night boat",)),
        ],
    )
    def test_tags_as_text_are_split_at_spaces(self, lines, tags):
        assert read(lines).tags == tags

    def test_the_rest_of_the_synonyms(self):
        record = read(
            "published: false\nredirect_from: [/old/, /older.html]\nexcerpt: 摘要\n"
            "last_modified_at: 2014-02-03T00:00:00Z\n"
            "authors: [周岸, 林澜]\nlang: zh\nlayout: post\npin: true\ncomments: false\n"
            "header: {image: /assets/a.jpg, teaser: /assets/b.jpg}\n"
            "canonical_url: https://e.example/a\nlicense: CC BY 4.0\n"
        )
        assert record.status == "draft"
        assert {"/old/", "/older.html"} <= set(record.legacy_paths)
        assert record.summary == "摘要"
        assert record.updated_at == dt.datetime(2014, 2, 3, tzinfo=dt.UTC)
        assert record.authors == (AuthorRef("周岸"), AuthorRef("林澜"))
        assert (record.language, record.pin_weight, record.has_comments) == ("zh-hans", 1, False)
        assert (record.header_image, record.thumbnail) == ("/assets/a.jpg", "/assets/b.jpg")
        assert (record.source_url, record.rights_note) == ("https://e.example/a", "CC BY 4.0")
        assert list(record.extra) == ["layout", "header"]

    def test_its_own_mark_ends_the_excerpt(self):
        record = read("excerpt_separator: '<!--end-->'", "开头\n\n<!--end-->\n\n其余")
        assert record.summary == "开头"
        assert "其余" in record.body_html
        assert "end" not in record.body_html


class TestAddresses:
    def test_the_default_address_with_categories_and_without(self):
        record = read("categories: News Port\ndate: 2013-12-14 10:00:00")
        assert record.legacy_paths == ("/news/port/2013/12/14/night-ferry.html", "/2013/12/14/night-ferry.html")

    def test_a_permalink_may_be_a_path_a_pattern_or_a_style(self):
        date = "date: 2013-12-14 10:00:00\n"
        assert read(date + "permalink: /ferry.html").legacy_paths == ("/ferry.html",)
        assert read(date + "permalink: /:year/:title/").legacy_paths == ("/2013/night-ferry/",)
        assert read(date + "permalink: pretty").legacy_paths == ("/2013/12/14/night-ferry/",)

    @pytest.mark.parametrize(
        ("pattern", "path"),
        [
            ("date", "/port/2013/12/14/night-ferry.html"),
            ("pretty", "/port/2013/12/14/night-ferry/"),
            ("ordinal", "/port/2013/348/night-ferry.html"),
            ("weekdate", "/port/2013/W50/SAT/night-ferry.html"),
            ("none", "/port/night-ferry.html"),
            ("/:short_year/:i_month/:i_day/:slug:output_ext", "/13/12/14/night-ferry.html"),
            ("/:collection/:name", "/posts/2013-12-14-night-ferry"),
            ("/:long_month/:title/", "/December/night-ferry/"),
        ],
    )
    def test_the_sites_pattern(self, pattern, path):
        assert path in read("category: Port\ndate: 2013-12-14 10:00:00", permalink=pattern).legacy_paths

    def test_a_slug_stands_in_for_the_name(self):
        assert read("slug: Other Name!", permalink="/:title/:slug/").legacy_paths[0] == "/Other-Name!/other-name/"


class TestBody:
    def test_highlighted_code(self):
        html = read(body="{% highlight ruby linenos %}\nputs '{{ x }} {% if %}' # <b>\n{% endhighlight %}").body_html
        assert "<code class=\"language-ruby\">puts '{{ x }} {% if %}' # &lt;b&gt;" in html

    @pytest.mark.parametrize(
        ("body", "shown"),
        [
            ("![a]({{ site.baseurl }}/a.png)", 'src="/a.png"'),
            ('<a href="{{ "/b/" | relative_url }}">b</a>', 'href="/b/"'),
            ("{{ page.title }}", "一"),
            ("[x]({% post_url 2010-07-21-name-of-post %})", 'href="/2010/07/21/name-of-post.html"'),
            ("[x]({% link _posts/2010-07-21-a.md %})", 'href="/2010/07/21/a.html"'),
            ("[x]({% link assets/a.pdf %})", 'href="/assets/a.pdf"'),
            ("{% raw %}{{ shown }}{% endraw %}", "{{ shown }}"),
            ('{% include figure image_path="/a.jpg" alt="x" caption="码头" %}', "<figcaption>码头</figcaption>"),
            ('{% include video id="abc" provider="youtube" %}', "https://www.youtube.com/watch?v=abc"),
            ("## 标题 {#anchor}\n{: .no_toc}", "<h2>标题</h2>"),
            ("* TOC\n{:toc}\n\n正文", "<p>正文</p>"),
            ("段落\n{: .lead #x data-a='1'}", "<p>段落"),
        ],
    )
    def test_what_is_certain_is_turned(self, body, shown):
        record = read(body=body)
        assert shown in record.body_html
        assert not {"{:", "{%", "TOC"} & {part for part in ("{:", "{%", "TOC") if part in record.body_html}
        assert "plugins-as-text" not in codes(record)

    def test_what_is_not_stays_visible_with_one_note(self):
        record = read(body="{% for a in b %}\n\n*内容* {{ a.url }}\n\n{% endfor %}\n\n{% include ads.html %}")
        assert "{% for a in b %}" in record.body_html
        assert "{{ a.url }}" in record.body_html
        assert "<em>内容</em>" in record.body_html
        assert [note for note in record.notes if note.code == "plugins-as-text"] == [
            Note("plugins-as-text", {"names": "for, {{ }}, include"})
        ]

    def test_comments_go_and_are_counted(self):
        record = read(body="前{% comment %}秘密{% endcomment %}后 {::comment}x{:/comment}")
        assert "秘密" not in record.body_html
        assert Note("comments-left-out", {"count": 2}) in record.notes

    @pytest.mark.parametrize(
        "body", ["```\nX\n```", "`X`", "    X", "<pre>X</pre>", "<code>X</code>", "~~~ liquid\nX\n~~~"]
    )
    def test_nothing_inside_code_is_touched(self, body):
        sample = "{% post_url 2010-07-21-a %} {{ site.baseurl }} {: .x}"
        assert sample in read(body=body.replace("X", sample)).body_html

    def test_a_post_may_switch_liquid_off(self):
        html = read("render_with_liquid: false", "{{ page.title }} {% raw %}").body_html
        assert "{{ page.title }} {% raw %}" in html


def test_a_whole_archive(samples):
    files = sorted((samples.folder / "jekyll/_posts").glob("*.md"))
    assert len(files) == samples.jekyll_count
    for file in files:
        record = jekyll.read_file(file.read_bytes(), f"_posts/{file.name}", SHANGHAI)
        assert record.title
        assert record.published_at
        assert record.legacy_paths
        assert set(codes(record)) <= {"zone-assumed", "plugins-as-text", "date-only", "date-from-name"}


def test_odd_files_end_in_a_record_or_a_format_error(samples):
    lines: list[int] = []
    for file in (samples.folder / "odd").glob("*.md"):
        try:
            jekyll.read_file(file.read_bytes(), file.name, SHANGHAI)
        except FormatError as error:
            lines.append(error.line)
    assert all(lines)
