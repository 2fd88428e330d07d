"""The 19 operations of the 2015 release in its text's order: what other tests do not show of it.

https://awsapichanges.com/archive/service/directconnect/
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import World

CUSTOMER, PARTNER, STRANGER = "111122223333", "444455556666", "777788889999"
INTERCONNECT = {f"interconnect{name}" for name in ("Id", "Name", "State")} | {
    *("region", "location", "bandwidth"),
}
CONNECTION = {f"connection{name}" for name in ("Id", "Name", "State")} | {
    *("ownerAccount", "region", "location", "bandwidth"),
}
HOSTED_CONNECTION = CONNECTION | {"vlan", "partnerName"}
VIF = {f"virtualInterface{name}" for name in ("Id", "Name", "State", "Type")} | {
    *("ownerAccount", "location", "connectionId", "vlan", "asn", "authKey", "amazonAddress"),
    *("customerAddress", "customerRouterConfig", "virtualGatewayId", "routeFilterPrefixes"),
}
PORT = {"location": "EqSV5", "bandwidth": "1Gbps"}
PRIVATE: dict[str, Any] = {
    "virtualInterfaceName": "My VPC",
    "vlan": 101,
    "asn": 65000,
    "authKey": "asdf34example",
    "amazonAddress": "192.168.1.1/30",
    "customerAddress": "192.168.1.2/30",
}
PUBLIC = {
    **PRIVATE,
    "amazonAddress": "203.0.113.1/30",
    "customerAddress": "203.0.113.2/30",
    "routeFilterPrefixes": [{"cidr": "198.51.100.0/25,198.51.100.128/25"}],
}
GATEWAYS = [
    {"virtualGatewayId": f"vgw-{state}", "virtualGatewayState": state, "ownerAccount": CUSTOMER}
    for state in ("pending", "available", "deleting", "deleted")
]
LOCATION = {"locationCode": "EqSV5", "locationName": "San Jose", "region": "us-east-1"}


@pytest.fixture
def here(world: type[World]) -> World:
    return world({"virtualGateways": GATEWAYS, "locations": [LOCATION]}, state_delay=60)


def refused(text: str) -> AbstractContextManager[pytest.ExceptionInfo[ServiceError]]:
    return pytest.raises(ServiceError, match=text)


def interconnect(here: World) -> str:
    answer = here.partner("CreateInterconnect", interconnectName="1G Interconnect to AWS", **PORT)
    return str(answer["interconnectId"])


def connection(here: World, account: str = "customer") -> str:
    answer = getattr(here, account)("CreateConnection", connectionName="core", **PORT)
    return str(answer["connectionId"])


def hosted(here: World, interconnect_id: str, **changes: Any) -> dict[str, Any]:
    order = {
        "bandwidth": "500Mbps",
        "connectionName": "500M Connection to AWS",
        "ownerAccount": CUSTOMER,
        "vlan": 101,
    }
    order |= {"interconnectId": interconnect_id, **changes}
    here.wait(120)
    return here.partner("AllocateConnectionOnInterconnect", **order)


def private(here: World, connection_id: str, gateway_id: str = "vgw-available") -> dict[str, Any]:
    here.wait(120)
    return here.customer(
        "CreatePrivateVirtualInterface",
        connectionId=connection_id,
        newPrivateVirtualInterface={**PRIVATE, "virtualGatewayId": gateway_id},
    )


def allocated(
    here: World, connection_id: str, kind: str = "Private", **fields: Any
) -> dict[str, Any]:
    here.wait(120)
    return here.partner(
        f"Allocate{kind}VirtualInterface",
        connectionId=connection_id,
        ownerAccount=CUSTOMER,
        **{f"new{kind}VirtualInterfaceAllocation": fields},
    )


def test_interconnects_are_described_to_their_owner_all_or_one(here: World) -> None:
    ids = [interconnect(here) for _ in range(2)]
    found = here.partner("DescribeInterconnects")["interconnects"]
    assert [each["interconnectId"] for each in found] == ids
    (one,) = here.partner("DescribeInterconnects", interconnectId=ids[1])["interconnects"]
    assert set(one) >= INTERCONNECT
    assert (one["location"], one["bandwidth"], one["region"]) == ("EqSV5", "1Gbps", "us-east-1")
    assert here.customer("DescribeInterconnects") == {"interconnects": []}


def test_connections_on_an_interconnect_are_those_provisioned_on_it(here: World) -> None:
    first, second = interconnect(here), interconnect(here)
    made = hosted(here, first)
    on = "DescribeConnectionsOnInterconnect"
    assert here.partner(on, interconnectId=first) == {"connections": [made]}
    assert here.partner(on, interconnectId=second) == {"connections": []}
    with refused("Could not find Interconnect"):
        here.customer(on, interconnectId=first)


def test_virtual_gateways_are_described_in_every_state(here: World) -> None:
    found = here.customer("DescribeVirtualGateways")["virtualGateways"]
    assert sorted(each["virtualGatewayState"] for each in found) == [
        *("available", "deleted", "deleting", "pending"),
    ]
    assert all(set(each) == {"virtualGatewayId", "virtualGatewayState"} for each in found)


def test_a_hosted_connection_has_the_place_of_its_interconnect_and_its_own_order(
    here: World,
) -> None:
    made = hosted(here, interconnect(here))
    assert set(made) >= HOSTED_CONNECTION
    assert (made["ownerAccount"], made["vlan"], made["bandwidth"]) == (CUSTOMER, 101, "500Mbps")
    assert (made["location"], made["region"]) == ("EqSV5", "us-east-1")
    assert made["partnerName"] == "1G Interconnect to AWS"
    assert made["connectionState"] == "ordering"


def test_a_new_connection_is_its_creators(here: World) -> None:
    made = here.customer("CreateConnection", connectionName="My Connection to AWS", **PORT)
    assert set(made) >= CONNECTION
    assert (made["ownerAccount"], made["connectionName"]) == (CUSTOMER, "My Connection to AWS")


def test_a_public_vif_is_answered_with_all_15_fields(here: World) -> None:
    connection_id = connection(here)
    here.wait(120)
    made = here.customer(
        "CreatePublicVirtualInterface",
        connectionId=connection_id,
        newPublicVirtualInterface=PUBLIC,
    )
    assert set(made) >= VIF
    assert (made["virtualInterfaceType"], made["virtualInterfaceState"]) == ("public", "verifying")
    assert (made["location"], made["virtualGatewayId"]) == ("EqSV5", "")
    cidrs = [prefix["cidr"] for prefix in made["routeFilterPrefixes"]]
    assert cidrs == ["198.51.100.0/25", "198.51.100.128/25"]


def test_all_connections_of_the_region_are_described_or_one(here: World) -> None:
    own = connection(here)
    theirs = hosted(here, interconnect(here))["connectionId"]
    found = here.customer("DescribeConnections")["connections"]
    assert [each["connectionId"] for each in found] == [own, theirs]
    (one,) = here.customer("DescribeConnections", connectionId=theirs)["connections"]
    assert one["connectionState"] == "ordering"
    there = here.account(CUSTOMER, "eu-west-1")
    assert there("DescribeConnections") == {"connections": []}
    with refused("Could not find Connection"):
        there("DescribeConnections", connectionId=own)


def test_deleting_an_interconnect_goes_through_deleting_to_deleted(here: World) -> None:
    own = {"interconnectId": interconnect(here)}
    with refused("Could not find Interconnect"):
        here.customer("DeleteInterconnect", **own)
    assert here.partner("DeleteInterconnect", **own) == {"interconnectState": "deleting"}
    here.wait(60)
    (found,) = here.partner("DescribeInterconnects", **own)["interconnects"]
    assert found["interconnectState"] == "deleted"


def test_deleting_a_connection_answers_the_whole_connection(here: World) -> None:
    own = {"connectionId": connection(here)}
    answer = here.customer("DeleteConnection", **own)
    assert set(answer) >= CONNECTION
    assert answer["connectionState"] == "deleting"
    here.wait(60)
    (found,) = here.customer("DescribeConnections", **own)["connections"]
    assert found["connectionState"] == "deleted"


def test_a_private_vif_is_answered_with_all_15_fields(here: World) -> None:
    connection_id = connection(here)
    made = private(here, connection_id)
    assert set(made) >= VIF
    assert made.items() >= PRIVATE.items()
    assert (made["connectionId"], made["virtualGatewayId"]) == (connection_id, "vgw-available")
    assert (made["virtualInterfaceType"], made["routeFilterPrefixes"]) == ("private", [])


@pytest.mark.parametrize("state", ["pending", "deleting", "deleted"])
def test_only_an_available_virtual_gateway_is_ready_for_a_private_vif(
    here: World, state: str
) -> None:
    with refused(f"vgw-{state}"):
        private(here, connection(here), f"vgw-{state}")
    made = allocated(here, connection(here, "partner"), **PRIVATE)
    with refused(f"vgw-{state}"):
        here.customer(
            "ConfirmPrivateVirtualInterface",
            virtualInterfaceId=made["virtualInterfaceId"],
            virtualGatewayId=f"vgw-{state}",
        )


def test_a_confirmed_private_vif_is_attached_and_becomes_available(here: World) -> None:
    made = allocated(here, connection(here, "partner"), **PRIVATE)
    own = {"virtualInterfaceId": made["virtualInterfaceId"]}
    onto = {"virtualGatewayId": "vgw-available"}
    answer = here.customer("ConfirmPrivateVirtualInterface", **own, **onto)
    assert answer == {"virtualInterfaceState": "pending"}
    here.wait(60)
    (found,) = here.customer("DescribeVirtualInterfaces", **own)["virtualInterfaces"]
    assert found["virtualInterfaceState"] == "available"
    assert found["virtualGatewayId"] == "vgw-available"


@pytest.mark.parametrize(("kind", "fields"), [("Private", PRIVATE), ("Public", PUBLIC)])
def test_an_allocated_vif_is_answered_with_all_15_fields(
    here: World, kind: str, fields: dict[str, Any]
) -> None:
    made = allocated(here, connection(here, "partner"), kind, **fields)
    assert set(made) >= VIF
    assert (made["ownerAccount"], made["virtualInterfaceState"]) == (CUSTOMER, "confirming")
    assert (made["virtualInterfaceType"], made["virtualGatewayId"]) == (kind.lower(), "")


@pytest.mark.parametrize("given", ["amazonAddress", "customerAddress", "routeFilterPrefixes"])
def test_a_public_vif_has_its_addresses_and_prefixes_from_the_request(
    here: World, given: str
) -> None:
    fields = {name: value for name, value in PUBLIC.items() if name != given}
    with refused("must both be specified|route filter prefixes are required"):
        allocated(here, connection(here, "partner"), "Public", **fields)


def test_a_confirmed_public_vif_is_verifying_pending_available(here: World) -> None:
    made = allocated(here, connection(here, "partner"), "Public", **PUBLIC)
    own = {"virtualInterfaceId": made["virtualInterfaceId"]}
    states = [here.customer("ConfirmPublicVirtualInterface", **own)["virtualInterfaceState"]]
    for _ in range(2):
        here.wait(60)
        (found,) = here.customer("DescribeVirtualInterfaces", **own)["virtualInterfaces"]
        states.append(found["virtualInterfaceState"])
    assert states == ["verifying", "pending", "available"]


def test_vifs_are_described_all_or_of_a_connection_or_one(here: World) -> None:
    first, second = connection(here), connection(here)
    one, other = private(here, first), private(here, second)
    ask = "DescribeVirtualInterfaces"

    def found(**filters: str) -> list[str]:
        answer = here.customer(ask, **filters)["virtualInterfaces"]
        return [vif["virtualInterfaceId"] for vif in answer]

    ids = [one["virtualInterfaceId"], other["virtualInterfaceId"]]
    assert found() == ids
    assert found(connectionId=first) == ids[:1]
    assert found(virtualInterfaceId=ids[1]) == ids[1:]
    assert found(connectionId=first, virtualInterfaceId=ids[1]) == []
    assert found(connectionId="dxcon-unknown1") == []


def test_only_the_owner_of_a_hosted_connection_confirms_it(here: World) -> None:
    own = {"connectionId": hosted(here, interconnect(here))["connectionId"]}
    for account in (here.partner, here.account(STRANGER)):
        with refused("Could not find Connection"):
            account("ConfirmConnection", **own)
    assert here.customer("ConfirmConnection", **own) == {"connectionState": "pending"}


def test_a_hosted_connection_carries_a_vif_once_it_is_confirmed(here: World) -> None:
    connection_id = hosted(here, interconnect(here))["connectionId"]
    with refused("is in state ordering"):
        private(here, connection_id)
    here.customer("ConfirmConnection", connectionId=connection_id)
    assert private(here, connection_id)["vlan"] == 101


def test_a_location_of_the_list_is_where_ports_can_be_ordered(here: World) -> None:
    (found,) = here.customer("DescribeLocations")["locations"]
    assert found.items() >= {"locationCode": "EqSV5", "locationName": "San Jose"}.items()
    with refused("Location EqDC2 does not exist"):
        here.partner(
            "CreateInterconnect", interconnectName="x", bandwidth="1Gbps", location="EqDC2"
        )


def test_a_new_interconnect_is_requested(here: World) -> None:
    made = here.partner("CreateInterconnect", interconnectName="x", **PORT)
    assert set(made) >= INTERCONNECT
    assert made["interconnectState"] == "requested"


def test_a_deleted_vif_is_deleting_until_it_forwards_no_more(here: World) -> None:
    own = {"virtualInterfaceId": private(here, connection(here))["virtualInterfaceId"]}
    here.wait(60)
    assert here.customer("DeleteVirtualInterface", **own) == {"virtualInterfaceState": "deleting"}
    here.wait(60)
    (found,) = here.customer("DescribeVirtualInterfaces", **own)["virtualInterfaces"]
    assert found["virtualInterfaceState"] == "deleted"
