"""What the text that a router answered proves of one fact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from dxnet.addressing import Prefix
from dxnet.running import addresses
from dxnet.running.expected import Expected, ExpectedPeer
from dxnet.running.log import Answer

_UP = frozenset(("up", "u", "r", "running", "enable", "enabled", "true"))
_LITTLE_LOSS = 20  # percent: the first packet is lost while ARP asks
_NAMES = {
    "bfd_interval_us": "bfd_interval",
    "bfd_interval_s": "bfd_interval",
    "hold_time_ms": "hold_time",
    "success": "ping",
    "loss": "ping",
    "received_route": "received",
}
_MILLISECONDS = {"bfd_interval": 1.0, "bfd_interval_us": 0.001, "bfd_interval_s": 1000.0}
_SLOWER = 3  # times the interval that was asked for


class Proof(StrEnum):
    """What an answer proves."""

    PASS = "PASS"  # noqa: S105 (a verdict, not a password)
    FAIL = "FAIL"
    CANT_TELL = "CAN'T TELL"


def name(fact: str) -> str:
    """The fact without its unit: `bfd_interval` for microseconds, too."""
    return _NAMES.get(fact, fact)


_Judged = tuple[Proof, str, str]


def judged(
    fact: str,
    values: list[tuple[str, int]],
    peer: ExpectedPeer,
    expected: Expected,
    answer: Answer,
) -> _Judged:
    """What the values prove of the fact, what was asked for, and what was seen."""
    wanted = asked(fact, peer, expected)
    texts = list(dict.fromkeys(text for text, _ in values))
    if fact in ("advertised", "received_route"):
        return _prefixes(fact, texts, wanted, peer, answer)
    if not texts:
        if fact == "neighbor" and answer.is_whole:
            return Proof.FAIL, wanted, "no entry"
        return Proof.CANT_TELL, wanted, "the answer doesn't say it"
    if fact == "address":
        own = [text for text in texts if (":" in text) == (peer.family == "ipv6")]
        texts = [text for text in own if _is_right(fact, text, peer, expected)] or own or texts
    right = _is_right(fact, texts[0], peer, expected)
    return (Proof.PASS if right else Proof.FAIL), wanted, texts[0]


def asked(fact: str, peer: ExpectedPeer, expected: Expected) -> str:
    """What is asked for, in words."""
    numbers: Mapping[str, object] = {
        "vlan": expected.vlan,
        "mtu": expected.mtu,
        "address": peer.customer,
        "neighbor": f"{peer.amazon.address} with a MAC address",
        "peer_as": expected.amazon_asn,
        "our_as": expected.customer_asn,
        "hold_time": f"{expected.hold_time} s",
        "key": "a key in use",
        "state": "Established",
        "sent": len(peer.advertise),
        "advertised": ", ".join(map(str, peer.advertise)) or "no prefix",
        "received": f"1 to {peer.most_received} prefixes",
        "bfd_interval": f"{expected.bfd_interval} ms",
        "bfd_multiplier": expected.bfd_multiplier,
        "ping": "every packet answered",
    }
    return str(numbers.get(name(fact), "up"))


def _is_right(fact: str, text: str, peer: ExpectedPeer, expected: Expected) -> bool:
    """Whether the text is what is asked for."""
    if fact in ("up", "bfd"):
        return text.lower() in _UP
    if fact == "state":
        return "established".startswith(text.lower()[:6])  # RouterOS says E
    if fact in ("neighbor", "key"):
        return text.lower() not in ("false", "none", "0")
    if fact == "address":
        found = addresses.interface(text)
        right = found is not None and found.value == peer.customer.value
        return right and (not re.search("[/ ]", text) or found == peer.customer)
    return _is_right_number(fact, text, peer, expected)


def _is_right_number(fact: str, text: str, peer: ExpectedPeer, expected: Expected) -> bool:
    if fact in ("peer_as", "our_as"):
        number = expected.amazon_asn if fact == "peer_as" else expected.customer_asn
        return addresses.asn(text) == number
    if fact == "hold_time":
        return addresses.seconds(text) == expected.hold_time
    if not re.fullmatch(r"\d+(?:\.\d+)?", text):
        return False
    seen = float(text)
    if name(fact) == "ping":
        return (100 - seen if fact == "success" else seen) <= _LITTLE_LOSS
    if fact == "received":
        return 1 <= seen <= peer.most_received
    if name(fact) == "bfd_interval":
        return seen * _MILLISECONDS[fact] <= _SLOWER * expected.bfd_interval
    exactly = {
        "vlan": expected.vlan,
        "mtu": expected.mtu,
        "hold_time_ms": expected.hold_time * 1000,
        "bfd_multiplier": expected.bfd_multiplier,
        "sent": len(peer.advertise),
    }
    return seen == exactly[fact]


def _prefixes(
    fact: str, texts: list[str], wanted: str, peer: ExpectedPeer, answer: Answer
) -> _Judged:
    """The prefixes that were advertised, as a set; how many were received."""
    found = {prefix for text in texts if (prefix := _network(text)) is not None}
    found = {prefix for prefix in found if prefix.family == peer.family}
    if not found and not answer.is_whole:
        return Proof.CANT_TELL, wanted, "the answer is cut off"
    if fact == "received_route":
        right = 1 <= len(found) <= peer.most_received
        return (Proof.PASS if right else Proof.FAIL), wanted, f"{len(found)} prefixes"
    missing, extra = set(peer.advertise) - found, found - set(peer.advertise)
    if not missing and not extra:
        return Proof.PASS, wanted, ", ".join(map(str, sorted(found))) or "no prefix"
    said = [f"not {prefix}" for prefix in sorted(missing)] + [f"also {p}" for p in sorted(extra)]
    more = f" and {len(said) - 5} more" if len(said) > 5 else ""
    return Proof.FAIL, wanted, ", ".join(said[:5]) + more


def _network(text: str) -> Prefix | None:
    """The prefix; one without a length has that of its class, as IOS leaves it out."""
    if "/" in text or ":" in text:
        return addresses.prefix(text)
    first = int(text.split(".")[0])
    length = 0 if text == "0.0.0.0" else 8 if first < 128 else 16 if first < 192 else 24  # noqa: S104 (the default route)
    return addresses.prefix(f"{text}/{length}")
