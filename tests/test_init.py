"""``stridelift init`` from outside: its questions, its file, and that the file is enough to plan with."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from command import House, stridelift
from example import Example, examples
from feeds import DATA
from ics import USUAL, all_day, calendar, week
from stridelift.config import load
from stridelift.domain import Level
from stridelift.errors import OutputError
from stridelift.proposal.look import named, unseen
from stridelift.proposal.written import write

WEEK = week("2026-11-30", USUAL)
ASKED = """\
Your training calendar: a file, a folder or a link, or none [runs.ics]: 
Eight weeks before and after today: 5 runs, 0 strength sessions, 0 commitments.
Your main race, as in 2027-04-25 marathon (5k, 10k, half, marathon, ultra), or none [none]: 2027-03-07 half
Your experience with strength training: novice, intermediate or advanced [intermediate]: adv
Where you lift: gym, home (dumbbells and bands), both, or none (body weight only) [gym]: home
When you are free to train on weekdays [06:00-08:00, 17:30-21:30]: 18:00-21:00
When you are free to train at weekends [08:00-20:00]: 
stridelift.toml: written. Read it: each line says where its value comes from.
Next: stridelift solve
"""  # noqa: W291 - an empty answer
FILE = """\
#:schema ./config.schema.json
# The config of stridelift, written by `stridelift init` on 2026-11-29 and yours to change.
# Behind each line: what it does, and in brackets where its value comes from.
# A line that you delete falls back to its default. What begins with # is off.

# Other presets: injury_return, low_time, masters_50_plus, no_equipment, novice_lifter, race_5k_10k, ultra_trail.
preset = "marathon"  # whose numbers hold (your main race is of this kind: half)

[[calendars]]
source = "runs.ics"  # a file, seen from this one, a folder, or a link (you said)
role = "auto"        # auto: runs are runs, the rest takes time; or training, busy (you said)

[athlete]
timezone = "Asia/Tokyo"        # in which your days begin and end (the machine's)
level = "advanced"             # of strength: novice, intermediate or advanced (you said)
# emails = ["me@example.org"]  # yours: what you declined in a calendar takes no time

[[races]]
date = 2027-03-07  # of the race (you said)
distance = "half"  # 5k, 10k, half, marathon or ultra (you said)
priority = "A"     # A: the main race; B; C: trained through (you said)
name = "Race"      # where the calendar has no event on that day

[runs]  # how runs are read
untimed = "usual"      # a run without a time is at its usual start; "choose": the plan moves it (default)
easy_pace = "6:00/km"  # makes minutes of a distance that comes without (default)

[runs.usual_start]  # of a run that has no time of day
weekday = "06:30"  # Monday to Friday (default)
weekend = "08:30"  # Saturday and Sunday (default)

[availability]  # when you may train; one day, as in tuesday = […], goes before
weekday = ["18:00-21:00"]  # Monday to Friday (you said)
weekend = ["08:00-20:00"]  # Saturday and Sunday (default)

