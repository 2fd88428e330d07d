"""The Jinja2 environment, and the templates that dxnet ships."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import cache, reduce
from importlib import resources
from typing import TYPE_CHECKING, Any

from dxnet.errors import FaultError

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def text(slug: str, variables: Mapping[str, Any], kind: str = "config") -> str:
    """The platform's template with these variables; raises `DxnetError` for one it lacks."""
    import jinja2

    try:
        return template(slug, kind).render(variables)
    except jinja2.TemplateNotFound as error:
        raise FaultError(
            f"the platform {slug} lacks the template {error.name}",
            hint="its folder has platform.toml, config.j2, rollback.j2 and verify.j2",
        ) from error
    except jinja2.UndefinedError as error:
        raise FaultError(
            f"the {slug} template prints a value that there is not: {error.message}",
            hint="dxnet/render/context.py has the names that a template may print",
        ) from error


def template(slug: str, kind: str = "config") -> Template:
    """The platform's template of that kind; its own name is such as `shipped/<slug>/config.j2`."""
    return _environment().get_template(f"shipped/{slug}/{kind}.j2")


def options() -> dict[str, Any]:
    """What every environment has in common: the shipped templates, and how a text is written."""
    import jinja2

    return {
        "loader": jinja2.PrefixLoader({"shipped": jinja2.FunctionLoader(_read)}),
        "undefined": jinja2.StrictUndefined,
        "finalize": _present,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
        "autoescape": False,  # router configurations, not HTML
    }


@cache
def _environment() -> Environment:
    import jinja2

    return jinja2.Environment(**options())  # noqa: S701 (router configurations, not HTML)


def _read(name: str) -> str | None:
    found = reduce(operator.truediv, name.split("/"), resources.files("dxnet.templates"))
    return found.read_text("utf-8") if found.is_file() else None


def _present(value: Any) -> Any:
    """The value; raises `DxnetError` where a template would print a missing one."""
    if value is None:
        raise FaultError(
            "a template prints a value that is missing",
            hint="this is a fault of a template: report it with the platform's name",
        )
    return value
