"""States that follow one another by the clock, or step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane import Caller, Estate, Request
from tests.control_plane.conftest import World

CUSTOMER = "111122223333"


def request_at(estate: Estate, now: float) -> Request:
    return Request(estate, "", {}, Caller(CUSTOMER, "us-east-1"), now)


def ordered(here: World) -> Mapping[str, Any]:
    """A connection that was requested just now."""
    record = {"connectionId": "dxcon-00000001", "ownerAccount": CUSTOMER, "region": "us-east-1"}
    request = request_at(here.estate, here.clock[0])
    return request.become("connections", record, "requested", "pending", "available")


def state(here: World) -> str | None:
    found = here.customer("DescribeConnections")["connections"]
    return found[0]["connectionState"] if found else None


def test_without_delay_the_last_state_is_there_at_the_next_look(world: type[World]) -> None:
    here = world({})
    assert ordered(here)["connectionState"] == "requested"
    assert state(here) == "available"


def test_with_a_delay_each_state_takes_that_long(world: type[World]) -> None:
    here = world({}, state_delay=60)
    ordered(here)
    seen = []
    for _ in range(4):
        seen.append(state(here))
        here.wait(45)
    assert seen == ["requested", "requested", "pending", "available"]


def test_step_by_step_a_state_waits_for_the_advance(world: type[World]) -> None:
    here = world({}, state_delay=None)
    ordered(here)
    here.wait(10**6)
    seen = [state(here)]
    while here.estate.advance():
        seen.append(state(here))
    assert seen == ["requested", "pending", "available"]


def test_what_is_scheduled_survives_dump_and_load(world: type[World]) -> None:
    here = world({}, state_delay=60)
    ordered(here)
    again = world(here.estate.dump())
    again.wait(60)
    assert state(again) == "pending"
    again.wait(60)
    assert state(again) == "available"


def test_a_deleted_record_stays_listed_for_fifteen_minutes(world: type[World]) -> None:
    here = world({})
    request_at(here.estate, here.clock[0]).retire("connections", ordered(here))
    assert state(here) == "deleted"
    here.wait(15 * 60 - 1)
    assert state(here) == "deleted"
    here.wait(1)
    assert state(here) is None
    assert "connections" not in here.estate.dump()


def test_a_deletion_takes_the_delay_and_forgets_what_was_to_come(world: type[World]) -> None:
    here = world({}, state_delay=60)
    request_at(here.estate, here.clock[0]).retire("connections", ordered(here))
    assert state(here) == "deleting"
    here.wait(120)
    assert state(here) == "deleted"
    here.wait(15 * 60)
    assert state(here) is None


def test_step_by_step_a_deleted_record_leaves_by_the_clock(world: type[World]) -> None:
    here = world({}, state_delay=None)
    request_at(here.estate, here.clock[0]).retire("connections", ordered(here))
    assert state(here) == "deleting"
    here.estate.advance()
    assert state(here) == "deleted"
    here.wait(15 * 60)
    assert state(here) is None


def test_ids_are_never_used_twice_and_follow_from_the_estate() -> None:
    first, second = Estate({}), Estate({})
    assert first.new_id("connections") == second.new_id("connections")
    assert first.new_id("connections") != Estate(first.dump()).new_id("connections")
    assert first.new_id("virtualInterfaces").startswith("dxvif-f")
    assert len(first.new_id("directConnectGateways")) == 36
