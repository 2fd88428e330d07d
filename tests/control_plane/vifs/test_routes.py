"""The routes that a VIF is said to carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.vifs.conftest import Account, World

GATEWAY = "11111111-2222-4333-8444-555555555555"


def routes(account: Account, vif_id: str, **parameters: Any) -> dict[str, Any]:
    return account("ListVirtualInterfaceRoutes", virtualInterfaceId=vif_id, **parameters)


def cidrs(answer: Mapping[str, Any]) -> list[str]:
    return [route["cidr"] for route in answer["routes"]]


@pytest.fixture
def listed(make_world: type[World], raw_estate: dict[str, Any]) -> Account:
    """A customer with a VIF whose record holds its routes."""
    raw_estate["virtualInterfaces"] = [
        {
            "virtualInterfaceId": "dxvif-routes01",
            "routes": [
                {
                    "cidr": f"10.0.{number}.0/24",
                    "routeDirection": "accepted" if number % 2 else "advertised",
                    "addressFamily": "ipv4",
                    "asPath": [{"pathType": "seq", "path": [65000, 65000 + number]}],
                    "communities": ["7224:7300"] if number < 3 else [],
                    "routeInstalledAt": 1_000_000,
                }
                for number in range(130)
            ]
            + [{"cidr": "2001:db8::/48", "routeDirection": "accepted", "addressFamily": "ipv6"}],
        }
    ]
    return make_world(raw_estate).customer


def test_a_public_vif_accepts_its_prefixes_once_its_session_is_up(
    world: World, customer: Account
) -> None:
    vif_id = customer.public(
        routeFilterPrefixes=[{"cidr": "198.51.100.0/24"}, {"cidr": "2001:db8::/48"}]
    )["virtualInterfaceId"]
    assert routes(customer, vif_id)["routes"] == []
    world.wait(120)
    (route,) = routes(customer, vif_id)["routes"]
    assert route == {
        "cidr": "198.51.100.0/24",
        "routeDirection": "accepted",
        "addressFamily": "ipv4",
        "asPath": [{"pathType": "seq", "path": [65000]}],
        "communities": [],
        "awsLogicalDeviceId": "EqDC2-fake1",
    }


def test_a_gateways_associations_are_advertised(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    raw_estate["directConnectGatewayAssociations"] = [
        {
            "associationId": f"fake-{state}",
            "associationState": state,
            "directConnectGatewayId": GATEWAY,
            "allowedPrefixesToDirectConnectGateway": [{"cidr": cidr}],
        }
        for state, cidr in (("associated", "10.1.0.0/16"), ("disassociated", "10.2.0.0/16"))
    ]
    world = make_world(raw_estate)
    vif_id = world.customer.private()["virtualInterfaceId"]
    world.wait()
    (route,) = routes(world.customer, vif_id)["routes"]
    assert (route["cidr"], route["routeDirection"]) == ("10.1.0.0/16", "advertised")
    assert route["asPath"] == [{"pathType": "seq", "path": [64512]}]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"routeDirection": "accepted"}, 66),
        ({"addressFamily": "ipv6"}, 1),
        ({"cidrs": ["10.0.7.0/24", "10.0.8.0/24", "10.9.0.0/16"]}, 2),
        ({"asPath": [65007]}, 1),
        ({"communities": ["7224:7300"]}, 3),
        ({"routeDirection": "accepted", "communities": ["7224:7300"]}, 1),
    ],
)
def test_filters_select_routes(listed: Account, filters: dict[str, object], count: int) -> None:
    assert len(routes(listed, "dxvif-routes01", filters=filters)["routes"]) == count


def test_routes_come_in_pages(listed: Account) -> None:
    first = routes(listed, "dxvif-routes01", maxResults=1000)
    second = routes(listed, "dxvif-routes01", maxResults=1000, nextToken=first["nextToken"])
    assert (len(first["routes"]), len(second["routes"])) == (100, 31)
    assert len({*cidrs(first), *cidrs(second)}) == 131
    assert "nextToken" not in second


def test_a_token_belongs_to_its_filters(listed: Account) -> None:
    token = routes(listed, "dxvif-routes01")["nextToken"]
    with pytest.raises(ServiceError, match="nextToken is invalid"):
        routes(listed, "dxvif-routes01", nextToken=token, filters={"addressFamily": "ipv4"})


def test_eleven_cidrs_are_too_many(listed: Account) -> None:
    with pytest.raises(ServiceError, match=r"filters\.cidrs"):
        routes(listed, "dxvif-routes01", filters={"cidrs": ["10.0.0.0/8"] * 11})
