"""A media folder of its own for every test, and no worker left behind."""

import pytest

from news.images.pool import POOL


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True, scope="session")
def no_worker_left():
    yield
    POOL.close()
