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
    form: str,
    output: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Run every check on virtual interfaces, by id or name; on all of them if none is named.

    The exit code is 1 if a check fails. The whole estate is read, because some checks look
    across it: a VLAN that is used twice, addresses that overlap. Where the platform's own parser
    is installed (vtysh, bird, bgpd, routeros-lsp), it reads the configuration of the VIFs that
    are named, key included. What it says about a line with a key is not shown.

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
    return ExitCode.CHECKS_FAILED if report.has_failed else ExitCode.DONE


def _report(
    reading: Reading,
    names: tuple[str, ...],
    accept: tuple[str, ...],
    settings: Settings,
    run_parser: bool,
) -> Report:
    """Run the checks on the estate as it is now."""
    from dxnet import kinds, lookup
    from dxnet.assess import assess
    from dxnet.checks import acceptance
    from dxnet.report import Provenance, Report

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
    return Report(title, assessed.findings, origin, names_by_id, estate.gaps)


def _write(report: Report, form: str, verbose: bool, colour: bool) -> str:
    if form == "json":
        from dxnet.report.data import dumps

        return dumps(report)
    if form == "markdown":
        from dxnet.report.markdown import markdown

        return markdown(report)
    from dxnet.report.text import text

    return text(report, every=verbose, colour=colour)
