"""The context of days from calendar to plan: what is placed where, what is said, and who overrules whom."""

from __future__ import annotations

import pytest

from command import House, Json, stridelift
from ics import USUAL, all_day, calendar, timed, week

WEEK = week("2026-11-30", USUAL)
GYM = (
    '[[places]]\nname = "home"\nequipment = ["band"]\n[[places]]\nname = "gym"\ntravel_minutes = 20\n'
    'equipment = ["barbell", "rack", "bench", "box", "dumbbell", "cable", "band", "trap_bar", "leg_press"]\n'
)
HOTEL = f'{GYM}[[places]]\nname = "hotel"\nequipment = ["band"]\nonly_on_days = true\n'
BODY_WEIGHT = {"bodyweight", "prone_w_raise"}  # what needs nothing


def solve(house: House, *life: str, config: str = GYM, runs: str = WEEK) -> Json:
    house.config(config)
    return house.solve(runs, "--busy", house.write("life.ics", calendar(*life)))


def by_date(result: Json) -> dict[str, Json]:
    return {one["date"][8:]: one for one in result["days"]}


def placed(result: Json) -> set[tuple[str, str]]:
    return {(one["start"][8:10], one["place"]) for one in result["sessions"]}


def modes(result: Json, place: str) -> set[str]:
    return {it["mode"] for one in result["sessions"] if one["place"] == place for it in one["exercises"]}


# Plans.


def test_a_week_of_travel_is_a_week_of_body_weight(house: House) -> None:
    result = solve(house, all_day("2026-11-30", "Business trip Munich", "TRANSP:TRANSPARENT", days=7))
    assert result["status"] == "OPTIMAL"
    assert {place for _, place in placed(result)} == {"away"}
    assert modes(result, "away") == BODY_WEIGHT
    assert "heavy" not in {one["class"] for one in result["sessions"]}
    assert [one["reason"] for one in result["ignored"]] == []


def test_on_a_day_off_nothing_is_placed_and_the_runs_stay(house: House) -> None:
    free = placed(solve(house))
    for day in {day for day, _ in free}:
        result = solve(house, all_day(f"2026-{'11' if day == '30' else '12'}-{day}", "Sick"))
        assert day not in {date for date, _ in placed(result)}
        assert len(result["runs"]) == len(USUAL)
        assert by_date(result)[day]["off"] is True


def test_a_whole_vacation_off_is_priced_and_not_infeasible(house: House) -> None:
    result = solve(house, all_day("2026-11-30", "No training", days=7))
    assert (result["status"], result["sessions"]) == ("OPTIMAL", [])
    assert {one["constraint"] for one in result["penalties"]} == {"weekly_volume"}


def test_gym_only_keeps_the_session_out_of_home(house: House) -> None:
    free = solve(house)
    at_home = sorted(day for day, place in placed(free) if place == "home")
    assert at_home
    days = [all_day(f"2026-{'11' if day == '30' else '12'}-{day}", "Gym only") for day in at_home]
    result = solve(house, *days)
    assert not {(day, "home") for day in at_home} & placed(result)
    assert len(result["sessions"]) == len(free["sessions"])


def test_mornings_only(house: House) -> None:
    result = solve(house, all_day("2026-11-30", "AM only", days=7))
    assert result["sessions"]
    assert all(one["end"][11:16] <= "12:00" for one in result["sessions"])
    assert by_date(result)["30"]["availability"] == ["06:00-08:00"]
    assert by_date(result)["05"]["availability"] == ["08:00-12:00"]


@pytest.mark.parametrize(
    ("title", "windows"),
    [
        ("AM only", ["06:00-08:00"]),
        ("PM only", ["12:00-14:00", "22:00-00:30"]),
        ("Evenings only", ["22:00-00:30"]),
    ],
)
def test_a_window_past_midnight_is_of_the_evening(house: House, title: str, windows: list[str]) -> None:
    config = 'availability.weekday = ["06:00-08:00", "11:30-14:00", "22:00-00:30"]\n'
    result = solve(house, all_day("2026-12-01", title), config=config)
    expected = ["06:00-08:00", "11:30-12:00"] if title == "AM only" else windows
    assert by_date(result)["01"]["availability"] == expected


def test_a_flight_of_some_hours_is_a_commitment_and_nothing_more(house: House) -> None:
    result = solve(house, timed("2026-12-01 10:00", "14:00", "Flight to Rome"))
    assert (result["days"], len(result["commitments"])) == ([], 1)


# Places.


def test_who_has_a_hotel_in_the_config_is_there(house: House) -> None:
    result = solve(house, all_day("2026-11-30", "Vacation", days=7), config=HOTEL)
    assert {place for _, place in placed(result)} == {"hotel"}
    assert any("away ('Vacation'): sessions only at hotel, unless" in one for one in result["assumptions"])


