"""`dxnet validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import changing
from dxnet.cli.completing import vif_ids
from dxnet.cli.output import emit, format_option, output_option, wants_colour
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import accept_option, router_options
from dxnet.errors import ExitCode, SourceError, UsageError

if TYPE_CHECKING:
    from dxnet.report import Report
    from dxnet.settings import Settings

_READ = ("virtualInterfaces", "connections", "interconnects", "lags", "directConnectGateways")


@click.command(name="validate")
@click.argument("names", nargs=-1, metavar="[VIF]...", shell_complete=vif_ids)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also show what passed or doesn't apply, why a rule matters and its source.",
)
@click.option(
    "--parser/--no-parser",
    default=None,
    help="Let the platform's own parser read each configuration [default: if VIFs are named].",
)
@changing.change_option("Check the estate as it will be after this change file (see dxnet plan).")
@accept_option
@click.option(
    "--fail-on",
    type=click.Choice(("fail", "warn", "down")),
    default="fail",
    show_default=True,
    help="Exit with 1 for a FAIL alone, for a WARN too, or for a FAIL and a VIF that is down.",
)
@format_option("text", "markdown", "json")
@output_option
@router_options
@estate_options
def command(
    reading: Reading,
    names: tuple[str, ...],
    verbose: bool,
    parser: bool | None,
    change_file: str | None,
    accept: tuple[str, ...],
    fail_on: str,
    form: str,
    output: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Run every check on virtual interfaces, by id or name; on all of them if none is named.

    The exit code is 1 if a check fails; --fail-on makes it 1 for more. The report says of each
    virtual interface whether it works; `dxnet diagnose` says why not. The whole estate is read,
    because some checks look across it: a VLAN that is used twice, addresses that overlap. Where
    the platform's own parser is installed (vtysh, bird, bgpd, routeros-lsp), it reads the
    configuration of the VIFs that are named, key included. What it says about a line with a key
    is not shown.

    With --change the estate is checked as it will be after the change: the virtual interfaces
    that the change creates or changes, and new findings on those that share a connection or
    gateway with them. A finding that is not new says so. No parser reads a configuration then.

    \b
      dxnet validate dxvif-ffabc123 --accept DX305="CHG0012345 renumbered on 12 May"
      dxnet validate --change CHG0012345.yaml
    """
    settings = reading.settings(overrides)
    if change_file is None:
        run_parser = bool(names) if parser is None else parser
        report = _report(reading, names, accept, settings, run_parser)
    elif names:
        raise UsageError(
            "--change chooses the virtual interfaces itself",
            hint="leave out the names, or --change",
        )
    else:
        plan, label = changing.planned(reading, change_file)
        report = changing.report(plan, settings, accept, label)
    emit(_write(report, form, verbose, wants_colour(output)), output)
    return ExitCode.CHECKS_FAILED if _has_reached(report, fail_on) else ExitCode.DONE


def _has_reached(report: Report, fail_on: str) -> bool:
    """Whether the report says what --fail-on asks for, or a check failed."""
    from dxnet.checks.engine import Status

    if fail_on == "warn":
        return report.has_failed or bool(report.findings.counts[Status.WARN])
    is_down = any(one.standing in ("down", "partly") for one in report.operation.values())
    return report.has_failed or (fail_on == "down" and is_down)


def _report(
    reading: Reading,
    names: tuple[str, ...],
    accept: tuple[str, ...],
    settings: Settings,
    run_parser: bool,
) -> Report:
    """Run the checks on the estate as it is now."""
    from dxnet import diagnose, kinds, lookup
    from dxnet.assess import assess
    from dxnet.assess.operation import operation
    from dxnet.checks import acceptance
    from dxnet.cli.diagnosing import now
    from dxnet.report import Operation, Provenance, Report

    estate = reading.estate(_READ)
    vifs = lookup.find_vifs(estate, names) if names else list(estate.vifs)
    if not vifs and (lacking := estate.gaps_about(kinds.VIF)):
        raise SourceError(
            f"there is nothing to check, because a list was not read: {lacking[0]}",
            hint="choose another --profile, --region or --source",
        )
    if not vifs:
        place = estate.provenance.place if estate.provenance else reading.label
        raise UsageError(
            f"{place} holds no virtual interface to check",
            hint="choose another --profile, --region or --source",
        )
    assessed = assess(
        estate,
        settings,
        [vif.id for vif in vifs] if names else None,
        [acceptance.parse(text) for text in accept],
        run_parser=run_parser,
    )
    assessed.refuse_faulty_settings()
    title = (
        f"{vifs[0].id} {vifs[0].name}".rstrip()
        if len(vifs) == 1
        else (f"{len(vifs)} virtual interfaces")
    )
    origin = estate.provenance or Provenance.now(reading.label)
    names_by_id = {vif.id: vif.name for vif in estate.vifs}
    chosen = frozenset(vif.id for vif in vifs)
    works = diagnose.status(operation(estate, now=now(reading, estate)), chosen, ports=False)
    standings = {
        one.vif.id: Operation(one.standing.value, one.finding.cause.id) for one in works.diagnoses
    }
    return Report(title, assessed.findings, origin, names_by_id, estate.gaps, standings)


def _write(report: Report, form: str, verbose: bool, colour: bool) -> str:
    if form == "json":
        from dxnet.report.data import dumps

        return dumps(report)
    if form == "markdown":
        from dxnet.report.markdown import markdown

        return markdown(report)
    from dxnet.report.text import text

    return text(report, every=verbose, colour=colour)
