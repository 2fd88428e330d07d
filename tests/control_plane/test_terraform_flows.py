"""What Terraform's AWS provider asks for each of its aws_dx_* resources, and relies on.

Create, wait, read, tag, update, delete, and the texts that it takes for "gone":
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/directconnect
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import World

CUSTOMER, PARTNER, REGION = "111122223333", "444455556666", "us-east-1"
PORT = {"location": "EqDC2", "bandwidth": "10Gbps"}
KEY = {"ckn": "0" * 63 + "1", "cak": "0" * 63 + "2"}
VGW = {"virtualGatewayId": "vgw-1", "virtualGatewayState": "available", "ownerAccount": CUSTOMER}
PREFIXES = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]}
LIVE, GONE = ("available", "down"), ("deleted", "rejected")
Record = dict[str, Any]


class Flow:
    """One provider configuration: an account, and a clock that its waiting turns."""

    def __init__(self, world: World, account: str = CUSTOMER) -> None:
        self.world, self.ask = world, world.account(account)

    def read(self, operation: str, member: str, **named: Any) -> Record:
        (record,) = self.ask(operation, **named)[member]
        return dict(record)

    def wait(self, state: Callable[[], str], targets: Collection[str]) -> None:
        """Poll once a minute, as the provider's waiters do."""
        for _ in range(10):
            if state() in targets:
                return
            self.world.wait(60)
        raise AssertionError(f"never {' or '.join(targets)}, but {state()}")

    def tag(self, arn_type: str, object_id: str) -> None:
        region = "" if arn_type == "dx-gateway" else REGION
        arn = f"arn:aws:directconnect:{region}:{CUSTOMER}:{arn_type}/{object_id}"
        self.ask("TagResource", resourceArn=arn, tags=[{"key": "site", "value": "A"}])
        (found,) = self.ask("DescribeTags", resourceArns=[arn])["resourceTags"]
        assert found["tags"] == [{"key": "site", "value": "A"}]
        self.ask("UntagResource", resourceArn=arn, tagKeys=["site"])

    def gone(self, text: str, operation: str, **named: Any) -> None:
        with pytest.raises(ServiceError, match=re.escape(text)):
            self.ask(operation, **named)

    # What other resources stand on.

    def connection(self, **order: Any) -> str:
        made = self.ask("CreateConnection", connectionName="core", **PORT, **order)
        return str(made["connectionId"])

    def port(self, **order: Any) -> str:
        """A connection that has been waited for by hand: the provider itself does not wait."""
        connection_id = self.connection(**order)
        self.wait(lambda: self.port_state(connection_id), LIVE)
        return connection_id

    def port_state(self, connection_id: str) -> str:
        named = {"connectionId": connection_id}
        return str(self.read("DescribeConnections", "connections", **named)["connectionState"])

    def lag(self, **order: Any) -> str:
        size = {"numberOfConnections": 1, "connectionsBandwidth": "10Gbps", "location": "EqDC2"}
        return str(self.ask("CreateLag", lagName="bundle", **size, **order)["lagId"])

    def gateway(self) -> str:
        made = self.ask("CreateDirectConnectGateway", directConnectGatewayName="core")
        return str(made["directConnectGateway"]["directConnectGatewayId"])

    def vif_state(self, vif_id: str) -> str:
        vifs = self.ask("DescribeVirtualInterfaces", virtualInterfaceId=vif_id)
        return str(vifs["virtualInterfaces"][0]["virtualInterfaceState"])


@pytest.fixture
def here(world: type[World]) -> World:
    return world({"virtualGateways": [VGW]}, state_delay=60)


@pytest.fixture
def flow(here: World) -> Flow:
    return Flow(here)


