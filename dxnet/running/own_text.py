"""dxnet's own text for a VIF, read as a router's configuration is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxnet.model import MASK
from dxnet.running import facts as reading
from dxnet.running import places
from dxnet.running.comparison import Comparison
from dxnet.running.facts import Facts, Record, inherited
from dxnet.running.places import Place
from dxnet.running.statements import Statement, with_ends


@dataclass(frozen=True, slots=True)
class OwnText:
    """dxnet's own text, read as a router's configuration is; its keys are masked.

    `heads` are its names of interfaces and sessions with those that the router has.
    """

    text: str
    all_lines: tuple[Statement, ...]
    facts: Facts
    place: Place
    heads: Mapping[str, str]


def read(comparison: Comparison, text: str) -> OwnText:
    """The text, in which the comments that stand for keys are lines again."""
    running = comparison.running
    sign = f"{running.platform.comment} "
    shown = [
        line.removeprefix(sign) if MASK in line else line for line in text.rstrip("\n").split("\n")
    ]
    plain = "\n".join(shown)
    found = with_ends(plain, running.patterns.readers, running.platform.comment)
    said = reading.read((s for s in found if not s.closes), running.platform, running.patterns)
    place = places.find(said, comparison.expected)
    return OwnText(plain, found, said, place, _heads(comparison, said, place))


def _heads(comparison: Comparison, facts: Facts, place: Place) -> dict[str, str]:
    """The router's name for each interface, session and group that dxnet names otherwise."""
    theirs = comparison.place
    pairs = [(place.interface, theirs.interface)]
    for mine, its in zip(place.sessions, theirs.sessions, strict=True):
        if mine.record and its.record and not its.is_other:
            chain = list(inherited(mine.record, facts))
            other = list(inherited(its.record, comparison.running.facts))
            pairs += zip(chain, other, strict=False)
    for own in facts.of_kind("router"):
        routers = comparison.running.facts.of_kind("router")
        pairs += [(own, router) for router in routers if router.instance == own.instance]
    found: dict[str, str] = {}
    for own_record, their_record in pairs:
        if own_record is None or their_record is None:
            continue
        names = _heads_of(their_record, comparison.running.facts)
        for head in _heads_of(own_record, facts):
            alike = [name for name in names if len(name.split(" ")) == len(head.split(" "))]
            if head not in names and alike:
                found[head] = alike[0]
    return found


def _heads_of(record: Record, facts: Facts) -> list[str]:
    return list(dict.fromkeys(item.head for item in facts.quotable if item.record == record.id))
