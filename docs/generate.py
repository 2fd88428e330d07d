"""Writes what is made from the code: the reference pages, and the examples of the rules.

Run it as `python docs/generate.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path

from dxnet import parse, platforms
from dxnet.checks.engine import Rule
from dxnet.checks.rendered import Attempt, Rendered
from dxnet.checks.rules import RULES
from dxnet.columns import TYPES
from dxnet.control_plane import OPERATIONS
from dxnet.control_plane.service import missing_texts, required_states
from dxnet.control_plane.service.contract import operation_names
from dxnet.demo import estate
from dxnet.demo.rows import NOW
from dxnet.diagnose import TABLE, lookalikes
from dxnet.diagnose.column import CAUSE, CAUSE_ID
from dxnet.diagnose.document import word
from dxnet.grammar import GRAMMAR
from dxnet.inventory import CHECKS, LISTS
from dxnet.kinds import BY_LIST
from dxnet.model import Connection, Estate, Gateway, Lag, Parent, Vif
from dxnet.platforms import CAPABILITIES, Lint, Parser, Platform
from dxnet.settings import Circuits, Router
from dxnet.sources import demo

FOLDER = Path(__file__).parent
CASES = FOLDER.parent / "tests" / "rules"
API = "https://docs.aws.amazon.com/directconnect/latest/APIReference/"

SUBJECTS: Mapping[str, str] = {
    "0": "The run itself",
    "1": "VLAN",
    "2": "ASN",
    "3": "Peer addresses",
    "4": "BGP key",
    "5": "Prefixes",
    "6": "BGP session",
    "7": "Quotas",
    "8": "Redundancy and operation",
    "9": "Platform and router",
}
NEEDS: Mapping[object, str] = {
    Vif: "the VIF",
    Connection: "its connection",
    Parent: "its connection or LAG",
    Estate: "everything that the source holds",
    Lag: "the LAG",
    Gateway: "the gateway",
    Router: "its router in `dxnet.toml`",
    Circuits: "all that its router carries",
    Platform: "its platform",
    Lint: "how its platform writes things",
    Parser: "its platform's own parser",
    Attempt: "its configuration, rendered",
    Rendered: "its configuration, rendered",
}
PROOFS: Mapping[str, str] = {
    "device": "read by a device of the platform",
    "daemon": "run by the platform's own daemon",
    "parser": "read by the platform's own parser",
    "schema": "checked against the platform's schema",
    "unverified": "written from manuals; no parser or device has read it",
}


def _page(title: str, *paragraphs: Iterable[str]) -> str:
    """Markdown: the title, then each paragraph's lines, a blank line between them."""
    blocks = [f"# {title}", "<!-- Made by docs/generate.py from the code: edit that. -->"]
    blocks += ["\n".join(lines) for lines in paragraphs]
    return "\n\n".join(blocks) + "\n"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    header = list(header)
    for row in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _code(text: str) -> str:
    """The text as Markdown code, whatever characters it holds."""
    shown = repr(text)[1:-1] if not text.isprintable() else text
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def rules() -> str:
    """The manual page of every check, by subject."""
    intro = [
        "What `dxnet validate` checks. A rule that finds nothing is a PASS. What it finds has the",
        "rule's severity: FAIL, it can't work; WARN, it may be intended; MANUAL, a person must",
        'look. To accept a finding, name its rule and your reason: `--accept DX305="CHG0012345"`.',
        "`dxnet rules DX305` prints one section of this page.",
    ]
    sentences = example_sentences()
    sections: list[list[str]] = []
    for digit, subject in SUBJECTS.items():
        of_subject = [RULES[rule_id] for rule_id in sorted(RULES) if rule_id[2] == digit]
        if of_subject:
            sections.append([f"## {subject}"])
            sections += [list(_rule(rule, sentences.get(rule.id, ""))) for rule in of_subject]
    return _page("Rules", intro, *sections)


