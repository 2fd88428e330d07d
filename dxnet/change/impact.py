"""What a request does to traffic, in sentences for the change ticket.

From the operations' documentation:
https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dxnet import limits
from dxnet.control_plane import Estate
from dxnet.control_plane.store.kinds import GONE, RawRecord

_VIFS = "virtualInterfaces"
_MOST_NAMED = 5

Parameters = Mapping[str, Any]
Sentences = Iterator[str]


def sentences(operation: str, parameters: Parameters, estate: Estate) -> Sentences:
    """What the request does to the traffic of the estate as it is before it; mostly nothing."""
    describe = _IMPACTS.get(operation)
    if describe is not None:
        yield from describe(parameters, estate)


def _update_vif(parameters: Parameters, estate: Estate) -> Sentences:
    vif = _vif(parameters, estate)
    yield from _first_jumbo(estate, str(vif.get("connectionId") or ""), parameters.get("mtu"))


def _create_vif(parameters: Parameters, estate: Estate) -> Sentences:
    wanted = next((item for item in parameters.values() if isinstance(item, Mapping)), {})
    yield from _first_jumbo(estate, str(parameters.get("connectionId", "")), wanted.get("mtu"))


def _delete_vif(parameters: Parameters, estate: Estate) -> Sentences:
    vif = _vif(parameters, estate)
    sessions = len(vif.get("bgpPeers") or ()) or 1
    what = "its BGP session ends" if sessions == 1 else f"its {sessions} BGP sessions end"
    yield f"{_named(vif)} goes: {what} and the traffic over it stops"


def _delete_peer(parameters: Parameters, estate: Estate) -> Sentences:
    yield f"A BGP session of {_named(_vif(parameters, estate))} ends"


def _move_vif(parameters: Parameters, estate: Estate) -> Sentences:
    yield (
        f"Traffic over {_named(_vif(parameters, estate))} is interrupted while it moves to "
        f"{parameters.get('connectionId')}; every BGP session begins anew"
    )


def _lag_member(parameters: Parameters, estate: Estate) -> Sentences:
    connection_id = str(parameters.get("connectionId", ""))
    if connection_id:
        on_it = _on(estate, connection_id)
        yield f"{connection_id} is interrupted and re-established; on it: {on_it}"


def _move_hosted(parameters: Parameters, estate: Estate) -> Sentences:
    connection_id = str(parameters.get("connectionId", ""))
    on_it = _on(estate, connection_id)
    yield f"{connection_id} is interrupted while it moves; on it: {on_it}"


def _failover_test(parameters: Parameters, estate: Estate) -> Sentences:
    minutes = parameters.get("testDurationInMinutes", limits.FAILOVER_TEST_DEFAULT)
    vif = _named(_vif(parameters, estate))
    yield f"The BGP sessions of {vif} are down for up to {minutes} minutes"


def _minimum_links(parameters: Parameters, _: Estate) -> Sentences:
    if parameters.get("minimumLinks"):
        yield (
            f"{parameters.get('lagId')} goes down, with all that is on it, while fewer than "
            f"{parameters['minimumLinks']} of its connections are up"
        )


def _gateway_prefixes(parameters: Parameters, _: Estate) -> Sentences:
    removed = parameters.get("removeAllowedPrefixesToDirectConnectGateway") or []
    cidrs = [str(item.get("cidr")) for item in removed if isinstance(item, Mapping)]
    if cidrs:
        yield f"AWS stops announcing {_some(cidrs)} over the gateway's virtual interfaces"


def _gateway_association(_: Parameters, __: Estate) -> Sentences:
    yield "AWS stops announcing the gateway's prefixes over its virtual interfaces"


_CREATED = dict.fromkeys(
    (
        "CreatePrivateVirtualInterface",
        "CreateTransitVirtualInterface",
        "AllocatePrivateVirtualInterface",
        "AllocateTransitVirtualInterface",
    ),
    _create_vif,
)
_IMPACTS: Mapping[str, Callable[[Parameters, Estate], Sentences]] = {
    **_CREATED,
    "UpdateVirtualInterfaceAttributes": _update_vif,
    "DeleteVirtualInterface": _delete_vif,
    "DeleteBGPPeer": _delete_peer,
    "AssociateVirtualInterface": _move_vif,
    "CreateLag": _lag_member,
    "AssociateConnectionWithLag": _lag_member,
    "DisassociateConnectionFromLag": _lag_member,
    "AssociateHostedConnection": _move_hosted,
    "StartBgpFailoverTest": _failover_test,
    "UpdateLag": _minimum_links,
    "UpdateDirectConnectGatewayAssociation": _gateway_prefixes,
    "DeleteDirectConnectGatewayAssociation": _gateway_association,
}


def _first_jumbo(estate: Estate, connection_id: str, mtu: int | None) -> Sentences:
    """What the first jumbo VIF does to the others on its port; later ones do nothing to them.

    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_UpdateVirtualInterfaceAttributes.html
    """
    others = estate.records_where(_VIFS, "connectionId", connection_id)
    live = [vif for vif in others if vif.get("virtualInterfaceState") not in GONE]
    is_jumbo = any(_is_jumbo(vif.get("mtu")) for vif in live)
    if _is_jumbo(mtu) and live and not is_jumbo:
        yield (
            f"The MTU change may interrupt every virtual interface on {connection_id} for up to "
            f"30 seconds, since none of them has jumbo frames yet: {_on(estate, connection_id)}"
        )


def _is_jumbo(mtu: int | None) -> bool:
    return mtu is not None and mtu > limits.MTU_DEFAULT


def _on(estate: Estate, connection_id: str) -> str:
    return _some(_live_vifs(estate, connection_id)) or "no virtual interface that dxnet sees"


def _live_vifs(estate: Estate, connection_id: str) -> list[str]:
    vifs = estate.records_where(_VIFS, "connectionId", connection_id)
    return [
        str(vif["virtualInterfaceId"])
        for vif in vifs
        if vif.get("virtualInterfaceState") not in GONE
    ]


def _some(names: Iterable[str]) -> str:
    """The names, the first few of many."""
    listed = list(names)
    rest = len(listed) - _MOST_NAMED
    shown = ", ".join(listed[:_MOST_NAMED])
    return f"{shown} and {rest} more" if rest > 0 else shown


def _vif(parameters: Parameters, estate: Estate) -> RawRecord:
    vif_id = str(parameters.get("virtualInterfaceId", ""))
    return estate.get(_VIFS, vif_id) or {"virtualInterfaceId": vif_id}


def _named(vif: RawRecord) -> str:
    name = vif.get("virtualInterfaceName")
    return f"{vif['virtualInterfaceId']} ({name})" if name else str(vif["virtualInterfaceId"])
