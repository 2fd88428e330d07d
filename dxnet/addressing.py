"""Interface addresses and prefixes: strict parsing, arithmetic, address space and overlaps.

The one module that knows netaddr, which does the arithmetic. Text passes a strict gate first,
because netaddr accepts trailing blanks, `/+30`, non-ASCII digits and host masks. `Prefix` and
`Interface` keep integers and compare those, because `IPNetwork("10.0.0.1/30") ==
IPNetwork("10.0.0.2/30")` is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice
from typing import Literal, TypeVar

import netaddr

Family = Literal["ipv4", "ipv6"]
T = TypeVar("T")

_VERSION: dict[Family, Literal[4, 6]] = {"ipv4": 4, "ipv6": 6}
_GATE = re.compile(r"[0-9A-Fa-f:.]{2,45}/(?:0|[1-9][0-9]{0,2})", re.ASCII)


@lru_cache(maxsize=4096)
def _network(family: Family, value: int, prefixlen: int) -> netaddr.IPNetwork:
    return netaddr.IPNetwork((value, prefixlen), version=_VERSION[family])


@lru_cache(maxsize=4096)
def _text(family: Family, value: int) -> str:
    return str(netaddr.IPAddress(value, _VERSION[family]))


@dataclass(frozen=True, slots=True, order=True)
class Prefix:
    """A network, such as `10.20.0.0/16`; `first` is the integer of its lowest address."""

    family: Family
    first: int
    prefixlen: int

    @property
    def last(self) -> int:
        """The integer of the highest address."""
        return int(_network(self.family, self.first, self.prefixlen).last)

    @property
    def address(self) -> str:
        """The network address without its length: `10.20.0.0`."""
        return _text(self.family, self.first)

    @property
    def netmask(self) -> str:
        """The mask in address form: `255.255.0.0`."""
        return str(_network(self.family, self.first, self.prefixlen).netmask)

    def contains(self, other: Prefix) -> bool:
        """Whether every address of `other` is one of this prefix."""
        inner = _network(other.family, other.first, other.prefixlen)
        return inner in _network(self.family, self.first, self.prefixlen)

    def overlaps(self, other: Prefix) -> bool:
        """Whether any address belongs to both."""
        return self.contains(other) or other.contains(self)

    def __str__(self) -> str:
        return f"{self.address}/{self.prefixlen}"


@dataclass(frozen=True, slots=True, order=True)
class Interface:
    """An address with the length of its subnet, such as `169.254.100.2/30`."""

    family: Family
    value: int
    prefixlen: int

    @property
    def network(self) -> Prefix:
        """The subnet that the address is in."""
        first = int(_network(self.family, self.value, self.prefixlen).first)
        return Prefix(self.family, first, self.prefixlen)

    @property
    def address(self) -> str:
        """The address without its length: `169.254.100.2`."""
        return _text(self.family, self.value)

    @property
    def netmask(self) -> str:
        """The mask in address form: `255.255.255.252`."""
        return self.network.netmask

    @property
    def has_host_bits(self) -> bool:
        """Whether the address is other than the network address of its subnet."""
        return self.value != self.network.first

    @property
    def is_point_to_point(self) -> bool:
        """Whether every address of the subnet is a host's: /31 and /127 (RFC 3021, RFC 6164)."""
        return int(_network(self.family, self.value, self.prefixlen).size) <= 2

    @property
    def is_network_address(self) -> bool:
        """Whether this is the lowest address of a subnet in which that one is no host's."""
        return not self.is_point_to_point and not self.has_host_bits

    @property
    def is_broadcast(self) -> bool:
        """Whether this is the broadcast address of an IPv4 subnet that has one."""
        broadcast = _network(self.family, self.value, self.prefixlen).broadcast
        return self.family == "ipv4" and broadcast is not None and self.value == int(broadcast)

    def __str__(self) -> str:
        return f"{self.address}/{self.prefixlen}"


