"""The control plane served as the real API, over a socket or inside the process, through moto.

    with serve(raw_estate) as endpoint_url:      # loopback; boto3, the AWS CLI, any JSON 1.1 SDK
        boto3.client("directconnect", endpoint_url=endpoint_url, ...)

    with mocked(raw_estate):                     # no socket; moto's mock_aws with our service
        boto3.client("directconnect", region_name="us-east-1")

Both take the merged raw JSON of an estate, or a `Service` made of it: that has the knobs (default
account, clock, delay of states) and gives the estate back (`dump`, `reset`, `advance`). Requires
the extra `simulator`.

A caller whose access key is a 12-digit account id acts as that account, and one whose key STS or
IAM gave out acts as that account; every other one acts as the service's default account, which is
the owner of most VIFs unless it is given. STS says the same. Gateways are EC2's: one that EC2
doesn't have can't be used. moto has one EC2 in a process, which is that of the simulator that
began last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dxnet.simulator.mocking import mocked
    from dxnet.simulator.server import serve
    from dxnet.simulator.service import Service

__all__ = ["Service", "mocked", "serve"]
_MODULES = {"Service": "service", "mocked": "mocking", "serve": "server"}


def __getattr__(name: str) -> Any:
    """Import what is asked for: pytest imports this package at each of its starts."""
    from importlib import import_module

    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
