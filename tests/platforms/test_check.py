"""`dxnet platforms check FOLDER`: a platform's folder tried before it is shipped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dxnet import platforms
from tests.cli.conftest import Run, dxnet

from ..proving import ROOT

__all__ = ["dxnet"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of FRR's folder under another name, with an alias of its own."""
    copy = tmp_path / "acme_os"
    shutil.copytree(ROOT / "templates" / "frr", copy)
    edit(copy, "platform.toml", '["frrouting", "linux_frr"]', '["acme"]')
    return copy


def edit(folder: Path, name: str, now: str, then: str) -> int:
    """Replace the first place of a text in a file; the number of its line."""
    text = (folder / name).read_text("utf-8")
    assert now in text
    (folder / name).write_text(text.replace(now, then, 1), "utf-8")
    return text.partition(now)[0].count("\n") + 1


@pytest.mark.parametrize("slug", platforms.slugs())
def test_every_shipped_folder_is_sound(dxnet: Run, slug: str) -> None:
    answer = dxnet("platforms", "check", str(ROOT / "templates" / slug))
    assert (answer.code, answer.out.split(";")[0]) == (0, "no faults")


def test_a_copy_is_sound_wherever_it_is(dxnet: Run, folder: Path) -> None:
    answer = dxnet("platforms", "check", str(folder))
    assert answer.code == 0
    assert answer.out.endswith(" on acme_os\n")


@pytest.mark.parametrize(
    ("name", "now", "then", "sentence"),
    [
        ("platform.toml", "max_length", "max_lenght", "[key] has an unknown key 'max_lenght'"),
        ("platform.toml", '["acme"]', '["acme", "ios"]', "alias 'ios' is a name of cisco_xe too"),
        ("platform.toml", '"eth0"', '"eth 0"', "interface does not match [patterns] interface"),
        ("platform.toml", "far = ", 'far = "far" #', "[lint] far does not find [lint.example] far"),
        ("config.j2", "vif.label", "vif.lable", "VifFacts has no attribute 'lable'"),
        ("verify.j2", "peer.amazon", "peer.amazn", "Peer has no attribute 'amazn'"),
        ("rollback.j2", "{% block bgp", "{% block pgp", "no template that dxnet ships has a block"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(
    dxnet: Run, folder: Path, name: str, now: str, then: str, sentence: str
) -> None:
    line = edit(folder, name, now, then)
    answer = dxnet("platforms", "check", str(folder))
    assert answer.code == 1
    assert f"{folder / name}:{line}: " in answer.out
    assert sentence in answer.out


def test_a_missing_file_is_a_fault(dxnet: Run, folder: Path) -> None:
    (folder / "verify.j2").unlink()
    answer = dxnet("platforms", "check", str(folder), "--format", "json")
    details = [problem["detail"] for problem in json.loads(answer.out)["problems"]]
    assert answer.code == 1
    assert details == [f"{folder / 'verify.j2'}:1: the file is missing"]


def test_what_the_rules_find_is_a_fault(dxnet: Run, folder: Path) -> None:
    (folder / "config.j2").write_text(
        '{% extends "shipped/frr/config.j2" %}\n{% block filters %}\n{% endblock %}\n', "utf-8"
    )
    answer = dxnet("platforms", "check", str(folder))
    assert answer.code == 1
    assert "DX908" in answer.out


def test_a_key_that_is_written_otherwise_than_its_example_is_a_fault(
    dxnet: Run, folder: Path
) -> None:
    edit(folder, "platform.toml", 'line = "password FakeKey-1"', "line = \"password 'FakeKey-1'\"")
    answer = dxnet("platforms", "check", str(folder))
    assert answer.code == 1
    assert "no line ends with [key.example] line" in answer.out


@pytest.mark.parametrize("arguments", [("check",), ("check", "no/such/folder"), ("frr", "folder")])
def test_what_is_not_a_folder_is_an_error(dxnet: Run, arguments: tuple[str, ...]) -> None:
    assert dxnet("platforms", *arguments).code == 2
