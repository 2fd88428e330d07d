"""DX8xx: whether objects work as they are meant to, and what is lost if one of them fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dxnet import kinds, limits
from dxnet.checks.engine import NotApplicable, Status, rule
from dxnet.diagnose import session
from dxnet.diagnose.session import Session
from dxnet.model import BgpPeer, Estate, Gateway, Lag, Vif


@rule(
    "DX801",
    "A LAG has at least its minimum number of connections up",
    why=(
        "With fewer links than its minimum AWS takes the whole LAG down, and every virtual "
        "interface on it with it."
    ),
    fix="Bring the connections up that are down, or lower the LAG's minimum number of links.",
    source=limits.LAG,
    severity=Status.WARN,
    about=kinds.LAG,
    rests_on=(kinds.CONNECTION,),
)
def lag_has_its_minimum_of_links(lag: Lag, estate: Estate) -> Iterator[str]:
    """Report a LAG whose available connections are fewer than its `minimumLinks`."""
    members = [item for item in estate.connections if item.lag_id == lag.id]
    if lag.minimum_links is None or lag.number_of_connections is None:
        raise NotApplicable("the source doesn't say how many links the LAG has or needs")
    if len(members) < lag.number_of_connections:
        raise NotApplicable(
            f"the source holds {len(members)} of the LAG's {lag.number_of_connections} connections"
        )
    up = sum(member.state == "available" for member in members)
    if up < lag.minimum_links:
        yield f"{up} of {len(members)} connections are up, {lag.minimum_links} are needed"


@rule(
    "DX802",
    "The VIF's BGP is up",
    why="Nothing passes over a virtual interface whose BGP is down.",
    fix="`dxnet diagnose` with the VIF's id says why, as far as AWS tells, and what to do next.",
    source=limits.VIRTUAL_INTERFACE,
    severity=Status.WARN,
)
def bgp_is_up(vif: Vif, estate: Estate) -> Iterator[str]:
    """Report a VIF that should work, of which a BGP session is down and none is up."""
    sessions = _sessions(vif)
    if Session.UP in sessions.values():
        return
    if Session.DOWN not in sessions.values():
        raise NotApplicable("the source doesn't say whether a BGP session is up")
    port = estate.parent(vif)
    because = f", and {port.id} is down" if port is not None and port.state == "down" else ""
    yield f"BGP is down: 0 of {len(sessions)} sessions up{because}"


@rule(
    "DX803",
    "Every BGP session of the VIF is up",
    why="Traffic of that session has no way over the virtual interface: one address family can be "
    "down for weeks while the other one works.",
    fix="`dxnet diagnose` with the VIF's id says what to compare with the router.",
    source=limits.BGP_PEER,
    severity=Status.WARN,
)
def every_session_is_up(vif: Vif) -> Iterator[str]:
    """Report each BGP session that is down on a VIF of which another session is up."""
    sessions = _sessions(vif)
    if Session.UP not in sessions.values():
        raise NotApplicable("no BGP session of the VIF is up")
    for peer, status in sessions.items():
        if status is Session.DOWN:
            yield f"{peer.family}: the session to {peer.amazon_address} is down, another is up"


def _sessions(vif: Vif) -> Mapping[BgpPeer, Session]:
    """The sessions that should be up; raises `NotApplicable` for a VIF that should not work yet."""
    if vif.state == "testing":
        raise NotApplicable("the VIF is testing: a failover test holds its sessions down")
    if vif.state not in session.WORKING:
        raise NotApplicable(f"the VIF is {vif.state or 'in no state'}")
    peers = (peer for peer in vif.active_peers if peer.state not in ("pending", "verifying"))
    return {peer: session.of(vif, peer) for peer in peers}


@rule(
    "DX804",
    "The gateway's VIFs end on more than one AWS device",
    why="When AWS maintains the device, or it fails, every path of the gateway goes down at once.",
    fix="Create a virtual interface on a connection that ends on another AWS device.",
    source=limits.RESILIENCY,
    severity=Status.WARN,
    about=kinds.GATEWAY,
    rests_on=(kinds.VIF,),
)
def gateway_has_more_than_one_device(gateway: Gateway, estate: Estate) -> Iterator[str]:
    """Report a Direct Connect gateway all of whose VIFs end on one AWS device."""
    vifs = _vifs_of(gateway, estate)
    devices = {_device(vif, estate) for vif in vifs}
    if "" in devices:
        raise NotApplicable("the source doesn't say on which AWS device each VIF ends")
    if len(devices) == 1:
        yield f"{_all_vifs(vifs)} on one AWS device: {devices.pop()}"


@rule(
    "DX805",
    "The gateway's VIFs end at more than one location",
    why="When the power of the location fails, or its duct is cut, every path of the gateway goes "
    "down.",
    fix="Create a virtual interface on a connection at another Direct Connect location.",
    source=limits.RESILIENCY,
    severity=Status.WARN,
    about=kinds.GATEWAY,
    rests_on=(kinds.VIF,),
)
def gateway_has_more_than_one_location(gateway: Gateway, estate: Estate) -> Iterator[str]:
    """Report a Direct Connect gateway all of whose VIFs end at one location.

    It does not speak of a gateway with one AWS device: another rule does, and says more.
    """
    vifs = _vifs_of(gateway, estate)
    devices = {_device(vif, estate) for vif in vifs}
    if len(devices) == 1 and "" not in devices:
        raise NotApplicable("all VIFs end on one AWS device, which is the graver thing")
    locations = {vif.location for vif in vifs}
    if "" in locations:
        raise NotApplicable("the source doesn't say at which location each VIF ends")
    if len(locations) == 1:
        yield f"{_all_vifs(vifs)} at one location: {locations.pop()}"


@rule(
    "DX806",
    "The gateway has more than one path up, if it was built with more",
    why="One more path that goes down, by a fault or by AWS's maintenance, and nothing reaches the "
    "gateway any more.",
    fix="Bring the paths up that are down, before you change anything on the last one: `dxnet "
    "diagnose` with the gateway's id says why they are.",
    source=limits.RESILIENCY,
    severity=Status.WARN,
    about=kinds.GATEWAY,
    rests_on=(kinds.VIF,),
)
def gateway_has_not_lost_its_redundancy(gateway: Gateway, estate: Estate) -> Iterator[str]:
    """Report a Direct Connect gateway that has several VIFs with a BGP session, at most one up."""
    sessions = [session.of_vif(vif) for vif in _vifs_of(gateway, estate)]
    up = sessions.count(Session.UP)
    if up < 2 and Session.UNKNOWN in sessions:
        raise NotApplicable("the source doesn't say of every VIF whether a BGP session is up")
    if up < 2 and len(sessions) > 1:
        yield f"{up} of {len(sessions)} paths {'is' if up == 1 else 'are'} up"


def _vifs_of(gateway: Gateway, estate: Estate) -> list[Vif]:
    """The gateway's VIFs that should work; raises `NotApplicable` where there are none."""
    if estate.is_partial:
        raise NotApplicable("only some VIFs were read; `dxnet validate` reads the others")
    vifs = [vif for vif in estate.vifs_to(gateway.id) if vif.state in session.WORKING]
    if not vifs:
        raise NotApplicable("no VIF that was read leads to the gateway and works")
    return vifs


def _device(vif: Vif, estate: Estate) -> str:
    port = estate.parent(vif)
    own = vif.aws_device or vif.aws_logical_device_id
    return own or (port.aws_device or port.aws_logical_device_id if port else "")


def _all_vifs(vifs: Sequence[Vif]) -> str:
    """The VIFs of a gateway, in words, as the subject of "on one AWS device"."""
    if len(vifs) == 1:
        return f"its only VIF that was read, {vifs[0].id}, ends"
    return f"all {len(vifs)} VIFs that were read end"
