"""Hostile calendars from a grammar: a fixed slice here, new ones for FUZZ_SECONDS by `make fuzz` and `make prove`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz.claims import own_way, whole_way
from fuzz.grammar import HEALTHY, calendar, encoded, mutated, parts, titles
from stridelift.calendar.classify import read_title
from stridelift.calendar.day_title import read_days
from stridelift.calendar.event import Role

ROOT = Path(__file__).parents[2]
OURS = [file.read_bytes() for file in sorted(ROOT.glob("examples/*/expected.ics"))]
SAID = b"X-STRIDELIFT-SKIPS:2026-W49=core\r\nX-STRIDELIFT-RUN;START=20261201T170000Z:a@example.org\r\nX-STRIDELIFT-IDS"
OURS += [data.replace(b"X-STRIDELIFT-IDS", SAID, 1) for data in OURS]
PLANS = [file.read_bytes() for file in sorted(ROOT.glob("tests/calendar/data/*.ics"))]
HOMES = st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Apia", "Africa/Casablanca"]).map(ZoneInfo)
WINDOW = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)
SECONDS = float(os.environ.get("FUZZ_SECONDS", "30"))
FIXED = 100  # examples
BATCH = 25  # of them between two looks at the clock
Claim = Callable[[st.DataObject], None]


def neighbours_are_kept(data: st.DataObject) -> None:
    """Whatever stands beside a healthy event of a calendar."""
    inside = data.draw(parts())
    lines = [*HEALTHY, "X-BESIDE:1", *inside] if data.draw(st.booleans()) else [*inside, *HEALTHY]
    reading = whole_way(data.draw(encoded(calendar(lines))), data.draw(HOMES), data.draw(st.sampled_from(Role)), WINDOW)
    assert reading is not None
    assert "healthy@example.org" in {one.uid for one in reading.events}


def damaged_calendars_are_read(data: st.DataObject) -> None:
    whole_way(data.draw(mutated(PLANS)))


def damaged_calendars_of_ours_are_told(data: st.DataObject) -> None:
    damaged = data.draw(mutated(OURS))
    own_way(damaged)
    whole_way(damaged)


def any_title_is_read(data: st.DataObject) -> None:
    title = data.draw(titles)
    verdict = read_title(title)
    assert verdict is None or verdict.reason
    said = read_days(title, data.draw(st.integers(1, 90)), ("Home gym", "Office"))
    assert said is None or said.words


CLAIMS = [neighbours_are_kept, damaged_calendars_are_read, damaged_calendars_of_ours_are_told, any_title_is_read]
each = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)


def check(claim: Claim, examples: int, *, fixed: bool) -> None:
    phases = (Phase.generate, Phase.shrink)
    run = given(st.data())(claim)
    settings(
        max_examples=examples,
        derandomize=fixed,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )(run)()


@each
def test_the_same_ones_each_time(claim: Claim) -> None:
    check(claim, FIXED, fixed=True)


@pytest.mark.prove
@each
def test_new_ones_for_a_while(claim: Claim) -> None:
    end = time.monotonic() + SECONDS / len(CLAIMS)
    while time.monotonic() < end:
        check(claim, BATCH, fixed=False)
