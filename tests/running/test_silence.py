"""What a router does not show, and what a text lacks because it was cut short."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources

import pytest

from dxnet import platforms, render
from dxnet.running import answers, log, verification
from dxnet.running.proofs import Proof

from ..render.cases import CASES
from .comparing import circuit as private
from .comparing import levels
from .test_verify import LOGS, circuit, failed, read, verified

# Where a line says the limit of prefixes alone; elsewhere several lines together do.
LIMITED = (
    *("arista_eos", "bird", "cisco_nxos", "cisco_xe", "cisco_xr", "frr", "huawei_vrp"),
    *("openbgpd", "sonic", "vyos"),
)


@pytest.mark.parametrize("slug", LIMITED)
def test_a_limit_below_what_amazon_may_send_is_a_warning(slug: str) -> None:
    low, high = private(slug, maximum_prefix=5), private(slug, maximum_prefix=150)
    assert levels(low.compared(low.text)).get("prefix_limit") is None
    assert levels(high.compared(low.text))["prefix_limit"] == "warn"
    assert levels(low.compared(high.text)).get("prefix_limit") is None


def test_a_configuration_that_is_cut_short_lacks_nothing_for_certain() -> None:
    whole = (LOGS / "frr.running").read_text("utf-8")
    assert whole.rstrip().endswith("end")
    cut = whole[: whole.index("route-map")]
    found = circuit("frr").compared(cut)
    assert found.running.is_cut
    assert "fail" not in levels(found).values()
    assert not circuit("frr").compared(whole).running.is_cut


JUDGED: Mapping[str, tuple[str, str, str, str]] = {
    "the reason stands with the state": (
        "Last reset 00:00:03,  Waiting for peer OPEN",
        "Last reset 00:00:03,  Admin. shutdown",
        "state",
        "Idle: Admin. shutdown",
    ),
    "an interface that is not there": (
        r"2: eth0\.101@(?:.*\n)*?(?=edge#)",
        'Device "eth0.101" does not exist.\n',
        "up",
        "does not exist",
    ),
    "a filter that takes nothing of what comes": (
        r"  2 accepted prefixes",
        "  0 accepted prefixes",
        "received",
        "0",
    ),
}


@pytest.mark.parametrize("case", JUDGED)
def test_an_answer_says_what_is_wrong(case: str) -> None:
    find, put, fact, seen = JUDGED[case]
    text, count = re.subn(find, put, read("frr"), count=1)
    assert count == 1
    if fact == "state":
        text = text.replace("BGP state = Established", "BGP state = Idle", 1)
    found = verified("frr", text)
    assert fact in failed(found)
    assert found is not None
    (said,) = [one for one in found.proved if one.fact == fact and one.proof is Proof.FAIL]
    assert said.seen == seen


@pytest.mark.parametrize("slug", platforms.slugs())
def test_each_row_that_judges_has_a_command_that_is_printed(slug: str) -> None:
    platform = platforms.get(slug)
    printed = {
        log.unquoted(command)
        for name, case in CASES.items()
        if case.is_for(platform) and name not in ("masked", "no-key")
        for command in verification.commands(render.verify(case.parsed, case.router, platform))
    }
    text = (resources.files("dxnet.templates") / slug / "platform.toml").read_text("utf-8")
    own = [table for table in tomllib.loads(text)["verify"] if "like" not in table]
    unused = [
        row.command.pattern
        for row in answers.parse(own, slug)
        if not any(row.command.fullmatch(command) for command in printed)
    ]
    assert unused == []
