"""What the calendars' events become."""

from __future__ import annotations

from datetime import datetime

import pytest

from command import House, stridelift
from ics import USUAL, all_day, calendar, timed, week
from stridelift.domain import Candidate, Priority, Run
from stridelift.situation import Situation

DECLINED = "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org"


def start(situation: Situation, one: Candidate) -> str:
    return f"{situation.horizon.at(one.start):%Y-%m-%d %H:%M}"


def runs(situation: Situation) -> list[tuple[str, str, int]]:
    """Kind, start and minutes of the runs of the week."""
    return [(one.activity.kind.value, start(situation, one), one.activity.minutes) for one in _runs(situation)]


def _runs(situation: Situation) -> list[Candidate]:
    return [one for one in situation.runs if isinstance(one.activity, Run)]


def reasons(situation: Situation) -> list[str]:
    return [one.reason for one in situation.ignored]


SIZES = [
    ("Easy run 10 km", "", 60),
    ("Easy run 10 km", 'runs.easy_pace = "5:30/km"', 55),
    ("Easy run 10 km", 'runs.easy_pace = "10:00/mi"', 62),
    ("Easy run 50 min", "", 50),
    ("Tempo run", "", 55),
    ("Tempo run", "runs.minutes.tempo = 70", 70),
    ("10k race day", "", 60),
]


@pytest.mark.parametrize(("title", "config", "minutes"), SIZES)
def test_minutes_of_an_untimed_run(house: House, title: str, config: str, minutes: int) -> None:
    house.config(config)
    assert [one[2] for one in runs(house.situation(calendar(all_day("2026-12-01", title))))] == [minutes]


@pytest.mark.parametrize(
    ("day", "config", "expected"),
    [
        ("2026-12-01", "", "2026-12-01 06:30"),
        ("2026-12-05", "", "2026-12-05 08:30"),
        ("2026-12-01", 'runs.usual_start = { weekday = "18:15", weekend = "07:00" }', "2026-12-01 18:15"),
        (
            "2026-12-01",
            'runs.usual_start = { weekday = "18:15", weekend = "07:00", tuesday = "12:00" }',
            "2026-12-01 12:00",
        ),
        ("2026-12-01", '[[days]]\ndate = 2026-12-01\ntimezone = "America/New_York"', "2026-12-01 12:30"),
    ],
)
def test_an_untimed_run_starts_as_usual(house: House, day: str, config: str, expected: str) -> None:
    house.config(config)
    assert [one[1] for one in runs(house.situation(calendar(all_day(day, "Easy run 5 km"))))] == [expected]


def test_a_second_run_of_the_day_goes_to_the_evening(house: House) -> None:
    """So does an untimed run where a timed one has the usual start."""
    situation = house.situation(
        calendar(
            all_day("2026-12-01", "Easy run 5 km"),
            all_day("2026-12-01", "Tempo run 8 km"),
            timed("2026-12-02 06:30", "07:30", "Easy run 8 km"),
            all_day("2026-12-02", "Recovery run 5 km"),
        )
    )
    assert [one[1][8:] for one in runs(situation)] == ["01 06:30", "01 17:30", "02 06:30", "02 17:30"]
    assert situation.warnings == ()


def test_a_run_in_another_zone_is_an_instant(house: House) -> None:
    event = timed("2026-12-01 18:00", "19:00", "Tempo run 8 km", zone="America/New_York")
    assert runs(house.situation(calendar(event))) == [("tempo", "2026-12-02 00:00", 60)]


def test_a_run_and_the_gym_in_one_event(house: House) -> None:
    situation = house.situation(calendar(timed("2026-12-01 17:00", "18:30", "Easy 40 min + Gym")))
    assert runs(situation) == [("easy", "2026-12-01 17:00", 40)]
    assert [(start(situation, one), one.span.minutes) for one in situation.existing] == [("2026-12-01 17:40", 50)]
    assert any("40 min of it are the run" in text for text in situation.assumptions)


def test_strength_without_an_end_has_a_usual_length(house: House) -> None:
    event = timed("2026-12-01 18:00", "18:00", "Heavy legs")
    situation = house.situation(calendar(event))
    assert [(start(situation, one), one.span.minutes) for one in situation.existing] == [("2026-12-01 18:00", 45)]
    assert any("strength of 45 min" in text for text in situation.assumptions)


def test_an_assumed_pace_has_sixty_seconds_a_minute(house: House) -> None:
    house.config('runs.easy_pace = "9:39/mi"')
    situation = house.situation(calendar(all_day("2026-12-01", "Easy run 10 km")))
    assert any("10 km at 6:00/km" in text for text in situation.assumptions)


