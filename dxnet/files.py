"""Files: the user's, read up to a bound; dxnet's own, written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path
from typing import Protocol

from dxnet.errors import UsageError

# The most bytes that are read of a file. 100,000 VIFs with all that belongs to them take some
# 300 MB as the AWS CLI prints them; a change of 1,000 requests takes 1 MB, its journal twice that,
# and a dxnet.toml of 1,000 routers 200 kB.
ESTATE_LIMIT = 512 * 2**20
CHANGE_LIMIT = 16 * 2**20
SETTINGS_LIMIT = 4 * 2**20

_CHUNK = 2**20
_PRIVATE = 0o600
_FOR_ALL = 0o666


class ByteStream(Protocol):
    """What `read_stream` reads: a file that is open for reading bytes."""

    def read(self, size: int, /) -> bytes | None:
        """At most `size` bytes, none at the end."""


def read(path: Path, limit: int) -> bytes:
    """The bytes of a file, a pipe or a device; raises `OSError` if they are more than `limit`.

    The error's `strerror` is the reason in words, for the caller's sentence. A large file is
    refused by its size, before it is read; what has no end is refused at the limit.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > limit:
                raise _too_large(limit)
            return read_stream(file, limit)
    except ValueError:  # a zero byte in the path
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from None


def read_stream(stream: ByteStream, limit: int) -> bytes:
    """The bytes of an open stream; raises `OSError` if they are more than `limit`."""
    data = bytearray()
    while chunk := stream.read(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise _too_large(limit)
    return bytes(data)


def write(path: Path, text: str, *, private: bool = False) -> None:
    """Write the text as UTF-8, replacing what is there at once; a private file has mode 0600.

    A path that is not a regular file, such as /dev/stdout or a pipe, is written to, never
    replaced. Raises `DxnetError` with the path and the system's reason.
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


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system lets a folder be opened for that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _too_large(limit: int) -> OSError:
    return OSError(errno.EFBIG, f"it is larger than {limit // 2**20} MiB")


def _replace(target: Path, data: bytes, mode: int) -> None:
    """Write a file beside the target, put it on the disk, and give it the target's name."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
