from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import botocore.session
import pytest
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

import dxnet.checks.rules
from dxnet import addressing, kinds, parse, platforms
from dxnet.assess import Configuration, assess, configuration
from dxnet.checks.engine import Status
from dxnet.checks.findings import Finding
from dxnet.checks.rendered import Attempt, Rendered
from dxnet.demo import estate as rows
from dxnet.demo.rows import NOW
from dxnet.model import Estate, Vif
from dxnet.sources import demo
from dxnet.sources.scrub import scrub

FOUND = (Status.WARN, Status.FAIL, Status.MANUAL)
STATES = {
    "approving",
    "available",
    "confirming",
    "deleted",
    "deleting",
    "down",
    "pending",
    "rejected",
    "testing",
    "unknown",
    "verifying",
}
OF_2015 = {
    "amazonAddress",
    "asn",
    "authKey",
    "connectionId",
    "customerAddress",
    "customerRouterConfig",
    "location",
    "ownerAccount",
    "routeFilterPrefixes",
    "virtualGatewayId",
    "virtualInterfaceId",
    "virtualInterfaceName",
    "virtualInterfaceState",
    "virtualInterfaceType",
    "vlan",
}
SHAPES = {
    "connections": "Connection",
    "interconnects": "Interconnect",
    "lags": "Lag",
    "directConnectGateways": "DirectConnectGateway",
    "virtualGateways": "VirtualGateway",
    "locations": "Location",
    "virtualInterfaces": "VirtualInterface",
    "directConnectGatewayAssociations": "DirectConnectGatewayAssociation",
    "virtualInterfaceTestHistory": "VirtualInterfaceTestHistory",
}
# What dxnet's own fields of a record are: the partner's port, and the VIF's routes.
OF_OURS = {"connections": {"interconnectId"}, "virtualInterfaces": {"routes"}}


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    return demo.read()


@pytest.fixture(scope="module")
def estate(raw: dict[str, Any]) -> Estate:
    return parse.estate(raw)


@pytest.fixture(scope="module")
def findings(estate: Estate) -> tuple[Finding, ...]:
    return tuple(assess(estate, demo.router_settings(), run_parser=True).findings)


@pytest.fixture(scope="module")
def faults() -> set[tuple[str, str]]:
    return {(vif_id, rule_id) for vif_id, why in rows.faults().items() for rule_id in why}


def test_validate_finds_every_deliberate_fault_and_nothing_else(
    findings: tuple[Finding, ...], faults: set[tuple[str, str]]
) -> None:
    found = {(each.subject_id, each.rule.id) for each in findings if each.status in FOUND}
    assert found - faults == set()
    assert faults - found == set()


def test_without_its_keys_the_demo_differs_in_the_rules_about_keys_only(
    raw: dict[str, Any], faults: set[tuple[str, str]]
) -> None:
    found = assess(parse.estate(scrub(raw)), demo.router_settings(), run_parser=True).findings
    rest = {(each.subject_id, each.rule.id) for each in found if each.status in FOUND}
    about_keys = {"DX401", "DX402", "DX602", "DX901"}
    assert {rule_id for _, rule_id in faults - rest} == about_keys
    assert {rule_id for _, rule_id in rest - faults} == {"DX403"}


def test_no_rule_breaks_on_the_demo(findings: tuple[Finding, ...]) -> None:
    assert [each for each in findings if each.status is Status.ERROR] == []


def test_there_is_a_fault_for_every_rule_but_those_about_templates(
    faults: set[tuple[str, str]],
) -> None:
    rules = dxnet.checks.rules.RULES.values()
    others = {each.id for each in rules if not {Attempt, Rendered} & set(each.needs)}
    assert {rule_id for _, rule_id in faults} == others - {"DX001"}


def test_most_vifs_are_sound(estate: Estate, faults: set[tuple[str, str]]) -> None:
    assert len({vif.id for vif in estate.vifs} & {found for found, _ in faults}) < (
        len(estate.vifs) / 2
    )


