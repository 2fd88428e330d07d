"""The router types that DescribeRouterConfiguration knows.

No operation lists them; they were read 2026-11-21 from
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/dx_router_configuration
"""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT = "CiscoSystemsInc-2900SeriesRouters-IOS124"

_CISCO = "Cisco Systems, Inc."
_JUNIPER = "Juniper Networks, Inc."

# Identifier: vendor, platform and software.
ROUTER_TYPES: Mapping[str, tuple[str, str, str]] = {
    DEFAULT: (_CISCO, "2900 Series Routers", "IOS 12.4+"),
    "CiscoSystemsInc-3700SeriesRouters-IOS124": (_CISCO, "3700 Series Routers", "IOS 12.4+"),
    "CiscoSystemsInc-7200SeriesRouters-IOS124": (_CISCO, "7200 Series Routers", "IOS 12.4+"),
    "CiscoSystemsInc-Nexus7000SeriesSwitches-NXOS51": (
        _CISCO,
        "Nexus 7000 Series Switches",
        "NX-OS 5.1+",
    ),
    "CiscoSystemsInc-Nexus9KSeriesSwitches-NXOS93": (
        _CISCO,
        "Nexus 9K+ Series Switches",
        "NX-OS 9.3+",
    ),
    "JuniperNetworksInc-MMXSeriesRouters-JunOS95": (_JUNIPER, "M/MX Series Routers", "JunOS 9.5+"),
    "JuniperNetworksInc-SRXSeriesRouters-JunOS95": (_JUNIPER, "SRX Series Routers", "JunOS 9.5+"),
    "JuniperNetworksInc-TSeriesRouters-JunOS95": (_JUNIPER, "T Series Routers", "JunOS 9.5+"),
    "PaloAltoNetworks-PA3000and5000series-PANOS803": (
        "Palo Alto Networks",
        "PA-3000+ and 5000+ series",
        "PAN-OS 8.0.3+",
    ),
}
