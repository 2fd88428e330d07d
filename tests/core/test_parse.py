from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from dxnet import parse
from dxnet.addressing import parse_interface
from dxnet.errors import DxnetError, ExitCode
from dxnet.model import Estate, Secret, Vif

XML = """<?xml version="1.0" encoding="UTF-8"?>
    <logical_connection id="dxvif-ffaaaaa1">
  <vlan>101</vlan>
  <customer_address>192.0.2.2/30</customer_address>
  <amazon_address>192.0.2.1/30</amazon_address>
  <bgp_asn>65000</bgp_asn>
  <bgp_auth_key>FakeKey-dxvif-1</bgp_auth_key>
  <amazon_bgp_asn>7224</amazon_bgp_asn>
  <connection_type>private</connection_type>
</logical_connection>
"""

# The 15 fields that a virtual interface had in 2015.
OF_2015: dict[str, Any] = {
    "ownerAccount": "111122223333",
    "virtualInterfaceId": "dxvif-ffaaaaa1",
    "location": "ExFR1",
    "connectionId": "dxcon-ffaaaaa1",
    "virtualInterfaceType": "private",
    "virtualInterfaceName": "Example With Capitals",
    "vlan": 101,
    "asn": 65000,
    "authKey": "FakeKey-dxvif-1",
    "amazonAddress": "192.0.2.1/30",
    "customerAddress": "192.0.2.2/30",
    "virtualInterfaceState": "available",
    "customerRouterConfig": XML,
    "virtualGatewayId": "vgw-1a2b3c4d",
    "routeFilterPrefixes": [],
}


def _estate(*vifs: dict[str, Any], **others: Any) -> Estate:
    return parse.estate({"virtualInterfaces": list(vifs)} | others)


def _vif(**fields: Any) -> Vif:
    (vif,) = _estate({"virtualInterfaceId": "dxvif-ffaaaaa1"} | fields).vifs
    return vif


def test_a_record_of_2015_gets_its_peer_and_amazons_asn() -> None:
    vif = _vif(**OF_2015)
    (peer,) = vif.peers
    assert vif.amazon_asn == 7224
    assert vif.customer_asn == 65000
    assert (vif.region, vif.mtu, vif.direct_connect_gateway_id) == ("", None, "")
    assert vif.gateway_id == "vgw-1a2b3c4d"
    assert peer.family == "ipv4"
    assert peer.auth_key == Secret("FakeKey-dxvif-1")
    assert peer.customer == parse_interface("192.0.2.2/30")
    assert peer.is_active


def test_the_field_goes_before_the_xml_for_amazons_asn() -> None:
    assert _vif(**OF_2015, amazonSideAsn=64512).amazon_asn == 64512


def test_empty_text_means_absent() -> None:
    vif = _vif(
        virtualGatewayId="", directConnectGatewayId="", authKey="", region="", bgpPeers="", mtu=""
    )
    assert (vif.gateway_id, vif.region, vif.mtu) == ("", "", None)
    assert vif.peers == ()
    assert vif.keys == ()


def test_null_means_absent() -> None:
    fields = dict.fromkeys([*OF_2015, "bgpPeers", "mtu", "tags", "asnLong"])
    assert _vif(**{**fields, "virtualInterfaceId": "dxvif-ffaaaaa1"}) == _vif()


def test_a_4_byte_asn_is_read_from_asn_long() -> None:
    peer = {"asn": 0, "asnLong": 4200000000, "amazonAddress": "192.0.2.1/30"}
    vif = _vif(asn=0, asnLong=4200000000, bgpPeers=[peer])
    assert vif.customer_asn == 4200000000
    assert vif.peers[0].customer_asn == 4200000000


def test_peers_go_before_the_top_level_fields() -> None:
    peers = [
        {"addressFamily": "ipv4", "amazonAddress": "192.0.2.5/30", "bgpPeerState": "deleting"},
        {"addressFamily": "ipv6", "amazonAddress": "2001:db8::1/125", "authKey": "FakeKey-6"},
    ]
    vif = _vif(**OF_2015, bgpPeers=peers)
    assert [peer.amazon_address for peer in vif.peers] == ["192.0.2.5/30", "2001:db8::1/125"]
    assert [peer.family for peer in vif.active_peers] == ["ipv6"]


