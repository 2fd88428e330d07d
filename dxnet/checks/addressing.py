"""DX30x, DX31x: the addresses of one VIF's peers. `overlap` compares VIFs with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dxnet import limits
from dxnet.addressing import Interface, Space, space
from dxnet.checks.engine import NOT_PUBLIC, PUBLIC, Status, rule
from dxnet.model import BgpPeer, Parent, Vif

_RECREATE = "Delete the BGP peer and create it with "


def _ends(peer: BgpPeer) -> Iterator[tuple[str, Interface]]:
    """Whose address it is, and the address, for each end that has one that parses."""
    for whose, interface in (("Amazon's", peer.amazon), ("the customer's", peer.customer)):
        if interface is not None:
            yield whose, interface


def _pairs(vif: Vif) -> Iterator[tuple[BgpPeer, Interface, Interface]]:
    """Every active peer of which both addresses parse, with Amazon's and the customer's."""
    for peer in vif.active_peers:
        if peer.amazon is not None and peer.customer is not None:
            yield peer, peer.amazon, peer.customer


@rule(
    "DX301",
    "Addresses are written as address/length",
    fix=_RECREATE + "addresses such as 192.0.2.1/30.",
    source=limits.BGP_PEER,
)
def addresses_parse(vif: Vif) -> Iterator[str]:
    """Quotes what the source holds."""
    for peer in vif.active_peers:
        for whose, text, interface in (
            ("Amazon's", peer.amazon_address, peer.amazon),
            ("the customer's", peer.customer_address, peer.customer),
        ):
            if text and interface is None:
                yield f"{peer.family}: {whose} address {text!r} is not an address/length"


@rule(
    "DX302",
    "Both ends of a peering share one subnet",
    fix=_RECREATE + "two addresses of the same subnet.",
    source=limits.VIF_PREREQUISITES,
)
def ends_share_a_subnet(vif: Vif) -> Iterator[str]:
    """AWS refuses others: "must be in the same CIDR"."""
    for peer, amazon, customer in _pairs(vif):
        if not amazon.network.overlaps(customer.network):
            yield f"{peer.family}: Amazon {amazon} and customer {customer} share no subnet"


@rule(
    "DX303",
    "Both ends have the same prefix length",
    fix=_RECREATE + "the same prefix length at both ends.",
    source=limits.VIF_PREREQUISITES,
)
def ends_have_one_length(vif: Vif) -> Iterator[str]:
    """One subnet has one mask."""
    for peer, amazon, customer in _pairs(vif):
        if amazon.family == customer.family and amazon.prefixlen != customer.prefixlen:
            yield f"{peer.family}: Amazon has {amazon}, the customer {customer}"


@rule(
    "DX304",
    "Both addresses are hosts of their subnet",
    fix=_RECREATE + "addresses that are neither the first nor the last of the subnet (or a /31).",
    source=limits.RFC_3021,
)
def addresses_are_hosts(vif: Vif) -> Iterator[str]:
    """In a /31 and a /127 both addresses are hosts."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            if interface.is_network_address:
                yield f"{peer.family}: {whose} {interface} is the address of the subnet itself"
            elif interface.is_broadcast:
                yield f"{peer.family}: {whose} {interface} is the broadcast address"


@rule(
    "DX305",
    "The two ends have different addresses",
    fix=_RECREATE + "a different address at each end.",
    source=limits.VIF_PREREQUISITES,
)
def ends_differ(vif: Vif) -> Iterator[str]:
    """One address can't be both ends."""
    for peer, amazon, customer in _pairs(vif):
        if amazon.address == customer.address:
            yield f"{peer.family}: both ends have {amazon.address}"


@rule(
    "DX306",
    "The IPv4 prefix length is /29, /30 or /31",
    fix="Nothing to do if the length is meant: AWS takes others.",
    source=limits.VIF_PREREQUISITES,
    severity=Status.WARN,
)
def ipv4_length_is_usual(vif: Vif) -> Iterator[str]:
    """The lengths that AWS documents or assigns."""
    for peer, amazon, _ in _pairs(vif):
        if amazon.family == "ipv4" and amazon.prefixlen not in limits.IPV4_PEER_PREFIXLENS:
            yield f"{peer.family}: {amazon.network} is unusual for a point-to-point link"


