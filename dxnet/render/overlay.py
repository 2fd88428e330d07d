"""A site's own templates, in a folder of theirs, laid over those that dxnet ships.

`FOLDER/<platform>/config.j2` starts with `{% extends "shipped/<platform>/config.j2" %}` and has
blocks of the same names; rollback.j2 and verify.j2 likewise. What the folder lacks is dxnet's.
They run in a sandbox, see `bounded`, and every fault is an error with the file and the line.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dxnet import files
from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.model import MASK
from dxnet.render import environment, names

if TYPE_CHECKING:
    from jinja2 import TemplateSyntaxError

    from dxnet.render.bounded import BoundedEnvironment

KINDS = ("config", "rollback", "verify")
BLOCKS = ("header", "interface", "filters", "bgp", "advertise")

_FILE_HINT = "put a file there, or take the name away: then dxnet's own template is used"
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
    if _source(Path(folder), f"{slug}/{kind}.j2") is None:
        return None
    _refuse_unknown_blocks(file)
    try:
        return _rendered(folder, slug, kind, variables)
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


def _rendered(folder: str, slug: str, kind: str, variables: Mapping[str, Any]) -> str:
    """The template's text; raises `UsageError` for more of it than `bounded.LARGEST`."""
    from dxnet.render import bounded

    parts, size = [], 0
    with bounded.account():
        for part in _environment(folder).get_template(f"{slug}/{kind}.j2").generate(variables):
            size += len(part)
            if size > bounded.LARGEST:
                raise UsageError(f"the text has more than {bounded.LARGEST} characters", hint=_SEE)
            parts.append(part)
    return "".join(parts)


@cache
def _environment(folder: str) -> BoundedEnvironment:
    from jinja2 import ChoiceLoader, FunctionLoader

    from dxnet.render.bounded import BoundedEnvironment

    options = environment.options()
    site = FunctionLoader(partial(_loaded, Path(folder)))
    loader = ChoiceLoader([options.pop("loader"), site])
    return BoundedEnvironment(loader=loader, **options)


def _loaded(folder: Path, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """The template as Jinja2 loads it: its text, its path, and whether it is still the same."""
    text = _source(folder, name)
    return (
        None if text is None else (text, str(folder / name), lambda: _is_still(text, folder, name))
    )


def _is_still(text: str, folder: Path, name: str) -> bool:
    return _source(folder, name) == text


def _source(folder: Path, name: str) -> str | None:
    """The text of a file of the folder; None where nothing has its name.

    Raises `UsageError` for what has the name but is not a file inside the folder that can be read:
    dxnet's own template in its place would lack what the site has added.
    """
    if any(part in ("", ".", "..") for part in name.split("/")) or "\\" in name:
        return None
    file = folder / name
    if os.path.lexists(file.parent) and not file.parent.is_dir():
        raise UsageError(f"{file.parent} is not a folder", hint=_FILE_HINT)
    if not os.path.lexists(file):
        return None
    if not file.is_file():
        what = "is a link to nothing" if file.is_symlink() else "is not a file"
        raise UsageError(f"{file} {what}", hint=_FILE_HINT)
    if not file.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{file} is a link out of {folder}", hint=_FILE_HINT)
    try:
        return files.read(file, files.SETTINGS_LIMIT).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"can't read {file}: {reason}", hint=_FILE_HINT) from None


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
