from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from dxnet import kinds
from dxnet.checks.engine import Rule, Status
from dxnet.checks.findings import Findings, Outcome, Subject
from dxnet.escape import for_markdown as quoted
from dxnet.escape import for_terminal
from dxnet.limits import Source
from dxnet.model import Vif
from dxnet.provenance import Provenance
from dxnet.report import Report, data, markdown, text

EVIL = "a|b `c` <img src=x> *d* \x1b[31m\nline http://x.example @me \u202e"


def nothing(vif: Vif) -> Iterator[str]:
    return iter(())


RULE = Rule(
    id="DX999",
    title="A made-up rule",
    severity=Status.FAIL,
    why="The session stays down.",
    fix="Do nothing.",
    source=Source("https://example.com/fact", "2026-11-21"),
    only=None,
    function=nothing,
    needs=(Vif,),
)


MADE = Provenance("1.2.3", "a source", "2026-11-21T12:00:00+00:00")
VIF = "dxvif-fgh0abcd"
OTHER = "dxvif-fgh0abce"


@cache
def rule_of(status: Status) -> Rule:
    """A rule of its own for each status."""
    return replace(RULE, id=f"DX99{list(Status).index(status)}")


def report(*statuses: Status, detail: str = "a detail") -> Report:
    """A report on one VIF, on which one rule comes to each of the statuses."""
    rules = tuple(sorted((rule_of(status) for status in statuses), key=lambda rule: rule.id))
    outcomes = tuple(
        Outcome(rule_of(status), status, detail)
        for status in sorted(statuses, key=lambda status: rule_of(status).id)
        if status is not Status.PASS
    )
    return Report(VIF, Findings(rules, {Subject(kinds.VIF, VIF): outcomes}), MADE)


def of_two_vifs(*rules: tuple[Rule, Status]) -> Report:
    ordered = sorted(rules, key=lambda item: item[0].id)
    outcomes = tuple(
        Outcome(rule, status, f"{status} it is")
        for rule, status in ordered
        if status is not Status.PASS
    )
    subjects = {Subject(kinds.VIF, vif_id): outcomes for vif_id in (VIF, OTHER)}
    findings = Findings(tuple(rule for rule, _ in ordered), subjects)
    return Report("2 virtual interfaces", findings, MADE, {VIF: "core", OTHER: ""})


@pytest.mark.parametrize("status", list(Status))
def test_fail_and_error_fail_a_report_and_nothing_else_does(status: Status) -> None:
    found = report(Status.PASS, status)
    assert found.has_failed is (status in (Status.FAIL, Status.ERROR))
    assert found.summary.startswith("FAILED" if found.has_failed else "PASSED")


def test_text_shows_what_is_to_be_read_and_on_request_everything() -> None:
    found = report(*Status)
    short, every = text.text(found), text.text(found, every=True)
    for status in Status:
        heading = f"\n{status:<8} {rule_of(status).id}"
        assert heading in every
        is_quiet = status in (Status.PASS, Status.NOT_APPLICABLE)
        assert (heading in short) is not is_quiet
    assert "what to do: Do nothing." in short
    source = "source: https://example.com/fact (read 2026-11-21)"
    assert (source in short, source in every) == (False, True)
    why = "why it matters: The session stays down."
    assert (why in short, why in every) == (False, True)
    assert short.endswith("\ndxnet 1.2.3, a source, 2026-11-21T12:00:00+00:00\n")


def test_text_has_colours_only_where_they_are_asked_for() -> None:
    assert "\x1b" not in text.text(report(*Status))
    heading = f"\x1b[31;1mFAIL    \x1b[0m {rule_of(Status.FAIL).id}"
    assert heading in text.text(report(*Status), colour=True)


def test_text_says_a_rule_once_for_all_vifs_and_what_failed_first() -> None:
    later = replace(RULE, id="DX998", severity=Status.WARN)
    found = text.text(of_two_vifs((later, Status.WARN), (RULE, Status.FAIL)))
    assert found.split("\n\n")[1:-1] == [
        "FAIL     DX999  A made-up rule\n"
        "         dxvif-fgh0abcd core: FAIL it is\n"
        "         dxvif-fgh0abce: FAIL it is\n"
        "         what to do: Do nothing.",
        "WARN     DX998  A made-up rule\n"
        "         dxvif-fgh0abcd core: WARN it is\n"
        "         dxvif-fgh0abce: WARN it is\n"
        "         what to do: Do nothing.",
    ]


def test_text_counts_the_vifs_that_a_rule_has_nothing_to_say_of() -> None:
    found = text.text(of_two_vifs((RULE, Status.NOT_APPLICABLE)), every=True)
    assert "N/A      DX999  A made-up rule\n         2 of 2 virtual interfaces: N/A it is" in found


def test_json_lists_every_finding_with_sorted_keys() -> None:
    written = data.dumps(report(*Status))
    document = json.loads(written)
    statuses = [finding["status"] for finding in document["findings"]]
    assert statuses == [str(item) for item in Status]
    assert document["counts"] == {str(status): 1 for status in Status}
    assert list(document) == sorted(document)
    assert document["rules"]["DX990"]["title"] == RULE.title
    assert document["rules"]["DX990"]["why"] == RULE.why
    assert document["findings"][0] | {"detail": ""} == {
        "detail": "",
        "id": VIF,
        "kind": "virtual interface",
        "rule": "DX990",
        "status": "PASS",
    }


def test_markdown_has_a_row_for_every_rule_after_what_there_is_to_read() -> None:
    written = markdown.markdown(report(*Status))
    rows = [line.split("|") for line in written.splitlines() if line.startswith("| DX99")]
    assert [row[3].strip() for row in rows] == [
        "PASS" if status is Status.PASS else f"{status}: a detail" for status in Status
    ]
    heading = (
        f"**FAIL** {rule_of(Status.FAIL).id}: A made-up rule\n\n- a detail\n\n"
        "Why it matters: The session stays down.\n\nWhat to do: Do nothing. ([source]("
    )
    assert written.index(heading) < written.index("| --- |")


def test_markdown_counts_the_vifs_of_each_status_and_names_all_that_were_checked() -> None:
    written = markdown.markdown(of_two_vifs((RULE, Status.FAIL)))
    assert "| DX999 | A made-up rule | 2 FAIL |" in written
    assert "- dxvif-fgh0abcd core: FAIL it is\n- dxvif-fgh0abce: FAIL it is\n" in written
    assert "\nChecked: dxvif-fgh0abcd core, dxvif-fgh0abce.\n" in written


def test_untrusted_text_changes_neither_the_terminal_nor_the_table() -> None:
    found = report(Status.FAIL, detail=EVIL)
    plain, table = text.text(found), markdown.markdown(found)
    assert not any(character in plain + table for character in "\x1b\u202e")
    [row] = [line for line in table.splitlines() if line.startswith("| DX99")]
    assert row.replace("\\|", "").count("|") == 4
    assert "<img" not in table
    assert "`c`" not in table.replace("\\`", "")
    assert "://x.example" not in table


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("caf\u00e9", "caf\u00e9"),
        ("a\tb", "a\\tb"),
        ("\ud800", "\\ud800"),
        ("\u200b", "\\u200b"),
        (7, "7"),
    ],
)
def test_what_does_not_print_is_shown_as_an_escape(value: object, wanted: str) -> None:
    assert for_terminal(value) == wanted


def test_markdown_shows_the_text_itself() -> None:
    assert quoted("dxvif-1 10.0.0.1/30") == "dxvif-1 10.0.0.1/30"
    assert quoted("a_b [x](y) & #1") == "a\\_b \\[x\\](y) &amp; \\#1"
