"""aws_dx_ resources of virtual interfaces, one's own and hosted ones, and of BGP peers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane.conftest import World
from tests.control_plane.terraform.conftest import PARTNER, Flow, Record, check_read


def wanted(vif_type: str, family: str = "ipv4", **more: Any) -> Record:
    """What the provider asks for: it sends the family always, and MTU and SiteLink's default."""
    order: Record = {"virtualInterfaceName": "blue", "vlan": 101, "addressFamily": family}
    order |= {"asn": 65000} if "asnLong" not in more else {}
    if vif_type == "Public":
        order["routeFilterPrefixes"] = [{"cidr": "198.51.100.0/24"}]
        if family == "ipv4":
            order |= {"amazonAddress": "203.0.113.1/30", "customerAddress": "203.0.113.2/30"}
        else:
            order["routeFilterPrefixes"] = [{"cidr": "2001:db8:1::/48"}]
    else:
        order["mtu"] = 1500
    return {**order, **more}


def made_id(answer: Record) -> str:
    return str(answer.get("virtualInterface", answer)["virtualInterfaceId"])


def deleted(flow: Flow, vif_id: str) -> None:
    own = {"virtualInterfaceId": vif_id}
    flow.ask("DeleteVirtualInterface", **own)
    flow.wait("vif-deleted", lambda: flow.find_vif(**own), "virtualInterfaceState")
    flow.world.wait(16 * 60)
    flow.gone("does not exist", "DeleteVirtualInterface", **own)


def created(flow: Flow, vif_type: str, order: Record) -> str:
    own = {"virtualInterfaceId": created_on(flow, flow.port(), vif_type, order)}
    waiter = f"{vif_type}-vif-created"
    flow.wait(waiter, lambda: flow.find_vif(**own), "virtualInterfaceState")
    check_read("vif", flow.find_vif(**own), order)
    return own["virtualInterfaceId"]


def created_on(flow: Flow, connection_id: str, vif_type: str, order: Record) -> str:
    new = {f"new{vif_type}VirtualInterface": order}
    return made_id(flow.ask(f"Create{vif_type}VirtualInterface", connectionId=connection_id, **new))


def check_private_or_transit(flow: Flow, vif_type: str, family: str, gateway: Record) -> None:
    site_link = {"enableSiteLink": False} if "directConnectGatewayId" in gateway else {}
    vif_id = created(flow, vif_type, wanted(vif_type, family, **gateway, **site_link))
    own = {"virtualInterfaceId": vif_id}
    flow.tag("dxvif", flow.find_vif(**own) or {}, vif_id)
    changes: list[tuple[Record, Record]] = [({"mtu": 8500}, {"mtu": 8500})]
    if site_link:
        changes.append(({"enableSiteLink": True}, {"siteLinkEnabled": True}))
    for change, found in changes:
        flow.ask("UpdateVirtualInterfaceAttributes", **own, **change)
        waiter = f"{vif_type}-vif-created"
        flow.wait(waiter, lambda: flow.find_vif(**own), "virtualInterfaceState")
        check_read("vif", flow.find_vif(**own), found)
    deleted(flow, vif_id)


@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
@pytest.mark.parametrize("on", ["directConnectGatewayId", "virtualGatewayId"])
def test_aws_dx_private_virtual_interface(flow: Flow, family: str, on: str) -> None:
    gateway_id = "vgw-1" if on == "virtualGatewayId" else flow.gateway()
    check_private_or_transit(flow, "Private", family, {on: gateway_id})


@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
def test_aws_dx_transit_virtual_interface(flow: Flow, family: str) -> None:
    gateway = {"directConnectGatewayId": flow.gateway()}
    check_private_or_transit(flow, "Transit", family, gateway)


@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
def test_aws_dx_public_virtual_interface(flow: Flow, family: str) -> None:
    order = wanted("Public", family)
    vif_id = created(flow, "Public", order)
    own = {"virtualInterfaceId": vif_id}
    prefixes = {"routeFilterPrefixes": order["routeFilterPrefixes"]}
    check_read("vif", flow.find_vif(**own), prefixes)
    flow.tag("dxvif", flow.find_vif(**own) or {}, vif_id)
    deleted(flow, vif_id)


