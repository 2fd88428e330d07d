"""DX9xx: what the platform can do, and what nobody has said of the router. (Keys: `auth_key`.)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dxnet.checks.engine import NOT_PUBLIC, Status, rule
from dxnet.model import Vif
from dxnet.platforms import Platform
from dxnet.settings import Router


@rule(
    "DX902",
    "The platform can do what dxnet.toml asks for",
    fix="Take the key out of dxnet.toml (for BFD: bfd = false), or choose another platform.",
    source=None,
)
def platform_is_capable(vif: Vif, router: Router, platform: Platform) -> Iterator[str]:
    """Refused before rendering, with the capability's name."""
    asked = {
        "bfd": router.bfd,
        "graceful_restart": router.graceful_restart,
        "parent": router.parent,
        "vrf": bool(router.vrf),
        "zone": bool(router.zone),
        "ipv6": any(peer.family == "ipv6" for peer in vif.active_peers),
    }
    for capability, wanted in asked.items():
        if wanted and not platform.can(capability):
            yield f"{platform.slug} has no {capability} in its templates"


@rule(
    "DX903",
    "The router's interface is known",
    fix="Set interface in dxnet.toml or with --interface.",
    source=None,
    severity=Status.MANUAL,
)
def interface_is_known(router: Router) -> Iterator[str]:
    """Without it the configuration carries the platform's example."""
    if not router.interface:
        yield "no interface is set: the configuration carries an example"


@rule(
    "DX904",
    "A private or transit VIF has something to advertise",
    fix="Set advertise in dxnet.toml or with --advertise.",
    source=None,
    severity=Status.MANUAL,
    only=NOT_PUBLIC,
)
def something_is_advertised(vif: Vif, router: Router) -> Iterator[str]:
    """Without it the outbound filter lets nothing through."""
    for family in sorted({peer.family for peer in vif.active_peers}):
        if not any(prefix.family == family for prefix in router.advertise):
            yield f"no {family} prefixes are set: nothing is advertised to AWS"


@rule(
    "DX905",
    "All peers of the VIF have one customer ASN",
    fix="Create the BGP peers again with one ASN: a BGP process has one.",
    source=None,
)
def peers_have_one_asn(vif: Vif, platform: Platform) -> Iterator[str]:
    """AWS allows one a peer; a router's BGP process has one."""
    asns = sorted({peer.customer_asn for peer in vif.active_peers if peer.customer_asn})
    if len(asns) > 1:
        yield f"the peers have ASNs {', '.join(map(str, asns))}, {platform.slug} renders one"


@rule(
    "DX906",
    "The VIF has one peer a family",
    fix="Delete the peer that the router doesn't use, or configure the second session by hand.",
    source=None,
)
def peers_have_a_family_each(vif: Vif, platform: Platform) -> Iterator[str]:
    """With logical redundancy AWS allows a second one; the templates write one session a family."""
    for family, count in sorted(Counter(peer.family for peer in vif.active_peers).items()):
        if count > 1:
            yield f"{count} {family} peers, {platform.slug} renders one"
