"""The hours that key runs close: their edges are those of the rules, to the minute."""

from __future__ import annotations

import pytest

from stridelift.board.shadows import Band, bands
from stridelift.constraints.base import Constraint
from stridelift.constraints.pairs import PairRule
from stridelift.domain import Candidate, Instance, Priority, Race, SessionClass, precedes
from world import at, commitment, default_rules, instance, run, session

GAPS = {"heavy_to_long": 18, "moderate_to_long": 10, "long_to_heavy": 12, "long_to_moderate": 6}
LONG = run("long", at(6, "08:30"), 150)
BOTH = {SessionClass.HEAVY: (1, 1), SessionClass.MODERATE: (1, 1), SessionClass.CORE: (1, 1)}


def rules(**gaps: float) -> tuple[Constraint, ...]:
    return default_rules(recovery_gap={**GAPS, **gaps})


def shown(*facts: Candidate, given: tuple[Constraint, ...] | None = None, per_week: object = None) -> list[Band]:
    week = instance(*facts, per_week=BOTH if per_week is None else per_week)
    return list(bands(week, rules() if given is None else given, facts, week.horizon))


def told(found: list[Band]) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(one.span.start, one.span.end, one.classes) for one in found]


def test_before_and_after_a_long_run() -> None:
    assert told(shown(LONG)) == [
        (at(5, "14:30"), at(6, "08:30"), ("heavy",)),
        (at(5, "22:30"), at(6, "08:30"), ("moderate",)),
        (at(6, "11:00"), at(6, "17:00"), ("moderate",)),
        (at(6, "11:00"), at(6, "23:00"), ("heavy",)),
    ]


@pytest.mark.parametrize(
    ("hours", "start", "rule"),
    [
        (9, at(6), "key_run_protection"),  # the run is first on its day, and the gap ends within it
        (8.5, at(6), "recovery_gap"),  # both to the minute: the first in order is named
        (8, at(6), "key_run_protection"),
    ],
)
def test_the_rule_that_reaches_farthest_is_named(hours: float, start: int, rule: str) -> None:
    before = shown(LONG, given=rules(heavy_to_long=hours, moderate_to_long=hours))[0]
    expected = start if hours <= 8.5 else LONG.start - round(60 * hours)
    assert before.span.start == expected
    assert before.classes == ("heavy", "moderate")
    assert before.text.endswith(f"({'recovery_gap' if hours > 8.5 else rule})")


def test_words() -> None:
    texts = [one.text for one in shown(LONG, given=rules(moderate_to_long=0, long_to_moderate=12))]
    assert texts == [
        "no heavy from Sat 05 Dec 14:30: 18 h before 'long' (Sun 06 Dec 08:30) (recovery_gap)",
        "no moderate from Sun 06 Dec 00:00: 'long' (Sun 06 Dec 08:30) comes first on its day (key_run_protection)",
        "no heavy or moderate until Sun 06 Dec 23:00: 12 h after 'long' (Sun 06 Dec 08:30) (recovery_gap)",
    ]


def test_days_before_and_after_a_race() -> None:
    race = run("race", at(5, "10:00"), 90, Race(Priority.A, "half"))
    given = default_rules(
        key_run_protection={"race_a_heavy": 3, "after_half_heavy": 2}, recovery_gap={"quality_to_heavy": 6}
    )
    found = shown(race, given=given, per_week={SessionClass.HEAVY: (1, 1)})
    assert told(found) == [
        (at(3), at(5, "10:00"), ("heavy",)),
        (at(5, "11:30"), at(7), ("heavy",)),
    ]
    assert "no heavy from Thu 03 Dec 00:00: 58 h before 'race' (Sat 05 Dec 10:00)" in found[0].text


def test_nothing_is_closed_by_easy_runs_and_commitments_or_to_arms() -> None:
    assert shown(run("easy", at(3, "08:00")), commitment(at(4, "08:00"))) == []
    assert shown(LONG, per_week={SessionClass.CORE: (2, 2)}) == []


@pytest.mark.parametrize("change", [{"weight": 5}, {"enabled": False}])
def test_only_hard_rules_close(change: dict[str, object]) -> None:
    given = default_rules(recovery_gap={**GAPS, **change}, key_run_protection=change)
    assert shown(LONG, given=given) == []


def _breaks(week: Instance, given: tuple[Constraint, ...], fact: Candidate, one: Candidate) -> bool:
    first, second = (fact, one) if precedes(fact, one) else (one, fact)
    speaking = (rule for rule in given if isinstance(rule, PairRule) and rule.hard)
    return any(rule.judge(week, first, second) for rule in speaking if rule.name != "no_overlap")


@pytest.mark.parametrize("kind", ["long", "tempo", "intervals", "hills", "race"])
@pytest.mark.parametrize("clock", ["00:00", "05:00", "12:00", "23:00"])
def test_the_edges_are_those_of_the_rules(kind: str, clock: str) -> None:
    """A session may go on until a band begins and start when it ends; a minute more is one too many."""
    fact = run(kind, at(3, clock), 75, Race(Priority.B, "10k") if kind == "race" else None)
    given = default_rules()
    week = instance(fact, per_week=BOTH)
    for band in bands(week, given, [fact], week.horizon):
        for name in band.classes:
            minute = session(name, 1)
            inside = band.span.end - 1 if band.span.start == fact.end else band.span.start
            outside = band.span.end if band.span.start == fact.end else band.span.start - 1
            assert _breaks(week, given, fact, Candidate.at(minute, inside)), band
            assert not _breaks(week, given, fact, Candidate.at(minute, outside)), band
