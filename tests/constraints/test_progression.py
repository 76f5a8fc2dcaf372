from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest

from stridelift.constraints.availability import Availability
from stridelift.constraints.progression import Progression
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Block, Candidate, Instance, Menu, Plan, SessionClass, Span
from stridelift.horizon import Horizon
from stridelift.solve import solve
from verifier import assert_filled, assert_priced, price
from world import BERLIN, WEEK, at, choice, holding, instance, menu, place, plan, session

SIX, TWO, JUMPS = (
    session("heavy", 50, leg_sets=6),
    session("moderate", 40, leg_sets=2),
    session("core", 20, contacts=30),
)
BY_NAME = {"six": SIX, "two": TWO, "jumps": JUMPS}
THREE_WEEKS = Horizon(BERLIN, WEEK.first, 21)
RULE = Progression(weight=10, contact=3, rise_sets=4, rise_contacts=20)


def weeks(*facts: Candidate, horizon: Horizon = THREE_WEEKS, **more: Any) -> Instance:  # noqa: ANN401 - any field
    return instance(*facts, horizon=horizon, sessions=tuple(BY_NAME.values()), **more)


def placed(*by_week: str, horizon: Horizon = THREE_WEEKS) -> Plan:
    """The sessions of each week, as in ``six two``, on days of their own."""
    named = [(week, n, name) for week, names in enumerate(by_week) for n, name in enumerate(names.split())]
    return plan(*((BY_NAME[name], at(7 * week + 2 + n, "12:00", horizon)) for week, n, name in named))


def fact(name: str, day: int, horizon: Horizon = THREE_WEEKS) -> Candidate:
    one = BY_NAME[name]
    there = session(one.load, one.minutes, uid=f"{name} {day}", leg_sets=one.leg_sets, contacts=one.contacts)
    return Candidate.at(there, horizon.clock(horizon.first, 0) + day * 24 * 60)


def blocks(**phases: str) -> dict[str, Block]:
    """Of weeks by number; a phase with an x is of an easier week."""
    return {
        f"2026-W{label[1:]}": Block(menu(phase=said[0]), {}, eased=said.endswith("x")) for label, said in phases.items()
    }


@pytest.mark.parametrize(
    ("by_week", "expected"),
    [
        (["six", "six"], 0),
        (["six", "six two"], 0),
        (["six", "six two two"], 0),  # four more
        (["six", "six two two two"], 20),
        (["", "six"], 20),
        (["six six", "two", "six"], 0),
        (["six six", "two", "six two"], 20),  # the week before is the measure, not the best one
        (["six", "six two two two", "six six six two"], 20 + 40),
    ],
)
def test_rise_of_sets(by_week: list[str], expected: int) -> None:
    assert_priced(RULE, weeks(), placed(*by_week), expected)
    hard = RULE.model_copy(update={"weight": "hard"})
    assert_priced(hard, weeks(), placed(*by_week), None if expected else 0)


@pytest.mark.parametrize(
    ("by_week", "expected"), [(["jumps", "jumps"], 0), (["", "jumps"], 30), (["jumps", "jumps jumps jumps"], 120)]
)
def test_rise_of_contacts(by_week: list[str], expected: int) -> None:
    assert_priced(RULE, weeks(), placed(*by_week), expected)
    assert_priced(RULE.model_copy(update={"contact": 0}), weeks(), placed(*by_week), 0)


@pytest.mark.parametrize(
    ("facts", "by_week", "expected"),
    [
        ([], ["six six"], 0),  # nothing is known of the weeks before
        ([("six", -3)], ["six two two"], 0),
        ([("six", -3)], ["six six"], 20),
        ([("six", -3), ("six", -17), ("six", -18)], ["six six two two"], 0),  # the best of three weeks
        ([("six", -29)], ["six six six"], 0),  # too long ago
        ([("jumps", -3)], ["six"], 20),  # some strength, no leg sets
        ([("six", 1)], ["", "six"], 0),  # what is there already counts as the week before
        ([("six", 8)], ["", ""], 0),  # facts are not judged against facts
        ([("six", 8)], ["", "two"], 20),
        ([("six", 8)], ["two", "two"], 0),
    ],
)
def test_facts(facts: list[tuple[str, int]], by_week: list[str], expected: int) -> None:
    assert_priced(RULE, weeks(*(fact(*one) for one in facts)), placed(*by_week), expected)


