"""The 2015 release, statement by statement: boto3 over a socket, from an estate that is empty.

Each test does what its name says with nothing loaded: ports are ordered, virtual gateways are
made by EC2, and time passes by the simulator's clock. The statements are those of the release:
https://awsapichanges.com/archive/service/directconnect/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from dxnet.simulator import Service, serve
from tests.simulator import clients

PARTNER, CUSTOMER, STRANGER = "111122223333", "444455556666", "777788889999"
REGION = "us-east-1"
STEP = 60.0
PRIVATE = {
    "virtualInterfaceName": "My VPC",
    "vlan": 101,
    "asn": 65000,
    "authKey": "FakeKey-2015",
    "amazonAddress": "192.168.1.1/30",
    "customerAddress": "192.168.1.2/30",
}
PUBLIC = {
    **PRIVATE,
    "amazonAddress": "203.0.113.1/30",
    "customerAddress": "203.0.113.2/30",
    "routeFilterPrefixes": [{"cidr": "198.51.100.0/25,198.51.100.128/25"}],
}


class World:
    """A simulator that starts empty; each change of state takes `STEP` seconds of its clock."""

    def __init__(self, url: str, service: Service) -> None:
        self._url, self._service = url, service

    def client(self, name: str, account: str) -> Any:
        return clients.client(name, self._url, account, REGION)

    def wait(self, steps: float = 1) -> None:
        self._service.advance_clock(steps * STEP)

    @property
    def partner(self) -> Any:
        return self.client("directconnect", PARTNER)

    @property
    def customer(self) -> Any:
        return self.client("directconnect", CUSTOMER)

    def port(self) -> dict[str, str]:
        location = self.customer.describe_locations()["locations"][0]["locationCode"]
        return {"location": location, "bandwidth": "1Gbps"}

    def interconnect(self) -> str:
        order = {"interconnectName": "1G Interconnect to AWS", **self.port()}
        interconnect_id = self.partner.create_interconnect(**order)["interconnectId"]
        self.wait(3)
        return str(interconnect_id)

    def connection(self, account: str = CUSTOMER) -> str:
        order = {"connectionName": "My Connection to AWS", **self.port()}
        client = self.client("directconnect", account)
        connection_id = client.create_connection(**order)["connectionId"]
        self.wait(3)
        return str(connection_id)

    def hosted(self, interconnect_id: str) -> str:
        made = self.partner.allocate_connection_on_interconnect(
            bandwidth="500Mbps",
            connectionName="500M Connection to AWS",
            ownerAccount=CUSTOMER,
            interconnectId=interconnect_id,
            vlan=101,
        )
        return str(made["connectionId"])

    def gateway(self) -> str:
        ec2 = self.client("ec2", CUSTOMER)
        gateway_id = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        self.wait(2)
        return str(gateway_id)


@pytest.fixture
def world() -> Iterator[World]:
    service = Service({}, account=PARTNER, state_delay=STEP)
    with serve(service) as url:
        yield World(url, service)


def refused(call: Any, **parameters: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    assert caught.value.response["Error"]["Code"] == "DirectConnectClientException"
    return str(caught.value.response["Error"]["Message"])


def state_of(client: Any, kind: str, object_id: str) -> str:
    """The state that a describe operation gives of one object."""
    plural = {"virtual_interface": "virtualInterfaces"}.get(kind, f"{kind}s")
    member = plural[:-1]
    call = getattr(client, f"describe_{kind}s")
    (record,) = call(**{f"{member}Id": object_id})[plural]
    return str(record[f"{member}State"])


def states(world: World, client: Any, kind: str, object_id: str, steps: int) -> list[str]:
    """The states that an object goes through, each named once."""
    passed = [state_of(client, kind, object_id)]
    for _ in range(steps):
        world.wait()
        passed.append(state_of(client, kind, object_id))
    return list(dict.fromkeys(passed))


def test_an_empty_estate_answers_every_list_and_every_list_is_empty(world: World) -> None:
    for client in (world.partner, world.customer):
        assert client.describe_interconnects()["interconnects"] == []
        assert client.describe_connections()["connections"] == []
        assert client.describe_virtual_interfaces()["virtualInterfaces"] == []
        assert client.describe_virtual_gateways()["virtualGateways"] == []
    assert world.customer.describe_locations()["locations"]


def test_an_interconnect_is_requested_then_pending_then_available(world: World) -> None:
    made = world.partner.create_interconnect(interconnectName="edge", **world.port())
    passed = states(world, world.partner, "interconnect", made["interconnectId"], 4)
    assert passed == ["requested", "pending", "available"]


def test_a_standard_connection_is_requested_then_pending_then_available(world: World) -> None:
    made = world.customer.create_connection(connectionName="core", **world.port())
    passed = states(world, world.customer, "connection", made["connectionId"], 4)
    assert passed == ["requested", "pending", "available"]


def test_only_its_owner_sees_an_interconnect_and_one_is_asked_for_by_id(world: World) -> None:
    first, second = world.interconnect(), world.interconnect()
    described = world.partner.describe_interconnects()["interconnects"]
    assert [each["interconnectId"] for each in described] == [first, second]
    (one,) = world.partner.describe_interconnects(interconnectId=second)["interconnects"]
    assert (one["interconnectId"], one["bandwidth"]) == (second, "1Gbps")
    assert world.customer.describe_interconnects()["interconnects"] == []


def test_a_hosted_connection_stays_ordering_until_its_owner_confirms_it(world: World) -> None:
    hosted = world.hosted(world.interconnect())
    assert states(world, world.customer, "connection", hosted, 5) == ["ordering"]
    for account in (PARTNER, STRANGER):
        refused(world.client("directconnect", account).confirm_connection, connectionId=hosted)
    answer = world.customer.confirm_connection(connectionId=hosted)
    assert answer["connectionState"] == "pending"
    assert states(world, world.customer, "connection", hosted, 2) == ["pending", "available"]


def test_a_hosted_connection_that_its_owner_deletes_while_ordering_is_rejected(
    world: World,
) -> None:
    hosted = world.hosted(world.interconnect())
    world.customer.delete_connection(connectionId=hosted)
    assert states(world, world.customer, "connection", hosted, 2)[-1] == "rejected"


def test_an_interconnect_lists_the_connections_provisioned_on_it(world: World) -> None:
    first, second = world.interconnect(), world.interconnect()
    hosted = world.hosted(first)
    on = world.partner.describe_connections_on_interconnect
    (one,) = on(interconnectId=first)["connections"]
    assert (one["connectionId"], one["vlan"], one["bandwidth"]) == (hosted, 101, "500Mbps")
    assert one["ownerAccount"] == CUSTOMER
    assert on(interconnectId=second)["connections"] == []


def test_hosted_connections_share_their_interconnects_vlans(world: World) -> None:
    interconnect = world.interconnect()
    world.hosted(interconnect)
    assert "101" in refused(
        world.partner.allocate_connection_on_interconnect,
        bandwidth="500Mbps",
        connectionName="again",
        ownerAccount=STRANGER,
        interconnectId=interconnect,
        vlan=101,
    )


def test_a_vif_on_a_hosted_connection_uses_the_vlan_that_the_partner_assigned(
    world: World,
) -> None:
    hosted, gateway = world.hosted(world.interconnect()), world.gateway()
    world.customer.confirm_connection(connectionId=hosted)
    world.wait(2)
    wrong = {**PRIVATE, "vlan": 102, "virtualGatewayId": gateway}
    create = world.customer.create_private_virtual_interface
    assert "101" in refused(create, connectionId=hosted, newPrivateVirtualInterface=wrong)
    right = {**PRIVATE, "virtualGatewayId": gateway}
    made = create(connectionId=hosted, newPrivateVirtualInterface=right)
    assert (made["vlan"], made["virtualInterfaceState"]) == (101, "pending")


def test_a_virtual_gateway_is_pending_then_available_and_deleting_then_deleted(
    world: World,
) -> None:
    ec2 = world.client("ec2", CUSTOMER)

    def seen() -> list[str]:
        listed = world.customer.describe_virtual_gateways()["virtualGateways"]
        return [each["virtualGatewayState"] for each in listed]

    gateway_id = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    passed = seen()
    world.wait(2)
    passed += seen()
    ec2.delete_vpn_gateway(VpnGatewayId=gateway_id)
    passed += seen()
    world.wait(2)
    passed += seen()
    assert passed == ["pending", "available", "deleting", "deleted"]


def test_a_private_vif_is_pending_then_available_with_all_that_was_asked_for(
    world: World,
) -> None:
    connection, gateway = world.connection(), world.gateway()
    made = world.customer.create_private_virtual_interface(
        connectionId=connection,
        newPrivateVirtualInterface={**PRIVATE, "virtualGatewayId": gateway},
    )
    assert made.items() >= {**PRIVATE, "virtualGatewayId": gateway}.items()
    assert made["virtualInterfaceType"] == "private"
    assert "<" in made["customerRouterConfig"]
    vif_id = made["virtualInterfaceId"]
    passed = states(world, world.customer, "virtual_interface", vif_id, 2)
    assert passed == ["pending", "available"]


def test_a_public_vif_is_verifying_then_pending_then_available(world: World) -> None:
    made = world.customer.create_public_virtual_interface(
        connectionId=world.connection(), newPublicVirtualInterface=PUBLIC
    )
    cidrs = [each["cidr"] for each in made["routeFilterPrefixes"]]
    assert cidrs == ["198.51.100.0/25", "198.51.100.128/25"]
    vif_id = made["virtualInterfaceId"]
    passed = states(world, world.customer, "virtual_interface", vif_id, 3)
    assert passed == ["verifying", "pending", "available"]


@pytest.mark.parametrize("kind", ["private", "public"])
def test_a_vif_for_another_account_is_confirming_until_its_owner_confirms_it(
    world: World, kind: str
) -> None:
    word, fields = kind.capitalize(), PRIVATE if kind == "private" else PUBLIC
    made = getattr(world.partner, f"allocate_{kind}_virtual_interface")(
        connectionId=world.connection(PARTNER),
        ownerAccount=CUSTOMER,
        **{f"new{word}VirtualInterfaceAllocation": fields},
    )
    vif_id = made["virtualInterfaceId"]
    for client in (world.partner, world.customer):
        assert states(world, client, "virtual_interface", vif_id, 3) == ["confirming"]
    onto = {"virtualGatewayId": world.gateway()} if kind == "private" else {}
    confirm = f"confirm_{kind}_virtual_interface"
    refused(getattr(world.partner, confirm), virtualInterfaceId=vif_id, **onto)
    getattr(world.customer, confirm)(virtualInterfaceId=vif_id, **onto)
    passed = states(world, world.customer, "virtual_interface", vif_id, 3)
    assert (
        passed
        == {
            "private": ["pending", "available"],
            "public": ["verifying", "pending", "available"],
        }[kind]
    )


def test_a_vif_that_its_owner_deletes_while_confirming_is_rejected(world: World) -> None:
    made = world.partner.allocate_private_virtual_interface(
        connectionId=world.connection(PARTNER),
        ownerAccount=CUSTOMER,
        newPrivateVirtualInterfaceAllocation=PRIVATE,
    )
    vif_id = made["virtualInterfaceId"]
    world.customer.delete_virtual_interface(virtualInterfaceId=vif_id)
    assert states(world, world.partner, "virtual_interface", vif_id, 2)[-1] == "rejected"


def test_a_deleted_vif_is_listed_for_15_minutes_more(world: World) -> None:
    made = world.customer.create_public_virtual_interface(
        connectionId=world.connection(), newPublicVirtualInterface=PUBLIC
    )
    vif_id = made["virtualInterfaceId"]
    world.wait(3)
    answer = world.customer.delete_virtual_interface(virtualInterfaceId=vif_id)
    assert answer["virtualInterfaceState"] == "deleting"
    world.wait(2)
    assert state_of(world.customer, "virtual_interface", vif_id) == "deleted"
    world.wait(20)
    assert world.customer.describe_virtual_interfaces()["virtualInterfaces"] == []


def test_vifs_are_listed_all_or_of_one_connection_or_one(world: World) -> None:
    first, second, gateway = world.connection(), world.connection(), world.gateway()
    create = world.customer.create_private_virtual_interface
    fields = {**PRIVATE, "virtualGatewayId": gateway}
    ids = [
        create(connectionId=each, newPrivateVirtualInterface=fields)["virtualInterfaceId"]
        for each in (first, second)
    ]

    def listed(**only: str) -> list[str]:
        answer = world.customer.describe_virtual_interfaces(**only)["virtualInterfaces"]
        return [each["virtualInterfaceId"] for each in answer]

    assert listed() == ids
    assert listed(connectionId=first) == ids[:1]
    assert listed(virtualInterfaceId=ids[1]) == ids[1:]


def test_deleting_a_port_goes_through_deleting_to_deleted(world: World) -> None:
    connection, interconnect = world.connection(), world.interconnect()
    world.customer.delete_connection(connectionId=connection)
    passed = states(world, world.customer, "connection", connection, 2)
    assert passed == ["deleting", "deleted"]
    world.partner.delete_interconnect(interconnectId=interconnect)
    passed = states(world, world.partner, "interconnect", interconnect, 2)
    assert passed == ["deleting", "deleted"]


def test_a_port_can_be_ordered_at_each_location_of_the_list(world: World) -> None:
    for location in world.customer.describe_locations()["locations"]:
        assert location["locationName"]
        order = {"location": location["locationCode"], "bandwidth": "1Gbps"}
        made = world.customer.create_connection(connectionName="core", **order)
        assert made["location"] == location["locationCode"]
