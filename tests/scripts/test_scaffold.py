from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "-rN")
RULE_TESTS = (
    "tests/rules/test_rules.py::test_a_rule_says_what_its_case_expects",
    "tests/checks/test_engine.py::test_every_rule_says_what_happens_on_the_network",
)


def _python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, on the package of the copy."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the scaffold and the tests of a rule need, in a folder of its own."""
    for name in ("dxnet", "tests/rules", "tests/checks", "templates", "scripts"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("pyproject.toml", "tests/conftest.py", "tests/proving.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_new_rule_is_found_and_its_open_ends_turn_tests_red(copy: Path) -> None:
    scaffold = _python(copy, "scripts/scaffold.py", "rule", "DX199", "The VLAN is odd")
    assert (scaffold.returncode, scaffold.stderr) == (0, "")
    assert "dxnet/checks/vlan.py" in scaffold.stdout
    assert "def the_vlan_is_odd(vif: Vif)" in (copy / "dxnet/checks/vlan.py").read_text("utf-8")
    tests = _python(copy, *PYTEST, *RULE_TESTS, "-k", "DX199")
    assert "2 failed, 1 passed" in tests.stdout, tests.stdout + tests.stderr


def test_a_new_platform_is_a_copy_without_name_versions_aliases_and_limits(copy: Path) -> None:
    scaffold = _python(copy, "scripts/scaffold.py", "platform", "acme_os", "--from", "frr")
    assert (scaffold.returncode, scaffold.stderr) == (0, "")
    platform = tomllib.loads((copy / "templates/acme_os/platform.toml").read_text("utf-8"))
    assert (platform["name"], platform["versions"]) == ("TODO acme_os", "TODO")
    assert (platform["aliases"], platform["limits"]) == ([], [])
    assert (copy / "templates/acme_os/config.j2").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rule", "DX101", "Again"), "DX101 is in dxnet/checks/vlan.py already"),
        (("rule", "VLAN", "No id"), "'VLAN' is not a rule id"),
        (("rule", "DX700", "The first"), "no rule DX7xx comes before DX700"),
        (("platform", "frr", "--from", "bird"), "templates/frr is there already"),
        (("platform", "acme_os", "--from", "acme"), "there is no platform 'acme'"),
    ],
)
def test_what_can_not_be_made_is_refused(arguments: tuple[str, ...], message: str) -> None:
    scaffold = _python(ROOT, "scripts/scaffold.py", *arguments)
    assert scaffold.returncode == 1
    assert message in scaffold.stderr
