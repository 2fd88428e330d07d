"""The command line, the TUI and a change give one VIF the same text, or refuse it alike."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dxnet.tui import work

from dxnet import assess, parse, settings
from dxnet.assess import Assessment, Configuration, Refusal
from dxnet.change import checking, file, plan
from dxnet.model import Estate, Vif
from dxnet.settings import Settings
from dxnet.sources import demo

from ..cli.conftest import Run

# Lines over dxnet's own template for FRR, by name; None for no template of a site's.
UNFILTERED = """{% extends "shipped/frr/config.j2" %}
{% block bgp %}
router bgp {{ vif.customer_asn }}
{% for peer in peers %}
 neighbor {{ peer.amazon.address }} remote-as {{ vif.amazon_asn }}
 neighbor {{ peer.amazon.address }} ebgp-multihop 2
{% endfor %}
exit
{% endblock %}
"""
SOUND = """{% extends "shipped/frr/config.j2" %}
{% block header %}
{{ super() -}}
! Site: {{ vif.label }}
{% endblock %}
"""
BROKEN = """{% extends "shipped/frr/config.j2" %}
{% block header %}
{{ vif.nothing }}
{% endblock %}
"""
SITES = {"none": None, "sound": SOUND, "unfiltered": UNFILTERED, "broken": BROKEN}
NOW = 1_790_000_000.0


@cache
def estate() -> Estate:
    return parse.estate(demo.read())


@pytest.fixture(params=SITES)
def dxnet_toml(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    text = SITES[request.param]
    lines = ["[defaults]", 'platform = "frr"', 'interface = "eth0"', 'advertise = ["10.20.0.0/16"]']
    if text is not None:
        (tmp_path / "site" / "frr").mkdir(parents=True)
        (tmp_path / "site" / "frr" / "config.j2").write_text(text, encoding="utf-8")
        lines.append('templates = "site"')
    path = tmp_path / "dxnet.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def answer(outcome: Configuration | Refusal) -> str:
    """The text, or what refuses it: the ids of the rules, or the error."""
    if isinstance(outcome, Configuration):
        return outcome.text
    if outcome.error is not None:
        return outcome.error.message
    return " ".join(sorted({finding.rule.id for finding in outcome.findings}))


def in_tui(assessment: Assessment, vif: Vif) -> str:
    """What the pane shows of the VIF under the cursor."""
    return answer(work.examined(assessment, vif.id).outcome)


def on_command_line(dxnet: Run, vif: Vif, dxnet_toml: Path) -> str:
    run = dxnet("render-config", vif.id, "--demo", "--config", str(dxnet_toml), "--mask-key")
    if run.code == 0:
        return run.out
    assert run.code == 1
    assert run.out == ""
    failed = {
        line.split()[1] for line in run.err.splitlines() if line.startswith(("FAIL ", "ERROR "))
    }
    return " ".join(sorted(failed))


@pytest.mark.parametrize("is_small", [True, False], ids=["rendered at once", "rendered at rest"])
def test_the_tui_says_what_the_command_line_says(
    dxnet: Run, dxnet_toml: Path, is_small: bool
) -> None:
    assessed = assess.assess(estate(), settings.load(str(dxnet_toml)), rendered=is_small)
    for vif in [vif for vif in estate().vifs if vif.is_live][:: 3 if is_small else 7]:
        assert in_tui(assessed, vif) == on_command_line(dxnet, vif, dxnet_toml), vif.id


def after_a_change(vif: Vif, raw: dict[str, Any], chosen: Settings, folder: Path) -> str:
    """What a change that only adds a tag to the VIF says of its configuration."""
    arn = f"arn:aws:directconnect:{vif.region}:{vif.owner_account}:dxvif/{vif.id}"
    request = {
        "operation": "TagResource",
        "region": vif.region,
        "account": vif.owner_account,
        "parameters": {"resourceArn": arn, "tags": [{"key": "change", "value": "yes"}]},
    }
    path = folder / "change.json"
    path.write_text(json.dumps({"change": "CHG0000001", "requests": [request]}), encoding="utf-8")
    planned = plan.make(file.read(str(path)), raw, now=NOW)
    return answer(assess.configuration(checking.assessment(planned, chosen), vif.id, mask=True))


def test_a_change_says_what_the_command_line_says(
    dxnet: Run, dxnet_toml: Path, tmp_path: Path
) -> None:
    chosen = settings.load(str(dxnet_toml))
    raw = demo.read()
    for vif in [vif for vif in estate().vifs if vif.is_live and vif.region][::11]:
        said = after_a_change(vif, raw, chosen, tmp_path)
        assert said == on_command_line(dxnet, vif, dxnet_toml), vif.id


def test_a_site_template_without_filters_is_refused_everywhere(dxnet: Run, tmp_path: Path) -> None:
    (tmp_path / "site" / "frr").mkdir(parents=True)
    (tmp_path / "site" / "frr" / "config.j2").write_text(UNFILTERED, encoding="utf-8")
    overrides = {
        "platform": "frr",
        "asn": 65010,
        "interface": "eth0",
        "templates": str(tmp_path / "site"),
    }
    assessed = assess.assess(estate(), Settings(overrides=overrides))
    examined = work.examined(assessed, "dxvif-ffabc123")
    assert answer(examined.outcome) == "DX909 DX911 DX912"
    assert examined.verdict.stops
