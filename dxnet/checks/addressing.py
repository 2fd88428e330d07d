"""DX30x, DX31x: the addresses of one VIF's peers (DX32x, in `overlap`, compare VIFs)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dxnet import limits
from dxnet.addressing import Interface, Space, space
from dxnet.checks.engine import NOT_PUBLIC, PUBLIC, Status, rule
from dxnet.checks.fixes import NEW_PEER
from dxnet.model import BgpPeer, Parent, Vif


def _ends(peer: BgpPeer) -> Iterator[tuple[str, Interface]]:
    """Yield the owner and the address of each end whose address can be read."""
    for whose, interface in (("Amazon's", peer.amazon), ("the customer's", peer.customer)):
        if interface is not None:
            yield whose, interface


def _pairs(vif: Vif) -> Iterator[tuple[BgpPeer, Interface, Interface]]:
    """Yield peer, Amazon's and the customer's address of each active peer with two valid ones."""
    for peer in vif.active_peers:
        if peer.amazon is not None and peer.customer is not None:
            yield peer, peer.amazon, peer.customer


@rule(
    "DX301",
    "Addresses are written as address/length",
    why=(
        "From any other text the router can configure neither its interface nor its BGP "
        "neighbor, so the session can't come up."
    ),
    fix=NEW_PEER + "addresses such as 192.0.2.1/30.",
    source=limits.BGP_PEER,
)
def addresses_parse(vif: Vif) -> Iterator[str]:
    """Report peer addresses that can't be read, as the source has them."""
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
    why=(
        "AWS refuses two addresses of different subnets. On the router such a neighbor is not "
        "directly connected, so the session stays down."
    ),
    fix=NEW_PEER + "two addresses of one subnet.",
    source=limits.VIF_PREREQUISITES,
)
def ends_share_a_subnet(vif: Vif) -> Iterator[str]:
    """Report peers whose two addresses are in different subnets."""
    for peer, amazon, customer in _pairs(vif):
        if not amazon.network.overlaps(customer.network):
            yield f"{peer.family}: Amazon {amazon} and customer {customer} share no subnet"


@rule(
    "DX303",
    "Both ends have the same prefix length",
    why=(
        "AWS requires one prefix length. With two, the ends disagree on which addresses are "
        "on the link: packets get lost and the session can stay down."
    ),
    fix=NEW_PEER + "the same prefix length at both ends.",
    source=limits.VIF_PREREQUISITES,
)
def ends_have_one_length(vif: Vif) -> Iterator[str]:
    """Report peers whose two addresses have different prefix lengths."""
    for peer, amazon, customer in _pairs(vif):
        if amazon.family == customer.family and amazon.prefixlen != customer.prefixlen:
            yield f"{peer.family}: Amazon has {amazon}, the customer {customer}"


@rule(
    "DX304",
    "Both addresses are hosts of their subnet",
    why=(
        "AWS and routers refuse the first address of a subnet (the network) and the last one "
        "(broadcast), so the session can't be configured. In a /31 both are allowed."
    ),
    fix=NEW_PEER + ("addresses between the first and the last of the subnet, or with a /31."),
    source=limits.RFC_3021,
)
def addresses_are_hosts(vif: Vif) -> Iterator[str]:
    """Report addresses that stand for the subnet itself or for its broadcast."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            if interface.is_network_address:
                yield f"{peer.family}: {whose} {interface} is the address of the subnet itself"
            elif interface.is_broadcast:
                yield f"{peer.family}: {whose} {interface} is the broadcast address"


@rule(
    "DX305",
    "The two ends have different addresses",
    why=(
        "Two ends with one address can't reach each other. The router reports a duplicate "
        "address, and the session never comes up."
    ),
    fix=NEW_PEER + "a different address at each end.",
    source=limits.VIF_PREREQUISITES,
)
def ends_differ(vif: Vif) -> Iterator[str]:
    """Report peers with one address at both ends."""
    for peer, amazon, customer in _pairs(vif):
        if amazon.address == customer.address:
            yield f"{peer.family}: both ends have {amazon.address}"


@rule(
    "DX306",
    "The IPv4 prefix length is /29, /30 or /31",
    why=(
        "AWS documents or assigns /29 to /31. Another length is often a typing error, and "
        "with a wrong length the router may not reach Amazon's address."
    ),
    fix="Nothing to do if the length is intended: AWS accepts other lengths.",
    source=limits.VIF_PREREQUISITES,
    severity=Status.WARN,
)
def ipv4_length_is_usual(vif: Vif) -> Iterator[str]:
    """Report IPv4 peers with another prefix length."""
    for peer, amazon, _ in _pairs(vif):
        if amazon.family == "ipv4" and amazon.prefixlen not in limits.IPV4_PEER_PREFIXLENS:
            yield f"{peer.family}: {amazon.network} is unusual for a point-to-point link"


@rule(
    "DX307",
    "The IPv6 prefix length is /125",
    why=(
        "AWS assigns IPv6 peer addresses, always in a /125. Another length means that the "
        "record is not AWS's, and a router configured from it may not reach AWS."
    ),
    fix="Compare the addresses with the AWS console, and read the VIF again.",
    source=limits.BGP_PEER,
    severity=Status.WARN,
)
def ipv6_length_is_125(vif: Vif) -> Iterator[str]:
    """Report IPv6 peers with another prefix length."""
    for peer, amazon, _ in _pairs(vif):
        if amazon.family == "ipv6" and amazon.prefixlen != limits.IPV6_PEER_PREFIXLEN:
            yield f"{peer.family}: {amazon.network} is not a /125"


@rule(
    "DX308",
    "Both addresses are of the peer's family",
    why=(
        "IPv4 and IPv6 are separate BGP sessions. A session whose neighbor has an address of "
        "the other family can't be configured and stays down."
    ),
    fix=NEW_PEER + "addresses of its own family.",
    source=limits.BGP_PEER,
)
def families_agree(vif: Vif) -> Iterator[str]:
    """Report addresses that are not of the peer's family."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            if interface.family != peer.family:
                yield f"{peer.family}: {whose} {interface} is an address of the other family"


