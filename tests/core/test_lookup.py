from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxnet import lookup, parse
from dxnet.errors import UsageError
from dxnet.model import Estate


def _vif(number: int, name: str) -> dict[str, Any]:
    return {"virtualInterfaceId": f"dxvif-ffaaaaa{number}", "virtualInterfaceName": name}


def _connection(number: int, name: str) -> dict[str, Any]:
    return {"connectionId": f"dxcon-ffaaaaa{number}", "connectionName": name}


def _estate() -> Estate:
    return parse.estate(
        {
            "virtualInterfaces": [_vif(1, "twin"), _vif(2, "twin"), _vif(3, "core"), _vif(4, "a")],
            "connections": [
                _connection(1, "pair"),
                _connection(2, "pair"),
                _connection(3, "core"),
                _connection(4, "b"),
            ],
        }
    )


Find = Callable[[Estate, str], Any]


@pytest.mark.parametrize("find", [lookup.find, lookup.find_vif, lookup.find_port])
@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("twin", "dxvif-ffaaaaa1, dxvif-ffaaaaa2"),
        ("pair", "dxcon-ffaaaaa1, dxcon-ffaaaaa2"),
    ],
)
def test_a_name_that_two_objects_have_is_refused_with_their_ids(
    find: Find, name: str, ids: str
) -> None:
    with pytest.raises(UsageError) as caught:
        find(_estate(), name)
    assert ids in str(caught.value.hint)


def test_where_a_vif_is_meant_the_only_vif_of_the_name_is_found() -> None:
    assert lookup.find_vif(_estate(), "core").id == "dxvif-ffaaaaa3"
    with pytest.raises(UsageError):
        lookup.find(_estate(), "core")


@pytest.mark.parametrize(
    ("find", "object_id"),
    [(lookup.find_vif, "dxvif-ffaaaaa1"), (lookup.find_port, "dxcon-ffaaaaa2")],
)
def test_an_id_finds_its_object_whatever_it_is_named(find: Find, object_id: str) -> None:
    assert find(_estate(), object_id).id == object_id


@pytest.mark.parametrize(("find", "name"), [(lookup.find_vif, "b"), (lookup.find_port, "a")])
def test_an_object_of_another_kind_is_refused_by_name(find: Find, name: str) -> None:
    with pytest.raises(UsageError, match=name):
        find(_estate(), name)
