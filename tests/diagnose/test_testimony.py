"""What the router says turns "the session is down" into its cause, and clears rungs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dxnet.sources import demo

from ..cli.conftest import Run
from ..cli.conftest import dxnet as dxnet

LOGS = Path(__file__).parent.parent / "running" / "logs"
VIF = "fra-prod-erp"
OPTIONS = (
    *("--platform", "frr", "--interface", "eth0", "--asn", "65010"),
    *("--advertise", "203.0.113.0/26", "--advertise", "3fff:0:100::/40"),
)
STATE = "BGP state = Established, up for"


class Words(NamedTuple):
    """Changes of what a sound router said, and the diagnosis of its VIF, which AWS says is down."""

    running: tuple[str, str] | None
    log: tuple[str, str] | None
    cause: str
    certainty: str
    rungs: Mapping[str, str] = {}


CASES = {
    "another key": Words(
        ("(192.0.2.1 password) .*", r"\1 FakeKey-of-another"),
        None,
        "router-key",
        "proven",
        {"vlan": "ok", "address": "ok", "asn": "ok", "key": "broken", "session": "not-asked"},
    ),
    "another tag, which the partner may translate": Words(
        (r"eth0\.101", "eth0.134"), None, "router-vlan", "possible", {"vlan": "suspect"}
    ),
    "another tag, and ARP is answered": Words(
        (r"eth0\.101", "eth0.134"),
        (STATE, "BGP state = Active, up for"),
        "session-down",
        "possible",
        {"port": "ok", "vlan": "ok", "address": "ok", "key": "ok"},
    ),
    "another AS": Words(
        ("(192.0.2.1 remote-as) .*", r"\1 7224"), None, "router-asn", "proven", {"asn": "broken"}
    ),
    "another mask": Words(
        ("192.0.2.2/30", "192.0.2.2/29"), None, "router-address", "proven", {"vlan": "ok"}
    ),
    "a session that is shut down": Words(
        ("( neighbor 192.0.2.1) timers 30 90", r"\g<0>\n\1 shutdown"),
        None,
        "router-config",
        "proven",
        {"key": "ok", "session": "broken"},
    ),
    "the link is down": Words(
        None, ("state UP", "state DOWN"), "router-port", "proven", {"port": "broken"}
    ),
    "no answer to ARP": Words(
        None,
        (r"192\.0\.2\.1 lladdr .*", "192.0.2.1 FAILED"),
        "no-arp",
        "proven",
        {"port": "ok", "vlan": "broken"},
    ),
    "the router says that its limit is reached": Words(
        None,
        (
            f"{STATE}(.*\n)*?(.*)Last reset.*",
            "BGP state = Idle\n  Last reset 00:00:11,  Notification sent "
            "(Cease/Maximum Number of Prefixes Reached)",
        ),
        "router-max-prefix",
        "proven",
        {"vlan": "ok", "quota": "broken"},
    ),
    "Amazon says that its quota is reached": Words(
        None,
        (
            f"{STATE}(.*\n)*?(.*)Last reset.*",
            "BGP state = Idle\n  Last reset 00:00:11,  Notification received "
            "(Cease/Maximum Number of Prefixes Reached)",
        ),
        "prefix-quota",
        "proven",
        {"quota": "broken"},
    ),
    "both are sound": Words(
        ("", ""),
        (STATE, "BGP state = Active, up for"),
        "session-down",
        "possible",
        {"port": "ok", "vlan": "ok", "address": "ok", "asn": "ok", "key": "ok"},
    ),
}


def estate() -> dict[str, Any]:
    """The demo's VIF with its IPv4 session down, alone on its port."""
    raw = demo.read()
    (vif,) = (one for one in raw["virtualInterfaces"] if one["virtualInterfaceName"] == VIF)
    peers = [
        peer | {"bgpStatus": "down"} for peer in vif["bgpPeers"] if peer["addressFamily"] == "ipv4"
    ]
    port = [one for one in raw["connections"] if one["connectionId"] == vif["connectionId"]]
    down = vif | {"bgpPeers": peers, "virtualInterfaceState": "down"}
    return {"virtualInterfaces": [down], "connections": port}


