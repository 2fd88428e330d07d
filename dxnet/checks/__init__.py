"""The checks: `engine` runs them, `rules` registers them, and each subject has a module of them."""

from dxnet.checks import rules as rules
