"""The examples of a page: files to write and commands to run, with what they print.

A block ```toml or ```yaml whose first line is a comment with a file's name is that file. A block
```console has commands after `$`, each with its output below it. In an output, a line of one
ellipsis stands for any lines, and an ellipsis at the end of a line for the rest of it. A time
stands for any, as does a number of checks that passed or don't apply.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(console|toml|yaml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# (\S+\.(?:toml|yaml))\n")
_COMMAND = re.compile(r"\$ (.+)\n((?:(?!\$ ).*\n)*)")
_VARYING = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00|\d+(?= PASS| N/A)")


@dataclass(frozen=True, slots=True)
class File:
    """A file that the reader writes."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command that the reader types, and the output that the page shows."""

    line: str
    shown: str


def steps(page: str) -> Iterator[File | Command]:
    """The files and commands of a page in Markdown, in order."""
    for language, text in _BLOCK.findall(page):
        if language == "console":
            yield from (Command(line, shown) for line, shown in _COMMAND.findall(text))
        elif name := _FILE.match(text):
            yield File(name[1], text)


def run(command: Command, folder: Path, **environment: str) -> str:
    """What the command prints in that folder on both streams, stdout first."""
    program, *arguments = shlex.split(command.line)
    assert program == "dxnet"
    done = subprocess.run(
        [sys.executable, "-m", "dxnet", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def is_shown(command: Command, printed: str) -> bool:
    """Whether the page shows what was printed."""
    pattern = "".join(map(_pattern, _VARYING.sub("VARYING", command.shown).splitlines()))
    return re.fullmatch(pattern, _VARYING.sub("VARYING", printed)) is not None


def _pattern(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*?"
    start, ellipsis, _ = line.partition("…")
    return re.escape(start) + (".*" if ellipsis else "") + r"\n"
