"""`dxnet platforms`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import completing
from dxnet.cli.output import emit, format_option, output_option

if TYPE_CHECKING:
    from dxnet.platforms import Platform


@click.command(name="platforms")
@click.argument("slug", required=False, shell_complete=completing.platforms)
@format_option("table", "json")
@output_option
def command(slug: str | None, form: str, output: str) -> None:
    """List the platforms, or show one: its names, its proof, what it can and can't do."""
    import json

    from dxnet import platforms
    from dxnet.cli import table

    if slug is None:
        found = [_document(platform) for platform in platforms.all_platforms()]
        rows = [_row(document) for document in found]
        text = table.write(rows, tuple(rows[0]), "table") if rows else ""
        document: object = found
    else:
        document = _document(platforms.get(slug))
        text = table.fields(_lines(document))
    emit(json.dumps(document, indent=2, sort_keys=True) + "\n" if form == "json" else text, output)


def _document(platform: Platform) -> dict[str, Any]:
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
        "limits": list(platform.limits),
        "longest_key": platform.key.max_length,
        "interface": platform.interface,
        "extension": platform.extension,
    }


def _row(document: Mapping[str, Any]) -> dict[str, str]:
    proof = document["proof"]
    return {
        **{name: str(document[name]) for name in ("slug", "name", "versions")},
        "proof": str(proof["status"]),
        "proved by": f"{proof['by']} {proof['date']}".strip(),
    }


def _lines(document: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    proof = document["proof"]
    return [
        *((name, str(document[name])) for name in ("slug", "name", "versions")),
        ("aliases", ", ".join(document["aliases"])),
        ("proof", f"{proof['status']} {proof['by']} {proof['date']}".strip()),
        ("can", ", ".join(document["can"])),
        *(("limit", limit) for limit in document["limits"]),
        ("longest key", f"{document['longest_key']} characters"),
        ("interface", document["interface"]),
    ]
