"""The estate that a change is tried on: the control plane's, which remembers what it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dxnet.control_plane import Estate
from dxnet.control_plane.store.kinds import GONE, KINDS, OF_TIME, RawRecord
from dxnet.control_plane.store.kinds import field as field_at
from dxnet.control_plane.store.transitions import is_transitioning

# How far apart the serials of two trials are, so that they draw no token alike.
_APART = 1_000_000

Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that requests made, changed or deleted; None for none.

    `others` are what it is in trials with other luck: where they differ, AWS chooses.
    """

    kind: str
    id: str
    before: RawRecord | None = field(repr=False)
    after: RawRecord | None = field(repr=False)
    others: tuple[RawRecord | None, ...] = field(repr=False)

    @property
    def is_gone(self) -> bool:
        """Whether the record is deleted, or as good as: AWS lists it for 15 minutes more."""
        return self.after is None or is_gone(self.kind, self.after)


def is_gone(kind: str, record: RawRecord) -> bool:
    """Whether the record's state is that of a thing that is no more."""
    state = KINDS[kind].state
    return bool(state) and field_at(record, state) in GONE


class SandboxEstate(Estate):
    """States stand still until `advance`; what is new is named after its request.

    So a VIF that the request `blue` makes is `dxvif-blue` in every trial.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.naming = ""
        self.made: set[str] = set()
        self.was: dict[Identity, RawRecord | None] = {}
        self._first: dict[Identity, RawRecord | None] = {}
        self._presumed: dict[Identity, RawRecord | None] = {}
        super().__init__(_at_rest(raw), state_delay=None)
        self.was.clear()
        self._first.clear()

    def start_again(self) -> None:
        """Restore the original records; the next run draws other ids, keys and addresses."""
        originals = {**self._first, **self._presumed}
        kinds = list(KINDS)  # what a record's visibility rests on comes first
        for kind, object_id in sorted(originals, key=lambda identity: kinds.index(identity[0])):
            record = originals[kind, object_id]
            if record is not None:
                super().put(kind, record)
            elif self.get(kind, object_id) is not None:
                super().remove(kind, object_id)
        for forgotten in (self.made, self.was, self._first, self._presumed):
            forgotten.clear()
        self._serial += _APART

    def presume(self, kind: str, record: RawRecord) -> None:
        """Add a record that stands for what was not read; no request is said to have made it."""
        object_id = record[KINDS[kind].id]
        self._presumed.setdefault((kind, object_id), self.get(kind, object_id))
        super().put(kind, record)

    def let_pass(self, kind: str, object_id: str, states: Collection[str], target: str) -> None:
        """Let time pass until the record is in one of those states, as a rule in `target`."""
        field = KINDS[kind].state
        while self.advance():
            record = self.get(kind, object_id) or {}
            if record.get(field) in states and not is_transitioning(record):
                return
        record = self.get(kind, object_id) or {}
        if record.get(field) not in states:
            self.presume(kind, {**record, field: target})

    def without_presumed(self) -> dict[str, Any]:
        """The estate without the records that stand in for what can't be seen."""
        unseen = {identity for identity, before in self._presumed.items() if before is None}
        return {
            name: [each for each in value if (name, each[KINDS[name].id]) not in unseen]
            if name in KINDS
            else value
            for name, value in self.dump().items()
        }

    def touched_by_now(self) -> dict[Identity, RawRecord | None]:
        """What each record is now that was touched since the start."""
        return {identity: self.get(*identity) for identity in self._first}

    def original(self, identity: Identity) -> RawRecord | None:
        """What a record that was touched was at the start."""
        return self._first[identity]

    def put(self, kind: str, record: RawRecord) -> RawRecord:
        """Insert or replace a record, and remember what it was."""
        self._remember(kind, record[KINDS[kind].id])
        return super().put(kind, record)

    def remove(self, kind: str, object_id: str) -> None:
        """Take out a record, and remember what it was."""
        self._remember(kind, object_id)
        super().remove(kind, object_id)

    def new_id(self, kind: str) -> str:
        """The name of the request behind the kind's prefix or `new-`, numbered where taken."""
        made = stem = f"{KINDS[kind].prefix or 'new-'}{self.naming}"
        count = 1
        while self.find(made, *KINDS):
            count += 1
            made = f"{stem}-{count}"
        self.made.add(made)
        return made

    def _remember(self, kind: str, object_id: str) -> None:
        before = self.get(kind, object_id)
        self.was.setdefault((kind, object_id), before)
        self._first.setdefault((kind, object_id), before)


def touched(
    was: Mapping[Identity, RawRecord | None], trials: Sequence[Mapping[Identity, RawRecord | None]]
) -> tuple[Touched, ...]:
    """The records of `was` that the first trial leaves otherwise, by kind and id."""
    found = []
    for kind, object_id in sorted(was):
        before = _timeless(was[kind, object_id])
        after, *others = (_timeless(trial.get((kind, object_id))) for trial in trials)
        if before != after:
            found.append(Touched(kind, object_id, before, after, tuple(others)))
    return tuple(found)


def _at_rest(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The estate without the future and the past that a simulator's records carry."""
    return {
        name: [_timeless(record) for record in value] if name in KINDS and value else value
        for name, value in raw.items()
    }


def _timeless(record: Any) -> Any:
    if not isinstance(record, Mapping) or not any(name in record for name in OF_TIME):
        return record
    return {name: value for name, value in record.items() if name not in OF_TIME}
