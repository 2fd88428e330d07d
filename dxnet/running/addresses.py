"""Addresses, prefixes, ranges of prefixes and numbers as routers write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dxnet.addressing import Interface, Prefix, parse_interface

_BITS = {"ipv4": 32, "ipv6": 128}
_RANGE = re.compile(
    r"(?P<prefix>[0-9A-Fa-f:.]+(?:/\d+| [\d.]+)|any)"
    r"(?:\{(?P<low>\d+),(?P<high>\d+)\})?,?"
    r"(?: (?P<word>exact yes|exact no|exact|orlonger|longer|all|normal|range))?"
    r"(?: ge (?P<ge>\d+))?(?: le (?P<le>\d+))?"
    r"(?: upto /(?P<upto>\d+))?"
    r"(?: prefix-length-range /(?P<from>\d+)-/(?P<to>\d+))?"
    r"(?: between (?P<least>\d+) and (?P<most>\d+))?"
    r"(?: prefixlen <= (?P<longest>\d+))?"
)
_SECONDS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


@dataclass(frozen=True, slots=True)
class Range:
    """The prefixes within `prefix` whose length is from `low` to `high`."""

    prefix: Prefix
    low: int
    high: int

    def holds(self, other: Prefix) -> bool:
        """Whether the prefix is one of them."""
        return self.prefix.contains(other) and self.low <= other.prefixlen <= self.high


def interface(text: str) -> Interface | None:
    """An address with its length, however it is written: `/30`, a mask, a blank and a length."""
    address, _, length = text.replace("/", " ").partition(" ")
    address = address.split("%")[0]
    if "." in length:
        mask = parse_interface(f"{length}/32")
        if mask is None:
            return None
        length = str(mask.value.bit_count())
        if mask.value != int("1" * int(length) or "0", 2) << (32 - int(length)):
            return None
    whole = 128 if ":" in address else 32
    return parse_interface(f"{address}/{length or whole}")


def prefix(text: str) -> Prefix | None:
    """The network that an address and length are in."""
    found = interface(text)
    return None if found is None else found.network


@lru_cache(maxsize=4096)
def prefix_range(text: str, family: str) -> Range | None:
    """The prefixes that a filter's line names; None for what is not understood.

    `any` is every prefix of the family.
    """
    match = _RANGE.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    if match["prefix"] == "any":
        everything = prefix("0.0.0.0/0" if family == "ipv4" else "::/0")
        return None if everything is None else Range(everything, 0, _BITS[family])
    network = prefix(match["prefix"])
    if network is None:
        return None
    bits, own = _BITS[network.family], network.prefixlen
    said = {name: int(value) for name, value in match.groupdict().items() if _is_number(value)}
    word = match["word"] or ""
    if word in ("orlonger", "all", "exact no"):
        return Range(network, own, bits)
    if word in ("longer", "range"):
        return Range(network, own + (word == "longer"), bits)
    low = _first(said, ("ge", "low", "from", "least"), own)
    has_low = any(name in said for name in ("ge",))
    high = _first(said, ("le", "high", "upto", "to", "most", "longest"), bits if has_low else own)
    return Range(network, low, high)


def _is_number(text: str | None) -> bool:
    return text is not None and text.isdecimal()


def _first(said: dict[str, int], names: tuple[str, ...], default: int) -> int:
    return next((said[name] for name in names if name in said), default)


def asn(text: str) -> int | None:
    """An AS number, plain or as `64086.59904` (asdot, RFC 5396)."""
    high, dot, low = text.partition(".")
    if not high.isdecimal() or (dot and not low.isdecimal()):
        return None
    return int(high) * 65536 + int(low) if dot else int(high)


def seconds(text: str) -> int | None:
    """A time in seconds: `90`, `90s`, `1m30s`."""
    match = _SECONDS.fullmatch(text)
    if match is None or not text:
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest
