"""Composes the rules: the base policy, a preset over it, the athlete's own settings over both.

The numbers live in ``models/policies/`` with unit, grade and citations; the classes in ``constraints/`` say what they
mean. :class:`Constraints` is the registry: its order is the order of every report.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from stridelift.constraints.availability import Availability
from stridelift.constraints.base import Constraint
from stridelift.constraints.equipment import Equipment
from stridelift.constraints.exercise_choice import ExerciseChoice
from stridelift.constraints.freshness import Freshness
from stridelift.constraints.habit import Habit
from stridelift.constraints.hard_days import HardDays
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.no_overlap import NoOverlap
from stridelift.constraints.preferred_time import PreferredTime
from stridelift.constraints.progression import Progression
from stridelift.constraints.recovery_gap import RecoveryGap
from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.constraints.stability import Stability
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import SessionClass
from stridelift.resources import load_toml, presets


def _shipped(name: str) -> str:
    if name not in presets():
        raise ValueError(f"there is no such preset; there are {', '.join(presets())}")
    return name


def _list_presets(schema: dict[str, Any]) -> None:
    schema["enum"] = presets()


Preset = Annotated[str, AfterValidator(_shipped), Field(json_schema_extra=_list_presets)]


class Constraints(BaseModel):
    """One field for each rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    no_overlap: NoOverlap
    availability: Availability
    equipment: Equipment
    recovery_gap: RecoveryGap
    session_spacing: SessionSpacing
    key_run_protection: KeyRunProtection
    session_content: SessionContent
    weekly_volume: WeeklyVolume
    progression: Progression
    hard_days: HardDays
    freshness: Freshness
    preferred_time: PreferredTime
    habit: Habit
    stability: Stability
    exercise_choice: ExerciseChoice

    @property
    def rules(self) -> tuple[Constraint, ...]:
        """The rules that are on."""
        everything = (getattr(self, name) for name in type(self).model_fields)
        return tuple(rule for rule in everything if rule.enabled)


def keeps(name: str) -> str:
    """What a rule is for, in a line."""
    rule = Constraints.model_fields[name].annotation
    return (inspect.getdoc(rule) or "").partition("\n")[0].rstrip(".:")


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    if pair[0] > pair[1]:
        raise ValueError(f"the range {list(pair)} is upside down; write the smaller number first")
    return pair


Count = Annotated[int, Field(ge=0, le=14)]
Minutes = Annotated[int, Field(ge=5, le=180)]


class Amount(BaseModel):
    """How many sessions of a class a week, and how long each is: (least, most)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    per_week: Annotated[tuple[Count, Count], AfterValidator(_ordered)] = Field(
        description="Fewest and most sessions of the class a week."
    )
    minutes: Annotated[tuple[Minutes, Minutes], AfterValidator(_ordered)] = Field(
        description="Shortest and longest session of the class, in minutes."
    )


class Sessions(BaseModel):
    """One field for each class; ``per_week = [0, 0]`` turns a class off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heavy: Amount
    moderate: Amount
    plyo_high: Amount
    plyo_low: Amount
    upper: Amount
    core: Amount

    def amounts(self) -> Iterator[tuple[SessionClass, Amount]]:
        return ((one, getattr(self, one.value)) for one in SessionClass)


@dataclass(frozen=True, slots=True)
class Setting:
    """A number of the policy with where it comes from: ``origin`` is default, preset NAME or file, with the line."""

    key: str
    value: Any
    origin: str = "default"
    unit: str = ""
    grade: str = ""
    range: tuple[Any, ...] = ()
    cites: tuple[str, ...] = ()
    why: str = ""
    line: int = 0


def settings(preset: str | None, own: Mapping[str, Any]) -> dict[str, Setting]:
    """Every setting of ``[constraints]`` and ``[sessions]`` by its dotted key, as preset and file leave it."""
    merged = _leaves(load_toml("policies/base.toml"), "default")
    if preset:
        merged |= _over(merged, _leaves(load_toml(f"policies/{preset}.toml"), f"preset {preset}"))
    return merged | _over(merged, _leaves(own, "file"))


def values(chosen: Mapping[str, Setting]) -> dict[str, Any]:
    """The settings as nested tables of bare values, ready to be validated."""
    tables: dict[str, Any] = {"constraints": {}, "sessions": {}}
    for key, setting in chosen.items():
        *path, last = key.split(".")
        table = tables
        for part in path:
            if not isinstance(table.setdefault(part, {}), dict):
                table[part] = {}  # the file has a table where a number belongs
            table = table[part]
        table[last] = setting.value
    return tables


def _over(base: Mapping[str, Setting], new: Mapping[str, Setting]) -> dict[str, Setting]:
    """A new value keeps the unit, grade, range and sources of the number it replaces where it brings none."""
    result = {}
    for key, setting in new.items():
        old = None if setting.grade else base.get(key)
        result[key] = replace(old, value=setting.value, origin=setting.origin) if old else setting
    return result


def _leaves(table: Mapping[str, Any], origin: str, prefix: str = "") -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for name, value in table.items():
        key = f"{prefix}{name}"
        if not prefix and name not in ("constraints", "sessions"):
            continue
        if isinstance(value, dict) and "value" in value and origin != "file":
            found[key] = _setting(key, value, origin)
        elif isinstance(value, dict):
            found |= _leaves(value, origin, f"{key}.")
        else:
            found[key] = Setting(key, value, origin)
    return found


def _setting(key: str, entry: Mapping[str, Any], origin: str) -> Setting:
    return Setting(
        key,
        entry["value"],
        origin,
        entry.get("unit", ""),
        entry.get("grade", ""),
        tuple(entry.get("range", ())),
        tuple(entry.get("cites", ())),
        entry.get("why", ""),
    )
