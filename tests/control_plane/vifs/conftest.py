from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dxnet.control_plane import Caller, Estate, call
from tests.control_plane.shapes import misfits

CUSTOMER = "111122223333"
OTHER = "444455556666"
REGION = "us-east-1"
GATEWAY = "11111111-2222-4333-8444-555555555555"
TRANSIT_GATEWAY = "11111111-2222-4333-8444-666666666666"
OTHER_GATEWAY = "11111111-2222-4333-8444-777777777777"
DELAY = 60.0


def connection(connection_id: str, **fields: Any) -> dict[str, Any]:
    return {
        "connectionId": connection_id,
        "connectionName": connection_id,
        "connectionState": "available",
        "ownerAccount": CUSTOMER,
        "region": REGION,
        "location": "EqDC2",
        "bandwidth": "10Gbps",
        "awsDeviceV2": "EqDC2-fake1",
        "awsLogicalDeviceId": "EqDC2-fake1",
        "jumboFrameCapable": True,
        "hasLogicalRedundancy": "no",
        **fields,
    }


def estate() -> dict[str, Any]:
    """Connections of every sort of a customer's, and gateways of two accounts."""
    return {
        "connections": [
            connection("dxcon-aaaaaaa1"),
            connection("dxcon-aaaaaaa2", hasLogicalRedundancy="yes", awsDeviceV2="EqDC2-fake2"),
            connection("dxcon-hosted01", vlan=300, partnerName="Fake Partner", bandwidth="500Mbps"),
            connection("dxcon-nojumbo1", jumboFrameCapable=False),
            connection("dxcon-ordered1", connectionState="ordering"),
            connection("dxcon-member01", lagId="dxlag-aaaaaaa1"),
            connection("dxcon-other001", ownerAccount=OTHER),
        ],
        "lags": [
            {
                "lagId": "dxlag-aaaaaaa1",
                "lagState": "available",
                "ownerAccount": CUSTOMER,
                "region": REGION,
                "location": "EqDC2",
                "connectionsBandwidth": "10Gbps",
                "numberOfConnections": 1,
                "jumboFrameCapable": True,
                "awsDeviceV2": "EqDC2-fake3",
            }
        ],
        "interconnects": [
            {
                "interconnectId": "dxcon-partner1",
                "interconnectState": "available",
                "ownerAccount": CUSTOMER,
                "region": REGION,
                "location": "EqDC2",
                "bandwidth": "10Gbps",
            }
        ],
        "directConnectGateways": [
            gateway(GATEWAY, CUSTOMER, 64512),
            gateway(TRANSIT_GATEWAY, CUSTOMER, 4200000001),
            gateway(OTHER_GATEWAY, OTHER, 64600),
        ],
        "virtualGateways": [
            {"virtualGatewayId": "vgw-123er56", "virtualGatewayState": "available"},
            {
                "virtualGatewayId": "vgw-999other",
                "virtualGatewayState": "available",
                "ownerAccount": OTHER,
            },
        ],
    }


def gateway(gateway_id: str, owner: str, asn: int) -> dict[str, Any]:
    return {
        "directConnectGatewayId": gateway_id,
        "directConnectGatewayName": "fake",
        "amazonSideAsn": asn,
        "ownerAccount": owner,
        "directConnectGatewayState": "available",
    }


class Account:
    """One account that sends requests; every answer must fit botocore's output shape."""

    def __init__(self, world: World, account: str) -> None:
        self.world = world
        self.caller = Caller(account, REGION)

    def __call__(self, operation: str, /, **parameters: Any) -> dict[str, Any]:
        answer = call(self.world.estate, operation, parameters, self.caller, self.world.now)
        assert misfits(operation, answer) == []
        return answer

    def vif(self, vif_id: str) -> dict[str, Any]:
        """The VIF as it is described now."""
        answer = self("DescribeVirtualInterfaces", virtualInterfaceId=vif_id)
        return dict(answer["virtualInterfaces"][0])

    def private(self, vlan: int = 101, on: str = "dxcon-aaaaaaa1", **fields: Any) -> dict[str, Any]:
        wanted = {"virtualInterfaceName": "core-blue", "vlan": vlan, "asn": 65000}
        if not {"virtualGatewayId", "directConnectGatewayId"} & set(fields):
            wanted["directConnectGatewayId"] = GATEWAY
        wanted |= fields
        return self(
            "CreatePrivateVirtualInterface", connectionId=on, newPrivateVirtualInterface=wanted
        )

    def public(self, vlan: int = 201, on: str = "dxcon-aaaaaaa1", **fields: Any) -> dict[str, Any]:
        wanted = {
            "virtualInterfaceName": "edge",
            "vlan": vlan,
            "asn": 65000,
            "amazonAddress": "203.0.113.1/30",
            "customerAddress": "203.0.113.2/30",
            "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}],
            **fields,
        }
        return self(
            "CreatePublicVirtualInterface", connectionId=on, newPublicVirtualInterface=wanted
        )

    def transit(self, vlan: int = 251, on: str = "dxcon-aaaaaaa1", **fields: Any) -> dict[str, Any]:
        wanted = {
            "virtualInterfaceName": "transit",
            "vlan": vlan,
            "asn": 65000,
            "directConnectGatewayId": TRANSIT_GATEWAY,
            **fields,
        }
        answer = self(
            "CreateTransitVirtualInterface", connectionId=on, newTransitVirtualInterface=wanted
        )
        return dict(answer["virtualInterface"])

    def allocated(self, to: str, on: str = "dxcon-aaaaaaa1", **fields: Any) -> dict[str, Any]:
        """A private VIF that this account allocates to another one."""
        return self(
            "AllocatePrivateVirtualInterface",
            connectionId=on,
            ownerAccount=to,
            newPrivateVirtualInterfaceAllocation={
                "virtualInterfaceName": "hosted",
                "vlan": 401,
                "asn": 65000,
                **fields,
            },
        )


class World:
    """An estate whose states take a minute each, its clock, and two accounts."""

    def __init__(self, raw: Mapping[str, Any], state_delay: float | None = DELAY) -> None:
        self.estate = Estate(raw, state_delay=state_delay)
        self.now = 1_000_000.0
        self.customer = Account(self, CUSTOMER)
        self.other = Account(self, OTHER)

    def wait(self, seconds: float = DELAY) -> None:
        self.now += seconds


@pytest.fixture
def world() -> World:
    return World(estate())


@pytest.fixture
def customer(world: World) -> Account:
    return world.customer


@pytest.fixture
def other(world: World) -> Account:
    return world.other


@pytest.fixture
def make_world() -> type[World]:
    return World


@pytest.fixture
def raw_estate() -> dict[str, Any]:
    return estate()