def vif_of(vif_type: str, gateway_id: str, vlan: int = 101) -> Record:
    wanted: Record = {"virtualInterfaceName": "blue", "vlan": vlan, "asn": 65000}
    if vif_type != "Public":
        return {**wanted, "directConnectGatewayId": gateway_id}
    ends = {"amazonAddress": "203.0.113.1/30", "customerAddress": "203.0.113.2/30"}
    return {**wanted, **ends, "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}]}


def test_aws_dx_connection(flow: Flow) -> None:
    own = {"connectionId": flow.connection(requestMACSec=True)}
    assert flow.port_state(connection_id=own["connectionId"]) == "requested"
    flow.tag("dxcon", own["connectionId"])
    flow.wait(lambda: flow.port_state(own["connectionId"]), LIVE)
    flow.ask("UpdateConnection", **own, encryptionMode="must_encrypt")
    flow.ask("DeleteConnection", **own)
    flow.wait(lambda: flow.port_state(own["connectionId"]), GONE)
    flow.world.wait(16 * 60)
    flow.gone("Could not find Connection with ID", "DescribeConnections", **own)


def test_aws_dx_lag(flow: Flow) -> None:
    own = {"lagId": flow.lag()}
    (lag,) = flow.ask("DescribeLags", **own)["lags"]
    flow.ask("DeleteConnection", connectionId=lag["connections"][0]["connectionId"])
    flow.tag("dxlag", own["lagId"])
    flow.ask("UpdateLag", **own, lagName="edge")
    flow.ask("DeleteLag", **own)
    flow.wait(lambda: flow.read("DescribeLags", "lags", **own)["lagState"], GONE)
    flow.gone("Could not find Lag with ID", "DeleteLag", **own)


def test_aws_dx_connection_association(flow: Flow) -> None:
    both = {"connectionId": flow.connection(), "lagId": flow.lag()}
    flow.ask("AssociateConnectionWithLag", **both)
    flow.gone("is in a transitioning state", "DisassociateConnectionFromLag", **both)
    flow.world.wait(60)
    flow.ask("DisassociateConnectionFromLag", **both)
    flow.world.wait(60)
    other = {**both, "lagId": "dxlag-none"}
    flow.gone("Lag does not exist", "DisassociateConnectionFromLag", **other)
    other = {**both, "connectionId": "dxcon-none"}
    flow.gone("Connection does not exist", "DisassociateConnectionFromLag", **other)


def test_aws_dx_macsec_key_association(flow: Flow) -> None:
    own = {"connectionId": flow.port(requestMACSec=True)}
    (key,) = flow.ask("AssociateMacSecKey", **own, **KEY)["macSecKeys"]

    def keys() -> list[Record]:
        return list(flow.read("DescribeConnections", "connections", **own)["macSecKeys"])

    flow.wait(lambda: str(keys()[0]["state"]), ["associated"])
    flow.ask("DisassociateMacSecKey", **own, secretARN=key["secretARN"])
    flow.wait(lambda: str(len(keys())), ["0"])


def test_aws_dx_hosted_connection_and_confirmation(here: Any, flow: Flow) -> None:
    partner = Flow(here, PARTNER)
    host = partner.ask("CreateInterconnect", interconnectName="port", **PORT)["interconnectId"]
    here.wait(120)
    order = {"connectionName": "hosted", "ownerAccount": CUSTOMER, "bandwidth": "1Gbps"}
    made = partner.ask("AllocateHostedConnection", connectionId=host, vlan=101, **order)
    own = {"connectionId": made["connectionId"]}
    (found,) = partner.ask("DescribeHostedConnections", connectionId=host)["connections"]
    assert found["connectionState"] == "ordering"
    flow.ask("ConfirmConnection", **own)
    flow.wait(lambda: flow.port_state(own["connectionId"]), LIVE)
    flow.gone("is in state available", "ConfirmConnection", **own)
    partner.ask("DeleteConnection", **own)
    partner.gone(
        "DescribeHostedConnections failed for connection", "DescribeHostedConnections", **own
    )


def test_aws_dx_gateway(flow: Flow) -> None:
    own = {"directConnectGatewayId": flow.gateway()}
    flow.tag("dx-gateway", own["directConnectGatewayId"])
    flow.ask("UpdateDirectConnectGateway", **own, newDirectConnectGatewayName="edge")
    flow.ask("DeleteDirectConnectGateway", **own)
    flow.world.wait(60)
    assert flow.ask("DescribeDirectConnectGateways", **own)["directConnectGateways"] == []
    flow.gone("does not exist", "DeleteDirectConnectGateway", **own)


@pytest.mark.parametrize("gateway_id", ["vgw-1", "tgw-0a1b2c3d"])
def test_aws_dx_gateway_association(flow: Flow, gateway_id: str) -> None:
    both = {"directConnectGatewayId": flow.gateway(), "gatewayId": gateway_id}
    made = flow.ask("CreateDirectConnectGatewayAssociation", **both, **PREFIXES)
    own = {"associationId": made["directConnectGatewayAssociation"]["associationId"]}
    operation, member = (
        "DescribeDirectConnectGatewayAssociations",
        "directConnectGatewayAssociations",
    )

    def state() -> str:
        return str(flow.read(operation, member, **own)["associationState"])

    flow.wait(state, ["associated"])
    more = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "172.16.0.0/12"}]}
    flow.ask("UpdateDirectConnectGatewayAssociation", **own, **more)
    flow.wait(state, ["associated"])
    flow.ask("DeleteDirectConnectGatewayAssociation", **own)
    flow.world.wait(60)
    assert flow.ask(operation, **own)[member] == []
    flow.gone("does not exist", "DeleteDirectConnectGatewayAssociation", **own)


