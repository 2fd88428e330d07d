"""What to do about a request that AWS would refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dxnet import limits
from dxnet.change import json_values
from dxnet.change.file import ChangeRequest
from dxnet.control_plane import Estate, ServiceError
from dxnet.control_plane.store.errors import NotFoundError
from dxnet.control_plane.store.kinds import KINDS

_RECREATE = (
    "only virtualInterfaceName, mtu, enableSiteLink, rateLimit and the prefix pools can be "
    "updated;\n  for another VLAN, type, gateway or route filter prefix delete the virtual "
    "interface and create it anew,\n  for another ASN, key or address the BGP peer "
    "(DeleteBGPPeer, CreateBGPPeer)"
)
_LAST_PEER = (
    "give the virtual interface another peer first, or delete it and create it anew;\n  a peer of "
    "the other address family will do, such as addressFamily: ipv6, and can go again afterwards"
)
_MACSEC = (
    "MACsec is asked for when a port or LAG is ordered: order a LAG and ports that all have "
    "requestMACSec,\n  or none"
)
# The operation, if it must be that one; what its refusal says; what to do about it.
_HINTS = (
    ("UpdateVirtualInterfaceAttributes", "Unknown parameter", _RECREATE),
    ("DeleteBGPPeer", "The last BGP Peer", _LAST_PEER),
    ("ConfirmConnection", "is in state", "a hosted connection is confirmed once, while `ordering`"),
    ("", "is in state ordering", "its owner accepts it first: ConfirmConnection"),
    ("", "is in state confirming", "its owner accepts it first: ConfirmPrivateVirtualInterface"),
    ("", "requested MacSec at the same time", _MACSEC),
    (
        "",
        "Parameter validation failed",
        "`aws directconnect help` lists each operation's parameters",
    ),
    ("", "is already in use", "`dxnet list --filter connection:ID` shows what is on a connection"),
    (
        "",
        "is not the Vlan of the hosted",
        "its partner chose its VLAN: give the request the same one",
    ),
    (
        "",
        "for the connection owner",
        "for your own account use CreatePrivateVirtualInterface and "
        "the like,\n  without ownerAccount",
    ),
    (
        "",
        "IPv6 addresses are assigned",
        "leave amazonAddress and customerAddress out: AWS gives both",
    ),
    ("", "must both be specified", "give both addresses, or neither: then AWS gives both"),
    ("", "allowed prefixes, ", "summarize them: fewer prefixes that cover the same networks"),
    ("", "has associations; delete", "DeleteDirectConnectGatewayAssociation goes first"),
    (
        "",
        "has virtual interfaces attached",
        "DeleteVirtualInterface goes first; `dxnet list --filter gateway:ID` shows them",
    ),
    (
        "",
        "associated with a Direct Connect gateway already",
        "a gateway has one Direct Connect gateway: delete that association first",
    ),
    ("", "would fall below its minimum", "lower it first: UpdateLag with minimumLinks"),
    ("", "has no ports of", "`dxnet show LOCATION` lists the speeds that it offers"),
    ("", "has no MACsec ports of", "`dxnet show LOCATION` lists the speeds that it offers"),
)
_OTHER = "correct the request, or look with `dxnet show`"
_ASDOT = re.compile(r"([0-9]{1,5})\.([0-9]{1,5})", re.ASCII)


def hint(
    request: ChangeRequest,
    account: str,
    parameters: Mapping[str, Any],
    estate: Estate,
    error: ServiceError,
) -> str:
    """The next step for the author of a request that the control plane refuses with that error."""
    elsewhere = _elsewhere(request.region, parameters, estate)
    about_asn = _about_asn(parameters) if "asn" in error.message.lower() else ""
    text = elsewhere or about_asn or about(request.operation, error.message) or _OTHER
    if not isinstance(error, NotFoundError):
        return text
    if not elsewhere:
        text = f"looked for {error.object_id} in {request.region}; {text}"
    if not request.account:
        text += f"\n  it was planned as account {account}; `account:` in the request says another"
    return text


def about(operation: str, message: str) -> str:
    """What to do about a refusal of that operation in those words; empty where nothing is known."""
    hints = (
        text
        for only, words, text in _HINTS
        if words in message and only in (operation, "")
    )  # fmt: skip
    return next(hints, "")


def _elsewhere(region: str, parameters: Mapping[str, Any], estate: Estate) -> str:
    """The objects in the request that are in another region than the request."""
    named = [(text, estate.find(text, *KINDS)) for text in json_values.texts(parameters)]
    regions = {text: found[1].get("region") for text, found in named if found}
    away = [
        f"{text} is in {where}" for text, where in regions.items() if where not in (region, None)
    ]
    return f"the request goes to {region}, and {', '.join(away)}" if away else ""


def _about_asn(parameters: Mapping[str, Any]) -> str:
    """How to write the first ASN that AWS doesn't accept in this form; empty if it accepts all."""
    asns = [pair for pair in json_values.fields(parameters) if pair[0] in ("asn", "asnLong")]
    for name, value in asns:
        if isinstance(value, str | float):
            return _about_text(str(value))
        if name == "asn" and value in limits.ASN and value not in limits.ASN_FIELD:
            return f"send it as `asnLong: {value}`: the field `asn` takes smaller numbers only"
    return ""


def _about_text(text: str) -> str:
    dotted = _ASDOT.fullmatch(text)
    if dotted is None:
        return f"an ASN is a number without quotes, not {text[:20]!r}"
    number = int(dotted[1]) * 65536 + int(dotted[2])
    return (
        f"AWS takes no ASN with a dot: write {text} as `asnLong: {number}`, which is {dotted[1]} x "
        f"65536 + {dotted[2]}"
    )
