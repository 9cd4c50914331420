"""No request, however odd, is answered with a 5xx. `tests/benchmarks/fuzz_site.py` sends 20,000 of them."""

import pytest
from django.urls import NoReverseMatch, reverse

from tests.factories import ImageFactory, PostFactory
from tests.fuzzing import Fuzz, run
from tests.public.test_visibility import Scene, public_names

pytestmark = pytest.mark.django_db


def real_paths():
    """Every public address: those of the table of the leak test, and all that need no argument."""
    scene = Scene("draft", "trashed")
    image = ImageFactory()
    PostFactory(header_image=image, body=f'<p><img src="/i/{image.pk}/"></p>', categories=[scene.category])
    yield from (path for _name, path in scene.paths())
    yield from (image.get_absolute_url(), image.rendition_url("w400"))
    for name in public_names():
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


@pytest.mark.parametrize("count", [100, pytest.param(400, marks=pytest.mark.soak)])
def test_odd_requests_are_answered_calmly(client, count):
    fuzz = Fuzz(dict.fromkeys(real_paths()), seed=20260601)
    outcome = run(fuzz, range(count))
    assert outcome.failures == []
    assert outcome.statuses[200] > count // 10, "most of them have become too odd to test much"


def test_the_fuzz_sees_a_planted_fault(client, monkeypatch):
    monkeypatch.setattr("news.public.views.archives.count_months", lambda posts: 1 / 0)
    outcome = run(Fuzz(["/archive/"], seed=1), range(20))
    assert {(status, "ZeroDivisionError" in raised) for _, status, raised, _ in outcome.failures} == {(500, True)}
