"""The templates are written as j2lint asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
J2LINT = Path(sys.executable).with_name("j2lint")


def complaints(folder: Path) -> str:
    """What j2lint says against the templates of a folder."""
    done = subprocess.run(
        [J2LINT, folder], capture_output=True, text=True, timeout=120, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_j2lint_has_nothing_to_say_against_the_templates() -> None:
    assert complaints(TEMPLATES) == ""


def test_j2lint_would_say_where_a_statement_is_indented_wrongly(tmp_path: Path) -> None:
    text = "{% if vif %}\n{% set name = vif.id %}\n{{ name }}\n{% endif %}\n"
    (tmp_path / "config.j2").write_text(text, encoding="ascii")
    assert "expected 5, got 1" in complaints(tmp_path)
