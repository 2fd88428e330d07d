"""What a shell may complete without asking AWS: the ids in a file or in the demo."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import click

Complete = Callable[[click.Context, click.Parameter, str], list[str]]

_LARGEST = 50_000_000  # bytes


def vif_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The VIFs of --source FILE or --demo; none of AWS or a pipe, which would make TAB wait."""
    return _ids(ctx, rb"dxvif-[a-z0-9]+", incomplete)


def object_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The VIFs, connections, LAGs and gateways of --source FILE or --demo."""
    uuid = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return _ids(ctx, rb"(?:dxvif|dxcon|dxlag|vgw)-[a-z0-9]+|" + uuid, incomplete)


def _ids(ctx: click.Context, pattern: bytes, incomplete: str) -> list[str]:
    """The ids in the text itself, in UTF-16 too, since nothing else need be understood."""
    data = _bytes("demo" if ctx.params.get("demo") else ctx.params.get("source") or "aws")
    found = {match.decode() for match in re.findall(pattern, data.replace(b"\0", b""))}
    return sorted(name for name in found if name.startswith(incomplete))


def _bytes(source: str) -> bytes:
    if source == "demo":
        return (resources.files("dxnet") / "demo" / "estate.json").read_bytes()
    path = Path(source)
    try:
        is_readable = path.is_file() and path.stat().st_size <= _LARGEST
        return path.read_bytes() if is_readable else b""
    except OSError:
        return b""
