"""`dxnet platforms`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import completing
from dxnet.cli.output import emit, format_option, output_option
from dxnet.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from dxnet.platforms import BrokenPlatform, Platform


# The demo's VIF that the examples are rendered for.
_EXAMPLE = "dxvif-ffabc123"


@click.command(name="platforms")
@click.argument(
    "slug", metavar="[SLUG | check FOLDER]", required=False, shell_complete=completing.platforms
)
@click.argument("folder", metavar="", required=False, type=click.Path(path_type=Path))
@format_option("table", "json")
@output_option
def command(slug: str | None, folder: Path | None, form: str, output: str) -> ExitCode:
    """List the platforms, or show one: its versions, its proof, what it can and can't do, and an
    example. The example is the configuration of a virtual interface of the demo, with its keys
    masked. A folder that can't be read is listed with its fault.

    `dxnet platforms check FOLDER` tries the folder of a new platform: it reads platform.toml,
    renders the configuration, rollback and verification of every virtual interface of the demo,
    and lets the rules about a configuration (DX908 and up) read them. Each fault is shown with
    its file and line. The exit code is 1 if there is a fault.
    """
    from dxnet import platforms

    if slug == "check":
        return _check(folder, form, output)
    if folder is not None:
        raise UsageError(
            f"{folder} is one argument too many", hint="write SLUG alone, or: check FOLDER"
        )
    if slug is None:
        documents = [_listed(item) for item in platforms.folders()]
        emit(_dumps(documents) if form == "json" else _table(documents, output), output)
        return ExitCode.DONE
    platform = platforms.get(slug)
    document = {**_document(platform), "example": _example(platform)}
    emit(_dumps(document) if form == "json" else _text(document), output)
    return ExitCode.DONE


def _check(folder: Path | None, form: str, output: str) -> ExitCode:
    from dxnet import platform_folder
    from dxnet.cli import templates

    if folder is None or not folder.is_dir():
        raise UsageError(
            f"there is no folder {folder}" if folder else "check which folder?",
            hint="give the folder that holds platform.toml, config.j2, rollback.j2 and verify.j2",
        )
    trial = platform_folder.check(folder)
    emit(templates.trial_json(trial) if form == "json" else templates.trial_text(trial), output)
    return ExitCode.CHECKS_FAILED if trial.problems else ExitCode.DONE


def _listed(item: Platform | BrokenPlatform) -> dict[str, Any]:
    from dxnet.platforms import BrokenPlatform

    if isinstance(item, BrokenPlatform):
        return {"slug": item.slug, "fault": item.fault, "hint": item.hint}
    return _document(item)


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
            "tests": list(platform.proof.tests),
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
    from dxnet import parse
    from dxnet.assess import Refusal, assess, configuration
    from dxnet.sources import demo

    estate = parse.estate(demo.read())
    bare = {"platform": platform.slug, "interface": "", "vrf": "", "zone": "", "parent": False}
    settings = replace(demo.router_settings(), overrides=bare)
    assessment = assess(estate, settings, [_EXAMPLE], rendered=False)
    outcome = configuration(assessment, _EXAMPLE, mask=True, checked=False)
    if isinstance(outcome, Refusal):
        raise outcome.as_error()
    return outcome.text


def _table(documents: list[dict[str, Any]], output: str) -> str:
    from dxnet.cli import table

    rows = [_row(document) for document in documents]
    text = table.write(rows, tuple(rows[0]), "table", width=table.terminal_width(output))
    faults = [f"{item['fault']}\n  next: {item['hint']}\n" for item in documents if "fault" in item]
    return "\n".join([text, *faults])


def _row(document: Mapping[str, Any]) -> dict[str, str]:
    if "fault" in document:
        columns = dict.fromkeys(("versions", "proof", "proved on", "can't"), "")
        return {"slug": document["slug"], "name": "unreadable, see below", **columns}
    proof = document["proof"]
    return {
        "slug": str(document["slug"]),
        "name": str(document["name"]),
        "versions": str(document["versions"]),
        "proof": str(proof["status"]),
        "proved on": str(proof["date"]),
        "can't": _short(document["cannot"]),
    }


def _short(names: Sequence[str], shown: int = 1) -> str:
    """The first of the names, and how many more there are."""
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


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
