from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest

import dxnet.checks.rules
from dxnet import kinds, limits, parse
from dxnet.assess import assess
from dxnet.checks import acceptance
from dxnet.checks.acceptance import Acceptance
from dxnet.checks.engine import PUBLIC, RULES, Rule, Status, rule
from dxnet.checks.findings import Finding, Subject
from dxnet.errors import DxnetError
from dxnet.model import Connection, Estate, Vif
from dxnet.settings import Router, Settings

KEY = "FakeKey-dxvif-1"


def _vif(vif_id: str = "dxvif-ffaaaaa1", **fields: Any) -> dict[str, Any]:
    peer = {
        "authKey": KEY,
        "amazonAddress": "192.0.2.1/30",
        "customerAddress": "192.0.2.2/30",
        "asnLong": 65010,
    }
    return {
        "virtualInterfaceId": vif_id,
        "virtualInterfaceType": "private",
        "virtualInterfaceState": "available",
        "connectionId": "dxcon-ffaaaaa1",
        "vlan": 101,
        "amazonSideAsn": 64512,
        "bgpPeers": [peer],
    } | fields


def _estate(*vifs: dict[str, Any], **others: Any) -> Estate:
    connections = [{"connectionId": "dxcon-ffaaaaa1"}]
    return parse.estate({"virtualInterfaces": vifs, "connections": connections} | others)


def _register_alone(function: Callable[..., Iterator[Any]], **options: Any) -> Rule:
    """The function as the only rule."""
    RULES.clear()
    rule("DX999", "Test", why="None.", fix="None.", source=None, **options)(function)
    return RULES["DX999"]


@pytest.fixture(autouse=True)
def _no_rule_of_a_test_stays() -> Iterator[None]:
    before = dict(RULES)
    yield
    RULES.clear()
    RULES.update(before)


def run(
    estate: Estate, vif_ids: Sequence[str] | None = None, accept: Sequence[Acceptance] = ()
) -> list[Finding]:
    """Every finding on the VIFs, without a router."""
    return list(assess(estate, Settings(), vif_ids, accept).findings)


def _of(findings: Iterable[Finding], rule_id: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule.id == rule_id]


def _on_vifs(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule.about is kinds.VIF]


def test_every_rule_is_listed_on_every_vif_in_order_of_vif_and_id() -> None:
    found = _on_vifs(run(_estate(_vif("dxvif-ffaaaaa2", vlan=102), _vif())))
    places = [(each.subject_id, each.rule.id) for each in found]
    assert places == sorted(places)
    ids = sorted(each.id for each in RULES.values() if each.function and each.about is kinds.VIF)
    for vif_id in ("dxvif-ffaaaaa1", "dxvif-ffaaaaa2"):
        assert sorted({each for vif, each in places if vif == vif_id}) == ids


def test_only_the_named_vifs_are_reported_but_all_are_compared() -> None:
    found = _on_vifs(run(_estate(_vif(), _vif("dxvif-ffaaaaa2")), ["dxvif-ffaaaaa2"]))
    assert {each.subject_id for each in found} == {"dxvif-ffaaaaa2"}
    assert [each.status for each in _of(found, "DX102")] == [Status.FAIL]


@pytest.mark.parametrize("state", ["deleting", "deleted", "rejected"])
def test_every_rule_is_not_applicable_to_a_vif_that_is_gone(state: str) -> None:
    found = _on_vifs(run(_estate(_vif(vlan=4095, virtualInterfaceState=state))))
    assert {each.status for each in found} == {Status.NOT_APPLICABLE}
    assert {each.detail for each in found} == {f"the VIF is {state}"}


def test_not_applicable_says_which_thing_is_missing() -> None:
    found = run(_estate(_vif(), connections=[]))
    details = {each.rule.id: each.detail for each in found if each.status is Status.NOT_APPLICABLE}
    assert details["DX103"] == "the source doesn't hold dxcon-ffaaaaa1"
    assert details["DX501"] == "the VIF is not public"
    assert details["DX901"] == "no platform is chosen for this VIF"
    assert details["DX904"] == "no router is described for this VIF in dxnet.toml"