def test_no_detail_holds_a_key(estate: Estate, findings: tuple[Finding, ...]) -> None:
    keys = {key for vif in estate.vifs for key in vif.keys}
    details = "\n".join(finding.detail for finding in findings)
    assert keys
    assert all(key.mask_in(details) == details for key in keys)


def test_every_key_is_visibly_fake(raw: dict[str, Any]) -> None:
    peers = [peer for vif in raw["virtualInterfaces"] for peer in (vif, *vif.get("bgpPeers", ()))]
    keys = [peer["authKey"] for peer in peers if "authKey" in peer]
    assert len(keys) > len(raw["virtualInterfaces"])
    assert all("Fake" in key for key in keys)


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_records_are_what_the_service_model_describes(raw: dict[str, Any], kind: str) -> None:
    model: ServiceModel = botocore.session.get_session().get_service_model("directconnect")
    shape = model.shape_for(SHAPES[kind])
    for record in raw[kind]:
        of_ours = OF_OURS.get(kind, set())
        fields = {name: value for name, value in record.items() if name not in of_ours}
        assert set(fields) <= set(shape.members)
        assert not ParamValidator().validate(fields, shape).has_errors()


def test_the_records_are_sorted(raw: dict[str, Any]) -> None:
    for kind, records in raw.items():
        key = kinds.BY_LIST[kind].id
        assert records == sorted(records, key=lambda record: str(record[key]))


def test_nobody_can_change_the_rows_through_what_they_come_to(raw: dict[str, Any]) -> None:
    changed = demo.read()
    for kind in changed.values():
        for record in kind:
            record.clear()
    assert demo.read() == raw


def test_every_id_stands_once(raw: dict[str, Any]) -> None:
    ids = [record[kinds.BY_LIST[kind].id] for kind, records in raw.items() for record in records]
    peers = [peer for vif in raw["virtualInterfaces"] for peer in vif.get("bgpPeers", ())]
    ids += [peer["bgpPeerId"] for peer in peers]
    assert len(ids) == len(set(ids))


def test_everything_that_a_vif_names_is_there(estate: Estate) -> None:
    for vif in estate.vifs:
        assert estate.parent(vif) is not None
        assert estate.get(vif.location) is not None
        assert not vif.gateway_id or estate.gateway(vif) is not None


