"""`dxnet status`."""

from __future__ import annotations

import click

from dxnet.cli import diagnosing
from dxnet.cli.output import format_option, output_option
from dxnet.cli.reading import Reading, estate_options
from dxnet.errors import ExitCode, SourceError


@click.command(name="status")
@click.argument("wanted", default="", metavar="[FILTER]")
@diagnosing.fail_on_option
@diagnosing.since_option
@format_option("text", "markdown", "json")
@output_option
@estate_options
def command(
    reading: Reading, wanted: str, fail_on: str, since: str | None, form: str, output: str
) -> ExitCode:
    """Show what is not fully up, by cause, the fewest paths left first, and what to do next.

    What waits for somebody, is down on purpose or is gone stands apart, and is not an outage. But a
    gateway that keeps no path is one, whatever the reason. FILTER chooses VIFs as in dxnet list.

    The exit code is 1 if a VIF is down or half down (--fail-on), 3 if nothing could be read, and 4
    if a list of virtual interfaces, connections or LAGs was not read.

    \b
      dxnet status
      dxnet status region:eu-central-1 --format json
    """
    from dxnet import diagnose, kinds
    from dxnet.assess.operation import operation
    from dxnet.diagnose.document import Document
    from dxnet.report import Provenance

    estate = reading.estate()
    if not estate.vifs and (lacking := estate.gaps_about(kinds.VIF)):
        raise SourceError(
            f"nothing tells what is down, because a list was not read: {lacking[0]}",
            hint="choose another --profile, --region or --source",
        )
    read_at = diagnosing.now(reading, estate)
    facts = operation(estate, now=read_at, before=diagnosing.older(since))
    chosen = None
    if wanted:
        from dxnet import filtering, inventory

        listing = inventory.LISTS["vifs"]
        rows = filtering.select(listing.rows(estate), wanted, listing.columns)
        position = [column.name for column in listing.columns].index("id")
        chosen = frozenset(str(row.values[position]) for row in rows)
    status = diagnose.status(facts, chosen, ports=chosen is None)
    origin = estate.provenance or Provenance.now(reading.label)
    document = Document(status, estate, origin, read_at)
    diagnosing.write(document, form, output, whole=True)
    return diagnosing.code(status, fail_on)
