"""The customer's end of a VIF, and with it all that a rule about the VIF can look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxnet import platforms
from dxnet.checks.rendered import Attempt, Rendered, Renderer, attempt
from dxnet.model import Connection, Estate, Parent, Vif
from dxnet.platforms import Lint, Parser, Platform
from dxnet.settings import Router, Settings

_NO_PLATFORM = "no platform is chosen for this VIF"
_NO_PARSER = "parsers run for VIFs that are named, or with --parser"


@dataclass(frozen=True, slots=True)
class End:
    """The customer's end of a VIF; None for what nobody has said.

    `render` makes its configuration, None where the rules about it need not run; `run_parser`
    lets the platform's own parser read it, which is a process for each VIF.
    """

    router: Router | None = None
    platform: Platform | None = None
    render: Renderer | None = None
    run_parser: bool = False

    @classmethod
    def of(
        cls,
        vif: Vif,
        settings: Settings,
        render: Renderer | None = None,
        *,
        run_parser: bool = False,
    ) -> End:
        """The end that the settings describe; without a platform, no end at all."""
        router = settings.router_for(vif)
        if not router.platform:
            return cls()
        return cls(router, platforms.get(router.platform), render, run_parser)

    @property
    def lint(self) -> Lint | str:
        """How the platform's configuration is read; a text says why it can't be."""
        if self.platform is None:
            return _NO_PLATFORM
        return self.platform.lint or f"{self.platform.slug} has no [lint] in its platform.toml"

    @property
    def parser(self) -> Parser | str:
        """The parser to run; a text says why there is none."""
        if self.platform is None:
            return _NO_PLATFORM
        if self.platform.parser is None:
            return f"{self.platform.slug} has no parser that runs without a device"
        return self.platform.parser if self.run_parser else _NO_PARSER

    def attempt(self, vif: Vif, parent: Parent | None) -> Attempt | str:
        """What comes of rendering the VIF; a text says why it isn't tried."""
        if not vif.is_live:
            return f"the VIF is {vif.state}"
        if self.router is None or self.platform is None:
            return _NO_PLATFORM
        if self.render is None:
            return "nothing was rendered; `dxnet validate` does it"
        return attempt(vif, self.router, self.platform, parent, self.render)

    def around(self, vif: Vif, estate: Estate) -> Mapping[object, object]:
        """What a rule's parameter stands for, by its type; a text says why there is nothing."""
        parent = estate.parent(vif)
        absent = f"the source doesn't hold {vif.connection_id or 'its connection'}"
        connection = (
            parent if isinstance(parent, Connection) else f"{vif.connection_id} is not a connection"
        )
        tried = self.attempt(vif, parent)
        rendered = tried.rendered if isinstance(tried, Attempt) else tried
        return {
            Vif: vif,
            Parent: parent or absent,
            Connection: connection if parent else absent,
            Router: self.router or "no router is described for this VIF in dxnet.toml",
            Platform: self.platform or _NO_PLATFORM,
            Lint: self.lint,
            Parser: self.parser,
            Attempt: tried,
            Rendered: rendered or "the configuration can't be rendered",
        }
