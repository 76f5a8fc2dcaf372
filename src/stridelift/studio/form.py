"""The settings as a form: what the JSON Schema of the config says of each, and what was typed into it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from stridelift.config import Loaded
from stridelift.mistakes import Mistake
from stridelift.numbers import Number, numbers
from stridelift.policy import Constraints, Setting, settings
from stridelift.schema import facts, text_of
from stridelift.studio.settings import refused
from stridelift.studio.shapes import Field
from stridelift.wallclock import WEEKDAYS

_RULES = {f"constraints.{name}": name.replace("_", " ").capitalize() for name in Constraints.model_fields}
_NAMED = {
    "preset": "Preset",
    "sessions": "Sessions a week",
    "constraints.preferred_time": "Preferred times",
    "availability": "When you are free",
    "constraints.recovery_gap": "Rest around runs",
    "constraints.freshness": "Freshness for runs",
    "athlete": "You",
    "constraints.hard_days": "Hard days",
    "constraints.weekly_volume": "Work of a week",
}
_GROUPS = {**_NAMED, **_RULES, **_NAMED, "runs": "How runs are read", "grid": "Starts that are tried"}
_ELSEWHERE = {"athlete.timezone", "athlete.emails", "athlete.lifts", "constraints.weekly_volume.muscle_sets"}
_FIRST = (
    *("preset", *(f"sessions.{name}.per_week" for name in ("heavy", "moderate", "core", "upper", "plyo_low"))),
    *(f"sessions.{name}.minutes" for name in ("heavy", "moderate", "core")),
    *(f"constraints.preferred_time.{name}" for name in ("times", "weekdays", "weight")),
    *("availability.weekday", "availability.weekend"),
    *(f"constraints.recovery_gap.{name}" for name in ("heavy_to_quality", "heavy_to_long", "heavy_to_easy")),
    *(f"constraints.recovery_gap.{name}" for name in ("long_to_heavy", "quality_to_heavy", "moderate_to_quality")),
    *("constraints.freshness.weight", "constraints.freshness.heavy_to_quality", "constraints.freshness.heavy_to_long"),
    *("athlete.level", "athlete.spare", "constraints.hard_days.most", "constraints.weekly_volume.most_minutes"),
    *("constraints.habit.weight", "constraints.stability.weight"),
)
_WORDS = {
    "quality": "a fast run",
    "long": "a long run",
    "easy": "an easy run",
    "heavy_unaccustomed": "heavy, not used to it",
    "race_a": "a main race",
    "race_b": "a race of priority B",
    "race_c": "a race trained through",
    "plyo_high": "high jumps",
    "plyo_low": "low jumps",
    "upper": "upper body",
    "weekday": "Monday to Friday",
    "weekend": "Saturday and Sunday",
    **{name: name.capitalize() for name in WEEKDAYS},
    "enabled": "the rule is on",
}
_LAST = {"per_week": "times a week", "minutes": "length"}
_FEW = 30  # values that a slider can tell apart where nobody says what is usual
_PLAIN = {"boolean": "flag", "integer": "number", "number": "number"}
_STEPS = {"integer": 1.0, "number": 0.5}
Json = Mapping[str, Any]


def fields(loaded: Loaded) -> tuple[Field, ...]:
    """Every setting that a form can hold: what an athlete would tune first, then the rest of its group."""
    policy = {one.setting.key: one for one in numbers(loaded).rows}
    found = [_field(key, entry, loaded, policy.get(key)) for key, entry in _entries()]
    order, groups = {key: at for at, key in enumerate(_FIRST)}, list(_GROUPS)
    found.sort(key=lambda one: (groups.index(_group(one.key)), order.get(one.key, len(order))))
    return tuple(found)


def changed(shown: Sequence[Field], values: Mapping[str, str]) -> dict[str, Any]:
    """The keys whose values are not those that were shown, as TOML has them; None: back to the default.

    Raises:
        RefusedError: a key is of no field.
    """
    known = {one.key: one for one in shown}
    if strange := [key for key in values if key not in known]:
        raise refused(None, [Mistake(tuple(key.split(".")), "is no setting of this form") for key in strange])
    new = {key: value.strip() for key, value in values.items() if value.strip() != known[key].value}
    found = {key: typed(known[key], value) for key, value in new.items()}
    return {key: value for key, value in found.items() if value is not None or known[key].own}


def typed(field: Field, text: str) -> Any:  # noqa: ANN401 - as TOML has it
    """What a text in the form means, None for nothing; what cannot be meant stays a text, for the config to refuse."""
    text = text.strip()
    if not text:
        return None
    if field.kind in {"number", "slider", "text"}:
        return _number(text)
    if field.kind == "pair":
        parts = re.fullmatch(r"\[?\s*(\d+)\s*[-–,\s]\s*(\d+)\s*\]?", text)
        return [int(parts[1]), int(parts[2])] if parts else text
    if field.kind in {"times", "list"}:
        parts_ = [part.strip(" \t\"'") for part in re.split(r"[,;\n]", text.strip("[] \n"))]
        return [] if text.lower() == "none" else [part for part in parts_ if part]
    is_flag = field.kind == "flag" or {*field.choices} == {"", "true", "false"}
    return {"true": True, "false": False}.get(text, text) if is_flag else text


def text(value: Any, kind: str = "") -> str:  # noqa: ANN401 - as TOML has it
    """A value as one types it."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return ""
    if not isinstance(value, (list, tuple)):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if kind == "pair":
        return "-".join(map(str, value))
    return ", ".join("-".join(map(str, one)) if isinstance(one, list) else str(one) for one in value) or "none"


