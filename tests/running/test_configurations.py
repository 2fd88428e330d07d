"""Routers as other people configure them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ..render.vifs import KEY
from .comparing import circuit, levels, peer
from .obfuscating import junos_9, type_7

CONFIGURATIONS = tomllib.loads((Path(__file__).parent / "configurations.toml").read_text("utf-8"))[
    "configuration"
]
FORMS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "with a byte order mark": lambda text: f"\ufeff{text}",
}


def written(configuration: Mapping[str, Any]) -> str:
    text: str = configuration["text"]
    return text.replace("09EFBEADDA", type_7(KEY, 9)).replace("{junos}", junos_9(KEY))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda each: each["says"])
def test_what_is_said_of_a_router(configuration: Mapping[str, Any], form: str) -> None:
    fields = dict(configuration.get("vif", {}))
    if "asnLong" in fields:
        fields["bgpPeers"] = [peer(asn=fields["asn"], asnLong=fields["asnLong"])]
    own = circuit(configuration["platform"], fields)
    found = own.compared(FORMS[form](written(configuration)))
    expected = {fact: level for fact, level in configuration["levels"].items() if level != "pass"}
    assert levels(found) == expected


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda each: each["says"])
def test_the_difference_shows_no_key_and_can_always_be_made(
    configuration: Mapping[str, Any],
) -> None:
    own = circuit(configuration["platform"])
    made = own.difference(written(configuration))
    shown = "\n".join((*made.lines, *made.commands))
    assert KEY not in shown
    assert type_7(KEY, 9) not in shown


def test_the_amazon_as_of_public_vifs_is_named_on_a_private_one() -> None:
    own = circuit("cisco_xe")
    found = own.compared(own.text.replace("remote-as 64512", "remote-as 7224"))
    said = next(judgement for judgement in found.judgements if judgement.fact == "peer_as")
    assert "7224 is Amazon's AS on public VIFs" in said.remark
