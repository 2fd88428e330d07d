from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dxnet import parse, platforms, simulator
from dxnet.sources import demo

Run = Callable[..., Any]

SOUND = "dxvif-ffabc123"
OTHER = "dxvif-f1vxf8ue"
# On the router of SOUND.
BESIDE = "dxvif-fzgbqotu"
FAULTY = "dxvif-f1ksr1sl"


def test_stdout_is_the_configuration_and_nothing_else(dxnet: Run) -> None:
    found = dxnet("render-config", SOUND, "--demo")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"! AWS Direct Connect {SOUND}")
    assert "FakeKey-ffabc123" in found.out


def test_a_failed_check_leaves_stdout_empty_and_writes_nothing(dxnet: Run, tmp_path: Path) -> None:
    found = dxnet("render-config", SOUND, FAULTY, "--demo", "-o", "configs/")
    assert (found.code, found.out) == (1, "")
    assert "FAIL     DX201" in found.err
    assert "no configuration was made" in found.err
    assert "FakeKey" not in found.err
    assert not list(tmp_path.iterdir())


def test_an_accepted_failure_is_no_obstacle_but_is_said(dxnet: Run) -> None:
    reasons = [
        word for rule_id in ("DX102", "DX320") for word in ("--accept", f"{rule_id}=CHG0012345")
    ]
    found = dxnet("render-config", "dxvif-f4ud3frx", "--demo", *reasons)
    assert found.code == 0
    assert "198.51.100.24" in found.out
    assert found.err.startswith("dxnet: ACCEPTED dxvif-f4ud3frx DX102: ")


def test_a_masked_copy_holds_no_key(dxnet: Run) -> None:
    found = dxnet("render-config", SOUND, "--demo", "--mask-key")
    assert found.code == 0
    assert "FakeKey" not in found.out


def test_a_folder_gets_private_files_of_the_three_texts_for_each_vif(
    dxnet: Run, tmp_path: Path
) -> None:
    found = dxnet("render-config", SOUND, OTHER, "--demo", "-o", "configs/")
    assert (found.code, found.out) == (0, "")
    files = sorted((tmp_path / "configs").iterdir())
    flags = {".rollback": ["--rollback"], ".verify": ["--verify"], "": []}
    assert len(files) == 2 * len(flags)
    for path in files:
        vif_id, _, kind = path.stem.partition(".")
        expected = dxnet("render-config", vif_id, "--demo", *flags[f".{kind}" if kind else ""])
        assert path.read_text() == expected.out
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_gets_every_configuration_and_is_private(dxnet: Run, tmp_path: Path) -> None:
    assert dxnet("render-config", SOUND, BESIDE, "--demo", "-o", "all.cfg").code == 0
    path = tmp_path / "all.cfg"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == dxnet("render-config", BESIDE, SOUND, "--demo").out


def test_the_texts_of_two_platforms_never_share_one_output(dxnet: Run) -> None:
    for destination in ([], ["-o", "all.cfg"]):
        found = dxnet("render-config", SOUND, OTHER, "--demo", *destination)
        assert (found.code, found.out) == (2, "")
        assert "routers of several platforms: " in found.err
        assert "-o FOLDER/" in found.err


def test_a_connection_is_known_by_its_vifs_alone(dxnet: Run) -> None:
    vifs = {"virtualInterfaces": demo.read()["virtualInterfaces"]}
    Path("vifs.json").write_text(json.dumps(vifs), encoding="utf-8")
    found = dxnet(
        "render-config", "--connection", "dxcon-fncs6w1l", "--source", "vifs.json", "--platform=frr"
    )
    assert found.code == 0, found.err
    assert "AWS Direct Connect dxvif-" in found.out


def test_flags_go_before_the_settings(dxnet: Run) -> None:
    flags = ["--platform", "cisco_xe", "--interface", "GigabitEthernet9/9/9", "--vrf", "BLUE"]
    found = dxnet("render-config", SOUND, "--demo", *flags, "--advertise", "10.1.0.0/16")
    assert found.code == 0, found.err
    assert "GigabitEthernet9/9/9.101" in found.out
    assert "BLUE" in found.out
    assert "10.1.0.0" in found.out


def test_without_a_platform_the_message_lists_them_and_both_ways_to_say_it(dxnet: Run) -> None:
    snapshot = dxnet("snapshot", "--demo").out
    Path("estate.json").write_text(snapshot, encoding="utf-8")
    found = dxnet("render-config", SOUND, "--source", "estate.json")
    assert (found.code, found.out) == (2, "")
    assert f"--platform, one of {', '.join(platforms.slugs())}," in found.err
    assert '[connections.dxcon-fpr02mt9]\n    platform = "cisco_xe"' in found.err
    Path("dxnet.toml").write_text(
        '[connections.dxcon-fpr02mt9]\nplatform = "frr"\nasn = 65010\n', encoding="utf-8"
    )
    assert dxnet("render-config", SOUND, "--source", "estate.json").code == 0


