"""VIFs updated, moved and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.vifs.conftest import Account, World

OTHER = "444455556666"
OTHER_GATEWAY = "11111111-2222-4333-8444-777777777777"


def test_a_deleted_vif_is_listed_for_fifteen_minutes(world: World, customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    answer = customer("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    assert answer == {"virtualInterfaceState": "deleting"}
    world.wait()
    found = customer.vif(vif_id)
    assert found["virtualInterfaceState"] == "deleted"
    assert found["bgpPeers"][0]["bgpStatus"] == "down"
    world.wait(15 * 60 - 1)
    assert customer.vif(vif_id)["virtualInterfaceState"] == "deleted"
    world.wait(1)
    with pytest.raises(ServiceError, match=f"Virtual Interface {vif_id} does not exist"):
        customer.vif(vif_id)


def test_a_vif_is_deleting_in_the_answer_however_short_that_lasts(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    customer = make_world(raw_estate, state_delay=0.0).customer
    vif_id = customer.private()["virtualInterfaceId"]
    answer = customer("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    assert answer == {"virtualInterfaceState": "deleting"}
    assert customer.vif(vif_id)["virtualInterfaceState"] == "deleted"


def test_a_vif_is_deleted_once_and_by_those_who_see_it(customer: Account, other: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="does not exist"):
        other("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    customer("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    with pytest.raises(ServiceError, match="does not exist"):
        customer("DeleteVirtualInterface", virtualInterfaceId=vif_id)


def test_the_vlan_of_a_deleted_vif_is_free(customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    customer("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    assert customer.private()["vlan"] == 101


def test_attributes_are_updated_one_by_one(customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    changes = {
        "mtu": 8500,
        "virtualInterfaceName": "core-green",
        "prefixPoolAllocatedCountIpv4": 1000,
        "prefixPoolAllocatedCountIpv6": 0,
        "rateLimit": "10Gbps",
    }
    for name, value in changes.items():
        answer = customer(
            "UpdateVirtualInterfaceAttributes", virtualInterfaceId=vif_id, **{name: value}
        )
        assert answer[name] == value
    answer = customer(
        "UpdateVirtualInterfaceAttributes", virtualInterfaceId=vif_id, enableSiteLink=True
    )
    assert answer["siteLinkEnabled"] is True
    found = customer.vif(vif_id)
    assert {name: found[name] for name in changes} == changes


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "At least one attribute"),
        ({"mtu": 8500}, "a public virtual interface has 1500"),
        ({"enableSiteLink": True}, "SiteLink needs a Direct Connect gateway"),
        ({"prefixPoolAllocatedCountIpv4": 1}, "is not allowed for this virtual interface"),
        ({"virtualInterfaceName": "a;b"}, "virtual interface name"),
        ({"rateLimit": "1Tbps"}, "exceeds the bandwidth"),
    ],
)
def test_an_update_of_a_public_vif_is_refused(
    world: World, customer: Account, changes: dict[str, Any], text: str
) -> None:
    vif_id = customer.public()["virtualInterfaceId"]
    before = world.estate.dump()
    with pytest.raises(ServiceError, match=text):
        customer("UpdateVirtualInterfaceAttributes", virtualInterfaceId=vif_id, **changes)
    is_unchanged = world.estate.dump() == before
    assert is_unchanged


def test_only_the_owner_updates_a_vif(customer: Account, other: Account) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="does not exist"):
        customer("UpdateVirtualInterfaceAttributes", virtualInterfaceId=vif_id, mtu=1500)
    with pytest.raises(ServiceError, match="is in state confirming"):
        other("UpdateVirtualInterfaceAttributes", virtualInterfaceId=vif_id, mtu=1500)
    named = {"virtualInterfaceId": vif_id, "directConnectGatewayId": OTHER_GATEWAY}
    other("ConfirmPrivateVirtualInterface", **named)
    answer = other("UpdateVirtualInterfaceAttributes", virtualInterfaceId=vif_id, mtu=1500)
    assert answer["mtu"] == 1500


def test_a_moved_vif_ends_its_session_and_begins_its_like(world: World, customer: Account) -> None:
    made = customer.private()
    vif_id = made["virtualInterfaceId"]
    world.wait()
    moved = customer(
        "AssociateVirtualInterface", virtualInterfaceId=vif_id, connectionId="dxlag-aaaaaaa1"
    )
    assert (moved["connectionId"], moved["virtualInterfaceState"]) == ("dxlag-aaaaaaa1", "pending")
    assert [peer["bgpPeerState"] for peer in moved["bgpPeers"]] == ["deleting", "pending"]
    world.wait()
    found = customer.vif(vif_id)
    (peer,) = found["bgpPeers"]
    assert (found["virtualInterfaceState"], peer["bgpPeerState"]) == ("available", "available")
    assert (peer["awsDeviceV2"], found["awsDeviceV2"]) == ("EqDC2-fake3", "EqDC2-fake3")
    for name in ("vlan", "asn", "amazonAddress", "customerAddress", "customerRouterConfig"):
        assert found[name] == made[name]
    has_its_key = made["authKey"] == peer["authKey"] == found["authKey"]
    assert has_its_key


def test_a_move_is_refused_where_vlan_or_address_is_taken(customer: Account) -> None:
    vif_id = customer.private(
        amazonAddress="10.0.0.1/30", customerAddress="10.0.0.2/30", virtualGatewayId="vgw-123er56"
    )["virtualInterfaceId"]
    move = {"virtualInterfaceId": vif_id, "connectionId": "dxlag-aaaaaaa1"}
    clash = customer.private(101, on="dxlag-aaaaaaa1")["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="Vlan 101 is already in use"):
        customer("AssociateVirtualInterface", **move)
    customer("DeleteVirtualInterface", virtualInterfaceId=clash)
    customer.private(
        102,
        on="dxlag-aaaaaaa1",
        amazonAddress="10.0.0.2/30",
        customerAddress="10.0.0.1/30",
    )
    with pytest.raises(ServiceError, match=r"Address 10\.0\.0\.1 is already in use"):
        customer("AssociateVirtualInterface", **move)


def test_a_vif_on_a_hosted_connection_does_not_move_to_a_lag(customer: Account) -> None:
    vif_id = customer.private(300, on="dxcon-hosted01")["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="cannot be moved to a Lag"):
        customer(
            "AssociateVirtualInterface", virtualInterfaceId=vif_id, connectionId="dxlag-aaaaaaa1"
        )


def test_a_jumbo_vif_does_not_move_to_where_jumbo_frames_stop(customer: Account) -> None:
    vif_id = customer.private(mtu=8500)["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="not jumbo frame capable"):
        customer(
            "AssociateVirtualInterface", virtualInterfaceId=vif_id, connectionId="dxcon-nojumbo1"
        )


def test_a_vif_of_9001_bytes_keeps_them_and_no_other_gets_them(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    place = {
        "ownerAccount": "111122223333",
        "region": "us-east-1",
        "connectionId": "dxcon-aaaaaaa1",
    }
    old: dict[str, object] = {
        "virtualInterfaceId": "dxvif-old",
        "virtualInterfaceType": "private",
        **place,
    }
    old |= {"virtualInterfaceState": "available", "vlan": 77, "mtu": 9001}
    customer = make_world({**raw_estate, "virtualInterfaces": [old]}).customer
    ask = {"virtualInterfaceId": "dxvif-old"}
    assert customer("UpdateVirtualInterfaceAttributes", mtu=9001, **ask)["mtu"] == 9001
    moved = customer("AssociateVirtualInterface", connectionId="dxcon-aaaaaaa2", **ask)
    assert moved["mtu"] == 9001
    with pytest.raises(ServiceError, match="a private virtual interface has 1500 or 8500"):
        customer.private(mtu=9001)
    assert customer("UpdateVirtualInterfaceAttributes", mtu=1500, **ask)["mtu"] == 1500
    with pytest.raises(ServiceError, match="MTU 9001 is not supported"):
        customer("UpdateVirtualInterfaceAttributes", mtu=9001, **ask)


def test_a_vif_moves_only_to_ones_own_connection(customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="Could not find Connection"):
        customer(
            "AssociateVirtualInterface", virtualInterfaceId=vif_id, connectionId="dxcon-other001"
        )


def test_an_unconfirmed_vif_does_not_move(customer: Account) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="is in state confirming"):
        customer(
            "AssociateVirtualInterface", virtualInterfaceId=vif_id, connectionId="dxlag-aaaaaaa1"
        )


def test_the_owner_of_a_hosted_vif_moves_it_to_a_connection_of_its_own(
    world: World, customer: Account, other: Account
) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    other(
        "ConfirmPrivateVirtualInterface",
        virtualInterfaceId=vif_id,
        virtualGatewayId="vgw-999other",
    )
    other("AssociateVirtualInterface", virtualInterfaceId=vif_id, connectionId="dxcon-other001")
    assert other.vif(vif_id)["connectionId"] == "dxcon-other001"
    with pytest.raises(ServiceError, match="does not exist"):
        customer.vif(vif_id)
