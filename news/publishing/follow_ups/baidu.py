"""Baidu's link submission: new addresses only, each once, because every push counts against a daily quota."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from news.models import FollowUp
from news.publishing.follow_ups.kinds import AddressStatus, FollowUpKind, absolute
from news.web.fetching import Fetcher

ENDPOINT = "http://data.zz.baidu.com/urls"  # Baidu offers no https here
MAX_URLS = 2_000
REFUSALS = ("not_same_site", "not_valid")


def is_configured() -> bool:
    return bool(settings.NEWS_BAIDU_TOKEN and settings.NEWS_SITE_URL)


def send(fetcher: Fetcher, rows: Sequence[FollowUp]) -> set[str]:
    parts = urlsplit(settings.NEWS_SITE_URL)
    query = urlencode({"site": f"{parts.scheme}://{parts.netloc}", "token": settings.NEWS_BAIDU_TOKEN})
    lines = "\n".join(absolute(row.path) for row in rows)
    content = fetcher.send(f"{ENDPOINT}?{query}", lines.encode(), "text/plain").content
    # {"success": 1, "remain": 99, "not_valid": [addresses]}; an answer of another shape refuses nothing.
    try:
        answer: Any = json.loads(content)
    except (ValueError, RecursionError):  # RecursionError: from a deeply nested answer
        return set()
    lists = [answer.get(name) for name in REFUSALS] if isinstance(answer, dict) else []
    return {str(url) for found in lists if isinstance(found, list) for url in found}


BAIDU = FollowUpKind("baidu", MAX_URLS, {AddressStatus.PRESENT}, is_configured, send)
