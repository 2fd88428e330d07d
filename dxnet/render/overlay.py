"""A site's own templates, in a folder of theirs, laid over those that dxnet ships.

`FOLDER/<platform>/config.j2` starts with `{% extends "shipped/<platform>/config.j2" %}` and has
blocks of the same names; rollback.j2 and verify.j2 likewise. What the folder lacks is dxnet's.
They run in a sandbox, and every fault is an error with the file and the line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.model import MASK
from dxnet.render import environment, names

if TYPE_CHECKING:
    from jinja2 import Template, TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

KINDS = ("config", "rollback", "verify")
BLOCKS = ("header", "interface", "filters", "bgp", "advertise")

_SEE = "`dxnet templates context ID` shows what a template can print"


def text(folder: str, slug: str, kind: str, variables: Mapping[str, Any]) -> str | None:
    """The platform's text as the folder's template has it; None where the folder has none.

    Raises `DxnetError` with the file, the line and the nearest known name for a faulty template.
    """
    import jinja2

    if not Path(folder).is_dir():
        raise UsageError(
            f"there is no folder {folder} of templates", hint="set templates in dxnet.toml"
        )
    file = Path(folder) / slug / f"{kind}.j2"
    if not file.is_file():
        return None
    _refuse_unknown_blocks(file)
    try:
        return _template(folder, slug, kind).render(variables)
    except jinja2.TemplateSyntaxError as error:
        raise _misspelt(error, folder, file) from None
    except jinja2.TemplateError as error:
        raise _faulty(error, error.message or "", folder, file, variables) from None
    except DxnetError as error:
        raise UsageError(f"{_place(error, folder, file)}: {error.message}", hint=_SEE) from None
    except Exception as error:  # whatever a template can do wrong; the words might quote a key
        raise UsageError(
            f"{_place(error, folder, file)}: the template broke with {type(error).__name__}",
            hint=_SEE,
        ) from None


def _template(folder: str, slug: str, kind: str) -> Template:
    return _environment(folder).get_template(f"{slug}/{kind}.j2")


@cache
def _environment(folder: str) -> SandboxedEnvironment:
    from jinja2 import ChoiceLoader, FileSystemLoader
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    options = environment.options()
    loader = ChoiceLoader([options.pop("loader"), FileSystemLoader(folder)])
    return ImmutableSandboxedEnvironment(loader=loader, **options)


def _refuse_unknown_blocks(file: Path) -> None:
    """Raise `DxnetError` for a block that the shipped templates lack: it would never be seen."""
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1):
        for name in re.findall(r"\{%[-+]?\s*block\s+(\w+)", line):
            if name not in BLOCKS:
                raise UsageError(
                    f"{file}:{number}: no template that dxnet ships has a block {name}",
                    hint=did_you_mean(name, BLOCKS) or f"the blocks are {', '.join(BLOCKS)}",
                )


def _misspelt(error: TemplateSyntaxError, folder: str, file: Path) -> DxnetError:
    known = {*_environment(folder).filters, *_environment(folder).tests, *names.TAGS}
    message = (error.message or "").rstrip(".").split(". ")[0]
    return UsageError(
        f"{error.filename or file}:{error.lineno}: {message[:1].lower()}{message[1:]}",
        hint=_nearest_quoted(message, known) or "https://jinja.palletsprojects.com/templates/",
    )


def _faulty(
    error: Exception, message: str, folder: str, file: Path, variables: Mapping[str, Any]
) -> DxnetError:
    """What the template asked for, and what it may have meant."""
    import jinja2

    for peer in variables["peers"]:
        message = message.replace(peer.key, MASK)
    if isinstance(error, jinja2.TemplateNotFound):
        own = [str(each.relative_to(folder)) for each in sorted(Path(folder).rglob("*.j2"))]
        known: Iterable[str] = own + names.shipped()
        return UsageError(
            f"{_place(error, folder, file)}: there is no template {message}",
            hint=did_you_mean(message, known) or f"dxnet's are such as {names.shipped()[0]}",
        )
    if message.startswith("'None'"):
        hint = "it is missing on this VIF: ask for it with {% if %} first"
        return UsageError(f"{_place(error, folder, file)}: {message}", hint=hint)
    known = names.near(message, variables)
    plain = re.sub(r"'(?:\w+\.)*(\w+) object'", r"\1", message)
    hint = _nearest_quoted(plain, known) or _SEE
    return UsageError(f"{_place(error, folder, file)}: {plain}", hint=hint)


def _nearest_quoted(message: str, known: Iterable[str]) -> str:
    """The known names nearest to the last one that the message quotes."""
    quoted = re.findall(r"'(\w+)'", message)
    return did_you_mean(quoted[-1], known) if quoted else ""


def _place(error: Exception, folder: str, file: Path) -> str:
    """The line of the site's templates where the error came up; the file alone if in none."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [each for each in frames if Path(each.filename).is_relative_to(folder)]
    return f"{lines[-1].filename}:{lines[-1].lineno}" if lines else str(file)
