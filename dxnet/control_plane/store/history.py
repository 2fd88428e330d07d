"""When links, encryption and BGP sessions were up: what each record remembers of its own past.

A record that was changed while it was served has a side field `history`, a list of events in the
order of time:

    {"at": 1764046800.0, "of": "ipv4", "is": "down"}

`of` is a fact of the record (see `facts`), `is` its value from `at` on, in epoch seconds, or
`absent` where the record no longer has the fact. What held before the first event is not known,
but a record that came with the estate begins with an event at 0: it was always so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxnet.control_plane.store.kinds import HISTORY, KINDS, RawRecord

# The facts of a port or LAG; a VIF has one for each address family of its peers.
LINK, ENCRYPTION = "link", "encryption"
# Fields of a port that only a user sets: the light that AWS receives, in dBm, and errors a minute.
LIGHT, ERRORS = "receivedLight", "errors"
UP, DOWN, ABSENT = "up", "down", "absent"
# How many events a record remembers.
LONGEST = 1000

_PORTS = ("connections", "interconnects", "lags")
_VIFS = "virtualInterfaces"
_LINKS = {"available": UP, "down": DOWN}
_ENCRYPTIONS = {"Encryption Up": UP, "Encryption Down": DOWN}

Value = str | float


def facts(kind: str, record: RawRecord) -> dict[str, Value]:
    """What of the record is remembered, and how it is now."""
    if kind in _PORTS:
        return _of_port(kind, record)
    return _of_vif(record) if kind == _VIFS else {}


def _of_port(kind: str, port: RawRecord) -> dict[str, Value]:
    link = _LINKS.get(port.get(KINDS[kind].state) or "")
    if link is None:
        return {}
    present: dict[str, Value] = {LINK: link}
    encryption = _ENCRYPTIONS.get(port.get("portEncryptionStatus") or "")
    if encryption is not None:
        present[ENCRYPTION] = encryption
    for name in (LIGHT, ERRORS):
        if name in port:
            present[name] = port[name]
    return present


def _of_vif(vif: RawRecord) -> dict[str, Value]:
    """A family is up with one session of it that is."""
    state = vif.get("virtualInterfaceState")
    if state not in ("available", "down", "testing"):
        return {}
    peers = vif.get("bgpPeers")
    if not peers:
        return {vif.get("addressFamily") or "ipv4": DOWN if state == "down" else UP}
    present: dict[str, Value] = {}
    for peer in peers:
        status = peer.get("bgpStatus")
        if peer.get("bgpPeerState") == "available" and status in (UP, DOWN):
            family = peer.get("addressFamily") or "ipv4"
            present[family] = UP if UP in (status, present.get(family)) else DOWN
    return present


def remembering(
    kind: str, before: RawRecord | None, record: RawRecord, now: float
) -> dict[str, Any] | RawRecord:
    """The record that replaces `before` at that time, with what changed in its history."""
    was = {} if before is None else facts(kind, before)
    now_is = facts(kind, record)
    past = list((before or {}).get(HISTORY, ()))
    if was == now_is:
        return {**record, HISTORY: past} if past else record
    if before is not None and not past:
        past = [_event(0, name, value) for name, value in was.items()]
    fresh = [
        _event(now, name, now_is.get(name, ABSENT))
        for name in {**was, **now_is}
        if was.get(name) != now_is.get(name)
    ]
    return {**record, HISTORY: [*past, *fresh][-LONGEST:]}


def _event(at: float, name: str, value: Value) -> dict[str, Any]:
    return {"at": at, "of": name, "is": value}


def is_history(value: object) -> bool:
    """Whether this is a list of events."""
    return isinstance(value, list | tuple) and all(
        isinstance(event, Mapping)
        and isinstance(event.get("at"), int | float)
        and isinstance(event.get("of"), str)
        and isinstance(event.get("is"), str | int | float)
        for event in value
    )


@dataclass(frozen=True, slots=True)
class Timeline:
    """The values of one fact: `values[n]` holds from `times[n]` until the next time."""

    times: tuple[float, ...] = ()
    values: tuple[Value, ...] = ()

    def during(self, begin: float, end: float) -> tuple[Value, ...]:
        """Every value that held at some time from `begin` to before `end`; empty before the first.

        `absent` is among them where the record did not have the fact.
        """
        first = bisect_right(self.times, begin) - 1
        return self.values[max(0, first) : bisect_left(self.times, end)]

    @property
    def begin(self) -> float:
        """When the fact is first known."""
        return self.times[0] if self.times else 0.0


def timeline(kind: str, record: RawRecord, name: str) -> Timeline:
    """How the fact of that name was; without a history as it is now, always."""
    events = [event for event in record.get(HISTORY, ()) if event["of"] == name]
    if not events:
        value = facts(kind, record).get(name)
        return Timeline() if value is None else Timeline((0.0,), (value,))
    times = tuple(float(event["at"]) for event in events)
    return Timeline(times, tuple(event["is"] for event in events))


def remembered_facts(kind: str, record: RawRecord) -> tuple[str, ...]:
    """The facts that the record has or had, in the order of their names."""
    past = {event["of"] for event in record.get(HISTORY, ())}
    return tuple(sorted(past | set(facts(kind, record))))
