"""The length of a session is that of what is printed: worked out anew from the exercises' facts, to the minute."""

from __future__ import annotations

import re
from datetime import datetime
from math import ceil

import pytest
from icalendar import Calendar

from command import House, Json
from ics import USUAL, week
from strategies import dice
from stridelift.catalogue import all_equipment
from stridelift.domain import Level, SessionClass
from stridelift.resources import load_toml

FACTS = load_toml("catalogue.toml")["exercises"]
RUNS = week("2026-11-30", USUAL)
RAMP_SET, TRANSITION, CHANGE_SIDES = 60, 30, 8  # seconds
PRINTED = re.compile(r"^(?:Warm-up|Cool-down): (\d+) min|^\d+\. .*, (\d+) min$", re.MULTILINE)


def seconds(one: Json) -> int:
    """Set-up, ramp sets, sets with their rests, and the way to the next exercise; both sides, where there are two."""
    facts = FACTS[one["id"]]
    middle = sum(one["seconds"]) / 2 if "seconds" in one else sum(one["reps"]) / 2 * facts["sec_per_rep"]
    work = 2 * middle + CHANGE_SIDES if facts["sides"] == 2 else middle
    pauses = facts["setup_s"] + RAMP_SET * facts["ramp_sets"] + (one["sets"] - 1) * one["rest_s"] + TRANSITION
    return ceil(pauses + one["sets"] * work)


def config(number: int) -> str:
    """Of an athlete drawn by lot: level, phase, place, minutes of each class, warm-up, cool-down, drills."""
    lot = dice("lengths", number)
    equipment = lot.sample(sorted(all_equipment()), lot.randint(0, 20))
    classes = lot.sample(list(SessionClass), lot.randint(1, 3))
    lines = [
        f'athlete.level = "{lot.choice(list(Level)).value}"',
        f'athlete.phase = "{lot.choice("FLSPMT")}"',
        f"athlete.accustomed = {lot.choice(('true', 'false'))}",
        "grid.sessions = 60",
        'availability = { weekday = ["17:00-20:00"], weekend = ["12:00-15:00"] }',
        f"constraints.session_content.drills = {lot.randint(0, 2)}",
        f"constraints.session_content.warm_up_minutes = {lot.randint(0, 12)}",
        f"constraints.session_content.cool_down_minutes = {lot.randint(0, 6)}",
    ]
    for one in SessionClass:
        low = lot.randint(15, 50)
        amount = int(one in classes)
        lines.append(f"sessions.{one.value}.per_week = [{amount}, {amount}]")
        lines.append(f"sessions.{one.value}.minutes = [{low}, {low + lot.randint(0, 25)}]")
    return "\n".join([*lines, f'[[places]]\nname = "there"\nequipment = {equipment}\n'])


def plan(house: House, number: int) -> list[tuple[Json, str]]:
    """Each session of a plan with the text of its event."""
    house.config(config(number))
    output = house.folder / f"{number}.ics"
    result = house.solve(RUNS, "-o", output)
    texts = {str(one["UID"]): str(one["DESCRIPTION"]) for one in Calendar.from_ical(output.read_bytes()).walk("VEVENT")}
    return [(one, texts[one["uid"]]) for one in result["sessions"]]


def check(house: House, plans: int) -> None:
    """So many plans; an athlete for whom there is no session has none."""
    made = 0
    for number in range(2 * plans):
        sessions = plan(house, number)
        for one, text in sessions:
            start, end = (datetime.fromisoformat(one[key]) for key in ("start", "end"))
            minutes = (end - start).total_seconds() / 60
            listed = one["warm_up_s"] + sum(map(seconds, one["exercises"])) + one["cool_down_s"]
            assert 0 <= 60 * minutes - listed < 60, (number, one)
            assert sum(int(first or second) for first, second in PRINTED.findall(text)) == minutes, (number, text)
        made += bool(sessions)
        if made == plans:
            return
    pytest.fail(f"{made} plans with sessions are too few")


def test_length_is_that_of_the_list(house: House) -> None:
    check(house, 20)


@pytest.mark.prove
def test_length_is_that_of_the_list_a_thousand_times(house: House) -> None:
    check(house, 1000)
