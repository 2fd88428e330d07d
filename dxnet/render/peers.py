"""One BGP session of a VIF as a template prints it: its ends, its filters and its limits."""

from __future__ import annotations

from dxnet import limits
from dxnet.addressing import Family, Prefix
from dxnet.model import Vif
from dxnet.platforms import Platform
from dxnet.render import keys, numbers, requirements
from dxnet.render.context import MaximumPrefix, Peer, Spared
from dxnet.settings import Accepted, Circuit, Circuits, Router

_EVERYTHING: dict[Family, Accepted] = {
    "ipv4": Accepted(Prefix("ipv4", 0, 0), 32),
    "ipv6": Accepted(Prefix("ipv6", 0, 0), 64),
}
_MAXIMUM_PREFIX_WARNING = 80
_MAXIMUM_PREFIX_RESTART = 5
# More ids than these are counted.
_IDS_SHOWN = 3


def peer(
    vif: Vif,
    session: requirements.Session,
    router: Router,
    platform: Platform,
    circuits: Circuits,
    label: str,
    *,
    mask: bool,
) -> Peer:
    """The session; raises `DxnetError` for a key or a prefix that can't be written."""
    family = session.peer.family
    suffix = "6" if family == "ipv6" else ""
    everything = _EVERYTHING[family]
    accept = tuple(item for item in router.accept if item.prefix.family == family)
    advertise = _advertised(vif, router, family)
    refuse = (everything.prefix, *advertise) if vif.is_public else advertise
    accept = accept or (() if router.accept else (everything,))
    spared = tuple(_spared(vif, router, circuits, advertise))
    kept = {item.prefix for item in spared}
    return Peer(
        family=family,
        suffix=suffix,
        customer=session.customer,
        amazon=session.amazon,
        key=keys.written(vif, session.peer, platform, mask=mask),
        description=f"AWS DX {vif.id}",
        filter_in=f"{label}-IN{suffix}",
        filter_out=f"{label}-OUT{suffix}",
        refuse=tuple(sorted(set(refuse))),
        everything=everything.prefix,
        longest=everything.longest,
        accept=accept,
        accepts_everything=not router.accept,
        advertise=advertise,
        numbers={
            **numbers.of((*refuse, *advertise), numbers.EXACT),
            **numbers.of(accept, numbers.ACCEPTED),
        },
        shared_numbers=numbers.of(advertise, numbers.SHARED),
        release=tuple(prefix for prefix in advertise if prefix not in kept),
        unanchor=_unanchored(vif, router, circuits, advertise),
        spared=spared,
        maximum_prefix=_maximum_prefix(vif, router, family),
    )


def _advertised(vif: Vif, router: Router, family: Family) -> tuple[Prefix, ...]:
    """A public VIF's route-filter prefixes, any other's prefixes from the settings."""
    if not vif.is_public:
        return tuple(sorted({each for each in router.advertise if each.family == family}))
    found = requirements.route_filter_prefixes(vif)
    return tuple(sorted({prefix for prefix in found if prefix.family == family}))


def _spared(
    vif: Vif, router: Router, circuits: Circuits, advertise: tuple[Prefix, ...]
) -> list[Spared]:
    """The prefixes that other VIFs in the VRF announce, too; all of them where those aren't known.

    Without any circuits the VIF is on its own.
    """
    if circuits.unread:
        return [Spared(prefix, f"since {circuits.unread}") for prefix in advertise]
    beside = _in_vrf(vif, router, circuits)
    users = {prefix: [c.vif.id for c in beside if prefix in c.advertised] for prefix in advertise}
    return [
        Spared(prefix, f"since {_listed(ids)} also announce{'s' if len(ids) == 1 else ''} it")
        for prefix, ids in users.items()
        if ids
    ]


def _unanchored(
    vif: Vif, router: Router, circuits: Circuits, advertise: tuple[Prefix, ...]
) -> tuple[Prefix, ...]:
    """The prefixes whose null routes no other VIF needs."""
    if not router.anchor or circuits.unread:
        return ()
    anchored = {
        prefix
        for circuit in _in_vrf(vif, router, circuits)
        if circuit.router.anchor
        for prefix in circuit.advertised
    }
    return tuple(prefix for prefix in advertise if prefix not in anchored)


def _in_vrf(vif: Vif, router: Router, circuits: Circuits) -> list[Circuit]:
    return [each for each in circuits.beside(vif) if each.router.vrf == router.vrf]


def _listed(ids: list[str]) -> str:
    more = len(ids) - _IDS_SHOWN
    shown = ids[:_IDS_SHOWN] + ([f"{more} more"] if more > 0 else [])
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _maximum_prefix(vif: Vif, router: Router, family: Family) -> MaximumPrefix:
    """What the settings say closes the session; else only a warning, since AWS may send more.

    The quota of 200 is one transit gateway's, and a gateway leads to several.
    """
    pool = vif.prefix_pool_ipv4 if family == "ipv4" else vif.prefix_pool_ipv6
    usual = max(limits.PREFIXES_FROM_AWS, pool or 0)
    usual = limits.PREFIXES_FROM_AWS_PUBLIC if vif.is_public else usual
    return MaximumPrefix(
        limit=usual if router.maximum_prefix is None else router.maximum_prefix,
        warning=_MAXIMUM_PREFIX_WARNING,
        restart=_MAXIMUM_PREFIX_RESTART,
        is_warning_only=router.maximum_prefix is None,
    )
