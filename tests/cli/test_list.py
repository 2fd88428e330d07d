from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dxnet import kinds
from dxnet.grammar import GRAMMAR

Run = Callable[..., Any]

EVIL = 'evil\x1b[31m\x9b31m\n"|,=x\u202e'


def estate(tmp_path: Path, *vifs: dict[str, Any]) -> str:
    path = tmp_path / "estate.json"
    path.write_text(json.dumps({"virtualInterfaces": vifs}))
    return str(path)


def vif(number: int, name: str = "core", **more: Any) -> dict[str, Any]:
    vif_id = f"dxvif-fgh0000{number}"
    return {"virtualInterfaceId": vif_id, "virtualInterfaceName": name, **more}


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("vifs", "id"),
        ("connections", "id"),
        ("interconnects", "id"),
        ("hosted-connections", "id"),
        ("lags", "id"),
        ("gateways", "id"),
        ("locations", "code"),
        ("associations", "id"),
        ("failover-tests", "id"),
    ],
)
def test_every_kind_is_listed_with_the_same_objects_in_every_form(
    kind: str, first: str, dxnet: Run
) -> None:
    as_json = json.loads(dxnet("list", kind, "--demo", "--format", "json").out)
    as_yaml = yaml.safe_load(dxnet("list", kind, "--demo", "--format", "yaml").out)
    as_csv = list(csv.DictReader(io.StringIO(dxnet("list", kind, "--demo", "--format", "csv").out)))
    table = dxnet("list", kind, "--demo").out.splitlines()
    ids = [row[first] for row in as_json]
    assert ids
    assert as_yaml == as_json
    assert [row[first] for row in as_csv] == ids
    assert [line.split()[0] for line in table[1:]] == ids


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ("vlan:10", [1]),
        ("name:CORE !state:up", [2]),
        ('"two words"', [3]),
        ("state=", [1, 3]),
        ("", [1, 2, 3]),
    ],
)
def test_a_filter_keeps_what_matches(
    wanted: str, numbers: list[int], dxnet: Run, tmp_path: Path
) -> None:
    source = estate(
        tmp_path,
        vif(1, "up", vlan=10),
        vif(2, "core", vlan=101, virtualInterfaceState="down"),
        vif(3, "two words"),
    )
    found = dxnet("list", "--source", source, "--filter", wanted, "--format", "json")
    assert [row["id"][-1] for row in json.loads(found.out)] == [str(number) for number in numbers]


@pytest.mark.parametrize(("by", "order"), [("vlan", "2134"), ("-vlan", "3124"), ("-id", "4321")])
def test_numbers_are_sorted_as_numbers_and_absent_ones_come_last(
    by: str, order: str, dxnet: Run, tmp_path: Path
) -> None:
    source = estate(tmp_path, vif(1, vlan=20), vif(2, vlan=3), vif(3, vlan=100), vif(4))
    found = dxnet("list", "--source", source, "--sort", by, "--format", "json")
    assert "".join(row["id"][-1] for row in json.loads(found.out)) == order


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["list", "--format", "csv"],
        ["list", "--format", "json"],
        ["list", "--format", "yaml"],
        ["show", "dxvif-fgh00001"],
        ["show", "dxvif-fgh00001", "--format", "json"],
        ["show", "dxvif-fgh00001", "--format", "yaml"],
        ["validate", "dxvif-fgh00001"],
        ["validate", "dxvif-fgh00001", "--format", "json"],
        ["validate", "dxvif-fgh00001", "--format", "markdown"],
        ["show", EVIL],
        ["show", EVIL + "x"],
        ["list", "--filter", EVIL],
    ],
)
def test_names_from_other_accounts_cannot_control_the_terminal(
    arguments: list[str], dxnet: Run, tmp_path: Path
) -> None:
    source = estate(tmp_path, vif(1, EVIL, tags=[{"key": EVIL, "value": EVIL}]))
    found = dxnet(*arguments, "--source", source)
    assert "evil" in found.out + found.err
    assert not any(character in found.out + found.err for character in "\x1b\x9b\u202e")


