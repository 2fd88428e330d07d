"""Random requests from several accounts to every operation, and what always holds."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import botocore.session
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dxnet import parse
from dxnet.checks.rules import RULES
from dxnet.control_plane import OPERATIONS, Caller, Estate, ServiceError, call
from dxnet.control_plane.contract import misfits
from dxnet.control_plane.kinds import KINDS
from dxnet.control_plane.router_types import ROUTER_TYPES

MODEL = botocore.session.get_session().get_service_model("directconnect")
CODES = {shape.name for shape in MODEL.error_shapes}
ACCOUNTS = ("111122223333", "444455556666", "777788889999")
REGION = "us-east-1"
GONE = ("deleting", "deleted", "rejected")
LISTED = 15 * 60
DELAY = 60.0

ENDS = ["10.0.0.1/30", "10.0.0.2/30", "10.0.0.0/31", "10.0.0.1/31", "203.0.113.1/30"]
CHOICES: dict[str, list[Any]] = {
    "vlan": [0, 101, 101, 102, 103, 300, 4094, 4095],
    "asn": [0, 65000, 65001, 4200000000],
    "asnLong": [0, 65000, 4200000000, 4294967295],
    "amazonAddress": [*ENDS, "nonsense"],
    "customerAddress": [*ENDS, "2001:db8::6/125"],
    "authKey": ["FakeKey-dxvif-1", "Fake<&>\"'", "Fake", "Fake Key"],
    "mtu": [0, 1500, 8500, 9001],
    "cidr": ["198.51.100.0/24", "2001:db8::/48", "10.0.0.0/8", "", "a,b"],
    "virtualInterfaceName": ["blue", "core green", "<&>", ""],
    "bandwidth": ["1Gbps", "10Gbps", "500Mbps", "nonsense"],
    "connectionsBandwidth": ["1Gbps", "10Gbps", "nonsense"],
    "rateLimit": ["50Mbps", "1Tbps", "nonsense"],
    "location": ["EqDC2", "nowhere"],
    "key": ["team", "aws:team", "\u00e4"],
    "value": ["net", ""],
    "routerTypeIdentifier": [*ROUTER_TYPES, "nonsense"],
    "testDurationInMinutes": [0, 1, 180, 4320, 4321],
    "numberOfConnections": [0, 1, 2, 5],
    "minimumLinks": [-1, 0, 1, 9],
    "maxResults": [-1, 0, 1, 2, 1000],
    "nextToken": ["", "nonsense", "\u00e4"],
    "amazonSideAsn": [0, 64512, 4200000000, 65535],
    "status": ["in_progress", "completed"],
}
# Members that hold an id, and the kinds whose ids they take.
IDS = {
    "connectionId": ("connections", "interconnects", "lags"),
    "parentConnectionId": ("interconnects", "lags"),
    "interconnectId": ("interconnects",),
    "lagId": ("lags",),
    "virtualInterfaceId": ("virtualInterfaces",),
    "directConnectGatewayId": ("directConnectGateways",),
    "virtualGatewayId": ("virtualGateways",),
    "gatewayId": ("virtualGateways",),
    "associatedGatewayId": ("virtualGateways",),
    "associationId": ("directConnectGatewayAssociations",),
    "proposalId": ("directConnectGatewayAssociationProposals",),
    "testId": ("virtualInterfaceTestHistory",),
    "resiliencyGroupId": ("resiliencyGroups",),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


def seed() -> dict[str, Any]:
    """Ports of two accounts, an interconnect with a hosted connection, and gateways of all."""
    owner, partner, _ = ACCOUNTS
    port = {"region": REGION, "location": "EqDC2", "bandwidth": "10Gbps"}
    mine = {**port, "ownerAccount": owner, "connectionState": "available"}
    return {
        "locations": [
            {"locationCode": "EqDC2", "region": REGION, "availablePortSpeeds": ["1Gbps", "10Gbps"]}
        ],
        "connections": [
            {**mine, "connectionId": "dxcon-seed0001", "hasLogicalRedundancy": "yes"},
            {**mine, "connectionId": "dxcon-seed0002", "jumboFrameCapable": False},
            {**mine, "connectionId": "dxcon-seed0003", "ownerAccount": partner},
            {
                **mine,
                "connectionId": "dxcon-hosted01",
                "interconnectId": "dxcon-partner1",
                "vlan": 300,
                "partnerName": "Fake Partner",
                "bandwidth": "500Mbps",
            },
        ],
        "interconnects": [
            {
                **port,
                "interconnectId": "dxcon-partner1",
                "interconnectState": "available",
                "ownerAccount": partner,
            }
        ],
        "directConnectGateways": [
            {
                "directConnectGatewayId": f"11111111-2222-4333-8444-{account}",
                "directConnectGatewayState": "available",
                "amazonSideAsn": 64512 + number,
                "ownerAccount": account,
            }
            for number, account in enumerate(ACCOUNTS)
        ],
        "virtualGateways": [
            {"virtualGatewayId": "vgw-seed0001", "virtualGatewayState": "available"}
        ],
    }


class DirectConnect(RuleBasedStateMachine):
    """The service, asked at random, and a memory of what it has said."""

    def __init__(self) -> None:
        super().__init__()
        self.estate = Estate(seed(), state_delay=DELAY)
        self.now = 1_000_000.0
        self.keys: dict[tuple[str, str], str] = {}
        self.gone_at: dict[tuple[str, str], float] = {}
        self.answered: Counter[str] = Counter()

    # Requests.

    def ask(self, operation: str, parameters: Any, account: str) -> dict[str, Any] | None:
        """The answer, which fits the model; or None for a refusal, which changes nothing."""
        self.estate.settle(self.now)
        before = self.estate.dump()
        try:
            answer = call(self.estate, operation, parameters, Caller(account, REGION), self.now)
        except ServiceError as error:
            assert error.code in CODES
            is_unchanged = self.estate.dump() == before
            assert is_unchanged, f"{operation} was refused and changed the estate"
            return None
        assert misfits(operation, answer) == []
        json.dumps(answer)
        self.answered[operation] += 1
        return answer

    @rule(
        data=st.data(),
        account=st.sampled_from(ACCOUNTS),
        operation=st.sampled_from(sorted(OPERATIONS)),
    )
    def request_anything(self, data: Any, account: str, operation: str) -> None:
        shape = MODEL.operation_model(operation).input_shape
        parameters = {} if shape is None else self.value(data, shape, "", broken=0.0)
        self.ask(operation, parameters, account)

    @rule(
        data=st.data(),
        account=st.sampled_from(ACCOUNTS),
        operation=st.sampled_from(sorted(OPERATIONS)),
    )
    def request_something_malformed(self, data: Any, account: str, operation: str) -> None:
        shape = MODEL.operation_model(operation).input_shape
        parameters = data.draw(JSON) if shape is None else self.value(data, shape, "", broken=0.3)
        self.ask(operation, parameters, account)

    @rule(
        kind=st.sampled_from(("private", "public", "transit")),
        vlan=st.sampled_from((101, 102, 103, 300)),
        connection_id=st.sampled_from(
            ("dxcon-seed0001", "dxcon-seed0002", "dxcon-seed0003", "dxcon-hosted01")
        ),
        account=st.sampled_from(ACCOUNTS[:2]),
        subnet=st.integers(0, 3),
    )
    def create(self, kind: str, vlan: int, connection_id: str, account: str, subnet: int) -> None:
        self.ask(
            f"Create{kind.title()}VirtualInterface",
            {
                "connectionId": connection_id,
                f"new{kind.title()}VirtualInterface": {
                    **wanted(kind, vlan, subnet),
                    **({} if kind == "public" else {"directConnectGatewayId": gateway_of(account)}),
                },
            },
            account,
        )

    @rule(
        kind=st.sampled_from(("private", "public", "transit")),
        vlan=st.sampled_from((101, 102, 103)),
        connection_id=st.sampled_from(("dxcon-seed0001", "dxcon-seed0003", "dxcon-partner1")),
        account=st.sampled_from(ACCOUNTS[:2]),
        owner=st.sampled_from(ACCOUNTS),
    )
    def allocate(self, kind: str, vlan: int, connection_id: str, account: str, owner: str) -> None:
        self.ask(
            f"Allocate{kind.title()}VirtualInterface",
            {
                "connectionId": connection_id,
                "ownerAccount": owner,
                f"new{kind.title()}VirtualInterfaceAllocation": wanted(kind, vlan, 1),
            },
            account,
        )

    @rule(data=st.data(), is_confirmed=st.booleans())
    def confirm_or_reject(self, data: Any, is_confirmed: bool) -> None:
        waiting = [v for v in self.vifs() if v["virtualInterfaceState"] == "confirming"]
        if not waiting:
            return
        vif = data.draw(st.sampled_from(waiting))
        vif_id, owner = {"virtualInterfaceId": vif["virtualInterfaceId"]}, vif["ownerAccount"]
        if not is_confirmed:
            answer = self.ask("DeleteVirtualInterface", vif_id, owner)
            assert answer == {"virtualInterfaceState": "rejected"}
            return
        kind = vif["virtualInterfaceType"]
        gateway = {} if kind == "public" else {"directConnectGatewayId": gateway_of(owner)}
        self.ask(f"Confirm{kind.title()}VirtualInterface", {**vif_id, **gateway}, owner)

    @rule(data=st.data(), family=st.sampled_from(("ipv4", "ipv6")))
    def add_a_peer(self, data: Any, family: str) -> None:
        vif = data.draw(st.sampled_from(self.vifs() or [None]))
        if vif:
            self.ask(
                "CreateBGPPeer",
                {
                    "virtualInterfaceId": vif["virtualInterfaceId"],
                    "newBGPPeer": {"asnLong": 4200000001, "addressFamily": family},
                },
                vif["ownerAccount"],
            )

    @rule(data=st.data())
    def take_a_peer_away(self, data: Any) -> None:
        vif = data.draw(st.sampled_from(self.vifs() or [None]))
        if vif:
            peer = data.draw(st.sampled_from(vif["bgpPeers"]))
            self.ask(
                "DeleteBGPPeer",
                {
                    "virtualInterfaceId": vif["virtualInterfaceId"],
                    "bgpPeerId": peer["bgpPeerId"],
                },
                vif["ownerAccount"],
            )

    @rule(seconds=st.sampled_from((0.0, 1.0, DELAY, LISTED, LISTED + DELAY, 181 * 60.0)))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.estate.settle(self.now)

    def vifs(self) -> list[Any]:
        return list(self.estate.dump().get("virtualInterfaces", []))

    def value(self, data: Any, shape: Any, name: str, broken: float) -> Any:
        """A value for a member of that shape and name; with a chance of `broken`, nonsense."""
        if broken and data.draw(st.floats(0, 1)) < broken / 3:
            return data.draw(JSON)
        if shape.type_name == "structure":
            return {
                member: self.value(data, inner, member, broken)
                for member, inner in shape.members.items()
                if member in shape.required_members or data.draw(st.booleans())
            }
        if shape.type_name == "list":
            count = data.draw(st.integers(1, 2))
            return [self.value(data, shape.member, name, broken) for _ in range(count)]
        if name in IDS or "Identifiers" in name:
            return self.an_id(data, IDS.get(name, ("connections",)))
        if name in ("resourceArn", "resourceArns"):
            return self.an_arn(data)
        if name.endswith(("Account", "AccountId")):
            return data.draw(st.sampled_from(ACCOUNTS))
        if name in ("bgpPeerId", "bgpPeers"):
            peers = [p["bgpPeerId"] for vif in self.vifs() for p in vif["bgpPeers"]]
            return data.draw(st.sampled_from([*peers, "dxpeer-unknown1"]))
        if name in CHOICES:
            return data.draw(st.sampled_from(CHOICES[name]))
        if shape.type_name == "boolean":
            return data.draw(st.booleans())
        if shape.type_name in ("integer", "long"):
            return data.draw(st.integers(-1, 70000))
        if shape.enum:
            return data.draw(st.sampled_from(shape.enum))
        return data.draw(st.text(max_size=12))

    def an_id(self, data: Any, kinds: tuple[str, ...]) -> str:
        raw = self.estate.dump()
        known = [record[KINDS[kind].id] for kind in kinds for record in raw.get(kind, [])]
        return data.draw(st.sampled_from([*known, "dxcon-unknown1"]))

    def an_arn(self, data: Any) -> str:
        raw = self.estate.dump()
        arns = [
            f"arn:aws:directconnect:{REGION}:{record.get('ownerAccount', ACCOUNTS[0])}:"
            f"{kind.arn}/{record[kind.id]}"
            for kind in KINDS.values()
            if kind.arn
            for record in raw.get(kind.name, [])
        ]
        return data.draw(st.sampled_from([*arns, "arn:nonsense"]))

    # What always holds.

    @invariant()
    def no_two_live_vifs_share_a_vlan_on_a_connection(self) -> None:
        live = [v for v in self.vifs() if v["virtualInterfaceState"] not in GONE]
        used = Counter((vif["connectionId"], vif["vlan"]) for vif in live)
        assert [place for place, count in used.items() if count > 1] == []

    @invariant()
    def an_account_sees_its_own_and_what_it_carries(self) -> None:
        raw = self.estate.dump()
        owners = {
            record[KINDS[kind].id]: record.get("ownerAccount")
            for kind in ("connections", "interconnects", "lags")
            for record in raw.get(kind, [])
        }
        for account in ACCOUNTS:
            caller = Caller(account, REGION)
            answer = call(self.estate, "DescribeVirtualInterfaces", {}, caller, self.now)
            seen = {vif["virtualInterfaceId"] for vif in answer["virtualInterfaces"]}
            expected = {
                vif["virtualInterfaceId"]
                for vif in raw.get("virtualInterfaces", [])
                if account in (vif["ownerAccount"], owners.get(vif["connectionId"]))
            }
            assert seen == expected
            for operation, kind in (
                ("DescribeConnections", "connections"),
                ("DescribeDirectConnectGateways", "directConnectGateways"),
            ):
                answer = call(self.estate, operation, {}, caller, self.now)
                assert {each["ownerAccount"] for each in answer[kind]} <= {account}

    @invariant()
    def what_is_deleted_goes_after_a_quarter_of_an_hour(self) -> None:
        for kind in KINDS.values():
            for record in self.estate.dump().get(kind.name, []):
                place = kind.name, record[kind.id]
                if record.get(kind.state) in ("deleted", "rejected"):
                    since = self.gone_at.setdefault(place, self.now)
                    assert self.now - since <= LISTED + DELAY, place

    @invariant()
    def no_key_is_lost_or_changed(self) -> None:
        for vif in self.vifs():
            for peer in vif["bgpPeers"]:
                place = vif["virtualInterfaceId"], peer["bgpPeerId"]
                is_kept = self.keys.setdefault(place, peer["authKey"]) == peer["authKey"]
                assert is_kept, place
            keys = {peer["authKey"] for peer in vif["bgpPeers"]}
            assert (vif["authKey"] in keys) is True

    @invariant()
    def the_xml_agrees_with_the_fields(self) -> None:
        for vif in parse.estate(self.estate.dump()).vifs:
            if vif.is_live:
                assert vif.router_config is not None
                assert vif.router_config.malformed == ""
                found = list(RULES["DX601"](vif))
                assert len(found) == 0, vif.id

    @invariant()
    def a_dump_is_the_whole_estate(self) -> None:
        dump = self.estate.dump()
        is_same = Estate(json.loads(json.dumps(dump)), state_delay=DELAY).dump() == dump
        assert is_same


def gateway_of(account: str) -> str:
    return f"11111111-2222-4333-8444-{account}"


def wanted(kind: str, vlan: int, subnet: int) -> dict[str, Any]:
    """A VIF that nothing speaks against but what stands in the estate; subnet 0 is left out."""
    fields: dict[str, Any] = {"virtualInterfaceName": "fake", "vlan": vlan, "asn": 65000}
    if kind == "public":
        fields["routeFilterPrefixes"] = [{"cidr": "198.51.100.0/24"}]
    if subnet or kind == "public":
        start = "203.0.113" if kind == "public" else "192.168.0"
        fields["amazonAddress"] = f"{start}.{4 * subnet + 1}/30"
        fields["customerAddress"] = f"{start}.{4 * subnet + 2}/30"
    return fields


def test_whatever_is_asked_the_service_keeps_its_promises() -> None:
    run_state_machine_as_test(
        DirectConnect,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
