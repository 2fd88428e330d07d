"""Each file of scenarios/ is an estate, further facts where it has any, and what must be said.

`next` and `evidence` are parts of the next step and of the evidence, `says` of a rung's text.
`reached` says whether something is down or half down, `whole` whether nothing is missing, `groups`
how many there are.
"""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.diagnose import TABLE, Diagnosis, status
from dxnet.diagnose.terms import Standing

from .conftest import facts, scenarios

SCENARIOS = scenarios()


def _said(diagnosis: Diagnosis, expected: dict[str, Any]) -> dict[str, Any]:
    """What the diagnosis says of what is expected."""
    finding = diagnosis.finding
    every: dict[str, Any] = {
        "cause": finding.cause.id,
        "standing": diagnosis.standing,
        "certainty": finding.certainty,
        "subject": finding.subject,
        "also": [cause.id for cause in diagnosis.also],
        "since": [
            moment and moment.isoformat()
            for moment in (finding.since.earliest, finding.since.latest)
        ],
    }
    said = {name: every[name] for name in expected if name in every}
    if "next" in expected:
        said["next"] = expected["next"] if expected["next"] in finding.step.text else finding.step
    if "evidence" in expected:
        facts_said = "; ".join(one.fact for one in finding.evidence)
        said["evidence"] = (
            expected["evidence"] if expected["evidence"] in facts_said else facts_said
        )
    if "rungs" in expected:
        rungs = {one.rung: one.verdict for one in diagnosis.ladder}
        said["rungs"] = {rung: rungs[rung] for rung in expected["rungs"]}
    if "says" in expected:
        texts = {one.rung: one.text for one in diagnosis.ladder}
        parts = expected["says"]
        said["says"] = {
            rung: part if part in texts[rung] else texts[rung] for rung, part in parts.items()
        }
    return said


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_has_its_cause(name: str) -> None:
    case = SCENARIOS[name]
    found = status(facts(case))
    by_id = {diagnosis.vif.id: diagnosis for diagnosis in found.diagnoses}
    expected = case["expect"]
    assert {vif: _said(by_id[vif], expected[vif]) for vif in expected} == expected
    assert {one.port.id: one.finding.cause.id for one in found.ports} == case.get("ports", {})
    assert found.has_reached(Standing.PARTLY) is case["reached"]
    assert found.is_whole is case.get("whole", True)
    if "groups" in case:
        assert len(found.groups) == case["groups"]


def test_every_cause_of_a_vif_has_a_scenario() -> None:
    named = {one["cause"] for case in SCENARIOS.values() for one in case["expect"].values()}
    named |= {cause for case in SCENARIOS.values() for cause in case.get("ports", {}).values()}
    assert {cause.id for cause in TABLE} - named == {"not-read"}
