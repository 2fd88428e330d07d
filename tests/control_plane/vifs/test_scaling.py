"""What a request costs, counted in function calls, does not grow with the estate."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from dxnet.control_plane import Caller, Estate, call

ACCOUNT, REGION = "111122223333", "us-east-1"
PER_CONNECTION = 20
SMALL, LARGE = 100, 20_000
CALLER = Caller(ACCOUNT, REGION)

REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "a page": ("DescribeVirtualInterfaces", {}),
    "one by id": ("DescribeVirtualInterfaces", {"virtualInterfaceId": "dxvif-00000042"}),
    "a new one": (
        "CreatePrivateVirtualInterface",
        {
            "connectionId": "dxcon-00000002",
            "newPrivateVirtualInterface": {
                "virtualInterfaceName": "fake",
                "vlan": 4000,
                "asn": 65000,
                "virtualGatewayId": "vgw-123er56",
            },
        },
    ),
    "one deleted": ("DeleteVirtualInterface", {"virtualInterfaceId": "dxvif-00000043"}),
}


def estate(count: int) -> Estate:
    vifs = []
    for number in range(count):
        subnet = f"10.{number // 16384}.{number // 64 % 256}"
        ends = {
            "amazonAddress": f"{subnet}.{4 * (number % 64) + 1}/30",
            "customerAddress": f"{subnet}.{4 * (number % 64) + 2}/30",
        }
        peer = {"bgpPeerId": f"dxpeer-{number:08d}", "addressFamily": "ipv4", **ends}
        vifs.append(
            {
                "virtualInterfaceId": f"dxvif-{number:08d}",
                "virtualInterfaceState": "available",
                "virtualInterfaceType": "private",
                "ownerAccount": ACCOUNT,
                "region": REGION,
                "connectionId": f"dxcon-{number // PER_CONNECTION:08d}",
                "vlan": number % PER_CONNECTION + 1,
                "asn": 65000,
                **ends,
                "bgpPeers": [peer],
            }
        )
    connections = [
        {"connectionId": f"dxcon-{number:08d}", "ownerAccount": ACCOUNT, "region": REGION}
        for number in range(count // PER_CONNECTION)
    ]
    gateways = [{"virtualGatewayId": "vgw-123er56"}]
    return Estate(
        {"virtualInterfaces": vifs, "connections": connections, "virtualGateways": gateways}
    )


def calls(among: Estate, request: tuple[str, dict[str, Any]]) -> int:
    """How many functions, Python's and C's, one request calls."""
    count = 0

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        call(among, *request, CALLER, 1_000_000.0)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def estates() -> tuple[Estate, Estate]:
    both = estate(SMALL), estate(LARGE)
    for each in both:
        call(each, *REQUESTS["one by id"], CALLER, 1_000_000.0)
    return both


@pytest.mark.parametrize("request_name", REQUESTS)
def test_a_request_costs_the_same_with_200_times_the_vifs(
    estates: tuple[Estate, Estate], request_name: str
) -> None:
    small, large = (calls(each, REQUESTS[request_name]) for each in estates)
    assert large <= small * 1.2