def test_who_has_a_place_called_away_has_described_it(house: House) -> None:
    config = f'{GYM}[[places]]\nname = "away"\nequipment = ["band"]\n'
    result = solve(house, all_day("2026-12-01", "Vacation"), config=config)
    assert by_date(result)["01"]["places"] == ["away"]
    assert any("sessions only at away" in one for one in result["assumptions"])


def test_without_places_in_the_config(house: House) -> None:
    result = solve(house, all_day("2026-12-03", "Vacation", days=4), config="")
    assert {(day >= "03" and day != "30", place) for day, place in placed(result)} == {
        (False, "anywhere"),
        (True, "away"),
    }
    assert "one place, anywhere, with all equipment" in result["assumptions"]
    assert result["warnings"] == []


def test_gym_only_without_a_gym_is_left_aside_with_its_reason(house: House) -> None:
    result = solve(house, all_day("2026-12-01", "Gym only"), config="")
    assert result["days"] == []
    assert [one["reason"] for one in result["ignored"]] == ["gym only, yet no place of the config is called so"]


# Several of a day.


@pytest.mark.parametrize(
    ("titles", "off", "places", "windows"),
    [
        (("Vacation", "Sick"), True, None, None),
        (("Gym only", "No training"), True, None, None),
        (("Vacation", "AM only"), False, ["away"], ["06:00-08:00"]),
        (("Gym only", "Home only"), False, [], None),
        (("AM only", "PM only"), False, None, []),
        (("PM only", "Evenings only"), False, None, ["17:30-21:30"]),
        (("Vacation", "Dienstreise"), False, ["away"], None),
    ],
)
def test_several_of_one_day_combine(
    house: House, titles: tuple[str, ...], places: list[str] | None, windows: list[str] | None, *, off: bool
) -> None:
    result = solve(house, *(all_day("2026-12-01", title) for title in titles))
    day = by_date(result)["01"]
    assert (day["off"], day["places"], day["availability"]) == (off, places, windows)
    assert day["summary"] == "; ".join(sorted(titles, key=lambda one: f"2026-12-01-{one}"))


# Who overrules whom.


def test_a_table_of_the_date_overrules_the_calendars(house: House) -> None:
    table = '[[days]]\ndate = 2026-12-02\nplaces = ["gym"]\n'
    trip = all_day("2026-12-01", "Business trip", days=3)
    result = solve(house, trip, config=GYM + table)
    assert {day: (one["places"], one["origin"]) for day, one in by_date(result).items()} == {
        "01": (["away"], "calendar"),
        "02": (["gym"], "config"),
        "03": (["away"], "calendar"),
    }
    assert any(one.startswith("Tue 01 Dec, Thu 03 Dec: away ('Business trip')") for one in result["assumptions"])


def test_one_that_is_overruled_on_all_its_days_is_left_aside(house: House) -> None:
    result = solve(house, all_day("2026-12-01", "Sick"), config=f"{GYM}[[days]]\ndate = 2026-12-01\n")
    assert [(one["summary"], one["reason"]) for one in result["ignored"]] == [
        ("Sick", "off, yet [[days]] says otherwise")
    ]
    assert by_date(result)["01"]["off"] is False


@pytest.mark.parametrize(
    ("kind", "off", "ignored"),
    [("off", True, []), ("ignore", None, ["your rule no. 1"]), ("note", None, ["your rule no. 1"])],
)
def test_rules(house: House, kind: str, ignored: list[str], *, off: bool | None) -> None:
    rule = f'[[runs.rules]]\nmatch = "Vacation"\nkind = "{kind}"\n'
    result = solve(house, all_day("2026-12-01", "Vacation"), config=GYM + rule)
    assert by_date(result).get("01", {"off": None})["off"] is off
    assert [one["reason"] for one in result["ignored"]] == ignored


def test_a_rule_for_some_hours_leaves_them_blocked(house: House) -> None:
    rule = '[[runs.rules]]\nmatch = "Zürich"\nkind = "away"\n'
    result = solve(house, timed("2026-12-01 07:00", "19:00", "Zürich"), config=GYM + rule)
    assert (by_date(result)["01"]["places"], len(result["commitments"])) == (["away"], 1)


# Dates.


def test_a_trip_of_sixty_days_counts_and_a_longer_one_does_not(house: House) -> None:
    counted = solve(house, all_day("2026-11-30", "Vacation", days=60))
    longer = solve(house, all_day("2026-11-30", "Vacation", days=61))
    assert (len(counted["days"]), longer["days"]) == (7, [])
    assert [one["reason"] for one in longer["ignored"]] == [
        "away, yet over 61 days: more than 60 are not taken for that"
    ]


