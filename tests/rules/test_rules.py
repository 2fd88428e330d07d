"""Every file in DX*/ is a case: records laid over those of base.json, and what the rule says.

`"as": "public"` starts a VIF from base.json's public one, each peer starts from the one of its
family, `router` holds keys of dxnet.toml for every VIF and `settings` the text of one,
`configuration` the lines that stand for what the
templates write, `accept` the acceptances, and `expect` gives status and detail by VIF.

The sentence of a rule's first case that finds something is its example, see dxnet.checks.examples.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dxnet.checks.rules
from dxnet import kinds, parse, render, settings
from dxnet.assess import assess
from dxnet.checks import acceptance
from dxnet.checks.engine import RULES, Status
from dxnet.checks.findings import Finding

FOLDER = Path(__file__).parent
BASE: dict[str, Any] = json.loads((FOLDER / "base.json").read_text("utf-8"))
CASES = sorted(FOLDER.glob("DX*/*.json"))
RULE_IDS = sorted(dxnet.checks.rules.RULES)


def _vif(case: dict[str, Any]) -> dict[str, Any]:
    vif = BASE["virtualInterface"] | BASE.get(case.get("as", ""), {}) | case
    vif["bgpPeers"] = [
        BASE[peer.get("addressFamily", "ipv4")] | peer for peer in vif.get("bgpPeers", [])
    ]
    return {name: value for name, value in vif.items() if name != "as"}


def _raw(case: dict[str, Any]) -> dict[str, Any]:
    raw = {kind: case.get(kind, []) for kind in parse.KINDS}
    raw["virtualInterfaces"] = [_vif(vif) for vif in case.get("virtualInterfaces", [{}])]
    raw["connections"] = [BASE["connection"] | item for item in case.get("connections", [{}])]
    return raw | {"dxnet": case.get("dxnet", {})}


def _findings(case: dict[str, Any]) -> Iterator[Finding]:
    estate = parse.estate(_raw(case))
    router = settings.parse(case.get("settings", ""), "case", case.get("router", {}))
    accept = [acceptance.parse(text) for text in case.get("accept", ())]
    with pytest.MonkeyPatch.context() as patched:
        if "configuration" in case:
            text = "\n".join(case["configuration"])
            patched.setattr(render, "config", lambda *_, **__: text)
        yield from assess(estate, router, accept=accept).findings


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_rule_says_what_its_case_expects(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    found: dict[str, list[list[str]]] = {}
    for finding in _findings(case):
        if finding.rule.id == path.parent.name:
            words = [finding.status.value, finding.detail] if finding.detail else [finding.status]
            found.setdefault(finding.subject_id, []).append([str(word) for word in words])
    assert found == case["expect"]


@pytest.mark.parametrize("kind", ["private", "transit", "public"])
def test_nothing_is_found_on_a_sound_vif(kind: str) -> None:
    vif = {"as": kind, "virtualInterfaceType": kind}
    router = {
        "platform": "frr",
        "interface": "eth0",
        "advertise": ["203.0.113.0/24"],
    }
    statuses = {
        finding.rule.id: finding.status
        for finding in _findings({"virtualInterfaces": [vif], "router": router})
        if finding.rule.about is kinds.VIF
    }
    assert set(statuses.values()) <= {Status.PASS, Status.NOT_APPLICABLE}
    about_vifs = {each.id for each in RULES.values() if each.about is kinds.VIF and each.function}
    assert set(statuses) == about_vifs


# DX001 is about the run, and DX990 repeats the words of programs that not everyone has.
@pytest.mark.parametrize("rule_id", sorted(set(RULE_IDS) - {"DX001", "DX990"}))
def test_every_rule_has_a_case_that_passes_and_one_that_does_not(rule_id: str) -> None:
    words = {
        said[0]
        for path in (FOLDER / rule_id).glob("*.json")
        for expected in json.loads(path.read_text("utf-8"))["expect"].values()
        for said in expected
    }
    assert {Status.PASS, RULES[rule_id].severity} <= words
