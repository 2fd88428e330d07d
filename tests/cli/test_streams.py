"""Standard output and error as a shell connects them: whole, or an exit code that says so."""

from __future__ import annotations

import fcntl
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

UNBUFFERED = [{}, {"PYTHONUNBUFFERED": "1"}]
SHOW = ["list", "--demo", "--format", "json"]  # some 38 kB


def whole() -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "dxnet", *SHOW], capture_output=True, check=True
    ).stdout


@pytest.mark.parametrize("environment", UNBUFFERED, ids=str)
def test_a_pipe_that_does_not_block_gets_every_byte(environment: dict[str, str]) -> None:
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    fcntl.fcntl(writer, fcntl.F_SETFL, os.O_NONBLOCK)
    with os.fdopen(reader, "rb") as pipe:
        process = subprocess.Popen(
            [sys.executable, "-m", "dxnet", *SHOW],
            stdout=writer,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
        )
        os.close(writer)
        read = pipe.read()
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert read == whole()


@pytest.mark.parametrize("environment", UNBUFFERED, ids=str)
@pytest.mark.parametrize("room", [0, 1, 5000])
def test_a_disk_that_takes_only_a_part_is_said(
    room: int, environment: dict[str, str], tmp_path: Path
) -> None:
    """The room is for the bytes of one file, as a limit of the process."""
    with (tmp_path / "out").open("wb") as out:
        found = subprocess.run(
            [sys.executable, "-m", "dxnet", *SHOW],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        )
    assert found.returncode == 2
    assert found.stderr.startswith("dxnet: can't write to standard output: ")
    assert found.stderr.count("\n") == 2
    assert (tmp_path / "out").stat().st_size == room


@pytest.mark.parametrize("environment", UNBUFFERED, ids=str)
@pytest.mark.parametrize("arguments", ["--help", "--version", "list --help", "list --demo"])
@pytest.mark.parametrize(
    ("is_full", "code", "said"),
    [(True, 2, "dxnet: can't write to standard output: "), (False, 141, "")],
    ids=["a full disk", "a pipe without a reader"],
)
def test_whatever_is_printed_is_written_or_not_done(
    is_full: bool, code: int, said: str, arguments: str, environment: dict[str, str]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with Path("/dev/full").open("wb") as full, os.fdopen(writer, "wb") as pipe:
        found = subprocess.run(
            [sys.executable, "-m", "dxnet", *arguments.split()],
            stdout=full if is_full else pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )
    assert found.returncode == code
    assert found.stderr.startswith(said)
    assert found.stderr.count("\n") == (2 if said else 0)


@pytest.mark.parametrize("environment", UNBUFFERED, ids=str)
@pytest.mark.parametrize(
    ("redirection", "arguments", "code"),
    [
        ("2>/dev/full", "list --demo -o out.txt", 2),  # done, and what it says of it is lost
        ("2>/dev/full", "validate dxvif-f4ud3frx --demo -o out.txt", 1),
        ("2>/dev/full", "list --demo", 0),  # has nothing to say
        ("2>&-", "list --demo -o out.txt", 0),
    ],
)
def test_messages_that_are_lost_do_not_look_like_success(
    redirection: str, arguments: str, code: int, environment: dict[str, str], tmp_path: Path
) -> None:
    found = subprocess.run(
        ["sh", "-c", f'"$0" -m dxnet {arguments} {redirection}', sys.executable],
        stdout=subprocess.DEVNULL,
        check=False,
        env={**os.environ, **environment},
        cwd=tmp_path,
    )
    assert found.returncode == code
