"""What each account sees, and pages of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dxnet.control_plane import Estate, ServiceError, call
from dxnet.errors import DxnetError
from tests.control_plane.conftest import Account, MakeVifs, World

CUSTOMER, PARTNER, STRANGER = "111122223333", "444455556666", "777788889999"


def raw_estate() -> dict[str, Any]:
    return {
        "locations": [
            {"locationCode": "EqDC2", "locationName": "Ashburn", "region": "us-east-1"},
            {"locationCode": "TIVIT", "locationName": "Sao Paulo", "region": "sa-east-1"},
            {"locationCode": "Old1", "locationName": "From 2015"},
        ],
        "interconnects": [
            {
                "interconnectId": "dxcon-00000009",
                "interconnectName": "partner port",
                "ownerAccount": PARTNER,
                "region": "us-east-1",
            }
        ],
        "connections": [
            {
                "connectionId": "dxcon-00000001",
                "ownerAccount": CUSTOMER,
                "region": "us-east-1",
                "tags": [{"key": "site", "value": "A"}],
            },
            {
                "connectionId": "dxcon-00000002",
                "ownerAccount": CUSTOMER,
                "region": "us-east-1",
                "interconnectId": "dxcon-00000009",
                "vlan": 101,
            },
            {
                "connectionId": "dxcon-00000003",
                "ownerAccount": CUSTOMER,
                "region": "eu-west-1",
            },
        ],
        "lags": [
            {
                "lagId": "dxlag-00000001",
                "ownerAccount": CUSTOMER,
                "region": "us-east-1",
                "connections": [{"connectionId": "dxcon-00000007", "ownerAccount": CUSTOMER}],
            }
        ],
        "virtualInterfaces": [
            {
                "virtualInterfaceId": "dxvif-00000001",
                "ownerAccount": STRANGER,
                "region": "us-east-1",
                "connectionId": "dxcon-00000001",
            },
            {
                "virtualInterfaceId": "dxvif-00000002",
                "ownerAccount": PARTNER,
                "region": "us-east-1",
                "connectionId": "dxcon-00000009",
            },
        ],
        "directConnectGateways": [
            {"directConnectGatewayId": "5f294f92-bafb-4011-916d-9b0bec1ed3a4"}
            | {"ownerAccount": CUSTOMER}
        ],
        "virtualGateways": [
            {"virtualGatewayId": "vgw-0001", "ownerAccount": PARTNER},
            {"virtualGatewayId": "vgw-0002"},
        ],
    }


@pytest.fixture
def here(world: type[World]) -> World:
    return world(raw_estate())


def ids(answer: Mapping[str, Any], kind: str, field: str) -> list[Any]:
    return [record[field] for record in answer[kind]]


def test_an_account_sees_its_own_connections_of_its_region(here: World) -> None:
    answer = here.customer("DescribeConnections")
    found = ids(answer, "connections", "connectionId")
    assert found == ["dxcon-00000001", "dxcon-00000002", "dxcon-00000007"]
    abroad = here.account(CUSTOMER, "eu-west-1")("DescribeConnections")
    assert "dxcon-00000003" in ids(abroad, "connections", "connectionId")
    assert here.partner("DescribeConnections")["connections"] == []


def test_a_vif_is_seen_by_its_owner_and_by_the_owner_of_its_connection(here: World) -> None:
    def seen(account: Account) -> list[str]:
        return ids(account("DescribeVirtualInterfaces"), "virtualInterfaces", "virtualInterfaceId")

    assert seen(here.account(STRANGER)) == ["dxvif-00000001"]
    assert seen(here.customer) == ["dxvif-00000001"]
    assert seen(here.partner) == ["dxvif-00000002"]


def test_the_vifs_of_one_connection_are_those_that_the_caller_sees(here: World) -> None:
    def seen(account: Account, **parameters: str) -> list[str]:
        answer = account("DescribeVirtualInterfaces", **parameters)
        return ids(answer, "virtualInterfaces", "virtualInterfaceId")

    on_first = {"connectionId": "dxcon-00000001"}
    assert seen(here.customer, **on_first) == ["dxvif-00000001"]
    assert seen(here.partner, **on_first) == []
    assert seen(here.customer, virtualInterfaceId="dxvif-00000001", **on_first)
    assert not seen(here.customer, virtualInterfaceId="dxvif-00000001", connectionId="dxcon-9")


@pytest.mark.parametrize(
    "operation", ["DescribeHostedConnections", "DescribeConnectionsOnInterconnect"]
)
def test_the_owner_of_an_interconnect_sees_what_stands_on_it(here: World, operation: str) -> None:
    name = "connectionId" if operation == "DescribeHostedConnections" else "interconnectId"
    parameters = {name: "dxcon-00000009"}
    answer = here.partner(operation, **parameters)
    assert ids(answer, "connections", "connectionId") == ["dxcon-00000002"]
    assert "interconnectId" not in answer["connections"][0]
    with pytest.raises(
        ServiceError, match=r"(Could not find .* with ID|failed for connection) dxcon-00000009"
    ):
        here.customer(operation, **parameters)


def test_interconnects_are_shown_to_their_owner_without_the_owner(here: World) -> None:
    (found,) = here.partner("DescribeInterconnects")["interconnects"]
    assert found == {
        "interconnectId": "dxcon-00000009",
        "interconnectName": "partner port",
        "region": "us-east-1",
    }
    assert here.customer("DescribeInterconnects")["interconnects"] == []


def test_a_lag_holds_its_connections_which_are_connections_too(here: World) -> None:
    (lag,) = here.customer("DescribeLags")["lags"]
    (member,) = lag["connections"]
    assert member["connectionId"] == "dxcon-00000007"
    answer = here.customer("DescribeConnections", connectionId="dxcon-00000007")
    assert answer["connections"][0]["lagId"] == lag["lagId"]


def test_gateways_are_global_and_virtual_gateways_without_owner_are_everybodys(here: World) -> None:
    abroad = here.account(CUSTOMER, "ap-south-1")
    assert len(abroad("DescribeDirectConnectGateways")["directConnectGateways"]) == 1
    answer = here.customer("DescribeVirtualGateways")
    assert ids(answer, "virtualGateways", "virtualGatewayId") == ["vgw-0002"]


def test_locations_are_those_of_the_region_and_those_that_name_none(here: World) -> None:
    answer = here.customer("DescribeLocations")
    assert ids(answer, "locations", "locationCode") == ["EqDC2", "Old1"]


def test_tags_are_found_by_arn(here: World) -> None:
    arn = f"arn:aws:directconnect:us-east-1:{CUSTOMER}:dxcon/dxcon-00000001"
    assert here.customer("DescribeTags", resourceArns=[arn]) == {
        "resourceTags": [{"resourceArn": arn, "tags": [{"key": "site", "value": "A"}]}]
    }
    for wrong in (arn.replace(CUSTOMER, PARTNER), arn + "1", "dxcon-00000001"):
        with pytest.raises(ServiceError, match="Could not find resource with ARN"):
            here.customer("DescribeTags", resourceArns=[wrong])


@pytest.mark.parametrize(
    ("operation", "parameters", "text"),
    [
        (
            "DescribeConnections",
            {"connectionId": "dxcon-x"},
            "Could not find Connection with ID dxcon-x",
        ),
        ("DescribeLags", {"lagId": "dxlag-x"}, "Could not find Lag with ID dxlag-x"),
        (
            "DescribeVirtualInterfaces",
            {"virtualInterfaceId": "dxvif-x"},
            "Virtual Interface dxvif-x does not exist",
        ),
    ],
)
def test_an_id_that_is_not_there_is_refused_in_the_services_words(
    here: World, operation: str, parameters: dict[str, object], text: str
) -> None:
    with pytest.raises(ServiceError, match=text):
        here.customer(operation, **parameters)


def test_an_unknown_gateway_is_an_empty_list(here: World) -> None:
    answer = here.customer("DescribeDirectConnectGateways", directConnectGatewayId="none")
    assert answer == {"directConnectGateways": []}


def test_pages_hold_every_record_once_in_the_order_of_loading(
    world: type[World], vifs: MakeVifs
) -> None:
    here = world({"virtualInterfaces": vifs(250)[::-1]})
    found: list[str] = []
    token: str | None = None
    sizes: list[int] = []
    while token or not sizes:
        answer = here.customer("DescribeVirtualInterfaces", maxResults=1000, nextToken=token)
        found += ids(answer, "virtualInterfaces", "virtualInterfaceId")
        sizes.append(len(answer["virtualInterfaces"]))
        token = answer.get("nextToken")
    assert sizes == [100, 100, 50]
    assert found == [vif["virtualInterfaceId"] for vif in reversed(vifs(250))]


def test_a_page_goes_on_behind_a_vif_that_left_in_between(
    world: type[World], vifs: MakeVifs
) -> None:
    here = world({"virtualInterfaces": vifs(3)})
    token = here.customer("DescribeVirtualInterfaces", maxResults=2)["nextToken"]
    here.estate.remove("virtualInterfaces", "dxvif-00000002")
    rest = here.customer("DescribeVirtualInterfaces", nextToken=token)
    assert ids(rest, "virtualInterfaces", "virtualInterfaceId") == ["dxvif-00000003"]


def test_a_token_serves_only_the_listing_that_gave_it(world: type[World], vifs: MakeVifs) -> None:
    here = world({"virtualInterfaces": vifs(3)})
    token = here.customer("DescribeVirtualInterfaces", maxResults=1)["nextToken"]
    for ask, parameters in (
        (here.partner, {}),
        (here.account(CUSTOMER, "eu-west-1"), {}),
        (here.customer, {"connectionId": "dxcon-00000001"}),
    ):
        with pytest.raises(ServiceError, match="nextToken is invalid"):
            ask("DescribeVirtualInterfaces", nextToken=token, **parameters)


@pytest.mark.parametrize("token", ["", "x", "AAAA", "\ud800", "é", token := "A" * 5000])
def test_a_made_up_token_is_refused(world: type[World], token: str) -> None:
    with pytest.raises(ServiceError, match="nextToken is invalid"):
        world({}).customer("DescribeConnections", nextToken=token)


@pytest.mark.parametrize("size", [0, -1])
def test_a_page_of_nothing_is_refused(world: type[World], size: int) -> None:
    with pytest.raises(ServiceError, match="MaxResults"):
        world({}).customer("DescribeConnections", maxResults=size)


def test_an_estate_loads_back_what_it_dumped(here: World) -> None:
    dumped = here.estate.dump()
    assert Estate(dumped).dump() == dumped


def test_a_loaded_estate_makes_no_key_or_id_again(here: World) -> None:
    here.estate.new_token(22)
    loaded = Estate(here.estate.dump())
    is_same = loaded.new_token(22) == here.estate.new_token(22)
    assert is_same


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"connectionId": 7}, r"connections\[0\] has no connectionId"),
        ({"ownerAccount": 111122223333}, r"ownerAccount of connections\[0\] is no text"),
        ({"region": ["us-east-1"]}, r"region of connections\[0\] is no text"),
        ({"schedule": "soon"}, r"schedule of connections\[0\] is no list of steps"),
        ({"schedule": [{"at": 1.0, "do": "explode", "with": {}}]}, "is no list of steps"),
        ({"history": "long"}, r"history of connections\[0\] is no list of events"),
        ({"history": [{"at": "then", "of": "link", "is": "up"}]}, "is no list of events"),
    ],
)
def test_an_estate_that_is_none_is_refused_with_the_place(
    wrong: dict[str, object], text: str
) -> None:
    with pytest.raises(DxnetError, match=text):
        Estate({"connections": [{"connectionId": "dxcon-00000001", **wrong}]})


@pytest.mark.parametrize("wrong", ["", "x", [], [None], {}, 1.5])
def test_a_number_that_is_none_counts_as_absent(
    world: type[World], vifs: MakeVifs, wrong: object
) -> None:
    names = ["prefixPoolSizeIpv4", "rateLimiterStatus", "bandwidth"]
    connection = {"connectionId": "dxcon-00000001", **dict.fromkeys(names, wrong)}
    (vif,) = vifs(1, prefixPoolAllocatedCountIpv4=wrong, rateLimit=wrong)
    here = world({"connections": [connection], "virtualInterfaces": [vif]})
    (found,) = call(here.estate, "DescribeConnections", {}, here.customer.caller, 1.0)[
        "connections"
    ]
    assert found["rateLimiterStatus"]["maxAllowed"] == 10
    assert "prefixPoolUnallocatedCountIpv4" not in found


def test_lists_keep_the_order_of_creation_after_a_dump_too(world: type[World]) -> None:
    here = world({})
    order = {"location": "EqDC2", "bandwidth": "1Gbps"}
    names = [f"o{number}" for number in range(5)]
    for name in names:
        here.customer("CreateConnection", connectionName=name, **order)
    for estate in (here.estate, Estate(here.estate.dump())):
        caller = here.customer.caller
        listed = call(estate, "DescribeConnections", {}, caller, here.clock[0])["connections"]
        assert [connection["connectionName"] for connection in listed] == names
