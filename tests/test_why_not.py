"""Why a session is not at a given start: the exact words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from stridelift.domain import (
    Candidate,
    Commitment,
    Instance,
    Plan,
    Priority,
    Race,
    Run,
    RunKind,
    Session,
    SessionClass,
    Span,
)
from stridelift.explain.changes import changes
from stridelift.explain.there import there
from stridelift.solve import Status
from world import at, default_rules, exercise, instance, place, run, session

HEAVY = session("heavy", 60, place=place("gym", 15))
WANTED = {SessionClass.HEAVY: (1, 1), SessionClass.MODERATE: (1, 1)}
LONG = Candidate.at(Run("long", "Long run 26 km", RunKind.LONG, 150), at(6, "08:30"))
TEMPO = Candidate.at(Run("tempo", "Tempo 10 km", RunKind.TEMPO, 60), at(3, "18:00"))
OFFICE = Candidate.at(Commitment("office", "Office", 240), at(1, "13:15"))
RACE = Candidate.at(Run("race", "Winter 10k", RunKind.RACE, 50, race=Race(Priority.A, "10k")), at(5, "10:00"))
SQUATS = Candidate.at(Session(SessionClass.MODERATE, 45, title="Squats with Ann", uid="squats"), at(2, "18:00"))
WINDOWS = tuple(Span(at(day, "17:30"), at(day, "21:30")) for day in range(4))
W49 = "2026-W49"
OPEN = tuple(Span(at(day, "09:00"), at(day, "18:00")) for day in range(7))


def week(*facts: Candidate, **more: Any) -> Instance:  # noqa: ANN401 - any field of an instance
    return instance(*facts, **{"sessions": (HEAVY,), "per_week": WANTED, "session_grid": 15, **more})


def said(asked: Instance, day: int, clock: str, **rules: Any) -> list[str]:  # noqa: ANN401 - settings by rule
    answer = there(asked, default_rules(**rules), SessionClass.HEAVY, at(day, clock))
    assert answer.result is None
    return [f"{one.constraint}: {one.sentence}" for at_place in answer.places for one in at_place.obstacles]


BARBELL = session("heavy", 60, place=place("home"), exercises=(exercise("barbell", "rack"),))
SHORT = (session("heavy", 60, place=place("gym", spans=OPEN)),)
ONCE = (session("heavy", 60, place=place("gym", spans=OPEN[:1])),)

# The facts and the day, then the sentences; each begins with the rule.
SITUATIONS: dict[str, tuple[Instance, int, str, str]] = {
    "too close before a run": (
        week(LONG), 5, "17:00",
        """recovery_gap: only 14 h 30 min before long 'Long run 26 km' (Sun 06 Dec 08:30–11:00), where heavy needs 18 h:
        3 h 30 min missing; possible at Sat 05 Dec 13:30 or earlier or from Sun 06 Dec 23:00 on""",
    ),
    "at the time of a run": (
        week(TEMPO), 3, "18:30",
        """no_overlap: tempo 'Tempo 10 km' (Thu 03 Dec 18:00–19:00) is in the way, with 15 min to get there: 45 min too
        close; possible at Thu 03 Dec 16:45 or earlier or from Thu 03 Dec 19:15 on
        | recovery_gap: at the time of tempo 'Tempo 10 km' (Thu 03 Dec 18:00–19:00), where heavy needs 3 h: 3 h 30 min
        missing; possible at Wed 02 Dec 19:00 or earlier or from Thu 03 Dec 22:00 on""",
    ),
    "a commitment": (
        week(OFFICE), 1, "16:30",
        """no_overlap: 'Office' (Tue 01 Dec 13:15–17:15) is in the way, with 15 min to get there: 1 h too close;
        possible at Tue 01 Dec 12:00 or earlier or from Tue 01 Dec 17:30 on""",
    ),
    "the gym is closed": (
        week(sessions=SHORT), 4, "17:30",
        """equipment: gym is closed for 30 min of it (Fri open 09:00–18:00);
        1 h may start that day at 09:00 to 17:00""",
    ),
    "the gym is not open at all": (
        week(sessions=ONCE), 4, "17:30", "equipment: gym is not available on Fri 04 Dec",
    ),
    "the place lacks what is lifted": (
        week(sessions=(BARBELL,)), 4, "17:30", "equipment: home has no barbell and no rack",
    ),
    "a session of that day": (
        week(SQUATS), 2, "06:00",
        """session_spacing: moderate session 'Squats with Ann' (Wed 02 Dec 18:00–18:45) is too near for heavy: 10 h
        missing between the two starts; possible at Tue 01 Dec 20:00 or earlier or from Thu 03 Dec 16:00 on""",
    ),
    "a key run comes first": (
        week(TEMPO), 3, "00:00",
        """recovery_gap: only 17 h before tempo 'Tempo 10 km' (Thu 03 Dec 18:00–19:00), where heavy needs 22 h: 5 h
        missing; possible at Wed 02 Dec 19:00 or earlier or from Thu 03 Dec 22:00 on
        | key_run_protection: tempo 'Tempo 10 km' (Thu 03 Dec 18:00–19:00) comes first on its day: heavy only after it;
        possible at Wed 02 Dec 23:45 or earlier""",
    ),
    "a race ahead": (
        week(RACE), 2, "12:00",
        """key_run_protection: too few days before race 'Winter 10k' (Sat 05 Dec 10:00–10:50), a race of priority A, for
        heavy""",
    ),
    "after the race": (
        week(RACE), 6, "12:00",
        "key_run_protection: after race 'Winter 10k' (Sat 05 Dec 10:00–10:50) no heavy session before Wed 09 Dec",
    ),
    "outside the windows": (
        week(availability=WINDOWS), 2, "20:45",
        """availability: 30 min of it with 15 min there and back are outside your free time (Wed 17:30–21:30);
        1 h may start that day at 17:45 to 20:15""",
    ),
    "a day off": (
        week(availability=WINDOWS), 5, "18:00", "availability: you have no free time on Sat 05 Dec",
    ),
    "before now and the notice": (
        week(now=at(1, "12:00")), 1, "13:00",
        """availability: too soon: it is Tue 01 Dec 12:00 now and the notice of 2 h with 15 min to get there;
        1 h may start that day at 14:15 to 23:59""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_words_of_what_forbids(name: str) -> None:
    asked, day, clock, expected = SITUATIONS[name]
    assert said(asked, day, clock) == " ".join(expected.split()).split(" | ")


