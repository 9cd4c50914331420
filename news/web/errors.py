"""Why something could not be fetched. The error carries facts; `news.web.messages` turns them into sentences."""

# Trying these again will not help: the address or the server behind it would have to change first.
FINAL_CODES = frozenset(
    {
        "characters",
        "too-long",
        "not-http",
        "no-host",
        "userinfo",
        "port",
        "private-address",
        "peer-changed",
        "headers-too-large",
        "answer-too-large",
        "encoding",
        "redirect-downgrade",
        "redirect-nowhere",
        "redirected",
        "too-many-redirects",
        "not-found",
        "forbidden",
        "status",
    }
)


class FetchError(Exception):
    """A fetch failed. `is_final`: trying again will not help.

    Codes of addresses: characters, too-long, not-http, no-host, userinfo, port. Of connections: unknown-host,
    dns-timeout, dns-busy, private-address, connect-timeout, unreachable, peer-changed, certificate, tls, no-turn.
    Of answers: no-answer, deadline, cut-off, not-http-answer, headers-too-large, answer-too-large, encoding,
    redirect-downgrade, redirect-nowhere, redirected, too-many-redirects, not-found, forbidden, rate-limited,
    server-error, status.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, str | int] = facts
        self.is_final = code in FINAL_CODES
