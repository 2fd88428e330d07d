"""Every session that is rendered has a filter in and a filter out, each in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxnet import platforms
from dxnet.checks.rendered import statements

from ..render.test_goldens import GOLDEN

GOLDENS = sorted(GOLDEN.glob("*/*.cfg"))
OPENBGPD = sorted((GOLDEN / "openbgpd").glob("*.cfg"))


@pytest.mark.parametrize("file", GOLDENS, ids=lambda file: f"{file.parent.name}/{file.stem}")
@pytest.mark.parametrize("direction", ["IN", "OUT"])
def test_a_session_takes_its_filter_in_as_in_and_its_filter_out_as_out(
    direction: str, file: Path
) -> None:
    platform = platforms.get(file.parent.name)
    assert platform.lint
    pattern = platform.lint.filter_in if direction == "IN" else platform.lint.filter_out
    for statement in statements(file.read_text("ascii"), platform.comment):
        if re.search(pattern, statement.text):
            # A session of one line names both, the filter in first.
            names = re.findall(r"DX101[-_]fgh0abcd[-_](IN|OUT)6?\b", statement.text)
            assert set(names) in (set(), {direction}, {"IN", "OUT"})
            assert names == sorted(names)


@pytest.mark.parametrize("file", OPENBGPD, ids=lambda file: file.stem)
def test_openbgpd_refuses_all_before_it_allows_what_the_sets_say(file: Path) -> None:
    lines = file.read_text("ascii").splitlines()
    rules = [line for line in lines if line.startswith(("allow ", "deny "))]
    assert [re.sub(r"DX\S+", "DX", rule) for rule in rules[:2]] == [
        'deny from group "DX',
        'deny to group "DX',
    ]
    for rule in rules[2:]:
        assert re.match(
            r"allow from \S+ prefix \S+/\d+( prefixlen <= \d+)?( set localpref \d+)?$"
            r'|(deny from|allow to) \S+ prefix-set "DX10[12]-\S+-(IN|OUT)6?"( set community \S+)?$',
            rule,
        )
    sets = {each for rule in rules for each in re.findall(r'prefix-set "(\S+)"', rule)}
    defined = {line.split('"')[1] for line in lines if line.startswith("prefix-set ")}
    assert sets == defined
