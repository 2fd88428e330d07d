"""DX5xx: the route-filter prefixes of public VIFs, and the prefixes that other VIFs advertise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from dxnet import limits
from dxnet.addressing import Prefix, Space, overlaps, space
from dxnet.checks.engine import NOT_PUBLIC, PUBLIC, Status, rule
from dxnet.model import Estate, RouteFilterPrefix, Vif
from dxnet.settings import Router

_Announced = tuple[Prefix, tuple[Vif, Prefix]]


def _parsed(vif: Vif) -> Iterator[tuple[RouteFilterPrefix, Prefix]]:
    for item in vif.route_filter_prefixes:
        if item.prefix is not None:
            yield item, item.prefix


@rule(
    "DX501",
    "A public VIF has 1 to 1000 route-filter prefixes",
    why=(
        "AWS refuses a public VIF without prefixes, and its quota is 1000 routes a session. "
        "Routes over the quota can take the session down."
    ),
    fix=(
        "Summarize the prefixes to 1000 or fewer. AWS Support changes the prefixes of an "
        "existing VIF."
    ),
    source=limits.QUOTAS,
    only=PUBLIC,
)
def prefix_count_is_allowed(vif: Vif) -> Iterator[str]:
    """Report a number of prefixes outside AWS's quota."""
    count = len(vif.route_filter_prefixes)
    if count not in limits.PREFIX_COUNT:
        yield f"the VIF has {count} route-filter prefixes"


@rule(
    "DX502",
    "Route-filter prefixes are written as address/length",
    why=(
        "AWS accepts only address/length. Other text would be an invalid line of the router's "
        "prefix list, so the prefix would not be announced."
    ),
    fix="Write one prefix per list element, such as 192.0.2.0/24.",
    source=limits.ROUTE_FILTER_PREFIX,
)
def prefixes_parse(vif: Vif) -> Iterator[str]:
    """Report prefixes that can't be read, as the source has them."""
    for item in vif.route_filter_prefixes:
        if item.interface is None:
            yield f"{item.cidr!r} is not an address/length"


@rule(
    "DX503",
    "Route-filter prefixes are /1 to /32, IPv6 ones /1 to /64",
    why=(
        "AWS refuses prefixes of other lengths. It doesn't accept the route, so no traffic "
        "for the prefix comes over the VIF."
    ),
    fix="Announce a prefix with an allowed length that includes it.",
    source=limits.ROUTE_FILTER_PREFIX,
)
def prefix_lengths_are_allowed(vif: Vif) -> Iterator[str]:
    """Report prefixes with a length that AWS doesn't take."""
    for _, prefix in _parsed(vif):
        allowed = limits.PREFIX_LENGTH[prefix.family]
        if prefix.prefixlen not in allowed:
            yield f"{prefix} is not /{allowed.start} to /{allowed.stop - 1}"


@rule(
    "DX504",
    "Route-filter prefixes have no host bits",
    why=(
        "A route is the address of a network. Routers refuse a prefix with host bits or "
        "shorten it without a word, so the filter may not match what you announce."
    ),
    fix="Write the network address: all bits after the prefix length are 0.",
    source=limits.ROUTE_FILTER_PREFIX,
)
def prefixes_have_no_host_bits(vif: Vif) -> Iterator[str]:
    """Report prefixes whose address is not that of the network."""
    for item in vif.route_filter_prefixes:
        if item.interface is not None and item.interface.has_host_bits:
            yield f"{item.interface} has host bits; its network is {item.prefix}"


@rule(
    "DX505",
    "Every route-filter prefix is listed once",
    why=(
        "A repeated prefix changes nothing in routing, but it counts against the quota of "
        "1000 prefixes, so the VIF reaches the limit earlier."
    ),
    fix="Remove the second one. AWS Support changes the prefixes of an existing VIF.",
    source=limits.ROUTE_FILTER_PREFIX,
    severity=Status.WARN,
)
def prefixes_stand_once(vif: Vif) -> Iterator[str]:
    """Report prefixes that occur twice, however they are written."""
    for prefix, count in sorted(Counter(prefix for _, prefix in _parsed(vif)).items()):
        if count > 1:
            yield f"{prefix} is listed {count} times"


@rule(
    "DX506",
    "No route-filter prefix is inside another",
    why=(
        "The wider prefix already includes the longer one. The longer one only counts against the "
        "quota, or it attracts traffic that was meant for another path, because the longest "
        "prefix wins."
    ),
    fix="Remove the longer prefix, unless you announce it to move traffic to this VIF.",
    source=limits.ROUTE_FILTER_PREFIX,
    severity=Status.WARN,
)
def prefixes_do_not_overlap(vif: Vif) -> Iterator[str]:
    """Report each prefix that is inside another one of the VIF."""
    unique = {prefix for _, prefix in _parsed(vif)}
    pairs = overlaps(((prefix, prefix) for prefix in unique), lambda _outer, _inner: True, 1)
    for outer, inner in pairs:
        yield f"{inner} is inside {outer}"


@rule(
    "DX507",
    "Route-filter prefixes are globally routable",
    why=(
        "AWS checks that public prefixes are registered to you. Private or reserved space "
        "can't be, so the VIF stays in verifying and carries no traffic."
    ),
    fix="Announce public prefixes that are registered to you.",
    source=limits.IANA_IPV4,
    only=PUBLIC,
)
def prefixes_are_global(vif: Vif) -> Iterator[str]:
    """Report prefixes that overlap special-purpose space of IANA's registries."""
    for _, prefix in _parsed(vif):
        address_space = space(prefix)
        if address_space not in (Space.GLOBAL, Space.DOCUMENTATION):
            yield f"{prefix} contains {address_space} space"


