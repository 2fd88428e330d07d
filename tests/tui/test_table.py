"""The table: what it shows, its filter, its order and its cursor."""

from __future__ import annotations

import pytest
from dxnet.tui import work
from dxnet.tui.widgets import vif_table
from textual import events
from textual.strip import Strip

from dxnet.model import Estate

from .driving import SMALL, WIDE, Driver, drive, driven
from .estates import large, session


@driven()
async def test_the_table_shows_every_vif_with_its_state_and_the_gravest_finding(ui: Driver) -> None:
    lines = [line for line in ui.text.splitlines() if "dxvif-" in line[:30]]
    rows = {line[line.index("dxvif-") :][:14]: line for line in lines}
    assert "✗ FAIL" in rows["dxvif-fexampl3"]
    assert "▼ down" in rows["dxvif-fexampl4"]
    assert rows["dxvif-fexampl4"].count("down") == 2  # the state and the session
    assert "● available" in rows["dxvif-fexampl2"]
    assert "eu-central-1" in rows["dxvif-fexampl2"]
    assert "6 of 6 VIFs" in ui.text


@driven()
async def test_a_filter_narrows_the_table_while_it_is_typed(ui: Driver) -> None:
    await ui.press("slash")
    await ui.type("or")
    assert ui.names == ["core-blue", "core-red"]
    assert "2 of 6 VIFs" in ui.text
    await ui.type("e-r")
    assert ui.names == ["core-red"]


@driven()
async def test_a_filter_names_fields_and_negates(ui: Driver) -> None:
    for text, names in {
        "region:eu-central-1": ["core-red"],
        "vlan:101": ["core-blue"],
        "state:down": ["dark"],
        "checks:fail": ["bad-vlan", "one-host"],
        "core !core-red": ["core-blue"],
    }.items():
        await ui.filter(text)
        assert ui.names == names, text


@driven()
async def test_an_unknown_field_says_so_and_keeps_the_last_filter(ui: Driver) -> None:
    await ui.filter("core")
    ui.send(events.Paste(" nmae:x"))
    await ui.settle()
    assert "there is no field 'nmae'; did you mean name?" in ui.text
    assert ui.names == ["core-blue", "core-red"]


@driven()
async def test_escape_clears_the_filter_and_goes_back_to_the_table(ui: Driver) -> None:
    await ui.filter("core")
    await ui.press("escape")
    assert len(ui.names) == 6
    assert ui.app.focused is ui.table


@driven()
async def test_enter_keeps_the_filter_and_escape_clears_it_later(ui: Driver) -> None:
    await ui.filter("core")
    await ui.press("enter", "down")
    assert ui.current == "dxvif-fexampl2"
    await ui.press("escape")
    assert len(ui.names) == 6
    assert ui.current == "dxvif-fexampl2"


@driven()
async def test_a_filter_that_nothing_passes_says_how_to_clear_it(ui: Driver) -> None:
    await ui.filter("nowhere")
    assert "No VIF passes the filter; Esc clears it." in ui.text
    await ui.press("enter", "y")
    assert ui.said[-1] == "No VIF passes the filter; Esc clears it."


@driven()
async def test_the_table_sorts_by_the_next_column_and_in_reverse(ui: Driver) -> None:
    await ui.press("o")
    assert "Name▲" in ui.text
    assert ui.names == sorted(ui.names, key=str.lower)
    await ui.press("O")
    assert "Name▼" in ui.text
    assert ui.names == sorted(ui.names, key=str.lower, reverse=True)


@driven()
async def test_a_click_on_a_title_sorts_and_one_on_a_row_moves_the_cursor(ui: Driver) -> None:
    await ui.pilot.click(ui.table, offset=(3, 0))
    await ui.settle()
    assert ui.names[0] in ("bad-vlan", "one-host")
    await ui.pilot.click(ui.table, offset=(20, 3))
    await ui.settle()
    assert ui.table.shown[2] is ui.table.current


@driven()
async def test_sorting_keeps_the_cursor_on_its_vif(ui: Driver) -> None:
    await ui.press("down", "down", "down", "o")
    assert ui.current == "dxvif-fexampl4"


@driven()
async def test_the_cursor_stops_at_both_ends(ui: Driver) -> None:
    await ui.press("up")
    assert ui.current == "dxvif-fexampl1"
    await ui.press("end", "down", "pagedown")
    assert ui.current == "dxvif-fexampl6"


@driven(session(Estate))
async def test_an_empty_source_says_that_it_is_empty(ui: Driver) -> None:
    assert "There is no virtual interface in test estate." in ui.text
    assert "0 of 0 VIFs" in ui.text
    await ui.press("f")
    assert ui.said == ["There is no virtual interface in test estate."]


@pytest.mark.parametrize("size", [SMALL, (200, 60), (40, 10)])
def test_no_line_is_wider_than_the_terminal(size: tuple[int, int]) -> None:
    async def scenario(ui: Driver) -> None:
        for key in ("1", "2", "3", "escape"):
            await ui.press(key)
            lines = ui.text.splitlines()
            assert max(map(len, lines)) <= size[0]
            assert len(lines) <= size[1]

    drive(scenario, size=size)


def test_of_ten_thousand_vifs_only_the_lines_on_the_screen_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []
    draw = vif_table.VifTable._entry

    def counted(self: vif_table.VifTable, position: int, width: int) -> Strip:
        drawn.append(position)
        return draw(self, position, width)

    async def unchecked(*_: object) -> None:
        """Leave the checks out: only what is drawn is counted."""

    monkeypatch.setattr(vif_table.VifTable, "_entry", counted)
    monkeypatch.setattr(work, "check", unchecked)
    estate = large()

    async def scenario(ui: Driver) -> None:
        assert ui.table.total == 10_000
        drawn.clear()
        await ui.press("slash")
        await ui.type("-07")
        assert len(ui.names) == 1_000
        assert len(drawn) < 20 * WIDE[1]
        assert max(drawn) < WIDE[1]
        drawn.clear()
        await ui.press("enter", "end")
        assert ui.current == "dxvif-f0007999"
        assert min(drawn) >= 0
        assert len(drawn) < 10 * WIDE[1]
        assert "site-07999" in ui.text

    drive(scenario, session(lambda: estate))
