"""What stands on the board of a week."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from command import NOW, House, stridelift
from ics import USUAL, all_day, calendar, timed, week
from stridelift import planner
from stridelift.board.shapes import Block, Board, Kind
from stridelift.board.week import pieces
from stridelift.board.week import week as board_of
from stridelift.check import check
from stridelift.errors import ConfigError
from stridelift.explaining import weighed
from stridelift.planner import Outcome
from stridelift.request import Request, calendars
from world import AUTUMN, SPRING, WEEK, at

RUNS = week("2026-11-30", USUAL)
FEED = "strength.ics"


def asked(house: House, *sources: Path, label: str | None = "2026-W49", now: str = NOW) -> Request:
    return Request(calendars=calendars(map(str, sources), ()), week=label, now=datetime.fromisoformat(now))


def solved(house: House, runs: str = RUNS, now: str = NOW, label: str | None = "2026-W49") -> Outcome:
    request = asked(house, house.write("runs.ics", runs), label=label, now=now)
    return planner.plan(request.but(output=house.folder / FEED))


def blocks(board: Board, kind: Kind) -> list[Block]:
    return [one for one in board.blocks if one.kind is kind]


# The clock.

ELAPSED = [  # horizon, minute from and minutes, what the clock shows of it
    (WEEK, at(0, "06:00"), 60, [(0, 360, 420)]),
    (WEEK, at(0, "23:00"), 60, [(0, 1380, 1440)]),
    (WEEK, at(0, "23:00"), 61, [(0, 1380, 1440), (1, 0, 1)]),
    (WEEK, at(0) - 30, 60, [(0, 0, 30)]),  # begun the week before
    (WEEK, at(6, "23:30"), 60, [(6, 1410, 1440)]),
    (WEEK, at(7), 60, []),
    (WEEK, at(1), 3 * 24 * 60, [(1, 0, 1440), (2, 0, 1440), (3, 0, 1440)]),
    (SPRING, at(6, "01:30", SPRING), 60, [(6, 90, 210)]),  # from 02:00 on the clock shows 03:00
    (SPRING, at(6, "08:00", SPRING), 60, [(6, 480, 540)]),
    (SPRING, at(6, "00:00", SPRING), 23 * 60, [(6, 0, 1440)]),
    (AUTUMN, at(6, "02:30", AUTUMN), 15, [(6, 150, 165)]),
    (AUTUMN, at(6, "02:30", AUTUMN), 45, [(6, 150, 195)]),  # ends at 02:15, shown a second time
    (AUTUMN, at(6, "02:30", AUTUMN), 120, [(6, 150, 210)]),  # ends at 03:30
    (AUTUMN, at(6, "08:00", AUTUMN), 60, [(6, 480, 540)]),
    (AUTUMN, at(6, "00:00", AUTUMN), 25 * 60, [(6, 0, 1440)]),
]


@pytest.mark.parametrize(("horizon", "start", "minutes", "expected"), ELAPSED)
def test_pieces(horizon: object, start: int, minutes: int, expected: list[tuple[int, int, int]]) -> None:
    assert list(pieces(horizon, horizon.weeks[0], start, start + minutes)) == expected  # type: ignore[attr-defined, arg-type]


@pytest.mark.parametrize(("label", "monday"), [("2026-W13", "2026-03-23"), ("2026-W43", "2026-10-19")])
def test_a_run_on_the_day_of_a_clock_change_is_when_the_clock_says(house: House, label: str, monday: str) -> None:
    outcome = solved(house, week(monday, USUAL), now=f"{monday}T00:30:00+01:00", label=label)
    long = blocks(board_of(outcome), Kind.KEY)[-1]
    assert (long.day, long.start, long.end) == (6, 8 * 60 + 30, 11 * 60)
    for one in blocks(board_of(outcome), Kind.SESSION):
        clock = datetime.fromisoformat(one.at)
        assert (clock.date(), 60 * clock.hour + clock.minute) == (board_of(outcome).days[one.day].date, one.start)


# A plan.


def test_a_week_that_was_solved(house: House) -> None:
    house.write("busy.ics", calendar(timed("2026-12-02 09:00", "10:00", "Standup")))
    request = asked(house, house.write("runs.ics", RUNS), house.folder / "busy.ics")
    outcome = weighed(planner.plan(request))
    board = board_of(outcome)
    assert (board.label, board.title) == ("2026-W49", "Mon 30 Nov – Sun 06 Dec 2026")
    assert board.heading.startswith("proven optimal, price ")
    assert [one.label for one in board.days][::6] == ["Mon 30 Nov", "Sun 06 Dec"]
    assert [one.title for one in blocks(board, Kind.KEY)] == ["Intervals 6 x 800 m run", "Tempo run 10 km", "Long run 26 km"]  # fmt: skip # noqa: E501
    assert [one.detail for one in blocks(board, Kind.RUN)] == ["recovery, 40 min", "easy, 50 min"]
    (busy,) = blocks(board, Kind.BUSY)
    assert (busy.title, busy.day, busy.start, busy.end) == ("Standup", 2, 540, 600)
    sessions = blocks(board, Kind.SESSION)
    assert [one.uid for one in sessions] == [one.uid for one in outcome.entries]
    for one, entry in zip(sessions, outcome.entries, strict=True):
        assert entry.description.startswith("\n".join(one.lines))
        assert one.at == entry.start.isoformat()
        assert (one.state, one.conflict, bool(one.why)) == ("", False, True)
        assert one.next_best.startswith("next best: ")
    assert board.free[:2] == ((0, 360, 480), (0, 1050, 1290))
    assert board.shadows
    assert board.assumptions
    assert (board.conflict, board.ways) == ((), ())


def test_runs_before_the_period_are_shown_too(house: House) -> None:
    """Planned from Thursday on, the week still begins on Monday."""
    outcome = solved(house, now="2026-12-03T12:00:00+01:00", label=None)
    board = board_of(outcome)
    assert (board.label, board.weeks) == ("2026-W49", ("2026-W49", "2026-W50"))
    assert [one.day for one in (*blocks(board, Kind.RUN), *blocks(board, Kind.KEY))] == [0, 5, 1, 3, 6]
    assert [one.today for one in board.days] == [one.date == date(2026, 12, 3) for one in board.days]


@pytest.mark.parametrize(
    ("now", "label"),
    [
        ("2026-11-28T12:00:00+01:00", "2026-W49"),  # before
        ("2026-12-06T23:59:00+01:00", "2026-W49"),
        ("2026-12-07T00:00:00+01:00", "2026-W50"),
        ("2027-02-01T00:00:00+01:00", "2026-W50"),  # long over
    ],
)
def test_which_week(house: House, now: str, label: str) -> None:
    runs = house.write("runs.ics", RUNS)
    house.write(
        "hand.ics", calendar(timed("2026-12-01 12:00", "12:30", "Core"), timed("2026-12-08 12:00", "12:30", "Core"))
    )
    assert board_of(check(house.folder / "hand.ics", asked(house, runs, label=None, now=now))).label == label


def test_a_week_that_is_not_there(house: House) -> None:
    house.write("hand.ics", calendar(timed("2026-12-01 12:00", "12:30", "Core")))
    checked = check(house.folder / "hand.ics", asked(house, house.write("runs.ics", RUNS)))
    with pytest.raises(ConfigError, match=r"'2026-W01' is no week of this plan.\nMaybe one of 2026-W49"):
        board_of(checked, "2026-W01")


def test_usual_and_chosen_starts(house: House) -> None:
    runs = calendar(all_day("2026-12-01", "Tempo run 8 km"), all_day("2026-12-03", "Easy run 8 km"))
    assert [one.detail.partition(" min")[2] for one in board_of(solved(house, runs)).blocks if one.kind in ("run", "key")] == [", usual start"] * 2  # fmt: skip # noqa: E501
    house.config(
        'runs.untimed = "choose"\navailability = { weekday = ["18:00-21:00"], weekend = [] }\n'
        'runs.usual_start = { weekday = "05:00", weekend = "08:30" }\n'
    )
    assert "start chosen" in blocks(board_of(solved(house, runs)), Kind.KEY)[0].detail


def test_states(house: House) -> None:
    first = solved(house)
    done, moved, frozen = first.entries
    stridelift("done", done.uid, "-o", FEED, now="2026-12-04T12:00:00+01:00")
    stridelift("missed", moved.uid, "-o", FEED, now="2026-12-04T12:00:00+01:00")
    gym = timed("2026-12-02 12:00", "12:40", "Strength: upper body")
    runs = RUNS.replace("END:VCALENDAR\r\n", f"{gym}END:VCALENDAR\r\n")
    again = solved(house, runs, now=frozen.start.isoformat())
    states = {one.uid: one.state for one in blocks(board_of(again), Kind.SESSION)}
    assert states[done.uid] == "done"
    assert states[moved.uid] == "missed"
    assert states[frozen.uid] == "frozen"
    assert [one.title for one in board_of(again).blocks if one.state == "given"] == ["Strength: upper body"]
    assert next(one for one in board_of(again).blocks if one.uid == frozen.uid).why


# Nothing fits.


def test_a_week_without_a_plan(house: House) -> None:
    house.config(
        "sessions.heavy.per_week = [0, 0]\nsessions.moderate.per_week = [0, 0]\nsessions.core.per_week = [1, 1]\n"
        'constraints.weekly_volume.weight = "hard"\navailability = { weekday = [], weekend = ["09:00-10:00"] }\n'
    )
    life = (timed("2026-12-05 09:00", "10:00", "My Wedding"), timed("2026-12-01 09:00", "10:00", "Wedding"))
    outcome = solved(house, calendar(*life, timed("2026-12-06 08:00", "10:30", "Long run 26 km")))
    board = board_of(outcome)
    assert board.heading == "nothing fits"
    marked = {one.title: one.conflict for one in board.blocks}
    assert marked == {"My Wedding": True, "Wedding": False, "Long run 26 km": True}
    assert any(one.startswith("calendar: Sat 05 Dec 09:00–10:00: My Wedding") for one in board.conflict)
    assert [one.number for one in board.ways] == list(range(len(outcome.relaxations)))
    assert board.ways
    shown = board_of(outcome, titles=False)
    assert "Wedding" not in repr(shown)
    assert any(one.startswith("calendar: Sat 05 Dec 09:00–10:00: busy") for one in shown.conflict)
    assert [one.title for one in blocks(shown, Kind.BUSY)] == ["busy", "busy"]


# A calendar that was checked.


def test_a_calendar_shows_what_the_plan_did(house: House) -> None:
    plan = board_of(solved(house))
    request = asked(house, house.folder / "runs.ics", label=None)
    read = board_of(check(house.folder / FEED, request))
    assert read.blocks == plan.blocks
    assert read.shadows == plan.shadows
    assert read.heading == plan.heading.replace("proven optimal", "no hard rule is broken")


def test_a_calendar_by_hand(house: House) -> None:
    runs = house.write("runs.ics", RUNS)
    house.write("hand.ics", calendar(timed("2026-12-01 17:00", "17:50", "Gym: heavy legs")))
    board = board_of(check(house.folder / "hand.ics", asked(house, runs)))
    (session,) = blocks(board, Kind.SESSION)
    assert (session.title, session.session_class, session.state, session.lines) == ("Gym: heavy legs", "heavy", "", ())
    assert session.conflict
    assert board.heading.startswith("hard rules are broken in ")
    assert any(one.startswith("recovery_gap: Gym: heavy legs (Tue 01 Dec 17:00), Intervals") for one in board.warnings)


def test_what_became_of_sessions_is_read(house: House) -> None:
    first = solved(house).entries[0]
    stridelift("done", first.uid, "-o", FEED, now="2026-12-04T12:00:00+01:00")
    board = board_of(check(house.folder / FEED, asked(house, house.folder / "runs.ics")))
    assert {one.uid: one.state for one in board.blocks if one.uid == first.uid} == {first.uid: "done"}
