"""What the tests of fetching share: a web on loopback, with the usual patience or with little."""

import pytest

from news.web.fetching import FetchError
from tests.web.network import QUICK, serve


@pytest.fixture(autouse=True)
def stay_on_this_machine():
    """Here the network's own rules are tested, with servers on loopback or sockets that only count."""


@pytest.fixture(scope="module")
def web():
    with serve({"/a.png": b"picture"}) as opened:
        yield opened


@pytest.fixture(scope="module")
def quick_web():
    with serve({"/a.png": b"picture"}, limits=QUICK) as opened:
        yield opened


@pytest.fixture
def refusal():
    """Calls fetch, which must fail, and gives the error."""

    def fetch(fetcher, url, **options):
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(url, **options)
        return caught.value

    return fetch
