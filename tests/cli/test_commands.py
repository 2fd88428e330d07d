"""The commands that are about dxnet itself, and the guided tour."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_the_tour_lists_validates_and_renders_and_prints_commands_that_work(dxnet: Run) -> None:
    found = dxnet("demo")
    assert found.code == 0
    commands = [line[8:] for line in found.out.splitlines() if line.startswith("$ dxnet ")]
    assert [command.split()[0] for command in commands] == ["list", "validate", "render-config"]
    for command in commands:
        again = dxnet(*command.split())
        assert again.code == 0
        assert again.out.splitlines()[0] in found.out
    assert "dxnet tui --demo" in found.out


def test_a_snapshot_is_private_holds_no_key_and_is_a_source(dxnet: Run, tmp_path: Path) -> None:
    assert dxnet("snapshot", "--demo", "-o", "estate.json").code == 0
    path = tmp_path / "estate.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "FakeKey" not in path.read_text()
    assert dxnet("list", "--source", str(path)).out == dxnet("list", "--demo").out


def test_a_snapshot_of_a_snapshot_is_the_same_estate(dxnet: Run) -> None:
    dxnet("snapshot", "--demo", "-o", "one.json")
    dxnet("snapshot", "--source", "one.json", "-o", "two.json")
    one, two = (
        json.loads(Path(name).read_text(encoding="utf-8")) for name in ("one.json", "two.json")
    )
    assert one.pop("dxnet")["source"] == "the demo"
    assert two.pop("dxnet")["source"] == "one.json"
    assert one == two


def test_platforms_are_listed_and_shown(dxnet: Run) -> None:
    table = dxnet("platforms").out
    assert max(map(len, table.splitlines())) <= 120
    listed = json.loads(dxnet("platforms", "--format", "json").out)
    assert [line.split()[0] for line in table.splitlines()[1:]] == [each["slug"] for each in listed]
    shown = dxnet("platforms", "frr").out
    assert "FRRouting" in shown
    document = json.loads(dxnet("platforms", "frr", "--format", "json").out)
    assert document.pop("example") in shown
    assert document in listed


def test_rules_are_listed_and_one_is_explained(dxnet: Run) -> None:
    listed = json.loads(dxnet("rules", "--format", "json").out)
    ids = [line.split()[0] for line in dxnet("rules").out.splitlines()[1:]]
    assert ids == [rule["id"] for rule in listed] == sorted(ids)
    assert all(rule["title"] and rule["why"] and rule["fix"] for rule in listed)
    explained = dxnet("rules", "dx101").out
    words = " ".join(explained.split())
    document = json.loads(dxnet("rules", "dx101", "--format", "json").out)
    assert all(f"{name} {value}" in words for name, value in document.items())
    assert all(len(line) <= 100 or "https://" in line for line in explained.splitlines())


def test_the_terminal_interface_says_that_it_needs_a_terminal(dxnet: Run) -> None:
    found = dxnet("tui", "--demo")
    assert (found.code, found.out) == (2, "")
    assert "needs a terminal" in found.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_one_that_its_shell_can_read(
    shell: str, dxnet: Run, tmp_path: Path
) -> None:
    script = tmp_path / "script"
    script.write_text(dxnet("completion", shell).out)
    assert "_DXNET_COMPLETE" in script.read_text()
    if shutil.which(shell):
        subprocess.run([shell, "-n", str(script)], check=True)


@pytest.mark.parametrize(
    ("words", "current", "found"),
    [
        ("dxnet va", 1, ["validate"]),
        ("dxnet show dxvif-ffabc --demo", 2, ["dxvif-ffabc123"]),
        ("dxnet validate --source {file} dxvif-ff", 4, ["dxvif-fffffff1"]),
        ("dxnet validate --source=missing.json dxvif-ff", 3, []),
        ("dxnet validate dxvif-ff", 2, []),
        ("dxnet list lo", 2, ["locations"]),
        ("dxnet platforms juniper", 2, ["juniper_junos"]),
        ("dxnet render-config --platform ju", 3, ["juniper_junos"]),
        ("dxnet render-config --demo --connection dxlag-fp", 4, ["dxlag-fpjkyi4p"]),
        ('dxnet show --source "dxvif', 3, []),
    ],
)
def test_completion_knows_commands_kinds_platforms_and_the_ids_of_the_source(
    words: str, current: int, found: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "estate.json"
    file.write_bytes('{"virtualInterfaceId": "dxvif-fffffff1"}'.encode("utf-16"))
    words = words.format(file=file)
    answer = _complete(words, current)
    assert [line for line in answer if not line.startswith("file,")] == [
        f"plain,{word}" for word in found
    ]


def _complete(words: str, current: int) -> list[str]:
    import os
    import sys

    environment = {
        **os.environ,
        "_DXNET_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(current),
    }
    found = subprocess.run(
        [sys.executable, "-m", "dxnet"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert not found.stderr
    return found.stdout.split()
