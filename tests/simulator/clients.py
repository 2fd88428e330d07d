"""A service over a socket or in this process, and boto3's clients to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config

from dxnet.simulator import Service, mocked, serve

WAYS = ["socket", "process"]


@contextmanager
def running(service: Service, way: str) -> Iterator[str | None]:
    """The service over a socket, and its URL; or under moto's mock, which needs none."""
    if way == "socket":
        with serve(service) as url:
            yield url
    else:
        with mocked(service):
            yield None


def client(name: str, url: str | None, account: str, region: str, token: str | None = None) -> Any:
    """A client of the service of that name, which asks once; the access key is the account."""
    return boto3.client(
        name,
        region,
        endpoint_url=url,
        aws_access_key_id=account,
        aws_secret_access_key="fake",
        aws_session_token=token,
        config=Config(retries={"max_attempts": 0}),
    )
