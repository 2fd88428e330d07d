"""aws_dx_ data sources, and that every resource of the provider has its flow."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.control_plane.terraform import test_gateways, test_ports, test_virtual_interfaces
from tests.control_plane.terraform.conftest import CUSTOMER, PROVIDER, Flow, check_read


def test_data_aws_dx_connection(flow: Flow) -> None:
    connection_id = flow.connection(tags=[{"key": "site", "value": "A"}])
    listed = flow.ask("DescribeConnections")["connections"]
    (found,) = [each for each in listed if each["connectionName"] == "core"]
    check_read("connection", found, {"connectionId": connection_id})
    flow.tag("dxcon", found, connection_id)


def test_data_aws_dx_connections(flow: Flow) -> None:
    assert flow.ask("DescribeConnections") == {"connections": []}
    ids = [flow.connection() for _ in range(3)]
    listed = flow.ask("DescribeConnections")["connections"]
    assert [each["connectionId"] for each in listed] == ids
    assert {each["ownerAccount"] for each in listed} == {CUSTOMER}


def test_data_aws_dx_gateway(flow: Flow) -> None:
    gateway_id = flow.gateway()
    listed = flow.ask("DescribeDirectConnectGateways")["directConnectGateways"]
    (found,) = [each for each in listed if each["directConnectGatewayName"] == "core"]
    check_read("gateway", found, {"directConnectGatewayId": gateway_id})


def test_data_aws_dx_locations(flow: Flow) -> None:
    """The provider's own tests order a port in the second location of the list."""
    codes = [location["locationCode"] for location in flow.locations()]
    assert len(codes) > 1
    order = {"connectionName": "core", "bandwidth": "10Gbps", "location": codes[1]}
    assert flow.ask("CreateConnection", **order)["location"] == codes[1]
    assert [location["locationCode"] for location in flow.locations()] == codes


def test_data_aws_dx_location(flow: Flow) -> None:
    code = flow.locations()[0]["locationCode"]
    (found,) = [location for location in flow.locations() if location["locationCode"] == code]
    check_read("location", found)
    provider = found["availableProviders"][0]
    order = {"connectionName": "core", "bandwidth": "10Gbps", "location": code}
    made = flow.ask("CreateConnection", **order, providerName=provider)
    assert made["providerName"] == provider


@pytest.mark.parametrize("vif_type", ["Private", "Transit"])
def test_data_aws_dx_router_configuration(flow: Flow, vif_type: str) -> None:
    gateway = {"directConnectGatewayId": flow.gateway()}
    order = test_virtual_interfaces.wanted(vif_type, **gateway)
    vif_id = test_virtual_interfaces.created(flow, vif_type, order)
    router_type = "CiscoSystemsInc-2900SeriesRouters-IOS124"
    named = {"virtualInterfaceId": vif_id, "routerTypeIdentifier": router_type}
    answer = flow.ask("DescribeRouterConfiguration", **named)
    check_read("router", answer["router"], {"routerTypeIdentifier": router_type})
    assert answer["router"]["xsltTemplateName"] == "customer-router-cisco-generic.xslt"
    assert answer["virtualInterfaceName"] == "blue"
    assert "65000" in answer["customerRouterConfig"]


def flows_of(*modules: ModuleType) -> set[str]:
    return {name for module in modules for name in vars(module) if name.startswith("test_")}


def test_every_resource_and_data_source_of_the_provider_has_its_flow() -> None:
    flows = flows_of(test_ports, test_gateways, test_virtual_interfaces)
    assert {f"test_aws_dx_{name}" for name in PROVIDER["resources"]} <= flows
    assert {f"test_data_aws_dx_{name}" for name in PROVIDER["data_sources"]} <= set(globals())
