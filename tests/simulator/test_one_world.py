"""One world: STS, EC2 and the tagging API know what Direct Connect knows, and the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from dxnet import sources
from dxnet.simulator import Service, serve
from tests.simulator import clients

OWNER, OTHER = "111122223333", "444455556666"
REGION = "us-east-1"
TYPE = "direct-connect-gateway"


class World:
    """A simulator over a socket or in the process, and boto3 clients of any account to it."""

    def __init__(self, url: str | None, service: Service) -> None:
        self.url, self.service = url, service

    def client(self, name: str, access_key: str = OWNER, token: str | None = None) -> Any:
        return clients.client(name, self.url, access_key, REGION, token)


@pytest.fixture(params=clients.WAYS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    service = Service({}, account=OWNER)
    with clients.running(service, request.param) as url:
        yield World(url, service)


@pytest.fixture
def slow() -> Iterator[tuple[World, list[float]]]:
    """A world in which each state takes a minute of a clock that `now` has."""
    now = [1_000_000.0]
    service = Service({}, account=OWNER, state_delay=60, clock=lambda: now[0])
    with serve(service) as url:
        yield World(url, service), now


def connection(world: World, access_key: str = OWNER) -> dict[str, Any]:
    order = {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "fake"}
    return dict(world.client("directconnect", access_key).create_connection(**order))


def private_vif(world: World, connection_id: str, **gateway: str) -> dict[str, Any]:
    wanted = {"virtualInterfaceName": "fake", "vlan": 101, "asn": 65000, **gateway}
    answer = world.client("directconnect").create_private_virtual_interface(
        connectionId=connection_id, newPrivateVirtualInterface=wanted
    )
    return dict(answer)


def virtual_gateway_states(world: World) -> dict[str, str]:
    gateways = world.client("directconnect").describe_virtual_gateways()["virtualGateways"]
    return {each["virtualGatewayId"]: each["virtualGatewayState"] for each in gateways}


@pytest.mark.parametrize("access_key", [OWNER, OTHER, "AKIAFAKE"])
def test_sts_names_the_account_that_direct_connect_acts_as(world: World, access_key: str) -> None:
    named = world.client("sts", access_key).get_caller_identity()["Account"]
    assert connection(world, access_key)["ownerAccount"] == named
    assert named == (access_key if access_key.isdigit() else OWNER)


def test_an_assumed_role_acts_in_its_own_account(world: World) -> None:
    role = f"arn:aws:iam::{OTHER}:role/net"
    answer = world.client("sts").assume_role(RoleArn=role, RoleSessionName="fake")["Credentials"]
    key = answer["AccessKeyId"], answer["SessionToken"]
    identity = world.client("sts", *key).get_caller_identity()
    assert identity["Account"] == OTHER
    assert identity["Arn"].endswith("assumed-role/net/fake")
    assert connection(world, key[0])["ownerAccount"] == OTHER


def test_dxnet_reports_the_account_of_a_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", OTHER)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake")
    with serve({}) as url:
        raw = sources.read(sources.Options("aws", endpoint_url=url, regions=(REGION,)))
    assert raw["dxnet"]["provenance"]["account"] == OTHER


def test_from_nothing_to_a_private_vif(world: World) -> None:
    ec2 = world.client("ec2")
    gateway = ec2.create_vpn_gateway(Type="ipsec.1", AmazonSideAsn=64999)["VpnGateway"]
    gateway_id = gateway["VpnGatewayId"]
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.attach_vpn_gateway(VpcId=vpc, VpnGatewayId=gateway_id)
    assert virtual_gateway_states(world) == {gateway_id: "available"}
    vif = private_vif(world, connection(world)["connectionId"], virtualGatewayId=gateway_id)
    assert (vif["virtualGatewayId"], vif["amazonSideAsn"]) == (gateway_id, 64999)


def test_a_gateway_belongs_to_its_account_and_region(world: World) -> None:
    world.client("ec2", OTHER).create_vpn_gateway(Type="ipsec.1")
    assert virtual_gateway_states(world) == {}


def test_a_vif_on_a_gateway_that_ec2_does_not_have_is_refused(world: World) -> None:
    connection_id = connection(world)["connectionId"]
    with pytest.raises(ClientError, match="vgw-12345678 does not exist"):
        private_vif(world, connection_id, virtualGatewayId="vgw-12345678")


def test_a_gateway_is_pending_and_deleting_for_a_while(slow: tuple[World, list[float]]) -> None:
    world, now = slow
    ec2 = world.client("ec2")
    gateway_id = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    states = [virtual_gateway_states(world)[gateway_id]]
    now[0] += 60
    states.append(virtual_gateway_states(world)[gateway_id])
    ec2.delete_vpn_gateway(VpnGatewayId=gateway_id)
    states.append(virtual_gateway_states(world)[gateway_id])
    now[0] += 60
    states.append(virtual_gateway_states(world)[gateway_id])
    assert states == ["pending", "available", "deleting", "deleted"]
    now[0] += 15 * 60
    assert virtual_gateway_states(world) == {}


def test_a_transit_gateway_must_be_there_to_be_associated(world: World) -> None:
    directconnect = world.client("directconnect")
    made = directconnect.create_direct_connect_gateway(
        directConnectGatewayName="fake", amazonSideAsn=64600
    )["directConnectGateway"]

    def associate(gateway_id: str) -> dict[str, Any]:
        answer = directconnect.create_direct_connect_gateway_association(
            directConnectGatewayId=made["directConnectGatewayId"],
            gatewayId=gateway_id,
            addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.0.0.0/16"}],
        )
        return dict(answer["directConnectGatewayAssociation"])

    with pytest.raises(ClientError, match="tgw-12345678 does not exist"):
        associate("tgw-12345678")
    ec2 = world.client("ec2")
    gateway_id = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    association = associate(gateway_id)
    assert association["associatedGateway"]["id"] == gateway_id
    with pytest.raises(ClientError, match="non-deleted DirectConnect Gateway Attachments"):
        ec2.delete_transit_gateway(TransitGatewayId=gateway_id)
    directconnect.delete_direct_connect_gateway_association(
        associationId=association["associationId"]
    )
    directconnect.describe_direct_connect_gateways()
    ec2.delete_transit_gateway(TransitGatewayId=gateway_id)
    with pytest.raises(ClientError, match=f"{gateway_id} does not exist"):
        associate(gateway_id)


def attachments(world: World, *filters: dict[str, Any]) -> list[dict[str, Any]]:
    answer = world.client("ec2").describe_transit_gateway_attachments(Filters=list(filters))
    return list(answer["TransitGatewayAttachments"])


def test_an_association_is_an_attachment_of_the_transit_gateway() -> None:
    now = [1_000_000.0]
    service = Service({}, account=OWNER, state_delay=60, clock=lambda: now[0])
    with serve(service) as url:
        world = World(url, service)
        ec2, directconnect = world.client("ec2"), world.client("directconnect")
        transit = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        made = directconnect.create_direct_connect_gateway(
            directConnectGatewayName="fake", amazonSideAsn=64600
        )["directConnectGateway"]["directConnectGatewayId"]
        association = directconnect.create_direct_connect_gateway_association(
            directConnectGatewayId=made,
            gatewayId=transit,
            addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.0.0.0/16"}],
        )["directConnectGatewayAssociation"]
        [first] = attachments(world)
        states = [first["State"]]
        now[0] += 60
        [attachment] = attachments(world, {"Name": "resource-type", "Values": [TYPE]})
        states.append(attachment["State"])
        assert attachment["CreationTime"] == first["CreationTime"]
        directconnect.delete_direct_connect_gateway_association(
            associationId=association["associationId"]
        )
        states += [each["State"] for each in attachments(world)]
        now[0] += 60
        assert attachments(world) == []
    assert states == ["pending", "available", "deleting"]
    assert {name: attachment[name] for name in ("ResourceId", "ResourceOwnerId")} == {
        "ResourceId": made,
        "ResourceOwnerId": OWNER,
    }
    assert attachment["TransitGatewayId"] == transit
    assert attachment["TransitGatewayAttachmentId"].startswith("tgw-attach-")
    assert attachment["Association"]["State"] == "associated"


def test_an_attachment_has_tags_and_is_no_vpcs(world: World) -> None:
    ec2, directconnect = world.client("ec2"), world.client("directconnect")
    transit = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    made = directconnect.create_direct_connect_gateway(directConnectGatewayName="fake")
    directconnect.create_direct_connect_gateway_association(
        directConnectGatewayId=made["directConnectGateway"]["directConnectGatewayId"],
        gatewayId=transit,
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.0.0.0/16"}],
    )
    [attachment] = attachments(world, {"Name": "transit-gateway-id", "Values": [transit]})
    attachment_id = attachment["TransitGatewayAttachmentId"]
    ec2.create_tags(Resources=[attachment_id], Tags=[{"Key": "team", "Value": "net"}])
    [tagged] = attachments(world)
    assert tagged["Tags"] == [{"Key": "team", "Value": "net"}]
    vpcs = ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
    peerings = ec2.describe_transit_gateway_peering_attachments()
    assert (vpcs, peerings["TransitGatewayPeeringAttachments"]) == ([], [])
    assert attachments(world, {"Name": "resource-type", "Values": ["vpc"]}) == []


def test_ec2_has_the_gateways_of_the_estate_and_again_after_a_reset() -> None:
    raw = {
        "virtualGateways": [
            {"virtualGatewayId": "vgw-0a1b2c3d", "virtualGatewayState": "available"},
            {"virtualGatewayId": "vgw-deleted1", "virtualGatewayState": "deleted"},
        ],
        "virtualInterfaces": [
            {"virtualInterfaceId": "dxvif-fake0001", "ownerAccount": OWNER, "region": REGION}
        ],
        "directConnectGatewayAssociations": [
            {
                "associationId": "fake",
                "associatedGateway": {
                    "id": "tgw-0a1b2c3d",
                    "type": "transitGateway",
                    "ownerAccount": OWNER,
                    "region": REGION,
                },
            }
        ],
    }
    service = Service(raw)
    with serve(service) as url:
        ec2 = World(url, service).client("ec2")
        for _ in range(2):
            gateways = ec2.describe_vpn_gateways()["VpnGateways"]
            assert [each["VpnGatewayId"] for each in gateways] == ["vgw-0a1b2c3d"]
            transit = ec2.describe_transit_gateways()["TransitGateways"]
            assert [each["TransitGatewayId"] for each in transit] == ["tgw-0a1b2c3d"]
            ec2.delete_vpn_gateway(VpnGatewayId="vgw-0a1b2c3d")
            service.reset()


def test_the_tagging_api_finds_what_direct_connect_tagged(world: World) -> None:
    directconnect = world.client("directconnect")
    connection_id = connection(world)["connectionId"]
    connection(world, OTHER)
    arn = f"arn:aws:directconnect:{REGION}:{OWNER}:dxcon/{connection_id}"
    directconnect.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "net"}])
    tagging = world.client("resourcegroupstaggingapi")
    wanted = [{"ResourceARN": arn, "Tags": [{"Key": "team", "Value": "net"}]}]
    filters = {"ResourceTypeFilters": ["directconnect"]}
    assert tagging.get_resources(**filters)["ResourceTagMappingList"] == wanted
    directconnect.delete_connection(connectionId=connection_id)
    assert tagging.get_resources()["ResourceTagMappingList"] == []