def test_the_family_follows_the_address_where_none_is_stated() -> None:
    assert _vif(amazonAddress="2001:db8::1/125").peers[0].family == "ipv6"
    assert _vif(customerAddress="2001:db8::6/125").peers[0].family == "ipv6"
    assert _vif(addressFamily="ipv4", amazonAddress="2001:db8::1/125").peers[0].family == "ipv4"


def test_every_place_of_a_key_is_known_for_masking() -> None:
    peers = [{"authKey": "FakeKey-peer", "amazonAddress": "192.0.2.1/30"}]
    vif = _vif(bgpPeers=peers, authKey="FakeKey-peer", customerRouterConfig=XML)
    assert set(vif.keys) == {Secret("FakeKey-peer"), Secret("FakeKey-dxvif-1")}


def test_a_text_that_is_no_address_is_kept_for_the_checks() -> None:
    (peer,) = _vif(amazonAddress="192.0.2.1", customerAddress="192.0.2.2/30").peers
    assert (peer.amazon_address, peer.amazon) == ("192.0.2.1", None)


def test_unknown_states_types_and_fields_are_kept_or_ignored() -> None:
    vif = _vif(virtualInterfaceState="approving", virtualInterfaceType="new", nextYear={"a": [1]})
    assert (vif.state, vif.type, vif.is_live) == ("approving", "new", True)


def test_a_malformed_xml_is_kept_as_a_reason() -> None:
    vif = _vif(customerRouterConfig=XML[:-25])
    assert vif.router_config is not None
    assert vif.router_config.malformed.startswith("it is not well-formed XML")
    assert vif.router_config.bgp_auth_key is None


def test_everything_is_sorted_by_id_and_the_later_record_wins() -> None:
    estate = _estate(
        {"virtualInterfaceId": "dxvif-ffaaaaa2"},
        {"virtualInterfaceId": "dxvif-ffaaaaa1", "vlan": 1},
        {"virtualInterfaceId": "dxvif-ffaaaaa1", "vlan": 2},
    )
    assert [(vif.id, vif.vlan) for vif in estate.vifs] == [
        ("dxvif-ffaaaaa1", 2),
        ("dxvif-ffaaaaa2", None),
    ]


def test_what_stands_around_a_vif_is_found_by_id() -> None:
    gateway = "5f294f92-bafb-4011-916d-9b0bexample"
    estate = _estate(
        {
            "virtualInterfaceId": "dxvif-ffaaaaa1",
            "connectionId": "dxlag-ffaaaaa1",
            "directConnectGatewayId": gateway,
        },
        lags=[{"lagId": "dxlag-ffaaaaa1", "connections": [{"connectionId": "dxcon-ffaaaaa1"}]}],
        directConnectGateways=[{"directConnectGatewayId": gateway, "amazonSideAsn": 64512}],
        virtualGateways=[{"virtualGatewayId": "vgw-1a2b3c4d"}],
        interconnects=[{"interconnectId": "dxcon-ffaaaaa9"}],
        connections=[{"connectionId": "dxcon-ffaaaaa1", "vlan": 7, "partnerName": "Partner"}],
        locations=[{"locationCode": "ExFR1", "availablePortSpeeds": ["10G"]}],
    )
    (vif,) = estate.vifs
    assert estate.parent(vif) is estate.lags[0]
    assert estate.lags[0].connection_ids == ("dxcon-ffaaaaa1",)
    assert estate.gateway(vif) is estate.gateways[0]
    assert estate.vifs_on("dxlag-ffaaaaa1") == (vif,)
    assert estate.connections[0].is_hosted
    assert estate.get("ExFR1") is estate.locations[0]
    assert estate.get("dxvif-ffaaaaa9") is None
    assert len(list(estate.ids)) == 7


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"virtualInterfaces": "text"}, "virtualInterfaces is text, not a list"),
        ({"virtualInterfaces": [7]}, "virtualInterfaces[0] is 7, not an object"),
        ({"virtualInterfaces": [{}]}, "virtualInterfaces[0] has no valid virtualInterfaceId"),
        ({"lags": [{"lagId": "a\nb"}]}, "lags[0] has no valid lagId"),
        ({"connections": [{"connectionId": 7}]}, "connections[0].connectionId is 7, not text"),
        ({"vlan": "101"}, "virtualInterfaces[0].vlan is text, not a whole number"),
        ({"vlan": True}, "virtualInterfaces[0].vlan is true, not a whole number"),
        ({"vlan": 101.0}, "virtualInterfaces[0].vlan is 101.0, not a whole number"),
        ({"siteLinkEnabled": 1}, "virtualInterfaces[0].siteLinkEnabled is 1, not true or false"),
        ({"region": []}, "virtualInterfaces[0].region is a list, not text"),
        ({"bgpPeers": [{}, 7]}, "virtualInterfaces[0].bgpPeers[1] is 7, not an object"),
        ({"bgpPeers": [{"asn": "x"}]}, "virtualInterfaces[0].bgpPeers[0].asn is text"),
        ({"routeFilterPrefixes": ["10.0.0.0/8"]}, "routeFilterPrefixes[0] is text, not an object"),
        ({"tags": [{"key": 1}]}, "virtualInterfaces[0].tags[0].key is 1, not text"),
        ({"locations": [{"locationCode": "X", "availablePortSpeeds": [1]}]}, "PortSpeeds[0] is 1"),
    ],
)
def test_a_wrong_type_names_its_place(raw: dict[str, Any], place: str) -> None:
    if not set(raw) & set(parse.KINDS):
        raw = {"virtualInterfaces": [{"virtualInterfaceId": "dxvif-ffaaaaa1"} | raw]}
    with pytest.raises(DxnetError) as caught:
        parse.estate(raw)
    assert place in caught.value.message
    assert caught.value.hint
    assert caught.value.code is ExitCode.SOURCE_UNREADABLE


