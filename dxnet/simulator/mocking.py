"""dxnet's service in the place of moto's own Direct Connect, inside a context.

Names of moto's are touched that it doesn't document: the attribute `backend` of
`directconnect_backends` and `ec2_backends`, the mapping `moto.directconnect.urls.url_paths`,
`BaseBackend._url_module`, `BaseResponse.get_current_account`, `moto.cloudwatch.urls.url_paths`,
`moto.directconnect.urls.url_bases`, `moto.backend_index.backend_url_patterns`,
`moto.core.errors.COMMON_ERROR_CODES`, and what EC2's and the tagging API's backends are made of;
hence the pin to moto 5.2.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dxnet.errors import UsageError
from dxnet.simulator.estates import MOTO_ACCOUNT
from dxnet.simulator.neighbours import met
from dxnet.simulator.service import Service
from dxnet.simulator.wire import Response

_PATH = "{0}/$"
# https://docs.aws.amazon.com/general/latest/gr/health.html
_HEALTH_URL = r"https?://(?:global\.)?health\.(?:.+\.)?amazonaws\.com"
_HEALTH_PREFIX, _HEALTH_SCOPE = "AWSHealth_20160804.", "/health/aws4_request"

Answer = Callable[[Mapping[str, str], str, bytes], Response]


def as_service(estate: Mapping[str, Any] | Service) -> Service:
    """The service itself, or one over the estate."""
    return estate if isinstance(estate, Service) else Service(estate)


def require_moto() -> None:
    """Raise `DxnetError` if moto and what its server needs are not installed."""
    names = ("moto", "flask", "flask_cors", "werkzeug")
    if any(importlib.util.find_spec(name) is None for name in names):
        raise UsageError(
            "the simulator needs moto with its server, which is not installed",
            hint="install dxnet with its extra `simulator`: in a clone, pip install '.[simulator]'",
        )


@contextmanager
def installed(service: Service) -> Iterator[Answer]:
    """Let moto answer Direct Connect requests with this service, and its resets reset it.

    Gives the function that answers: headers, URL or host, and body to a response.
    """
    require_moto()
    from moto.core.base_backend import BaseBackend
    from moto.core.resource_tagging import TaggableResourcesMixin, TaggedResource
    from moto.directconnect import urls
    from moto.directconnect.models import directconnect_backends

    class Backend(BaseBackend, TaggableResourcesMixin):
        """The object through which moto finds the URLs and the tags; moto calls its `reset`."""

        SERVICE_NAMESPACE = "directconnect"

        @property
        def _url_module(self) -> Any:
            return urls

        def reset(self) -> None:
            service.reset()
            super().reset()

        def iter_tagged_resources(self) -> Iterator[TaggedResource]:
            for arn, tags in service.tagged(self.account_id, self.region_name):
                yield TaggedResource(arn, tags, f"directconnect:{arn.split(':')[5].split('/')[0]}")

    replaced = directconnect_backends.backend, urls.url_paths[_PATH]
    with met(service) as account_of, _observed(service) as serve_health:

        def answer(headers: Mapping[str, str], host: str, body: bytes) -> Response:
            # moto resets the backends that were looked up since the last reset.
            _ = directconnect_backends[MOTO_ACCOUNT]["us-east-1"]
            return service.answer(headers, host, body, account_of)

        def serve_request(request: Any, full_url: str, headers: Mapping[str, str]) -> Response:
            target = str(request.headers.get("X-Amz-Target", ""))
            signature = str(request.headers.get("Authorization", ""))
            if target.startswith(_HEALTH_PREFIX) or _HEALTH_SCOPE in signature:
                return serve_health(request, full_url, headers)
            return answer(headers, full_url, request.data)

        directconnect_backends.clear()
        directconnect_backends.backend = Backend  # type: ignore[assignment]
        urls.url_paths[_PATH] = serve_request
        try:
            yield answer
        finally:
            directconnect_backends.clear()
            directconnect_backends.backend, urls.url_paths[_PATH] = replaced


@contextmanager
def _observed(service: Service) -> Iterator[Callable[..., Response]]:
    """Let moto answer CloudWatch and AWS Health requests; gives the function for the latter.

    moto has no AWS Health, so its URLs are made Direct Connect's.
    """
    from moto import backend_index
    from moto.cloudwatch import urls
    from moto.core.errors import COMMON_ERROR_CODES
    from moto.directconnect import urls as directconnect_urls

    from dxnet.simulator.answering import COMMON_ERRORS
    from dxnet.simulator.cloudwatch import CloudWatch
    from dxnet.simulator.health import Health

    class ServedCloudWatch(CloudWatch):
        """CloudWatch of this world."""

        world = service

    class ServedHealth(Health):
        """AWS Health of this world."""

        world = service

    with (
        _replaced(urls.url_paths, {_PATH: ServedCloudWatch.dispatch}),
        # moto warns of codes that no service's model has and that are not among these.
        _extended(COMMON_ERROR_CODES, COMMON_ERRORS),
        _extended(directconnect_urls.url_bases, [_HEALTH_URL]),
        _extended(backend_index.backend_url_patterns, [("directconnect", re.compile(_HEALTH_URL))]),
    ):
        yield ServedHealth.dispatch


@contextmanager
def _replaced(mapping: dict[Any, Any], others: Mapping[Any, Any]) -> Iterator[None]:
    before = dict(mapping)
    mapping.update(others)
    try:
        yield
    finally:
        mapping.clear()
        mapping.update(before)


@contextmanager
def _extended(values: list[Any], more: Iterable[Any]) -> Iterator[None]:
    before = list(values)
    values.extend(more)
    try:
        yield
    finally:
        values[:] = before


@contextmanager
def mocked(estate: Mapping[str, Any] | Service) -> Iterator[Service]:
    """moto's `mock_aws` with our Direct Connect: boto3 in this process needs no socket.

    Clients made inside act as the service's default account, or as the account whose id they
    have as their access key.
    """
    from moto import mock_aws

    service = as_service(estate)
    with installed(service), mock_aws():
        yield service
