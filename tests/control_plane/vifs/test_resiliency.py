"""Resiliency groups and the connections in them."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.vifs.conftest import Account, World

ARN = "arn:aws:directconnect:us-east-1:111122223333:dxcon/dxcon-aaaaaaa1"
OTHER_ARN = "arn:aws:directconnect:us-east-1:444455556666:dxcon/dxcon-other001"


def create(account: Account, **fields: Any) -> dict[str, Any]:
    wanted = {"resiliencyGroupName": "core", "intendedResiliencyModel": "high-resiliency"}
    return dict(account("CreateResiliencyGroup", **wanted | fields)["resiliencyGroup"])


def associations(account: Account, group_id: str) -> dict[str, str]:
    answer = account("ListResiliencyGroupAssociations", resiliencyGroupId=group_id)
    return {item["connectionArn"]: item["state"] for item in answer["items"]}


def test_a_group_is_made_listed_renamed_and_deleted(
    world: World, customer: Account, other: Account
) -> None:
    group = create(customer, tags=[{"key": "team", "value": "net"}])
    group_id = group["resiliencyGroupId"]
    assert (group["state"], len(group_id)) == ("pending", 22)
    assert group["resiliencyGroupArn"].endswith(f"::111122223333:dx-resiliency-group/{group_id}")
    world.wait()
    renamed = customer(
        "UpdateResiliencyGroup", resiliencyGroupId=group_id, resiliencyGroupName="edge"
    )["resiliencyGroup"]
    assert (renamed["state"], renamed["resiliencyGroupName"]) == ("available", "edge")
    assert len(customer("ListResiliencyGroups")["items"]) == 1
    assert other("ListResiliencyGroups")["items"] == []
    deleted = customer("DeleteResiliencyGroup", resiliencyGroupId=group_id)["resiliencyGroup"]
    assert deleted["state"] == "deleting"
    world.wait(17 * 60)
    with pytest.raises(ServiceError, match=f"Could not find Resiliency Group with ID {group_id}"):
        customer("GetResiliencyGroup", resiliencyGroupId=group_id)


def test_connections_join_and_leave_by_id_or_arn(world: World, customer: Account) -> None:
    group_id = create(customer)["resiliencyGroupId"]
    joined = customer(
        "AssociateConnectionsToResiliencyGroup",
        resiliencyGroupId=group_id,
        connectionIdentifiers=["dxcon-aaaaaaa1", ARN, "dxcon-aaaaaaa2"],
    )["resiliencyGroupAssociations"]
    assert [each["state"] for each in joined] == ["associating", "associating"]
    world.wait()
    assert associations(customer, group_id)[ARN] == "associated"
    with pytest.raises(ServiceError, match="has associated connections"):
        customer("DeleteResiliencyGroup", resiliencyGroupId=group_id)
    left = customer(
        "DisassociateConnectionsFromResiliencyGroup",
        resiliencyGroupId=group_id,
        connectionIdentifiers=[ARN],
    )["resiliencyGroupAssociations"]
    assert [each["state"] for each in left] == ["disassociating"]
    world.wait()
    assert list(associations(customer, group_id)) == [ARN.replace("aaaaaaa1", "aaaaaaa2")]


def test_a_connection_may_come_back_while_it_leaves(world: World, customer: Account) -> None:
    of_group = {"resiliencyGroupId": create(customer)["resiliencyGroupId"]}
    members = {**of_group, "connectionIdentifiers": [ARN]}
    customer("AssociateConnectionsToResiliencyGroup", **members)
    world.wait()
    customer("DisassociateConnectionsFromResiliencyGroup", **members)
    world.wait(30)
    customer("AssociateConnectionsToResiliencyGroup", **members)
    world.wait(30)
    assert associations(customer, of_group["resiliencyGroupId"]) == {ARN: "associating"}
    world.wait(30)
    assert associations(customer, of_group["resiliencyGroupId"]) == {ARN: "associated"}


@pytest.mark.parametrize("identifier", ["dxcon-other001", OTHER_ARN, ARN.replace("us-", "eu-")])
def test_all_connections_join_or_none(world: World, customer: Account, identifier: str) -> None:
    group_id = create(customer)["resiliencyGroupId"]
    before = world.estate.dump()
    with pytest.raises(ServiceError, match="Could not find"):
        customer(
            "AssociateConnectionsToResiliencyGroup",
            resiliencyGroupId=group_id,
            connectionIdentifiers=["dxcon-aaaaaaa1", identifier],
        )
    assert world.estate.dump() == before


def test_a_connection_that_is_not_in_the_group_does_not_leave_it(customer: Account) -> None:
    group_id = create(customer)["resiliencyGroupId"]
    with pytest.raises(ServiceError, match="is not associated with Resiliency Group"):
        customer(
            "DisassociateConnectionsFromResiliencyGroup",
            resiliencyGroupId=group_id,
            connectionIdentifiers=["dxcon-aaaaaaa1"],
        )


def test_a_repeated_token_makes_no_second_group(customer: Account) -> None:
    first = create(customer, clientToken="fake-token")
    assert create(customer, clientToken="fake-token") == first
    for other in (
        {"resiliencyGroupName": "edge"},
        {"intendedResiliencyModel": "basic-resiliency"},
    ):
        with pytest.raises(ServiceError, match="clientToken was used with other parameters"):
            create(customer, clientToken="fake-token", **other)
    assert create(customer)["resiliencyGroupId"] != first["resiliencyGroupId"]


def test_a_name_of_other_characters_is_refused(customer: Account) -> None:
    with pytest.raises(ServiceError, match="resiliency group name"):
        create(customer, resiliencyGroupName="core group")
