"""Proposals: how the owner of a gateway asks for a place on another account's gateway."""

from __future__ import annotations

from dxnet.control_plane.operations import associations
from dxnet.control_plane.operations.associations import page_of
from dxnet.control_plane.operations.gateways import GATEWAYS
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store.kinds import GONE, RawRecord, field

PROPOSALS = "directConnectGatewayAssociationProposals"


@operation("CreateDirectConnectGatewayAssociationProposal")
def create_direct_connect_gateway_association_proposal(request: Request) -> Answer:
    """Propose to associate a gateway of the caller's, or to change its allowed prefixes."""
    gateway_id = request["directConnectGatewayId"]
    owner = request["directConnectGatewayOwnerAccount"]
    gateway = request.estate.get(GATEWAYS, gateway_id)
    if gateway is None or gateway.get("ownerAccount") not in (owner, "", None):
        raise request.not_found(GATEWAYS, gateway_id)
    associated = associations.own_gateway(request, request["gatewayId"])
    existing = associations.between(request, gateway_id, associated["id"])
    allowed = existing["allowedPrefixesToDirectConnectGateway"] if existing else []
    requested = associations.with_changes(request, allowed)
    associations.check_count(associated["type"], requested)
    proposal = {
        "proposalId": request.estate.new_id(PROPOSALS),
        "directConnectGatewayId": gateway_id,
        "directConnectGatewayOwnerAccount": owner,
        "associatedGateway": associated,
        "existingAllowedPrefixesToDirectConnectGateway": allowed,
        "requestedAllowedPrefixesToDirectConnectGateway": requested,
    }
    return _answer(request.become(PROPOSALS, proposal, "requested"))


@operation("AcceptDirectConnectGatewayAssociationProposal")
def accept_direct_connect_gateway_association_proposal(request: Request) -> Answer:
    """Make or change the association that a proposal asks for."""
    gateway = request.live(GATEWAYS, request["directConnectGatewayId"])
    proposal = _open(request, request["proposalId"])
    asked = (gateway["directConnectGatewayId"], request["associatedGatewayOwnerAccount"])
    associated = proposal["associatedGateway"]
    if asked != (
        proposal["directConnectGatewayId"],
        field(proposal, "associatedGateway.ownerAccount"),
    ):
        raise request.not_found(PROPOSALS, request["proposalId"])
    override = request.get("overrideAllowedPrefixesToDirectConnectGateway")
    allowed = associations.prefixes(
        proposal["requestedAllowedPrefixesToDirectConnectGateway"] if override is None else override
    )
    existing = associations.between(request, gateway["directConnectGatewayId"], associated["id"])
    if existing:
        association = associations.update_prefixes(request, existing, allowed)
    else:
        association = associations.associate(request, gateway, associated, allowed)
    request.become(PROPOSALS, proposal, "accepted")
    return associations.answer(association)


@operation("DeleteDirectConnectGatewayAssociationProposal")
def delete_direct_connect_gateway_association_proposal(request: Request) -> Answer:
    """Withdraw a proposal, or turn it down."""
    proposal = _open(request, request["proposalId"])
    return _answer(request.vanish(PROPOSALS, proposal, "deleted"))


@operation("DescribeDirectConnectGatewayAssociationProposals")
def describe_direct_connect_gateway_association_proposals(request: Request) -> Answer:
    """The proposals that the caller made or got."""
    filters = {
        "proposalId": request.get("proposalId"),
        "directConnectGatewayId": request.get("directConnectGatewayId"),
        "associatedGateway.id": request.get("associatedGatewayId"),
    }
    return page_of(request, PROPOSALS, filters)


def _open(request: Request, proposal_id: str) -> RawRecord:
    proposal = request.visible(PROPOSALS, proposal_id)
    if proposal.get("proposalState") in GONE:
        raise request.not_found(PROPOSALS, proposal_id)
    return proposal


def _answer(proposal: RawRecord) -> Answer:
    return {"directConnectGatewayAssociationProposal": proposal}
