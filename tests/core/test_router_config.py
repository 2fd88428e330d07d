from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet import router_config, secrets

XML = """<?xml version="1.0" encoding="UTF-8"?>
<logical_connection id="dxvif-ffaaaaa1">
  <vlan>101</vlan>
  <customer_address>192.0.2.2/30</customer_address>
  <bgp_auth_key>FakeKey-4</bgp_auth_key>
  <ipv6_bgp_auth_key>FakeKey-6 &amp; more </ipv6_bgp_auth_key>
  <connection_type>private</connection_type>
</logical_connection>
"""


def test_elements_are_read_by_name_with_the_id() -> None:
    assert router_config.elements(XML) == {
        "virtual_interface_id": "dxvif-ffaaaaa1",
        "vlan": "101",
        "customer_address": "192.0.2.2/30",
        "bgp_auth_key": "FakeKey-4",
        "ipv6_bgp_auth_key": "FakeKey-6 & more ",
        "connection_type": "private",
    }


def test_white_space_around_values_goes_but_a_keys_own_stays() -> None:
    text = "\n    <logical_connection>\n<vlan> 7 </vlan><bgp_auth_key> k </bgp_auth_key>"
    found = router_config.elements(text + "</logical_connection>")
    assert (found["vlan"], found["bgp_auth_key"]) == ("7", " k ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not well-formed"),
        (XML[:-30], "not well-formed XML (line"),
        ("<vlan>101</vlan>", "root element"),
        ('<!DOCTYPE x [<!ENTITY k "FakeKey">]><logical_connection/>', "entities"),
        (XML.replace("101", "\ud800"), "not well-formed"),
        (XML.replace("101", "\x00"), "not well-formed"),
    ],
)
def test_another_text_is_refused_with_a_reason_that_quotes_nothing(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match="it") as caught:
        router_config.elements(text)
    assert reason in str(caught.value)
    assert "FakeKey" not in str(caught.value)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert "virtual_interface_id" in router_config.elements(text)
    except ValueError as error:
        assert str(error).startswith("it")  # noqa: PT017


def test_scrubbing_takes_the_keys_out_and_leaves_the_rest() -> None:
    scrubbed = router_config.scrub(XML)
    assert scrubbed is not None
    assert "FakeKey" not in scrubbed
    kept = {
        name: text
        for name, text in router_config.elements(XML).items()
        if name not in router_config.KEYS
    }
    assert router_config.elements(scrubbed) == kept


@pytest.mark.parametrize(
    "text",
    [
        XML[:-30],
        "no XML at all, but FakeKey",
        "<logical_connection><bgp_auth_key><x>FakeKey</x></logical_connection>",
        '<logical_connection><peer auth_key="FakeKey"/></logical_connection>',
    ],
)
def test_scrubbing_gives_up_rather_than_leave_a_key(text: str) -> None:
    assert router_config.scrub(text) is None


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_no_key_survives_scrubbing(key: str) -> None:
    from xml.sax.saxutils import escape

    key = f"FakeKey{key}"
    scrubbed = router_config.scrub(XML.replace("FakeKey-4", escape(key)))
    assert scrubbed is None or "FakeKey" not in scrubbed


@pytest.mark.parametrize(
    "inner",
    [
        "<next_year_auth_key>FakeKey-9</next_year_auth_key>",
        "<password>FakeKey-9</password >",
        "<BGP_AUTH_KEY a='b'><![CDATA[FakeKey-9]]></BGP_AUTH_KEY>",
        "<secret><value>FakeKey-9</value></secret>",
        "<!-- FakeKey-9 -->",
    ],
)
def test_scrubbing_takes_out_what_is_named_for_a_key_in_any_spelling(inner: str) -> None:
    text = f"<logical_connection><vlan>7</vlan>{inner}</logical_connection>"
    assert router_config.scrub(text) == "<logical_connection><vlan>7</vlan></logical_connection>"


@pytest.mark.parametrize(
    "inner",
    [" " * 300_000, "<a>" * 100_000, "<!--" * 100_000, "<a " * 100_000, "<password>" * 9999],
)
def test_the_time_of_scrubbing_grows_with_the_text_alone(inner: str) -> None:
    text = f"<logical_connection>{inner}x</logical_connection>"
    started = time.process_time()
    router_config.scrub(text)
    list(secrets.keys_in(text))
    assert time.process_time() - started < 2
