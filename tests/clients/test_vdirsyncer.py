"""vdirsyncer and khal subscribe: what a runner who lives in a terminal sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pytest

from command import House
from subscription import BERLIN, PLACE, WINTER_TIME, Subscription, local, subscribed

_PROGRAMS = Path(sys.executable).parent
_FIELDS = ("start", "end", "title", "location", "description")
Shown: TypeAlias = tuple[str, ...]
TOKYO = ZoneInfo("Asia/Tokyo")
_VDIRSYNCER = """
[general]
status_path = "status"

[pair strength]
a = "here"
b = "feed"
collections = null
conflict_resolution = "b wins"
partial_sync = "revert"

[storage here]
type = "filesystem"
path = "calendar"
fileext = ".ics"

[storage feed]
type = "http"
url = "{url}"
"""
_KHAL = """
[calendars]
[[strength]]
path = {folder}/calendar
readonly = True

[sqlite]
path = {folder}/khal.db

[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@dataclass(frozen=True)
class Terminal:
    """vdirsyncer and khal, subscribed to a feed."""

    folder: Path
    subscription: Subscription

    @classmethod
    def open(cls, folder: Path, subscription: Subscription) -> Terminal:
        folder.mkdir()
        (folder / "calendar").mkdir()
        (folder / "vdirsyncer.conf").write_text(_VDIRSYNCER.format(url=subscription.url), encoding="utf-8")
        terminal = cls(folder, subscription)
        terminal._run("vdirsyncer", "-c", "vdirsyncer.conf", "discover", "strength")
        return terminal

    def sync(self) -> tuple[int, int]:
        """Synchronises; how many events vdirsyncer says it copied and deleted."""
        said = self._run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")
        return said.count("Copying (uploading) item"), said.count("Deleting item")

    def agenda(self, zone: ZoneInfo = BERLIN) -> list[Shown]:
        """What khal shows of the fortnight."""
        (self.folder / "khal.conf").write_text(_KHAL.format(folder=self.folder, zone=zone), encoding="utf-8")
        fields = [word for field in _FIELDS for word in ("--json", field)]
        said = self._run("khal", "-c", "khal.conf", "list", *fields, f"{WINTER_TIME}", "15d")
        events = [event for day in said.splitlines() for event in json.loads(day)]
        return sorted(tuple(event[field] for field in _FIELDS) for event in events)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [_PROGRAMS / command[0], *command[1:]],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            input="",
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def terminal(house: House) -> Iterator[Terminal]:
    with subscribed(house) as subscription:
        yield Terminal.open(house.folder / "terminal", subscription)


def _expected(subscription: Subscription, zone: ZoneInfo = BERLIN) -> list[Shown]:
    return sorted(
        (local(one.start, zone), local(one.end, zone), one.summary, one.location, one.description)
        for one in subscription.sessions().values()
    )


def test_follows_the_feed(terminal: Terminal) -> None:
    feed = terminal.subscription
    # The first time: everything, in the words that were written, at the same times before and after the clocks go back.
    assert terminal.sync() == (8, 0)
    first = terminal.agenda()
    assert first == _expected(feed)
    assert {place for *_, place, _ in first} == {PLACE}
    assert {"2026-10-21 18:00", "2026-10-28 18:00"} <= {start for start, *_ in first}
    # Solved again, to the same plan: nothing to do.
    feed.change((3, "12:00", "13:00", "Mittagessen"))
    assert terminal.sync() == (0, 0)
    # Moved, one of them onto the day on which the clocks go back.
    moved = feed.move()
    assert "2026-10-25 17:00" in {local(new.start) for _, new in moved}
    assert terminal.sync() == (len(moved), len(moved))  # this program knows events by their text alone
    assert terminal.agenda() == _expected(feed)
    # No room left for them: gone, and no ghost stays.
    before = feed.sessions()
    dropped = feed.drop()
    filled = [uid for uid, one in feed.sessions().items() if one.description != before[uid].description]
    assert terminal.sync() == (len(filled), len(dropped) + len(filled))  # the others take over what is missing
    assert terminal.agenda() == _expected(feed)
    assert terminal.agenda(TOKYO) == _expected(feed, TOKYO)
    assert {one.status for one in feed.asked} == {200}  # and never asks whether there is anything new
