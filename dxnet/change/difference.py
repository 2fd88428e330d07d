"""Two records field by field, and which of the new values AWS will choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dxnet.change.sandbox import Touched
from dxnet.control_plane.store.kinds import OF_TIME

# Fields by which an object in a list is known again, the first that it has.
_IDENTITIES = ("bgpPeerId", "key", "cidr", "ckn")
# What a VIF repeats of its first peer, and the XML that repeats all of it.
_REPEATED = ("asn", "asnLong", "authKey", "addressFamily", "amazonAddress", "customerAddress")
_DERIVED = ("customerRouterConfig", *OF_TIME)
# What says nothing of a thing that isn't there yet, or isn't any more.
INCIDENTAL = ("awsDevice", "awsDeviceV2", "awsLogicalDeviceId", "bgpStatus", "loaIssueTime")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after; None for none. `is_assigned`: AWS chooses what comes after."""

    path: str
    before: Any
    after: Any
    is_assigned: bool = False


def fields(touched: Touched) -> tuple[FieldChange, ...]:
    """The fields that change, in order; of a new or removed record, those that are not empty."""
    after = None if touched.is_gone else touched.after
    records = (touched.before, after, *(None if after is None else o for o in touched.others))
    found = _of_mapping([_shown(record) for record in records], "")
    return tuple(change for change in found if _says_something(change))


def _says_something(change: FieldChange) -> bool:
    """Whether the value changes; one empty value in place of another is not a change."""
    is_nothing = all(value in _NOTHING for value in (change.before, change.after))
    return change.is_assigned or (change.before != change.after and not is_nothing)


_NOTHING: tuple[Any, ...] = (None, "", [], False)

# A value before, after, and after in other trials.
_Values = Sequence[Any]


def _shown(record: Mapping[str, Any] | None) -> Any:
    if record is None:
        return None
    unshown = {*_DERIVED, *(_REPEATED if record.get("bgpPeers") else ())}
    return {name: value for name, value in record.items() if name not in unshown}


def _of_mapping(values: _Values, path: str) -> Iterator[FieldChange]:
    maps = [value if isinstance(value, Mapping) else {} for value in values]
    is_new_or_gone = not maps[0] or not maps[1]
    for name in sorted({str(name) for each in maps for name in each}):
        inner = f"{path}.{name}" if path else name
        if not (is_new_or_gone and name in INCIDENTAL):
            yield from _of_value([each.get(name) for each in maps], inner)


def _of_value(values: _Values, path: str) -> Iterator[FieldChange]:
    filled = [value for value in values[:2] if value not in (None, [])]
    if any(isinstance(value, Mapping) for value in filled):
        yield from _of_mapping(values, path)
    elif any(isinstance(value, list) and isinstance(value[0], Mapping) for value in filled):
        yield from _of_list([value or [] for value in values], path)
    else:
        before, after, *others = values
        is_assigned = any(other != after for other in others)
        yield FieldChange(path, before, None if is_assigned else after, is_assigned)


def _of_list(values: _Values, path: str) -> Iterator[FieldChange]:
    """The items by their identity; new items are numbered in the order that they have."""
    before, after, *others = values
    identity = next((name for name in _IDENTITIES if name in (*before, *after)[0]), "")
    was = {item.get(identity, position): item for position, item in enumerate(before)}
    new = 0
    for position, item in enumerate(after):
        name = item.get(identity, position)
        siblings = [other[position] if position < len(other) else None for other in others]
        is_assigned = any((sibling or {}).get(identity, position) != name for sibling in siblings)
        new += is_assigned
        label = f"new {new}" if is_assigned else str(name)
        yield from _of_mapping([was.pop(name, None), item, *siblings], f"{path}[{label}]")
    for name, item in was.items():
        yield from _of_mapping([item, None, *(None for _ in others)], f"{path}[{name}]")
