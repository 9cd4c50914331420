"""Lines about the typography of a post: line length, punctuation, spaces."""

from scripts.evidence import scene
from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import Stage

MEASURES = {320: (16, 17), 390: (20, 17), 1280: (38, 18)}  # window: (characters, font size)
TOLERANCE_EM, EDGE_PX, QUOTE_EM = 0.02, 1.0, 0.95

_COLUMN = """
() => {
  const body = document.querySelector('.prose'), style = getComputedStyle(body.querySelector('p'));
  const size = parseFloat(style.fontSize), edges = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left, box.right];
  };
  const hero = document.querySelector('.hero img, figure.hero, .hero');
  return {
    ems: body.getBoundingClientRect().width / size, size, leading: parseFloat(style.lineHeight) / size,
    edges: [document.querySelector('article h1'), hero, body].filter(Boolean).map(edges),
  };
}
"""


@line(
    19,
    "the column holds 16, 20 and 38 whole characters at 320, 390 and 1280 px; title, picture and text share its edges",
)
def measure_column(stage: Stage) -> Measured:
    values, holds = [], True
    for width, (characters, size) in MEASURES.items():
        column = stage.visit("post", width).evaluate(_COLUMN)
        lefts, rights = zip(*column["edges"], strict=True)
        apart = max(max(lefts) - min(lefts), max(rights) - min(rights))
        values.append(
            f"{width}: {column['ems']:.2f} em of {column['size']:g} px × {column['leading']:.2f}, edges {apart:.1f} px"
        )
        holds &= abs(column["ems"] - characters) <= TOLERANCE_EM and column["size"] == size
        holds &= abs(column["leading"] - 1.8) <= TOLERANCE_EM and apart <= EDGE_PX and len(lefts) == 3  # noqa: PLR2004
    return Measured("; ".join(values), holds)


_QUOTES = r"""
() => {
  const widths = [];
  document.querySelectorAll('.prose p').forEach((paragraph) => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const size = parseFloat(getComputedStyle(paragraph).fontSize), edge = paragraph.getBoundingClientRect();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // Beside other punctuation a quotation mark is set close, as it should be.
      [...node.textContent.matchAll(/(?<=[\u4e00-\u9fff])“(?=[\u4e00-\u9fff])/g)].forEach(({ index }) => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const box = range.getBoundingClientRect();
        if (box.left > edge.left + size && box.right < edge.right - size) {
          widths.push(box.width / size);
        }
      });
    }
  });
  return widths;
}
"""


@line(20, "“ is as wide as a Chinese character in the middle of a line (0.95 em at least)")
def measure_quotes(stage: Stage) -> Measured:
    widths = stage.visit("post", 1280).evaluate(_QUOTES)
    value = f"{min(widths):.2f} em at least, of {len(widths)}" if widths else "none in the middle of a line"
    return Measured(value, bool(widths) and min(widths) >= QUOTE_EM)


@line(21, "Chinese and Latin are set apart by the browser, not by stored spaces")
def measure_spaces(stage: Stage) -> Measured:
    page = stage.visit("post", 390)
    autospace = page.locator(".prose p").first.evaluate("(element) => getComputedStyle(element).textAutospace")
    is_stored_so = "在AIoT平台上" in page.locator(".prose").inner_text()
    stored = "without spaces" if is_stored_so else "with inserted spaces"
    return Measured(f"text-autospace: {autospace}; stored {stored}", autospace == "normal" and is_stored_so)


_INDENTS = """
() => ['p', 'h2', 'h3', 'figure', 'li'].map((name) => [name, [...document.querySelectorAll(`.prose ${name}`)]
  .map((element) => parseFloat(getComputedStyle(element).textIndent) / parseFloat(getComputedStyle(element).fontSize))])
"""


@line(22, "with indents: 2 em before each paragraph, none before headings, pictures and lists; no style attribute")
def measure_indents(stage: Stage) -> Measured:
    page = stage.visit("post", 390)
    found = dict(page.evaluate(_INDENTS))
    faults = [f"p indented by {value:g} em" for value in found.pop("p") if value != 2]  # noqa: PLR2004
    faults += [f"{name} indented by {value:g} em" for name, values in found.items() for value in values if value]
    styles = page.locator(".prose [style]").count()
    faults += [f"{styles} style attributes"] if styles else []
    return no_faults(faults, f"{len(scene.PARAGRAPHS)} paragraphs at 2 em, the rest at 0, no style attribute")
