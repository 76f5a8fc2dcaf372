"""Writes into the documents and schemas what follows from code and data, and what each example gives.

A block of a document between ``<!-- generated: NAME -->`` and ``<!-- end -->`` is written by the function of that name.
``console N`` runs the ``$`` lines of its block in a copy of an example and shows the first N lines of each answer (the
last ones, where N is negative); a block of TOML before it is the ``stridelift.toml`` there.

    python tests/generate_docs.py            writes what is stale
    python tests/generate_docs.py --check    only names it, and exits with 1
"""

from __future__ import annotations

import inspect
import json
import re
import shlex
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from example import ROOT, Example, examples, shown
from stridelift import schema
from stridelift.constraints.base import Constraint, CouplingRule, PlacementRule
from stridelift.constraints.pairs import PairRule
from stridelift.domain import SessionClass
from stridelift.policy import Constraints, Setting, keeps, settings
from stridelift.resources import load_toml, presets

PAGES = tuple(f"models/policies/{name}.md" for name in presets())
DOCUMENTS = ("README.md", "models/README.md", *PAGES)
SHOWN = "marathon-week"
PART = re.compile(
    r"^```toml\n(?P<toml>.*?)^```$|(?P<head>^<!-- generated: (?P<name>.+?) -->\n)(?P<body>.*?)^<!-- end -->$",
    re.MULTILINE | re.DOTALL,
)
SHAPES: Mapping[str, type[Constraint]] = {"placement": PlacementRule, "pair": PairRule, "coupling": CouplingRule}
GRADES = "ABCDE"
WIDTH = 120
TRIP = 15  # minutes, of the example of a trip


def stale() -> dict[Path, bytes]:
    """Every generated file that is not as it should be, with what it should hold."""
    wanted = {example.folder / name: data for example in examples() for name, data in example.results().items()}
    wanted |= schemas() | pictures() | {ROOT / name: document(ROOT / name).encode() for name in DOCUMENTS}
    return {file: data for file, data in wanted.items() if not file.exists() or file.read_bytes() != data}


def schemas() -> dict[Path, bytes]:
    """Every JSON Schema, as `stridelift schema` prints it."""
    return {ROOT / f"models/schema/{name}.schema.json": schema.text_of(name).encode() for name in schema.SHAPES}


def pictures() -> dict[Path, bytes]:
    """The week of the example shown, as `stridelift show` draws it."""
    example = Example.load(SHOWN)
    picture = example.run("show", "expected.ics", example.arguments[1], "--svg").out
    return {example.folder / "board.svg": picture.encode()}


def document(path: Path) -> str:
    """A document with its generated blocks made anew."""
    example = Example.load(SHOWN)
    with example.copy() as folder:

        def part(match: re.Match[str]) -> str:
            if match["toml"] is not None:
                (folder / "stridelift.toml").write_text(match["toml"], encoding="utf-8")
                return match[0]
            name, *arguments = match["name"].split()
            if name == "console":
                body = _console(match["body"], example, folder, *map(int, arguments))
            else:
                body = BLOCKS[name](*arguments)
            return f"{match['head']}{body}<!-- end -->"

        return PART.sub(part, path.read_text(encoding="utf-8"))


def _console(body: str, example: Example, folder: Path, most: int | None = None) -> str:
    lines = ["```console"]
    for command in re.findall(r"^\$ (.+)$", body, flags=re.MULTILINE):
        done = example.run(*shlex.split(command)[1:], folder=folder)
        lines += [f"$ {command}", *_cut(shown(done), most)]
        lines += ["$ echo $?", str(done.code)] if done.code else []
    return "\n".join([*lines, "```", ""])


def _cut(lines: list[str], most: int | None) -> list[str]:
    if most is None or len(lines) <= abs(most):
        return lines
    return [*lines[:most], "…"] if most > 0 else ["…", *lines[most:]]


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# Constraints.


def _rules() -> Iterator[tuple[str, type[Constraint]]]:
    for name, field in Constraints.model_fields.items():
        if isinstance(field.annotation, type):
            yield name, field.annotation


def _of(name: str) -> list[Setting]:
    return [one for key, one in settings(None, {}).items() if key.startswith(f"constraints.{name}.")]