@rule(
    "DX309",
    "A public VIF has public peer addresses",
    why=(
        "AWS refuses private addresses on a public VIF. Its public network can't return "
        "packets to them, so no traffic would come back."
    ),
    fix=NEW_PEER + "public addresses that you own, or ask AWS Support for a /31.",
    source=limits.VIF_PREREQUISITES,
    only=PUBLIC,
)
def public_vif_has_public_addresses(vif: Vif) -> Iterator[str]:
    """Report peer addresses of a public VIF that are not globally routable."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            address_space = space(interface.network)
            if address_space not in (Space.GLOBAL, Space.DOCUMENTATION):
                yield f"{peer.family}: {whose} {interface} is {address_space} space"


@rule(
    "DX310",
    "A public VIF has no documentation addresses",
    why=(
        "Documentation addresses are for examples and are not routed on the Internet: a real "
        "public VIF with them carries no traffic."
    ),
    fix=NEW_PEER + "your own addresses. In an example there is nothing to do.",
    source=limits.IANA_IPV4,
    severity=Status.WARN,
    only=PUBLIC,
)
def public_vif_has_no_documentation_addresses(vif: Vif) -> Iterator[str]:
    """Report peer addresses that are reserved for documentation."""
    for peer in vif.active_peers:
        for whose, interface in _ends(peer):
            if space(interface.network) is Space.DOCUMENTATION:
                yield f"{peer.family}: {whose} {interface} is reserved for documentation"


@rule(
    "DX311",
    "Nothing but the BGP session uses link-local peer addresses",
    why=(
        "Link-local addresses, which AWS assigns if you give none, work for BGP. A VPN, a "
        "transit gateway Connect peer or VPC traffic that starts or ends on them fails."
    ),
    fix=(
        "Make sure that no VPN, no transit gateway Connect peer and no VPC traffic starts or "
        "ends on them."
    ),
    source=limits.VIF_PREREQUISITES,
    severity=Status.MANUAL,
    only=NOT_PUBLIC,
)
def link_local_is_for_bgp_only(vif: Vif) -> Iterator[str]:
    """Report link-local peer subnets, so that a person checks who else uses them."""
    for _, amazon, _ in _pairs(vif):
        if amazon.family == "ipv4" and space(amazon.network) is Space.LINK_LOCAL:
            yield f"{amazon.network} is link-local: BGP may use it, VPC traffic and VPNs may not"


@rule(
    "DX312",
    "Every VIF has a peering with both addresses",
    why=(
        "Without both addresses the router can't be configured: there is no BGP session, and "
        "the VIF carries no traffic."
    ),
    fix=("Create a BGP peer, or wait until AWS has assigned the addresses and read the VIF again."),
    source=limits.VIRTUAL_INTERFACE,
)
def peering_is_complete(vif: Vif) -> Iterator[str]:
    """Report a VIF without an active peer, and peers without one of their addresses."""
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
    "One peer per address family, unless the port has logical redundancy",
    why=(
        "AWS supports a second peer of one family only where hasLogicalRedundancy is yes. "
        "Elsewhere the second peer may never come up, and nobody can tell which one the "
        "router must use."
    ),
    fix="Delete the peer that the router doesn't use.",
    source=limits.BGP_PEER,
    severity=Status.WARN,
)
def one_peer_a_family(vif: Vif, parent: Parent) -> Iterator[str]:
    """Report a second peer of one family on a connection or LAG without logical redundancy."""
    for family, count in sorted(Counter(peer.family for peer in vif.active_peers).items()):
        if count > 1 and parent.has_logical_redundancy != "yes":
            yield f"{count} {family} peers, and {parent.id} has no logical redundancy"
