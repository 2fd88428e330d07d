"""VIFs that an owner creates: what is answered, assigned, and becomes of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dxnet.addressing import Interface, Space, parse_interface, space
from tests.control_plane.vifs.conftest import Account, World

GENERATED_KEY = re.compile(r"0x[A-Za-z0-9_.]{22}")


def ends(vif: dict[str, Any]) -> tuple[Interface, Interface]:
    """Amazon's address and the customer's."""
    amazon, own = parse_interface(vif["amazonAddress"]), parse_interface(vif["customerAddress"])
    assert amazon is not None
    assert own is not None
    return amazon, own


def test_a_private_vif_is_pending_and_then_available(world: World, customer: Account) -> None:
    made = customer.private()
    assert made["virtualInterfaceState"] == "pending"
    assert [peer["bgpPeerState"] for peer in made["bgpPeers"]] == ["pending"]
    world.wait()
    found = customer.vif(made["virtualInterfaceId"])
    (peer,) = found["bgpPeers"]
    assert found["virtualInterfaceState"] == "available"
    assert (peer["bgpPeerState"], peer["bgpStatus"]) == ("available", "up")


def test_a_public_vif_is_verifying_then_pending_then_available(
    world: World, customer: Account
) -> None:
    made = customer.public()
    states = [(made["virtualInterfaceState"], made["bgpPeers"][0]["bgpPeerState"])]
    for _ in range(2):
        world.wait()
        found = customer.vif(made["virtualInterfaceId"])
        states.append((found["virtualInterfaceState"], found["bgpPeers"][0]["bgpPeerState"]))
    assert states == [(state, state) for state in ("verifying", "pending", "available")]


def test_states_advance_step_by_step_when_asked(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    world = make_world(raw_estate, state_delay=None)
    vif_id = world.customer.public()["virtualInterfaceId"]
    states = []
    while world.estate.advance():
        states.append(world.customer.vif(vif_id)["virtualInterfaceState"])
    assert states == ["pending", "available"]


def test_a_transit_vif_comes_wrapped_and_has_its_gateways_asn(customer: Account) -> None:
    made = customer.transit()
    assert made["virtualInterfaceType"] == "transit"
    assert made["amazonSideAsn"] == 4200000001


def test_a_private_vif_on_a_virtual_gateway_has_no_direct_connect_gateway(
    customer: Account,
) -> None:
    made = customer.private(virtualGatewayId="vgw-123er56")
    assert (made["virtualGatewayId"], made["directConnectGatewayId"]) == ("vgw-123er56", "")
    assert made["amazonSideAsn"] == 64512


def test_what_the_caller_gives_is_what_the_vif_has(customer: Account) -> None:
    made = customer.private(
        authKey="FakeKey-dxvif-1",
        amazonAddress="192.168.1.1/30",
        customerAddress="192.168.1.2/30",
        mtu=8500,
        tags=[{"key": "team", "value": "net"}],
        enableSiteLink=True,
        rateLimit="1.5Gbps",
        prefixPoolAllocatedCountIpv4=200,
    )
    expected = {
        "authKey": "FakeKey-dxvif-1",
        "amazonAddress": "192.168.1.1/30",
        "customerAddress": "192.168.1.2/30",
        "mtu": 8500,
        "tags": [{"key": "team", "value": "net"}],
        "siteLinkEnabled": True,
        "rateLimit": "1.5Gbps",
        "prefixPoolAllocatedCountIpv4": 200,
        "location": "EqDC2",
        "awsDeviceV2": "EqDC2-fake1",
        "region": "us-east-1",
        "ownerAccount": "111122223333",
        "jumboFrameCapable": True,
    }
    assert {name: made[name] for name in expected} == expected
    assert made["bgpPeers"][0]["authKey"] == made["authKey"]


def test_a_left_out_key_has_the_services_form(customer: Account) -> None:
    keys = [customer.private(vlan)["authKey"] for vlan in (101, 102)]
    has_form = [bool(GENERATED_KEY.fullmatch(key)) for key in keys]
    assert has_form == [True, True]
    is_same = keys[0] == keys[1]
    assert not is_same


def test_left_out_addresses_are_an_unused_link_local_29(customer: Account) -> None:
    made = [customer.private(vlan) for vlan in range(101, 121)]
    networks = set()
    for vif in made:
        amazon, own = ends(vif)
        assert amazon.network == own.network
        assert (amazon.prefixlen, own.value - amazon.value) == (29, 5)
        assert space(amazon.network) is Space.LINK_LOCAL
        networks.add(str(amazon.network))
    assert len(networks) == len(made)


def test_assigned_addresses_avoid_every_subnet_of_the_estate(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    taken = [f"169.254.{third}.{4 * host + 1}/30" for third in range(1, 160) for host in range(64)]
    raw_estate["virtualInterfaces"] = [
        {"virtualInterfaceId": f"dxvif-{number:08d}", "amazonAddress": address, "connectionId": "x"}
        for number, address in enumerate(taken)
    ]
    made = make_world(raw_estate).customer.private()
    assert made["amazonAddress"] not in taken


def test_an_estate_without_an_unused_link_local_subnet_still_gives_one(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    taken = [f"169.254.{third}.{4 * host + 1}/30" for third in range(1, 169) for host in range(64)]
    raw_estate["virtualInterfaces"] = [
        {
            "virtualInterfaceId": f"dxvif-{number:08d}",
            "amazonAddress": address,
            "connectionId": "dxcon-aaaaaaa1" if number == 0 else "x",
        }
        for number, address in enumerate(taken)
    ]
    made = make_world(raw_estate).customer.private()
    assert made["amazonAddress"] == "169.254.1.9/29"


def test_ipv6_addresses_are_the_first_and_sixth_of_a_125(customer: Account) -> None:
    made = customer.public(addressFamily="ipv6", amazonAddress=None, customerAddress=None)
    amazon, own = ends(made)
    assert (amazon.prefixlen, own.prefixlen) == (125, 125)
    assert amazon.value - amazon.network.first == 1
    assert own.value - amazon.network.first == 6
    assert made["addressFamily"] == "ipv6"
    assert "<ipv6_amazon_address>" in made["customerRouterConfig"]
    assert "<amazon_address>" not in made["customerRouterConfig"]


def test_what_is_assigned_follows_from_the_estate_alone(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    first, second = make_world(raw_estate), make_world(raw_estate)
    assert (first.customer.private() == second.customer.private()) is True


@pytest.mark.parametrize(
    ("given", "asn", "asn_long"),
    [
        ({"asn": 65000}, 65000, 65000),
        ({"asnLong": 65000, "asn": None}, 65000, 65000),
        ({"asnLong": 65000, "asn": 65000}, 65000, 65000),
        ({"asnLong": 65000, "asn": 65001}, 65000, 65000),
        ({"asnLong": 4200000000, "asn": None}, 0, 4200000000),
        ({"asnLong": 4200000000, "asn": 0}, 0, 4200000000),
        ({"asnLong": 4294967294, "asn": None}, 0, 4294967294),
        ({"asnLong": 650001, "asn": None}, 0, 650001),
        ({"asn": 650001}, 650001, 650001),
    ],
)
def test_an_asn_is_answered_in_both_fields_but_for_4_bytes_of_asn_long(
    customer: Account, given: dict[str, Any], asn: int, asn_long: int
) -> None:
    made = customer.private(**given)
    for record in (made, *made["bgpPeers"]):
        assert (record["asn"], record["asnLong"]) == (asn, asn_long)


def test_a_31_has_two_hosts(customer: Account) -> None:
    made = customer.private(amazonAddress="10.0.0.0/31", customerAddress="10.0.0.1/31")
    assert made["amazonAddress"] == "10.0.0.0/31"


def test_prefixes_may_be_listed_with_commas(customer: Account) -> None:
    made = customer.public(
        routeFilterPrefixes=[{"cidr": "198.51.100.0/25,198.51.100.128/25"}, {"cidr": "1.0.0.0/24"}]
    )
    cidrs = [prefix["cidr"] for prefix in made["routeFilterPrefixes"]]
    assert cidrs == ["198.51.100.0/25", "198.51.100.128/25", "1.0.0.0/24"]


def test_a_hosted_connection_carries_one_vif_of_its_own_vlan(customer: Account) -> None:
    assert customer.private(300, on="dxcon-hosted01")["vlan"] == 300


def test_a_lag_carries_vifs(customer: Account) -> None:
    made = customer.private(on="dxlag-aaaaaaa1")
    assert (made["connectionId"], made["awsDeviceV2"]) == ("dxlag-aaaaaaa1", "EqDC2-fake3")
