"""Every session that is rendered for the further platforms has both filters, defined before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..render.cases import CASES
from ..render.test_goldens import GOLDEN

# How a session refers to its filter.
USES = {
    "bird": r"(import|export) filter {name};$",
    "checkpoint_gaia": r" (import|export)-routemap {name} preference \d+ family inet6? on$",
    "fortinet": r'set route-map-(in|out)6? "{name}"$',
    "huawei_vrp": r" peer \S+ route-policy {name} (import|export)$",
    "mikrotik_routeros": r' (input\.filter|output\.filter-chain)="{name}"',
    "nokia_sros": r'policy \["{name}"\]$',
    "sonic": r"neighbor \S+ route-map {name} (in|out)$",
    "vyos": r"neighbor \S+ address-family \S+ route-map (import|export) '{name}'$",
}
FILES = [file for slug in USES for file in sorted((GOLDEN / slug).glob("*.cfg"))]
OPENBGPD = sorted((GOLDEN / "openbgpd").glob("*.cfg"))


def filter_names(file: Path) -> list[str]:
    peers = CASES[file.stem].parsed.active_peers
    suffixes = ["6" if peer.family == "ipv6" else "" for peer in peers]
    mark = "_" if file.parent.name == "bird" else "-"
    return [
        f"DX101{mark}fgh0abcd{mark}{direction}{suffix}"
        for suffix in suffixes
        for direction in ("IN", "OUT")
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_each_filter_of_a_session_is_used_once_and_defined_before(file: Path) -> None:
    text = file.read_text("ascii")
    for name in filter_names(file):
        uses = [*re.finditer(USES[file.parent.name].format(name=name), text, re.MULTILINE)]
        named = re.search(rf"^[^#!\n]*\b{name}\b", text, re.MULTILINE)
        assert len(uses) == 1
        assert named
        assert named.end() < uses[0].start()


@pytest.mark.parametrize("file", OPENBGPD, ids=lambda file: file.stem)
def test_openbgpd_refuses_all_before_it_allows_what_the_sets_say(file: Path) -> None:
    lines = file.read_text("ascii").splitlines()
    rules = [line for line in lines if line.startswith(("allow ", "deny "))]
    assert rules[:2] == ['deny from group "DX101-fgh0abcd"', 'deny to group "DX101-fgh0abcd"']
    for rule in rules[2:]:
        assert re.match(
            r"allow from \S+ prefix \S+/0 prefixlen <= (32|64)( set localpref \d+)?$"
            r'|(deny from|allow to) \S+ prefix-set "DX101-\S+-(IN|OUT)6?"( set community \S+)?$',
            rule,
        )
    sets = {each for rule in rules for each in re.findall(r'prefix-set "(\S+)"', rule)}
    defined = {line.split('"')[1] for line in lines if line.startswith("prefix-set ")}
    assert sets == defined
