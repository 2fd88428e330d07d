"""The pane: details, findings and configuration of the VIF under the cursor."""

from __future__ import annotations

from textual.widgets import OptionList

from .driving import SMALL, Driver, driven
from .estates import KEYS, session


@driven(size=(150, 60))
async def test_the_details_join_peers_gateway_connection_and_location(ui: Driver) -> None:
    for text in (
        "BGP peer, IPv4",
        "169.254.1.2/30",
        "held, not shown",
        "Direct Connect gateway",
        "hub",
        "10Gbps",
        "Example DC, London",
    ):
        assert text in ui.text, text


@driven()
async def test_the_pane_follows_the_cursor(ui: Driver) -> None:
    await ui.press("down")
    assert "dxvif-fexampl2  core-red" in ui.text


@driven(size=(150, 60))
async def test_the_findings_say_what_is_wrong_and_what_to_do(ui: Driver) -> None:
    await ui.press("down", "down", "2")
    for text in ("✗ FAIL DX101", "5000", "To do", "Source", "✓ PASS DX201"):
        assert text in ui.text, text


@driven()
async def test_next_fail_goes_round_the_table_and_shows_the_findings(ui: Driver) -> None:
    await ui.press("f")
    assert ui.current == "dxvif-fexampl3"
    assert "✗ FAIL DX101" in ui.text
    await ui.press("f")
    assert ui.current == "dxvif-fexampl6"
    await ui.press("f")
    assert ui.current == "dxvif-fexampl3"
    await ui.filter("core")
    await ui.press("enter", "f")
    assert ui.said == ["No VIF in the table has failed a check."]


@driven(size=(150, 100))
async def test_the_configuration_is_masked(ui: Driver) -> None:
    await ui.press("3")
    assert "router bgp 65001" in ui.text
    assert "********" in ui.text
    assert "Masked copy" in ui.text


@driven()
async def test_a_configuration_that_checks_stop_shows_the_finding(ui: Driver) -> None:
    await ui.press("f", "3")
    assert "No configuration: these checks stop it." in ui.text
    assert "FAIL DX101" in ui.text
    await ui.press("y", "s")
    assert ui.said == ["This VIF has no configuration: 3 shows why."] * 2


@driven(session(toml=""))
async def test_without_a_platform_the_pane_says_how_to_choose_one(ui: Driver) -> None:
    await ui.press("3")
    assert "no platform is chosen for dxvif-fexampl1" in ui.text
    assert "press p to choose one" in ui.text
    await ui.press("p")
    assert "cisco_xe" in ui.text
    assert "proof: " in ui.text
    choices = ui.app.screen.query_one(OptionList)
    choices.highlighted = choices.get_option_index("juniper_junos")
    await ui.press("enter")
    assert "platform: juniper_junos" in ui.text
    assert "set interfaces" in ui.text
    await ui.press("p", "home", "enter")
    assert "no platform is chosen" in ui.text


@driven(session(toml="[defaults]\nkeepalive = 60\n"))
async def test_settings_that_contradict_are_shown_where_they_matter(ui: Driver) -> None:
    await ui.press("2")
    assert "is less than three times keepalive" in ui.text
    assert "‼ ERROR" in ui.text
    await ui.press("3")
    assert "is less than three times keepalive" in ui.text


@driven(size=SMALL)
async def test_a_small_terminal_shows_one_half_at_a_time(ui: Driver) -> None:
    assert "BGP peer" not in ui.text
    await ui.press("enter")
    assert "Virtual interface" in ui.text
    assert "Connection" not in ui.text.splitlines()[1]
    await ui.press("3")
    assert "router bgp" in ui.text or "! " in ui.text
    await ui.press("escape")
    assert "core-red" in ui.text
    await ui.press("2")
    assert "✓ " in ui.text
    assert "core-red" not in ui.text


@driven(size=(150, 100))
async def test_no_key_is_on_any_screen(ui: Driver) -> None:
    seen = []
    for _ in range(3):
        for key in ("1", "2", "3"):
            await ui.press(key)
            seen.append(ui.app.export_screenshot() + ui.text)
        await ui.press("down", "down")
    assert "router bgp" in seen[2]
    for key in KEYS:
        assert not any(key in text for text in seen)
        assert key not in repr(ui.browse._estate)


@driven(size=(200, 60))
async def test_hostile_names_are_shown_literally_and_on_one_line(ui: Driver) -> None:
    await ui.filter("dxvif-fexampl5")
    for key in ("enter", "1"):
        await ui.press(key)
    text = ui.text
    written = r"a[red]b[/red]\nc\x1b[31md\u202ee[bold"
    assert text.count(written) >= 4
    assert "[link=x]team" in text
    assert "\x1b" not in ui.app.export_screenshot()
    await ui.press("3")
    assert "router bgp" in ui.text
