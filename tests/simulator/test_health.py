"""AWS Health of the simulator, as boto3 reads it over a socket and without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from dxnet.simulator import Service, serve
from tests.simulator import clients

OWNER, OTHER = "111122223333", "444455556666"
REGION = "eu-central-1"
PORT, VIF, GUEST = "dxcon-fake0001", "dxvif-fake0001", "dxvif-fake0002"
START = 1_764_072_000.0
HOUR = 3600.0


def estate(extra_vifs: int = 0) -> dict[str, Any]:
    owned = {"ownerAccount": OWNER, "region": REGION}
    vif = {"connectionId": PORT, "virtualInterfaceState": "available", **owned}
    more = [f"dxvif-more{number:04}" for number in range(extra_vifs)]
    return {
        "connections": [{"connectionId": PORT, "connectionState": "available", **owned}],
        "virtualInterfaces": [
            *({**vif, "virtualInterfaceId": each} for each in (VIF, *more)),
            {**vif, "virtualInterfaceId": GUEST, "ownerAccount": OTHER},
        ],
    }


class World:
    """A simulator, and clients of AWS Health to it."""

    def __init__(self, service: Service, url: str | None) -> None:
        self.service, self.url = service, url

    def client(self, account: str = OWNER, region: str = REGION) -> Any:
        return clients.client("health", self.url, account, region)

    def maintenance(self, *ids: str) -> str:
        return self.service.announce("planned maintenance", *ids, begins=HOUR, lasts=4 * HOUR)

    def events(self, account: str = OWNER, **chosen: Any) -> list[dict[str, Any]]:
        return list(self.client(account).describe_events(filter=chosen)["events"])

    def entities(self, arn: str, account: str = OWNER) -> list[str]:
        answer = self.client(account).describe_affected_entities(filter={"eventArns": [arn]})
        return [entity["entityValue"] for entity in answer["entities"]]


@pytest.fixture(params=clients.WAYS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    service = Service(estate(), account=OWNER, clock=lambda: START)
    with clients.running(service, request.param) as url:
        yield World(service, url)


@pytest.fixture
def over_a_socket() -> Iterator[World]:
    service = Service(estate(extra_vifs=30), account=OWNER, clock=lambda: START)
    with serve(service) as url:
        yield World(service, url)


def test_a_maintenance_is_upcoming_open_and_closed_by_the_clock(world: World) -> None:
    arn = world.maintenance(PORT, VIF)
    [event] = world.events(services=["DIRECTCONNECT"], eventTypeCategories=["scheduledChange"])
    assert (event["arn"], event["statusCode"], event["region"]) == (arn, "upcoming", REGION)
    assert event["endTime"] - event["startTime"] == timedelta(hours=4)
    assert world.entities(arn) == [PORT, VIF]
    states = []
    for _ in range(2):
        world.service.advance_clock(3 * HOUR)
        states += [event["statusCode"] for event in world.events()]
    assert states == ["open", "closed"]
    assert world.events(eventStatusCodes=["open", "upcoming"]) == []


def test_an_issue_without_end_stays_open(world: World) -> None:
    world.service.announce("issue", PORT, begins=-HOUR, lasts=0)
    world.service.advance_clock(1000 * HOUR)
    [event] = world.events(eventTypeCategories=["issue"])
    assert (event["statusCode"], "endTime" in event) == ("open", False)
    assert event["eventTypeCode"] == "AWS_DIRECTCONNECT_OPERATIONAL_ISSUE"


def test_an_account_sees_what_of_its_own_is_affected(world: World) -> None:
    arn = world.maintenance(PORT, VIF, GUEST)
    assert world.entities(arn, OTHER) == [GUEST]
    mine = world.maintenance(PORT)
    assert [event["arn"] for event in world.events(OTHER)] == [arn]
    assert world.entities(mine, OTHER) == []


def test_an_event_without_ids_is_about_the_account(world: World) -> None:
    assert world.entities(world.maintenance()) == ["UNKNOWN"]
    assert world.events(OTHER) == []


def test_the_details_of_an_event_and_of_one_that_is_not_there(world: World) -> None:
    arn = world.service.announce("emergency maintenance", PORT, begins=0, lasts=HOUR)
    answer = world.client().describe_event_details(eventArns=[arn, f"{arn}0"])
    [details] = answer["successfulSet"]
    assert "emergency maintenance" in details["eventDescription"]["latestDescription"]
    assert details["event"]["statusCode"] == "open"
    assert [failed["eventArn"] for failed in answer["failedSet"]] == [f"{arn}0"]


def test_entities_come_in_pages_of_ten_that_all_events_share(over_a_socket: World) -> None:
    vifs = [f"dxvif-more{number:04}" for number in range(30)]
    arns = [over_a_socket.maintenance(*vifs[:20]), over_a_socket.maintenance(*vifs[20:])]
    client = over_a_socket.client()
    assert len(client.describe_affected_entities(filter={"eventArns": arns})["entities"]) == 10
    pages = client.get_paginator("describe_affected_entities").paginate(filter={"eventArns": arns})
    assert [each["entityValue"] for page in pages for each in page["entities"]] == vifs


def test_a_filter_selects_by_entity_and_by_time(over_a_socket: World) -> None:
    arn = over_a_socket.maintenance(VIF)
    over_a_socket.service.announce("issue", PORT, begins=0, lasts=0)
    assert [e["arn"] for e in over_a_socket.events(entityValues=[VIF])] == [arn]
    later = {"from": datetime.fromtimestamp(START + 1, UTC)}
    assert [e["arn"] for e in over_a_socket.events(startTimes=[later])] == [arn]
    assert [e["arn"] for e in over_a_socket.events(endTimes=[later])] == [arn]
    assert over_a_socket.events(regions=["us-east-1"]) == []
    assert over_a_socket.events(services=["EC2"]) == []


def test_a_support_plan_is_needed(world: World) -> None:
    world.service.set_support(has_plan=False)
    for ask in (
        world.events,
        lambda: world.entities("arn:aws:health:eu-central-1::event/DIRECTCONNECT/A/A_1"),
    ):
        with pytest.raises(ClientError) as caught:
            ask()
        assert caught.value.response["Error"]["Code"] == "SubscriptionRequiredException"
    world.service.set_support(has_plan=True)
    assert world.events() == []


def test_denied_throttled_and_slow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.service.deny("health:DescribeEvents")
    with pytest.raises(ClientError, match=r"\(AccessDeniedException\).*health:DescribeEvents"):
        world.events()
    world.service.deny()
    world.service.throttle(1)
    with pytest.raises(ClientError, match="ThrottlingException"):
        world.events()
    waited: list[float] = []
    monkeypatch.setattr("dxnet.simulator.service.time.sleep", waited.append)
    world.service.delay_answers(1.5)
    world.events()
    assert waited == [1.5]


def test_what_the_simulator_does_not_have_is_refused(world: World) -> None:
    with pytest.raises(ClientError, match="no operation 'DescribeEventTypes'"):
        world.client().describe_event_types()
    with pytest.raises(ClientError, match="InvalidPaginationToken"):
        world.client().describe_events(nextToken="nothing")


def test_a_reset_forgets_the_events(world: World) -> None:
    world.maintenance(PORT)
    world.service.reset()
    assert world.events() == []
