"""Links and sessions, and what follows from them: ports, LAGs, VIFs, and nothing that is stale."""

from __future__ import annotations

import pytest

from dxnet.control_plane import Estate, Request
from dxnet.control_plane.rules import events
from dxnet.errors import DxnetError

PORT, LAG, MEMBER = "dxcon-aaaaaaa1", "dxlag-aaaaaaa1", "dxcon-member01"
HOSTED = "dxcon-hosted01"


@pytest.fixture
def network(world):
    """Put links and sessions up and down, by id."""
    return Network(world)


class Network:
    def __init__(self, world):
        self.world = world

    def request(self):
        self.world.estate.settle(self.world.now)
        return Request(self.world.estate, "", {}, self.world.customer.caller, self.world.now)

    def link(self, object_id, *, is_up):
        events.link(self.request(), object_id, is_up=is_up)

    def session(self, object_id, *, is_up):
        events.session(self.request(), object_id, is_up=is_up)


def made(world, **fields):
    vif = world.customer.private(**fields)
    world.wait(600)
    return vif["virtualInterfaceId"]


def shown(world, vif_id):
    """The VIF's state, and the status of each of its sessions."""
    vif = world.customer.vif(vif_id)
    return vif["virtualInterfaceState"], *(peer["bgpStatus"] for peer in vif["bgpPeers"])


def port_state(world, connection_id):
    answer = world.customer("DescribeConnections", connectionId=connection_id)
    return answer["connections"][0]["connectionState"]


def lag_state(world):
    return world.customer("DescribeLags", lagId=LAG)["lags"][0]["lagState"]


def with_two_families(world, vif_id):
    world.customer(
        "CreateBGPPeer",
        virtualInterfaceId=vif_id,
        newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
    )
    world.wait(600)


def test_a_vif_is_down_while_its_link_is(world, network) -> None:
    vif_id = made(world)
    assert shown(world, vif_id) == ("available", "up")
    network.link(PORT, is_up=False)
    assert (port_state(world, PORT), shown(world, vif_id)) == ("down", ("down", "down"))
    network.link(PORT, is_up=True)
    assert (port_state(world, PORT), shown(world, vif_id)) == ("available", ("available", "up"))


def test_a_link_that_is_down_stays_down_whatever_is_asked(world, network) -> None:
    vif_id = made(world)
    network.link(PORT, is_up=False)
    world.customer("UpdateConnection", connectionId=PORT, connectionName="renamed")
    world.customer("UpdateVirtualInterfaceAttributes", virtualInterfaceId=vif_id, mtu=8500)
    with_two_families(world, vif_id)
    assert (port_state(world, PORT), shown(world, vif_id)) == ("down", ("down", "down", "down"))
    network.link(PORT, is_up=True)
    assert shown(world, vif_id) == ("available", "up", "up")


def test_a_vif_made_on_a_dark_port_comes_up_with_its_link(world, network) -> None:
    network.link(PORT, is_up=False)
    vif_id = made(world)
    assert shown(world, vif_id) == ("down", "down")
    network.link(PORT, is_up=True)
    assert shown(world, vif_id) == ("available", "up")


def test_one_of_two_sessions_down_leaves_the_vif_available(world, network) -> None:
    vif_id = made(world)
    with_two_families(world, vif_id)
    peer_id = world.customer.vif(vif_id)["bgpPeers"][1]["bgpPeerId"]
    network.session(peer_id, is_up=False)
    assert shown(world, vif_id) == ("available", "up", "down")
    network.session(vif_id, is_up=False)
    assert shown(world, vif_id) == ("down", "down", "down")
    network.session(peer_id, is_up=True)
    assert shown(world, vif_id) == ("available", "down", "up")


def test_a_session_that_was_down_before_the_link_is_down_after_it(world, network) -> None:
    vif_id = made(world)
    network.session(vif_id, is_up=False)
    network.link(PORT, is_up=False)
    network.link(PORT, is_up=True)
    assert shown(world, vif_id) == ("down", "down")
    network.session(vif_id, is_up=True)
    assert shown(world, vif_id) == ("available", "up")


def test_what_a_loaded_estate_says_of_a_session_outlives_its_link(make_world, raw_estate) -> None:
    peer = {"bgpPeerState": "available", "addressFamily": "ipv4"}
    raw_estate["virtualInterfaces"] = [
        {
            "virtualInterfaceId": "dxvif-loaded01",
            "virtualInterfaceState": "available",
            "ownerAccount": "111122223333",
            "region": "us-east-1",
            "connectionId": PORT,
            "bgpPeers": [
                {**peer, "bgpPeerId": "dxpeer-up", "bgpStatus": "up"},
                {**peer, "bgpPeerId": "dxpeer-down", "bgpStatus": "down"},
            ],
        }
    ]
    world = make_world(raw_estate)
    network = Network(world)
    for is_up in (False, True):
        network.link(PORT, is_up=is_up)
    assert shown(world, "dxvif-loaded01") == ("available", "up", "down")


