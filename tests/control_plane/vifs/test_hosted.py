"""VIFs that one account provisions for another."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.control_plane import Caller, ServiceError
from tests.control_plane.vifs.conftest import Account, World

CUSTOMER, OTHER = "111122223333", "444455556666"
OTHER_GATEWAY = "11111111-2222-4333-8444-777777777777"
GATEWAY = "11111111-2222-4333-8444-555555555555"


def test_an_allocated_vif_waits_for_its_owner(
    world: World, customer: Account, other: Account
) -> None:
    made = customer.allocated(OTHER)
    assert (made["virtualInterfaceState"], made["ownerAccount"]) == ("confirming", OTHER)
    assert (made["virtualGatewayId"], made["amazonSideAsn"]) == ("", 7224)
    world.wait(1000)
    for account in (customer, other):
        assert account.vif(made["virtualInterfaceId"])["virtualInterfaceState"] == "confirming"


def test_confirming_a_private_vif_attaches_it_to_the_owners_gateway(
    world: World, customer: Account, other: Account
) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    answer = other(
        "ConfirmPrivateVirtualInterface",
        virtualInterfaceId=vif_id,
        directConnectGatewayId=OTHER_GATEWAY,
    )
    assert answer == {"virtualInterfaceState": "pending"}
    world.wait()
    found = customer.vif(vif_id)
    assert found["virtualInterfaceState"] == "available"
    assert found["amazonSideAsn"] == 64600
    assert "<amazon_bgp_asn>64600</amazon_bgp_asn>" in found["customerRouterConfig"]


def test_confirming_a_public_vif_starts_its_verification(
    world: World, customer: Account, other: Account
) -> None:
    made = customer(
        "AllocatePublicVirtualInterface",
        connectionId="dxcon-aaaaaaa1",
        ownerAccount=OTHER,
        newPublicVirtualInterfaceAllocation={
            "virtualInterfaceName": "edge",
            "vlan": 402,
            "asn": 65000,
            "amazonAddress": "203.0.113.1/30",
            "customerAddress": "203.0.113.2/30",
            "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}],
        },
    )
    vif_id = made["virtualInterfaceId"]
    answer = other("ConfirmPublicVirtualInterface", virtualInterfaceId=vif_id)
    assert answer == {"virtualInterfaceState": "verifying"}
    world.wait(120)
    assert other.vif(vif_id)["virtualInterfaceState"] == "available"


def test_a_transit_vif_is_confirmed_with_a_direct_connect_gateway(
    customer: Account, other: Account
) -> None:
    made = customer(
        "AllocateTransitVirtualInterface",
        connectionId="dxcon-aaaaaaa1",
        ownerAccount=OTHER,
        newTransitVirtualInterfaceAllocation={
            "virtualInterfaceName": "transit",
            "vlan": 403,
            "asnLong": 4200000000,
            "mtu": 8500,
        },
    )["virtualInterface"]
    answer = other(
        "ConfirmTransitVirtualInterface",
        virtualInterfaceId=made["virtualInterfaceId"],
        directConnectGatewayId=OTHER_GATEWAY,
    )
    assert answer == {"virtualInterfaceState": "pending"}


def test_an_owner_rejects_a_vif_by_deleting_it_before_confirming(
    world: World, customer: Account, other: Account
) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    answer = other("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    assert answer == {"virtualInterfaceState": "rejected"}
    assert customer.vif(vif_id)["virtualInterfaceState"] == "rejected"
    world.wait(16 * 60)
    with pytest.raises(ServiceError, match="does not exist"):
        customer.vif(vif_id)


def test_the_connections_owner_takes_an_unconfirmed_vif_back(
    world: World, customer: Account, other: Account
) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    answer = customer("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    assert answer == {"virtualInterfaceState": "deleting"}
    world.wait()
    assert other.vif(vif_id)["virtualInterfaceState"] == "deleted"


def test_a_partner_provisions_vifs_on_an_interconnect(customer: Account) -> None:
    assert customer.allocated(OTHER, on="dxcon-partner1")["connectionId"] == "dxcon-partner1"


@pytest.mark.parametrize(
    ("owner", "connection_id", "text"),
    [
        (CUSTOMER, "dxcon-aaaaaaa1", "Cannot allocate VirtualInterface for the connection owner."),
        ("12345", "dxcon-aaaaaaa1", "must have 12 digits"),
        (OTHER, "dxcon-other001", "Could not find Connection with ID dxcon-other001"),
    ],
)
def test_an_allocation_is_refused(
    customer: Account, owner: str, connection_id: str, text: str
) -> None:
    with pytest.raises(ServiceError, match=text):
        customer.allocated(owner, on=connection_id)


def test_the_owners_router_configuration_does_not_name_the_others_connection(
    world: World, customer: Account, other: Account
) -> None:
    world.estate.change("connections", "dxcon-aaaaaaa1", connectionName="secret-site")
    addresses = {"amazonAddress": "10.0.0.1/30", "customerAddress": "10.0.0.2/30"}
    vif_id = customer.allocated(OTHER, **addresses)["virtualInterfaceId"]
    for account, count in ((customer, 1), (other, 0)):
        answer = account("DescribeRouterConfiguration", virtualInterfaceId=vif_id)
        assert answer["customerRouterConfig"].count("secret-site") == count


def test_only_the_vifs_owner_confirms_it_and_once(customer: Account, other: Account) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    confirmation = {"virtualInterfaceId": vif_id, "directConnectGatewayId": OTHER_GATEWAY}
    with pytest.raises(ServiceError, match="does not exist"):
        customer("ConfirmPrivateVirtualInterface", **confirmation)
    other("ConfirmPrivateVirtualInterface", **confirmation)
    with pytest.raises(ServiceError, match="is in state pending"):
        other("ConfirmPrivateVirtualInterface", **confirmation)


def test_a_vif_is_confirmed_as_what_it_is_and_with_ones_own_gateway(
    customer: Account, other: Account
) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="is not a public virtual interface"):
        other("ConfirmPublicVirtualInterface", virtualInterfaceId=vif_id)
    with pytest.raises(ServiceError, match="Exactly one virtualGatewayId or"):
        other("ConfirmPrivateVirtualInterface", virtualInterfaceId=vif_id)
    with pytest.raises(ServiceError, match=f"{GATEWAY} does not exist"):
        other(
            "ConfirmPrivateVirtualInterface",
            virtualInterfaceId=vif_id,
            directConnectGatewayId=GATEWAY,
        )


def test_an_unconfirmed_vif_takes_no_second_peer(customer: Account, other: Account) -> None:
    vif_id = customer.allocated(OTHER)["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="is in state confirming"):
        other(
            "CreateBGPPeer",
            virtualInterfaceId=vif_id,
            newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
        )


@pytest.mark.parametrize(
    ("region", "asn"), [("eu-west-1", 9059), ("ap-southeast-1", 17493), ("us-west-2", 7224)]
)
def test_what_amazon_answers_before_acceptance_is_provisional(
    make_world: type[World], raw_estate: dict[str, Any], region: str, asn: int
) -> None:
    here = make_world(
        {
            name: [{**record, "region": region} if "region" in record else record for record in of]
            for name, of in raw_estate.items()
        }
    )
    for account in (here.customer, here.other):
        account.caller = Caller(account.caller.account, region)
    made = here.customer.allocated(OTHER)
    assert made["amazonSideAsn"] == asn
    assert not {"amazonAddress", "customerAddress"} & {*made, *made["bgpPeers"][0]}
    assert "<amazon_address>" not in made["customerRouterConfig"]
    confirmation = {
        "virtualInterfaceId": made["virtualInterfaceId"],
        "directConnectGatewayId": OTHER_GATEWAY,
    }
    here.other("ConfirmPrivateVirtualInterface", **confirmation)
    found = here.other.vif(made["virtualInterfaceId"])
    assert found["amazonSideAsn"] == 64600
    assert found["amazonAddress"].endswith("/29")
    assert found["bgpPeers"][0]["customerAddress"] == found["customerAddress"]
    assert f"<amazon_address>{found['amazonAddress']}<" in found["customerRouterConfig"]


def test_addresses_that_the_allocation_gives_are_kept(customer: Account, other: Account) -> None:
    given = {"amazonAddress": "10.0.0.1/30", "customerAddress": "10.0.0.2/30"}
    made = customer.allocated(OTHER, **given)
    assert made.items() >= given.items()
    confirmation = {
        "virtualInterfaceId": made["virtualInterfaceId"],
        "directConnectGatewayId": OTHER_GATEWAY,
    }
    other("ConfirmPrivateVirtualInterface", **confirmation)
    assert other.vif(made["virtualInterfaceId"]).items() >= given.items()
