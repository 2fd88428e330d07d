"""The estate that a change is tried on: the control plane's, which remembers what it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dxnet.control_plane import Estate
from dxnet.control_plane.kinds import KINDS, SCHEDULE, Record
from dxnet.control_plane.kinds import field as field_at
from dxnet.control_plane.operation import GONE

# Far apart, so that no two trials draw the same token.
_SERIALS = (0, 1_000_000, 2_000_000)


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that requests made, changed or deleted; None for none.

    `others` are what it is in trials with other luck: where they differ, AWS chooses.
    """

    kind: str
    id: str
    before: Record | None = field(repr=False)
    after: Record | None = field(repr=False)
    others: tuple[Record | None, ...] = field(repr=False)

    @property
    def is_gone(self) -> bool:
        """Whether the record is deleted, or as good as: AWS lists it for 15 minutes more."""
        return self.after is None or is_gone(self.kind, self.after)


def is_gone(kind: str, record: Record) -> bool:
    """Whether the record's state is that of a thing that is no more."""
    state = KINDS[kind].state
    return bool(state) and field_at(record, state) in GONE


class TrialEstate(Estate):
    """States stand still until `advance`; what is new is named after its request.

    So a VIF that the request `blue` makes is `dxvif-blue` in every trial.
    """

    def __init__(self, raw: Mapping[str, Any], serial: int) -> None:
        self.naming = ""
        self.made: set[str] = set()
        self.was: dict[tuple[str, str], Record | None] = {}
        super().__init__({**_at_rest(raw), "controlPlane": {"serial": serial}}, state_delay=None)
        self.was.clear()

    def put(self, kind: str, record: Record) -> Record:
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
            made = f"{stem}{count}"
        self.made.add(made)
        return made

    def _remember(self, kind: str, object_id: str) -> None:
        self.was.setdefault((kind, object_id), self.get(kind, object_id))


def estates(raw: Mapping[str, Any]) -> tuple[TrialEstate, ...]:
    """Copies of the estate whose tokens, such as generated keys and addresses, all differ."""
    return tuple(TrialEstate(raw, serial) for serial in _SERIALS)


def touched(
    trials: tuple[TrialEstate, ...], was: Mapping[tuple[str, str], Record | None]
) -> tuple[Touched, ...]:
    """The records of `was` that are not what they were, by kind and id."""
    found = []
    for kind, object_id in sorted(was):
        before = _without_schedule(was[kind, object_id])
        after, *others = (_without_schedule(trial.get(kind, object_id)) for trial in trials)
        if before != after:
            found.append(Touched(kind, object_id, before, after, tuple(others)))
    return tuple(found)


def _at_rest(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The estate without the steps that a simulator's records still have to take."""
    return {
        name: [_without_schedule(record) for record in value] if name in KINDS and value else value
        for name, value in raw.items()
    }


def _without_schedule(record: Any) -> Any:
    if not isinstance(record, Mapping) or SCHEDULE not in record:
        return record
    return {name: value for name, value in record.items() if name != SCHEDULE}
