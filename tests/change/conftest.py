from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dxnet import cli
from dxnet.change import file, plan
from dxnet.change.plan import Plan
from dxnet.simulator import Service, serve

ACCOUNT, PARTNER = "111122223333", "444455556666"
REGION = "eu-west-1"
CONNECTION, OTHER_CONNECTION = "dxcon-ffaaaa01", "dxcon-ffaaaa02"
VIF, SINGLE_VIF = "dxvif-ffaaaa01", "dxvif-ffaaaa02"
GATEWAY = "0a1b2c3d-0000-4000-8000-000000000001"
KEY = "FakeKey-change-1"
NOW = 1_790_000_000.0


def peer(number: int, family: str, vif: str) -> dict[str, Any]:
    first, length = ("10.9.{}.", 30) if family == "ipv4" else ("2001:db8:{}::", 125)
    amazon, customer = (
        f"{first.format(number)}{host}/{length}" for host in ((1, 2) if length == 30 else (1, 6))
    )
    return {
        "bgpPeerId": f"dxpeer-ff00{family[-1]}{vif[-3:]}",
        "asn": 65010,
        "asnLong": 65010,
        "authKey": f"FakeKey-{vif}-{family}",
        "addressFamily": family,
        "amazonAddress": amazon,
        "customerAddress": customer,
        "bgpPeerState": "available",
        "bgpStatus": "up",
    }


def vif(vif_id: str, vlan: int, families: tuple[str, ...]) -> dict[str, Any]:
    peers = [peer(vlan, family, vif_id) for family in families]
    return {
        "virtualInterfaceId": vif_id,
        "virtualInterfaceName": f"core-{vlan}",
        "virtualInterfaceType": "private",
        "virtualInterfaceState": "available",
        "ownerAccount": ACCOUNT,
        "region": REGION,
        "location": "EqDC2",
        "connectionId": CONNECTION,
        "vlan": vlan,
        "amazonSideAsn": 64512,
        "mtu": 1500,
        "jumboFrameCapable": True,
        "virtualGatewayId": "",
        "directConnectGatewayId": GATEWAY,
        "routeFilterPrefixes": [],
        "siteLinkEnabled": False,
        "tags": [{"key": "site", "value": "A"}],
        **{name: peers[0][name] for name in ("asn", "asnLong", "authKey", "addressFamily")},
        **{name: peers[0][name] for name in ("amazonAddress", "customerAddress")},
        "bgpPeers": peers,
    }


def connection(connection_id: str, name: str) -> dict[str, Any]:
    return {
        "connectionId": connection_id,
        "connectionName": name,
        "connectionState": "available",
        "ownerAccount": ACCOUNT,
        "region": REGION,
        "location": "EqDC2",
        "bandwidth": "10Gbps",
        "jumboFrameCapable": True,
        "hasLogicalRedundancy": "no",
        "awsDeviceV2": "EqDC2-abc",
        "awsLogicalDeviceId": "EqDC2-abc-1",
        "tags": [],
    }


@pytest.fixture
def raw() -> dict[str, Any]:
    """Two connections, two VIFs on the first, one of them with both families, one gateway."""
    return {
        "locations": [{"locationCode": "EqDC2", "locationName": "Ashburn", "region": REGION}],
        "connections": [connection(CONNECTION, "a"), connection(OTHER_CONNECTION, "b")],
        "directConnectGateways": [
            {
                "directConnectGatewayId": GATEWAY,
                "directConnectGatewayName": "core",
                "directConnectGatewayState": "available",
                "amazonSideAsn": 64512,
                "ownerAccount": ACCOUNT,
            }
        ],
        "virtualInterfaces": [vif(VIF, 101, ("ipv4", "ipv6")), vif(SINGLE_VIF, 102, ("ipv4",))],
    }


def request(operation: str, name: str = "", account: str = "", **parameters: Any) -> dict[str, Any]:
    named = {**({"name": name} if name else {}), **({"account": account} if account else {})}
    return {"operation": operation, "region": REGION, **named, "parameters": parameters}


def new_vif(vlan: int | str = 222, **others: Any) -> dict[str, Any]:
    return {
        "virtualInterfaceName": f"new-{vlan}",
        "vlan": vlan,
        "asn": 65000,
        "authKey": KEY,
        "amazonAddress": f"192.168.{vlan}.1/30",
        "customerAddress": f"192.168.{vlan}.2/30",
        "directConnectGatewayId": GATEWAY,
        **others,
    }


def create(name: str = "blue", vlan: int | str = 222, **others: Any) -> dict[str, Any]:
    """The request for a private VIF that lacks nothing."""
    wanted = new_vif(vlan, **others)
    return request(
        "CreatePrivateVirtualInterface",
        name,
        connectionId=CONNECTION,
        newPrivateVirtualInterface={k: v for k, v in wanted.items() if v is not None},
    )


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the requests as a change file."""

    def change(*requests: dict[str, Any], name: str = "change.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({"change": "CHG0012345", "requests": list(requests)}))
        return path

    return change


MakePlan = Callable[..., Plan]


@pytest.fixture
def make(write: Write, raw: dict[str, Any]) -> MakePlan:
    """The plan of the requests on the estate."""
    return lambda *requests: plan.make(file.read(write(*requests)), copy.deepcopy(raw), now=NOW)


@pytest.fixture(scope="module")
def _server() -> Iterator[tuple[Service, str]]:
    service = Service({}, account=ACCOUNT)
    with serve(service) as url:
        yield service, url


@pytest.fixture
def served(_server: tuple[Service, str], raw: dict[str, Any]) -> tuple[Service, str]:
    """The estate as a service, and its endpoint."""
    service, _ = _server
    service.reset(raw)
    return _server


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Credentials and nothing else of AWS's, in an empty folder that is the working directory."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCOUNT)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long `apply` would have waited, each time; it doesn't."""
    waited: list[float] = []
    monkeypatch.setattr("dxnet.cli.sending.wait", waited.append)
    return waited


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def dxnet(environment: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process: exit code, stdout, stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return run
