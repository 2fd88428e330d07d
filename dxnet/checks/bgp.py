"""DX6xx: what AWS's own router configuration says against the fields."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.addressing import parse_interface
from dxnet.checks.engine import Status, rule
from dxnet.model import BgpPeer, RouterConfig, Vif


@rule(
    "DX601",
    "customerRouterConfig agrees with the fields",
    fix="Read the VIF again; if they still differ, ask AWS which one the session expects.",
    source=limits.VIRTUAL_INTERFACE,
)
def router_config_agrees(vif: Vif) -> Iterator[str]:
    """AWS gives every value twice: as fields and as XML for the customer's router."""
    config = vif.router_config
    if config is None or config.malformed:
        return
    stated = (
        ("id", config.virtual_interface_id, vif.id),
        ("vlan", config.vlan, vif.vlan),
        ("amazon_bgp_asn", config.amazon_bgp_asn, vif.amazon_asn),
        ("connection_type", config.connection_type, vif.type),
    )
    for name, text, value in stated:
        if text and value not in (None, "") and text != str(value):
            yield f"{name} is {text!r} in the XML and {value} in the fields"
    for family, prefix, ends in _sessions(config):
        peers = [peer for peer in vif.active_peers if peer.family == family]
        if peers and ends.amazon_address:
            yield from _session_differs(prefix, ends, peers)


def _sessions(config: RouterConfig) -> Iterator[tuple[str, str, RouterConfig]]:
    """Each family's elements, under the names of the IPv4 ones."""
    yield "ipv4", "", config
    yield (
        "ipv6",
        "ipv6_",
        RouterConfig(
            customer_address=config.ipv6_customer_address,
            amazon_address=config.ipv6_amazon_address,
            bgp_asn=config.ipv6_bgp_asn,
            bgp_auth_key=config.ipv6_bgp_auth_key,
        ),
    )


def _session_differs(prefix: str, ends: RouterConfig, peers: list[BgpPeer]) -> Iterator[str]:
    """What differs from the peer with the same address at Amazon's end, else from the first."""
    peer = next(
        (peer for peer in peers if _same(ends.amazon_address, peer.amazon_address)), peers[0]
    )
    for name, text, value in (
        ("amazon_address", ends.amazon_address, peer.amazon_address),
        ("customer_address", ends.customer_address, peer.customer_address),
        ("bgp_asn", ends.bgp_asn, peer.customer_asn),
    ):
        if text and value not in (None, "") and not _same(text, str(value)):
            yield f"{prefix}{name} is {text!r} in the XML and {value} in the fields"
    if ends.bgp_auth_key and peer.auth_key and ends.bgp_auth_key != peer.auth_key:
        yield f"{prefix}bgp_auth_key is another key in the XML than in the fields"


def _same(text: str | None, other: str) -> bool:
    """Whether two values are equal, addresses compared as addresses."""
    if text is None:
        return False
    return text == other or (
        parse_interface(text) is not None and parse_interface(text) == parse_interface(other)
    )


@rule(
    "DX602",
    "customerRouterConfig is the XML that AWS documents",
    fix="Nothing to do: dxnet reads the fields. Save the answer again if the file was edited.",
    source=limits.VIRTUAL_INTERFACE,
    severity=Status.WARN,
)
def router_config_is_well_formed(vif: Vif) -> Iterator[str]:
    """Quotes nothing of the text, since it holds keys."""
    if vif.router_config is not None and vif.router_config.malformed:
        yield vif.router_config.malformed
