"""`dxnet list`."""

from __future__ import annotations

import click

from dxnet.cli.output import emit, format_option, note, output_option
from dxnet.cli.reading import Reading, estate_options

# What AWS has to be asked for each kind.
_READ = {
    "vifs": ("virtualInterfaces",),
    "connections": ("connections",),
    "interconnects": ("interconnects",),
    "hosted-connections": ("connections",),
    "lags": ("lags",),
    "gateways": ("directConnectGateways", "virtualGateways"),
    "locations": ("locations",),
}


@click.command(name="list")
@click.argument("kind", default="vifs", metavar="[KIND]", type=click.Choice(tuple(_READ)))
@click.option(
    "--filter", "wanted", default="", metavar="FILTER", help="Show only the rows that match."
)
@click.option("--sort", metavar="COLUMN", help="Sort by a column; -COLUMN for descending.")
@click.option(
    "--wide", is_flag=True, help="Show every column of the table, even if it gets too wide."
)
@format_option("table", "json", "yaml", "csv")
@output_option
@estate_options
def command(
    reading: Reading,
    kind: str,
    wanted: str,
    sort: str | None,
    wide: bool,
    form: str,
    output: str,
) -> None:
    """List objects: vifs (the default), connections, interconnects, hosted-connections, lags,
    gateways or locations.

    \b
    FILTER is one or more terms, all of which must match:
      core                 any cell of the row contains "core", in any case
      state:down           the column contains the text; a number must be equal: vlan:101
      type=public          the column is exactly the text
      !core !state:up      the row must not match the term
      name:"core blue"     quotes keep spaces

    FILTER and COLUMN may name any column, shown or not. The table shows the columns that fit;
    json, yaml and csv always contain all of them.
    """
    from dxnet import filtering, inventory
    from dxnet.cli import table

    listed = inventory.KINDS[kind]
    known = tuple(listed.columns)
    estate = reading.estate(_READ[kind])
    place = estate.provenance.place if estate.provenance else reading.label
    rows = filtering.select(listed.rows(estate), wanted, known)
    if sort is not None:
        rows = filtering.order(rows, sort, known)
    if not rows:
        note(f"no {listed.title}" + (f" match {wanted}" if wanted else "") + f" in {place}")
    if form != "table":
        emit(table.write(rows, known, form), output)
        return
    columns = listed.shown(wide=wide)
    width = None if wide else table.terminal_width(output)
    emit(table.write(rows, columns, form, width=width), output)
    if hidden := table.hidden(rows, columns, width):
        note(f"the terminal is too narrow for {', '.join(hidden)}; --wide shows them")
