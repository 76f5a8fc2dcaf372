"""The house holds: imports run one way, files stay small, every constraint has one name everywhere."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "stridelift"
FILES = sorted(SRC.rglob("*.py"))
SHARED = {"base", "hours", "pairs"}  # what constraints build on; everything else beside them is a constraint
CONSTRAINTS = sorted({file.stem for file in SRC.glob("constraints/*.py")} - SHARED - {"__init__"})

# A unit is a module or package directly under stridelift, and what it may import of the others.
FREE = {"__version__", "errors", "resources"}
LOW = {"domain", "horizon", "wallclock"}
RULES = LOW | {"model", "constraints"}
SETTINGS = {"catalogue", "policy"}
MAY_IMPORT = {
    "errors": set(),
    "resources": set(),
    "domain": set(),
    "horizon": {"domain"},
    "wallclock": set(),
    "calendar": LOW,
    "model": LOW,
    "constraints": LOW | {"model"},
    "mistakes": set(),
    "shipped": {"mistakes"},
    "catalogue": RULES | {"mistakes", "shipped"},
    "regions": LOW | {"catalogue", "mistakes", "shipped"},
    "athlete": LOW | {"catalogue", "mistakes", "shipped"},
    "policy": RULES,
    "secret": set(),
    "lifts": LOW | {"catalogue", "mistakes"},
    "config": RULES | SETTINGS | {"athlete", "calendar", "lifts", "mistakes", "regions", "secret"},
    "prescribe": LOW | {"catalogue", "lifts"},
    "search": {"model"},
    "ahead": {"domain"},
    "tie_break": {"domain", "model", "search"},
    "solve": RULES | {"ahead", "search", "tie_break"},
    "explain": RULES | {"search", "solve"},
    "found": LOW | {"calendar", "config"},
    "intake": LOW | {"calendar", "config", "found", "prescribe"},
    "days": LOW | {"calendar", "catalogue", "config"},
    "season": RULES | {"catalogue", "config"},
    "instance": RULES | {"catalogue", "config", "days", "intake", "regions", "season"},
    "usable": LOW | {"catalogue", "config", "days", "instance", "regions", "shipped"},
    "toml": set(),
    "understood": {"calendar", "config", "mistakes", "policy", "toml"},
    "numbers": {"config", "policy", "shipped"},
    "request": LOW | {"calendar", "config"},
    "sources": LOW | {"calendar", "config", "request"},
    "situation": RULES | {"calendar", "config", "days", "intake", "instance", "request", "solve", "sources"},
    "planner": RULES | {"calendar", "explain", "prescribe", "request", "search", "situation", "solve"},
    "explaining": RULES | {"explain", "planner", "request", "search", "situation"},
    "tune": RULES | {"config", "mistakes", "prescribe", "request", "search", "situation", "solve"},
    "happened": LOW | {"calendar"},
    "publisher": LOW | {"calendar", "config", "planner", "request", "search"},
    "check": RULES | {"calendar", "config", "instance", "intake", "request", "situation", "solve", "sources"},
    "report": RULES
    | {"check", "explain", "lifts", "numbers", "planner", "policy", "prescribe", "publisher", "situation", "solve"}
    | {"explaining", "tune", "usable"},
    "board": RULES
    | {"calendar", "catalogue", "check", "explain", "instance", "intake", "planner", "prescribe", "report", "season"}
    | {"situation"},
    "schema": {"catalogue", "config", "policy", "regions", "report", "shipped"},
    "proposal": LOW | {"calendar", "config", "intake", "policy", "report", "request", "sources"},
    "fingerprint": {"domain", "situation"},
    "studio": RULES
    | {"calendar", "config", "mistakes", "numbers", "policy", "proposal", "request", "schema", "situation", "solve"}
    | {"board", "explain", "explaining", "fingerprint", "happened", "planner", "report", "sources", "tune"},
    "web": {"board", "calendar", "config", "fingerprint", "planner", "request", "situation", "studio"},
    "cli": {"check", "config", "numbers", "planner", "proposal", "publisher", "report", "request", "schema", "search"}
    | {"board", "explaining", "happened", "tune", "understood", "usable", "web"},
}
AT_HOME = {
    "ortools": {"model"},
    "icalendar": {"calendar"},
    "httpcore": {"calendar"},
    "caldav": {"calendar"},
    "niquests": {"calendar"},
    "jinja2": {"board", "web"},
    "segno": {"web"},
    "starlette": {"web"},
    "tomlkit": {"studio"},
    "uvicorn": {"web"},
}
MOST_LINES = {"file": 300, "function": 40}


def unit(file: Path) -> str:
    """The unit a file belongs to; ``_NAME.py`` is the private half of ``NAME.py``."""
    first = file.relative_to(SRC).parts[0].removesuffix(".py")
    return first if first.startswith("__") else first.removeprefix("_")


def name(file: Path) -> str:
    return str(file.relative_to(SRC))


def imported(file: Path) -> Iterator[list[str]]:
    """The parts of each dotted name that a file imports anywhere, lazily or for types only too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(file)}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{alias.name}".split(".") for alias in node.names)


