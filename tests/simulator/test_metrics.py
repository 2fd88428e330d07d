"""CloudWatch's metrics of the simulated network, as boto3 reads them over a socket and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from dxnet.simulator import Service, serve
from tests.simulator import clients

OWNER, OTHER, REGION = "111122223333", "444455556666", "us-east-1"
PORT, LAG, HOSTED, MEMBER = "dxcon-fake0001", "dxlag-fake0001", "dxcon-fake0002", "dxcon-fake0003"
VIF, ON_LAG, GUEST = "dxvif-fake0001", "dxvif-fake0002", "dxvif-fake0003"
# Noon, a multiple of five minutes.
START = 1_764_072_000.0
DAY = timedelta(days=1)
OF_PORT = {
    "ConnectionState",
    "ConnectionErrorCount",
    *(f"ConnectionLightLevel{end}" for end in ("Tx", "Rx")),
    *(f"Connection{unit}{way}" for unit in ("Bps", "Pps") for way in ("Egress", "Ingress")),
}
OF_VIF = {
    *(f"VirtualInterface{unit}{way}" for unit in ("Bps", "Pps") for way in ("Egress", "Ingress")),
}
OF_SESSION = {f"VirtualInterfaceBgp{what}" for what in ("Status", "PrefixesAccepted")} | {
    "VirtualInterfaceBgpPrefixesAdvertised"
}


def peer(number: int, family: str) -> dict[str, Any]:
    return {
        "bgpPeerId": f"dxpeer-fake{number:04}",
        "addressFamily": family,
        "bgpPeerState": "available",
        "bgpStatus": "up",
        "asn": 65000,
    }


def vif(vif_id: str, parent: str, *peers: dict[str, Any], **also: Any) -> dict[str, Any]:
    return {
        "virtualInterfaceId": vif_id,
        "connectionId": parent,
        "virtualInterfaceType": "private",
        "virtualInterfaceState": "available",
        "ownerAccount": OWNER,
        "region": REGION,
        "bgpPeers": list(peers),
        **also,
    }


def port(port_id: str, **also: Any) -> dict[str, Any]:
    return {
        "connectionId": port_id,
        "connectionState": "available",
        "bandwidth": "10Gbps",
        "ownerAccount": OWNER,
        "region": REGION,
        **also,
    }


def estate() -> dict[str, Any]:
    encrypted = {"encryptionMode": "must_encrypt", "portEncryptionStatus": "Encryption Up"}
    route = {"cidr": "10.9.0.0/16", "routeDirection": "accepted", "addressFamily": "ipv4"}
    return {
        "connections": [
            port(PORT),
            port(HOSTED, partnerName="partner", vlan=7),
            port(MEMBER, lagId=LAG, bandwidth="100Gbps", **encrypted),
        ],
        "lags": [
            {
                "lagId": LAG,
                "lagState": "available",
                "minimumLinks": 1,
                "ownerAccount": OWNER,
                "region": REGION,
                "encryptionMode": "must_encrypt",
            }
        ],
        "virtualInterfaces": [
            vif(VIF, PORT, peer(1, "ipv4"), peer(2, "ipv6"), routes=[route], rateLimit="50Mbps"),
            vif(ON_LAG, LAG, peer(3, "ipv4")),
            vif(GUEST, PORT, peer(4, "ipv4"), ownerAccount=OTHER),
        ],
    }


class World:
    """A simulator with a clock that tests move, and CloudWatch's client to it."""

    def __init__(self, service: Service, url: str | None) -> None:
        self.service, self.url = service, url

    def client(self, account: str = OWNER, region: str = REGION) -> Any:
        return clients.client("cloudwatch", self.url, account, region)

    def listed(self, account: str = OWNER, **filters: Any) -> list[dict[str, Any]]:
        pages = self.client(account).get_paginator("list_metrics").paginate(**filters)
        return [metric for page in pages for metric in page["Metrics"]]

    def query(self, name: str, stat: str = "Minimum", **names: str) -> dict[str, Any]:
        dimensions = [{"Name": key, "Value": value} for key, value in names.items()]
        metric = {"Namespace": "AWS/DX", "MetricName": name, "Dimensions": dimensions}
        return {"Id": "q", "MetricStat": {"Metric": metric, "Period": 300, "Stat": stat}}

    def values(self, name: str, stat: str = "Minimum", **names: str) -> list[float]:
        """The values of the last day, the oldest first."""
        answer = self.client().get_metric_data(
            MetricDataQueries=[self.query(name, stat, **names)],
            ScanBy="TimestampAscending",
            **self.window(),
        )
        [result] = answer["MetricDataResults"]
        assert result["StatusCode"] == "Complete"
        return list(result["Values"])

    def status(self, stat: str = "Minimum", family: str = "IPv4", vif_id: str = VIF) -> list[float]:
        names = {"ConnectionId": PORT, "VirtualInterfaceId": vif_id, "IpAddressFamily": family}
        return self.values("VirtualInterfaceBgpStatus", stat, **names)

    def window(self) -> dict[str, datetime]:
        with self.service.observed(OWNER, REGION) as request:
            end = datetime.fromtimestamp(request.now, UTC)
        return {"StartTime": end - DAY, "EndTime": end}


