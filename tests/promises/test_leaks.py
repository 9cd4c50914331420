"""P18: what is not public leaves no trace at any public address: every state × every route × how it is asked for.

The table of addresses is `Scene.paths` in tests/public/test_visibility.py: a new route is one line there.
"""

import re

import pytest
from django.utils import translation

from news.models import Post, PostQuerySet
from tests.public.test_visibility import STATES, Scene

pytestmark = pytest.mark.django_db
# What other systems have shown drafts for (WordPress CVE-2019-17671 and its kin), and what somebody may try here.
JUNK = [
    *("static=1", "preview=true", "status=draft", "p={pk}", "page_id={pk}", "cat=-1", "post_type=any", "draft=1"),
    *("post_status=any", "post_status[]=draft", "order=asc", "orderby=status", "trashed=1", "state=scheduled"),
    *("id={pk}", "show=all", "is_published=0", "status__in=draft", "published_at__gt=1", "filter[status]=draft"),
    *("fields=title,body_html", "include=drafts", "format=json", "_method=PUT", "debug=1", "version=1", "edit=1"),
    *("revision={pk}", "at=9999-12-31", "limit=100000", "callback=x", "__proto__=1"),
]
# A page that is not found puts the words of its address into the search box, whatever they are.
SEARCH_BOX = re.compile(r'<input id="find"[^>]*>')
ALONE = ["token={token}", "page=1%00"]  # with others, the one shows itself and the other hides the page


class Walk:
    """All addresses of a scene, in the given chromes, and what must not be found behind them."""

    def __init__(self, client, states, languages):
        self.client, self.scene, self.languages = client, Scene(*states), languages
        secrets = self.scene.secrets
        self.traces = {state: list(traces(secret)) for state, secret in zip(states, secrets, strict=True)}
        self.junk = "&".join(JUNK).format(pk=secrets[0].pk)
        self.paths = sorted({path for secret in secrets for path in self.paths_about(secret)})

    def paths_about(self, secret):
        self.scene.look_at(secret)
        for language in self.languages:
            with translation.override(language):
                yield from (path for _name, path in self.scene.paths())

    def is_about_a_secret(self, path):
        return any(secret.subtitle in path or f"/{secret.pk}/" in path for secret in self.scene.secrets)

    def found_in(self, response, echoed="\0"):
        """Which states show in an answer: in its body or its headers, redirects on the way included.

        `echoed`: what was sent, which a redirect keeps.
        """
        hops = [url for url, _status in getattr(response, "redirect_chain", [])]
        headers = [f"{name}: {value}" for name, value in response.headers.items()]
        page = SEARCH_BOX.sub("", response.getvalue().decode())
        text = "\n".join([*hops, *headers, page]).replace(echoed, "")
        return [state for state, found in self.traces.items() if any(each in text for each in found)]

    def ask_in_all_ways(self, path):
        """Cold, warm, as a reader who has it already, HEAD, and with everything odd in the query."""
        cold = self.client.get(path, follow=True)
        yield "cold", cold
        yield "warm", self.client.get(path)
        if "ETag" in cold.headers:
            yield "known", self.client.get(path, headers={"if-none-match": cold.headers["ETag"]})
        yield "head", self.client.head(path)
        yield "junk", self.client.get(path + ("&" if "?" in path else "?") + self.junk, follow=True)


def traces(secret):
    yield secret.subtitle  # the token
    yield f"/p/{secret.pk}/"
    yield f'"id":{secret.pk},'
    yield secret.header_image.sha256[:32]


@pytest.fixture(params=["one state", pytest.param("all states", marks=pytest.mark.soak)])
def walk(request, client):
    """Each time one state in one chrome; in soak every state in both."""
    chosen = (["scheduled"], ["zh-hans"]) if request.param == "one state" else (list(STATES), ["zh-hans", "en"])
    return Walk(client, *chosen)


def test_no_state_shows_at_any_address_however_it_is_asked_for(walk):
    leaks = []
    for path in walk.paths:
        for way, response in walk.ask_in_all_ways(path):
            leaks += [(path, way, state) for state in walk.found_in(response)]
            assert response.status_code < 500, (path, way)
    assert leaks == []


def test_no_single_odd_parameter_opens_one(walk):
    secret = walk.scene.secrets[0]
    for path in ("/", "/tag/", f"/p/{secret.pk}/", secret.get_absolute_url(), "/api/v1/posts/"):
        for parameter in [*JUNK, *ALONE]:
            given = parameter.format(pk=secret.pk, token=secret.subtitle)
            response = walk.client.get(f"{path}?{given}", follow=True)
            assert walk.found_in(response, given) == [], (path, given)


def test_every_page_is_the_same_to_the_byte_as_if_they_had_never_been_written(walk):
    """Counts, pagers, archives, tag clouds, suggestions, orders: whatever a page may tell without naming."""
    shared = [path for path in walk.paths if not walk.is_about_a_secret(path)]
    with_secrets = {path: walk.client.get(path) for path in shared}
    Post.objects.filter(pk__in=[secret.pk for secret in walk.scene.secrets]).delete()
    for path, before in with_secrets.items():
        after = walk.client.get(path)
        assert before.getvalue() == after.getvalue(), path
        assert before.headers == after.headers, path
    assert len(shared) > 30


def test_the_walk_sees_a_planted_leak(walk, monkeypatch):
    monkeypatch.setattr(PostQuerySet, "published", lambda posts, at=None: posts.exclude(published_at=None))
    for path in ("/", "/feed/", "/tag/", "/nothing/", "/api/v1/posts/", walk.scene.secrets[0].get_absolute_url()):
        assert walk.found_in(walk.client.get(path)), path
