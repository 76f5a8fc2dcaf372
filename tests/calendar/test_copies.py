"""The last good copy stands in for whatever is not good, and nobody else can read it."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ics import HEAD, all_day, calendar, event, timed
from loopback import Asked, Reply, Server, reply, serving
from stridelift.calendar import copies
from stridelift.calendar.copies import Latest, latest
from stridelift.calendar.event import Role
from stridelift.calendar.link import Link
from stridelift.calendar.read import Reading, read
from stridelift.calendar.wire import Limits
from stridelift.errors import SourceError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 29, 12, tzinfo=BERLIN)
RUN = timed("2026-12-01 18:00", "19:00", "Tempo run")
RUNS, EMPTY = calendar(RUN).encode(), calendar().encode()


def understood(data: bytes) -> Reading:
    window = (NOW - timedelta(days=28), NOW + timedelta(days=28))
    return read(data, source="https://127.0.0.1/…", role=Role.AUTO, zone=BERLIN, window=window)


class Feed:
    """A link whose server says what a test lets it say."""

    def __init__(self, server: Server, says: list[Reply]) -> None:
        self.server, self._says = server, says

    def says(self, answer: Reply, *, after: timedelta = timedelta(), path: str = "/5ec2e7", user: str = "") -> Latest:
        self._says[:] = [answer]
        link = Link.of(self.server.url(path), user)
        return latest(link, Limits(2, allow_private=True), NOW + after, understood)


@pytest.fixture
def feed(cache: Path) -> Iterator[Feed]:
    says: list[Reply] = []

    def answer(_: Asked) -> Reply:
        return says[0]

    with serving(answer) as server:
        yield Feed(server, says)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "stridelift"


def summaries(last: Latest) -> list[str]:
    return [one.summary for one in last.reading.events]


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BAD: dict[str, tuple[Reply, str]] = {
    "fault": (reply(b"5ec2e7", 500), "has trouble at its server (status 500)"),
    "gone": (reply(b"", 410), "is there no more (status 410)"),
    "web page": (reply(b"<html>5ec2e7"), "is a web page, not a calendar"),
    "nothing": (reply(b""), "is empty"),
    "empty": (reply(EMPTY), "is suddenly empty"),
    "cut off": (reply(RUNS[:-20]), "is cut off"),
    "broken": (
        [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nBEGIN:VCALENDAR"],
        "cannot be read: the answer is",
    ),
    "silence": ([5.0], "did not answer in full within 2 seconds"),
}


@pytest.mark.parametrize("bad", BAD)
def test_the_last_good_copy_stands_in(feed: Feed, bad: str) -> None:
    answer, reason = BAD[bad]
    good = feed.says(reply(RUNS))
    assert (good.fetched, good.kept, good.warnings) == (NOW, False, ())
    last = feed.says(answer, after=3 * HOUR)
    assert summaries(last) == ["Tempo run"]
    assert (last.fetched, last.kept) == (NOW, True)
    assert last.warnings[0].startswith(reason)
    assert last.warnings[0].endswith("; what it said 3 h ago is used")
    again = feed.says(reply(calendar(all_day("2026-12-02", "Easy run")).encode()), after=4 * HOUR)
    assert (summaries(again), again.kept, again.warnings) == (["Easy run"], False, ())


@pytest.mark.parametrize("bad", sorted({*BAD} - {"empty", "cut off"}))
def test_without_a_copy_it_is_an_error(feed: Feed, cache: Path, bad: str) -> None:
    with pytest.raises(SourceError) as caught:
        feed.says(BAD[bad][0])
    assert caught.value.exit_code == 4
    assert "5ec2e7" not in str(caught.value)
    assert not cache.exists()


def test_a_calendar_that_was_always_empty_is_one(feed: Feed) -> None:
    for hours in (0, 1):
        assert not feed.says(reply(EMPTY), after=hours * HOUR).kept
    assert summaries(feed.says(reply(RUNS), after=2 * HOUR)) == ["Tempo run"]


def test_a_calendar_that_is_always_cut_off_is_used_and_no_copy(feed: Feed, cache: Path) -> None:
    last = feed.says(reply(RUNS[:-15]))
    assert (summaries(last), last.kept) == (["Tempo run"], False)
    assert "END:VCALENDAR is missing" in last.reading.warnings[0]
    assert not cache.exists()


def test_what_cannot_be_read_does_not_take_the_place_of_the_copy(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.says(reply(RUNS))
    monkeypatch.setattr("stridelift.calendar.read._MOST_EVENTS", 1)
    crowd = calendar(RUN, timed("2026-12-02 18:00", "19:00", "Crowd")).encode()
    last = feed.says(reply(crowd), after=HOUR)
    assert (summaries(last), last.kept) == (["Tempo run"], True)
    assert "2 events" in last.warnings[0]


@pytest.mark.parametrize(
    ("body", "believed"),
    [
        (calendar(timed("2026-11-20 18:00", "19:00", "Past run")), True),
        (calendar(all_day("2026-11-25", "Past run")), True),
        (calendar(all_day("2026-11-25", "Camp", days=6)), False),
        (calendar(timed("2026-11-20 18:00", "19:00", "Weekly run", "RRULE:FREQ=WEEKLY")), False),
        (calendar(event("Dateless")), False),
        (calendar(timed("2026-11-20 18:00", "19:00", "Past run"), RUN), False),
        (
            HEAD
            + "BEGIN:VTIMEZONE\r\nRRULE:FREQ=YEARLY\r\nEND:VTIMEZONE\r\n"
            + calendar(all_day("2026-11-25", "Run"))[len(HEAD) :],
            True,
        ),
        (calendar(event("Folded", "DTSTART;X-LONG=a\r\n b:20261\r\n 201T100000Z")), False),
    ],
)
def test_emptiness_is_believed_at_once_where_all_is_over(feed: Feed, body: str, *, believed: bool) -> None:
    feed.says(reply(body.encode()))
    last = feed.says(reply(EMPTY), after=HOUR)
    assert last.kept is not believed
    assert (summaries(last) == []) is (believed or "Dateless" in body)


def test_emptiness_is_believed_after_two_days(feed: Feed) -> None:
    feed.says(reply(RUNS))
    assert feed.says(reply(EMPTY), after=HOUR).kept
    assert feed.says(reply(b"", 500), after=1.5 * DAY).kept
    assert feed.says(reply(EMPTY), after=2 * DAY + 59 * HOUR / 60).kept
    believed = feed.says(reply(EMPTY), after=2 * DAY + HOUR)
    assert (summaries(believed), believed.kept) == ([], False)
    assert not feed.says(reply(EMPTY), after=2 * DAY + 2 * HOUR).kept


def test_the_two_days_begin_anew_when_it_is_full_in_between(feed: Feed) -> None:
    feed.says(reply(RUNS, ETag='"1"'))
    feed.says(reply(EMPTY), after=HOUR)
    assert not feed.says(reply(status=304), after=DAY).kept
    assert feed.says(reply(EMPTY), after=3 * DAY).kept


def test_an_unchanged_calendar_is_fresh(feed: Feed) -> None:
    feed.says(reply(RUNS, ETag='"1"', Last_Modified="Sun, 29 Nov 2026 10:00:00 GMT"))
    for hours in (1, 2):
        last = feed.says(reply(status=304), after=hours * HOUR)
        assert (summaries(last), last.fetched, last.kept) == (["Tempo run"], NOW + hours * HOUR, False)
        assert feed.server.asked[-1].headers["if-none-match"] == '"1"'
        assert feed.server.asked[-1].headers["if-modified-since"] == "Sun, 29 Nov 2026 10:00:00 GMT"
    assert feed.says(reply(status=500), after=5 * HOUR).fetched == NOW + 2 * HOUR


def test_links_and_users_have_copies_of_their_own(feed: Feed) -> None:
    feed.says(reply(RUNS))
    for path, user in (("/other", ""), ("/5ec2e7?x=1", ""), ("/5ec2e7", "me")):
        with pytest.raises(SourceError):
            feed.says(reply(status=500), path=path, user=user)
    assert feed.says(reply(status=500)).kept


def test_only_the_owner_reads_them(feed: Feed, cache: Path) -> None:
    cache.mkdir(mode=0o755)
    feed.says(reply(RUNS))
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    (copy,) = cache.iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert b"5ec2e7" not in copy.read_bytes()
    assert "5ec2e7" not in copy.name


@pytest.mark.parametrize("damage", [b"", b"no json", b"[]\nBEGIN", b'{"fetched": 5, "emptied": null}\n', b"\xff\n"])
def test_a_damaged_copy_is_none(feed: Feed, cache: Path, damage: bytes) -> None:
    feed.says(reply(RUNS))
    (copy,) = cache.iterdir()
    copy.write_bytes(damage)
    with pytest.raises(SourceError):
        feed.says(reply(status=500))
    assert not feed.says(reply(RUNS)).kept


def test_a_folder_that_cannot_be_written_is_a_warning(feed: Feed, cache: Path) -> None:
    cache.write_text("a file is in the way")
    last = feed.says(reply(RUNS))
    assert (summaries(last), last.kept) == (["Tempo run"], False)
    assert last.warnings == (f"no copy of it can be kept in {cache}: File exists",)


def test_copies_that_nobody_asks_for_are_forgotten(feed: Feed, cache: Path) -> None:
    feed.says(reply(RUNS))
    (old,) = cache.iterdir()
    os.utime(old, (0, 0))
    feed.says(reply(RUNS), path="/new")
    assert old not in list(cache.iterdir())


def test_an_interrupted_write_leaves_the_old_copy(feed: Feed, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.says(reply(RUNS))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, contextlib.suppress(SourceError):
        patched.setattr(os, "fsync", full)
        assert "No space left" in feed.says(reply(calendar(all_day("2026-12-02", "Easy run")).encode())).warnings[0]
    assert len(list(cache.iterdir())) == 1
    assert summaries(feed.says(reply(status=500))) == ["Tempo run"]


def test_a_clock_that_was_turned_back(feed: Feed) -> None:
    feed.says(reply(RUNS), after=DAY)
    assert feed.says(reply(status=500)).warnings[0].endswith("what it said just now is used")


def test_unfinished_events_take_no_time() -> None:
    """Looking for the end of each would."""
    data = HEAD.encode() + b"BEGIN:VEVENT\r\nX:1\r\n" * 400_000
    begin = time.process_time()
    assert len(copies._events(data)) == 400_000
    assert time.process_time() - begin < 5
