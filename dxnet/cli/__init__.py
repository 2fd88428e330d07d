"""The command line: one module a command; arguments in, text out, an exit code."""

from dxnet.cli.entry import main, run

__all__ = ["main", "run"]
