"""Causes: the session is up, over a port that does less than it should."""

from __future__ import annotations

from dxnet.diagnose.case import Case, match
from dxnet.diagnose.port import encryption
from dxnet.diagnose.registry import USER_GUIDE, cause
from dxnet.diagnose.terms import Match, Rung, Standing
from dxnet.model import Lag


@cause(
    "lag-member-down",
    Rung.PORT,
    Standing.LOOK,
    "A link of the LAG is down",
    who="router",
    step="The VIF works with less capacity: look at LACP and the light on the link that is down.",
    source=USER_GUIDE + "lags.html",
)
def lag_member_down(case: Case) -> Match | None:
    """A session that is up over a LAG with a link that is down."""
    lag = case.port
    if not case.is_up or not isinstance(lag, Lag) or lag.state != "available":
        return None
    members = case.facts.members[lag.id]
    down = [member.id for member in members if member.state == "down"]
    if not down:
        return None
    fact = f"{lag.id}: {len(down)} of {len(members)} links are down: {', '.join(down)}"
    return match(fact, "DescribeConnections, DescribeLags", subject=lag.id)


@cause(
    "macsec-clear",
    Rung.PORT,
    Standing.LOOK,
    "Traffic passes in clear, though the port should encrypt",
    who="you",
    step="Tell whoever answers for security: {port} has a key and does not encrypt. Compare the "
    "CKN and the CAK at both ends.",
    source=USER_GUIDE + "MACsec.html",
)
def macsec_clear(case: Case) -> Match | None:
    """A session that is up over a port that `should_encrypt`, has a key, and does not encrypt."""
    port = case.port
    if not case.is_up or port is None or port.encryption_mode != "should_encrypt":
        return None
    has_key = any(key.state == "associated" for key in port.mac_sec_keys)
    if not has_key or "Encryption Down" not in encryption(case):
        return None
    fact = f"{port.id} should encrypt and has a key, and its encryption is down"
    return match(fact, case.port_kind, subject=port.id)
