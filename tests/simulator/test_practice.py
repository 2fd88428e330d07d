"""An outage practised over a socket: what fails, what clients see of it, and how it is mended."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from dxnet.errors import DxnetError
from dxnet.simulator import Service, mocked, serve
from dxnet.simulator.controls import CONTROLS, Control, Values

if TYPE_CHECKING:
    from types_boto3_directconnect import DirectConnectClient
    from types_boto3_directconnect.type_defs import CreateConnectionRequestTypeDef

OWNER, REGION = "111122223333", "us-east-1"
PORT = {"connectionId": "dxcon-fake0001", "connectionState": "available", "location": "EqDC2"}
GATEWAY = "11111111-2222-4333-8444-555555555555"


def raw_estate() -> dict[str, Any]:
    owned = {"ownerAccount": OWNER, "region": REGION}
    return {
        "connections": [{**PORT, **owned, "bandwidth": "10Gbps"}],
        "directConnectGateways": [
            {
                "directConnectGatewayId": GATEWAY,
                "directConnectGatewayState": "available",
                "ownerAccount": OWNER,
            }
        ],
    }


class Simulator:
    """A simulator over a socket, and the requests that tests send to it."""

    def __init__(self, service: Service, url: str) -> None:
        self.service, self.url = service, url
        self.directconnect: DirectConnectClient = boto3.client(
            "directconnect",
            REGION,
            endpoint_url=url,
            aws_access_key_id=OWNER,
            aws_secret_access_key="fake",
            config=Config(retries={"max_attempts": 0}),
        )

    def post(self, path: str, value: object, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        connection.request("POST", f"/dxnet/{path}", body, headers)
        response = connection.getresponse()
        answer = response.status, response.read().decode()
        connection.close()
        return answer

    def do(self, path: str, **values: object) -> str:
        status, text = self.post(path, values)
        assert status == 200, text
        return text

    def port_state(self) -> str:
        return self.directconnect.describe_connections()["connections"][0]["connectionState"]

    def vif(self) -> tuple[str, str]:
        [vif] = self.directconnect.describe_virtual_interfaces()["virtualInterfaces"]
        return vif["virtualInterfaceState"], vif["bgpPeers"][0]["bgpStatus"]

    def make_private_vif(self) -> str:
        vif = self.directconnect.create_private_virtual_interface(
            connectionId=PORT["connectionId"],
            newPrivateVirtualInterface={
                "virtualInterfaceName": "fake",
                "vlan": 101,
                "asn": 65000,
                "directConnectGatewayId": GATEWAY,
            },
        )
        return vif["virtualInterfaceId"]


@pytest.fixture
def now() -> list[float]:
    return [1_000_000.0]


@pytest.fixture
def simulator(now: list[float]) -> Iterator[Simulator]:
    service = Service(raw_estate(), clock=lambda: now[0])
    with serve(service) as url:
        yield Simulator(service, url)


@pytest.fixture(scope="module")
def lasting() -> Iterator[Simulator]:
    """One simulator for the requests that change nothing."""
    service = Service(raw_estate())
    with serve(service) as url:
        yield Simulator(service, url)


def test_a_link_goes_down_and_up(simulator: Simulator) -> None:
    simulator.make_private_vif()
    assert simulator.vif() == ("available", "up")
    said = simulator.do("link", id=PORT["connectionId"], state="down")
    assert said == "the link of dxcon-fake0001 is down\n"
    assert (simulator.port_state(), simulator.vif()) == ("down", ("down", "down"))
    simulator.do("link", id=PORT["connectionId"], state="up")
    assert (simulator.port_state(), simulator.vif()) == ("available", ("available", "up"))


def test_a_session_goes_down_and_up(simulator: Simulator) -> None:
    vif_id = simulator.make_private_vif()
    simulator.do("session", id=vif_id, state="down")
    assert (simulator.port_state(), simulator.vif()) == ("available", ("down", "down"))
    simulator.do("session", id=vif_id, state="up")
    assert simulator.vif() == ("available", "up")


def test_a_router_may_be_silent_until_it_is_put_up() -> None:
    service = Service(raw_estate(), router_speaks=False)
    with serve(service) as url:
        simulator = Simulator(service, url)
        vif_id = simulator.make_private_vif()
        assert simulator.vif() == ("down", "down")
        simulator.do("session", id=vif_id, state="up")
        assert simulator.vif() == ("available", "up")


def test_a_router_falls_silent_and_speaks_again(simulator: Simulator) -> None:
    simulator.do("router", state="silent")
    vif_id = simulator.make_private_vif()
    assert simulator.vif() == ("down", "down")
    simulator.directconnect.delete_virtual_interface(virtualInterfaceId=vif_id)
    simulator.do("clock", seconds=3600)
    said = simulator.do("router", state="speaks")
    assert said == "the router of a new session speaks\n"
    simulator.make_private_vif()
    assert simulator.vif() == ("available", "up")


def test_the_clock_ends_a_failover_test(simulator: Simulator) -> None:
    vif_id = simulator.make_private_vif()
    simulator.directconnect.start_bgp_failover_test(
        virtualInterfaceId=vif_id, testDurationInMinutes=3
    )
    assert simulator.vif() == ("testing", "down")
    simulator.do("clock", seconds=3 * 60)
    assert simulator.vif() == ("available", "up")


def test_prefixes_are_refused_and_accepted(simulator: Simulator) -> None:
    simulator.do("verification", state="refused")
    simulator.directconnect.create_public_virtual_interface(
        connectionId=PORT["connectionId"],
        newPublicVirtualInterface={
            "virtualInterfaceName": "fake",
            "vlan": 101,
            "asn": 65000,
            "amazonAddress": "203.0.113.1/30",
            "customerAddress": "203.0.113.2/30",
            "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}],
        },
    )
    assert simulator.vif() == ("verifying", "down")
    simulator.do("verification", state="accepted")
    assert simulator.vif() == ("available", "up")


def test_a_location_has_no_ports_left(simulator: Simulator) -> None:
    order: CreateConnectionRequestTypeDef = {
        "location": "EqDC2",
        "bandwidth": "1Gbps",
        "connectionName": "fake",
    }
    simulator.do("ports", location="EqDC2", state="sold out")
    with pytest.raises(ClientError, match="EqDC2 has no ports left"):
        simulator.directconnect.create_connection(**order)
    simulator.do("ports", location="EqDC2", state="free")
    assert simulator.directconnect.create_connection(**order)["connectionId"]


def test_the_next_requests_are_throttled_and_no_others(simulator: Simulator) -> None:
    simulator.do("throttle", requests=2)
    for _ in range(2):
        with pytest.raises(ClientError, match="ThrottlingException") as caught:
            simulator.port_state()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert simulator.port_state() == "available"


def test_an_action_is_denied_by_name_by_pattern_and_by_region(simulator: Simulator) -> None:
    client, connection_id = simulator.directconnect, PORT["connectionId"]
    simulator.do("deny", actions=["DescribeLags", "Delete*", "DescribeConnections@eu-west-1"])
    for ask in (
        client.describe_lags,
        lambda: client.delete_connection(connectionId=connection_id),
    ):
        with pytest.raises(ClientError, match=r"AccessDeniedException.* directconnect:De"):
            ask()
    assert simulator.port_state() == "available"
    simulator.do("deny", actions=["directconnect:DescribeConnections@us-east-1"])
    with pytest.raises(ClientError, match="AccessDeniedException"):
        simulator.port_state()
    simulator.do("deny", actions=[])
    assert simulator.port_state() == "available"


def test_an_answer_may_take_its_time(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("dxnet.simulator.service.time.sleep", waited.append)
    simulator.do("delay", seconds=2.5)
    simulator.port_state()
    simulator.do("delay", seconds=0)
    simulator.port_state()
    assert waited == [2.5, 0]


def test_a_reset_takes_an_empty_estate_and_mends_everything(simulator: Simulator) -> None:
    simulator.do("deny", actions=["*"])
    for estate in (b"{}", b'{"resiliencyGroups": []}'):
        assert simulator.post("reset", estate) == (200, "reset\n")
        assert simulator.directconnect.describe_connections()["connections"] == []
    assert simulator.post("reset", raw_estate()) == (200, "reset\n")
    assert simulator.port_state() == "available"


@pytest.mark.parametrize(
    "body",
    [
        b'{"connections": 5}',
        b'{"connections": [5]}',
        b'{"connections": [{"connectionId": "dxcon-1", "ownerAccount": []}]}',
        b'{"directConnectGatewayAssociations": [{"virtualGatewayId": []}]}',
        b"[]",
        b"5",
        b'{"nothing": "known"}',
    ],
)
def test_a_reset_to_what_is_no_estate_changes_nothing(lasting: Simulator, body: bytes) -> None:
    assert lasting.post("reset", body)[0] == 400
    assert lasting.port_state() == "available"


def test_an_association_of_2018_is_loaded(simulator: Simulator) -> None:
    sides = {"directConnectGatewayId": GATEWAY, "virtualGatewayId": "vgw-0a1b2c3d"}
    owner = {"directConnectGatewayOwnerAccount": OWNER, "virtualGatewayOwnerAccount": OWNER}
    old = {**sides, **owner, "virtualGatewayRegion": REGION, "associationState": "associated"}
    estate = {**raw_estate(), "directConnectGatewayAssociations": [old]}
    assert simulator.post("reset", estate)[0] == 200
    ask = simulator.directconnect.describe_direct_connect_gateway_associations
    [found] = ask(directConnectGatewayId=GATEWAY)["directConnectGatewayAssociations"]
    assert found["associatedGateway"]["id"] == "vgw-0a1b2c3d"
    assert ask(associationId=found["associationId"])["directConnectGatewayAssociations"] == [found]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.path)
@pytest.mark.parametrize(
    "spoiled",
    [
        lambda example: b"",
        lambda example: b"{",
        lambda example: [example],
        lambda example: {},
        lambda example: {**example, "more": 1},
        lambda example: dict.fromkeys(example),
        lambda example: {name: {} for name in example},
        lambda example: dict.fromkeys(example, True),
    ],
)
def test_a_control_takes_only_a_body_of_its_form(
    lasting: Simulator, control: Control, spoiled: Callable[[Values], object]
) -> None:
    status, text = lasting.post(control.path, spoiled(control.example))
    assert (status, "Traceback" in text) == (400, False)
    assert json.dumps(control.example) in text


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        ("link", {"id": "dxcon-x", "state": "down"}, "no connection, interconnect or LAG dxcon-x"),
        ("link", {"id": PORT["connectionId"], "state": "sideways"}, "up or down"),
        ("session", {"id": "dxvif-x", "state": "up"}, "no VIF and no BGP peer dxvif-x"),
        ("deny", {"actions": ["DescribeEverything"]}, "not an action"),
        ("clock", {"seconds": -1}, "can't go -1 seconds on"),
        ("clock", {"seconds": float("inf")}, "can't go inf seconds on"),
        ("delay", {"seconds": float("nan")}, "can't take nan seconds"),
        ("delay", {"seconds": 1e6}, "can't take"),
        ("light", {"id": PORT["connectionId"], "dbm": float("nan")}, "no light is of nan dBm"),
        ("errors", {"id": PORT["connectionId"], "a_minute": -1}, "can't count -1 errors"),
        (
            "health",
            {"ids": ["dxcon-x"], "state": "issue", "begins": 0, "lasts": 0},
            "no connection, interconnect, LAG or VIF dxcon-x",
        ),
        ("health", {"ids": [], "state": "issue", "begins": 1e9, "lasts": 0}, "can't begin in"),
        ("health", {"ids": [], "state": "issue", "begins": 0, "lasts": -1}, "can't begin in"),
        ("health", {"ids": [], "state": "fire", "begins": 0, "lasts": 0}, "no state 'fire'"),
        ("deny", {"actions": ["s3:GetObject"]}, "not an action"),
        ("deny", {"actions": ["cloudwatch:GetEverything"]}, "not an action"),
    ],
)
def test_what_a_control_cannot_do_is_said(
    lasting: Simulator, path: str, values: Values, words: str
) -> None:
    status, text = lasting.post(path, values)
    assert (status, words in text) == (400, True)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.path)
@pytest.mark.parametrize("header", ["Origin", "Sec-Fetch-Site"])
def test_no_web_page_has_the_controls(lasting: Simulator, control: Control, header: str) -> None:
    assert lasting.post(control.path, control.example, **{header: "null"})[0] == 403


def test_the_controls_are_methods_in_python() -> None:
    with mocked(raw_estate()) as service:
        client = boto3.client("directconnect", REGION)
        service.set_link(PORT["connectionId"], is_up=False)
        assert client.describe_connections()["connections"][0]["connectionState"] == "down"
        with pytest.raises(DxnetError, match="dxcon-x"):
            service.set_link("dxcon-x", is_up=False)


def test_another_service_is_never_answered_as_direct_connect(lasting: Simulator) -> None:
    cloudtrail = boto3.client(
        "cloudtrail",
        REGION,
        endpoint_url=lasting.url,
        aws_access_key_id=OWNER,
        aws_secret_access_key="fake",
        config=Config(retries={"max_attempts": 0}),
    )
    with pytest.raises(ClientError) as caught:
        cloudtrail.lookup_events()
    assert "DirectConnect" not in str(caught.value)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
