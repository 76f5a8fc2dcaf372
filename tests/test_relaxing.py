"""A way out as config and feed say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from command import ONLY_CORE, House
from ics import all_day, calendar, timed
from stridelift.calendar.published import Published, Skip
from stridelift.config import checked
from stridelift.domain import SessionClass, Span
from stridelift.explain.relaxations import Relaxation
from stridelift.explain.ways import Change, Freed, LeftOut, Setting, Step
from stridelift.situation import Situation
from stridelift.studio.edit import edited
from stridelift.studio.relaxing import applied, is_applicable, without

DAY = date(2026, 12, 2)  # a Wednesday
HOME = '[[places]]\nname = "home"\n'


def situation_of(house: House, config: str, *titles: str) -> Situation:
    house.config(f"{ONLY_CORE}{config}")
    events = (all_day(str(DAY), one) for one in titles)
    return house.situation(calendar(timed("2026-12-05 08:00", "09:00", "Easy run"), *events))


def freed(situation: Situation) -> Freed:
    """16:00 to 17:45."""
    return Freed(Span(situation.horizon.clock(DAY, 16 * 60), situation.horizon.clock(DAY, 17 * 60 + 45)))


def relaxation(*steps: Step | None) -> Relaxation:
    return Relaxation(tuple(Change("it", 1, lambda question: question, "kind", step) for step in steps))


NEW = ["16:00-17:45"]
CASES: dict[str, tuple[str, tuple[str, ...], Mapping[str, Any], Mapping[str, Any] | None]] = {
    "a usual day": ("", (), {}, {"availability": ["06:00-08:00", "16:00-21:30"]}),
    "apart": ('availability.weekday = ["18:00-22:00"]\n', (), {}, {"availability": ["16:00-17:45", "18:00-22:00"]}),
    "inside": ('availability.weekday = ["12:00-22:00"]\n', (), {}, {"availability": ["12:00-22:00"]}),
    "past midnight": ('availability.weekday = ["17:00-01:00"]\n', (), {}, {"availability": ["16:00-01:00"]}),
    "a day of the config": (
        f"[[days]]\ndate = 2026-12-01\noff = true\n[[days]]\ndate = {DAY}\noff = true\n",
        (),
        {"days.1.availability": NEW, "days.1.off": None},
        None,
    ),
    "windows of the config": (
        f'[[days]]\ndate = {DAY}\navailability = ["19:00-20:00"]\n',
        (),
        {"days.0.availability": [*NEW, "19:00-20:00"]},
        None,
    ),
    "another clock": (
        f'[[days]]\ndate = {DAY}\navailability = []\ntimezone = "Europe/London"\n',
        (),
        {"days.0.availability": ["15:00-16:45"]},
        None,
    ),
    "a day off of a calendar": ("", ("Rest day, no strength",), {}, {"availability": NEW}),
    "a trip with a place": (
        f'{HOME}[[places]]\nname = "hotel"\nonly_on_days = true\n',
        ("Business trip",),
        {},
        {"places": ["hotel"], "availability": ["06:00-08:00", "16:00-21:30"]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_freed_time_stands_beside_what_the_day_has(house: House, name: str) -> None:
    config, titles, changes, table = CASES[name]
    situation = situation_of(house, config, *titles)
    step = freed(situation)
    assert is_applicable(situation, relaxation(step))
    what = applied(situation, [step])
    assert what.changes == changes
    assert what.added == ((("days", {"date": DAY, **table}),) if table else ())
    days = {
        one.date: one for one in checked(edited(f"{ONLY_CORE}{config}", what.changes, what.added), None).config.days
    }
    assert not days[DAY].off


def test_what_only_the_athlete_can_do(house: House) -> None:
    situation = situation_of(house, "", "Business trip")  # and no place is known there
    assert situation.days.on(DAY)
    left_out = LeftOut("2026-W49", SessionClass.CORE, 1)
    for steps, able in (
        ([freed(situation)], False),
        ([left_out], True),
        ([left_out, None], False),
        ([left_out, freed(situation)], False),
        ([], False),
    ):
        assert is_applicable(situation, relaxation(*steps)) is able


def test_numbers_and_what_is_left_out(house: House) -> None:
    situation = situation_of(house, "")
    steps = [Setting("constraints.hard_days.most", 4), LeftOut("2026-W49", SessionClass.CORE, 2)]
    what = applied(situation, steps)
    assert (what.changes, what.added) == ({"constraints.hard_days.most": 4}, ())
    skip, other = Skip("2026-W49", "core"), Skip("2026-W50", "heavy")
    assert without(Published(skips=(other,)), what.skips).skips == (skip, skip, other)
