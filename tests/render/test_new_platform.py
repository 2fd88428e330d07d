"""A platform is a folder: a new one beside the others is all that it takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
VIF = "dxvif-ffabc123"
_END = ("--interface", "port7", "--no-bfd")
FOLDER = {
    "platform.toml": """\
name = "Acme Router OS"
versions = "1 and later"
comment = ";"
extension = "acme"
interface = "port1"
lag_interface = "trunk1"
subinterface = "{interface}-{vlan}"
aliases = ["acme"]

[proof]
status = "unverified"

[key]
max_length = 80
quote = "'"
refused = "'"

[patterns]
interface = "(port|trunk)[0-9]{1,3}"
vrf = "[A-Za-z0-9]{1,20}"
zone = "[A-Za-z0-9]{1,20}"

[capabilities]
bfd = false
graceful_restart = false
ipv6 = true
parent = false
vrf = false
zone = false
""",
    "config.j2": """\
{% extends "shipped/_base.j2" %}
{% block bgp %}
{% for peer in peers %}
peer {{ peer.amazon.address }} as {{ vif.amazon_asn }} key {{ peer.key }}
{% endfor %}
{% endblock %}
""",
    "rollback.j2": """\
{% extends "shipped/_rollback.j2" %}
{% block bgp %}
{% for peer in peers %}
forget peer {{ peer.amazon.address }}
{% endfor %}
{% endblock %}
""",
    "verify.j2": """\
{% extends "shipped/_base.j2" %}
{% import "shipped/_expect.j2" as expect %}
{% block bgp %}
{% for peer in peers %}
; {{ expect.session(peer) }}
display peer {{ peer.amazon.address }}
{% endfor %}
{% endblock %}
""",
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its templates with one more folder."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("dxnet", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    folder = root / "templates" / "acme_os"
    folder.mkdir()
    for name, text in FOLDER.items():
        (folder / name).write_text(text, encoding="utf-8")
    return root


def run(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "dxnet", *arguments],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ((), "peer 192.0.2.1 as 64512 key 'FakeKey-ffabc123'"),
        (("--rollback",), "forget peer 192.0.2.1"),
        (("--verify",), "; expect: Established, 1 prefix sent\ndisplay peer 192.0.2.1"),
    ],
    ids=["config", "rollback", "verify"],
)
def test_a_folder_is_enough_to_render_for_a_new_platform(
    checkout: Path, flags: tuple[str, ...], expected: str
) -> None:
    text = run(checkout, "render-config", VIF, "--demo", "--platform", "acme", *_END, *flags)
    assert text.startswith(f"; AWS Direct Connect {VIF} for Acme Router OS")
    assert f"\n{expected}\n" in text


def test_the_new_platform_is_listed_and_checked_like_the_others(checkout: Path) -> None:
    assert "acme_os" in run(checkout, "platforms")
    flags = ("--demo", "--platform", "acme_os", *_END, "--format", "json")
    findings = json.loads(run(checkout, "validate", VIF, *flags))["findings"]
    assert {each["status"] for each in findings if each["rule"] == "DX901"} == {"PASS"}
