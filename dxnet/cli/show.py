"""`dxnet show`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli.completing import object_ids
from dxnet.cli.output import emit, format_option, output_option
from dxnet.cli.reading import Reading, estate_options

if TYPE_CHECKING:
    from dxnet.model import Estate


@click.command(name="show")
@click.argument("name", metavar="ID", shell_complete=object_ids)
@format_option("text", "json", "yaml")
@output_option
@estate_options
def command(reading: Reading, name: str, form: str, output: str) -> None:
    """Show one object, by id or unique name, and the objects connected to it. No key is shown.

    For a virtual interface these are its connection or LAG, gateway, location and peers; for a
    connection, gateway or location, the objects that use it.
    """
    from dxnet import lookup
    from dxnet.cli import table

    estate = reading.estate(vif_ids=(name,) if name.startswith("dxvif-") else ())
    item = lookup.find(estate, name)
    found = {**lookup.joined(estate, item), **_operation(reading, estate, item)}
    if form == "json":
        emit(json.dumps(found, indent=2, sort_keys=True) + "\n", output)
    elif form == "yaml":
        emit(table.yaml(found), output)
    else:
        emit("\n".join(_lines(found)) + "\n", output)


def _operation(reading: Reading, estate: Estate, item: Any) -> dict[str, dict[str, str]]:
    """Whether a virtual interface works, and the cause; nothing for another object."""
    from dxnet import diagnose
    from dxnet.assess.operation import operation
    from dxnet.cli.diagnosing import now
    from dxnet.model import Vif

    if not isinstance(item, Vif):
        return {}
    one = diagnose.diagnose(operation(estate, now=now(reading, estate)), item)
    cause = one.finding.cause
    words = {"standing": one.standing.value, "cause": cause.id, "in_words": cause.title}
    return {"operation": words}


# What a list of objects shows of each, where they have it.
_LISTED = ("id", "name", "type", "state", "vlan", "bandwidth", "region")


def _lines(found: dict[str, Any]) -> Iterator[str]:
    """Write each object under its role, in two columns; several objects as a table."""
    from dxnet.cli import table

    for index, (role, value) in enumerate(found.items()):
        if index:
            yield ""
        yield role.replace("_", " ").capitalize()
        if isinstance(value, list):
            columns = [name for name in _LISTED if any(item.get(name) for item in value)]
            rows = [{name: item.get(name) for name in columns} for item in value]
            yield from (f"  {line}" for line in table.write(rows, columns, "table").splitlines())
        else:
            yield from _fields(value, "  ")


def _fields(item: dict[str, Any], indent: str) -> Iterator[str]:
    from dxnet.escape import for_terminal

    kept = {name: value for name, value in item.items() if value not in (None, "", [], {})}
    width = max((len(name) for name in kept), default=0)
    for name, value in kept.items():
        label = name.replace("_", " ")
        if isinstance(value, list) and isinstance(value[0], dict):
            for number, part in enumerate(value, 1):
                yield f"{indent}{label} {number}"
                yield from _fields(part, indent + "  ")
        else:
            yield f"{indent}{label:<{width}}  {for_terminal(_text(value))}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {item}" for name, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
