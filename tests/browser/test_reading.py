"""A page that somebody looks at for some seconds counts once; one that nobody sees does not."""

import pytest

from news.models import ViewCount
from news.traffic import buffer
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
# What the timers have sent was sent before it.
ASK_LAST = "fetch('/healthz').then((answer) => answer.status)"


@pytest.fixture
def waiting(monkeypatch):
    class Quiet(buffer.ViewBuffer):
        def _schedule(self, delay_s):
            """Written when the test says so."""

    quiet = Quiet()
    monkeypatch.setattr(buffer, "BUFFER", quiet)
    return quiet


def read(open_page, post, seconds, user=None):
    page = open_page(user_agent=AGENT, user=user)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/views/") else None)
    page.clock.install()
    page.goto(post.get_absolute_url())
    page.clock.run_for(seconds * 1000)
    page.evaluate(ASK_LAST)
    return page, sent


def test_a_reading_is_sent_once_after_some_seconds_and_without_cookies(open_page, waiting, editor_user):
    post = PostFactory()
    page, sent = read(open_page, post, 2)
    assert sent == []
    page.close()  # its clock goes on
    page, sent = read(open_page, post, 60, editor_user)
    assert [request.post_data for request in sent] == [str(post.pk)]
    assert sent[0].response().status == 204
    assert "cookie" not in sent[0].all_headers()
    assert page.watch.errors == []
    assert waiting.flush()
    assert list(ViewCount.objects.values_list("post", "count")) == [(post.pk, 1)]


def test_a_page_in_the_background_waits_until_it_is_seen(open_page, waiting):
    page = open_page(user_agent=AGENT)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/views/") else None)
    page.add_init_script(
        "let seen = 'hidden'; Object.defineProperty(document, 'visibilityState', {get: () => seen});"
        "addEventListener('show', () => { seen = 'visible'; document.dispatchEvent(new Event('visibilitychange')); });"
    )
    page.clock.install()
    page.goto(PostFactory().get_absolute_url())
    page.clock.run_for(60_000)
    page.evaluate(ASK_LAST)
    assert sent == []
    page.evaluate("dispatchEvent(new Event('show'))")
    page.clock.run_for(5_000)
    page.evaluate(ASK_LAST)
    assert len(sent) == 1
