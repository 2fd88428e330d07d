"""`dxnet show`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from dxnet import kinds
from dxnet.cli.completing import object_ids
from dxnet.cli.output import emit, format_option, output_option
from dxnet.cli.reading import Reading, estate_options, tell_gaps

if TYPE_CHECKING:
    from dxnet.detail import Section
    from dxnet.model import Estate


@click.command(name="show")
@click.argument("name", metavar="ID", shell_complete=object_ids)
@format_option("text", "json", "yaml")
@output_option
@estate_options
def command(reading: Reading, name: str, form: str, output: str) -> None:
    """Show one object, by id or unique name, and the objects connected to it. No key is shown.

    For a virtual interface these are its peers, routes, gateway, connection or LAG, location and
    failover tests; for a gateway, its associations with their allowed prefixes and its virtual
    interfaces; for a connection, LAG or location, the objects that use it.
    """
    from dxnet import detail, lookup, sources
    from dxnet.cli import table

    vif_ids = (name,) if name.startswith(kinds.VIF.prefix) else ()
    estate = reading.estate({*sources.ALL, *_further(name)}, vif_ids)
    item = lookup.find(estate, name)
    estate, item = _with_routes(reading, estate, item)
    works = _operation(reading, estate, item)
    if form == "text":
        whole = [one for one in detail.sections(estate, item) if one.title != detail.ROUTES]
        sections = [*whole, *_routes(reading, item), *_section(works)]
        emit("\n\n".join("\n".join(_block(section)) for section in sections) + "\n", output)
        return
    found = {**detail.as_json(estate, item), **({"operation": works} if works else {})}
    text = json.dumps(found, indent=2, sort_keys=True) + "\n" if form == "json" else ""
    emit(text or table.yaml(found), output)


def _operation(reading: Reading, estate: Estate, item: object) -> dict[str, str]:
    """Whether a virtual interface works, and the cause; nothing for another object."""
    from dxnet import diagnose
    from dxnet.assess.operation import operation
    from dxnet.cli.diagnosing import now
    from dxnet.model import Vif

    if not isinstance(item, Vif):
        return {}
    one = diagnose.diagnose(operation(estate, now=now(reading, estate)), item)
    cause = one.finding.cause
    return {"standing": one.standing.value, "cause": cause.id, "in words": cause.title}


def _with_routes(reading: Reading, estate: Estate, item: Any) -> tuple[Estate, Any]:
    """The estate and the object, which has routes if it is a VIF of AWS's with a session up."""
    from dxnet.cli import asking
    from dxnet.model import Vif

    if reading.options.source != "aws" or not isinstance(item, Vif):
        return estate, item
    from dxnet.sources.evidence import Asked

    asked = Asked(routes=asking.with_session((item,)))
    found = asking.with_evidence(reading, estate, asked)
    tell_gaps(found.gaps)
    return found, found.get(item.id)


def _routes(reading: Reading, item: Any) -> Iterator[Section]:
    """The short form of a virtual interface's routes, where they were read."""
    from dxnet.detail import ROUTES, Line, Section
    from dxnet.escape import for_terminal
    from dxnet.model import Vif
    from dxnet.routing import comparison

    if isinstance(item, Vif) and item.routes is not None:
        compared = comparison.of(item, reading.settings())
        lines = [Line("", for_terminal(one.words)) for one in compared.families]
        yield Section(ROUTES, (*lines, Line("", f"`dxnet routes {item.id}` lists them")))


def _section(works: dict[str, str]) -> Iterator[Section]:
    from dxnet.detail import Line, Section

    if works:
        yield Section("Operation", tuple(Line(name, text) for name, text in works.items()))


def _further(name: str) -> tuple[str, ...]:
    """The lists beyond an estate's that tell more of an object of that id."""
    kind = kinds.of_id(name)
    if kind is kinds.VIF:
        return (kinds.FAILOVER_TEST.list, kinds.ASSOCIATION.list)
    is_port = kind in (kinds.CONNECTION, kinds.INTERCONNECT, kinds.LAG)
    return () if is_port else (kinds.ASSOCIATION.list,)


def _block(section: Section) -> Iterator[str]:
    """Write the title, and under it the lines in two columns or the table."""
    yield section.title
    width = max((len(line.label) for line in section.lines), default=0)
    for line in section.lines:
        yield f"  {line.label:<{width}}  {line.value}"
    widths = [max(map(len, column)) for column in zip(*section.table, strict=True)]
    for row in section.table:
        cells = (f"{cell:<{size}}" for cell, size in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
