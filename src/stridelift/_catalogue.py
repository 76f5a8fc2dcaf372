"""The shapes of ``models/catalogue.toml`` and ``classes.toml``, read and checked.

Their keys are explained at the head of each file. ConfigError names the file and the key that is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from stridelift.domain import Exercise, Level, SessionClass
from stridelift.errors import ConfigError
from stridelift.resources import load_toml

_CATALOGUE = "catalogue.toml"
_CLASSES = "classes.toml"
_ABOUT = frozenset({"grade", "cites"})  # for people, beside the facts

Measure = Literal["points", "contacts", "weighted", "heavy_sets", "exercises"]


def _each(words: type[StrEnum]) -> AfterValidator:
    """A table that must say something for every word."""

    def check(table: dict[Any, Any]) -> dict[Any, Any]:
        if missing := [word for word in words if word not in table]:
            raise ValueError(f"nothing for {missing[0]}")
        return table

    return AfterValidator(check)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BodyWeight(_Data):
    loads: frozenset[str]
    most_reps: int
    most_calf_reps: int


class Catalogue(_Data):
    phases: dict[str, str]
    bodyweight: BodyWeight
    exercises: dict[str, Exercise]


class Class(_Data):
    title: str
    measures: dict[Measure, tuple[float, float]]  # first included, second not
    loaded: bool = False
    usual_leg_sets: int = 0
    usual_contacts: int = 0
    any_of: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()


class Classes(_Data):
    compound_patterns: frozenset[str]
    fewest_sets: int
    order: tuple[str, ...]
    points_per_set: dict[str, float]
    points_per_contact: dict[str, float]
    contact_weight: dict[str, int]
    warm_up_s: int
    cool_down_s: int
    ramp_set_s: int
    transition_s: int
    change_sides_s: int
    movements: dict[str, frozenset[str]]
    classes: Annotated[dict[SessionClass, Class], _each(SessionClass)]


M = TypeVar("M", bound=BaseModel)


@cache
def catalogue() -> Catalogue:
    return catalogue_from(_load(_CATALOGUE))


@cache
def classes() -> Classes:
    return classes_from(_load(_CLASSES))


def exercises() -> Mapping[str, Exercise]:
    return MappingProxyType(catalogue().exercises)


def catalogue_from(data: dict[str, Any]) -> Catalogue:
    profiles, entries = data.get("profiles", {}), data.get("exercises", {})
    merged = {uid: _merged(uid, entry, profiles) for uid, entry in entries.items()}
    facts = {key: value for key, value in data.items() if key != "profiles"}
    found = _checked(_CATALOGUE, Catalogue, facts | {"exercises": merged})
    for uid, exercise in found.exercises.items():
        _check_words(uid, exercise, found)
    return found


def classes_from(data: dict[str, Any]) -> Classes:
    return _checked(_CLASSES, Classes, data)


def _merged(uid: str, entry: dict[str, Any], profiles: dict[str, Any]) -> dict[str, Any]:
    """An exercise with the doses of its profile in place."""
    profile = entry.get("profile", "")
    if profile not in profiles:
        raise _broken(_CATALOGUE, f"exercises.{uid}.profile", f"no profile is called {profile!r}")
    doses = {**profiles[profile], **entry.get("doses", {})}
    without = _ABOUT | set(entry.get("without", ()))
    facts = {key: value for key, value in entry.items() if key not in _ABOUT | {"profile", "without"}}
    about = {"grade": entry.get("grade", ""), "cites": entry.get("cites", [])}
    covers = [name for name, patterns in classes().movements.items() if entry.get("pattern") in patterns]
    return (
        facts
        | about
        | {
            "id": uid,
            "doses": {key: dose for key, dose in doses.items() if key not in without},
            "movements": [*covers, *entry.get("movements", ())],
            "compound": entry.get("pattern") in classes().compound_patterns,
        }
    )


def _check_words(uid: str, exercise: Exercise, found: Catalogue) -> None:
    strays = {*exercise.progress, *exercise.regress} - found.exercises.keys()
    strays |= exercise.doses.keys() - found.phases.keys()
    strays |= {mode.stress for mode in exercise.modes.values()} - {"impact", *classes().points_per_set}
    strays |= {exercise.impact} - {"none", *classes().points_per_contact}
    if strays:
        raise _broken(_CATALOGUE, f"exercises.{uid}", f"nothing is called {min(strays)!r}")
    if exercise.min_level > Level.ADVANCED.rank:
        raise _broken(_CATALOGUE, f"exercises.{uid}.min_level", f"{exercise.min_level} is above advanced")
    for phase, dose in exercise.doses.items():
        if (dose.reps is None) == (dose.seconds is None):
            raise _broken(_CATALOGUE, f"exercises.{uid}.doses.{phase}", "either reps or seconds")


def _load(name: str) -> dict[str, Any]:
    try:
        return load_toml(name)
    except tomllib.TOMLDecodeError as error:
        raise _broken(name, "", str(error)) from error


def _checked(name: str, kind: type[M], data: dict[str, Any]) -> M:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise _broken(name, ".".join(map(str, first["loc"])), first["msg"]) from error


def _broken(name: str, key: str, problem: str) -> ConfigError:
    return ConfigError(f"models/{name}: {key or 'the file'}: {problem}")
