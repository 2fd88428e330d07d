from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dxnet import parse
from dxnet.errors import DxnetError
from dxnet.model import Connection, Lag, MacSecKey
from dxnet.reach import Association, Route

VIF = {"virtualInterfaceId": "dxvif-ffaaaaa1"}
ROUTE = {
    "cidr": "10.1.0.0/16",
    "routeDirection": "accepted",
    "addressFamily": "ipv4",
    "asPath": [
        {"pathType": "seq", "path": [65010, 65020]},
        {"pathType": "set", "path": [65030, 65031]},
    ],
    "communities": ["7224:7300"],
    "awsLogicalDeviceId": "ExFR1-1",
    "routeInstalledAt": "2026-11-24T22:10:00+00:00",
}
ASSOCIATION = {
    "associationId": "assoc-1",
    "associationState": "updating",
    "stateChangeError": "the VPC's prefixes overlap",
    "directConnectGatewayId": "gateway-1",
    "directConnectGatewayOwnerAccount": "111122223333",
    "associatedGateway": {
        "id": "tgw-1",
        "type": "transitGateway",
        "ownerAccount": "444455556666",
        "region": "eu-west-1",
    },
    "allowedPrefixesToDirectConnectGateway": [{"cidr": "10.1.0.0/16"}],
}
TEST = {
    "testId": "test-1",
    "virtualInterfaceId": "dxvif-ffaaaaa1",
    "bgpPeers": ["dxpeer-ffaaaaa1"],
    "status": "in_progress",
    "ownerAccount": "111122223333",
    "testDurationInMinutes": 180,
    "startTime": "2026-11-25T02:00:00+00:00",
    "endTime": "2026-11-25T05:00:00+00:00",
}


def _routes(value: Any) -> tuple[Route, ...] | None:
    return parse.estate({"virtualInterfaces": [VIF | {"routes": value}]}).vifs[0].routes


def _association(**fields: Any) -> Association:
    associations = parse.estate({"directConnectGatewayAssociations": [fields]}).associations
    assert associations is not None
    return associations[0]


def test_a_route_is_read_with_its_path_communities_and_time() -> None:
    routes = _routes([ROUTE])
    assert routes is not None
    (route,) = routes
    assert (route.direction, route.family, str(route.prefix)) == ("accepted", "ipv4", route.cidr)
    assert route.as_path == ("65010 65020", "{65030 65031}")
    assert route.communities == ("7224:7300",)
    assert route.installed_at == datetime(2026, 11, 24, 22, 10, tzinfo=UTC)


def test_an_association_is_read_with_its_error_and_allowed_prefixes() -> None:
    association = _association(**ASSOCIATION)
    assert (association.id, association.state) == ("assoc-1", "updating")
    assert association.state_change_error == "the VPC's prefixes overlap"
    assert (association.gateway_id, association.gateway_type) == ("tgw-1", "transitGateway")
    assert (association.gateway_owner_account, association.gateway_region) == (
        "444455556666",
        "eu-west-1",
    )
    assert [prefix.cidr for prefix in association.allowed_prefixes] == ["10.1.0.0/16"]


def test_an_association_of_2017_leads_to_a_virtual_private_gateway() -> None:
    association = _association(
        virtualGatewayId="vgw-1", virtualGatewayRegion="eu-west-1", virtualGatewayOwnerAccount="4"
    )
    assert (association.gateway_id, association.gateway_type) == ("vgw-1", "virtualPrivateGateway")
    assert (association.gateway_owner_account, association.gateway_region) == ("4", "eu-west-1")


def test_a_failover_test_is_read_with_its_peers_and_times() -> None:
    tests = parse.estate({"virtualInterfaceTestHistory": [TEST]}).failover_tests
    assert tests is not None
    (test,) = tests
    assert (test.id, test.virtual_interface_id) == ("test-1", "dxvif-ffaaaaa1")
    assert (test.status, test.bgp_peers) == ("in_progress", ("dxpeer-ffaaaaa1",))
    assert test.start_time is not None
    assert test.end_time is not None
    assert (test.end_time - test.start_time).seconds == 60 * (test.test_duration_in_minutes or 0)


def test_what_was_not_read_is_not_the_same_as_none_of_it() -> None:
    unread, empty = (
        parse.estate({"virtualInterfaces": [VIF]}),
        parse.estate(
            {
                "virtualInterfaces": [VIF | {"routes": []}],
                "directConnectGatewayAssociations": [],
                "virtualInterfaceTestHistory": [],
            }
        ),
    )
    assert (unread.associations, unread.failover_tests, unread.vifs[0].routes) == (None, None, None)
    assert (empty.associations, empty.failover_tests, empty.vifs[0].routes) == ((), (), ())


def test_a_port_is_read_with_its_macsec_and_its_prefix_pools() -> None:
    member = {
        "connectionId": "dxcon-ffaaaaa1",
        "connectionState": "down",
        "portEncryptionStatus": "Encryption Down",
        "encryptionMode": "should_encrypt",
        "macSecKeys": [{"ckn": "abc", "state": "associated", "secretARN": "arn:x", "startOn": ""}],
        "prefixPoolSizeIpv4": 5000,
        "prefixPoolUnallocatedCountIpv4": 4400,
    }
    lag = {"lagId": "dxlag-ffaaaaa1", "connections": [member], "macSecCapable": True}
    estate = parse.estate({"connections": [member], "lags": [lag]})
    (connection,), (group,) = estate.connections, estate.lags
    assert isinstance(connection, Connection)
    assert isinstance(group, Lag)
    assert group.members == (connection,)
    assert connection.encryption_mode == "should_encrypt"
    assert connection.mac_sec_keys == (MacSecKey("abc", "arn:x", "associated", ""),)
    assert connection.prefix_pool_size_ipv4 == 5000
    assert connection.prefix_pool_unallocated_count_ipv4 == 4400
    assert group.mac_sec_capable is True


@pytest.mark.parametrize(
    "time",
    ["2026-11-25T02:00:00Z", "2026-11-25T03:00:00+01:00", "2026-11-25T02:00:00", 1795572000],
)
def test_a_time_is_text_of_iso_8601_or_seconds(time: str | float) -> None:
    routes = _routes([ROUTE | {"routeInstalledAt": time}])
    assert routes is not None
    assert routes[0].installed_at == datetime(2026, 11, 25, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("routeInstalledAt", "yesterday"),
        ("routeInstalledAt", 1e30),
        ("asPath", [{"path": ["65010"]}]),
        ("communities", "7224:7300"),
    ],
)
def test_a_field_of_another_type_is_refused_with_its_place(field: str, value: Any) -> None:
    with pytest.raises(DxnetError, match=rf"virtualInterfaces\[0\]\.routes\[0\]\.{field}"):
        _routes([ROUTE | {field: value}])
