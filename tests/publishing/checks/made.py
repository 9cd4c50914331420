"""Posts to be checked, without a database: right in everything that a test does not name."""

import datetime as dt
from dataclasses import replace

from news.publishing.checks.checked import CheckedImage, CheckedPost
from news.publishing.checks.places import CheckedBody
from news.publishing.checks.registry import BY_CODE
from news.publishing.checks.running import find_all, mend

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai
PICTURE = CheckedImage(7, "ready", "渔船在晨雾里靠岸", False, 1600, "boat.jpg", "", "https://a.example/boat.jpg", None)
GOOD_BODY = "<p>潮水在清晨退去，码头上的人开始一天的工作。</p><h2>码头</h2><p>渔船靠岸，市场开门。</p>"


def make(body=GOOD_BODY, **values):
    good = {
        "title": "港口的清晨",
        "now": NOW,
        "summary": "潮水" * 40,
        "slug": "harbour-morning",
        "category_count": 1,
        "author_count": 1,
        "tag_count": 3,
        "header": PICTURE,
        "images": {7: PICTURE, 8: PICTURE._replace(pk=8)},
    }
    return CheckedPost(tree=CheckedBody(body, is_clean=False), **{**good, **values})


def codes(post):
    return [finding.code for finding in find_all(post)]


def mended(post, code, place=None):
    """The post with the changes of one remedy."""
    changes = dict(mend(post, code, place))
    if "body" in changes:
        changes["tree"] = CheckedBody(changes.pop("body"), is_clean=False)
    return replace(post, **changes)


__all__ = ["BY_CODE", "GOOD_BODY", "NOW", "PICTURE", "codes", "make", "mended"]