def _default(name: str) -> str:
    weight = settings(None, {})[f"constraints.{name}.weight"]
    return "hard" if weight.value == "hard" else f"{weight.value:,} {weight.unit}"


def _grades(some: Iterable[Setting]) -> str:
    grades = sorted({one.grade for one in some if one.grade})
    return "–".join(dict.fromkeys([grades[0], grades[-1]])) if grades else ""


def overview() -> str:
    """The constraints for the README."""
    rows = [(f"`{name}`", keeps(name), _default(name), _origin(_of(name))) for name, _ in _rules()]
    return _table(("constraint", "keeps", "weight", "its numbers"), rows)


def _origin(some: list[Setting]) -> str:
    sources = len({cite for one in some for cite in one.cites})
    return f"grade {_grades(some)}, {sources} sources" if sources else "our convention" if _grades(some) else "none"


def constraints() -> str:
    """The constraints for the model."""
    rows = []
    for name, rule in _rules():
        shape = next(word for word, base in SHAPES.items() if issubclass(rule, base))
        numbers = sum(bool(one.grade) for one in _of(name))
        where = f"[{numbers}](policies/base.toml)" if numbers else "none"
        rows.append((f"`{name}`", shape, _default(name), keeps(name), _grades(_of(name)) or "–", where))
    return _table(("constraint", "shape", "weight", "keeps", "grades", "numbers"), rows)


def mathematics() -> str:
    """What each constraint says of itself."""
    parts = (f"### `{name}`\n\n{inspect.getdoc(rule)}\n" for name, rule in _rules())
    return "\n".join(parts).replace("``", "`")


# Numbers.


def prices() -> str:
    """What a breach of a soft rule costs, and how many hours of freshness that is worth."""
    value = {key.removeprefix("constraints."): one.value for key, one in settings(None, {}).items()}
    minute, off = value["freshness.weight"], value["preferred_time.weight"]
    rows = [
        ("an hour of rest that `freshness` misses", 60 * minute),
        ("a session missing in its week (`weekly_volume`)", value["weekly_volume.weight"]),
        ("a session on a day that no run made hard (`hard_days.unstacked`)", value["hard_days.unstacked"]),
        ("a hard day right after a hard day (`hard_days.consecutive`)", value["hard_days.consecutive"]),
        ("an hour away from the preferred time, or of a run from its usual start (`preferred_time`)", 60 * off),
        ("a session on another than the preferred weekdays", value["preferred_time.other_day_minutes"] * off),
        ("a movement that a week lacks once: legs and power", value["weekly_volume.missing_movement"]),
        ("the same of trunk, arms and prevention", value["weekly_volume.missing_support"]),
        ("a set of a main lift fewer than the phase asks for", value["weekly_volume.missing_main_set"]),
        ("the same of another exercise", value["weekly_volume.missing_set"]),
        ("a main lift that is new in its week (`exercise_choice`)", value["exercise_choice.new_lift"]),
        ("an exercise of rank 3 in place of one of rank 1", 2 * value["exercise_choice.weight"]),
        ("an accessory again within two weeks", value["exercise_choice.repeat"]),
        ("a set more than the rise of `progression` allows", value["progression.weight"]),
        ("a ground contact more than it allows", value["progression.contact"]),
        ("a session at another time of day than the week before (`habit`)", value["habit.weight"]),
        ("on another weekday, on top", value["habit.other_day"]),
        ("a published session that starts elsewhere (`stability`)", value["stability.weight"]),
        ("on another day, on top", value["stability.other_day"]),
        ("an exercise that a published session loses", value["stability.exercise"]),
        (f"a trip of {TRIP} minutes there and {TRIP} back", 2 * TRIP * off),
    ]
    return _table(
        ("what", "price", "hours of freshness"), ((what, f"{n:,}", f"{n / 60 / minute:.2g}") for what, n in rows)
    )


def evidence() -> str:
    """How many of the default numbers have which grade."""
    count = Counter(one.grade for one in settings(None, {}).values() if one.grade)
    return f"Of the {count.total()} default numbers {', '.join(f'{count[grade]} are {grade}' for grade in GRADES)}.\n"


