from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Run = Callable[..., Any]

SOUND = "dxvif-ffabc123"
FAULTY = "dxvif-f1ksr1sl"  # DX201 fails on it


def test_a_sound_vif_passes_with_exit_0_and_a_summary(dxnet: Run) -> None:
    found = dxnet("validate", SOUND, "--demo")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"{SOUND} fra-prod-erp: PASSED (")


def test_a_failed_check_is_exit_1_and_says_what_to_do_and_why(dxnet: Run) -> None:
    found = dxnet("validate", FAULTY, SOUND, "--demo")
    assert found.code == 1
    assert "FAIL     DX201" in found.out
    assert "what to do: " in found.out
    assert "source: https://docs.aws.amazon.com/" in dxnet("validate", FAULTY, "--demo", "-v").out
    assert "PASS " not in found.out.split("\n", 1)[1]


def test_every_rule_is_listed_in_order_where_it_is_asked_for(dxnet: Run) -> None:
    verbose = dxnet("validate", SOUND, "--demo", "--verbose").out
    document = json.loads(dxnet("validate", SOUND, "--demo", "--format", "json").out)
    markdown = dxnet("validate", SOUND, "--demo", "--format", "markdown").out
    ids = [finding["rule"] for finding in document["findings"]]
    known = json.loads(dxnet("rules", "--format", "json").out)
    by_object: dict[str, list[str]] = {}
    for finding in document["findings"]:
        by_object.setdefault(finding["id"], []).append(finding["rule"])
    assert all(found == sorted(found) for found in by_object.values())
    about_vifs = {rule["id"] for rule in known if rule["about"] == "virtual interface"}
    assert set(ids) >= about_vifs - {"DX001"}
    assert all(f" {rule_id}  " in verbose for rule_id in ids)
    assert all(f"| {rule_id} |" in markdown for rule_id in ids)


def test_an_accepted_finding_stays_in_the_report_and_stops_nothing(dxnet: Run) -> None:
    found = dxnet("validate", FAULTY, "--demo", "--accept", "dx201=CHG0012345 lab only")
    assert found.code == 0
    assert "ACCEPTED DX201" in found.out
    assert "CHG0012345 lab only" in found.out


def test_an_acceptance_that_matches_nothing_is_a_warning(dxnet: Run) -> None:
    found = dxnet("validate", SOUND, "--demo", "--accept", "DX201=CHG0012345")
    assert found.code == 0
    assert "WARN     DX001" in found.out


def test_the_whole_estate_is_checked_without_a_name_and_no_key_is_shown(dxnet: Run) -> None:
    found = dxnet("validate", "--demo", "--format", "json")
    document = json.loads(found.out)
    assert found.code == 1
    assert document["failed"] is True
    assert len({finding["id"] for finding in document["findings"]}) > 40
    assert "FakeKey" not in found.out


def test_the_platform_of_the_command_line_goes_before_that_of_the_settings(dxnet: Run) -> None:
    found = dxnet("validate", "dxvif-f2hc7nju", "--demo", "--platform", "cisco_xe")
    assert "DX901" not in found.out


def test_an_estate_without_vifs_proves_nothing(dxnet: Run, tmp_path: Any) -> None:
    (tmp_path / "empty.json").write_text('{"virtualInterfaces": []}')
    found = dxnet("validate", "--source", "empty.json")
    assert found.code == 2
    assert "holds no virtual interface to check" in found.err
