"""Failover tests: peers down for as long as asked, and what is remembered."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.vifs.conftest import Account, World

MINUTE = 60


@pytest.fixture
def vif(world: World, customer: Account) -> dict[str, Any]:
    """A private VIF that is up, with a peer of each family."""
    vif_id = customer.private()["virtualInterfaceId"]
    customer(
        "CreateBGPPeer",
        virtualInterfaceId=vif_id,
        newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
    )
    world.wait()
    return customer.vif(vif_id)


def status(vif: dict[str, Any]) -> list[str]:
    return [peer["bgpStatus"] for peer in vif["bgpPeers"]]


def test_a_test_takes_every_peer_down_and_ends_by_the_clock(
    world: World, customer: Account, vif: dict[str, Any]
) -> None:
    vif_id = vif["virtualInterfaceId"]
    test = customer("StartBgpFailoverTest", virtualInterfaceId=vif_id)["virtualInterfaceTest"]
    assert test["testDurationInMinutes"] == 180
    assert test["endTime"] - test["startTime"] == 180 * MINUTE
    assert test["bgpPeers"] == [peer["bgpPeerId"] for peer in vif["bgpPeers"]]
    world.wait(180 * MINUTE - 1)
    found = customer.vif(vif_id)
    assert (found["virtualInterfaceState"], status(found)) == ("testing", ["down", "down"])
    world.wait(1)
    found = customer.vif(vif_id)
    assert (found["virtualInterfaceState"], status(found)) == ("available", ["up", "up"])
    history = customer("ListVirtualInterfaceTestHistory", virtualInterfaceId=vif_id)
    assert [each["status"] for each in history["virtualInterfaceTestHistory"]] == ["completed"]


def test_a_test_may_be_of_one_peer_and_be_stopped(
    world: World, customer: Account, vif: dict[str, Any]
) -> None:
    vif_id, peer_id = vif["virtualInterfaceId"], vif["bgpPeers"][1]["bgpPeerId"]
    customer(
        "StartBgpFailoverTest",
        virtualInterfaceId=vif_id,
        bgpPeers=[peer_id],
        testDurationInMinutes=4320,
    )
    assert status(customer.vif(vif_id)) == ["up", "down"]
    world.wait(MINUTE)
    ended = customer("StopBgpFailoverTest", virtualInterfaceId=vif_id)["virtualInterfaceTest"]
    assert (ended["status"], ended["endTime"]) == ("stopped", world.now)
    found = customer.vif(vif_id)
    assert (found["virtualInterfaceState"], status(found)) == ("available", ["up", "up"])
    world.wait(4320 * MINUTE)
    history = customer("ListVirtualInterfaceTestHistory", testId=ended["testId"])
    assert history["virtualInterfaceTestHistory"] == [ended]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"testDurationInMinutes": 0}, "between 1 and 4320 minutes"),
        ({"testDurationInMinutes": 4321}, "between 1 and 4320 minutes"),
        ({"bgpPeers": ["dxpeer-unknown1"]}, "has no such BGP Peer"),
    ],
)
def test_a_test_is_refused(
    customer: Account, vif: dict[str, Any], fields: dict[str, Any], text: str
) -> None:
    with pytest.raises(ServiceError, match=text):
        customer("StartBgpFailoverTest", virtualInterfaceId=vif["virtualInterfaceId"], **fields)


def test_one_test_runs_at_a_time_and_only_a_running_one_stops(
    customer: Account, vif: dict[str, Any]
) -> None:
    vif_id = vif["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="has no test in progress"):
        customer("StopBgpFailoverTest", virtualInterfaceId=vif_id)
    customer("StartBgpFailoverTest", virtualInterfaceId=vif_id)
    with pytest.raises(ServiceError, match="is in state testing"):
        customer("StartBgpFailoverTest", virtualInterfaceId=vif_id)


def test_a_vif_that_is_not_up_is_not_tested(customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="is in state pending"):
        customer("StartBgpFailoverTest", virtualInterfaceId=vif_id)


def test_history_is_filtered_and_each_accounts_own(
    customer: Account, other: Account, vif: dict[str, Any]
) -> None:
    vif_id, (first, second) = vif["virtualInterfaceId"], vif["bgpPeers"]
    customer("StartBgpFailoverTest", virtualInterfaceId=vif_id, bgpPeers=[first["bgpPeerId"]])
    for filters, count in (
        ({}, 1),
        ({"virtualInterfaceId": vif_id}, 1),
        ({"status": "in_progress"}, 1),
        ({"status": "completed"}, 0),
        ({"bgpPeers": [first["bgpPeerId"]]}, 1),
        ({"bgpPeers": [second["bgpPeerId"]]}, 0),
        ({"testId": "fake"}, 0),
    ):
        answer = customer("ListVirtualInterfaceTestHistory", **filters)
        assert len(answer["virtualInterfaceTestHistory"]) == count
        answer = other("ListVirtualInterfaceTestHistory", **filters)
        assert answer["virtualInterfaceTestHistory"] == []


def test_a_record_of_the_2015_api_is_tested_too(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    raw_estate["virtualInterfaces"] = [
        {
            "virtualInterfaceId": "dxvif-old00001",
            "virtualInterfaceState": "available",
            "virtualInterfaceType": "private",
            "asn": 65000,
            "amazonAddress": "192.168.1.1/30",
            "customerAddress": "192.168.1.2/30",
        }
    ]
    world = make_world(raw_estate)
    answer = world.customer("StartBgpFailoverTest", virtualInterfaceId="dxvif-old00001")
    (peer,) = world.customer.vif("dxvif-old00001")["bgpPeers"]
    assert answer["virtualInterfaceTest"]["bgpPeers"] == [peer["bgpPeerId"]]
    assert peer["bgpStatus"] == "down"
    world.wait(180 * MINUTE)
    assert status(world.customer.vif("dxvif-old00001")) == ["up"]
