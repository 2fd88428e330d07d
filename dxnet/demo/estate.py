"""The whole demo: what its rows come to."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from dxnet import kinds
from dxnet.demo import ashburn, build, dublin, frankfurt, gateways, lab, london, milan, sydney
from dxnet.demo.rows import Port
from dxnet.kinds import Kind

PORTS: tuple[Port, ...] = (
    *frankfurt.PORTS,
    *dublin.PORTS,
    *lab.PORTS,
    *ashburn.PORTS,
    *london.PORTS,
    *sydney.PORTS,
    *milan.PORTS,
)


def raw() -> dict[str, list[build.RawRecord]]:
    """Every list of the estate, as `describe-*` answers it, in the order of the ids."""
    lags = [port for port in PORTS if port.members]
    members = [build.connection(each, build.parent_id(lag)) for lag in lags for each in lag.members]
    connections = [build.connection(port) for port in PORTS if not port.members]
    locations = {port.location.code: port.location for port in PORTS}
    vifs = [(row, port) for port in PORTS for row in port.vifs]
    records: dict[Kind, list[build.RawRecord]] = {
        kinds.CONNECTION: connections + members,
        kinds.GATEWAY: [build.gateway(row) for row in gateways.ALL if not row.is_virtual],
        kinds.INTERCONNECT: [build.interconnect(london.INTERCONNECT)],
        kinds.LAG: [build.lag(port) for port in lags],
        kinds.LOCATION: [build.location(row) for row in locations.values()],
        kinds.VIRTUAL_GATEWAY: [build.gateway(row) for row in gateways.ALL if row.is_virtual],
        kinds.VIF: [build.vif(row, port) for row, port in vifs],
        kinds.ASSOCIATION: [
            build.association(row, gateway)
            for gateway in gateways.ALL
            for row in gateway.associations
        ],
        kinds.FAILOVER_TEST: [
            build.failover_test(test, row, port) for row, port in vifs for test in row.tests
        ],
    }
    return {kind.list: sorted(rows, key=itemgetter(kind.id)) for kind, rows in records.items()}


def faults() -> dict[str, Mapping[str, str]]:
    """By id of the object, the rules that must find something about it, and why.

    `dxnet validate --demo` finds these and nothing else.
    """
    ports = {build.parent_id(port): port.faults for port in PORTS if port.faults}
    leads = {gateway.id: gateway.faults for gateway in gateways.ALL if gateway.faults}
    return (
        ports
        | leads
        | {f"dxvif-{row.id}": row.faults for port in PORTS for row in port.vifs if row.faults}
    )


def causes() -> dict[str, str]:
    """By id of the VIF, or of a port without one, the cause for which it isn't simply up."""
    shown = {f"dxvif-{row.id}": row.shows for port in PORTS for row in port.vifs if row.shows}
    return shown | {build.parent_id(port): port.shows for port in PORTS if port.shows}
