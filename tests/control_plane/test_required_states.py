"""Which states each operation needs, and that it is refused in every other one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dxnet.control_plane import Estate, ServiceError
from dxnet.control_plane.service.operation import OPERATIONS
from dxnet.control_plane.service.required_states import ANALOGY, NEEDLESS, NEEDS, Need, check
from dxnet.control_plane.store.errors import WrongStateError
from dxnet.control_plane.store.kinds import GONE, KINDS
from tests.control_plane.conftest import World
from tests.control_plane.shapes import MODEL

CUSTOMER, PARTNER, REGION = "111122223333", "444455556666", "us-east-1"
# The state field's type in botocore's model, for each list.
STATE_TYPES = {
    "connections": "ConnectionState",
    "interconnects": "InterconnectState",
    "lags": "LagState",
    "virtualInterfaces": "VirtualInterfaceState",
    "directConnectGateways": "DirectConnectGatewayState",
    "directConnectGatewayAssociations": "DirectConnectGatewayAssociationState",
    "directConnectGatewayAssociationProposals": "DirectConnectGatewayAssociationProposalState",
    "resiliencyGroups": "ResiliencyGroupState",
}
# The model leaves the words open.
VIRTUAL_GATEWAY_STATES = ["pending", "available", "deleting", "deleted"]


def states(kind: str) -> list[str]:
    name = STATE_TYPES.get(kind)
    return list(MODEL.shape_for(name).enum) if name else VIRTUAL_GATEWAY_STATES


def cases() -> Iterator[tuple[Need, str, str]]:
    for needs in NEEDS.values():
        for need in needs:
            for kind in need.kinds:
                yield from ((need, kind, state) for state in states(kind))


def name_of(value: object) -> str:
    return f"{value.operation}.{value.parameter}" if isinstance(value, Need) else str(value)


def run(need: Need, kind: str, state: str, owner: str = CUSTOMER) -> None:
    record = {KINDS[kind].id: "thing", KINDS[kind].state: state, "ownerAccount": owner}
    estate = Estate({kind: [{**record, "region": REGION}]})
    value: object = "thing"
    for name in reversed(need.parameter.split(".")):
        value = {name: value}
    assert isinstance(value, dict)
    parameters = {**value, **dict.fromkeys(need.given[:1], "value")}
    check(estate, need.operation, parameters, CUSTOMER, REGION)


def test_every_operation_that_changes_something_says_what_it_needs() -> None:
    changing = {name for name in OPERATIONS if not name.startswith(("Describe", "Get", "List"))}
    assert set(NEEDS) | set(NEEDLESS) == changing
    assert not set(NEEDS) & set(NEEDLESS)


def test_every_row_has_a_source_and_a_refusal_for_the_states_that_it_names() -> None:
    for needs in NEEDS.values():
        for need in needs:
            assert need.source == ANALOGY or need.source.startswith("https://"), need
            assert bool(need.refusal) == bool(need.states), need


@pytest.mark.parametrize(("need", "kind", "state"), list(cases()), ids=name_of)
def test_an_operation_is_refused_in_every_state_but_those_that_it_needs(
    need: Need, kind: str, state: str
) -> None:
    if not need.states or state in (*need.states, *GONE):
        run(need, kind, state)
    else:
        with pytest.raises(WrongStateError) as caught:
            run(need, kind, state)
        words = {"id": "thing", "state": state, "account": CUSTOMER}
        assert caught.value.message == need.refusal.format(**words)
        assert (caught.value.kind, caught.value.state) == (kind, state)


def test_nobody_learns_the_state_of_what_is_anothers() -> None:
    for need, kind, state in cases():
        if "directConnectGatewayAssociation" not in kind:
            run(need, kind, state, owner=PARTNER)


def test_a_port_that_has_been_ordered_carries_nothing_yet(world: type[World]) -> None:
    here = world({}, state_delay=None)
    order = {"location": "EqDC2", "bandwidth": "10Gbps", "connectionName": "core"}
    connection_id = here.customer("CreateConnection", **order)["connectionId"]
    gateway = here.customer("CreateDirectConnectGateway", directConnectGatewayName="gateway")
    gateway_id = gateway["directConnectGateway"]["directConnectGatewayId"]
    wanted = {"virtualInterfaceName": "blue", "vlan": 101, "asn": 65000}
    request = {
        "connectionId": connection_id,
        "newPrivateVirtualInterface": {**wanted, "directConnectGatewayId": gateway_id},
    }
    for state in ("requested", "pending"):
        with pytest.raises(ServiceError, match=f"is not available: .* is in state {state}"):
            here.customer("CreatePrivateVirtualInterface", **request)
        here.estate.advance()
    assert here.customer("CreatePrivateVirtualInterface", **request)["vlan"] == 101


def test_a_port_leaves_a_lag_only_after_it_has_arrived(world: type[World]) -> None:
    here = world({}, state_delay=60)
    place = {"location": "EqDC2"}
    order = {"bandwidth": "10Gbps", "connectionName": "core", **place}
    connection_id = here.customer("CreateConnection", **order)["connectionId"]
    size = {"numberOfConnections": 1, "connectionsBandwidth": "10Gbps"}
    lag_id = here.customer("CreateLag", lagName="bundle", **size, **place)["lagId"]
    both = {"connectionId": connection_id, "lagId": lag_id}
    here.customer("AssociateConnectionWithLag", **both)
    with pytest.raises(ServiceError, match=f"{connection_id} is in a transitioning state."):
        here.customer("DisassociateConnectionFromLag", **both)
    here.wait(60)
    assert "lagId" not in here.customer("DisassociateConnectionFromLag", **both)


def test_neither_a_plain_lag_takes_a_macsec_port_nor_a_macsec_lag_a_plain_one(
    world: type[World],
) -> None:
    here = world({})
    place = {"location": "EqDC2"}
    order = {"bandwidth": "10Gbps", "connectionName": "core", **place}
    size = {"numberOfConnections": 1, "connectionsBandwidth": "10Gbps", "lagName": "bundle"}
    for port, bundle in ((True, False), (False, True)):
        made = here.customer("CreateConnection", requestMACSec=port, **order)
        lag = here.customer("CreateLag", requestMACSec=bundle, **size, **place)
        both = {"connectionId": made["connectionId"], "lagId": lag["lagId"]}
        with pytest.raises(ServiceError, match="requested MacSec at the same time"):
            here.customer("AssociateConnectionWithLag", **both)
        with pytest.raises(ServiceError, match="requested MacSec at the same time"):
            here.customer("CreateConnection", requestMACSec=port, lagId=lag["lagId"], **order)
        with pytest.raises(ServiceError, match="requested MacSec at the same time"):
            here.customer(
                "CreateLag",
                requestMACSec=bundle,
                connectionId=made["connectionId"],
                **size,
                **place,
            )


@pytest.mark.parametrize("is_update", [False, True])
def test_a_transit_gateway_association_takes_two_hundred_prefixes(
    world: type[World], is_update: bool
) -> None:
    here = world({})
    gateway = here.customer("CreateDirectConnectGateway", directConnectGatewayName="gateway")
    gateway_id = gateway["directConnectGateway"]["directConnectGatewayId"]
    prefixes = [{"cidr": f"10.{number}.0.0/16"} for number in range(201)]
    name = "addAllowedPrefixesToDirectConnectGateway"
    between = {"directConnectGatewayId": gateway_id, "gatewayId": "tgw-12345678"}
    ask, request = "CreateDirectConnectGatewayAssociation", between
    if is_update:
        made = here.customer(ask, **between, **{name: prefixes[200:]})
        made = made["directConnectGatewayAssociation"]
        ask, request = f"Update{ask[6:]}", {"associationId": made["associationId"]}
        prefixes = prefixes[:200]
    with pytest.raises(ServiceError, match="can have 200 allowed prefixes, not 201"):
        here.customer(ask, **request, **{name: prefixes})
    here.customer(ask, **request, **{name: prefixes[:199]})
