"""Keys that can be told apart in any output, and the estates and changes that hold them."""

from __future__ import annotations

import base64
import html
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).parent
PLACEMENTS = json.loads((HERE / "placements.json").read_text("utf-8"))
CHANGES = json.loads((HERE / "changes.json").read_text("utf-8"))
COMMANDS = json.loads((HERE / "commands.json").read_text("utf-8"))
# What stands around the canary in a key; the first three are tried always.
STYLES = (
    "{}",
    "<{}>&\"'\\/x",
    "p%{}+/=?#; $`|*_~[]",
    "{}'quoted'",
    '"{}"',
    "a\\n{}\\",
    "{}&amp;&lt;",
    "%41{}%2F",
    "${{{}}}",
    "{{{{ {} }}}}",
    "`{}`$(x)",
    "*{}*_x_",
    "|{}|:---:|",
    "!{}?",
    "--{}=@x",
    "#{}^~,;",
)


@dataclass(frozen=True, slots=True)
class Canary:
    """One key: `token` is in it and in nothing else."""

    number: int
    style: str

    @property
    def token(self) -> str:
        return f"Zq{self.number:05}x"

    @property
    def key(self) -> str:
        return self.style.format(self.token)

    @property
    def vif(self) -> str:
        return f"dxvif-f{self.number:07}"

    @property
    def connection(self) -> str:
        return f"dxcon-f{self.number:07}"

    def written(self, value: Any) -> Any:
        """The JSON value with the key in the places that `{plain}` and the like hold for it."""
        if isinstance(value, dict):
            return {self.written(name): self.written(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.written(each) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        for form, value in self._forms().items():
            text = text.replace(f"{{{form}}}", value)
        return text

    def _forms(self) -> dict[str, str]:
        return {
            "plain": self.key,
            "xml": html.escape(self.key),
            "numbers": "".join(f"&#{ord(character)};" for character in self.key),
            "json": json.dumps(self.key)[1:-1],
            "repr": repr(self.key)[1:-1],
            "url": quote(self.key, safe=""),
            "base64": base64.b64encode(self.key.encode()).decode(),
            "shell": shlex.quote(self.key),
        }

    def record(self, fields: dict[str, Any]) -> dict[str, Any]:
        """A VIF with the fields of a placement."""
        address = f"10.{self.number // 250 % 250}.{self.number % 250}."
        peer = {
            "bgpPeerId": f"dxpeer-f{self.number:07}",
            "addressFamily": "ipv4",
            "asn": 65010,
            "amazonAddress": f"{address}1/30",
            "customerAddress": f"{address}2/30",
            "bgpPeerState": "available",
            "bgpStatus": "up",
        }
        given = self.written(fields)
        peers = [peer | each for each in given.pop("bgpPeers", [{}])]
        return {
            "virtualInterfaceId": self.vif,
            "virtualInterfaceName": "core",
            "virtualInterfaceType": "private",
            "virtualInterfaceState": "available",
            "ownerAccount": "111122223333",
            "region": "eu-west-1",
            "location": "EqDC2",
            "connectionId": self.connection,
            "vlan": 101,
            "asn": 65010,
            "amazonSideAsn": 64512,
            "mtu": 1500,
            "directConnectGatewayId": "0a1b2c3d-0000-4000-8000-000000000001",
            "bgpPeers": peers,
            **given,
        }

    def parent(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The connection of the VIF, with the fields of a placement."""
        return {
            "connectionId": self.connection,
            "connectionName": "port",
            "connectionState": "available",
            "ownerAccount": "111122223333",
            "region": "eu-west-1",
            "location": "EqDC2",
            "bandwidth": "1Gbps",
            "vlan": 0,
            **self.written(fields),
        }

    def change(self, given: dict[str, Any]) -> dict[str, Any]:
        """A change file that creates a VIF, with the fields of a placement."""
        wanted = {
            "virtualInterfaceName": "core",
            "vlan": 222,
            "asn": 65010,
            "amazonAddress": "192.0.2.241/30",
            "customerAddress": "192.0.2.242/30",
            "directConnectGatewayId": "0a1b2c3d-0000-4000-8000-000000000001",
            **self.written(given.get("wanted", {})),
        }
        parameters = {"connectionId": self.connection, "newPrivateVirtualInterface": wanted}
        request = {
            "operation": "CreatePrivateVirtualInterface",
            "region": "eu-west-1",
            "name": "blue",
            "parameters": parameters,
            **self.written(given.get("request", {})),
        }
        own = self.written(given.get("change", {}))
        return {"change": "CHG0012345", "requests": [request], **own}


def estate(canaries: dict[Canary, dict[str, Any]]) -> dict[str, Any]:
    """The estate in which each canary stands in its placement."""
    gateway = {
        "directConnectGatewayId": "0a1b2c3d-0000-4000-8000-000000000001",
        "directConnectGatewayName": "gw",
        "directConnectGatewayState": "available",
        "ownerAccount": "111122223333",
        "amazonSideAsn": 64512,
    }
    return {
        "virtualInterfaces": [each.record(at["vif"]) for each, at in canaries.items()],
        "connections": [each.parent(at.get("connection", {})) for each, at in canaries.items()],
        "lags": [],
        "interconnects": [],
        "directConnectGateways": [gateway],
        "virtualGateways": [],
        "locations": [{"locationCode": "EqDC2", "locationName": "x", "region": "eu-west-1"}],
    }


def running(canaries: dict[Canary, dict[str, Any]]) -> str:
    """A router's own configuration, with a key of its own beside each of the estate's."""
    lines = ["router bgp 65010"]
    for each in canaries:
        address = f"10.{each.number // 250 % 250}.{each.number % 250}.1"
        lines += [f" neighbor {address} remote-as 64512"]
        lines += [f" neighbor {address} password {each.key}"]
        lines += [f" neighbor {address} description {each.key}"]
    return "\n".join([*lines, "!", ""])


def session(canaries: dict[Canary, dict[str, Any]]) -> str:
    """A terminal's log in which the router's own configuration is shown, with its keys."""
    lines = ["fra-edge-1# show running-config", *running(canaries).splitlines()]
    for each in canaries:
        lines.append(f"fra-edge-1# show bgp neighbors 10.0.{each.number % 250}.1")
        lines.append(f"  Description: {each.key}, password {each.key}")
    return "\n".join(lines)


_TOKEN = re.compile(r"Zq(\d{5})x")


def found_in(text: str, canaries: dict[Canary, dict[str, Any]]) -> set[str]:
    """The placements whose canary the text shows, whole or in part, or in base64."""
    numbers = {int(number) for number in _TOKEN.findall(text)}
    numbers |= {each.number for each in canaries if _core(each) in text}
    return {f"{at['name']}: {each.key}" for each, at in canaries.items() if each.number in numbers}


def _core(canary: Canary) -> str:
    """What base64 of the whole key has, whatever stands behind it."""
    data = canary.key.encode()
    return base64.b64encode(data[: len(data) // 3 * 3]).decode()
