"""moto's EC2 in one world with Direct Connect: its gateways are those of the service's estate.

Associations of Direct Connect gateways are among the attachments of EC2's transit gateways.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from moto.ec2 import urls
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend

from dxnet.simulator.attachments import Attached
from dxnet.simulator.service import Service

# The word of EC2 for what is attached.
_TYPE = "direct-connect-gateway"


@dataclass
class Attachment:
    """What moto's EC2 keeps of an attachment; `state` follows the association's."""

    ec2_backend: Any
    attached: Attached
    transit_gateway_route_table: Any
    propagation: dict[str, str] = field(default_factory=dict)
    # The name is moto's.
    _association_data: dict[str, str] = field(default_factory=dict)

    resource_type = _TYPE

    @property
    def id(self) -> str:
        """The attachment's id, which follows from that of the association."""
        return self.attached.id

    @property
    def transit_gateway_attachment_id(self) -> str:
        """The same, as EC2's answer names it."""
        return self.attached.id

    @property
    def transit_gateway_id(self) -> str:
        """What is attached to."""
        return self.attached.transit_gateway_id

    @property
    def transit_gateway_owner_id(self) -> str:
        """Whose the transit gateway is."""
        return str(self.ec2_backend.account_id)

    @property
    def resource_id(self) -> str:
        """The Direct Connect gateway."""
        return self.attached.gateway_id

    @property
    def resource_owner_id(self) -> str:
        """Whose the Direct Connect gateway is."""
        return self.attached.gateway_owner

    @property
    def state(self) -> str:
        """The state, in EC2's words."""
        return self.attached.state

    @property
    def creation_time(self) -> datetime:
        """When EC2 saw it first."""
        return datetime.fromtimestamp(self.attached.seen, UTC)

    @property
    def tag_set(self) -> Any:
        """The tags that EC2 was given for the attachment."""
        return self.ec2_backend.describe_tags(filters={"resource-id": [self.id]})

    @property
    def association(self) -> dict[str, str] | None:
        """The route table that an attachment that is available is in: the default one."""
        if self.state != "available" or self.transit_gateway_route_table is None:
            return None
        table = {"TransitGatewayRouteTableId": self.transit_gateway_route_table.id}
        return {"State": "associated", **table}


class Backend(EC2Backend):
    """EC2 of one account and region, which tells Direct Connect of its gateways."""

    world: ClassVar[Service]

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        for gateway_id, asn in self.world.virtual_gateways(account_id, region_name):
            gateway = super().create_vpn_gateway(amazon_side_asn=str(asn))
            self.vpn_gateways[gateway_id] = self.vpn_gateways.pop(gateway.id)
            gateway.id = gateway_id
        for gateway_id in self.world.transit_gateways(account_id, region_name):
            transit_gateway = super().create_transit_gateway(None)
            self.transit_gateways[gateway_id] = self.transit_gateways.pop(transit_gateway.id)
            transit_gateway.id = gateway_id

    @property
    def _url_module(self) -> Any:
        return urls

    def create_vpn_gateway(self, *args: Any, **kwargs: Any) -> Any:
        """Create a virtual gateway that Direct Connect has, too."""
        gateway = super().create_vpn_gateway(*args, **kwargs)
        asn = int(gateway.amazon_side_asn) if gateway.amazon_side_asn else None
        self.world.create_virtual_gateway(self.account_id, self.region_name, gateway.id, asn)
        return gateway

    def delete_vpn_gateway(self, vpn_gateway_id: str) -> Any:
        """Delete a virtual gateway, which Direct Connect then deletes."""
        gateway = super().delete_vpn_gateway(vpn_gateway_id)
        self.world.delete_virtual_gateway(self.account_id, self.region_name, vpn_gateway_id)
        return gateway

    def create_transit_gateway(self, *args: Any, **kwargs: Any) -> Any:
        """Create a transit gateway that Direct Connect knows."""
        gateway = super().create_transit_gateway(*args, **kwargs)
        self.world.create_transit_gateway(self.account_id, self.region_name, gateway.id)
        return gateway

    def delete_transit_gateway(self, transit_gateway_id: str) -> Any:
        """Delete a transit gateway; refused while a Direct Connect gateway is attached to it.

        Terraform's provider waits for this text: internal/service/ec2/transitgateway_.go of
        https://github.com/hashicorp/terraform-provider-aws
        """
        named = [each.id for each in self._now() if each.transit_gateway_id == transit_gateway_id]
        if named:
            text = "has non-deleted DirectConnect Gateway Attachments"
            text = f"{transit_gateway_id} {text}: {', '.join(named)}."
            raise EC2ClientError("IncorrectState", text)
        gateway = super().delete_transit_gateway(transit_gateway_id)
        self.world.delete_transit_gateway(self.account_id, self.region_name, transit_gateway_id)
        return gateway

    def describe_transit_gateway_attachments(self, *args: Any, **kwargs: Any) -> Any:
        """moto's attachments, and those of Direct Connect as they are now."""
        self._follow()
        return super().describe_transit_gateway_attachments(*args, **kwargs)

    def describe_transit_gateway_vpc_attachments(self, *args: Any, **kwargs: Any) -> Any:
        """Those of VPCs: moto lists every type."""
        return _others(super().describe_transit_gateway_vpc_attachments(*args, **kwargs))

    def describe_transit_gateway_peering_attachments(self, *args: Any, **kwargs: Any) -> Any:
        """Those of other transit gateways: moto lists every type."""
        return _others(super().describe_transit_gateway_peering_attachments(*args, **kwargs))

    def _now(self) -> list[Attached]:
        return self.world.attached(self.account_id, self.region_name)

    def _follow(self) -> None:
        """Keep what Direct Connect has attached by now among moto's attachments."""
        kept: dict[str, Any] = self.transit_gateway_attachments
        present = {each.id: each for each in self._now()}
        for attachment_id in [each.id for each in kept.values() if each.resource_type == _TYPE]:
            if attachment_id not in present:
                del kept[attachment_id]
        for attachment_id, each in present.items():
            gateway = self.transit_gateways.get(each.transit_gateway_id)
            if attachment_id in kept:
                attachment = kept[attachment_id]
                attachment.attached = replace(each, seen=attachment.attached.seen)
            elif gateway is not None:
                kept[attachment_id] = Attachment(self, each, gateway.default_route_table)


def _others(listed: list[Any]) -> list[Any]:
    return [each for each in listed if each.resource_type != _TYPE]
