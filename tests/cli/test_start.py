"""What the command line costs at the start, and how it ends: subprocesses, as a shell has them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys

import pytest

HEAVY = ("netaddr", "botocore", "boto3", "jinja2", "textual", "yaml", "moto")


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def loaded_by(arguments: list[str], **environment: str) -> set[str]:
    """The heavy packages that one run of the command line imports."""
    code = (
        "import sys, dxnet.cli\n"
        f"sys.argv = ['dxnet', *{arguments!r}]\n"
        "try:\n    dxnet.cli.main()\n"
        "except SystemExit:\n    pass\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    found = python(code, **environment)
    assert found.returncode == 0, found.stderr
    return set(found.stderr.split("\n")[-2].split())


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["--version"], ["list", "--help"], ["completion", "bash"]]
)
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(arguments) == set()


@pytest.mark.parametrize(
    ("words", "current"),
    [
        ("dxnet ", "1"),
        ("dxnet render-config --platform c", "3"),
        ("dxnet render-config --demo dxvif-ff", "3"),
        ("dxnet validate --", "2"),
        ("dxnet list --source ", "3"),
    ],
)
def test_completion_imports_nothing_heavy(words: str, current: str) -> None:
    completing = {"_DXNET_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": current}
    assert loaded_by([], **completing) == set()


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["list", "--demo"], {"netaddr"}),
        (["validate", "dxvif-ffabc123", "--demo"], {"netaddr", "jinja2"}),
        (["render-config", "dxvif-ffabc123", "--demo"], {"netaddr", "jinja2"}),
        (["rules"], {"netaddr"}),
    ],
)
def test_a_command_imports_what_it_uses(arguments: list[str], loaded: set[str]) -> None:
    assert loaded_by(arguments) == loaded


def test_python_m_dxnet_is_the_same_command() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "dxnet", "--version"], capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith("dxnet 0.")


def test_a_reader_that_goes_away_is_not_an_error_message() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "dxnet", "show", "dxlag-fpjkyi4p", "--demo", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (141, b"")


def test_a_terminal_that_knows_only_ascii_gets_escapes_and_no_crash() -> None:
    record = {"virtualInterfaceId": "dxvif-fgh0abcd", "virtualInterfaceName": "caf\u00e9"}
    found = subprocess.run(
        [sys.executable, "-m", "dxnet", "list", "--source", "-"],
        input=json.dumps(record).encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert b"caf\\xe9" in found.stdout


@pytest.mark.parametrize("regions", [["eu-west-1"], ["eu-west-1", "eu-west-2"]])
def test_an_interrupt_waits_for_no_answer_of_aws(regions: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
        named = [word for region in regions for word in ("--region", region)]
        process = subprocess.Popen(
            [sys.executable, "-m", "dxnet", "list", *named, "--endpoint-url", url],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **keys},
        )
        asking = [silent.accept()[0] for _ in regions]
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        for connection in asking:
            connection.close()
    assert (process.returncode, errors) == (130, b"\ndxnet: interrupted\n")


@pytest.mark.parametrize(
    ("redirection", "arguments", "code", "message"),
    [
        (">&-", "list --demo", 2, "dxnet: standard output is closed\n  next: "),
        (">/dev/full", "list --demo", 2, "dxnet: can't write to standard output: No space left"),
        ("<&-", "list --source -", 3, "dxnet: standard input is closed\n  next: "),
    ],
)
def test_a_closed_or_full_stream_is_said_in_one_sentence(
    redirection: str, arguments: str, code: int, message: str
) -> None:
    found = subprocess.run(
        ["sh", "-c", f'"$0" -m dxnet {arguments} {redirection}', sys.executable],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert found.returncode == code
    assert found.stderr.startswith(message)
    assert found.stderr.count("\n") == 2
