"""The router configuration that a VIF carries as XML, and the one that is rendered of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dxnet import parse, platforms, render
from dxnet.checks.rules import RULES
from dxnet.control_plane import ServiceError
from dxnet.control_plane.operations.router_types import ROUTER_TYPES
from dxnet.control_plane.rules import router_config_xml
from dxnet.settings import Router
from tests.control_plane.vifs.conftest import Account

# The XML in the AWS CLI's reference for create-bgp-peer, with keys of our own.
REFERENCE = """<?xml version="1.0" encoding="UTF-8"?>
<logical_connection id="dxvif-fg1vuj3d">
  <vlan>125</vlan>
  <customer_address>169.254.255.2/30</customer_address>
  <amazon_address>169.254.255.1/30</amazon_address>
  <bgp_asn>65000</bgp_asn>
  <bgp_auth_key>FakeKey-dxvif-4</bgp_auth_key>
  <ipv6_customer_address>2001:db8:1100:2f0:0:1:9cb4:4216/125</ipv6_customer_address>
  <ipv6_amazon_address>2001:db8:1100:2f0:0:1:9cb4:4211/125</ipv6_amazon_address>
  <ipv6_bgp_asn>4200000000</ipv6_bgp_asn>
  <ipv6_bgp_auth_key>FakeKey-dxvif-6</ipv6_bgp_auth_key>
  <amazon_bgp_asn>7224</amazon_bgp_asn>
  <connection_type>private</connection_type>
</logical_connection>
"""


def test_the_xml_is_the_services_to_the_byte() -> None:
    vif = {
        "virtualInterfaceId": "dxvif-fg1vuj3d",
        "vlan": 125,
        "amazonSideAsn": 7224,
        "virtualInterfaceType": "private",
    }
    peers = [
        {
            "addressFamily": "ipv6",
            "asn": 0,
            "asnLong": 4200000000,
            "authKey": "FakeKey-dxvif-6",
            "amazonAddress": "2001:db8:1100:2f0:0:1:9cb4:4211/125",
            "customerAddress": "2001:db8:1100:2f0:0:1:9cb4:4216/125",
        },
        {
            "addressFamily": "ipv4",
            "asn": 65000,
            "authKey": "FakeKey-dxvif-4",
            "amazonAddress": "169.254.255.1/30",
            "customerAddress": "169.254.255.2/30",
        },
    ]
    is_same = router_config_xml.text(vif, peers) == REFERENCE
    assert is_same


def test_a_key_of_xmls_own_characters_survives_the_xml(customer: Account) -> None:
    key = "Fake<&>\"']]>;&amp;"
    raw = customer.private(authKey=key)
    (vif,) = parse.estate({"virtualInterfaces": [raw]}).vifs
    assert vif.router_config is not None
    has_survived = vif.router_config.bgp_auth_key == vif.peers[0].auth_key
    assert has_survived
    assert list(RULES["DX601"](vif)) == []


@pytest.mark.parametrize(
    ("identifier", "template", "macsec_template"),
    [
        ("CiscoSystemsInc-2900SeriesRouters-IOS124", "customer-router-cisco-generic.xslt", ""),
        (
            "JuniperNetworksInc-MMXSeriesRouters-JunOS95",
            "customer-router-juniper-generic.xslt",
            "customer-router-juniper-generic-macsec.xslt",
        ),
    ],
)
def test_a_router_type_names_awss_templates(
    customer: Account, identifier: str, template: str, macsec_template: str
) -> None:
    answer = customer(
        "DescribeRouterConfiguration",
        virtualInterfaceId=customer.private()["virtualInterfaceId"],
        routerTypeIdentifier=identifier,
    )
    assert answer["router"]["xsltTemplateName"] == template
    assert answer["router"]["xsltTemplateNameForMacSec"] == macsec_template


@pytest.mark.parametrize("identifier", ROUTER_TYPES)
def test_each_of_the_services_router_types_is_dxnets_own_rendering(
    customer: Account, identifier: str
) -> None:
    raw = customer.private(authKey="FakeKey-dxvif-1")
    answer = customer(
        "DescribeRouterConfiguration",
        virtualInterfaceId=raw["virtualInterfaceId"],
        routerTypeIdentifier=identifier,
    )
    estate = parse.estate(customer.world.estate.dump())
    (vif,), platform = estate.vifs, platforms.get(identifier)
    router = Router(platform=platform.slug)
    is_rendered = answer["customerRouterConfig"] == render.config(
        vif, router, platform, parent=estate.parent(vif)
    )
    assert is_rendered
    assert answer["router"]["routerTypeIdentifier"] == identifier
    assert answer["virtualInterfaceName"] == "core-blue"


def test_a_router_type_is_chosen_where_none_is_named(customer: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    answer = customer("DescribeRouterConfiguration", virtualInterfaceId=vif_id)
    assert answer["router"]["software"] == "IOS 12.4+"


def test_an_unknown_router_type_and_a_key_that_it_cannot_hold_are_refused(
    customer: Account,
) -> None:
    vif_id = customer.private(authKey="Fake?Key")["virtualInterfaceId"]
    for identifier, text in (
        ("Fake", "Router type 'Fake' does not exist"),
        ("PaloAltoNetworks-PA3000and5000series-PANOS803", "cannot be generated"),
    ):
        with pytest.raises(ServiceError, match=text) as caught:
            customer(
                "DescribeRouterConfiguration",
                virtualInterfaceId=vif_id,
                routerTypeIdentifier=identifier,
            )
        assert "Fake?Key" not in caught.value.message


def test_neither_templates_nor_botocore_are_loaded_before_a_request() -> None:
    program = (
        "import sys, dxnet.control_plane; "
        "print({'jinja2', 'botocore', 'dxnet.render', 'textual'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "set()\n"


def test_nobody_reads_the_configuration_of_anothers_vif(customer: Account, other: Account) -> None:
    vif_id = customer.private()["virtualInterfaceId"]
    with pytest.raises(ServiceError, match="does not exist"):
        other("DescribeRouterConfiguration", virtualInterfaceId=vif_id)
