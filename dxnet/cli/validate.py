"""`dxnet validate`."""

from __future__ import annotations

from typing import Any

import click

from dxnet.cli.completing import vif_ids
from dxnet.cli.output import emit, format_option, output_option, wants_colour
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import accept_option, router_options
from dxnet.errors import DxnetError, ExitCode

_READ = ("virtualInterfaces", "connections", "interconnects", "lags", "directConnectGateways")


@click.command(name="validate")
@click.argument("names", nargs=-1, metavar="[VIF]...", shell_complete=vif_ids)
@click.option("-v", "--verbose", is_flag=True, help="Show what passed and didn't apply, too.")
@click.option(
    "--parser/--no-parser",
    default=None,
    help="Let the platform's own parser read each configuration [default: if VIFs are named].",
)
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
    accept: tuple[str, ...],
    form: str,
    output: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Run every check on virtual interfaces, by id or name; on all of them if none is named.

    The exit code is 1 if a check fails. The whole estate is read, because some checks look
    across it: a VLAN taken twice, addresses that overlap. Where the platform's own parser is
    installed (vtysh, bird, bgpd, routeros-lsp), it reads the configuration of the VIFs that are
    named, key included; it says nothing of the key.

    \b
      dxnet validate dxvif-ffabc123 --accept DX305="CHG0012345 renumbered on 12 May"
    """
    from dxnet.cli import checking

    estate = reading.estate(_READ)
    vifs = checking.choose(estate, names) if names else list(estate.vifs)
    if not vifs:
        raise DxnetError(
            f"{reading.label} holds no virtual interface to check",
            hint="choose another --profile, --region or --source",
        )
    run_parser = bool(names) if parser is None else parser
    ends = checking.ends(vifs, reading.settings(overrides), run_parser=run_parser)
    report = checking.report(estate, vifs, ends, accept, reading.label)
    emit(_write(report, form, verbose, wants_colour(output)), output)
    return ExitCode.CHECKS_FAILED if report.has_failed else ExitCode.DONE


def _write(report: Any, form: str, verbose: bool, colour: bool) -> str:
    if form == "json":
        from dxnet.report.data import dumps

        return dumps(report)
    if form == "markdown":
        from dxnet.report.markdown import markdown

        return markdown(report)
    from dxnet.report.text import text

    return text(report, every=verbose, colour=colour)
