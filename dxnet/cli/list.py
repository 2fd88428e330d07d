"""`dxnet list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dxnet import kinds
from dxnet.cli.output import emit, format_option, note, output_option
from dxnet.cli.reading import Reading, estate_options
from dxnet.grammar import GRAMMAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dxnet.listing import Column, Listing
    from dxnet.model import Estate

_HELP = f"""List objects: {", ".join(kinds.LISTED)}; vifs if none is named.

\b
FILTER is one or more terms, all of which must match:
{chr(10).join(f"  {example:<24} {meaning}" for example, meaning in GRAMMAR)}

cause:port-down finds the VIFs of which `dxnet status` names that cause, and so shows the column.

Put FILTER in single quotes, because a shell has its own use for |, !, < and >.

FILTER and COLUMN may name any column, shown or not; docs/filter.md lists them. The table shows the
columns that fit; json, yaml and csv always contain all of them.
"""


@click.command(name="list", help=_HELP)
@click.argument("kind", default="vifs", metavar="[KIND]", type=click.Choice(tuple(kinds.LISTED)))
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
    """List the objects of one kind; the text of --help is `_HELP`."""
    from dxnet import filtering, inventory
    from dxnet import listing as lists
    from dxnet.cli import table

    listing = inventory.LISTS[kind]
    if kind == "vifs" and "cause" in filtering.fields(wanted) | {(sort or "").lstrip("-")}:
        listing, estate = _with_causes(reading, listing, wanted)
    else:
        estate = reading.estate(_lists(listing, filtering.used(wanted, listing.columns)))
    rows = filtering.select(listing.rows(estate), wanted, listing.columns)
    if sort is not None:
        rows = filtering.order(rows, sort, listing.columns)
    if not rows:
        place = estate.provenance.place if estate.provenance else reading.label
        note(f"{_nothing(estate, listing, wanted)} in {place}")
    if form in ("json", "yaml"):
        emit(table.document(lists.plain(rows, listing.columns), form), output)
        return
    cells = lists.cells(rows, listing.columns)
    columns = [column.name for column in listing.shown(wide=wide or form == "csv")]
    width = None if wide else table.terminal_width(output)
    emit(table.write(cells, columns, form, width=width), output)
    if form == "table" and (hidden := table.hidden(cells, columns, width)):
        note(f"the terminal is too narrow for {', '.join(hidden)}; --wide shows them")


def _with_causes(reading: Reading, listing: Listing, wanted: str) -> tuple[Listing, Estate]:
    """The list with the column `cause`, and the estate, of which all is read as for a status."""
    from dataclasses import replace

    from dxnet import filtering, sources
    from dxnet.assess.operation import operation
    from dxnet.cli import diagnosing
    from dxnet.diagnose import column

    filtering.matcher(wanted, (*listing.columns, column.CAUSE))  # what is wrong is said at once
    estate = reading.estate({*sources.ALL, kinds.ASSOCIATION.list})
    causes = column.of(operation(estate, now=diagnosing.now(reading, estate)))
    return replace(listing, columns=(*listing.columns, causes)), estate


def _lists(listing: Listing, used: Sequence[Column]) -> tuple[str, ...]:
    """The lists to read: that of the objects, and those in which the filter's columns look."""
    needed = (*listing.kinds, *(kind for column in used for kind in column.needs))
    return tuple(dict.fromkeys(kind.list for kind in needed))


def _nothing(estate: Estate, listing: Listing, wanted: str) -> str:
    """Why no row is listed: a list that was not read is not an empty one."""
    is_read = all(map(estate.is_read, listing.kinds))
    if wanted and is_read:
        return f"no {listing.title} match {wanted}"
    if wanted and any(map(estate.of_kind, listing.kinds)):
        return f"no {listing.title} among those that were read match {wanted}"
    return f"no {listing.title}" + ("" if is_read else " were read")
