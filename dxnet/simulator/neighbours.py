"""moto's services that are in one world with Direct Connect: STS, EC2, Resource Groups Tagging.

Who has an access key is one question with one answer, `Neighbours.account_of`. Virtual private
gateways and transit gateways are EC2's, and Direct Connect learns what EC2 does with them. EC2 is
joined only once somebody has asked it for something, because it takes seconds to import.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from dxnet.control_plane.store.kinds import ACCOUNT
from dxnet.simulator.service import Service
from dxnet.simulator.wire import signed_by


class Neighbours:
    """What moto's services know of Direct Connect, until the stack is closed."""

    def __init__(self, service: Service, stack: ExitStack) -> None:
        self._service = service
        self._stack = stack
        self._lock = threading.Lock()
        self._ec2: Any = None

    def account_of(self, access_key: str) -> str:
        """The account that an access key belongs to.

        A key of 12 digits is an account's own, one that IAM or STS gave out is that account's, and
        any other is the service's default account's.
        """
        account = self._account_of(access_key)
        self._meet(account)
        return account

    def _account_of(self, access_key: str) -> str:
        from moto.iam.models import iam_backends

        if ACCOUNT.fullmatch(access_key):
            return access_key
        for account, backends in list(iam_backends.items()):
            if any(access_key in backend.access_keys for backend in list(backends.values())):
                return account
        return self._service.account

    def _meet(self, account: str) -> None:
        """Let EC2 and the tagging API know Direct Connect before they answer the account."""
        from moto.directconnect.models import directconnect_backends

        _ = directconnect_backends[account]
        with self._lock:
            if self._ec2 is None and "moto.ec2.models" in sys.modules:
                self._ec2 = self._stack.enter_context(_joined_ec2(self._service))

    def forget(self) -> None:
        """Let EC2 begin again, with the gateways of the service's estate."""
        with self._lock:
            if self._ec2 is not None:
                self._ec2.clear()


@contextmanager
def _joined_ec2(service: Service) -> Iterator[Any]:
    """Give moto's EC2, which is another one than before until the context ends."""
    from moto.ec2.models import ec2_backends

    before, kept = ec2_backends.backend, dict(ec2_backends)
    ec2_backends.clear()
    ec2_backends.backend = _ec2_backend(service)
    try:
        yield ec2_backends
    finally:
        ec2_backends.clear()
        ec2_backends.backend = before
        ec2_backends.update(kept)


def _ec2_backend(service: Service) -> Any:
    """moto's EC2 of one account and region, whose gateways are those of the service's estate."""
    from moto.ec2 import urls
    from moto.ec2.models import EC2Backend

    class Backend(EC2Backend):
        """EC2 that tells Direct Connect of its gateways."""

        def __init__(self, region_name: str, account_id: str) -> None:
            super().__init__(region_name, account_id)
            for gateway_id, asn in service.virtual_gateways(account_id, region_name):
                gateway = super().create_vpn_gateway(amazon_side_asn=str(asn))
                self.vpn_gateways[gateway_id] = self.vpn_gateways.pop(gateway.id)
                gateway.id = gateway_id
            for gateway_id in service.transit_gateways(account_id, region_name):
                transit_gateway = super().create_transit_gateway(None)
                self.transit_gateways[gateway_id] = self.transit_gateways.pop(transit_gateway.id)
                transit_gateway.id = gateway_id

        @property
        def _url_module(self) -> Any:
            return urls

        def create_vpn_gateway(self, *args: Any, **kwargs: Any) -> Any:
            gateway = super().create_vpn_gateway(*args, **kwargs)
            asn = int(gateway.amazon_side_asn) if gateway.amazon_side_asn else None
            service.create_virtual_gateway(self.account_id, self.region_name, gateway.id, asn)
            return gateway

        def delete_vpn_gateway(self, vpn_gateway_id: str) -> Any:
            gateway = super().delete_vpn_gateway(vpn_gateway_id)
            service.delete_virtual_gateway(self.account_id, self.region_name, vpn_gateway_id)
            return gateway

        def create_transit_gateway(self, *args: Any, **kwargs: Any) -> Any:
            gateway = super().create_transit_gateway(*args, **kwargs)
            service.create_transit_gateway(self.account_id, self.region_name, gateway.id)
            return gateway

        def delete_transit_gateway(self, transit_gateway_id: str) -> Any:
            gateway = super().delete_transit_gateway(transit_gateway_id)
            service.delete_transit_gateway(self.account_id, self.region_name, transit_gateway_id)
            return gateway

    return Backend


@contextmanager
def met(service: Service) -> Iterator[Callable[[str], str]]:
    """Let moto's services share the service's world; gives `Neighbours.account_of`."""
    from moto.core.responses import BaseResponse

    before = BaseResponse.get_current_account
    with ExitStack() as stack:
        neighbours = Neighbours(service, stack)

        def current_account(response: Any) -> str:
            access_key, _ = signed_by(response.headers.get("Authorization", ""))
            return neighbours.account_of(access_key)

        BaseResponse.get_current_account = current_account  # type: ignore
        service.after_reset = neighbours.forget
        try:
            yield neighbours.account_of
        finally:
            BaseResponse.get_current_account = before  # type: ignore[method-assign]
            service.after_reset = None