def _features(estate: Estate, raw: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    vifs = estate.vifs
    lengths = {end.prefixlen for vif in vifs for peer in vif.peers if (end := peer.customer)}
    families = [tuple(sorted({peer.family for peer in vif.peers})) for vif in vifs]
    yield "at least 40 VIFs", len(vifs) >= 40
    yield "a LAG", any(vif.connection_id.startswith("dxlag-") for vif in vifs)
    yield "hosted connections", sum(bool(each.interconnect_id) for each in estate.connections) > 2
    yield "several locations", len({vif.location for vif in vifs}) > 4
    yield "several regions", len({vif.region for vif in vifs if vif.region}) > 3
    yield (
        "gateways of both kinds",
        {each.kind for each in estate.gateways}
        == {
            "direct-connect",
            "virtual",
        },
    )
    yield "every type", {vif.type for vif in vifs} == {"private", "public", "transit"}
    yield "every state", {vif.state for vif in vifs} == STATES
    yield "/29, /30, /31 and /125", lengths >= {29, 30, 31, 125}
    yield "dual-stack", ("ipv4", "ipv6") in families
    yield "IPv6 only", ("ipv6",) in families
    yield "a 4-byte ASN", any(vif.asn == 0 and vif.asn_long for vif in vifs)
    yield "records of 2015", any(set(vif) == OF_2015 for vif in raw["virtualInterfaces"])
    yield (
        "a peer in deleting",
        any(not peer.is_active for vif in vifs if vif.is_live for peer in vif.peers),
    )
    yield "jumbo MTUs", {vif.mtu for vif in vifs} == {None, 1500, 8500, 9001}
    yield "prefix pools", any(vif.prefix_pool_ipv4 and vif.prefix_pool_ipv6 for vif in vifs)
    yield "a rate limit", any(vif.rate_limit for vif in vifs)
    yield "SiteLink", any(vif.sitelink_enabled for vif in vifs)
    yield "tags", any(vif.tags for vif in vifs)
    yield "several accounts", len({vif.owner_account for vif in vifs}) > 2
    yield "logical redundancy", any(_has_two_of_a_family(vif, estate) for vif in vifs)
    yield "a hostile name", any("\n" in vif.name and "\x1b" in vif.name for vif in vifs)
    yield "every vif has XML", all(vif.router_config for vif in vifs)


def _has_two_of_a_family(vif: Vif, estate: Estate) -> bool:
    parent = estate.parent(vif)
    families = [peer.family for peer in vif.active_peers]
    return (
        parent is not None
        and parent.has_logical_redundancy == "yes"
        and len(families) > len(set(families))
    )


def test_the_demo_shows_every_feature(estate: Estate, raw: dict[str, Any]) -> None:
    assert [name for name, is_there in _features(estate, raw) if not is_there] == []


def test_addresses_are_those_for_documentation_unless_a_fault_needs_others(
    estate: Estate, faults: set[tuple[str, str]]
) -> None:
    faulty = {vif_id for vif_id, rule_id in faults if rule_id in ("DX309", "DX311")}
    for vif in estate.vifs:
        ends = [end for peer in vif.peers for end in (peer.amazon, peer.customer) if end]
        spaces = {addressing.space(end.network) for end in ends}
        allowed = addressing.Space.GLOBAL if vif.is_public else addressing.Space.DOCUMENTATION
        assert vif.id in faulty or spaces <= {allowed, addressing.Space.DOCUMENTATION}


def test_routes_are_what_the_service_model_describes(raw: dict[str, Any]) -> None:
    model: ServiceModel = botocore.session.get_session().get_service_model("directconnect")
    routes = [route for vif in raw["virtualInterfaces"] for route in vif.get("routes", ())]
    assert routes
    for route in routes:
        assert not ParamValidator().validate(route, model.shape_for("Route")).has_errors()


def test_everything_that_a_test_or_an_association_names_is_there(estate: Estate) -> None:
    assert estate.associations
    assert estate.failover_tests
    for association in estate.associations:
        assert estate.get(association.direct_connect_gateway_id) is not None
    for test in estate.failover_tests:
        vif = estate.get(test.virtual_interface_id)
        assert isinstance(vif, Vif)
        assert {peer.id for peer in vif.peers} >= set(test.bgp_peers)


def test_a_failover_test_runs_when_the_demo_is_read(estate: Estate) -> None:
    now = datetime.fromisoformat(NOW)
    running = [
        test.virtual_interface_id
        for test in estate.failover_tests or ()
        if test.start_time and test.end_time and test.start_time <= now < test.end_time
    ]
    assert running == [vif.id for vif in estate.vifs if vif.state == "testing"]


def test_a_vif_that_is_down_and_drawn_right_shows_why(
    estate: Estate, faults: set[tuple[str, str]]
) -> None:
    faulty = {vif_id for vif_id, _ in faults}
    for vif in estate.vifs:
        is_up = vif.state == "available" and all(peer.status == "up" for peer in vif.active_peers)
        assert is_up or vif.id in faulty or vif.id in rows.causes()


def test_the_causes_are_words_and_every_object_that_shows_one_is_there(estate: Estate) -> None:
    for object_id, cause in rows.causes().items():
        assert estate.get(object_id) is not None
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", cause)
    assert len(set(rows.causes().values())) >= 25


@pytest.mark.parametrize("slug", ["", *platforms.slugs()])
def test_every_vif_renders_or_a_finding_says_why_not(estate: Estate, slug: str) -> None:
    settings = demo.router_settings()
    if slug:
        bare = {"platform": slug, "interface": "", "vrf": "", "zone": ""}
        settings = replace(settings, overrides=bare)
    assessed = assess(estate, settings)
    for vif in estate.vifs:
        text = configuration(assessed, vif.id, checked=False)
        if isinstance(text, Configuration):
            assert text.text.endswith("\n")
        else:
            assert assessed.verdict(vif.id).stops or not vif.is_live
