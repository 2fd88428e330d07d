"""The checks: `engine` runs them, one module a subject holds them."""
