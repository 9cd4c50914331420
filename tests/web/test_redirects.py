"""Redirects are followed by hand: each address is judged anew, and a name may change its mind without effect."""

from urllib.parse import quote

import pytest

from news.web.fetching import Fetcher
from tests.web.hostile_server import HostileServer
from tests.web.network import LOOPBACK, LoopbackNetwork, serve

OTHER = "127.0.0.2"  # an address of this machine that the tests' networks do not allow
PRIVATE = [
    "http://127.0.0.2/secret",
    "http://127.0.0.2:80/secret",
    "http://127.2/secret",
    "http://0x7f.2/secret",
    "http://2130706434/secret",
    "http://0177.0.0.2/secret",
    "http://①②⑦.⓪.⓪.②/secret",
    "//127.0.0.2/secret",
    "http://[::1]/secret",
    "http://[::ffff:127.0.0.2]/secret",
    "http://[64:ff9b::127.0.0.2]/secret",
    "http://localhost/secret",
    "http://canary.example.com/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://0.0.0.0/",
]
NAMES = {"canary.example.com": OTHER, "localhost": (LOOPBACK, "::1")}


@pytest.fixture(scope="module")
def canary():
    """Must hear nothing, ever."""
    with HostileServer({"/secret": b"secret"}, address=OTHER) as server:
        yield server
        assert server.connection_count == 0


@pytest.fixture(scope="module")
def site(canary):
    with HostileServer({"/a.png": b"picture"}) as server:
        yield server


class TwoServers(LoopbackNetwork):
    """Port 80 of the canary's address would lead to the canary, if a connection to it were opened."""

    def __init__(self, site, canary, names):
        super().__init__({80: site.port}, names=names)
        self.canary = canary

    def connect(self, address, port, timeout_s):
        if address != LOOPBACK:
            self.ports = {80: self.canary.port}
            self.allowed = {address}
        return super().connect(address, port, timeout_s)


@pytest.fixture
def network(site, canary):
    return TwoServers(site, canary, dict(NAMES))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", PRIVATE)
def test_a_redirect_to_a_private_address_opens_nothing(network, refusal, status, location):
    error = refusal(Fetcher(network), f"http://images.example.com/to/{status}/{quote(location, safe='')}")
    assert error.code in {"private-address", "no-host"}
    assert error.is_final
    assert network.connected == [LOOPBACK]


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://images.example.com:8002/content/delete/87343", "port"),
        ("http://images.example.com:6379/", "port"),
        ("http://admin:word@images.example.com/", "userinfo"),
        ("http://127.0.0.2\\@images.example.com/", "characters"),
        ("file:///etc/passwd", "not-http"),
        ("gopher://127.0.0.2/", "not-http"),
    ],
)
def test_a_redirect_keeps_the_rules_for_addresses(network, refusal, location, code):
    error = refusal(Fetcher(network), f"http://images.example.com/to/302/{quote(location, safe='')}")
    assert error.code == code
    assert network.connected == [LOOPBACK]


def test_a_chain_may_not_end_at_a_private_address(network, refusal):
    inner = f"/to/302/{quote('http://127.0.0.2/secret', safe='')}"
    outer = f"http://images.example.com/to/301/{quote(inner, safe='')}"
    assert refusal(Fetcher(network), outer).code == "private-address"
    assert network.connected == [LOOPBACK, LOOPBACK]


def test_a_name_is_resolved_once_and_connected_to_what_was_checked(network):
    """First a public address, then a private one: there is no second question whose answer could be used."""
    network.names["flips.example.com"] = [LOOPBACK, OTHER]
    fetched = Fetcher(network).fetch("http://flips.example.com/a.png")
    assert (fetched.content, fetched.address) == (b"picture", LOOPBACK)
    assert network.asked == ["flips.example.com"]
    assert network.connected == [LOOPBACK]


def test_a_name_that_turns_private_between_redirects_is_refused(network, refusal):
    network.names["flips.example.com"] = [LOOPBACK, OTHER]
    error = refusal(Fetcher(network), "http://flips.example.com/hops/1")
    assert (error.code, error.facts["address"]) == ("private-address", OTHER)
    assert network.connected == [LOOPBACK]


def test_one_private_address_among_public_ones_refuses_the_name(network, refusal):
    network.names["mixed.example.com"] = (LOOPBACK, OTHER)
    assert refusal(Fetcher(network), "http://mixed.example.com/a.png").code == "private-address"
    assert network.connected == []


def test_a_connection_that_leads_elsewhere_is_closed_unused(site, canary, refusal):
    class Bent(LoopbackNetwork):
        def connect(self, address, port, timeout_s):
            return super().connect(LOOPBACK, port, timeout_s)

    network = Bent({80: site.port}, names={"public.example.com": "93.184.215.14"})
    asked = len(site.requests)
    error = refusal(Fetcher(network), "http://public.example.com/a.png")
    assert (error.code, error.facts["address"]) == ("peer-changed", LOOPBACK)
    assert len(site.requests) == asked


def test_four_redirects_are_followed_and_the_last_address_is_told(web):
    fetched = web.fetcher.fetch("http://images.example.com/hops/4")
    assert (fetched.content, fetched.url) == (b"arrived", "http://images.example.com/hops/0")


def test_a_redirect_in_raw_chinese_is_followed(web):
    location = quote("/echo/图片", safe="")
    asked = web.fetcher.fetch(f"http://images.example.com/to/302/{location}").content.decode()
    assert asked.startswith("GET /echo/%E5%9B%BE%E7%89%87\n")


def test_http_may_lead_to_https_but_not_back(web, refusal):
    there = quote("https://images.example.com/a.png", safe="")
    back = quote("http://images.example.com/a.png", safe="")
    assert web.fetcher.fetch(f"http://images.example.com/to/301/{there}").content == b"picture"
    assert refusal(web.fetcher, f"https://images.example.com/to/301/{back}").code == "redirect-downgrade"


def test_the_body_of_a_redirect_is_never_read(caplog):
    caplog.set_level("DEBUG", logger="news.web")
    with serve() as web:
        assert web.fetcher.fetch("http://images.example.com/to-with-bomb", max_bytes=1_000).content == b"arrived"
    taken = int(caplog.records[-1].getMessage().partition("bytes=")[2].split()[0])
    assert taken < 40_000  # one read's worth came along with the headers