@pytest.mark.parametrize(
    ("by_label", "by_week", "expected"),
    [
        ({"w50": "S"}, ["six", "two", "six two"], 20),
        ({"w50": "Sx"}, ["six", "two", "six two"], 0),  # an easier week is no measure
        ({"w50": "T"}, ["six", "two", "six two"], 0),
        ({"w50": "Sx"}, ["two", "six six"], 0),  # nor measured
        ({"w49": "Sx"}, ["two", "six six"], 0),  # there is no other
        ({"w49": "T", "w50": "Sx"}, ["two", "two", "six six"], 0),
    ],
)
def test_easier_weeks_and_tapers_are_no_measure(by_label: dict[str, str], by_week: list[str], expected: int) -> None:
    assert_priced(RULE, weeks(blocks=blocks(**by_label)), placed(*by_week), expected)


def test_a_week_that_is_planned_in_part_is_no_measure() -> None:
    late = Horizon(BERLIN, WEEK.planned_days[3].date, 11)
    later = [(SIX, at(5, "12:00", late)), (SIX, at(7, "12:00", late))]
    assert_priced(RULE, weeks(horizon=late), plan((TWO, at(1, "12:00", late)), *later), 0)


class TestEasier:
    """Sets above what an easier week asks for."""

    OPEN = session("moderate", 20, place=place(), lengths=(15, 20))
    SQUAT, LESS, CALF = choice("squat", 3, full_sets=2), choice("squat", 2), choice("calf", 4, full_sets=2)

    @pytest.mark.parametrize(
        ("content", "eased", "expected"),
        [("less", True, 0), ("squat", True, 10), ("squat calf", True, 30), ("squat calf", False, 0)],
    )
    def test_sets(self, content: str, *, eased: bool, expected: int) -> None:
        every: Menu = menu(self.SQUAT, self.LESS, self.CALF)
        given = {"menu": every, "blocks": {"2026-W49": Block(every, {SessionClass.MODERATE: (0, 2)}, eased)}}
        week = instance(sessions=(self.OPEN,), **given)
        named = {"squat": self.SQUAT, "less": self.LESS, "calf": self.CALF}
        held = holding(self.OPEN, *(named[name] for name in content.split()), minutes=20)
        assert_filled(RULE, week, plan((held, at(1, "12:00"))), expected)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_is_cheaper(seed: int) -> None:
    """All 512 plans of three weeks, by the check."""
    rng = Random(seed)  # noqa: S311 - no secret
    names = [rng.choice(("", "", "six", "two", "jumps")) for _ in range(3)]
    facts = [fact(name, day) for name, day in zip(names, (-9, 1, 8), strict=True) if name]
    said = {f"w{label}": rng.choice(("S", "S", "Sx", "T")) for label in (49, 50, 51)}
    kinds = [SessionClass(one.load) for one in BY_NAME.values()]
    wanted = {f"2026-W{label}": {kind: (rng.choice((0, 1)), 2) for kind in kinds} for label in (49, 50, 51)}
    given = {name: replace(one, per_week=wanted[name]) for name, one in blocks(**said).items()}
    windows = tuple(Span(at(day, "12:00", THREE_WEEKS), at(day, "12:50", THREE_WEEKS)) for day in (2, 9, 16))
    one = weeks(*facts, blocks=given, session_grid=60, availability=windows)
    rule = RULE.model_copy(update={"weight": rng.choice((1, 10, 90)), "rise_sets": rng.choice((0, 2, 4))})
    rules = [Availability(), rule, WeeklyVolume(weight=rng.choice((1, 50, 300)))]
    choices = [(it, window.start) for window in windows for it in BY_NAME.values()]
    plans = (plan(*(it for it, on in zip(choices, which, strict=True) if on)) for which in product((0, 1), repeat=9))
    least = min(found for found in (price(one, rules, each) for each in plans) if found is not None)
    assert solve(one, rules).objective == least