def test_csv_runs_no_formula_in_a_spreadsheet(dxnet: Run, tmp_path: Path) -> None:
    source = estate(tmp_path, vif(1, "=HYPERLINK(1)", vlan=-1))
    [row] = csv.DictReader(io.StringIO(dxnet("list", "--source", source, "--format", "csv").out))
    assert (row["name"], row["vlan"]) == ("'=HYPERLINK(1)", "-1")


def test_nothing_to_list_is_said_on_stderr_and_is_no_error(dxnet: Run) -> None:
    found = dxnet("list", "--demo", "--filter", "nowhere", "--format", "json")
    assert (found.code, found.out) == (0, "[]\n")
    assert found.err == "dxnet: no virtual interfaces match nowhere in the demo\n"


@pytest.mark.parametrize(
    ("kind", "wanted", "said"),
    [
        ("vifs", "", "no virtual interfaces"),
        ("connections", "", "no connections were read"),
        ("connections", "core", "no connections were read"),
        ("lags", "core", "no LAGs among those that were read match core"),
        ("associations", "", "no gateway associations were read"),
    ],
)
def test_a_list_that_was_not_read_is_not_said_to_be_empty(
    kind: str, wanted: str, said: str, dxnet: Run, tmp_path: Path
) -> None:
    path = tmp_path / "estate.json"
    gaps = [{"kind": name, "reason": "denied"} for name in ("connections", "lags")]
    lags = [{"lagId": "dxlag-fexample"}]
    path.write_text(json.dumps({"virtualInterfaces": [], "lags": lags, "dxnet": {"gaps": gaps}}))
    found = dxnet("list", kind, "--source", str(path), "--filter", wanted)
    assert found.err.splitlines()[-1] == f"dxnet: {said} in {path}"


def test_names_of_parents_and_gateways_and_tags_are_found(dxnet: Run) -> None:
    for wanted in ("connection:fra-core-a", "fra-core-a", "gateway:fra-private", "tag.app:erp"):
        found = dxnet("list", "--demo", "--filter", wanted, "--format", "csv").out
        assert "dxvif-ffabc123" in found, wanted


def test_the_help_has_the_grammar_of_the_filter(dxnet: Run) -> None:
    text = dxnet("list", "--help").out
    assert all(example in text and meaning in text for example, meaning in GRAMMAR)


def test_a_part_of_an_estate_is_said_to_be_one(dxnet: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"virtualInterfaces": [vif(1)], "nextToken": "x"}))
    assert "has only part of an estate" in dxnet("list", "--source", str(path)).err


@pytest.mark.parametrize("kind", kinds.LISTED)
def test_a_table_is_at_most_about_120_columns_wide_unless_it_may_be_wide(
    kind: str, dxnet: Run
) -> None:
    arguments = ("list", kind, "--demo", "--filter", "!dub-guest")  # the longest name
    rows = json.loads(dxnet(*arguments, "--format", "json").out)
    assert max(map(len, dxnet(*arguments).out.splitlines())) <= 120
    header = dxnet(*arguments, "--wide").out.splitlines()[0]
    assert [name for name in rows[0] if name.upper().replace("_", " ") not in header] == []


def test_what_the_table_leaves_out_can_be_filtered_and_sorted_by(dxnet: Run) -> None:
    found = dxnet("list", "--demo", "--filter", "location=ExFR1", "--sort", "-customer")
    header, *rows = found.out.splitlines()
    assert header.split() == [
        "ID", "NAME", "TYPE", "STATE", "BGP", "VLAN", "ASN", "CONNECTION", "REGION",
    ]  # fmt: skip
    assert rows
    wide = dxnet("list", "--demo", "--filter", "location=ExFR1", "--sort", "-customer", "--wide")
    assert [line.split()[0] for line in wide.out.splitlines()[1:]] == [
        line.split()[0] for line in rows
    ]


def test_the_output_goes_to_the_file_of_o_and_a_word_to_stderr(dxnet: Run, tmp_path: Path) -> None:
    found = dxnet("list", "--demo", "-o", "vifs.txt")
    assert (found.code, found.out, found.err) == (0, "", "dxnet: wrote vifs.txt\n")
    assert (tmp_path / "vifs.txt").read_text() == dxnet("list", "--demo").out
    assert dxnet("list", "--demo", "-o", "-").out == dxnet("list", "--demo").out
