"""A walk through every operation that is served: those of 2015 with the AWS CLI, others with boto3.

Every answer is held against botocore's output shape before it leaves.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from awscli.clidriver import create_clidriver
from botocore import xform_name

from dxnet.control_plane import OPERATIONS, Caller
from dxnet.simulator import Service, serve
from tests.control_plane.shapes import misfits

CUSTOMER, PARTNER = "111122223333", "444455556666"
LOCATION = {"locationCode": "EqDC2", "locationName": "Ashburn", "region": "us-east-1"}
GATEWAYS = [{"virtualGatewayId": "vgw-1", "ownerAccount": CUSTOMER}]

RELEASE_OF_2015 = {
    *("DescribeInterconnects", "DescribeConnectionsOnInterconnect", "DescribeVirtualGateways"),
    *("AllocateConnectionOnInterconnect", "CreateConnection", "CreatePublicVirtualInterface"),
    *("DescribeConnections", "DeleteInterconnect", "DeleteConnection"),
    *("CreatePrivateVirtualInterface", "ConfirmPrivateVirtualInterface"),
    *("AllocatePrivateVirtualInterface", "AllocatePublicVirtualInterface"),
    *("ConfirmPublicVirtualInterface", "DescribeVirtualInterfaces", "ConfirmConnection"),
    *("DescribeLocations", "CreateInterconnect", "DeleteVirtualInterface"),
}


class CheckedService(Service):
    """A service that holds its answers against the model, and remembers what it was asked."""

    def __init__(self, raw: dict[str, Any]) -> None:
        super().__init__(raw, account=CUSTOMER)
        self.served: set[str] = set()

    def call(self, operation_name: str, parameters: object, caller: Caller) -> dict[str, Any]:
        answer = super().call(operation_name, parameters, caller)
        assert misfits(operation_name, answer) == []
        self.served.add(operation_name)
        return answer


class Clients:
    """Both clients of both accounts, at one endpoint."""

    def __init__(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url = url
        self.monkeypatch = monkeypatch
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
        monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        self.drivers: dict[str, Any] = {}

    def __call__(self, operation: str, account: str = CUSTOMER, /, **parameters: Any) -> Any:
        if operation in RELEASE_OF_2015:
            return self._by_cli(operation, account, parameters)
        client = boto3.client(
            "directconnect",
            "us-east-1",
            endpoint_url=self.url,
            aws_access_key_id=account,
            aws_secret_access_key="y",
        )
        return getattr(client, xform_name(operation))(**parameters)

    def _by_cli(self, operation: str, account: str, parameters: dict[str, Any]) -> Any:
        if account not in self.drivers:
            self.monkeypatch.setenv("AWS_ACCESS_KEY_ID", account)
            self.drivers[account] = create_clidriver()
        command = xform_name(operation, "-")
        given = ["--cli-input-json", json.dumps(parameters)] if parameters else []
        options = ["--endpoint-url", self.url, "--region", "us-east-1", "--output", "json"]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = self.drivers[account].main(["directconnect", command, *given, *options])
        assert (status, err.getvalue()) == (0, "")
        return json.loads(out.getvalue())


@pytest.fixture
def service() -> CheckedService:
    checked = CheckedService({"locations": [LOCATION], "virtualGateways": GATEWAYS})
    for owner, gateway_id in ((CUSTOMER, "tgw-1"), (PARTNER, "tgw-8"), (PARTNER, "tgw-9")):
        checked.create_transit_gateway(owner, "us-east-1", gateway_id)
    return checked


@pytest.fixture
def ask(service: CheckedService, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clients]:
    with serve(service) as url:
        yield Clients(url, monkeypatch)


PORT = {"location": "EqDC2", "bandwidth": "10Gbps"}
PEER = {"asn": 65001, "authKey": "FakeKey-dxvif-1"}


def walk_through_hosted_connections(ask: Clients) -> None:
    code = ask("DescribeLocations")["locations"][0]["locationCode"]
    assert code == "EqDC2"
    first, second = (
        ask("CreateInterconnect", PARTNER, interconnectName=name, **PORT)["interconnectId"]
        for name in ("first", "second")
    )
    assert len(ask("DescribeInterconnects", PARTNER)["interconnects"]) == 2
    order = {"bandwidth": "500Mbps", "connectionName": "hosted", "ownerAccount": CUSTOMER}
    hosted = ask(
        "AllocateConnectionOnInterconnect", PARTNER, interconnectId=first, vlan=101, **order
    )["connectionId"]
    ask("AllocateHostedConnection", PARTNER, connectionId=second, vlan=102, **order)
    assert ask("ConfirmConnection", connectionId=hosted) == {"connectionState": "pending"}
    ask("AssociateHostedConnection", PARTNER, connectionId=hosted, parentConnectionId=second)
    listed = ask("DescribeHostedConnections", PARTNER, connectionId=second)["connections"]
    assert len(listed) == 2
    on_first = ask("DescribeConnectionsOnInterconnect", PARTNER, interconnectId=first)
    assert on_first == {"connections": []}
    assert ask("DescribeInterconnectLoa", PARTNER, interconnectId=first)["loa"]["loaContent"]
    assert ask("DeleteInterconnect", PARTNER, interconnectId=first)["interconnectState"] == (
        "deleted"
    )


def walk_through_ports(ask: Clients) -> str:
    created = ask("CreateConnection", connectionName="core", requestMACSec=True, **PORT)
    connection_id = created["connectionId"]
    one = {"connectionId": connection_id}
    (found,) = ask("DescribeConnections", **one)["connections"]
    assert found["connectionState"] == "available"
    ask("UpdateConnection", connectionName="core-1", **one)
    ask("UpdateConnectionsBillingMode", connectionIds=[connection_id], billingMode="PayAsYouGo")
    assert ask("DescribeLoa", **one)["loaContent"].startswith(b"%PDF")
    ask("DescribeConnectionLoa", **one)
    (key,) = ask("AssociateMacSecKey", ckn="AB" * 32, cak="FA" * 32, **one)["macSecKeys"]
    ask("DisassociateMacSecKey", secretARN=key["secretARN"], **one)
    arn = f"arn:aws:directconnect:us-east-1:{CUSTOMER}:dxcon/{connection_id}"
    ask("TagResource", resourceArn=arn, tags=[{"key": "site", "value": "A"}])
    assert ask("DescribeTags", resourceArns=[arn])["resourceTags"][0]["tags"]
    ask("UntagResource", resourceArn=arn, tagKeys=["site"])
    ask("ConfirmCustomerAgreement", agreementName="terms")
    ask("DescribeCustomerMetadata")
    lag = ask(
        "CreateLag",
        numberOfConnections=1,
        location="EqDC2",
        connectionsBandwidth="10Gbps",
        lagName="bundle",
        requestMACSec=True,
    )
    both = {"connectionId": connection_id, "lagId": lag["lagId"]}
    ask("AssociateConnectionWithLag", **both)
    ask("UpdateLag", lagId=lag["lagId"], lagName="edge")
    assert ask("DescribeLags")["lags"][0]["numberOfConnections"] == 2
    ask("DisassociateConnectionFromLag", **both)
    ask("DeleteLag", lagId=lag["lagId"])
    member = lag["connections"][0]["connectionId"]
    assert ask("DeleteConnection", connectionId=member)["connectionState"] == "deleted"
    return str(connection_id)


def walk_through_gateways(ask: Clients) -> str:
    made = ask("CreateDirectConnectGateway", directConnectGatewayName="core")
    gateway = {"directConnectGatewayId": made["directConnectGateway"]["directConnectGatewayId"]}
    ask("UpdateDirectConnectGateway", newDirectConnectGatewayName="edge", **gateway)
    assert ask("DescribeVirtualGateways")["virtualGateways"][0]["virtualGatewayId"] == "vgw-1"
    added = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]}
    association = ask(
        "CreateDirectConnectGatewayAssociation", gatewayId="tgw-1", **gateway, **added
    )["directConnectGatewayAssociation"]
    one = {"associationId": association["associationId"]}
    ask(
        "UpdateDirectConnectGatewayAssociation",
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "172.16.0.0/12"}],
        **one,
    )
    assert ask("DescribeDirectConnectGatewayAssociations", **gateway)
    ask("DeleteDirectConnectGatewayAssociation", **one)
    proposals = [
        ask(
            "CreateDirectConnectGatewayAssociationProposal",
            PARTNER,
            directConnectGatewayOwnerAccount=CUSTOMER,
            gatewayId=f"tgw-{number}",
            **gateway,
            **added,
        )["directConnectGatewayAssociationProposal"]["proposalId"]
        for number in (8, 9)
    ]
    ask(
        "AcceptDirectConnectGatewayAssociationProposal",
        proposalId=proposals[0],
        associatedGatewayOwnerAccount=PARTNER,
        **gateway,
    )
    ask("DeleteDirectConnectGatewayAssociationProposal", PARTNER, proposalId=proposals[1])
    assert ask("DescribeDirectConnectGatewayAssociationProposals")
    spare = ask("CreateDirectConnectGateway", directConnectGatewayName="spare")
    spare_id = spare["directConnectGateway"]["directConnectGatewayId"]
    ask("DeleteDirectConnectGateway", directConnectGatewayId=spare_id)
    assert len(ask("DescribeDirectConnectGateways")["directConnectGateways"]) == 1
    return str(gateway["directConnectGatewayId"])


def walk_through_vifs(ask: Clients, connection_id: str, gateway_id: str) -> None:
    on = {"connectionId": connection_id}
    private = ask(
        "CreatePrivateVirtualInterface",
        newPrivateVirtualInterface={
            "virtualInterfaceName": "blue",
            "vlan": 201,
            "virtualGatewayId": "vgw-1",
            **PEER,
        },
        **on,
    )
    assert private["customerAddress"]
    public = {
        "virtualInterfaceName": "green",
        "vlan": 202,
        "amazonAddress": "198.51.100.1/30",
        "customerAddress": "198.51.100.2/30",
        "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}],
        **PEER,
    }
    ask("CreatePublicVirtualInterface", newPublicVirtualInterface=public, **on)
    given = {"virtualInterfaceName": "red", **PEER}
    transit = ask(
        "CreateTransitVirtualInterface",
        newTransitVirtualInterface={**given, "vlan": 203, "directConnectGatewayId": gateway_id},
        **on,
    )["virtualInterface"]["virtualInterfaceId"]
    assert ask("DescribeDirectConnectGatewayAttachments", directConnectGatewayId=gateway_id)[
        "directConnectGatewayAttachments"
    ]
    allocate_to_the_partner(ask, on, given, public)
    one = {"virtualInterfaceId": private["virtualInterfaceId"]}
    (found,) = ask("DescribeVirtualInterfaces", **one)["virtualInterfaces"]
    assert found["vlan"] == 201
    ask("UpdateVirtualInterfaceAttributes", virtualInterfaceName="navy", **one)
    ask("CreateBGPPeer", newBGPPeer={"addressFamily": "ipv6", **PEER}, **one)
    peers = ask("DeleteBGPPeer", asn=65001, **one, **peer_of(ask, one, "ipv6"))
    assert peers["virtualInterface"]["bgpPeers"]
    ask("DescribeRouterConfiguration", **one)
    ask("ListVirtualInterfaceRoutes", **one)
    ask("StartBgpFailoverTest", **one)
    ask("StopBgpFailoverTest", **one)
    assert ask("ListVirtualInterfaceTestHistory", **one)["virtualInterfaceTestHistory"]
    other = ask("CreateConnection", connectionName="other", **PORT)["connectionId"]
    ask("AssociateVirtualInterface", connectionId=other, **one)
    answer = ask("DeleteVirtualInterface", virtualInterfaceId=transit)
    assert answer["virtualInterfaceState"] in ("deleting", "deleted")


def peer_of(ask: Clients, one: dict[str, str], family: str) -> dict[str, str]:
    (vif,) = ask("DescribeVirtualInterfaces", **one)["virtualInterfaces"]
    peer = next(peer for peer in vif["bgpPeers"] if peer["addressFamily"] == family)
    return {"customerAddress": peer["customerAddress"]}


def allocate_to_the_partner(
    ask: Clients, on: dict[str, str], given: dict[str, Any], public: dict[str, Any]
) -> None:
    to = {"ownerAccount": PARTNER, **on}
    made = {
        "Private": ask(
            "AllocatePrivateVirtualInterface",
            newPrivateVirtualInterfaceAllocation={**given, "vlan": 301},
            **to,
        ),
        "Public": ask(
            "AllocatePublicVirtualInterface",
            newPublicVirtualInterfaceAllocation={
                **public,
                "vlan": 302,
                "amazonAddress": "198.51.100.5/30",
                "customerAddress": "198.51.100.6/30",
            },
            **to,
        ),
        "Transit": ask(
            "AllocateTransitVirtualInterface",
            newTransitVirtualInterfaceAllocation={**given, "vlan": 303},
            **to,
        )["virtualInterface"],
    }
    new_gateway = ("CreateDirectConnectGateway", PARTNER)
    for kind, vif in made.items():
        assert vif["virtualInterfaceState"] == "confirming"
        gateway: dict[str, str] = {}
        if kind != "Public":
            created = ask(*new_gateway, directConnectGatewayName=kind)["directConnectGateway"]
            gateway = {"directConnectGatewayId": created["directConnectGatewayId"]}
        confirm = f"Confirm{kind}VirtualInterface"
        ask(confirm, PARTNER, virtualInterfaceId=vif["virtualInterfaceId"], **gateway)


def walk_through_resiliency_groups(ask: Clients, connection_id: str) -> None:
    made = ask(
        "CreateResiliencyGroup",
        resiliencyGroupName="core",
        intendedResiliencyModel="basic-resiliency",
    )["resiliencyGroup"]
    group = {"resiliencyGroupId": made["resiliencyGroupId"]}
    arn = f"arn:aws:directconnect:us-east-1:{CUSTOMER}:dxcon/{connection_id}"
    members = {"connectionIdentifiers": [arn], **group}
    ask("AssociateConnectionsToResiliencyGroup", **members)
    ask("ListResiliencyGroupAssociations", **group)
    ask("UpdateResiliencyGroup", resiliencyGroupName="edge", **group)
    ask("GetResiliencyGroup", **group)
    ask("ListResiliencyGroups")
    ask("DisassociateConnectionsFromResiliencyGroup", **members)
    ask("DeleteResiliencyGroup", **group)


def test_every_operation_is_served_to_real_clients(service: CheckedService, ask: Clients) -> None:
    walk_through_hosted_connections(ask)
    connection_id = walk_through_ports(ask)
    gateway_id = walk_through_gateways(ask)
    walk_through_vifs(ask, connection_id, gateway_id)
    walk_through_resiliency_groups(ask, connection_id)
    assert service.served == set(OPERATIONS)
    assert service.served >= RELEASE_OF_2015


def test_every_operation_of_the_model_is_served() -> None:
    model = botocore.session.get_session().get_service_model("directconnect")
    assert set(OPERATIONS) == set(model.operation_names)
