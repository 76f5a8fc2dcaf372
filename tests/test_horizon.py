"""The axis: local days, ISO weeks, and wall clocks where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from stridelift.domain import Span
from stridelift.errors import ConfigError
from stridelift.horizon import LOOK_AHEAD, LOOK_BACK, Horizon
from world import BERLIN, SPRING, WEEK, at

ZONES = {
    name: ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/Santiago",  # clocks change at midnight
        "America/Havana",  # midnight exists twice in autumn
        "Australia/Lord_Howe",  # by half an hour
        "Asia/Kathmandu",
        "Pacific/Apia",
        "UTC",
    )
}


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Europe/Berlin", date(2026, 10, 26), 24),
        ("America/Santiago", date(2026, 9, 6), 23),  # 00:00 does not exist
        ("America/Santiago", date(2026, 4, 4), 25),  # 23:00 exists twice
        ("America/Havana", date(2026, 3, 8), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # the day that was left out
    ],
)
def test_hours_of_a_day(zone: str, day: date, hours: float) -> None:
    (found,) = [one for one in Horizon(ZONES[zone], day, 1).days if one.date == day]
    assert found.span.minutes == 60 * hours


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", [date(2026, month, 1) for month in range(1, 13)], ids=str)
def test_days_tile_the_axis(zone: str, first: date) -> None:
    horizon = Horizon(ZONES[zone], first, 14)
    assert horizon.days[0].span.start == 0
    assert all(one.span.end == other.span.start for one, other in pairwise(horizon.days))
    assert horizon.days[0].date.weekday() == 0
    assert len(horizon.days) % 7 == 0
    assert horizon.days[0].date <= first - timedelta(days=LOOK_BACK) < horizon.days[7].date
    assert horizon.days[-8].date < horizon.end + timedelta(days=LOOK_AHEAD) <= horizon.days[-1].date + timedelta(days=1)
    assert [one.date for one in horizon.planned_days] == [first + timedelta(days=n) for n in range(14)]
    assert horizon.span == Span(horizon.planned_days[0].span.start, horizon.planned_days[-1].span.end)
    for one in horizon.days:
        assert horizon.at(one.span.start).date() == one.date
        assert horizon.at(one.span.end - 1).date() == one.date
        assert horizon.at(one.noon).hour == 12


@pytest.mark.parametrize("zone", ZONES)
def test_there_and_back(zone: str) -> None:
    horizon = Horizon(ZONES[zone], date(2026, 3, 20), 14)
    for minute in range(0, horizon.days[-1].span.end, 97):
        assert horizon.minute(horizon.at(minute)) == minute


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        ("Europe/Berlin", (2026, 3, 29), "01:59", "00:59"),
        ("Europe/Berlin", (2026, 3, 29), "02:30", "01:30"),  # in the gap: the offset before it, so 03:30
        ("Europe/Berlin", (2026, 3, 29), "03:00", "01:00"),
        ("Europe/Berlin", (2026, 10, 25), "02:30", "00:30"),  # twice: the first
        ("Europe/Berlin", (2026, 10, 25), "03:00", "02:00"),
        ("America/Santiago", (2026, 9, 6), "00:00", "04:00"),
        ("America/Santiago", (2026, 9, 6), "01:00", "04:00"),
        ("Australia/Lord_Howe", (2026, 10, 4), "02:15", "15:45"),
    ],
)
def test_clocks_that_do_not_exist_or_exist_twice(zone: str, day: tuple[int, int, int], clock: str, utc: str) -> None:
    horizon = Horizon(ZONES[zone], date(*day), 1)
    assert horizon.at(at(0, clock, horizon)).astimezone(UTC).strftime("%H:%M") == utc


def test_clock_beyond_the_day() -> None:
    assert WEEK.clock(date(2026, 12, 1), 1440) == at(2)
    assert WEEK.clock(date(2026, 12, 1), 1500) == at(2, "01:00")
    assert WEEK.clock(date(2026, 12, 31), 1440) == WEEK.clock(date(2027, 1, 1), 0)


@pytest.mark.parametrize(
    ("windows", "spans"),
    [
        ([(360, 480), (1050, 1290)], [(at(1, "06:00"), at(1, "08:00")), (at(1, "17:30"), at(1, "21:30"))]),
        ([(0, 1440)], [(at(1), at(2))]),
        ([(1320, 360)], [(at(1, "22:00"), at(2, "06:00"))]),
        ([(1320, 1440)], [(at(1, "22:00"), at(2))]),
        ([(1320, 0)], [(at(1, "22:00"), at(2))]),
        ([], []),
    ],
)
def test_windows(windows: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    assert list(WEEK.windows(date(2026, 12, 1), windows)) == spans


def test_windows_in_a_week_with_a_clock_change() -> None:
    sunday = date(2026, 3, 29)
    (night,) = SPRING.windows(sunday - timedelta(days=1), [(1320, 360)])
    assert night.minutes == 7 * 60
    assert SPRING.windows(sunday, [(120, 180)]) == ()  # that hour does not exist


def test_windows_of_an_athlete_who_travels() -> None:
    (evening,) = WEEK.windows(date(2026, 12, 1), [(1080, 1200)], ZoneInfo("America/New_York"))
    assert evening == (at(2, "00:00"), at(2, "02:00"))


@pytest.mark.parametrize("zone", ZONES)
def test_events_of_other_zones_fall_on_the_same_minute(zone: str) -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=BERLIN)
    assert WEEK.minute(noon.astimezone(ZONES[zone])) == at(1, "12:00")


def test_between_holds_every_second() -> None:
    start = datetime(2026, 12, 1, 6, 30, 20, tzinfo=BERLIN)
    assert WEEK.between(start, start + timedelta(minutes=10)) == (at(1, "06:30"), at(1, "06:41"))
    whole = start.replace(second=0)
    assert WEEK.between(whole, whole + timedelta(minutes=10)) == (at(1, "06:30"), at(1, "06:40"))


@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("2026-W48", date(2026, 11, 23)),
        ("2026W48", date(2026, 11, 23)),
        ("2026-W1", date(2025, 12, 29)),
        ("2026-W01", date(2025, 12, 29)),
        ("2026-W53", date(2026, 12, 28)),
        ("2027-W01", date(2027, 1, 4)),
    ],
)
def test_iso_week(label: str, first: date) -> None:
    horizon = Horizon.of_week(BERLIN, label)
    assert (horizon.first, horizon.end) == (first, first + timedelta(days=7))
    (week,) = horizon.weeks
    assert week.span == horizon.span
    assert week.label.replace("-W0", "-W").replace("-", "") == label.replace("-W0", "-W").replace("-", "")


@pytest.mark.parametrize(
    "label", ["2026-W54", "2027-W53", "2026-W00", "2026-48", "W48", "", "next", "2026-W048", "0000-W01", "26-W48"]
)
def test_no_iso_week(label: str) -> None:
    with pytest.raises(ConfigError, match=f"week '{label}' is no ISO week") as raised:
        Horizon.of_week(BERLIN, label)
    assert "write it like 2026-W48" in str(raised.value)


@pytest.mark.parametrize("label", ["9999-W52", "0001-W01"])
def test_week_at_the_end_of_all_dates(label: str) -> None:
    with pytest.raises(ConfigError, match="cannot be planned"):
        Horizon.of_week(BERLIN, label)


@pytest.mark.parametrize(
    ("now", "first", "days"),
    [
        (datetime(2026, 11, 23, 0, 0, tzinfo=BERLIN), date(2026, 11, 23), 14),
        (datetime(2026, 11, 26, 12, 0, tzinfo=BERLIN), date(2026, 11, 26), 11),
        (datetime(2026, 11, 29, 23, 59, tzinfo=BERLIN), date(2026, 11, 29), 8),
        (datetime(2026, 11, 29, 23, 30, tzinfo=UTC), date(2026, 11, 30), 14),  # already Monday in Berlin
        (datetime(2026, 12, 31, 12, 0, tzinfo=BERLIN), date(2026, 12, 31), 11),
    ],
)
def test_around_now(now: datetime, first: date, days: int) -> None:
    horizon = Horizon.around(BERLIN, now)
    assert (horizon.first, (horizon.end - horizon.first).days) == (first, days)
    assert horizon.end.weekday() == 0


def test_weeks_are_whole_where_the_horizon_is_not() -> None:
    horizon = Horizon(BERLIN, date(2026, 12, 30), 6)
    assert [week.label for week in horizon.weeks] == ["2026-W53", "2027-W01"]
    assert [week.days[0].date for week in horizon.weeks] == [date(2026, 12, 28), date(2027, 1, 4)]
    assert all(len(week.days) == 7 for week in horizon.weeks)


def test_what_is_read() -> None:
    start, end = WEEK.read_window
    assert (start, end) == (datetime(2026, 11, 1, 23, tzinfo=UTC), datetime(2026, 12, 20, 23, tzinfo=UTC))
