"""LAGs: what may be in them, and what moves with it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import Account, MakeVifs, World

CUSTOMER = "111122223333"
PLACE = {"location": "EqDC2"}
LAG = {"lagName": "bundle", "connectionsBandwidth": "10Gbps", **PLACE}
PORT = {"connectionName": "core", "bandwidth": "10Gbps", **PLACE}


def refused(text: str) -> AbstractContextManager[pytest.ExceptionInfo[ServiceError]]:
    return pytest.raises(ServiceError, match=text)


def lag(account: Account, count: int = 2, **order: Any) -> dict[str, Any]:
    return account("CreateLag", numberOfConnections=count, **{**LAG, **order})


def connection(account: Account, **order: Any) -> str:
    return str(account("CreateConnection", **{**PORT, **order})["connectionId"])


def members(account: Account) -> list[str]:
    (found,) = account("DescribeLags")["lags"]
    assert found["numberOfConnections"] == len(found["connections"])
    return [member["connectionId"] for member in found["connections"]]


def test_a_lag_brings_new_connections(world: type[World]) -> None:
    here = world({}, state_delay=None)
    child_tags = [{"key": "of", "value": "lag"}]
    made = lag(here.customer, childConnectionTags=child_tags, tags=[{"key": "a", "value": ""}])
    assert (made["lagState"], made["minimumLinks"]) == ("pending", 0)
    names = {port["connectionName"] for port in made["connections"]}
    assert names == {f"Requested Connection {n} for Lag {made['lagId']}" for n in (1, 2)}
    assert all(port["tags"] == child_tags for port in made["connections"])
    for state in ("pending", "available"):
        here.estate.advance()
        assert here.customer("DescribeLags")["lags"][0]["lagState"] == state


@pytest.mark.parametrize(
    ("bandwidth", "count"), [("10Gbps", 0), ("10Gbps", 5), ("100Gbps", 3), ("400Gbps", 3)]
)
def test_a_lag_has_as_many_links_as_its_speed_allows(
    world: type[World], bandwidth: str, count: int
) -> None:
    with refused(f"A LAG of {bandwidth} has 1 to"):
        lag(world({}).customer, count, connectionsBandwidth=bandwidth)


def test_an_account_has_ten_lags_in_a_region(world: type[World]) -> None:
    here = world({})
    for number in range(10):
        lag(here.customer, 1, location=f"Loc{number}")
    with refused("10 LAGs in one region"):
        lag(here.customer, 1)
    lag(here.account(CUSTOMER, "eu-west-1"), 1)


def test_a_connection_takes_its_vifs_into_a_new_lag(world: type[World], vifs: MakeVifs) -> None:
    here = world({})
    connection_id = connection(here.customer)
    here.estate.put("virtualInterfaces", vifs(1, connectionId=connection_id)[0])
    here.customer("DescribeConnections")
    made = lag(here.customer, 2, connectionId=connection_id)
    assert connection_id in members(here.customer)
    (vif,) = here.customer("DescribeVirtualInterfaces")["virtualInterfaces"]
    assert vif["connectionId"] == made["lagId"]
    with refused("has virtual interfaces"):
        here.customer("DeleteLag", lagId=made["lagId"])


def test_a_link_is_down_while_it_moves(world: type[World]) -> None:
    here = world({}, state_delay=60)
    connection_id, made = connection(here.customer), lag(here.customer, 1)
    here.wait(200)
    both = {"connectionId": connection_id, "lagId": made["lagId"]}
    moved = here.customer("AssociateConnectionWithLag", **both)
    assert moved["connectionState"] == "down"
    here.wait(60)
    (found,) = here.customer("DescribeConnections", connectionId=connection_id)["connections"]
    assert found["connectionState"] == "available"


def test_a_connection_of_another_speed_or_place_is_refused(world: type[World]) -> None:
    here = world({})
    lag_id = lag(here.customer, 1)["lagId"]
    for wrong in ({"bandwidth": "1Gbps"}, {"location": "EqLD5"}):
        both = {"connectionId": connection(here.customer, **wrong), "lagId": lag_id}
        with refused("another location or bandwidth"):
            here.customer("AssociateConnectionWithLag", **both)


def device(port: dict[str, Any]) -> tuple[str, str, str]:
    return port["awsDevice"], port["awsDeviceV2"], port["awsLogicalDeviceId"]


def test_everything_in_a_lag_is_on_one_device(world: type[World]) -> None:
    port = {"connectionId": "dxcon-00000001", "connectionState": "available", **PLACE}
    known = dict.fromkeys(("awsDevice", "awsDeviceV2", "awsLogicalDeviceId"), "EqDC2-fake1")
    port |= {"ownerAccount": CUSTOMER, "region": "us-east-1", "bandwidth": "10Gbps", **known}
    here = world({"connections": [port]})
    made = lag(here.customer, 2, connectionId="dxcon-00000001")
    connection(here.customer, lagId=made["lagId"])
    (found,) = here.customer("DescribeLags")["lags"]
    assert {device(each) for each in (found, *found["connections"])} == {("EqDC2-fake1",) * 3}
    elsewhere = connection(here.customer)
    with refused("on another Direct Connect endpoint"):
        both = {"connectionId": elsewhere, "lagId": made["lagId"]}
        here.customer("AssociateConnectionWithLag", **both)


def test_a_lag_with_macsec_takes_only_ports_that_have_it(world: type[World]) -> None:
    here = world({})
    plain = connection(here.customer)
    with refused("should be requested MacSec at the same time"):
        lag(here.customer, 1, connectionId=plain, requestMACSec=True)
    lag_id = lag(here.customer, 1, requestMACSec=True)["lagId"]
    with refused("should be requested MacSec at the same time"):
        here.customer("AssociateConnectionWithLag", connectionId=plain, lagId=lag_id)
    with refused("should be requested MacSec at the same time"):
        connection(here.customer, lagId=lag_id)
    connection(here.customer, lagId=lag_id, requestMACSec=True)
    assert len(members(here.customer)) == 2


def test_a_partners_connection_that_leaves_a_lag_becomes_an_interconnect(
    world: type[World],
) -> None:
    partners = {"ownerAccount": "444455556666", "region": "us-east-1", **PLACE}
    member = {"connectionId": "dxcon-00000001", "connectionName": "member", **partners}
    bundle = {"lagId": "dxlag-00000001", "allowsHostedConnections": True, **partners}
    here = world({"lags": [{**bundle, "numberOfConnections": 1, "connections": [member]}]})
    both = {"connectionId": "dxcon-00000001", "lagId": "dxlag-00000001"}
    assert here.partner("DisassociateConnectionFromLag", **both)["connectionName"] == "member"
    (found,) = here.partner("DescribeInterconnects")["interconnects"]
    assert (found["interconnectId"], found["interconnectName"]) == ("dxcon-00000001", "member")
    assert here.partner("DescribeConnections") == {"connections": []}


def test_a_full_lag_takes_no_more(world: type[World]) -> None:
    here = world({})
    lag_id = lag(here.customer, 4)["lagId"]
    with refused("can have 4 connections"):
        connection(here.customer, lagId=lag_id)
    assert len(members(here.customer)) == 4


def test_a_vlan_that_the_lag_has_keeps_a_connection_out(world: type[World], vifs: MakeVifs) -> None:
    here = world({})
    lag_id, connection_id = lag(here.customer, 1)["lagId"], connection(here.customer)
    first, second = vifs(2, vlan=55)
    here.estate.put("virtualInterfaces", {**first, "connectionId": lag_id})
    here.estate.put("virtualInterfaces", {**second, "connectionId": connection_id})
    with refused("Vlan 55 is already in use"):
        here.customer("AssociateConnectionWithLag", connectionId=connection_id, lagId=lag_id)
    assert connection_id not in members(here.customer)


def test_a_lag_keeps_its_minimum_of_links_but_gives_up_the_last(world: type[World]) -> None:
    here = world({})
    lag_id = lag(here.customer, 2)["lagId"]
    with refused("between 0 and 2"):
        here.customer("UpdateLag", lagId=lag_id, minimumLinks=3)
    here.customer("UpdateLag", lagId=lag_id, minimumLinks=2, lagName="edge")
    first, second = members(here.customer)
    with refused("minimum of 2 links"):
        here.customer("DisassociateConnectionFromLag", lagId=lag_id, connectionId=first)
    here.customer("UpdateLag", lagId=lag_id, minimumLinks=1)
    left = here.customer("DisassociateConnectionFromLag", lagId=lag_id, connectionId=first)
    assert "lagId" not in left
    here.customer("DisassociateConnectionFromLag", lagId=lag_id, connectionId=second)
    assert members(here.customer) == []
    with refused("is not in"):
        here.customer("DisassociateConnectionFromLag", lagId=lag_id, connectionId=second)


def test_a_deleted_member_counts_no_more(world: type[World]) -> None:
    here = world({})
    lag_id = lag(here.customer, 2)["lagId"]
    here.customer("DeleteConnection", connectionId=members(here.customer)[0])
    (found,) = here.customer("DescribeLags", lagId=lag_id)["lags"]
    assert found["numberOfConnections"] == 1


def test_the_encryption_mode_of_a_lag_is_that_of_its_members(world: type[World]) -> None:
    here = world({})
    lag_id = lag(here.customer, requestMACSec=True)["lagId"]
    changed = here.customer("UpdateLag", lagId=lag_id, encryptionMode="must_encrypt")
    assert {p["encryptionMode"] for p in changed["connections"]} == {"must_encrypt"}


def test_the_connections_of_a_deleted_lag_go_on(world: type[World]) -> None:
    here = world({})
    lag_id = lag(here.customer, 2)["lagId"]
    gone = here.customer("DeleteLag", lagId=lag_id)
    assert (gone["lagState"], gone["numberOfConnections"]) == ("deleted", 0)
    ports = here.customer("DescribeConnections")["connections"]
    assert [(p["connectionState"], p.get("lagId")) for p in ports] == [("available", None)] * 2


def test_a_lag_of_interconnects_hosts_connections(world: type[World]) -> None:
    here = world({})
    order = {"interconnectName": "port", "bandwidth": "10Gbps", **PLACE}
    interconnect_id = here.partner("CreateInterconnect", **order)["interconnectId"]
    asked = {"bandwidth": "1Gbps", "connectionName": "h", "ownerAccount": CUSTOMER}
    here.partner("AllocateHostedConnection", connectionId=interconnect_id, vlan=5, **asked)
    lag_id = lag(here.partner, 2, connectionId=interconnect_id)["lagId"]
    assert len(here.partner("DescribeInterconnects")["interconnects"]) == 2
    made = here.partner("AllocateHostedConnection", connectionId=lag_id, vlan=6, **asked)
    assert made["lagId"] == lag_id
    with refused("it takes no VIF directly"):
        vif = {"virtualInterfaceName": "x", "vlan": 7, "asn": 65000}
        on = {"connectionId": lag_id, "newPrivateVirtualInterface": vif}
        here.partner("CreatePrivateVirtualInterface", **on)
    hosted = here.partner("DescribeHostedConnections", connectionId=lag_id)["connections"]
    assert sorted(c["vlan"] for c in hosted) == [5, 6]
    assert members(here.partner) == sorted(
        i["interconnectId"] for i in here.partner("DescribeInterconnects")["interconnects"]
    )
    with refused("has hosted connections"):
        here.partner("DeleteLag", lagId=lag_id)
    left = here.partner("DisassociateConnectionFromLag", lagId=lag_id, connectionId=interconnect_id)
    assert left["connectionId"] == interconnect_id
    with refused("does not allow hosted connections"):
        plain = lag(here.customer, 1)["lagId"]
        here.customer("AllocateHostedConnection", connectionId=plain, vlan=6, **asked)


def test_a_partners_lag_hosts_connections_from_the_start(world: type[World]) -> None:
    here = world({})
    order = {"interconnectName": "port", "bandwidth": "10Gbps", **PLACE}
    here.partner("CreateInterconnect", **order)
    assert lag(here.partner, 2)["allowsHostedConnections"]
    assert len(here.partner("DescribeInterconnects")["interconnects"]) == 3
    assert not lag(here.customer, 2)["allowsHostedConnections"]
