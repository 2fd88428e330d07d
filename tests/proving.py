"""`DXNET_PROVE=1 pytest tests/lab tests/checks tests/schemas` writes templates/PROOFS.toml.

A test that proves a platform's templates says so with the fixture `proves`. A module's claims are
written only if all of its tests passed. Claims for templates that have changed since are dropped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dxnet.fields import TomlFile
from dxnet.platforms import proofs, slugs
from dxnet.platforms.proofs import Claim

ROOT = Path(__file__).parent.parent
FILE = ROOT / "templates" / proofs.FILE_NAME
HOW = "DXNET_PROVE=1 python -m pytest tests/lab tests/checks tests/schemas"
IS_ON = bool(os.environ.get("DXNET_PROVE"))

Proves = Callable[[str, str, str], None]

_FOLDERS = (str(Path(sys.executable).parent), os.environ.get("PATH", ""), "/usr/sbin")
_PROPERTY = "proves"
# What a program's version is asked with, where that is not `--version` of its own.
_VERSIONS = {"vtysh": ("/usr/lib/frr/bgpd", "--version"), "bgpd": ("/usr/sbin/bgpd", "-V")}


@pytest.fixture
def proves(record_property: Callable[[str, object], None]) -> Proves:
    """Claims that the test proves the templates of a slug: the status, and what read them."""

    def claim(slug: str, status: str, by: str) -> None:
        record_property(_PROPERTY, (slug, status, by))

    return claim


def version(program: str) -> str:
    """The version of a program, such as `8.4.4`; empty where it doesn't say one."""
    command = _VERSIONS.get(program, (program, "--version"))
    name = shutil.which(command[0], path=os.pathsep.join(_FOLDERS))
    if name is None:
        return ""
    done = subprocess.run([name, *command[1:]], capture_output=True, text=True, check=False)
    number = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return number[0] if number else ""


def shipped() -> list[Claim]:
    """The claims in the file as it is."""
    return list(proofs.claims(TomlFile(str(FILE), FILE.read_text("utf-8"))))


class Recorder:
    """Gathers what the tests of a run claim, by module; also in the parent of several workers."""

    def __init__(self) -> None:
        self._claims: dict[str, set[tuple[str, ...]]] = {}
        self._failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        module = report.nodeid.partition("::")[0]
        if report.failed:
            self._failed.add(module)
        if report.when == "teardown":
            claims = [
                tuple(map(str, value))
                for name, value in report.user_properties
                if name == _PROPERTY and isinstance(value, list | tuple)
            ]
            self._claims.setdefault(module, set()).update(claims)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        config = session.config
        is_part = config.option.keyword or any("::" in argument for argument in config.args)
        if is_part or hasattr(config, "workerinput"):
            return
        today = datetime.now(UTC).date().isoformat()
        claims = [
            Claim(slug, proofs.digest(slug), status, by, module, today)
            for module, items in self._claims.items()
            if module not in self._failed
            for slug, status, by in items
        ]
        FILE.write_text(proofs.text(merged(shipped() if FILE.exists() else [], claims)), "utf-8")


def merged(old: Iterable[Claim], new: Iterable[Claim]) -> list[Claim]:
    """The new claims, an equal old one with its date, and the old ones that are still true."""
    known = {_without_date(claim): claim for claim in old}
    claims = {(claim.slug, claim.test): known.get(_without_date(claim), claim) for claim in new}
    for claim in old:
        if claim.slug in slugs() and claim.digest == proofs.digest(claim.slug):
            claims.setdefault((claim.slug, claim.test), claim)
    return list(claims.values())


def _without_date(claim: Claim) -> tuple[str, ...]:
    return (claim.slug, claim.digest, claim.status, claim.by, claim.test)
