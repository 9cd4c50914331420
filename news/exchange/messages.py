"""The sentences of receipts: what was decided or refused, where, and how to fix it. Readers supply the codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.exchange.record import Note
from news.text.sentences import Facts, fill_sentence

NOTES: dict[str, Promise] = {
    # Front matter
    "lenient-front-matter": _("Line %(line)s is not valid YAML (%(problem)s); it was read as plain text."),
    "front-matter-line-skipped": _("Line %(line)s could not be read and was left out: %(text)s"),
    "duplicate-key": _("“%(key)s” appears twice (again on line %(line)s); the last one counts."),
    "notes-left-out": _("%(count)s more notes on this front matter are not shown."),
    "encoding-assumed": _("The file is not UTF-8; it was read as %(encoding)s."),
    "controls-dropped": _("Invisible control characters were left out (%(count)s, the first on line %(line)s)."),
    "characters-lost": _("Characters were lost before the file came here (%(count)s, the first on line %(line)s)."),
    "format-guessed": _(
        "The file was read as %(format)s because of its name and place; use --from to name another format."
    ),
    # Title, body and address
    "title-from-name": _("There is no title; the file name is used instead: %(title)s"),
    "title-repaired": _("The title was repaired to “%(title)s”; the original is kept."),
    "headings-promoted": _("Bold paragraphs turned into headings: %(count)s."),
    "indent-kept-as-style": _("First-line indents became the paragraph style of the post."),
    "plugins-as-text": _("Plugin tags of the old site stay in the text as they were written: %(names)s"),
    "links-as-text": _("Links to other posts of the old site are plain text now: %(names)s"),
    "comments-left-out": _("Comments that readers never saw were left out: %(count)s."),
    "text-removed": _("Parts that are not allowed on a page were removed: %(names)s."),
    "text-cut": _("%(field)s was longer than %(max)s characters and was cut."),
    "slug-changed": _("The address ends in “%(slug)s”, because the wanted ending is taken or cannot be used."),
    "address-taken": _("The old address %(path)s belongs to something else and was not added."),
    "permalink-incomplete": _("The file lacks what the old address needs: %(names)s"),
    "translation-missing": _("The post this one translates was not found: %(stem)s"),
    # Dates and state
    "date-missing": _("There is no date; set one before publishing."),
    "date-unreadable": _("The date “%(value)s” cannot be read; set one before publishing."),
    "date-nonexistent": _("The clocks skipped “%(value)s”, so that time never existed; it was probably %(proposed)s."),
    "date-1970": _("The date is in 1970, because seconds were taken for milliseconds. It was probably %(proposed)s."),
    "date-from-name": _("The date was taken from the file name: %(value)s"),
    "date-only": _("The date “%(value)s” gives only the day; midnight was assumed."),
    "zone-assumed": _("The date has no time zone; %(zone)s was assumed."),
    "updated-unreadable": _("The date of the last change “%(value)s” cannot be read and was left out."),
    "expired": _("The post expired on %(value)s and was archived."),
    "expiry-not-kept": _("The file says that the post expires on %(value)s; posts do not expire automatically here."),
    "draft-without-date": _("Without a usable date the post became a draft."),
    "kept-public": _("The file would have turned a published post into a draft without saying so; it stays published."),
    "withdrawn": _("The file says that this published post is now a draft; it was unpublished."),
    "purged-since": _("The post was deleted for good here; the file did not bring it back."),
    "tags-left-out": _(
        "This run has created as many new tags as one run may (%(count)s left out); import again to add them."
    ),
    "edited-since": _("The post was edited here after its import; the newer file did not change it."),
    "trashed-since": _("The post was moved to the trash here after its import; the newer file did not change it."),
    # Names
    "categories-flat": _("Each category was read on its own, not as a path."),
    "categories-cut": _("Too many categories; %(max)s of at most %(depth)s levels were kept."),
    "too-many-tags": _("Too many tags (%(count)s); the last ones were left out."),
    "source-assigned": _("The source is %(name)s."),
    "author-is-organisation": _("%(name)s was taken for an organisation, not a person."),
    # Rights
    "rights-notice": _("The text says something about rights: %(text)s"),
    "no-source-url": _("The file does not say where the original is; add its address."),
    # Images
    "placeholder-image": _("The image %(url)s is only a “no image” placeholder and was left out."),
    "image-pending": _("The image %(url)s is still to be fetched."),
    "image-skipped": _("The image %(url)s is on another site and was left out because of --images skip."),
    "image-unwrapped": _("The image %(url)s was behind the proxy %(wrapper)s; the original is used."),
    "image-refused": _("The image %(url)s was rejected: %(problem)s."),
    "image-missing-file": _("The image file %(path)s is not part of the import; add it and import again."),
    "image-unwritable": _(
        "The image %(url)s could not be stored (%(error)s). Free some space or fix the media folder, then import again."
    ),
    "thumbnail-same": _("The card image is the header image and was not stored twice."),
    "thumbnail-unused": _("The card image %(url)s is not the header image; cards show the header image."),
    "alt-equals-title": _("The description of an image repeats the title; say what the image shows."),
}

PROBLEMS: dict[str, Promise] = {
    # The file
    "unreadable-file": _("The file cannot be opened; check that it exists and may be read."),
    "too-large": _("The file is larger than %(max_mib)s MiB; split the post."),
    "binary": _("Line %(line)s contains bytes that are not text; is this a post?"),
    "not-utf8": _("Line %(line)s is not UTF-8 (byte %(byte)s); save the file as UTF-8."),
    "encoding-unsure": _(
        "Line %(line)s is not UTF-8 (byte %(byte)s); it may be %(maybe)s. Save the file as UTF-8 from an "
        "editor that displays it correctly."
    ),
    "not-utf16": _("The file says it is UTF-16 but is not; save it as UTF-8."),
    "unknown-format": _("No format recognises this file; name one with --from."),
    # Front matter
    "no-front-matter": _("There is no front matter; begin the file with ---, a title and a date, and --- again."),
    "fence-missing": _(
        "The front matter is not closed (line %(line)s); put --- on a line of its own after its last key."
    ),
    "fences-missing": _("The keys from line %(line)s to line %(last)s are not enclosed; put --- above and below them."),
    "opening-fence": _("Line %(line)s has more than the dashes: %(text)s. Leave only --- on it."),
    "text-before-front-matter": _(
        "The front matter begins on line %(fence_line)s, after other text (%(text)s); move that text below it."
    ),
    "bad-toml": _("The front matter is not valid TOML at line %(line)s; fix that line or write the header as YAML."),
    "merge-markers": _("A merge was left unfinished at line %(line)s; choose a side and remove the markers."),
    "bad-front-matter": _("The front matter cannot be read at line %(line)s; write each line as “key: value”."),
    "yaml-refused": _(
        "Line %(line)s uses %(feature)s, which is not allowed here; write the value out, or put it in quotes."
    ),
    "front-matter-too-deep": _("The front matter nests deeper than %(depth)s levels (line %(line)s); make it flatter."),
    "front-matter-too-large": _("The front matter is larger than %(max_kib)s KiB; is its closing --- missing?"),
    # The post
    "section-page": _("This page describes a section of the old site; it is not a post."),
    "no-title-no-body": _("There is no title and no text; nothing to import."),
    "bad-body": _("The text from line %(line)s on cannot be read; it is nested too deeply or damaged."),
    "body-too-large": _("The text is too large to store; split the post."),
    "body-too-complex": _("The text has more than %(max)s Markdown or plugin marks; split the post."),
    # The option --permalink
    "permalink-empty": _("The pattern is empty; give one like :year/:month/:day/:title/"),
    "permalink-too-long": _("The pattern is too long."),
    "permalink-site": _("Give the path only, without the site."),
    "permalink-characters": _("“%(text)s” is not allowed in an address."),
    "permalink-nameless": _("A colon must be followed by the name of a variable, as in :title"),
    "permalink-unknown": _("There is no variable %(text)s; did you mean %(proposal)s?"),
    "permalink-same": _("This would give many posts the same address; add :title or another variable of the post."),
    "database": _("The database refused the post: %(error)s"),
    "unexpected": _("The importer failed on this file (%(error)s); please report it."),
}

# Why an undo keeps a post.
KEPT: dict[str, Promise] = {
    "edited": _("It has been edited here since."),
    "trashed": _("It has been moved to the trash here since."),
    "purged": _("It has been deleted for good here since."),
    "updated": _("Import %(import)s has updated it since; undo that one first."),
    "update-pruned": _("Import %(import)s has updated it since, and its content before that is no longer kept."),
    "pruned": _("Its content before the update is no longer kept."),
    "address-taken": _("Another post now has its earlier address."),
}

# What an undo removes besides posts, by table.
TABLES: dict[str, Promise] = {
    "category": _("categories"),
    "tag": _("tags"),
    "author": _("authors"),
    "source": _("sources"),
    "image": _("images"),
    "collection": _("collections"),
}

# The values that a fact named `problem` can have.
PHRASES: dict[str, Promise] = {
    "tab": _("a tab used for indentation"),
    "quotes": _("quotation marks do not match"),
    "colon": _("a colon in a value without quotation marks"),
    "special": _("a special character in a value without quotation marks"),
    "syntax": _("not in the form “key: value”"),
    "empty": _("the address is empty"),
    "too-long": _("the address is too long"),
    "characters": _("the address contains characters that are not allowed"),
    "not-http": _("only http and https addresses are fetched"),
    "no-host": _("the address has no host name"),
    "userinfo": _("the address contains a password"),
    "too-deep": _("the address goes through too many proxies"),
    "data-url": _("it is embedded in the text; save it as a file next to the post"),
    "port": _("only ports 80 and 443 are used"),
    "personal-path": _("it is a path on someone's own computer"),
    "too-many-pictures": _("the post has too many images"),
    "picture-empty": _("the file is empty"),
    "picture-too-large": _("the file is too large"),
    "picture-not-a-picture": _("the file is not a JPEG, PNG, GIF or WebP image"),
    "picture-too-many-pixels": _("the image has too many pixels"),
    "picture-too-long-side": _("the image is too long on one side"),
    "picture-too-many-frames": _("the animation has too many frames"),
    "picture-unreadable": _("the file is damaged"),
    "picture-too-slow": _("the image took too long to read"),
    "picture-too-much-memory": _("the image needs too much memory to read"),
    "picture-crashed": _("the image crashed the image reader"),
}


def describe_note(note: Note) -> str:
    """Return one sentence in the active language. An unknown code is returned with its facts; this never raises."""
    return _describe(NOTES, note.code, note.facts)


def describe_problem(code: str, facts: Facts) -> str:
    """Like `describe_note`, but say why something could not be imported; `line` is one of the facts."""
    return _describe(PROBLEMS, code, facts)


def describe_kept(code: str, facts: Facts) -> str:
    """Like `describe_note`, but say why an undo left a post as it is."""
    return _describe(KEPT, code, facts)


def describe_removed(removed: Mapping[str, int]) -> list[str]:
    """Return row counts by table, such as «tags 31»."""
    return [f"{TABLES[table]} {count:,}" for table, count in removed.items() if count]


def _describe(table: Mapping[str, Promise], code: str, facts: Facts) -> str:
    shown = dict(facts)
    if "problem" in facts:
        problem = str(facts["problem"])
        shown["problem"] = str(PHRASES.get(problem) or PROBLEMS.get(problem) or problem)
    return fill_sentence(table, code, shown)
