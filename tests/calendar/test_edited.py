"""What the athlete did to the sessions in a collection: pins, skips, and what is neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dav_servers import moved
from stridelift.calendar.collection import Resource
from stridelift.calendar.edited import Edits, edited
from stridelift.calendar.published import Entry, Published, PublishedEvent, Skip, session_uid
from stridelift.calendar.standing import Standing, patched, standing
from stridelift.calendar.write import resource
from stridelift.errors import OutputError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 29, 12, tzinfo=BERLIN)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DONE = datetime(2026, 11, 27, 17, tzinfo=UTC)  # of 2026-W48, before now
THURSDAY = datetime(2026, 12, 3, 17, tzinfo=UTC)  # of 2026-W49
TEXT = "3 × 5 squats\n\nWhy here: it is quiet."


def session(number: int = 1, start: datetime = THURSDAY, week: str = "2026-W49", **changes: object) -> PublishedEvent:
    """The session with the ``number``-th id of its week."""
    uid = session_uid("plan", week, number)
    entry = Entry(uid, "heavy", "gym", 15, start, start + HOUR, "Heavy legs", TEXT, "gym")
    entry = replace(entry, **changes)  # type: ignore[arg-type]
    return PublishedEvent(entry, week, 3, *(NOW.astimezone(UTC) - DAY for _ in range(3)))


def published(*events: PublishedEvent, skips: tuple[Skip, ...] = (), ids: Mapping[str, int] | None = None) -> Published:
    return Published("plan", ids or {"2026-W49": len(events)}, events, skips=skips)


def text(event: PublishedEvent, plan: str = "plan", ids: Mapping[str, int] | None = None) -> str:
    return resource(event, plan, ids or {"2026-W49": 2}).decode().replace("\r\n ", "").replace("\r\n", "\n")


def there(*texts: str) -> tuple[Standing, ...]:
    resources = [Resource(f"http://host/{n}.ics", f'"{n}"', one.encode()) for n, one in enumerate(texts)]
    return standing(resources, BERLIN, NOW)


def compared(local: Published | None, *texts: str, pending: Published | None = None) -> Edits:
    return edited(local, pending, there(*texts), NOW, BERLIN)


def without(lines: Iterable[str], text: str) -> str:
    return "".join(f"{one}\n" for one in text.splitlines() if not one.startswith(tuple(lines)))


def bare(text: str) -> str:
    """As a server leaves it that keeps no properties it does not know."""
    return without(["X-STRIDELIFT"], text)


def local_time(text: str) -> str:
    """The same instants, as a program in Berlin writes them."""
    zoned = text.replace("DTSTART:20261203T170000Z", "DTSTART;TZID=Europe/Berlin:20261203T180000")
    return zoned.replace("DTEND:20261203T180000Z", "DTEND;TZID=Europe/Berlin:20261203T190000")


def all_day(text: str, day: str) -> str:
    plain = without(["DTSTART", "DTEND"], text)
    return plain.replace("SUMMARY", f"DTSTART;VALUE=DATE:{day}\nSUMMARY")


FIRST = session()
HEAVY = text(FIRST)


@pytest.mark.parametrize(
    ("now_there", "start", "minutes"),
    [
        (HEAVY, None, 60),
        (local_time(HEAVY), None, 60),
        (bare(HEAVY), None, 60),
        (HEAVY.replace("SUMMARY:Heavy legs", "SUMMARY:With Kim"), None, 60),
        (HEAVY.replace("END:VEVENT", "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM\nEND:VEVENT"), None, 60),
        (HEAVY.replace("END:VEVENT", "ATTENDEE:mailto:kim@example.org\nEND:VEVENT"), None, 60),
        (HEAVY.replace("END:VEVENT", "RRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT"), THURSDAY, 60),
        (moved(HEAVY, HOUR), THURSDAY + HOUR, 60),
        (bare(moved(HEAVY, HOUR)), THURSDAY + HOUR, 60),
        (local_time(HEAVY).replace("T190000", "T210000").replace("T180000", "T200000"), THURSDAY + 2 * HOUR, 60),
        (HEAVY.replace("DTEND:20261203T180000Z", "DTEND:20261203T173000Z"), THURSDAY, 30),
        (without(["DTEND"], HEAVY), None, 60),
        (all_day(HEAVY, "20261204"), THURSDAY + DAY, 60),
        (all_day(HEAVY, "20261203"), None, 60),
    ],
    ids=[
        "as written", "in local time", "bare", "new title", "alarm", "guest", "series", "later", "bare, later",
        "later in local time", "shorter", "without an end", "all of another day", "all of its day",
    ],
)  # fmt: skip
def test_moved(now_there: str, start: datetime | None, minutes: int) -> None:
    """A session at another time is pinned there, and nothing else is."""
    edits = compared(published(FIRST), now_there)
    [event] = edits.published.events
    assert edits.published.skips == ()
    assert event.entry.uid == FIRST.entry.uid
    if start is None:
        assert (event, edits.moved) == (FIRST, ())
    else:
        assert (event.entry.pinned, event.entry.start, event.sequence) == (True, start, 4)
        assert event.entry.description == "3 × 5 squats\n\nWhy here: you moved it."
        assert event.entry.end - event.entry.start == timedelta(minutes=minutes)
        assert edits.moved == (event,)
        assert compared(edits.published, now_there).published == edits.published  # and that is settled


def test_moved_back_is_still_pinned() -> None:
    once = compared(published(FIRST), moved(HEAVY, HOUR)).published
    [event] = compared(once, HEAVY).published.events
    assert (event.entry.pinned, event.entry.start) == (True, THURSDAY)


def test_what_the_athlete_wrote_stays_on_a_pinned_one() -> None:
    noted = moved(HEAVY, HOUR).replace("SUMMARY:Heavy legs", "SUMMARY:With Kim").replace("squats", "deep squats")
    [event] = compared(published(FIRST), noted).published.events
    assert event.entry.summary == "With Kim"
    assert event.entry.description == TEXT.replace("squats", "deep squats")


@pytest.mark.parametrize(("by", "pinned"), [(-HOUR, False), (HOUR, False), (7 * DAY, True)])
def test_what_has_begun_is_where_it_was_done(by: timedelta, pinned: bool) -> None:  # noqa: FBT001 - a table
    """A past session moved within the past is a note of the athlete's; moved ahead it is still to be done."""
    done = session(start=DONE, week="2026-W48")
    edits = compared(published(done), moved(text(done), by))
    [event] = edits.published.events
    assert (event.entry.start, event.entry.pinned, bool(edits.moved)) == (DONE + by, pinned, pinned)


