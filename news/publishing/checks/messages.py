"""The sentences of the checks: what is wrong, and how to fix it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.publishing.checks.findings import Finding, Severity
from news.text.sentences import Facts, fill_sentence
from news.web.messages import describe_fetch_error

SEVERITIES: dict[Severity, Promise] = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning")}

SENTENCES: dict[str, Promise] = {
    "title-empty": _("The post has no title. Write one."),
    "title-long": _("The title has %(count)s Chinese characters; lists and phones show %(max)s. Shorten it."),
    "title-mangled": _("The title has lost characters: an underscore stands in for them. Write it out in full."),
    "title-mangled-known": _("The title has lost characters: an underscore stands in for them. It was “%(title)s”."),
    "title-site-name": _("The title ends with the name of a site (%(name)s). Search engines add that themselves."),
    "slug-long": _("The address is long or not plain ASCII (%(count)s characters, at most %(max)s). Shorten the slug."),
    "body-empty": _("The text is empty."),
    "unsafe-html": _("Not allowed in a text and removed when it is saved: %(names)s."),
    "heading-empty": _("A heading is empty: readers who jump from heading to heading land on nothing."),
    "heading-h1": _("“%(text)s” is a level 1 heading, which is kept for the title. It becomes level 2."),
    "heading-jump": _("“%(text)s” is a level %(level)s heading below a level %(before)s heading: a level is missing."),
    "bold-paragraph": _(
        "“%(text)s” is only bold, but looks like a heading. Screen readers do not recognise it as one."
    ),
    "table-without-header": _(
        "A table has no header cells, so screen readers cannot say which column a value belongs to."
    ),
    "title-repeated": _("The text begins with the title, which is already shown above it."),
    "category-missing": _("The post is in no category. Choose at least one."),
    "author-missing": _("The post has no author. Choose who wrote it."),
    "tags-missing": _("The post has no tags: related posts will not find it."),
    "tags-many": _("The post has %(count)s tags; more than %(max)s say little. Keep the most telling ones."),
    "summary-missing": _("There is no summary; lists and search engines show the beginning of the text instead."),
    "summary-length": _("The summary has %(count)s characters; %(min)s to %(max)s are shown in full and say enough."),
    "header-missing": _("There is no header image: the post has no picture in lists or when shared."),
    "header-alt-missing": _(
        "The header image has no alternative text. Say what it shows, or mark the picture as decorative."
    ),
    "header-small": _("The header image is only %(width)s pixels wide; it needs at least %(min)s to be sharp."),
    "header-repeated": _("The header image is repeated in the text."),
    "image-insecure": _("A picture is loaded from “%(host)s” without encryption; browsers block it. Download it."),
    "image-remote": _("A picture is on “%(host)s”. It is lost when the text is saved; download it first."),
    "image-pending": _("A picture from “%(host)s” is still to be downloaded; until then readers see an empty space."),
    "image-failed": _("A picture from “%(host)s” could not be downloaded. Try again, or upload it."),
    "image-proxied-pending": _(
        "A picture was found behind a proxy (%(host)s) and is still to be downloaded from its real address."
    ),
    "image-proxied-failed": _(
        "A picture was found behind a proxy (%(host)s) and could not be downloaded. Try again, or upload it."
    ),
    "image-gone": _("A picture (no. %(image)s) is no longer in the library. Remove it, or choose another."),
    "alt-missing": _("A picture has no alternative text. Say what it shows, for readers who cannot see it."),
    "alt-missing-known": _("A picture has no alternative text; the library has one: “%(alt)s”."),
    "alt-file-name": _("The alternative text “%(alt)s” is a file name. Say what the picture shows."),
    "alt-title": _("The alternative text of a picture only repeats the title. Say what the picture shows."),
    "licence-ended": _("The licence of a picture expired on %(day)s. Remove the picture, or renew the licence."),
    "link-text": _("“%(text)s” does not say where the link leads. Link words that do."),
    "link-text-none": _("A link has no text, so no one can see it or hear where it leads."),
    "link-dead": _("The link to %(href)s does not lead to any page of this site that readers can see."),
    "link-dead-outside": _("The link to %(href)s is dead: %(why)s"),
    "origin-without-source": _("The text is taken from elsewhere, but its original address is missing."),
    "source-url-missing": _("The post has a source, but no original address."),
    "duplicate": _("Nearly the same text is in: %(titles)s."),
    "duplicate-unnamed": _("Nearly the same text is in another post."),
    "time-past": _("The publication time %(time)s has passed. Choose a future time, or publish now."),
    "time-night": _("The post appears at night (%(time)s), when few people are reading."),
    "embargo": _("The post may not appear before the end of its embargo, %(until)s."),
    "punctuation": _("Half-width punctuation after Chinese characters (%(count)s times), first: “%(text)s”."),
}

MENDINGS: dict[str, Promise] = {
    "title-mangled": _("Write the title out in full"),
    "title-site-name": _("Remove the name"),
    "unsafe-html": _("Remove it"),
    "heading-empty": _("Remove the empty heading"),
    "heading-h1": _("Make it level 2"),
    "heading-jump": _("Close the gap"),
    "bold-paragraph": _("Make it a heading"),
    "table-without-header": _("Make the first row headers"),
    "title-repeated": _("Remove the repetition"),
    "header-repeated": _("Remove it from the text"),
    "image-insecure": _("Download to the library"),
    "image-remote": _("Download to the library"),
    "image-proxied": _("Download to the library"),
    "alt-missing": _("Use the library's text"),
    "punctuation": _("Make it full-width"),
}


def describe_finding(finding: Finding, titles: Mapping[int, str] | None = None) -> str:
    """Uses the active language. `titles` are those of posts that the user may know of; others are left out."""
    facts, known = dict(finding.facts), titles or {}
    match finding.code:
        case "duplicate":
            facts["titles"] = "，".join(f"“{known[pk]}”" for pk in facts["posts"] if pk in known)
        case "link-dead-outside":
            facts["why"] = describe_fetch_error(facts["reason"], facts["about"])
    return fill_sentence(SENTENCES, _choose_sentence(finding.code, facts), facts)


def _choose_sentence(code: str, facts: Facts) -> str:
    """Chooses among the sentences of checks that have several."""
    match code:
        case "title-mangled":
            return "title-mangled-known" if facts["title"] else code
        case "alt-missing":
            return "alt-missing-known" if facts["alt"] else code
        case "link-text":
            return code if facts["text"] else "link-text-none"
        case "duplicate":
            return code if facts["titles"] else "duplicate-unnamed"
        case "image-remote" | "image-proxied" if "state" in facts:
            base = "image-proxied-" if code == "image-proxied" else "image-"
            return base + ("pending" if facts["state"] == "pending" else "failed")
    return code


def describe_mending(code: str) -> str:
    """Returns the label of the button that fixes it, "" when there is none."""
    return str(MENDINGS[code]) if code in MENDINGS else ""
