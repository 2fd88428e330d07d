"""The README's commands do what it shows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = [
    (command, shown)
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for command, shown in re.findall(r"\$ (.+)\n((?:(?!\$ ).*\n)*)", block)
]
VARYING = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00|\d+(?= PASS| N/A)")


def pattern(shown: str) -> str:
    """What is shown, as a pattern: a line of one ellipsis stands for any lines, a time
    for any, and a number of checks that passed or don't apply for any."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n"
        for line in VARYING.sub("VARYING", shown).splitlines()
    ]
    return "".join(lines)


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_command_of_the_readme_prints_what_the_readme_shows(command: str, shown: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "dxnet"
    done = subprocess.run(
        [sys.executable, "-m", "dxnet", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    printed = VARYING.sub("VARYING", done.stdout + done.stderr)
    assert re.fullmatch(pattern(shown), printed), printed


def test_the_readme_shows_the_pictures_and_pages_that_it_names() -> None:
    linked = re.findall(r"\]\(((?!https?:)[^)#]+)\)", README)
    assert linked
    assert [link for link in linked if not (ROOT / link).exists()] == []
