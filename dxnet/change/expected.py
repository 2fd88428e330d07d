"""The evidence that will show that a request was done, derived from its plan beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dxnet.change import difference, json_values
from dxnet.change.evidence import (
    Evidence,
    FieldChanged,
    Gone,
    ListChanged,
    Made,
    count,
    is_state,
    living,
    matching,
)
from dxnet.change.plan import Step
from dxnet.change.sandbox import Touched
from dxnet.control_plane.store.kinds import KINDS, RawRecord
from dxnet.secrets import is_secret

_SCALARS = (str, int, float, bool)


def of(step: Step, live: Mapping[str, Any]) -> list[Evidence]:
    """What to look for after the step; `live` is the estate before the first one."""
    evidence: list[Evidence] = []
    for touched in step.touched:
        if touched.before is None:
            if touched.id in _own_texts(step.answer):
                evidence.append(_made(touched, step.parameters, live))
        elif touched.is_gone:
            evidence.append(Gone(touched.kind, touched.id))
        else:
            evidence += _changed(touched)
    steady = [
        each for each in evidence if not (isinstance(each, FieldChanged) and is_state(each.field))
    ]
    return steady or evidence


def _made(touched: Touched, parameters: Mapping[str, Any], live: Mapping[str, Any]) -> Made:
    """A record with what the request gives it, and which ones were there on the same parent."""
    record = touched.after or {}
    match = {
        name: value
        for name, value in json_values.fields(parameters)
        if isinstance(value, _SCALARS) and record.get(name) == value and not is_secret(name)
    }
    parent = KINDS["connections"].id
    among = {parent: match[parent]} if parent in match else {}
    already = [record[KINDS[touched.kind].id] for record in matching(live, touched.kind, among)]
    return Made(touched.kind, among, match, tuple(already))


def _own_texts(answer: Mapping[str, Any]) -> Iterator[str]:
    """The texts of what the answer is about, without what it lists."""
    for value in answer.values():
        if isinstance(value, Mapping):
            yield from _own_texts(value)
        elif isinstance(value, str):
            yield value


def _changed(touched: Touched) -> Iterator[Evidence]:
    kind, object_id = touched.kind, touched.id
    for change in difference.fields(touched):
        if not (change.is_assigned or is_secret(change.path) or set(".[") & set(change.path)):
            yield FieldChanged(kind, object_id, change.path, change.before, change.after)
    before, after = touched.before or {}, touched.after or {}
    for name in sorted({*before, *after}):
        was, now = living(before.get(name)), living(after.get(name))
        others = [living((other or {}).get(name)) for other in touched.others]
        patterns = [*_patterns(was, ()), *_patterns(now, others)]
        distinct = {repr(sorted(pattern.items())): pattern for pattern in patterns}
        for pattern in distinct.values():
            if count(was, pattern) != count(now, pattern):
                counts = count(was, pattern), count(now, pattern)
                yield ListChanged(kind, object_id, name, pattern, *counts)


def _patterns(
    items: Sequence[RawRecord], others: Sequence[Sequence[RawRecord]]
) -> Iterator[dict[str, Any]]:
    """What the plan knows of each item: no state, no key, nothing that AWS chooses."""
    for position, item in enumerate(items):
        yield {
            name: value
            for name, value in item.items()
            if isinstance(value, _SCALARS)
            and not (is_secret(name) or is_state(name) or name in difference.INCIDENTAL)
            and all(other[position].get(name) == value for other in others)
        }