@rule(
    "DX508",
    "Route-filter prefixes are not reserved for documentation",
    why=(
        "Documentation prefixes are for examples. Nobody owns them, so a real VIF that "
        "announces one stays in verifying and carries no traffic."
    ),
    fix=(
        "Nothing to do in an example. On a real VIF, announce public prefixes that are "
        "registered to you."
    ),
    source=limits.IANA_IPV4,
    severity=Status.WARN,
    only=PUBLIC,
)
def prefixes_are_not_for_documentation(vif: Vif) -> Iterator[str]:
    """Report prefixes that are reserved for documentation."""
    for _, prefix in _parsed(vif):
        if space(prefix) is Space.DOCUMENTATION:
            yield f"{prefix} is reserved for documentation"


@rule(
    "DX509",
    "Route-filter prefixes have a peer of their family",
    why=(
        "IPv4 and IPv6 are separate BGP sessions. Without a peer of the family no session "
        "announces its prefixes, and no traffic for them comes over this VIF."
    ),
    fix="Create a BGP peer of that family, or remove the prefixes.",
    source=limits.BGP_PEER,
    severity=Status.WARN,
    only=PUBLIC,
)
def prefixes_have_a_peer(vif: Vif) -> Iterator[str]:
    """Report families that have prefixes but no peer."""
    families = {peer.family for peer in vif.active_peers}
    for family in sorted({prefix.family for _, prefix in _parsed(vif)} - families):
        yield f"the VIF has {family} prefixes and no {family} peer"


@rule(
    "DX510",
    "Only public VIFs have route-filter prefixes",
    why=(
        "AWS uses route-filter prefixes on public VIFs only. Here they filter nothing: either "
        "AWS gets routes that nobody expects, or the VIF has the wrong type."
    ),
    fix=("Check that the VIF has the type that you intended. If it has, there is nothing to do."),
    source=limits.VIRTUAL_INTERFACE,
    severity=Status.WARN,
    only=NOT_PUBLIC,
)
def others_have_no_prefixes(vif: Vif) -> Iterator[str]:
    """Report prefixes on a VIF that is not public."""
    count = len(vif.route_filter_prefixes)
    if count:
        yield f"a {vif.type or 'VIF of unknown type'} VIF has route-filter prefixes ({count})"


@rule(
    "DX511",
    "Prefixes that AWS is verifying are registered to you",
    why=(
        "AWS keeps the VIF in verifying, for up to 72 business hours, until it has checked "
        "that the prefixes are yours. Until then the VIF carries no traffic."
    ),
    fix=(
        "Check that the registry (RIR) entries name your organization, or send AWS a letter "
        "of authorization."
    ),
    source=limits.VIF_PREREQUISITES,
    severity=Status.MANUAL,
    only=PUBLIC,
)
def prefixes_are_yours(vif: Vif) -> Iterator[str]:
    """Report the prefixes of a VIF that is `verifying`."""
    for _, prefix in _parsed(vif) if vif.state == "verifying" else ():
        yield f"AWS is verifying that {prefix} is yours"


@rule(
    "DX512",
    "The router advertises no more prefixes than AWS accepts",
    why=(
        "AWS counts the prefixes of each family. Over the VIF's allocation (100 by default) "
        "it takes the BGP session down, and all traffic of the VIF stops."
    ),
    fix="Summarize the prefixes, or raise the VIF's prefix allocation.",
    source=limits.QUOTAS,
    only=NOT_PUBLIC,
)
def advertised_count_is_allowed(vif: Vif, router: Router) -> Iterator[str]:
    """Report families of which the router advertises more than the VIF's allocation."""
    pools = {"ipv4": vif.prefix_pool_ipv4, "ipv6": vif.prefix_pool_ipv6}
    for family, allocated in pools.items():
        most = limits.PREFIXES_TO_AWS_DEFAULT if allocated is None else allocated
        count = sum(prefix.family == family for prefix in router.advertise)
        if count > most and any(peer.family == family for peer in vif.active_peers):
            yield f"{count} {family} prefixes are advertised, but AWS accepts {most}"


@rule(
    "DX520",
    "No other public VIF of the region announces an overlapping prefix",
    why=(
        "AWS learns the prefix from both VIFs and may send traffic over either of them. A "
        "firewall that sees only one direction of a flow drops it."
    ),
    fix=(
        "Prepend at one of the two VIFs, or announce the prefix at one VIF only. If one of "
        "them is prepended already, there is nothing to do."
    ),
    source=limits.ROUTING,
    severity=Status.WARN,
)
def prefixes_are_unique_in_a_region(estate: Estate) -> Iterator[tuple[str, str]]:
    """Report overlapping prefixes of public VIFs in one region."""
    by_region: defaultdict[str, list[_Announced]] = defaultdict(list)
    for vif in estate.vifs:
        if vif.is_live and vif.is_public:
            unique = sorted({prefix for _, prefix in _parsed(vif)})
            by_region[vif.region] += [(prefix, (vif, prefix)) for prefix in unique]
    for announced in by_region.values():
        for outer, inner in overlaps(announced, lambda one, two: one[0] is not two[0]):
            for (vif, mine), (other, theirs) in ((outer, inner), (inner, outer)):
                how = "is also announced" if mine == theirs else f"overlaps {theirs}, announced"
                yield vif.id, f"{mine} {how} by {other.id}"
