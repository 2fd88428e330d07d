"""A VIF, its router's settings and a platform made into the context of a template."""

from __future__ import annotations

import re
from dataclasses import replace

from dxnet import limits
from dxnet.errors import RefusedError
from dxnet.model import Parent, Vif
from dxnet.platforms import Platform
from dxnet.render import header, requirements
from dxnet.render.context import Context, InterfaceFacts, RouterFacts, VifFacts
from dxnet.render.peers import peer
from dxnet.render.text import line, structural
from dxnet.settings import UNTAGGED, Circuits, Router

_LABELLED_ID = re.compile(r"dxvif-([A-Za-z0-9]{1,17})", re.ASCII)


def context(
    vif: Vif,
    router: Router,
    platform: Platform,
    parent: Parent | None,
    circuits: Circuits,
    *,
    kind: str = "config",
    mask: bool,
) -> Context:
    """The finished context; raises `DxnetError` for what can't be configured."""
    facts = requirements.facts(vif)
    _refuse_unsupported(vif, router, platform)
    text = _vif(vif, facts)
    interface = _port(vif, router, platform, facts, circuits)
    _refuse_numbers(vif, router, platform, interface)
    peers = tuple(
        peer(vif, session, router, platform, circuits, text.label, mask=mask)
        for session in facts.sessions
    )
    families = {item.family: item for item in peers}
    bare = Context(
        vif=text,
        interface=interface,
        router=_end(vif, router, platform, facts),
        platform=platform,
        peers=peers,
        ipv4=families.get("ipv4"),
        ipv6=families.get("ipv6"),
        header=(),
    )
    return replace(bare, header=tuple(header.sentences(bare, vif, router, parent, circuits, kind)))


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
    for capability in platform.lacking(router.needs(vif)):
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


def _refuse_numbers(
    vif: Vif, router: Router, platform: Platform, interface: InterfaceFacts
) -> None:
    """Raise `DxnetError` for a VLAN or a time that the platform would refuse."""
    vlans = {} if interface.is_untagged else {"vlan": interface.vlan}
    times = {"keepalive": router.keepalive, "hold_time": router.hold_time}
    if refusal := platform.ranges.refusal(**vlans, **times):
        raise RefusedError(
            f"{vif.id} can't be configured on {platform.name}: {refusal}",
            hint="set it in dxnet.toml; a VLAN that the port does not see can't be set there",
        )


def _port(
    vif: Vif, router: Router, platform: Platform, facts: requirements.Facts, circuits: Circuits
) -> InterfaceFacts:
    example = platform.lag_interface if header.is_on_lag(vif) else platform.interface
    parent = structural("interface", router.interface, platform) or example
    vlan = facts.vlan if router.vlan is None else router.vlan
    port_mtu = max(facts.mtu, *_mtus_beside(vif, router, circuits))
    return InterfaceFacts(
        name=_interface_name(parent, vlan, router, platform),
        parent=parent,
        vlan=vlan,
        outer_vlan=router.outer_vlan or 0,
        is_untagged=vlan == UNTAGGED,
        is_svi=router.svi,
        parent_description=f"AWS DX {line(vif.connection_id, 40)}",
        description=f"AWS DX {vif.id} VLAN {facts.vlan} {line(vif.name, 40)}".rstrip(),
        mtu=facts.mtu,
        port_mtu=port_mtu,
        parent_mtu=(port_mtu + limits.L2_OVERHEAD + 1) // 2 * 2,
        is_jumbo=port_mtu > limits.MTU_DEFAULT,
        with_parent=router.parent,
    )


def _interface_name(parent: str, vlan: int, router: Router, platform: Platform) -> str:
    if vlan == UNTAGGED:
        return parent
    if router.outer_vlan is not None:
        return platform.qinq.format(interface=parent, outer=router.outer_vlan, vlan=vlan)
    pattern = platform.svi if router.svi else platform.subinterface
    return pattern.format(interface=parent, vlan=vlan)


def _mtus_beside(vif: Vif, router: Router, circuits: Circuits) -> tuple[int, ...]:
    """The MTUs of the other VIFs on the same port of the router; 0 for what isn't known."""
    beside = (
        circuit.vif.mtu or 0
        for circuit in circuits.beside(vif)
        if circuit.vif.connection_id == vif.connection_id
        or (router.interface and circuit.router.interface == router.interface)
    )
    return (0, *beside)


def _end(vif: Vif, router: Router, platform: Platform, facts: requirements.Facts) -> RouterFacts:
    asn = facts.customer_asn if router.asn is None else router.asn
    return RouterFacts(
        asn=asn,
        local_asn=None if asn == facts.customer_asn else facts.customer_asn,
        vrf=structural("vrf", router.vrf, platform),
        zone=structural("zone", router.zone, platform),
        router_id=router.router_id,
        anchor=router.anchor,
        bfd=_uses_bfd(router, platform),
        bfd_interval=limits.BFD_INTERVAL,
        bfd_multiplier=limits.BFD_MULTIPLIER,
        graceful_restart=router.graceful_restart,
        graceful_restart_time=limits.GRACEFUL_RESTART_TIME,
        keepalive=router.keepalive,
        hold_time=router.hold_time,
        community=router.scope if vif.is_public else router.community,
        prepend=router.prepend,
        prepend_path=" ".join([str(facts.customer_asn)] * router.prepend),
        med=router.med,
        local_preference=router.local_preference,
    )


def _uses_bfd(router: Router, platform: Platform) -> bool:
    """What the settings say; by default wherever it can be and graceful restart isn't asked for."""
    if router.bfd is not None:
        return router.bfd
    return platform.can("bfd") and not router.graceful_restart
