from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from dxnet import kinds, lookup, parse, simulator, sources
from dxnet.errors import DxnetError, ExitCode
from dxnet.metadata import METADATA
from dxnet.sources import Options

REGION = "eu-central-1"
pytestmark = pytest.mark.usefixtures("aws_environment")


def by_id(raw: dict[str, Any], kind: str) -> dict[str, Any]:
    return {record[parse.KINDS[kind]]: record for record in raw[kind]}


class Recording(simulator.Service):
    """The service, and the operations that were asked for."""

    def call(self, operation_name: str, parameters: Any, caller: Any) -> Any:
        """Answer as the service does."""
        self.made = [*getattr(self, "made", ()), operation_name]
        return super().call(operation_name, parameters, caller)


def test_a_region_holds_the_records_that_the_service_has(
    endpoint: str, raw: dict[str, Any]
) -> None:
    found = sources.read(Options(regions=(REGION,), endpoint_url=endpoint))
    served = by_id(found, "virtualInterfaces")
    wanted = {
        vif_id: vif
        for vif_id, vif in by_id(raw, "virtualInterfaces").items()
        if vif.get("region") == REGION and vif_id in served
    }
    assert len(wanted) > 10
    assert {vif_id: served[vif_id] for vif_id in wanted} == wanted
    json.dumps(found)


def test_several_regions_are_merged_and_global_things_are_there_once(endpoint: str) -> None:
    regions = (REGION, "us-east-1", "eu-west-2")
    found = sources.read(Options(regions=regions, endpoint_url=endpoint))
    assert {vif["region"] for vif in found["virtualInterfaces"]} == set(regions)
    ids = [gateway["directConnectGatewayId"] for gateway in found["directConnectGateways"]]
    assert ids
    assert len(ids) == len(set(ids))


def test_kinds_limit_the_lists_that_are_read(endpoint: str) -> None:
    options = Options(regions=(REGION,), endpoint_url=endpoint)
    found = sources.read(options, kinds=("lags", "locations"))
    assert set(found) == {"lags", "locations", METADATA}


def test_every_page_is_read(raw: dict[str, Any]) -> None:
    [pattern] = [v for v in raw["virtualInterfaces"] if v["virtualInterfaceId"] == "dxvif-ffabc123"]
    many = copy.deepcopy(raw)
    many["virtualInterfaces"] = [
        {**pattern, "virtualInterfaceId": f"dxvif-fff{number:05}"} for number in range(250)
    ]
    with simulator.serve(many) as url:
        found = sources.read(Options(regions=(REGION,), endpoint_url=url))
    assert len(by_id(found, "virtualInterfaces")) == 250


def test_hosted_connections_are_read_from_their_interconnect(raw: dict[str, Any]) -> None:
    [interconnect] = raw["interconnects"]
    service = simulator.Service(raw, account=_owner_of_interconnect(raw))
    with simulator.serve(service) as url:
        options = Options(regions=(interconnect["region"],), endpoint_url=url)
        found = sources.read(options, kinds=("connections",))
    hosted = [item for item in found["connections"] if item.get("interconnectId")]
    assert {item["interconnectId"] for item in hosted} == {interconnect["interconnectId"]}


def _owner_of_interconnect(raw: dict[str, Any]) -> str:
    return str(raw["interconnects"][0].get("ownerAccount", "777788889999"))


def test_the_associations_of_every_gateway_are_read_and_kept(raw: dict[str, Any]) -> None:
    kind = kinds.ASSOCIATION
    with simulator.serve(simulator.Service(raw, account="111122223333")) as url:
        options = Options(regions=(REGION, "us-east-1"), endpoint_url=url)
        found = sources.read(options, kinds=(kind.list,))
    gateways = {record[kinds.GATEWAY.id] for record in found[kind.list]}
    assert len(gateways) > 1
    assert {record[kind.id] for record in found[kind.list]} == {
        record[kind.id] for record in raw[kind.list] if record[kinds.GATEWAY.id] in gateways
    }
    assert set(found) == {kind.list, METADATA}


def test_an_account_without_gateways_has_no_associations() -> None:
    with simulator.serve({"virtualInterfaces": []}) as url:
        options = Options(regions=(REGION,), endpoint_url=url)
        found = sources.read(options, kinds=(kinds.ASSOCIATION.list,))
    assert parse.estate(found).associations == ()