def test_a_connection_and_all_stand_for_their_live_vifs(dxnet: Run) -> None:
    [vif] = parse.estate(demo.read()).vifs_on("dxcon-fncs6w1l")
    found = dxnet("render-config", "--connection", "dxcon-fncs6w1l", "--demo")
    assert found.code == 0
    assert found.out == dxnet("render-config", vif.id, "--demo").out
    assert dxnet("render-config", "--all", "--demo").code == 1


def test_a_vif_that_is_being_deleted_has_no_configuration(dxnet: Run) -> None:
    found = dxnet("render-config", "dxvif-fh25a7kc", "--demo")
    assert (found.code, found.out) == (2, "")
    assert "dxvif-fh25a7kc is deleting" in found.err


@pytest.mark.parametrize("text", ["rollback", "verify"])
def test_the_other_two_texts_hold_no_key_and_no_failed_check_withholds_them(
    dxnet: Run, text: str
) -> None:
    found = dxnet("render-config", "dxvif-f4ud3frx", "--demo", f"--{text}")
    assert found.code == 0
    assert found.out.startswith("# AWS Direct Connect dxvif-f4ud3frx")
    assert "FAIL dxvif-f4ud3frx DX102" in found.err
    assert "FakeKey" not in found.out + found.err


@pytest.mark.parametrize("text", ["rollback", "verify"])
def test_what_can_not_be_rendered_has_no_rollback_either(dxnet: Run, text: str) -> None:
    flags = ["--platform", "openbgpd", "--interface", "eth0", "--bfd"]
    found = dxnet("render-config", SOUND, "--demo", f"--{text}", *flags)
    assert (found.code, found.out) == (1, "")
    assert "asks for bfd, which the OpenBGPD configuration doesn't offer" in found.err


@pytest.mark.parametrize(
    ("text", "name"), [("rollback", f"{SOUND}.rollback.cfg"), ("verify", f"{SOUND}.verify.txt")]
)
def test_the_other_two_texts_have_file_names_of_their_own(
    dxnet: Run, tmp_path: Path, text: str, name: str
) -> None:
    assert dxnet("render-config", SOUND, "--demo", f"--{text}", "-o", "configs/").code == 0
    assert [path.name for path in (tmp_path / "configs").iterdir()] == [name]


def test_a_rollback_and_a_verification_are_asked_for_one_at_a_time(dxnet: Run) -> None:
    found = dxnet("render-config", SOUND, "--demo", "--rollback", "--verify")
    assert (found.code, found.out) == (2, "")
    assert "run render-config once for each" in found.err


@pytest.mark.parametrize("through", ["pipe", "socket"])
def test_the_configuration_is_that_of_the_vif_in_aws(through: str, tmp_path: Path) -> None:
    raw = demo.read()
    [vif] = [item for item in raw["virtualInterfaces"] if item["virtualInterfaceId"] == SOUND]
    with simulator.serve(raw) as url:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            "AWS_ENDPOINT_URL_DIRECT_CONNECT": url,
            "AWS_ACCESS_KEY_ID": "fake",
            "AWS_SECRET_ACCESS_KEY": "fake",
            "AWS_DEFAULT_REGION": vif["region"],
            "AWS_EC2_METADATA_DISABLED": "true",
            "HOME": str(tmp_path),
        }
        config = _rendered(through, environment, tmp_path)
    for peer in vif["bgpPeers"]:
        assert peer["authKey"] in config
        assert peer["amazonAddress"].split("/")[0] in config
        assert peer["customerAddress"].split("/")[0] in config
    assert f"encapsulation dot1Q {vif['vlan']}" in config
    assert "255.255.255.252" in config
    assert f"router bgp {vif['asn']}" in config
    assert f"remote-as {vif['amazonSideAsn']}" in config


def _rendered(through: str, environment: dict[str, str], folder: Path) -> str:
    command = [sys.executable, "-m", "dxnet", "render-config", SOUND, "--platform", "cisco_xe"]
    command += ["--asn", "65010"]
    answer = b""
    if through == "pipe":
        aws = str(Path(sys.executable).with_name("aws"))
        describe = [aws, "directconnect", "describe-virtual-interfaces"]
        answer = subprocess.run(
            describe, stdout=subprocess.PIPE, check=True, env=environment, cwd=folder
        ).stdout
        assert len(json.loads(answer)["virtualInterfaces"]) > 10
        command += ["--source", "-"]
    found = subprocess.run(
        command, input=answer, capture_output=True, check=True, env=environment, cwd=folder
    )
    return found.stdout.decode()
