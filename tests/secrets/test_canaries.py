"""No key leaves by any command and format, wherever it stands in what is read.

One estate has all placements at once, each with keys of its own. DXNET_CANARIES=full tries each
placement alone, with every style of key, on every command: `DXNET_CANARIES=full pytest
tests/secrets`.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dxnet as dxnet_package
from tests.cli.conftest import Result, Run, dxnet

from .canaries import (
    CHANGES,
    COMMANDS,
    PLACEMENTS,
    STYLES,
    Canary,
    estate,
    found_in,
    running,
    session,
)

__all__ = ["dxnet"]

IS_FULL = os.environ.get("DXNET_CANARIES") == "full"
Canaries = dict[Canary, dict[str, Any]]


def together() -> Canaries:
    """Every placement, in the first three styles."""
    pairs = itertools.product(PLACEMENTS, STYLES[:3])
    return {Canary(number, style): at for number, (at, style) in enumerate(pairs, 1)}


def alone(placement: dict[str, Any]) -> Canaries:
    """One placement, in every style."""
    return {Canary(number, style): placement for number, style in enumerate(STYLES, 1)}


ESTATES = [pytest.param(alone(at), id=at["name"]) for at in PLACEMENTS] if IS_FULL else []
ALL = pytest.param(together(), id="all placements")


@pytest.mark.parametrize("canaries", [ALL, *ESTATES])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda it: " ".join(it["words"]))
def test_no_command_shows_a_key(
    command: dict[str, Any],
    canaries: Canaries,
    dxnet: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "111122223333")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake")
    (tmp_path / "estate.json").write_text(json.dumps(estate(canaries)), "utf-8")
    (tmp_path / "running.cfg").write_text(running(canaries), "utf-8")
    (tmp_path / "session.log").write_text(session(canaries), "utf-8")
    source = [] if command.get("aws") else ["--source", "estate.json"]
    codes: set[int] = set()
    for words, sought in _calls(command, canaries, tmp_path, monkeypatch):
        for form in command.get("formats", [""]):
            chosen = ["--format", form] if form else []
            result = dxnet(*words, *chosen, *source)
            codes.add(result.code)
            assert found_in("".join(_texts(result, tmp_path)), sought) == set(), words
    assert 70 not in codes


def _texts(result: Result, folder: Path) -> Iterator[str]:
    yield result.out
    yield result.err
    for journal in folder.glob("*.journal"):
        yield journal.read_text("utf-8")


def _calls(
    command: dict[str, Any], canaries: Canaries, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[list[str], Canaries]]:
    """The words of each call, and whose keys it must not show."""
    if command.get("changes"):
        # A text that is a reference is one in any parameter, and an error names what it refers to.
        free = [style for style in STYLES if "${" not in style]
        styles = free if IS_FULL else free[:2]
        for number, (given, style) in enumerate(itertools.product(CHANGES, styles), 1):
            canary = Canary(90_000 + number, style)
            home = next(iter(canaries))
            content = canary.change(given)
            for request in content["requests"]:
                request["parameters"]["connectionId"] = home.connection
            (folder / "change.json").write_text(json.dumps(content), "utf-8")
            monkeypatch.setenv("CANARY", canary.key)
            words = [word.replace("{change}", "change.json") for word in command["words"]]
            yield words, {canary: given, **canaries}
    elif command.get("each"):
        for canary in canaries if IS_FULL else list(canaries)[:: 2 * len(STYLES[:3]) + 1]:
            names = {"{vif}": canary.vif, "{connection}": canary.connection}
            yield [names.get(word, word) for word in command["words"]], canaries
    else:
        yield command["words"], canaries


def test_the_canaries_are_where_the_placements_put_them(dxnet: Run, tmp_path: Path) -> None:
    canaries = together()
    text = json.dumps(estate(canaries))
    assert len(PLACEMENTS) >= 30
    assert len({each.key for each in canaries}) == len(canaries)
    numbered = [each for each, at in canaries.items() if "numbers" not in json.dumps(at)]
    assert all(each.token in text for each in numbered)
    (tmp_path / "estate.json").write_text(text, "utf-8")
    rows = json.loads(dxnet("list", "--source", "estate.json", "--format", "json").out)
    assert len(rows) > len(canaries) / 2


def test_the_one_door_is_the_configuration_itself(dxnet: Run, tmp_path: Path) -> None:
    canary = Canary(1, "FakeKey-{}")
    raw = estate({canary: {"vif": {"authKey": "{plain}", "bgpPeers": [{"authKey": "{plain}"}]}}})
    (tmp_path / "estate.json").write_text(json.dumps(raw), "utf-8")
    words = ["render-config", canary.vif, "--platform", "cisco_xe", "--source", "estate.json"]
    found = dxnet(*words, "--interface", "GigabitEthernet0/0/1")
    assert found.code == 0, found.err
    assert found.out.count(canary.key) == 1
    assert canary.key not in found.err
    assert dxnet(*words, "-o", "router.cfg").code == 0
    assert canary.key in (tmp_path / "router.cfg").read_text("utf-8")
    masked = dxnet(*words, "--mask-key")
    assert (masked.code, canary.key in masked.out) == (0, False)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("masking", [[], ["--mask-key"], ["--rollback"]])
def test_the_free_texts_of_a_configuration_show_no_key(
    style: str, masking: list[str], dxnet: Run, tmp_path: Path
) -> None:
    canary = Canary(1, style)
    vif = {"authKey": "{plain}", "virtualInterfaceName": "core {plain}", "region": "{plain}"}
    (tmp_path / "estate.json").write_text(json.dumps(estate({canary: {"vif": vif}})), "utf-8")
    words = ["render-config", canary.vif, "--platform", "frr", "--source", "estate.json"]
    found = dxnet(*words, *masking)
    assert found.code == 0, found.err
    assert canary.token not in found.out + found.err


def test_a_traceback_of_debug_shows_frames_and_no_value(
    dxnet: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "FakeKey-london"
    empty: dict[str, str] = {}
    monkeypatch.setattr("dxnet.detail.sections", lambda *_: empty[f"the key is {key}"])
    found = dxnet("--debug", "show", "--demo", "fra-ring-a")
    assert found.code == 70
    assert key not in found.err
    assert "KeyError" in found.err
    assert 'File "' in found.err


def test_an_error_in_a_thread_is_told_without_its_words(tmp_path: Path) -> None:
    code = (
        "import sys, threading\n"
        "from dxnet.cli import entry\n"
        "def break_down():\n"
        "    key = 'FakeKey-1'\n"
        "    raise ValueError(key)\n"
        "def run(arguments):\n"
        "    thread = threading.Thread(target=break_down)\n"
        "    thread.start(); thread.join()\n"
        "    return 0\n"
        "entry.run = run\n"
        "entry.main()\n"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "FakeKey-1" not in done.stderr
    assert "ValueError" in done.stderr


def test_texts_leave_the_command_line_by_the_guarded_doors_alone() -> None:
    package = Path(dxnet_package.__file__).parent
    doors = re.compile(r"click\.s?echo\(|\bprint\(|sys\.std(out|err)\.write")
    users = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if doors.search(file.read_text("utf-8"))
    }
    # These but the first say nothing of what is read, only what the user typed.
    names = ("output", "progress", "demo", "group", "completion")
    assert users <= {f"cli/{name}.py" for name in names}
    tui = package.parent / "tui"
    users = {file.name for file in tui.rglob("*.py") if "dxnet.escape" in file.read_text("utf-8")}
    assert users <= {"shown.py"}
