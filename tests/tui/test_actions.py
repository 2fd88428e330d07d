"""The keys: every one is in the help, and one that can't work says why."""

from __future__ import annotations

import stat
from pathlib import Path

from dxnet.tui.actions import ACTIONS
from dxnet.tui.screens.browse import BrowseScreen
from textual.widgets import Input, Static

from .driving import Driver, drive, driven
from .estates import KEYS


def test_every_action_is_a_method_of_the_screen_and_every_key_is_its_own() -> None:
    for action in ACTIONS:
        assert callable(getattr(BrowseScreen, f"action_{action.name.split('(')[0]}"))
    keys = [action.key for action in ACTIONS]
    assert len(keys) == len(set(keys))


@driven(size=(100, 60))
async def test_the_help_lists_every_action(ui: Driver) -> None:
    await ui.press("question_mark")
    lines = ui.text.splitlines()
    for action in ACTIONS:
        assert any(action.keys in line and action.help in line for line in lines), action.name
    await ui.press("escape")
    assert ui.app.screen is ui.browse


@driven()
async def test_the_palette_offers_every_action(ui: Driver) -> None:
    offered = {command.title for command in ui.app.get_system_commands(ui.browse)}
    assert offered == {action.label for action in ACTIONS}
    await ui.press("ctrl+p")
    await ui.type("nextfail")
    await ui.press("enter")
    while ui.app.screen is not ui.browse:
        await ui.press("enter")
    assert ui.current == "dxvif-fexampl3"


@driven()
async def test_a_click_on_the_key_line_does_the_action(ui: Driver) -> None:
    line = ui.text.splitlines()[-1]
    await ui.pilot.click("#keys", offset=(line.index("Next FAIL"), 0))
    await ui.settle()
    assert ui.current == "dxvif-fexampl3"


@driven()
async def test_copy_sends_the_masked_configuration(ui: Driver) -> None:
    await ui.press("y")
    assert ui.said == ["Sent to clipboard: the masked configuration of dxvif-fexampl1."]
    assert "router bgp 65001" in ui.app.clipboard
    assert "********" in ui.app.clipboard
    assert not any(key in ui.app.clipboard for key in KEYS)


def test_save_writes_a_private_file_and_replaces_one_only_when_told_twice(tmp_path: Path) -> None:
    path = tmp_path / "router.cfg"

    async def scenario(ui: Driver) -> None:
        async def enter(text: str) -> None:
            ui.app.screen.query_one(Input).value = text
            await ui.press("enter")

        def answer() -> str:
            return str(ui.app.screen.query_one("#answer", Static).content)

        await ui.press("s")
        assert ui.app.screen.query_one(Input).value.startswith("dxvif-fexampl1-masked.")
        await enter(str(tmp_path))
        assert "is a folder" in answer()
        await enter(str(tmp_path / "none" / "x"))
        assert "can't write" in answer()
        await enter(str(path))
        assert ui.said == [f"Saved in {path}, mode 0600."]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        configuration = ui.browse._configuration
        assert configuration is not None
        assert path.read_text() == configuration.text
        path.write_text("mine")
        await ui.press("s")
        await enter(str(path))
        assert "Enter again replaces it" in answer()
        assert path.read_text() == "mine"
        await ui.press("escape")
        assert path.read_text() == "mine"
        await ui.press("s")
        await enter(str(path))
        await ui.press("enter")
        assert "router bgp" in path.read_text()

    drive(scenario)


@driven()
async def test_escape_goes_back_step_by_step_and_q_quits(ui: Driver) -> None:
    await ui.filter("core")
    await ui.press("enter", "enter", "question_mark", "escape")
    assert ui.app.focused is not ui.table
    await ui.press("escape")
    assert ui.app.focused is ui.table
    assert len(ui.names) == 2
    await ui.press("escape")
    assert len(ui.names) == 6
    await ui.press("escape")
    assert ui.said == ["Nothing to go back to. Press q to quit."]
    await ui.pilot.press("q")
    assert ui.app._exit