# Deleted.

CORE = session(2, THURSDAY + DAY, session_class="core", summary="Core")
W49 = Skip("2026-W49", "heavy")


def test_deleted_is_skipped_in_its_week() -> None:
    edits = compared(published(FIRST, CORE), text(CORE))
    assert (edits.published.events, edits.published.skips, edits.deleted) == ((CORE,), (W49,), (FIRST,))


def test_cancelled_is_deleted() -> None:
    edits = compared(published(FIRST, CORE), HEAVY.replace("CONFIRMED", "CANCELLED"), text(CORE))
    assert (edits.published.events, edits.published.skips) == ((CORE,), (W49,))


def test_a_past_one_that_is_deleted_was_not_done() -> None:
    done = session(start=DONE, week="2026-W48")
    edits = compared(published(done, CORE), text(CORE))
    assert (edits.published.events, edits.published.skips, edits.deleted) == ((CORE,), (), ())


def test_restored_is_no_skip_any_more() -> None:
    deleted = compared(published(FIRST, CORE), text(CORE)).published
    edits = compared(deleted, HEAVY, text(CORE))
    assert (len(edits.published.events), edits.published.skips, edits.moved) == (2, (), ())


def test_moved_out_of_its_week_and_back() -> None:
    """It is not placed again in the week it left, until it comes back; deleted elsewhere, it is missing once."""
    away = compared(published(FIRST, CORE), moved(HEAVY, 7 * DAY), text(CORE)).published
    assert away.skips == (W49,)
    assert compared(away, HEAVY, text(CORE)).published.skips == ()
    assert compared(away, moved(HEAVY, 14 * DAY), text(CORE)).published.skips == (W49,)
    assert compared(away, text(CORE)).published.skips == (W49,)
    assert compared(published(FIRST, CORE), moved(HEAVY, -6 * DAY), text(CORE)).published.skips == (W49,)


