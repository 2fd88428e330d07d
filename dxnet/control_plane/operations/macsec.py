"""MACsec keys of connections, interconnects and LAGs. A CAK is checked and never kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store import transitions
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord

# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_AssociateMacSecKey.html
_HEX_64 = re.compile(r"[0-9A-Fa-f]{64}")
_SECRET_ARN = re.compile(r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:\S{1,512}")
# The states of a key, and those before them.
_BEFORE = {"associated": "associating", "disassociated": "disassociating"}


@operation("AssociateMacSecKey")
def associate_mac_sec_key(request: Request) -> Answer:
    """Give a port or LAG a key, from a secret or a CKN/CAK pair; the answer has all keys."""
    kind, port = _port(request)
    if not port.get("macSecCapable"):
        raise refusal(f"Connection {request['connectionId']} is not MACsec capable")
    key = _key(request)
    keys = list(port.get("macSecKeys") or ())
    if any(key["secretARN"] == known.get("secretARN") for known in keys):
        raise refusal("The MACsec key is associated already")
    return _answer(request, _changed(request, kind, key, "associated", [*keys, key]))


@operation("DisassociateMacSecKey")
def disassociate_mac_sec_key(request: Request) -> Answer:
    """Take a key from a port or LAG; the answer has that key alone.

    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DisassociateMacSecKey.html
    """
    kind, port = _port(request)
    arn, keys = request["secretARN"], list(port.get("macSecKeys") or ())
    gone = next((key for key in keys if key.get("secretARN") == arn), None)
    if gone is None or gone.get("state") == "disassociating":
        raise refusal("The MACsec key is not associated with the connection")
    leaving = {**gone, "state": "disassociating"}
    changed = [leaving if key is gone else key for key in keys]
    _changed(request, kind, leaving, "disassociated", changed)
    return _answer(request, [leaving])


@transitions.transition("macsec-key")
def settle(port: RawRecord, arguments: Mapping[str, Any]) -> RawRecord:
    """The port or LAG with one key in that state; a disassociated one is gone.

    A port is encrypted while it has a key: see `portEncryptionStatus` in
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Connection.html
    """
    arn, state = arguments["secretARN"], arguments["state"]
    keys = [
        {**key, "state": state}
        if (key.get("secretARN"), key.get("state")) == (arn, _BEFORE[state])
        else key
        for key in port.get("macSecKeys") or ()
    ]
    kept = [key for key in keys if key.get("state") != "disassociated"]
    is_up = any(key.get("state") == "associated" for key in kept)
    status = {"portEncryptionStatus": f"Encryption {'Up' if is_up else 'Down'}"}
    return {**port, "macSecKeys": kept, **(status if "portEncryptionStatus" in port else {})}


def _port(request: Request) -> tuple[str, RawRecord]:
    return request.live_in(request["connectionId"], "connections", "interconnects", "lags")


def _key(request: Request) -> dict[str, str]:
    secret_arn, ckn, cak = request.get("secretARN"), request.get("ckn"), request.get("cak")
    if (secret_arn is None) == (ckn is None) or (ckn is None) != (cak is None):
        raise refusal("Either secretARN, or both ckn and cak must be given")
    start = datetime.fromtimestamp(request.now, UTC).isoformat()
    key = {"state": "associating", "startOn": start}
    if secret_arn is not None:
        if not _SECRET_ARN.fullmatch(secret_arn):
            raise refusal("secretARN is not the ARN of a secret")
        return {
            **key,
            "secretARN": secret_arn,
            "ckn": request.estate.new_token(64, "0123456789ABCDEF"),
        }
    if not (_HEX_64.fullmatch(ckn) and _HEX_64.fullmatch(cak)):
        raise refusal("ckn and cak must have 64 hexadecimal characters each")
    caller = request.caller
    arn = f"arn:aws:secretsmanager:{caller.region}:{caller.account}:secret:directconnect/{ckn}"
    return {**key, "secretARN": arn, "ckn": ckn}


def _changed(
    request: Request, kind: str, key: RawRecord, state: str, keys: list[RawRecord]
) -> list[RawRecord]:
    """Those keys, which the port has now; one of them is in that state one step later."""
    later = request.step(1, "macsec-key", secretARN=key["secretARN"], state=state)
    port = request.estate.change(kind, request["connectionId"], macSecKeys=keys)
    request.estate.put(kind, transitions.scheduled(port, later))
    return keys


def _answer(request: Request, keys: list[RawRecord]) -> Answer:
    return {"connectionId": request["connectionId"], "macSecKeys": keys}