def changed(name: str, change: tuple[str, str] | None) -> str | None:
    """A sound router's file with a change; None for no file."""
    if change is None:
        return None
    text = (LOGS / f"frr.{name}").read_text("utf-8")
    find, put = change
    if not find:
        return text
    text, count = re.subn(find, put, text)
    assert count
    return text


def diagnosed(dxnet: Run, folder: Path, files: Mapping[str, str | None], *more: str) -> Any:
    """The result of `dxnet diagnose` of the VIF with what its router says."""
    (folder / "estate.json").write_text(json.dumps(estate()), "utf-8")
    arguments: list[str] = []
    for option, text in files.items():
        if text is not None:
            (folder / option).write_text(text, "utf-8")
            arguments += [f"--{option}", option]
    return dxnet("diagnose", VIF, "--source", "estate.json", *OPTIONS, *arguments, *more)


@pytest.mark.parametrize("name", CASES)
def test_the_router_says_what_is_wrong(name: str, dxnet: Run, tmp_path: Path) -> None:
    case = CASES[name]
    files = {"running": changed("running", case.running), "output": changed("log", case.log)}
    result = diagnosed(dxnet, tmp_path, files, "--format", "json")
    assert result.code == 1, result.err
    (vif,) = json.loads(result.out)["vifs"]
    assert (vif["cause"], vif["certainty"]) == (case.cause, case.certainty)
    rungs = {rung["rung"]: rung["verdict"] for rung in vif["ladder"]}
    assert {rung: rungs[rung] for rung in case.rungs} == case.rungs
    assert "FakeKey" not in result.out


UNJUDGED: Mapping[str, tuple[str, Callable[[str], str], str]] = {
    "cut short": ("running", lambda text: text[: text.index("route-map")], "cut short"),
    "another router's": (
        "running",
        lambda text: text.replace("192.0.2.", "198.51.100.").replace("2001:db8:d0:", "3fff:9:"),
        "no address of dxvif-ffabc123",
    ),
    "another log": ("output", lambda _: "edge# show version\n", "none of the commands"),
}


@pytest.mark.parametrize("name", UNJUDGED)
def test_a_file_that_says_nothing_for_certain_is_not_judged(
    name: str, dxnet: Run, tmp_path: Path
) -> None:
    option, change, reason = UNJUDGED[name]
    text = change((LOGS / "frr.running").read_text("utf-8"))
    result = diagnosed(dxnet, tmp_path, {option: text}, "--format", "json")
    assert f"nothing in {option} was judged" in result.err
    (vif,) = json.loads(result.out)["vifs"]
    assert vif["cause"] == "session-down"
    rungs = {rung["rung"]: rung for rung in vif["ladder"]}
    assert reason in rungs["read"]["text"]
    assert {rungs[rung]["verdict"] for rung in ("vlan", "address", "asn", "key")} == {"unknown"}


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_line_is_quoted_and_the_key_masked(form: str, dxnet: Run, tmp_path: Path) -> None:
    secret = "username x password 0 OtherSecret-1\n"
    text = changed("running", ("(192.0.2.1 password) .*", r"\1 FakeKey-of-another"))
    result = diagnosed(dxnet, tmp_path, {"running": f"{secret}{text}"}, "--format", form)
    assert "another key" in result.out
    assert re.search(r"password \\?\*", result.out)
    assert not re.search("FakeKey|OtherSecret", result.out + result.err)


def test_one_file_alone_is_standard_input(dxnet: Run) -> None:
    result = dxnet("diagnose", VIF, "--demo", "--running", "-", "--output", "-")
    assert result.code == 2
    assert "standard input" in result.err or "can be -" in result.err


def test_a_session_that_is_up_with_a_closed_filter_asks_for_a_look(
    dxnet: Run, tmp_path: Path
) -> None:
    text = changed("running", (r"(prefix-list \S+-OUT seq 5) permit .*", r"\1 deny any"))
    (tmp_path / "running").write_text(str(text), "utf-8")
    options = ("--platform", "frr", "--interface", "eth0", "--format", "json")
    result = dxnet("diagnose", VIF, "--demo", "--running", "running", *options)
    assert result.code == 0
    (vif,) = json.loads(result.out)["vifs"]
    assert (vif["standing"], vif["cause"]) == ("look", "router-routes")