def parse_interface(text: str) -> Interface | None:
    """The address and length written as `address/length`; None for anything else."""
    if not _GATE.fullmatch(text):
        return None
    family: Family = "ipv6" if ":" in text else "ipv4"
    try:
        network = netaddr.IPNetwork(text, version=_VERSION[family])
    except (netaddr.AddrFormatError, ValueError):
        return None
    return Interface(family, int(network.value), int(network.prefixlen))


def parse_prefix(text: str) -> Prefix | None:
    """The network written as `address/length`; None for anything else, host bits included."""
    interface = parse_interface(text)
    return None if interface is None or interface.has_host_bits else interface.network


class Space(StrEnum):
    """What a block of addresses is set aside for."""

    GLOBAL = "global"
    PRIVATE = "private"
    SHARED = "shared (carrier NAT)"
    LINK_LOCAL = "link-local"
    LOOPBACK = "loopback"
    DOCUMENTATION = "documentation"
    MULTICAST = "multicast"
    RESERVED = "reserved"


# Special-purpose blocks that are not globally reachable, from the IANA registries read 2026-11-21:
# https://www.iana.org/assignments/iana-ipv4-special-registry
# https://www.iana.org/assignments/iana-ipv6-special-registry
# https://www.iana.org/assignments/ipv6-address-space (only 2000::/3 is global unicast)
_SPECIAL: tuple[tuple[str, Space], ...] = (
    ("0.0.0.0/8", Space.RESERVED),
    ("10.0.0.0/8", Space.PRIVATE),
    ("100.64.0.0/10", Space.SHARED),
    ("127.0.0.0/8", Space.LOOPBACK),
    ("169.254.0.0/16", Space.LINK_LOCAL),
    ("172.16.0.0/12", Space.PRIVATE),
    ("192.0.0.0/24", Space.RESERVED),
    ("192.0.2.0/24", Space.DOCUMENTATION),
    ("192.88.99.0/24", Space.RESERVED),
    ("192.168.0.0/16", Space.PRIVATE),
    ("198.18.0.0/15", Space.RESERVED),
    ("198.51.100.0/24", Space.DOCUMENTATION),
    ("203.0.113.0/24", Space.DOCUMENTATION),
    ("224.0.0.0/4", Space.MULTICAST),
    ("240.0.0.0/4", Space.RESERVED),
    ("2001:db8::/32", Space.DOCUMENTATION),
    ("2001::/23", Space.RESERVED),
    ("2002::/16", Space.RESERVED),
    ("3fff::/20", Space.DOCUMENTATION),
    ("::1/128", Space.LOOPBACK),
    ("fc00::/7", Space.PRIVATE),
    ("fe80::/10", Space.LINK_LOCAL),
    ("ff00::/8", Space.MULTICAST),
    ("::/3", Space.RESERVED),
    ("4000::/2", Space.RESERVED),
    ("8000::/1", Space.RESERVED),
)


@cache
def _special() -> tuple[tuple[Prefix, Space], ...]:
    blocks = ((parse_prefix(text), space) for text, space in _SPECIAL)
    return tuple((prefix, space) for prefix, space in blocks if prefix is not None)


def space(prefix: Prefix) -> Space:
    """What the prefix is set aside for: the first special block that it overlaps, else global."""
    return next((name for block, name in _special() if block.overlaps(prefix)), Space.GLOBAL)


def overlaps(
    items: Iterable[tuple[Prefix, T]], counts: Callable[[T, T], bool], nearest: int = 8
) -> Iterator[tuple[T, T]]:
    """Pairs (outer, inner) of items whose prefixes overlap and for which `counts` holds.

    Prefixes nest or are disjoint, so one sort and a stack of the open ones find every item that
    lies in another: O(n log n), as long as few enclosing items don't count. An item is paired with
    the `nearest` ones that do, so that many equal prefixes don't cost a line for every pair.
    """
    stack: list[tuple[Prefix, T]] = []
    for prefix, item in sorted(items, key=lambda pair: pair[0]):
        while stack and not stack[-1][0].contains(prefix):
            stack.pop()
        enclosing = (outer for _, outer in reversed(stack) if counts(outer, item))
        for outer in islice(enclosing, nearest):
            yield outer, item
        stack.append((prefix, item))