# What plays no part, and what blocks.


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (timed("2026-12-01 12:00", "13:00", "Lunch", "STATUS:CANCELLED"), "cancelled"),
        (timed("2026-12-01 12:00", "13:00", "Tempo run 8 km", "STATUS:CANCELLED"), "cancelled"),
        (timed("2026-12-01 12:00", "13:00", "Lunch", "TRANSP:TRANSPARENT"), "marked as free time"),
        (timed("2026-12-01 12:00", "13:00", "Lunch", DECLINED), "you declined it"),
        (timed("2026-12-01 12:00", "13:00", "Tempo run 8 km", DECLINED), "you declined it"),
        (timed("2026-12-01 12:00", "12:00", "Reminder"), "takes no time"),
        (
            all_day("2026-12-01", "Mother's birthday"),
            "all-day: takes no time (a rule can make it a day away or off)",
        ),
        (all_day("2026-12-01", "Rest day"), "title: 'Rest day'"),
        (all_day("2026-11-30", "Training week 3", days=7), "covers 7 days"),
    ],
)
def test_what_is_left_aside_says_why(house: House, event: str, reason: str) -> None:
    house.config('athlete.emails = ["me@example.org"]')
    situation = house.situation(calendar(event))
    assert reasons(situation) == [reason]
    assert (situation.intake.runs, situation.intake.commitments) == ([], [])


def test_a_run_that_is_marked_as_free_still_counts(house: House) -> None:
    event = timed("2026-12-01 12:00", "13:00", "Tempo run 8 km", "TRANSP:TRANSPARENT")
    assert runs(house.situation(calendar(event))) == [("tempo", "2026-12-01 12:00", 60)]


def test_somebody_elses_refusal_counts_nothing(house: House) -> None:
    assert len(house.situation(calendar(timed("2026-12-01 12:00", "13:00", "Lunch", DECLINED))).intake.commitments) == 1


def test_what_is_left_aside_outside_the_week_is_not_listed(house: House) -> None:
    assert reasons(house.situation(calendar(all_day("2026-12-14", "Rest day")))) == []


def test_a_commitment_may_cross_midnight(house: House) -> None:
    situation = house.situation(calendar(timed("2026-12-01 22:00", "2026-12-02 07:00", "Night shift")))
    assert [(start(situation, one), one.span.minutes) for one in situation.intake.commitments] == [
        ("2026-12-01 22:00", 540)
    ]


# One run in two calendars.


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (timed("2026-12-01 18:00", "19:05", "Intervals 6 x 800 m run"), all_day("2026-12-01", "Intervals 11 km"), 1),
        (timed("2026-12-01 18:00", "19:05", "Morning run"), timed("2026-12-01 18:05", "19:00", "Tempo run 10 km"), 1),
        (all_day("2026-12-01", "Tempo run 10 km"), all_day("2026-12-01", "Run: Tempo 10 km"), 1),
        (all_day("2026-12-01", "Tempo run 10 km"), all_day("2026-12-01", "Easy run 3 km"), 2),
        (timed("2026-12-01 06:00", "07:00", "Easy run"), timed("2026-12-01 18:00", "19:00", "Tempo run"), 2),
        (all_day("2026-12-01", "Tempo run 10 km"), all_day("2026-12-02", "Tempo run 10 km"), 2),
    ],
)
def test_one_run_in_two_feeds(house: House, one: str, other: str, count: int) -> None:
    house.write("other.ics", calendar(other))
    result = house.solve(calendar(one), "other.ics")
    assert len(result["runs"]) == count
    assert len(result["ignored"]) == 2 - count
    assert count == 2 or "the same run as" in result["ignored"][0]["reason"]


def test_the_kind_that_says_more_wins(house: House) -> None:
    house.write("done.ics", calendar(timed("2026-12-01 18:00", "19:05", "Evening run")))
    result = house.solve(calendar(all_day("2026-12-01", "Intervals 6 x 800 m, 65 min")), "done.ics")
    assert [(one["kind"], one["timed"], one["summary"]) for one in result["runs"]] == [
        ("intervals", True, "Evening run")
    ]


# Races.

