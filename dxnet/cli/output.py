"""Output of commands: the result to stdout or a file, everything else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dxnet.errors import UsageError
from dxnet.secrets import guard

F = TypeVar("F", bound=Callable[..., Any])

STDOUT = "-"


def output_option(command: F) -> F:
    """Add -o FILE to a command."""
    return _file_option(command, "--output")


def destination_option(command: F) -> F:
    """Add -o FILE to a command whose --output is a router's."""
    return _file_option(command, "destination")


def _file_option(command: F, name: str) -> F:
    return click.option(
        "-o",
        name,
        default=STDOUT,
        metavar="FILE",
        type=click.Path(allow_dash=True),
        help="Write to FILE instead of standard output (-).",
    )(command)


def format_option(*forms: str) -> Callable[[F], F]:
    """Add --format with these forms, of which the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="The format of the output.",
    )


def emit(text: str, destination: str, *, private: bool = False, with_keys: bool = False) -> None:
    """Write the result to stdout (-) or a file; only its owner can read a private file.

    `with_keys` is the one door past the guard: for a configuration, whose key is asked for.
    """
    if not with_keys:
        text = _guarded(text)
    if destination == STDOUT:
        _print(text)
        return
    if not destination or destination.endswith("/"):
        raise UsageError(f"-o {destination!r} names no file", hint="name one, or - for stdout")
    from dxnet import files

    files.write(Path(destination), text, private=private)
    note(f"wrote {destination}")


def _guarded(text: str) -> str:
    """The text with every key of the run masked; JSON stays JSON where a number is a key."""
    masked = guard().mask(text)
    if masked == text or text[:1] not in ("{", "["):
        return masked
    import json

    try:
        json.loads(masked)
    except ValueError:
        return json.dumps(guard().mask_values(json.loads(text)), indent=2) + "\n"
    return masked


def _print(text: str) -> None:
    """Write to stdout; `dxnet.cli.streams` does what must be done where that fails."""
    if sys.stdout is None:
        raise UsageError("standard output is closed", hint="write to a file with -o FILE")
    sys.stdout.write(text)
    sys.stdout.flush()


def note(text: str) -> None:
    """Print one line about the run on stderr."""
    from dxnet.escape import for_terminal

    tell(f"dxnet: {for_terminal(guard().mask(text))}")


def tell(text: str) -> None:
    """Print lines that are safe for a terminal on stderr, with every key of the run masked."""
    click.echo(guard().mask(text), err=True)


def is_terminal(destination: str) -> bool:
    """Whether the result goes to a terminal."""
    return destination == STDOUT and sys.stdout is not None and sys.stdout.isatty()


def wants_colour(destination: str) -> bool:
    """Whether the destination is a terminal and its user hasn't said NO_COLOR (no-color.org)."""
    return is_terminal(destination) and not os.environ.get("NO_COLOR")
