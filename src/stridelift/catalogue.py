"""The exercises, and what each of them amounts to: the menu from which the model fills sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from math import ceil, isinf
from typing import Any

from stridelift import _catalogue as data
from stridelift.constraints.session_content import SessionContent, may_hold
from stridelift.domain import ARM_DRILL, FOUNDATION, Dose, Exercise, Level, Makeup, Menu, Prescription, SessionClass
from stridelift.mistakes import Mistake
from stridelift.shipped import read

Catalogue = data.Catalogue
Classes = data.Classes
OwnExercise = data.ExerciseTable

_UNITS = {"points": 100}  # a prescription measures hundredths of a point
_PREFERRED = 2  # ranks that a substitute for what is spared comes earlier
_STRESS = ("none", "low", "moderate", "heavy", "impact")


def exercises(own: Iterable[Exercise] = ()) -> Mapping[str, Exercise]:
    """The catalogue by id, with the athlete's ``own`` in place of those of the same id.

    ConfigError when the file does not hold together.
    """
    return data.exercises() | {one.id: one for one in own}


def written(uid: str) -> Mapping[str, Any] | None:
    """A shipped exercise as its file has it."""
    table: Mapping[str, Any] | None = read("catalogue.toml")["exercises"].get(uid)
    return table


def phases() -> Mapping[str, str]:
    """Names of the phases of training, by letter."""
    return dict[str, str](data.catalogue().phases.items())


def own(tables: Mapping[str, OwnExercise]) -> tuple[Exercise, ...]:
    """The athlete's own exercises; their tables must be without fault."""
    return tuple(data.exercise(uid, table) for uid, table in tables.items())


def own_faults(tables: Mapping[str, OwnExercise]) -> Iterator[Mistake]:
    """What is wrong with the athlete's own exercises, at the key of the config."""
    return data.own_faults(tables)


def all_equipment(own: Iterable[Exercise] = ()) -> frozenset[str]:
    """Every word that a mode may need."""
    return frozenset(data.catalogue().equipment).union(*(mode.needs for one in own for mode in one.modes.values()))


def menu(  # noqa: PLR0913 - all that decides what an athlete may lift
    level: Level,
    phase: str,
    limits: SessionContent | None = None,
    *,
    own: Iterable[Exercise] = (),
    banned: Collection[str] = (),
    preferred: Collection[str] = (),
    cut: int = 0,
) -> Menu:
    """Every choice that an athlete of the level has in the phase, wherever it may be, in the order of a session.

    ``own`` exercises join the shipped ones, or replace those of the same id; ``preferred`` ones rank earlier. In an
    easier week each asks for ``cut`` % fewer sets.
    """
    limits, rules = limits or SessionContent(), data.classes()
    able = [
        replace(one, rank=max(0, one.rank - _PREFERRED)) if one.id in preferred else one
        for one in exercises(own).values()
        if phase in one.doses
        and one.min_level <= min(level.rank, limits.highest_level)
        and one.id not in {*limits.ban, *banned}
    ]
    return Menu(
        choices=tuple(one for exercise in in_order(able) for one in _choices(exercise, phase, limits, cut)),
        makeups={name: _makeup(one) for name, one in rules.classes.items()},
        phase=phase,
        warm_up_s=60 * limits.warm_up_minutes,
        cool_down_s=60 * limits.cool_down_minutes,
        most_contacts=limits.most_contacts(level),
    )


def in_order(some: Iterable[Exercise]) -> list[Exercise]:
    """As a session has them."""
    order = data.classes().order
    return sorted(some, key=lambda one: (order.index(one.pattern), one.impact == "high", one.rank))


def _makeup(rules: data.Class) -> Makeup:
    measures: dict[str, tuple[int, int | None]] = {
        name: (round(low * _UNITS.get(name, 1)), None if isinf(high) else round(high * _UNITS.get(name, 1)))
        for name, (low, high) in rules.measures.items()
    }
    return Makeup(
        rules.title, measures, rules.any_of, rules.only, rules.loaded, rules.usual_leg_sets, rules.usual_contacts
    )


def _choices(exercise: Exercise, phase: str, limits: SessionContent, cut: int) -> Iterator[Prescription]:
    """Each mode with each number of sets, from the dose's down to the fewest.

    Weights that can be set rank first, then what stresses most, then what gives something to work with: a band loads
    and progresses, body weight is the start. In the foundation and of drills the order is that of the catalogue, which
    begins with it.
    """

    def weight(mode: str) -> tuple[bool, int, bool]:
        one = exercise.modes[mode]
        return one.load, _STRESS.index(one.stress), bool(one.needs - data.catalogue().bodyweight.props)

    plain = phase == FOUNDATION or exercise.pattern == ARM_DRILL
    modes = list(exercise.modes) if plain else sorted(exercise.modes, key=weight, reverse=True)
    for position, mode in enumerate(modes):
        dose = _limited(_dose(exercise, mode, phase), limits)
        fewest = min(dose.sets, data.classes().fewest_sets)
        wanted = max(fewest, round(dose.sets * (100 - cut) / 100))
        for sets in range(dose.sets, fewest - 1, -1):
            yield _measured(Prescription(exercise, mode, replace(dose, sets=sets), wanted), position)


