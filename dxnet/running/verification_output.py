"""Verifications as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from dxnet.escape import for_markdown, for_terminal
from dxnet.running.proofs import Proof
from dxnet.running.verification import Proved, Verification

SCHEMA = 1
_COLOURS = {Proof.PASS: "32", Proof.FAIL: "31;1", Proof.CANT_TELL: "36"}
_FAMILIES = {"ipv4": " (IPv4)", "ipv6": " (IPv6)", "": ""}


def text(found: Verification, made: Mapping[str, str], *, colour: bool = False) -> str:
    """For a terminal: the facts under the command that was to prove them."""
    lines = [for_terminal(f"{_title(found)}: {summary(found)}")]
    for command, proved in groupby(found.proved, key=lambda each: each.command):
        lines += ["", for_terminal(command), *(_line(each, colour) for each in proved)]
    lines += ["", *_end(made)]
    return "\n".join(lines) + "\n"


def _title(found: Verification) -> str:
    return f"{found.expected.vif_id} {found.expected.vif_name}".rstrip()


def summary(found: Verification) -> str:
    """The verdict, and how many facts have each."""
    verdict = "FAILED" if found.has_failed else "PASSED"
    counted = ", ".join(f"{count} {proof}" for proof, count in found.counts.items() if count)
    return f"{verdict} ({counted})"


def _line(proved: Proved, colour: bool) -> str:
    proof = f"{proved.proof:<10}"
    if colour:
        proof = f"\x1b[{_COLOURS[proved.proof]}m{proof}\x1b[0m"
    name = f"{proved.fact}{_FAMILIES[proved.family]}"
    return f"  {proof} {name:<22} {for_terminal(_sentence(proved))}"


def _sentence(proved: Proved) -> str:
    line = f"line {proved.line}: " if proved.line else ""
    return f"{line}{proved.seen}; expected: {proved.asked}"


def _end(made: Mapping[str, str]) -> Iterator[str]:
    yield f"The log {for_terminal(made['log'])} has the SHA-256 {made['sha256']}"
    yield f"dxnet {made['dxnet']}, {for_terminal(made['source'])}, {made['time']}"


def markdown(found: Verification, made: Mapping[str, str]) -> str:
    """To close a ticket with."""
    lines = [f"# Verification: {for_markdown(_title(found))}", "", f"**{summary(found)}**", ""]
    lines += ["| Result | Fact | Line | Seen | Expected | Command |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    lines += [_row(proved) for proved in found.proved]
    lines += ["", f"The log {for_markdown(made['log'])} has the SHA-256 {made['sha256']}."]
    source = for_markdown(made["source"])
    lines += [f"Made by dxnet {made['dxnet']} from {source} at {made['time']}."]
    return "\n".join(lines) + "\n"


def _row(proved: Proved) -> str:
    name = f"{proved.fact}{_FAMILIES[proved.family]}"
    cells = (proved.proof, name, proved.line or "", proved.seen, proved.asked, proved.command)
    return f"| {' | '.join(for_markdown(cell) for cell in cells)} |"


def dumps(found: Verification, made: Mapping[str, str]) -> str:
    """For scripts: one JSON object with sorted keys and a schema number."""
    document = {
        "schema": SCHEMA,
        "vif": found.expected.vif_id,
        "name": found.expected.vif_name,
        "failed": found.has_failed,
        "counts": {str(proof): count for proof, count in found.counts.items()},
        "facts": [_object(proved) for proved in found.proved],
        "provenance": dict(made),
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _object(proved: Proved) -> dict[str, Any]:
    return {
        "command": proved.command,
        "fact": proved.fact,
        "family": proved.family or None,
        "verdict": str(proved.proof),
        "expected": proved.asked,
        "seen": proved.seen,
        "line": proved.line or None,
    }