def classes() -> str:
    """What makes a session one of its class."""
    chosen = settings(None, {})
    rows = []
    for one in SessionClass:
        entry = load_toml("classes.toml")["classes"][one.value]
        content = [_measure(name, *pair) for name, pair in entry["measures"].items()]
        content += ["not body weight alone"] if entry.get("loaded") else []
        content += [f"at least one of {_words(entry['any_of'])}"] if "any_of" in entry else []
        week = _range(chosen[f"sessions.{one.value}.per_week"].value)
        minutes = _range(chosen[f"sessions.{one.value}.minutes"].value)
        rows.append((f"`{one.value}`", "; ".join(content), _mark(one.leg), _mark(one.hard), week, minutes))
    return _table(("class", "content", "leg session", "hard day", "a week", "minutes"), rows)


def policies() -> str:
    """How the presets differ from the default."""
    base = settings(None, {})
    rows = []
    for preset in presets():
        changed = [one for key, one in settings(preset, {}).items() if one.value != base[key].value]
        for index, one in enumerate(changed):
            name = f"`{preset}`" if index == 0 else ""
            rows.append(
                (name, f"`{one.key}`", _range(base[one.key].value), f"{_range(one.value)} {one.unit}", one.grade)
            )
    return _table(("preset", "setting", "default", "here", "grade"), rows)


# The page of a preset.


def about(preset: str) -> str:
    """What the preset says of itself in short, and how to choose it."""
    why = load_toml(f"policies/{preset}.toml")["about"]["why"]
    return f'    preset = "{preset}"\n\n{textwrap.fill(" ".join(why.split()), WIDTH)}\n'


def changes(preset: str) -> str:
    """What it changes in the defaults, with grade and sources."""
    base = settings(None, {})
    rows = [
        (
            f"`{key.removeprefix('constraints.')}`",
            _plain(base[key].value),
            _plain(one.value),
            one.unit,
            _range(list(one.range)),
            one.grade,
            ", ".join(one.cites) or "–",
        )
        for key, one in settings(preset, {}).items()
        if one.value != base[key].value
    ]
    return _table(("setting", "default", "here", "unit", "usual", "grade", "sources"), rows)


def sources(preset: str) -> str:
    """What its page and its numbers cite, and how far that was read."""
    known = load_toml("sources.toml")
    prose = PART.sub("", (ROOT / f"models/policies/{preset}.md").read_text(encoding="utf-8"))
    changed = (one for one in settings(preset, {}).values() if one.origin != "default")
    cited = {*re.findall(r"\w+", prose)} & known.keys() | {cite for one in changed for cite in one.cites}
    return "".join(f"* **{name}**: {_source(known[name])}\n" for name in sorted(cited))


def _source(entry: Mapping[str, Any]) -> str:
    year = f" ({entry['year']})" if "year" in entry else ""
    return f"{entry['authors']}{year}, {entry['where']}. {entry['says']} Read: {entry['seen']}."


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) or "none" if _is_words(value) else _range(value)


def _is_words(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def assumptions() -> str:
    """What is taken for granted about the example without a config."""
    report = json.loads(Example.load(SHOWN).solve("--json").out)
    text = "; ".join(report["assumptions"])
    return textwrap.fill(f"{text[0].upper()}{text[1:]}.", WIDTH) + "\n"


def _measure(name: str, low: float, high: float) -> str:
    name = name.replace("_", " ")
    return f"no {name}" if high <= 1 else f"{name} {_interval(low, high)}"


def _interval(low: float, high: float) -> str:
    return f"from {low:g}" if high == float("inf") else f"{low:g} to below {high:g}" if low else f"below {high:g}"


def _range(value: object) -> str:
    return "–".join(dict.fromkeys(map(str, value))) if isinstance(value, list) else f"{value}"


def _words(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _mark(holds: bool) -> str:  # noqa: FBT001 - what is marked
    return "yes" if holds else "no"


_WRITERS = (overview, constraints, mathematics, prices, evidence, classes, policies, assumptions)
_OF_A_PRESET = (about, changes, sources)
BLOCKS: Mapping[str, Callable[..., str]] = {writer.__name__: writer for writer in (*_WRITERS, *_OF_A_PRESET)}


if __name__ == "__main__":
    found = stale()
    if "--check" in sys.argv[1:]:
        sys.exit("\n".join(f"stale: {file.relative_to(ROOT)}" for file in found) or 0)
    for file, data in found.items():
        file.write_bytes(data)
