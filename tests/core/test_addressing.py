from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet.addressing import (
    Family,
    Interface,
    Prefix,
    Space,
    overlaps,
    parse_interface,
    parse_prefix,
    space,
)

FAMILIES: st.SearchStrategy[Family] = st.sampled_from(("ipv4", "ipv6"))


@st.composite
def interfaces(draw: st.DrawFn) -> tuple[str, int, int]:
    family = draw(FAMILIES)
    bits = 32 if family == "ipv4" else 128
    return family, draw(st.integers(0, 2**bits - 1)), draw(st.integers(0, bits))


@st.composite
def small_prefixes(draw: st.DrawFn) -> Prefix:
    family = draw(FAMILIES)
    bits = 32 if family == "ipv4" else 128
    length = draw(st.integers(bits - 5, bits))
    first = draw(st.integers(0, 31)) >> (bits - length) << (bits - length)
    return Prefix(family, first, length)


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.1/30 ",
        " 10.0.0.1/30",
        "10.0.0.1/30\n",
        "10.0.0.1/+30",
        "10.0.0.1/\u0663\u0660",
        "\u0661\u0660.0.0.1/30",
        "10.0.0.1/0.0.0.3",
        "10.0.0.1/255.255.255.252",
        "10.0.0.1",
        "10.0.0.1/",
        "/30",
        "",
        "10.0.0.1/030",
        "10.0.0.1/33",
        "10.0.0.1/-1",
        "10.0.0.1/30/30",
        "10.0.0/30",
        "10.0.0.256/30",
        "010.0.0.1/30",
        "0x0a.0.0.1/30",
        "2001:db8::1/129",
        "2001:db8::1%eth0/125",
        "2001:db8:::1/125",
        "203.0.113.0/24,198.51.100.0/24",
    ],
)
def test_the_gate_refuses_what_is_no_address_and_length(text: str) -> None:
    assert parse_interface(text) is None


@given(interfaces())
def test_an_interface_agrees_with_the_standard_library(drawn: tuple[str, int, int]) -> None:
    family, value, length = drawn
    make = ipaddress.IPv4Interface if family == "ipv4" else ipaddress.IPv6Interface
    expected = make((value, length))
    found = parse_interface(str(expected))
    assert found == Interface("ipv4" if family == "ipv4" else "ipv6", value, length)
    assert ipaddress.ip_interface(str(found)) == expected
    assert ipaddress.ip_network(str(found.network)) == expected.network
    assert ipaddress.ip_address(found.netmask) == expected.netmask
    assert found.network.last == int(expected.network.broadcast_address)
    assert found.has_host_bits == (expected.ip != expected.network.network_address)


def test_two_ends_of_one_subnet_are_not_equal() -> None:
    ends = {parse_interface("10.0.0.1/30"), parse_interface("10.0.0.2/30")}
    assert len(ends) == 2


def test_both_addresses_of_a_31_are_hosts() -> None:
    for text in ("192.0.2.0/31", "192.0.2.1/31", "2001:db8::/127"):
        end = parse_interface(text)
        assert end is not None
        assert not end.is_network_address
        assert not end.is_broadcast


def test_first_and_last_of_a_30_are_no_hosts() -> None:
    first, last = parse_interface("192.0.2.0/30"), parse_interface("192.0.2.3/30")
    assert first is not None
    assert last is not None
    assert first.is_network_address
    assert last.is_broadcast


def test_ipv6_has_no_broadcast_address() -> None:
    last = parse_interface("2001:db8::7/125")
    assert last is not None
    assert not last.is_broadcast


@pytest.mark.parametrize("text", ["", "10.20.0.0", "10.20.0.0/33", "prefix"])
def test_what_is_no_address_and_length_is_no_prefix(text: str) -> None:
    assert parse_prefix(text) is None


def test_a_prefix_with_host_bits_is_none() -> None:
    assert parse_prefix("10.20.0.1/16") is None
    assert str(parse_prefix("10.20.0.0/16")) == "10.20.0.0/16"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.31.196.0/24", Space.GLOBAL),
        ("192.175.48.0/24", Space.GLOBAL),
        ("2620:4f:8000::/48", Space.GLOBAL),
        ("10.1.0.0/16", Space.PRIVATE),
        ("172.31.0.0/16", Space.PRIVATE),
        ("172.32.0.0/16", Space.GLOBAL),
        ("192.168.7.0/24", Space.PRIVATE),
        ("100.64.0.0/24", Space.SHARED),
        ("100.128.0.0/24", Space.GLOBAL),
        ("169.254.96.0/29", Space.LINK_LOCAL),
        ("127.0.0.0/8", Space.LOOPBACK),
        ("198.18.0.0/16", Space.RESERVED),
        ("203.0.113.0/30", Space.DOCUMENTATION),
        ("224.0.0.0/24", Space.MULTICAST),
        ("240.0.0.0/4", Space.RESERVED),
        ("fd00::/8", Space.PRIVATE),
        ("fe80::/64", Space.LINK_LOCAL),
        ("2001:db8:1::/48", Space.DOCUMENTATION),
        ("3fff:0:100::/40", Space.DOCUMENTATION),
        ("2002:c000:204::/48", Space.RESERVED),
        ("ff00::/8", Space.MULTICAST),
        ("5f00::/16", Space.RESERVED),
        ("8.0.0.0/5", Space.PRIVATE),
    ],
)
def test_space_is_that_of_the_iana_registries(text: str, expected: Space) -> None:
    prefix = parse_prefix(text)
    assert prefix is not None
    assert space(prefix) is expected


@given(st.lists(small_prefixes(), max_size=20))
def test_the_sweep_finds_every_pair_that_brute_force_finds(prefixes: list[Prefix]) -> None:
    items = [(prefix, number) for number, prefix in enumerate(prefixes)]
    found = [
        frozenset(pair)
        for pair in overlaps(items, lambda _outer, _inner: True, nearest=len(items) + 1)
    ]
    expected = {
        frozenset((number, other))
        for prefix, number in items
        for another, other in items
        if number != other and prefix.overlaps(another)
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(st.lists(st.tuples(small_prefixes(), st.sampled_from("ab")), max_size=20))
def test_the_sweep_looks_past_pairs_that_do_not_count(
    drawn: list[tuple[Prefix, str]],
) -> None:
    items = [(prefix, (number, group)) for number, (prefix, group) in enumerate(drawn)]
    pairs = overlaps(items, lambda one, two: one[1] == two[1], nearest=1)
    inner = {two for _, two in pairs}
    ordered = sorted(items, key=lambda item: item[0])
    expected = {
        two
        for place, (prefix, two) in enumerate(ordered)
        if any(other.contains(prefix) and one[1] == two[1] for other, one in ordered[:place])
    }
    assert inner == expected


@pytest.mark.parametrize("nearest", [1, 2, 3, 12, None])
def test_an_item_is_paired_with_so_many_of_the_nearest_around_it(nearest: int | None) -> None:
    lengths = range(8, 24)
    prefixes = [prefix for n in lengths if (prefix := parse_prefix(f"10.0.0.0/{n}"))]
    items = [(prefix, prefix) for prefix in prefixes]
    limit = {} if nearest is None else {"nearest": nearest}
    found: dict[Prefix, list[Prefix]] = {}
    for outer, inner in overlaps(items, lambda *_: True, **limit):
        found.setdefault(inner, []).append(outer)
    for index, prefix in enumerate(prefixes[1:], 1):
        assert found[prefix] == prefixes[:index][::-1][: nearest or 8]
