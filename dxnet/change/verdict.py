"""How virtual interfaces stand before and after a change, by the causes that a status names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dxnet import kinds, parse
from dxnet.assess.operation import operation
from dxnet.change import json_values, outcome
from dxnet.change.file import Change
from dxnet.change.plan import Plan
from dxnet.diagnose import Diagnosis, diagnose
from dxnet.diagnose.document import word
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.paths import Paths, by_gateway
from dxnet.diagnose.terms import Standing
from dxnet.model import Estate

Answers = Mapping[int, Mapping[str, Any]]
PathsLeft = Mapping[str, tuple[Paths, ...]]
"""The paths of each gateway, one item for each address family."""

_SOUND = (Standing.UP, Standing.WAITING, Standing.GONE, Standing.ON_PURPOSE, Standing.LOOK)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one VIF's cause, or to the paths of one gateway.

    `before` and `after` are empty where the VIF or the paths are not there.
    """

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What a plan expects to be another after it.

    `causes` are of VIFs, `paths` how many of a gateway's are up.
    """

    causes: tuple[Effect, ...]
    paths: tuple[Effect, ...]


def effects(plan: Plan) -> Effects:
    """The causes and paths that the plan makes or takes; both estates are judged once."""
    before, after = operation(parse.estate(plan.before)), operation(outcome.estate(plan))
    left_before, left_after = by_gateway(before), by_gateway(after)
    ids = _vifs_around(plan, before.estate, after.estate)
    return Effects(
        _changes(_cause_ids(before, left_before, ids), _cause_ids(after, left_after, ids)),
        _changes(_paths(before.estate, left_before), _paths(after.estate, left_after)),
    )


def _vifs_around(plan: Plan, before: Estate, after: Estate) -> frozenset[str]:
    """The VIFs that the plan touches, and those that share a port or gateway with one."""
    touched = {each.id for each in plan.touched}
    around = outcome.places(plan)
    return frozenset(
        vif.id
        for estate in (before, after)
        for vif in estate.vifs
        if vif.id in touched or vif.connection_id in around or vif.gateway_id in around
    )


def of_vifs(estate: Estate, vif_ids: Collection[str], now: datetime) -> tuple[Diagnosis, ...]:
    """How these VIFs stand, in the order of the estate."""
    facts = operation(estate, now=now)
    return tuple(diagnose(facts, vif) for vif in estate.vifs if vif.id in vif_ids)


def vif_ids(change: Change, answers: Answers) -> frozenset[str]:
    """The VIFs that the requests with an answer make or name."""
    done = (each for each in change.requests if each.number in answers)
    said = [value for each in done for value in (each.parameters, answers[each.number])]
    texts = json_values.texts(said)
    return frozenset(text for text in texts if kinds.of_id(text) is kinds.VIF)


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


def _cause_ids(facts: Facts, left: PathsLeft, ids: Collection[str]) -> dict[str, str]:
    vifs = (vif for vif in facts.estate.vifs if vif.id in ids)
    return {vif.id: diagnose(facts, vif, left).finding.cause.id for vif in vifs}


def _paths(estate: Estate, left: PathsLeft) -> dict[str, str]:
    return {
        f"{getattr(estate.get(gateway), 'name', '') or gateway} {each.family}": (
            f"{each.up} of {each.all} up"
        )
        for gateway, paths in left.items()
        for each in paths
    }


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Effect, ...]:
    subjects = sorted({*old, *new})
    effects = (Effect(each, old.get(each, ""), new.get(each, "")) for each in subjects)
    return tuple(effect for effect in effects if effect.before != effect.after)