def test_estate_wide_rules_do_not_apply_to_an_estate_read_in_part() -> None:
    found = run(_estate(_vif(), _vif("dxvif-ffaaaaa2"), dxnet={"partial": True}))
    across = [each for each in found if each.rule.is_across]
    assert {each.rule.id for each in across} == {"DX102", "DX320", "DX321", "DX520"}
    assert {each.status for each in across} == {Status.NOT_APPLICABLE}


def test_a_broken_rule_is_an_error_that_hides_no_other_and_quotes_nothing() -> None:
    @rule("DX100", "Breaks", why="None.", fix="None.", source=None)
    def breaks(vif: Vif) -> Iterator[str]:
        yield "found before it broke"
        raise ValueError(vif.peers[0].auth_key and vif.peers[0].auth_key.reveal())

    found = run(_estate(_vif(vlan=4095)))
    (error,) = _of(found, "DX100")
    assert error.status is Status.ERROR
    assert error.detail == "the rule broke: ValueError"
    assert [each.status for each in _of(found, "DX101")] == [Status.FAIL]
    about_vifs = [each for each in RULES.values() if each.about is kinds.VIF and each.function]
    assert len({each.rule.id for each in _on_vifs(found)}) == len(about_vifs)


def test_a_broken_estate_wide_rule_is_an_error_on_every_vif() -> None:
    @rule("DX100", "Breaks", why="None.", fix="None.", source=None)
    def breaks(estate: Estate) -> Iterator[tuple[str, str]]:
        yield estate.vifs[0].id, "found before it broke"
        raise RuntimeError(KEY)

    found = _of(run(_estate(_vif(), _vif("dxvif-ffaaaaa2"))), "DX100")
    assert [each.subject_id for each in found] == ["dxvif-ffaaaaa1", "dxvif-ffaaaaa2"]
    assert {each.status for each in found} == {Status.ERROR}
    assert KEY not in repr(found)


def test_a_rule_gets_what_its_parameters_ask_for() -> None:
    def looks(vif: Vif, connection: Connection) -> Iterator[str]:
        yield f"{vif.id} on {connection.id}"

    registered = _register_alone(looks, severity=Status.MANUAL)
    (found,) = run(_estate(_vif()))
    subject = Subject(kinds.VIF, "dxvif-ffaaaaa1")
    detail = "dxvif-ffaaaaa1 on dxcon-ffaaaaa1"
    assert found == Finding(registered, subject, Status.MANUAL, detail)


def test_a_scope_decides_before_what_is_missing() -> None:
    def looks(router: Router) -> Iterator[str]:
        yield router.platform

    _register_alone(looks, only=PUBLIC)
    (found,) = run(_estate(_vif()))
    assert found.detail == "the VIF is not public"


def test_an_id_is_registered_once() -> None:
    with pytest.raises(ValueError, match="DX101"):
        rule("DX101", "Again", why="None.", fix="None.", source=limits.QUOTAS)(lambda: iter(()))


def test_an_accepted_finding_stays_with_its_reason() -> None:
    accept = [Acceptance("DX101", "CHG0012345 until 12 May")]
    (found,) = _of(run(_estate(_vif(vlan=4095)), accept=accept), "DX101")
    assert found.status is Status.ACCEPTED
    assert found.detail == ("VLAN 4095 is outside 1 to 4094 (accepted: CHG0012345 until 12 May)")


def test_an_acceptance_for_one_vif_leaves_the_others_alone() -> None:
    accept = [Acceptance("DX102", "reason", "dxvif-ffaaaaa2")]
    found = _of(run(_estate(_vif(), _vif("dxvif-ffaaaaa2")), accept=accept), "DX102")
    assert [each.status for each in found] == [Status.FAIL, Status.ACCEPTED]


