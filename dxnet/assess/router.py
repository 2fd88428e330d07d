"""The router at the customer's end of a VIF, as the settings and the platform describe it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dxnet import kinds, platforms
from dxnet.errors import DxnetError, UsageError
from dxnet.model import Estate, Vif
from dxnet.platforms import Platform
from dxnet.settings import Circuits, Router, Settings, at_routers


@dataclass(frozen=True, slots=True)
class CustomerRouter:
    """What the settings say of the router, the platform that they name, and all that it carries."""

    router: Router
    platform: Platform
    circuits: Circuits


@dataclass(frozen=True, slots=True)
class NoRouter:
    """Why a VIF has no router: `fault` is what is wrong with its settings.

    Without a fault they only name no platform.
    """

    vif: Vif
    fault: DxnetError | None = None

    @property
    def reason(self) -> str:
        """The reason as the detail of a finding."""
        return self.fault.message if self.fault else "no platform is chosen for this VIF"

    @property
    def table(self) -> str:
        """What to write into dxnet.toml, so that there is a router."""
        is_on_lag = kinds.of_id(self.vif.connection_id) is kinds.LAG
        name = "lags" if is_on_lag else "connections"
        return f'    [{name}.{self.vif.connection_id}]\n    platform = "cisco_xe"\n'

    @property
    def error(self) -> DxnetError:
        """The reason as the error that a command ends with."""
        return self.fault or UsageError(
            f"nothing says which platform the router of {self.vif.id} is",
            hint=f"give --platform, one of {', '.join(platforms.slugs())},\n"
            f"  or say it in dxnet.toml:\n\n{self.table}",
        )


def customer_router(
    vif: Vif, estate: Estate, settings: Settings, platform: Platform | None = None
) -> CustomerRouter | NoRouter:
    """The router at the customer's end of a VIF of the estate, or why there is none.

    `platform` stands for the one that the settings name: a folder that is being written has none.
    """
    return customer_routers(estate, settings, platform)(vif)


def customer_routers(
    estate: Estate, settings: Settings, platform: Platform | None = None
) -> Callable[[Vif], CustomerRouter | NoRouter]:
    """A function that gives the router of each VIF of the estate, see `customer_router`."""
    circuits = at_routers(estate, settings)

    def router_of(vif: Vif) -> CustomerRouter | NoRouter:
        try:
            router = settings.router_for(vif)
            if platform is None and not router.platform:
                return NoRouter(vif)
            return CustomerRouter(router, platform or platforms.get(router.platform), circuits(vif))
        except DxnetError as error:
            return NoRouter(vif, error)

    return router_of
