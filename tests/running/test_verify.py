"""Logs of the commands that prove a VIF, as real daemons answered them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from dxnet import parse, platforms, render
from dxnet.model import Vif
from dxnet.running import answers, expected, log, verification
from dxnet.running.proofs import Proof
from dxnet.running.verification import Verification
from dxnet.settings import Router
from dxnet.sources import demo

from ..cli.conftest import Run
from ..render.cases import CASES
from .comparing import Circuit, loud
from .comparing import circuit as private

LOGS = Path(__file__).parent / "logs"
ANSWERS = tomllib.loads((Path(__file__).parent / "answers.toml").read_text("utf-8"))["answer"]
SENDS = "\n5 packets transmitted, 5 received, 0% packet loss, time 4005ms\n"
DAEMONS = ("frr", "bird", "openbgpd")


def circuit(slug: str) -> Circuit:
    """The VIF of the demo that the logs are of."""
    platform = platforms.get(slug)
    vif: Vif = next(v for v in parse.estate(demo.read()).vifs if v.name == "fra-prod-erp")
    said = {"platform": slug, "interface": "eth0", "bfd": platform.can("bfd")}
    router: Router = demo.router_settings(said).router_for(vif)
    return Circuit(vif, router, slug)


def verified(slug: str, text: str) -> Verification | None:
    own, platform = circuit(slug), platforms.get(slug)
    want = expected.of(own.vif, render.variables(own.vif, own.router, platform))
    asked = verification.commands(render.verify(own.vif, own.router, platform))
    return verification.verify(want, asked, answers.of(platform), text)


def read(name: str) -> str:
    """A log, with what ping says: the machine of the daemons has none."""
    text = (LOGS / f"{name}.log").read_text("utf-8")
    return text.replace("bash: ping: command not found\n", SENDS)


def failed(found: Verification | None) -> set[str]:
    assert found is not None
    return {each.fact for each in found.proved if each.proof is Proof.FAIL}


def untold(found: Verification | None) -> set[str]:
    assert found is not None
    return {each.fact for each in found.proved if each.proof is Proof.CANT_TELL}


@pytest.mark.parametrize("slug", DAEMONS)
def test_a_sound_session_passes_but_for_what_the_lab_has_not(slug: str) -> None:
    found = verified(slug, read(slug))
    assert failed(found) == set()
    assert untold(found) == {"vlan"}  # the lab's link has no tag


def test_json_is_read_where_the_router_gives_it() -> None:
    found = verified("frr", read("frr-json"))
    assert found is not None
    assert failed(found) == set()
    passed = {each.fact for each in found.proved if each.proof is Proof.PASS}
    assert {"state", "peer_as", "hold_time", "key", "sent", "advertised", "bfd"} <= passed


def test_the_daemons_own_running_configuration_is_what_was_asked_for() -> None:
    text = (LOGS / "frr.running").read_text("utf-8")
    assert loud(circuit("frr").compared(text)) == []


PEER = "192.0.2.1"
CHANGES: Mapping[str, tuple[str, str, str]] = {
    "the session is not up": ("BGP state = Established", "BGP state = Active", "state"),
    "another MTU": (r"\bmtu 8500", "mtu 1500", "mtu"),
    "another mask": (r"192\.0\.2\.2/30", "192.0.2.2/29", "address"),
    "the link is down": ("state UP", "state DOWN", "up"),
    "another AS at the other end": ("remote AS 64512", "remote AS 7224", "peer_as"),
    "another AS at our end": ("local AS 65010", "local AS 65011", "our_as"),
    "another hold time": ("Hold time is 90", "Hold time is 180", "hold_time"),
    "BFD is down": ("Status: up", "Status: down", "bfd"),
    "another multiplier": ("Detect-multiplier: 3", "Detect-multiplier: 5", "bfd_multiplier"),
    "no answer to ARP": (r"192\.0\.2\.1 lladdr .*", f"{PEER} FAILED", "neighbor"),
    "no answer to ping": ("5 received, 0%", "0 received, 100%", "ping"),
    "nothing is advertised": (r"\*> 203\.0\.113\.0/26.*\n", "", "advertised"),
    "AWS's routes go back out": (
        r"(\*> 203\.0\.113\.0/26.*\n)",
        r"\1*> 198.18.0.0/15    192.0.2.1   0 64512 i\n",
        "advertised",
    ),
    "nothing is received": (r"\*> (?:0\.0\.0\.0/0|198\.18\.0\.0/15).*\n", "", "received"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_fault_in_a_log_is_noticed(change: str) -> None:
    find, put, fact = CHANGES[change]
    text, count = re.subn(find, put, read("frr"))
    assert count > 0
    assert failed(verified("frr", text)) == {fact}


def test_a_key_that_is_not_in_use_is_never_a_pass() -> None:
    text = read("frr").replace("Peer Authentication Enabled\n", "")
    assert "key" in untold(verified("frr", text))


FORMS: Mapping[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "colours": lambda text: text.replace("edge#", "\x1b[1;32medge#\x1b[0m"),
    "another prompt": lambda text: text.replace("edge# ", "admin@edge:~$ "),
    "a prompt glued to the command": lambda text: text.replace("edge# ", "edge#"),
    "no prompt": lambda text: text.replace("edge# ", ""),
    "sudo": lambda text: text.replace("edge# ", "edge# sudo "),
    "the shell of FRR": lambda text: re.sub(r'vtysh -c "(.*)"', r"\1", text),
    "shortened keywords": lambda text: text.replace("show bgp ipv4 uni", "sh bgp ipv4 uni"),
    "typographic quotes": lambda text: text.replace(' "show', " \u201cshow"),
    "a pager": lambda text: text.replace("  BGP state", " --More-- \x08\x08\x08  BGP state"),
    "syslog in between": lambda text: text.replace(
        "  BGP state",
        "*Nov 24 17:52:10.101: %BGP-5-ADJCHANGE: neighbor 10.9.9.9 Down\n  BGP state",
    ),
    "a quotation in a ticket": lambda text: "".join(f"> {line}" for line in text.splitlines(True)),
    "a failing run before": lambda text: (
        text.replace("Established", "Active").replace("5 received, 0%", "0 received, 100%") + text
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_terminal_may_have_its_ways(form: str) -> None:
    text = FORMS[form](read("frr"))
    found = verified("frr", text)
    assert failed(found) == set()
    assert untold(found) == {"vlan"}


def test_a_refused_command_and_one_that_was_not_run_prove_nothing() -> None:
    text = read("frr")
    start = text.index('edge# vtysh -c "show bfd peers"')
    end = text.index("edge# ", start + 5)
    refused = f'{text[:start]}edge# vtysh -c "show bfd peers"\n% Unknown command: show bfd\n'
    for changed in (text[:start] + text[end:], refused + text[end:]):
        found = verified("frr", changed)
        assert failed(found) == set()
        assert "bfd" in untold(found)


def test_an_answer_that_is_cut_off_is_no_fault() -> None:
    text = read("frr")
    cut = text[: text.index("Network          Next Hop")]
    found = verified("frr", cut)
    assert failed(found) == set()
    assert "advertised" in untold(found)


def test_a_log_without_the_commands_is_no_verification() -> None:
    assert verified("frr", "edge# show version\nIOS\n") is None


@pytest.mark.parametrize("slug", platforms.slugs())
def test_each_command_that_is_printed_can_be_judged(slug: str) -> None:
    rows = answers.of(platforms.get(slug))
    silent = re.compile(r"execute ping6?-options .*")
    for name, case in CASES.items():
        if not case.is_for(platforms.get(slug)) or name in ("masked", "no-key"):
            continue
        text = render.verify(case.parsed, case.router, platforms.get(slug))
        for command in verification.commands(text):
            fitting = [row for row in rows if row.command.fullmatch(log.unquoted(command))]
            assert len(fitting) == 1 or silent.fullmatch(command), (command, len(fitting))


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_command_line_judges_a_log(dxnet: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "session.log").write_text(read("frr"), encoding="utf-8")
    options = ("--demo", "--platform", "frr", "--interface", "eth0", "--format", form)
    result = dxnet("verify", "fra-prod-erp", "--output", "session.log", *options)
    assert result.code == 0
    assert "advertised" in result.out
    assert "sha256" in result.out.lower().replace("-", "")
    if form == "json":
        document = json.loads(result.out)
        assert document["schema"] == 1
        assert document["counts"]["FAIL"] == 0


def test_a_failed_fact_is_an_exit_code(dxnet: Run, tmp_path: Path) -> None:
    (tmp_path / "session.log").write_text(read("frr").replace("Established", "Idle"))
    options = ("--demo", "--platform", "frr", "--interface", "eth0")
    result = dxnet("verify", "fra-prod-erp", "--output", "session.log", *options)
    assert result.code == 1
    assert "FAIL" in result.out


def test_a_log_of_something_else_is_refused(dxnet: Run, tmp_path: Path) -> None:
    (tmp_path / "session.log").write_text("edge# show version\n")
    options = ("--demo", "--platform", "frr", "--interface", "eth0")
    result = dxnet("verify", "fra-prod-erp", "--output", "session.log", *options)
    assert result.code == 2
    assert "--verify" in result.err


@pytest.mark.parametrize(
    "answer", ANSWERS, ids=lambda each: f"{each['platform']}-{each['command']}"
)
def test_an_answer_in_a_vendors_shape_proves_its_facts(answer: Mapping[str, str]) -> None:
    own, platform = private(answer["platform"]), platforms.get(answer["platform"])
    want = expected.of(own.vif, render.variables(own.vif, own.router, platform))
    asked = verification.commands(render.verify(own.vif, own.router, platform))
    assert answer["command"] in asked
    text = f"edge# {answer['command']}\n{answer['text']}edge# exit\n"
    found = verification.verify(want, asked, answers.of(platform), text)
    assert found is not None
    said = [each for each in found.proved if each.command == answer["command"]]
    assert said
    assert [each for each in said if each.proof is not Proof.PASS] == []
