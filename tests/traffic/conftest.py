"""A buffer that is written when a test says so, and a memory of readers of its own."""

import pytest
from django.core.cache import caches

from news.traffic import buffer


class QuietBuffer(buffer.ViewBuffer):
    """No thread of its own."""

    def _schedule(self, delay_s):
        self.delays = [*getattr(self, "delays", []), delay_s]


@pytest.fixture(autouse=True)
def stay_away_from_the_cache():
    """The memory of readers is a test's own here, in any run."""


@pytest.fixture(autouse=True)
def waiting(monkeypatch, settings):
    """What waits to be written."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "views of a test"}
    settings.CACHES = settings.CACHES | {"views": memory}
    caches["views"].clear()
    quiet = QuietBuffer()
    monkeypatch.setattr(buffer, "BUFFER", quiet)
    return quiet