@pytest.mark.parametrize(("events", "skips"), [((FIRST,), (W49,)), ((FIRST, CORE), ())])
def test_all_at_once_is_an_accident(events: tuple[PublishedEvent, ...], skips: tuple[Skip, ...]) -> None:
    """From two sessions on; the last single one the athlete may delete."""
    edits = compared(published(*events))
    assert (edits.published.events, edits.published.skips) == ((), skips)
    assert bool(edits.warnings) is not bool(skips)
    assert edits.published.ids == {"2026-W49": len(events)}  # none is given twice


def test_an_accident_leaves_what_was_done() -> None:
    done = session(start=DONE, week="2026-W48")
    assert compared(published(done, FIRST, CORE)).published.events == (done,)


# Not ours, or not readable.

BROKEN = without(["DTSTART"], HEAVY)


def test_another_plan_beside_ours_is_not_seen() -> None:
    stranger = replace(FIRST, entry=replace(FIRST.entry, uid="5f1d3c1e-0000-5a53-9a0e-8f6a7f1c2b4d@stridelift"))
    edits = compared(published(FIRST), HEAVY, text(stranger, plan="other"))
    assert [*edits.there] == [FIRST.entry.uid]
    assert edits.published.events == (FIRST,)


def test_what_cannot_be_read_is_left_as_it_is() -> None:
    """It is not taken as deleted, nor planned anew."""
    edits = compared(published(FIRST, CORE), BROKEN, text(CORE))
    assert [(one.entry.start, one.entry.pinned) for one in edits.published.events] == [
        (THURSDAY, True),
        (THURSDAY + DAY, False),
    ]
    assert edits.published.skips == ()
    assert len(edits.warnings) == 1


# Without a record.


@pytest.mark.parametrize("wear", [str, bare, local_time])
def test_a_lost_record_is_what_is_there(wear: type[str]) -> None:
    edits = compared(None, wear(HEAVY), wear(text(CORE)))
    assert [one.entry.uid for one in edits.published.events] == [FIRST.entry.uid, CORE.entry.uid]
    assert [one.entry.session_class for one in edits.published.events] == ["heavy", "core"]
    assert edits.published.skips == ()


def test_a_lost_record_keeps_plan_ids_and_pins() -> None:
    edits = compared(None, HEAVY.replace("END:VEVENT", "X-STRIDELIFT-PINNED:TRUE\nEND:VEVENT"))
    assert (edits.published.plan, edits.published.ids) == ("plan", {"2026-W49": 2})
    assert edits.published.events[0].entry.pinned
    assert edits.published.events[0].sequence == FIRST.sequence


def test_two_plans_and_no_record_is_no_guess() -> None:
    with pytest.raises(OutputError, match="2 plans"):
        compared(None, HEAVY, text(CORE, plan="other"))


def test_nothing_yet() -> None:
    assert compared(None).published == Published()


# After a crash: what was there before, and what was to be.

LATER = replace(FIRST, entry=replace(FIRST.entry, start=THURSDAY + HOUR, end=THURSDAY + 2 * HOUR), sequence=4)


