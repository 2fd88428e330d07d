"""aws_dx_ resources of Direct Connect gateways, their associations and proposals."""

from __future__ import annotations

import pytest

from tests.control_plane.conftest import World
from tests.control_plane.terraform.conftest import CUSTOMER, PARTNER, Flow, Record, check_read

PREFIXES = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]}
ASSOCIATIONS = "directConnectGatewayAssociations"
PROPOSALS = "directConnectGatewayAssociationProposals"


def find_association(flow: Flow, **named: str) -> Record | None:
    found = flow.ask("DescribeDirectConnectGatewayAssociations", **named)[ASSOCIATIONS]
    return dict(found[0]) if found else None


def find_proposal(flow: Flow, **own: str) -> Record | None:
    found = flow.ask("DescribeDirectConnectGatewayAssociationProposals", **own)[PROPOSALS]
    return dict(found[0]) if found else None


def test_aws_dx_gateway(flow: Flow) -> None:
    own = {"directConnectGatewayId": flow.gateway()}
    check_read("gateway", flow.find_gateway(**own), {"amazonSideAsn": 64600})
    flow.tag("dx-gateway", {}, own["directConnectGatewayId"])
    flow.ask("UpdateDirectConnectGateway", **own, newDirectConnectGatewayName="edge")
    check_read("gateway", flow.find_gateway(**own), {"directConnectGatewayName": "edge"})
    flow.ask("DeleteDirectConnectGateway", **own)
    flow.wait("gateway-deleted", lambda: flow.find_gateway(**own), "directConnectGatewayState")
    flow.world.wait(16 * 60)
    assert flow.find_gateway(**own) is None
    flow.gone("does not exist", "DeleteDirectConnectGateway", **own)


@pytest.mark.parametrize("gateway_id", ["vgw-1", "tgw-0a1b2c3d"])
def test_aws_dx_gateway_association(flow: Flow, gateway_id: str) -> None:
    both = {"directConnectGatewayId": flow.gateway(), "gatewayId": gateway_id}
    made = flow.ask("CreateDirectConnectGatewayAssociation", **both, **PREFIXES)
    own = {"associationId": made["directConnectGatewayAssociation"]["associationId"]}

    def find() -> Record | None:
        return find_association(flow, **own)

    flow.wait("association-created", find, "associationState")
    check_read("association", find())
    named = {"directConnectGatewayId": both["directConnectGatewayId"]}
    imported = find_association(flow, **named, associatedGatewayId=gateway_id)
    assert imported == find()
    change = {
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "172.16.0.0/12"}],
        "removeAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}],
    }
    flow.ask("UpdateDirectConnectGatewayAssociation", **own, **change)
    flow.wait("association-updated", find, "associationState")
    changed = change["addAllowedPrefixesToDirectConnectGateway"]
    check_read("association", find(), {"allowedPrefixesToDirectConnectGateway": changed})
    flow.ask("DeleteDirectConnectGatewayAssociation", **own)
    flow.wait("association-deleted", find, "associationState")
    flow.gone("does not exist", "DeleteDirectConnectGatewayAssociation", **own)


@pytest.mark.parametrize("is_overridden", [False, True])
def test_aws_dx_gateway_association_of_a_proposal(
    here: World, flow: Flow, is_overridden: bool
) -> None:
    partner = Flow(here, PARTNER)
    gateway_id = partner.gateway()
    own = {"proposalId": propose(flow, gateway_id)}
    accept = {"directConnectGatewayId": gateway_id, "associatedGatewayOwnerAccount": CUSTOMER}
    other = [{"cidr": "192.168.0.0/16"}]
    override = {"overrideAllowedPrefixesToDirectConnectGateway": other} if is_overridden else {}
    answer = partner.ask(
        "AcceptDirectConnectGatewayAssociationProposal", **own, **accept, **override
    )
    made = answer["directConnectGatewayAssociation"]
    assert made["associatedGateway"]["id"] == "vgw-1"

    def find() -> Record | None:
        return find_association(partner, associationId=made["associationId"])

    partner.wait("association-created", find, "associationState")
    wanted = other if is_overridden else PREFIXES["addAllowedPrefixesToDirectConnectGateway"]
    check_read("association", find(), {"allowedPrefixesToDirectConnectGateway": wanted})
    # The proposer's refresh finds the proposal, or else the association by its two gateways.
    assert find_proposal(flow, **own) or find_association(
        flow, directConnectGatewayId=gateway_id, associatedGatewayId="vgw-1"
    )


def propose(flow: Flow, gateway_id: str) -> str:
    between = {"directConnectGatewayId": gateway_id, "directConnectGatewayOwnerAccount": PARTNER}
    answer = flow.ask(
        "CreateDirectConnectGatewayAssociationProposal", **between, gatewayId="vgw-1", **PREFIXES
    )
    proposal_id = answer["directConnectGatewayAssociationProposal"]["proposalId"]
    check_read("proposal", find_proposal(flow, proposalId=proposal_id), between)
    return str(proposal_id)


@pytest.mark.parametrize("is_accepted", [False, True])
def test_aws_dx_gateway_association_proposal(here: World, flow: Flow, is_accepted: bool) -> None:
    partner = Flow(here, PARTNER)
    gateway = {"directConnectGatewayId": partner.gateway()}
    own = {"proposalId": propose(flow, gateway["directConnectGatewayId"])}
    if is_accepted:
        accept = "AcceptDirectConnectGatewayAssociationProposal"
        partner.ask(accept, **own, **gateway, associatedGatewayOwnerAccount=CUSTOMER)
    else:
        flow.ask("DeleteDirectConnectGatewayAssociationProposal", **own)
        here.wait(60)
        assert (find_proposal(flow, **own) or {"proposalState": "deleted"})[
            "proposalState"
        ] == "deleted"
    flow.gone("is not found", "DeleteDirectConnectGatewayAssociationProposal", **own)
