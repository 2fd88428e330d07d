"""Every operation over a socket: those of the 2015 release by the AWS CLI, the others by boto3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from botocore import xform_name
from botocore.config import Config

from dxnet.control_plane import OPERATIONS
from dxnet.control_plane.contract import misfits
from dxnet.simulator import Service, serve

CUSTOMER, PARTNER = "111122223333", "444455556666"
REGION = "us-east-1"
VGW = "vgw-123er56"

RELEASE_2015 = {
    "AllocateConnectionOnInterconnect",
    "AllocatePrivateVirtualInterface",
    "AllocatePublicVirtualInterface",
    "ConfirmConnection",
    "ConfirmPrivateVirtualInterface",
    "ConfirmPublicVirtualInterface",
    "CreateConnection",
    "CreateInterconnect",
    "CreatePrivateVirtualInterface",
    "CreatePublicVirtualInterface",
    "DeleteConnection",
    "DeleteInterconnect",
    "DeleteVirtualInterface",
    "DescribeConnections",
    "DescribeConnectionsOnInterconnect",
    "DescribeInterconnects",
    "DescribeLocations",
    "DescribeVirtualGateways",
    "DescribeVirtualInterfaces",
}
PRIVATE = {"virtualInterfaceName": "core-blue", "vlan": 101, "asn": 65000}
PUBLIC = {
    "virtualInterfaceName": "edge",
    "vlan": 201,
    "asn": 65000,
    "amazonAddress": "203.0.113.1/30",
    "customerAddress": "203.0.113.2/30",
    "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}],
}
PORT = {"location": "EqDC2", "bandwidth": "10Gbps"}


@pytest.fixture
def service():
    speeds = ["1Gbps", "10Gbps", "100Gbps"]
    place = {"locationCode": "EqDC2", "region": REGION, "availablePortSpeeds": speeds}
    mac_sec = {
        "connectionId": "dxcon-macsec01",
        "connectionState": "available",
        "ownerAccount": CUSTOMER,
        "region": REGION,
        "macSecCapable": True,
        "encryptionMode": "should_encrypt",
        **PORT,
    }
    raw = {
        "locations": [place],
        "connections": [mac_sec],
        "virtualGateways": [{"virtualGatewayId": VGW, "virtualGatewayState": "available"}],
    }
    return Service(raw, account=CUSTOMER)


class Client:
    """What both clients share: an account, an endpoint, and the operations that were called."""

    def __init__(self, url, called, account=CUSTOMER):
        self.url, self.called, self.account = url, called, account

    def as_account(self, account):
        return type(self)(self.url, self.called, account)

    def __call__(self, operation, /, **parameters):
        answer = self.send(operation, parameters)
        assert misfits(operation, answer) == []
        self.called.add(operation)
        return answer


class AwsCli(Client):
    def send(self, operation, parameters):
        aws = Path(sys.executable).with_name("aws")
        arguments = ["--cli-input-json", json.dumps(parameters)] if parameters else []
        run = subprocess.run(
            [sys.executable, aws, "directconnect", xform_name(operation, "-"), *arguments],
            env={
                **os.environ,
                "AWS_ACCESS_KEY_ID": self.account,
                "AWS_SECRET_ACCESS_KEY": "fake",
                "AWS_DEFAULT_REGION": REGION,
                "AWS_ENDPOINT_URL_DIRECT_CONNECT": self.url,
                "AWS_CONFIG_FILE": os.devnull,
                "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                "NO_PROXY": "127.0.0.1",
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (run.returncode, run.stderr) == (0, "")
        return json.loads(run.stdout)


class Boto3(Client):
    def send(self, operation, parameters):
        client = boto3.client(
            "directconnect",
            REGION,
            endpoint_url=self.url,
            aws_access_key_id=self.account,
            aws_secret_access_key="fake",
            config=Config(retries={"max_attempts": 0}, proxies={}),
        )
        answer = getattr(client, xform_name(operation))(**parameters)
        del answer["ResponseMetadata"]
        return json.loads(json.dumps(answer, default=str))


def test_the_aws_cli_drives_every_operation_of_the_2015_release(service, monkeypatch) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with serve(service) as url:
        aws = AwsCli(url, set())
        on = vifs_of_a_customer(aws)
        vifs_for_another_account(aws, aws.as_account(PARTNER), on)
        a_partners_interconnect(aws.as_account(PARTNER), aws)
    assert aws.called == RELEASE_2015


def vifs_of_a_customer(aws) -> dict[str, str]:
    assert aws("DescribeLocations")["locations"][0]["locationCode"] == "EqDC2"
    assert aws("DescribeVirtualGateways")["virtualGateways"][0]["virtualGatewayId"] == VGW
    on = {"connectionId": aws("CreateConnection", **PORT, connectionName="core")["connectionId"]}
    private = aws(
        "CreatePrivateVirtualInterface",
        **on,
        newPrivateVirtualInterface={**PRIVATE, "virtualGatewayId": VGW},
    )
    public = aws("CreatePublicVirtualInterface", **on, newPublicVirtualInterface=PUBLIC)
    states = private["virtualInterfaceState"], public["virtualInterfaceState"]
    assert states == ("pending", "verifying")
    found = aws("DescribeVirtualInterfaces", **on)["virtualInterfaces"]
    assert {vif["virtualInterfaceState"] for vif in found} == {"available"}
    deleted = aws("DeleteVirtualInterface", virtualInterfaceId=found[0]["virtualInterfaceId"])
    assert deleted["virtualInterfaceState"] in ("deleting", "deleted")
    return on


def hosted(vif):
    """The same with a VLAN and, where it has addresses, a subnet of its own."""
    text = json.dumps({**vif, "vlan": vif["vlan"] + 1})
    return json.loads(text.replace("203.0.113.1", "203.0.113.5").replace("113.2/", "113.6/"))


def vifs_for_another_account(aws, other, on) -> None:
    to = {**on, "ownerAccount": PARTNER}
    private = aws(
        "AllocatePrivateVirtualInterface",
        **to,
        newPrivateVirtualInterfaceAllocation=hosted(PRIVATE),
    )
    public = aws(
        "AllocatePublicVirtualInterface", **to, newPublicVirtualInterfaceAllocation=hosted(PUBLIC)
    )
    assert private["virtualInterfaceState"] == "confirming"
    confirmed = other(
        "ConfirmPrivateVirtualInterface",
        virtualInterfaceId=private["virtualInterfaceId"],
        virtualGatewayId=VGW,
    )
    assert confirmed == {"virtualInterfaceState": "pending"}
    confirmed = other(
        "ConfirmPublicVirtualInterface", virtualInterfaceId=public["virtualInterfaceId"]
    )
    assert confirmed == {"virtualInterfaceState": "verifying"}


def a_partners_interconnect(partner, customer) -> None:
    made = partner("CreateInterconnect", **PORT, interconnectName="wholesale")
    on = {"interconnectId": made["interconnectId"]}
    assert partner("DescribeInterconnects", **on)["interconnects"][0]["location"] == "EqDC2"
    hosted = partner(
        "AllocateConnectionOnInterconnect",
        **on,
        bandwidth="500Mbps",
        connectionName="retail",
        ownerAccount=CUSTOMER,
        vlan=300,
    )
    assert hosted["connectionState"] == "ordering"
    own = {"connectionId": hosted["connectionId"]}
    customer("ConfirmConnection", **own)
    assert customer("DescribeConnections", **own)["connections"][0]["vlan"] == 300
    assert len(partner("DescribeConnectionsOnInterconnect", **on)["connections"]) == 1
    customer("DeleteConnection", **own)
    assert partner("DeleteInterconnect", **on)["interconnectState"] in ("deleting", "deleted")


def test_boto3_drives_every_operation_since(service) -> None:
    with serve(service) as url:
        aws = Boto3(url, set())
        on = ports_and_lags(aws)
        gateway_id = gateways(aws)
        peers_routes_and_tests(aws, on, gateway_id)
        a_hosted_transit_vif(aws, aws.as_account(PARTNER), on)
        a_proposal(aws, aws.as_account(PARTNER))
        hosted_connections(aws.as_account(PARTNER))
        keys_tags_and_agreements(aws)
        groups(aws)
    assert set(OPERATIONS) - RELEASE_2015 - aws.called == set()


def ports_and_lags(aws) -> dict[str, str]:
    made = aws("CreateConnection", **PORT, connectionName="core")
    on = {"connectionId": made["connectionId"]}
    aws("UpdateConnection", **on, connectionName="core-1")
    aws(
        "UpdateConnectionsBillingMode",
        connectionIds=[made["connectionId"]],
        billingMode="PayAsYouGo",
    )
    for loa in ("DescribeLoa", "DescribeConnectionLoa"):
        assert aws(loa, **on)
    lag = aws(
        "CreateLag",
        numberOfConnections=1,
        location="EqDC2",
        connectionsBandwidth="10Gbps",
        lagName="bundle",
    )
    in_lag = {"lagId": lag["lagId"]}
    aws("AssociateConnectionWithLag", **on, **in_lag)
    assert aws("DescribeLags", **in_lag)["lags"][0]["numberOfConnections"] == 2
    aws("UpdateLag", **in_lag, lagName="bundle-1")
    aws("DisassociateConnectionFromLag", **on, **in_lag)
    (member,) = aws("DescribeLags", **in_lag)["lags"][0]["connections"]
    aws("DisassociateConnectionFromLag", connectionId=member["connectionId"], **in_lag)
    aws("DeleteLag", **in_lag)
    return on


def gateways(aws) -> str:
    made = aws("CreateDirectConnectGateway", directConnectGatewayName="core")
    gateway_id = made["directConnectGateway"]["directConnectGatewayId"]
    of_gateway = {"directConnectGatewayId": gateway_id}
    aws("UpdateDirectConnectGateway", **of_gateway, newDirectConnectGatewayName="core-1")
    assert aws("DescribeDirectConnectGateways", **of_gateway)["directConnectGateways"]
    made = aws("CreateDirectConnectGatewayAssociation", **of_gateway, gatewayId=VGW)
    of_association = {"associationId": made["directConnectGatewayAssociation"]["associationId"]}
    allowed = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]}
    aws("UpdateDirectConnectGatewayAssociation", **of_association, **allowed)
    assert aws("DescribeDirectConnectGatewayAssociations", **of_gateway)
    aws("DeleteDirectConnectGatewayAssociation", **of_association)
    other = aws("CreateDirectConnectGateway", directConnectGatewayName="spare")
    aws(
        "DeleteDirectConnectGateway",
        directConnectGatewayId=other["directConnectGateway"]["directConnectGatewayId"],
    )
    return gateway_id


def peers_routes_and_tests(aws, on, gateway_id) -> None:
    wanted = {**PRIVATE, "directConnectGatewayId": gateway_id}
    made = aws("CreateTransitVirtualInterface", **on, newTransitVirtualInterface=wanted)
    vif = {"virtualInterfaceId": made["virtualInterface"]["virtualInterfaceId"]}
    attachments = aws("DescribeDirectConnectGatewayAttachments", **vif)
    assert len(attachments["directConnectGatewayAttachments"]) == 1
    made = aws("CreateBGPPeer", **vif, newBGPPeer={"asn": 65000, "addressFamily": "ipv6"})
    peer = made["virtualInterface"]["bgpPeers"][1]
    assert peer["amazonAddress"].endswith("/125")
    assert aws("DescribeRouterConfiguration", **vif)["customerRouterConfig"]
    assert aws("ListVirtualInterfaceRoutes", **vif)["routes"] == []
    assert aws("UpdateVirtualInterfaceAttributes", **vif, mtu=8500)["mtu"] == 8500
    aws("StartBgpFailoverTest", **vif, bgpPeers=[peer["bgpPeerId"]])
    aws("StopBgpFailoverTest", **vif)
    history = aws("ListVirtualInterfaceTestHistory", **vif)["virtualInterfaceTestHistory"]
    assert [test["status"] for test in history] == ["stopped"]
    aws("DeleteBGPPeer", **vif, bgpPeerId=peer["bgpPeerId"])
    onto = aws("CreateConnection", **PORT, connectionName="spare")["connectionId"]
    moved = aws("AssociateVirtualInterface", **vif, connectionId=onto)
    assert moved["connectionId"] == onto


def a_hosted_transit_vif(aws, other, on) -> None:
    made = aws(
        "AllocateTransitVirtualInterface",
        **on,
        ownerAccount=PARTNER,
        newTransitVirtualInterfaceAllocation={**PRIVATE, "vlan": 102},
    )
    gateway = other("CreateDirectConnectGateway", directConnectGatewayName="partner")
    answer = other(
        "ConfirmTransitVirtualInterface",
        virtualInterfaceId=made["virtualInterface"]["virtualInterfaceId"],
        directConnectGatewayId=gateway["directConnectGateway"]["directConnectGatewayId"],
    )
    assert answer == {"virtualInterfaceState": "pending"}


def a_proposal(aws, other) -> None:
    made = aws("CreateDirectConnectGateway", directConnectGatewayName="shared")
    gateway_id = made["directConnectGateway"]["directConnectGatewayId"]
    proposal = {
        "directConnectGatewayId": gateway_id,
        "directConnectGatewayOwnerAccount": CUSTOMER,
        "gatewayId": VGW,
    }
    ids = [
        other("CreateDirectConnectGatewayAssociationProposal", **proposal)[
            "directConnectGatewayAssociationProposal"
        ]["proposalId"]
    ]
    found = aws("DescribeDirectConnectGatewayAssociationProposals", proposalId=ids[0])
    assert len(found["directConnectGatewayAssociationProposals"]) == 1
    other("DeleteDirectConnectGatewayAssociationProposal", proposalId=ids[0])
    again = other("CreateDirectConnectGatewayAssociationProposal", **proposal)
    aws(
        "AcceptDirectConnectGatewayAssociationProposal",
        directConnectGatewayId=gateway_id,
        proposalId=again["directConnectGatewayAssociationProposal"]["proposalId"],
        associatedGatewayOwnerAccount=PARTNER,
    )


def hosted_connections(partner) -> None:
    first, second = (
        partner("CreateInterconnect", **PORT, interconnectName=name)["interconnectId"]
        for name in ("wholesale-1", "wholesale-2")
    )
    partner("DescribeInterconnectLoa", interconnectId=first)
    hosted = partner(
        "AllocateHostedConnection",
        connectionId=first,
        ownerAccount=CUSTOMER,
        bandwidth="500Mbps",
        connectionName="retail",
        vlan=300,
    )
    partner(
        "AssociateHostedConnection",
        connectionId=hosted["connectionId"],
        parentConnectionId=second,
    )
    found = partner("DescribeHostedConnections", connectionId=second)["connections"]
    assert [each["vlan"] for each in found] == [300]


def keys_tags_and_agreements(aws) -> None:
    on = {"connectionId": "dxcon-macsec01"}
    keys = aws("AssociateMacSecKey", **on, ckn="ab" * 32, cak="cd" * 32)["macSecKeys"]
    aws("DisassociateMacSecKey", **on, secretARN=keys[0]["secretARN"])
    arn = f"arn:aws:directconnect:{REGION}:{CUSTOMER}:dxcon/dxcon-macsec01"
    aws("TagResource", resourceArn=arn, tags=[{"key": "team", "value": "net"}])
    found = aws("DescribeTags", resourceArns=[arn])["resourceTags"]
    assert found[0]["tags"] == [{"key": "team", "value": "net"}]
    aws("UntagResource", resourceArn=arn, tagKeys=["team"])
    aws("DescribeCustomerMetadata")
    aws("ConfirmCustomerAgreement")


def groups(aws) -> None:
    made = aws(
        "CreateResiliencyGroup",
        resiliencyGroupName="core",
        intendedResiliencyModel="maximum-resiliency",
    )["resiliencyGroup"]
    of_group = {"resiliencyGroupId": made["resiliencyGroupId"]}
    members = {**of_group, "connectionIdentifiers": ["dxcon-macsec01"]}
    assert aws("GetResiliencyGroup", **of_group)["resiliencyGroup"]["state"] == "available"
    assert len(aws("ListResiliencyGroups")["items"]) == 1
    aws("UpdateResiliencyGroup", **of_group, resiliencyGroupName="edge")
    aws("AssociateConnectionsToResiliencyGroup", **members)
    assert len(aws("ListResiliencyGroupAssociations", **of_group)["items"]) == 1
    aws("DisassociateConnectionsFromResiliencyGroup", **members)
    assert aws("DeleteResiliencyGroup", **of_group)["resiliencyGroup"]["state"] == "deleted"