def _rule(rule: Rule, example: str) -> Iterator[str]:
    looks_at = " and ".join(NEEDS[need] for need in rule.needs) or "the acceptances of the run"
    docstring = rule.function.__doc__ if rule.function else None
    reported = (docstring or "Report an acceptance that matches no finding.").split("\n\n")[0]
    scope = f" It does not apply when {rule.only.otherwise}." if rule.only else ""
    yield from (f"### {rule.id} · {rule.title}", "")
    yield reported.replace("Report ", "Reports ", 1)
    yield from (f"It looks at {looks_at}.{scope} Severity: **{rule.severity}**.", "")
    yield f"- **Why it matters**: {rule.why}"
    yield f"- **What to do**: {rule.fix}"
    if example:
        yield f"- **Example**: {_code(example)}"
    if rule.source is not None:
        yield f"- **Source**: <{rule.source.url}>, read {rule.source.read}"


def example_sentences() -> dict[str, str]:
    """What each rule says in its first case that finds something, by rule id."""
    sentences: dict[str, str] = {}
    for path in sorted(CASES.glob("DX*/*.json")):
        rule_id = path.parent.name
        expected = json.loads(path.read_text("utf-8"))["expect"].values()
        said = [words for findings in expected for words in findings]
        for status, *detail in said:
            if status == RULES[rule_id].severity:
                sentences.setdefault(rule_id, *detail)
    return sentences


def examples() -> str:
    """The examples that `dxnet rules` prints, as TOML."""
    lines = (f"{name} = {json.dumps(text)}" for name, text in example_sentences().items())
    return (
        "# Made by docs/generate.py from tests/rules: edit the cases.\n" + "\n".join(lines) + "\n"
    )


def platform_page() -> str:
    """The page of every platform: the table of capabilities, then one section each."""
    known = platforms.all_platforms()
    intro = [
        "The network systems that `dxnet render-config` writes for. `dxnet platforms` lists them.",
        "The proof says what has read the rendered text; if nothing has, its header says so.",
    ]
    proofs = [f"- **{name}**: {meaning}" for name, meaning in PROOFS.items()]
    capabilities = [f"- **{name}**: {meaning}" for name, meaning in CAPABILITIES.items()]
    rows = (
        [f"[{each.slug}](#{each.slug})", each.name, each.proof.status]
        + ["yes" if each.can(name) else "no" for name in CAPABILITIES]
        for each in known
    )
    table = _table(["slug", "name", "proof", *CAPABILITIES], rows)
    sections = (list(_platform(each)) for each in known)
    return _page("Platforms", intro, proofs, capabilities, table, *sections)


def _platform(each: Platform) -> Iterator[str]:
    proof = ", ".join(filter(None, (each.proof.status, each.proof.by, each.proof.date)))
    yield from (f"## {each.slug}", "", f"{each.name}, {each.versions}.", "")
    yield f"- **Proof**: {proof}"
    yield f"- **Also known as**: {', '.join(map(_code, each.aliases)) or 'nothing else'}"
    yield f"- **Example interface**: {_code(each.interface)}, on a LAG {_code(each.lag_interface)}"
    yield f"- **Key**: {'; '.join(_key_rules(each))}"
    if each.parser is not None:
        command = _code(" ".join(each.parser.command))
        yield f"- **Own parser**: {command}, run by `dxnet validate` (DX990). {each.parser.install}"
    for limit in each.limits:
        yield f"- **Limit**: {limit}"


def _key_rules(each: Platform) -> Iterator[str]:
    key = each.key
    yield f"at most {key.max_length} characters"
    yield f"between {_code(key.quote)} and {_code(key.quote)}" if key.quote else "not quoted"
    for character, written in sorted(key.escape.items()):
        yield f"{_code(character)} written {_code(written)}"
    if key.refused:
        names = ["a space" if character == " " else _code(character) for character in key.refused]
        yield f"refused: {', '.join(names)}"
    for refused in key.refused_patterns:
        yield f"refused when {refused.reason}"
    if key.typed:
        yield f"typed with Ctrl-V before it: {', '.join(map(_code, key.typed))}"


