from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from dxnet.checks.examples import examples
from dxnet.checks.rules import RULES

FOLDER = Path(__file__).parents[2] / "docs"


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", FOLDER / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()


@pytest.mark.parametrize("name", sorted(GENERATOR.PAGES))
def test_the_page_is_what_the_code_says(name: str) -> None:
    stale = "run `python docs/generate.py` and commit what it writes"
    assert (FOLDER / name).read_text("utf-8") == GENERATOR.PAGES[name](), stale


def test_every_rule_has_an_example_but_the_one_that_quotes_parsers() -> None:
    assert set(RULES) - set(examples()) == {"DX990"}


def test_every_link_to_a_rule_leads_to_its_heading() -> None:
    headings = re.findall(r"^### (.*)$", (FOLDER / "rules.md").read_text("utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
    links = re.findall(r"\(rules\.md#(.*?)\)", (FOLDER / "demo.md").read_text("utf-8"))
    assert links
    assert set(links) <= anchors
