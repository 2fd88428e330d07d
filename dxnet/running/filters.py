"""What a session's filters let through, asked prefix by prefix.

Filters are programs, and two that differ in every word may do the same. So nothing of their text
is compared: a few prefixes are sent through them. The answer is None where a filter has a part
that is not understood and that might decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dxnet.addressing import Prefix
from dxnet.running import addresses
from dxnet.running.facts import Facts, Record, inherited
from dxnet.running.patterns import Patterns

IN, OUT = "in", "out"
_BETWEEN_MEMBERS = re.compile(r", ?(?![^{]*\})")
_ACCEPT = frozenset(("permit", "accept", "allow", "pass", "done"))


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one session in one direction: maps and lists by name, and what else filters.

    A prefix passes if the maps and all lists let it through. With `names_sessions` each term
    names the sessions that it is for, and `who` are the names of this one.
    """

    maps: tuple[str, ...]
    lists: tuple[str, ...]
    others: tuple[str, ...]
    who: frozenset[str]
    line: int
    names_sessions: bool = False

    @property
    def exist(self) -> bool:
        """Whether there is a filter at all."""
        return bool(self.maps or self.lists or self.others)


def of(session: Record, way: str, facts: Facts, patterns: Patterns) -> Filters:
    """The session's filters in that direction, its groups' included."""
    records = list(inherited(session, facts))
    who = frozenset(("any", "ebgp", *(record.name for record in records)))
    said: dict[str, tuple[str, ...]] = {}
    line = session.line
    for kind in ("map", "list", "other"):
        fact = f"{kind}_{way}"
        values = next((r.values[fact] for r in records if fact in r.values), ())
        said[kind] = tuple(dict.fromkeys(value.text for value in values))
        line = values[-1].line if values else line
    implicit = patterns.defaults.get(f"filter_{way}", "")
    if implicit:
        terms = [term for term in facts.named("map", implicit) if who & set(term.texts("who"))]
        said["map"] = (implicit,) if terms else ()
        line = terms[0].line if terms else line
    elif patterns.defaults.get("end") != "unknown":
        said["map"] = said["map"][-1:]  # one alone: the last that was said holds
    return Filters(said["map"], said["list"], said["other"], who, line, bool(implicit))


def lets(filters: Filters, prefix: Prefix, facts: Facts, patterns: Patterns) -> bool | None:
    """Whether the prefix passes; None where that can't be told."""
    answers = [_entries(name, prefix, facts) for name in filters.lists]
    if filters.maps:
        answers.append(_chain(filters, prefix, facts, patterns))
    if False in answers:
        return False
    return None if filters.others or None in answers else True


def used(filters: Filters, facts: Facts) -> Iterable[Record]:
    """The terms and entries that the filters consist of."""
    names = [*filters.lists]
    for name in filters.maps:
        for term in _terms(filters, name, facts):
            yield term
            names += [word for text in term.texts("uses") for word in text.split()]
    for name in dict.fromkeys(names):
        yield from facts.named("list", name)


def _terms(filters: Filters, name: str, facts: Facts) -> list[Record]:
    """The terms of the map that are for the session."""
    terms = facts.named("map", name)
    if not filters.names_sessions:
        return list(terms)
    return [term for term in terms if filters.who & set(term.texts("who"))]


def _chain(filters: Filters, prefix: Prefix, facts: Facts, patterns: Patterns) -> bool | None:
    """The first map that decides; without one, what the platform does at the end."""
    for name in filters.maps:
        terms = _terms(filters, name, facts)
        if not terms or any(not term.part and "other" in term.values for term in terms):
            return None  # it is defined nowhere, or has a part outside its terms
        decided = _walk(terms, prefix, facts, patterns)
        if decided != "end":
            return None if decided is None else decided == "accept"
    return False if patterns.defaults.get("end") == "deny" else None


def _walk(terms: Sequence[Record], prefix: Prefix, facts: Facts, patterns: Patterns) -> str | None:
    """ "accept", "refuse", "end" if no term decides, None if that can't be told."""
    is_last = patterns.defaults.get("order") == "last"
    decided, matched, passed = "end", False, False
    for term in terms:
        if term.part == "else" and matched:
            continue
        answer = _matches(term, prefix, facts)
        if answer is None:
            return None
        matched = answer
        action = next(iter(reversed(term.texts("action"))), patterns.defaults.get("action", ""))
        if not answer or not action:
            continue
        if action == "pass":  # goes on, and counts unless something drops it: IOS XR
            passed = True
            continue
        decided = "accept" if action in _ACCEPT else "refuse"
        if not is_last:
            return decided
    return "accept" if passed and decided == "end" else decided


def _matches(term: Record, prefix: Prefix, facts: Facts) -> bool | None:
    """Whether the term matches; one without a condition matches everything."""
    if "other" in term.values:
        return None
    answers: list[bool | None] = []
    for text in term.texts("uses"):
        answers += [_entries(name, prefix, facts) for name in text.split()]
    for text in term.texts("route"):
        for member in _BETWEEN_MEMBERS.split(text):
            route = addresses.prefix_range(member, prefix.family)
            answers.append(None if route is None else route.holds(prefix))
    if "prefix" in term.values:
        route = span(term, prefix.family)
        answers.append(None if route is None else route.holds(prefix))
    if not answers or True in answers:
        return True
    return None if None in answers else False


def _entries(name: str, prefix: Prefix, facts: Facts) -> bool | None:
    """What the list says of the prefix: the first entry that holds it; None if it isn't defined."""
    entries = facts.named("list", name)
    if not entries:
        return None
    for entry in entries:
        entry_range = span(entry, prefix.family)
        if entry_range is None:
            return None
        if entry_range.holds(prefix):
            action = entry.last("action")
            return action is None or action.text in _ACCEPT
    return False


def span(entry: Record, family: str) -> addresses.Range | None:
    """The prefixes that an entry of a list is about; None for what is not understood."""
    said = {fact: entry.last(fact) for fact in ("prefix", "reach", "ge", "le")}
    network, reach, least, most = said["prefix"], said["reach"], said["ge"], said["le"]
    if network is None:
        return None
    words = [network.text]
    words += [reach.text] if reach and reach.text not in ("through", "to") else []
    words += [f"ge {least.text}"] if least else []
    words += [f"le {most.text}"] if most else []
    return addresses.prefix_range(" ".join(words), family)
