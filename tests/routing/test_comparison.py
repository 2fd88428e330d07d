from __future__ import annotations

import json
from typing import Any

import pytest

from dxnet import parse, settings
from dxnet.provenance import Provenance
from dxnet.routing import comparison, data, text
from dxnet.routing.comparison import Comparison, FamilyRoutes

VIF: dict[str, Any] = {
    "virtualInterfaceId": "dxvif-ff000001",
    "virtualInterfaceName": "one",
    "virtualInterfaceType": "private",
    "virtualInterfaceState": "available",
    "bgpPeers": [
        {"bgpPeerId": "dxpeer-ff000004", "addressFamily": "ipv4", "bgpStatus": "up"},
        {"bgpPeerId": "dxpeer-ff000006", "addressFamily": "ipv6", "bgpStatus": "down"},
    ],
}
ORIGIN = Provenance("0", "the test", "2026-11-25T03:00:00+00:00")


def route(cidr: str, direction: str = "accepted") -> dict[str, Any]:
    return {"cidr": cidr, "routeDirection": direction}


def compared(*advertise: str, **fields: Any) -> Comparison:
    [vif] = parse.estate({"virtualInterfaces": [{**VIF, **fields}]}).vifs
    listed = json.dumps(list(advertise))
    text_of_settings = f"[defaults]\nadvertise = {listed}\n" if advertise else ""
    return comparison.of(vif, settings.parse(text_of_settings, "dxnet.toml"))


def ipv4(*advertise: str, **fields: Any) -> FamilyRoutes:
    return next(one for one in compared(*advertise, **fields).families if one.family == "ipv4")


def test_what_was_accepted_as_meant_does_not_differ() -> None:
    found = ipv4("10.0.0.0/16", routes=[route("10.0.0.0/16"), route("10.9.0.0/16", "advertised")])
    assert (found.differs, found.words) == (False, "IPv4: 1 of 100 accepted, 1 advertised")


def test_a_prefix_that_was_not_accepted_is_missing_with_the_parts_that_were() -> None:
    found = ipv4("10.0.0.0/8", "10.0.0.0/16", routes=[route("10.0.1.0/24")])
    assert [(str(one.prefix), one.parts) for one in found.missing] == [
        ("10.0.0.0/8", ("10.0.1.0/24",)),
        ("10.0.0.0/16", ("10.0.1.0/24",)),
    ]
    [unexpected] = found.unexpected
    assert str(unexpected.inside) == "10.0.0.0/16"


def test_an_accepted_route_outside_of_all_prefixes_is_unexpected() -> None:
    [unexpected] = ipv4("10.0.0.0/16", routes=[route("0.0.0.0/0")]).unexpected
    assert (unexpected.route.cidr, unexpected.inside) == ("0.0.0.0/0", None)


def test_where_nothing_says_what_to_announce_nothing_differs() -> None:
    found = ipv4(routes=[route("10.0.0.0/16")])
    assert (found.differs, found.intended) == (False, None)
    assert "nothing says what to announce" in found.words


def test_a_route_that_is_no_prefix_is_unexpected_and_never_lost() -> None:
    found = ipv4("10.0.0.0/16", routes=[route("strange"), route("10.0.0.0/16")])
    assert [one.cidr for one in found.accepted or ()] == ["10.0.0.0/16", "strange"]
    assert [one.route.cidr for one in found.unexpected] == ["strange"]


def test_a_public_vif_is_compared_with_its_route_filter_prefixes() -> None:
    fields = {"virtualInterfaceType": "public", "routeFilterPrefixes": [{"cidr": "192.0.2.0/24"}]}
    found = ipv4("10.0.0.0/16", **fields, routes=[route("192.0.2.0/25")])
    assert [str(one.prefix) for one in found.missing] == ["192.0.2.0/24"]
    assert (found.quota, found.advertised) == (1000, None)


def test_the_quota_is_what_is_allocated() -> None:
    assert ipv4(routes=[], prefixPoolAllocatedCountIpv4=7).quota == 7


@pytest.mark.parametrize("routes", [None, []])
def test_a_family_without_a_session_is_not_judged(routes: list[Any] | None) -> None:
    ipv6 = next(
        one
        for one in compared("3fff::/40", **({} if routes is None else {"routes": routes})).families
        if one.family == "ipv6"
    )
    assert (ipv6.accepted, ipv6.differs) == (None, False)
    assert ipv6.words == "IPv6: the session is down"


def test_routes_that_were_not_read_are_no_empty_list() -> None:
    found = compared("10.0.0.0/16")
    assert (found.is_read, found.differs) == (False, False)
    document = json.loads(data.dumps([found], ORIGIN, ()))
    assert document["schema"] == 1
    family = document["vifs"][0]["families"][0]
    assert (family["accepted"], family["advertised"], family["missing"]) == (None, None, [])
    assert "not read" in text.text([found], ORIGIN, ())


def test_a_thousand_routes_against_a_thousand_prefixes_are_compared_by_lookups() -> None:
    prefixes = [f"10.{number // 250}.{number % 250}.0/24" for number in range(1000)]
    found = ipv4(*prefixes, routes=[route(prefix.replace("0/24", "0/25")) for prefix in prefixes])
    assert len(found.missing) == len(found.unexpected) == 1000


def test_the_texts_show_what_differs_and_escape_what_others_wrote() -> None:
    found = compared(
        "10.0.0.0/16", virtualInterfaceName="a|b\x1b[1m", routes=[route("10.1.0.0/16")]
    )
    shown = text.text([found], ORIGIN, ())
    assert "10.0.0.0/16  MISSING" in shown
    assert "10.1.0.0/16  UNEXPECTED" in shown
    assert "\x1b" not in shown
    assert "a\\|b" in text.markdown([found], ORIGIN, ())
