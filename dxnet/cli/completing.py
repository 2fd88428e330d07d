"""What a shell may complete without asking AWS: the ids in a file or in the demo."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
from click.shell_completion import CompletionItem, split_arg_string

_LARGEST = 50_000_000  # bytes


def vif_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The VIFs of --source FILE or --demo; none of AWS or a pipe, which would make TAB wait."""
    return _ids(rb"dxvif-[a-z0-9]+", incomplete)


def port_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The connections, interconnects and LAGs of --source FILE or --demo."""
    return _ids(rb"(?:dxcon|dxlag)-[a-z0-9]+", incomplete)


def object_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The VIFs, connections, LAGs and gateways of --source FILE or --demo."""
    uuid = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return _ids(rb"(?:dxvif|dxcon|dxlag|vgw)-[a-z0-9]+|" + uuid, incomplete)


def platforms(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The slugs of the platforms: the folders of templates."""
    from importlib import resources

    folders = resources.files("dxnet.templates").iterdir()
    names = (item.name for item in folders if (item / "platform.toml").is_file())
    return sorted(name for name in names if name.startswith(incomplete))


def sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The words that name a source, and files."""
    words = [CompletionItem(word) for word in ("aws", "demo") if word.startswith(incomplete)]
    return [*words, CompletionItem(incomplete, type="file")]


def _ids(pattern: bytes, incomplete: str) -> list[str]:
    """The ids in the text itself, in UTF-16 too, since nothing else need be understood."""
    data = _bytes(_source()).replace(b"\0", b"")
    found = {match.decode() for match in re.findall(pattern, data)}
    return sorted(name for name in found if name.startswith(incomplete))


def _source() -> str:
    """The source that the command line names, even after the word that is being completed."""
    words = split_arg_string(os.environ.get("COMP_WORDS", "").replace("=", " "))
    if "--demo" in words:
        return "demo"
    named = words.index("--source") + 1 if "--source" in words else len(words)
    return words[named] if named < len(words) else "aws"


def _bytes(source: str) -> bytes:
    path = Path(source)
    try:
        if source == "demo":
            from importlib import resources

            return (resources.files("dxnet") / "demo" / "estate.json").read_bytes()
        from dxnet import files

        return files.read(path, _LARGEST) if path.is_file() else b""
    except OSError:
        return b""
