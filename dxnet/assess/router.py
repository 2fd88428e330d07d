"""The router at the customer's end of a VIF, as the settings and the platform describe it."""

from __future__ import annotations

from dataclasses import dataclass

from dxnet import kinds, platforms
from dxnet.errors import DxnetError, UsageError
from dxnet.model import Vif
from dxnet.platforms import Platform
from dxnet.settings import Router, Settings


@dataclass(frozen=True, slots=True)
class CustomerRouter:
    """What the settings say of the router, and the platform that they name."""

    router: Router
    platform: Platform


@dataclass(frozen=True, slots=True)
class NoRouter:
    """Why there is no router: `error` has the words and the next step.

    `is_fault` tells settings that are wrong from settings that only name no platform; for the
    latter `table` is what to write into dxnet.toml.
    """

    error: DxnetError
    is_fault: bool
    table: str = ""

    @property
    def reason(self) -> str:
        """The reason as the detail of a finding."""
        return self.error.message if self.is_fault else "no platform is chosen for this VIF"


def customer_router(
    vif: Vif, settings: Settings, platform: Platform | None = None
) -> CustomerRouter | NoRouter:
    """The router at the customer's end of the VIF, or why there is none.

    `platform` stands for the one that the settings name: a folder that is being written has none.
    """
    try:
        router = settings.router_for(vif)
        if platform is not None:
            return CustomerRouter(router, platform)
        if not router.platform:
            return _no_platform(vif)
        return CustomerRouter(router, platforms.get(router.platform))
    except DxnetError as error:
        return NoRouter(error, is_fault=True)


def _no_platform(vif: Vif) -> NoRouter:
    name = "lags" if kinds.of_id(vif.connection_id) is kinds.LAG else "connections"
    table = f'    [{name}.{vif.connection_id}]\n    platform = "cisco_xe"\n'
    error = UsageError(
        f"nothing says which platform the router of {vif.id} is",
        hint=f"give --platform, one of {', '.join(platforms.slugs())},\n"
        f"  or say it in dxnet.toml:\n\n{table}",
    )
    return NoRouter(error, is_fault=False, table=table)
