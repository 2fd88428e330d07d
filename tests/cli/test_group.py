from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxnet.cli.group import COMMANDS

TESTS = Path(__file__).parents[1]
TEXTS = [path.read_text("utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_run_by_a_test(command: str) -> None:
    """Its name stands first in a command line of some test: `dxnet("list", ...)`, `["list"]`."""
    first = re.compile(rf'[(\[]\s*"(?:--debug",\s*")?{command}[" ]|dxnet {command}\b')
    assert any(map(first.search, TEXTS))
