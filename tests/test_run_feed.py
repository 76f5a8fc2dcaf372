"""Runs at chosen times, in a calendar of their own: as stable as the sessions, and never a second run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from command import COARSE, NOW, ONLY_CORE, SATURDAY, House, Json, stridelift
from ics import all_day, calendar, timed
from stridelift.calendar.published import RUNS, Published, load_published, session_uid

RUN_DAYS = {"2026-12-01": "Tempo run 8 km", "2026-12-03": "Easy run 40 min", "2026-12-06": "Long run 20 km"}
EVENTS = [all_day(day, title, uid=title) for day, title in RUN_DAYS.items()]
RUN_FEED = ("-o", "strength.ics", "--runs-output", "chosen.ics")


@pytest.fixture
def chosen(house: House) -> House:
    """With a plan of few sessions, as the runs are the point."""
    home = replace(house, head=f'runs.untimed = "choose"\n{ONLY_CORE}')
    home.config()
    return home


def feed(house: House) -> Published:
    return load_published((house.folder / "chosen.ics").read_bytes(), RUNS)


def starts(published: Published) -> dict[str, datetime]:
    return {one.entry.run: one.entry.start for one in published.events}


def shown(result: Json) -> dict[str, datetime]:
    return {one["uid"]: datetime.fromisoformat(one["start"]) for one in result["runs"] if not one["timed"]}


def test_each_chosen_run_is_an_event(chosen: House) -> None:
    result = chosen.solve(calendar(*EVENTS, timed("2026-12-05 09:00", "10:00", "Easy run")), *RUN_FEED)
    assert starts(feed(chosen)) == shown(result)
    assert [one.entry.summary for one in feed(chosen).events] == list(RUN_DAYS.values())
    text = (chosen.folder / "chosen.ics").read_text(encoding="utf-8")
    assert text.count("TRANSP:OPAQUE") == text.count("SEQUENCE:0") == text.count("CATEGORIES:RUN") == 3
    assert "X-WR-CALNAME:Runs at chosen times" in text
    assert "BEGIN:VALARM" not in text
    assert "Tempo" not in (chosen.folder / "strength.ics").read_text(encoding="utf-8").partition("BEGIN:VEVENT")[2]


def test_without_a_run_to_choose_it_is_empty(house: House) -> None:
    house.solve(calendar(*EVENTS), *RUN_FEED)
    assert feed(house).events == ()


def test_a_plan_that_did_not_change_leaves_both_files_alone(chosen: House) -> None:
    chosen.solve(calendar(*EVENTS), *RUN_FEED)
    files = {name: (chosen.folder / name).read_bytes() for name in ("strength.ics", "chosen.ics")}
    for now in (NOW, "2026-12-01T12:00+01:00", "2026-12-05T12:00+01:00"):
        chosen.solve(calendar(*EVENTS), *RUN_FEED, now=now)
        assert {name: (chosen.folder / name).read_bytes() for name in files} == files


def test_a_run_that_moves_keeps_its_uid(chosen: House) -> None:
    chosen.solve(calendar(*EVENTS), *RUN_FEED)
    before = {one.entry.run: one for one in feed(chosen).events}
    moved = [all_day("2026-12-02", RUN_DAYS["2026-12-01"], uid=RUN_DAYS["2026-12-01"]), *EVENTS[1:]]
    chosen.solve(calendar(*moved), *RUN_FEED, now="2026-11-29T13:00+01:00")
    after = {one.entry.run: one for one in feed(chosen).events}
    assert {run: one.entry.uid for run, one in after.items()} == {run: one.entry.uid for run, one in before.items()}
    assert after["Tempo run 8 km"].entry.start.day == 2
    for run, one in after.items():
        changed = one.entry != before[run].entry
        assert one.sequence == int(changed)
        assert one == before[run] or one.dtstamp.isoformat() == "2026-11-29T12:00:00+00:00"


@pytest.mark.parametrize(
    ("now", "left"),
    [(NOW, 2), ("2026-12-01T12:00+01:00", 3), ("2026-12-28T12:00+01:00", 3), ("2027-01-01T12:00+01:00", 1)],
)
def test_a_run_that_is_gone_leaves_unless_it_has_begun(chosen: House, now: str, left: int) -> None:
    """The first run was early on the 1st; what is past stays for 28 days."""
    chosen.config('availability.weekday = ["06:00-08:00"]\n')
    chosen.solve(calendar(*EVENTS), *RUN_FEED)
    chosen.solve(calendar(*EVENTS[1:]), *RUN_FEED, now=now)
    assert len(feed(chosen).events) == left


def test_planning_the_next_week_leaves_this_one(chosen: House) -> None:
    chosen.solve(calendar(*EVENTS), *RUN_FEED)
    before = feed(chosen)
    chosen.solve(calendar(*EVENTS, all_day("2026-12-08", "Easy run")), *RUN_FEED, week="2026-W50")
    assert feed(chosen).events[:3] == before.events
    assert len(feed(chosen).events) == 4


def test_read_back_it_neither_blocks_nor_doubles(chosen: House) -> None:
    alone = chosen.solve(calendar(*EVENTS), *RUN_FEED, now=SATURDAY)
    again = chosen.solve(calendar(*EVENTS), "chosen.ics", "strength.ics", now=SATURDAY)
    bare = (chosen.folder / "chosen.ics").read_text(encoding="utf-8").replace("X-STRIDELIFT-RUN", "X-LOST")
    chosen.write("bare.ics", bare.replace("stridelift//runs", "other//other"))
    kept = chosen.solve(calendar(*EVENTS), "--busy", "bare.ics", now=SATURDAY)
    for result in (again, kept):
        assert (result["runs"], result["commitments"]) == (alone["runs"], [])
        assert result["objective"] == alone["objective"]
        reasons = [one["reason"] for one in result["ignored"]]
        assert reasons.count("a run of the training calendar, where this plan put it") == 3


def test_without_the_strength_file_a_begun_run_stays_where_it_was(chosen: House) -> None:
    chosen.config('availability.weekday = ["06:00-08:00"]\n')
    first = chosen.solve(calendar(*EVENTS), "--runs-output", "chosen.ics")
    before = feed(chosen)
    later = chosen.solve(calendar(*EVENTS), "--runs-output", "chosen.ics", now="2026-12-01T12:00+01:00")
    assert shown(later)["Tempo run 8 km"] == shown(first)["Tempo run 8 km"]
    assert [one.entry.uid for one in feed(chosen).events] == [one.entry.uid for one in before.events]


def test_runs_of_one_uid_are_told_apart(chosen: House) -> None:
    text = calendar(all_day("2026-12-01", "Easy run", uid="x"), all_day("2026-12-03", "Tempo run", uid="x"))
    result = chosen.solve(text, *RUN_FEED)
    uids = {one.entry.uid for one in feed(chosen).events}
    assert len(uids) == len(result["runs"])


def test_a_strangers_file_stops_before_anything_is_written(chosen: House) -> None:
    runs = chosen.write("runs.ics", calendar(*EVENTS))
    command = ("solve", runs, "--week", "2026-W49", *RUN_FEED)
    for there in (b"my notes", calendar(*EVENTS).encode()):
        chosen.write("chosen.ics", there)
        done = stridelift(*command)
        assert (done.code, "not a stridelift calendar" in done.err) == (2, True)
        assert (chosen.folder / "chosen.ics").read_bytes() == there
        assert not (chosen.folder / "strength.ics").exists()


@pytest.mark.parametrize(
    "options", [("-o", "x.ics", "--runs-output", "x.ics"), ("-o", "x.ics", "--runs-output", "y.ics")]
)
def test_sessions_and_runs_share_no_file(chosen: House, options: tuple[str, ...]) -> None:
    runs = chosen.write("runs.ics", calendar(*EVENTS))
    (chosen.folder / "y.ics").symlink_to(chosen.folder / "x.ics")
    done = stridelift("solve", runs, "--week", "2026-W49", *options)
    assert (done.code, "for sessions and for runs" in done.err) == (2, True)
    assert not (chosen.folder / "x.ics").exists()


def test_solves_at_once_lose_no_id(chosen: House) -> None:
    """Each of some processes, started together, drops or adds sessions; every id that one of them gave is known."""
    chosen.write("runs.ics", calendar(*EVENTS))
    processes = []
    for number in range(3):
        lines = f"core.per_week = [{number % 3}, {number % 3}]\nheavy.per_week = [0, {number % 2}]\n"
        config = chosen.write(f"{number}.toml", f'athlete.timezone = "Europe/Berlin"\n{COARSE}[sessions]\n{lines}')
        arguments = ("solve", "runs.ics", "-c", str(config), "--week", "2026-W49", "-o", "strength.ics", "--json")
        command = [sys.executable, "-c", "from stridelift.cli import main; main()", *arguments]
        environment = {**os.environ, "STRIDELIFT_NOW": f"2026-11-29T12:0{number}+01:00"}
        pipe = subprocess.PIPE
        processes.append(subprocess.Popen(command, cwd=chosen.folder, env=environment, stdout=pipe, stderr=pipe))
    uids = set()
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        uids |= {one["uid"] for one in json.loads(out)["sessions"]}
    published = load_published(Path("strength.ics").read_bytes())
    given = {session_uid(published.plan, week, n + 1) for week, most in published.ids.items() for n in range(most)}
    assert uids <= given
