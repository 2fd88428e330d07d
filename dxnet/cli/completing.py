"""Shell completion of ids and platforms, from a file or the demo, without asking AWS."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem, split_arg_string

from dxnet import kinds
from dxnet.kinds import Kind

_LARGEST = 50_000_000  # bytes
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def vif_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete a VIF id of --source FILE or --demo. AWS is not asked: TAB would have to wait."""
    return _ids((kinds.VIF,), incomplete)


def port_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the id of a connection, interconnect or LAG of --source FILE or --demo."""
    return _ids((kinds.CONNECTION, kinds.INTERCONNECT, kinds.LAG), incomplete)


def object_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the id of any object of --source FILE or --demo, but not a location's code."""
    return _ids(kinds.KINDS, incomplete, _UUID)


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


def _ids(of: Iterable[Kind], incomplete: str, further: str = "") -> list[str]:
    """Find the ids of these kinds in the bytes of the source, whatever its format.

    UTF-16 is read as well. `further` is a pattern of ids that have no prefix.
    """
    prefixes = "|".join({re.escape(kind.prefix): None for kind in of if kind.prefix})
    pattern = "|".join(filter(None, (f"(?:{prefixes})[a-z0-9]+", further))).encode()
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
