"""The last look at a text stops what no template may print."""

from __future__ import annotations

import pytest

from dxnet import limits, platforms, render
from dxnet.errors import DxnetError
from dxnet.parse import estate
from dxnet.render import environment, output

from .vifs import KEY, raw_vif, router, vif_of

IOS = platforms.get("cisco_xe")


@pytest.mark.parametrize("text", ["a\tb", "a\rb", "a\x1bb", "a\x7fb", "é", "a\u2028b"], ids=repr)
def test_a_text_with_anything_but_printable_ascii_is_stopped(text: str) -> None:
    with pytest.raises(DxnetError, match="not printable ASCII"):
        output.finished(text, vif_of(), IOS, mask=False)


def test_a_text_ends_in_exactly_one_newline() -> None:
    for text in ("end", "end\n", "end\n\n\n"):
        assert output.finished(text, vif_of(), IOS, mask=False) == "end\n"


def test_a_key_that_slipped_past_the_mask_is_stopped_without_being_quoted() -> None:
    with pytest.raises(DxnetError, match="would still show a key") as caught:
        output.finished(f"neighbor 192.0.2.1 password {KEY}", vif_of(), IOS, mask=True)
    assert KEY not in caught.value.message + caught.value.hint


def test_a_template_that_prints_a_missing_value_is_stopped() -> None:
    shipped = environment.template("cisco_xe").environment
    with pytest.raises(DxnetError, match="a value that is missing"):
        shipped.from_string("set {{ value }}").render(value=None)
    with pytest.raises(DxnetError, match="cisco_xe template prints a value that there is not"):
        environment.text("cisco_xe", {})


@pytest.mark.parametrize(
    ("kind", "record", "shown"),
    [
        (
            "connections",
            {"connectionId": "dxcon-fg1", "connectionName": "a"},
            "Connection dxcon-fg1",
        ),
        ("interconnects", {"interconnectId": "dxcon-fg1"}, "Interconnect dxcon-fg1"),
        ("lags", {"lagId": "dxlag-fg1", "lagName": "b"}, "LAG dxlag-fg1 (b)"),
    ],
)
def test_the_header_says_what_the_vif_is_on(kind: str, record: dict[str, str], shown: str) -> None:
    parent_id = next(iter(record.values()))
    found = estate({"virtualInterfaces": [raw_vif(connectionId=parent_id)], kind: [record]})
    vif = found.vifs[0]
    text = render.config(vif, router(), IOS, parent=found.parent(vif))
    assert any(line.startswith(f"! {shown}") for line in text.splitlines())


@pytest.mark.parametrize("slug", platforms.slugs())
@pytest.mark.parametrize("mtu", limits.MTUS["private"])
def test_a_parents_mtu_is_even_and_has_room_for_the_headers(slug: str, mtu: int) -> None:
    variables = render.variables(vif_of(mtu=mtu), router(), platforms.get(slug))
    parent_mtu = variables["interface"]["parent_mtu"]
    assert parent_mtu % 2 == 0
    assert 0 <= parent_mtu - mtu - limits.L2_OVERHEAD <= 1
