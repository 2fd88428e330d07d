"""BGP peers added and taken away, and what the VIF repeats of them."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.vifs.conftest import Account, World


def add(account: Account, vif_id: str, **fields: Any) -> dict[str, Any]:
    wanted = {"asn": 65000, **fields}
    answer = account("CreateBGPPeer", virtualInterfaceId=vif_id, newBGPPeer=wanted)
    return dict(answer["virtualInterface"])


def states(vif: dict[str, Any]) -> list[tuple[str, str]]:
    return [(peer["bgpPeerState"], peer["bgpStatus"]) for peer in vif["bgpPeers"]]


def test_an_ipv6_peer_joins_and_comes_up(world: World, customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    world.wait()
    vif = add(customer, vif_id, addressFamily="ipv6", asn=64600, authKey="FakeKey-dxvif-6")
    assert vif["virtualInterfaceState"] == "available"
    assert states(vif) == [("available", "up"), ("pending", "down")]
    assert "<ipv6_bgp_asn>64600</ipv6_bgp_asn>" in vif["customerRouterConfig"]
    assert "<ipv6_bgp_auth_key>" in vif["customerRouterConfig"]
    assert (vif["asn"], vif["addressFamily"]) == (65000, "ipv4")
    world.wait()
    assert states(customer.vif(vif_id)) == [("available", "up"), ("available", "up")]


def test_a_peer_of_a_public_vif_is_verified_first(world: World, customer: Account) -> None:
    vif_id = customer.public()["virtualInterfaceId"]
    world.wait(120)
    seen = [states(add(customer, vif_id, addressFamily="ipv6"))[1][0]]
    for _ in range(2):
        world.wait()
        seen.append(states(customer.vif(vif_id))[1][0])
    assert seen == ["verifying", "pending", "available"]


def test_a_second_peer_of_a_family_needs_logical_redundancy(customer: Account) -> None:
    single = customer.private()["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="already has a BGP Peer of family ipv4"):
        add(customer, single)
    redundant = customer.private(on="dxcon-aaaaaaa2")["virtualInterfaceId"]
    assert len(add(customer, redundant)["bgpPeers"]) == 2
    with pytest.raises(ServiceError, match="already has a BGP Peer of family ipv4"):
        add(customer, redundant)


def test_a_peer_leaves_and_the_vif_repeats_the_one_that_stays(
    world: World, customer: Account
) -> None:
    made = customer.private()
    vif_id, first = made["virtualInterfaceId"], made["bgpPeers"][0]["bgpPeerId"]
    second = add(customer, vif_id, addressFamily="ipv6", asnLong=4200000000, asn=None)
    answer = customer("DeleteBGPPeer", virtualInterfaceId=vif_id, bgpPeerId=first)
    vif = answer["virtualInterface"]
    assert states(vif)[0] == ("deleting", "down")
    assert (vif["asn"], vif["asnLong"], vif["addressFamily"]) == (0, 4200000000, "ipv6")
    assert vif["amazonAddress"] == second["bgpPeers"][1]["amazonAddress"]
    assert "<customer_address>" not in vif["customerRouterConfig"]
    world.wait()
    assert [peer["addressFamily"] for peer in customer.vif(vif_id)["bgpPeers"]] == ["ipv6"]


def test_a_peer_is_named_by_asn_and_customer_address(customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    vif = add(customer, vif_id, addressFamily="ipv6")
    address = vif["bgpPeers"][1]["customerAddress"]
    for wrong in (
        {"asn": 65000},
        {"customerAddress": address},
        {"asn": 65001, "customerAddress": address},
        {"bgpPeerId": "dxpeer-unknown1"},
        {},
    ):
        with pytest.raises(ServiceError, match="has no such BGP Peer"):
            customer("DeleteBGPPeer", virtualInterfaceId=vif_id, **wrong)
    answer = customer(
        "DeleteBGPPeer", virtualInterfaceId=vif_id, asn=65000, customerAddress=address
    )
    assert answer["virtualInterface"]["bgpPeers"][1]["bgpPeerState"] == "deleting"


def test_the_last_peer_stays(customer: Account) -> None:
    made = customer.private()
    with pytest.raises(ServiceError, match="The last BGP Peer on a Virtual Interface cannot be"):
        customer(
            "DeleteBGPPeer",
            virtualInterfaceId=made["virtualInterfaceId"],
            bgpPeerId=made["bgpPeers"][0]["bgpPeerId"],
        )


def test_a_deleted_peers_family_and_address_are_free_again(customer: Account) -> None:
    ends: dict[str, Any] = {"amazonAddress": "10.0.0.1/30", "customerAddress": "10.0.0.2/30"}
    made = customer.private(**ends)
    vif_id = made["virtualInterfaceId"]
    add(customer, vif_id, addressFamily="ipv6")
    customer("DeleteBGPPeer", virtualInterfaceId=vif_id, bgpPeerId=made["bgpPeers"][0]["bgpPeerId"])
    again = add(customer, vif_id, **ends)
    assert again["bgpPeers"][-1]["amazonAddress"] == "10.0.0.1/30"


def test_a_record_of_the_2015_api_takes_a_peer_and_keeps_its_own(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    raw_estate["virtualInterfaces"] = [
        {
            "virtualInterfaceId": "dxvif-old00001",
            "virtualInterfaceType": "private",
            "virtualInterfaceState": "available",
            "connectionId": "dxcon-aaaaaaa1",
            "ownerAccount": "111122223333",
            "vlan": 7,
            "asn": 65000,
            "authKey": "FakeKey-dxvif-1",
            "amazonAddress": "192.168.1.1/30",
            "customerAddress": "192.168.1.2/30",
        }
    ]
    vif = add(make_world(raw_estate).customer, "dxvif-old00001", addressFamily="ipv6")
    first, second = vif["bgpPeers"]
    assert (first["amazonAddress"], first["addressFamily"]) == ("192.168.1.1/30", "ipv4")
    assert first["bgpPeerId"] != second["bgpPeerId"]
    has_its_key = first["authKey"] == vif["authKey"] == "FakeKey-dxvif-1"
    assert has_its_key


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({}, "Missing required parameter: virtualInterfaceId"),
        ({"virtualInterfaceId": "dxvif-unknown1"}, "Virtual Interface dxvif-unknown1 does not"),
    ],
)
def test_what_the_model_leaves_optional_is_required(
    customer: Account, parameters: dict[str, Any], text: str
) -> None:
    for operation in ("CreateBGPPeer", "DeleteBGPPeer", "ListVirtualInterfaceRoutes"):
        with pytest.raises(ServiceError, match=text):
            customer(operation, **parameters)
    vif_id = customer.private()["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="Missing required parameter: newBGPPeer"):
        customer("CreateBGPPeer", virtualInterfaceId=vif_id)
