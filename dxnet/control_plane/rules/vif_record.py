"""A VIF's raw record: its BGP peers, and the fields that repeat them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dxnet.control_plane.rules import router_config_xml
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import GONE, RawRecord

VIFS = "virtualInterfaces"
ID = "virtualInterfaceId"
STATE = "virtualInterfaceState"
PEERS = "bgpPeers"

# The fields of the first peer that the VIF repeats.
_REPEATED = ("asn", "asnLong", "authKey", "addressFamily", "amazonAddress", "customerAddress")


def peers(vif: RawRecord) -> list[RawRecord]:
    """Its BGP peers; for a record of the 2015 API the one that its own fields describe."""
    if vif.get(PEERS):
        return list(vif[PEERS])
    only = {name: vif[name] for name in _REPEATED if vif.get(name) not in (None, "")}
    if not only:
        return []
    family = "ipv6" if ":" in only.get("amazonAddress", "") else "ipv4"
    status = {"bgpPeerState": "available", "bgpStatus": "up"}
    return [{"bgpPeerId": "", "addressFamily": family, **only, **status}]


def active(among: Iterable[RawRecord]) -> list[RawRecord]:
    """The peers that are not being deleted."""
    return [peer for peer in among if peer.get("bgpPeerState") not in GONE]


def with_peers(vif: RawRecord, among: Sequence[RawRecord]) -> dict[str, Any]:
    """The VIF with those peers; fields and XML that repeat the first active ones follow."""
    living = active(among)
    if not living:
        return {**vif, PEERS: list(among)}
    rest = {name: value for name, value in vif.items() if name not in _REPEATED}
    first = {name: living[0][name] for name in _REPEATED if name in living[0]}
    xml = router_config_xml.text(vif, living)
    return {**rest, **first, PEERS: list(among), "customerRouterConfig": xml}


def on(request: Request, parent_id: str, but: str = "") -> list[RawRecord]:
    """The live VIFs of any account on a connection, interconnect or LAG, except one id."""
    found = request.estate.records_where(VIFS, "connectionId", parent_id)
    return [vif for vif in found if vif.get(STATE) not in GONE and vif[ID] != but]


def attached_to(request: Request, gateway_id: str) -> list[RawRecord]:
    """The live VIFs of any account on a Direct Connect gateway."""
    found = request.estate.records_where(VIFS, "directConnectGatewayId", gateway_id)
    return [vif for vif in found if vif.get(STATE) not in GONE]


def owned(request: Request) -> RawRecord:
    """The caller's own live VIF that the request names."""
    return request.live(VIFS, required(request, ID))


def required(request: Request, name: str) -> Any:
    """A parameter that the model leaves optional and the service does not."""
    value = request.get(name)
    if value is None:
        raise refusal(f"Missing required parameter: {name}")
    return value
