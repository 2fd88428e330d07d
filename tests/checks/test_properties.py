"""Arbitrary API records, made from the service model, through parse, checks and render."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import botocore.session
import pytest
from botocore.model import ListShape, Shape, StructureShape
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import dxnet.checks.rules  # noqa: F401 (registers the rules)
from dxnet import parse, platforms, render
from dxnet.assess import assess
from dxnet.checks.engine import Status
from dxnet.checks.rendered import Rendered
from dxnet.errors import DxnetError
from dxnet.model import Estate
from dxnet.platforms import Platform
from dxnet.settings import Router, Settings

MARK = "FakeKey"
IDS = st.sampled_from(["dxvif-ffaaaaa1", "dxvif-ffaaaaa2", "dxcon-ffaaaaa1", "dxlag-ffaaaaa1"])
ADDRESSES = st.sampled_from(
    [
        *(f"192.0.2.{host}/{length}" for host in range(4) for length in (0, 29, 30, 31, 32)),
        *(f"2001:db8::{host}/{length}" for host in (0, 1, 6) for length in (0, 64, 125, 128)),
        "169.254.96.1/29",
        "10.0.0.1/30",
        "192.0.2.1",
        "192.0.2.1/33",
        "fe80::1%eth0/64",
    ]
)
WORDS = st.sampled_from(
    ["private", "public", "transit", "available", "verifying", "deleting", "ipv4", "ipv6", "yes"]
)
TEXTS = (st.text(max_size=20) | WORDS | ADDRESSES | IDS).filter(lambda text: MARK not in text)
NUMBERS = st.integers() | st.sampled_from([0, 1, 101, 4094, 4095, 7224, 65000, 23456, 4200000000])
KEYS = st.text(max_size=90).map(lambda rest: MARK + rest) | st.just("")
XML = st.builds(
    "<logical_connection id={!r}>{}<bgp_auth_key>{}</bgp_auth_key></logical_connection>".format,
    IDS,
    TEXTS,
    KEYS,
)
BY_NAME = {
    "authKey": KEYS,
    "customerRouterConfig": XML | TEXTS,
    "amazonAddress": ADDRESSES | TEXTS,
    "customerAddress": ADDRESSES | TEXTS,
    "cidr": ADDRESSES | TEXTS,
    "virtualInterfaceType": WORDS,
    "virtualInterfaceState": WORDS,
    "virtualInterfaceId": IDS,
    "connectionId": IDS,
    "lagId": IDS,
}
PLATFORMS = platforms.all_platforms()
ROUTERS = st.builds(
    Router,
    platform=st.just("frr"),
    bfd=st.booleans(),
    vrf=st.sampled_from(["", "AWS"]),
    zone=st.sampled_from(["", "aws"]),
    parent=st.booleans(),
)
MODEL = botocore.session.get_session().get_service_model("directconnect")
RAW_KINDS = {
    "virtualInterfaces": "VirtualInterface",
    "connections": "Connection",
    "lags": "Lag",
    "interconnects": "Interconnect",
    "directConnectGateways": "DirectConnectGateway",
    "locations": "Location",
}
SOUND = {
    "virtualInterfaceId": "dxvif-ffaaaaa1",
    "virtualInterfaceType": "private",
    "virtualInterfaceState": "available",
    "connectionId": "dxcon-ffaaaaa1",
    "vlan": 101,
    "asnLong": 65010,
    "amazonSideAsn": 64512,
    "authKey": f"{MARK}-dxvif-1",
    "amazonAddress": "192.0.2.1/30",
    "customerAddress": "192.0.2.2/30",
    "customerRouterConfig": "",
}
QUICK = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def _of(shape: Shape, name: str = "") -> st.SearchStrategy[Any]:
    """Values of the shape, any member of which may be missing, null or empty."""
    if name in BY_NAME:
        return BY_NAME[name]
    if isinstance(shape, StructureShape):
        members = {
            member: st.none() | _of(inner, member) for member, inner in shape.members.items()
        }
        return st.fixed_dictionaries({}, optional=members)
    if isinstance(shape, ListShape):
        return st.lists(_of(shape.member), max_size=3)
    kinds = {"string": TEXTS, "boolean": st.booleans(), "integer": NUMBERS, "long": NUMBERS}
    return kinds.get(shape.type_name, TEXTS | NUMBERS)


FIELDS = {kind: _of(MODEL.shape_for(shape)) for kind, shape in RAW_KINDS.items()}


@st.composite
def records(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A record of the kind with a valid id and any of its other fields."""
    fields: dict[str, Any] = draw(FIELDS[kind])
    return fields | {parse.KINDS[kind]: draw(IDS)}


@st.composite
def estates(draw: st.DrawFn) -> dict[str, Any]:
    """Up to three VIFs and one record of every other kind."""
    return {
        kind: draw(st.lists(records(kind), max_size=3 if kind == "virtualInterfaces" else 1))
        for kind in RAW_KINDS
    }


