"""The four answers of a plan: yes, no, wait, and can't be told from here."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.change import document
from dxnet.change.plan import Plan
from dxnet.errors import DxnetError
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    GATEWAY,
    REGION,
    MakePlan,
    create,
    new_vif,
    request,
)

OTHER = "444455556666"
OTHER_GATEWAY = "99999999-8888-4777-8666-555555555555"
PROPOSAL = "88888888-7777-4666-8555-444444444444"
VGW = "vgw-0a1b2c3d"
PORT = {"location": "EqDC2", "bandwidth": "10Gbps"}
UNKNOWN = "can't be told from here"


def answers(plan: Plan) -> list[str]:
    return [each["answer"] for each in document.document(plan, "a test")["requests"]]


def text(plan: Plan) -> str:
    return document.text(document.document(plan, "a test"))


def proposal(name: str = "ask") -> dict[str, Any]:
    return request(
        "CreateDirectConnectGatewayAssociationProposal",
        name,
        directConnectGatewayId=OTHER_GATEWAY,
        directConnectGatewayOwnerAccount=OTHER,
        gatewayId=VGW,
    )


@pytest.fixture
def with_vgw(raw: dict[str, Any]) -> dict[str, Any]:
    gateway = {"virtualGatewayId": VGW, "virtualGatewayState": "available", "ownerAccount": ACCOUNT}
    raw["virtualGateways"] = [{**gateway, "region": REGION}]
    return raw


@pytest.mark.parametrize("state", ["requested", "pending"])
def test_a_vif_waits_for_the_port_that_is_not_there_yet(
    make: MakePlan, raw: dict[str, Any], state: str
) -> None:
    raw["connections"][0]["connectionState"] = state
    plan = make(create())
    assert answers(plan) == ["wait"]
    assert f"! wait until {CONNECTION} is available; it is {state}" in text(plan)
    assert [each.kind for each in plan.touched] == ["virtualInterfaces"]
    assert document.dumps(document.document(plan, "x")) == document.dumps(
        document.document(make(create()), "x")
    )


def test_what_a_change_orders_it_waits_for_and_then_goes_on(make: MakePlan) -> None:
    plan = make(
        request("CreateConnection", "port", connectionName="new", **PORT),
        request(
            "CreatePrivateVirtualInterface",
            "blue",
            connectionId="${port.connectionId}",
            newPrivateVirtualInterface=new_vif(),
        ),
        request(
            "CreateBGPPeer",
            virtualInterfaceId="${blue.virtualInterfaceId}",
            newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
        ),
    )
    assert answers(plan) == ["yes", "wait", "yes"]
    assert "! wait until port (id assigned by AWS) is available; it is requested" in text(plan)
    states = {each.kind: each.after for each in plan.touched}
    assert states["connections"] is not None
    assert states["connections"]["connectionState"] == "available"


def test_a_port_that_joins_a_lag_is_waited_for(make: MakePlan) -> None:
    order: dict[str, Any] = {
        "numberOfConnections": 1,
        "connectionsBandwidth": "10Gbps",
        "location": "EqDC2",
    }
    plan = make(
        request("CreateConnection", "port", connectionName="new", **PORT),
        request("CreateLag", "bundle", lagName="bundle", **order),
        request(
            "AssociateConnectionWithLag",
            connectionId="${port.connectionId}",
            lagId="${bundle.lagId}",
        ),
        request(
            "DisassociateConnectionFromLag",
            connectionId="${port.connectionId}",
            lagId="${bundle.lagId}",
        ),
    )
    assert answers(plan) == ["yes", "yes", "yes", "wait"]
    assert "has joined or left its LAG; it is transitioning" in text(plan)


def test_a_state_that_aws_does_not_know_can_not_be_told(
    make: MakePlan, raw: dict[str, Any]
) -> None:
    raw["connections"][0]["connectionState"] = "unknown"
    plan = make(create())
    assert answers(plan) == [UNKNOWN]
    assert f"? {UNKNOWN}: AWS says of {CONNECTION} that its state is unknown" in text(plan)


def test_a_state_that_only_its_owner_ends_is_a_no(make: MakePlan, raw: dict[str, Any]) -> None:
    raw["connections"][0] |= {"connectionState": "ordering", "partnerName": "x", "vlan": 222}
    with pytest.raises(DxnetError) as caught:
        make(create())
    assert "is in state ordering" in caught.value.message
    assert "ConfirmConnection" in caught.value.hint


def test_another_accounts_gateway_can_not_be_told_and_the_proposal_is_planned(
    make: MakePlan, with_vgw: dict[str, Any]
) -> None:
    plan = make(proposal())
    assert answers(plan) == [UNKNOWN]
    shown = text(plan)
    assert f"Direct Connect gateway {OTHER_GATEWAY} belongs to account {OTHER}" in shown
    assert "+ gateway association proposal ask (id assigned by AWS)" in shown
    gateways = plan.after["directConnectGateways"]
    assert [each["directConnectGatewayId"] for each in gateways] == [GATEWAY]


def test_an_own_gateway_that_is_not_there_is_a_no(make: MakePlan, with_vgw: dict[str, Any]) -> None:
    asked = proposal()
    asked["parameters"]["directConnectGatewayOwnerAccount"] = ACCOUNT
    with pytest.raises(DxnetError, match=f"{OTHER_GATEWAY} does not exist"):
        make(asked)


def test_the_asn_of_a_gateway_that_can_not_be_seen_is_awss_to_say(
    make: MakePlan, raw: dict[str, Any]
) -> None:
    hosted = raw["virtualInterfaces"][1]
    hosted |= {"virtualInterfaceState": "confirming", "ownerAccount": OTHER}
    vif_id = hosted["virtualInterfaceId"]
    asked = {"virtualInterfaceId": vif_id, "directConnectGatewayId": OTHER_GATEWAY}
    plan = make(request("ConfirmPrivateVirtualInterface", **asked))
    assert answers(plan) == [UNKNOWN]
    fields = {
        each["field"]: each["assigned"]
        for each in document.document(plan, "x")["objects"][0]["fields"]
    }
    assert fields["amazonSideAsn"]
    assert not fields["directConnectGatewayId"]


def test_a_proposals_other_half_can_not_be_tried_nor_what_needs_its_answer(
    make: MakePlan,
) -> None:
    accept = request(
        "AcceptDirectConnectGatewayAssociationProposal",
        "accept",
        directConnectGatewayId=GATEWAY,
        proposalId=PROPOSAL,
        associatedGatewayOwnerAccount=OTHER,
    )
    change = request(
        "UpdateDirectConnectGatewayAssociation",
        associationId="${accept.directConnectGatewayAssociation.associationId}",
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.0.0.0/8"}],
    )
    plan = make(accept, change, create())
    assert answers(plan) == [UNKNOWN, UNKNOWN, "yes"]
    shown = text(plan)
    assert "is in no list that was read: the source holds no gateway association" in shown
    assert "it needs the answer to accept, which can't be told" in shown


def test_a_list_that_was_read_and_is_empty_is_a_no(make: MakePlan, raw: dict[str, Any]) -> None:
    raw["directConnectGatewayAssociations"] = []
    with pytest.raises(DxnetError, match="Direct Connect Gateway Association does not exist"):
        make(request("DeleteDirectConnectGatewayAssociation", associationId=PROPOSAL))


@pytest.mark.parametrize(
    ("kind", "region", "answer"),
    [
        ("connections", REGION, UNKNOWN),
        ("interconnects", REGION, UNKNOWN),
        ("lags", REGION, "no"),
        ("connections", "eu-south-1", "no"),
    ],
)
def test_what_may_be_in_a_gap_can_not_be_told(
    make: MakePlan, raw: dict[str, Any], kind: str, region: str, answer: str
) -> None:
    gap = {"kind": kind, "region": region, "reason": "profile x may not call it"}
    raw["dxnet"] = {"gaps": [gap]}
    asked = request("DeleteConnection", connectionId="dxcon-unknown1")
    if answer == "no":
        with pytest.raises(DxnetError, match="Could not find Connection"):
            make(asked)
    else:
        plan = make(asked)
        assert answers(plan) == [answer]
        assert "profile x may not call it" in text(plan)


def test_the_account_that_read_the_estate_has_no_gateway_that_was_not_read(
    make: MakePlan, raw: dict[str, Any]
) -> None:
    raw["virtualInterfaces"][1] |= {"virtualInterfaceState": "confirming", "ownerAccount": OTHER}
    told = {"version": "1", "source": "AWS", "time": "2026-11-25T00:00:00+00:00", "account": OTHER}
    raw["dxnet"] = {"provenance": told}
    named = {"virtualInterfaceId": raw["virtualInterfaces"][1]["virtualInterfaceId"]}
    with pytest.raises(DxnetError, match=f"{OTHER_GATEWAY} does not exist"):
        make(
            request("ConfirmPrivateVirtualInterface", directConnectGatewayId=OTHER_GATEWAY, **named)
        )
