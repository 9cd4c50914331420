"""IndexNow: sends new, changed and withdrawn addresses to Bing, Yandex, Naver, Seznam (https://www.indexnow.org)."""

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from news.models import FollowUp
from news.publishing.follow_ups.kinds import AddressStatus, FollowUpKind, absolute
from news.web.fetching import Fetcher

ENDPOINT = "https://api.indexnow.org/indexnow"
MAX_URLS = 10_000


def is_configured() -> bool:
    return bool(settings.NEWS_INDEXNOW_KEY and settings.NEWS_SITE_URL)


def send(fetcher: Fetcher, rows: Sequence[FollowUp]) -> set[str]:
    key = settings.NEWS_INDEXNOW_KEY
    data = {
        "host": urlsplit(settings.NEWS_SITE_URL).hostname,
        "key": key,
        "keyLocation": absolute(reverse("indexnow_key", args=[key])),
        "urlList": [absolute(row.path) for row in rows],
    }
    fetcher.send(ENDPOINT, json.dumps(data).encode(), "application/json; charset=utf-8")
    return set()


INDEXNOW = FollowUpKind("indexnow", MAX_URLS, {AddressStatus.PRESENT, AddressStatus.GONE}, is_configured, send)