@pytest.mark.parametrize(
    ("before", "pending", "now_there", "expected"),
    [
        ([FIRST], [LATER], [FIRST], [FIRST]),
        ([FIRST], [LATER], [LATER], [LATER]),
        ([FIRST], [FIRST, CORE], [FIRST], [FIRST]),
        ([FIRST], [FIRST, CORE], [FIRST, CORE], [FIRST, CORE]),
        ([FIRST, CORE], [FIRST], [FIRST, CORE], [FIRST, CORE]),
        ([FIRST, CORE], [FIRST], [FIRST], [FIRST]),
        ([], [FIRST, CORE], [], []),
        ([], [FIRST, CORE], [CORE], [CORE]),
    ],
    ids=["move to come", "moved", "to be added", "added", "to be removed", "removed", "first", "half of the first"],
)
def test_an_interruption_is_not_the_athlete(
    before: list[PublishedEvent],
    pending: list[PublishedEvent],
    now_there: list[PublishedEvent],
    expected: list[PublishedEvent],
) -> None:
    local = published(*before) if before else None
    edits = compared(local, *map(text, now_there), pending=published(*pending))
    assert [*edits.published.events] == expected
    assert (edits.published.skips, edits.moved, edits.deleted) == ((), (), ())
    assert compared(edits.wrote, *map(text, now_there)).published.events == edits.published.events


@pytest.mark.parametrize(
    ("now_there", "start", "skips"), [([moved(HEAVY, 3 * HOUR)], 3 * HOUR, ()), ([], None, (W49,))]
)
def test_the_athlete_after_an_interruption(
    now_there: list[str], start: timedelta | None, skips: tuple[Skip, ...]
) -> None:
    edits = compared(published(FIRST, CORE), *now_there, text(CORE), pending=published(LATER, CORE))
    assert edits.published.skips == skips
    assert [one.entry.start for one in edits.moved] == ([] if start is None else [THURSDAY + start])


# Writing over it.


def test_what_the_athlete_added_stays_when_we_write() -> None:
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM\n"
    edit = HEAVY.replace("END:VEVENT", f"ATTENDEE:mailto:kim@example.org\n{alarm}END:VEVENT")
    edit = edit.replace("SUMMARY:Heavy legs", "SUMMARY:With Kim").replace("SEQUENCE:3", "SEQUENCE:8")
    [one] = there(local_time(edit))
    new = replace(LATER, entry=replace(LATER.entry, description="4 × 4 squats"))
    data = (patched(one, FIRST.entry, new) or b"").decode().replace("\r\n", "\n")
    for line in ("ATTENDEE:mailto:kim@example.org", "TRIGGER:-PT5M", "SUMMARY:With Kim", "DESCRIPTION:4 × 4 squats"):
        assert f"{line}\n" in data
    assert "DTSTART:20261203T180000Z\n" in data
    assert "SEQUENCE:9\n" in data
    assert (data.count("DTSTART"), data.count("DTEND"), data.count("SEQUENCE")) == (1, 1, 1)


@pytest.mark.parametrize("wear", [str, bare, local_time])
def test_nothing_new_is_not_written(wear: type[str]) -> None:
    [one] = there(wear(HEAVY))
    assert patched(one, FIRST.entry, FIRST) is None


def test_a_series_is_never_written_over() -> None:
    [one] = there(HEAVY.replace("END:VEVENT", "RRULE:FREQ=WEEKLY\nEND:VEVENT"))
    assert patched(one, FIRST.entry, LATER) is None


def test_a_pin_is_marked_and_the_time_is_left_as_the_program_wrote_it() -> None:
    text_there = local_time(HEAVY).replace("20261203T180000", "20261203T170000").replace("T190000", "T180000")
    edits = compared(published(FIRST), text_there)
    data = (patched(edits.there[FIRST.entry.uid], FIRST.entry, edits.moved[0]) or b"").decode()
    assert "X-STRIDELIFT-PINNED:TRUE" in data
    assert "you moved it" in data
    assert "DTSTART;TZID=Europe/Berlin:20261203T170000" in data


def test_the_content_goes_along() -> None:
    """Where a program keeps what it does not know, it is read from there, and written over when it is new."""
    filled = session(exercises="warm-up 420;row/band 3x8-15;cool-down 120")
    [one] = there(text(filled))
    assert one.event == filled
    [event] = compared(published(filled), moved(text(filled), HOUR)).published.events
    assert event.entry.exercises == filled.entry.exercises
    new = session(exercises="warm-up 420;row/band 2x8-15;cool-down 120")
    assert b"2x8-15" in (patched(one, filled.entry, new) or b"")
    [one] = there(bare(text(filled)))
    assert patched(one, filled.entry, filled) is None
