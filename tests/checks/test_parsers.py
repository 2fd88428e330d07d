"""The platforms' own parsers as a check: what they refuse, what is quoted, what is left behind.

Set DXNET_REQUIRE_FRR to make an absent daemon a failure.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dxnet import platforms, render
from dxnet.checks.engine import Status
from dxnet.platforms import Parser

from ..proving import Proves, version
from ..render.cases import CASES
from ..render.vifs import KEY, KEY6, router, vif_of
from .renderings import findings, of_case

SLUGS = [slug for slug in platforms.slugs() if platforms.get(slug).parser]
FRR = platforms.get("frr")


def misspelt(text: str, pattern: str) -> tuple[str, str]:
    """The text with a letter dropped on the first line that the pattern finds, and the slip.

    The word is the line's last that has at least five letters in small, and is not a name of the
    VIF or the key.
    """
    line = next(each for each in text.splitlines() if re.search(pattern, each))
    words = re.findall(r"(?<![\w\"-])[a-z][a-z0-9-]{4,}(?=[ =])", line)
    slip = words[-1][:-2] + words[-1][-1]
    return text.replace(line, line.replace(words[-1], slip), 1), slip


def of_case_text(slug: str) -> str:
    case = CASES["dual-stack"]
    return render.config(case.parsed, case.router, platforms.get(slug))


def need(slug: str) -> None:
    parser = platforms.get(slug).parser
    assert parser
    paths = (None, "/usr/sbin", str(Path(sys.executable).parent))
    if any(shutil.which(parser.command[0], path=path) for path in paths):
        return
    if os.environ.get("DXNET_REQUIRE_FRR") and parser.install.startswith("Debian"):
        pytest.fail(f"DXNET_REQUIRE_FRR is set, and there is no {parser.command[0]}")
    pytest.skip(f"{parser.command[0]} is not installed")


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", CASES)
def test_the_parser_accepts_every_case(slug: str, name: str, proves: Proves) -> None:
    need(slug)
    parser = platforms.get(slug).parser
    assert parser
    program, note = parser.command[0], ", for the part that it reads" if parser.part else ""
    proves(slug, "parser", f"{program} {version(program)}{note}")
    if CASES[name].is_for(platforms.get(slug)):
        found = of_case(slug, name, run_parser=True)["DX990"]
        assert [(each.status, each.detail) for each in found] == [(Status.PASS, "")]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_misspelt_word_is_found_with_its_line(slug: str) -> None:
    need(slug)
    pattern = r"^[^#!]*169\.254\.100\.1"
    slip = misspelt(of_case_text(slug), pattern)[1]
    found = of_case(slug, "dual-stack", lambda text: misspelt(text, pattern)[0], run_parser=True)
    assert {each.status for each in found["DX990"]} == {Status.FAIL}
    assert slip in found["DX990"][0].detail
    assert found["DX990"][0].detail.startswith("line ")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_line_with_a_key_is_quoted_without_it(slug: str) -> None:
    need(slug)
    before = re.escape(platforms.get(slug).key.example.line.partition(" ")[0].partition("=")[0])
    slip = misspelt(of_case_text(slug), before)[1]
    found = of_case(slug, "dual-stack", lambda text: misspelt(text, before)[0], run_parser=True)
    details = " ".join(each.detail for each in found["DX990"])
    assert {each.status for each in found["DX990"]} == {Status.FAIL}
    assert KEY not in details
    assert KEY6 not in details
    assert slip in details


def test_the_line_is_counted_in_the_configuration_and_not_in_the_parsers_file() -> None:
    need("bird")
    found = of_case("bird", "vrf", lambda text: f"nonsense;\n{text}", run_parser=True)
    assert found["DX990"][0].detail.startswith("line 1: ")
    assert found["DX990"][0].detail.endswith(": nonsense;")


def test_a_missing_parser_is_not_applicable_and_says_how_to_get_it() -> None:
    platform = replace(FRR, parser=Parser(("no-such-parser",), "apt install it", "x"))
    (found,) = findings(vif_of(), router(), platform, run_parser=True)["DX990"]
    assert found.status == Status.NOT_APPLICABLE
    assert found.detail == "no-such-parser is not installed: apt install it"


def test_a_platform_without_a_parser_says_so() -> None:
    (found,) = of_case("cisco_xe", "private", run_parser=True)["DX990"]
    assert found.detail == "cisco_xe has no parser that runs without a device"


def test_no_parser_runs_unless_it_is_asked_for() -> None:
    (found,) = of_case("frr", "private")["DX990"]
    assert found.status == Status.NOT_APPLICABLE
    assert "--parser" in found.detail


def test_a_parser_that_only_ends_badly_fails_the_check() -> None:
    platform = replace(FRR, parser=Parser(("false",), "", "^line (?P<line>1)(?P<message>)$"))
    (found,) = findings(vif_of(), router(), platform, run_parser=True)["DX990"]
    assert (found.status, found.detail) == (Status.FAIL, "false ended with 1 and named no line")


def test_many_refused_lines_are_counted() -> None:
    need("frr")
    found = of_case("frr", "private", lambda text: "nonsense\n" * 9 + text, run_parser=True)
    assert len(found["DX990"]) == 6
    assert found["DX990"][-1].detail == "4 more lines"


def test_the_file_is_for_its_user_alone_and_is_removed(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f'{{ stat -c %a "$0"; echo "$0"; cat "$0"; }} > {seen}'
    platform = replace(FRR, parser=Parser(("sh", "-c", script, "<file>"), "", "^refused$"))
    (found,) = findings(vif_of(), router(), platform, run_parser=True)["DX990"]
    mode, path, text = seen.read_text("ascii").split("\n", 2)
    assert found.status == Status.PASS
    assert mode == "600"
    assert KEY in text
    assert not Path(path).parent.exists()


def test_a_file_that_the_parser_can_not_open_is_no_pass() -> None:
    assert FRR.parser
    says = 'echo "% Can\'t open configuration file $0 due to Permission denied."'
    parser = replace(FRR.parser, command=("sh", "-c", says, "<file>"))
    (found,) = findings(vif_of(), router(), replace(FRR, parser=parser), run_parser=True)["DX990"]
    assert found.status == Status.FAIL
    assert found.detail.startswith("% Can")


_WAITING = """#!{python}
import os, pathlib, sys
pathlib.Path("environment").write_text(" ".join(sorted(os.environ)))
with open("ready", "w") as pipe:
    pipe.write(sys.argv[-1])
