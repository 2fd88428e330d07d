"""`dxnet diagnose`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import diagnosing
from dxnet.cli.completing import object_ids
from dxnet.cli.output import format_option, output_option
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import router_options
from dxnet.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from dxnet.model import Estate


@click.command(name="diagnose")
@click.argument("name", metavar="ID", shell_complete=object_ids)
@click.option(
    "--prefix",
    "prefixes",
    multiple=True,
    metavar="PREFIX",
    help="A prefix that AWS should have accepted; repeatable.",
)
@click.option("--no-metrics", is_flag=True, help="Don't ask CloudWatch, which costs a little.")
@diagnosing.fail_on_option
@diagnosing.since_option
@format_option("text", "markdown", "json")
@output_option
@router_options
@estate_options
def command(
    reading: Reading,
    name: str,
    prefixes: tuple[str, ...],
    no_metrics: bool,
    fail_on: str,
    since: str | None,
    form: str,
    output: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Say why a VIF does not work, rung by rung, with the evidence, and what to do next.

    ID is a virtual interface, by id or unique name; a connection, LAG, interconnect or gateway
    means itself and its virtual interfaces. Where the cause is behind AWS's end, the commands of
    this router are printed, as render-config --verify has them, with what each answer means.

    The exit code is as that of dxnet status, for this object alone.

    \b
      dxnet diagnose dxvif-ffabc123
      dxnet diagnose dxcon-fg5678gh --format markdown
    """
    from dxnet import diagnose, kinds, sources
    from dxnet.assess.operation import operation, steps_for
    from dxnet.diagnose.document import Document
    from dxnet.report import Provenance

    settings = reading.settings(overrides)
    expected = tuple(_prefix(text) for text in prefixes)
    estate = reading.estate({*sources.ALL, kinds.ASSOCIATION.list})
    vif_ids, port_id = _subject(estate, name)
    estate = _with_tests(reading, estate, vif_ids)
    estate = _with_evidence(reading, estate, vif_ids, port_id, metrics=not no_metrics)
    read_at = diagnosing.now(reading, estate)
    facts = operation(estate, now=read_at, before=diagnosing.older(since), expected=expected)
    whole = diagnose.status(facts, vif_ids)
    ports = tuple(one for one in whole.ports if one.port.id == port_id)
    groups = tuple(one for one in whole.groups if one.vifs or one.subject == port_id)
    status = replace(whole, ports=ports, groups=groups)
    origin = estate.provenance or Provenance.now(reading.label)
    steps = {one.vif.id: steps_for(one, estate, settings) for one in status.diagnoses}
    document = Document(status, estate, origin, read_at, steps)
    diagnosing.write(document, form, output, whole=False)
    return diagnosing.code(status, fail_on)


# AWS lists the failover tests and routes of one VIF a call: of so many VIFs they are asked for.
_MOST_TESTED = 10


def _with_tests(reading: Reading, estate: Estate, vif_ids: frozenset[str]) -> Estate:
    """The estate with the failover tests of these VIFs, where AWS was read and they are few."""
    from dxnet import kinds

    if reading.options.source != "aws" or not 0 < len(vif_ids) <= _MOST_TESTED:
        return estate
    tested = reading.estate((kinds.FAILOVER_TEST.list,), sorted(vif_ids))
    gaps = (*estate.gaps, *tested.gaps_about(kinds.FAILOVER_TEST))
    return replace(estate, failover_tests=tested.failover_tests, gaps=gaps)


def _with_evidence(
    reading: Reading, estate: Estate, vif_ids: frozenset[str], port_id: str, *, metrics: bool
) -> Estate:
    """The estate with the events of AWS Health, metrics, and routes of those VIFs that are few."""
    from dxnet.cli import asking
    from dxnet.model import Connection, Interconnect, Lag

    if reading.options.source != "aws":
        return estate
    from dxnet.sources.evidence import Asked

    vifs = [vif for vif in estate.vifs if vif.id in vif_ids]
    port = estate.get(port_id)
    ports = (port,) if isinstance(port, Connection | Interconnect | Lag) else ()
    asked = Asked(
        routes=asking.with_session(vifs) if len(vifs) <= _MOST_TESTED else (),
        metrics=asking.subjects(estate, vifs, ports) if metrics else {},
        health=True,
    )
    return asking.with_evidence(reading, estate, asked)


def _prefix(text: str) -> str:
    """Parse a prefix; raise `UsageError` for what isn't one."""
    from dxnet.addressing import parse_prefix

    prefix = parse_prefix(text)
    if prefix is None:
        raise UsageError(f"--prefix {text!r} is not a prefix", hint="write it as 10.20.0.0/16")
    return str(prefix)


def _subject(estate: Estate, name: str) -> tuple[frozenset[str], str]:
    """Find the VIFs that the name means, and the id of the port where it means one."""
    from dxnet import lookup
    from dxnet.model import Gateway, Location, Vif

    named = [vif for vif in estate.vifs if vif.name == name]
    found = named[0] if len(named) == 1 else lookup.find(estate, name)
    if isinstance(found, Vif):
        return frozenset((found.id,)), ""
    if isinstance(found, Location):
        raise UsageError(
            f"{name} is a location, not a virtual interface, a port or a gateway",
            hint=f"`dxnet status location:{name}` shows what is down there",
        )
    if isinstance(found, Gateway):
        vifs = (vif for vif in estate.vifs if vif.gateway_id == found.id)
        return frozenset(vif.id for vif in vifs), ""
    return frozenset(vif.id for vif in estate.vifs_on(found.id)), found.id
