"""Scores an answer's headers after the table of Mozilla's HTTP Observatory (developer.mozilla.org/observatory).

The parts that headers alone decide; redirection and certificates belong to the machine. 100 to begin with; what adds
counts from 90 on.
"""

import re

SIX_MONTHS_S = 15_768_000
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE_SCRIPTS = {"'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*"}


def score(response):
    """Points, and by what they were won and lost."""
    points = {
        "content-security-policy": score_policy(policy_of(response)),
        "cookies": score_cookies(response),
        "cors": -50 if response.headers.get("Access-Control-Allow-Credentials") else 0,
        "referrer-policy": 5 if response.headers.get("Referrer-Policy") in PRIVATE_REFERRERS else -5,
        "strict-transport-security": score_transport(response.headers.get("Strict-Transport-Security", "")),
        "x-content-type-options": 0 if response.headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "framing": score_framing(response),
        "cross-origin-resource-policy": score_sharing(response.headers.get("Cross-Origin-Resource-Policy", "")),
    }
    lost = 100 + sum(value for value in points.values() if value < 0)
    return (lost + sum(value for value in points.values() if value > 0) if lost >= 90 else lost), points


def policy_of(response):
    """Sources by directive; empty without a policy."""
    parts = (part.split() for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {name: sources for name, *sources in filter(None, parts)}


def score_policy(policy):
    if not policy:
        return -25
    scripts = set(policy.get("script-src", policy.get("default-src", ["*"])))
    objects = set(policy.get("object-src", policy.get("default-src", ["*"])))
    if (scripts | objects) & (UNSAFE_SCRIPTS - {"'unsafe-eval'"}):
        return -20
    if "'unsafe-eval'" in scripts or any(source.startswith("http:") for each in policy.values() for source in each):
        return -10
    if set(policy.get("style-src", policy.get("default-src", ["*"]))) & UNSAFE_SCRIPTS:
        return 0
    is_closed = policy.get("default-src") == ["'none'"] and policy.get("form-action") in (["'none'"], ["'self'"])
    return 10 if is_closed else 5


def score_cookies(response):
    for cookie in response.cookies.values():
        if not cookie["secure"] or not cookie["httponly"] or cookie["samesite"] not in {"Lax", "Strict"}:
            return -30
    return 5 if response.cookies else 0


def score_transport(header):
    found = re.search(r"max-age=(\d+)", header)
    if not found:
        return -20
    return 0 if int(found[1]) >= SIX_MONTHS_S else -10


def score_framing(response):
    if policy_of(response).get("frame-ancestors") in (["'none'"], ["'self'"]):
        return 5
    return 0 if response.headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def score_sharing(header):
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(header, -5)
