"""The bytes of a router's configuration or of a terminal's log as text."""

from __future__ import annotations

import codecs
from pathlib import Path

from dxnet.errors import UsageError

LARGEST = 20_000_000  # bytes
_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text(raw: bytes, place: str) -> str:
    """The text, of UTF-8 or UTF-16, else of Latin-1; raises `UsageError` for too much of it."""
    if len(raw) > LARGEST:
        raise UsageError(
            f"{place} has more than {LARGEST // 1_000_000} MB",
            hint="name the configuration or the log of one router",
        )
    if raw.startswith(_BOMS):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def files(folder: Path) -> list[Path]:
    """The files of a folder that are read as configurations: all but hidden ones, by name."""
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )


def data(path: Path) -> bytes:
    """The bytes of a file, one more than `LARGEST` at most; raises `UsageError` if unreadable."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(
            f"can't read {path}: {error.strerror}", hint="name another file, or - for stdin"
        ) from error


def read(path: Path) -> str:
    """The text of a file; raises `UsageError` for one that can't be read."""
    return text(data(path), str(path))
