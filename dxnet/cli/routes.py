"""`dxnet routes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dxnet import kinds
from dxnet.cli import asking
from dxnet.cli.completing import vif_ids
from dxnet.cli.output import emit, format_option, output_option
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import router_options
from dxnet.errors import ExitCode, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dxnet.model import Estate
    from dxnet.routing.comparison import Comparison


@click.command(name="routes")
@click.argument("names", metavar="ID...", nargs=-1, required=True, shell_complete=vif_ids)
@click.option(
    "--all",
    "is_all",
    is_flag=True,
    help="Of a public VIF, read the thousands of routes that AWS advertises, too.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if a prefix is missing or unexpected.")
@format_option("text", "markdown", "json")
@output_option
@router_options
@estate_options
def command(
    reading: Reading,
    names: tuple[str, ...],
    is_all: bool,
    exit_code: bool,
    form: str,
    output: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Show the routes that pass a VIF's sessions against those that should.

    ID is a virtual interface, by id or unique name. What AWS accepted is compared with advertise
    in dxnet.toml (or --advertise), on a public VIF with its route-filter prefixes: a prefix is
    accepted, MISSING or UNEXPECTED. AWS shows what its filter lets in: whether a missing prefix was
    sent, only the router knows. A snapshot has routes if it was made with --routes.

    The exit code is 3 if no routes could be read, and 4 if those of a VIF could not.

    \b
      dxnet routes dxvif-ffabc123
      dxnet routes dxvif-ffabc123 --advertise 10.20.0.0/16 --exit-code
    """
    from dxnet import gaps, lookup
    from dxnet.report import Provenance
    from dxnet.routing import comparison, data, text

    settings = reading.settings(overrides)
    estate = _read(reading, names, is_all=is_all)
    compared = [comparison.of(vif, settings) for vif in lookup.find_vifs(estate, names)]
    unread = gaps.about(estate.gaps, gaps.ROUTES)
    if not any(one.is_read for one in compared):
        raise _nothing(compared[0], [str(gap) for gap in unread])
    origin = estate.provenance or Provenance.now(reading.label)
    write = {"text": text.text, "markdown": text.markdown, "json": data.dumps}[form]
    emit(write(compared, origin, unread), output)
    if exit_code and any(one.differs for one in compared):
        return ExitCode.CHECKS_FAILED
    return ExitCode.DONE if all(one.is_read for one in compared) else ExitCode.PARTIAL


def _read(reading: Reading, names: Sequence[str], *, is_all: bool) -> Estate:
    """The estate with the routes of these VIFs, of AWS alone those that are named."""
    from dxnet import lookup, sources

    are_ids = all(name.startswith(kinds.VIF.prefix) for name in names)
    lists = (kinds.VIF.list, kinds.CONNECTION.list, kinds.LAG.list) if are_ids else sources.ALL
    estate = reading.estate(lists, names if are_ids else ())
    if reading.options.source != "aws":
        return estate
    from dxnet.sources.evidence import Asked

    vifs = asking.with_session(lookup.find_vifs(estate, names))
    return asking.with_evidence(reading, estate, Asked(routes=vifs, advertised_to_public=is_all))


def _nothing(first: Comparison, reasons: Sequence[str]) -> SourceError:
    reason = reasons[0] if reasons else "what was read holds none"
    return SourceError(
        f"the routes of {first.vif.id} were not read: {reason}",
        hint="`dxnet snapshot --routes` keeps them; AWS asks for the right to call "
        "directconnect:ListVirtualInterfaceRoutes",
    )
