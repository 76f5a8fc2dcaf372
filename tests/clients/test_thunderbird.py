"""Thunderbird subscribes, on a screen of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from command import House
from served import PATIENCE, wait_until
from subscription import KEPT, Subscription, subscribed, this_monday

pytestmark = pytest.mark.e2e

_CALENDAR = "calendar.registry.7d0c0b6e-0d0f-4b43-9d0a-6c5f0a5f3c11"
_SETTINGS = {
    f"{_CALENDAR}.type": "ics",
    f"{_CALENDAR}.name": "Strength sessions",
    f"{_CALENDAR}.readOnly": True,
    f"{_CALENDAR}.cache.enabled": True,
    f"{_CALENDAR}.calendar-main-in-composite": True,
    f"{_CALENDAR}.refreshInterval": "0.1",  # minutes: its settings offer 1 at least, this is as good
    "calendar.timezone.local": "Europe/Berlin",
    "calendar.week.start": 1,
    "calendar.view.daystarthour": 15,
    "calendar.view.dayendhour": 22,
    "calendar.view.visiblehours": 7,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
}
_WINDOW = {
    "chrome://messenger/content/messenger.xhtml": {
        "messengerWindow": {"width": "1400", "height": "1000", "screenX": "0", "screenY": "0"},
        "today-pane-panel": {"collapsedinmodes": "calendar,mail,tasks"},
    }
}
_PICTURES = KEPT / "thunderbird"
Row = tuple[str, int, int]


@dataclass(frozen=True)
class Thunderbird:
    """A running Thunderbird that is subscribed to a feed."""

    folder: Path
    display: str
    subscription: Subscription

    def events(self) -> dict[str, Row]:
        """Title, start and end (seconds since 1970) of what it has, by UID."""
        with self._database() as database:
            rows = database.execute("SELECT id, title, event_start, event_end FROM cal_events").fetchall()
        found = {uid: (title, start // 1_000_000, end // 1_000_000) for uid, title, start, end in rows}
        assert len(found) == len(rows), "a UID twice"
        return found

    def properties(self, name: str) -> dict[str, str]:
        """A property that it keeps beside its events, by UID."""
        with self._database() as database:
            rows = database.execute("SELECT item_id, value FROM cal_properties WHERE key = ?", [name]).fetchall()
        return {uid: value if isinstance(value, str) else bytes(value).decode() for uid, value in rows}

    def settled(self, expected: Mapping[str, Row]) -> dict[str, Row]:
        """What it has when it was told twice that nothing is new, and wrote that down; patient with ``expected``."""
        before = len(self.subscription.asked)
        wait_until(lambda: self._statuses(before)[-2:] == [304, 304], "Thunderbird has asked again")
        end = time.monotonic() + PATIENCE
        while (found := self.events()) != expected and time.monotonic() < end:
            time.sleep(1)
        return found

    def picture(self, name: str) -> None:
        _PICTURES.mkdir(parents=True, exist_ok=True)
        target = _PICTURES / f"{name}.png"
        subprocess.run(
            ["scrot", "--delay", "6", "--overwrite", target], env={**os.environ, "DISPLAY": self.display}, check=True
        )

    def _statuses(self, since: int) -> list[int]:
        return [one.status for one in self.subscription.asked[since:] if "Thunderbird" in one.agent]

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """A copy, for it keeps its own locked."""
        copy = self.folder / "copy"
        shutil.copytree(self.folder / "profile" / "calendar-data", copy, dirs_exist_ok=True)
        with closing(sqlite3.connect(copy / "cache.sqlite")) as database:
            yield database
        shutil.rmtree(copy)


@contextmanager
def _running(command: list[str], log: Path, **changes: str) -> Iterator[subprocess.Popen[str]]:
    with (
        log.open("w") as messages,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=messages,
            text=True,
            env={**os.environ, **changes},
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def thunderbird(house: House) -> Iterator[Thunderbird]:
    folder = house.folder
    with (
        subscribed(house, this_monday()) as subscription,
        _running(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], folder / "x.log"
        ) as x,
    ):
        assert x.stdout
        display = f":{x.stdout.readline().strip()}"
        profile = folder / "profile"
        profile.mkdir()
        _write_settings(profile, {**_SETTINGS, f"{_CALENDAR}.uri": subscription.url})
        environment = {"DISPLAY": display, "HOME": str(folder), "TZ": "Europe/Berlin", "LC_ALL": "C.UTF-8"}
        command = ["thunderbird", "--profile", str(profile), "--calendar", "--no-remote"]
        with _running(command, folder / "thunderbird.log", **environment):
            yield Thunderbird(folder, display, subscription)


def _write_settings(profile: Path, settings: Mapping[str, object]) -> None:
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    (profile / "xulstore.json").write_text(json.dumps(_WINDOW), encoding="utf-8")


def _expected(subscription: Subscription) -> dict[str, Row]:
    return {
        uid: (one.summary, int(one.start.timestamp()), int(one.end.timestamp()))
        for uid, one in subscription.sessions().items()
    }


def test_follows_the_feed(thunderbird: Thunderbird) -> None:
    feed = thunderbird.subscription
    expected = _expected(feed)
    first = thunderbird.settled(expected)
    assert first == expected
    assert len(first) == 8
    assert thunderbird.properties("DESCRIPTION") == {uid: one.description for uid, one in feed.sessions().items()}
    assert thunderbird.properties("LOCATION") == {uid: one.location for uid, one in feed.sessions().items()}
    thunderbird.picture("1-subscribed")

    moved = feed.move()
    expected = _expected(feed)
    after = thunderbird.settled(expected)
    assert after == expected
    assert {uid for uid in first if after[uid] != first[uid]} == {old.uid for old, _ in moved}
    thunderbird.picture("2-moved")

    dropped = feed.drop()
    expected = _expected(feed)
    last = thunderbird.settled(expected)
    assert last == expected
    assert dropped.isdisjoint(last)
    thunderbird.picture("3-dropped")
    answers = [one.status for one in feed.asked if "Thunderbird" in one.agent]
    assert answers.count(200) == 3, answers  # each version once, and nothing but "as before" in between
