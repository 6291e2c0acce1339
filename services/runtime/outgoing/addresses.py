"""Which addresses a fetch may reach: the public ones, and what the operator allows.

`ipaddress.is_global` is no such guard: it calls addresses global that carry a private IPv4 address inside them
(64:ff9b::a9fe:a9fe, 2002:a9fe:a9fe::), and multicast. Here what isn't listed as public is refused.
Sources: the IANA special-purpose address registries, RFC 6052 (NAT64), 3056 (6to4), 4380 (Teredo), 8215.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import msgspec

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_REFUSED_4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_PUBLIC_6 = IPv6Network("2000::/3")
# Protocol assignments with Teredo, documentation, 6to4: inside 2000::/3 and no host of the public network.
_REFUSED_6 = [IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)


def is_public(address: Address) -> bool:
    """Whether `address` is a host of the public network, an IPv4 address inside an IPv6 one looked at for itself."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_4)
    if address in _MAPPED or address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if _embeds_by_interface(address):
        return False
    return address in _PUBLIC_6 and not any(address in network for network in _REFUSED_6)


def _embeds_by_interface(address: IPv6Address) -> bool:
    """ISATAP (RFC 5214): the interface id is 0000:5efe or 0200:5efe and an IPv4 address."""
    return (int(address) >> 32) & 0xFDFFFFFF == 0x5EFE


def is_odd_host(host: str) -> bool:
    """Whether `host` is an IPv4 address in a spelling that only resolvers know: 2130706433, 0x7f.1, 0177.0.0.1."""
    last = host.rstrip(".").rpartition(".")[2]
    if not _NUMBER.fullmatch(last):
        return False
    try:
        IPv4Address(host)
    except ValueError:
        return True
    return False


class Allowed(msgspec.Struct, frozen=True):
    """What an operator permits beside the public network."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[tuple[str, int | None]] = frozenset()

    def permits(self, host: str, port: int, address: Address) -> bool:
        """Whether `address`, to which `host` resolved, may be reached on `port`."""
        if is_public(address) or {(host, port), (host, None)} & self.hosts:
            return True
        return any(address.version == network.version and address in network for network in self.networks)

    def names(self, host: str, port: int) -> bool:
        """Whether the operator named `host` itself, or a network that it is an address of."""
        if {(host, port), (host, None)} & self.hosts:
            return True
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address.version == network.version and address in network for network in self.networks)


def allowed(setting: str) -> Allowed:
    """The allow-list in `setting`: comma-separated CIDR networks, `host` or `host:port` entries, IPv6 in brackets.

    `ValueError` that quotes the entry which is none of these.
    """
    entries = [entry for part in setting.split(",") if (entry := part.strip().lower())]
    networks = [network for entry in entries if (network := _network(entry))]
    return Allowed(tuple(networks), frozenset(_hosts(entry for entry in entries if not _network(entry))))


def _network(entry: str) -> Network | None:
    try:
        return ip_network(entry) if "/" in entry else None
    except ValueError as error:
        raise ValueError(f"{entry!r} is no network: {error}") from error


def _hosts(entries: Iterable[str]) -> Iterable[tuple[str, int | None]]:
    for entry in entries:
        match = re.fullmatch(
            r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<host>[a-z0-9._-]+))(?::(?P<port>\d{1,5}))?", entry
        )
        if match is None:
            raise ValueError(f"{entry!r} is neither a network nor host:port")
        host = str(ip_address(match["six"])) if match["six"] else match["host"]
        yield host, int(match["port"]) if match["port"] else None
