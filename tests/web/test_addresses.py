"""No connection is opened to an address that is not public, however it is written; public ones are accepted."""

import ipaddress
import socket

import pytest

from news.web.addresses import is_public_address
from news.web.fetching import Fetcher, FetchError
from tests.web.network import ToldNetwork

# Hosts as they may stand in an address, names with what they resolve to.
NAMES = {
    "localtest.example.com": "127.0.0.1",
    "127.0.0.1.nip.example.com": "127.0.0.1",
    "localhost6.example.com": "::1",
    "metadata.google.internal": "169.254.169.254",
    "instance-data.ec2.internal": "169.254.169.254",
    "metadata.tencentyun.com": "169.254.0.23",
    "intranet": "10.1.2.3",
    "router.example.com": "192.168.1.1",
    "mixed.example.com": ("93.184.215.14", "127.0.0.1"),
    "mixed6.example.com": ("2606:4700::1111", "fd00::1"),
    "mapped.example.com": "::ffff:10.0.0.1",
    "linklocal.example.com": "fe80::1%lo",
    "nonsense.example.com": "not-an-address",
}
PRIVATE_HOSTS = [
    *NAMES,
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "ｌｏｃａｌｈｏｓｔ",
    # 127.0.0.1 and 0.0.0.0 in the spellings a resolver knows
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "0x7f.1",
    "0x7f000001",
    "0X7F.0x0.0x0.0x1",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0177.1",
    "0177.0x0.0.1",
    "00000177.0.0.1",
    "①②⑦.⓪.⓪.①",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "0",
    "0.0.0.0",  # noqa: S104 - an address to be refused
    "0x0",
    "00",
    "0.0",
    # private, shared, link-local, metadata services
    "10.0.0.1",
    "10.255.255.255",
    "0xa.1",
    "167772161",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.1",
    "3232235777",
    "0300.0250.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "169.254.43518",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "168.63.129.16",
    "192.0.0.192",
    # documentation, benchmarks, multicast, reserved, broadcast
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "4294967295",
    # IPv6, and IPv4 inside it
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:127.0.0.1]",
    "[::FFFF:7F00:1]",
    "[::ffff:0:0]",
    "[::ffff:169.254.169.254]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a00:1]",
    "[64:ff9b:1::1]",
    "[64:ff9b:1::8.8.8.8]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2002:808:808::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[2001:0:0:0:0:0:80ff:fffe]",
    "[2001:db8::1]",
    "[2001:10::1]",
    "[2001:20::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[100::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fd12:3456:789a::1]",
    "[fe80::1]",
    "[febf::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[4000::1]",
    "[8000::1]",
]
# Refused before anything is resolved.
UNREADABLE_HOSTS = [
    "",
    ".",
    "..",
    "a..example.com",
    "localhost..",
    "[fe80::1%25lo]",
    "[fe80::1%lo]",
    "[::1",
    "::1",
    "[127.0.0.1]",
    "[v1.fe80::a]",
    "127.0.0.1%2f.example.com",
    "127%2e0%2e0%2e1",
    "exa mple.com",
    "exam\tple.com",
    "127.0.0.1\n.example.com",
    "127.0.0.1\\.example.com",
    "127.0.0.1\x00.example.com",
    "example.com\u200b",
    "127.0.0.1\u202e.example.com",
    "user@127.0.0.1",
    "images.example.com@127.0.0.1",
    "127.0.0.1:80@images.example.com",
    "127.0.0.1:22",
    "images.example.com:8080",
    "images.example.com:0",
    "images.example.com:99999",
    "images.example.com:８０",
    "images.example.com:80:443",
    "exa$mple.com",
    "127.0.0.1／.example.com",
    "127.0.0.1＃.example.com",
    "images.example.com＠127.0.0.1",
    "127.0.0.1：80",
    "a" * 64 + ".example.com",
    "a." * 150 + "com",
    "例" * 300,
]
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.215.14",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "223.255.255.255",
    "114.114.114.114",  # Nanjing
    "223.5.5.5",  # Alibaba
    "119.29.29.29",  # Tencent
    "180.76.76.76",  # Baidu
    "202.96.209.133",  # China Telecom, Shanghai
    "61.135.169.121",  # China Unicom, Beijing
    "211.136.192.6",  # China Mobile
    "166.111.4.100",  # Tsinghua
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2400:3200::1",  # Alibaba
    "2402:4e00::",  # Tencent
    "240e:4c:4008::1",  # China Telecom
    "2408:8899::8",  # China Unicom
    "2409:8088::a",  # China Mobile
    "2001:250::1",  # CERNET
    "64:ff9b::8.8.8.8",  # a public host seen through the NAT64 of an IPv6-only network
    "::ffff:8.8.8.8",
]


@pytest.fixture
def opened(monkeypatch):
    """Every address a socket of this process was to be connected to; none is."""
    addresses = []

    def connect(_socket, address):
        addresses.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    return addresses


def refusal_of(url):
    with pytest.raises(FetchError) as caught:
        Fetcher(ToldNetwork(NAMES)).fetch(url)
    return caught.value


def test_there_are_enough_forms_in_the_tables():
    assert len(set(PRIVATE_HOSTS)) >= 80
    assert len(set(PUBLIC)) >= 15


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", PRIVATE_HOSTS)
def test_no_socket_is_opened_to_an_address_that_is_not_public(host, scheme, opened):
    error = refusal_of(f"{scheme}://{host}/a.png")
    assert (error.code, error.is_final) == ("private-address", True)
    assert opened == []


@pytest.mark.parametrize("host", UNREADABLE_HOSTS)
def test_a_host_that_parsers_might_read_differently_is_refused_unresolved(host, opened):
    network = ToldNetwork(NAMES)
    with pytest.raises(FetchError) as caught:
        Fetcher(network).fetch(f"http://{host}/a.png")
    assert caught.value.code in {"characters", "no-host", "userinfo", "port"}
    assert caught.value.is_final
    assert (network.asked, opened) == ([], [])


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_connected_to(address, opened):
    with pytest.raises(FetchError) as caught:
        Fetcher(ToldNetwork({"images.example.com": address})).fetch("http://images.example.com/a.png")
    assert caught.value.code == "unreachable"
    assert opened == [(address, 80)]


def test_the_system_network_is_what_a_fetcher_uses_unless_a_test_gives_another(opened):
    with pytest.raises(FetchError) as caught:
        Fetcher().fetch("http://127.0.0.1/")
    assert caught.value.code == "private-address"
    with pytest.raises(FetchError) as caught:
        Fetcher().fetch("http://8.8.8.8/")
    assert caught.value.code == "unreachable"
    assert opened == [("8.8.8.8", 80)]


@pytest.mark.parametrize("text", ["", "example.com", "127.1", "1.2.3", "fe80::1%eth0", "2606:4700::1%1", "1.2.3.4/32"])
def test_what_is_no_plain_address_is_not_public(text):
    assert not is_public_address(text)


def test_every_network_of_the_rule_is_refused_from_its_first_address_to_its_last():
    rule = (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
        "64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 "
        "fec0::/10 ff00::/8 ::/96"
    )
    for network in map(ipaddress.ip_network, rule.split()):
        for address in (network[0], network[network.num_addresses // 2], network[-1]):
            assert not is_public_address(address), address
            assert not is_public_address(str(address)), address
