"""docs/simulator.md: its outage runs as shown, its table has every control, its test passes."""

from __future__ import annotations

import inspect
import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from dxnet import sources
from dxnet.simulator import Service, serve
from dxnet.simulator.controls import CONTROLS

pytest_plugins = ["dxnet.simulator.testing"]

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
URL = "http://127.0.0.1:4570"
[SESSION] = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
STEPS = re.findall(r"\$ (.+)\n((?:(?!\$ ).*\n)*)", SESSION)


def output(command: str, url: str, account: str) -> str:
    program, *arguments = shlex.split(command)
    if program == "curl":
        [_, body, path] = arguments
        request = urllib.request.Request(path.replace(URL, url), body.encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60) as response:
            answer: bytes = response.read()
        return answer.decode()
    assert program == "dxnet"
    run = subprocess.run(
        [sys.executable, "-m", "dxnet", *arguments],
        env={
            **os.environ,
            "AWS_ENDPOINT_URL_DIRECT_CONNECT": url,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "fake",
            "COLUMNS": "100",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    return run.stdout


def pattern(shown: str) -> str:
    """What is shown, as a pattern: a line of one ellipsis stands for any lines."""
    lines = shown.splitlines()
    return "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n" for line in lines)


def test_five_commands_are_an_outage() -> None:
    service = Service(sources.read(sources.Options("demo")))
    with serve(service) as url:
        printed = [output(command, url, service.account) for command, _ in STEPS]
    for (command, shown), text in zip(STEPS, printed, strict=True):
        assert re.fullmatch(pattern(shown), text), (command, text)
    assert len(STEPS) == 5


def test_the_table_has_every_control_with_its_example_and_its_method() -> None:
    rows = {
        path: (example, states, method)
        for path, example, states, method in re.findall(
            r"\| `/dxnet/(\w+)` \| `(.*?)` \| (.*?) ?\| `(\w+)` \|", PAGE
        )
    }
    assert list(rows) == [control.path for control in CONTROLS]
    for control in CONTROLS:
        example, states, method = rows[control.path]
        assert json.loads(example) == control.example
        others = [state for state in control.states if state != control.example.get("state")]
        assert states == ", ".join(others)
        assert inspect.isfunction(getattr(Service, method))


def test_the_pages_test_passes(directconnect_in_moto: Service) -> None:
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    scope: dict[str, Any] = {}
    exec(code, scope)
    scope["test_the_port_is_down"](directconnect_in_moto)
