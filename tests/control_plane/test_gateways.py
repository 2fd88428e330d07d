"""Direct Connect gateways, what they are associated with and what is attached to them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import Account, MakeVifs, World

CUSTOMER, PARTNER = "111122223333", "444455556666"
NAME = {"directConnectGatewayName": "core"}
VGW = {"virtualGateways": [{"virtualGatewayId": "vgw-1", "ownerAccount": CUSTOMER}]}
PREFIXES = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]}


def refused(text: str) -> AbstractContextManager[pytest.ExceptionInfo[ServiceError]]:
    return pytest.raises(ServiceError, match=text)


def gateway(account: Account, **order: Any) -> str:
    made = account("CreateDirectConnectGateway", **NAME, **order)["directConnectGateway"]
    return str(made["directConnectGatewayId"])


def associate(account: Account, gateway_id: str, other: str, **more: Any) -> dict[str, Any]:
    answer = account(
        "CreateDirectConnectGatewayAssociation",
        directConnectGatewayId=gateway_id,
        gatewayId=other,
        **more,
    )
    return dict(answer["directConnectGatewayAssociation"])


def associations(account: Account, **filters: Any) -> list[dict[str, Any]]:
    answer = account("DescribeDirectConnectGatewayAssociations", **filters)
    return list(answer["directConnectGatewayAssociations"])


def test_a_gateway_is_seen_from_every_region(world: type[World]) -> None:
    here = world({})
    gateway_id = gateway(here.customer)
    abroad = here.account(CUSTOMER, "eu-west-1")
    (found,) = abroad("DescribeDirectConnectGateways")["directConnectGateways"]
    assert (found["directConnectGatewayId"], found["amazonSideAsn"]) == (gateway_id, 64512)
    renamed = abroad(
        "UpdateDirectConnectGateway",
        directConnectGatewayId=gateway_id,
        newDirectConnectGatewayName="edge",
    )["directConnectGateway"]
    assert renamed["directConnectGatewayName"] == "edge"


@pytest.mark.parametrize("asn", [0, 64511, 65535, 4199999999, 4294967295])
def test_a_gateway_has_a_private_asn(world: type[World], asn: int) -> None:
    with refused("AmazonSideAsn must be"):
        gateway(world({}).customer, amazonSideAsn=asn)


def test_an_error_that_the_operation_does_not_model_is_a_client_exception(
    world: type[World],
) -> None:
    with pytest.raises(ServiceError, match="more than once") as caught:
        gateway(world({}).customer, tags=[{"key": "a"}, {"key": "a"}])
    assert caught.value.code == "DirectConnectClientException"


def test_an_account_has_two_hundred_gateways(world: type[World]) -> None:
    here = world({})
    for _ in range(200):
        gateway(here.customer)
    with refused("200 Direct Connect gateways"):
        gateway(here.customer)


def test_an_association_is_made_changed_and_ended(world: type[World]) -> None:
    here = world(VGW, state_delay=60)
    gateway_id = gateway(here.customer)
    made = associate(here.customer, gateway_id, "vgw-1")
    assert made["associationState"] == "associating"
    assert made["virtualGatewayId"] == "vgw-1"
    here.wait(60)
    (found,) = associations(here.customer, associatedGatewayId="vgw-1")
    assert found["associationState"] == "associated"
    changed = here.customer(
        "UpdateDirectConnectGatewayAssociation",
        associationId=made["associationId"],
        **PREFIXES,
    )["directConnectGatewayAssociation"]
    assert changed["associationState"] == "updating"
    assert changed["allowedPrefixesToDirectConnectGateway"] == [{"cidr": "10.0.0.0/8"}]
    with refused("has associations"):
        here.customer("DeleteDirectConnectGateway", directConnectGatewayId=gateway_id)
    ended = here.customer(
        "DeleteDirectConnectGatewayAssociation",
        directConnectGatewayId=gateway_id,
        virtualGatewayId="vgw-1",
    )["directConnectGatewayAssociation"]
    assert ended["associationState"] == "disassociating"
    here.wait(60)
    assert associations(here.customer, directConnectGatewayId=gateway_id) == []
    answer = here.customer("DeleteDirectConnectGateway", directConnectGatewayId=gateway_id)
    assert answer["directConnectGateway"]["directConnectGatewayState"] == "deleting"
    here.wait(60)
    assert here.customer("DescribeDirectConnectGateways")["directConnectGateways"] == []


def test_a_gateway_takes_one_type_and_a_virtual_gateway_one_gateway(world: type[World]) -> None:
    here = world(VGW)
    first, second = gateway(here.customer), gateway(here.customer)
    associate(here.customer, first, "vgw-1")
    with refused("associated with a Direct Connect gateway already"):
        associate(here.customer, second, "vgw-1")
    with refused("one type only"):
        associate(here.customer, first, "tgw-1", **PREFIXES)
    with refused("Allowed prefixes must be given"):
        associate(here.customer, second, "tgw-1")
    associate(here.customer, second, "tgw-1", **PREFIXES)
    with refused("already"):
        associate(here.customer, second, "tgw-1", **PREFIXES)
    associate(here.customer, gateway(here.customer), "tgw-1", **PREFIXES)


def test_a_gateway_with_vifs_of_one_type_takes_the_gateways_of_that_type(
    world: type[World], vifs: MakeVifs
) -> None:
    here = world(VGW)
    gateway_id = gateway(here.customer)
    (vif,) = vifs(1, directConnectGatewayId=gateway_id, virtualInterfaceType="private")
    here.estate.put("virtualInterfaces", vif)
    with refused("has VIFs of another type"):
        associate(here.customer, gateway_id, "tgw-1", **PREFIXES)
    associate(here.customer, gateway_id, "vgw-1")


@pytest.mark.parametrize("other", ["", "eni-1", "vgw-", "vgw-3"])
def test_only_the_callers_own_gateways_can_be_associated(world: type[World], other: str) -> None:
    gateways = [
        {"virtualGatewayId": "vgw-1", "ownerAccount": CUSTOMER},
        {"virtualGatewayId": "vgw-3", "ownerAccount": PARTNER},
    ]
    here = world({"virtualGateways": gateways})
    gateway_id = gateway(here.customer)
    with refused("GatewayId must be|does not exist"):
        associate(here.customer, gateway_id, other)
    with refused("does not exist"):
        associate(here.partner, gateway_id, "vgw-3")


def test_prefixes_may_be_listed_with_commas(world: type[World]) -> None:
    here = world(VGW)
    listed = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8, 2001:db8::/56"}]}
    made = associate(here.customer, gateway(here.customer), "vgw-1", **listed)
    assert made["allowedPrefixesToDirectConnectGateway"] == [
        {"cidr": "10.0.0.0/8"},
        {"cidr": "2001:db8::/56"},
    ]


def test_a_prefix_that_is_none_is_refused(world: type[World]) -> None:
    here = world(VGW)
    wrong = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/33"}]}
    with refused("is not a CIDR"):
        associate(here.customer, gateway(here.customer), "vgw-1", **wrong)


def propose(here: World, gateway_id: str, **more: Any) -> dict[str, Any]:
    answer = here.partner(
        "CreateDirectConnectGatewayAssociationProposal",
        directConnectGatewayId=gateway_id,
        directConnectGatewayOwnerAccount=CUSTOMER,
        gatewayId="tgw-9",
        **more,
    )
    return dict(answer["directConnectGatewayAssociationProposal"])


def accept(here: World, gateway_id: str, proposal: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = here.customer(
        "AcceptDirectConnectGatewayAssociationProposal",
        directConnectGatewayId=gateway_id,
        proposalId=proposal["proposalId"],
        associatedGatewayOwnerAccount=PARTNER,
        **more,
    )
    return dict(answer["directConnectGatewayAssociation"])


def test_a_proposal_of_another_account_is_accepted(world: type[World]) -> None:
    here = world({})
    gateway_id = gateway(here.customer)
    proposal = propose(here, gateway_id, **PREFIXES)
    assert proposal["proposalState"] == "requested"
    made = accept(here, gateway_id, proposal)
    assert made["associatedGateway"]["ownerAccount"] == PARTNER
    for account in (here.customer, here.partner):
        assert associations(account, directConnectGatewayId=gateway_id)
    (seen,) = here.partner("DescribeDirectConnectGatewayAssociationProposals")[
        "directConnectGatewayAssociationProposals"
    ]
    assert seen["proposalState"] == "accepted"
    with refused("is not found"):
        accept(here, gateway_id, proposal)


def test_a_second_proposal_changes_the_prefixes_and_can_be_overridden(world: type[World]) -> None:
    here = world({})
    gateway_id = gateway(here.customer)
    first = accept(here, gateway_id, propose(here, gateway_id, **PREFIXES))
    more = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "172.16.0.0/12"}]}
    proposal = propose(here, gateway_id, **more)
    assert proposal["existingAllowedPrefixesToDirectConnectGateway"] == [{"cidr": "10.0.0.0/8"}]
    override = {"overrideAllowedPrefixesToDirectConnectGateway": [{"cidr": "192.168.0.0/16"}]}
    second = accept(here, gateway_id, proposal, **override)
    assert second["associationId"] == first["associationId"]
    assert second["allowedPrefixesToDirectConnectGateway"] == [{"cidr": "192.168.0.0/16"}]


@pytest.mark.parametrize("is_named_by_its_gateways", [False, True])
def test_an_association_goes_only_after_it_has_come(
    world: type[World], is_named_by_its_gateways: bool
) -> None:
    vgw = {"virtualGatewayId": "vgw-1", "virtualGatewayState": "available"}
    here = world({"virtualGateways": [vgw]}, state_delay=60)
    pair = {"directConnectGatewayId": gateway(here.customer)}
    made = here.customer("CreateDirectConnectGatewayAssociation", gatewayId="vgw-1", **pair)
    named = {"associationId": made["directConnectGatewayAssociation"]["associationId"]}
    if is_named_by_its_gateways:
        named = {**pair, "virtualGatewayId": "vgw-1"}
    with refused("is in state associating"):
        here.customer("DeleteDirectConnectGatewayAssociation", **named)
    here.wait(60)
    here.customer("DeleteDirectConnectGatewayAssociation", **named)


def test_a_proposal_is_withdrawn(world: type[World]) -> None:
    here = world({})
    gateway_id = gateway(here.customer)
    proposal = propose(here, gateway_id, **PREFIXES)
    withdrawn = here.partner(
        "DeleteDirectConnectGatewayAssociationProposal", proposalId=proposal["proposalId"]
    )["directConnectGatewayAssociationProposal"]
    assert withdrawn["proposalState"] == "deleted"
    with refused("is not found"):
        accept(here, gateway_id, proposal)


def test_a_strangers_gateway_gets_no_proposal(world: type[World]) -> None:
    here = world({})
    with refused("does not exist"):
        propose(here, gateway(here.partner), **PREFIXES)


def test_attachments_are_the_vifs_of_every_region(world: type[World], vifs: MakeVifs) -> None:
    here = world({})
    gateway_id = gateway(here.customer)
    one, two, three = vifs(3, directConnectGatewayId=gateway_id)
    here.estate.put("virtualInterfaces", {**one, "virtualInterfaceState": "pending"})
    here.estate.put("virtualInterfaces", {**two, "region": "eu-west-1", "ownerAccount": PARTNER})
    here.estate.put("virtualInterfaces", {**three, "virtualInterfaceState": "deleted"})

    def attached(account: Account, **filters: str) -> list[tuple[str, str]]:
        answer = account("DescribeDirectConnectGatewayAttachments", **filters)
        found = answer["directConnectGatewayAttachments"]
        return [(a["virtualInterfaceId"], a["attachmentState"]) for a in found]

    both = [("dxvif-00000001", "attaching"), ("dxvif-00000002", "attached")]
    assert attached(here.customer, directConnectGatewayId=gateway_id) == both
    assert attached(here.partner, directConnectGatewayId=gateway_id) == both[1:]
    assert attached(here.customer, virtualInterfaceId="dxvif-00000002") == both[1:]
    assert attached(here.customer, virtualInterfaceId="dxvif-x") == []
    with refused("must be given"):
        attached(here.customer)
    with refused("has virtual interfaces attached"):
        here.customer("DeleteDirectConnectGateway", directConnectGatewayId=gateway_id)
