"""The README's commands do what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import sessions
from tests.sessions import Command

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [step for step in sessions.steps(README) if isinstance(step, Command)]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.line)
def test_a_command_of_the_readme_prints_what_the_readme_shows(command: Command) -> None:
    printed = sessions.run(command, ROOT)
    assert sessions.is_shown(command, printed), printed