def test_a_lag_is_down_below_its_minimum_of_links(make_world, raw_estate) -> None:
    [lag] = raw_estate["lags"]
    lag |= {"numberOfConnections": 3, "minimumLinks": 2}
    [member] = [port for port in raw_estate["connections"] if port["connectionId"] == MEMBER]
    others = [{**member, "connectionId": f"dxcon-member0{n}"} for n in (2, 3)]
    raw_estate["connections"] += others
    world = make_world(raw_estate)
    network = Network(world)
    vif_id = made(world, on=LAG)
    network.link(MEMBER, is_up=False)
    assert (lag_state(world), shown(world, vif_id)) == ("available", ("available", "up"))
    network.link("dxcon-member02", is_up=False)
    assert (lag_state(world), shown(world, vif_id)) == ("down", ("down", "down"))
    world.customer("UpdateLag", lagId=LAG, minimumLinks=1)
    assert (lag_state(world), shown(world, vif_id)) == ("available", ("available", "up"))
    network.link(LAG, is_up=False)
    assert (lag_state(world), port_state(world, "dxcon-member03")) == ("down", "down")
    network.link(LAG, is_up=True)
    assert (lag_state(world), shown(world, vif_id)) == ("available", ("available", "up"))


def test_a_lag_without_links_is_down_and_so_is_what_is_on_it(world) -> None:
    vif_id = made(world, on=LAG)
    world.customer("DisassociateConnectionFromLag", connectionId=MEMBER, lagId=LAG)
    assert (lag_state(world), shown(world, vif_id)) == ("down", ("down", "down"))


def test_a_vif_that_moves_with_its_port_into_a_lag_is_down_meanwhile(world) -> None:
    vif_id = made(world)
    order = {"location": "EqDC2", "connectionsBandwidth": "10Gbps", "lagName": "new"}
    world.customer("CreateLag", numberOfConnections=1, connectionId=PORT, **order)
    assert shown(world, vif_id) == ("down", "down")
    world.wait()
    assert shown(world, vif_id) == ("available", "up")


def test_a_hosted_connection_goes_down_with_the_interconnect(make_world, raw_estate) -> None:
    [hosted] = [port for port in raw_estate["connections"] if port["connectionId"] == HOSTED]
    hosted["interconnectId"] = "dxcon-partner1"
    world = make_world(raw_estate)
    network = Network(world)
    vif_id = made(world, on=HOSTED, vlan=300)
    network.link("dxcon-partner1", is_up=False)
    assert (port_state(world, HOSTED), shown(world, vif_id)) == ("down", ("down", "down"))
    network.link("dxcon-partner1", is_up=True)
    assert (port_state(world, HOSTED), shown(world, vif_id)) == ("available", ("available", "up"))


def test_the_end_of_a_failover_test_brings_up_only_what_can_be_up(world, network) -> None:
    vif_id = made(world)
    test = {"virtualInterfaceId": vif_id, "testDurationInMinutes": 1}
    world.customer("StartBgpFailoverTest", **test)
    assert shown(world, vif_id) == ("testing", "down")
    network.link(PORT, is_up=False)
    network.link(PORT, is_up=True)
    assert shown(world, vif_id) == ("testing", "down")
    network.link(PORT, is_up=False)
    world.wait(60)
    assert shown(world, vif_id) == ("down", "down")
    network.link(PORT, is_up=True)
    assert shown(world, vif_id) == ("available", "up")


def test_without_a_router_that_speaks_a_session_waits_to_be_put_up(world, network) -> None:
    world.estate = Estate(world.estate.dump(), state_delay=60, router_speaks=False)
    vif_id = made(world)
    assert shown(world, vif_id) == ("down", "down")
    network.session(vif_id, is_up=True)
    assert shown(world, vif_id) == ("available", "up")


def test_a_public_vif_is_verifying_as_long_as_aws_refuses_its_prefixes(world, network) -> None:
    events.refuse_verification(network.request())
    vif_id = world.customer.public()["virtualInterfaceId"]
    world.wait(10_000)
    assert shown(world, vif_id) == ("verifying", "down")
    events.verify(network.request())
    world.wait(600)
    assert shown(world, vif_id) == ("available", "up")


def test_a_dump_keeps_what_is_down(world, network) -> None:
    vif_id = made(world)
    network.link(PORT, is_up=False)
    world.estate = Estate(world.estate.dump(), state_delay=60)
    network.link(PORT, is_up=True)
    assert shown(world, vif_id) == ("available", "up")


def test_what_is_not_there_cannot_go_down(network) -> None:
    with pytest.raises(DxnetError, match="no connection, interconnect or LAG dxcon-x"):
        network.link("dxcon-x", is_up=False)
    with pytest.raises(DxnetError, match="no VIF and no BGP peer dxvif-x"):
        network.session("dxvif-x", is_up=False)
