"""DescribeRouterConfiguration, answered in dxnet's own rendering.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DescribeRouterConfiguration.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane.operations.router_types import DEFAULT, ROUTER_TYPES
from dxnet.control_plane.rules.vif_record import ID, VIFS
from dxnet.control_plane.service.operation import Request, operation
from dxnet.control_plane.store.errors import ServiceError, refusal
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
    """The configuration as text; what can't be rendered or fails a check is refused."""
    from dxnet import parse
    from dxnet.assess import Refusal, assess, configuration
    from dxnet.settings import Settings

    connection = request.estate.find(vif.get("connectionId") or "", *PARENTS)
    around = {}
    if connection and request.sees(*connection):
        kind, record = connection
        around = {kind: [record]}
    try:
        estate = parse.estate({VIFS: [vif], **around})
        assessed = assess(estate, Settings(overrides={"platform": identifier}))
        outcome = configuration(assessed, vif[ID])
    except DxnetError as error:
        raise _refused(error) from None
    if isinstance(outcome, Refusal):
        raise _refused(outcome.as_error())
    return outcome.text


def _refused(error: DxnetError) -> ServiceError:
    return refusal(f"The router configuration cannot be generated: {error}")
