from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import combinations, permutations
from typing import Any

import botocore.session
import pytest

from dxnet import parse, sources
from dxnet.assess.operation import operation, steps_for
from dxnet.demo import estate as demo_estate
from dxnet.demo.rows import NOW
from dxnet.diagnose import TABLE, Status, diagnose, lookalikes, status
from dxnet.diagnose.terms import Certainty, Rung, Standing
from dxnet.sources import demo

from .conftest import facts, scenarios

MODEL = botocore.session.get_session().get_service_model("directconnect")
SCENARIOS = scenarios()
CERTAINTIES = tuple(Certainty)


def _states(shape: str) -> list[str]:
    return [state for state in MODEL.shape_for(shape).enum if state != "unknown"]


def _cause(case: dict[str, Any]) -> str:
    found = status(facts(case))
    return found.diagnoses[0].finding.cause.id


def _demo() -> Status:
    estate = parse.estate(sources.read(sources.Options("demo")))
    return status(operation(estate, now=datetime.fromisoformat(NOW)))


def test_ids_are_unique_and_every_rung_but_the_last_two_names_a_cause() -> None:
    assert len({cause.id for cause in TABLE}) == len(TABLE)
    assert {cause.rung for cause in TABLE} == set(Rung)


@pytest.mark.parametrize("state", _states("VirtualInterfaceState"))
def test_every_state_of_a_vif_has_a_row(state: str) -> None:
    vif = {"virtualInterfaceState": state, "bgpPeers": [{"bgpStatus": "down"}]}
    assert _cause({"vifs": [vif]}) != "state-unknown"


@pytest.mark.parametrize("state", _states("BGPPeerState"))
@pytest.mark.parametrize("session", _states("BGPStatus"))
def test_every_state_of_a_peer_has_a_row(state: str, session: str) -> None:
    vif = {"bgpPeers": [{"bgpPeerState": state, "bgpStatus": session}]}
    assert _cause({"vifs": [vif]}) != "state-unknown"


@pytest.mark.parametrize("state", _states("ConnectionState"))
def test_every_state_of_a_connection_has_a_row(state: str) -> None:
    vif = {"bgpPeers": [{"bgpStatus": "down"}]}
    case = {"vifs": [vif], "connections": [{"connectionState": state}]}
    assert _cause(case) != "state-unknown"


@pytest.mark.parametrize("kind", ["Lag", "Interconnect"])
def test_a_lag_and_an_interconnect_have_no_other_state(kind: str) -> None:
    assert set(_states(f"{kind}State")) <= set(_states("ConnectionState"))


@pytest.mark.parametrize("state", _states("DirectConnectGatewayState"))
def test_every_state_of_a_gateway_but_available_asks_for_a_look(state: str) -> None:
    case = {"vifs": [{}], "directConnectGateways": [{"directConnectGatewayState": state}]}
    assert (_cause(case) == "up") is (state == "available")


@pytest.mark.parametrize("state", _states("DirectConnectGatewayAssociationState"))
def test_every_state_of_an_association_is_fine_or_named(state: str) -> None:
    association = {
        "associationId": "a-1",
        "associationState": state,
        "directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0b00000001",
    }
    case = {"vifs": [{}], "directConnectGatewayAssociations": [association]}
    expected = {"associated": "up", "disassociated": "nothing-associated"}
    assert _cause(case) == expected.get(state, "association-pending")


def test_the_demo_shows_the_causes_that_it_says() -> None:
    found = _demo()
    said = {
        one.vif.id: one.finding.cause.id
        for one in found.diagnoses
        if one.standing is not Standing.UP
    }
    said |= {one.port.id: one.finding.cause.id for one in found.ports}
    assert said == demo_estate.causes()


def test_a_vif_is_in_one_group_and_what_is_up_in_none() -> None:
    found = _demo()
    grouped = [one.vif.id for group in found.groups for one in group.vifs]
    not_up = [one.vif.id for one in found.diagnoses if one.standing is not Standing.UP]
    assert sorted(grouped) == sorted(not_up)
    assert sum(found.counts.values()) == len(found.diagnoses)


@pytest.mark.parametrize("name", SCENARIOS)
def test_less_is_known_and_nothing_looks_better(name: str) -> None:
    whole = facts(SCENARIOS[name])
    optional: dict[str, Any] = {
        "metrics": None,
        "events": None,
        "before": None,
        "routers": None,
        "faults": {},
        "testimony": {},
    }
    for count in range(len(optional) + 1):
        for taken in combinations(optional, count):
            less = replace(whole, **{fact: optional[fact] for fact in taken})
            for vif in whole.estate.vifs:
                full, poor = diagnose(whole, vif), diagnose(less, vif)
                if full.standing in (Standing.UNKNOWN, Standing.DOWN):
                    assert poor.standing is not Standing.UP
                if full.finding.cause is poor.finding.cause:
                    order = CERTAINTIES.index
                    assert order(poor.finding.certainty) >= order(full.finding.certainty)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_order_of_vifs_and_peers_does_not_matter(name: str) -> None:
    whole = facts(SCENARIOS[name])
    standings = {one.vif.id: one.standing for one in status(whole).diagnoses}
    turned = tuple(replace(vif, peers=vif.peers[::-1]) for vif in whole.estate.vifs[::-1])
    other = replace(whole, estate=replace(whole.estate, vifs=turned))
    assert {one.vif.id: one.standing for one in status(other).diagnoses} == standings


def test_a_session_that_falls_never_makes_anything_better() -> None:
    for up in permutations(("up", "down", "up")):
        peers = [{"bgpStatus": "down" if word == "down" else "up"} for word in up]
        vifs = [{"bgpPeers": [peer]} for peer in peers]
        before = status(facts({"vifs": vifs}))
        for place in range(len(vifs)):
            fallen = [*vifs[:place], {"bgpPeers": [{"bgpStatus": "down"}]}, *vifs[place + 1 :]]
            after = status(facts({"vifs": fallen}))
            for was, is_now in zip(before.diagnoses, after.diagnoses, strict=True):
                assert is_now.standing.gravity <= was.standing.gravity


def test_a_broken_row_hides_no_other_and_never_says_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    rows = tuple(
        replace(cause, matcher=broken) if cause.id == "port-down" else cause for cause in TABLE
    )
    monkeypatch.setattr("dxnet.diagnose.diagnosis.TABLE", rows)
    found = status(facts({"vifs": [{}, {"virtualInterfaceState": "down"}]}))
    assert [one.finding.cause.id for one in found.diagnoses] == ["state-unknown", "session-down"]
    assert {one.rung: one.verdict for one in found.diagnoses[1].ladder}[Rung.PORT] == "unknown"


def test_a_router_is_asked_in_order_and_each_answer_means_something() -> None:
    estate = parse.estate(sources.read(sources.Options("demo")))
    found = operation(estate, now=datetime.fromisoformat(NOW))
    diagnosis = next(one for one in status(found).diagnoses if one.vif.name == "fra-prod-hr")
    steps = steps_for(diagnosis, estate, demo.router_settings())
    words = [step.command.split()[1] for step in steps]
    assert words == ["interfaces", "ipv4", "arp", "192.0.2.33", "bgp", "bfd"]
    meanings = lookalikes.meanings()
    assert all(cause in meanings for step in steps for _, cause in step.answers)


def test_every_answer_of_a_router_is_explained() -> None:
    answers = {cause for stage in lookalikes.stages() for _, cause in stage.answers}
    assert answers == set(lookalikes.meanings())
