"""``stridelift show``: a calendar as a picture."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from command import House, stridelift
from example import Example
from ics import USUAL, calendar, timed, week

RUNS = week("2026-11-30", USUAL)


@pytest.fixture
def at_home(house: House) -> House:
    house.write("runs.ics", RUNS)
    house.write("strength.ics", calendar(timed("2026-12-01 19:30", "20:00", "Core")))
    return house


def test_an_example_from_calendar_to_picture() -> None:
    example = Example.load("two-calendars")
    with example.copy() as folder:
        sources = [one for one in example.arguments[1:] if not one.startswith("-o")]
        assert example.run(*example.arguments, "-o", "strength.ics", folder=folder).code == 0
        done = example.run("show", "strength.ics", *sources, "--svg", folder=folder)
        assert (done.code, done.err) == (0, "")
        text = "".join(ET.fromstring(done.out).itertext())  # noqa: S314 - our own
        assert "★" in text
        assert "▲" in text
        page = example.run("show", "strength.ics", *sources, folder=folder).out
        assert page.startswith("<!doctype html>")
        assert "Warm-up: " in page


def test_a_file_is_written(at_home: House) -> None:
    shown = stridelift("show", "strength.ics", "runs.ics", "--html").out
    assert shown == stridelift("show", "strength.ics", "runs.ics").out
    done = stridelift("show", "strength.ics", "runs.ics", "-o", "week.html")
    assert (done.code, done.out) == (0, "")
    assert (at_home.folder / "week.html").read_text(encoding="utf-8") == shown


def test_titles_may_be_hidden(at_home: House) -> None:
    at_home.write("busy.ics", calendar(timed("2026-12-01 09:00", "10:00", "Dentist")))
    for kind in ("--html", "--svg"):
        given = ("show", "strength.ics", "runs.ics", "--busy", "busy.ics", kind)
        assert "Dentist" in stridelift(*given).out
        assert "Dentist" not in stridelift(*given, "--no-titles").out


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--html", "--svg"), 2, "--html and --svg are two kinds of picture.\nMaybe leave one of them out."),
        (("-o", "nowhere/x.html"), 2, "nowhere/x.html cannot be written: No such file or directory."),
        (("--week", "2026-W60"), 2, "week '2026-W60' is no ISO week."),
    ],
)
def test_what_cannot_be(at_home: House, options: tuple[str, ...], code: int, message: str) -> None:
    done = stridelift("show", "strength.ics", "runs.ics", *options)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_a_plan_that_breaks_a_rule_is_shown_all_the_same(at_home: House) -> None:
    at_home.write("strength.ics", calendar(timed("2026-12-01 17:00", "17:50", "Gym: heavy legs")))
    done = stridelift("show", "strength.ics", "runs.ics")
    assert done.code == 0
    assert "hard rules are broken in " in done.out
    assert "Worth a look" in done.out


def test_without_the_extra_it_says_what_to_install(at_home: House) -> None:
    """In a process of its own, where the library is not there."""
    script = "import sys; sys.modules['jinja2'] = None; from stridelift.cli import main; main()"
    command = [sys.executable, "-c", script, "show", "strength.ics", "runs.ics"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "show needs jinja2, which is not installed.\nMaybe run: pip install 'stridelift[web]'" in done.stderr
