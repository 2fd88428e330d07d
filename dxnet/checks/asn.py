"""DX2xx: the ASNs at both ends."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.checks.engine import NOT_PUBLIC, PUBLIC, Status, rule
from dxnet.checks.fixes import NEW_PEER
from dxnet.model import Vif


def _asns(vif: Vif) -> tuple[int, ...]:
    """Return the customer ASNs of the VIF and of its active peers, each once."""
    asns = (vif.customer_asn, *(peer.customer_asn for peer in vif.active_peers))
    return tuple(dict.fromkeys(asn for asn in asns if asn is not None))


def _is_private(asn: int) -> bool:
    return any(asn in block for block in limits.PRIVATE_ASNS)


def _is_documentation(asn: int) -> bool:
    return any(asn in block for block in limits.DOCUMENTATION_ASNS)


@rule(
    "DX201",
    "The customer's ASN is 1 to 4294967294",
    why=(
        "BGP can't carry an ASN outside this range: 0 and 4294967295 are reserved, and a "
        "larger number doesn't fit. The router refuses it, so the session can't come up."
    ),
    fix=NEW_PEER
    + (
        "the ASN of your router. If the ASN is 0, first read the VIF with an AWS CLI of "
        "August 2025 or later."
    ),
    source=limits.BGP_SETTINGS,
)
def asn_is_in_range(vif: Vif) -> Iterator[str]:
    """Report customer ASNs that are missing or out of range.

    A number above 2147483646 is in `asnLong`, and `asn` is then 0, which is not looked at. The
    API has `asnLong` since 2025-08-14
    (https://awsapichanges.com/archive/changes/d899e2-directconnect.html).
    """
    asns = _asns(vif)
    if not asns:
        yield "the VIF has no customer ASN"
    for asn in asns:
        if asn not in limits.ASN:
            cause = "" if asn else "; an AWS CLI from before August 2025 leaves asnLong out"
            yield f"ASN {asn} is outside 1 to 4294967294{cause}"


@rule(
    "DX202",
    "The customer's ASN is not reserved",
    why=(
        "No network owns 23456 (AS_TRANS, RFC 6793) or 65535 (RFC 7300). A router may reject a "
        "neighbor with such an ASN, and then the session stays down."
    ),
    fix=NEW_PEER + "a private ASN or one that is registered to you.",
    source=limits.IANA_ASN,
)
def asn_is_not_reserved(vif: Vif) -> Iterator[str]:
    """Report 23456 and 65535."""
    for asn in _asns(vif):
        if asn in (limits.AS_TRANS, limits.ASN_16_BIT_RESERVED):
            yield f"ASN {asn} is reserved: no router can use it"


@rule(
    "DX203",
    "The customer's ASN is not reserved for documentation",
    why=(
        "RFC 5398 reserves these ASNs for examples. Networks may drop routes whose AS path "
        "contains one, and then your prefixes are not reachable."
    ),
    fix=NEW_PEER
    + (
        "a private ASN (64512 to 65534, 4200000000 to 4294967294) or one that is registered "
        "to you. In an example there is nothing to do."
    ),
    source=limits.IANA_ASN,
    severity=Status.WARN,
)
def asn_is_not_for_documentation(vif: Vif) -> Iterator[str]:
    """Report ASNs of the two blocks that RFC 5398 reserves."""
    for asn in _asns(vif):
        if _is_documentation(asn):
            yield f"ASN {asn} is reserved for documentation"


@rule(
    "DX204",
    "The two ends have different ASNs",
    why=(
        "Direct Connect sessions are eBGP. With the same ASN at both ends the router expects "
        "iBGP, and each end drops routes that contain its own ASN."
    ),
    fix=NEW_PEER + "another ASN for your router.",
    source=limits.BGP_SETTINGS,
)
def ends_have_different_asns(vif: Vif) -> Iterator[str]:
    """Report a customer ASN that equals Amazon's."""
    if vif.amazon_asn is not None and vif.amazon_asn in _asns(vif):
        yield f"both ends have ASN {vif.amazon_asn}"


@rule(
    "DX205",
    "Amazon's ASN is known",
    why=(
        "The router must name Amazon's ASN as that of its neighbor. With a missing or wrong "
        "ASN the configuration can't be written or the session stays down."
    ),
    fix=(
        "Read the VIF again with a current AWS CLI, whose describe-virtual-interfaces prints "
        "amazonSideAsn."
    ),
    source=limits.VIRTUAL_INTERFACE,
)
def amazon_asn_is_known(vif: Vif) -> Iterator[str]:
    """Report a missing or impossible ASN in `amazonSideAsn` and `customerRouterConfig`."""
    if vif.amazon_asn is None:
        yield "neither amazonSideAsn nor customerRouterConfig gives Amazon's ASN"
    elif vif.amazon_asn not in limits.ASN:
        yield f"Amazon's ASN {vif.amazon_asn} is outside 1 to 4294967294"


@rule(
    "DX206",
    "A public VIF has a public ASN",
    why=(
        "On a public VIF AWS replaces a private ASN with 7224. AS_PATH prepending then has no "
        "effect, so it can't move traffic to another link."
    ),
    fix=(
        "Nothing to do if you don't prepend. If you do, create the public VIF with an ASN "
        "that is registered to you."
    ),
    source=limits.LONG_ASN,
    severity=Status.WARN,
    only=PUBLIC,
)
def public_vif_has_a_public_asn(vif: Vif) -> Iterator[str]:
    """Report private ASNs on a public VIF."""
    for asn in _asns(vif):
        if _is_private(asn):
            yield f"AWS replaces private ASN {asn} by 7224, so prepending it does not work"


@rule(
    "DX207",
    "A public ASN on an unverified public VIF is registered to you",
    why=(
        "AWS keeps a public VIF or peer in the state verifying until it has checked that the "
        "ASN is yours. Until then the session doesn't come up."
    ),
    fix=(
        "Check that the registry (RIR) entry of the ASN names your organization. If the check "
        "takes longer than 72 business hours, open a case with AWS Support."
    ),
    source=limits.BGP_PEER,
    severity=Status.MANUAL,
    only=PUBLIC,
)
def public_asn_is_yours(vif: Vif) -> Iterator[str]:
    """Report public ASNs while the VIF or one of its peers is `verifying`."""
    verifying = vif.state == "verifying" or any(
        peer.state == "verifying" for peer in vif.active_peers
    )
    for asn in _asns(vif) if verifying else ():
        if not _is_private(asn) and not _is_documentation(asn):
            yield f"AWS is verifying that ASN {asn} is yours"


@rule(
    "DX208",
    "The customer's ASN is not Amazon's 7224",
    why=(
        "7224 is the ASN that AWS uses on public VIFs. If your router uses it too, routes with "
        "7224 in their AS path look like a loop to the router, which drops them."
    ),
    fix="Ask whoever ordered the VIF which ASN was meant. " + NEW_PEER + "that ASN.",
    source=limits.ROUTING,
    severity=Status.WARN,
)
def customer_asn_is_not_amazons(vif: Vif) -> Iterator[str]:
    """Report a customer ASN of 7224. No source says whether AWS refuses it."""
    if limits.AMAZON_PUBLIC_ASN in _asns(vif):
        yield "ASN 7224 at the customer's end is Amazon's own"


@rule(
    "DX209",
    "asn and asnLong agree",
    why=(
        "The two fields name two ASNs for one session. If the router uses the wrong one, AWS "
        "refuses the session."
    ),
    fix="Ask AWS Support which ASN the session expects. dxnet uses asnLong.",
    source=limits.LONG_ASN,
)
def asn_fields_agree(vif: Vif) -> Iterator[str]:
    """Report an `asn` other than 0 that differs from `asnLong`."""
    ends = [("the VIF", vif.asn, vif.asn_long)]
    ends += [(f"the {peer.family} peer", peer.asn, peer.asn_long) for peer in vif.active_peers]
    for name, asn, asn_long in ends:
        if asn and asn_long is not None and asn != asn_long:
            yield f"{name} has asn {asn} and asnLong {asn_long}"


@rule(
    "DX210",
    "Amazon's ASN and the addresses are final",
    why=(
        "Until a hosted VIF is accepted, or a VIF is on a gateway, AWS shows a placeholder for its "
        "own ASN, and may assign other addresses. A router that is configured with them keeps "
        "the session down."
    ),
    fix=(
        "Let the VIF's owner accept it and choose its gateway, then read it again before you "
        "configure the router."
    ),
    source=limits.HOSTED_VIF,
    severity=Status.WARN,
    only=NOT_PUBLIC,
)
def amazon_end_is_final(vif: Vif) -> Iterator[str]:
    """Report a private or transit VIF that is not accepted or on no gateway."""
    if vif.has_provisional_ends:
        cause = "its owner has not accepted the VIF" if vif.is_unaccepted else "it is on no gateway"
        yield f"{cause}: Amazon's ASN {vif.amazon_asn} and the addresses are provisional"
