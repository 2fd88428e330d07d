"""`dxnet templates`, and a site's templates in the commands that render."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxnet import parse
from dxnet.sources import demo
from tests.cli.conftest import Run

from .test_overlays import EXTENDS, write

VIF = "dxvif-ffabc123"
IOS = ("--platform", "cisco_xe", "--interface", "GigabitEthernet0/0/1")
NOTE = EXTENDS + "{% block bgp %}\n{{ super() -}}\n! ours: {{ vif.label }}\n{% endblock %}\n"


def test_the_context_shows_every_value_and_no_key(dxnet: Run) -> None:
    found = dxnet("templates", "context", VIF, "--demo", "--format", "json")
    context = json.loads(found.out)
    keys = next(vif for vif in parse.estate(demo.read()).vifs if vif.id == VIF).keys
    assert found.code == 0
    assert context["vif"]["label"] == "DX101-ffabc123"
    assert context["peers"][0]["amazon"]["address"] == "192.0.2.1"
    assert set(context["peers"][0]["key"]) == {"*"}
    assert all(key.mask_in(found.out) == found.out for key in keys)


def test_the_context_as_yaml_is_the_same(dxnet: Run) -> None:
    import yaml

    found = dxnet("templates", "context", VIF, "--demo")
    as_json = dxnet("templates", "context", VIF, "--demo", "--format", "json")
    assert yaml.safe_load(found.out) == json.loads(as_json.out)


def test_every_name_of_the_context_can_be_printed_by_a_template(dxnet: Run, tmp_path: Path) -> None:
    context = json.loads(dxnet("templates", "context", VIF, "--demo", "--format", "json", *IOS).out)
    lines = [
        f"! {{{{ {group}.{name} | string | length }}}}"
        for group in ("vif", "interface", "router", "platform")
        for name in context[group]
    ]
    lines += [f"! {{{{ peers[0].{name} | string | length }}}}" for name in context["ipv4"]]
    write(tmp_path, EXTENDS + "{% block bgp %}\n" + "\n".join(lines) + "\n{% endblock %}\n")
    found = dxnet("templates", "check", str(tmp_path))
    assert "has no attribute" not in found.out


def test_a_sound_folder_passes(dxnet: Run, tmp_path: Path) -> None:
    write(tmp_path, NOTE)
    found = dxnet("templates", "check", str(tmp_path))
    assert found.code == 0
    assert found.out.startswith("no faults; rendered: ")
    assert found.out.endswith(" on cisco_xe\n")


def test_every_fault_is_shown_once_with_its_file_and_line(dxnet: Run, tmp_path: Path) -> None:
    write(tmp_path, EXTENDS + "{% block bgp %}\n{{ vif.vlam }}\n{% endblock %}\n")
    write(tmp_path, "{% iff %}\n", "cisco_xe/verify.j2")
    write(tmp_path, "", "cisco_xe/configs.j2")
    write(tmp_path, "", "frrr/config.j2")
    found = dxnet("templates", "check", str(tmp_path), "--format", "json")
    details = [
        each["detail"].removeprefix(f"{tmp_path}/") for each in json.loads(found.out)["problems"]
    ]
    assert found.code == 1
    assert sorted(details) == [
        "cisco_xe/config.j2:3: VifFacts has no attribute 'vlam'",
        "cisco_xe/configs.j2:1: no template has this name",
        "cisco_xe/verify.j2:1: encountered unknown tag 'iff'",
        "frrr: there is no platform frrr",
    ]


def test_a_branch_that_the_demo_does_not_take_is_tried_too(dxnet: Run, tmp_path: Path) -> None:
    line = (
        "{% if router.vrf and router.graceful_restart %}{% elif router.vrf %}{{ x }}{% endif %}\n"
    )
    write(tmp_path, EXTENDS + "{% block header %}\n" + line + "{% endblock %}\n")
    found = dxnet("templates", "check", str(tmp_path))
    assert f"{tmp_path}/cisco_xe/config.j2:3: 'x' is undefined" in found.out


def test_a_template_that_drops_the_filters_is_found(dxnet: Run, tmp_path: Path) -> None:
    write(tmp_path, EXTENDS + "{% block filters %}\n{% endblock %}\n")
    found = dxnet("templates", "check", str(tmp_path))
    assert found.code == 1
    assert found.out.count("DX908") == 1
    assert "is used and never defined" in found.out


def test_text_that_is_not_ascii_is_one_fault_whatever_the_vif(dxnet: Run, tmp_path: Path) -> None:
    write(tmp_path, EXTENDS + "{% block advertise %}\n! caf\u00e9\n{% endblock %}\n")
    found = dxnet("templates", "check", str(tmp_path))
    assert found.code == 1
    assert found.out.count("not printable ASCII") == 1
    assert f"{tmp_path}/cisco_xe/config.j2:1: " in found.out


def test_a_folder_without_templates_is_an_error(dxnet: Run, tmp_path: Path) -> None:
    found = dxnet("templates", "check", str(tmp_path))
    assert (found.code, found.out) == (2, "")
    assert "holds no templates" in found.err


def test_the_configuration_is_the_sites(dxnet: Run, tmp_path: Path) -> None:
    write(tmp_path, NOTE)
    found = dxnet("render-config", VIF, "--demo", *IOS, "--templates", str(tmp_path))
    assert found.code == 0
    assert "! ours: DX101-ffabc123\n" in found.out


def test_the_folder_of_dxnet_toml_is_used(dxnet: Run, tmp_path: Path) -> None:
    write(tmp_path / "site", NOTE)
    (tmp_path / "dxnet.toml").write_text(
        '[defaults]\nplatform = "cisco_xe"\nasn = 65010\ntemplates = "site"\n'
    )
    found = dxnet("render-config", VIF, "--demo", "--config", "dxnet.toml")
    assert "! ours: DX101-ffabc123\n" in found.out


@pytest.mark.parametrize("command", ["validate", "render-config"])
def test_a_faulty_template_fails_the_checks_and_stops_the_configuration(
    command: str, dxnet: Run, tmp_path: Path
) -> None:
    write(tmp_path, EXTENDS + "{% block bgp %}\n{{ vif.vlam }}\n{% endblock %}\n")
    found = dxnet(command, VIF, "--demo", *IOS, "--templates", str(tmp_path))
    assert found.code == 1
    assert "DX907" in found.out + found.err
    assert "config.j2:3: VifFacts has no attribute 'vlam'" in found.out + found.err
    assert "router bgp" not in found.out


def test_a_site_that_drops_a_filter_gets_no_configuration(dxnet: Run, tmp_path: Path) -> None:
    write(tmp_path, EXTENDS + "{% block filters %}\n{% endblock %}\n")
    found = dxnet("render-config", VIF, "--demo", *IOS, "--templates", str(tmp_path))
    assert (found.code, found.out) == (1, "")
    assert "DX908" in found.err


def test_the_example_of_the_documentation_works(dxnet: Run, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "site-templates.md"
    example = page.read_text("utf-8").partition("```jinja\n")[2].partition("```")[0]
    write(tmp_path, example)
    assert dxnet("templates", "check", str(tmp_path)).code == 0
    found = dxnet("render-config", VIF, "--demo", *IOS, "--templates", str(tmp_path))
    assert "interface GigabitEthernet0/0/1.101\n service-policy output AWS-DX\n!\n" in found.out
