"""The policies of docs/iam.md hold what the commands call, and what is denied is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dxnet import kinds
from dxnet.simulator import Service
from tests.change.conftest import ACCOUNT, GATEWAY, REGION, VIF, Run, Write, create, request
from tests.sources.hostile import Endpoint, endpoint, error

PAGE = Path(__file__).parents[2] / "docs" / "iam.md"
POLICIES: dict[str, list[str]] = {
    statement["Sid"]: [action.removeprefix("directconnect:") for action in statement["Action"]]
    for block in re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    for statement in json.loads(block)["Statement"]
}
ROUTES = "ListVirtualInterfaceRoutes"
FOR_PARTNERS = {"DescribeInterconnects", "DescribeHostedConnections"}
OTHER_REGION = "eu-west-2"
ROLE = f"arn:aws:sts::{ACCOUNT}:assumed-role/network/anna"
INTERCONNECT = {
    "interconnectId": "dxcon-ffaaaa05",
    "interconnectName": "i",
    "interconnectState": "available",
    "region": REGION,
    "location": "EqDC2",
    "bandwidth": "10Gbps",
}
PEER = request(
    "CreateBGPPeer",
    virtualInterfaceId="${blue.virtualInterfaceId}",
    newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
)
# Changes that need the lists that no estate has.
ASSOCIATE = request(
    "CreateDirectConnectGatewayAssociation", directConnectGatewayId=GATEWAY, gatewayId="vgw-ff01"
)
TEST = request("StartBgpFailoverTest", virtualInterfaceId=VIF)


@pytest.fixture
def aws(raw: dict[str, Any]) -> Iterator[Endpoint]:
    gateway = {"virtualGatewayId": "vgw-ff01", "virtualGatewayState": "available", "region": REGION}
    estate = {**raw, "virtualGateways": [gateway], "interconnects": [INTERCONNECT]}
    with endpoint(Service(estate, account=ACCOUNT)) as ours:
        yield ours


def deny(aws: Endpoint, *denied: str) -> None:
    """Answer these actions as IAM does to a role without them."""

    def refuse(line: Any, _: bytes) -> None:
        action = f"directconnect:{line.operation}"
        words = f"User: {ROLE} is not authorized to perform: {action} on resource: *"
        error({"__type": "AccessDeniedException", "message": words})(line, b"")

    aws.send, aws.is_hostile = refuse, lambda operation: operation in denied


def source(aws: Endpoint) -> tuple[str, ...]:
    return ("--endpoint-url", aws.url, "--region", REGION)


LISTS = ("vifs", "connections", "lags", "gateways", "locations")


def test_the_listing_policy_is_what_the_lists_call(aws: Endpoint, dxnet: Run) -> None:
    for kind in LISTS:
        assert dxnet("list", kind, *source(aws))[0] == 0
    assert {*aws.asked} - FOR_PARTNERS - {""} == {*POLICIES["DxnetList"]}


@pytest.mark.parametrize("command", ["snapshot", "validate"])
def test_checking_calls_no_more_than_listing(command: str, aws: Endpoint, dxnet: Run) -> None:
    code, _, err = dxnet(command, *source(aws))
    assert (code, "not read" in err) == (0, False), err
    assert {*aws.asked} - FOR_PARTNERS - {""} <= {*POLICIES["DxnetList"]}


def test_the_showing_policy_is_what_show_and_its_lists_call_beyond_listing(
    aws: Endpoint, dxnet: Run
) -> None:
    for command in (("show", VIF), ("show", GATEWAY), ("list", "associations")):
        code, _, err = dxnet(*command, *source(aws))
        assert (code, "not read" in err) == (0, False), err
    assert dxnet("list", "failover-tests", *source(aws))[0] == 0
    further = {*aws.asked} - {*POLICIES["DxnetList"]} - FOR_PARTNERS - {""}
    assert further == {*POLICIES["DxnetShow"]}


@pytest.mark.parametrize("action", sorted({*POLICIES["DxnetShow"]} - {ROUTES}))
def test_what_only_show_needs_is_named_where_it_is_denied(
    action: str, aws: Endpoint, dxnet: Run
) -> None:
    deny(aws, action)
    code, out, err = dxnet("show", VIF, *source(aws))
    assert (code, VIF in out) == (4, True)
    assert f"may not call directconnect:{action}" in err
    kind = "associations" if "Associations" in action else "failover-tests"
    code, _, err = dxnet("list", kind, *source(aws))
    assert code in (3, 4)
    assert f"may not call directconnect:{action}" in err


def test_routes_that_are_denied_are_named_and_the_rest_is_shown(aws: Endpoint, dxnet: Run) -> None:
    deny(aws, ROUTES)
    code, out, err = dxnet("show", VIF, *source(aws))
    assert (code, VIF in out) == (0, True)
    assert f"may not call directconnect:{ROUTES}" in err


def test_the_planning_policy_is_what_plans_call(aws: Endpoint, write: Write, dxnet: Run) -> None:
    for change in (create(), ASSOCIATE, TEST):
        code, _, err = dxnet("plan", write(change), *source(aws))
        assert (code, "not read" in err) == (0, False), err
    assert {*aws.asked} - FOR_PARTNERS - {""} == {*POLICIES["DxnetPlan"]}


def test_the_applying_policy_is_what_its_change_sends(
    aws: Endpoint, write: Write, dxnet: Run
) -> None:
    assert dxnet("apply", write(create(), PEER), "--yes", *source(aws))[0] == 0
    sent = [each for each in aws.asked if not each.startswith(("Describe", "List")) and each]
    assert sent == POLICIES["DxnetApply"]


@pytest.mark.parametrize("action", POLICIES["DxnetList"])
def test_a_denied_action_is_named_and_the_rest_is_there(
    action: str, aws: Endpoint, dxnet: Run
) -> None:
    deny(aws, action)
    code, out, err = dxnet("snapshot", *source(aws))
    assert code == 4
    assert f"may not call directconnect:{action}" in err
    document = json.loads(out)
    (gap,) = document["dxnet"]["gaps"]
    assert (gap["action"], gap["arn"]) == (f"directconnect:{action}", ROLE)
    (lost,) = (kind for kind in kinds.INVENTORY if kind.list == gap["kind"])
    there = {kind.list for kind in kinds.INVENTORY if document.get(kind.list)}
    assert lost.list not in document
    assert there >= {"virtualInterfaces", "connections", "directConnectGateways"} - {lost.list}
    code, out, err = dxnet("validate", *source(aws))
    assert code == (3 if lost is kinds.VIF else 4 if lost.list in _CHECKED else 0), err
    assert ("not read" in err) == (lost.list in _CHECKED)
    for form in ("text", "markdown", "json") if code == 4 else ():
        code, out, _ = dxnet("validate", "--format", form, *source(aws))
        assert (code, f"may not call directconnect:{action}" in out.replace("\\", "")) == (4, True)


@pytest.mark.parametrize("region", [REGION, OTHER_REGION])
def test_a_denied_region_is_named_and_the_other_is_there(
    region: str, aws: Endpoint, dxnet: Run
) -> None:
    deny(aws, *POLICIES["DxnetList"], *FOR_PARTNERS)
    aws.regions = frozenset({region})
    both = (*source(aws), "--region", OTHER_REGION)
    code, out, err = dxnet("list", "--format", "json", *both)
    assert code == 4
    assert f"not read: virtual interfaces in {region}" in err
    assert {vif["region"] for vif in json.loads(out)} == {REGION} - {region}
    code, out, err = dxnet("snapshot", *both)
    assert code == 4
    assert {gap.get("region", region) for gap in json.loads(out)["dxnet"]["gaps"]} == {region}


_CHECKED = ("virtualInterfaces", "connections", "lags", "directConnectGateways")


@pytest.mark.parametrize("action", sorted(FOR_PARTNERS))
def test_what_is_for_partners_is_said_and_ends_nothing(
    action: str, aws: Endpoint, dxnet: Run
) -> None:
    deny(aws, action)
    for command in ("snapshot", "validate"):
        code, out, err = dxnet(command, *source(aws))
        assert code == 0, err
        assert VIF in out or "PASSED" in out
        assert f"may not call directconnect:{action}" in err


@pytest.mark.parametrize("action", [*POLICIES["DxnetPlan"], *POLICIES["DxnetApply"]])
def test_apply_sends_nothing_where_an_action_is_denied(
    action: str, aws: Endpoint, write: Write, dxnet: Run
) -> None:
    deny(aws, action)
    before = aws.service.dump()
    change = write(create(), PEER) if action == "CreatePrivateVirtualInterface" else None
    change = change or write(*((ASSOCIATE, TEST) if action in _FURTHER else (create(), PEER)))
    code, out, err = dxnet("apply", change, "--yes", *source(aws))
    assert (code, f"directconnect:{action}" in err) == (
        1 if action in POLICIES["DxnetApply"] else 3,
        True,
    )
    if action == "CreateBGPPeer":
        assert [line[:8] for line in out.splitlines()] == ["done    ", "not done"]
    else:
        assert aws.service.dump() == before


_FURTHER = [each for each in POLICIES["DxnetPlan"] if each not in POLICIES["DxnetList"]]


def test_where_everything_is_denied_nothing_is_read(aws: Endpoint, dxnet: Run) -> None:
    deny(aws, *POLICIES["DxnetPlan"], *FOR_PARTNERS)
    code, out, err = dxnet("snapshot", *source(aws))
    assert (code, out) == (3, "")
    assert "may not call directconnect:DescribeVirtualInterfaces" in err