@pytest.mark.parametrize("is_accepted", [False, True])
def test_aws_dx_gateway_association_proposal(here: Any, flow: Flow, is_accepted: bool) -> None:
    partner = Flow(here, PARTNER)
    gateway = {"directConnectGatewayId": partner.gateway()}
    between = {**gateway, "directConnectGatewayOwnerAccount": PARTNER, "gatewayId": "vgw-1"}
    made = flow.ask("CreateDirectConnectGatewayAssociationProposal", **between, **PREFIXES)
    own = {"proposalId": made["directConnectGatewayAssociationProposal"]["proposalId"]}
    if is_accepted:
        accept = "AcceptDirectConnectGatewayAssociationProposal"
        partner.ask(accept, **own, **gateway, associatedGatewayOwnerAccount=CUSTOMER)
    else:
        flow.ask("DeleteDirectConnectGatewayAssociationProposal", **own)
        here.wait(60)
    flow.gone("is not found", "DeleteDirectConnectGatewayAssociationProposal", **own)


@pytest.mark.parametrize("vif_type", ["Private", "Public", "Transit"])
def test_aws_dx_virtual_interfaces(flow: Flow, vif_type: str) -> None:
    connection_id, gateway_id = flow.port(), flow.gateway()
    made = flow.ask(
        f"Create{vif_type}VirtualInterface",
        connectionId=connection_id,
        **{f"new{vif_type}VirtualInterface": vif_of(vif_type, gateway_id)},
    )
    own = {"virtualInterfaceId": made.get("virtualInterface", made)["virtualInterfaceId"]}
    targets = (*LIVE, "verifying") if vif_type == "Public" else LIVE
    flow.wait(lambda: flow.vif_state(own["virtualInterfaceId"]), targets)
    flow.tag("dxvif", own["virtualInterfaceId"])
    if vif_type != "Public":
        flow.ask("UpdateVirtualInterfaceAttributes", **own, mtu=8500)
        flow.wait(lambda: flow.vif_state(own["virtualInterfaceId"]), LIVE)
    flow.ask("DeleteVirtualInterface", **own)
    flow.wait(lambda: flow.vif_state(own["virtualInterfaceId"]), GONE)
    flow.gone("does not exist", "DeleteVirtualInterface", **own)


@pytest.mark.parametrize("vif_type", ["Private", "Public", "Transit"])
def test_aws_dx_hosted_virtual_interfaces_and_accepters(
    here: Any, flow: Flow, vif_type: str
) -> None:
    owner = Flow(here, PARTNER)
    wanted = vif_of(vif_type, "")
    wanted.pop("directConnectGatewayId", None)
    made = flow.ask(
        f"Allocate{vif_type}VirtualInterface",
        connectionId=flow.port(),
        ownerAccount=PARTNER,
        **{f"new{vif_type}VirtualInterfaceAllocation": wanted},
    )
    own = {"virtualInterfaceId": made.get("virtualInterface", made)["virtualInterfaceId"]}
    flow.wait(lambda: flow.vif_state(own["virtualInterfaceId"]), ["confirming", *LIVE])
    named = {} if vif_type == "Public" else {"directConnectGatewayId": owner.gateway()}
    owner.ask(f"Confirm{vif_type}VirtualInterface", **own, **named)
    targets = (*LIVE, "verifying") if vif_type == "Public" else LIVE
    owner.wait(lambda: owner.vif_state(own["virtualInterfaceId"]), targets)
    flow.ask("DeleteVirtualInterface", **own)
    flow.wait(lambda: flow.vif_state(own["virtualInterfaceId"]), GONE)


def test_aws_dx_bgp_peer(flow: Flow) -> None:
    made = flow.ask(
        "CreatePrivateVirtualInterface",
        connectionId=flow.port(),
        newPrivateVirtualInterface=vif_of("Private", flow.gateway()),
    )
    own = {"virtualInterfaceId": made["virtualInterfaceId"]}
    flow.wait(lambda: flow.vif_state(own["virtualInterfaceId"]), LIVE)
    peer = {"asn": 65000, "addressFamily": "ipv6"}
    flow.ask("CreateBGPPeer", **own, newBGPPeer=peer)

    def peers() -> list[Record]:
        vif = flow.read("DescribeVirtualInterfaces", "virtualInterfaces", **own)
        return list(vif["bgpPeers"])

    flow.wait(lambda: str(peers()[-1]["bgpPeerState"]), ["available"])
    second = peers()[-1]
    flow.ask("DeleteBGPPeer", **own, asn=65000, customerAddress=second["customerAddress"])
    flow.wait(lambda: str(len(peers())), ["1"])
    first = {"asn": 65000, "customerAddress": peers()[0]["customerAddress"]}
    text = "The last BGP Peer on a Virtual Interface cannot be deleted"
    flow.gone(text, "DeleteBGPPeer", **own, **first)
