"""Runs one command, and turns every error into a sentence and an exit code."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Sequence
from importlib import import_module

import click

from dxnet.cli import streams
from dxnet.cli.group import dxnet
from dxnet.cli.output import note, tell
from dxnet.errors import DxnetError, ExitCode, did_you_mean
from dxnet.secrets import guard, guarded


def main() -> None:
    """Run the command line and end the process with its exit code."""
    final = streams.install()
    threading.excepthook = _thread_crashed
    code = run(sys.argv[1:])
    if code == ExitCode.INTERRUPTED:
        os._exit(code)  # without waiting for threads that wait for AWS
    sys.exit(final(code))


def run(arguments: Sequence[str]) -> int:
    """Run one command, under a guard of its own; return its exit code. Errors go to stderr."""
    with guarded():
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    try:
        code = dxnet.main(list(arguments), prog_name="dxnet", standalone_mode=False)
    except DxnetError as error:
        return _failed(error.message, error.hint, error.code)
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.format_message())
        return ExitCode.USAGE
    except click.ClickException as error:
        return _failed(*_usage(error), ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        return _failed("interrupted", "", ExitCode.INTERRUPTED)
    except MemoryError:
        hint = "name fewer virtual interfaces, or read a smaller source"
        return _failed("the memory is not enough for this", hint, ExitCode.SOURCE_UNREADABLE)
    except Exception as error:  # the last resort of the front end
        return _crashed(error, "--debug" in arguments)
    return int(code or ExitCode.DONE)


def _failed(message: str, hint: str, code: ExitCode) -> ExitCode:
    from dxnet.escape import for_terminal

    note(message)
    if hint:
        lines = "\n".join(for_terminal(line) for line in guard().mask(hint).split("\n"))
        tell(f"  next: {lines}")
    return code


def _usage(error: click.ClickException) -> tuple[str, str]:
    """Return the message and the hint for arguments that click refused."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "dxnet"
    if isinstance(error, click.NoSuchOption):
        return f"{path} has no option {error.option_name}", _option_hint(error, path)
    message = " ".join(error.format_message().rstrip(".").split()).replace("'[KIND]'", "KIND")
    place = f"{path}: " if context else ""
    hint = _choice_hint(error) or f"`{path} --help` shows how"
    return f"{place}{message[:1].lower()}{message[1:]}", hint


def _option_hint(error: click.NoSuchOption, path: str) -> str:
    """Say on which side of the command the option belongs, or name the nearest options."""
    name = error.option_name
    if path == "dxnet" and _takes(import_module("dxnet.cli.list").command, name):
        return f"put it after the command: dxnet list {name}"
    if _takes(dxnet, name):
        return f"put it before the command: {path.replace(' ', f' {name} ', 1)}"
    if error.possibilities:
        return f"did you mean {' or '.join(error.possibilities)}?"
    return f"`{path} --help` lists its options"


def _takes(command: click.Command, option: str) -> bool:
    return any(option in param.opts for param in command.params)


def _choice_hint(error: click.ClickException) -> str:
    """Name the nearest of the values that an option or argument can have."""
    kind = error.param.type if isinstance(error, click.BadParameter) and error.param else None
    wrong = re.search(r"'([^']*)' is not one of", error.format_message())
    return did_you_mean(wrong[1], kind.choices) if isinstance(kind, click.Choice) and wrong else ""


def _thread_crashed(crash: threading.ExceptHookArgs) -> None:
    """Report what broke a thread in the same words, in place of a traceback with its text."""
    if isinstance(crash.exc_value, Exception):
        _crashed(crash.exc_value, "--debug" in sys.argv)


def _crashed(error: Exception, debug: bool) -> ExitCode:
    """Report a fault of dxnet without the error's text or any value, which might contain a key."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    if debug:
        tell("".join(traceback.format_list(frames)).rstrip("\n"))
    hint = "report it with this traceback" if debug else "run it again as `dxnet --debug ...`"
    message = f"an error in dxnet itself: {type(error).__name__} at {place}"
    return _failed(message, hint, ExitCode.FAULT)
