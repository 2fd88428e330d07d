"""Random requests from several accounts to every operation, and what always holds."""

from __future__ import annotations

import json
import re
from collections import Counter
from random import Random
from typing import Any

import botocore.session
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dxnet import parse
from dxnet.checks.rules import RULES
from dxnet.control_plane import OPERATIONS, Caller, Estate, Request, ServiceError, call
from dxnet.control_plane.operations.router_types import ROUTER_TYPES
from dxnet.control_plane.rules import events, virtual_gateways
from dxnet.control_plane.service.required_states import NEEDS
from dxnet.control_plane.store.kinds import KINDS, STORAGE, is_hosted
from dxnet.control_plane.store.transitions import TRANSITIONING, is_transitioning
from tests.control_plane.shapes import misfits

MODEL = botocore.session.get_session().get_service_model("directconnect")
ACCOUNTS = ("111122223333", "444455556666", "777788889999")
REGION = "us-east-1"
VIF_ID = re.compile(r"dxvif-[a-z0-9]{8}")
# What VIFs are changed by comes more often.
OPERATION_NAMES = sorted(OPERATIONS) + 4 * [
    "AssociateVirtualInterface",
    "CreateBGPPeer",
    "DeleteBGPPeer",
    "StartBgpFailoverTest",
    "StopBgpFailoverTest",
    "UpdateVirtualInterfaceAttributes",
]
GONE = ("deleting", "deleted", "rejected")
LISTED = 15 * 60
DELAY = 60.0

ENDS = ["10.0.0.1/30", "10.0.0.2/30", "10.0.0.0/31", "10.0.0.1/31", "203.0.113.1/30"]
CHOICES: dict[str, list[Any]] = {
    "vlan": [0, *range(101, 108), 300, 4094, 4095],
    "asn": [0, 65000, 65001, 4200000000],
    "asnLong": [0, 65000, 4200000000, 4294967295],
    "amazonAddress": [*ENDS, "nonsense"],
    "customerAddress": [*ENDS, "2001:db8::6/125"],
    "authKey": ["FakeKey-dxvif-1", "Fake<&>\"'", "Fake", "Fake Key"],
    "mtu": [0, 1500, 8500, 9001],
    "cidr": ["198.51.100.0/24", "2001:db8::/48", "10.0.0.0/8", "", "a,b"],
    "virtualInterfaceName": ["blue", "blue", "core green", "<&>"],
    "bandwidth": ["1Gbps", "10Gbps", "500Mbps", "500Mbps", "nonsense"],
    "connectionsBandwidth": ["1Gbps", "10Gbps", "nonsense"],
    "rateLimit": ["50Mbps", "1Tbps", "nonsense"],
    "location": ["EqDC2", "EqDC2", "EqDC2", "nowhere"],
    "key": ["team", "aws:team", "\u00e4"],
    "value": ["net", ""],
    "routerTypeIdentifier": [*ROUTER_TYPES, "nonsense"],
    "testDurationInMinutes": [0, 1, 180, 4320, 4321],
    "numberOfConnections": [0, 1, 2, 5],
    "minimumLinks": [-1, 0, 1, 9],
    "maxResults": [0, 1, 1, 2, 1000],
    "nextToken": ["", "nonsense", "\u00e4"],
    "ckn": ["ab" * 32],
    "cak": ["cd" * 32, "nonsense"],
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
    "connectionIdentifiers": ("connections",),
    "connectionIds": ("connections",),
}
NONSENSE: list[Any] = [None, True, -1, 0, 2**31, 10**400, 1.5, float("nan"), "", "\ud800", "\0"]
NONSENSE += ["x" * 500, [], [[]], {}, {"key": {}}, [None], ["", ""]]


