"""Connections: ordered, accepted, changed and deleted, with their states."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import Account, MakeVifs, World

ORDER = {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "core"}


def states(account: Account) -> list[str]:
    return [c["connectionState"] for c in account("DescribeConnections")["connections"]]


def refused(text: str) -> AbstractContextManager[pytest.ExceptionInfo[ServiceError]]:
    return pytest.raises(ServiceError, match=text)


def test_a_connection_is_requested_then_pending_then_available(world: type[World]) -> None:
    here = world({}, state_delay=None)
    made = here.customer("CreateConnection", **ORDER)
    assert made["connectionState"] == "requested"
    assert made["connectionId"].startswith("dxcon-f")
    assert made["ownerAccount"] == here.customer.caller.account
    here.estate.advance()
    assert states(here.customer) == ["pending"]
    here.estate.advance()
    assert states(here.customer) == ["available"]


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"bandwidth": "3Gbps"}, "Bandwidth must be one of"),
        ({"location": "Nowhere"}, "Location Nowhere does not exist in us-east-1"),
        ({"bandwidth": "100Gbps"}, "Location EqDC2 has no ports of 100Gbps"),
        ({"requestMACSec": True}, "MACsec needs a bandwidth"),
        ({"lagId": "dxlag-x"}, "Could not find Lag with ID dxlag-x"),
        ({"bandwidth": "10Gbps", "requestMACSec": True}, "EqDC2 has no MACsec ports of 10Gbps"),
        ({"billingMode": "FlatRateTier1"}, "EqDC2 has no billing mode FlatRateTier1"),
    ],
)
def test_what_cannot_be_ordered_is_refused(
    world: type[World], wrong: dict[str, object], text: str
) -> None:
    place = {
        "locationCode": "EqDC2",
        "region": "us-east-1",
        "availablePortSpeeds": ["1G", "10G"],
        "availableMacSecPortSpeeds": ["1G"],
        "availableBillingModes": [{"billingMode": "PayAsYouGo"}],
    }
    here = world({"locations": [place]})
    with refused(text):
        here.customer("CreateConnection", **{**ORDER, **wrong})
    assert states(here.customer) == []


def test_an_account_has_ten_connections_at_one_location(world: type[World]) -> None:
    here = world({})
    made = [here.customer("CreateConnection", **ORDER) for _ in range(10)]
    with refused("10 connections at one location"):
        here.customer("CreateConnection", **ORDER)
    here.customer("CreateConnection", **{**ORDER, "location": "EqLD5"})
    here.partner("CreateConnection", **ORDER)
    here.customer("DeleteConnection", connectionId=made[0]["connectionId"])
    here.customer("CreateConnection", **ORDER)


def test_a_deleted_connection_is_listed_for_fifteen_minutes_and_can_do_nothing(
    world: type[World],
) -> None:
    here = world({})
    connection = {"connectionId": here.customer("CreateConnection", **ORDER)["connectionId"]}
    assert here.customer("DeleteConnection", **connection)["connectionState"] == "deleted"
    assert states(here.customer) == ["deleted"]
    for operation in ("DeleteConnection", "DescribeLoa"):
        with refused("Could not find Connection with ID dxcon-"):
            here.customer(operation, **connection)
    here.wait(15 * 60)
    assert states(here.customer) == []


def test_a_connection_with_vifs_is_not_deleted(world: type[World], vifs: MakeVifs) -> None:
    here = world({})
    connection_id = here.customer("CreateConnection", **ORDER)["connectionId"]
    here.estate.put("virtualInterfaces", vifs(1, connectionId=connection_id)[0])
    with refused("has virtual interfaces"):
        here.customer("DeleteConnection", connectionId=connection_id)
    here.estate.change("virtualInterfaces", "dxvif-00000001", virtualInterfaceState="deleted")
    here.customer("DeleteConnection", connectionId=connection_id)


def test_another_accounts_connection_cannot_be_found(world: type[World]) -> None:
    here = world({})
    connection = {"connectionId": here.customer("CreateConnection", **ORDER)["connectionId"]}
    for operation in ("DescribeConnections", "DeleteConnection", "ConfirmConnection"):
        with refused("Could not find Connection with ID"):
            here.partner(operation, **connection)


def test_name_and_encryption_mode_can_be_changed(world: type[World]) -> None:
    here = world({})
    order = {**ORDER, "bandwidth": "10Gbps", "requestMACSec": True}
    connection_id = here.customer("CreateConnection", **order)["connectionId"]
    changes = {"connectionName": "edge", "encryptionMode": "must_encrypt"}
    changed = here.customer("UpdateConnection", connectionId=connection_id, **changes)
    assert changes.items() <= changed.items()
    with refused("must be one of"):
        here.customer("UpdateConnection", connectionId=connection_id, encryptionMode="x")
    with refused("must be given"):
        here.customer("UpdateConnection", connectionId=connection_id)
    plain = here.customer("CreateConnection", **ORDER)["connectionId"]
    with refused("MACsec capable"):
        here.customer("UpdateConnection", connectionId=plain, encryptionMode="must_encrypt")


def test_the_billing_mode_changes_for_all_or_for_none(world: type[World]) -> None:
    here = world({})
    ids = [here.customer("CreateConnection", **ORDER)["connectionId"] for _ in range(2)]
    mode = {"billingMode": "FlatRateTier1"}
    with refused("dxcon-x"):
        here.customer("UpdateConnectionsBillingMode", connectionIds=[*ids, "dxcon-x"], **mode)
    modes = {c["billingMode"] for c in here.customer("DescribeConnections")["connections"]}
    assert modes == {"PayAsYouGo"}
    answer = here.customer("UpdateConnectionsBillingMode", connectionIds=ids, **mode)
    assert [c["billingMode"] for c in answer["connections"]] == ["FlatRateTier1"] * 2
