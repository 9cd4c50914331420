"""Fixtures every test may use, and the rule that none of them leaves this machine."""

import socket
from pathlib import Path

import pytest

from news.web.network import SYSTEM_NETWORK

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


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


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real input that is not part of the repository; tests that need it say so when it is absent."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample archives (../shared/samples) are not on this machine")
    return SAMPLES
