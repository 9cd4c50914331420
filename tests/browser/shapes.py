"""What a body is made of, so that two ways to write the same thing are equal: for tests of editors."""

import re

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html

from news.text.cleaning import clean_html

MARKS = {"a", "b", "i", "cite", "code", "em", "q", "s", "strong", "sub", "sup", "u", "span"}
SAME = {"b": "strong", "i": "em"}
LEAVES = {"br", "img"}


def shape_of(body):
    """Nested tuples of blocks; in each the pieces of text with the emphasis on them, spaces as they are shown."""
    root = html.fragment_fromstring(body.strip(), create_parent="root")
    parts = _parts(root)
    return [part if part[0] != "text" else ("p", (), [part]) for part in parts]


def _parts(element):
    parts, runs = [], []
    _gather(element, frozenset(), parts, runs)
    _finish(parts, runs)
    return parts


def _gather(element, marks, parts, runs):
    _add(runs, element.text, marks)
    for child in element:
        name = str(child.tag)
        if name in LEAVES:
            runs.append((f"<{name} {sorted(child.attrib.items())}>", marks))
        elif name in MARKS:
            link = (name, *sorted(child.attrib.items())) if name == "a" else SAME.get(name, name)
            _gather(child, marks | ({link} if name != "span" else set()), parts, runs)
        else:
            _finish(parts, runs)
            parts.append(_block(child))
        _add(runs, child.tail, marks)


def _block(element):
    name, attributes = str(element.tag), [pair for pair in element.attrib.items() if pair not in NOTHING]
    if name == "pre":
        return (name, sorted(attributes), [(element.text_content(), [str(child.tag) for child in element])])
    return (name, sorted(attributes), _parts(element))


NOTHING = {("colspan", "1"), ("rowspan", "1"), ("start", "1")}


def _add(runs, text, marks):
    if text:
        runs.append((re.sub(r"[ \t\n\r\f]+", " ", text), marks))


def _finish(parts, runs):
    """Puts neighbours of one emphasis together and takes the spaces off that are not shown."""
    joined = []
    for written, marks in runs:
        before = joined[-1][0] if joined else ""
        text = written.lstrip(" ") if not before or before.endswith(" ") or before.startswith("<br") else written
        if not text:
            continue
        if joined and joined[-1][1] == marks and "<" not in text[:1] + joined[-1][0][:1]:
            joined[-1] = (joined[-1][0] + text, marks)
        else:
            joined.append((text, marks))
    runs.clear()
    while joined and not joined[-1][0].strip(" "):
        joined.pop()
    if joined:
        joined[-1] = (joined[-1][0].rstrip(" "), joined[-1][1])
        parts.append(("text", (), joined))


# --- Bodies of every kind ---------------------------------------------------------------------------------------------

_words = st.sampled_from(["潮水", "港口。", "“引号”", "tide", "AI &amp; 5G", "１２", "😀", "甲&lt;乙", "é"])
_pictures = st.sampled_from([f'<img src="/i/{n}/" alt="图{n}" width="40" height="22">' for n in (1, 2)])
_link = st.sampled_from(
    ['href="https://example.org/?a=1&amp;b=2" title="题"', 'href="/tag/x/"', 'href="mailto:a@b.example"']
)
_linked = st.builds("<a {}>{}</a>".format, _link, _words)


def _mark(inner):
    tags = st.sampled_from(["strong", "em", "u", "s", "sub", "sup", "code", "cite", "q"])
    return st.builds("<{0}>{1}</{0}>".format, tags, inner)


_marked = st.one_of(_words, _linked, _mark(_words), _mark(_linked), _mark(_mark(_words)))
inline = st.lists(st.one_of(_marked, _words, st.just("<br>甲"), _pictures), min_size=1, max_size=4).map("".join)
_layout = st.sampled_from(["", "", ' class="ti-2"', ' class="ta-center"', ' class="ti-1 ta-right"'])
_text_block = st.builds("<{0}{1}>{2}</{0}>".format, st.sampled_from(["p", "p", "p", "h2", "h3", "h4"]), _layout, inline)
_figure = st.builds(
    '<figure class="image{}">{}{}</figure>'.format,
    st.sampled_from(["", " image-left", " image-right"]),
    st.one_of(_pictures, st.builds("<a {}>{}</a>".format, _link, _pictures)),
    st.one_of(st.just(""), st.builds("<figcaption>{}</figcaption>".format, _marked)),
)
_code = st.sampled_from(
    [
        '<pre><code class="language-python">if a:\n    b()\n</code></pre>',
        '<pre class="language-sh">\n\nx\n  y</pre>',
        "<hr>",
    ]
)
_HEAD = "<thead><tr><th>甲</th><th>乙</th></tr></thead>"
_WIDE = '<tr><td colspan="2">合</td></tr>'
_table = st.builds(
    "<table>{}<tbody>{}{}</tbody></table>".format,
    st.sampled_from(["", _HEAD]),
    st.sampled_from(["", _WIDE]),
    st.lists(st.builds("<tr><td>{}</td><td>{}</td></tr>".format, _marked, _marked), min_size=1, max_size=3).map(
        "".join
    ),
)
_plain = st.one_of(_text_block, _text_block, _figure, _code, _table)


def _hold(inner):
    nested = st.builds("{}<ul><li>{}</li></ul>".format, _words, _marked)
    items = st.lists(st.builds("<li>{}</li>".format, st.one_of(inline, nested, inner)), min_size=1, max_size=3)
    return st.one_of(
        st.builds("<blockquote>{}</blockquote>".format, st.lists(inner, min_size=1, max_size=2).map("".join)),
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["ul", "ol"]), items.map("".join)),
        st.builds('<ol start="3"><li>{}</li></ol>'.format, inline),
    )


_known = st.one_of(_plain, _plain, _hold(_plain), _hold(_hold(_plain)))
_rare = st.sampled_from(
    [
        "<dl><dt>词</dt><dd>解释</dd></dl>",
        "<p><ruby>汉<rt>hàn</rt></ruby></p>",
        '<div class="ta-center"><p>居中</p></div>',
        "<table><caption>题</caption><tbody><tr><td>甲</td></tr></tbody></table>",
    ]
)


def make_bodies(count, *, is_every=True):
    """The same clean bodies each time. `is_every`: also with what the second engine does not know."""
    made = []
    block = st.one_of(*[_known] * 4, *[_rare] * is_every)

    @settings(max_examples=count, derandomize=True, database=None, phases=[Phase.generate], deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(block, min_size=1, max_size=4).map("".join))
    def collect(body):
        made.append(clean_html(body).html)

    collect()
    return list(dict.fromkeys(made))
