"""What is drawn or said: other people's text made harmless, and no key of the run in it."""

from __future__ import annotations

from dxnet import escape
from dxnet.secrets import guard


def for_terminal(text: object) -> str:
    """The text with its keys masked, and then as `dxnet.escape.for_terminal` writes it.

    It is masked before it is cut or wrapped, where half a key would be left.
    """
    return escape.for_terminal(guard().mask(str(text)))