def test_hard_days_of_the_week() -> None:
    """Four key runs, and four hard days at most."""
    runs = [run("tempo", at(day, "06:00"), 30) for day in (0, 2, 4, 6)]
    assert said(week(*runs), 5, "00:00", hard_days={"most": 4}) == [
        f"hard_days: {W49} has its 4 hard days already; possible on a day that is hard already",
        "hard_days: it would make 3 hard days in a row from Fri 04 Dec, where 2 are the most",
    ]


def test_what_nobody_wants_is_said() -> None:
    answer = there(week(), default_rules(), SessionClass.PLYO_HIGH, at(1, "18:00"))
    assert answer.unwanted == "no plyo_high session is wanted: [sessions] has at most 0 a week of them"
    assert answer.forbidden


def test_what_no_place_serves_is_said() -> None:
    answer = there(week(), default_rules(), SessionClass.MODERATE, at(1, "18:00"))
    assert answer.unwanted == "no place has the equipment that a moderate session needs"


def test_what_may_move_collides() -> None:
    """One day, one session a day, and two classes that must both be placed: nothing fixed forbids the noon."""
    moderate = session("moderate", 60, place=HEAVY.place)
    day = week(sessions=(HEAVY, moderate), availability=(Span(at(1), at(2)),), per_week=WANTED)
    rules = default_rules(weekly_volume={"weight": "hard"})
    answer = there(day, rules, SessionClass.HEAVY, at(1, "12:00"))
    assert answer.result is not None
    assert answer.result.status is Status.INFEASIBLE
    assert {one.name for one in answer.conflict} == {"session_spacing", "weekly_volume", "availability"}


def test_the_changes_between_two_plans() -> None:
    gym, home = place("gym"), place("home")
    heavy, core = session("heavy", 60, place=gym), session("core", 20, place=home)
    free = Run("free", "Easy 8 km", RunKind.EASY, 48, timed=False, usual=at(1, "06:30"))
    before = Plan.of(
        [Candidate.at(heavy, at(1, "18:00")), Candidate.at(core, at(3, "07:00")), Candidate.at(free, at(1, "06:30"))]
    )
    after = Plan.of(
        [
            Candidate.at(replace(heavy, place=home, minutes=45), at(2, "18:00")),
            Candidate.at(session("upper", 30, place=gym), at(4, "18:00")),
            Candidate.at(free, at(1, "12:00")),
        ]
    )
    assert list(changes(week(), before, after)) == [
        "heavy moves from Tue 01 Dec 18:00 to Wed 02 Dec 18:00 at home and has 45 min instead of 60",
        "core on Thu 03 Dec 07:00 is dropped",
        "upper is added: Fri 04 Dec 18:00, 30 min at gym",
        "easy 'Easy 8 km' moves from Tue 01 Dec 06:30 to Tue 01 Dec 12:00",
    ]
    assert list(changes(week(), before, before)) == []