def test_a_key_of_another_type_is_refused_without_being_shown() -> None:
    with pytest.raises(DxnetError) as caught:
        _vif(bgpPeers=[{"authKey": 123456789}])
    assert caught.value.message == "virtualInterfaces[0].bgpPeers[0].authKey is not text"
    assert "123456789" not in caught.value.message + caught.value.hint


def _samples() -> list[Any]:
    """The JSON that the AWS CLI's own documentation shows, where it is installed."""
    spec = importlib.util.find_spec("awscli")
    if spec is None or spec.origin is None:
        return []
    decoder = json.JSONDecoder()
    found = []
    for path in sorted((Path(spec.origin).parent / "examples" / "directconnect").glob("*.rst")):
        text = path.read_text("utf-8")
        start = text.find("{", max(text.find("Output"), 0))
        try:
            found.append(pytest.param(decoder.raw_decode(text, start)[0], id=path.stem))
        except ValueError:
            continue
    return found


@pytest.mark.parametrize("sample", _samples())
def test_the_samples_of_the_aws_cli_are_read(sample: dict[str, Any]) -> None:
    sample = sample.get("virtualInterface", sample)
    if "virtualInterfaceId" in sample:
        sample = {"virtualInterfaces": [sample]}
    estate = parse.estate(sample)
    for vif in estate.vifs:
        assert vif.amazon_asn is not None or vif.router_config is None
        assert all(peer.amazon is not None for peer in vif.peers)


@pytest.mark.parametrize("field", ["authKey", "amazonAddress", "customerAddress"])
def test_a_record_without_peers_has_one_as_soon_as_it_has_one_of_its_fields(field: str) -> None:
    vif = _vif(**{field: OF_2015[field]})
    assert len(vif.peers) == 1
    assert bool(vif.keys) == (field == "authKey")


def test_a_record_with_no_field_of_a_peer_has_no_peer() -> None:
    vif = _vif(asn=65000, asnLong=65000, addressFamily="ipv4", bgpPeers=[])
    assert vif.peers == ()


@pytest.mark.parametrize(
    ("text", "asn"),
    [("4294967294", 4294967294), ("42949672940", None), ("-1", None), ("AS7224", None), ("", None)],
)
def test_amazons_asn_in_the_xml_is_a_number_of_at_most_ten_digits(
    text: str, asn: int | None
) -> None:
    xml = XML.replace("<amazon_bgp_asn>7224<", f"<amazon_bgp_asn>{text}<")
    assert _vif(**OF_2015 | {"customerRouterConfig": xml}).amazon_asn == asn
