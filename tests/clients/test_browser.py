"""A page in Chromium reads the feed with ical.js, both its versions, and shows it with FullCalendar."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from command import House
from subscription import BERLIN, KEPT, WINTER_TIME, Subscription, local, subscribed

pytestmark = pytest.mark.e2e

_PAGE = Path(__file__).with_name("page")
_NEW_YORK = ZoneInfo("America/New_York")  # its clocks go back a week later


def _browse(subscription: Subscription, *zones: ZoneInfo) -> dict[str, Any]:
    command = ["node", _PAGE / "browse.mjs", KEPT / "page", subscription.url, f"{subscription.monday}"]
    done = subprocess.run([*command, *map(str, zones)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_shows_the_feed(house: House) -> None:
    with subscribed(house, WINTER_TIME) as feed:
        moved = feed.move()  # one session onto the day on which the clocks go back
        found = _browse(feed, BERLIN, _NEW_YORK)
        sessions = feed.sessions().values()
        requests = [one.status for one in feed.asked if "Chrome" in one.agent]
    for zone in (BERLIN, _NEW_YORK):
        page = found[str(zone)]
        assert page["problems"] == []
        assert (page["type"], page["name"]) == ("text/calendar; charset=utf-8", "Strength sessions")
        assert [one.pop("sequence") for one in page["events"]].count(1) == len(moved)
        assert page["events"] == [
            {
                "uid": one.uid,
                "start": local(one.start, zone),
                "end": local(one.end, zone),
                "summary": one.summary,
                "location": one.location,
                "description": one.description,
            }
            for one in sorted(sessions, key=lambda one: one.start)
        ]
        assert all("\n1. " in one["description"] for one in page["events"])
        assert page["shown"] == [
            f"{local(one.start, zone)[11:]} - {local(one.end, zone)[11:]} {one.summary} · {one.location}"
            for one in sorted(sessions, key=lambda one: one.start)
        ]
    assert requests == [200] * 4  # ical.js and FullCalendar, twice
