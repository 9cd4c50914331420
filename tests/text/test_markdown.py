"""Markdown as its writers mean it, and the question whether a body is Markdown."""

import pytest

from news.text.cleaning import clean_html
from news.text.markdown import is_html_body, render_markdown


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**中文：**后面", "<p><strong>中文：</strong>后面</p>"),
        ("**“x”**y", "<p><strong>“x”</strong>y</p>"),
        ("前**“x”**后", "<p>前<strong>“x”</strong>后</p>"),
        ("**注(note)**后", "<p><strong>注(note)</strong>后</p>"),
        ("***a*** b*c*d", "<p><em><strong>a</strong></em> b<em>c</em>d</p>"),
        ("a * b * c **x **y", "<p>a * b * c **x **y</p>"),
        ('**"a:**b', '<p>**"a:**b</p>'),
        ("`**中文：**后`", "<p><code>**中文：**后</code></p>"),
        ("```\n**中文：**后\n```", "<pre><code>**中文：**后\n</code></pre>"),
        ("```py\nx\n```", '<pre><code class="language-py">x\n</code></pre>'),
        ("```py title=a\nx\n```", '<pre><code class="language-py">x\n</code></pre>'),
        ("```py 清单 1\nx\n```", '<p>清单 1</p>\n<pre><code class="language-py">x\n</code></pre>'),
        ("~~~真**好**\nx", "<p>真<strong>好</strong></p>\n<pre><code>x</code></pre>"),
        ("~~x~~", "<p><s>x</s></p>"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
        ("见https://example.com/a，后", '<p>见<a href="https://example.com/a">https://example.com/a</a>，后</p>'),
        ("http://a.example/x_(y)。", '<p><a href="http://a.example/x_(y)">http://a.example/x_(y)</a>。</p>'),
        ("http://a.example/", '<p><a href="http://a.example/">http://a.example/</a></p>'),
        ("http://a.example.", '<p><a href="http://a.example">http://a.example</a>.</p>'),
        ("readme.md node.js", "<p>readme.md node.js</p>"),
        ("<div>a</div>", "<div>a</div>"),
    ],
)
def test_markdown(markdown, html):
    assert clean_html(render_markdown(markdown)).html.strip() == html


def test_tables_and_footnotes():
    html = clean_html(render_markdown("|a|b|\n|-|-|\n|1|2|\n\nx[^1]\n\n[^1]: note")).html
    assert "<td>1</td>" in html
    assert "note" in html


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<div>   \n        <p>深缩进</p>\n</div>  ", True),
        ("\n\n     <p>x</p>", True),
        ("<div>\n# not a heading\n\n- nor a list\n</div>", True),
        ("<div><pre>\n- a\n**b**\n</pre></div>\n<p>x</p>", True),
        ("<figure><img src=x></figure><p>x</p>", True),
        ("<!-- x --><p>x</p>", True),
        ("<table><tr><td>a</td></tr></table>", True),
        ("<img src=x><br>文字", True),
        ("<p>x</p>\n\n<p>y</p>", True),
        ("plain", False),
        ("# heading\n<div>x</div>", False),
        ("1 < 2", False),
        ("<3 <4", False),
        ("<https://example.com> 文字", False),
        ("", False),
        ("<table><tr><td>a</td></tr></table>\n\n## 下文", False),
        ("<img src=x>\n\n英文：[link](https://example.com)", False),
        ("<center>图</center>\n\n正文一段。\n\n正文二段。", False),
        ("<p>开头\n\n**一、需求**\n\n正文</p>", False),
        ("<a name=x></a>\n\n```\ncode\n```", False),
        ("<div>a</div>\n\n- item\n- item", False),
        ("<div>a</div>text<div>b</div>", True),
    ],
)
def test_what_is_an_html_body(text, is_html):
    assert is_html_body(text) is is_html


def test_the_producers_of_the_samples_are_told_apart(samples):
    for path in (samples.folder / "hexo" / "_posts").iterdir():
        assert is_html_body(path.read_text("utf-8").split("---", 2)[2]), path.name
    html = [
        path.name
        for path in (samples.folder / "hexo-archive" / "_posts").iterdir()
        if is_html_body(path.read_text("utf-8").split("---", 2)[2])
    ]
    assert html == samples.html_bodies
