"""What can be wrong between the tables of the exercises, although each alone has the right shape."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from operator import itemgetter

from stridelift._catalogue.shapes import Catalogue, Classes, DoseTable, ExerciseTable, Phase
from stridelift.mistakes import Mistake
from stridelift.shipped import sources, strays

Tables = Mapping[str, ExerciseTable]
Words = Mapping[str, Collection[str]]  # by kind

_THEN = " \N{RIGHTWARDS ARROW} "
_ALIKE = 0.9  # equipment that is so near a shipped word is taken for a slip


def words(catalogue: Catalogue, classes: Classes) -> Words:
    """What an exercise may name."""
    return {
        "muscle": catalogue.muscles,
        "equipment": catalogue.equipment,
        "pattern": classes.order,
        "movement": classes.movements,
        "profile": catalogue.profiles,
        "exercise": catalogue.exercises,
        "source": sources(),
    }


def exercise_faults(uid: str, table: ExerciseTable, catalogue: Catalogue, known: Words) -> Iterator[Mistake]:
    """Of one exercise, at the key that is wrong."""
    here = ("exercises", uid)
    for kind, key, named in _named(table):
        yield from strays((*here, *key), kind, named, known[kind])
    for phase in table.without:
        if phase in table.doses:
            yield Mistake((*here, "doses", phase), f"{phase} stands in without, too")
    if table.profile is None or table.profile in catalogue.profiles:
        yield from _dose_faults(here, table, catalogue)
    for name, mode in table.modes.items():
        if (mode.stress == "impact") != (table.impact != "none"):
            key = (*here, "modes", name, "stress")
            yield Mistake(key, f"{mode.stress!r} does not go with impact = {table.impact!r}")


def _named(table: ExerciseTable) -> Iterator[tuple[str, tuple[str, ...], Collection[str]]]:
    """Kind, key and words of all that a table names."""
    yield "pattern", ("pattern",), [table.pattern]
    yield "muscle", ("primary",), table.primary
    yield "muscle", ("secondary",), table.secondary
    yield "profile", ("profile",), [table.profile] if table.profile is not None else []
    yield "movement", ("movements",), table.movements
    yield "exercise", ("progress",), table.progress
    yield "exercise", ("regress",), table.regress
    yield "source", ("cites",), table.cites
    yield from (("equipment", ("modes", name, "needs"), mode.needs) for name, mode in table.modes.items())


def _dose_faults(here: tuple[str, ...], table: ExerciseTable, catalogue: Catalogue) -> Iterator[Mistake]:
    found = doses(table, catalogue)
    if not found:
        yield Mistake((*here, "doses"), "there is no dose in any phase; give a profile, or doses")
    for phase, dose in found.items():
        if table.impact != "none" and dose.reps is None:
            yield Mistake((*here, "doses", phase), "ground contacts are counted; write reps in place of seconds")


def doses(table: ExerciseTable, catalogue: Catalogue) -> dict[Phase, DoseTable]:
    """Those of its profile, with its own in their place."""
    profile = catalogue.profiles[table.profile].doses if table.profile is not None else {}
    every = {phase: table.doses.get(phase, profile.get(phase)) for phase in catalogue.phases}
    return {phase: dose for phase, dose in every.items() if dose and phase not in table.without}


def circles(tables: Tables, changed: Collection[str]) -> Iterator[Mistake]:
    """A progression must end: no exercise is harder than itself. The key is one of a ``changed`` exercise."""
    easier = {uid: [one for one in table.regress if one in tables] for uid, table in tables.items()}
    for uid, table in tables.items():
        for harder in easier.keys() & table.progress:
            easier[harder].append(uid)
    try:
        TopologicalSorter(easier).prepare()
    except CycleError as error:
        circle = list(error.args[1])
        keys = [key for low, high in pairwise(circle) for key in _edge(low, high, tables) if key[1] in changed]
        yield Mistake(min(keys, key=itemgetter(2)), f"the progression goes in a circle: {_THEN.join(circle)}")


def _edge(low: str, high: str, tables: Tables) -> Iterator[tuple[str, str, str]]:
    if high in tables[low].progress:
        yield "exercises", low, "progress"
    if low in tables[high].regress:
        yield "exercises", high, "regress"


def catalogue_faults(catalogue: Catalogue, classes: Classes) -> Iterator[Mistake]:
    known = words(catalogue, classes)
    for name in ("loads", "props"):
        yield from strays(("bodyweight", name), "equipment", getattr(catalogue.bodyweight, name), catalogue.equipment)
    for name, profile in catalogue.profiles.items():
        yield from strays(("profiles", name, "cites"), "source", profile.cites, sources())
        if not profile.doses:
            yield Mistake(("profiles", name), "there is no dose in any phase")
    for uid, table in catalogue.exercises.items():
        yield from exercise_faults(uid, table, catalogue, known)
    yield from circles(catalogue.exercises, catalogue.exercises)


def class_faults(classes: Classes) -> Iterator[Mistake]:
    patterns, numbers = classes.order, type(classes).model_fields.keys() - {"classes", "evidence"}
    for pattern in sorted(set(patterns)):
        if patterns.count(pattern) > 1:
            yield Mistake(("order",), f"{pattern!r} stands twice")
    yield from strays(("compound_patterns",), "pattern", classes.compound_patterns, patterns)
    for name, covering in classes.movements.items():
        yield from strays(("movements", name), "pattern", covering, patterns)
    for name in sorted(numbers - classes.evidence.keys()):
        yield Mistake(("evidence", name), "is missing")
    yield from strays(("evidence",), "number", classes.evidence, numbers)
    for name, graded in [*classes.evidence.items(), *classes.classes.items()]:
        table = "classes" if name in classes.classes else "evidence"
        yield from strays((table, name, "cites"), "source", graded.cites, sources())
    for one, rules in classes.classes.items():
        yield from strays(("classes", one, "any_of"), "pattern", rules.any_of, patterns)
        yield from strays(("classes", one, "only"), "pattern", rules.only, patterns)
        for measure, (low, high) in rules.measures.items():
            if low == high:
                yield Mistake(("classes", one, "measures", measure), f"nothing lies between {low:g} and {high:g}")


def own_faults(own: Tables, catalogue: Catalogue, classes: Classes) -> Iterator[Mistake]:
    """Of the athlete's own exercises among the shipped ones; they may need equipment of their own."""
    everything, shipped = {**catalogue.exercises, **own}, catalogue.equipment
    known = {**words(catalogue, classes), "exercise": everything}
    for uid, table in own.items():
        needs = {word for mode in table.modes.values() for word in mode.needs}
        slips = {word for word in needs if difflib.get_close_matches(word, shipped, 1, _ALIKE)}
        yield from exercise_faults(uid, table, catalogue, {**known, "equipment": needs - slips | shipped.keys()})
    yield from circles(everything, own)
