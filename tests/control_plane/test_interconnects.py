"""Interconnects and the hosted connections that stand on them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import Account, MakeVifs, World

CUSTOMER = "111122223333"
ORDER = {"interconnectName": "port", "bandwidth": "10Gbps", "location": "EqDC2"}
ALL_FIELDS = {
    *("interconnectId", "interconnectName", "interconnectState", "region", "location"),
    *("bandwidth", "lagId", "awsDevice", "jumboFrameCapable", "awsDeviceV2"),
    *("awsLogicalDeviceId", "hasLogicalRedundancy", "tags", "providerName", "macSecCapable"),
    *("portEncryptionStatus", "encryptionMode", "macSecKeys"),
}


def refused(
    text: str, code: str = "DirectConnectClientException"
) -> AbstractContextManager[pytest.ExceptionInfo[ServiceError]]:
    return pytest.raises(ServiceError, match=f"^{code}: .*{text}")


def interconnect(here: World, **order: Any) -> str:
    return str(here.partner("CreateInterconnect", **{**ORDER, **order})["interconnectId"])


def hosted(here: World, host_id: str, vlan: int = 101, **changes: Any) -> dict[str, Any]:
    order = {"bandwidth": "500Mbps", "connectionName": "hosted", "ownerAccount": CUSTOMER}
    request = {**order, "connectionId": host_id, "vlan": vlan, **changes}
    return here.partner("AllocateHostedConnection", **request)


def state(account: Account, connection_id: str) -> str:
    (found,) = account("DescribeConnections", connectionId=connection_id)["connections"]
    return str(found["connectionState"])


def test_an_interconnect_is_requested_then_pending_then_available(world: type[World]) -> None:
    here = world({}, state_delay=None)
    seen = [here.partner("CreateInterconnect", **ORDER)["interconnectState"]]
    while here.estate.advance():
        (found,) = here.partner("DescribeInterconnects")["interconnects"]
        seen.append(found["interconnectState"])
    assert seen == ["requested", "pending", "available"]


def test_a_new_interconnect_answers_every_field_of_the_api(world: type[World]) -> None:
    here = world({})
    lag = {"numberOfConnections": 1, "connectionsBandwidth": "10Gbps", "location": "EqDC2"}
    lag_id = here.partner("CreateLag", lagName="bundle", **lag)["lagId"]
    tags = [{"key": "site", "value": "A"}]
    made = here.partner(
        "CreateInterconnect", **ORDER, lagId=lag_id, tags=tags, providerName="Example Net"
    )
    assert set(made) == ALL_FIELDS
    assert (made["lagId"], made["tags"], made["providerName"]) == (lag_id, tags, "Example Net")


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"key": "a"}, {"key": "a"}], "DuplicateTagKeysException"),
        ([{"key": str(number)} for number in range(51)], "TooManyTagsException"),
        ([{"key": "a\n"}], "DirectConnectClientException"),
        ([{"key": "aws:a"}], "DirectConnectClientException"),
    ],
)
def test_wrong_tags_are_refused_by_their_own_codes(
    world: type[World], tags: list[dict[str, str]], code: str
) -> None:
    here = world({})
    with refused("tag", code):
        here.partner("CreateInterconnect", **ORDER, tags=tags)
    assert here.partner("DescribeInterconnects")["interconnects"] == []


def test_an_interconnect_has_the_speeds_of_interconnects(world: type[World]) -> None:
    with refused("1Gbps, 10Gbps, 100Gbps"):
        interconnect(world({}), bandwidth="400Gbps")


def test_a_hosted_connection_is_ordering_until_its_owner_confirms(world: type[World]) -> None:
    here = world({}, state_delay=60)
    host_id = interconnect(here)
    here.wait(120)
    made = hosted(here, host_id)
    assert (made["connectionState"], made["vlan"]) == ("ordering", 101)
    connection_id = made["connectionId"]
    here.wait(10_000)
    assert state(here.customer, connection_id) == "ordering"
    with refused("Could not find Connection"):
        here.partner("ConfirmConnection", connectionId=connection_id)
    answer = here.customer("ConfirmConnection", connectionId=connection_id)
    assert answer == {"connectionState": "pending"}
    here.wait(60)
    assert state(here.customer, connection_id) == "available"
    with refused("ConfirmConnection failed"):
        here.customer("ConfirmConnection", connectionId=connection_id)


def test_a_hosted_connection_that_its_owner_deletes_while_ordering_is_rejected(
    world: type[World],
) -> None:
    here = world({})
    interconnect_id = interconnect(here)
    first, second = (hosted(here, interconnect_id, vlan)["connectionId"] for vlan in (101, 102))
    answer = here.customer("DeleteConnection", connectionId=first)
    assert answer["connectionState"] == "rejected"
    answer = here.partner("DeleteConnection", connectionId=second)
    assert answer["connectionState"] == "deleted"


def test_a_vlan_is_used_once_on_an_interconnect_and_again_when_it_is_free(
    world: type[World],
) -> None:
    here = world({})
    interconnect_id = interconnect(here)
    first = hosted(here, interconnect_id)
    with refused("Vlan 101 is already in use"):
        hosted(here, interconnect_id)
    hosted(here, interconnect(here))
    here.customer("DeleteConnection", connectionId=first["connectionId"])
    hosted(here, interconnect_id)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"vlan": 0}, "Vlan must be between 1 and 4094"),
        ({"vlan": 4095}, "Vlan must be between 1 and 4094"),
        ({"ownerAccount": "x"}, "12-digit account ID"),
        ({"bandwidth": "51Mbps"}, "Bandwidth must be one of"),
        ({"connectionId": "dxcon-x"}, "Could not find Interconnect with ID dxcon-x"),
    ],
)
def test_a_wrong_allocation_is_refused(
    world: type[World], wrong: dict[str, Any], text: str
) -> None:
    here = world({})
    with refused(text):
        hosted(here, interconnect(here), **wrong)
    assert here.customer("DescribeConnections")["connections"] == []


def test_the_operation_of_2015_allocates_too(world: type[World]) -> None:
    here = world({})
    interconnect_id = interconnect(here, providerName="Example Net")
    order = {"bandwidth": "50Mbps", "connectionName": "h", "ownerAccount": CUSTOMER, "vlan": 7}
    made = here.partner("AllocateConnectionOnInterconnect", interconnectId=interconnect_id, **order)
    assert made["partnerName"] == "Example Net"
    listed = here.partner("DescribeConnectionsOnInterconnect", interconnectId=interconnect_id)
    assert listed["connections"] == [made]


def test_25_gigabits_are_allocated_by_todays_operation_alone(world: type[World]) -> None:
    here = world({})
    interconnect_id = interconnect(here, bandwidth="100Gbps")
    order = {"bandwidth": "25Gbps", "connectionName": "h", "ownerAccount": CUSTOMER, "vlan": 7}
    with refused("Bandwidth must be one of"):
        here.partner("AllocateConnectionOnInterconnect", interconnectId=interconnect_id, **order)
    assert hosted(here, interconnect_id, bandwidth="25Gbps")["bandwidth"] == "25Gbps"


def test_an_interconnect_is_not_deleted_while_hosted_connections_stand_on_it(
    world: type[World],
) -> None:
    here = world({})
    interconnect_id = interconnect(here)
    connection = hosted(here, interconnect_id)
    with refused("has hosted connections"):
        here.partner("DeleteInterconnect", interconnectId=interconnect_id)
    here.customer("DeleteConnection", connectionId=connection["connectionId"])
    answer = here.partner("DeleteInterconnect", interconnectId=interconnect_id)
    assert answer == {"interconnectState": "deleted"}


def test_a_hosted_connection_moves_to_another_interconnect_unless_its_vlan_is_taken(
    world: type[World],
) -> None:
    here = world({})
    first, second = interconnect(here), interconnect(here)
    moving = {"connectionId": hosted(here, first)["connectionId"], "parentConnectionId": second}
    blocking = hosted(here, second)["connectionId"]
    with refused("Vlan 101 is already in use"):
        here.partner("AssociateHostedConnection", **moving)
    here.customer("DeleteConnection", connectionId=blocking)
    here.partner("AssociateHostedConnection", **moving)
    here.partner("DeleteInterconnect", interconnectId=first)
    with refused("Could not find"):
        here.customer("AssociateHostedConnection", **moving)


def test_a_hosted_connection_does_not_move_to_where_its_addresses_are_used(
    world: type[World], vifs: MakeVifs
) -> None:
    here = world({})
    first, second = interconnect(here), interconnect(here)
    moving = hosted(here, first, vlan=101)["connectionId"]
    staying = hosted(here, second, vlan=102)["connectionId"]
    for vif, connection_id in zip(
        vifs(2, amazonAddress="169.254.0.1/30", customerAddress="169.254.0.2/30"),
        (moving, staying),
        strict=True,
    ):
        here.estate.put("virtualInterfaces", {**vif, "connectionId": connection_id})
    with refused("169.254.0.1"):
        here.partner("AssociateHostedConnection", connectionId=moving, parentConnectionId=second)


def test_a_hosted_connection_is_down_while_it_moves_and_takes_its_vifs_along(
    world: type[World], vifs: MakeVifs
) -> None:
    here = world({}, state_delay=60)
    first, second = interconnect(here), interconnect(here, location="EqLD5", requestMACSec=True)
    here.wait(120)
    made = hosted(here, first)
    assert made["partnerInterconnectMacSecCapable"] is False
    own = {"connectionId": made["connectionId"]}
    here.customer("ConfirmConnection", **own)
    here.wait(60)
    here.customer("DescribeConnections")
    here.estate.put(
        "virtualInterfaces", {**vifs(1, bgpPeers=[{"bgpPeerId": "dxpeer-1"}])[0], **own}
    )
    moved = here.partner("AssociateHostedConnection", **own, parentConnectionId=second)
    assert moved["partnerInterconnectMacSecCapable"] is True
    assert (moved["connectionState"], moved["location"]) == ("down", "EqLD5")
    (vif,) = here.customer("DescribeVirtualInterfaces")["virtualInterfaces"]
    assert vif["location"] == "EqLD5"
    devices = {each["awsDeviceV2"] for each in (moved, vif, *vif["bgpPeers"])}
    assert len(devices) == 1
    here.wait(60)
    assert state(here.customer, made["connectionId"]) == "available"


def test_a_vif_stands_on_a_hosted_connection_on_a_lag(world: type[World]) -> None:
    here = world({"virtualGateways": [{"virtualGatewayId": "vgw-1", "ownerAccount": CUSTOMER}]})
    order = {"connectionsBandwidth": "10Gbps", "location": "EqDC2", "lagName": "bundle"}
    member = interconnect(here)
    lag = here.partner("CreateLag", numberOfConnections=1, connectionId=member, **order)
    connection_id = hosted(here, lag["lagId"])["connectionId"]
    here.customer("ConfirmConnection", connectionId=connection_id)
    vif = {"virtualInterfaceName": "blue", "vlan": 101, "asn": 65001, "virtualGatewayId": "vgw-1"}
    made = here.customer(
        "CreatePrivateVirtualInterface",
        connectionId=connection_id,
        newPrivateVirtualInterface=vif,
    )
    assert made["connectionId"] == connection_id
