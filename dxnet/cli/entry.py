"""Running one command: every error becomes a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from dxnet.cli.group import dxnet
from dxnet.errors import DxnetError, ExitCode


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; errors go to stderr."""
    try:
        code = dxnet.main(list(arguments), prog_name="dxnet", standalone_mode=False)
    except DxnetError as error:
        return _failed(error.message, error.hint, error.code)
    except click.ClickException as error:
        return _failed(*_usage(error), ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except Exception as error:  # the last resort of the front end
        return _crashed(error, "--debug" in arguments)
    return int(code or ExitCode.DONE)


def _failed(message: str, hint: str, code: ExitCode) -> ExitCode:
    from dxnet.untrusted import shown

    click.echo(f"dxnet: {shown(message)}", err=True)
    if hint:
        lines = "\n".join(shown(line) for line in hint.split("\n"))
        click.echo(f"  next: {lines}", err=True)
    return code


def _usage(error: click.ClickException) -> tuple[str, str]:
    """The message and the hint for what click refused."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "dxnet"
    if isinstance(error, click.NoSuchOption):
        nearest = " or ".join(error.possibilities or ())
        hint = f"did you mean {nearest}?" if nearest else f"`{path} --help` lists its options"
        return f"{path} has no option {error.option_name}", hint
    message = error.format_message().rstrip(".").replace("\n", " ")
    place = f"{path}: " if context else ""
    return f"{place}{message[:1].lower()}{message[1:]}", f"`{path} --help` shows how"


def _crashed(error: Exception, debug: bool) -> ExitCode:
    """Say what broke without the error's own text or any value, which might hold a key."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    if debug:
        click.echo("".join(traceback.format_list(frames)), err=True, nl=False)
    hint = "report it with this traceback" if debug else "run it again as `dxnet --debug ...`"
    message = f"an error in dxnet itself: {type(error).__name__} at {place}"
    return _failed(message, hint, ExitCode.CHECKS_FAILED)