@pytest.fixture(params=clients.WAYS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    service = Service(estate(), account=OWNER, clock=lambda: START)
    with clients.running(service, request.param) as url:
        yield World(service, url)


@pytest.fixture
def over_a_socket() -> Iterator[World]:
    service = Service(estate(), account=OWNER, clock=lambda: START)
    with serve(service) as url:
        yield World(service, url)


def names(metrics: list[dict[str, Any]], *dimensions: str) -> set[str]:
    """The names of the metrics that have exactly those dimensions."""
    return {
        metric["MetricName"]
        for metric in metrics
        if [each["Name"] for each in metric["Dimensions"]] == list(dimensions)
    }


def test_the_metrics_have_the_dimensions_of_aws(world: World) -> None:
    of_port = world.listed(Dimensions=[{"Name": "ConnectionId", "Value": PORT}])
    light = {"ConnectionLightLevelTx", "ConnectionLightLevelRx"}
    both = "ConnectionId", "VirtualInterfaceId"
    assert names(of_port, "ConnectionId") == OF_PORT - light
    assert names(of_port, "ConnectionId", "OpticalLaneNumber") == light
    assert names(of_port, *both) == OF_VIF
    assert names(of_port, *both, "IpAddressFamily") == OF_SESSION
    assert len(of_port) == len({str(metric) for metric in of_port})


def test_a_port_of_100_gbps_has_four_lanes_and_its_macsec(world: World) -> None:
    of_port = world.listed(
        Namespace="AWS/DX", Dimensions=[{"Name": "ConnectionId", "Value": MEMBER}]
    )
    lanes = {d["Value"] for m in of_port for d in m["Dimensions"] if d["Name"][0] == "O"}
    assert lanes == {"1", "2", "3", "4"}
    assert "ConnectionEncryptionState" in names(of_port, "ConnectionId")
    assert world.values("ConnectionEncryptionState", ConnectionId=LAG)[-1] == 1


def test_a_hosted_connection_has_its_state_alone(world: World) -> None:
    listed = world.listed(Dimensions=[{"Name": "ConnectionId", "Value": HOSTED}])
    assert [metric["MetricName"] for metric in listed] == ["ConnectionState"]


def test_the_owner_of_a_vif_sees_the_state_of_the_port_and_no_more_of_it(world: World) -> None:
    listed = world.listed(OTHER)
    assert names(listed, "ConnectionId") == {"ConnectionState"}
    vifs = {
        d["Value"] for m in listed for d in m["Dimensions"] if d["Name"] == "VirtualInterfaceId"
    }
    assert vifs == {GUEST}
    assert world.client(OWNER, "eu-west-1").list_metrics()["Metrics"] == []


def test_a_session_that_fell_tells_when_and_that_it_came_back(world: World) -> None:
    assert world.status() == [1.0] * 288
    world.service.set_session(VIF, is_up=False)
    world.service.advance_clock(600)
    assert world.status() == [1.0] * 286 + [0.0] * 2
    world.service.set_session(VIF, is_up=True)
    world.service.advance_clock(300)
    assert world.status() == [1.0] * 285 + [0.0] * 2 + [1.0]
    assert world.status(vif_id=GUEST) == [1.0] * 288


def test_a_flap_inside_five_minutes_has_both_states(world: World) -> None:
    world.service.advance_clock(60)
    world.service.set_session("dxpeer-fake0001", is_up=False)
    world.service.advance_clock(60)
    world.service.set_session("dxpeer-fake0001", is_up=True)
    world.service.advance_clock(180)
    assert (world.status()[-1], world.status("Maximum")[-1]) == (0.0, 1.0)
    assert world.status("Average")[-1] == pytest.approx(0.8)
    assert world.status(family="IPv6")[-1] == 1.0


def test_a_link_that_fails_takes_light_sessions_and_traffic_with_it(world: World) -> None:
    world.service.set_link(PORT, is_up=False)
    world.service.advance_clock(300)
    lane = {"ConnectionId": PORT, "OpticalLaneNumber": "1"}
    assert world.values("ConnectionState", ConnectionId=PORT)[-2:] == [1.0, 0.0]
    assert world.values("ConnectionLightLevelRx", **lane)[-1] == -40.0
    assert world.values("ConnectionLightLevelTx", **lane)[-1] > -1.0
    assert world.status()[-1] == 0.0
    before, after = world.values("ConnectionBpsIngress", ConnectionId=PORT)[-2:]
    assert before > after == 0.0


def test_the_light_and_the_errors_are_those_that_were_set(world: World) -> None:
    world.service.set_light(PORT, -16.5)
    world.service.set_errors(PORT, 12)
    world.service.advance_clock(300)
    lane = {"ConnectionId": PORT, "OpticalLaneNumber": "1"}
    usual, low = world.values("ConnectionLightLevelRx", **lane)[-2:]
    assert usual > -14.4
    assert low == -16.5
    assert world.values("ConnectionErrorCount", "Sum", ConnectionId=PORT)[-2:] == [0.0, 60.0]


def test_a_new_object_has_no_past(world: World) -> None:
    order = {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "new"}
    directconnect: Any = boto3.client(
        "directconnect",
        REGION,
        endpoint_url=world.url,
        aws_access_key_id=OWNER,
        aws_secret_access_key="fake",
    )
    made = directconnect.create_connection(**order)["connectionId"]
    only = [{"Name": "ConnectionId", "Value": made}]
    assert world.listed(Dimensions=only) == []
    world.service.advance_clock(600)
    assert "ConnectionState" in names(world.listed(Dimensions=only), "ConnectionId")
    assert world.values("ConnectionState", ConnectionId=made) == [1.0, 1.0]


def test_traffic_is_the_same_each_time_and_below_the_rate_limit(over_a_socket: World) -> None:
    both = {"ConnectionId": PORT, "VirtualInterfaceId": VIF}
    values = over_a_socket.values("VirtualInterfaceBpsEgress", "Maximum", **both)
    assert values == over_a_socket.values("VirtualInterfaceBpsEgress", "Maximum", **both)
    assert 0 < min(values) <= max(values) < 50e6


def test_prefixes_are_those_of_the_routes(over_a_socket: World) -> None:
    of = {"ConnectionId": PORT, "VirtualInterfaceId": VIF}
    accepted = "VirtualInterfaceBgpPrefixesAccepted"
    assert over_a_socket.values(accepted, IpAddressFamily="IPv4", **of)[-1] == 1.0
    assert over_a_socket.values(accepted, IpAddressFamily="IPv6", **of)[-1] == 0.0


def test_dimensions_must_be_given_whole(over_a_socket: World) -> None:
    assert over_a_socket.values("VirtualInterfaceBpsEgress", VirtualInterfaceId=VIF) == []
    assert over_a_socket.values("ConnectionState", ConnectionId="dxcon-nothing") == []


def test_a_page_is_cut_and_the_next_goes_on(over_a_socket: World) -> None:
    queries = [
        {**over_a_socket.query("ConnectionState", ConnectionId=PORT), "Id": "first"},
        {**over_a_socket.query("ConnectionState", ConnectionId="dxcon-nothing"), "Id": "none"},
        {**over_a_socket.query("ConnectionErrorCount", ConnectionId=PORT), "Id": "second"},
    ]
    client = over_a_socket.client()
    pages = [
        {
            each["Id"]: (len(each["Values"]), each["StatusCode"])
            for each in page["MetricDataResults"]
        }
        for page in client.get_paginator("get_metric_data").paginate(
            MetricDataQueries=queries, MaxDatapoints=200, **over_a_socket.window()
        )
    ]
    assert [list(page) for page in pages] == [["first"], ["first", "second"], ["second"]]
    assert sum(page["first"][0] for page in pages[:2]) == 288
    assert sum(page["second"][0] for page in pages[1:]) == 288
    assert (pages[0]["first"][1], pages[1]["first"][1]) == ("PartialData", "Complete")


def test_statistics_of_one_series(over_a_socket: World) -> None:
    answer = over_a_socket.client().get_metric_statistics(
        Namespace="AWS/DX",
        MetricName="ConnectionState",
        Dimensions=[{"Name": "ConnectionId", "Value": PORT}],
        Period=3600,
        Statistics=["Average", "SampleCount"],
        ExtendedStatistics=["p50"],
        **over_a_socket.window(),
    )
    assert len(answer["Datapoints"]) == 24
    point = answer["Datapoints"][0]
    assert (point["Average"], point["ExtendedStatistics"]) == (1.0, {"p50": 1.0})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Period": 7}, "ValidationError"),
        ({"Stat": "TM(10%:90%)"}, "ValidationError"),
    ],
)
def test_what_the_simulator_does_not_compute_is_refused(
    over_a_socket: World, change: dict[str, Any], code: str
) -> None:
    query = over_a_socket.query("ConnectionState", ConnectionId=PORT)
    changed = {**query, "MetricStat": {**query["MetricStat"], **change}}
    with pytest.raises(ClientError) as caught:
        over_a_socket.client().get_metric_data(
            MetricDataQueries=[changed], **over_a_socket.window()
        )
    assert caught.value.response["Error"]["Code"] == code


