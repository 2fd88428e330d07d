"""Physical ports, as connections and interconnects have them: what can be ordered where."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from dxnet import limits
from dxnet.control_plane.rules import tag_rules, vif_record
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import GONE, KINDS, PARENT, RawRecord, is_hosted

BANDWIDTHS: Mapping[str, tuple[str, ...]] = {
    "connections": limits.CONNECTION_BANDWIDTHS,
    "interconnects": limits.INTERCONNECT_BANDWIDTHS,
    "hosted": limits.HOSTED_BANDWIDTHS,
    # https://docs.aws.amazon.com/directconnect/latest/APIReference/API_AllocateConnectionOnInterconnect.html
    "hosted on an interconnect": tuple(
        each for each in limits.HOSTED_BANDWIDTHS if each != "25Gbps"
    ),
}
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_UpdateConnection.html
ENCRYPTION_MODES = ("no_encrypt", "should_encrypt", "must_encrypt")


def check_bandwidth(bandwidth: str, kind: str) -> None:
    """Refuse a bandwidth that can't be ordered."""
    if bandwidth not in BANDWIDTHS[kind]:
        raise refusal(f"Bandwidth must be one of: {', '.join(BANDWIDTHS[kind])}")


def check_location(request: Request, code: str, bandwidth: str) -> None:
    """Refuse a location, or a speed, MACsec or billing mode, that DescribeLocations doesn't show.

    Without any location of the region in the estate, every location is taken; a location that
    doesn't list its speeds or features has all of them.
    """
    estate, caller = request.estate, request.caller
    known = list(estate.visible("locations", caller.account, caller.region))
    if not known:
        return
    if code not in known:
        raise refusal(f"Location {code} does not exist in {caller.region}")
    location = estate.get("locations", code) or {}
    if not _offers(location, "availablePortSpeeds", bandwidth):
        raise refusal(f"Location {code} has no ports of {bandwidth}")
    mac_sec = request.get("requestMACSec", False)
    if mac_sec and not _offers(location, "availableMacSecPortSpeeds", bandwidth):
        raise refusal(f"Location {code} has no MACsec ports of {bandwidth}")
    modes = [mode.get("billingMode") for mode in location.get("availableBillingModes") or ()]
    if modes and request.get("billingMode", modes[0]) not in modes:
        raise refusal(f"Location {code} has no billing mode {request['billingMode']}")


def _offers(location: RawRecord, name: str, bandwidth: str) -> bool:
    speeds = location.get(name)
    return speeds is None or _gigabits(bandwidth) in map(_gigabits, speeds)


def _gigabits(speed: str) -> str:
    """Port speeds are written `10G` in a location and `10Gbps` in a connection."""
    return speed.removesuffix("bps")


def check_quota(request: Request, location: str, count: int = 1) -> None:
    """Refuse more dedicated connections than an account may have at one location."""
    taken = sum(
        request.owns(port) and port.get("connectionState") not in GONE and not is_hosted(port)
        for port in request.estate.records_where("connections", "location", location)
    )
    if taken + count > limits.CONNECTIONS_PER_LOCATION:
        raise refusal(
            f"An account can have {limits.CONNECTIONS_PER_LOCATION} connections at one location"
        )


def new_port(request: Request, kind: str, name: str, order: Mapping[str, Any]) -> RawRecord:
    """A requested connection or interconnect, which becomes pending and then available.

    `order` has location and bandwidth, and may have providerName, tags, requestMACSec, and a lagId:
    then the port is on the router of that LAG.
    """
    stem = kind.removesuffix("s")
    lag = request.estate.get("lags", order.get("lagId", "")) or {}
    port = {
        KINDS[kind].id: request.estate.new_id(kind),
        f"{stem}Name": name,
        "ownerAccount": request.caller.account,
        "region": request.caller.region,
        "bandwidth": order["bandwidth"],
        **device(request, order["location"], lag),
        **macsec(order),
        "portEncryptionStatus": "Encryption Down",
        "tags": tag_rules.checked(order.get("tags")),
    }
    port |= {name: order[name] for name in ("lagId", "providerName") if name in order}
    return request.become(kind, port, "requested", "pending", "available")


def is_partner(request: Request) -> bool:
    """Whether the caller is a partner of AWS, which has interconnects in the region."""
    caller = request.caller
    listed = request.estate.visible("interconnects", caller.account, caller.region)
    found = (request.estate.get("interconnects", interconnect) or {} for interconnect in listed)
    return any(port.get("ownerAccount") == caller.account for port in found)


def device(request: Request, location: str, beside: RawRecord) -> dict[str, Any]:
    """The location and its router's fields: those of the port `beside`, if it has any.

    Otherwise the simulated AWS has one router per location.
    """
    digest = hashlib.sha256(f"{request.caller.region} {location}".encode(errors="replace"))
    router = f"{location}-{digest.hexdigest()[:13]}"
    made = {
        "awsDevice": router,
        "awsDeviceV2": router,
        "awsLogicalDeviceId": router,
        "hasLogicalRedundancy": "unknown",
        "jumboFrameCapable": True,
    }
    return {"location": location, **made, **{name: beside[name] for name in made if name in beside}}


def macsec(order: Mapping[str, Any]) -> dict[str, Any]:
    """The MACsec fields of a port or LAG; refuses a speed that can't have it."""
    wanted = order.get("requestMACSec", False)
    if wanted and order["bandwidth"] not in limits.MACSEC_BANDWIDTHS:
        raise refusal(f"MACsec needs a bandwidth of {', '.join(limits.MACSEC_BANDWIDTHS)}")
    mode = "should_encrypt" if wanted else "no_encrypt"
    return {"macSecCapable": wanted, "encryptionMode": mode, "macSecKeys": []}


def encryption(port: RawRecord, mode: str | None) -> dict[str, str]:
    """The change of a port's or LAG's encryption mode, empty for none; refuses a wrong one."""
    if mode is None:
        return {}
    if mode not in ENCRYPTION_MODES:
        raise refusal(f"EncryptionMode must be one of: {', '.join(ENCRYPTION_MODES)}")
    if not port.get("macSecCapable"):
        raise refusal("The encryption mode can be set only on a MACsec capable connection")
    return {"encryptionMode": mode}


def reestablish(request: Request, kind: str, port: RawRecord) -> RawRecord:
    """The port after its link was interrupted; a port that was not up stays as it is."""
    if port.get(KINDS[kind].state) in ("available", "down"):
        return request.become(kind, port, "down", "available")
    return request.estate.put(kind, port)


def hosted_on(request: Request, parent_id: str) -> list[RawRecord]:
    """The live hosted connections on an interconnect or LAG."""
    hosted = request.estate.records_where("connections", PARENT, parent_id)
    return [connection for connection in hosted if connection.get("connectionState") not in GONE]


def check_vlans(request: Request, parent_id: str, vlans: list[int]) -> None:
    """Refuse VLANs that something on the connection, interconnect or LAG uses already."""
    standing = [*vif_record.on(request, parent_id), *hosted_on(request, parent_id)]
    taken = {record.get("vlan") for record in standing}
    for vlan in vlans:
        if vlan in taken:
            raise refusal(f"Vlan {vlan} is already in use")


def check_empty(request: Request, what: str, parent_id: str) -> None:
    """Refuse to delete a port or LAG that carries VIFs or hosted connections."""
    if vif_record.on(request, parent_id):
        raise refusal(f"{what} {parent_id} has virtual interfaces; delete them first")
    if hosted_on(request, parent_id):
        raise refusal(f"{what} {parent_id} has hosted connections; delete them first")
