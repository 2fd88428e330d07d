"""Causes: the router itself says what is wrong, in its configuration or in a terminal's log."""

from __future__ import annotations

from collections.abc import Callable

from dxnet.diagnose.case import Case
from dxnet.diagnose.registry import USER_GUIDE, cause
from dxnet.diagnose.terms import Match, Rung, Standing

_TROUBLESHOOTING = USER_GUIDE + "ts-bgp.html"


def _row(cause_id: str, rung: Rung, title: str, step: str) -> Callable[[Case], Match | None]:
    """Register the row of a fault that the router tells."""

    def matcher(case: Case) -> Match | None:
        if not case.is_down:
            return None
        said = [one for one in case.testimony if one.cause == cause_id]
        if not said:
            return None
        return Match((case.lost(), *(one.evidence for one in said)), said[0].certainty)

    return cause(
        cause_id,
        rung,
        Standing.DOWN,
        title,
        who="router",
        step=step,
        source=_TROUBLESHOOTING,
    )(matcher)


_MEND = "`dxnet compare` prints the lines that put it right."

router_port = _row(
    "router-port",
    Rung.PORT,
    "The router's port or interface is down",
    "Look at the router's port, its light and its patch; a port that is shut has a line to say so.",
)
router_vlan = _row(
    "router-vlan",
    Rung.VLAN,
    "The router has another VLAN than the VIF",
    "Give the router the VIF's tag, or ask the partner whether the tag is translated. " + _MEND,
)
no_arp = _row(
    "no-arp",
    Rung.VLAN,
    "Amazon's address does not answer ARP or ND",
    "The VLAN is not carried from end to end: ask the partner for {port}'s service with this tag, "
    "and look whether the cable is in the right port.",
)
router_address = _row(
    "router-address",
    Rung.ADDRESS,
    "An address on the router is not the VIF's",
    "Give the router the address and the mask of AWS's record. " + _MEND,
)
router_asn = _row(
    "router-asn",
    Rung.ASN,
    "An AS on the router is not the VIF's",
    "Give the session the AS numbers of AWS's record. " + _MEND,
)
router_key = _row(
    "router-key",
    Rung.KEY,
    "The router's key is not the VIF's",
    "Give the session the key of AWS's record: `dxnet render-config {vif}` prints its line.",
)
router_max_prefix = _row(
    "router-max-prefix",
    Rung.QUOTA,
    "The router's own limit of prefixes closes the session",
    "Raise the limit above what Amazon sends, then clear the session: it does not come back by "
    "itself.",
)
router_config = _row(
    "router-config",
    Rung.SESSION,
    "The router's configuration keeps the session down",
    "Put the session's lines right. " + _MEND,
)


@cause(
    "router-routes",
    Rung.ROUTES,
    Standing.LOOK,
    "The router's filters pass other routes than asked for",
    who="router",
    step="Put the filters right. " + _MEND,
    source=USER_GUIDE + "routing-and-bgp.html",
)
def router_routes(case: Case) -> Match | None:
    """A session that is up, of which the router says that its routes are not those asked for."""
    said = [one for one in case.testimony if one.cause == "router-routes"]
    if not case.is_up or not said:
        return None
    return Match(tuple(one.evidence for one in said), said[0].certainty)
