"""MACsec keys of connections, interconnects and LAGs. A CAK is checked and never kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from dxnet.control_plane.errors import refusal
from dxnet.control_plane.kinds import Record
from dxnet.control_plane.operation import Request, operation

Answer = dict[str, Any]

# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_AssociateMacSecKey.html
_HEX_64 = re.compile(r"[0-9A-Fa-f]{64}")
_SECRET_ARN = re.compile(r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:\S{1,512}")


@operation("AssociateMacSecKey")
def associate_mac_sec_key(request: Request) -> Answer:
    """Give a port or LAG a key: that of a secret, or a CKN/CAK pair."""
    kind, port = _port(request)
    if not port.get("macSecCapable"):
        raise refusal(f"Connection {request['connectionId']} is not MACsec capable")
    key = _key(request)
    keys = list(port.get("macSecKeys") or ())
    if any(key["secretARN"] == known.get("secretARN") for known in keys):
        raise refusal("The MACsec key is associated already")
    return _answer(request, kind, [*keys, key])


@operation("DisassociateMacSecKey")
def disassociate_mac_sec_key(request: Request) -> Answer:
    """Take a key from a port or LAG."""
    kind, port = _port(request)
    keys = port.get("macSecKeys") or ()
    kept = [key for key in keys if key.get("secretARN") != request["secretARN"]]
    if len(kept) == len(keys):
        raise refusal("The MACsec key is not associated with the connection")
    return _answer(request, kind, kept)


def _port(request: Request) -> tuple[str, Record]:
    return request.live_in(request["connectionId"], "connections", "interconnects", "lags")


def _key(request: Request) -> dict[str, str]:
    secret_arn, ckn, cak = request.get("secretARN"), request.get("ckn"), request.get("cak")
    if (secret_arn is None) == (ckn is None) or (ckn is None) != (cak is None):
        raise refusal("Either secretARN, or both ckn and cak must be given")
    start = datetime.fromtimestamp(request.now, UTC).isoformat()
    key = {"state": "associated", "startOn": start}
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


def _answer(request: Request, kind: str, keys: list[dict[str, str]]) -> Answer:
    request.estate.change(kind, request["connectionId"], macSecKeys=keys)
    return {"connectionId": request["connectionId"], "macSecKeys": keys}