open("end").read()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_file_with_the_key_is_gone_after_a_signal(tmp_path: Path, number: int) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    parser = programs / "vtysh"
    parser.write_text(_WAITING.format(python=sys.executable))
    parser.chmod(0o755)
    os.mkfifo(tmp_path / "ready")
    os.mkfifo(tmp_path / "end")
    environment = {
        "PATH": str(programs),
        "TMPDIR": str(tmp_path),
        "AWS_SECRET_ACCESS_KEY": "FakeKey-1",
        "LC_ALL": "C.UTF-8",
        "HOME": str(tmp_path),
    }
    arguments = ["validate", "--demo", "fra-ring-a", "--platform", "frr", "--interface", "eth0"]
    run = [sys.executable, "-m", "dxnet", *arguments]
    ready = os.open(tmp_path / "ready", os.O_RDONLY | os.O_NONBLOCK)
    with subprocess.Popen(run, env=environment, cwd=tmp_path) as process:
        try:
            assert select.select([ready], [], [], 30)[0], "the parser was not started"
            file = Path(os.read(ready, 4096).decode())
            assert "neighbor" in file.read_text("ascii")
            process.send_signal(number)
            code = process.wait(30)
            assert not file.parent.exists()
        finally:
            process.kill()
            os.close(ready)
            with contextlib.suppress(OSError):  # nobody waits for it
                os.close(os.open(tmp_path / "end", os.O_WRONLY | os.O_NONBLOCK))
    assert code in (-number, 130)
    assert not list(tmp_path.glob("dxnet-*"))
    assert (tmp_path / "environment").read_text() == "LC_ALL PATH"
