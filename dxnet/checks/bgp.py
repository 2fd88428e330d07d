"""DX6xx: AWS's own router configuration (XML), compared with the fields of the record."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.addressing import parse_interface
from dxnet.checks.engine import Status, rule
from dxnet.model import BgpPeer, RouterConfig, Vif


@rule(
    "DX601",
    "customerRouterConfig agrees with the fields",
    why=(
        "AWS states each value twice: as fields and as XML for the router. If they differ, one is "
        "wrong, and a session that is configured from it can stay down."
    ),
    fix=(
        "Read the VIF again. If the values still differ, ask AWS Support which one the "
        "session expects."
    ),
    source=limits.VIRTUAL_INTERFACE,
)
def router_config_agrees(vif: Vif) -> Iterator[str]:
    """Report values that differ between `customerRouterConfig` and the fields."""
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
    """Yield family, prefix of the element names, and the elements under their IPv4 names."""
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
    """Compare with the peer that has the same Amazon address, or else with the first peer."""
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
        yield f"{prefix}bgp_auth_key is a different key in the XML and in the fields"


def _same(text: str | None, other: str) -> bool:
    """Tell whether two values are equal, comparing addresses as addresses."""
    if text is None:
        return False
    return text == other or (
        parse_interface(text) is not None and parse_interface(text) == parse_interface(other)
    )


@rule(
    "DX602",
    "customerRouterConfig is the XML that AWS documents",
    why=(
        "dxnet compares this XML with the fields (DX601). If the XML can't be read, a "
        "difference goes unnoticed and the session may stay down."
    ),
    fix=(
        "Nothing to do for the router: dxnet uses the fields. If the file was edited, save "
        "AWS's answer again."
    ),
    source=limits.VIRTUAL_INTERFACE,
    severity=Status.WARN,
)
def router_config_is_well_formed(vif: Vif) -> Iterator[str]:
    """Report XML that can't be read, without quoting it, since it contains keys."""
    if vif.router_config is not None and vif.router_config.malformed:
        yield vif.router_config.malformed
