"""Whatever is asked, by whom and in whatever order: the service's promises hold."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import botocore.session
import pytest

from dxnet.control_plane import OPERATIONS, Caller, Estate, ServiceError, call
from dxnet.control_plane.contract import misfits
from dxnet.control_plane.kinds import KINDS

STEPS = 1500
ACCOUNTS = ("111122223333", "444455556666")
REGIONS = ("us-east-1", "us-east-1", "us-east-1", "eu-west-1")
GONE = ("deleting", "deleted", "rejected")
MODEL = botocore.session.get_session().get_service_model("directconnect")

# Members that are mostly left out, because hardly any value of theirs is accepted.
RARE = ("nextToken", "maxResults", "clientToken", "requestMACSec", "tags", "rateLimit")
# Sensible values of members, by what their names end with; the first match counts.
VALUES: dict[str, tuple[Any, ...]] = {
    "Account": ACCOUNTS,
    "bandwidth": ("1Gbps", "10Gbps", "500Mbps"),
    "Bandwidth": ("1Gbps", "10Gbps"),
    "location": ("EqDC2",),
    "vlan": (101, 102, 103),
    "mtu": (1500, 8500),
    "asnLong": (4200000001, 65001),
    "asn": (65001, 65002),
    "amazonSideAsn": (64512, 4200000000),
    "amazonAddress": ("169.254.0.1/30", "198.51.100.1/30"),
    "customerAddress": ("169.254.0.2/30", "198.51.100.2/30"),
    "authKey": ("FakeKey-dxvif-1", "FakeKey-dxvif-2"),
    "cidr": ("10.0.0.0/8", "198.51.100.0/24", "2001:db8::/48"),
    "rateLimit": ("50Mbps",),
    "encryptionMode": ("must_encrypt",),
    "numberOfConnections": (1, 2),
    "minimumLinks": (0, 1),
    "testDurationInMinutes": (1, 180),
    "maxResults": (1, 100),
    "routerTypeIdentifier": ("CiscoSystemsInc-2900SeriesRouters-IOS124",),
}
# What the ids of members begin with.
ID_PREFIXES: dict[str, tuple[str, ...]] = {
    "onnectionId": ("dxcon", "dxlag"),
    "onnectionIds": ("dxcon",),
    "interconnectId": ("dxcon",),
    "lagId": ("dxlag",),
    "virtualInterfaceId": ("dxvif",),
    "bgpPeerId": ("dxpeer",),
    "bgpPeers": ("dxpeer",),
    "virtualGatewayId": ("vgw",),
    "gatewayId": ("vgw", "tgw"),
}
NONSENSE = ("", "x", "none", 0, -1, 4095, 2**40, True, [], {}, "\n", "é", None)


def made_up(random: Random, shape: Any, name: str, ids: list[str]) -> Any:
    """A value for a member of a request: mostly sensible, at times nonsense."""
    if random.random() < 0.004:
        return random.choice(NONSENSE)
    if shape.type_name == "structure":
        return {
            n: made_up(random, member, n, ids)
            for n, member in shape.members.items()
            if n in shape.required_members or random.random() < (0.03 if n in RARE else 0.4)
        }
    if shape.type_name == "list":
        return [made_up(random, shape.member, name, ids) for _ in range(random.choice((1, 1, 2)))]
    if shape.type_name == "string" and shape.enum:
        return random.choice(shape.enum)
    known = next((values for end, values in VALUES.items() if name.endswith(end)), None)
    if known:
        return random.choice(known)
    if shape.type_name != "string":
        return random.choice((True, False) if shape.type_name == "boolean" else range(5))
    if name in ("resourceArn", "resourceArns"):
        return f"arn:aws:directconnect:us-east-1:{ACCOUNTS[0]}:dxcon/{random.choice(ids)}"
    prefixes = next((found for end, found in ID_PREFIXES.items() if name.endswith(end)), ("",))
    fitting = [i for i in ids if i.startswith(prefixes)]
    return random.choice(fitting if fitting and name[-2:] in ("Id", "ds", "rs") else ("a", "b"))


def ids_in(raw: dict[str, Any]) -> list[str]:
    ids = [record[kind.id] for kind in KINDS.values() for record in raw.get(kind.name, ())]
    peers = (p for vif in raw.get("virtualInterfaces", ()) for p in vif.get("bgpPeers", ()))
    return [*ids, *(peer["bgpPeerId"] for peer in peers), "tgw-1"]


def seeded() -> dict[str, Any]:
    owner = {"ownerAccount": ACCOUNTS[0], "region": "us-east-1", "location": "EqDC2"}
    dedicated = {"connectionState": "available", "bandwidth": "10Gbps", **owner}
    return {
        "connections": [
            {"connectionId": "dxcon-1", **dedicated},
            {"connectionId": "dxcon-2", "hasLogicalRedundancy": "yes", **dedicated},
        ],
        "interconnects": [
            {"interconnectId": "dxcon-3", "interconnectState": "available", **owner}
            | {"bandwidth": "10Gbps", "ownerAccount": ACCOUNTS[1]}
        ],
        "virtualInterfaces": [
            {"virtualInterfaceId": "dxvif-1", "virtualInterfaceState": "available", **owner}
        ],
        "virtualGateways": [
            {"virtualGatewayId": f"vgw-{account[0]}", "ownerAccount": account}
            for account in ACCOUNTS
        ],
        "directConnectGateways": [
            {"directConnectGatewayId": "00000000-0000-4000-8000-000000000000"}
            | {"ownerAccount": ACCOUNTS[0], "amazonSideAsn": 64512}
            | {"directConnectGatewayState": "available"}
        ],
    }


def vlans_in_use(raw: dict[str, Any]) -> Counter[tuple[str, int]]:
    """How many live VIFs and hosted connections share a VLAN of a connection, or more."""
    vifs = [
        (vif.get("connectionId", ""), vif["vlan"])
        for vif in raw.get("virtualInterfaces", ())
        if "vlan" in vif and vif["virtualInterfaceState"] not in GONE
    ]
    hosted = [
        (connection["interconnectId"], connection["vlan"])
        for connection in raw.get("connections", ())
        if "interconnectId" in connection and connection["connectionState"] not in GONE
    ]
    return Counter(vifs + hosted)


def ask(estate: Estate, name: str, parameters: Any, caller: Caller, now: float) -> bool:
    """Send a request, hold what comes back against the model, and say whether it was served."""
    estate.settle(now)
    before = estate.dump()
    try:
        answer = call(estate, name, parameters, caller, now)
    except ServiceError as error:
        code = error.code
    else:
        assert misfits(name, answer) == []
        return True
    assert code in {shape.name for shape in MODEL.operation_model(name).error_shapes}
    assert estate.dump() == before
    return False


@pytest.mark.parametrize(("seed", "delay"), [(1, 0.0), (2, 60.0), (3, None), (4, 0.0)])
def test_random_requests_get_what_the_model_knows_and_break_nothing(seed, delay) -> None:
    random, estate, now = Random(seed), Estate(seeded(), state_delay=delay), 1_000_000.0
    often = [n for n in OPERATIONS if n.startswith(("Create", "Allocate", "Confirm", "Associate"))]
    names = sorted([*OPERATIONS, *often, *often])
    served = Counter[str]()
    for step in range(STEPS):
        now += random.choice((0, 0, 30, 300))
        name = random.choice(names)
        shape = MODEL.operation_model(name).input_shape
        parameters = made_up(random, shape, "", ids_in(estate.dump())) if shape else {}
        caller = Caller(random.choice((*ACCOUNTS, ACCOUNTS[0])), random.choice(REGIONS))
        served[name] += ask(estate, name, parameters, caller, now)
        if delay is None:
            estate.advance()
        if step % 25 == 0:
            raw = estate.dump()
            assert max(vlans_in_use(raw).values(), default=1) == 1
            assert Estate(raw).dump() == raw
    assert sum(count > 0 for count in served.values()) > len(OPERATIONS) / 2
