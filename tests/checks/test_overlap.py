"""The rules that compare VIFs with each other, against all pairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import dxnet.checks.rules  # noqa: F401 (registers the rules)
from dxnet import parse
from dxnet.assess import assess
from dxnet.checks.engine import Status
from dxnet.model import Estate, Vif
from dxnet.settings import Settings

SUBNETS = st.sampled_from(
    [
        f"192.0.2.{first}/{length}"
        for length in (28, 29, 30, 31)
        for first in range(0, 32, 1 << (32 - length))
    ]
    + ["2001:db8::/125", "2001:db8::8/125", "2001:db8::/64"]
)
STATES = st.sampled_from(["available", "available", "available", "deleting", "deleted"])


def _record(number: int, connection: str, subnet: str, state: str, kind: str) -> dict[str, Any]:
    return {
        "virtualInterfaceId": f"dxvif-f{number:07}",
        "connectionId": connection,
        "vlan": number % 4,
        "region": connection,
        "virtualInterfaceType": kind,
        "virtualInterfaceState": state,
        "amazonAddress": subnet,
        "customerAddress": subnet,
        "routeFilterPrefixes": [{"cidr": subnet}],
    }


RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]), SUBNETS, STATES, st.sampled_from(["public", "private"])
    ),
    max_size=14,
).map(lambda drawn: [_record(number, *fields) for number, fields in enumerate(drawn)])


def _overlap(one: Vif, two: Vif) -> bool:
    ends = [(vif.peers[0].customer, vif.peers[0].amazon) for vif in (one, two)]
    return any(
        mine.network.overlaps(theirs.network)
        for mine in ends[0]
        for theirs in ends[1]
        if mine and theirs
    )


def _same_place(one: Vif, two: Vif) -> bool:
    return one.connection_id == two.connection_id


EXPECTED: dict[str, Callable[[Vif, Vif], bool]] = {
    "DX102": lambda one, two: _same_place(one, two) and one.vlan == two.vlan,
    "DX320": lambda one, two: _same_place(one, two) and _overlap(one, two),
    "DX321": lambda one, two: not _same_place(one, two) and _overlap(one, two),
    "DX520": lambda one, two: (
        _same_place(one, two) and one.is_public and two.is_public and _overlap(one, two)
    ),
}


@given(RECORDS)
def test_the_same_vifs_are_found_as_by_comparing_all_pairs(records: list[dict[str, Any]]) -> None:
    estate = parse.estate({"virtualInterfaces": records})
    found = assess(estate, Settings()).findings
    live = [vif for vif in estate.vifs if vif.is_live]
    for rule_id, is_conflict in EXPECTED.items():
        expected = {
            one.id for one in live for two in live if one is not two and is_conflict(one, two)
        }
        named = {
            each.subject_id
            for each in found
            if each.rule.id == rule_id and each.status in (Status.FAIL, Status.WARN)
        }
        assert named == expected


def test_many_vifs_with_one_subnet_do_not_cost_a_line_for_every_pair() -> None:
    count = 600
    for connection in ("a", "{}"):
        records = [
            _record(number, connection.format(number), "192.0.2.0/29", "available", "private")
            for number in range(count)
        ]
        found = assess(_estate(records), Settings()).findings
        lines = [each for each in found if each.rule.id in ("DX320", "DX321") and each.detail]
        assert {each.subject_id for each in lines} == {
            each["virtualInterfaceId"] for each in records
        }
        assert len(lines) <= 16 * count


def _estate(records: list[dict[str, Any]]) -> Estate:
    return parse.estate({"virtualInterfaces": records})
