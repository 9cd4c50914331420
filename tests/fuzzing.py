"""Odd requests made from real ones: every public address, mutated, with odd queries, headers, methods and bodies.

The request of a number and a seed is always the same one, so that a failure is reproduced by naming both.
"""

import random
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

from django.core.signals import got_request_exception
from django.test import Client
from django.test.client import FakePayload

ODD_TEXTS = [
    *("", "0", "-1", "1", "007", "00", "13", "99", "0000", "9999", "10000", "1e9", "0x10", "NaN", "Infinity"),
    *("2" * 19, "9" * 30, "9" * 5000, "null", "None", "true", "[]", "{}", "__proto__", "feed", "admin", "en"),
    *("..", ".", "~", "%00", "%0A", "%0D%0ASet-Cookie:x", "%2F", "%2e%2e%2f", "%5C", "%25", "%", "%ZZ", "%C3"),
    *("%FF%FE", "%ED%A0%80", "１２", "٣", "²", "İ", "ſ", "创新", "é", "e\u0301", "\u202e", "\ufeff", "😀", "ǅ"),
    *("\u0130" * 40, "a" * 61, "a" * 3000, "'", '"', "' OR 1=1 --", "<script>", "{{7*7}}", "${x}", "\\", "|", ";"),
    *(":", "@", "*", "%s", "{0}", "\u2028", "`", "2024-02-30", "2024-01-01T00:00:00", "0001-01-01T00:00:00+14:00"),
    *("newest", "updated", "id,title", "body_html", "zh-Hans", "100"),
]
NAMES = [
    *("page", "q", "category", "tag", "author", "source", "language", "order", "limit", "cursor", "fields", "sort"),
    *("from", "to", "date", "published_after", "published_before", "updated_after", "p", "cat", "static", "preview"),
]
HEADERS = {
    "HTTP_IF_NONE_MATCH": ["*", '"', '""', 'W/"x"', '"x", "y"', "x", '"' + "e" * 8000 + '"', '"创新"', ",,,", 'W/W/"'],
    "HTTP_IF_MODIFIED_SINCE": [
        *("Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 99 Foo 2024 25:61:61 GMT", "Thu, 01 Jan 0000 00:00:00 GMT", "0"),
        *("Fri, 31 Dec 9999 23:59:59 GMT", "Thursday, 01-Jan-70 00:00:00 GMT", "Sun Nov  6 08:49:37 1994", "9" * 400),
    ],
    "HTTP_RANGE": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1", "bytes=" + "0-1," * 500, "lines=1", "bytes=x"],
    "HTTP_ACCEPT": ["*/*", "image/avif", "application/json", "", "a/b;q=x", "text/html;q=2", "é", ",;,;"],
    "HTTP_ACCEPT_LANGUAGE": ["en", "zh-CN,zh;q=0.9", "*", "x" * 2000, "en;q=1e309", ";", "en_US.UTF-8", "a-" * 400],
    "HTTP_ACCEPT_ENCODING": ["gzip", "br;q=1", "*;q=0", "identity", "", "\x7f"],
    "HTTP_HOST": ["testserver", "TESTSERVER:80", "testserver.", "testserver:x", "[::1]", "", "evil.example"],
    "HTTP_COOKIE": ["sessionid=x", "sessionid=" + "x" * 4000, "a=b; ;=;", "é=é", "csrftoken=\x01", "=" * 50],
    "HTTP_USER_AGENT": ["", "Googlebot/2.1", "\x01", "创新" * 200, "Mozilla/5.0 " + "x" * 4000],
    "HTTP_REFERER": ["http://testserver/", "javascript:alert(1)", "http://[", "\x00", "//"],
    "HTTP_ORIGIN": ["null", "http://testserver", "http://[", "https://evil.example", "\x00"],
    "HTTP_X_FORWARDED_FOR": ["1.2.3.4", "::1, x", "x" * 500, ""],
    "HTTP_X_FORWARDED_PROTO": ["https", "http", "javascript"],
    "CONTENT_TYPE": ["application/json", "multipart/form-data", "multipart/form-data; boundary=", "x/y; charset=no"],
    "CONTENT_LENGTH": ["0", "-1", "x", "99999999999"],
    "HTTP_SEC_FETCH_SITE": ["cross-site", "same-origin", "x"],
}
METHODS = ["GET"] * 16 + ["HEAD", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "PROPFIND"]
BODIES = [b"", b"{}", b"[1", b"null", b'{"post":1}', b'{"post":"1e999"}', b"post=1", b"\x00\xff", b"a=%ZZ&" * 2000]
PREFIXES = ["/en", "/en/en", "/zh-hans", "//", "/./", "/../", "/api/v1", "/media", "/EN"]
SUFFIXES = ["feed/", "feed/atom/", "feed.json", "?", "index.html", ".json", "/", "page/2/"]


