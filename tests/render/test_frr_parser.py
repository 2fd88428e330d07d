"""FRRouting's own parser reads what is rendered for it.

`vtysh -C` may end with 0 although it refused lines, so its messages decide. Set DXNET_REQUIRE_FRR
to make an absent vtysh a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "golden" / "frr"
GOLDENS = sorted((*FOLDER.glob("*.cfg"), *FOLDER.glob("*.rollback")))
VTYSH = shutil.which("vtysh")

pytestmark = pytest.mark.skipif(
    VTYSH is None and not os.environ.get("DXNET_REQUIRE_FRR"),
    reason="vtysh is not installed (Debian package frr)",
)


def complaints(file: Path) -> str:
    assert VTYSH, "DXNET_REQUIRE_FRR is set, and there is no vtysh"
    done = subprocess.run(
        [VTYSH, "-C", "-f", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("file", GOLDENS, ids=lambda file: file.name)
def test_vtysh_accepts_every_golden_configuration_and_rollback(file: Path) -> None:
    assert "%" not in complaints(file)


def test_vtysh_refuses_a_misspelt_word(tmp_path: Path) -> None:
    text = next(file for file in GOLDENS if file.name == "private.cfg").read_text("ascii")
    broken = tmp_path / "broken.conf"
    broken.write_text(text.replace("remote-as", "remote-at"), encoding="ascii")
    assert "%" in complaints(broken)
