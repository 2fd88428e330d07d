"""The texts of a router for one VIF, or why there is none: the only caller of `dxnet.render`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from dxnet import render
from dxnet.assess.assessment import Assessment
from dxnet.assess.router import CustomerRouter, NoRouter, customer_router
from dxnet.checks.engine import STOPPING
from dxnet.checks.findings import Finding
from dxnet.errors import DxnetError, FaultError, RefusedError
from dxnet.model import Estate, Parent, Vif
from dxnet.platforms import Platform
from dxnet.settings import Settings

TextKind = Literal["config", "rollback", "verify"]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A text of the router: its configuration, the way back, or the commands that prove it."""

    vif_id: str
    text: str
    platform: Platform


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no text: the findings that stop it, or an error."""

    vif_id: str
    findings: tuple[Finding, ...] = ()
    error: DxnetError | None = None

    def as_error(self) -> DxnetError:
        """The refusal as the error that a command ends with."""
        if self.error is not None:
            return self.error
        return RefusedError(
            f"no configuration was made, because checks failed on {self.vif_id}",
            hint='correct what they say, or accept each by name: --accept DX305="reason"',
        )


def configuration(
    assessment: Assessment,
    vif_id: str,
    *,
    kind: TextKind = "config",
    mask: bool = False,
    checked: bool = True,
) -> Configuration | Refusal:
    """The text of the VIF's router. With `mask` each key's line is a comment.

    A failed check stops a configuration, but neither the rollback nor the verify commands: the way
    back must be there when it is needed. Without `checked` no finding stops it: that is for trying
    templates, never for a router.
    """
    if error := assessment.fault(vif_id):
        return Refusal(vif_id, error=error)
    if kind == "config" and checked:
        stopping = tuple(each for each in assessment.of(vif_id) if each.status in STOPPING)
        if stopping:
            return Refusal(vif_id, stopping)
    vif, chosen = assessment.estate.get(vif_id), assessment.routers[vif_id]
    if isinstance(chosen, NoRouter):
        return Refusal(vif_id, error=chosen.error)
    if not isinstance(vif, Vif):
        raise FaultError(f"{vif_id} was not assessed", hint="report it, with the command")
    try:
        text = _text(kind, vif, chosen, assessment.estate.parent(vif), mask=mask)
    except DxnetError as error:
        return Refusal(vif_id, error=error)
    except Exception as error:  # a broken template must not end a session
        return Refusal(vif_id, error=_broken(vif, error))
    return Configuration(vif_id, text, chosen.platform)


def variables(
    estate: Estate, vif: Vif, settings: Settings, platform: Platform | None = None
) -> dict[str, Any]:
    """What a template can print of the VIF, as JSON values by name, with its keys masked.

    Raises `DxnetError` where there is no router, or the VIF can't be rendered.
    """
    chosen = customer_router(vif, estate, settings, platform)
    if isinstance(chosen, NoRouter):
        raise chosen.error
    return render.variables(
        vif,
        chosen.router,
        chosen.platform,
        parent=estate.parent(vif),
        circuits=chosen.circuits,
    )


def _text(
    kind: TextKind, vif: Vif, chosen: CustomerRouter, parent: Parent | None, *, mask: bool
) -> str:
    router, platform, circuits = chosen.router, chosen.platform, chosen.circuits
    if kind == "config":
        return render.config(vif, router, platform, parent=parent, circuits=circuits, mask=mask)
    keyless = render.rollback if kind == "rollback" else render.verify
    return keyless(vif, router, platform, parent=parent, circuits=circuits)


def _broken(vif: Vif, error: Exception) -> FaultError:
    """The kind of the exception; its text stays out, since it might quote a key."""
    return FaultError(
        f"rendering {vif.id} broke: {type(error).__name__}",
        hint=f"`dxnet --debug render-config {vif.id} --mask-key` says where",
    )
