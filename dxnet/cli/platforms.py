"""`dxnet platforms`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import completing
from dxnet.cli.output import emit, format_option, output_option

if TYPE_CHECKING:
    from dxnet.platforms import Platform


# The demo's VIF that the examples are rendered for.
_EXAMPLE = "dxvif-ffabc123"


@click.command(name="platforms")
@click.argument("slug", required=False, shell_complete=completing.platforms)
@format_option("table", "json")
@output_option
def command(slug: str | None, form: str, output: str) -> None:
    """List the platforms, or show one: its versions, its proof, what it can and can't do, and an
    example.

    The example is the configuration of a virtual interface of the demo, with its keys masked.
    """
    from dxnet import platforms

    if slug is None:
        found = [_document(platform) for platform in platforms.all_platforms()]
        emit(_dumps(found) if form == "json" else _table(found, output), output)
        return
    platform = platforms.get(slug)
    document = {**_document(platform), "example": _example(platform)}
    emit(_dumps(document) if form == "json" else _text(document), output)


def _dumps(document: object) -> str:
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _document(platform: Platform) -> dict[str, Any]:
    parser = platform.parser
    return {
        "slug": platform.slug,
        "name": platform.name,
        "versions": platform.versions,
        "aliases": list(platform.aliases),
        "proof": {
            "status": platform.proof.status,
            "by": platform.proof.by,
            "date": platform.proof.date,
        },
        "can": sorted(name for name, is_able in platform.capabilities.items() if is_able),
        "cannot": sorted(name for name, is_able in platform.capabilities.items() if not is_able),
        "limits": list(platform.limits),
        "longest_key": platform.key.max_length,
        "parser": {"command": list(parser.command), "install": parser.install} if parser else None,
        "interface": platform.interface,
        "extension": platform.extension,
    }


def _example(platform: Platform) -> str:
    """A masked configuration, on the platform's example of an interface."""
    from dxnet import lookup, parse, render
    from dxnet.sources import demo

    estate = parse.estate(demo.read())
    vif = lookup.find_vif(estate, _EXAMPLE)
    said = demo.router_settings({"platform": platform.slug}).router_for(vif)
    router = replace(said, interface="", vrf="", zone="", parent=False)
    return render.config(vif, router, platform, parent=estate.parent(vif), mask=True)


def _table(documents: list[dict[str, Any]], output: str) -> str:
    from dxnet.cli import table

    rows = [_row(document) for document in documents]
    return table.write(rows, tuple(rows[0]), "table", width=table.terminal_width(output))


def _row(document: Mapping[str, Any]) -> dict[str, str]:
    proof = document["proof"]
    return {
        "slug": str(document["slug"]),
        "name": str(document["name"]),
        "versions": str(document["versions"]),
        "proof": str(proof["status"]),
        "proved on": str(proof["date"]),
        "can't": ", ".join(document["cannot"]),
    }


def _text(document: Mapping[str, Any]) -> str:
    from dxnet.cli import table

    return f"{table.fields(list(_lines(document)))}\n{document['example']}"


def _lines(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    proof, parser = document["proof"], document["parser"]
    for name in ("slug", "name", "versions"):
        yield name, str(document[name])
    yield "aliases", ", ".join(document["aliases"])
    yield "proof", " ".join(filter(None, (proof["status"], proof["by"], proof["date"])))
    yield "can", ", ".join(document["can"])
    yield "can't", ", ".join(document["cannot"])
    for limit in document["limits"]:
        yield "limit", limit
    yield "longest key", f"{document['longest_key']} characters"
    if parser:
        yield "own parser", f"{' '.join(parser['command'])} ({parser['install']})"
    yield "interface", document["interface"]
