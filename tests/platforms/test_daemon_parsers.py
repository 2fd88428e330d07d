"""The daemons' own parsers read what is rendered for BIRD, OpenBGPD and SONiC's FRR.

Each configuration is one that a daemon's own file includes, so the smallest such file stands
around it. Set DXNET_REQUIRE_FRR to make an absent daemon a failure.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import string
import subprocess
from pathlib import Path

import pytest

from dxnet import parse, platforms, render
from dxnet.errors import DxnetError
from dxnet.settings import Router
from dxnet.sources import demo

from ..render.test_goldens import GOLDEN
from ..render.vifs import PEER, PEER6, router, vif_of

COMMANDS = {
    "bird": ("bird", "-p", "-c"),
    "openbgpd": ("bgpd", "-n", "-f"),
    "sonic": ("vtysh", "-C", "-f"),
}
BASES = {
    "bird": """router id 192.0.2.1;
protocol device {{ }}
protocol bfd {{ }}
ipv4 table VrfBlue4;
ipv6 table VrfBlue6;
include "{}";
""",
    "openbgpd": """AS 65001
router-id 192.0.2.1
include "{}"
""",
}
GOLDENS = [file for slug in COMMANDS for file in sorted((GOLDEN / slug).glob("*.cfg"))]
# What a slip of the hand makes of a word that the platform's grammar knows.
MUTATIONS = [
    ("bird", "neighbor", "neighbour"),
    ("bird", "hold time", "holdtime"),
    ("bird", "import limit", "import limits"),
    ("bird", "export filter DX", "export filter XD"),
    ("bird", "min rx interval", "min rx intervall"),
    ("bird", "graceful restart", "gracefull restart"),
    ("bird", "blackhole", "blackhol"),
    ("openbgpd", "remote-as", "remoteas"),
    ("openbgpd", "holdtime", "hold-time"),
    ("openbgpd", "tcp md5sig", "tcp md5"),
    ("openbgpd", "max-prefix", "maxprefix"),
    ("openbgpd", "allow from", "alow from"),
    ("openbgpd", 'deny to group "DX', 'deny to group "XD'),
    ("openbgpd", "network", "networks"),
    ("sonic", "remote-as", "remote-at"),
    ("sonic", "prefix-list", "prefixlist"),
]


def frr_part(text: str) -> str:
    """What stands below the command that applies it, up to a part for the shell."""
    lines = text.splitlines(keepends=True)
    start = next(i for i, each in enumerate(lines) if each.startswith("# docker exec bgp vtysh"))
    return "".join(lines[start + 1 :]).partition("# Part 2 of 2: in the shell")[0]


def complaint(slug: str, text: str, folder: Path) -> str:
    """What the daemon's parser says against the text; empty where it accepts it."""
    program = shutil.which(COMMANDS[slug][0], path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None and not os.environ.get("DXNET_REQUIRE_FRR"):
        pytest.skip(f"{COMMANDS[slug][0]} is not installed")
    assert program, f"DXNET_REQUIRE_FRR is set, and there is no {COMMANDS[slug][0]}"
    included, main = folder / "included.conf", folder / "main.conf"
    included.write_text(frr_part(text) if slug == "sonic" else text, encoding="ascii")
    main.write_text(BASES[slug].format(included) if slug in BASES else included.read_text("ascii"))
    for file in (included, main):
        file.chmod(0o600)
    done = subprocess.run(
        [program, *COMMANDS[slug][1:], str(main)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = done.stdout + done.stderr
    refused = done.returncode != 0 or (slug == "sonic" and "%" in said)
    return said or "refused" if refused else ""


@pytest.mark.parametrize("file", GOLDENS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_daemon_accepts_every_golden_configuration(file: Path, tmp_path: Path) -> None:
    assert complaint(file.parent.name, file.read_text("ascii"), tmp_path) == ""


@pytest.mark.parametrize("slug", COMMANDS)
def test_the_daemon_accepts_every_configuration_that_the_demo_yields(
    slug: str, tmp_path: Path
) -> None:
    settings, accepted = demo.router_settings(), 0
    for vif in parse.estate(demo.read()).vifs:
        chosen = settings.router_for(vif)
        end = Router(advertise=chosen.advertise, community=chosen.community, scope=chosen.scope)
        try:
            text = render.config(vif, end, platforms.get(slug))
        except DxnetError:
            continue
        assert complaint(slug, text, tmp_path) == "", vif.id
        accepted += 1
    assert accepted > 80


@pytest.mark.parametrize(("slug", "word", "slip"), MUTATIONS)
def test_the_daemon_refuses_a_misspelt_word(
    slug: str, word: str, slip: str, tmp_path: Path
) -> None:
    texts = (
        (GOLDEN / slug / f"{name}.cfg").read_text("ascii")
        for name in ("dual-stack", "graceful-restart", "anchor", "maximum-prefix")
    )
    text = next(each for each in texts if word in re.sub("(?m)^#.*", "", each))
    broken = "\n".join(
        line if line.startswith("#") else line.replace(word, slip) for line in text.splitlines()
    )
    assert complaint(slug, broken + "\n", tmp_path) != ""


@pytest.mark.parametrize("slug", COMMANDS)
def test_the_daemon_accepts_every_printable_character_that_a_key_may_hold(
    slug: str, tmp_path: Path
) -> None:
    platform = platforms.get(slug)
    characters = "".join(
        each for each in string.printable[:94] if not platform.key_refusal(f"Fake{each}Key")
    )
    assert len(characters) >= 93
    for key in (characters[:47] + "!", characters[47:] + "!"):
        vif = vif_of(bgpPeers=[PEER | {"authKey": key}, PEER6 | {"authKey": key[::-1]}])
        text = render.config(vif, router("10.20.0.0/16"), platform)
        assert complaint(slug, text, tmp_path) == ""


@pytest.mark.parametrize("name", ["dual-stack", "lag", "parent", "vrf"])
def test_the_first_part_for_sonic_is_json_with_short_interface_names(name: str) -> None:
    text = (GOLDEN / "sonic" / f"{name}.cfg").read_text("ascii")
    part = text.partition("config load -y")[2].partition("\n")[2].partition("\n#")[0]
    names = {key.partition("|")[0] for key in json.loads(part)["VLAN_SUB_INTERFACE"]}
    assert len(names) == 1
    assert all(re.fullmatch(r"(Eth|Po)\d+\.101", each) for each in names)


@pytest.mark.parametrize("parent", ["Ethernet9999", "PortChannel9999"])
def test_the_longest_interface_name_of_sonic_has_at_most_15_characters(parent: str) -> None:
    text = render.config(vif_of(vlan=4094), router(interface=parent), platforms.get("sonic"))
    names = re.findall(r'"((?:Eth|Po)[^|"]*)"', text)
    assert names
    assert all(len(each) <= 15 for each in names)


@pytest.mark.parametrize("name", ["private", "vrf", "public-dual-stack"])
def test_vtysh_accepts_the_way_back_of_sonic(name: str, tmp_path: Path) -> None:
    text = (GOLDEN / "sonic" / f"{name}.rollback").read_text("ascii")
    assert frr_part(text).count("\n") > 5
    assert complaint("sonic", text, tmp_path) == ""
