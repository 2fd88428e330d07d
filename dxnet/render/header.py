"""The sentences at the top of every text: what it is for, what it rests on, what it will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from dxnet.model import Interconnect, Lag, Parent, Vif
from dxnet.platforms import Platform
from dxnet.render import keys
from dxnet.render.context import Context, InterfaceFacts, RouterFacts
from dxnet.render.text import line
from dxnet.settings import Circuits, Router

_PURPOSES = {
    "rollback": "Rollback: removes what the configuration adds, and nothing that others share",
    "verify": "Verification: each command stands below what to expect of it",
}
# The most characters of a path.
_PATH = 200
_KINDS: Mapping[type, str] = {Lag: "LAG", Interconnect: "Interconnect"}


def is_laid_over(templates: str, slug: str, kind: str) -> bool:
    """Whether the folder of a site's templates has one for that text; no folder has none."""
    return bool(templates) and (Path(templates) / slug / f"{kind}.j2").is_file()


def is_on_lag(vif: Vif) -> bool:
    """Whether the VIF is on a link aggregation group."""
    return vif.connection_id.startswith("dxlag-")


def sentences(
    context: Context,
    vif: Vif,
    router: Router,
    parent: Parent | None,
    circuits: Circuits,
    kind: str = "config",
) -> Iterator[str]:
    """Each sentence without the platform's comment sign, for a context that has none yet."""
    port, platform = context.interface, context.platform
    yield from _subject(context, vif, router, parent)
    if platform.is_unverified:
        yield "Unverified: no parser and no device has proved these templates, so read each line"
    elif is_laid_over(router.templates, platform.slug, kind):
        yield "Unverified: a template of the site is laid over the proved one, so read each line"
    if is_laid_over(router.templates, platform.slug, kind):
        folder, named_by = line(router.templates, _PATH), line(router.templates_from, _PATH)
        yield f"Site templates: {folder}{f', named by {named_by}' if named_by else ''}"
    if not router.interface:
        yield f"Example: {port.parent} stands for the real port (interface in dxnet.toml)"
    if kind == "config":
        yield from _rests_on(context, vif, circuits)
        yield from _policy(context, router)
        yield from _afterwards(platform)
        yield from _parent_needs(port)
        yield from _router_id(context)
    else:
        yield _PURPOSES[kind]
        if kind == "rollback" and port.with_parent:
            yield f"Left as it is: the parent {port.parent}, which may carry others"
        if kind == "rollback":
            yield from _afterwards(platform)
    note = keys.typing_note(tuple(peer.key for peer in context.peers), platform)
    if kind == "config" and note:
        yield note


def _subject(context: Context, vif: Vif, router: Router, parent: Parent | None) -> Iterator[str]:
    text, port, platform = context.vif, context.interface, context.platform
    at_router = f" at the router {line(router.name)}" if router.name else ""
    yield f"AWS Direct Connect {text.id} for {platform.name}, rendered by dxnet"
    where = f", {text.region}" if text.region else ""
    yield f"VIF {text.name or text.id}: {text.type}, VLAN {text.vlan}, MTU {port.mtu}{where}"
    kind = "LAG" if is_on_lag(vif) else _KINDS.get(type(parent), "Connection")
    name = f" ({line(parent.name)})" if parent is not None and parent.name else ""
    yield f"{kind} {line(vif.connection_id) or 'unknown'}{name}{at_router}"


def _rests_on(context: Context, vif: Vif, circuits: Circuits) -> Iterator[str]:
    """What is not final, what was not read, and where the two ends differ."""
    text, port, router = context.vif, context.interface, context.router
    if vif.has_provisional_ends:
        until = "its owner accepts the VIF" if vif.is_unaccepted else "the VIF is on a gateway"
        yield f"Provisional: AWS may change its ASN and the addresses until {until}"
    if circuits.unread:
        yield f"Not considered: the other VIFs of the router, since {circuits.unread}"
    yield "For a router without this VIF: before a changed text, load the rollback of the old one"
    if router.local_asn is not None and context.platform.asn_place != "session":
        yield f"The router has AS {router.asn}, and shows Amazon the VIF's AS {router.local_asn}"
    if port.is_untagged:
        yield f"Without a VLAN tag at {port.parent}; AWS's side has VLAN {text.vlan}"
    elif port.outer_vlan:
        tags = f"VLAN {port.vlan} in VLAN {port.outer_vlan}"
        yield f"{tags} at {port.parent}; AWS's side has VLAN {text.vlan}"
    elif port.vlan != text.vlan:
        yield f"VLAN {port.vlan} at {port.parent}, which the partner joins to AWS's {text.vlan}"


def _policy(context: Context, router: Router) -> Iterator[str]:
    if router.role:
        yield f"Role {router.role}: {', '.join(_preferences(context.router))}"
    for peer in context.peers:
        if not peer.advertise:
            yield f"Advertises nothing in {peer.family}: no prefix is given, the filter denies all"
        if not peer.accept:
            yield f"Accepts nothing in {peer.family}: accept in dxnet.toml has no such prefix"
    if context.vif.is_public and router.advertise:
        yield "Advertises the VIF's route-filter prefixes; advertise in dxnet.toml is not for it"
    if any(peer.advertise for peer in context.peers):
        if context.platform.announces:
            yield context.platform.announces
        if router.anchor:
            yield "Null routes: a prefix that the router learns by BGP can lose to its null route,"
            yield "  for good after a flap; then its traffic is dropped, and is still attracted"


def _preferences(router: RouterFacts) -> Iterator[str]:
    """What makes AWS and the router prefer the path, or avoid it."""
    if router.community:
        yield f"community {router.community}"
    if router.prepend:
        yield f"an AS path longer by {router.prepend}"
    if router.med is not None:
        yield f"MED {router.med}"
    if router.local_preference is not None:
        yield f"local preference {router.local_preference} for what AWS announces"


def _afterwards(platform: Platform) -> Iterator[str]:
    """What to do once the text is in; before the needs, to which a template adds its own."""
    yield from (f"Afterwards: {step}" for step in platform.afterwards)


def _parent_needs(port: InterfaceFacts) -> Iterator[str]:
    if port.with_parent:
        return
    mtu = f", MTU {port.port_mtu} or more ({port.parent_mtu} with headers)" if port.is_jumbo else ""
    if port.is_svi:
        yield f"Needs beforehand: VLAN {port.vlan}, allowed on the trunk {port.parent}{mtu}"
    elif port.is_untagged:
        yield f"Needs beforehand: {port.parent} up, a routed port that nothing else uses{mtu}"
    else:
        yield f"Needs beforehand: {port.parent} up, a routed 802.1Q port without address{mtu}"


def _router_id(context: Context) -> Iterator[str]:
    if context.router.router_id:
        yield "The router id is of the router or VRF as a whole: a new one resets its BGP sessions"
    elif context.ipv4 is None:
        yield "Needs beforehand: a BGP router id, since the VIF has no IPv4 address to make one of"