def test_failover_tests_are_read_in_every_region_or_for_one_vif(
    endpoint: str, raw: dict[str, Any]
) -> None:
    kind = kinds.FAILOVER_TEST
    vif_id = raw[kind.list][0][kinds.VIF.id]
    region = by_id(raw, "virtualInterfaces")[vif_id]["region"]
    options = Options(regions=(region,), endpoint_url=endpoint)
    for vif_ids in ((), (vif_id,)):
        found = sources.read(options, kinds=(kind.list,), vif_ids=vif_ids)
        assert {record[kinds.VIF.id] for record in found[kind.list]} == {vif_id}


def test_one_vif_is_read_with_what_it_stands_on_and_leads_to(
    endpoint: str, raw: dict[str, Any]
) -> None:
    options = Options(regions=("us-east-1", REGION), endpoint_url=endpoint)
    found = sources.read(options, vif_ids=["dxvif-ffabc123"])
    known = by_id(raw, "virtualInterfaces")
    beside = [vif for vif in known.values() if vif["connectionId"] == "dxcon-fpr02mt9"]
    assert by_id(found, "virtualInterfaces") == {vif["virtualInterfaceId"]: vif for vif in beside}
    estate = parse.estate(found)
    assert (estate.is_partial, estate.whole) == (True, ("dxcon-fpr02mt9",))
    vif = lookup.find_vif(estate, "dxvif-ffabc123")
    assert estate.parent(vif) is not None
    assert estate.gateway(vif) is not None
    assert [location.code for location in estate.locations] == [vif.location]


def test_one_vif_costs_a_call_for_itself_one_for_its_parent_and_one_for_all_on_that(
    raw: dict[str, Any],
) -> None:
    service = Recording(raw)
    kinds = ("virtualInterfaces", "connections", "lags")
    with simulator.serve(service) as url:
        options = Options(regions=("us-east-1",), endpoint_url=url)
        found = sources.read(options, kinds=kinds, vif_ids=["dxvif-f1vxf8ue"])
    assert set(found) == {"dxnet", "virtualInterfaces", "lags"}
    vifs = "DescribeVirtualInterfaces"
    assert sorted(service.made) == ["DescribeLags", vifs, vifs]


def test_a_parent_that_aws_does_not_show_is_tolerated(raw: dict[str, Any]) -> None:
    poor = {"virtualInterfaces": raw["virtualInterfaces"]}
    with simulator.serve(poor) as url:
        options = Options(regions=(REGION,), endpoint_url=url)
        found = sources.read(options, vif_ids=["dxvif-ffabc123"])
    estate = parse.estate(found)
    assert estate.parent(lookup.find_vif(estate, "dxvif-ffabc123")) is None


def test_an_unknown_vif_is_a_usage_error_with_the_nearest_ids(endpoint: str) -> None:
    options = Options(regions=(REGION,), endpoint_url=endpoint)
    with pytest.raises(DxnetError) as caught:
        sources.read(options, vif_ids=["dxvif-ffabc124"])
    assert "dxvif-ffabc124 in eu-central-1" in caught.value.message
    assert "dxvif-ffabc123" in caught.value.hint
    assert caught.value.code is ExitCode.USAGE


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_region_comes_from_the_environment(
    name: str, endpoint: str, aws_environment: pytest.MonkeyPatch
) -> None:
    aws_environment.setenv(name, REGION)
    found = sources.read(Options(endpoint_url=endpoint), kinds=("connections",))
    assert {item["region"] for item in found["connections"]} == {REGION}


def test_aws_region_goes_before_aws_default_region(
    endpoint: str, aws_environment: pytest.MonkeyPatch
) -> None:
    aws_environment.setenv("AWS_REGION", REGION)
    aws_environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
    found = sources.read(Options(endpoint_url=endpoint), kinds=("connections",))
    assert {item["region"] for item in found["connections"]} == {REGION}


def test_profile_region_and_endpoint_come_from_the_configuration_file(
    endpoint: str, aws_environment: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    config = tmp_path / "config"
    config.write_text(
        f"[profile lab]\nregion = {REGION}\nendpoint_url = {endpoint}\n"
        "aws_access_key_id = fake\naws_secret_access_key = fake\n"
    )
    aws_environment.setenv("AWS_CONFIG_FILE", str(config))
    found = sources.read(Options(profile="lab"), kinds=("connections",))
    assert {item["region"] for item in found["connections"]} == {REGION}
    aws_environment.setenv("AWS_PROFILE", "lab")
    assert sources.read(Options(), kinds=("connections",))["connections"] == found["connections"]


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DIRECT_CONNECT"])
def test_the_endpoint_comes_from_the_environment(
    name: str, endpoint: str, aws_environment: pytest.MonkeyPatch
) -> None:
    aws_environment.setenv(name, endpoint)
    found = sources.read(Options(regions=(REGION,)), kinds=("connections",))
    assert found["connections"]