def own_imports(file: Path) -> set[str]:
    return {parts[1] for parts in imported(file) if parts[0] == "stridelift" and len(parts) > 1}


@pytest.mark.parametrize("file", [file for file in FILES if unit(file) != "__init__"], ids=name)
def test_imports_run_one_way(file: Path) -> None:
    here = unit(file)
    assert here in MAY_IMPORT, f"{name(file)} has no place in MAY_IMPORT"
    assert own_imports(file) - FREE - {here, f"_{here}"} <= MAY_IMPORT[here]


def test_the_directions_have_no_circle() -> None:
    """A unit stands below every unit that may import it, in the order in which the table is written."""
    order = list(MAY_IMPORT)
    assert all(order.index(low) < order.index(high) for high in order for low in MAY_IMPORT[high])


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_constraints_do_not_know_each_other(constraint: str) -> None:
    siblings = {parts[2] for parts in imported(SRC / f"constraints/{constraint}.py") if parts[1:2] == ["constraints"]}
    assert siblings <= SHARED


@pytest.mark.parametrize("library", AT_HOME)
def test_library_is_used_only_at_its_home(library: str) -> None:
    users = {unit(file) for file in FILES if any(parts[0] == library for parts in imported(file))}
    assert users <= AT_HOME[library]


@pytest.mark.parametrize("file", FILES, ids=name)
def test_files_and_functions_are_small(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    sizes = {
        f"{node.name} at line {node.lineno}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {what: lines for what, lines in sizes.items() if lines > MOST_LINES["function"]} == {}
    assert len(text.splitlines()) <= MOST_LINES["file"]


def class_name(constraint: str) -> str:
    return "".join(word.title() for word in constraint.split("_"))


def policy_fields() -> dict[str, type]:
    fields = importlib.import_module("stridelift.policy").Constraints.model_fields
    return {field: info.annotation for field, info in fields.items()}


def default_tables() -> set[str]:
    base = tomllib.loads((ROOT / "models/policies/base.toml").read_text(encoding="utf-8"))
    return set(base["constraints"])


def table_rows() -> set[str]:
    """First cells of the tables in models/README.md, without their code marks."""
    lines = (ROOT / "models/README.md").read_text(encoding="utf-8").splitlines()
    return {line.split("|")[1].strip(" `") for line in lines if line.startswith("|")}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
class TestOneNameEverywhere:
    def test_class(self, constraint: str) -> None:
        module = importlib.import_module(f"stridelift.constraints.{constraint}")
        assert getattr(module, class_name(constraint)).__module__ == module.__name__

    def test_field_of_the_policy(self, constraint: str) -> None:
        module = importlib.import_module(f"stridelift.constraints.{constraint}")
        assert policy_fields()[constraint] is getattr(module, class_name(constraint))

    def test_test_file(self, constraint: str) -> None:
        assert (ROOT / f"tests/constraints/test_{constraint}.py").is_file()

    def test_table_of_the_defaults(self, constraint: str) -> None:
        assert constraint in default_tables()

    def test_row_of_the_model(self, constraint: str) -> None:
        assert constraint in table_rows()


def test_no_name_is_left_over() -> None:
    tests = {file.stem.removeprefix("test_") for file in ROOT.glob("tests/constraints/test_*.py")}
    assert tests - SHARED <= set(CONSTRAINTS)
    assert set(policy_fields()) == set(CONSTRAINTS)
    assert default_tables() == set(CONSTRAINTS)


def python(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_modules_import_without_warnings() -> None:
    modules = [
        ".".join(file.relative_to(SRC.parent).with_suffix("").parts) for file in FILES if unit(file) != "__main__"
    ]
    imports = "\n".join(f"import {module.removesuffix('.__init__')}" for module in modules)
    assert python("-W", "error", "-c", imports) == ""


def test_the_command_starts_light() -> None:
    """``--help`` must not wait for the solver or the calendar libraries."""
    script = "import sys, stridelift.cli; print(*sorted({'ortools', 'icalendar', 'pandas'} & set(sys.modules)))"
    assert python("-c", script) == ""
