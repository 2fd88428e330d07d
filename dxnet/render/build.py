"""A VIF, its router's settings and a platform made into the context of a template."""

from __future__ import annotations

import re
from dataclasses import replace

from dxnet import limits
from dxnet.addressing import Family, Prefix
from dxnet.errors import RefusedError
from dxnet.model import Parent, Vif
from dxnet.platforms import Platform
from dxnet.render import header, keys, requirements
from dxnet.render.context import Context, InterfaceFacts, MaximumPrefix, Peer, RouterFacts, VifFacts
from dxnet.render.text import line, structural
from dxnet.settings import Router

_LABELLED_ID = re.compile(r"dxvif-([A-Za-z0-9]{1,17})", re.ASCII)
_EVERYTHING: dict[Family, tuple[Prefix, int]] = {
    "ipv4": (Prefix("ipv4", 0, 0), 32),
    "ipv6": (Prefix("ipv6", 0, 0), 64),
}
_MAXIMUM_PREFIX_WARNING = 80
_MAXIMUM_PREFIX_RESTART = 5


def context(
    vif: Vif,
    router: Router,
    platform: Platform,
    parent: Parent | None,
    *,
    kind: str = "config",
    mask: bool,
) -> Context:
    """The finished context; raises `DxnetError` for what can't be configured."""
    facts = requirements.facts(vif)
    _refuse_unsupported(vif, router, platform)
    text = _vif(vif, facts)
    peers = tuple(
        _peer(vif, session, router, platform, text.label, mask=mask) for session in facts.sessions
    )
    families = {peer.family: peer for peer in peers}
    bare = Context(
        vif=text,
        interface=_port(vif, router, platform, facts),
        router=_end(vif, router, platform),
        platform=platform,
        peers=peers,
        ipv4=families.get("ipv4"),
        ipv6=families.get("ipv6"),
        header=(),
    )
    return replace(bare, header=tuple(header.sentences(bare, vif, router, parent, kind)))


def _vif(vif: Vif, facts: requirements.Facts) -> VifFacts:
    return VifFacts(
        id=vif.id,
        label=_label(vif, facts.vlan),
        name=line(vif.name),
        type=line(vif.type),
        region=line(vif.region),
        vlan=facts.vlan,
        customer_asn=facts.customer_asn,
        amazon_asn=facts.amazon_asn,
        has_4_byte_asn=max(facts.customer_asn, facts.amazon_asn) > limits.ASN_16_BIT_RESERVED,
        is_public=vif.is_public,
    )


def _label(vif: Vif, vlan: int) -> str:
    match = _LABELLED_ID.fullmatch(vif.id)
    if match is None:
        raise RefusedError(
            f"{line(vif.id)!r} is no VIF id that names in a configuration can be made of",
            hint="AWS's ids are dxvif- and at most 17 letters and digits",
        )
    return f"DX{vlan}-{match[1]}"


def _refuse_unsupported(vif: Vif, router: Router, platform: Platform) -> None:
    """Raise `DxnetError` for the first setting that the platform's templates can't express."""
    asked = {
        "vrf": bool(router.vrf),
        "zone": bool(router.zone),
        "parent": router.parent,
        "bfd": bool(router.bfd),
        "graceful_restart": router.graceful_restart,
        "ipv6": any(peer.family == "ipv6" for peer in vif.active_peers),
    }
    for capability, is_asked in asked.items():
        if is_asked and not platform.can(capability):
            raise RefusedError(
                f"{vif.id} asks for {capability}, which the {platform.name} configuration "
                "doesn't offer",
                hint="`dxnet platforms` lists what each can do; dxnet.toml says what is asked for",
            )
    if router.bfd and router.graceful_restart:
        raise RefusedError(
            f"{vif.id} asks for both BFD and graceful restart",
            hint="AWS advises against the two together: set one of bfd, graceful_restart",
        )


def _port(
    vif: Vif, router: Router, platform: Platform, facts: requirements.Facts
) -> InterfaceFacts:
    example = platform.lag_interface if header.is_on_lag(vif) else platform.interface
    parent = structural("interface", router.interface, platform) or example
    mtu = facts.mtu
    return InterfaceFacts(
        name=platform.subinterface.format(interface=parent, vlan=facts.vlan),
        parent=parent,
        parent_description=f"AWS DX {line(vif.connection_id, 40)}",
        description=f"AWS DX {vif.id} VLAN {facts.vlan} {line(vif.name, 40)}".rstrip(),
        mtu=mtu,
        parent_mtu=(mtu + limits.L2_OVERHEAD + 1) // 2 * 2,
        is_jumbo=mtu > limits.MTU_DEFAULT,
        with_parent=router.parent,
    )


def _end(vif: Vif, router: Router, platform: Platform) -> RouterFacts:
    return RouterFacts(
        vrf=structural("vrf", router.vrf, platform),
        zone=structural("zone", router.zone, platform),
        router_id=router.router_id,
        bfd=_uses_bfd(router, platform),
        bfd_interval=limits.BFD_INTERVAL,
        bfd_multiplier=limits.BFD_MULTIPLIER,
        graceful_restart=router.graceful_restart,
        graceful_restart_time=limits.GRACEFUL_RESTART_TIME,
        keepalive=router.keepalive,
        hold_time=router.hold_time,
        community=router.scope if vif.is_public else router.community,
        local_preference=router.local_preference,
    )


def _uses_bfd(router: Router, platform: Platform) -> bool:
    """What the settings say; by default wherever it can be and graceful restart isn't asked for."""
    if router.bfd is not None:
        return router.bfd
    return platform.can("bfd") and not router.graceful_restart


def _peer(
    vif: Vif,
    session: requirements.Session,
    router: Router,
    platform: Platform,
    label: str,
    *,
    mask: bool,
) -> Peer:
    peer = session.peer
    suffix = "6" if peer.family == "ipv6" else ""
    everything, longest = _EVERYTHING[peer.family]
    advertise = _advertised(vif, router, peer.family)
    refuse = (everything, *advertise) if vif.is_public else advertise
    return Peer(
        family=peer.family,
        suffix=suffix,
        customer=session.customer,
        amazon=session.amazon,
        key=keys.written(vif, peer, platform, mask=mask),
        description=f"AWS DX {vif.id}",
        filter_in=f"{label}-IN{suffix}",
        filter_out=f"{label}-OUT{suffix}",
        refuse=tuple(sorted(set(refuse))),
        everything=everything,
        longest=longest,
        advertise=advertise,
        maximum_prefix=_maximum_prefix(vif, peer.family),
    )


def _advertised(vif: Vif, router: Router, family: Family) -> tuple[Prefix, ...]:
    """A public VIF's route-filter prefixes, any other's prefixes from the settings."""
    if not vif.is_public:
        return tuple(sorted({each for each in router.advertise if each.family == family}))
    found = requirements.route_filter_prefixes(vif)
    return tuple(sorted({prefix for prefix in found if prefix.family == family}))


def _maximum_prefix(vif: Vif, family: Family) -> MaximumPrefix:
    """Room for what AWS may send; on a public VIF it only warns, so it can't close the session."""
    pool = vif.prefix_pool_ipv4 if family == "ipv4" else vif.prefix_pool_ipv6
    limit = max(limits.PREFIXES_FROM_AWS, pool or 0)
    return MaximumPrefix(
        limit=limits.PREFIXES_FROM_AWS_PUBLIC if vif.is_public else limit,
        warning=_MAXIMUM_PREFIX_WARNING,
        restart=_MAXIMUM_PREFIX_RESTART,
        is_warning_only=vif.is_public,
    )