@pytest.mark.parametrize(
    "asn", [{"asn": 65000}, {"asnLong": 65000}, {"asnLong": 200000}, {"asnLong": 4200000000}]
)
def test_an_asn_is_read_as_it_was_asked_for(flow: Flow, asn: dict[str, int]) -> None:
    """The provider takes asnLong where it is answered, and else asn."""
    gateway = {"directConnectGatewayId": flow.gateway()}
    order = wanted("Private", "ipv4", **{**gateway, **asn})
    vif_id = created(flow, "Private", order)
    found = flow.find_vif(virtualInterfaceId=vif_id) or {}
    (number,) = asn.values()
    assert found.get("asnLong", found["asn"]) == number


def check_hosted(here: World, flow: Flow, vif_type: str, is_accepted: bool) -> None:
    """The owner of the connection allocates, the other account accepts, or doesn't."""
    owner = Flow(here, PARTNER)
    order = wanted(vif_type)
    answer = flow.ask(
        f"Allocate{vif_type}VirtualInterface",
        connectionId=flow.port(),
        ownerAccount=PARTNER,
        **{f"new{vif_type}VirtualInterfaceAllocation": order},
    )
    own = {"virtualInterfaceId": made_id(answer)}
    waiter = f"{vif_type}-vif-allocated"
    flow.wait(waiter, lambda: flow.find_vif(**own), "virtualInterfaceState")
    check_read("vif", flow.find_vif(**own), {**order, "ownerAccount": PARTNER})
    if is_accepted:
        accepted(owner, vif_type, own)
    deleted(flow, own["virtualInterfaceId"])


def accepted(owner: Flow, vif_type: str, own: dict[str, str]) -> None:
    named = {} if vif_type == "Public" else {"directConnectGatewayId": owner.gateway()}
    owner.ask(f"Confirm{vif_type}VirtualInterface", **own, **named)
    waiter = f"{vif_type}-vif-accepted"
    owner.wait(waiter, lambda: owner.find_vif(**own), "virtualInterfaceState")
    if vif_type == "Public":
        # Its refresh takes a VIF in any other state for gone.
        owner.world.wait(120)
    found = owner.find_vif(**own) or {}
    assert found["virtualInterfaceState"] in ("available", "down", "verifying")
    assert found.items() >= named.items()
    owner.tag("dxvif", found, own["virtualInterfaceId"])


def test_aws_dx_hosted_private_virtual_interface(here: World, flow: Flow) -> None:
    check_hosted(here, flow, "Private", is_accepted=False)


def test_aws_dx_hosted_private_virtual_interface_accepter(here: World, flow: Flow) -> None:
    check_hosted(here, flow, "Private", is_accepted=True)


def test_aws_dx_hosted_public_virtual_interface(here: World, flow: Flow) -> None:
    check_hosted(here, flow, "Public", is_accepted=False)


def test_aws_dx_hosted_public_virtual_interface_accepter(here: World, flow: Flow) -> None:
    check_hosted(here, flow, "Public", is_accepted=True)


def test_aws_dx_hosted_transit_virtual_interface(here: World, flow: Flow) -> None:
    check_hosted(here, flow, "Transit", is_accepted=False)


def test_aws_dx_hosted_transit_virtual_interface_accepter(here: World, flow: Flow) -> None:
    check_hosted(here, flow, "Transit", is_accepted=True)


def test_aws_dx_bgp_peer(flow: Flow) -> None:
    gateway = {"directConnectGatewayId": flow.gateway()}
    own = {"virtualInterfaceId": created(flow, "Private", wanted("Private", **gateway))}
    flow.ask("CreateBGPPeer", **own, newBGPPeer={"asn": 65000, "addressFamily": "ipv6"})

    def peer(family: str = "ipv6") -> Record | None:
        """By the three parts that the provider knows it by: VIF, family and ASN."""
        peers = (flow.find_vif(**own) or {})["bgpPeers"]
        found = [each for each in peers if (each["addressFamily"], each["asn"]) == (family, 65000)]
        assert len(found) < 2
        return dict(found[0]) if found else None

    flow.wait("peer-created", peer, "bgpPeerState")
    check_read("peer", peer())
    named = {"asn": 65000, "customerAddress": (peer() or {})["customerAddress"]}
    flow.ask("DeleteBGPPeer", **own, **named)
    flow.wait("peer-deleted", peer, "bgpPeerState")
    named["customerAddress"] = (peer("ipv4") or {})["customerAddress"]
    text = "The last BGP Peer on a Virtual Interface cannot be deleted"
    flow.gone(text, "DeleteBGPPeer", **own, **named)