def test_a_trip_that_began_before_the_week_and_ends_in_it(house: House) -> None:
    result = solve(house, all_day("2026-11-25", "Vacation", days=7))
    assert list(by_date(result)) == ["30", "01"]
    assert any(one.startswith("Mon 30 Nov – Tue 01 Dec: away") for one in result["assumptions"])


def test_a_trip_of_another_week_is_not_spoken_of(house: House) -> None:
    result = solve(house, all_day("2026-12-14", "Vacation", days=3))
    assert (result["days"], result["ignored"]) == ([], [])
    assert not any("away" in one for one in result["assumptions"])


@pytest.mark.parametrize(
    ("zone", "monday", "label"),
    [
        ("Europe/Berlin", "2027-03-22", "2027-W12"),
        ("America/New_York", "2027-11-01", "2027-W44"),
        ("Pacific/Auckland", "2027-03-29", "2027-W13"),
    ],
)
def test_days_with_a_clock_change_are_whole_days(house: House, zone: str, monday: str, label: str) -> None:
    """The last day of each of these weeks has 23 or 25 hours."""
    house.write("stridelift.toml", f'athlete.timezone = "{zone}"\n')
    sunday = f"{monday[:8]}{int(monday[8:]) + 6:02}" if monday != "2027-03-29" else "2027-04-04"
    life = house.write("life.ics", calendar(all_day(sunday, "Sick")))
    runs = calendar(all_day(monday, "Easy run 5 km"))
    result = house.solve(runs, "--busy", life, week=label, now=f"{monday}T00:00:00+00:00")
    assert [one["date"] for one in result["days"]] == [sunday]
    assert sunday not in {one["start"][:10] for one in result["sessions"]}
    assert len(result["sessions"]) > 2


def test_a_yearly_or_weekly_series_counts_each_time(house: House) -> None:
    one = all_day("2026-11-03", "Evenings only", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH")
    result = solve(house, one)
    assert list(by_date(result)) == ["01", "03"]


# Facts.


def test_strength_that_is_there_stays_on_a_day_off(house: House) -> None:
    result = solve(
        house,
        all_day("2026-12-01", "Sick"),
        timed("2026-12-01 12:00", "12:45", "Lunch"),
        runs=calendar(
            timed("2026-12-01 18:00", "18:45", "Heavy legs strength"), all_day("2026-12-03", "Easy run 8 km")
        ),
    )
    assert result["status"] == "OPTIMAL"
    assert [one["start"][8:16] for one in result["existing"]] == ["01T18:00"]


def test_an_untimed_run_on_a_day_off_keeps_its_usual_start(house: House) -> None:
    result = solve(
        house,
        all_day("2026-12-01", "Sick"),
        config=f'runs.untimed = "choose"\n{GYM}',
        runs=calendar(all_day("2026-12-01", "Easy run 8 km")),
    )
    assert [one["start"][8:16] for one in result["runs"]] == ["01T06:30"]


def test_a_plan_that_lifts_at_the_gym_while_away_is_broken(house: House) -> None:
    plan = house.folder / "strength.ics"
    house.config(GYM)
    house.solve(WEEK, "-o", plan)
    life = house.write("life.ics", calendar(all_day("2026-11-30", "Vacation", days=7)))
    done = stridelift("check", plan, house.folder / "runs.ics", "--busy", life, "--week", "2026-W49")
    assert done.code == 1
    assert "equipment" in done.out


# Shown.


def test_the_row_of_a_day_says_it(house: House) -> None:
    house.config(f'{GYM}[[days]]\ndate = 2026-12-04\nplaces = ["gym"]\navailability = ["12:00-13:00"]\n')
    life = house.write(
        "life.ics",
        calendar(
            all_day("2026-12-01", "Vacation"),
            all_day("2026-12-02", "Sick"),
            all_day("2026-12-03", "Home only"),
            all_day("2026-12-03", "AM only"),
        ),
    )
    out = stridelift("solve", house.write("runs.ics", WEEK), "--busy", life, "--week", "2026-W49").out
    rows = {line[:10]: line[10:].strip() for line in out.splitlines()[:20]}
    assert {day: rows[f"{day} Dec"] for day in ("Tue 01", "Wed 02", "Thu 03", "Fri 04")} == {
        "Tue 01": "(away)",
        "Wed 02": "(off)",
        "Thu 03": "(mornings only, home only)",
        "Fri 04": "(at gym, 12:00–13:00)",
    }


def test_an_event_is_said_once(house: House) -> None:
    result = solve(house, all_day("2026-12-01", "Vacation", days=2), all_day("2026-12-02", "Mother's birthday"))
    assert [one["summary"] for one in result["ignored"]] == ["Mother's birthday"]
    assert sum("'Vacation'" in one for one in result["assumptions"]) == 1
