"""DescribeRouterConfiguration, answered in dxnet's own rendering.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DescribeRouterConfiguration.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane.operations.router_types import DEFAULT, ROUTER_TYPES
from dxnet.control_plane.rules.vif_record import ID, VIFS
from dxnet.control_plane.service.operation import Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import PARENTS, RawRecord
from dxnet.errors import DxnetError


@operation("DescribeRouterConfiguration")
def describe_router_configuration(request: Request) -> Mapping[str, Any]:
    """The configuration of the customer's router, for one of the service's router types."""
    vif = request.visible(VIFS, request[ID])
    identifier = request.get("routerTypeIdentifier", DEFAULT)
    if identifier not in ROUTER_TYPES:
        raise refusal(f"Router type {identifier[:80]!r} does not exist")
    router = ROUTER_TYPES[identifier]
    return {
        "customerRouterConfig": _rendered(request, vif, identifier),
        "router": {
            "vendor": router.vendor,
            "platform": router.platform,
            "software": router.software,
            "xsltTemplateName": router.template,
            "xsltTemplateNameForMacSec": router.macsec_template,
            "routerTypeIdentifier": identifier,
        },
        ID: vif[ID],
        "virtualInterfaceName": vif.get("virtualInterfaceName", ""),
    }


def _rendered(request: Request, vif: RawRecord, identifier: str) -> str:
    """The configuration as text; what can't be rendered is refused with the reason."""
    from dxnet import parse, platforms, render
    from dxnet.settings import Router

    found = request.estate.find(vif.get("connectionId") or "", *PARENTS)
    around = {found[0]: [found[1]]} if found and request.sees(*found) else {}
    try:
        estate = parse.estate({VIFS: [vif], **around})
        (parsed,) = estate.vifs
        platform = platforms.get(identifier)
        router = Router(platform=platform.slug)
        return render.config(parsed, router, platform, parent=estate.parent(parsed))
    except DxnetError as error:
        raise refusal(f"The router configuration cannot be generated: {error}") from None
