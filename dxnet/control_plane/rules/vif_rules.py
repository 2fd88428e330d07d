"""What the service asks of a VIF: its place, VLAN, prefixes, MTU and quotas.

Sources: the user guide's prerequisites and quotas
(https://docs.aws.amazon.com/directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html,
https://docs.aws.amazon.com/directconnect/latest/UserGuide/limits.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dxnet import limits
from dxnet.addressing import Prefix, Space, parse_prefix, space
from dxnet.control_plane.rules import ports
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import KINDS, RawRecord, is_hosted

# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-directconnect-privatevirtualinterface.html
_NAME = re.compile(r"[\w \-,/]{1,100}", re.ASCII)


def parent(request: Request, *kinds: str) -> tuple[str, RawRecord]:
    """The caller's own connection, LAG (or interconnect) of the request, fit to carry VIFs.

    A partner's LAG carries what is allocated, and nothing else:
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreateLag.html
    """
    parent_id: str = request["connectionId"]
    ordered = sorted(kinds, key=lambda kind: not parent_id.startswith(KINDS[kind].prefix))
    kind, record = request.live_in(parent_id, *ordered)
    if record.get("lagId") and kind != "lags" and not is_hosted(record):
        raise refusal(f"Connection {parent_id} is associated with Lag {record['lagId']}")
    if record.get("allowsHostedConnections") and "interconnects" not in kinds:
        raise refusal(f"Lag {parent_id} hosts connections; it takes no VIF directly")
    return kind, record


def check_name(name: str | None) -> None:
    """Refuse a name that the service does not take."""
    if name is None or not _NAME.fullmatch(name):
        raise refusal(
            "The virtual interface name must have 1 to 100 letters, digits, spaces and -_,/"
        )


def check_vlan(
    request: Request,
    carrier: tuple[str, RawRecord],
    vlan: int | None,
    siblings: Iterable[RawRecord],
) -> None:
    """Refuse a VLAN that is out of range, taken, or not the hosted connection's own."""
    kind, record = carrier
    if vlan is None or vlan not in limits.VLAN:
        raise refusal(f"Vlan {vlan} must be between {limits.VLAN.start} and {limits.VLAN[-1]}")
    hosted = ports.hosted_on(request, record[KINDS[kind].id])
    if any(each.get("vlan") == vlan for each in (*siblings, *hosted)):
        raise refusal(f"Vlan {vlan} is already in use")
    if is_hosted(record) and record.get("vlan") not in (None, 0, vlan):
        raise refusal(
            f"Vlan {vlan} is not the Vlan of the hosted connection, which is {record['vlan']}"
        )


def check_count(record: RawRecord, vif_type: str, siblings: Sequence[RawRecord]) -> None:
    """Refuse one VIF more than the connection or LAG may have."""
    is_transit = [each.get("virtualInterfaceType") == "transit" for each in siblings]
    of_group = is_transit.count(vif_type == "transit")
    most_of_group = (
        limits.TRANSIT_VIFS_PER_CONNECTION
        if vif_type == "transit"
        else limits.PRIVATE_AND_PUBLIC_VIFS_PER_CONNECTION
    )
    most = 1 if is_hosted(record) else limits.VIFS_PER_CONNECTION
    if len(siblings) >= most or of_group >= most_of_group:
        raise refusal("The limit of virtual interfaces on the connection has been reached")


def check_mtu(vif_type: str, mtu: int, *, is_capable: bool, before: int | None = None) -> None:
    """Refuse an MTU that the type does not have or the device can't carry.

    `before` is what the VIF has already: it keeps 9001, which no VIF gets any more.
    """
    supported = limits.NEW_MTUS.get(vif_type, ())
    if mtu not in (*supported, before):
        allowed = " or ".join(map(str, supported))
        raise refusal(f"MTU {mtu} is not supported: a {vif_type} virtual interface has {allowed}")
    if mtu > limits.MTU_DEFAULT and not is_capable:
        raise refusal(f"MTU {mtu} is not supported: the connection is not jumbo frame capable")


def route_filter_prefixes(wanted: Mapping[str, Any]) -> list[dict[str, str]]:
    """The prefixes of a public VIF, one an element; one element may list several with commas."""
    texts = [
        text.strip()
        for prefix in wanted.get("routeFilterPrefixes") or ()
        for text in prefix.get("cidr", "").split(",")
    ]
    if len(texts) not in limits.PREFIX_COUNT:
        raise refusal(f"Between 1 and {limits.PREFIX_COUNT[-1]} route filter prefixes are required")
    return [{"cidr": str(_route_filter_prefix(text))} for text in texts]


def _route_filter_prefix(text: str) -> Prefix:
    prefix = parse_prefix(text)
    if prefix is None or prefix.prefixlen not in limits.PREFIX_LENGTH[prefix.family]:
        raise refusal(f"Route filter prefix {text[:50]} is not a valid CIDR")
    if space(prefix) not in (Space.GLOBAL, Space.DOCUMENTATION):
        raise refusal(f"Route filter prefix {text[:50]} is not allowed to contain a private IP")
    return prefix
