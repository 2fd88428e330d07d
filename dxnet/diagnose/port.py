"""Causes: the port that carries the VIF does not work."""

from __future__ import annotations

from dxnet.diagnose import history
from dxnet.diagnose.case import Case, match
from dxnet.diagnose.registry import USER_GUIDE, cause
from dxnet.diagnose.terms import Certainty, Evidence, Match, Rung, Standing
from dxnet.model import Connection, Interconnect, Lag, MacSecKey

_TROUBLESHOOTING = USER_GUIDE + "ts_layer_1.html"
_MACSEC = USER_GUIDE + "MACsec.html"


@cause(
    "lag-below-minimum",
    Rung.PORT,
    Standing.DOWN,
    "The LAG has fewer links up than its minimum",
    who="you",
    step="Mend links of {port}, or let the LAG work with fewer: this takes the next lower number.",
    command="aws directconnect update-lag --lag-id {port} --minimum-links NUMBER",
    source=USER_GUIDE + "lags.html",
    is_of_port=True,
)
def lag_below_minimum(case: Case) -> Match | None:
    """A LAG that is down while some of its links are up, but fewer than `minimumLinks`."""
    lag = case.port
    if not isinstance(lag, Lag) or lag.state != "down" or lag.minimum_links is None:
        return None
    members = case.facts.members[lag.id]
    up = sum(member.state == "available" for member in members)
    if not 0 < up < lag.minimum_links:
        return None
    fact = f"{lag.id}: {up} of {len(members)} links are up, {lag.minimum_links} are needed"
    return match(fact, "DescribeLags", subject=lag.id)


@cause(
    "port-down",
    Rung.PORT,
    Standing.DOWN,
    "The port is down",
    who="partner",
    step="Look at the router's own port first. Then ask the colocation or the carrier, with the "
    "letter of authorization of {port}, to look at the cross-connect and the light.",
    command="aws directconnect describe-loa --connection-id {port}",
    source=_TROUBLESHOOTING,
    is_of_port=True,
)
def port_down(case: Case) -> Match | None:
    """A connection, interconnect or LAG that is down, or the interconnect under a connection."""
    port = case.port
    if port is None:
        return None
    if port.state == "down":
        found = [Evidence(f"{port.id} is down", case.port_kind), *_light(case)]
        return Match(tuple(found), subject=port.id, since=history.port_down_since(case))
    under = case.facts.estate.get(getattr(port, "interconnect_id", ""))
    if isinstance(under, Interconnect) and under.state == "down":
        return match(f"{under.id}, which carries {port.id}, is down", "DescribeInterconnects")
    return None


def _light(case: Case) -> tuple[Evidence, ...]:
    """The light that AWS last sent and received on the port, each the worst of its lanes."""
    metrics = case.facts.metrics
    if metrics is None:
        return ()
    found = []
    for end, words in (("Tx", "sends"), ("Rx", "receives")):
        lanes = metrics.of_port(f"ConnectionLightLevel{end}", case.facts.port_ids(case.port))
        last = [series.points[-1] for series in lanes if series.points]
        if last:
            at, level = min(last, key=lambda point: point[1])
            found.append(Evidence(f"AWS {words} {level:g} dBm", "CloudWatch", at))
    return tuple(found)


@cause(
    "macsec-down",
    Rung.PORT,
    Standing.DOWN,
    "MACsec does not come up, and the port must encrypt",
    who="router",
    step="Compare the CKN and the CAK at both ends, the cipher and the SCI; the key of {port} must "
    "be associated, and its start must not be in the future.",
    source=_MACSEC,
    is_of_port=True,
)
def macsec_down(case: Case) -> Match | None:
    """A port that `must_encrypt` and whose every link reports `Encryption Down`."""
    port = case.port
    if port is None or case.is_up or port.encryption_mode != "must_encrypt":
        return None
    statuses = encryption(case)
    if not statuses or set(statuses) != {"Encryption Down"}:
        return None
    fact = f"{port.id} must encrypt, and its encryption is down{_keys(port.mac_sec_keys)}"
    return match(fact, case.port_kind, subject=port.id)


def encryption(case: Case) -> tuple[str, ...]:
    """The `portEncryptionStatus` of the port, or of each link of the LAG."""
    port = case.port
    if isinstance(port, Lag):
        return tuple(member.port_encryption_status for member in case.facts.members[port.id])
    if isinstance(port, Connection | Interconnect):
        return (port.port_encryption_status,)
    return ()


def _keys(keys: tuple[MacSecKey, ...]) -> str:
    states = ", ".join(f"{key.ckn[:8]}... {key.state}" for key in keys)
    return f"; its keys by CKN: {states}" if states else "; it has no key"


def is_read(case: Case) -> bool:
    """Whether the port was read, so that a session's fall can't be the port's."""
    return case.port is not None


def at_most(case: Case, certainty: Certainty) -> Certainty:
    """The certainty of a cause behind the port: POSSIBLE where the port was not read."""
    return certainty if is_read(case) else Certainty.POSSIBLE