def _number(text: str) -> Any:  # noqa: ANN401 - a number where it is one
    for kind in (int, float):
        try:
            return kind(text.replace(",", "."))
        except ValueError:
            continue
    return text


# From the schema.


@cache
def _entries() -> tuple[tuple[str, Json], ...]:
    """Every key of the config that is no table and that can be said in one line, with what its schema says."""
    schema = json.loads(text_of("config"))
    return tuple(pair for pair in _keys(schema, schema, "") if _group(pair[0]) and _kind(pair[1])[0])


def _keys(schema: Json, entry: Json, key: str) -> Iterator[tuple[str, Json]]:
    whole = {**schema["$defs"].get(entry.get("$ref", "").rpartition("/")[2], {}), **entry}
    if "properties" not in whole:
        yield key, whole
        return
    for name, inner in whole["properties"].items():
        yield from _keys(schema, inner, f"{key}.{name}" if key else name)


def _group(key: str) -> str:
    """The table that a setting stands under; empty where no form can hold it, or it decides what is read."""
    if key in _ELSEWHERE:
        return ""
    return next((one for one in _GROUPS if key == one or key.startswith(f"{one}.")), "")


def _kind(entry: Json) -> tuple[str, tuple[str, ...]]:
    """How it is asked for, and the words that it may say; nothing where it can say one thing only, or tables."""
    if "const" in entry or entry.get("type") == "object":
        return "", ()
    if "enum" in entry:
        return "choice", tuple(one for one in entry["enum"] if len(one) > 1)  # the phases have letters too
    if "anyOf" in entry:
        return "text", tuple(one["const"] for one in entry["anyOf"] if "const" in one)
    if entry.get("type") == "array":
        return _list_kind(entry)
    if entry.get("type") == "boolean" and "default" not in entry:
        return "choice", ("true", "false")
    return _PLAIN.get(entry["type"], "clock" if "pattern" in entry else "text"), ()


def _list_kind(entry: Json) -> tuple[str, tuple[str, ...]]:
    if "prefixItems" in entry:
        return "pair", ()
    items = entry["items"]
    if "$ref" in items:
        return "", ()
    known = (items, *items.get("anyOf", ()))
    return "times" if "pattern" in items else "list", next((tuple(one["enum"]) for one in known if "enum" in one), ())


def _field(key: str, entry: Json, loaded: Loaded, number: Number | None) -> Field:
    own = _written(loaded.written, key)
    default = number.below if number else entry.get("default")
    value = default if own is None else own
    kind, choices = _kind(entry)
    if kind == "choice":  # what stands there must be among them, or it would be changed by being shown
        choices = tuple(dict.fromkeys([text(default), text(value), *choices]))
    span = _span(entry, number, value) if kind == "number" else None
    bounds = entry["prefixItems"][0] if kind == "pair" else entry
    low, high = span or (bounds.get("minimum"), bounds.get("maximum"))
    return Field(
        key=key,
        label=_label(key),
        help=_help(entry, number),
        unit=number.setting.unit if number else "",
        kind="slider" if span else kind,
        value=text(value, kind),
        default=text(default, kind),
        low=low,
        high=high,
        step=_STEPS.get(str(bounds.get("type"))) if kind != "number" or span or entry["type"] == "integer" else None,
        choices=choices,
        usual="–".join(map(text, number.setting.range)) if number else "",
        grade=number.setting.grade if number else "",
        own=own is not None,
        group=_GROUPS[_group(key)],
        first=key in _FIRST,
    )


def _span(entry: Json, number: Number | None, value: Any) -> tuple[float, float] | None:  # noqa: ANN401 - as TOML has it
    """From where to where a slider goes: what is usual and as much on both sides, or all if that is little.

    None where the value is none that it could stand at: it would be changed by being shown.
    """
    low, high = entry.get("minimum", 0), entry.get("maximum")
    if number and number.setting.range:
        least, most = number.setting.range
        low, high = max(low, 2 * least - most), min(2 * most - least, most if high is None else high)
    elif high is None or high - low > _FEW:
        return None
    there = isinstance(value, (int, float)) and low <= value <= high
    return (low, high) if there and (value - low) % _STEPS[entry["type"]] == 0 else None


def _written(table: Any, key: str) -> Any:  # noqa: ANN401 - as TOML has it
    for part in key.split("."):
        table = table.get(part) if isinstance(table, dict) else None
    return table


@cache
def _base() -> Mapping[str, Setting]:
    return settings(None, {})


def _help(entry: Json, number: Number | None) -> str:
    """What it does, and for a number of the policy why it is what it is."""
    said = str(entry.get("description", ""))
    base = _base().get(number.setting.key) if number else None
    if base:
        said = said.removesuffix(" ".join(facts(base))).strip()
    why = number.setting.why if number else ""
    return f"{said} {why[:1].upper()}{why[1:]}." if why else said


def _label(key: str) -> str:
    *above, last = key.split(".")
    if above[:1] == ["sessions"]:
        said = f"{_word(above[1])}, {_LAST[last]}"
    elif "_to_" in last:
        said = ", then ".join(map(_word, last.split("_to_", 1)))
    elif race := re.fullmatch(r"(race_.)_(\w+)", last):
        said = f"before {_word(race[1])}: {_word(race[2])}"
    elif len(above) > 1 and above[0] != "constraints":
        said = f"{above[-1].replace('_', ' ')}, {_word(last)}"
    else:
        said = last.replace("_", " ") if last in {"long", "easy"} else _word(last)
    return f"{said[0].upper()}{said[1:]}"


def _word(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))
