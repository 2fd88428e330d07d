"""aws_dx_ resources of ports: connections, LAGs, MACsec keys, and hosted connections."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import World
from tests.control_plane.terraform.conftest import CUSTOMER, PARTNER, Flow, Record, check_read

KEY = {"ckn": "0" * 63 + "1", "cak": "0" * 63 + "2"}


def lag(flow: Flow, **order: Any) -> Record:
    size = {"numberOfConnections": 1, "connectionsBandwidth": "10Gbps"}
    where = {"location": flow.locations()[0]["locationCode"]}
    return flow.ask("CreateLag", **{"lagName": "bundle", **size, **where, **order})


def find_lag(flow: Flow, **own: str) -> Record:
    return flow.read("DescribeLags", "lags", **own)


def delete_connection(flow: Flow, connection_id: str) -> None:
    """As the provider does for a connection of its own, and for those of a LAG."""
    own = {"connectionId": connection_id}
    try:
        flow.ask("DeleteConnection", **own)
    except ServiceError as error:
        if "Could not find Connection with ID" not in error.message:
            raise
        return
    flow.wait("connection-deleted", lambda: flow.find_port(**own), "connectionState")


def test_aws_dx_connection(flow: Flow) -> None:
    where = {"location": flow.locations()[0]["locationCode"], "bandwidth": "10Gbps"}
    order = {"connectionName": "core", **where, "requestMACSec": True}
    own = {"connectionId": flow.ask("CreateConnection", **order)["connectionId"]}
    found = flow.find_port(**own)
    check_read("connection", found, order)
    assert found["connectionState"] == "requested"
    flow.tag("dxcon", found, own["connectionId"])
    flow.wait("connection-confirmed", lambda: flow.find_port(**own), "connectionState")
    flow.ask("UpdateConnection", **own, encryptionMode="must_encrypt")
    flow.wait("connection-confirmed", lambda: flow.find_port(**own), "connectionState")
    check_read("connection", flow.find_port(**own), {"encryptionMode": "must_encrypt"})
    delete_connection(flow, own["connectionId"])
    flow.world.wait(16 * 60)
    for operation in ("DeleteConnection", "DescribeConnections"):
        flow.gone("Could not find Connection with ID", operation, **own)


@pytest.mark.parametrize("waited", [0, 60, 120])
def test_aws_dx_connection_destroyed_in_any_state(flow: Flow, waited: int) -> None:
    connection_id = flow.connection()
    flow.world.wait(waited)
    delete_connection(flow, connection_id)


@pytest.mark.parametrize("waited", [0, 60, 300])
def test_aws_dx_lag(flow: Flow, waited: int) -> None:
    made = lag(flow, requestMACSec=True, tags=[{"key": "site", "value": "A"}])
    own = {"lagId": made["lagId"]}
    delete_connection(flow, made["connections"][0]["connectionId"])
    flow.ask("UpdateLag", **own, encryptionMode="must_encrypt")
    found = find_lag(flow, **own)
    check_read("lag", found, {"lagName": "bundle", "encryptionMode": "must_encrypt"})
    flow.tag("dxlag", found, own["lagId"])
    flow.world.wait(waited)
    flow.ask("UpdateLag", **own, lagName="edge")
    check_read("lag", find_lag(flow, **own), {"lagName": "edge"})
    flow.ask("DeleteLag", **own)
    flow.wait("lag-deleted", lambda: find_lag(flow, **own), "lagState")
    flow.world.wait(16 * 60)
    for operation in ("DeleteLag", "DescribeLags"):
        flow.gone("Could not find Lag with ID", operation, **own)


def test_aws_dx_lag_destroyed_by_force(flow: Flow) -> None:
    own = {"lagId": lag(flow)["lagId"]}
    flow.world.wait(300)
    for connection in find_lag(flow, **own)["connections"]:
        delete_connection(flow, connection["connectionId"])
    flow.ask("DeleteLag", **own)
    flow.wait("lag-deleted", lambda: find_lag(flow, **own), "lagState")


def test_aws_dx_lag_of_a_connection(flow: Flow) -> None:
    """A LAG of a connection that was ordered a moment ago, as the provider's tests have it."""
    connection_id = flow.connection()
    own = {"lagId": lag(flow, connectionId=connection_id)["lagId"]}
    assert flow.find_port(connectionId=connection_id)["lagId"] == own["lagId"]
    disassociate(flow, connection_id, own["lagId"])
    flow.ask("DeleteLag", **own)
    flow.wait("lag-deleted", lambda: find_lag(flow, **own), "lagState")


