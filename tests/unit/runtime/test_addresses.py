"""Which addresses a fetch may reach."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.outgoing.addresses import allowed, is_odd_host, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.1", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
        "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::169.254.169.254", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::1", "64:ff9b:1:a9fe:a9:fe00::", "2002:a9fe:a9fe::",
        "2002:808:808::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2001:2::1", "3fff::1",
        "fe80::1", "febf::1", "fec0::1", "feff::1", "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1", "100::1",
        "2606:4700::5efe:a9fe:a9fe", "2606:4700::200:5efe:a9fe:a9fe", "4000::1", "5f00::1",
    ],
)  # fmt: skip
def test_no_address_inside_a_network_is_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_in_an_ipv6_wrapping_is_never_more_public_than_itself(address: IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::", "::", "2002::"):
        shift = 80 if prefix == "2002::" else 0
        wrapped = IPv6Address(int(IPv6Address(prefix)) | int(address) << shift)
        assert is_public(address) or not is_public(wrapped)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "1.2.3.0x4"],
)
def test_an_address_in_disguise_is_odd(host: str) -> None:
    assert is_odd_host(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "news.example", "4chan.example", "0x7f.example", "::1", "a-1"])
def test_a_name_or_a_plain_address_is_not_odd(host: str) -> None:
    assert not is_odd_host(host)


@pytest.mark.parametrize(
    ("setting", "host", "port", "address", "permitted"),
    [
        ("", "a.example", 80, "8.8.8.8", True),
        ("", "a.example", 80, "10.0.0.1", False),
        ("10.0.0.0/8", "a.example", 80, "10.0.0.1", True),
        ("10.0.0.0/8", "a.example", 80, "11.0.0.1", True),
        ("10.0.0.0/8", "a.example", 80, "192.168.0.1", False),
        ("127.0.0.1:8099", "127.0.0.1", 8099, "127.0.0.1", True),
        ("127.0.0.1:8099", "127.0.0.1", 8098, "127.0.0.1", False),
        ("127.0.0.1:8099", "evil.example", 8099, "127.0.0.1", False),
        (" feeds.corp , x.corp:81", "feeds.corp", 443, "10.0.0.1", True),
        ("[::1]:8099", "::1", 8099, "::1", True),
        ("fd00::/8", "a.example", 80, "fd00::1", True),
    ],
)  # fmt: skip
def test_an_operator_may_allow_more(
    setting: str, host: str, port: int, address: str, permitted: bool
) -> None:
    assert allowed(setting).permits(host, port, ip_address(address)) is permitted


@pytest.mark.parametrize(
    "setting", ["10.0.0.0/33", "10.0.0.1/8", "http://a.example", "a b", "a:b", "[::1", "a/b"]
)
def test_a_wrong_entry_is_quoted(setting: str) -> None:
    with pytest.raises(ValueError, match=r"is no network|is neither a network nor"):
        allowed(setting)
