"""The rules and their numbers as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from stridelift.domain import counted
from stridelift.numbers import SESSIONS, Number, Numbers, gist
from stridelift.policy import Setting
from stridelift.resources import load_toml

_PAIR = 2
_GRADES = (
    "Grades: A several trials in runners, B a controlled trial, C indirect, D what coaches do, E our convention.\n"
    "(B) is that of the shipped number in whose place yours stands."
)


def numbers_text(listing: Numbers, *, full: bool) -> str:
    """A block for each rule; ``full`` says why, and what the sources found."""
    lines = [_head(listing)]
    for table, rows in listing.tables.items():
        off = "" if listing.enabled(table) else " (off)"
        lines += ["", f"{table}{off}: {gist(table)}"]
        cells = [_cells(row, listing) for row in rows]
        for row, line in zip(rows, _aligned(cells), strict=True):
            lines.append(f"  {line}")
            if full and row.setting.why:
                lines.append(f"      {row.setting.why}")
    lines += ["", _GRADES]
    lines += ["", *_sources(listing.rows)] if full else ["`stridelift constraints RULE` says why, from which sources."]
    return "\n".join(lines)


def diff_text(listing: Numbers) -> str:
    """What the file changes in its preset; where it changes nothing, what the preset changes in the defaults."""
    below = f"preset {listing.preset}" if listing.preset else "the defaults"
    if listing.changed:
        rows, head = listing.changed, f"{Path(listing.file).name} against {below}:"
    elif listing.preset:
        rows, head = listing.preset_changed, f"Preset {listing.preset} against the defaults:"
    else:
        return "Nothing differs from the defaults."
    return "\n".join([head, *(f"  {line}" for line in _aligned([_difference(row, listing) for row in rows]))])


def numbers_json(listing: Numbers, *, diff: bool) -> str:
    rows = (listing.changed or listing.preset_changed) if diff else listing.rows
    tables = [table for table in listing.tables if table != SESSIONS]
    weights = {row.table: row.setting.value for row in listing.rows if row.name == "weight"}
    record = {
        "file": listing.file or None,
        "preset": listing.preset,
        "rules": [
            {"name": one, "keeps": gist(one), "weight": weights[one], "enabled": listing.enabled(one)} for one in tables
        ],
        "settings": [_record(row, listing) for row in rows],
        "sources": {cite: load_toml("sources.toml")[cite] for cite in _cited(rows)},
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _record(row: Number, listing: Numbers) -> dict[str, Any]:
    one = row.setting
    origin = one.origin.partition(" ")[0]
    return {
        "key": one.key,
        "value": one.value,
        "unit": one.unit,
        "origin": origin,
        "preset": listing.preset if origin == "preset" else None,
        "line": one.line or None,
        "default": row.default,
        "below": row.below,
        "range": list(one.range),
        "grade": one.grade or None,
        "cites": list(one.cites),
        "why": one.why,
    }


# In words.


def _head(listing: Numbers) -> str:
    own = sum(row.own for row in listing.rows)
    over = f"Preset {listing.preset} ({_title(listing.preset)}) over the defaults" if listing.preset else "The defaults"
    if not listing.file:
        return f"{over}; there is no config."
    return f"{over}; {listing.file} over {'both' if listing.preset else 'them'}: {counted(own, 'numbers')} of its own."


def _title(preset: str) -> str:
    title: str = load_toml(f"policies/{preset}.toml")["about"]["title"]
    return title


def _cells(row: Number, listing: Numbers) -> tuple[str, ...]:
    one = row.setting
    grade = f"({one.grade})" if row.own and one.grade else one.grade or "–"
    return row.name, _amount(one.value, one), _usual(one), grade, _origin(one, listing), ", ".join(one.cites)


def _difference(row: Number, listing: Numbers) -> tuple[str, ...]:
    one = row.setting
    before = row.below if row.own else row.default
    instead = "new" if before is None else f"instead of {_amount(before, one)}"
    key = one.key.removeprefix("constraints.")
    return key, _amount(one.value, one), instead, _usual(one), _origin(one, listing)


def _amount(value: Any, one: Setting) -> str:  # noqa: ANN401 - whatever TOML has
    return f"{_value(value)} {one.unit}".rstrip()


def _value(value: Any) -> str:  # noqa: ANN401 - whatever TOML has
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and _numeric(value) and len(value) == _PAIR:
        return "–".join(dict.fromkeys(f"{one:g}" for one in value))
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _numeric(values: Iterable[object]) -> bool:
    return all(isinstance(one, (int, float)) for one in values)


def _usual(one: Setting) -> str:
    if not one.range:
        return ""
    low, high = one.range
    given = one.value if isinstance(one.value, list) else [one.value]
    inside = _numeric(given) and all(low <= number <= high for number in given)
    return f"{'usual' if inside else 'outside the usual'} {_value(list(one.range))}"


def _origin(one: Setting, listing: Numbers) -> str:
    return f"{Path(listing.file).name}:{one.line}" if one.origin == "file" else one.origin


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cited(rows: Iterable[Number]) -> list[str]:
    return sorted({cite for row in rows for cite in row.setting.cites})


def _sources(rows: Iterable[Number]) -> Iterator[str]:
    """How far each was read is said: no number should look better founded than it is."""
    known = load_toml("sources.toml")
    for cite in _cited(rows):
        source = known[cite]
        year = f" ({source['year']})" if "year" in source else ""
        yield f"{cite}: {source['authors']}{year}, {source['where']}. {source['says']} (read: {source['seen']})"
