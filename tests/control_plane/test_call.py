"""What `call` promises of every operation."""

from __future__ import annotations

import copy
from typing import NoReturn

import pytest

from dxnet.control_plane import OPERATIONS, Request, ServiceError, operation, refusal
from dxnet.control_plane.service.contract import operation_names
from dxnet.control_plane.service.operation import check_names
from tests.calls import calls
from tests.control_plane.conftest import Account, MakeVifs, World

CLIENT = "DirectConnectClientException"


def test_every_registered_name_is_one_of_the_apis() -> None:
    assert set(OPERATIONS) <= set(operation_names())


def test_an_unknown_operation_is_refused_by_name(world: type[World]) -> None:
    with pytest.raises(ServiceError, match="Unknown operation: 'DescribeRouters'") as caught:
        world({}).customer("DescribeRouters")
    assert caught.value.code == CLIENT


def test_an_operation_that_is_not_implemented_is_refused_by_name(
    world: type[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(OPERATIONS, "DescribeTags")
    with pytest.raises(ServiceError, match="DescribeTags is not implemented") as caught:
        world({}).customer("DescribeTags", resourceArns=[])
    assert caught.value.code == CLIENT


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"connectionId": 7}, "Invalid type for parameter connectionId, expected string"),
        ({"maxResults": True}, "Invalid type for parameter maxResults, expected integer"),
        ({"maxResults": 10**400}, "Invalid range for parameter maxResults"),
        ({"limit": 7}, "Unknown parameter: limit"),
    ],
)
def test_a_parameter_that_the_model_refuses_is_named(
    world: type[World], parameters: dict[str, object], text: str
) -> None:
    with pytest.raises(ServiceError, match=text) as caught:
        world({}).customer("DescribeConnections", **parameters)
    assert caught.value.code == CLIENT


def test_a_missing_parameter_is_named(world: type[World]) -> None:
    with pytest.raises(ServiceError, match="Missing required parameter: connectionId"):
        world({}).customer("DescribeHostedConnections")


def test_a_refused_value_is_not_repeated(world: type[World]) -> None:
    request = {
        "connectionId": "dxcon-1",
        "newPrivateVirtualInterface": {
            "virtualInterfaceName": "blue",
            "vlan": 5,
            "authKey": ["FakeKey-dxvif-1"],
        },
    }
    with pytest.raises(ServiceError) as caught:
        world({}).customer("CreatePrivateVirtualInterface", **request)
    assert "authKey" in str(caught.value)
    assert "FakeKey" not in str(caught.value)


def test_null_is_the_same_as_left_out(world: type[World], vifs: MakeVifs) -> None:
    customer = world({"virtualInterfaces": vifs(1)}).customer
    answer = customer("DescribeVirtualInterfaces", virtualInterfaceId=None, nextToken=None)
    assert len(answer["virtualInterfaces"]) == 1


def test_fields_that_the_api_does_not_have_stay_inside(world: type[World], vifs: MakeVifs) -> None:
    customer = world({"virtualInterfaces": vifs(1, schedule=[], note="ours")}).customer
    (found,) = customer("DescribeVirtualInterfaces")["virtualInterfaces"]
    assert not {"note", "schedule"} & set(found)


def test_a_refused_request_changes_nothing(
    world: type[World], vifs: MakeVifs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_done(request: Request) -> NoReturn:
        request.estate.change("virtualInterfaces", "dxvif-00000001", vlan=7)
        request.estate.remove("virtualInterfaces", "dxvif-00000002")
        request.estate.put("connections", {"connectionId": request.estate.new_id("connections")})
        raise refusal("no")

    monkeypatch.setitem(OPERATIONS, "DescribeConnections", half_done)
    here = world({"virtualInterfaces": vifs(2)})
    before = here.estate.dump()
    with pytest.raises(ServiceError):
        here.customer("DescribeConnections")
    assert here.estate.dump() == before


def test_the_raw_estate_that_was_loaded_is_never_edited(world: type[World], vifs: MakeVifs) -> None:
    raw = {"virtualInterfaces": vifs(2)}
    before = copy.deepcopy(raw)
    world(raw).estate.change("virtualInterfaces", "dxvif-00000001", vlan=7)
    assert raw == before


def test_an_operation_is_added_with_one_decorator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(OPERATIONS, "DescribeTags")
    operation("DescribeTags")(lambda request: {})
    assert "DescribeTags" in OPERATIONS


def test_an_operation_is_served_by_one_function() -> None:
    with pytest.raises(ValueError, match="two functions serve DescribeTags"):
        operation("DescribeTags")(lambda request: {})


def test_an_operation_that_the_api_does_not_have_is_not_served(
    world: type[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OPERATIONS, "DescribeTag", lambda request: {})
    check_names.cache_clear()
    with pytest.raises(ValueError, match="botocore has no operation DescribeTag"):
        world({}).customer("DescribeLocations")


def test_a_page_and_one_vif_cost_the_same_in_a_hundred_thousand(
    world: type[World], vifs: MakeVifs
) -> None:
    def cost(customer: Account, **parameters: str) -> int:
        customer("DescribeVirtualInterfaces", **parameters)
        return calls(lambda: customer("DescribeVirtualInterfaces", **parameters))

    few = world({"virtualInterfaces": vifs(100)}).customer
    many = world({"virtualInterfaces": vifs(100_000)}).customer
    one = {"virtualInterfaceId": "dxvif-00000050"}
    assert cost(many, **one) < 2 * cost(few, **one)
    assert cost(many) < 2 * cost(few)