def demo_page() -> str:
    """The page of the demo estate's deliberate faults, and of what doesn't work in it."""
    parsed = parse.estate(demo.read())
    objects: tuple[Vif | Lag | Connection | Gateway, ...] = (
        *parsed.vifs,
        *parsed.lags,
        *parsed.connections,
        *parsed.gateways,
    )
    names = {item.id: item.name for item in objects}
    faults = estate.faults()
    intro = [
        f"`--demo` reads an invented estate of {len(parsed.vifs)} VIFs. {len(faults)} objects have",
        "faults, made on purpose so that every rule finds something. All the others are sound.",
    ]
    rows = (
        [f"`{object_id}`", _code(names[object_id]), _link(rule_id), why]
        for object_id, reasons in sorted(faults.items())
        for rule_id, why in reasons.items()
    )
    states = [
        "Drawn right is not the same as working. Each of these VIFs shows one cause for which",
        "a VIF isn't simply up; connections are listed where they have no VIF. It was read at",
        f"{NOW}, when a failover test is running.",
    ]
    shown = (
        [f"`{object_id}`", _code(names[object_id]), f"[`{cause}`](causes.md)"]
        for object_id, cause in sorted(estate.causes().items(), key=itemgetter(1, 0))
    )
    return _page(
        "The demo's faults",
        intro,
        _table(["object", "name", "rule", "why"], rows),
        ["## What does not work"],
        states,
        _table(["object", "name", "cause"], shown),
    )


def causes_page() -> str:
    """The page of every cause that `dxnet status` names, and of what a router's answers mean."""
    intro = [
        "What `dxnet status` and `dxnet diagnose` say of a VIF; see [diagnose.md](diagnose.md).",
        "The rows are tried in this order for each BGP peer, and the first that matches names it.",
    ]
    causes = (
        [f"`{row.id}`", word(row.standing), str(row.rung), f"{row.title} ([source]({row.source}))"]
        for row in TABLE
    )
    router = [
        "A session that is down while AWS's end is sound looks the same from AWS for many causes.",
        "These are the questions to the router, in order, and what each answer means.",
    ]
    answers = (
        [stage.name, seen, f"`{cause}`", lookalikes.meanings()[cause]]
        for stage in lookalikes.stages()
        for seen, cause in stage.answers
    )
    return _page(
        "Causes",
        intro,
        _table(["cause", "standing", "rung", "in words"], causes),
        ["## What the router says"],
        router,
        _table(["ask", "answer", "cause", "then it is"], answers),
    )


def operations_page() -> str:
    """The page of every operation of the API, and whether the control plane serves it."""
    names = operation_names()
    intro = [
        f"The Direct Connect API has {len(names)} operations in botocore's model, of which",
        f"`dxnet simulate` and planned changes know {len(OPERATIONS)}. One that is not served",
        "says so by name.",
    ]
    rows = (
        [f"[{name}]({API}API_{name}.html)", "yes" if name in OPERATIONS else "no", _effect(name)]
        for name in names
    )
    return _page("Operations", intro, _table(["operation", "served", "what it does"], rows))