LISTED = '[[races]]\ndate = 2026-12-06\ndistance = "marathon"\npriority = "A"\nname = "Valencia"\n'
RACES = [  # config, event, priority, distance
    ("", all_day("2026-12-06", "Valencia Marathon race day"), Priority.C, "marathon"),
    ("", all_day("2026-12-06", "Race day!"), Priority.C, "10k"),
    (LISTED, all_day("2026-12-06", "Race day!"), Priority.A, "marathon"),
    (LISTED, timed("2026-12-06 08:30", "12:00", "Run 42.2 km"), Priority.A, "marathon"),
    (LISTED, all_day("2026-12-01", "Easy run 5 km"), Priority.A, "marathon"),
]


@pytest.mark.parametrize(("config", "event", "priority", "distance"), RACES)
def test_races(house: House, config: str, event: str, priority: Priority, distance: str) -> None:
    house.config(config)
    last = _runs(house.situation(calendar(event)))[-1].activity
    assert isinstance(last, Run)
    assert last.race is not None
    assert (last.kind, last.race.priority, last.race.distance) == ("race", priority, distance)


def test_a_parkrun_never_starts_a_taper(house: House) -> None:
    race = _runs(house.situation(calendar(all_day("2026-12-05", "parkrun race"))))[0].activity
    assert isinstance(race, Run)
    assert (race.kind, race.race) == ("race", None)
    house.config(LISTED.replace("06", "05"))
    race = _runs(house.situation(calendar(all_day("2026-12-05", "parkrun race"))))[0].activity
    assert isinstance(race, Run)
    assert race.race is not None


def test_a_race_of_another_season_is_no_run_of_this_one(house: House) -> None:
    house.config(LISTED.replace("2026", "2027"))
    assert house.situation(week("2026-11-30", USUAL)).intake.runs[-1].activity.minutes == 150


# Clock changes.


@pytest.mark.parametrize(
    ("monday", "label", "now", "offsets"),
    [
        ("2026-10-19", "2026-W43", "2026-10-18T12:00+02:00", {"+02:00", "+01:00"}),
        ("2026-03-23", "2026-W13", "2026-03-22T12:00+01:00", {"+01:00", "+02:00"}),
        ("2026-12-28", "2026-W53", "2026-12-27T12:00+01:00", {"+01:00"}),
    ],
)
def test_the_clock_on_the_wall(house: House, monday: str, label: str, now: str, offsets: set[str]) -> None:
    """Wall-clock times stay, offsets change with the clock, minutes are elapsed ones."""
    result = house.solve(week(monday, USUAL), week=label, now=now)
    assert [one["start"][11:16] for one in result["runs"]] == [start for _, start, _, _ in USUAL]
    assert [one["end"][11:16] for one in result["runs"]] == [end for _, _, end, _ in USUAL]
    assert {one["start"][19:] for one in (*result["runs"], *result["sessions"])} == offsets
    assert [one["class"] for one in result["sessions"]] == ["core", "heavy", "moderate"]
    for one in result["sessions"]:
        length = datetime.fromisoformat(one["end"]) - datetime.fromisoformat(one["start"])
        assert 15 <= length.total_seconds() / 60 <= 60


def test_strength_in_two_calendars_counts_once(house: House) -> None:
    one = calendar(timed("2026-12-01 18:00", "19:00", "Gym: heavy legs", uid="a"))
    other = calendar(timed("2026-12-01 18:15", "19:15", "Leg day", uid="b"))
    house.write("runs.ics", one)
    house.write("other.ics", other)
    found = stridelift("solve", "runs.ics", "other.ics", "--week", "2026-W49", "--json").json
    assert [(one["uid"], one["class"], one["reason"]) for one in found["existing"]] == [
        ("a", "heavy", "title: 'heavy legs'")
    ]
    assert [one["reason"] for one in found["ignored"]] == ["the same session as another one then"]


def test_a_race_that_nobody_listed_is_said(house: House) -> None:
    situation = house.situation(calendar(all_day("2026-12-06", "Valencia Marathon race day")))
    assert any("a marathon race of priority C, unless [[races]] says otherwise" in one for one in situation.assumptions)


def test_a_run_that_a_listed_race_makes_a_race_is_as_long_as_the_race(house: House) -> None:
    house.config('[[races]]\ndate = 2026-12-06\ndistance = "half"\n')
    situation = house.situation(calendar(all_day("2026-12-06", "Easy run")))
    (race,) = situation.runs
    assert (race.activity.kind, race.activity.minutes) == ("race", 127)


def test_what_is_switched_off_is_said(house: House) -> None:
    house.config("[constraints.recovery_gap]\nenabled = false\n")
    assert "recovery_gap is switched off" in house.situation(calendar(all_day("2026-12-06", "Easy run"))).assumptions
