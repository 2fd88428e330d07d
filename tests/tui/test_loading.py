"""Loading: it shows itself, can be cancelled, and says what went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from dxnet.tui import app, session
from dxnet.tui.session import Session

from dxnet import parse, settings
from dxnet.errors import DxnetError
from dxnet.model import Estate
from dxnet.sources import Options

from . import estates
from .driving import Driver, drive, driven
from .estates import small


def test_a_slow_load_shows_itself_and_escape_cancels_it() -> None:
    read, may_end = threading.Event(), threading.Event()

    def slow() -> Estate:
        read.set()
        may_end.wait()
        return small()

    async def scenario(ui: Driver) -> None:
        await ui.pilot.pause()
        assert read.wait(10)
        assert "Reading test estate" in ui.text
        assert "Esc cancels" in ui.text
        assert [worker.description for worker in ui.app.workers] == ["load"]
        await ui.pilot.press("f")
        assert ui.said == ["The source is still being read."]
        await ui.pilot.press("escape")
        await ui.settle()
        assert "Reading" not in ui.text
        assert "Nothing is loaded: r reads the source." in ui.text
        may_end.set()
        await ui.settle()
        assert ui.table.total == 0
        await ui.press("r")
        assert ui.table.total == 6

    drive(scenario, estates.session(slow), settled=False)


def test_quitting_does_not_wait_for_a_load_that_hangs() -> None:
    forever = threading.Event()

    def load() -> Estate:
        forever.wait()
        return small()

    async def scenario(ui: Driver) -> None:
        await ui.pilot.pause()
        await ui.pilot.press("q")

    drive(scenario, estates.session(load), settled=False)


def test_an_unreadable_source_shows_the_reason_and_r_tries_again() -> None:
    errors = [DxnetError("no credentials for [profile] x", hint="run `aws sso login`")]

    def load() -> Estate:
        if errors:
            raise errors.pop()
        return small()

    async def scenario(ui: Driver) -> None:
        assert "no credentials for [profile] x" in ui.text
        assert "Next: run `aws sso login`" in ui.text
        assert "Press r to try again." in ui.text
        assert "test estate" in ui.text
        assert "VLAN" in ui.text
        await ui.press("p")
        assert ui.said == ["Nothing is loaded: r reads the source."]
        await ui.press("r")
        assert "no credentials" not in ui.text
        assert ui.table.total == 6
        errors.append(DxnetError("the token has expired"))
        await ui.press("r")
        assert "the token has expired" in ui.text
        assert "core-blue" in ui.text
        await ui.press("escape")
        assert "the token has expired" not in ui.text

    drive(scenario, estates.session(load))


def test_a_reload_keeps_the_cursor_and_shows_what_is_new() -> None:
    loads = [{"virtualInterfaces": [*estates.RAW["virtualInterfaces"], estates.vif(7, "new")]}]

    def load() -> Estate:
        return parse.estate(loads.pop()) if len(loads) == 1 and loaded else small()

    loaded: list[bool] = []

    async def scenario(ui: Driver) -> None:
        await ui.press("down", "down", "down")
        loaded.append(True)
        await ui.press("r")
        assert ui.table.total == 7
        assert ui.current == "dxvif-fexampl4"

    drive(scenario, estates.session(load))


@driven(Session("demo", lambda: parse.estate({}), settings.Settings()))
async def test_an_answer_without_any_vif_is_no_error(ui: Driver) -> None:
    assert "There is no virtual interface in demo." in ui.text


def test_an_unexpected_error_ends_the_app_and_is_raised_without_a_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken() -> Estate:
        secret = "FakeKey-in-a-local-variable"
        raise RuntimeError(f"a bug near {len(secret)} characters")

    with pytest.raises(Exception, match="a bug near 27 characters"):
        drive(lambda ui: ui.settle(), estates.session(broken))
    shown = capsys.readouterr()
    assert "FakeKey" not in shown.out + shown.err


def test_a_platform_is_chosen_over_the_settings_and_given_back() -> None:
    chosen = estates.session().on_platform("cisco_xe")
    vif = small().vifs[0]
    assert chosen.platform == "cisco_xe"
    assert chosen.settings.router_for(vif).platform == "cisco_xe"
    assert chosen.on_platform("").settings.router_for(vif).platform == "frr"


def test_a_session_on_the_demo_loads_it_again_and_again() -> None:
    demo = session.of(Options(source="demo"), settings.Settings())
    assert demo.source == "demo"
    first, second = (replace(demo.load(), provenance=None) for _ in range(2))
    assert first == second
    assert len(demo.load().vifs) >= 40


def test_the_source_is_called_by_what_tells_it_apart() -> None:
    aws = Options(profile="prod", regions=("eu-west-1", "us-east-1"))
    assert session.of(aws, settings.Settings()).source == "AWS prod eu-west-1 us-east-1"


def test_without_a_terminal_it_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dxnet", "tui", "--demo"],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "Traceback" not in done.stderr


def test_textual_is_loaded_by_the_interface_alone() -> None:
    code = "import sys, dxnet.tui.session, dxnet.tui.rows; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert app.DxnetApp.CSS_PATH == "app.tcss"
