"""Plugins of the old site become what they showed or stay as visible text; no text is lost, no code touched."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from news.exchange.formats import hexo, hugo, jekyll
from news.exchange.formats.body.hexo_tags import HEXO
from news.exchange.formats.body.liquid import LIQUID
from news.exchange.formats.body.plugins import Context, expand_plugins
from news.exchange.formats.body.scanning import scan
from news.exchange.formats.body.shortcodes import SHORTCODES
from news.exchange.record import Note, Record
from news.text.plain import visible_text
from tests.timing import processor_time

GENERATORS = {"hexo": HEXO, "jekyll": LIQUID, "hugo": SHORTCODES}


def read(body: str, path: str = "a.md") -> Record:
    return hexo.read_file(f"---\ntitle: a\ndate: 2022-08-08T00:00:00Z\n---\n{body}".encode(), path, dt.UTC)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            "{% codeblock 标题 lang:js https://e.example/a 出处 %}\nlet a = '<b>';\n{% endcodeblock %}",
            "<code class=\"language-js\">let a = '&lt;b&gt;';",
        ),
        (
            "{% codeblock 标题 lang:js https://e.example/a 出处 %}\nx\n{% endcodeblock %}",
            '标题 <a href="https://e.example/a">出处</a>',
        ),
        ("{% code %}\na\n\n\nb\n{% endcode %}", "<code>a\n\n\nb\n</code>"),
        ("{% blockquote 周岸, 海堤新闻 %}\n**话**\n{% endblockquote %}", "<p>— 周岸, 海堤新闻</p>"),
        ("{% blockquote 周岸, 海堤新闻 %}\n**话**\n{% endblockquote %}", "<strong>话</strong>"),
        (
            "{% quote 周岸 https://e.example/x 原文 %}\n话\n{% endquote %}",
            '— 周岸 <a href="https://e.example/x">原文</a>',
        ),
        ("{% pullquote mindset %}\n话\n{% endpullquote %}", "<blockquote>"),
        ("{% cq %}\n话\n{% endcq %}", "<blockquote>"),
        ('{% img left /a/b_c_d.jpg 350 350 "题 目" "说明" %}', '<img src="/a/b_c_d.jpg" alt="说明" title="题 目">'),
        ("{% img https://e.example/a.png 说明 文字 %}", '<img src="https://e.example/a.png" alt="说明 文字" title='),
        ('{% asset_img a.jpg "说明" %}', 'src="a.jpg"'),
        ("{% asset_img left photo.png %}", 'src="photo.png"'),
        ("![x]({% asset_path a.jpg %})", 'src="a.jpg"'),
        ("{% asset_link a.pdf 附件 %}", '<a href="a.pdf">附件</a>'),
        ("{% link 链接 https://e.example/ true 标题 %}", '<a href="https://e.example/" title="标题">链接</a>'),
        ("{% btn https://e.example/, 按钮, home %}", '<a href="https://e.example/">按钮</a>'),
        ("{% youtube lJIrF4YjHfQ %}", "https://www.youtube.com/watch?v=lJIrF4YjHfQ"),
        ("{% bili 170001 %}", "https://www.bilibili.com/video/av170001/"),
        ("{% vimeo 82090131 %}", "https://vimeo.com/82090131"),
        ("{% iframe https://e.example/x 400 300 %}", '<iframe src="https://e.example/x">'),
        ("{% gist 996818 %}", "https://gist.github.com/996818"),
        ("{% note info 要点 %}\n*内容*\n{% endnote %}", "<p>要点</p>"),
        ("{% note info 要点 %}\n*内容*\n{% endnote %}", "<em>内容</em>"),
        ("{% tabs 名 %}\n<!-- tab 甲@icon -->\n一\n<!-- endtab -->\n{% endtabs %}", "<p>甲</p>"),
        ("{% folding cyan open, 折叠 %}\n内容\n{% endfolding %}", "<p>折叠</p>"),
        ("{% label primary@文字 %}", "文字"),
        ("{% mermaid %}\ngraph TD\n{% endmermaid %}", 'language-mermaid">graph TD'),
    ],
)
def test_plugins_of_hexo_and_its_themes(body, shown):
    record = read(body)
    assert shown in record.body_html
    assert "{%" not in record.body_html
    assert [note.code for note in record.notes] == []


def test_unknown_ones_stay_visible_with_one_note_for_all():
    record = read(
        '一 {% aplayer "歌" "人" https://e.example/a_b_.mp3 %} 二\n\n{% timeline %}\n**三**\n{% endtimeline %}'
    )
    assert '{% aplayer "歌" "人"' in visible_text(record.body_html)
    assert "{% timeline %}" in record.body_html
    assert "<strong>三</strong>" in record.body_html
    assert record.notes == (Note("plugins-as-text", {"names": "aplayer, timeline"}),)


@pytest.mark.parametrize("reader", [hexo, jekyll])
def test_shortcodes_of_hugo_in_other_posts_stay_visible_and_are_noted(reader):
    body = "{{% note %}}\n*一*\n{{% /note %}}\n\n{{<code file=a_b_c>}} `{{< youtube abc >}}`"
    record = reader.read_file(f"---\ntitle: a\ndate: 2022-08-08T00:00:00Z\n---\n{body}".encode(), "a.md", dt.UTC)
    assert [note for note in record.notes if note.code != "date-only"] == [
        Note("plugins-as-text", {"names": "note, code"})
    ]
    assert visible_text(record.body_html).split() == body.replace("*", "").replace("`", "").split()


def test_a_post_that_switches_plugins_off_has_no_foreign_ones():
    raw = b"---\ntitle: a\ndate: 2022-08-08T00:00:00Z\ndisableNunjucks: true\n---\n{{< youtube abc >}}"
    assert hexo.read_file(raw, "a.md", dt.UTC).notes == ()


def test_links_to_other_posts_keep_their_words_and_are_noted():
    record = read("见 {% post_link night-ferry 夜航渡轮 %}。{% post_link other %}")
    assert record.body_html == "<p>见 夜航渡轮。other</p>\n"
    assert record.notes == (Note("links-as-text", {"names": "night-ferry, other"}),)


def test_a_container_that_is_never_closed_holds_the_rest():
    html = read("{% note %}\n一\n\n二").body_html
    assert html.index("<blockquote") < html.index("二") < html.index("</blockquote>")


def test_a_closing_tag_alone_stays_visible():
    assert "{% endnote %}" in read("一\n\n{% endnote %}").body_html


def test_a_code_block_that_is_never_closed_loses_nothing():
    html = read("{% codeblock lang:js %}\n一\n\n二").body_html
    assert "{% codeblock lang:js %}" in html
    assert "二" in html


def test_nothing_a_plugin_is_given_becomes_markup():
    html = read(
        '{% img /a.png "x\\" onerror=alert(1) <b>" %} {% link <script>x</script> https://e.example/"><i> %}'
    ).body_html
    assert "<b>" not in html
    assert "<script>" not in html
    assert "<i>" not in html


def test_html_bodies_are_served_too():
    html = read(
        "<p>{% youtube abc %}</p>\n<pre>{% youtube abc %}</pre>\n<p>{% codeblock %}a<b{% endcodeblock %}</p>"
    ).body_html
    assert html.count("watch?v=abc") == 1
    assert "<pre>{% youtube abc %}</pre>" in html
    assert "<pre><code>a&lt;b</code></pre>" in html


def test_a_post_may_switch_its_plugins_off():
    raw = b"---\ntitle: a\ndisableNunjucks: true\n---\n{% youtube abc %}"
    record = hexo.read_file(raw, "a.md", dt.UTC)
    assert "{% youtube abc %}" in record.body_html
    assert record.extra == {"disableNunjucks": "true"}


@pytest.mark.parametrize(
    "code", ["```\nX\n```", "`X`", "``X ` ``", "    X", "\tX", "~~~\nX\n~~~", "> ```\n> X\n> ```", "<pre>\nX\n</pre>"]
)
@pytest.mark.parametrize("reader", [hexo, jekyll, hugo])
def test_code_shows_what_it_shows(reader, code):
    for sample in ("{% youtube abc %}", "{{< youtube abc >}}", "{{ site.baseurl }}"):
        raw = f"---\ntitle: a\n---\n前\n\n{code.replace('X', sample)}\n\n后".encode()
        html = reader.read_file(raw, "content/a.md", dt.UTC).body_html
        assert sample in visible_text(html).replace("\n", " "), (html, sample)


WORDS = st.text("甲乙丙丁戊", min_size=1, max_size=4)
ODDITIES = st.sampled_from(
    [
        "{%",
        "%}",
        "{{",
        "}}",
        "{{<",
        ">}}",
        "{% raw %}",
        "{% endraw %}",
        "{% note %}",
        "{% endnote %}",
        "{% x %}",
        "`",
        "```",
        "\n\n",
        "\n",
        "    ",
        "- ",
        "> ",
        "{% codeblock %}",
        "{% endcodeblock %}",
        "{{< highlight >}}",
        "{{< /highlight >}}",
        "{{% tip %}}",
        "{{% /tip %}}",
        "{{</* a */>}}",
        "{: .a}",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "{% highlight %}",
        "{% endhighlight %}",
        "{% tabs %}",
        "{{ a }}",
        "~~~",
        " ",
    ]
)
SOUP = st.lists(WORDS | ODDITIES, max_size=25).map("".join)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SOUP, st.sampled_from(sorted(GENERATORS)), st.booleans())
def test_the_pieces_of_a_body_are_the_body(text, generator, is_html):
    pieces = scan(text, GENERATORS[generator].syntax, is_html=is_html)
    assert "".join(piece.source for piece in pieces) == text


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SOUP, st.sampled_from([hexo, jekyll, hugo]), st.sampled_from(["content/a.md", "content/a.html"]))
@example("\n\n~~~丁", hexo, "content/a.md")
@example("\n\n- ```a 甲\n乙", hugo, "content/a.md")
def test_no_word_is_lost_whatever_stands_around_it(text, reader, path):
    raw = f"---\ntitle: a\n---\n始{text}".encode()
    shown = visible_text(reader.read_file(raw, path, dt.UTC).body_html)
    for word in "甲乙丙丁戊":
        assert shown.count(word) == text.count(word)


@pytest.mark.parametrize(
    "piece",
    [
        "{%",
        "{% a",
        "{% a %}",
        "{{",
        "{{<",
        "{{< a",
        "{{% a %}}",
        "{% raw %}",
        "{% codeblock %}",
        "{{< highlight >}}",
        "`",
        "`a``",
        "```a```",
        "```\n",
        "<pre>",
        "<pre",
        "<code>a",
        "{% note %}",
        "{% endnote %}",
        "{{ a }}",
        "{: .a}",
        "{::comment}",
        "{:",
        "* a\n{:toc",
        "{% tabs %}<!-- tab ",
        "<!-- tab a",
        "    a\n\n",
        "- a\n    b\n",
        "{{</* a",
        "# a {#",
        '{% img " ',
        "~~~",
    ],
)
def test_endless_marks_take_linear_time(piece):
    text = piece * (200_000 // len(piece))
    with processor_time() as taken:
        for plugins in GENERATORS.values():
            expand_plugins(text, plugins, Context(is_html=True))
            expand_plugins(text, plugins, Context(is_html=False))
    assert taken.seconds < 6
