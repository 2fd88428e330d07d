"""What happens to a record later: steps that it carries in its `schedule` field, as JSON.

A step is `{"at": epoch seconds or null, "do": name, "with": arguments}`. Those with a time are due
at it; those with null wait for `Estate.advance`. The name is one of `TRANSITIONS`, functions from
the record and the arguments to the record after them, or to None when the record goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dxnet.control_plane.store.kinds import SCHEDULE, RawRecord

Step = Mapping[str, Any]
Transition = Callable[[RawRecord, Mapping[str, Any]], RawRecord | None]

# AWS's word for a port that is on its way into a LAG or out of one, whatever its state.
TRANSITIONING = "transitioning"

TRANSITIONS: dict[str, Transition] = {}


def transition(name: str) -> Callable[[Transition], Transition]:
    """Register a transition under the name that steps carry."""

    def register(function: Transition) -> Transition:
        TRANSITIONS[name] = function
        return function

    return register


@transition("set")
def set_fields(record: RawRecord, fields: Mapping[str, Any]) -> RawRecord:
    """The record with those fields."""
    return {**record, **fields}


@transition("remove")
def remove(record: RawRecord, _: Mapping[str, Any]) -> None:
    """Drop the record."""


@transition("settle")
def settled(record: RawRecord, _: Mapping[str, Any]) -> RawRecord:
    """The record as it is: a port that has arrived in its LAG, see `is_transitioning`."""
    return record


def is_transitioning(record: RawRecord) -> bool:
    """Whether a port is on its way into a LAG or out of one."""
    return any(step["do"] == "settle" for step in record.get(SCHEDULE, ()))


def step(at: float | None, do: str, **arguments: Any) -> Step:
    """A step for a record's schedule."""
    return {"at": at, "do": do, "with": arguments}


def is_schedule(value: object) -> bool:
    """Whether this is a list of steps."""
    return isinstance(value, list | tuple) and all(
        isinstance(each, Mapping)
        and (each.get("at") is None or isinstance(each["at"], int | float))
        and str(each.get("do")) in TRANSITIONS
        and isinstance(each.get("with"), Mapping)
        for each in value
    )


def scheduled(record: RawRecord, *steps: Step) -> dict[str, Any]:
    """The record with further steps to come."""
    return {**record, SCHEDULE: [*record.get(SCHEDULE, ()), *steps]}


def due_time(record: RawRecord) -> float | None:
    """When the record's first step with a time is due, in epoch seconds."""
    times = [step["at"] for step in record.get(SCHEDULE, ()) if step["at"] is not None]
    return min(times, default=None)


def is_waiting(record: RawRecord) -> bool:
    """Whether a step of the record waits for an explicit advance."""
    return any(step["at"] is None for step in record.get(SCHEDULE, ()))


def take(record: RawRecord, at: float | None) -> RawRecord | None:
    """The record after its first step of that time, which leaves the schedule."""
    steps = list(record[SCHEDULE])
    taken = next(step for step in steps if step["at"] == at)
    steps.remove(taken)
    rest = {name: value for name, value in record.items() if name != SCHEDULE}
    if steps:
        rest[SCHEDULE] = steps
    return TRANSITIONS[taken["do"]](rest, taken["with"])
