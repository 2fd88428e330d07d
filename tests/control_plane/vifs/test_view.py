"""What connections, LAGs and gateways say that their VIFs leave them."""

from __future__ import annotations

from typing import Any

from tests.control_plane.vifs.conftest import Account, World

GATEWAY = "11111111-2222-4333-8444-555555555555"
POOLS = [
    f"prefixPool{what}Ipv{family}" for what in ("Size", "UnallocatedCount") for family in (4, 6)
]


def described(account: Account, operation: str, kind: str, **one: Any) -> dict[str, Any]:
    (found,) = account(operation, **one)[kind]
    return dict(found)


def connection(account: Account, connection_id: str = "dxcon-aaaaaaa1") -> dict[str, Any]:
    return described(account, "DescribeConnections", "connections", connectionId=connection_id)


def lag(account: Account) -> dict[str, Any]:
    return described(account, "DescribeLags", "lags")


def pools(port: dict[str, Any]) -> list[int]:
    return [port[name] for name in POOLS]


def test_rate_limiters_are_counted_with_their_bandwidth(customer: Account) -> None:
    assert connection(customer)["rateLimiterStatus"] == {
        "maxAllowed": 10,
        "inUse": 0,
        "remaining": 10,
        "totalBandwidth": "0Mbps",
    }
    for vlan, rate in ((101, "500Mbps"), (102, "1.2Gbps"), (103, None)):
        customer.private(vlan, **({"rateLimit": rate} if rate else {}))
    status = connection(customer)["rateLimiterStatus"]
    assert (status["inUse"], status["remaining"]) == (2, 8)
    assert status["totalBandwidth"] == "1.7Gbps"


def test_a_raised_quota_of_rate_limiters_is_the_records(
    make_world: type[World], raw_estate: dict[str, Any]
) -> None:
    raw_estate["connections"][0]["rateLimiterStatus"] = {"maxAllowed": 12}
    customer = make_world(raw_estate).customer
    for vlan in range(101, 112):
        customer.private(vlan, rateLimit="50Mbps")
    status = connection(customer)["rateLimiterStatus"]
    assert (status["maxAllowed"], status["remaining"]) == (12, 1)


def test_a_prefix_pool_shrinks_with_what_vifs_take_and_grows_as_they_go(customer: Account) -> None:
    assert pools(connection(customer)) == [5000, 5000, 5000, 5000]
    shares: dict[str, Any] = {
        "prefixPoolAllocatedCountIpv4": 700,
        "prefixPoolAllocatedCountIpv6": 50,
    }
    vif_id = customer.private(**shares)["virtualInterfaceId"]
    assert pools(connection(customer)) == [5000, 5000, 4300, 4950]
    customer("DeleteVirtualInterface", virtualInterfaceId=vif_id)
    assert pools(connection(customer)) == [5000, 5000, 5000, 5000]


def test_a_new_vif_takes_a_hundred_prefixes_of_each_family_while_there_are_some(
    customer: Account,
) -> None:
    made = customer.private(101)
    shares = ["prefixPoolAllocatedCountIpv4", "prefixPoolAllocatedCountIpv6"]
    assert [made[name] for name in shares] == [100, 100]
    assert pools(connection(customer)) == [5000, 5000, 4900, 4900]
    for vlan in range(1, 6):
        customer.private(vlan, prefixPoolAllocatedCountIpv4=980)
    last = customer.private(7)
    assert [last[name] for name in shares] == [0, 100]
    assert not set(shares) & set(customer.public(201))


def test_a_lag_has_the_pool_and_its_members_have_none(customer: Account) -> None:
    customer.private(on="dxlag-aaaaaaa1", prefixPoolAllocatedCountIpv4=1, rateLimit="50Mbps")
    found = lag(customer)
    assert pools(found) == [5000, 5000, 4999, 4900]
    assert found["rateLimiterStatus"]["inUse"] == 1
    member = connection(customer, "dxcon-member01")
    assert not {*POOLS, "rateLimiterStatus"} & {*member, *found["connections"][0]}


def test_hosted_connections_and_lags_of_interconnects_have_none(
    world: World, customer: Account
) -> None:
    world.estate.change("lags", "dxlag-aaaaaaa1", allowsHostedConnections=True)
    for port in (connection(customer, "dxcon-hosted01"), lag(customer)):
        assert not {*POOLS, "rateLimiterStatus"} & set(port)


def test_every_answer_that_is_a_connection_has_them(customer: Account) -> None:
    order = {"location": "EqDC2", "bandwidth": "100Gbps", "connectionName": "core"}
    made = customer("CreateConnection", **order)
    own = {"connectionId": made["connectionId"]}
    renamed = customer("UpdateConnection", **own, connectionName="edge")
    billed = customer(
        "UpdateConnectionsBillingMode", connectionIds=list(own.values()), billingMode="PayAsYouGo"
    )
    answers = [made, renamed, *billed["connections"], customer("DeleteConnection", **own)]
    assert [answer["prefixPoolSizeIpv4"] for answer in answers] == [30_000] * 4


def test_a_gateway_adds_up_what_its_attachments_have_of_both_families(customer: Account) -> None:
    shares: dict[str, Any] = {"prefixPoolAllocatedCountIpv4": 70, "prefixPoolAllocatedCountIpv6": 5}
    customer.private(101, **shares)
    customer.private(102, on="dxlag-aaaaaaa1", **shares)
    one = {"directConnectGatewayId": GATEWAY}
    found = described(customer, "DescribeDirectConnectGateways", "directConnectGateways", **one)
    assert found["totalPrefixPoolAllocations"] == 150
    answer = customer("UpdateDirectConnectGateway", **one, newDirectConnectGatewayName="core")
    assert answer["directConnectGateway"]["totalPrefixPoolAllocations"] == 150
