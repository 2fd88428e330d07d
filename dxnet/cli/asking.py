"""What commands ask AWS beside the records: metrics, routes and the events of AWS Health.

Another source than AWS is asked nothing: what it has of them came with its records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dxnet.cli.progress import progress
from dxnet.cli.reading import Reading

if TYPE_CHECKING:
    from dxnet.model import Estate, Parent, Vif
    from dxnet.sources.evidence import Asked
    from dxnet.sources.metrics import Subjects

F = TypeVar("F", bound=Callable[..., Any])

METRICS = "Read CloudWatch's metrics of the last day; AWS charges some $0.01 for 1,000 series."


def metrics_option(command: F) -> F:
    """Add --metrics to a command."""
    return click.option("--metrics", is_flag=True, help=METRICS)(command)


def with_evidence(reading: Reading, estate: Estate, asked: Asked) -> Estate:
    """The estate with what AWS answers; the number of series is told, as each costs."""
    from dxnet.sources import evidence

    if not (asked.routes or asked.metrics or asked.health):
        return estate
    with progress(reading.label):
        answered = evidence.read(reading.options, asked)
    tell_series(answered.series)
    return answered.beside(estate)


def tell_series(count: int) -> None:
    """Say how many series CloudWatch gave, where it gave any."""
    from dxnet.cli.output import note

    if count:
        note(f"read {count} series of CloudWatch")


def not_up(estate: Estate) -> tuple[tuple[Vif, ...], tuple[Parent, ...]]:
    """The live VIFs that have no session up or one that is not, and the ports that are down."""
    from dxnet.diagnose import session

    vifs = tuple(
        vif
        for vif in estate.vifs
        if vif.is_live
        and {session.of(vif, peer) for peer in vif.active_peers} != {session.Session.UP}
    )
    return vifs, tuple(port for port in ports(estate) if port.state == "down")


def ports(estate: Estate) -> tuple[Parent, ...]:
    """Every connection, interconnect and LAG."""
    return (*estate.connections, *estate.interconnects, *estate.lags)


def with_session(vifs: Iterable[Vif]) -> tuple[Vif, ...]:
    """The VIFs over whose sessions routes can pass: one is up."""
    from dxnet.diagnose import session

    return tuple(vif for vif in vifs if session.of_vif(vif) is session.Session.UP)


def subjects(
    estate: Estate, vifs: Iterable[Vif], further: Iterable[Parent] = ()
) -> dict[str, Subjects]:
    """By region, whose series to ask for: the VIFs, their ports, and `further` ports."""
    from datetime import UTC, datetime

    from dxnet.diagnose import Facts
    from dxnet.sources.metrics import Subjects

    facts = Facts(estate, datetime.now(UTC))
    found: dict[str, tuple[set[str], set[str]]] = {}
    for vif in vifs:
        port_ids, vif_ids = found.setdefault(vif.region, (set(), set()))
        port_ids |= facts.port_ids(estate.parent(vif), vif)
        vif_ids.add(vif.id)
    for port in further:
        found.setdefault(port.region, (set(), set()))[0].update(facts.port_ids(port))
    return {
        region: Subjects(frozenset(port_ids - {""}), frozenset(vif_ids))
        for region, (port_ids, vif_ids) in found.items()
    }