def _limited(dose: Dose, limits: SessionContent) -> Dose:
    low, high = dose.pct1rm or (0, 0)
    return replace(
        dose,
        rest_s=min(dose.rest_s, limits.most_rest_seconds),
        rir=None if dose.rir is None else max(dose.rir, limits.least_reserve),
        pct1rm=dose.pct1rm and (min(low, limits.most_load), min(high, limits.most_load)),
    )


def _measured(one: Prescription, position: int) -> Prescription:
    contacts = ceil(_contacts(one))
    return replace(
        one,
        seconds=ceil(_block(one)),
        points=round(100 * _points(one)),
        contacts=contacts,
        weighted=contacts * data.classes().contact_weight.get(one.exercise.impact, 0),
        rank=one.exercise.rank + position,
        loaded=one.exercise.modes[one.mode].load or one.stress == "heavy",
    )


def prescription(exercise: Exercise, mode: str, dose: Dose) -> Prescription:
    """An exercise with any dose, and what it amounts to; no more sets are asked for than it has."""
    return _measured(Prescription(exercise, mode, dose, dose.sets), 0)


def loadable(exercise: Exercise) -> list[str]:
    """The modes of which the load can be set."""
    return [name for name, mode in exercise.modes.items() if mode.load]


def obstacle(menu: Menu, session_class: SessionClass, equipment: frozenset[str], minutes: int) -> str | None:
    """Why no session of the class can be had with the equipment in that many minutes; None where one may be.

    A bound and no proof: the best choice of each pattern and impact, as many as the time holds.
    """
    makeup = menu.makeups[session_class]
    here = [one for one in menu.choices if one.needs <= equipment and may_hold(makeup, one)]
    if makeup.loaded and not any(one.loaded for one in here):
        return "body weight alone is not heavy"
    if makeup.any_of and not any(one.exercise.pattern in makeup.any_of for one in here):
        return f"no exercise of {' or '.join(sorted(makeup.any_of))}"
    time = 60 * minutes - menu.warm_up_s - menu.cool_down_s
    for name, (low, _) in makeup.measures.items():
        reach = _reach(here, name, time)
        if reach < low:
            unit = _UNITS.get(name, 1)
            return f"what is there gives {reach / unit:.0f} of {low / unit:g} {name.replace('_', ' ')}"
    return None


def _reach(choices: Iterable[Prescription], measure: str, time: float) -> float:
    """The most of a measure in so many seconds, if an exercise could be cut short."""
    best: dict[tuple[str, str], Prescription] = {}
    for one in choices:
        alike = (one.exercise.pattern, one.exercise.impact)
        if alike not in best or getattr(one, measure) > getattr(best[alike], measure):
            best[alike] = one
    total = 0.0
    for one in sorted(best.values(), key=lambda one: getattr(one, measure) / one.seconds, reverse=True):
        share = min(1.0, max(time, 0.0) / one.seconds)
        total += share * getattr(one, measure)
        time -= one.seconds
    return total


def _points(one: Prescription) -> float:
    """Points of leg stress: of its sets by the mode, of its ground contacts by the impact."""
    rules = data.classes()
    by_contact = rules.points_per_contact.get(one.exercise.impact, 0)
    return one.sets * rules.points_per_set.get(one.stress, 0) + _contacts(one) * by_contact


def _dose(exercise: Exercise, mode: str, phase: str) -> Dose:
    """The dose as the mode allows it: without a load to set there is no % of 1RM, and repetitions rise instead."""
    dose, rule = exercise.doses[phase], data.catalogue().bodyweight
    if dose.pct1rm is None or dose.reps is None or exercise.modes[mode].load:
        return dose
    most = rule.most_calf_reps if exercise.pattern == "calf" else rule.most_reps
    return replace(dose, pct1rm=None, reps=(dose.reps[1], max(dose.reps[1], most)))


def _contacts(prescription: Prescription) -> float:
    """Ground contacts at the middle of the dose."""
    exercise, dose = prescription.exercise, prescription.dose
    if exercise.impact == "none" or dose.reps is None:
        return 0
    return dose.sets * sum(dose.reps) / 2 * exercise.sides


def _block(prescription: Prescription) -> float:
    exercise, dose, rules = prescription.exercise, prescription.dose, data.classes()
    middle = sum(dose.seconds) / 2 if dose.seconds else sum(dose.reps or ()) / 2 * exercise.sec_per_rep
    work = middle * exercise.sides + rules.change_sides_s * (exercise.sides - 1)
    pauses = exercise.setup_s + exercise.ramp_sets * rules.ramp_set_s + (dose.sets - 1) * dose.rest_s
    return pauses + dose.sets * work + rules.transition_s
