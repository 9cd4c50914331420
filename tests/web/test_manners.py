"""Turns and questions: few at once to one host, few altogether, and nobody waits for ever."""

import threading
import time

import pytest

from news.web.errors import FetchError
from news.web.fetching import Fetcher, Limits
from news.web.network import SystemNetwork
from news.web.resolving import Resolver
from tests.web.hostile_server import wait_until
from tests.web.network import LoopbackNetwork, serve
from tests.web.test_hostile import run_together


def fetch_together(web, urls):
    contents = []
    run_together([lambda url=url: contents.append(web.fetcher.fetch(url).content) for url in urls])
    assert contents == [b"held"] * len(urls)


def test_two_at_a_time_go_to_one_host():
    with serve(slow_s=0.3) as web:
        fetch_together(web, ["http://images.example.com/hold"] * 10)
        assert web.http.most_held == 2


def test_eight_at_a_time_go_out_altogether():
    with serve(slow_s=0.3) as web:
        fetch_together(web, [f"http://n{number}.example.com/hold" for number in range(24)])
        assert 4 <= web.http.most_held <= 8


def test_waiting_for_a_turn_costs_none_of_the_time_to_fetch():
    with serve(slow_s=0.8, limits=Limits(total_s=3.5, first_byte_s=3.5, per_host=1)) as web:
        fetch_together(web, ["http://images.example.com/hold"] * 5)


def test_waiting_for_a_turn_ends():
    with serve(slow_s=4, limits=Limits(per_host=1, turn_s=0.1)) as web:
        first = threading.Thread(target=web.fetcher.fetch, args=("http://images.example.com/hold",))
        first.start()
        assert wait_until(lambda: web.http.requests)
        with pytest.raises(FetchError) as caught:
            web.fetcher.fetch("http://images.example.com/a.png")
        assert (caught.value.code, caught.value.is_final) == ("no-turn", False)
        first.join(60)


def test_a_failure_gives_its_turn_back(web):
    for _ in range(10):
        with pytest.raises(FetchError, match="not-found"):
            web.fetcher.fetch("http://images.example.com/status/404")
    assert web.fetcher.fetch("http://images.example.com/a.png").content == b"picture"


class SilentNetwork(LoopbackNetwork):
    """Its name server does not answer until it is told to."""

    def __init__(self):
        super().__init__({})
        self.answering = threading.Event()

    def resolve(self, host, port):
        self.answering.wait(60)
        return ["127.0.0.1"]


@pytest.fixture
def silent():
    network = SilentNetwork()
    yield network
    network.answering.set()
    assert wait_until(lambda: not any(thread.name == "resolve" for thread in threading.enumerate()))


def test_a_name_server_that_does_not_answer_is_left(silent):
    started_at = time.monotonic()
    with pytest.raises(FetchError) as caught:
        Fetcher(silent, Limits(resolve_s=0.2)).fetch("http://images.example.com/a.png")
    assert (caught.value.code, caught.value.is_final) == ("dns-timeout", False)
    assert time.monotonic() - started_at < 30  # it answers after sixty


def test_questions_that_hang_do_not_pile_up(silent):
    resolver = Resolver(silent, max_resolving=3)
    codes = []
    for _ in range(6):
        with pytest.raises(FetchError) as caught:
            resolver.resolve("images.example.com", 80, 0.05)
        codes.append(caught.value.code)
    assert codes == ["dns-timeout"] * 3 + ["dns-busy"] * 3
    silent.answering.set()
    assert wait_until(lambda: not any(thread.name == "resolve" for thread in threading.enumerate()))
    assert resolver.resolve("images.example.com", 80, 5) == ["127.0.0.1"]


def test_a_machine_without_threads_to_spare_loses_no_place_for_questions(monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    resolver = Resolver(LoopbackNetwork({}), max_resolving=1)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        for _ in range(2):
            with pytest.raises(FetchError, match="dns-busy"):
                resolver.resolve("images.example.com", 80, 0.05)
    assert resolver.resolve("images.example.com", 80, 5) == ["127.0.0.1"]


@pytest.mark.parametrize("answer", [OSError("no such name"), UnicodeError("label too long"), []])
def test_a_name_nobody_knows_may_be_known_tomorrow(answer):
    class Unknowing(LoopbackNetwork):
        def resolve(self, host, port):
            if isinstance(answer, Exception):
                raise answer
            return answer

    with pytest.raises(FetchError) as caught:
        Fetcher(Unknowing({})).fetch("http://images.example.com/a.png")
    assert (caught.value.code, caught.value.is_final) == ("unknown-host", False)


def test_an_address_that_is_named_twice_is_tried_once():
    network = LoopbackNetwork({}, names={"two.example.com": ("8.8.8.8", "1.1.1.1", "8.8.8.8")})
    assert Resolver(network, max_resolving=1).resolve("two.example.com", 80, 5) == ["8.8.8.8", "1.1.1.1"]


def test_the_real_resolver_reads_numbers_without_asking_anybody():
    assert list(SystemNetwork().resolve("127.1", 80)) == ["127.0.0.1"]
