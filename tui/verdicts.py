"""What the checks say of each VIF, and what becomes of its configuration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dxnet.checks import engine
from dxnet.checks.engine import End, Finding, Status
from dxnet.errors import DxnetError, UsageError
from dxnet.model import Estate, Vif
from dxnet.settings import Settings

from .tones import STATUSES

STOPPING = (Status.ERROR, Status.FAIL)
"""The statuses that stop a configuration, as they stop `dxnet render-config`."""

_GRAVITY = {status: rank for rank, status in enumerate(STATUSES)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every finding on one VIF, and the gravest status of them.

    `error` stands instead of findings if the settings of its router contradict each other.
    """

    worst: Status
    findings: tuple[Finding, ...] = ()
    error: DxnetError | None = None

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Verdict:
        """The verdict that the findings amount to."""
        found = tuple(findings)
        return cls(min((each.status for each in found), key=_GRAVITY.__getitem__), found)

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many findings have each status."""
        return Counter(finding.status for finding in self.findings)

    @property
    def stops(self) -> bool:
        """Whether the VIF can't be configured as it stands."""
        return self.worst in STOPPING

    @property
    def gravity(self) -> tuple[int, int]:
        """A sort key: the gravest first, then the most findings of that status."""
        return _GRAVITY[self.worst], -self.counts[self.worst]


Verdicts = Mapping[str, Verdict]


def of_estate(estate: Estate, settings: Settings) -> Verdicts:
    """The verdict on every VIF, by id."""
    from dxnet.checks import rules  # noqa: F401 (registers the rules)

    ends: dict[str, End] = {}
    errors: dict[str, Verdict] = {}
    for vif in estate.vifs:
        try:
            ends[vif.id] = End.of(vif, settings)
        except DxnetError as error:
            errors[vif.id] = Verdict(Status.ERROR, error=error)
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in engine.run(estate, ends.keys(), ends):
        findings[finding.vif_id].append(finding)
    return {vif_id: Verdict.of(found) for vif_id, found in findings.items()} | errors


@dataclass(frozen=True, slots=True)
class Configuration:
    """A masked configuration, or why there is none: the findings that stop it, or an error."""

    vif_id: str
    text: str = ""
    comment: str = ""
    file_name: str = ""
    refusals: tuple[Finding, ...] = ()
    error: DxnetError | None = None


def configuration(estate: Estate, vif: Vif, settings: Settings, verdict: Verdict) -> Configuration:
    """The VIF's masked configuration on the platform that the settings choose."""
    refusals = tuple(each for each in verdict.findings if each.status in STOPPING)
    if refusals:
        return Configuration(vif.id, refusals=refusals)
    try:
        return _rendered(estate, vif, settings)
    except DxnetError as error:
        return Configuration(vif.id, error=error)
    except Exception as error:  # a broken template must not end the session
        return Configuration(vif.id, error=_broken(vif, error))


def _broken(vif: Vif, error: Exception) -> DxnetError:
    """The kind of the exception; its text stays out, since it might quote a key."""
    return UsageError(
        f"rendering {vif.id} broke: {type(error).__name__}",
        hint=f"`dxnet --debug render-config {vif.id} --mask-key` says where",
    )


def _rendered(estate: Estate, vif: Vif, settings: Settings) -> Configuration:
    from dxnet import render

    end = End.of(vif, settings)
    if end.router is None or end.platform is None:
        table = "lags" if vif.connection_id.startswith("dxlag-") else "connections"
        raise UsageError(
            f"no platform is chosen for {vif.id}",
            hint=f"press p to choose one now; or write it into dxnet.toml, "
            f'[{table}.{vif.connection_id}] platform = "cisco_xe", and start again',
        )
    text = render.config(vif, end.router, end.platform, parent=estate.parent(vif), mask=True)
    name = f"{vif.id}-masked.{end.platform.extension.lstrip('.')}"
    return Configuration(vif.id, text, end.platform.comment, name)
