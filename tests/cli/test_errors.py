from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["lst"], "there is no command 'lst'", "did you mean list?"),
        (["list", "--fliter", "x"], "dxnet list has no option --fliter", "did you mean --filter?"),
        (["list", "--format"], "option '--format' requires an argument", "--help"),
        (["list", "nothing"], "KIND: 'nothing' is not one of 'vifs'", "`dxnet list --help`"),
        (["list", "vif"], "'vif' is not one of 'vifs'", "did you mean vifs"),
        (["list", "--format", "jsno"], "'jsno' is not one of 'table'", "did you mean json?"),
        (["list", "--debug", "--demo"], "no option --debug", "dxnet --debug list"),
        (["--demo", "list"], "dxnet has no option --demo", "dxnet list --demo"),
        (["list", "--source", ""], "--source is empty", "leave it out"),
        (["list", "--region", ""], "--region is empty", "leave it out"),
        (["list", "--demo", "--config", "x.toml"], "'x.toml' does not exist", "--help"),
        (["list", "--demo", "-o", "new/"], "-o 'new/' names no file", "- for stdout"),
        (["list", "--demo", "-o", ""], "-o '' names no file", "- for stdout"),
        (["completion"], "missing argument 'SHELL'. Choose from: bash, zsh, fish", "--help"),
        (["show"], "missing argument 'ID'", "`dxnet show --help` shows how"),
        (["list", "--demo", "--source", "x"], "--demo and --source x", "one of them"),
        (["list", "--demo", "--region", "x"], "--endpoint-url work with AWS only", "--filter"),
        (["list", "--demo", "--filter", "stat:x"], "no field 'stat'", "did you mean state?"),
        (["list", "--demo", "--sort", "vlam"], "no field 'vlam'", "did you mean vlan?"),
        (["show", "", "--demo"], "id or name ''", "dxnet list"),
        (["show", "dxvif-ffabc124", "--demo"], "'dxvif-ffabc124'", "did you mean dxvif-ffabc123"),
        (["rules", "DX1001"], "no rule 'DX1001'", "did you mean DX101"),
        (["platforms", "cisco_xx"], "no platform 'cisco_xx'", "cisco_xe"),
        (["render-config", "--demo"], "needs virtual interfaces", "dxnet list"),
        (["render-config", "--all", "dxvif-ffabc123", "--demo"], "takes only one of", "dxnet list"),
        (["render-config", "--connection", "dxvif-ffabc123", "--demo"], "not a connection", "lags"),
        (["render-config", "dxcon-fpr02mt9", "--demo"], "is not a virtual", "dxnet show"),
        (["validate", "dxvif-ffabc123", "--demo", "--accept", "DX101"], "needs a reason", "CHG"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_to_do_next(
    arguments: list[str], message: str, hint: str, dxnet: Run
) -> None:
    found = dxnet(*arguments)
    said, following = found.err.split("\n")[:2]
    assert said.startswith("dxnet: ")
    assert message in said
    assert following.startswith("  next: ")
    assert hint in following
    assert (found.code, found.out) == (2, "")


def test_a_group_without_a_command_shows_its_help(dxnet: Run) -> None:
    found = dxnet("templates")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("Usage: dxnet templates ")
    assert "\nCommands:\n" in found.err


def test_a_source_that_cannot_be_read_is_exit_3(dxnet: Run) -> None:
    found = dxnet("list", "--source", "missing.json")
    assert found.code == 3
    assert found.err.startswith("dxnet: missing.json can't be read: No such file")


def test_a_record_of_another_shape_is_named_with_its_file(dxnet: Run, tmp_path: Path) -> None:
    (tmp_path / "vifs.json").write_text('{"virtualInterfaces": [null]}')
    found = dxnet("list", "--source", "vifs.json")
    assert found.code == 3
    assert found.err.startswith("dxnet: vifs.json: virtualInterfaces[0] is null, not an object")


def test_an_interrupt_is_exit_130(dxnet: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _run_raising(KeyboardInterrupt(), dxnet, monkeypatch)
    assert (found.code, found.out, found.err) == (130, "", "\ndxnet: interrupted\n")


def test_an_unexpected_error_shows_no_value_and_a_traceback_only_with_debug(
    dxnet: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = ValueError("FakeKey-1")
    found = _run_raising(error, dxnet, monkeypatch)
    assert found.code == 70
    assert found.err.startswith("dxnet: an error in dxnet itself: ValueError at ")
    assert "--debug" in found.err
    assert "File " not in found.err
    traced = _run_raising(error, dxnet, monkeypatch, "--debug")
    assert "File " in traced.err
    assert "FakeKey" not in found.err + traced.err


def _run_raising(
    error: BaseException, dxnet: Run, monkeypatch: pytest.MonkeyPatch, *options: str
) -> Any:
    def raising(*_: object) -> None:
        raise error

    demo = import_module("dxnet.sources.demo")
    monkeypatch.setattr(demo, "read", raising)
    return dxnet(*options, "list", "--demo")
