"""`dxnet diagnose`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import diagnosing
from dxnet.cli.completing import object_ids
from dxnet.cli.output import STDOUT, destination_option, format_option, note
from dxnet.cli.reading import Reading, estate_options, input_bytes
from dxnet.cli.router import router_options
from dxnet.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from dxnet.diagnose.testimony import Testimony
    from dxnet.model import Estate
    from dxnet.settings import Settings


def testifying_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --running and --output, the files in which the router speaks, to a command."""
    log = click.option(
        "--output",
        "log",
        metavar="FILE|-",
        type=click.Path(allow_dash=True, dir_okay=False),
        help="A terminal's log of the commands of render-config --verify.",
    )
    running = click.option(
        "--running",
        metavar="FILE|-",
        type=click.Path(allow_dash=True, dir_okay=False),
        help="The router's own configuration.",
    )
    return running(log(command))


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
@testifying_options
@destination_option
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
    running: str | None,
    log: str | None,
    destination: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Say why a VIF does not work, rung by rung, with the evidence, and what to do next.

    ID is a virtual interface, by id or unique name; a connection, LAG, interconnect or gateway
    means itself and its virtual interfaces. Where the cause is behind AWS's end, the commands of
    this router are printed, as render-config --verify has them, with what each answer means.

    --running and --output bring the router's own words: its configuration, and a terminal's log
    of the commands that render-config --verify prints. They turn "the session is down" into what
    is wrong on the router, with the line. No key is shown, and no line of anything else.

    The exit code is as that of dxnet status, for this object alone.

    \b
      dxnet diagnose dxvif-ffabc123 --running fra-edge-1.cfg
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
    words = _testimony(reading, estate, vif_ids, settings, running, log)
    facts = operation(estate, now=read_at, before=diagnosing.older(since), expected=expected)
    facts = replace(facts, testimony=words)
    whole = diagnose.status(facts, vif_ids)
    ports = tuple(one for one in whole.ports if one.port.id == port_id)
    groups = tuple(one for one in whole.groups if one.vifs or one.subject == port_id)
    status = replace(whole, ports=ports, groups=groups)
    origin = estate.provenance or Provenance.now(reading.label)
    steps = {one.vif.id: steps_for(one, estate, settings) for one in status.diagnoses}
    document = Document(status, estate, origin, read_at, steps)
    diagnosing.write(document, form, destination, whole=False)
    return diagnosing.code(status, fail_on)


def _testimony(
    reading: Reading,
    estate: Estate,
    vif_ids: frozenset[str],
    settings: Settings,
    running: str | None,
    log: str | None,
) -> dict[str, tuple[Testimony, ...]]:
    """What the router says of each VIF in the files that are named."""
    from dxnet.assess import testimony

    if [reading.options.source, running, log].count(STDOUT) > 1:
        raise UsageError("only one of --source, --running and --output can be -", hint="save one")
    said: dict[str, tuple[Testimony, ...]] = {}
    for path, judge in ((running, testimony.of_running), (log, testimony.of_log)):
        if path is None:
            continue
        name, text = _text(path)
        vifs = [vif for vif in estate.vifs if vif.id in vif_ids]
        heard = {vif.id: judge(vif, estate, settings, text, name) for vif in vifs}
        said |= {vif_id: (*said.get(vif_id, ()), *words) for vif_id, words in heard.items()}
        if not any(testimony.is_judged(words) for words in heard.values()):
            note(f"nothing in {name} was judged; the rung `read` says why")
    return said


def _text(path: str) -> tuple[str, str]:
    """The name and the text of a router's file, or of standard input."""
    from pathlib import Path

    from dxnet.running import reading

    if path == STDOUT:
        return "standard input", reading.text(input_bytes(path), "standard input")
    return Path(path).name, reading.read(Path(path))


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
