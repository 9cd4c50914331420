"""Tag soup for property tests: every tag and fragment that parsers are known to disagree about."""

from hypothesis import strategies as st

from news.text.html_tokens import names

TAGS = sorted(
    names(
        "p br hr h1 h2 h6 b i a span div ul ol li dl dt dd table tr td th tbody caption colgroup col pre code u s"
        " blockquote figure figcaption img form select option textarea title button svg math mtext foreignObject"
        " template noscript iframe object video source center font section ruby rt rp xmp nobr body html head frameset"
        " input label summary marquee annotation-xml mglyph style script image listing embed"
    )
)
ATTRIBUTES = (
    'class="ti-2 x"',
    'style="text-indent:2em"',
    'style="text-align:center;color:red"',
    'href="javascript:alert(1)"',
    'href="/x"',
    "href=https://example.com/?a=1&b",
    'src="/i/3/"',
    "src=http://example.com/y.png",
    'title="<b>\n&quot;"',
    'alt=">"',
    "onclick=alert(1)",
    "lang=en",
    "width=5",
    "a",
    "/",
)
BITS = (
    "x",
    "y ",
    "\n",
    "\n\n",
    "中文",
    "&amp;",
    "&lt;b&gt;",
    "&",
    "<",
    "</",
    ">",
    "<!--c-->",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "&#0;",
    "&#13;",
    "&#11;",
    "&nbsp;",
    "\x00",
    "\x0b",
    '"',
    "&#x202e;",
    "&lt",
    "\r",
    "<!>",
    "</br>",
    "</p>",
    "\ud800",
)

_start = st.builds(
    lambda tag, attributes: f"<{tag}{''.join(f' {attribute}' for attribute in attributes)}>",
    st.sampled_from(TAGS),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
)
_end = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
tag_soup = st.lists(st.one_of(_start, _end, st.sampled_from(BITS)), max_size=25).map("".join)
any_text = st.text(st.characters(exclude_categories=()), max_size=200)
