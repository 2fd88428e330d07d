"""DX2xx: the ASNs at both ends."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.checks.engine import PUBLIC, Status, rule
from dxnet.model import Vif


def _asns(vif: Vif) -> tuple[int, ...]:
    """Every customer ASN of the VIF, once: its own and those of its active peers."""
    found = (vif.customer_asn, *(peer.customer_asn for peer in vif.active_peers))
    return tuple(dict.fromkeys(asn for asn in found if asn is not None))


def _is_private(asn: int) -> bool:
    return any(asn in block for block in limits.PRIVATE_ASNS)


def _is_documentation(asn: int) -> bool:
    return any(asn in block for block in limits.DOCUMENTATION_ASNS)


@rule(
    "DX201",
    "The customer's ASN is 1 to 4294967294",
    fix="Create the BGP peer again with the ASN of your router.",
    source=limits.BGP_SETTINGS,
)
def asn_is_in_range(vif: Vif) -> Iterator[str]:
    """Numbers above 2147483646 travel in `asnLong`; `asn` is then 0 and not looked at.

    The API has `asnLong` since 2025-08-14
    (https://awsapichanges.com/archive/changes/d899e2-directconnect.html).
    """
    asns = _asns(vif)
    if not asns:
        yield "the VIF has no customer ASN"
    for asn in asns:
        if asn not in limits.ASN:
            why = "" if asn else "; an AWS CLI of before August 2025 leaves asnLong out"
            yield f"ASN {asn} is outside 1 to 4294967294{why}"


@rule(
    "DX202",
    "The customer's ASN is not reserved",
    fix="Create the BGP peer again with a private or a registered ASN.",
    source=limits.IANA_ASN,
)
def asn_is_not_reserved(vif: Vif) -> Iterator[str]:
    """23456 is AS_TRANS (RFC 6793), 65535 is reserved (RFC 7300)."""
    for asn in _asns(vif):
        if asn in (limits.AS_TRANS, limits.ASN_16_BIT_RESERVED):
            yield f"ASN {asn} is reserved and can't speak BGP"


@rule(
    "DX203",
    "The customer's ASN is not one for documentation",
    fix="Use a private ASN (64512 to 65534, 4200000000 to 4294967294) or a registered one.",
    source=limits.IANA_ASN,
    severity=Status.WARN,
)
def asn_is_not_for_documentation(vif: Vif) -> Iterator[str]:
    """RFC 5398 sets two blocks aside for examples."""
    for asn in _asns(vif):
        if _is_documentation(asn):
            yield f"ASN {asn} is set aside for documentation"


@rule(
    "DX204",
    "The two ends have different ASNs",
    fix="Create the BGP peer again with another ASN at your end: Direct Connect is eBGP.",
    source=limits.BGP_SETTINGS,
)
def ends_have_different_asns(vif: Vif) -> Iterator[str]:
    """With one ASN at both ends the session would be iBGP."""
    if vif.amazon_asn is not None and vif.amazon_asn in _asns(vif):
        yield f"both ends have ASN {vif.amazon_asn}"


@rule(
    "DX205",
    "Amazon's ASN is known",
    fix="Read the VIF with describe-virtual-interfaces of today's AWS CLI, which answers it.",
    source=limits.VIRTUAL_INTERFACE,
)
def amazon_asn_is_known(vif: Vif) -> Iterator[str]:
    """It stands in `amazonSideAsn`, or in the `customerRouterConfig` of older records."""
    if vif.amazon_asn is None:
        yield "neither amazonSideAsn nor customerRouterConfig gives Amazon's ASN"
    elif vif.amazon_asn not in limits.ASN:
        yield f"Amazon's ASN {vif.amazon_asn} is outside 1 to 4294967294"


@rule(
    "DX206",
    "A public VIF has a public ASN",
    fix="Nothing to do unless you prepend: AWS replaces a private ASN by 7224.",
    source=limits.LONG_ASN,
    severity=Status.WARN,
    only=PUBLIC,
)
def public_vif_has_a_public_asn(vif: Vif) -> Iterator[str]:
    """With a private ASN, AS_PATH prepending has no effect."""
    for asn in _asns(vif):
        if _is_private(asn):
            yield f"AWS replaces private ASN {asn} by 7224, so prepending it does not work"


@rule(
    "DX207",
    "A public ASN on an unverified public VIF is registered to you",
    fix="Check the registry entry: AWS verifies that the ASN is yours before the VIF comes up.",
    source=limits.BGP_PEER,
    severity=Status.MANUAL,
    only=PUBLIC,
)
def public_asn_is_yours(vif: Vif) -> Iterator[str]:
    """AWS holds the VIF or the peer in `verifying` until it has checked."""
    verifying = vif.state == "verifying" or any(
        peer.state == "verifying" for peer in vif.active_peers
    )
    for asn in _asns(vif) if verifying else ():
        if not _is_private(asn) and not _is_documentation(asn):
            yield f"AWS is verifying that ASN {asn} is yours"


@rule(
    "DX208",
    "The customer's ASN is not Amazon's 7224",
    fix="Check the ASN with whoever ordered the VIF: 7224 is Amazon's own.",
    source=limits.ROUTING,
    severity=Status.WARN,
)
def customer_asn_is_not_amazons(vif: Vif) -> Iterator[str]:
    """No source says that AWS refuses it."""
    if limits.AMAZON_PUBLIC_ASN in _asns(vif):
        yield "ASN 7224 at the customer's end is Amazon's own"


@rule(
    "DX209",
    "asn and asnLong agree",
    fix="Ask AWS which ASN the session expects; dxnet uses asnLong.",
    source=limits.LONG_ASN,
)
def asn_fields_agree(vif: Vif) -> Iterator[str]:
    """A number that fits stands in both; for a longer one `asn` is 0."""
    ends = [("the VIF", vif.asn, vif.asn_long)]
    ends += [(f"the {peer.family} peer", peer.asn, peer.asn_long) for peer in vif.active_peers]
    for name, asn, asn_long in ends:
        if asn and asn_long is not None and asn != asn_long:
            yield f"{name} has asn {asn} and asnLong {asn_long}"
