"""The sentences about fetching: what went wrong, and how to fix it. They contain host names, never IP addresses."""

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.text.sentences import Facts, fill_sentence

SENTENCES: dict[str, Promise] = {
    # The address
    "characters": _(
        "The address contains spaces or other characters that are not allowed; copy it again from the original."
    ),
    "too-long": _("The address is longer than %(max)s characters; look for a shorter one."),
    "not-http": _("Only addresses that begin with http:// or https:// are fetched; correct the address."),
    "no-host": _("The host name in the address is not a possible one; correct the address."),
    "userinfo": _("The address contains a user name or password; remove them."),
    "port": _("The address asks for port %(port)s; only ports 80 and 443 are used."),
    "private-address": _(
        "“%(host)s” leads into a private network; such addresses are never fetched. "
        "Upload the file from your own computer."
    ),
    # The connection
    "unknown-host": _("The site “%(host)s” was not found; check its name, or try again later."),
    "dns-timeout": _("The address of “%(host)s” could not be looked up in time; try again later."),
    "dns-busy": _("Too many names are being looked up; try again later, and check this machine's name server."),
    "connect-timeout": _("The site “%(host)s” did not accept the connection in time; try again later."),
    "unreachable": _("The site “%(host)s” cannot be reached; try again later."),
    "peer-changed": _("The connection to “%(host)s” led somewhere else and was closed."),
    "certificate": _("The certificate of “%(host)s” is not valid (%(problem)s); tell its owner, or try again later."),
    "tls": _("No encrypted connection to “%(host)s” could be made; try again later."),
    "no-turn": _("Too much is being fetched from “%(host)s”; try again later."),
    # The answer
    "no-answer": _("The site “%(host)s” did not answer within %(seconds)s seconds; try again later."),
    "deadline": _("The site took longer than %(seconds)s seconds; try again later."),
    "cut-off": _("The site “%(host)s” broke off halfway; try again later."),
    "not-http-answer": _("The site “%(host)s” answered with something a browser would not understand either."),
    "headers-too-large": _("The response from “%(host)s” begins with far too many header lines."),
    "answer-too-large": _("The file is larger than %(size)s; make it smaller and upload it."),
    "encoding": _(
        "The site “%(host)s” compresses its files (%(encoding)s) although it was asked not to; upload the file."
    ),
    "redirect-downgrade": _(
        "The site redirects from https to an unencrypted address of “%(host)s”; that is not followed."
    ),
    "redirect-nowhere": _("The site “%(host)s” says that the file has moved, but not where."),
    "redirected": _("The site “%(host)s” redirects elsewhere, and nothing is sent on to there; enter its new address."),
    "too-many-redirects": _("The site keeps redirecting (more than %(max)s times); use the final address."),
    "not-found": _("The file is no longer there (%(status)s); look for a new address, or upload it."),
    "forbidden": _("The site “%(host)s” refuses to give us the file (%(status)s); download it yourself and upload it."),
    "rate-limited": _("The site “%(host)s” asks us to come back later (%(status)s)."),
    "server-error": _("The site “%(host)s” is out of order (%(status)s); try again later."),
    "status": _("The site “%(host)s” answered without a file (%(status)s)."),
}

# Possible values of the fact `problem` of a certificate.
PHRASES: dict[str, Promise] = {
    "expired": _("it has expired"),
    "not-yet-valid": _("it is not valid yet"),
    "other-name": _("it is for another name"),
    "unknown-authority": _("it is not signed by anyone we trust"),
    "invalid": _("it is damaged or not allowed here"),
}


def describe_fetch_error(code: str, facts: Facts) -> str:
    """Return one sentence in the active language, or an unknown code with its facts. Never raises."""
    shown: dict[str, object] = dict(facts)
    if isinstance(max_bytes := facts.get("max_bytes"), int):
        shown["size"] = filesizeformat(max_bytes)
    if (problem := facts.get("problem")) in PHRASES:
        shown["problem"] = PHRASES[str(problem)]
    return fill_sentence(SENTENCES, code, shown)
