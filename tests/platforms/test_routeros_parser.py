"""An independent parser with RouterOS's command database reads what is rendered for it.

The parser is the package routeros-lsp; the text of filter rules is beyond it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ..render.test_goldens import GOLDEN

FOLDERS = (str(Path(sys.executable).parent), os.environ.get("PATH", ""))
PROGRAM = shutil.which("routeros-lsp", path=os.pathsep.join(FOLDERS))
FILES = sorted((GOLDEN / "mikrotik_routeros").iterdir())

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="routeros-lsp is not installed (pip install routeros-lsp)"
)


def findings(texts: Mapping[str, str], folder: Path) -> str:
    """What `check --strict` says against the texts; empty where it finds nothing."""
    assert PROGRAM
    for name, text in texts.items():
        (folder / f"{name}.rsc").write_text(text, encoding="ascii")
    done = subprocess.run(
        [PROGRAM, "check", "--strict", str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_the_parser_accepts_every_golden_file(tmp_path: Path) -> None:
    assert findings({file.name: file.read_text("ascii") for file in FILES}, tmp_path) == ""


@pytest.mark.parametrize(
    ("word", "slip"),
    [
        ("vlan-id=", "vlanid="),
        ("/routing/filter/rule/add", "/routing/filter/rules/add"),
        ("min-rx=", "min-rxx="),
        ("tcp-md5-key=", "md5-key="),
        ("local.role=", "role="),
        ("output.network=", "output.networks="),
        ("/ip/firewall/address-list/add", "/ip/firewall/address-lists/add"),
        ("blackhole distance=", "blackhole distanced="),
        ('tcp-md5-key="Fake', 'tcp-md5-key="$Fake'),
    ],
)
def test_the_parser_refuses_a_misspelt_word(word: str, slip: str, tmp_path: Path) -> None:
    text = (GOLDEN / "mikrotik_routeros" / "anchor.cfg").read_text("ascii")
    assert word in text
    assert findings({"broken": text.replace(word, slip)}, tmp_path) != ""