def disassociate(flow: Flow, connection_id: str, lag_id: str) -> None:
    """As the provider does: it tries again while the connection is in a transitioning state."""
    for _ in range(3):
        try:
            both = {"connectionId": connection_id, "lagId": lag_id}
            flow.ask("DisassociateConnectionFromLag", **both)
        except ServiceError as error:
            if "is in a transitioning state" not in error.message:
                raise
            flow.world.wait(30)
        else:
            return
    raise AssertionError("still in a transitioning state")


def test_aws_dx_connection_association(flow: Flow) -> None:
    both = {"connectionId": flow.connection(), "lagId": str(lag(flow)["lagId"])}
    flow.ask("AssociateConnectionWithLag", **both)
    assert flow.find_port(connectionId=both["connectionId"])["lagId"] == both["lagId"]
    disassociate(flow, both["connectionId"], both["lagId"])
    assert not flow.find_port(connectionId=both["connectionId"]).get("lagId")
    flow.world.wait(60)
    other = {**both, "lagId": "dxlag-none"}
    flow.gone("Lag does not exist", "DisassociateConnectionFromLag", **other)
    other = {**both, "connectionId": "dxcon-none"}
    flow.gone("Connection does not exist", "DisassociateConnectionFromLag", **other)


@pytest.mark.parametrize("by_secret", [False, True])
def test_aws_dx_macsec_key_association(flow: Flow, by_secret: bool) -> None:
    own = {"connectionId": flow.port(requestMACSec=True)}
    arn = f"arn:aws:secretsmanager:us-east-1:{CUSTOMER}:secret:dx-1"
    given = {"secretARN": arn} if by_secret else KEY
    keys = flow.ask("AssociateMacSecKey", **own, **given)["macSecKeys"]
    secret_arn = keys[-1]["secretARN"]
    # The resource's id is the ARN and the connection with _ between them, and split at the first.
    assert "_" not in secret_arn

    def key() -> list[Record]:
        keys = flow.find_port(**own)["macSecKeys"]
        return [each for each in keys if each["secretARN"] == secret_arn]

    check_read("macsec_key", key()[0], {"ckn": KEY["ckn"]} if not by_secret else {})
    flow.ask("DisassociateMacSecKey", **own, secretARN=secret_arn)
    flow.world.wait(60)
    assert key() == []


def test_aws_dx_macsec_key_association_on_a_port_that_is_not_there_yet(flow: Flow) -> None:
    own = {"connectionId": flow.connection(requestMACSec=True)}
    flow.gone("The port is not in available state to associate the key for account "
              f"{CUSTOMER}", "AssociateMacSecKey", **own, **KEY)  # fmt: skip


def host(partner: Flow) -> str:
    where = {"location": partner.locations()[0]["locationCode"], "bandwidth": "10Gbps"}
    made = partner.ask("CreateInterconnect", interconnectName="port", **where)
    partner.world.wait(120)
    return str(made["interconnectId"])


def hosted(partner: Flow, host_id: str) -> Record:
    order = {"connectionName": "hosted", "ownerAccount": CUSTOMER, "bandwidth": "1Gbps"}
    made = partner.ask("AllocateHostedConnection", connectionId=host_id, vlan=101, **order)
    check_read("hosted_connection", find_hosted(partner, host_id, made), {**order, "vlan": 101})
    return made


def find_hosted(partner: Flow, host_id: str, made: Record) -> Record | None:
    """The provider lists the parent's hosted connections, and looks for its own among them."""
    listed = partner.ask("DescribeHostedConnections", connectionId=host_id)["connections"]
    own = [each for each in listed if each["connectionId"] == made["connectionId"]]
    return dict(own[0]) if own else None


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_aws_dx_hosted_connection(here: World, flow: Flow, is_confirmed: bool) -> None:
    partner = Flow(here, PARTNER)
    host_id = host(partner)
    made = hosted(partner, host_id)
    if is_confirmed:
        flow.ask("ConfirmConnection", connectionId=made["connectionId"])
        here.wait(120)
    partner.ask("DeleteConnection", connectionId=made["connectionId"])

    def find() -> Record | None:
        return find_hosted(partner, host_id, made)

    partner.wait("connection-deleted", find, "connectionState")
    here.wait(16 * 60)
    assert find() is None


def test_aws_dx_connection_confirmation(here: World, flow: Flow) -> None:
    partner = Flow(here, PARTNER)
    own = {"connectionId": hosted(partner, host(partner))["connectionId"]}
    flow.ask("ConfirmConnection", **own)
    flow.wait("connection-confirmed", lambda: flow.find_port(**own), "connectionState")
    flow.gone("is in state available", "ConfirmConnection", **own)
    unknown = "DescribeHostedConnections failed for connection"
    partner.gone(unknown, "DescribeHostedConnections", **own)
