"""Changes one operator or constant of the core at a time and tells which change no test notices.

    python tests/mutation.py --sample 40 --seed 1 addressing parse

It works on a copy of the checkout. A survivor is a missing test, or a line that is not needed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The tests of each part of the core, nearest first: the first that fails ends a mutant.
TESTS = {
    "addressing": ("core/test_addressing.py", "rules", "checks/test_overlap.py"),
    "parse": ("core/test_parse.py", "rules", "checks/test_demo.py", "control_plane"),
    "settings": ("core/test_settings.py", "overlays/test_settings.py", "cli/test_render_config.py"),
    "lookup": ("core/test_lookup.py", "cli/test_show.py", "cli/test_render_config.py"),
    "render": ("render", "checks/test_lint.py", "platforms"),
    "checks/engine": ("checks/test_engine.py", "rules", "cli/test_validate.py"),
}
FILES = {name: f"dxnet/{name}{'/*' if name == 'render' else ''}.py" for name in TESTS}
COPIED = ("dxnet", "templates", "tui", "tests", "docs", "pyproject.toml", "README.md")

PAIRS: tuple[tuple[type[ast.AST], type[ast.AST]], ...] = (
    (ast.Eq, ast.NotEq),
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn),
    (ast.And, ast.Or),
    (ast.Add, ast.Sub),
)
OTHER: dict[type[ast.AST], Any] = {a: b for pair in PAIRS for a, b in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module: how a person reads it, and the module's text with it."""

    path: Path
    name: str
    text: str


def variants(node: ast.expr) -> Iterator[ast.expr]:
    """What the expression might wrongly be."""
    if isinstance(node, ast.Compare) and (other := OTHER.get(type(node.ops[0]))):
        yield ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(OTHER[type(node.op)](), node.values)
        yield from node.values
    elif isinstance(node, ast.BinOp) and (other := OTHER.get(type(node.op))):
        yield ast.BinOp(node.left, other(), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)


def ignored(tree: ast.Module) -> set[ast.AST]:
    """What changes nothing at run time, and what Python 3.11 gives no true place: f-strings."""
    parts: list[ast.AST | None] = []
    for node in ast.walk(tree):
        parts += [getattr(node, "annotation", None), getattr(node, "returns", None)]
        parts += getattr(node, "decorator_list", [])
        parts += [node] if isinstance(node, ast.JoinedStr) else []
    return {node for part in parts if part for node in ast.walk(part)}


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change of one module."""
    data = path.read_bytes()
    starts = [0, *accumulate(len(line) for line in data.splitlines(keepends=True))]
    tree = ast.parse(data)
    skipped = ignored(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr) or node in skipped:
            continue
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        for variant in variants(node):
            after = f"({ast.unparse(ast.fix_missing_locations(variant))})"
            before = " ".join(data[first:last].decode().split())
            name = f"{path.relative_to(ROOT)}:{node.lineno}  {before}  ->  {after}"
            yield Mutant(path, name, (data[:first] + after.encode() + data[last:]).decode())


def survives(mutant: Mutant, tests: tuple[str, ...], copy: Path) -> bool:
    """Whether every one of these tests passes with that change."""
    target = copy / mutant.path.relative_to(ROOT)
    target.write_text(mutant.text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-qx", "-n", "2", *(f"tests/{t}" for t in tests)]
    paths = {"PYTHONPATH": str(copy), "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    options: Any = {"cwd": copy, "env": os.environ | paths, "capture_output": True, "timeout": 300}
    try:
        return subprocess.run(command, **options, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        shutil.copy2(mutant.path, target)


def main() -> int:
    """Try a sample of the mutants; 1 if one survives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("modules", nargs="*", default=list(TESTS), metavar="MODULE")
    for name, default in (("sample", 60), ("seed", 1), ("minutes", 60)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    chooser = random.Random(options.seed)
    core = [(path, TESTS[name]) for name in options.modules for path in ROOT.glob(FILES[name])]
    every = [(mutant, tests) for path, tests in sorted(core) for mutant in mutants(path)]
    sample = chooser.sample(every, min(options.sample, len(every)))
    deadline, results = time.monotonic() + options.minutes * 60, []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copied(ROOT / name, copy / name)
        for path, tests in {tests: (path, tests) for path, tests in core}.values():
            if not survives(Mutant(path, "", path.read_text("utf-8")), tests, copy):
                parser.error(f"these tests fail without a change: {', '.join(tests)}")
        for mutant, tests in sample:
            if time.monotonic() > deadline:
                break
            results.append(survives(mutant, tests, copy))
            print("survived" if results[-1] else "killed  ", mutant.name, flush=True)
    print(f"{results.count(False)} of {len(results)} killed; {len(every)} mutants in all")
    return 1 if any(results) else 0


if __name__ == "__main__":
    sys.exit(main())
