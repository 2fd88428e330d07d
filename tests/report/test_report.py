from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from dxnet.checks.engine import Finding, Rule, Status
from dxnet.limits import Source
from dxnet.model import Vif
from dxnet.report import Provenance, Report, data, markdown, text
from dxnet.untrusted import markdown as quoted
from dxnet.untrusted import shown

EVIL = "a|b `c` <img src=x> *d* \x1b[31m\nline http://x.example @me \u202e"


def nothing(vif: Vif) -> Iterator[str]:
    return iter(())


RULE = Rule(
    id="DX999",
    title="A made-up rule",
    severity=Status.FAIL,
    fix="Do nothing.",
    source=Source("https://example.com/fact", "2026-11-21"),
    only=None,
    function=nothing,
    needs=(Vif,),
)


def report(*statuses: Status, detail: str = "a detail") -> Report:
    findings = tuple(Finding(RULE, "dxvif-fgh0abcd", status, detail) for status in statuses)
    made = Provenance("1.2.3", "a source", "2026-11-21T12:00:00+00:00")
    return Report("dxvif-fgh0abcd", findings, made)


@pytest.mark.parametrize("status", list(Status))
def test_fail_and_error_fail_a_report_and_nothing_else_does(status: Status) -> None:
    found = report(Status.PASS, status)
    assert found.has_failed is (status in (Status.FAIL, Status.ERROR))
    assert found.summary.startswith("FAILED" if found.has_failed else "PASSED")


def test_text_shows_what_is_to_be_read_and_on_request_everything() -> None:
    found = report(*Status)
    short, every = text.text(found), text.text(found, every=True)
    for status in Status:
        assert f"  {status:<8} DX999" in every
        is_quiet = status in (Status.PASS, Status.NOT_APPLICABLE)
        assert (f"  {status:<8} DX999" in short) is not is_quiet
    assert "what to do: Do nothing." in short
    assert "source: https://example.com/fact (read 2026-11-21)" in short
    assert short.endswith("\ndxnet 1.2.3, a source, 2026-11-21T12:00:00+00:00\n")


def test_text_has_colours_only_where_they_are_asked_for() -> None:
    assert "\x1b" not in text.text(report(*Status))
    assert "\x1b[31;1mFAIL    \x1b[0m DX999" in text.text(report(*Status), colour=True)


def test_json_lists_every_finding_with_sorted_keys() -> None:
    written = data.dumps(report(*Status))
    document = json.loads(written)
    assert [finding["status"] for finding in document["findings"]] == [str(item) for item in Status]
    assert document["counts"] == {str(status): 1 for status in Status}
    assert json.dumps(document, indent=2, sort_keys=True) + "\n" == written


def test_markdown_lists_every_finding_as_a_row_and_what_to_do_first() -> None:
    written = markdown.markdown(report(*Status))
    rows = [line for line in written.splitlines() if line.startswith("| dxvif-fgh0abcd |")]
    assert [row.split("|")[3].strip() for row in rows] == [str(status) for status in Status]
    assert written.index("**FAIL** DX999 dxvif-fgh0abcd: a detail") < written.index("| --- |")


def test_untrusted_text_changes_neither_the_terminal_nor_the_table() -> None:
    found = report(Status.FAIL, detail=EVIL)
    plain, table = text.text(found), markdown.markdown(found)
    assert not any(character in plain + table for character in "\x1b\u202e")
    [row] = [line for line in table.splitlines() if line.startswith("| dxvif-fgh0abcd |")]
    assert row.replace("\\|", "").count("|") == 6
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
    assert shown(value) == wanted


def test_markdown_shows_the_text_itself() -> None:
    assert quoted("dxvif-1 10.0.0.1/30") == "dxvif-1 10.0.0.1/30"
    assert quoted("a_b [x](y) & #1") == "a\\_b \\[x\\](y) &amp; \\#1"
