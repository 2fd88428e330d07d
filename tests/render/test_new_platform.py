"""A platform is a folder: a new one beside the others is all that it takes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dxnet import platforms

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

[key]
max_length = 80
quote = "'"
refused = "'"

[key.example]
key = "FakeKey-1"
line = "key 'FakeKey-1'"

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


def run(checkout: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "dxnet", *arguments],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


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


def test_a_copied_folder_is_unverified_and_so_is_an_edited_one(checkout: Path) -> None:
    shutil.copytree(checkout / "templates" / "frr", checkout / "templates" / "copied")
    edited = checkout / "templates" / "bird" / "rollback.j2"
    edited.write_text(edited.read_text("utf-8") + "# one more line\n", "utf-8")
    listed = json.loads(run(checkout, "platforms", "--format", "json"))
    statuses = {each["slug"]: each["proof"]["status"] for each in listed}
    assert statuses["frr"] == "daemon"
    assert statuses["copied"] == statuses["bird"] == "unverified"
    shutil.rmtree(checkout / "templates" / "copied")


def test_a_broken_folder_is_listed_with_its_fault_and_disturbs_no_other(checkout: Path) -> None:
    folder = checkout / "templates" / "broken"
    folder.mkdir()
    (folder / "platform.toml").write_text('name = "Broken"\ncomments = "!"\n', "utf-8")
    table = run(checkout, "platforms")
    assert re.search(r"\nbroken +unreadable, see below", table)
    assert re.search(r"\n\S+/broken/platform.toml:2: there is an unknown key 'comments'\n", table)
    config = run(checkout, "render-config", VIF, "--demo", "--platform", "ios", "--no-bfd")
    assert f"for {platforms.get('cisco_xe').name}" in config
    refused = run(checkout, "platforms", "broken", code=2)
    assert "next: did you mean comment?" in refused
    assert "unreadable: broken" in run(checkout, "platforms", "brokn", code=2)
    shutil.rmtree(folder)


def test_an_alias_of_two_folders_names_both(checkout: Path) -> None:
    folder = checkout / "templates" / "acme_too"
    shutil.copytree(checkout / "templates" / "acme_os", folder)
    assert "acme_os, acme_too" in run(checkout, "platforms", "acme", code=2)
    assert "acme_os" in run(checkout, "platforms", "acme_os")
    shutil.rmtree(folder)
