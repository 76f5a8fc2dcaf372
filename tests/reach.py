"""A config that lifts a wanted exercise in a wanted mode, found with the model itself.

Of all sessions of a class that hold the wanted choice the model takes the cheapest. The config then has equipment for
just these exercises, bans the others and asks for just that length: what is left has no way round the wanted one, or
the config does not reach it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ortools.sat.python import cp_model

from command import House, Json
from stridelift.catalogue import all_equipment, exercises, menu
from stridelift.domain import Instance, Level, Menu, Place, Prescription, Session, SessionClass, Span
from stridelift.solve import build
from world import WEEK, default_rules

LIMITS = next(rule for rule in default_rules() if rule.name == "session_content")
SHARES = (30, 40)  # of hard landings among the contacts, in %: the default, and the most that is usual
LENGTHS = tuple(range(10, 95, 5))
NO_RUNS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nEND:VCALENDAR\r\n"


@dataclass(frozen=True)
class Wanted:
    """An exercise in a mode, of an athlete of the level in the phase; some class of session is to have it."""

    uid: str
    mode: str
    phase: str
    level: Level

    def is_it(self, one: Prescription) -> bool:
        return (one.exercise.id, one.mode) == (self.uid, self.mode)


def wishes() -> Iterator[Wanted]:
    """Every mode of every exercise, in every phase that has a dose, at every level that may do it."""
    for uid, exercise in exercises().items():
        levels = [level for level in Level if exercise.min_level <= level.rank]
        yield from (
            Wanted(uid, mode, phase, level) for mode in exercise.modes for phase in exercise.doses for level in levels
        )


def configs(wanted: Wanted) -> Iterator[str]:
    """Configs that may reach it: at a place that has just what the mode needs, then at one that has everything."""
    choices = menu(wanted.level, wanted.phase, LIMITS)
    needs = exercises()[wanted.uid].modes[wanted.mode].needs
    shares = SHARES if exercises()[wanted.uid].impact == "high" else SHARES[:1]
    for share, equipment, session_class in product(shares, (needs, all_equipment()), SessionClass):
        day = a_day(choices, session_class, equipment)
        content = cheapest(day, share, wanted)
        if content:
            yield f"constraints.weekly_volume.most_high_impact = {share}\n{config(wanted, session_class, content)}"


def cheapest(day: Instance, share: int, wanted: Wanted) -> tuple[int, tuple[Prescription, ...]] | None:
    """Minutes and content of the cheapest session that has it; None where there is none."""
    model = build(day, default_rules(weekly_volume={"weight": "hard", "most_high_impact": share}))
    mine = [literal for part in model.parts() for one, literal in part.choices if wanted.is_it(one)]
    model.cp.add_bool_or(mine)
    model.minimize()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model.cp) != cp_model.OPTIMAL:
        return None
    (session,) = (one.activity for one in model.plan(solver.boolean_value).sessions)
    assert isinstance(session, Session)
    return session.minutes, session.exercises


def a_day(choices: Menu, session_class: SessionClass, equipment: frozenset[str]) -> Instance:
    """On which one session of the class must be."""
    day = WEEK.planned_days[0].span
    place = Place("there", equipment, open=(WEEK.span,))
    return Instance(
        day,
        WEEK.days,
        WEEK.weeks,
        sessions=(Session(session_class, LENGTHS[-1], place, lengths=LENGTHS),),
        availability=(Span(day.start + 600, day.start + 720),),
        per_week={session_class: (1, 1)},
        menu=choices,
    )


def config(wanted: Wanted, session_class: SessionClass, content: tuple[int, tuple[Prescription, ...]]) -> str:
    minutes, lifted = content
    kept = {one.exercise.id for one in lifted}
    equipment = sorted(frozenset().union(*(one.needs for one in lifted)))
    sessions = [
        f"{one.value}.per_week = [{int(one is session_class)}, {int(one is session_class)}]" for one in SessionClass
    ]
    return "\n".join(
        [
            f'athlete.level = "{wanted.level.value}"',
            f'athlete.phase = "{wanted.phase}"',
            "athlete.accustomed = true",
            f"constraints.session_content.ban = {sorted(exercises().keys() - kept)}",
            "[sessions]",
            *sessions,
            f"{session_class.value}.minutes = [{minutes}, {minutes}]",
            "[[places]]",
            'name = "there"',
            f"equipment = {equipment}",
        ]
    )


def reached(house: House, wanted: Wanted) -> Json | None:
    """The exercise as the JSON of a solve has it, with a config that reaches it."""
    for text in configs(wanted):
        house.config(f"{text}\n")
        for session in house.solve(NO_RUNS)["sessions"]:
            for one in session["exercises"]:
                if (one["id"], one["mode"]) == (wanted.uid, wanted.mode):
                    return {**one, "class": session["class"]}
    return None
