"""DX5xx: the route-filter prefixes of public VIFs, and what the others advertise."""

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
    fix="Ask AWS Support to change the prefixes of an existing VIF.",
    source=limits.QUOTAS,
    only=PUBLIC,
)
def prefix_count_is_allowed(vif: Vif) -> Iterator[str]:
    """AWS's quota for a session on a public VIF."""
    count = len(vif.route_filter_prefixes)
    if count not in limits.PREFIX_COUNT:
        yield f"the VIF has {count} route-filter prefixes"


@rule(
    "DX502",
    "Route-filter prefixes are written as address/length",
    fix="Give AWS one prefix an element, such as 192.0.2.0/24.",
    source=limits.ROUTE_FILTER_PREFIX,
)
def prefixes_parse(vif: Vif) -> Iterator[str]:
    """Quotes what the source holds."""
    for item in vif.route_filter_prefixes:
        if item.interface is None:
            yield f"{item.cidr!r} is not an address/length"


@rule(
    "DX503",
    "Route-filter prefixes are /1 to /32, IPv6 ones /1 to /64",
    fix="Announce a shorter prefix.",
    source=limits.ROUTE_FILTER_PREFIX,
)
def prefix_lengths_are_allowed(vif: Vif) -> Iterator[str]:
    """AWS's range per family."""
    for _, prefix in _parsed(vif):
        allowed = limits.PREFIX_LENGTH[prefix.family]
        if prefix.prefixlen not in allowed:
            yield f"{prefix} is not /{allowed.start} to /{allowed.stop - 1}"


@rule(
    "DX504",
    "Route-filter prefixes have no host bits",
    fix="Write the network address: the bits behind the length are 0.",
    source=limits.ROUTE_FILTER_PREFIX,
)
def prefixes_have_no_host_bits(vif: Vif) -> Iterator[str]:
    """A route has no host bits."""
    for item in vif.route_filter_prefixes:
        if item.interface is not None and item.interface.has_host_bits:
            yield f"{item.interface} has host bits; its network is {item.prefix}"


@rule(
    "DX505",
    "Every route-filter prefix stands once",
    fix="Leave the second one out: it counts against the quota.",
    source=limits.ROUTE_FILTER_PREFIX,
    severity=Status.WARN,
)
def prefixes_stand_once(vif: Vif) -> Iterator[str]:
    """Compared as networks, not as text."""
    for prefix, count in sorted(Counter(prefix for _, prefix in _parsed(vif)).items()):
        if count > 1:
            yield f"{prefix} stands {count} times"


@rule(
    "DX506",
    "No route-filter prefix lies in another",
    fix="Leave the longer one out, unless you announce it to steer traffic.",
    source=limits.ROUTE_FILTER_PREFIX,
    severity=Status.WARN,
)
def prefixes_do_not_overlap(vif: Vif) -> Iterator[str]:
    """Equal ones are DX505's."""
    unique = {prefix for _, prefix in _parsed(vif)}
    pairs = overlaps(((prefix, prefix) for prefix in unique), lambda _outer, _inner: True, 1)
    for outer, inner in pairs:
        yield f"{inner} lies in {outer}"


@rule(
    "DX507",
    "Route-filter prefixes are globally routable",
    fix="Announce public prefixes that are registered to you.",
    source=limits.IANA_IPV4,
    only=PUBLIC,
)
def prefixes_are_global(vif: Vif) -> Iterator[str]:
    """Against the special-purpose registries of IANA."""
    for _, prefix in _parsed(vif):
        found = space(prefix)
        if found not in (Space.GLOBAL, Space.DOCUMENTATION):
            yield f"{prefix} holds {found} space"


@rule(
    "DX508",
    "Route-filter prefixes are not for documentation",
    fix="Use real prefixes outside examples.",
    source=limits.IANA_IPV4,
    severity=Status.WARN,
    only=PUBLIC,
)
def prefixes_are_not_for_documentation(vif: Vif) -> Iterator[str]:
    """Examples use documentation space on purpose."""
    for _, prefix in _parsed(vif):
        if space(prefix) is Space.DOCUMENTATION:
            yield f"{prefix} is set aside for documentation"


@rule(
    "DX509",
    "Route-filter prefixes have a peer of their family",
    fix="Create a BGP peer of that family, or leave the prefixes out.",
    source=limits.BGP_PEER,
    severity=Status.WARN,
    only=PUBLIC,
)
def prefixes_have_a_peer(vif: Vif) -> Iterator[str]:
    """IPv4 and IPv6 are separate sessions: a family without a peer is announced nowhere."""
    families = {peer.family for peer in vif.active_peers}
    for family in sorted({prefix.family for _, prefix in _parsed(vif)} - families):
        yield f"the VIF has {family} prefixes and no {family} peer"


@rule(
    "DX510",
    "Only public VIFs have route-filter prefixes",
    fix="Nothing to do: AWS doesn't use them here. Check that the VIF's type is the one you meant.",
    source=limits.VIRTUAL_INTERFACE,
    severity=Status.WARN,
    only=NOT_PUBLIC,
)
def others_have_no_prefixes(vif: Vif) -> Iterator[str]:
    """On private and transit VIFs the list is empty."""
    count = len(vif.route_filter_prefixes)
    if count:
        yield f"a {vif.type or 'VIF of unknown type'} VIF has route-filter prefixes ({count})"


@rule(
    "DX511",
    "Prefixes that AWS is verifying are registered to you",
    fix="Check the registry entries, or send a letter of authorization; it takes up to 72 hours.",
    source=limits.VIF_PREREQUISITES,
    severity=Status.MANUAL,
    only=PUBLIC,
)
def prefixes_are_yours(vif: Vif) -> Iterator[str]:
    """AWS verifies ownership while the VIF is in `verifying`."""
    for _, prefix in _parsed(vif) if vif.state == "verifying" else ():
        yield f"AWS is verifying that {prefix} is yours"


@rule(
    "DX512",
    "The router advertises no more prefixes than AWS takes",
    fix="Summarize the prefixes, or raise the VIF's prefix allocation.",
    source=limits.QUOTAS,
    only=NOT_PUBLIC,
)
def advertised_count_is_allowed(vif: Vif, router: Router) -> Iterator[str]:
    """Over the allocation of a family the session goes down."""
    pools = {"ipv4": vif.prefix_pool_ipv4, "ipv6": vif.prefix_pool_ipv6}
    for family, allocated in pools.items():
        most = limits.PREFIXES_TO_AWS_DEFAULT if allocated is None else allocated
        count = sum(prefix.family == family for prefix in router.advertise)
        if count > most and any(peer.family == family for peer in vif.active_peers):
            yield f"{count} {family} prefixes are advertised, AWS takes {most}"


@rule(
    "DX520",
    "No other public VIF of the region announces an overlapping prefix",
    fix="Allowed as active/passive: prepend at one of the two, or announce it at one only.",
    source=limits.ROUTING,
    severity=Status.WARN,
)
def prefixes_are_unique_in_a_region(estate: Estate) -> Iterator[tuple[str, str]]:
    """Across regions, or steered by AS_PATH, the overlap is legitimate."""
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
