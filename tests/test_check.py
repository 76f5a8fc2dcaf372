"""Any strength calendar, judged by the rules without the solver."""

from __future__ import annotations

import pytest

from command import House, stridelift
from ics import USUAL, all_day, calendar, timed, week

WEEK = week("2026-11-30", USUAL)
GYM = '["barbell", "rack", "bench", "box", "dumbbell", "cable", "band", "trap_bar"]'


@pytest.fixture
def at_home(house: House) -> House:
    house.write("runs.ics", WEEK)
    return house


def test_own_output_passes_and_costs_what_the_solver_said(at_home: House) -> None:
    solved = at_home.solve(WEEK, "-o", "strength.ics")
    done = stridelift("check", "strength.ics", "runs.ics", "--json")
    assert done.code == 0
    assert done.json["broken"] is False
    assert [one["uid"] for one in done.json["sessions"]] == [one["uid"] for one in solved["sessions"]]
    assert [one["exercises"] for one in done.json["sessions"]] == [one["exercises"] for one in solved["sessions"]]
    assert sum(one["penalty"] for one in done.json["violations"]) == solved["objective"]
    assert "No hard rule is broken." in stridelift("check", "strength.ics", "runs.ics").out


def test_the_runs_may_come_from_standard_input(at_home: House) -> None:
    at_home.solve(WEEK, "-o", "strength.ics")
    assert stridelift("check", "strength.ics", "-", stdin=WEEK).code == 0


def test_own_output_may_be_among_the_sources(at_home: House) -> None:
    at_home.solve(WEEK, "-o", "strength.ics")
    for now in ("2026-11-29T12:00+01:00", "2026-12-05T12:00+01:00", "2027-01-05T12:00+01:00"):
        assert stridelift("check", "strength.ics", "runs.ics", "strength.ics", now=now).code == 0


HAND_MADE = [  # event, rule that it breaks, run that is named
    (timed("2026-12-01 06:30", "07:20", "Gym legs"), "recovery_gap", "Intervals 6 x 800 m run"),
    (timed("2026-12-01 06:30", "07:20", "Gym legs"), "key_run_protection", "Intervals 6 x 800 m run"),
    (timed("2026-12-05 17:00", "17:50", "Gym: heavy legs"), "recovery_gap", "Long run 26 km"),
    (timed("2026-12-05 09:20", "10:10", "Core"), "no_overlap", "Easy run 8 km"),
    (timed("2026-12-04 12:00", "12:30", "Core"), "availability", "Core"),
    (all_day("2026-12-01", "Strength: heavy legs"), "recovery_gap", "Intervals 6 x 800 m run"),
]


@pytest.mark.parametrize(("event", "rule", "named"), HAND_MADE)
def test_a_broken_rule_is_named_with_the_run(at_home: House, event: str, rule: str, named: str) -> None:
    at_home.write("hand.ics", calendar(event))
    done = stridelift("check", "hand.ics", "runs.ics")
    assert done.code == 1
    broken = done.out.partition("Broken:")[2].partition("Priced:")[0].splitlines()
    assert any(line.startswith(f"  {rule}: ") and named in line for line in broken)
    found = stridelift("check", "hand.ics", "runs.ics", "--json")
    assert (found.code, found.json["broken"]) == (1, True)
    assert rule in {one["constraint"] for one in found.json["violations"] if one["weight"] == "hard"}


def test_untimed_runs_count_at_their_usual_start(at_home: House) -> None:
    at_home.write("runs.ics", calendar(all_day("2026-12-01", "Tempo run 8 km")))
    at_home.write("hand.ics", calendar(timed("2026-12-01 06:40", "07:30", "Core")))
    for untimed in ("usual", "choose"):
        at_home.config(f'runs.untimed = "{untimed}"')
        done = stridelift("check", "hand.ics", "runs.ics")
        assert (done.code, "no_overlap" in done.out) == (1, True)


def test_the_location_is_the_place(at_home: House) -> None:
    at_home.config(
        f'[[places]]\nname = "gym"\nequipment = {GYM}\ntravel_minutes = 20\n'
        'open = { weekday = ["18:00-20:00"], weekend = [] }\n'
    )
    at_home.write("hand.ics", calendar(timed("2026-12-03 18:10", "19:00", "Gym: heavy legs", "LOCATION:gym")))
    assert stridelift("check", "hand.ics", "runs.ics").code == 0
    at_home.write("hand.ics", calendar(timed("2026-12-03 20:10", "21:00", "Gym: heavy legs", "LOCATION:gym")))
    done = stridelift("check", "hand.ics", "runs.ics")
    assert (done.code, "equipment: Gym: heavy legs" in done.out) == (1, True)


