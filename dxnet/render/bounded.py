"""The sandbox of a site's templates, in which a render ends soon and stays small.

Everything that can repeat itself is charged to one account: the steps of loops, calls, filters and
what is printed. Everything that makes a text larger than what it was made of is looked at before
it runs. No signal and no thread is needed, so it is the same on every system.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from dxnet.errors import UsageError

# A VIF with 1,000 prefixes takes some 10,000 steps on the longest template that dxnet ships.
STEPS = 500_000
# The most characters of a text and items of a list that a template makes.
LARGEST = 1_000_000
_WIDEST = 1000  # columns, or parts of a list
_MOST_BITS = 4096
_CHARACTERS_A_STEP = 64
_STEPS_A_FILE = 200

_COUNTED, _SIZED = "dxnet counted", "dxnet sized"
_WITH_WIDTH = frozenset({"batch", "center", "indent", "slice", "tojson", "truncate", "wordwrap"})
_PADDING = frozenset({"center", "expandtabs", "ljust", "rjust", "zfill"})
_WIDE_FORMAT = re.compile(r"\d{4}|\*|[:!][^{}]*\{")
_LEFT: ContextVar[list[int]] = ContextVar("dxnet.steps")


@contextmanager
def account() -> Iterator[None]:
    """Give what is rendered inside its `STEPS`."""
    token = _LEFT.set([STEPS])
    try:
        yield
    finally:
        _LEFT.reset(token)


def charge(steps: int) -> None:
    """Take the steps from the account; raises `UsageError` where it is used up."""
    left = _LEFT.get()
    left[0] -= steps
    if left[0] < 0:
        raise UsageError(
            f"the template takes more than {STEPS} steps", hint="loop over fewer values"
        )


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, bounded; its templates are rendered inside `account`."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, *, finalize: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(finalize=functools.partial(_printed, finalize), **options)
        del self.globals["lipsum"]
        self.filters = {name: _bounded(name, each) for name, each in self.filters.items()}
        self.filters |= {_COUNTED: _counted, _SIZED: _sized}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        bounded: nodes.Template = _Bounds().visit(tree).set_environment(self)
        return bounded

    def get_template(self, *args: Any, **rest: Any) -> Any:
        """The template, which an `include` in a loop asks for each time, and reads the file of."""
        charge(_STEPS_A_FILE)
        return super().get_template(*args, **rest)

    def call(  # the names are Jinja2's, which keeps them from those of a template's arguments
        __self,  # noqa: N805
        __context: Context,
        __obj: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Call what the template calls; raises `UsageError` for what would make too much."""
        holder, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        charge(1)
        if name in _PADDING:
            _refuse_widths(args, kwargs)
        if name in ("format", "format_map"):
            _refuse_format(getattr(getattr(__obj, "__wrapped__", None), "__self__", ""))
        if isinstance(holder, str):
            _refuse_growth(name, holder, args)
        return _sized(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of an operator; raises `UsageError` for what would make too much."""
        if operator == "%" and isinstance(left, str):
            _refuse_format(left)
        elif operator == "**":
            _need(_bits(left) * abs(int(right)), _MOST_BITS)
        elif operator == "*":
            _need(_length(left) * _times(right) + _length(right) * _times(left))
            _need(_bits(left) + _bits(right), _MOST_BITS)
        return _sized(super().call_binop(context, operator, left, right))


class _Bounds(NodeTransformer):
    """Counts the steps of each loop, and looks at what `~` makes."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 (Jinja2's name)
        """Let the loop run over counted items."""
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _COUNTED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 (Jinja2's name)
        """Let the text be looked at."""
        self.generic_visit(node)
        return _filtered(node, _SIZED)


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _printed(finalize: Callable[[Any], Any], value: Any) -> Any:
    charge(1 + _length(value))
    return finalize(value)


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    """The items, a step each."""
    for item in items:
        charge(1)
        yield item


def _sized(value: Any) -> Any:
    """The value, its size charged; an iterator's items are charged as they come."""
    if isinstance(value, Iterator):
        return _counted(value)
    _need(_length(value))
    charge(_length(value) // (_CHARACTERS_A_STEP if isinstance(value, str) else 1))
    return value


def _bounded(name: str, apply: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, within the bounds."""
    offset = 1 if hasattr(apply, "jinja_pass_arg") else 0

    @functools.wraps(apply)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        charge(1)
        value, rest = args[offset], args[offset + 1 :]
        if name in _WITH_WIDTH:
            _refuse_widths(rest, kwargs)
        if name == "format":
            _refuse_format(str(value))
        if name == "join":
            value = list(_sized(value))
            separator = str((*rest, kwargs.get("d", ""))[0])
            _refuse_growth(name, separator, (value,))
        elif name == "replace":
            _refuse_growth(name, str(value), (*rest, *kwargs.values()))
        else:
            value = _sized(value)
        return _sized(apply(*args[:offset], value, *rest, **kwargs))

    return bounded


def _refuse_growth(method: str, text: str, args: tuple[Any, ...]) -> None:
    """Raise `UsageError` for a `replace`, `join` or `translate` that may make too large a text."""
    if method == "replace":
        _need(len(text) * max((len(str(each)) for each in args), default=1))
    elif method == "join" and args and isinstance(args[0], str | list | tuple):
        _need(len(text) * len(args[0]) + sum(map(_length, args[0])))
    elif method == "translate":
        table = args[0] if args and isinstance(args[0], Mapping) else {}
        _need(len(text) * max((_length(each) for each in table.values()), default=1))


def _refuse_widths(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    for value in (*args, *kwargs.values()):
        if isinstance(value, int):
            _need(abs(value), _WIDEST)


def _refuse_format(text: str) -> None:
    """Raise `UsageError` for a format with a width of four digits, or one that is a value."""
    if _WIDE_FORMAT.search(text):
        raise UsageError("a format's width is too large, or a value", hint="write it in digits")


def _need(size: int, most: int = LARGEST) -> None:
    if size > most:
        raise UsageError(f"a value would be larger than {most}", hint="make it of fewer parts")


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str | list | tuple | dict | range) else 0


def _times(value: Any) -> int:
    return max(value, 0) if isinstance(value, int) else 0


def _bits(value: Any) -> int:
    return value.bit_length() if isinstance(value, int) else 0