def test_an_expression_over_our_metrics_is_refused_and_not_empty(over_a_socket: World) -> None:
    expression = {"Id": "e", "Expression": "SEARCH('{AWS/DX,ConnectionId}', 'Minimum', 300)"}
    with pytest.raises(ClientError, match="takes no expression"):
        over_a_socket.client().get_metric_data(
            MetricDataQueries=[expression], **over_a_socket.window()
        )


def test_other_namespaces_are_motos(over_a_socket: World) -> None:
    client = over_a_socket.client()
    client.put_metric_data(Namespace="Fake", MetricData=[{"MetricName": "one", "Value": 1}])
    assert [m["MetricName"] for m in over_a_socket.listed(Namespace="Fake")] == ["one"]
    assert "one" in {metric["MetricName"] for metric in over_a_socket.listed()}
    with pytest.raises(ClientError, match="AWS/DX"):
        client.put_metric_data(Namespace="AWS/DX", MetricData=[{"MetricName": "one", "Value": 1}])


def test_denied_throttled_and_slow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.service.deny("cloudwatch:GetMetric*", "cloudwatch:ListMetrics@eu-west-1")
    assert world.listed()
    with pytest.raises(ClientError, match=r"\(AccessDenied\).*cloudwatch:GetMetricData"):
        world.status()
    world.service.deny()
    world.service.throttle(1)
    with pytest.raises(ClientError, match="Throttling"):
        world.listed()
    waited: list[float] = []
    monkeypatch.setattr("dxnet.simulator.service.time.sleep", waited.append)
    world.service.delay_answers(1.5)
    world.listed()
    assert waited == [1.5]


def test_the_history_is_saved_with_the_estate(over_a_socket: World) -> None:
    over_a_socket.service.set_session(VIF, is_up=False)
    over_a_socket.service.advance_clock(300)
    saved = over_a_socket.service.dump()
    again = Service(saved, account=OWNER, clock=lambda: START + 300)
    with serve(again) as url:
        assert World(again, url).status()[-2:] == [1.0, 0.0]
