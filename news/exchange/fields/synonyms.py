"""Lists which front-matter keys mean the same: one table for Hexo, its themes, Jekyll and Hugo."""

from collections.abc import Iterator

from news.exchange.frontmatter.values import Value, as_bool, as_int, as_text

# In order of preference; «a.b» is a key inside a map. Keys are compared ignoring case, with «-» as «_».
SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("title", "linkTitle"),
    "subtitle": ("subtitle", "sub_title"),
    "slug": ("slug", "urlname"),
    "summary": ("excerpt", "summary", "description"),
    "date": ("date", "publishDate", "publish_date", "pubdate", "published_at"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at", "updated_at"),
    "expires": ("expiryDate", "unpublishdate", "expires"),
    "published": ("published",),
    "draft": ("draft",),
    "hidden": ("hide", "hidden"),
    "status": ("status",),
    "categories": ("categories", "category"),
    "tags": ("tags", "tag", "keywords"),
    "authors": ("authors", "author", "params.authors", "params.author"),
    "header_image": (
        "headimg",
        "cover",
        "cover.image",
        "top_img",
        "banner_img",
        "banner",
        "header.image",
        "featured_image",
        "feature_image",
        "feature",
        "image",
        "images",
        "img",
        "photos",
        "og_img",
        "og_image",
        "index_img",
        "thumbnail",
        "resources",
    ),
    "thumbnail": ("thumbnail", "index_img", "header.teaser", "teaser"),
    "comments": ("comments", "comment"),
    "featured": ("featured", "is_featured", "recommend", "recommended"),
    "pin": ("sticky", "top", "pin", "pinned"),
    "language": ("lang", "language", "locale"),
    "translation_of": ("translation_of",),
    "source": ("source", "source_name", "from"),
    "source_url": ("source_url", "original_url", "copyright_url", "origin_url", "link", "ref"),
    "rights": ("rights", "license", "licence", "copyright", "copyright_info"),
    "canonical_url": ("canonicalURL", "canonical_url", "canonical"),
    "seo_title": ("seo_title", "meta_title"),
    "seo_description": ("seo_description", "meta_description"),
    "permalink": ("permalink",),
    "abbrlink": ("abbrlink",),
    "old_paths": ("alias", "aliases", "redirect_from", "url"),
}


def fold_field_key(key: str) -> str:
    """Return the form in which keys are compared."""
    return key.casefold().replace("-", "_")


KNOWN_KEYS = frozenset(fold_field_key(key).split(".")[0] for keys in SYNONYMS.values() for key in keys)


class FrontMatterFields:
    """Gives access to front-matter values by meaning. Remembers which keys were used; the rest are `extra`."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = values
        self._keys = {fold_field_key(key): key for key in reversed(values)}
        self._used: set[str] = set()

    def pick(self, name: str) -> Iterator[tuple[str, Value]]:
        """Yield the non-empty values of a field, best synonym first, each with its key for `use`."""
        for synonym in SYNONYMS[name]:
            head, _, inner = fold_field_key(synonym).partition(".")
            key = self._keys.get(head)
            value = "" if key is None else self._values[key]
            if inner:
                value = value.get(inner, "") if isinstance(value, dict) else ""
            if key is not None and value not in ("", [], {}):
                yield key, value

    def use(self, key: str) -> None:
        """Mark a key as understood, so that it is no extra. A map stays an extra, because it may contain more."""
        if not isinstance(self._values.get(key), dict):
            self._used.add(key)

    def first(self, name: str) -> Value:
        """Return the best value and mark it as used; "" without one."""
        for key, value in self.pick(name):
            self.use(key)
            return value
        return ""

    def text(self, name: str) -> str:
        """Return the best text and mark it as used. `true` and `false` are theme switches, not texts."""
        for key, value in self.pick(name):
            text = as_text(value)
            if text and text.casefold() not in {"true", "false"}:
                self.use(key)
                return text
        return ""

    def flag(self, name: str) -> bool | None:
        """Return the first yes or no and mark it as used; None without one."""
        for key, value in self.pick(name):
            flag = as_bool(value)
            if flag is not None:
                self.use(key)
                return flag
        return None

    def number(self, name: str) -> int | None:
        """Return the first whole number (yes counts as 1) and mark it as used."""
        for key, value in self.pick(name):
            number = as_int(value)
            if number is not None:
                self.use(key)
                return number
        return None

    @property
    def extra(self) -> dict[str, object]:
        """The values that no reader used, as read, in the order of the file, without known keys that are empty."""
        unused = {key: value for key, value in self._values.items() if key not in self._used}
        return {key: value for key, value in unused.items() if value != "" or fold_field_key(key) not in KNOWN_KEYS}
