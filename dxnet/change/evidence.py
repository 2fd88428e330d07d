"""What will show that a request was done, noted before it is sent, and the look for it later.

{"made": kind, "among": {...}, "match": {...}, "already": [ids]}      a new record
{"gone": kind, "id": id}                                              a record less
{"changed": kind, "id": id, "field": name, "before": v, "after": v}   another value
{"changed": kind, "id": id, "list": name, "match": {...}, "before": n, "after": n}
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dxnet.change import difference, json_values
from dxnet.change.plan import Step
from dxnet.change.sandbox import Touched, is_gone
from dxnet.control_plane.store.kinds import GONE, KINDS, RawRecord
from dxnet.secrets import is_secret

Evidence = Mapping[str, Any]

_SHAPES = (
    {"made", "among", "match", "already"},
    {"gone", "id"},
    {"changed", "id", "field", "before", "after"},
    {"changed", "id", "list", "match", "before", "after"},
)
_STATES = ("State", "Status")
_SCALARS = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request was done, None for what can't be told, and the record that it made."""

    is_done: bool | None
    record: RawRecord | None = field(default=None, repr=False)


def of(step: Step, live: Mapping[str, Any]) -> list[Evidence]:
    """What to look for after the step; `live` is the estate before the first one."""
    found: list[Evidence] = []
    for touched in step.touched:
        if touched.before is None:
            if touched.id in _own_texts(step.answer):
                found.append(_made(touched, step.parameters, live))
        elif touched.is_gone:
            found.append({"gone": touched.kind, "id": touched.id})
        else:
            found += _changed(touched)
    steady = [each for each in found if not _is_state(each.get("field", ""))]
    return steady or found


def verdict(
    evidence: Sequence[Evidence], live: Mapping[str, Any], known: Collection[str]
) -> Verdict:
    """What the live estate says; `known` are ids that other requests of the change have made."""
    verdicts = [_look(each, live, known) for each in evidence]
    outcomes = {each.is_done for each in verdicts}
    made = next((each.record for each in verdicts if each.record is not None), None)
    return Verdict(outcomes.pop(), made) if len(outcomes) == 1 else Verdict(None)


def is_evidence(value: object) -> bool:
    """Whether it has one of the shapes that `of` gives, as a line of a journal may not."""
    if not isinstance(value, Mapping) or set(value) not in _SHAPES:
        return False
    kind = value.get("made") or value.get("gone") or value.get("changed")
    objects = (value.get(name, {}) for name in ("among", "match"))
    return (
        isinstance(kind, str)
        and kind in KINDS
        and all(isinstance(item, Mapping) for item in objects)
        and isinstance(value.get("already", []), list)
        and all(isinstance(value.get(name, ""), str) for name in ("id", "field", "list"))
    )


def subjects(evidence: Sequence[Evidence]) -> list[str]:
    """What a person has to look at, in words."""
    words = []
    for each in evidence:
        kind = next(each[name] for name in ("made", "gone", "changed") if name in each)
        what = each.get("id") or ", ".join(f"{k} {v}" for k, v in sorted(each["match"].items()))
        words.append(f"{kind}: {what}")
    return list(dict.fromkeys(words))


def _made(touched: Touched, parameters: Mapping[str, Any], live: Mapping[str, Any]) -> Evidence:
    """A record with what the request gives it, and which ones were there on the same parent."""
    record = touched.after or {}
    match = {
        name: value
        for name, value in json_values.fields(parameters)
        if isinstance(value, _SCALARS) and record.get(name) == value and not is_secret(name)
    }
    parent = KINDS["connections"].id
    among = {parent: match[parent]} if parent in match else {}
    already = [each[KINDS[touched.kind].id] for each in _matching(live, touched.kind, among)]
    return {"made": touched.kind, "among": among, "match": match, "already": already}


def _own_texts(answer: Mapping[str, Any]) -> Iterator[str]:
    """The texts of what the answer is about, without what it lists."""
    for value in answer.values():
        if isinstance(value, Mapping):
            yield from _own_texts(value)
        elif isinstance(value, str):
            yield value


def _changed(touched: Touched) -> Iterator[Evidence]:
    subject = {"changed": touched.kind, "id": touched.id}
    for change in difference.fields(touched):
        if not (change.is_assigned or is_secret(change.path) or set(".[") & set(change.path)):
            yield {**subject, "field": change.path, "before": change.before, "after": change.after}
    before, after = touched.before or {}, touched.after or {}
    for name in sorted({*before, *after}):
        was, now = _living(before.get(name)), _living(after.get(name))
        others = [_living((other or {}).get(name)) for other in touched.others]
        patterns = [*_patterns(was, ()), *_patterns(now, others)]
        distinct = {repr(sorted(pattern.items())): pattern for pattern in patterns}
        for pattern in distinct.values():
            counts = _count(was, pattern), _count(now, pattern)
            if counts[0] != counts[1]:
                numbers = {"before": counts[0], "after": counts[1]}
                yield {**subject, "list": name, "match": pattern, **numbers}


def _look(each: Evidence, live: Mapping[str, Any], known: Collection[str]) -> Verdict:
    if "made" in each:
        return _look_for_new(each, live, known)
    kind = each.get("gone") or each["changed"]
    if live.get(kind) is None:
        return Verdict(None)
    record = next((r for r in live[kind] if r.get(KINDS[kind].id) == each["id"]), None)
    if "gone" in each:
        return Verdict(record is None or is_gone(kind, record))
    if record is None:
        return Verdict(None)
    if "list" in each:
        value: Any = _count(_living(record.get(each["list"])), each["match"])
    else:
        value = record.get(each["field"])
        if _is_state(each["field"]):
            return Verdict(value != each["before"])
    return Verdict({repr(each["after"]): True, repr(each["before"]): False}.get(repr(value)))


def _look_for_new(each: Evidence, live: Mapping[str, Any], known: Collection[str]) -> Verdict:
    kind = each["made"]
    if live.get(kind) is None:
        return Verdict(None)
    old = {*each["already"], *known}
    new = [r for r in _matching(live, kind, each["among"]) if r[KINDS[kind].id] not in old]
    matching = [record for record in new if _fits(record, each["match"])]
    if not new:
        return Verdict(False)
    return Verdict(True, matching[0]) if len(matching) == 1 else Verdict(None)


def _matching(live: Mapping[str, Any], kind: str, match: Mapping[str, Any]) -> list[RawRecord]:
    records = live.get(kind) or ()
    return [each for each in records if not is_gone(kind, each) and _fits(each, match)]


def _fits(record: RawRecord, match: Mapping[str, Any]) -> bool:
    return all(record.get(name) == value for name, value in match.items())


def _living(value: Any) -> list[RawRecord]:
    """The objects of a list that are not being deleted; none for any other value."""
    items = value if isinstance(value, list) else ()
    return [
        each for each in items if isinstance(each, Mapping) and each.get("bgpPeerState") not in GONE
    ]


def _patterns(
    items: Sequence[RawRecord], others: Sequence[Sequence[RawRecord]]
) -> Iterator[dict[str, Any]]:
    """What is known of each item: no states, no keys, nothing that AWS chooses."""
    for position, item in enumerate(items):
        yield {
            name: value
            for name, value in item.items()
            if isinstance(value, _SCALARS)
            and not (is_secret(name) or _is_state(name) or name in difference.INCIDENTAL)
            and all(other[position].get(name) == value for other in others)
        }


def _count(items: Sequence[RawRecord], match: Mapping[str, Any]) -> int:
    return sum(_fits(item, match) for item in items)


def _is_state(name: str) -> bool:
    return name.endswith(_STATES) or name in ("state", "status")
