"""The tutorial is typed from its first line to its last, against a simulator of its own."""

from __future__ import annotations

from pathlib import Path

from dxnet import simulator
from dxnet.sources import demo
from tests import sessions
from tests.sessions import Command, File

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"


def test_each_command_of_the_tutorial_prints_what_the_tutorial_shows(tmp_path: Path) -> None:
    steps = list(sessions.steps(TUTORIAL.read_text("utf-8")))
    assert len(steps) > 15
    with simulator.serve(demo.read()) as url:
        for step in steps:
            if isinstance(step, File):
                (tmp_path / step.name).write_text(step.text, "utf-8")
                continue
            printed = sessions.run(step, tmp_path, **_environment(url, tmp_path))
            assert sessions.is_shown(step, printed), f"$ {step.line}\n{printed}"


def test_a_difference_is_seen() -> None:
    command = Command("dxnet list", "…\nok: 3 …\nend\n")
    assert sessions.is_shown(command, "one\ntwo\nok: 3 of 4\nend\n")
    assert not sessions.is_shown(command, "ok: 2 of 4\nend\n")
    assert not sessions.is_shown(command, "ok: 3 of 4\nend\nmore\n")


def _environment(url: str, folder: Path) -> dict[str, str]:
    """What the tutorial exports, without the reader's own settings of AWS and dxnet."""
    return {
        "AWS_ENDPOINT_URL_DIRECT_CONNECT": url,
        "AWS_ACCESS_KEY_ID": "111122223333",
        "AWS_SECRET_ACCESS_KEY": "fake",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_CONFIG_FILE": str(folder / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "COLUMNS": "120",
    }
