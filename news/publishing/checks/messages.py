"""The sentences of the checks: what is wrong, and how to mend it."""

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
    "title-mangled": _("The title has lost characters: an underscore stands for them. Write it out."),
    "title-mangled-known": _("The title has lost characters: an underscore stands for them. It was “%(title)s”."),
    "title-site-name": _("The title ends with the name of a site (%(name)s). Search engines show that by themselves."),
    "slug-long": _("The address is long or not plain ASCII (%(count)s characters, at most %(max)s). Shorten the slug."),
    "body-empty": _("The text is empty."),
    "unsafe-html": _("Not allowed in a text and taken out when it is saved: %(names)s."),
    "heading-empty": _("A heading is empty: readers who jump from heading to heading land on nothing."),
    "heading-h1": _("“%(text)s” is a heading of level 1, which is the title's. It becomes level 2."),
    "heading-jump": _("“%(text)s” is a heading of level %(level)s below one of level %(before)s: a level is missing."),
    "bold-paragraph": _("“%(text)s” is only bold, but looks like a heading. Readers' programs do not see it as one."),
    "table-without-header": _("A table has no header cells, so nobody hears which column a value belongs to."),
    "title-repeated": _("The text begins with the title, which stands above it already."),
    "category-missing": _("The post is in no category. Choose at least one."),
    "author-missing": _("The post has no author. Choose who wrote it."),
    "tags-missing": _("The post has no tags: related posts will not find it."),
    "tags-many": _("The post has %(count)s tags; more than %(max)s tell nothing any more. Keep the most telling ones."),
    "summary-missing": _("There is no summary; lists and search engines show the beginning of the text instead."),
    "summary-length": _("The summary has %(count)s characters; %(min)s to %(max)s are shown whole and say enough."),
    "header-missing": _("There is no header image: in lists and when shared the post stands without a picture."),
    "header-alt-missing": _(
        "The header image has no alternative text. Say what it shows, or mark the picture as decorative."
    ),
    "header-small": _("The header image is only %(width)s pixels wide; it needs at least %(min)s to be sharp."),
    "header-repeated": _("The header image stands in the text again."),
    "image-insecure": _("A picture is loaded from “%(host)s” without encryption; browsers refuse it. Download it."),
    "image-remote": _("A picture lies on “%(host)s”. It is lost when the text is saved; download it first."),
    "image-pending": _("A picture of “%(host)s” is still to be downloaded; until then readers see an empty place."),
    "image-failed": _("A picture of “%(host)s” could not be downloaded. Try again, or upload it."),
    "image-proxied-pending": _(
        "A picture was found behind a proxy (%(host)s) and is still to be downloaded from where it really lies."
    ),
    "image-proxied-failed": _(
        "A picture was found behind a proxy (%(host)s) and could not be downloaded. Try again, or upload it."
    ),
    "image-gone": _("A picture (no. %(image)s) is no longer in the library. Take it out, or choose another."),
    "alt-missing": _("A picture has no alternative text. Say what it shows, for readers who cannot see it."),
    "alt-missing-known": _("A picture has no alternative text; the library has one: “%(alt)s”."),
    "alt-file-name": _("The alternative text “%(alt)s” is a file name. Say what the picture shows."),
    "alt-title": _("The alternative text of a picture only repeats the title. Say what the picture shows."),
    "licence-ended": _("The licence of a picture ended on %(day)s. Take the picture out, or renew the licence."),
    "link-text": _("“%(text)s” does not say where the link leads. Link words that do."),
    "link-text-none": _("A link has no text, so nobody can see it or hear where it leads."),
    "link-dead": _("The link to %(href)s leads to no page of this site that readers can see."),
    "link-dead-outside": _("The link to %(href)s is dead: %(why)s"),
    "origin-without-source": _("The text is taken from elsewhere, but its original address is missing."),
    "source-url-missing": _("The post names a source, but not the original address."),
    "duplicate": _("Nearly the same text is in: %(titles)s."),
    "duplicate-unnamed": _("Nearly the same text is in another post."),
    "time-past": _("The publication time %(time)s is past. Choose a time to come, or publish now."),
    "time-night": _("The post appears at night (%(time)s), when few readers are there."),
    "embargo": _("The post may not appear before the end of its embargo, %(until)s."),
    "punctuation": _("Half-width punctuation behind Chinese characters (%(count)s times), first: “%(text)s”."),
}

MENDINGS: dict[str, Promise] = {
    "title-mangled": _("Write the title out"),
    "title-site-name": _("Take the name off"),
    "unsafe-html": _("Take it out"),
    "heading-empty": _("Take the empty heading out"),
    "heading-h1": _("Make it level 2"),
    "heading-jump": _("Close the gap"),
    "bold-paragraph": _("Make it a heading"),
    "table-without-header": _("Make the first row headers"),
    "title-repeated": _("Take the repetition out"),
    "header-repeated": _("Take it out of the text"),
    "image-insecure": _("Download to the library"),
    "image-remote": _("Download to the library"),
    "image-proxied": _("Download to the library"),
    "alt-missing": _("Take the library's text"),
    "punctuation": _("Make it full-width"),
}


def describe_finding(finding: Finding, titles: Mapping[int, str] | None = None) -> str:
    """In the active language. `titles` of the posts that the reader may know of; others are not named."""
    facts, known = dict(finding.facts), titles or {}
    match finding.code:
        case "duplicate":
            facts["titles"] = "，".join(f"“{known[pk]}”" for pk in facts["posts"] if pk in known)
        case "link-dead-outside":
            facts["why"] = describe_fetch_error(facts["reason"], facts["about"])
    return fill_sentence(SENTENCES, _choose_sentence(finding.code, facts), facts)


def _choose_sentence(code: str, facts: Facts) -> str:
    """Some checks have more than one thing to say."""
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
    """What the button says that mends it."""
    return str(MENDINGS[code]) if code in MENDINGS else ""
