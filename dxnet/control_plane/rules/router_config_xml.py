"""The `customerRouterConfig` XML of a VIF, in the service's own form and element order.

The order is that of the samples in the AWS CLI's reference:
https://docs.aws.amazon.com/cli/latest/reference/directconnect/create-bgp-peer.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dxnet.control_plane.store.kinds import RawRecord

# The prefix of a family's elements, in their order.
_FAMILIES = {"ipv4": "", "ipv6": "ipv6_"}


def text(vif: RawRecord, peers: Sequence[RawRecord]) -> str:
    """The XML of a VIF with these peers, of which each family's first counts."""
    lines = [
        f"  <{name}>{escape(str(value))}</{name}>"
        for name, value in _elements(vif, peers)
        if value not in (None, "")
    ]
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<logical_connection id={quoteattr(vif['virtualInterfaceId'])}>",
            *lines,
            "</logical_connection>",
            "",
        )
    )


def _elements(vif: RawRecord, peers: Sequence[RawRecord]) -> Iterator[tuple[str, Any]]:
    yield "vlan", vif.get("vlan")
    for family, prefix in _FAMILIES.items():
        peer = next((peer for peer in peers if peer.get("addressFamily") == family), {})
        yield f"{prefix}customer_address", peer.get("customerAddress")
        yield f"{prefix}amazon_address", peer.get("amazonAddress")
        yield f"{prefix}bgp_asn", customer_asn(peer)
        yield f"{prefix}bgp_auth_key", peer.get("authKey")
    yield "amazon_bgp_asn", vif.get("amazonSideAsn")
    yield "connection_type", vif.get("virtualInterfaceType")


def customer_asn(record: RawRecord) -> int | None:
    """The ASN of a raw VIF or peer: `asnLong` where it is present, else `asn`."""
    asn: int | None = record.get("asn") if record.get("asnLong") is None else record["asnLong"]
    return asn
