"""The command line from outside: what goes in, what comes out, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from command import NOW, House, stridelift
from ics import USUAL, all_day, calendar, event, timed, week

WEEK = week("2026-11-30", USUAL)
CRUISE = calendar(timed("2026-11-30 00:00", "2026-12-07 00:00", "Cruise"))
NO_SLACK = '[constraints.weekly_volume]\nweight = "hard"\n'
KEYS = {
    "status", "objective", "bound", "horizon", "sessions", "runs", "ignored", "commitments", "existing", "penalties",
    "assumptions", "warnings",
}  # fmt: skip


@pytest.fixture
def runs(house: House) -> Path:
    return house.write("runs.ics", WEEK)


# What goes in.


def test_standard_input(house: House) -> None:
    done = stridelift("solve", "-", "--week", "2026-W49", "--json", stdin=WEEK)
    assert done.code == 0
    assert done.err == ""
    assert len(done.json["runs"]) == 5


def test_two_sources_are_one_week(house: House, runs: Path) -> None:
    club = house.write("club.ics", calendar(timed("2026-12-02 19:00", "20:00", "Club run 10 km")))
    assert len(stridelift("solve", runs, club, "--week", "2026-W49", "--json").json["runs"]) == 6


def test_a_source_named_twice_counts_once(house: House, runs: Path) -> None:
    result = stridelift("solve", runs, runs, "--week", "2026-W49", "--json").json
    assert (len(result["runs"]), result["ignored"]) == (5, [])


def test_busy_only_blocks(house: House, runs: Path) -> None:
    life = house.write("life.ics", calendar(timed("2026-12-02 17:30", "18:30", "Tempo run 8 km")))
    result = stridelift("solve", runs, "--busy", life, "--week", "2026-W49", "--json").json
    assert len(result["runs"]) == 5
    assert result["commitments"] == [{"start": "2026-12-02T17:30:00+01:00", "end": "2026-12-02T18:30:00+01:00"}]


def test_calendars_of_the_config_lie_beside_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write("runs.ics", WEEK)
    house.write("life.ics", calendar(timed("2026-12-02 17:30", "18:30", "Tempo run 8 km")))
    file = house.config(
        '[[calendars]]\nsource = "runs.ics"\nrole = "training"\n[[calendars]]\nsource = "life.ics"\nrole = "busy"\n'
    )
    (house.folder / "elsewhere").mkdir()
    monkeypatch.chdir(house.folder / "elsewhere")
    result = stridelift("solve", "-c", file, "--week", "2026-W49", "--json").json
    assert (len(result["runs"]), len(result["commitments"])) == (5, 1)


def test_a_busy_option_adds_to_the_calendars_of_the_config(house: House, runs: Path) -> None:
    house.config('[[calendars]]\nsource = "runs.ics"\n')
    life = house.write("life.ics", CRUISE)
    result = stridelift("solve", "--busy", life, "--week", "2026-W49", "--json").json
    assert (len(result["runs"]), len(result["commitments"])) == (5, 1)


def test_a_training_calendar_blocks_nothing_unknown(house: House) -> None:
    house.write("runs.ics", calendar(timed("2026-12-01 18:00", "19:00", "Zebra")))
    house.config('[[calendars]]\nsource = "runs.ics"\nrole = "training"\n')
    result = stridelift("solve", "--week", "2026-W49", "--json").json
    assert result["commitments"] == []
    assert [one["reason"] for one in result["ignored"]] == ["not recognised as a run or strength"]


@pytest.mark.parametrize("place", ["beside", "working folder", "platform"])
def test_where_the_config_is_found(house: House, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (house.folder / "stridelift.toml").unlink()
    folder = {"beside": "there", "working folder": ".", "platform": "platform/stridelift"}[place]
    (house.folder / folder).mkdir(parents=True, exist_ok=True)
    (house.folder / "there").mkdir(exist_ok=True)
    house.write(f"{folder}/stridelift.toml", 'athlete.timezone = "Asia/Tokyo"\n')
    source = house.write("there/runs.ics", WEEK)
    result = stridelift("solve", source, "--week", "2026-W49", "--json").json
    assert result["horizon"]["start"] == "2026-11-30T00:00:00+09:00"


def test_a_broken_event_is_reported_and_costs_nothing_else(house: House) -> None:
    result = house.solve(WEEK.replace("END:VCALENDAR", f"{event('Broken', 'DTSTART:soon')}END:VCALENDAR"))
    assert len(result["runs"]) == 5
    assert [one["summary"] for one in result["ignored"]] == ["Broken"]
    assert "cannot be read" in result["ignored"][0]["reason"]


# What comes out.


def test_the_same_bytes_twice(house: House, runs: Path) -> None:
    command = ("solve", runs, "--week", "2026-W49", "-o", "strength.ics")
    output = house.folder / "strength.ics"
    assert stridelift(*command).code == 0
    first = output.read_bytes()
    assert stridelift(*command).code == 0
    assert output.read_bytes() == first
    output.unlink()
    assert stridelift(*command).code == 0
    assert output.read_bytes() == first


def test_without_output_nothing_is_written(house: House, runs: Path) -> None:
    before = sorted(house.folder.iterdir())
    assert stridelift("solve", runs, "--week", "2026-W49").code == 0
    assert sorted(house.folder.iterdir()) == before


def test_previous_gives_the_ids(house: House, runs: Path) -> None:
    stridelift("solve", runs, "--week", "2026-W49", "-o", "old.ics")
    moved = house.write("moved.ics", WEEK.replace("Intervals 6 x 800 m", "Easy"))
    done = stridelift("solve", moved, "--week", "2026-W49", "--previous", "old.ics", "-o", "new.ics", "--json")
    old = stridelift("solve", runs, "--week", "2026-W49", "--previous", "old.ics", "--json").json
    assert {one["uid"] for one in done.json["sessions"]} == {one["uid"] for one in old["sessions"]}


def test_json_has_the_keys_of_the_contract(house: House) -> None:
    result = house.solve(WEEK)
    assert result.keys() >= KEYS
    assert result["sessions"][0].keys() >= {"uid", "class", "title", "place", "start", "end", "exercises", "why"}
    assert result["runs"][0].keys() == {"uid", "summary", "kind", "key", "reason", "start", "end", "timed"}
    assert result["penalties"][0].keys() == {"constraint", "scope", "amount", "unit", "weight", "penalty"}
    assert result["status"] == "OPTIMAL"
    assert result["objective"] == result["bound"] == sum(one["penalty"] for one in result["penalties"]) > 0
    for name in ("sessions", "runs"):
        starts = [datetime.fromisoformat(one["start"]) for one in result[name]]
        assert starts == sorted(starts)


def test_a_timed_exercise_has_seconds_instead_of_repetitions(house: House) -> None:
    exercises = [one for session in house.solve(WEEK)["sessions"] for one in session["exercises"]]
    assert {("reps" in one, "seconds" in one) for one in exercises} == {(True, False), (False, True)}
    assert all(one.keys() >= {"id", "mode", "sets", "rest_s"} for one in exercises)


def test_messages_do_not_stain_the_result(house: House) -> None:
    empty = house.write("empty.ics", calendar())
    done = stridelift("solve", empty, "--week", "2026-W49", "--json")
    assert done.code == 0
    assert "no run was recognised between 2026-11-30 and 2026-12-06" in done.err
    assert done.json["runs"] == []


# How it ends.


def test_no_source(house: House) -> None:
    done = stridelift("solve", "--week", "2026-W49")
    assert done.code == 2
    assert "no calendar was named" in done.err
    assert done.out == ""


def test_a_foreign_file_stays(house: House, runs: Path) -> None:
    foreign = house.write("mine.ics", WEEK)
    done = stridelift("solve", runs, "--week", "2026-W49", "-o", foreign)
    assert (done.code, "not a stridelift calendar" in done.err) == (2, True)
    assert foreign.read_bytes() == WEEK.encode()


WRONG_USE = {
    "two horizons": ("--week", "2026-W49", "--from", "2026-11-30"),
    "no week": ("--week", "2025-W53"),
    "no date": ("--from", "2026-02-30"),
    "a far year": ("--from", "9999-12-31"),
    "an early year": ("--week", "0001-W01"),
    "no instant": ("--now", "soon"),
    "no previous": ("--previous", "nowhere.ics"),
    "no folder": ("-o", "nowhere/strength.ics"),
    "output is a folder": ("-o", "."),
    "no config": ("-c", "nowhere.toml"),
    "no option": ("--fast",),
    "weeks": ("--weeks", "0"),
}


@pytest.mark.parametrize("options", WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use(house: House, runs: Path, options: tuple[str, ...]) -> None:
    done = stridelift("solve", runs, *options)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "you meant runs.ics"), ("", "is empty"), ("<html>", "web page"), ("hello", "no BEGIN:VCALENDAR")],
)
def test_an_unreadable_source(house: House, runs: Path, text: str | None, says: str) -> None:
    source = "run.ics" if text is None else house.write("bad.ics", text)
    done = stridelift("solve", source, "--week", "2026-W49")
    assert (done.code, done.out) == (4, "")
    assert says in done.err
    assert "Maybe" in done.err


def test_infeasible_names_a_minimal_conflict_and_leaves_the_output(house: House, runs: Path) -> None:
    house.config(NO_SLACK)
    command = ("solve", runs, "--week", "2026-W49", "-o", "strength.ics")
    stridelift(*command)
    before = (house.folder / "strength.ics").read_bytes()
    cruise = house.write("cruise.ics", CRUISE)
    done = stridelift(*command, "--busy", cruise, "--json")
    assert done.code == 3
    assert done.json["status"] == "INFEASIBLE"
    assert [one["constraint"] for one in done.json["conflict"]] == ["weekly_volume", "calendar"]
    assert done.json.keys() >= KEYS | {"relaxations"}
    assert len(done.json["runs"]) == 5
    assert (house.folder / "strength.ics").read_bytes() == before
    assert "weekly_volume" in stridelift(*command, "--busy", cruise).out


def test_no_free_time_conflicts_with_availability(house: House, runs: Path) -> None:
    house.config(f"{NO_SLACK}[availability]\nweekday = []\nweekend = []\n")
    done = stridelift("solve", runs, "--week", "2026-W49", "--json")
    assert done.code == 3
    assert [one["constraint"] for one in done.json["conflict"]] == ["availability", "weekly_volume"]


def test_time_limit_without_a_plan(house: House, runs: Path) -> None:
    done = stridelift("solve", runs, "--from", "2026-11-30", "--weeks", "6", "--time-limit", "0.01", "--json")
    assert done.code == 5
    assert done.json["status"] == "UNKNOWN"
    assert done.json["sessions"] == []
    assert len(done.json["runs"]) == 5
    assert "--time-limit" in done.err


# Strangers' text.

HOSTILE = (
    "Easy run \x1b[31m5 km\x1b[0m",
    "Easy run \u202e5 km\u2066",
    "Easy run [red]5 km[/red] [/] [link=x]",
    "🏃‍♀️ Easy run 5 km 👩‍🚀",
    "Easy run\u2028 5 km",
    "Easy run " + "x" * 9_900,
)


@pytest.mark.parametrize("status", ["CONFIRMED", "CANCELLED"])
def test_hostile_titles(house: House, status: str) -> None:
    """Runs and ignored events: the terminal is not repainted, JSON has the titles as they are."""
    days = [all_day(f"2026-12-0{n}", title, f"STATUS:{status}") for n, title in enumerate(HOSTILE, 1)]
    source = house.write("runs.ics", calendar(*days))
    done = stridelift("solve", source, "--week", "2026-W49")
    assert done.code == 0
    assert not set("\x1b\u202e\u2066\u2028") & set(done.out + done.err)
    assert "Easy run [red]5 km[/red] [/] [link=x]" in done.out
    assert max(map(len, done.out.splitlines())) <= 110
    found = stridelift("solve", source, "--week", "2026-W49", "--json").json
    events = found["runs"] if status == "CONFIRMED" else sorted(found["ignored"], key=lambda one: one["uid"])
    assert [one["summary"] for one in events] == list(HOSTILE)


def test_a_warning_does_not_repaint_the_terminal(house: House) -> None:
    both = [timed("2026-12-01 18:00", "19:00", f"Tempo run {n} \x9b31m\u202e", uid=str(n)) for n in range(2)]
    done = stridelift("solve", house.write("runs.ics", calendar(*both)), "--week", "2026-W49")
    assert "no_overlap" in done.err
    assert not {"\x9b", "\u202e"} & set(done.err)


# As a process.


def process(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "stridelift.cli", *arguments]
    del command[3:5]
    command[3:3] = ["-c", "from stridelift.cli import main; main()"]
    environment = {**os.environ, "STRIDELIFT_NOW": NOW, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False, env=environment)


def test_as_a_process(house: House, runs: Path) -> None:
    done = process("solve", "-", "--week", "2026-W49", "--json", cwd=house.folder, stdin=WEEK)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["status"] == "OPTIMAL"
    assert process("solve", "nowhere.ics", cwd=house.folder).returncode == 4
    assert process("--version", cwd=house.folder).stdout.startswith("stridelift ")
