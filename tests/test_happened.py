"""What really happened, said of a published calendar: which session is meant, what is written, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from command import COARSE, Done, House, stridelift
from ics import calendar, timed
from stridelift.calendar.published import Entry, Published, PublishedEvent, Skip, load_published, session_uid
from stridelift.calendar.write import render
from stridelift.errors import ConfigError, OutputError
from stridelift.happened import Fate, freed, happened, put, said

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 2, 12, 0, 30, tzinfo=BERLIN)  # a Wednesday
SESSIONS = {
    1: ("heavy", "2026-12-01 18:00"),
    2: ("core", "2026-12-02 07:00"),
    3: ("moderate", "2026-12-03 06:30"),
    4: ("core", "2026-12-03 18:00"),
    5: ("heavy", "2026-11-24 18:00"),
    6: ("upper", "2026-12-05 09:00"),
}
PLAN = "0f0f"


def uid(number: int) -> str:
    return session_uid(PLAN, "2026-W49" if number != 5 else "2026-W48", number)


def entry(number: int) -> Entry:
    name, at = SESSIONS[number]
    start = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    return Entry(uid(number), name, "", 0, start, start + timedelta(minutes=45), name.title(), "Why here: rest.", "")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "strength.ics"
    made = NOW - timedelta(days=9)
    written = render(
        map(entry, SESSIONS), previous=Published(PLAN), now=made, name="Mine", zone="Europe/Berlin", alarm_minutes=60
    )
    path.write_bytes(written)
    return path


@pytest.mark.parametrize(
    ("words", "fate", "number"),
    [
        ("Tue", Fate.DONE, 1),  # this week's, not the last one's
        ("Tue", Fate.MISSED, 1),
        ("tuesday heavy", Fate.DONE, 1),
        ("2026-11-24", Fate.MISSED, 5),
        ("heavy", Fate.MISSED, 1),
        ("heavy", Fate.SKIPPED, 1),  # none is to come: the last one
        ("core", Fate.DONE, 2),
        ("core", Fate.SKIPPED, 4),
        ("Wed", Fate.SKIPPED, 2),
        ("Thu moderate", Fate.SKIPPED, 3),
        ("moderate", Fate.DONE, 3),  # before its time
        ("2026-12-03 core", Fate.DONE, 4),
        (uid(4), Fate.SKIPPED, 4),
        (uid(5), Fate.DONE, 5),
    ],
)
def test_which_session(feed: Path, words: str, fate: Fate, number: int) -> None:
    assert happened(feed, words, fate, NOW).event.entry.uid == uid(number)


@pytest.mark.parametrize(
    ("words", "fate", "said"),
    [
        ("Thu", Fate.SKIPPED, "'Thu' is one of several: Thu 03 Dec 06:30 moderate, Thu 03 Dec 18:00 core."),
        ("Thu", Fate.DONE, "Maybe say the class too"),
        ("Fri", Fate.DONE, "no session of strength.ics is 'Fri'.\nMaybe one of these: Tue 01 Dec 18:00 heavy, Wed 02"),
        ("Tue core", Fate.DONE, "no session of strength.ics is 'Tue core'."),
        ("squats", Fate.DONE, "no session of strength.ics is 'squats'."),
        (" ", Fate.DONE, "no session of strength.ics is ' '."),
        ("moderate", Fate.MISSED, "Thu 03 Dec 06:30 moderate is still to come, so it is not missed.\nMaybe stridelift"),
    ],
)
def test_words_that_mean_none(feed: Path, words: str, fate: Fate, said: str) -> None:
    before = feed.read_bytes()
    with pytest.raises(ConfigError) as error:
        happened(feed, words, fate, NOW)
    assert said in str(error.value)
    assert feed.read_bytes() == before


@pytest.mark.parametrize(("fate", "state"), [(Fate.DONE, b"DONE"), (Fate.MISSED, b"MISSED")])
def test_one_line_more_and_no_change_that_shows(feed: Path, fate: Fate, state: bytes) -> None:
    before = feed.read_bytes().splitlines()
    happened(feed, "Tue", fate, NOW)
    after = feed.read_bytes().splitlines()
    assert [line for line in after if line not in before] == [b"X-STRIDELIFT-STATE:" + state]
    assert [line for line in after if not line.startswith(b"X-STRIDELIFT-STATE")] == before
    happened(feed, "Tue", fate, NOW)
    assert feed.read_bytes().splitlines() == after


def test_the_last_word_counts(feed: Path) -> None:
    before = feed.read_bytes()
    happened(feed, "Tue", Fate.MISSED, NOW)
    missed = feed.read_bytes()
    happened(feed, "Tue", Fate.DONE, NOW)
    assert feed.read_bytes() == missed.replace(b"STATE:MISSED", b"STATE:DONE") != before


def test_done_before_its_time_ends_now(feed: Path) -> None:
    what = happened(feed, "Thu core", Fate.DONE, NOW)
    read = next(one for one in load_published(feed.read_bytes()).events if one.entry.uid == uid(4))
    end = NOW.replace(second=0).astimezone(UTC)
    assert what.moved
    assert (read.entry.start, read.entry.end) == (end - timedelta(minutes=45), end)
    assert (read.sequence, read.last_modified) == (1, NOW.astimezone(UTC))
    assert read.entry.description == "Why here: you moved it."
    assert load_published(feed.read_bytes()).skips == ()


def test_done_in_another_week_leaves_its_own(feed: Path) -> None:
    happened(feed, "Thu core", Fate.DONE, NOW - timedelta(days=4))
    assert load_published(feed.read_bytes()).skips == (Skip("2026-W49", "core"),)


def test_skipped_is_gone_and_not_placed_anew(feed: Path) -> None:
    happened(feed, "Thu core", Fate.SKIPPED, NOW)
    published = load_published(feed.read_bytes())
    assert uid(4) not in {one.entry.uid for one in published.events}
    assert published.skips == (Skip("2026-W49", "core"),)
    assert published.ids["2026-W49"] == 6


def as_record(feed: Path) -> bytes:
    data = feed.read_bytes().replace(b"X-STRIDELIFT-PLAN:", b"X-STRIDELIFT-COLLECTION:abc\r\nX-STRIDELIFT-PLAN:", 1)
    feed.write_bytes(data)
    return data


def test_record_of_a_collection_stays_one(feed: Path) -> None:
    before = as_record(feed)
    happened(feed, "Tue", Fate.MISSED, NOW)
    assert feed.read_bytes().replace(b"X-STRIDELIFT-STATE:MISSED\r\n", b"") == before


@pytest.mark.parametrize(("words", "fate"), [("Thu core", Fate.SKIPPED), ("Thu core", Fate.DONE)])
def test_collections_are_edited_where_they_are(feed: Path, words: str, fate: Fate) -> None:
    before = as_record(feed)
    with pytest.raises(ConfigError, match="move or delete the session in your calendar program"):
        happened(feed, words, fate, NOW)
    assert feed.read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data[:0], "not a stridelift calendar"),
        (lambda data: data.replace(b"X-WR-TIMEZONE:Europe/Berlin", b"X-WR-TIMEZONE:Nowhere"), "zone is 'Nowhere'"),
        (lambda data: data.replace(b"DTSTART:2026", b"DTSTART:x"), "damaged"),
    ],
)
def test_damaged_calendar(feed: Path, spoil: Callable[[bytes], bytes], said: str) -> None:
    feed.write_bytes(spoil(feed.read_bytes()))
    with pytest.raises(OutputError, match=said):
        happened(feed, "Tue", Fate.DONE, NOW)


def test_no_calendar(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be read: No such file"):
        happened(tmp_path / "none.ics", "Tue", Fate.DONE, NOW)


# What follows.


RUNS = calendar(*(timed(f"2026-12-{day:02} 06:30", "07:10", "Easy run", uid=f"run-{day}") for day in (1, 3, 5)))
TWO = f"{COARSE}sessions.heavy.per_week = [0, 0]\nsessions.moderate.per_week = [1, 1]\n"


class Week:
    """A published week of an athlete, and its commands."""

    def __init__(self, house: House) -> None:
        house.config(TWO)
        self.house, self.output = house, house.folder / "strength.ics"
        self.solve("2026-11-29T12:00:00+01:00")

    def solve(self, now: str) -> Done:
        runs = self.house.write("runs.ics", RUNS)
        done = stridelift("solve", runs, "--week", "2026-W49", "-o", self.output, now=now)
        assert done.code == 0, done.err
        return done

    def say(self, *words: object, now: str) -> Done:
        done = stridelift(*words, "-o", self.output, now=now)
        assert done.code == 0, done.err
        return done

    def entries(self, name: str) -> list[Entry]:
        return [one.entry for one in load_published(self.output.read_bytes()).events if one.entry.session_class == name]


def test_missed_is_placed_again_under_another_name(house: House) -> None:
    week = Week(house)
    (first,) = week.entries("moderate")
    later = (first.end + timedelta(hours=1)).isoformat()
    said = week.say("missed", "moderate", now=later).out
    assert "Moderate legs: missed; it does not count, and may be placed again in its week. Solve again" in said
    assert "'Moderate legs': missed, as you said; it does not count" in week.solve(later).out
    missed, again = week.entries("moderate")
    assert missed.uid == first.uid
    assert again.start > first.end + timedelta(hours=3)
    before = week.output.read_bytes()
    week.solve(later)
    assert week.output.read_bytes() == before


def test_skipped_is_not(house: House) -> None:
    week = Week(house)
    said = week.say("skip", "moderate", now="2026-11-30T05:00:00+01:00").out
    assert "Moderate legs: skipped; one moderate session less in 2026-W49." in said
    assert "2026-W49: 1 × moderate left out by you" in week.solve("2026-11-30T05:00:00+01:00").out
    assert week.entries("moderate") == []


def test_done_before_its_time_counts(house: House) -> None:
    week = Week(house)
    now = "2026-11-30T05:00:00+01:00"
    said = week.say("done", "moderate", now=now).out
    assert said.startswith("Moderate legs: done; it is at Mon 30 Nov 04:")
    week.solve(now)
    (there,) = week.entries("moderate")
    assert there.end == datetime.fromisoformat(now)


def test_exit_code_of_a_session_that_is_not_there(feed: Path) -> None:
    done = stridelift("done", "Fri", "-o", feed, now=NOW.isoformat())
    assert done.code == 2
    assert done.err.startswith("error: no session of strength.ics is 'Fri'.\nMaybe one of these:")


# Where the athlete wants it.


def there(feed: bytes, number: int) -> PublishedEvent:
    return next(one for one in load_published(feed).events if one.entry.uid == uid(number))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_put_elsewhere_it_is_pinned_with_its_length(feed: Path) -> None:
    before = feed.read_bytes()
    after = put(before, uid(4), moment("2026-12-04 17:00"), NOW)
    one = there(after, 4)
    assert (one.entry.start, one.entry.end) == (moment("2026-12-04 17:00"), moment("2026-12-04 17:45"))
    assert (one.entry.pinned, one.sequence, one.entry.description) == (True, 1, "Why here: you moved it.")
    assert [one for one in load_published(after).events if one.entry.uid != uid(4)] == [
        one for one in load_published(before).events if one.entry.uid != uid(4)
    ]
    assert put(after, uid(4), moment("2026-12-04 17:00"), NOW + timedelta(hours=1)) == after
    free = there(freed(after, uid(4), NOW), 4)
    assert free == replace(one, entry=replace(one.entry, pinned=False))


def test_put_where_it_is_it_stays_there(feed: Path) -> None:
    one = there(put(feed.read_bytes(), uid(4), moment("2026-12-03 18:00"), NOW), 4)
    assert one.entry.pinned


HOME = Skip("2026-W49", "core")
OUT, IN = "2026-12-08 18:00", "2026-12-05 18:00"


def test_a_week_that_it_leaves_wants_one_less_until_it_is_back(feed: Path) -> None:
    out = put(feed.read_bytes(), uid(4), moment(OUT), NOW)
    assert load_published(out).skips == (HOME,)
    further = put(out, uid(4), moment("2026-12-09 18:00"), NOW)
    assert load_published(further).skips == (HOME,)
    assert load_published(put(further, uid(4), moment(IN), NOW)).skips == ()
    assert load_published(freed(further, uid(4), NOW)).skips == ()


@pytest.mark.parametrize(
    ("number", "at", "notice", "said"),
    [
        (4, "2026-12-02 12:00", 0, "Wed 02 Dec 12:00 core is too soon: it is Wed 02 Dec 12:00 now."),
        (4, "2026-12-02 12:15", 1, "too soon: it is Wed 02 Dec 12:00 now and the notice of 1 h."),
        (2, "2026-12-04 18:00", 0, "Wed 02 Dec 07:00 core has begun.\nMaybe say that it was done or missed."),
    ],
)
def test_where_it_cannot_be_put(feed: Path, number: int, at: str, notice: int, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        put(feed.read_bytes(), uid(number), moment(at), NOW, timedelta(hours=notice))
    assert said in str(error.value)


def test_the_first_moment_at_which_it_may_be(feed: Path) -> None:
    data = feed.read_bytes()
    assert there(put(data, uid(4), moment("2026-12-02 12:15"), NOW), 4).entry.pinned
    assert there(put(data, uid(4), moment("2026-12-02 13:15"), NOW, timedelta(hours=1)), 4).entry.pinned


def test_what_is_not_there_done_or_not_moved(feed: Path) -> None:
    data = feed.read_bytes()
    with pytest.raises(ConfigError, match="no session of the plan is 'x'"):
        put(data, "x", moment(IN), NOW)
    with pytest.raises(ConfigError, match="Thu 03 Dec 18:00 core was not moved by you"):
        freed(data, uid(4), NOW)
    done, _ = said(data, "it", uid(4), Fate.DONE, NOW)
    with pytest.raises(ConfigError, match="core is done, as you said"):
        put(done, uid(4), moment(IN), NOW)
    record = as_record(feed)
    for change in (lambda: put(record, uid(4), moment(IN), NOW), lambda: freed(record, uid(4), NOW)):
        with pytest.raises(ConfigError, match="in your calendar program"):
            change()
