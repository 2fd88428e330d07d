from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from dxnet import parse
from dxnet.sources import demo

Run = Callable[..., Any]


def test_a_vif_comes_with_its_connection_gateway_location_and_peers(dxnet: Run) -> None:
    found = json.loads(dxnet("show", "dxvif-ffabc123", "--demo", "--format", "json").out)
    assert found["virtual_interface"]["id"] == "dxvif-ffabc123"
    assert found["connection"]["id"] == found["virtual_interface"]["connection_id"]
    assert found["gateway"]["id"] == found["virtual_interface"]["direct_connect_gateway_id"]
    assert found["location"]["code"] == found["virtual_interface"]["location"]
    assert [peer["family"] for peer in found["virtual_interface"]["peers"]] == ["ipv4", "ipv6"]


def test_a_name_that_one_object_has_is_as_good_as_its_id(dxnet: Run) -> None:
    by_id = dxnet("show", "dxvif-ffabc123", "--demo").out
    assert dxnet("show", "fra-prod-erp", "--demo").out == by_id


@pytest.mark.parametrize("object_id", sorted(parse.estate(demo.read()).ids))
def test_every_object_is_shown_without_a_key(object_id: str, dxnet: Run) -> None:
    found = dxnet("show", object_id, "--demo")
    assert found.code == 0
    assert object_id in found.out
    assert "FakeKey" not in found.out


def test_a_connection_lists_the_vifs_on_it_and_a_lag_its_members(dxnet: Run) -> None:
    connection = json.loads(dxnet("show", "dxcon-fpr02mt9", "--demo", "--format", "json").out)
    assert "dxvif-ffabc123" in [vif["id"] for vif in connection["virtual_interfaces"]]
    lag = json.loads(dxnet("show", "dxlag-fpjkyi4p", "--demo", "--format", "json").out)
    assert [item["id"] for item in lag["connections"]] == sorted(lag["lag"]["connection_ids"])
    member = lag["connections"][0]["id"]
    part = json.loads(dxnet("show", member, "--demo", "--format", "json").out)["part_of"]
    assert [item["id"] for item in part] == ["dxlag-fpjkyi4p"]


def test_yaml_says_what_json_says_and_no_key(dxnet: Run) -> None:
    as_yaml = dxnet("show", "dxvif-ffabc123", "--demo", "--format", "yaml").out
    as_json = dxnet("show", "dxvif-ffabc123", "--demo", "--format", "json").out
    assert yaml.safe_load(as_yaml) == json.loads(as_json)
    assert "FakeKey" not in as_yaml + as_json
