"""The pages that are written by hand: links, commands, examples in Python."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from dxnet import settings
from dxnet.cli.group import COMMANDS
from dxnet.errors import ExitCode
from dxnet.settings import Router

ROOT = Path(__file__).parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
README = ROOT / "README.md"
PYTHON = (ROOT / "docs" / "python.md").read_text("utf-8")
TESTS = {
    name
    for path in ROOT.glob("tests/**/test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
}
_LINK = re.compile(r"\]\(((?!https?:|mailto:)[^)\s]*)\)")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _links(page: Path) -> list[tuple[Path, str]]:
    """The files that a page links to, and the anchor in each."""
    targets = (link.partition("#") for link in _LINK.findall(page.read_text("utf-8")))
    return [
        ((page.parent / path).resolve() if path else page, anchor) for path, _, anchor in targets
    ]


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = _links(page)
    assert [path for path, _ in links if not path.exists()] == []
    pages = [(path, anchor) for path, anchor in links if anchor and path.suffix == ".md"]
    assert [anchor for path, anchor in pages if anchor not in _anchors(path)] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [path for path, _ in _links(page)]
    assert [_name(page) for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_every_file_test_and_contract_that_a_page_names_is_there(name: str) -> None:
    page = (ROOT / name).read_text("utf-8")
    paths = re.findall(r"`((?:dxnet|tests|templates|tui|docs|scripts|benchmarks)/[\w./-]*)`", page)
    assert paths
    new = ("DX104", "aruba_aoscx")  # what the stories add
    paths = [path for path in paths if not any(word in path for word in new)]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [
        test for test in re.findall(r"`(test_\w+)(?:\[.*?\])?`", page) if test not in TESTS
    ] == []
    contracts = (ROOT / "pyproject.toml").read_text("utf-8")
    assert [
        words for words in re.findall(r"contract \*(.*?)\*", page) if words not in contracts
    ] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_on_a_page(command: str) -> None:
    texts = [page.read_text("utf-8") for page in PAGES if page.name != "CHANGELOG.md"]
    assert any(re.search(rf"dxnet {command}\b(?!-)", text) for text in texts)


def test_the_readme_names_every_exit_code() -> None:
    sentence = re.search(r"\*\*Exit codes\*\*: ([^*]*)", README.read_text("utf-8"))
    assert sentence is not None
    assert {int(number) for number in re.findall(r"\b\d+\b", sentence[1])} == set(ExitCode)


def test_every_key_of_the_settings_is_on_their_page() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    keys = {field.name for field in fields(Router)} - {
        "name",
        "templates_from",
    }  # the table, the file
    assert [key for key in keys if f"`{key}`" not in text] == []
    example = text.partition("```toml\n")[2].partition("```")[0]
    assert settings.parse(example, "docs/settings.md").tables


def test_the_examples_in_python_run(tmp_path: Path) -> None:
    example, test = re.findall(r"```python\n(.*?)```", PYTHON, re.DOTALL)
    (tmp_path / "example.py").write_text(example, "utf-8")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["dxnet.simulator.testing"]\n', "utf-8")
    (tmp_path / "test_example.py").write_text(test, "utf-8")
    shown = _python(tmp_path, "example.py")
    assert "\nrouter bgp 65010\n" in shown
    assert "2 passed" in _python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def _python(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
