"""Fixtures every test may use, and the rule that none of them leaves this machine."""

import socket

import pytest

from news.web.network import SYSTEM_NETWORK
from tests.archives import list_archives
from tests.archives.facts import Archive

# Go the same ways hundreds of times, which the tests beside them have gone before: whether a line has run is not asked
# anew there, it would double their time. What only they reach counts as not covered.
UNTRACED = (
    "promises/",
    "admin/test_permissions.py",
    "demo/test_content.py",
    "demo/test_demo_command.py",
    "exchange/test_import_posts.py::TestSamples",
    "exchange/test_killed.py",
    "exchange/test_odd_files.py",
    "exchange/test_undo.py::TestSamples",
    "public/test_headers.py",
    "public/test_query_growth.py",
    "publishing/test_trash.py::test_fifty_posts",
    "text/test_bodies.py::test_real_bodies",
    "text/test_cleaning.py::TestVisibleText",
    "text/test_cleaning.py::TestSize",
    "web/test_hostile.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(UNTRACED):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True)
def stay_on_this_machine(monkeypatch):
    """What a test forgets to lead to a server of its own (tests.web.network) fails, instead of asking the internet."""

    def resolve_number(host, port):
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [info[4][0] for info in infos]

    def refuse(address, port, _timeout_s):
        raise OSError(f"a test may not reach {address} port {port}")

    monkeypatch.setattr(SYSTEM_NETWORK, "resolve", resolve_number)
    monkeypatch.setattr(SYSTEM_NETWORK, "connect", refuse)


@pytest.fixture(scope="session", params=list_archives())
def samples(request) -> Archive:
    """Our own archive of posts, pictures and hostile markup; where the real ones are, they as well, in soak."""
    return request.param
