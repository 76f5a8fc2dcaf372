"""From config and calendars to the instance: hours, places, days, classes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from command import House, stridelift
from ics import USUAL, all_day, calendar, timed, week
from stridelift.domain import Span
from stridelift.situation import Situation

WEEK = week("2026-11-30", USUAL)
FULL_GYM = '["barbell", "rack", "bench", "box", "dumbbell", "cable", "band", "trap_bar"]'


def clock(situation: Situation, spans: tuple[Span, ...]) -> list[str]:
    at = situation.horizon.at
    return [f"{at(one.start):%d %H:%M}-{at(one.end):%H:%M}" for one in spans]


WINDOWS = [  # config, windows of Monday and Tuesday
    ("", ["30 06:00-08:00", "30 17:30-21:30", "01 06:00-08:00", "01 17:30-21:30"]),
    ("[[days]]\ndate = 2026-11-30\noff = true", ["01 06:00-08:00", "01 17:30-21:30"]),
    (
        '[[days]]\ndate = 2026-11-30\navailability = ["12:00-13:00"]',
        ["30 12:00-13:00", "01 06:00-08:00", "01 17:30-21:30"],
    ),
    (
        '[[days]]\ndate = 2026-11-30\ntimezone = "Europe/London"',
        ["30 07:00-09:00", "30 18:30-22:30", "01 06:00-08:00", "01 17:30-21:30"],
    ),
    ('availability = { weekday = ["22:00-02:00"], weekend = [] }', ["30 22:00-02:00", "01 22:00-02:00"]),
]


@pytest.mark.parametrize(("config", "expected"), WINDOWS)
def test_availability(house: House, config: str, expected: list[str]) -> None:
    house.config(config)
    situation = house.situation(WEEK)
    assert clock(situation, situation.instance.availability)[: len(expected)] == expected


def test_a_day_off_has_no_session(house: House) -> None:
    free = house.solve(WEEK)["sessions"]
    day = free[1]["start"][:10]
    house.config(f"[[days]]\ndate = {day}\noff = true")
    assert day not in {one["start"][:10] for one in house.solve(WEEK)["sessions"]}


def test_a_hotel_is_offered_only_on_its_days_and_has_no_heavy_session(house: House) -> None:
    days = "".join(f'[[days]]\ndate = 2026-12-0{n}\nplaces = ["hotel"]\n' for n in (3, 4, 5, 6))
    house.config(
        f'[[places]]\nname = "gym"\nequipment = {FULL_GYM}\n[[places]]\nname = "hotel"\nonly_on_days = true\n{days}'
    )
    placed = [(one["class"], one["start"][:10], one["place"]) for one in house.solve(WEEK)["sessions"]]
    assert all((day >= "2026-12-03") == (place == "hotel") for _, day, place in placed)
    assert "heavy" not in {name for name, _, place in placed if place == "hotel"}
    assert "hotel" in {place for _, _, place in placed}


def test_body_weight_alone_is_never_heavy(house: House) -> None:
    house.config('[[places]]\nname = "hotel"\n')
    result = house.solve(WEEK)
    assert {one["class"] for one in result["sessions"]} == {"moderate", "core"}
    assert any(
        one.startswith("no heavy session anywhere (hotel: body weight alone is not heavy") for one in result["warnings"]
    )


def test_a_place_is_used_while_it_is_open(house: House) -> None:
    house.config(
        f'[[places]]\nname = "gym"\nequipment = {FULL_GYM}\n'
        'open = { weekday = ["19:00-21:00"], weekend = ["12:00-14:00"] }\n'
    )
    for one in house.solve(WEEK)["sessions"]:
        weekend = one["start"][8:10] in {"05", "06"}
        assert ("12:00" if weekend else "19:00") <= one["start"][11:16] < one["end"][11:16]
        assert one["end"][11:16] <= ("14:00" if weekend else "21:00")


def test_the_way_to_the_gym_stays_off_runs_and_windows(house: House) -> None:
    house.config(f'[[places]]\nname = "gym"\ntravel_minutes = 30\nequipment = {FULL_GYM}\n')
    for one in house.solve(WEEK)["sessions"]:
        if one["start"][8:10] not in {"05", "06"}:
            assert "06:30" <= one["start"][11:16] <= "07:30" or "18:00" <= one["start"][11:16] <= "21:00"


def test_a_class_can_be_turned_off(house: House) -> None:
    house.config("[sessions]\nheavy = { per_week = [0, 0] }\nupper = { per_week = [1, 1] }\n")
    assert {one["class"] for one in house.solve(WEEK)["sessions"]} == {"moderate", "core", "upper"}


# Unaccustomed athletes.


def test_a_second_heavy_session_of_the_unaccustomed_is_a_moderate_one(house: House) -> None:
    quiet = calendar(all_day("2026-12-06", "Easy run 8 km"))
    config = "constraints.weekly_volume = { most_leg_sets = 40, most_minutes = 300 }\n"
    house.config(f"{config}sessions.heavy.per_week = [2, 2]\nsessions.moderate.per_week = [0, 0]\n")
    assert [one["class"] for one in house.solve(quiet)["sessions"]].count("heavy") == 2
    house.config(
        f"{config}sessions.heavy.per_week = [2, 2]\nsessions.moderate.per_week = [0, 0]\nathlete.accustomed = false"
    )
    classes = [one["class"] for one in house.solve(quiet)["sessions"]]
    assert (classes.count("heavy"), classes.count("moderate")) == (1, 1)


@pytest.mark.parametrize(("seen", "accustomed"), [(0, False), (2, False), (3, True)])
def test_a_novice_is_accustomed_after_some_sessions(house: House, seen: int, accustomed: bool) -> None:  # noqa: FBT001 - a row of the table
    house.config('athlete.level = "novice"')
    gym = [timed(f"2026-11-{20 + 2 * n} 18:00", "18:45", "Strength training") for n in range(seen)]
    situation = house.situation(calendar(*gym))
    assert situation.instance.athlete.accustomed is accustomed
    assert any(text.endswith(f"{seen} sessions seen") for text in situation.assumptions)


@pytest.mark.parametrize(
    ("days", "accustomed"),  # before the horizon, on which there was strength
    [((), True), ((20,), True), ((21,), True), ((22,), False), ((27, 24), False), ((27, 3), True), ((-1,), True)],
)
def test_a_break_of_three_weeks_makes_unaccustomed(house: House, days: tuple[int, ...], accustomed: bool) -> None:  # noqa: FBT001 - a row of the table
    dates = [date(2026, 11, 30) - timedelta(days=before) for before in days]
    situation = house.situation(calendar(*(timed(f"{one} 18:00", "18:45", "Strength training") for one in dates)))
    assert situation.instance.athlete.accustomed is accustomed
    said = f"no longer accustomed to strength: none since {max(dates):%a %d %b}" if not accustomed else "accustomed to"
    assert any(text.startswith(said) for text in situation.assumptions)


def test_what_nobody_said_is_said(house: House) -> None:
    said = " ".join(house.situation(calendar(all_day("2026-12-01", "Easy run"))).assumptions)
    for part in ("level intermediate", "accustomed", "free 06:00–08:00", "start at 06:30", "one place", "45 min"):
        assert part in said


# Runs whose start is chosen.

CHOOSE = 'runs.untimed = "choose"\n'


def test_chosen_starts_lie_inside_the_windows_and_near_the_usual(house: House) -> None:
    house.config(CHOOSE)
    busy = calendar(timed("2026-12-01 06:00", "07:00", "Breakfast"))
    house.write("busy.ics", busy)
    runs = calendar(all_day("2026-12-01", "Tempo run 40 min"), all_day("2026-12-03", "Easy run 8 km"))
    result = house.solve(runs, "--busy", "busy.ics")
    assert [(one["start"][8:16], one["timed"]) for one in result["runs"]] == [("01T07:00", False), ("03T06:30", False)]


def test_a_chosen_start_is_said(house: House) -> None:
    house.config(CHOOSE)
    house.write("busy.ics", calendar(timed("2026-12-01 06:00", "08:00", "Breakfast")))
    result = house.solve(calendar(all_day("2026-12-01", "Tempo run 8 km")), "--busy", "busy.ics")
    assert result["runs"][0]["start"] == "2026-12-01T18:00:00+01:00"
    assert "(start chosen)" in stridelift("solve", "runs.ics", "--busy", "busy.ics", "--week", "2026-W49").out


def test_a_run_that_fits_no_window_is_taken_as_usual(house: House) -> None:
    house.config(CHOOSE)
    result = house.solve(calendar(all_day("2026-12-01", "Long run 50 km")))
    assert result["runs"][0]["start"] == "2026-12-01T06:30:00+01:00"
    assert result["warnings"] == ["'Long run 50 km' fits no window: it is taken at its usual start"]


TOGETHER = [  # windows of the weekday, minutes of the runs, how many fit no window
    ('["06:00-08:00", "17:30-21:30"]', (100, 130), 0),
    ('["06:00-08:00"]', (50, 50), 0),
    ('["06:00-08:00"]', (70, 70), 1),
    ('["06:00-08:00"]', (70, 70, 40), 2),
    ('["06:00-08:00", "17:30-21:30"]', (130, 130), 2),  # the second's usual start takes the first one's only window
    ("[]", (50,), 1),
]


@pytest.mark.parametrize(("windows", "minutes", "homeless"), TOGETHER)
def test_runs_that_do_not_fit_together_are_no_conflict(
    house: House, windows: str, minutes: tuple[int, ...], homeless: int
) -> None:
    house.config(f'{CHOOSE}availability = {{ weekday = {windows}, weekend = ["08:00-20:00"] }}\n')
    runs = [all_day("2026-12-01", f"Easy run {length} min", uid=str(n)) for n, length in enumerate(minutes)]
    result = house.solve(calendar(*runs))
    assert result["status"] == "OPTIMAL"
    assert sum("fits no window" in text for text in result["warnings"]) == homeless


def test_a_race_starts_when_its_organiser_says(house: House) -> None:
    house.config(CHOOSE)
    situation = house.situation(calendar(all_day("2026-12-06", "Valencia Marathon race day")))
    assert situation.instance.runs == ()