[[places]]
name = "home"                     # as in the location of events (you said)
equipment = ["band", "dumbbell"]  # what is there; `stridelift exercises` shows what it allows (default)
travel_minutes = 0                # there, and as many back (default)
"""
TODAY = date(2026, 11, 29)
FEEDS = sorted(DATA.glob("*.ics"))


@pytest.fixture
def bare(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A folder without a config, in Tokyo."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    (house.folder / "stridelift.toml").unlink()
    return house


def test_asks_and_writes(bare: House) -> None:
    bare.write("runs.ics", WEEK)
    done = stridelift("init", stdin="\n2027-03-07 half\nadv\nhome\n18:00-21:00\n\n")
    assert (done.code, done.out, done.err) == (0, "", ASKED)
    assert (bare.folder / "stridelift.toml").read_text(encoding="utf-8") == FILE
    assert stridelift("solve", "--json").json["status"] == "OPTIMAL"


def test_the_sixth_question_is_for_runs_without_a_time(bare: House) -> None:
    runs = bare.write("runs.ics", calendar(all_day("2026-12-01", "Easy run 8 km")))
    done = stridelift("init", runs, stdin="\n\n\n\n\n05:45 7:30\n")
    assert (
        done.err.splitlines()[6]
        == "When your runs usually start, on weekdays and at weekends [06:30, 08:30]: 05:45 7:30"
    )
    starts = load(bare.folder / "stridelift.toml").config.runs.usual_start
    assert (starts.weekday, starts.weekend) == (5 * 60 + 45, 7 * 60 + 30)


NOBODY = """\
error: nobody is there to answer: standard input is empty.
Maybe run it in a terminal, pipe the answers in, or take all that is proposed with --yes.
"""
A_PIPE = """\
error: init reads answers from standard input, and no calendar.
Maybe name a file or a link.
"""
CREDENTIALS = """\
error: the link to https://example.org/… holds a password, which does not belong into a config.
Maybe leave it out here, then write username = "…" and password = { env = "NAME" } below its source.
"""
NO_CALENDAR = """\
error: calendar gone.ics does not exist
Maybe it lies in another folder.
"""
NO_FOLDER = """\
error: x.toml cannot be written: No such file or directory.
Maybe make the folder gone first.
"""
NO_DISTANCE = """\
error: the race of 'soon' lacks its distance: 5k, 10k, half, marathon, ultra.
"""
STANDS_THERE = """\
error: stridelift.toml exists, and init overwrites nothing.
Maybe write another one with -o FILE, or move it away first, as in `mv stridelift.toml stridelift.toml.old`.
"""


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "said"),
    [
        ((), "", 2, NOBODY),
        (("-",), "", 2, A_PIPE),
        (("https://me:hunter2@example.org/cal.ics",), "", 2, CREDENTIALS),
        (("gone.ics",), "", 4, NO_CALENDAR),
        (("--yes", "-o", "gone/x.toml"), "", 2, NO_FOLDER),
        ((), "none\nsoon\n", 2, NO_DISTANCE),
    ],
)
def test_refuses(bare: House, arguments: tuple[str, ...], stdin: str, code: int, said: str) -> None:
    done = stridelift("init", *arguments, stdin=stdin)
    assert (done.code, done.err[done.err.index("error:") :]) == (code, said)
    assert "hunter2" not in done.err
    assert [*bare.folder.glob("*")] == []


def test_overwrites_nothing(house: House) -> None:
    before = (house.folder / "stridelift.toml").read_bytes()
    done = stridelift("init", "--yes")
    assert (done.code, done.err) == (2, STANDS_THERE)
    assert (house.folder / "stridelift.toml").read_bytes() == before
    other = stridelift("init", "--yes", "-o", "other.toml")
    assert other.err.splitlines()[-1] == "Next: stridelift solve YOUR_CALENDAR.ics -c other.toml"


def test_a_file_that_appears_meanwhile_stays(house: House) -> None:
    with pytest.raises(OutputError, match="overwrites nothing"):
        write(house.folder / "stridelift.toml", unseen(), TODAY)
    assert [one.name for one in house.folder.iterdir()] == ["stridelift.toml"]
    assert load(house.folder / "stridelift.toml").config.athlete.timezone == "Europe/Berlin"


@pytest.mark.parametrize(("source", "mode"), [("https://example.org/s3cret.ics", 0o600), ("runs.ics", None)])
def test_a_link_is_for_its_owner(bare: House, source: str, mode: int | None) -> None:
    path = bare.folder / "stridelift.toml"
    write(path, replace(unseen(), calendars=named([source], ())), TODAY)
    usual = stat.S_IMODE(bare.write("usual", "").stat().st_mode)
    assert stat.S_IMODE(path.stat().st_mode) == (mode or usual)
    assert load(path).config.calendars[0].source == source


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.name)
def test_a_config_of_each_example_is_enough(example: Example) -> None:
    with example.copy() as folder:
        (folder / "stridelift.toml").unlink(missing_ok=True)
        life = ("--busy", "life.ics") if (folder / "life.ics").exists() else ()
        assert example.run("init", "runs.ics", *life, "--yes", folder=folder).code == 0
        done = example.run("solve", "--json", folder=folder)
        assert (done.code, done.json["status"]) == (0, "OPTIMAL")


@pytest.mark.parametrize("feed", FEEDS, ids=lambda one: one.stem)
def test_a_config_of_each_feed_loads(bare: House, feed: Path) -> None:
    shutil.copy(feed, bare.folder / "runs.ics")
    done = stridelift("init", "runs.ics", "--yes")
    assert done.code == 0, done.err
    assert load(bare.folder / "stridelift.toml").config.calendars[0].source == "runs.ics"


@pytest.mark.parametrize("feed", ["google", "trainingpeaks_week"])
def test_a_config_of_a_feed_is_enough(bare: House, feed: str) -> None:
    shutil.copy(DATA / f"{feed}.ics", bare.folder / "runs.ics")
    assert stridelift("init", "runs.ics", "--yes").code == 0
    done = stridelift("solve", "--json")
    assert (done.code, done.json["status"]) == (0, "OPTIMAL")


def test_paths_are_seen_from_the_file(bare: House) -> None:
    bare.write("runs.ics", WEEK)
    (bare.folder / "there").mkdir()
    assert stridelift("init", "runs.ics", "--yes", "-o", "there/stridelift.toml").code == 0
    assert stridelift("solve", "-c", "there/stridelift.toml", "--json").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_is_asked_again(bare: House) -> None:
    ours, theirs = os.openpty()
    os.write(ours, b"none\nnone\nexpert\nnovice\n\n\n\n")
    command = [sys.executable, "-c", "from stridelift.cli import main; main()", "init"]
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "'expert' is none of novice, intermediate, advanced." in done.stderr
    assert load(bare.folder / "stridelift.toml").config.athlete.level is Level.NOVICE
