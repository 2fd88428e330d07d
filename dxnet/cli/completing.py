"""Shell completion of ids and platforms, from a file or the demo, without asking AWS."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
from click.shell_completion import CompletionItem, split_arg_string

_LARGEST = 50_000_000  # bytes


def vif_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete a VIF id of --source FILE or --demo. AWS is not asked: TAB would have to wait."""
    return _ids(rb"dxvif-[a-z0-9]+", incomplete)


def port_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the id of a connection, interconnect or LAG of --source FILE or --demo."""
    return _ids(rb"(?:dxcon|dxlag)-[a-z0-9]+", incomplete)


def object_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the id of a VIF, connection, LAG or gateway of --source FILE or --demo."""
    uuid = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return _ids(rb"(?:dxvif|dxcon|dxlag|vgw)-[a-z0-9]+|" + uuid, incomplete)


def platforms(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete a platform's slug, which is the name of its folder of templates."""
    from importlib import resources

    folders = resources.files("dxnet.templates").iterdir()
    names = (item.name for item in folders if (item / "platform.toml").is_file())
    return sorted(name for name in names if name.startswith(incomplete))


def sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete aws, demo or a file's name."""
    words = [CompletionItem(word) for word in ("aws", "demo") if word.startswith(incomplete)]
    return [*words, CompletionItem(incomplete, type="file")]


def _ids(pattern: bytes, incomplete: str) -> list[str]:
    """Find ids in the bytes of the source, whatever its format; UTF-16 is read as well."""
    data = _bytes(_source()).replace(b"\0", b"")
    ids = {match.decode() for match in re.findall(pattern, data)}
    return sorted(name for name in ids if name.startswith(incomplete))


def _source() -> str:
    """Return the source that the command line names, before or after the word to complete."""
    words = split_arg_string(os.environ.get("COMP_WORDS", "").replace("=", " "))
    if "--demo" in words:
        return "demo"
    named = words.index("--source") + 1 if "--source" in words else len(words)
    return words[named] if named < len(words) else "aws"


def _bytes(source: str) -> bytes:
    path = Path(source)
    try:
        if source == "demo":
            import json

            from dxnet.demo import estate

            return json.dumps(estate.raw()).encode()
        from dxnet import files

        return files.read(path, _LARGEST) if path.is_file() else b""
    except OSError:
        return b""
