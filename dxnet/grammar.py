"""The grammar of filters in examples: `dxnet list --help`, the TUI's help and docs/filter.md."""

GRAMMAR: tuple[tuple[str, str], ...] = (
    ("core 101", "every word is somewhere in the row, in any case"),
    ("state:down", "the field holds the text"),
    ("type=public", "the field is exactly the text; vlan= is one that is absent"),
    ("state:down|pending", "one of the two"),
    ("!core !state:available", "not so"),
    ("vlan:100-199 asn>64512", "a number, a range, or a comparison: < <= > >="),
    ("bgp:down", "any session is down; up: all are; part: some but not all"),
    ("addr:169.254.96.0/24", "any address of either end is in the prefix"),
    ("tag.site:fra", "the tag of that key holds the text"),
    ("gateway:core", "the id or the name of the gateway; connection: likewise"),
    ('name:"core blue"', "quotes keep blanks, | and : in a word"),
    ("checks:fail", "the gravest status of the checks (in the TUI, which runs them)"),
)
"""An example and what it lets through; the terms of a filter must all match."""
