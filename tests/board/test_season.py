"""The season: what each week has and is for, and its chart."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta

import pytest

from command import House, stridelift
from ics import USUAL, calendar, timed, week
from stridelift import planner
from stridelift.board import drawing
from stridelift.board.chart import chart
from stridelift.board.season import Mark, Season, WeekLoad, season
from stridelift.catalogue import phases
from stridelift.check import check
from stridelift.planner import Outcome
from stridelift.report.load import loads
from stridelift.request import Request, calendars

RUNS = week("2026-11-30", USUAL)
SVG = "{http://www.w3.org/2000/svg}"


def solved(house: House, now: str = "2026-11-29T12:00:00+01:00", weeks: int = 1) -> Outcome:
    request = Request(
        calendars=calendars([str(house.write("runs.ics", RUNS))], ()),
        first=date(2026, 11, 30),
        weeks=weeks,
        now=datetime.fromisoformat(now),
        output=house.folder / "strength.ics",
    )
    return planner.plan(request)


def shown(house: House, outcome: Outcome) -> dict[str, WeekLoad]:
    return {one.label: one for one in season(outcome).weeks}


def test_weeks_are_what_the_plan_took_them_for(house: House) -> None:
    house.config('[[races]]\ndate = 2027-04-25\nname = "Berlin"\ndistance = "marathon"\n')
    outcome = solved(house)
    weeks = season(outcome).weeks
    mondays = [date(2026, 11, 2) + timedelta(weeks=at) for at in range(25)]  # 28 days back, to the race
    assert [one.monday for one in weeks] == mondays
    assert [one.label for one in weeks if one.planned] == ["2026-W49"]
    assert [one.label for one in weeks if one.now] == ["2026-W48"]
    assert [one.read for one in weeks].count(True) == 7  # and 14 days ahead
    (load,) = loads(outcome.situation)
    planned = shown(house, outcome)["2026-W49"]
    block = outcome.situation.instance.blocks["2026-W49"]
    assert block.menu.phase == "L"
    assert planned.phase == phases()["L"].replace("_", " ")
    assert planned.why == "20 weeks before the marathon on 25 Apr 2027"
    assert (planned.run_minutes, load.minutes) == (375, 375)
    assert [one.run_minutes for one in weeks if one.label != "2026-W49"] == [0] * 24
    assert weeks[-1].races == ("Sun 25 Apr: Berlin",)
    assert [one.phase for one in weeks[-2:]] == ["taper", "taper"]


def test_planned_and_done(house: House) -> None:
    first = solved(house)
    done, missed, *_ = first.entries
    now = "2026-12-06T20:00:00+01:00"
    for fate, entry in (("done", done), ("missed", missed)):
        assert stridelift(fate, entry.uid, "-o", "strength.ics", now=now).code == 0
    before = shown(house, first)["2026-W49"]
    outcome = solved(house, now)
    after = shown(house, outcome)["2026-W49"]
    assert (before.done, before.missed, len(before.sessions)) == (0, 0, 3)
    assert (after.done, after.missed) == (1, 1)
    assert {one.session_class for one in after.sessions} == {"heavy", "moderate", "core"}
    assert [one.hard for one in after.sessions].count(True) == 2
    assert 0 < after.sets < before.sets  # what was missed counts no more
    runs = Request(calendars=calendars(["runs.ics"], ()), now=datetime.fromisoformat(now))
    read = {one.label: one for one in season(check(house.folder / "strength.ics", runs)).weeks}["2026-W49"]
    assert (read.done, read.missed, read.sets, read.contacts) == (1, 1, after.sets, after.contacts)


def test_an_easier_week_is_one_of_the_plan(house: House) -> None:
    """Each second one is, counted from the first that is planned; of the others nobody knows yet."""
    house.config(
        "[constraints.progression]\nevery = 2\n[sessions]\nheavy.per_week = [0, 0]\nmoderate.per_week = [0, 0]\n"
    )
    assert [one.label for one in season(solved(house, weeks=2)).weeks if one.eased] == ["2026-W50"]


# The chart.


def some(count: int = 3, **more: object) -> Season:
    return Season(
        tuple(
            WeekLoad(f"2026-W{at + 10}", date(2026, 3, 2) + timedelta(weeks=at), "power", **more)  # type: ignore[arg-type]
            for at in range(count)
        )
    )


@pytest.mark.parametrize(
    ("weeks", "wide"),
    [(1, 72), (9, 72), (10, 66), (17, 38), (60, 38)],
)
def test_weeks_are_as_wide_as_there_is_room(weeks: int, wide: float) -> None:
    drawn = chart(some(weeks))
    assert drawn.columns[0].width == wide
    assert drawn.width == 100 + max(660, wide * weeks)


@pytest.mark.parametrize(
    ("most", "ticks"), [(0, 2), (60, 2), (240, 5), (241, 3), (600, 4), (601, 4), (3000, 4)]
)  # fmt: skip
def test_hours(most: int, ticks: int) -> None:
    assert len(chart(some(run_minutes=most)).ticks) == ticks


@pytest.mark.parametrize(("count", "squares", "more"), [(0, 0, 0), (7, 7, 0), (8, 7, 1)])
def test_a_square_for_each_session(count: int, squares: int, more: int) -> None:
    marks = tuple(Mark("heavy", hard=True, leg=True, state="done") for _ in range(count))
    column = chart(some(sessions=marks)).columns[0]
    assert (len(column.squares), column.more) == (squares, more)
    assert all(one.lines == ("✓",) for one in column.squares)


HOSTILE = ["<script>alert(1)</script>", "</svg></style>", '" onload="x', "x" * 10_000, "\u05e9\u05dc\u05dd", ""]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_race_is_text(name: str) -> None:
    given = some(12, races=(name,), why=name, eased=name)
    root = ET.fromstring(drawing.season_svg(given))  # noqa: S314 - our own
    calm = ET.fromstring(drawing.season_svg(some(12, races=("x",), why="x", eased="x" if name else "")))  # noqa: S314 - our own
    assert {one.tag for one in root.iter()} == {one.tag for one in calm.iter()}
    assert {name for one in root.iter() for name in one.attrib} == {name for one in calm.iter() for name in one.attrib}
    assert max(len("".join(one.itertext())) for one in root.iter(f"{SVG}text")) < 100
    assert "<script>" not in drawing.season_html(given)


def test_a_race_of_a_calendar_is_on_the_chart(house: House) -> None:
    """From the command line, as a picture and as a page with the numbers."""
    race = timed("2026-12-06 09:00", "11:00", "Riverside <b>half</b> marathon race")
    house.write("runs.ics", calendar(race, timed("2026-12-01 18:00", "19:05", "Easy run")))
    house.write("strength.ics", calendar(timed("2026-12-01 06:30", "07:00", "Core")))
    given = ("show", "strength.ics", "runs.ics", "--season")
    root = ET.fromstring(stridelift(*given, "--svg").out)  # noqa: S314 - our own
    assert any("Riverside <b>half</b>" in "".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    page = stridelift(*given).out
    assert "<bdi>Sun 06 Dec: Riverside &lt;b&gt;half&lt;/b&gt; marathon race</bdi>" in page
    assert "<td>185 min</td><td>1</td>" in page
