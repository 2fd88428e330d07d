"""The checks: `engine` runs them, one module a subject holds them, `rules` registers them all."""

from dxnet.checks import rules as rules
