"""The line about the two languages of the chrome."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page

from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import KINDS, Stage

HAN = re.compile(r"[\u3400-\u9fff]")
# Latin words that a Chinese page may show: formats, names, and the name of the other language.
NAMES = re.compile(r"\b(RSS|Atom|JSON|Feed|API|EN|English|ICP|QR|AI|OPML|Masthead|The Tideline|No|CC|BY|NC|ND|SA)\b")

_CHROME_TEXT = r"""
() => {
  const names = [...document.querySelectorAll(
    "a[href*='/category/'], a[href*='/tag/'], a[href*='/author/'], a[href*='/source/'], .brand, title, h1, " +
    ".search-filters option:not([value=''])")]
    .map((element) => element.textContent.trim()).filter(Boolean);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement, text = node.textContent.trim();
    const isByline = element.matches('.meta > span') && !/[\d分钟字]/.test(text);
    if (text && !isByline && !element.closest('script, style, svg, mark, .prose, .about, .footer-text, [translate=no]')
      && !names.some((name) => name.includes(text) || text === name)) {
      found.push([element.closest('[lang]').lang, names.reduce((rest, name) => rest.replaceAll(name, ''), text)]);
    }
  }
  document.querySelectorAll('[aria-label], [title], [placeholder]').forEach((element) => {
    const label = ['aria-label', 'title', 'placeholder'].map((key) => element.getAttribute(key)).find(Boolean);
    found.push([element.closest('[lang]').lang, names.reduce((rest, name) => rest.replaceAll(name, ''), label || '')]);
  });
  return found;
}
"""
_IN_FRAME = "header, footer, nav, button, label, .meta > span, .section-title"


@line(32, "«EN» leads to the same page in English, without Chinese words of ours; and the reverse")
def measure_languages(stage: Stage) -> Measured:
    faults = [fault for kind in KINDS for fault in language_faults(stage, kind)]
    return no_faults(faults, f"{len(KINDS)} kinds of page in both languages")


def language_faults(stage: Stage, kind: str) -> list[str]:
    page = stage.visit(kind, 390)
    faults = [f"{kind} in Chinese: «{text}»" for text in latin_words(page)]
    switch = page.locator("header a[hreflang=en]").first
    if not switch.count():
        return [*faults, f"{kind}: no link to the English page"]
    path = urlsplit(str(switch.get_attribute("href"))).path
    wanted = "/en" + stage.paths[kind].partition("?")[0]
    faults += [f"{kind}: leads to {path}"] if path != wanted and kind != "missing" else []
    page.goto(str(switch.get_attribute("href")))
    faults += [f"{kind}: lang is not en"] if page.locator("html").get_attribute("lang") != "en" else []
    texts = page.evaluate(_CHROME_TEXT)
    return faults + [f"{kind} in English: «{text[:24]}»" for lang, text in texts if lang == "en" and HAN.search(text)]


def latin_words(page: Page) -> list[str]:
    """Return our own English words in the frame of a Chinese page."""
    texts = page.locator(_IN_FRAME).evaluate_all(
        """(elements) => elements.flatMap((element) => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.parentElement.closest('[lang]').lang.startsWith('zh')
              && !node.parentElement.closest("h1, svg, .brand, a[href*='/author/'], a[href*='/tag/'], .about")) {
              found.push(node.textContent.trim());
            }
          }
          return found;
        })"""
    )
    return sorted(
        {text[:24] for text in texts if re.search(r"[A-Za-z]{2,}", NAMES.sub("", text)) and not HAN.search(text)}
    )