def seed() -> dict[str, Any]:
    """Ports of two accounts, a LAG, an interconnect with a hosted connection, gateways of all."""
    owner, partner, _ = ACCOUNTS
    port = {"region": REGION, "location": "EqDC2", "bandwidth": "10Gbps"}
    mine = {**port, "ownerAccount": owner, "connectionState": "available"}
    return {
        "locations": [
            {"locationCode": "EqDC2", "region": REGION, "availablePortSpeeds": ["1Gbps", "10Gbps"]}
        ],
        "connections": [
            {
                **mine,
                "connectionId": "dxcon-seed0001",
                "hasLogicalRedundancy": "yes",
                "macSecCapable": True,
            },
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
        "lags": [
            {
                "lagId": "dxlag-seed0001",
                "lagState": "available",
                "ownerAccount": owner,
                "region": REGION,
                "location": "EqDC2",
                "connectionsBandwidth": "10Gbps",
            }
        ],
        "interconnects": [
            {
                **port,
                "interconnectId": f"dxcon-partner{number}",
                "interconnectState": "available",
                "ownerAccount": partner,
            }
            for number in (1, 2)
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


class Generator:
    """Parameters of any operation, of values that fit an account's estate more often than not."""

    def __init__(self, rng: Random, raw: dict[str, Any], account: str, nonsense: float) -> None:
        self.rng, self.raw, self.account, self.nonsense = rng, raw, account, nonsense
        self.fullness = rng.choice((0.2, 0.5, 0.9))

    def value(self, shape: Any, name: str) -> Any:
        """A value for a member of that shape and name; now and then nonsense."""
        if self.rng.random() < self.nonsense:
            return self.rng.choice(NONSENSE)
        if shape.type_name == "structure":
            return {
                member: self.value(inner, member)
                for member, inner in shape.members.items()
                if member in shape.required_members or self.rng.random() < self.fullness
            }
        if shape.type_name == "list":
            return [self.value(shape.member, name) for _ in range(self.rng.choice((1, 1, 2)))]
        return self.rng.choice(self.choices(shape, name))

    def choices(self, shape: Any, name: str) -> list[Any]:
        if name in IDS:
            return self.ids(IDS[name])
        if name in ("resourceArn", "resourceArns"):
            return self.arns()
        if name in ("bgpPeerId", "bgpPeers"):
            vifs = self.raw.get("virtualInterfaces", ())
            return [*(p["bgpPeerId"] for vif in vifs for p in vif["bgpPeers"]), "dxpeer-unknown1"]
        if name.endswith(("Account", "AccountId")):
            return list(ACCOUNTS)
        kinds: dict[str, list[Any]] = {
            "boolean": [True, False],
            "integer": [-1, 0, 1, 70000],
            "long": [-1, 0, 65000],
        }
        texts = ["fake", "fake", "fake", "Fake-1", "Fake-1", "", "<&>"]
        return CHOICES.get(name) or kinds.get(shape.type_name) or shape.enum or texts

    def ids(self, kinds: tuple[str, ...]) -> list[str]:
        """Ids of those kinds, the account's own six times as often as others'."""
        known = ["dxcon-unknown1"]
        if kinds == IDS["gatewayId"]:
            known.append("tgw-seed0001")
        for kind in kinds:
            for record in self.raw.get(kind, ()):
                weight = 6 if record.get("ownerAccount") == self.account else 1
                known += [record[KINDS[kind].id]] * weight
        return known

    def arns(self) -> list[str]:
        return [
            f"arn:aws:directconnect:{REGION}:{record.get('ownerAccount', self.account)}:"
            f"{kept.arn}/{record[kind.id]}"
            for kind, kept in STORAGE.items()
            if kept.arn
            for record in self.raw.get(kind.list, ())
        ] + ["arn:nonsense"]


class DirectConnect(RuleBasedStateMachine):
    """The service, asked at random, and a memory of what it has said."""

    def __init__(self) -> None:
        super().__init__()
        self.estate = Estate(seed(), state_delay=DELAY)
        self.now, self.asked = 1_000_000.0, 0
        self.keys: dict[tuple[str, str], str] = {}
        self.gone_at: dict[tuple[str, str], float] = {}

    # Requests.

    def ask(self, operation: str, parameters: Any, account: str) -> dict[str, Any] | None:
        """The answer, which fits the model; or None for a refusal, which changes nothing."""
        self.estate.settle(self.now)
        before = self.estate.dump()
        try:
            answer = call(self.estate, operation, parameters, Caller(account, REGION), self.now)
        except ServiceError as error:
            code = error.code
        else:
            assert misfits(operation, answer) == []
            named = set(VIF_ID.findall(json.dumps(answer)))
            assert named <= {vif["virtualInterfaceId"] for vif in seen(before, account)} | {
                vif["virtualInterfaceId"] for vif in seen(self.estate.dump(), account)
            }
            self.check_ports_of_new_vifs(before)
            check_required_states(operation, parameters, before)
            return answer
        assert code in {error.name for error in MODEL.operation_model(operation).error_shapes}
        is_unchanged = self.estate.dump() == before
        assert is_unchanged, f"{operation} was refused and changed the estate"
        return None

    def check_ports_of_new_vifs(self, before: Any) -> None:
        """A VIF is made only on a port that had been handed over before."""
        known = {vif["virtualInterfaceId"] for vif in before.get("virtualInterfaces", ())}
        states = {
            record[KINDS[kind].id]: record.get(KINDS[kind].state)
            for kind in ("connections", "interconnects", "lags")
            for record in before.get(kind, ())
        }
        for vif in self.estate.dump().get("virtualInterfaces", ()):
            if vif["virtualInterfaceId"] not in known:
                assert states[vif["connectionId"]] in ("available", "down")

    @rule(number=st.integers(0, 2**32), nonsense=st.sampled_from((0.0, 0.0, 0.0, 0.03, 0.3)))
    def request_anything(self, number: int, nonsense: float) -> None:
        self.asked += 1
        rng = Random(f"{number} {self.asked}")
        for operation in rng.choices(OPERATION_NAMES, k=30):
            account = rng.choice(ACCOUNTS)
            generator = Generator(rng, self.estate.dump(), account, nonsense)
            shape = MODEL.operation_model(operation).input_shape
            self.ask(operation, generator.value(shape, "") if shape else {}, account)

    @rule(
        kind=st.sampled_from(("private", "public", "transit")),
        vlan=st.sampled_from((101, 102, 103, 300)),
        connection_id=st.sampled_from(
            (
                "dxcon-seed0001",
                "dxcon-seed0002",
                "dxcon-seed0003",
                "dxcon-hosted01",
                "dxlag-seed0001",
            )
        ),
        account=st.sampled_from(ACCOUNTS[:2]),
        subnet=st.integers(0, 3),
        key=st.sampled_from((None, "FakeKey-dxvif-1", "Fake<&>\"']]>")),
    )
    def create(
        self, kind: str, vlan: int, connection_id: str, account: str, subnet: int, key: str | None
    ) -> None:
        self.ask(
            f"Create{kind.title()}VirtualInterface",
            {
                "connectionId": connection_id,
                f"new{kind.title()}VirtualInterface": {
                    **wanted(kind, vlan, subnet),
                    "authKey": key,
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

    @rule(vlan=st.sampled_from((101, 102, 300)), owner=st.sampled_from(ACCOUNTS))
    def allocate_a_hosted_connection(self, vlan: int, owner: str) -> None:
        order: dict[str, object] = {
            "bandwidth": "500Mbps",
            "connectionName": "fake",
            "ownerAccount": owner,
        }
        order |= {"connectionId": "dxcon-partner1", "vlan": vlan}
        self.ask("AllocateHostedConnection", order, ACCOUNTS[1])

    @rule(
        verb=st.sampled_from(("AssociateConnectionWithLag", "DisassociateConnectionFromLag")),
        connection_id=st.sampled_from(("dxcon-seed0001", "dxcon-seed0002")),
    )
    def move_a_port(self, verb: str, connection_id: str) -> None:
        self.ask(verb, {"connectionId": connection_id, "lagId": "dxlag-seed0001"}, ACCOUNTS[0])

    @rule(
        gateway_id=st.sampled_from(("vgw-seed0001", "tgw-seed0001", "tgw-seed0002")),
        account=st.sampled_from(ACCOUNTS),
        owner=st.sampled_from(ACCOUNTS),
    )
    def associate_a_gateway(self, gateway_id: str, account: str, owner: str) -> None:
        """With a Direct Connect gateway of one's own, or by a proposal to its owner."""
        request = {
            "directConnectGatewayId": gateway_of(owner),
            "gatewayId": gateway_id,
            "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}],
        }
        if account == owner:
            self.ask("CreateDirectConnectGatewayAssociation", request, account)
        else:
            request["directConnectGatewayOwnerAccount"] = owner
            self.ask("CreateDirectConnectGatewayAssociationProposal", request, account)

    @rule(data=st.data(), is_accepted=st.booleans())
    def accept_or_withdraw_a_proposal(self, data: Any, is_accepted: bool) -> None:
        proposals = self.estate.dump().get("directConnectGatewayAssociationProposals", ())
        proposal = data.draw(st.sampled_from(proposals or [None]))
        if not proposal:
            return
        own = {"proposalId": proposal["proposalId"]}
        proposer = proposal["associatedGateway"]["ownerAccount"]
        if not is_accepted:
            self.ask("DeleteDirectConnectGatewayAssociationProposal", own, proposer)
            return
        gateway_id = proposal["directConnectGatewayId"]
        own |= {"directConnectGatewayId": gateway_id, "associatedGatewayOwnerAccount": proposer}
        owner = proposal["directConnectGatewayOwnerAccount"]
        self.ask("AcceptDirectConnectGatewayAssociationProposal", own, owner)

    @rule(data=st.data(), is_deleted=st.booleans(), account=st.sampled_from(ACCOUNTS))
    def change_an_association(self, data: Any, is_deleted: bool, account: str) -> None:
        associations = self.estate.dump().get("directConnectGatewayAssociations", ())
        association = data.draw(st.sampled_from(associations or [None]))
        if association:
            own = {"associationId": association["associationId"]}
            verb = "Delete" if is_deleted else "Update"
            more = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": "172.16.0.0/12"}]}
            parameters = own if is_deleted else {**own, **more}
            self.ask(f"{verb}DirectConnectGatewayAssociation", parameters, account)

    @rule(
        port=st.sampled_from(("dxcon-seed0001", "dxcon-seed0002", "dxlag-seed0001")),
        data=st.data(),
    )
    def add_a_macsec_key_or_take_it_away(self, port: str, data: Any) -> None:
        own = {"connectionId": port}
        raw = self.estate.dump()
        ports = [*raw["connections"], *raw.get("lags", ())]
        keys = [
            key["secretARN"]
            for each in ports
            if port in (each.get("connectionId"), each.get("lagId"))
            for key in each.get("macSecKeys", ())
        ]
        arn = data.draw(st.sampled_from([None, *keys]))
        if arn:
            self.ask("DisassociateMacSecKey", {**own, "secretARN": arn}, ACCOUNTS[0])
        else:
            pair = {"ckn": f"{len(keys):064}", "cak": "cd" * 32}
            self.ask("AssociateMacSecKey", {**own, **pair}, ACCOUNTS[0])

    @rule(host=st.sampled_from(("dxcon-partner1", "dxcon-partner2")))
    def move_a_hosted_connection(self, host: str) -> None:
        both = {"connectionId": "dxcon-hosted01", "parentConnectionId": host}
        self.ask("AssociateHostedConnection", both, ACCOUNTS[1])

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

    @rule(data=st.data(), is_up=st.booleans())
    def put_a_link_up_or_down(self, data: Any, is_up: bool) -> None:
        raw = self.estate.dump()
        kinds = ("connections", "interconnects", "lags")
        ids = [record[KINDS[kind].id] for kind in kinds for record in raw.get(kind, ())]
        events.link(self.outside(), data.draw(st.sampled_from(ids)), is_up=is_up)

    @rule(data=st.data(), is_up=st.booleans(), of_one_peer=st.booleans())
    def put_a_session_up_or_down(self, data: Any, is_up: bool, of_one_peer: bool) -> None:
        vifs = [vif for vif in self.vifs() if vif["virtualInterfaceState"] not in GONE]
        vif = data.draw(st.sampled_from(vifs or [None]))
        if vif:
            peers = [peer["bgpPeerId"] for peer in vif["bgpPeers"]]
            chosen = data.draw(st.sampled_from(peers)) if of_one_peer else vif["virtualInterfaceId"]
            events.session(self.outside(), chosen, is_up=is_up)

    @rule(is_refused=st.booleans())
    def refuse_or_accept_prefixes(self, is_refused: bool) -> None:
        (events.refuse_verification if is_refused else events.verify)(self.outside())

    @rule(account=st.sampled_from(ACCOUNTS), is_created=st.booleans(), data=st.data())
    def let_ec2_create_or_delete_a_gateway(self, account: str, is_created: bool, data: Any) -> None:
        request = self.outside(account)
        gateways = self.estate.dump().get("virtualGateways", ())
        if is_created or not gateways:
            self.asked += 1
            virtual_gateways.created(request, f"vgw-made{self.asked:04}", None)
        else:
            gateway = data.draw(st.sampled_from(gateways))
            virtual_gateways.deleted(request, gateway["virtualGatewayId"])

    def outside(self, account: str = ACCOUNTS[0]) -> Request:
        self.estate.settle(self.now)
        return Request(self.estate, "", {}, Caller(account, REGION), self.now)

    @rule(seconds=st.sampled_from((1.0, DELAY, DELAY, LISTED, LISTED, 181 * 60.0)))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.estate.settle(self.now)

    def vifs(self) -> list[Any]:
        return list(self.estate.dump().get("virtualInterfaces", []))

    # What always holds.

    @invariant()
    def no_two_live_things_share_a_vlan_on_a_port(self) -> None:
        used = Counter(
            (vif["connectionId"], vif["vlan"])
            for vif in self.vifs()
            if vif["virtualInterfaceState"] not in GONE
        )
        used.update(
            (connection["interconnectId"], connection["vlan"])
            for connection in self.estate.dump().get("connections", ())
            if "interconnectId" in connection and connection["connectionState"] not in GONE
        )
        assert [place for place, count in used.items() if count > 1] == []

    @invariant()
    def what_is_in_one_lag_has_macsec_or_has_it_not(self) -> None:
        raw = self.estate.dump()
        bundles = {lag["lagId"]: lag.get("macSecCapable") for lag in raw.get("lags", ())}
        for port in (*raw.get("connections", ()), *raw.get("interconnects", ())):
            asked = bundles.get(port.get("lagId"))
            if asked is not None and not is_hosted(port):
                assert bool(port.get("macSecCapable")) == asked

    @invariant()
    def a_link_that_is_down_has_no_available_port(self) -> None:
        raw = self.estate.dump()
        for kind in ("connections", "interconnects"):
            for port in raw.get(kind, ()):
                assert (port.get("link"), port[KINDS[kind].state]) != ("down", "available")

    @invariant()
    def a_lag_is_available_with_enough_available_ports(self) -> None:
        for lag in self.estate.dump().get("lags", ()):
            ports = [p for p in lag["connections"] if p["connectionState"] not in GONE]
            count = lag.get("numberOfConnections")
            if count is None or lag["lagState"] not in ("available", "down"):
                continue
            links = [p for p in ports if p["connectionState"] == "available"]
            is_up = len(links) >= max(1, lag.get("minimumLinks", 0))
            assert (lag["lagState"] == "available") == is_up, lag["lagId"]

    @invariant()
    def a_session_is_up_only_where_nothing_holds_it_down(self) -> None:
        raw = self.estate.dump()
        states = {
            record[KINDS[kind].id]: record.get(KINDS[kind].state)
            for kind in ("connections", "interconnects", "lags")
            for record in raw.get(kind, ())
        }
        for vif in raw.get("virtualInterfaces", ()):
            peers = [peer for peer in vif["bgpPeers"] if peer["bgpPeerState"] == "available"]
            up = [peer for peer in peers if peer["bgpStatus"] == "up"]
            assert not up or states[vif["connectionId"]] == "available", vif["virtualInterfaceId"]
            assert not [peer for peer in up if peer.get("session") == "down"]
            if peers and vif["virtualInterfaceState"] in ("available", "down"):
                assert (vif["virtualInterfaceState"] == "available") == bool(up)

    @invariant()
    def every_session_is_up_that_nothing_holds_down(self) -> None:
        raw = self.estate.dump()
        lit = {
            record[KINDS[kind].id]
            for kind in ("connections", "interconnects", "lags")
            for record in raw.get(kind, ())
            if record.get(KINDS[kind].state) == "available"
        }
        for vif in raw.get("virtualInterfaces", ()):
            tests = [s for s in vif.get("schedule", ()) if s["do"] == "failover-test-over"]
            tested = {peer for step in tests for peer in step["with"]["peers"]}
            for peer in vif["bgpPeers"]:
                is_held = peer.get("session") == "down" or peer["bgpPeerId"] in tested
                if peer["bgpPeerState"] == "available" and not is_held:
                    is_lit = vif["connectionId"] in lit
                    assert (peer["bgpStatus"] == "up") == is_lit, peer["bgpPeerId"]

    @invariant()
    def every_peer_has_an_id_of_its_own(self) -> None:
        ids = [peer["bgpPeerId"] for vif in self.vifs() for peer in vif["bgpPeers"]]
        assert len(ids) == len(set(ids))

    @invariant()
    def an_account_sees_its_own_and_what_it_carries(self) -> None:
        raw = self.estate.dump()
        for account in ACCOUNTS:
            caller = Caller(account, REGION)
            answer = call(self.estate, "DescribeVirtualInterfaces", {}, caller, self.now)
            found = [vif["virtualInterfaceId"] for vif in answer["virtualInterfaces"]]
            assert found == [vif["virtualInterfaceId"] for vif in seen(raw, account)]
            for operation, kind in (
                ("DescribeConnections", "connections"),
                ("DescribeDirectConnectGateways", "directConnectGateways"),
            ):
                answer = call(self.estate, operation, {}, caller, self.now)
                assert {each["ownerAccount"] for each in answer[kind]} <= {account}

    @invariant()
    def what_is_deleted_goes_after_a_quarter_of_an_hour(self) -> None:
        for kind in KINDS.values():
            for record in self.estate.dump().get(kind.list, []):
                place = kind.list, record[kind.id]
                if record.get(kind.state) in ("deleted", "rejected"):
                    since = self.gone_at.setdefault(place, self.now)
                    assert self.now - since < LISTED, place

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


def check_required_states(operation: str, parameters: Any, before: dict[str, Any]) -> None:
    """What was done was done to objects in the states that the operation needs."""
    for need in NEEDS.get(operation, ()):
        if need.given and all(parameters.get(name) is None for name in need.given):
            continue
        value = parameters
        for name in need.parameter.split("."):
            value = (value or {}).get(name)
        ids = value if isinstance(value, list) else [value]
        for kind in need.kinds:
            for record in before.get(kind, ()):
                if record[KINDS[kind].id] in ids:
                    state = TRANSITIONING if is_transitioning(record) else state_of(kind, record)
                    assert state not in GONE, (operation, record)
                    assert state in (need.states or (state,)), (operation, record)


def state_of(kind: str, record: dict[str, Any]) -> str:
    return str(record[KINDS[kind].state])


def seen(raw: dict[str, Any], account: str) -> list[Any]:
    """The VIFs that the account owns or carries."""
    owners = {
        record[KINDS[kind].id]: record.get("ownerAccount")
        for kind in ("connections", "interconnects", "lags")
        for record in raw.get(kind, ())
    }
    vifs = raw.get("virtualInterfaces", ())
    return [v for v in vifs if account in (v["ownerAccount"], owners.get(v["connectionId"]))]


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
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
