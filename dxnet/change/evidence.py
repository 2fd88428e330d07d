"""What shows that a request was done: four kinds of evidence, each looked for in a live estate.

The journal keeps evidence as JSON, noted before the request is sent:

{"made": kind, "among": {...}, "match": {...}, "already": [ids]}      a new record
{"gone": kind, "id": id}                                              a record less
{"changed": kind, "id": id, "field": name, "before": v, "after": v}   another value
{"changed": kind, "id": id, "list": name, "match": {...}, "before": n, "after": n}
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from dxnet.change.sandbox import is_gone
from dxnet.control_plane.store.kinds import GONE, KINDS, RawRecord

_STATES = ("State", "Status")
# The kinds that have an hourly price: https://aws.amazon.com/directconnect/pricing/
_BILLED = ("connections", "interconnects", "lags")


class Outcome(Enum):
    """What became of a request."""

    DONE = "done"
    NOT_DONE = "not done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a request, and the record that it made.

    `is_weak` says that it rests on what AWS does not show, or not yet: it may show it later.
    """

    outcome: Outcome
    record: RawRecord | None = field(default=None, repr=False)
    is_weak: bool = False


UNKNOWN = Verdict(Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Made:
    """A new record of a kind: it has the values of `match`.

    `among` are the values of its neighbours, of which those with the ids `already` were there
    before.
    """

    kind: str
    among: Mapping[str, Any]
    match: Mapping[str, Any]
    already: tuple[str, ...]

    @property
    def subject(self) -> str:
        """What a person has to look at."""
        values = ", ".join(f"{name} {value}" for name, value in sorted(self.match.items()))
        return f"{self.kind}: {values}"

    def as_json(self) -> dict[str, Any]:
        """The evidence as the journal keeps it."""
        return {
            "made": self.kind,
            "among": dict(self.among),
            "match": dict(self.match),
            "already": list(self.already),
        }

    def look(self, live: Mapping[str, Any], known: Collection[str]) -> Verdict:
        """What the live estate says; `known` are ids that other requests have made."""
        if live.get(self.kind) is None:
            return UNKNOWN
        old = {*self.already, *known}
        neighbours = matching(live, self.kind, self.among)
        new = [record for record in neighbours if record[KINDS[self.kind].id] not in old]
        fitting = [record for record in new if _fits(record, self.match)]
        if not new:
            return Verdict(Outcome.NOT_DONE, is_weak=True)
        return Verdict(Outcome.DONE, fitting[0]) if len(fitting) == 1 else UNKNOWN


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that is deleted."""

    kind: str
    id: str

    @property
    def subject(self) -> str:
        """What a person has to look at."""
        return f"{self.kind}: {self.id}"

    def as_json(self) -> dict[str, Any]:
        """The evidence as the journal keeps it."""
        return {"gone": self.kind, "id": self.id}

    def look(self, live: Mapping[str, Any], known: Collection[str]) -> Verdict:  # noqa: ARG002
        """What the live estate says."""
        if live.get(self.kind) is None:
            return UNKNOWN
        record = _record(live, self.kind, self.id)
        if record is None:
            return Verdict(Outcome.DONE, is_weak=True)
        if is_gone(self.kind, record):
            return Verdict(Outcome.DONE)
        return Verdict(Outcome.NOT_DONE, is_weak=True)


@dataclass(frozen=True, slots=True)
class FieldChanged:
    """A field of a record that has another value."""

    kind: str
    id: str
    field: str
    before: Any
    after: Any

    @property
    def subject(self) -> str:
        """What a person has to look at."""
        return f"{self.kind}: {self.id}"

    def as_json(self) -> dict[str, Any]:
        """The evidence as the journal keeps it."""
        values = {"field": self.field, "before": self.before, "after": self.after}
        return {"changed": self.kind, "id": self.id, **values}

    def look(self, live: Mapping[str, Any], known: Collection[str]) -> Verdict:  # noqa: ARG002
        """What the live estate says; of a state only whether it is still what it was."""
        record = _record(live, self.kind, self.id)
        if record is None:
            return UNKNOWN
        value = record.get(self.field)
        if is_state(self.field):
            is_same = value == self.before
            return Verdict(Outcome.NOT_DONE if is_same else Outcome.DONE, is_weak=is_same)
        return _compared(value, self.before, self.after)


@dataclass(frozen=True, slots=True)
class ListChanged:
    """A list in a record, of whose objects another number has the values of `match`."""

    kind: str
    id: str
    list: str
    match: Mapping[str, Any]
    before: int
    after: int

    @property
    def subject(self) -> str:
        """What a person has to look at."""
        return f"{self.kind}: {self.id}"

    def as_json(self) -> dict[str, Any]:
        """The evidence as the journal keeps it."""
        counts = {"before": self.before, "after": self.after}
        pattern = {"list": self.list, "match": dict(self.match)}
        return {"changed": self.kind, "id": self.id, **pattern, **counts}

    def look(self, live: Mapping[str, Any], known: Collection[str]) -> Verdict:  # noqa: ARG002
        """What the live estate says."""
        record = _record(live, self.kind, self.id)
        if record is None:
            return UNKNOWN
        number = count(living(record.get(self.list)), self.match)
        return _compared(number, self.before, self.after)


Evidence = Made | Gone | FieldChanged | ListChanged


def from_json(value: object) -> Evidence | None:
    """The evidence in a line of a journal; None where the line has none of the four forms."""
    if not isinstance(value, Mapping):
        return None
    names = set(value)
    kind = value.get("made") or value.get("gone") or value.get("changed")
    if not isinstance(kind, str) or kind not in KINDS or not _has_types(value):
        return None
    fields = {name: value[name] for name in names - {"made", "gone", "changed"}}
    if names == {"made", "among", "match", "already"}:
        return Made(kind, **{**fields, "already": tuple(fields["already"])})
    if names == {"gone", "id"}:
        return Gone(kind, **fields)
    if names == {"changed", "id", "field", "before", "after"}:
        return FieldChanged(kind, **fields)
    if names == {"changed", "id", "list", "match", "before", "after"}:
        return ListChanged(kind, **fields)
    return None


def _has_types(value: Mapping[str, Any]) -> bool:
    """Whether every part that stands there is of its type."""
    already = value.get("already", [])
    counts = (value.get("before"), value.get("after")) if "list" in value else ()
    return (
        all(isinstance(value.get(name, {}), Mapping) for name in ("among", "match"))
        and isinstance(already, list)
        and all(isinstance(item, str) for item in already)
        and all(isinstance(value.get(name, ""), str) for name in ("id", "field", "list"))
        and all(isinstance(number, int) for number in counts)
    )


def verdict(
    evidence: Sequence[Evidence], live: Mapping[str, Any], known: Collection[str]
) -> Verdict:
    """What the live estate says; `known` are ids that other requests of the change have made."""
    verdicts = [each.look(live, known) for each in evidence]
    outcomes = {each.outcome for each in verdicts}
    record = next((each.record for each in verdicts if each.record is not None), None)
    if len(outcomes) != 1:
        return UNKNOWN
    return Verdict(outcomes.pop(), record, any(each.is_weak for each in verdicts))


def orders(evidence: Sequence[Evidence]) -> bool:
    """Whether the request orders what AWS bills by the hour."""
    return any(isinstance(each, Made) and each.kind in _BILLED for each in evidence)


def subjects(evidence: Sequence[Evidence]) -> list[str]:
    """What a person has to look at, in words."""
    return list(dict.fromkeys(each.subject for each in evidence))


def matching(live: Mapping[str, Any], kind: str, match: Mapping[str, Any]) -> list[RawRecord]:
    """The records of a kind that have these values and are not being deleted."""
    records = live.get(kind) or ()
    return [each for each in records if not is_gone(kind, each) and _fits(each, match)]


def living(value: Any) -> list[RawRecord]:
    """The objects of a list that are not being deleted; none for any other value."""
    items = value if isinstance(value, list) else ()
    return [
        each for each in items if isinstance(each, Mapping) and each.get("bgpPeerState") not in GONE
    ]


def count(items: Sequence[RawRecord], match: Mapping[str, Any]) -> int:
    """How many of the objects have these values."""
    return sum(_fits(item, match) for item in items)


def is_state(name: str) -> bool:
    """Whether the field of that name tells a state, which AWS changes by itself."""
    return name.endswith(_STATES) or name in ("state", "status")


def _record(live: Mapping[str, Any], kind: str, object_id: str) -> RawRecord | None:
    records = live.get(kind) or ()
    return next((each for each in records if each.get(KINDS[kind].id) == object_id), None)


def _compared(value: Any, before: Any, after: Any) -> Verdict:
    """Done where the value is the new one, not done where it is the old one."""
    if repr(value) == repr(after):
        return Verdict(Outcome.DONE)
    if repr(value) == repr(before):
        return Verdict(Outcome.NOT_DONE, is_weak=True)
    return UNKNOWN


def _fits(record: RawRecord, match: Mapping[str, Any]) -> bool:
    return all(record.get(name) == value for name, value in match.items())
