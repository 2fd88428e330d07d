"""The operations on records with every fault and form that the demo estate has."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dxnet.control_plane import Caller, Estate, ServiceError, call
from dxnet.sources import demo
from tests.control_plane.shapes import misfits

REQUESTS: dict[str, dict[str, Any]] = {
    "DescribeRouterConfiguration": {},
    "ListVirtualInterfaceRoutes": {},
    "UpdateVirtualInterfaceAttributes": {"mtu": 1500, "virtualInterfaceName": "fake"},
    "CreateBGPPeer": {"newBGPPeer": {"asn": 65000, "addressFamily": "ipv6"}},
    "AssociateVirtualInterface": {"connectionId": "dxcon-fakespare"},
    "StartBgpFailoverTest": {},
    "DeleteVirtualInterface": {},
}


def answers(estate: Estate, operation: str, vif: dict[str, Any]) -> bool:
    """What becomes of the request: True for an answer, False for a refusal."""
    spare = {"connectionId": "dxcon-fakespare", "connectionState": "available"}
    estate.put("connections", spare)
    caller = Caller(vif.get("ownerAccount", ""), vif.get("region", ""))
    parameters = {"virtualInterfaceId": vif["virtualInterfaceId"], **REQUESTS[operation]}
    try:
        answer = call(estate, operation, parameters, caller, 1_000_000.0)
    except ServiceError:
        return False
    # A state that the API doesn't document has been seen, and is in the demo.
    faults = [fault for fault in misfits(operation, answer) if "State is none of" not in fault]
    assert faults == []
    return True


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    return demo.read()


@pytest.mark.parametrize("operation", REQUESTS)
def test_any_record_is_served_or_refused(raw: dict[str, Any], operation: str) -> None:
    estate = Estate(raw)
    served = [answers(estate, operation, vif) for vif in raw["virtualInterfaces"]]
    assert any(served)
    json.dumps(estate.dump())
