"""The states that each operation requires of the objects in its request.

One table for all changing operations, which the simulator and planned changes go by. A row says
what AWS is known to ask; a row of "by analogy" is what another operation's row suggests, because
nobody has written down what AWS does. The states are those of
https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Types.html

**What `down` allows.** A port that is `down` has been handed over: only its link is missing. AWS's
refusal says "not available", and public reports have it for `requested` and `pending` ports alone,
so `down` is taken for good enough, wherever `available` is asked of a port or a VIF. The nearest
report is https://github.com/hashicorp/terraform-provider-aws/issues/26565, whose author wants VIFs
on a connection that is down and is stopped by Terraform, not by AWS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dxnet.control_plane.store.errors import WrongStateError
from dxnet.control_plane.store.estate import Estate
from dxnet.control_plane.store.kinds import GONE, KINDS, RawRecord
from dxnet.control_plane.store.transitions import TRANSITIONING, is_transitioning

ANALOGY = "by analogy"

_ISSUES = "https://github.com/hashicorp/terraform-provider-aws/issues/"
_API = "https://docs.aws.amazon.com/directconnect/latest/APIReference/"

_CONNECTIONS = ("connections",)
_INTERCONNECTS = ("interconnects",)
_HOSTS = ("interconnects", "lags")
_MEMBERS = ("connections", "interconnects")
_CARRIERS = ("connections", "lags")
_PORTS = ("connections", "interconnects", "lags")
_VIFS = ("virtualInterfaces",)
_GATEWAYS = ("directConnectGateways",)
_VIRTUAL_GATEWAYS = ("virtualGateways",)
_ASSOCIATIONS = ("directConnectGatewayAssociations",)
_PROPOSALS = ("directConnectGatewayAssociationProposals",)
_GROUPS = ("resiliencyGroups",)

_UP = ("available", "down")
# A VIF that its owner has accepted.
_ACCEPTED = ("verifying", "pending", *_UP)
_ORDERED = ("ordering", "requested", "pending", *_UP)

_NOT_AVAILABLE = "The specified Connection ID is not available: {id} is in state {state}"
_TRANSITIONING = "Connection {id} is in a transitioning state."
_VIF_STATE = "Virtual Interface {id} is in state {state}"
_STATE = "{id} is in state {state}"


@dataclass(frozen=True, slots=True)
class Need:
    """What an operation asks of one object that its request names.

    `parameter` is the dotted path of the id in the request, `kinds` the lists that it may be in.
    `states` are those that will do; empty for every state but those of a deleted object, which the
    operation itself refuses as not found. `refusal` is AWS's text, with `{id}`, `{state}` and the
    caller's `{account}`.
    Where `given` names parameters, the row counts only for requests that have one of them. Only
    the owner's objects count, except where `of_others` says that who sees one may ask, too.
    """

    operation: str
    parameter: str
    kinds: tuple[str, ...]
    states: tuple[str, ...] = ()
    refusal: str = ""
    source: str = ANALOGY
    given: tuple[str, ...] = ()
    of_others: bool = False


def check(
    estate: Estate, operation: str, parameters: Mapping[str, Any], account: str, region: str
) -> None:
    """Raise `WrongStateError` for the first object that is not in a state that the operation needs.

    Objects that the account doesn't see, deleted ones, and records without a state are left to
    the operation.
    """
    for need in NEEDS.get(operation, ()):
        if need.given and not set(need.given) & set(parameters):
            continue
        for object_id in _ids(parameters, need.parameter):
            found = estate.find(object_id, *need.kinds)
            if found is None or not estate.sees(*found, account, region):
                continue
            kind, record = found
            if not need.of_others and record.get("ownerAccount") not in (account, "", None):
                continue
            state = _state(kind, record)
            if need.states and state and state not in (*GONE, *need.states):
                message = need.refusal.format(id=object_id, state=state, account=account)
                raise WrongStateError(message, kind, object_id, state, need.states)


def _state(kind: str, record: RawRecord) -> str:
    state = str(record.get(KINDS[kind].state) or "")
    return TRANSITIONING if is_transitioning(record) and state not in GONE else state


def _ids(parameters: Mapping[str, Any], path: str) -> Iterator[str]:
    """The ids at a dotted path, at most one level of it a list."""
    name, _, rest = path.partition(".")
    value = parameters.get(name)
    if rest:
        yield from _ids(value, rest) if isinstance(value, Mapping) else ()
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


def _vif_carriers() -> Iterator[Need]:
    """A VIF is made on a port that has been handed over, and on a gateway that is there."""
    for vif_type in ("Private", "Public", "Transit"):
        for verb, kinds in (("Create", _CARRIERS), ("Allocate", _PORTS)):
            name = f"{verb}{vif_type}VirtualInterface"
            yield Need(name, "connectionId", kinds, _UP, _NOT_AVAILABLE, f"{_ISSUES}28006")
        name = f"Confirm{vif_type}VirtualInterface"
        states = ("confirming",)
        yield Need(name, "virtualInterfaceId", _VIFS, states, _VIF_STATE, f"{_API}API_{name}.html")
    for create in ("CreatePrivateVirtualInterface", "CreateTransitVirtualInterface"):
        yield from _vif_gateways(create, f"new{create.removeprefix('Create')}.")
    for confirm in ("ConfirmPrivateVirtualInterface", "ConfirmTransitVirtualInterface"):
        yield from _vif_gateways(confirm, "")


def _vif_gateways(operation: str, place: str) -> Iterator[Need]:
    up = ("available",)
    if "Private" in operation:
        source = f"{_API}API_VirtualGateway.html"
        path = f"{place}virtualGatewayId"
        yield Need(operation, path, _VIRTUAL_GATEWAYS, up, _STATE, source)
    yield Need(operation, f"{place}directConnectGatewayId", _GATEWAYS, up, _STATE)


_VIF_NEEDS = (
    *_vif_carriers(),
    Need("AssociateVirtualInterface", "connectionId", _CARRIERS, _UP, _NOT_AVAILABLE),
    Need(
        "AssociateVirtualInterface",
        "virtualInterfaceId",
        _VIFS,
        _ACCEPTED,
        _VIF_STATE,
        of_others=True,
    ),
    Need("CreateBGPPeer", "virtualInterfaceId", _VIFS, _ACCEPTED, _VIF_STATE),
    Need("DeleteBGPPeer", "virtualInterfaceId", _VIFS),
    Need("DeleteVirtualInterface", "virtualInterfaceId", _VIFS),
    Need("StartBgpFailoverTest", "virtualInterfaceId", _VIFS, _UP, _VIF_STATE),
    Need(
        "StopBgpFailoverTest",
        "virtualInterfaceId",
        _VIFS,
        ("testing",),
        "Virtual Interface {id} has no test in progress",
    ),
    Need(
        "UpdateVirtualInterfaceAttributes",
        "virtualInterfaceId",
        _VIFS,
        (*_ACCEPTED, "testing"),
        _VIF_STATE,
        given=(
            "mtu",
            "enableSiteLink",
            "rateLimit",
            "prefixPoolAllocatedCountIpv4",
            "prefixPoolAllocatedCountIpv6",
        ),
    ),
    Need("UpdateVirtualInterfaceAttributes", "virtualInterfaceId", _VIFS),
)

_TRANSITIONING_SOURCE = "https://github.com/hashicorp/terraform-provider-aws/pull/3212"
_LAG_MEMBER = (_MEMBERS, _ORDERED, _TRANSITIONING, _TRANSITIONING_SOURCE)

_PORT_NEEDS = (
    Need("AllocateConnectionOnInterconnect", "interconnectId", _INTERCONNECTS, _UP, _NOT_AVAILABLE),
    Need("AllocateHostedConnection", "connectionId", _HOSTS, _UP, _NOT_AVAILABLE),
    Need("AssociateHostedConnection", "connectionId", _CONNECTIONS),
    Need("AssociateHostedConnection", "parentConnectionId", _HOSTS, _UP, _NOT_AVAILABLE),
    Need("AssociateConnectionWithLag", "connectionId", *_LAG_MEMBER),
    Need("AssociateConnectionWithLag", "lagId", ("lags",)),
    Need("DisassociateConnectionFromLag", "connectionId", *_LAG_MEMBER),
    Need("DisassociateConnectionFromLag", "lagId", ("lags",)),
    Need(
        "AssociateMacSecKey",
        "connectionId",
        _PORTS,
        ("available",),
        "The port is not in available state to associate the key for account {account}",
        "https://github.com/hashicorp/terraform-provider-aws/pull/26274",
    ),
    Need("DisassociateMacSecKey", "connectionId", _PORTS),
    Need(
        "ConfirmConnection",
        "connectionId",
        _CONNECTIONS,
        ("ordering",),
        "ConfirmConnection failed. {id} is in state {state}",
        "https://github.com/aws/aws-sdk-go/issues/2717",
    ),
    Need("CreateConnection", "lagId", ("lags",)),
    Need("CreateInterconnect", "lagId", ("lags",)),
    Need("CreateLag", "connectionId", *_LAG_MEMBER),
    Need("DeleteConnection", "connectionId", _CONNECTIONS),
    Need("DeleteInterconnect", "interconnectId", _INTERCONNECTS),
    Need("DeleteLag", "lagId", ("lags",)),
    Need(
        "UpdateConnection",
        "connectionId",
        _CONNECTIONS,
        _UP,
        "Connection {id} is in state {state}",
        given=("encryptionMode",),
    ),
    Need("UpdateConnection", "connectionId", _CONNECTIONS),
    Need("UpdateConnectionsBillingMode", "connectionIds", _CONNECTIONS),
    # Terraform's provider sets the encryption mode right after CreateLag:
    # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/directconnect/lag.go
    Need("UpdateLag", "lagId", ("lags",)),
)

_GATEWAY = "Direct Connect Gateway {id} is in state {state}"
_ASSOCIATION = "Direct Connect Gateway Association {id} is in state {state}"
_PROPOSAL = "Direct Connect Gateway Association Proposal {id} is not found"
# The provider's deletion takes "is not found" for done, of an accepted proposal too.
_PROPOSAL_SOURCE = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/"
    "directconnect/gateway_association_proposal.go"
)

_GATEWAY_NEEDS = (
    *(
        Need(name, "directConnectGatewayId", _GATEWAYS, ("available",), _GATEWAY)
        for name in (
            "AcceptDirectConnectGatewayAssociationProposal",
            "CreateDirectConnectGatewayAssociation",
            "DeleteDirectConnectGateway",
            "UpdateDirectConnectGateway",
        )
    ),
    *(
        Need(name, parameter, _VIRTUAL_GATEWAYS, ("available",), _STATE)
        for name, parameter in (
            ("CreateDirectConnectGatewayAssociation", "gatewayId"),
            ("CreateDirectConnectGatewayAssociation", "virtualGatewayId"),
            ("CreateDirectConnectGatewayAssociationProposal", "gatewayId"),
        )
    ),
    *(
        Need(name, "associationId", _ASSOCIATIONS, states, _ASSOCIATION)
        for name, states in (
            ("DeleteDirectConnectGatewayAssociation", ("associated", "updating")),
            ("UpdateDirectConnectGatewayAssociation", ("associated",)),
        )
    ),
    *(
        Need(name, "proposalId", _PROPOSALS, ("requested",), _PROPOSAL, _PROPOSAL_SOURCE)
        for name in (
            "AcceptDirectConnectGatewayAssociationProposal",
            "DeleteDirectConnectGatewayAssociationProposal",
        )
    ),
)

_GROUP = "Resiliency Group {id} is in state {state}"

_GROUP_NEEDS = tuple(
    Need(name, "resiliencyGroupId", _GROUPS, ("pending", "available"), _GROUP)
    for name in (
        "AssociateConnectionsToResiliencyGroup",
        "DeleteResiliencyGroup",
        "DisassociateConnectionsFromResiliencyGroup",
        "UpdateResiliencyGroup",
    )
)

# Operations that change something and ask no state of anything.
NEEDLESS = (
    "ConfirmCustomerAgreement",
    "CreateDirectConnectGateway",
    "CreateResiliencyGroup",
    "TagResource",
    "UntagResource",
)

_ALL = (*_VIF_NEEDS, *_PORT_NEEDS, *_GATEWAY_NEEDS, *_GROUP_NEEDS)
# The rows of each operation, sorted by its name.
NEEDS: Mapping[str, tuple[Need, ...]] = {
    name: tuple(need for need in _ALL if need.operation == name)
    for name in sorted({need.operation for need in _ALL})
}

# States that an object leaves by itself, in time, for one that most operations accept.
PASSING = (
    "requested",
    "pending",
    "verifying",
    "testing",
    "associating",
    "updating",
    TRANSITIONING,
)
