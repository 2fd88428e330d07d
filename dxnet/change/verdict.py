"""How virtual interfaces stand before and after a change, by the causes that a status names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dxnet import kinds, parse
from dxnet.assess.operation import operation, read_at
from dxnet.change import outcome
from dxnet.change.file import Change
from dxnet.change.plan import Plan
from dxnet.diagnose import Diagnosis, diagnose
from dxnet.diagnose.document import word
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.paths import by_gateway
from dxnet.diagnose.terms import Standing
from dxnet.model import Estate

Answers = Mapping[int, Mapping[str, Any]]
_SOUND = (Standing.UP, Standing.WAITING, Standing.GONE, Standing.ON_PURPOSE, Standing.LOOK)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one VIF's cause, or to the paths of one gateway.

    `before` and `after` are empty where the VIF or the paths are not there.
    """

    subject: str
    before: str
    after: str


def causes(plan: Plan) -> tuple[Effect, ...]:
    """The VIFs of which the plan expects another cause than they have now."""
    before, after = _estates(plan)
    touched = {each.id for each in plan.touched}
    around = outcome.places(plan)
    ids = {
        vif.id
        for estate in (before, after)
        for vif in estate.vifs
        if vif.id in touched or vif.connection_id in around or vif.gateway_id in around
    }
    old, new = (_cause_ids(estate, ids) for estate in (before, after))
    return _changes(old, new)


def paths(plan: Plan) -> tuple[Effect, ...]:
    """The gateways of which another number of paths is up after the change."""
    old, new = (_paths(Facts(estate, read_at(estate))) for estate in _estates(plan))
    return _changes(old, new)


def of_vifs(estate: Estate, vif_ids: Collection[str], now: datetime) -> tuple[Diagnosis, ...]:
    """How these VIFs stand, in the order of the estate."""
    facts = operation(estate, now=now)
    return tuple(diagnose(facts, vif) for vif in estate.vifs if vif.id in vif_ids)


def vif_ids(change: Change, answers: Answers) -> frozenset[str]:
    """The VIFs that the requests with an answer make or name."""
    done = (each for each in change.requests if each.number in answers)
    said = [value for each in done for value in (each.parameters, answers[each.number])]
    return frozenset(text for text in _texts(said) if kinds.of_id(text) is kinds.VIF)


def lines(diagnoses: Iterable[Diagnosis]) -> Iterator[str]:
    """Each VIF in two lines: how it stands and why, and the next step."""
    for one in diagnoses:
        finding, name = one.finding, f"{one.vif.id} {one.vif.name}".rstrip()
        yield f"{word(one.standing)} {finding.cause.id}: {name}: {finding.cause.title}"
        if one.standing is not Standing.UP:
            yield f"  next ({finding.step.who}): {finding.step.text}"


def document(diagnoses: Iterable[Diagnosis]) -> list[dict[str, Any]]:
    """The same as JSON values, with the names of `dxnet diagnose --format json`."""
    return [
        {
            "id": one.vif.id,
            "name": one.vif.name,
            "standing": str(one.standing),
            "cause": one.finding.cause.id,
            "certainty": str(one.finding.certainty),
            "evidence": [each.fact for each in one.finding.evidence],
            "next": {"who": one.finding.step.who, "text": one.finding.step.text},
        }
        for one in diagnoses
    ]


def is_sound(diagnosis: Diagnosis) -> bool:
    """Whether nobody has to look for a fault: it works, it waits, or somebody wants it so."""
    return diagnosis.standing in _SOUND


def _estates(plan: Plan) -> tuple[Estate, Estate]:
    return parse.estate(plan.before), outcome.estate(plan)


def _cause_ids(estate: Estate, ids: Collection[str]) -> dict[str, str]:
    facts = operation(estate)
    left = by_gateway(facts)
    vifs = (vif for vif in estate.vifs if vif.id in ids)
    return {vif.id: diagnose(facts, vif, left).finding.cause.id for vif in vifs}


def _paths(facts: Facts) -> dict[str, str]:
    return {
        f"{getattr(facts.estate.get(gateway), 'name', '') or gateway} {each.family}": (
            f"{each.up} of {each.all} up"
        )
        for gateway, left in by_gateway(facts).items()
        for each in left
    }


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Effect, ...]:
    subjects = sorted({*old, *new})
    effects = (Effect(each, old.get(each, ""), new.get(each, "")) for each in subjects)
    return tuple(effect for effect in effects if effect.before != effect.after)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _texts(item))
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in _texts(item))
