"""Address patterns as in the settings of Hexo, Jekyll and Hugo: parsed once, filled in for each post."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

PATTERN_MAX_CHARS = 300
MAX_PATH_CHARS = 500

# Jekyll's named styles (jekyll/jekyll `lib/jekyll/url.rb`, `collection.rb`); every post keeps the default one.
JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}

_DATE_NAMES = frozenset(
    {"year", "month", "day", "i_month", "i_day", "hour", "minute", "short_year", "short_month", "long_month", "y_day"}
    | {"w_year", "week", "w_day", "short_day", "long_day", "monthname", "weekday", "weekdayname", "yearday"}
    | {"lang", "category", "categories", "section", "sections", "collection", "output_ext"}
)
_TELLING_NAMES = frozenset(
    {"second", "title", "name", "post_title", "id", "hash", "timestamp", "slug", "filename", "contentbasename"}
    | {"slugorfilename", "slugorcontentbasename", "path", "basename", "abbrlink", "urlname"}
)
_NAMES = _DATE_NAMES | _TELLING_NAMES
_MAY_BE_EMPTY = frozenset({"categories", "section", "sections", "lang", "output_ext"})
_LIKENESS = 0.75  # a name at least this similar to a known one is taken for a typing error

_VARIABLE = re.compile(r":(\w+(?:\[[\w:]{1,12}\])?)")
_LOST_COLON = re.compile(r":(?!\w)")
_FORBIDDEN = re.compile(r"[\s?#\\<>\"'\x00-\x1f]")


class PermalinkError(Exception):
    """A pattern gives no addresses. `code` is a problem in `exchange.messages`; `text` is the faulty part."""

    def __init__(self, code: str, text: str = "", proposal: str = "") -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text
        self.proposal = proposal


@dataclass(frozen=True, slots=True)
class Permalink:
    """A valid pattern; `names` are its variables."""

    pattern: str
    names: tuple[str, ...]

    def fill(self, values: Mapping[str, str], missing: Callable[[str], str]) -> str:
        """Return the path of one post, or "" if a value is missing. `missing` looks up what `values` lack."""
        found = {name: values[name] if name in values else missing(name) for name in self.names}
        if any(not text and name not in _MAY_BE_EMPTY for name, text in found.items()):
            return ""
        path = _VARIABLE.sub(lambda match: found[match[1]].strip("/"), self.pattern)
        path = re.sub(r"/{2,}", "/", f"/{path}")
        return path if 1 < len(path) <= MAX_PATH_CHARS else ""


@lru_cache(maxsize=16)
def parse_permalink(text: str) -> Permalink:
    """Parse a pattern like `:year/:title/` or the name of a Jekyll style. Unknown variables are front-matter keys.

    Raises: PermalinkError.
    """
    pattern = JEKYLL_STYLES.get(text.strip(), text.strip())
    if not pattern or len(pattern) > PATTERN_MAX_CHARS:
        raise PermalinkError("permalink-empty" if not pattern else "permalink-too-long", pattern[:40])
    if "://" in pattern:
        raise PermalinkError("permalink-site", pattern)
    if match := _FORBIDDEN.search(pattern) or re.search(r"(?:^|/)\.\.?(?:/|$)", pattern):
        raise PermalinkError("permalink-characters", match[0])
    if match := _LOST_COLON.search(re.sub(r"\[[\w:]*\]", "", pattern)):
        raise PermalinkError("permalink-nameless", pattern)
    names = tuple(dict.fromkeys(_VARIABLE.findall(pattern)))
    plain = [name.partition("[")[0] for name in names]
    for name in plain:
        near = get_close_matches(name, sorted(_NAMES), 1, _LIKENESS)
        if name not in _NAMES and (near or name[0].isdigit()):
            raise PermalinkError("permalink-unknown", f":{name}", f":{near[0]}" if near else "")
    if all(name in _DATE_NAMES for name in plain):
        raise PermalinkError("permalink-same", pattern)
    return Permalink(pattern, names)
