"""Whole weeks of platforms' feeds, from the calendar to the plan: what is a run, and that the plan keeps to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from command import House, stridelift
from feeds import DATA

NOW = "2026-11-22T12:00:00+01:00"  # the day before the week


def solved(house: House, name: str) -> dict[str, Any]:
    feed = house.write(f"{name}.ics", (DATA / f"{name}.ics").read_bytes())
    done = stridelift("solve", feed, "--config", house.config(), "--week", "2026-W48", "--json", now=NOW)
    assert done.code == 0, done.err
    result: dict[str, Any] = done.json
    assert result["status"] == "OPTIMAL"
    return result


def runs(result: dict[str, Any]) -> Iterator[str]:
    """Weekday, start, kind and minutes."""
    for run in result["runs"]:
        start, end = (datetime.fromisoformat(run[name]) for name in ("start", "end"))
        yield f"{start:%a %H:%M} {run['kind']} {(end - start).seconds // 60}"


WEEKS = {
    "runna_week": [
        "Mon 06:30 easy 45",
        "Mon 19:00 easy 30",
        "Tue 06:30 intervals 48",
        "Thu 06:30 tempo 42",
        "Sat 08:30 easy 38",
        "Sun 08:30 long 58",
    ],
    "trainingpeaks_week": [
        "Mon 07:00 easy 43",
        "Tue 06:30 tempo 65",
        "Wed 06:30 cross 120",
        "Thu 06:30 easy 45",
        "Sun 08:30 race 60",
    ],
    "final_surge": [
        "Mon 06:30 easy 66",
        "Tue 06:30 tempo 64",
        "Wed 06:30 easy 61",
        "Thu 06:30 tempo 70",
        "Fri 06:30 intervals 82",
        "Sat 08:30 tempo 90",
        "Sun 08:30 long 110",
    ],
    "garmin": [
        "Mon 06:30 easy 45",
        "Tue 06:30 intervals 60",
        "Wed 06:30 recovery 35",
        "Thu 06:30 tempo 55",
        "Fri 06:30 intervals 60",
        "Sun 08:30 long 100",
    ],
    "two_a_day": [
        "Mon 06:30 easy 48",
        "Mon 17:30 intervals 60",
        "Tue 06:30 easy 30",
        "Tue 17:30 easy 30",
        "Wed 06:30 easy 45",
        "Thu 06:30 easy 48",
        "Fri 06:30 easy 48",
        "Fri 17:30 intervals 60",
        "Sat 07:00 tempo 60",
        "Sat 17:30 easy 36",
        "Sun 08:30 long 144",
    ],
}


@pytest.mark.parametrize("name", WEEKS)
def test_runs_of_the_week(house: House, name: str) -> None:
    assert list(runs(solved(house, name))) == WEEKS[name]


@pytest.mark.parametrize("name", WEEKS)
def test_no_session_stands_over_a_run(house: House, name: str) -> None:
    result = solved(house, name)
    assert result["sessions"]
    for session in result["sessions"]:
        for run in result["runs"]:
            assert session["end"] <= run["start"] or run["end"] <= session["start"]


def test_strength_of_the_feed_is_there_already(house: House) -> None:
    found = [(one["class"], one["start"][:16]) for one in solved(house, "runna_week")["existing"]]
    assert found == [("heavy", "2026-11-25T17:30"), ("moderate", "2026-11-27T17:30")]


def test_a_race_without_a_word_of_it_is_taken_for_one_and_said(house: House) -> None:
    result = solved(house, "trainingpeaks_week")
    assert result["runs"][-1]["reason"] == "TrainingPeaks: an event without a sport is a race"
    said = "Sun 29 Nov 'Harbour Challenge': a 10k race of priority C, unless [[races]] says otherwise"
    assert said in result["assumptions"]


def test_each_of_two_runs_has_an_id_and_the_second_is_said(house: House) -> None:
    result = solved(house, "two_a_day")
    ids = [run["uid"] for run in result["runs"]]
    assert len(set(ids)) == len(ids)
    assert "timed-double@example.org/second" in ids
    assert "Tue 24 Nov 'Double: 5k + 5k': a second run, usually at 17:30" in result["assumptions"]


def test_two_runs_in_two_calendars_are_two_runs(house: House) -> None:
    data = (DATA / "two_a_day.ics").read_bytes()
    feeds = [house.write(name, data) for name in ("a.ics", "b.ics")]
    result = stridelift("solve", *feeds, "--config", house.config(), "--week", "2026-W48", "--json", now=NOW).json
    assert list(runs(result)) == WEEKS["two_a_day"]


def test_optional_runs_count_and_optional_strength_does_not(house: House) -> None:
    result = solved(house, "optional")
    assert list(runs(result)) == [
        "Tue 06:30 easy 24",
        "Thu 06:30 recovery 35",
        "Sat 08:30 recovery 18",
        "Sun 08:30 long 68",
    ]
    assert [one["summary"] for one in result["existing"]] == ["Strength + optional recovery jog"]
    reasons = {one["summary"]: one["reason"] for one in result["ignored"]}
    assert set(reasons) == {"Strength or Rest", "Off Day or Cross Training or Strength Training", "(optional) Gym"}
    assert all(reason.startswith("optional strength: the plan places its own") for reason in reasons.values())
    optional = [line for line in result["assumptions"] if line.endswith("optional: taken as run")]
    assert [line[:10] for line in optional] == ["Tue 24 Nov", "Thu 26 Nov", "Sat 28 Nov"]
