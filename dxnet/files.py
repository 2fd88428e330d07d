"""Files that dxnet writes: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dxnet.errors import UsageError

_PRIVATE = 0o600
_FOR_ALL = 0o666


def write(path: Path, text: str, *, private: bool = False) -> None:
    """Write the text as UTF-8, replacing what is there at once; a private file has mode 0600.

    A path that is no regular file, such as /dev/stdout or a pipe, is written to, never replaced.
    Raises `DxnetError` with the path and the system's reason.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data, _PRIVATE if private else _FOR_ALL & ~_umask())
    except OSError as error:
        raise UsageError(
            f"can't write {path}: {error.strerror}",
            hint="name another place with -o, or - for standard output",
        ) from error


def _replace(target: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