def test_an_acceptance_that_matches_nothing_is_a_warning() -> None:
    accept = [
        Acceptance("DX101", "reason"),
        Acceptance("DX102", "reason", "dxvif-ffaaaaa1"),
    ]
    found = _of(run(_estate(_vif()), accept=accept), "DX001")
    assert [(each.status, each.subject_id, each.detail) for each in found] == [
        (Status.WARN, "", "DX101 found nothing to accept"),
        (Status.WARN, "dxvif-ffaaaaa1", "DX102 on dxvif-ffaaaaa1 found nothing to accept"),
    ]


def test_an_error_is_not_accepted() -> None:
    @rule("DX100", "Breaks", why="None.", fix="None.", source=None)
    def breaks(vif: Vif) -> Iterator[str]:
        raise RuntimeError(vif.id)
        yield ""

    found = run(_estate(_vif()), accept=[Acceptance("DX100", "reason")])
    assert [each.status for each in _of(found, "DX100")] == [Status.ERROR]
    assert [each.status for each in _of(found, "DX001")] == [Status.WARN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DX305=renumbered in May", Acceptance("DX305", "renumbered in May")),
        (" DX305 = a = b ", Acceptance("DX305", "a = b")),
        ("DX305@dxvif-ffaaaaa1=why", Acceptance("DX305", "why", "dxvif-ffaaaaa1")),
        ("DX305=two\nlines", Acceptance("DX305", "two lines")),
    ],
)
def test_an_acceptance_is_read_from_the_command_line(text: str, expected: Acceptance) -> None:
    assert acceptance.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("DX3055=why", "there is no rule 'DX3055' to accept", "did you mean DX305"),
        ("nonsense=why", "there is no rule 'nonsense' to accept", "dxnet rules"),
        ("DX305", "accepting DX305 needs a reason", "CHG0012345"),
        ("DX305=  ", "accepting DX305 needs a reason", "CHG0012345"),
    ],
)
def test_an_acceptance_without_rule_or_reason_is_refused(
    text: str, message: str, hint: str
) -> None:
    with pytest.raises(DxnetError) as caught:
        acceptance.parse(text)
    assert caught.value.message == message
    assert hint in caught.value.hint


CONSEQUENCE = re.compile(
    r"\b(down|comes? up|refuses?|drops?|dropped|lost|leak|reach\w*|no (traffic|route|effect)"
    r"|interrupt|fails?|announces every|(not be|no session) announce[sd]|counts? against"
    r"|moves? traffic|wrong|unnoticed|hides)\b"
)


@pytest.mark.parametrize("rule_id", sorted(dxnet.checks.rules.RULES))
def test_every_rule_says_what_happens_on_the_network(rule_id: str) -> None:
    why = RULES[rule_id].why
    assert len(why) >= 40
    assert why.endswith(".")
    assert CONSEQUENCE.search(why)


@pytest.mark.parametrize("rule_id", sorted(set(dxnet.checks.rules.RULES) - {"DX001"}))
def test_the_docstring_of_every_rule_says_what_it_reports(rule_id: str) -> None:
    function = RULES[rule_id].function
    assert function is not None
    docstring = function.__doc__ or ""
    assert docstring.startswith("Report ")
    assert "\n" not in docstring.strip().partition(".")[0]


@pytest.mark.parametrize("rule_id", sorted(dxnet.checks.rules.RULES))
def test_every_rule_says_what_to_do(rule_id: str) -> None:
    each = RULES[rule_id]
    assert each.fix.endswith(".")
    assert not each.title.endswith(".")
    assert each.source is None or each.source.url.startswith("https://")
    no_source = "give a page of dxnet/limits.py; only DX0xx and DX9xx may have None"
    assert each.source is not None or rule_id.startswith(("DX0", "DX9")), no_source


def test_whoever_runs_the_checks_runs_every_rule() -> None:
    code = (
        "from dxnet.assess import assess; "
        "from dxnet.settings import Settings; "
        "from dxnet.model import Estate; "
        "print(len(assess(Estate(), Settings()).findings.rules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(found.stdout) == len(dxnet.checks.rules.RULES) - 1
