"""DX99x: the configuration, read by the platform's own parser where that is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dxnet.checks.engine import NotApplicable, rule
from dxnet.checks.rendered import Rendered, with_stand_ins
from dxnet.model import Vif
from dxnet.platforms import Parser
from dxnet.settings import Router

_TIMEOUT = 30
_MOST = 5
_ENDINGS = ("SIGTERM", "SIGHUP")
# SYSTEMROOT is what no program starts without on Windows.
_NEEDED = ("PATH", "LANG", "LANGUAGE", "SYSTEMROOT")
# Routing daemons are outside the PATH of most users, tools from PyPI beside this Python.
_FOLDERS = (str(Path(sys.executable).parent), "/usr/sbin", "/usr/local/sbin")


@rule(
    "DX990",
    "The platform's own parser accepts the configuration",
    why=(
        "The platform's own parser refuses a line, and so would the router: it would load the "
        "configuration in part or not at all."
    ),
    fix=(
        "Correct the line in your own template. If you use none, report the line with the "
        "platform's name."
    ),
    source=None,
)
def parser_accepts(vif: Vif, router: Router, parser: Parser, rendered: Rendered) -> Iterator[str]:
    """Report the lines that the platform's own parser refuses.

    The parser reads the text, key included, from a file that only its user can read. Of a line
    with a key, neither the key nor the parser's words are quoted.
    """
    program = _program(parser.command[0])
    if program is None:
        raise NotApplicable(f"{parser.command[0]} is not installed: {parser.install}")
    text = rendered.text(vif)
    prologue = _prologue(parser, router)
    output, code = _run(program, parser, "\n".join((*prologue, _part(parser, text))))
    refused = list(re.finditer(parser.refuses, output, re.MULTILINE))
    if not refused and code:
        yield f"{parser.command[0]} ended with {code} and named no line"
    if not refused:
        return
    real, shown = text.splitlines(), rendered.text(with_stand_ins(vif)).splitlines()
    for match in refused[:_MOST]:
        number = int(match["line"] or 0) - len(prologue)
        place = f"line {number}: " if number > 0 else ""
        yield place + _masked(vif, _quoted(match["message"], number, real, shown))
    if len(refused) > _MOST:
        yield f"{len(refused) - _MOST} more lines"


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(_FOLDERS))


def _prologue(parser: Parser, router: Router) -> tuple[str, ...]:
    return tuple(
        line.replace("<vrf>", router.vrf)
        for line in parser.prologue
        if router.vrf or "<vrf>" not in line
    )


def _part(parser: Parser, text: str) -> str:
    """Return the part of the text that the parser can read, on its original line numbers."""
    match = re.search(parser.part, text) if parser.part else None
    return "\n" * text.count("\n", 0, match.start("part")) + match["part"] if match else text


def _run(program: str, parser: Parser, text: str) -> tuple[str, int]:
    """Run the parser on the text; return its output (stdout and stderr) and its exit code."""
    with _folder() as folder:
        file = folder / "router.rsc"
        file.touch(mode=0o600)
        file.write_text(text, encoding="ascii")
        arguments = [word.replace("<file>", str(file)) for word in parser.command[1:]]
        completed = subprocess.run(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            env=_environment(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=False,
        )
    return f"{completed.stdout}\n{completed.stderr}", completed.returncode


@contextmanager
def _folder() -> Iterator[Path]:
    """A temporary folder that is gone afterwards, also if the process is asked to end meanwhile.

    SIGTERM comes from a pipeline's time limit, SIGHUP from a terminal that is closed; Python ends
    at both without cleaning up. Signals are the main thread's alone, where commands run.
    """
    places: list[str] = []

    def end(number: int, _: object) -> None:
        for place in places:
            shutil.rmtree(place, ignore_errors=True)
        signal.signal(number, before[number])
        signal.raise_signal(number)

    is_main = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name) for name in _ENDINGS if is_main and hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number in before:
        if before[number] not in (signal.SIG_IGN, None):
            signal.signal(number, end)
    try:
        with tempfile.TemporaryDirectory(prefix="dxnet-") as folder:
            places.append(folder)
            yield Path(folder)
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)


def _environment() -> dict[str, str]:
    """What a parser needs of the environment, which may hold AWS's credentials and BGP keys."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _NEEDED or name.startswith("LC_")
    }


def _masked(vif: Vif, text: str) -> str:
    for key in vif.keys:
        text = key.mask_in(text)
    return text


def _quoted(message: str, number: int, real: list[str], shown: list[str]) -> str:
    """Return the parser's message and the line; only the masked line if the line holds a key."""
    if not 0 < number <= min(len(real), len(shown)):
        return message.strip()
    line = shown[number - 1].strip()
    return f"{message.strip()}: {line}" if real[number - 1] == shown[number - 1] else line
