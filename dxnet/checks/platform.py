"""DX902 to DX906: what the platform can do, and what dxnet.toml doesn't say of the router."""

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
    why=(
        "The templates can't write this setting. Without a word the router would lack it, for "
        "example BFD, so that a failure is noticed late, or the VRF, so that routes leak."
    ),
    fix=(
        "Remove the setting from dxnet.toml (for BFD write bfd = false), or choose another "
        "platform. local_as is needed where the VIF's ASN is not the router's: put such a VIF "
        "into a VRF or virtual router of its own, with asn as the VIF's."
    ),
    source=None,
)
def platform_is_capable(vif: Vif, router: Router, platform: Platform) -> Iterator[str]:
    """Report settings that the platform's templates can't write."""
    for capability in platform.lacking(router.needs(vif)):
        yield f"the {platform.slug} templates can't write {capability}"


@rule(
    "DX903",
    "The router's interface is known",
    why=(
        "Without it the configuration contains an example name. On your router this may be "
        "another port, and pasting it can interrupt that port's traffic."
    ),
    fix="Set interface in dxnet.toml or with --interface.",
    source=None,
    severity=Status.MANUAL,
)
def interface_is_known(router: Router) -> Iterator[str]:
    """Report a router without an interface."""
    if not router.interface:
        yield "no interface is set, so the configuration contains an example name"


@rule(
    "DX904",
    "A private or transit VIF has something to advertise",
    why=(
        "The outbound filter lets through only the prefixes of advertise. Without any, AWS "
        "learns no route to your network and no traffic comes back."
    ),
    fix="Set advertise in dxnet.toml or with --advertise.",
    source=None,
    severity=Status.MANUAL,
    only=NOT_PUBLIC,
)
def something_is_advertised(vif: Vif, router: Router) -> Iterator[str]:
    """Report address families without a prefix to advertise."""
    for family in sorted({peer.family for peer in vif.active_peers}):
        if not any(prefix.family == family for prefix in router.advertise):
            yield f"no {family} prefixes are set: nothing is advertised to AWS"


@rule(
    "DX905",
    "All peers of the VIF have one customer ASN",
    why=(
        "The templates write one ASN for all sessions of the VIF. The session whose peer "
        "expects another ASN stays down."
    ),
    fix="Create one of the BGP peers again, with the ASN of the other one.",
    source=None,
)
def peers_have_one_asn(vif: Vif, platform: Platform) -> Iterator[str]:
    """Report peers with different customer ASNs."""
    asns = sorted({peer.customer_asn for peer in vif.active_peers if peer.customer_asn})
    if len(asns) > 1:
        listed = ", ".join(map(str, asns))
        yield f"the peers have ASNs {listed}, but the {platform.slug} templates write one"


@rule(
    "DX906",
    "The VIF has one peer per address family",
    why=(
        "The templates write one session for each address family. The second session of a "
        "family would be missing on the router and stay down."
    ),
    fix=("Delete the peer that the router doesn't use, or configure the second session by hand."),
    source=None,
)
def peers_have_a_family_each(vif: Vif, platform: Platform) -> Iterator[str]:
    """Report a second peer of one family."""
    for family, count in sorted(Counter(peer.family for peer in vif.active_peers).items()):
        if count > 1:
            yield f"{count} {family} peers, but the {platform.slug} templates write one"
