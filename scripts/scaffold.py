"""Writes the skeleton of a new rule or platform, for contributors; what is left is the thinking.

    python scripts/scaffold.py rule DX104 "The VLAN is not the native VLAN"
    python scripts/scaffold.py platform aruba_aoscx --from cisco_xe

Each TODO that it writes turns a test red until it is replaced.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
STUB = '''

@rule(
    "{id}",
    "{title}",
    why="TODO: what happens on the network otherwise",
    fix="TODO: what to do",
    source=None,  # TODO: a page from dxnet/limits.py; only DX0xx and DX9xx may have None
)
def {name}(vif: Vif) -> Iterator[str]:
    """TODO: Report what is wrong."""
    yield from ()
'''
RULE_STEPS = """\
{module}
    Write why, fix, source (a page in dxnet/limits.py) and the function. Its parameters' types say
    what it looks at: Vif, Parent, Connection, Router, Platform or Estate.
{cases}
    sound.json passes; in wrong.json say what is wrong with the VIF, and the exact sentence.
dxnet/demo
    Give one row of a site the fault, and say so in the row: faults={{"{id}": "the reason"}}

Then: python docs/generate.py; python -m pytest tests/rules tests/checks tests/docs tests/cli
"""
PLATFORM_STEPS = """\
{folder}
    platform.toml: how the platform names, quotes and comments, and what its templates can do.
    config.j2, rollback.j2, verify.j2: the three texts. Keep the blocks and their order.
    `dxnet platforms check {folder}` names each fault with its file and line.
tests/running/edits.toml, and SECRETS in tests/running/test_secrets.py
    What `dxnet compare` must notice on the platform, and which of its lines hold secrets.

Then run this, and read the goldens that it writes as you would read code:
  DXNET_UPDATE_GOLDENS=1 python -m pytest tests/render tests/platforms; python docs/generate.py
"""


def new_rule(root: Path, rule_id: str, title: str) -> str:
    """Add the stub to the module with the nearest lower rule id, and two cases; return the rest."""
    if not re.fullmatch(r"DX\d{3}", rule_id):
        raise SystemExit(f"{rule_id!r} is not a rule id such as DX104")
    modules = {
        number: path
        for path in (root / "dxnet" / "checks").glob("*.py")
        for number in re.findall(r'^@rule\(\s*"(DX\d{3})"', path.read_text("utf-8"), re.MULTILINE)
    }
    if rule_id in modules:
        raise SystemExit(f"{rule_id} is in {modules[rule_id].relative_to(root)} already")
    lower = [number for number in modules if number[:3] == rule_id[:3] and number < rule_id]
    if not lower:
        raise SystemExit(f"no rule {rule_id[:3]}xx comes before {rule_id}: write it by hand")
    module, cases = modules[max(lower)], root / "tests" / "rules" / rule_id
    name = re.sub(r"\W+", "_", title.lower()).strip("_")
    with module.open("a", encoding="utf-8") as file:
        file.write(STUB.format(id=rule_id, title=title.replace('"', "'"), name=name))
    cases.mkdir(parents=True)
    for stem, words in (("sound", ["PASS"]), ("wrong", ["FAIL", "TODO: the sentence"])):
        case = {"virtualInterfaces": [{}], "expect": {"dxvif-ffaaaaa1": [words]}}
        (cases / f"{stem}.json").write_text(json.dumps(case, indent=1) + "\n", "utf-8")
    module, cases = module.relative_to(root), cases.relative_to(root)
    return RULE_STEPS.format(module=module, cases=cases, id=rule_id)


def new_platform(root: Path, slug: str, nearest: str) -> str:
    """Copy the nearest platform's folder without what is its own; return what is left to do."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise SystemExit(f"{slug!r} is not a slug such as cisco_xe")
    folder, model = root / "templates" / slug, root / "templates" / nearest
    if folder.exists():
        raise SystemExit(f"{folder.relative_to(root)} is there already")
    if not (model / "platform.toml").is_file():
        raise SystemExit(f"there is no platform {nearest!r} in templates/")
    shutil.copytree(model, folder)
    toml = folder / "platform.toml"
    text = toml.read_text("utf-8")
    for pattern, written in (
        (r'\Aname = ".*"', f'name = "TODO {slug}"'),
        (r'^versions = ".*"', 'versions = "TODO"'),
        (r"^aliases = \[[^\]]*\]", "aliases = []"),
        (r"^limits = \[(.|\n)*?\]$", "limits = []"),
    ):
        text = re.sub(pattern, written, text, count=1, flags=re.MULTILINE)
    toml.write_text(text, "utf-8")
    return PLATFORM_STEPS.format(folder=folder.relative_to(root))


def main() -> None:
    """Write what the command line names, and say what is left to do."""
    parser = argparse.ArgumentParser(description="Write the skeleton of a new rule or platform.")
    kinds = parser.add_subparsers(dest="kind", required=True)
    rule = kinds.add_parser("rule", help="a function in dxnet/checks and its cases")
    rule.add_argument("id", metavar="DXnnn")
    rule.add_argument("title", help='what must be true: "The VLAN is 1 to 4094"')
    platform = kinds.add_parser("platform", help="a folder in templates/")
    platform.add_argument("slug")
    platform.add_argument("--from", dest="nearest", required=True, help="the most similar platform")
    options = parser.parse_args()
    if options.kind == "rule":
        sys.stdout.write(new_rule(ROOT, options.id, options.title))
    else:
        sys.stdout.write(new_platform(ROOT, options.slug, options.nearest))


if __name__ == "__main__":
    main()
