"""What the service refuses, with its code and text, and without a trace in the estate."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.vifs.conftest import Account, World

CLIENT = "DirectConnectClientException"
OTHER = "444455556666"
GATEWAY = "11111111-2222-4333-8444-555555555555"
OTHER_GATEWAY = "11111111-2222-4333-8444-777777777777"

CIDR = "Amazon Address and Customer Address must be in the same CIDR"
ZERO = "Amazon Address is address 0 on its subnet."
BROADCAST = "Amazon Address is the broadcast address on its subnet."
PRIVATE_IP = "Amazon Address is not allowed to contain a private IP"
BOTH = "Amazon Address and Customer Address must both be specified"
ASSIGNED = "IPv6 addresses are assigned automatically"


def ends(amazon: str | None, customer: str | None) -> dict[str, Any]:
    return {"amazonAddress": amazon, "customerAddress": customer}


def prefixes(*cidrs: str) -> dict[str, list[dict[str, str]]]:
    return {"routeFilterPrefixes": [{"cidr": cidr} for cidr in cidrs]}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"vlan": 0}, "Vlan 0 must be between 1 and 4094"),
        ({"vlan": 4095}, "Vlan 4095 must be between 1 and 4094"),
        ({"vlan": 100}, "Vlan 100 is already in use"),
        ({"asn": 0}, "BGP ASN 0 must have value greater than or equal to 1"),
        ({"asn": -94967296}, "BGP ASN -94967296 must have value greater than or equal to 1"),
        ({"asn": 4200000000}, "must have value less than or equal to 2147483646"),
        ({"asnLong": 4294967295, "asn": None}, "less than or equal to 4294967294"),
        ({"asn": None}, "A BGP ASN must be specified"),
        ({"authKey": "Fake1"}, "between 6 and 80 characters"),
        ({"authKey": "F" * 81}, "between 6 and 80 characters"),
        ({"authKey": "Fake Key"}, "printable ASCII"),
        ({"authKey": "FakeKey\u00e9"}, "printable ASCII"),
        (ends("10.0.0.1/30", "10.0.0.6/30"), CIDR),
        (ends("10.0.0.1/30", "10.0.0.2/29"), CIDR),
        (ends("10.0.0.0/30", "10.0.0.2/30"), ZERO),
        (ends("10.0.0.3/30", "10.0.0.2/30"), BROADCAST),
        (ends("10.0.0.1/30", "10.0.0.3/30"), "Customer Address is the broadcast address"),
        (ends("10.0.0.1/30", "10.0.0.1/30"), "must be different"),
        (ends("10.0.0.1/30", None), BOTH),
        (ends(None, "10.0.0.1/30"), BOTH),
        (ends("10.0.0.1", "10.0.0.2"), "Amazon Address is not an IPv4 address"),
        (ends("2001:db8::1/125", "2001:db8::6/125"), ASSIGNED),
        ({"addressFamily": "ipv6", **ends("10.0.0.1/30", "10.0.0.2/30")}, ASSIGNED),
        (ends("10.9.9.1/30", "10.9.9.2/30"), "Address 10.9.9.1 is already in use"),
        ({"mtu": 9000}, "MTU 9000 is not supported"),
        ({"virtualInterfaceName": ""}, "virtual interface name"),
        ({"virtualInterfaceName": "x" * 101}, "virtual interface name"),
        ({"virtualInterfaceName": "a\nb"}, "virtual interface name"),
        ({"virtualGatewayId": "vgw-123er56", "directConnectGatewayId": GATEWAY}, "Exactly one"),
        ({"virtualGatewayId": ""}, "Exactly one"),
        ({"virtualGatewayId": "vgw-unknown"}, "Virtual Gateway vgw-unknown does not exist"),
        ({"virtualGatewayId": "vgw-999other"}, "Virtual Gateway vgw-999other does not exist"),
        ({"directConnectGatewayId": OTHER_GATEWAY}, f"{OTHER_GATEWAY} does not exist"),
        ({"virtualGatewayId": "vgw-123er56", "enableSiteLink": True}, "SiteLink needs"),
        ({"rateLimit": "1.25Gbps"}, "not one of the supported values"),
        ({"rateLimit": "12Gbps"}, "exceeds the bandwidth"),
        ({"prefixPoolAllocatedCountIpv4": 1001}, "prefixPoolAllocatedCountIpv4 1001"),
        ({"tags": [{"key": "aws:x"}]}, "must not begin with aws:"),
    ],
)
def test_a_private_vif_is_refused(
    world: World, customer: Account, fields: dict[str, Any], text: str
) -> None:
    customer.private(100, **ends("10.9.9.1/30", "10.9.9.2/30"))
    before = world.estate.dump()
    with pytest.raises(ServiceError, match=re.escape(text)) as caught:
        customer.private(**fields)
    assert caught.value.code == CLIENT
    assert "Fake" not in caught.value.message
    is_unchanged = world.estate.dump() == before
    assert is_unchanged


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (ends(None, None), BOTH),
        (ends("10.0.0.1/30", "10.0.0.2/30"), PRIVATE_IP),
        (ends("169.254.0.1/30", "169.254.0.2/30"), PRIVATE_IP),
        ({"routeFilterPrefixes": []}, "Between 1 and 1000 route filter prefixes"),
        ({"routeFilterPrefixes": None}, "Between 1 and 1000 route filter prefixes"),
        (prefixes(*["1.0.0.0/24"] * 1001), "Between 1 and 1000 route filter prefixes"),
        (prefixes("198.51.100.1/24"), "198.51.100.1/24 is not a valid CIDR"),
        (prefixes("0.0.0.0/0"), "0.0.0.0/0 is not a valid CIDR"),
        (prefixes("2001:db8::/65"), "2001:db8::/65 is not a valid CIDR"),
        (prefixes("nonsense"), "nonsense is not a valid CIDR"),
        (prefixes("10.0.0.0/8"), "10.0.0.0/8 is not allowed to contain a private IP"),
    ],
)
def test_a_public_vif_is_refused(
    world: World, customer: Account, fields: dict[str, Any], text: str
) -> None:
    before = world.estate.dump()
    with pytest.raises(ServiceError, match=re.escape(text)):
        customer.public(**fields)
    assert world.estate.dump() == before


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"mtu": 9001}, "MTU 9001 is not supported"),
        ({"directConnectGatewayId": None}, "Exactly one directConnectGatewayId"),
        ({"virtualInterfaceName": None}, "virtual interface name"),
        ({"vlan": None}, "Vlan None must be between"),
        ({"directConnectGatewayId": GATEWAY}, "cannot be used with a transit"),
    ],
)
def test_a_transit_vif_is_refused(customer: Account, fields: dict[str, Any], text: str) -> None:
    customer.private()
    with pytest.raises(ServiceError, match=text):
        customer.transit(**fields)


@pytest.mark.parametrize(
    ("connection_id", "text"),
    [
        ("dxcon-unknown1", "Could not find Connection with ID dxcon-unknown1"),
        ("dxlag-unknown1", "Could not find Lag with ID dxlag-unknown1"),
        ("dxcon-other001", "Could not find Connection with ID dxcon-other001"),
        ("dxcon-partner1", "Could not find Connection with ID dxcon-partner1"),
        ("dxcon-ordered1", "is in state ordering"),
        ("dxcon-member01", "is associated with Lag dxlag-aaaaaaa1"),
        ("dxcon-hosted01", "is not the Vlan of the hosted connection, which is 300"),
    ],
)
def test_a_connection_that_cannot_carry_the_vif_is_refused(
    customer: Account, connection_id: str, text: str
) -> None:
    with pytest.raises(ServiceError, match=text):
        customer.private(on=connection_id)


def test_jumbo_frames_need_a_connection_that_carries_them(customer: Account) -> None:
    with pytest.raises(ServiceError, match="not jumbo frame capable"):
        customer.private(on="dxcon-nojumbo1", mtu=8500)
    assert customer.private(on="dxcon-nojumbo1")["jumboFrameCapable"] is False


def test_a_hosted_connection_takes_no_second_vif_and_no_rate_limit(customer: Account) -> None:
    with pytest.raises(ServiceError, match="cannot have rate limits"):
        customer.private(300, on="dxcon-hosted01", rateLimit="50Mbps")
    made = customer.private(300, on="dxcon-hosted01")
    with pytest.raises(ServiceError, match="Vlan 300 is already in use"):
        customer.private(300, on="dxcon-hosted01")
    customer("DeleteVirtualInterface", virtualInterfaceId=made["virtualInterfaceId"])
    assert customer.private(300, on="dxcon-hosted01")["vlan"] == 300


def test_a_connection_takes_four_transit_vifs_and_fifty_others(customer: Account) -> None:
    for vlan in range(1, 5):
        customer.transit(vlan)
    with pytest.raises(ServiceError, match="limit of virtual interfaces"):
        customer.transit(5)
    for vlan in range(11, 41):
        customer.private(vlan)
    with pytest.raises(ServiceError, match="reached its limit of attachments"):
        customer.private(41)
    for vlan in range(41, 58):
        customer.private(vlan, virtualGatewayId="vgw-123er56")
    with pytest.raises(ServiceError, match="limit of virtual interfaces"):
        customer.private(58, virtualGatewayId="vgw-123er56")


def test_a_connection_takes_fifty_private_vifs(customer: Account) -> None:
    for vlan in range(1, 51):
        customer.private(vlan, virtualGatewayId="vgw-123er56")
    with pytest.raises(ServiceError, match="limit of virtual interfaces"):
        customer.private(51, virtualGatewayId="vgw-123er56")
    assert customer.transit(51)["vlan"] == 51


def test_the_prefix_pool_of_a_connection_is_shared(customer: Account) -> None:
    shares: dict[str, Any] = {"prefixPoolAllocatedCountIpv4": 1000}
    for vlan in range(1, 6):
        customer.private(vlan, **shares)
    with pytest.raises(ServiceError, match="exceeds the prefix pool of the connection"):
        customer.private(6, prefixPoolAllocatedCountIpv4=1)
    assert customer.private(6, prefixPoolAllocatedCountIpv6=1000)["vlan"] == 6


def test_a_gateway_takes_ten_thousand_prefixes_of_both_families(customer: Account) -> None:
    shares: dict[str, Any] = {
        "prefixPoolAllocatedCountIpv4": 1000,
        "prefixPoolAllocatedCountIpv6": 1000,
    }
    for vlan in range(1, 6):
        customer.private(vlan, **shares)
    last = customer.private(6, on="dxcon-aaaaaaa2")["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="has no room for 1 prefixes more"):
        customer(
            "UpdateVirtualInterfaceAttributes",
            virtualInterfaceId=last,
            prefixPoolAllocatedCountIpv4=1,
        )


def test_an_eleventh_rate_limiter_has_its_own_code(customer: Account) -> None:
    for vlan in range(1, 11):
        customer.private(vlan, rateLimit="50Mbps")
    with pytest.raises(ServiceError) as caught:
        customer.private(11, rateLimit="50Mbps")
    assert caught.value.code == "LimitExceededException"


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"key": "a"}, {"key": "a"}], "DuplicateTagKeysException"),
        ([{"key": str(number)} for number in range(51)], "TooManyTagsException"),
    ],
)
def test_tags_have_their_own_codes(
    customer: Account, tags: list[dict[str, str]], code: str
) -> None:
    with pytest.raises(ServiceError) as caught:
        customer.private(tags=tags)
    assert caught.value.code == code


def test_a_gateway_with_virtual_gateways_takes_no_transit_vif(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    raw_estate["directConnectGatewayAssociations"] = [
        {
            "associationId": "fake-1",
            "associationState": "associated",
            "directConnectGatewayId": GATEWAY,
            "associatedGateway": {"id": "vgw-123er56", "type": "virtualPrivateGateway"},
        }
    ]
    customer = make_world(raw_estate).customer
    with pytest.raises(ServiceError, match="cannot be used with a transit"):
        customer.transit(directConnectGatewayId=GATEWAY)
    assert customer.private()["directConnectGatewayId"] == GATEWAY
