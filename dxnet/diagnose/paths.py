"""What is left of a gateway's paths: the VIFs whose sessions are up, and where they end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dxnet import kinds
from dxnet.addressing import Family
from dxnet.diagnose import session
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.session import Session
from dxnet.model import BgpPeer, Vif

_WAITING = frozenset(("confirming", "approving", "verifying", "pending"))


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of a gateway for one address family, of those that the reading has.

    `locations` and `devices` are where the paths that are up end. `is_whole` says that the reading
    has all the account's VIFs, and that the gateway is the account's own.
    """

    gateway: str
    family: Family
    up: int
    unknown: int
    all: int
    locations: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    is_whole: bool = True

    @property
    def words(self) -> str:
        """The paths in words: "1 of 2 IPv4 paths is up, at ExFR1 on one AWS device"."""
        name = "IPv6" if self.family == "ipv6" else "IPv4"
        paths = "path" if self.all == 1 else "paths"
        seen = "" if self.is_whole else " seen here"
        verb = "is" if 1 in (self.up, self.all) else "are"
        text = f"{self.up} of {self.all} {name} {paths}{seen} {verb} up"
        if self.up > 1 and len(self.devices) == 1:
            return f"{text}, all on one AWS device at {', '.join(self.locations)}"
        if self.up > 1 and len(self.locations) == 1:
            return f"{text}, all at one location: {self.locations[0]}"
        return text


def by_gateway(
    facts: Facts, gateways: Iterable[str] | None = None
) -> Mapping[str, tuple[Paths, ...]]:
    """The paths of these gateways, of all for None: one item for each address family."""
    return {
        gateway: tuple(_of_gateway(facts, gateway, facts.by_gateway[gateway]))
        for gateway in (facts.by_gateway if gateways is None else gateways)
        if gateway in facts.by_gateway
    }


def _of_gateway(facts: Facts, gateway: str, vifs: Iterable[Vif]) -> Iterable[Paths]:
    """The paths of one gateway, by family."""
    sessions: defaultdict[Family, dict[str, tuple[Vif, Session]]] = defaultdict(dict)
    for vif in vifs:
        for peer in _path_peers(vif):
            status = session.of(vif, peer)
            known = sessions[peer.family].get(vif.id)
            if known is None or status is Session.UP:
                sessions[peer.family][vif.id] = (vif, status)
    is_whole = facts.estate.is_whole((kinds.VIF,)) and facts.estate.get(gateway) is not None
    for family in sorted(sessions):
        paths = sessions[family].values()
        up = [vif for vif, status in paths if status is Session.UP]
        devices = {facts.device(vif) for vif in up}
        yield Paths(
            gateway,
            family,
            len(up),
            sum(status is Session.UNKNOWN for _, status in paths),
            len(paths),
            tuple(sorted({vif.location for vif in up if vif.location})),
            () if "" in devices else tuple(sorted(devices)),
            is_whole,
        )


def _path_peers(vif: Vif) -> tuple[BgpPeer, ...]:
    """The peers that are paths: one that waits is not, unless it replaces one of its family."""
    replaced = {peer.family for peer in vif.peers if peer.state == "deleting"}
    if vif.state in _WAITING:
        return ()
    return tuple(
        peer
        for peer in vif.active_peers
        if peer.state not in ("pending", "verifying") or peer.family in replaced
    )