def required_states_page() -> str:
    """The page of the states that each operation needs, with AWS's refusal and its source."""
    intro = [
        "The states that the objects in a request must have, and what AWS answers otherwise.",
        "`dxnet simulate` refuses such a request; a planned change says that it waits where the",
        "object will come there by itself. Where nobody has written down what AWS does, the row",
        "follows another operation's: by analogy.",
    ]
    down = [
        "`down` is taken wherever `available` is asked of a port or VIF: it has been handed over,",
        "and public reports of the refusal are about `requested` and `pending` alone.",
    ]
    rows = (
        [
            f"[{need.operation}]({API}API_{need.operation}.html)",
            _code(need.parameter),
            ", ".join(BY_LIST[kind].singular for kind in need.kinds),
            ", ".join(need.states) or "any, unless it is deleted",
            ", ".join(map(_code, need.given)) or "always",
            _code(need.refusal) if need.refusal else "as not found",
            _source(need.source),
        ]
        for needs in required_states.NEEDS.values()
        for need in needs
    )
    header = ["operation", "parameter", "names a", "needs", "asked for", "refusal", "source"]
    none = [
        "Nothing is asked by "
        + ", ".join(f"[{name}]({API}API_{name}.html)" for name in required_states.NEEDLESS)
        + ", nor by the operations that only read."
    ]
    unknown = [
        "What AWS answers for an id that names nothing of the caller's, operation by operation."
    ]
    texts = (
        [
            row.operation or "every other one",
            BY_LIST[row.kind].singular,
            _code(row.text),
            _source(row.source),
        ]
        for row in missing_texts.TEXTS
    )
    text_table = _table(["operation", "names a", "refusal", "source"], texts)
    return _page("Required states", intro, down, _table(header, rows), none, unknown, text_table)


def filter_page() -> str:
    """The page of the filter's grammar, and of the fields of each list."""
    intro = [
        "`dxnet list --filter` and `/` in `dxnet tui` take one grammar, over the values of a row",
        "and not over the text of a table. All terms of a filter must match. What doesn't fit a",
        "field is refused with what fits.",
    ]
    examples = ([_code(example), meaning] for example, meaning in GRAMMAR)
    notes = [
        "An alternative after `|` takes the field of the one before it, unless it has its own.",
        "Letters match in any case. A field with nothing after `:` lets every row through;",
        "`field=` finds the rows whose value is absent, `field!=x` those whose value is another.",
        "A word without a field is looked for in every field of the row, names of parents and",
        "gateways included; from AWS, `dxnet list` then reads those too.",
        "`cause` is worked out, and its column shown, only where a filter or --sort names it.",
    ]
    types = (
        [type_.noun, _code(type_.usage.replace("{}", "field")), ", ".join(map(_code, type_.tests))]
        for type_ in (*TYPES, CAUSE_ID)
    )
    lists = [
        [
            f"## {word}",
            "",
            *_table(["field", "is"], ([_code(each.name), each.type.noun] for each in columns)),
        ]
        for word, listing in LISTS.items()
        if (columns := (*listing.columns, *([CHECKS, CAUSE] if word == "vifs" else [])))
    ]
    fields = [
        "The fields of each list follow; they are its columns in JSON, YAML and CSV, too. Only",
        "`addr`, which is both ends' addresses, `checks`, which the TUI has, and `cause` are not.",
    ]
    return _page(
        "Filters",
        intro,
        _table(["filter", "lets through"], examples),
        notes,
        ["## What each type of field takes"],
        _table(["a field that is", "takes", "operators"], types),
        ["## Fields"],
        fields,
        *(["#" + lines[0], *lines[1:]] for lines in lists),
    )


def _source(source: str) -> str:
    return f"[source]({source})" if source.startswith("https://") else source


def _effect(name: str) -> str:
    """The first sentence of what serves the operation."""
    served = OPERATIONS.get(name)
    return "" if served is None else " ".join((served.__doc__ or "").split())


def _link(rule_id: str) -> str:
    return f"[{rule_id}](rules.md#{_anchor(RULES[rule_id])})"


def _anchor(each: Rule) -> str:
    """The anchor that GitHub gives the rule's heading."""
    heading = f"{each.id} · {each.title}".lower()
    kept = "".join(letter for letter in heading if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


PAGES: Mapping[str, Callable[[], str]] = {
    "rules.md": rules,
    "../dxnet/checks/examples.toml": examples,
    "platforms.md": platform_page,
    "demo.md": demo_page,
    "filter.md": filter_page,
    "causes.md": causes_page,
    "operations.md": operations_page,
    "required-states.md": required_states_page,
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")
