"""What a diagnosis rests on: the estate and, where they were read, further facts.

Each further fact is None for "not read", and empty for "read, and there is nothing". So what was
denied never reads as "fine".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from dxnet import kinds
from dxnet.diagnose import session
from dxnet.diagnose.maintenance import Maintenance
from dxnet.diagnose.session import Session
from dxnet.diagnose.terms import Rung
from dxnet.diagnose.testimony import Testimony
from dxnet.kinds import Kind
from dxnet.model import Connection, Estate, Interconnect, Lag, Parent, Vif
from dxnet.observations import Event, Metrics
from dxnet.reach import Association


@dataclass(frozen=True, slots=True)
class Fault:
    """A FAIL of a rule about AWS's half of a VIF: its VLAN, addresses, ASNs or key."""

    rule: str
    rung: Rung
    detail: str
    fix: str


@dataclass(frozen=True)
class Facts:
    """All that is known when `now` was.

    `faults` are by id of the VIF, `routers` the router's name by id of the VIF. `expected` are the
    prefixes that should be among the accepted routes. `before` is an older reading. `testimony`
    is what the router says, by id of the VIF.
    """

    estate: Estate
    now: datetime
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    routers: Mapping[str, str] | None = None
    metrics: Metrics | None = None
    events: tuple[Event, ...] | None = None
    before: Estate | None = None
    expected: tuple[str, ...] = ()
    testimony: Mapping[str, tuple[Testimony, ...]] = field(default_factory=dict)

    @cached_property
    def sessions(self) -> Mapping[str, Session]:
        """Whether each VIF's sessions are up, as 2.1.1 counts them: UP if any is."""
        return {vif.id: session.of_vif(vif) for vif in self.estate.vifs}

    @cached_property
    def counted(self) -> Mapping[str, tuple[Vif, ...]]:
        """By port, the live VIFs whose sessions should be up or down."""
        held = self.held
        grouped: defaultdict[str, list[Vif]] = defaultdict(list)
        for vif in self.estate.vifs:
            if vif.is_live and vif.state in session.WORKING and vif.id not in held:
                grouped[vif.connection_id].append(vif)
        return {port: tuple(vifs) for port, vifs in grouped.items()}

    @cached_property
    def held(self) -> frozenset[str]:
        """The VIFs that are down because someone wanted it: a failover test holds them."""
        tested = {
            test.virtual_interface_id
            for test in self.estate.failover_tests or ()
            if is_running(test.start_time, test.end_time, self.now)
        }
        testing = {vif.id for vif in self.estate.vifs if vif.state == "testing"}
        return frozenset(
            vif_id for vif_id in tested | testing if self.sessions.get(vif_id) is not Session.UP
        )

    @cached_property
    def by_device(self) -> Mapping[str, tuple[str, ...]]:
        """By logical device of AWS's, the ports with counted VIFs on it."""
        grouped: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for port, vifs in self.counted.items():
            for vif in vifs:
                if device := self.device(vif):
                    grouped[device][port] = None
        return {device: tuple(ports) for device, ports in grouped.items()}

    @cached_property
    def by_router(self) -> Mapping[str, tuple[str, ...]]:
        """By customer router, the ports with counted VIFs on it."""
        grouped: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for port, vifs in self.counted.items():
            for vif in vifs:
                if router := (self.routers or {}).get(vif.id):
                    grouped[router][port] = None
        return {router: tuple(ports) for router, ports in grouped.items()}

    @cached_property
    def members(self) -> Mapping[str, tuple[Connection, ...]]:
        """By LAG, its connections: as the list of connections has them, else the LAG's record."""
        grouped: defaultdict[str, list[Connection]] = defaultdict(list)
        for connection in self.estate.connections:
            if connection.lag_id:
                grouped[connection.lag_id].append(connection)
        own = {lag.id: lag.members for lag in self.estate.lags}
        return {lag_id: tuple(grouped[lag_id]) or members for lag_id, members in own.items()}

    @cached_property
    def by_gateway(self) -> Mapping[str, tuple[Vif, ...]]:
        """By gateway, its live VIFs."""
        gateways = dict.fromkeys(vif.gateway_id for vif in self.estate.vifs if vif.gateway_id)
        live = {
            gateway: tuple(vif for vif in self.estate.vifs_to(gateway) if vif.is_live)
            for gateway in gateways
        }
        return {gateway: vifs for gateway, vifs in live.items() if vifs}

    @cached_property
    def maintained(self) -> Mapping[str, tuple[Maintenance, ...]]:
        """By gateway, AWS's maintenance that is open or coming and takes paths of it."""
        planned = [
            event
            for event in self.events or ()
            if event.category == "scheduledChange" and event.status != "closed" and event.entities
        ]
        return {
            gateway: tuple(found)
            for gateway, vifs in self.by_gateway.items()
            if planned and (found := list(self._maintained(planned, vifs)))
        }

    def _maintained(self, planned: Iterable[Event], vifs: Sequence[Vif]) -> Iterator[Maintenance]:
        ids = {vif.id: self.port_ids(self.estate.parent(vif), vif) | {vif.id} for vif in vifs}
        up = [vif for vif in vifs if self.sessions[vif.id] is Session.UP]
        for event in planned:
            if any(not ids[vif.id].isdisjoint(event.entities) for vif in vifs):
                left = sum(ids[vif.id].isdisjoint(event.entities) for vif in up)
                yield Maintenance(event, left, len(vifs))

    @cached_property
    def mtus(self) -> Mapping[tuple[str, str], frozenset[int]]:
        """By gateway and accepted prefix, the MTUs of the VIFs over which the prefix comes."""
        grouped: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for gateway, vifs in self.by_gateway.items():
            for vif in vifs:
                for route in vif.routes or ():
                    if route.direction == "accepted" and vif.mtu is not None:
                        grouped[gateway, route.cidr].add(vif.mtu)
        return {key: frozenset(mtus) for key, mtus in grouped.items()}

    @cached_property
    def associations(self) -> Mapping[str, tuple[Association, ...]] | None:
        """By Direct Connect gateway, what it is associated with; None where that was not read."""
        estate = self.estate
        if estate.associations is None or estate.gaps_about(kinds.ASSOCIATION):
            return None
        grouped: defaultdict[str, list[Association]] = defaultdict(list)
        for association in estate.associations:
            grouped[association.direct_connect_gateway_id].append(association)
        return {gateway: tuple(found) for gateway, found in grouped.items()}

    def device(self, vif: Vif) -> str:
        """AWS's logical device at which the VIF ends, empty where nothing tells."""
        port = self.estate.parent(vif)
        return vif.aws_logical_device_id or (port.aws_logical_device_id if port else "")

    def are_all_down(self, port: str) -> bool:
        """Whether every counted VIF on the port is down, none is unknown, and the port was read."""
        vifs = self.counted.get(port, ())
        known = self.estate.get(port) is not None and not self.estate.is_partial
        return known and all(self.sessions[vif.id] is Session.DOWN for vif in vifs)

    def port_ids(self, port: Parent | None, vif: Vif | None = None) -> frozenset[str]:
        """The ids of a port, of its LAG's members, and of the interconnect that is under it."""
        if port is None:
            return frozenset((vif.connection_id,)) if vif is not None else frozenset()
        ids = {port.id, *(member.id for member in self.members.get(port.id, ()))}
        if isinstance(port, Connection) and port.interconnect_id:
            ids.add(port.interconnect_id)
        return frozenset(ids)

    def unread(self, *read: Kind) -> str:
        """What was not read of these lists, in words; empty where all was."""
        return "; ".join(str(gap) for kind in read for gap in self.estate.gaps_about(kind))

    @property
    def ports_alone(self) -> tuple[Parent, ...]:
        """The ports without a VIF that are not a part of a LAG."""
        ports: tuple[Connection | Interconnect | Lag, ...] = (
            *self.estate.connections,
            *self.estate.interconnects,
            *self.estate.lags,
        )
        return tuple(
            port
            for port in ports
            if not getattr(port, "lag_id", "") and not self.estate.vifs_on(port.id)
        )


def is_running(start: datetime | None, end: datetime | None, now: datetime) -> bool:
    """Whether `now` is between two times, of which an end may be open."""
    return start is not None and start <= now and (end is None or now < end)
