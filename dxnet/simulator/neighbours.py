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

    from dxnet.simulator.ec2 import Backend

    class Served(Backend):
        """EC2 of this world."""

        world = service

    before, kept = ec2_backends.backend, dict(ec2_backends)
    ec2_backends.clear()
    ec2_backends.backend = Served
    try:
        yield ec2_backends
    finally:
        ec2_backends.clear()
        ec2_backends.backend = before
        ec2_backends.update(kept)


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