def test_what_is_no_session_is_said(at_home: House) -> None:
    at_home.write(
        "hand.ics", calendar(timed("2026-12-03 18:10", "19:00", "Zebra"), timed("2026-12-04 18:00", "18:20", "Core"))
    )
    done = stridelift("check", "hand.ics", "runs.ics")
    assert "'Zebra' of hand.ics is not judged" in done.err
    assert done.out.startswith("1 session,")


def test_the_weeks_of_the_calendar_are_judged_whenever_it_is(at_home: House) -> None:
    at_home.solve(WEEK, "-o", "strength.ics")
    done = stridelift("check", "strength.ics", "runs.ics", "--json", now="2027-03-01T12:00+01:00")
    assert done.json["horizon"] == {"start": "2026-11-30T00:00:00+01:00", "end": "2026-12-07T00:00:00+01:00"}
    assert len(done.json["sessions"]) == 3


def test_a_chosen_start_counts_when_it_is_past_too(at_home: House) -> None:
    """The run is too long for the evening, so that its place is the morning, whenever one asks."""
    windows = 'availability = { weekday = [], weekend = [], tuesday = ["06:30-07:30", "19:45-20:30"] }\n'
    usual = 'usual_start = { weekday = "20:00", weekend = "08:30" }\n'
    at_home.write(
        "stridelift.toml", f'{windows}athlete.timezone = "Europe/Berlin"\nruns.untimed = "choose"\nruns.{usual}'
    )
    solved = at_home.solve(calendar(all_day("2026-12-01", "Intervals 6 x 800 m")), "-o", "strength.ics")
    starts = [one["start"][11:16] for one in (*solved["runs"], *solved["sessions"])]
    assert starts == ["06:30", "19:45", "20:00"]
    for now in ("2026-11-29T12:00+01:00", "2026-12-05T12:00+01:00"):
        assert stridelift("check", "strength.ics", "runs.ics", now=now).code == 0


def test_a_plan_is_no_standard_input(at_home: House) -> None:
    for options in ((), ("--week", "2026-W49")):
        assert stridelift("check", "-", "runs.ics", *options, stdin=WEEK).code == 2


def test_the_plan_may_lie_at_home(at_home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home.solve(WEEK, "-o", "strength.ics")
    monkeypatch.setenv("HOME", str(at_home.folder))
    assert stridelift("check", "~/strength.ics", "runs.ics").code == 0


def test_sessions_before_the_week_bind(at_home: House) -> None:
    """Heavy legs on Sunday evening, and again on Monday morning."""
    twice = (
        timed("2026-11-29 19:00", "19:50", "Gym: heavy legs"),
        timed("2026-11-30 07:10", "08:00", "Gym: heavy legs"),
    )
    at_home.write("hand.ics", calendar(*twice))
    done = stridelift("check", "hand.ics", "runs.ics", "--week", "2026-W49")
    assert done.out.startswith("1 session,")
    assert "session_spacing" in done.out


@pytest.mark.parametrize("name", ["nowhere.ics", "empty.ics"])
def test_an_unreadable_plan(at_home: House, name: str) -> None:
    at_home.write("empty.ics", "")
    assert stridelift("check", name, "runs.ics").code == 4


def test_a_hard_shortfall_is_broken(at_home: House) -> None:
    at_home.config('[constraints.weekly_volume]\nweight = "hard"\n')
    at_home.write("hand.ics", calendar(timed("2026-12-03 18:10", "19:00", "Gym: heavy legs")))
    done = stridelift("check", "hand.ics", "runs.ics")
    assert (done.code, "weekly_volume: 2026-W49, moderate: 1 session" in done.out) == (1, True)


def test_a_plan_without_sessions_in_the_period_is_said(house: House) -> None:
    runs, plan = (
        house.write("runs.ics", WEEK),
        house.write("plan.ics", calendar(timed("2019-12-03 18:00", "19:00", "Gym legs"))),
    )
    done = stridelift("check", plan, runs, "--week", "2026-W49")
    assert done.code == 0
    assert "plan.ics has no strength session between 2026-11-30 and 2026-12-06" in done.err
