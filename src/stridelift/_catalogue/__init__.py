"""``models/catalogue.toml`` and ``classes.toml``, read and checked, and the exercises that they make.

Their keys are explained at the head of each file. ConfigError names the file, the key and what is wrong there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from stridelift._catalogue import checks
from stridelift._catalogue.shapes import Catalogue, Class, Classes, ExerciseTable
from stridelift.domain import Exercise, Mode
from stridelift.mistakes import Mistake
from stridelift.shipped import held, read, shaped

__all__ = ["Catalogue", "Class", "Classes", "ExerciseTable"]

_CATALOGUE = "catalogue.toml"
_CLASSES = "classes.toml"


@cache
def catalogue() -> Catalogue:
    return catalogue_from(read(_CATALOGUE))


@cache
def classes() -> Classes:
    return classes_from(read(_CLASSES))


@cache
def exercises() -> MappingProxyType[str, Exercise]:
    return MappingProxyType({uid: exercise(uid, table) for uid, table in catalogue().exercises.items()})


def catalogue_from(data: dict[str, Any]) -> Catalogue:
    found = shaped(_CATALOGUE, Catalogue, data)
    held(_CATALOGUE, checks.catalogue_faults(found, classes()))
    return found


def classes_from(data: dict[str, Any]) -> Classes:
    found = shaped(_CLASSES, Classes, data)
    held(_CLASSES, checks.class_faults(found))
    return found


def exercise(uid: str, table: ExerciseTable) -> Exercise:
    """An exercise with the doses of its profile in place."""
    rules = classes()
    covers = [name for name, patterns in rules.movements.items() if table.pattern in patterns]
    return Exercise(
        id=uid,
        name=table.name,
        family=table.family,
        pattern=table.pattern,
        sides=table.sides,
        primary=table.primary,
        secondary=table.secondary,
        modes={name: Mode(frozenset(mode.needs), mode.stress) for name, mode in table.modes.items()},
        doses={phase: found.dose for phase, found in checks.doses(table, catalogue()).items()},
        sec_per_rep=table.sec_per_rep,
        setup_s=table.setup_s,
        ramp_sets=table.ramp_sets,
        doms=table.doms,
        impact=table.impact,
        min_level=table.min_level,
        progress=table.progress,
        regress=table.regress,
        safety=table.safety,
        grade=table.grade,
        cites=table.cites,
        rank=table.rank,
        movements=(*covers, *table.movements),
        compound=table.pattern in rules.compound_patterns,
    )


def own_faults(own: Mapping[str, ExerciseTable]) -> Iterator[Mistake]:
    """What is wrong with the athlete's own exercises."""
    return checks.own_faults(own, catalogue(), classes())