@rule(
    "DX307",
    "The IPv6 prefix length is /125",
    fix="Compare with the AWS console: AWS assigns IPv6 peer addresses, always a /125.",
    source=limits.BGP_PEER,
    severity=Status.WARN,
)
def ipv6_length_is_125(vif: Vif) -> Iterator[str]:
    """Customers can't choose IPv6 peer addresses."""
    for peer, amazon, _ in _pairs(vif):
        if amazon.family == "ipv6" and amazon.prefixlen != limits.IPV6_PEER_PREFIXLEN:
            yield f"{peer.family}: {amazon.network} is not a /125"


@rule(
    "DX308",
    "Both addresses are of the peer's family",
    fix=_RECREATE + "addresses of its own address family.",
    source=limits.BGP_PEER,
)
def families_agree(vif: Vif) -> Iterator[str]:
    """An IPv4 peer has two IPv4 addresses, an IPv6 peer two IPv6 ones."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            if interface.family != peer.family:
                yield f"{peer.family}: {whose} {interface} is an address of the other family"


@rule(
    "DX309",
    "A public VIF has public peer addresses",
    fix=_RECREATE + "public addresses that you own, or ask AWS Support for a /31.",
    source=limits.VIF_PREREQUISITES,
    only=PUBLIC,
)
def public_vif_has_public_addresses(vif: Vif) -> Iterator[str]:
    """AWS refuses others: "not allowed to contain a private IP"."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            found = space(interface.network)
            if found not in (Space.GLOBAL, Space.DOCUMENTATION):
                yield f"{peer.family}: {whose} {interface} is {found} space"


@rule(
    "DX310",
    "A public VIF has no documentation addresses",
    fix="Use real addresses outside examples.",
    source=limits.IANA_IPV4,
    severity=Status.WARN,
    only=PUBLIC,
)
def public_vif_has_no_documentation_addresses(vif: Vif) -> Iterator[str]:
    """Examples use documentation space on purpose."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            if space(interface.network) is Space.DOCUMENTATION:
                yield f"{peer.family}: {whose} {interface} is set aside for documentation"


@rule(
    "DX311",
    "Nothing but the BGP session uses link-local peer addresses",
    fix="Make sure that no VPN, no TGW Connect peer and no VPC traffic starts or ends on them.",
    source=limits.VIF_PREREQUISITES,
    severity=Status.MANUAL,
    only=NOT_PUBLIC,
)
def link_local_is_for_bgp_only(vif: Vif) -> Iterator[str]:
    """AWS assigns from 169.254.0.0/16 when the customer gives no addresses."""
    for _, amazon, _ in _pairs(vif):
        if amazon.family == "ipv4" and space(amazon.network) is Space.LINK_LOCAL:
            yield f"{amazon.network} is link-local: BGP may use it, VPC traffic and VPNs may not"


@rule(
    "DX312",
    "Every VIF has a peering with both addresses",
    fix="Create a BGP peer, or wait until AWS has assigned its addresses.",
    source=limits.VIRTUAL_INTERFACE,
)
def peering_is_complete(vif: Vif) -> Iterator[str]:
    """Without both addresses there is nothing to configure."""
    if not vif.active_peers:
        yield "the VIF has no active BGP peer"
    for peer in vif.active_peers:
        for whose, text in (
            ("Amazon's", peer.amazon_address),
            ("the customer's", peer.customer_address),
        ):
            if not text:
                yield f"{peer.family}: {whose} address is missing"


@rule(
    "DX313",
    "One peer a family, unless the port has logical redundancy",
    fix="Delete the peer that the router doesn't use.",
    source=limits.BGP_PEER,
    severity=Status.WARN,
)
def one_peer_a_family(vif: Vif, parent: Parent) -> Iterator[str]:
    """`hasLogicalRedundancy` says whether a second one of a family is allowed."""
    for family, count in sorted(Counter(peer.family for peer in vif.active_peers).items()):
        if count > 1 and parent.has_logical_redundancy != "yes":
            yield f"{count} {family} peers, and {parent.id} has no logical redundancy"