class Fuzz:
    """`paths` are real ones, with or without a query."""

    def __init__(self, paths, seed):
        self.paths, self.seed = list(paths), seed

    def request(self, number):
        """WSGI variables: what a server hands over, so that no client tidies the request up before."""
        chance = random.Random(f"{self.seed} {number}")  # noqa: S311  (the same requests every time)
        path, _, query = chance.choice(self.paths).partition("?")
        for _ in range(chance.choice([0, 0, 0, 1, 1, 2])):
            path = mutate_path(path, chance)
        environ = {"REQUEST_METHOD": chance.choice(METHODS), "PATH_INFO": wire(path)}
        environ["QUERY_STRING"] = wire(mutate_query(query, chance), decode=False)
        for name in chance.sample(sorted(HEADERS), chance.choice([0, 0, 1, 2, 3])):
            environ[name] = chance.choice(HEADERS[name]).encode().decode("latin-1")
        if environ["REQUEST_METHOD"] in {"POST", "PUT"}:
            environ["body"] = chance.choice(BODIES)
        return environ


def wire(text, *, decode=True):
    """As WSGI has it: bytes dressed as Latin-1, in a path with the escapes undone (PEP 3333)."""
    return (unquote_to_bytes(text) if decode else text.encode()).decode("latin-1")


def mutate_path(path, chance):
    """One odd thing done to it."""
    change = chance.choice([change_part, change_part, change_part, change_characters, change_whole])
    return change(path, chance)


def change_part(path, chance):
    parts = path.split("/")
    spot = chance.randrange(len(parts))
    parts[spot : spot + chance.choice([0, 1, 1])] = chance.choice([[], [chance.choice(ODD_TEXTS)]])
    return "/".join(parts)


def change_characters(path, chance):
    spot = chance.randrange(len(path) + 1)
    return path[:spot] + chance.choice(["", *ODD_TEXTS]) + path[spot + chance.choice([0, 1]) :]


def change_whole(path, chance):
    changed = [path.rstrip("/"), path.upper(), path.swapcase(), path * 20, path[::-1], quote(path, safe="")]
    return chance.choice([*changed, chance.choice(PREFIXES) + path, path + chance.choice(SUFFIXES)])


def mutate_query(query, chance):
    pairs = [query] if query else []
    for _ in range(chance.choice([0, 0, 1, 1, 2, 4])):
        name = chance.choice(NAMES if chance.random() < 0.85 else ODD_TEXTS)
        value = chance.choice(ODD_TEXTS)
        pairs.append(chance.choice([f"{name}={value}", f"{name}={quote(value)}", name, f"{name}[]={value}"]))
    if chance.random() < 0.01:
        pairs *= 600  # more than Django reads
    return chance.choice("&&&;").join(pairs)


@dataclass
class Outcome:
    statuses: Counter = field(default_factory=Counter)
    seconds: list = field(default_factory=list)
    failures: list = field(default_factory=list)

    @property
    def slowest(self):
        return sorted(self.seconds, reverse=True)[:5]


def run(fuzz, numbers):
    """Sends the requests of these numbers. A failure is a number, what went wrong, and the request."""
    client, outcome, raised = Client(raise_request_exception=False), Outcome(), []
    client.cookies.clear()

    def note(sender, **kwargs):
        raised.append(traceback.format_exc(limit=-3, chain=False)[-1500:])

    got_request_exception.connect(note)
    try:
        for number in numbers:
            send(client, fuzz, number, outcome, raised)
    finally:
        got_request_exception.disconnect(note)
    return outcome


def send(client, fuzz, number, outcome, raised):
    environ = fuzz.request(number)
    began = time.process_time()  # what else the machine does meanwhile does not count
    try:
        status = answer(client, dict(environ))
    except Exception as error:
        status, raised[len(raised) :] = 0, [f"{type(error).__name__}: {error}"]
    outcome.seconds.append((round(time.process_time() - began, 4), number))
    outcome.statuses[status] += 1
    is_honest = environ["PATH_INFO"] == "/readyz" and status == 503  # a full disk is no fault of the request
    if raised or (not 200 <= status < 500 and not is_honest):
        outcome.failures.append((number, status, "\n".join(raised), environ))
    raised.clear()


def answer(client, environ):
    body = environ.pop("body", None)
    if body is not None:  # its length is true: a server would wait for what never comes
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": FakePayload(body)}
    response = client.request(**environ)
    response.getvalue()
    return response.status_code
