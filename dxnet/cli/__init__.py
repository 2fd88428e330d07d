"""The command line: one module a command; arguments in, text out, an exit code."""


def main() -> None:
    """Run the command line."""
