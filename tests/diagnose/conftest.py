from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dxnet import parse
from dxnet.assess.operation import operation
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.terms import Certainty, Evidence, Rung
from dxnet.diagnose.testimony import Testimony
from dxnet.model import Estate
from dxnet.observations import Event, Metrics, Series

FOLDER = Path(__file__).parent / "scenarios"
NOW = datetime.fromisoformat("2026-11-25T03:00:00+00:00")
GATEWAY = "5f294f92-bafb-4011-916d-9b0b00000001"

VIF: dict[str, Any] = {
    "ownerAccount": "111122223333",
    "virtualInterfaceId": "dxvif-ff000001",
    "virtualInterfaceName": "one",
    "virtualInterfaceType": "private",
    "virtualInterfaceState": "available",
    "connectionId": "dxcon-ff000001",
    "location": "ExFR1",
    "region": "eu-central-1",
    "vlan": 101,
    "asn": 65010,
    "asnLong": 65010,
    "amazonSideAsn": 64512,
    "mtu": 1500,
    "directConnectGatewayId": GATEWAY,
    "bgpPeers": [{}],
}
PEERS: dict[str, dict[str, Any]] = {
    "ipv4": {
        "bgpPeerId": "dxpeer-ff000004",
        "addressFamily": "ipv4",
        "asn": 65010,
        "asnLong": 65010,
        "authKey": "FakeKey-ff000001",
        "amazonAddress": "192.0.2.1/30",
        "customerAddress": "192.0.2.2/30",
        "bgpPeerState": "available",
        "bgpStatus": "up",
    },
    "ipv6": {
        "bgpPeerId": "dxpeer-ff000006",
        "addressFamily": "ipv6",
        "asn": 65010,
        "asnLong": 65010,
        "authKey": "FakeKey6-ff000001",
        "amazonAddress": "2001:db8::1/125",
        "customerAddress": "2001:db8::6/125",
        "bgpPeerState": "available",
        "bgpStatus": "up",
    },
}
CONNECTION: dict[str, Any] = {
    "ownerAccount": "111122223333",
    "connectionId": "dxcon-ff000001",
    "connectionName": "core-a",
    "connectionState": "available",
    "location": "ExFR1",
    "region": "eu-central-1",
    "bandwidth": "10Gbps",
}
OWN_GATEWAY: dict[str, Any] = {
    "directConnectGatewayId": GATEWAY,
    "directConnectGatewayState": "available",
    "ownerAccount": "111122223333",
}


def raw(case: Mapping[str, Any]) -> dict[str, Any]:
    """The estate of a scenario: its records over the usual ones."""
    filled = {
        "connections": [{}],
        "directConnectGateways": [{}],
        **case,
    }
    records = {
        **{kind: list(value) for kind, value in filled.items() if isinstance(value, list)},
        "virtualInterfaces": [_vif(number, vif) for number, vif in enumerate(case["vifs"])],
    }
    for kind, usual in (("connections", CONNECTION), ("directConnectGateways", OWN_GATEWAY)):
        if filled[kind] is None:
            records.pop(kind, None)
        else:
            records[kind] = [usual | item for item in records[kind]]
    records.pop("vifs")
    return {**records, "dxnet": case.get("dxnet", {})}


def _vif(number: int, case: Mapping[str, Any]) -> dict[str, Any]:
    base = VIF | {"virtualInterfaceId": f"dxvif-ff00000{number + 1}", "vlan": 101 + number}
    vif = {**base, **case}
    if case.get("virtualInterfaceState") == "down" and "bgpPeers" not in case:
        vif["bgpPeers"] = [{"bgpStatus": "down"}]
    vif["bgpPeers"] = [
        _own(PEERS[peer.get("addressFamily", "ipv4")] | peer, number, case)
        for peer in vif["bgpPeers"]
    ]
    return vif


def _own(peer: dict[str, Any], number: int, case: Mapping[str, Any]) -> dict[str, Any]:
    """A peer with addresses of its VIF's own, so that no two VIFs overlap."""
    if peer["amazonAddress"] == PEERS["ipv4"]["amazonAddress"]:
        ends = {"amazon": 4 * number + 1, "customer": 4 * number + 2}
        peer |= {f"{end}Address": f"192.0.2.{host}/30" for end, host in ends.items()} | (
            {"customerAddress": peer["customerAddress"]}
            if peer["customerAddress"] != PEERS["ipv4"]["customerAddress"]
            else {}
        )
    return peer


def estate(case: Mapping[str, Any]) -> Estate:
    return parse.estate(raw(case))


def facts(case: Mapping[str, Any]) -> Facts:
    """All facts of a scenario."""
    before = estate(case["before"]) if "before" in case else None
    found = operation(estate(case), now=NOW, before=before)
    return Facts(
        found.estate,
        found.now,
        faults=found.faults,
        routers=case.get("routers"),
        metrics=_metrics(case["metrics"]) if "metrics" in case else None,
        events=tuple(map(_event, case["events"])) if "events" in case else None,
        before=before,
        expected=tuple(case.get("expected", ())),
        testimony={
            vif_id: tuple(map(_testimony, said))
            for vif_id, said in case.get("testimony", {}).items()
        },
    )


def _testimony(case: Mapping[str, Any]) -> Testimony:
    return Testimony(
        Rung(case["rung"]),
        Evidence(case["fact"], case["source"]),
        Certainty(case["certainty"]),
        case["cause"],
        case["family"],
    )


def _metrics(case: Mapping[str, Any]) -> Metrics:
    step = timedelta(minutes=5)

    def series(one: Mapping[str, Any]) -> Series:
        values = one["values"]
        begin = NOW - step * len(values)
        points = tuple((begin + step * place, value) for place, value in enumerate(values))
        family = one.get("family", "ipv4" if one.get("vif") else None)
        return Series(one["name"], points, one.get("port", ""), one.get("vif", ""), family)

    return Metrics(NOW - timedelta(hours=24), tuple(map(series, case["series"])))


def _event(case: Mapping[str, Any]) -> Event:
    return Event(
        case["arn"],
        case["category"],
        case["status"],
        tuple(case["entities"]),
        datetime.fromisoformat(case["start"]),
        datetime.fromisoformat(case["end"]) if "end" in case else None,
    )


def scenarios() -> dict[str, dict[str, Any]]:
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))
    }
