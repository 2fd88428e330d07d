"""The router types that DescribeRouterConfiguration knows.

No operation lists them; they were read 2026-11-25 from
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/dx_router_configuration
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT = "CiscoSystemsInc-2900SeriesRouters-IOS124"

_CISCO = "Cisco Systems, Inc."
_JUNIPER = "Juniper Networks, Inc."
_IOS = "customer-router-cisco-generic.xslt"
_NEXUS = "customer-switch-cisco-nexus-generic.xslt"
_JUNOS = "customer-router-juniper-generic.xslt"


@dataclass(frozen=True, slots=True)
class RouterType:
    """What AWS says of one router type; `macsec_template` is empty where it has none."""

    vendor: str
    platform: str
    software: str
    template: str
    macsec_template: str = ""


# By routerTypeIdentifier.
ROUTER_TYPES: Mapping[str, RouterType] = {
    DEFAULT: RouterType(_CISCO, "2900 Series Routers", "IOS 12.4+", _IOS),
    "CiscoSystemsInc-3700SeriesRouters-IOS124": RouterType(
        _CISCO, "3700 Series Routers", "IOS 12.4+", _IOS
    ),
    "CiscoSystemsInc-7200SeriesRouters-IOS124": RouterType(
        _CISCO, "7200 Series Routers", "IOS 12.4+", _IOS
    ),
    "CiscoSystemsInc-Nexus7000SeriesSwitches-NXOS51": RouterType(
        _CISCO, "Nexus 7000 Series Switches", "NX-OS 5.1+", _NEXUS
    ),
    "CiscoSystemsInc-Nexus9KSeriesSwitches-NXOS93": RouterType(
        _CISCO,
        "Nexus 9K+ Series Switches",
        "NX-OS 9.3+",
        _NEXUS,
        "customer-switch-cisco-nexus-generic-macsec.xslt",
    ),
    "JuniperNetworksInc-MMXSeriesRouters-JunOS95": RouterType(
        _JUNIPER,
        "M/MX Series Routers",
        "JunOS 9.5+",
        _JUNOS,
        "customer-router-juniper-generic-macsec.xslt",
    ),
    "JuniperNetworksInc-SRXSeriesRouters-JunOS95": RouterType(
        _JUNIPER, "SRX Series Routers", "JunOS 9.5+", _JUNOS
    ),
    "JuniperNetworksInc-TSeriesRouters-JunOS95": RouterType(
        _JUNIPER, "T Series Routers", "JunOS 9.5+", _JUNOS
    ),
    "PaloAltoNetworks-PA3000and5000series-PANOS803": RouterType(
        "Palo Alto Networks",
        "PA-3000+ and 5000+ series",
        "PAN-OS 8.0.3+",
        "customer-router-palo-alto-generic.xslt",
    ),
}