@st.composite
def almost_sound(draw: st.DrawFn) -> dict[str, Any]:
    """A sound VIF with a few fields as they may be, on any connection and LAG."""
    vif = draw(records("virtualInterfaces"))
    drawn = draw(st.lists(st.sampled_from(sorted(vif)), max_size=4))
    fields = SOUND | {name: vif[name] for name in drawn}
    around = {kind: draw(st.lists(records(kind), max_size=1)) for kind in ("connections", "lags")}
    return around | {"virtualInterfaces": [fields]}


def _settings(router: Router, platform: Platform) -> Settings:
    """The settings that describe this router for every VIF."""
    said = {field.name: getattr(router, field.name) for field in fields(Router) if field.compare}
    return Settings(overrides={**said, "platform": platform.slug})


def _parsed(raw: dict[str, Any]) -> Estate:
    try:
        return parse.estate(raw)
    except DxnetError as error:
        said = error.message + error.hint
    assert MARK not in said
    return reject()


@QUICK
@given(estates() | almost_sound(), ROUTERS, st.sampled_from(PLATFORMS))
def test_no_record_breaks_a_rule_and_no_finding_holds_a_key(
    raw: dict[str, Any], router: Router, platform: Platform
) -> None:
    estate = _parsed(raw)
    findings = assess(estate, _settings(router, platform)).findings
    found = list(findings)
    assert [each for each in found if each.status is Status.ERROR] == []
    stopped = [each for each in found if each.status is Status.FAIL]
    assert [each for each in stopped if Rendered in each.rule.needs] == []
    assert MARK not in repr(found)
    assert MARK not in repr(estate)


@QUICK
@given(almost_sound(), ROUTERS, st.sampled_from(PLATFORMS))
def test_every_record_renders_masked_or_is_refused(
    raw: dict[str, Any], router: Router, platform: Platform
) -> None:
    estate = _parsed(raw)
    for vif in estate.vifs:
        try:
            text = render.config(vif, router, platform, parent=estate.parent(vif), mask=True)
        except DxnetError as error:
            text = error.message + error.hint
        assert MARK not in text


@QUICK
@given(
    st.fixed_dictionaries(
        {
            "vlan": st.integers(0, 4095),
            "asnLong": st.sampled_from([0, 1, 23456, 64512, 65000, 4200000000, 4294967295]),
            "amazonSideAsn": st.sampled_from([7224, 64512]),
            "virtualInterfaceType": WORDS,
            "virtualInterfaceName": TEXTS,
            "authKey": st.text(min_size=0, max_size=90).map(lambda rest: MARK + rest),
            "amazonAddress": ADDRESSES,
            "customerAddress": ADDRESSES,
            "routeFilterPrefixes": st.lists(st.fixed_dictionaries({"cidr": ADDRESSES}), max_size=3),
        }
    ),
    st.sampled_from(PLATFORMS),
)
def test_a_vif_without_a_failed_check_renders(record: dict[str, Any], platform: Platform) -> None:
    named = {"virtualInterfaceId": "dxvif-ffaaaaa1", "virtualInterfaceState": "available"}
    estate = _parsed({"virtualInterfaces": [record | named]})
    router = Router(platform=platform.slug)
    failed = assess(estate, _settings(router, platform), rendered=False).findings.has_failed
    try:
        text = render.config(estate.vifs[0], router, platform)
    except DxnetError:
        assert failed
    else:
        assert text.isascii()


@pytest.mark.parametrize(
    "value", [None, "", 0, -1, 2**70, 1.5, float("nan"), True, [], {}, [[]], "x", "\ud800", "\x00"]
)
@given(
    field=st.sampled_from(
        sorted(
            {
                "vlan",
                "asn",
                "authKey",
                "bgpPeers",
                "tags",
                "mtu",
                "region",
                "customerRouterConfig",
                "amazonAddress",
                "routeFilterPrefixes",
                "siteLinkEnabled",
            }
        )
    )
)
def test_a_value_of_any_type_in_any_field_is_read_or_refused_with_its_place(
    value: Any, field: str
) -> None:
    raw = {"virtualInterfaces": [{"virtualInterfaceId": "dxvif-ffaaaaa1", field: value}]}
    try:
        said = {each.status.value for each in assess(parse.estate(raw), Settings()).findings}
    except DxnetError as error:
        said = {error.message.partition(" ")[0].partition("[0].")[2].split("[")[0]}
    assert said & {Status.PASS, field}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_any_json_in_a_list_of_records_is_read_or_refused(value: Any) -> None:
    for kind in parse.KINDS:
        try:
            said = kind if parse.estate({kind: value}) == Estate() else ""
        except DxnetError as error:
            said = error.message
        assert said.startswith(kind)
