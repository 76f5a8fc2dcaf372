"""Rules are held against dateutil, which walks them in another way, and against what it gets wrong."""

# ruff: noqa: DTZ001 - times on the wall

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from stridelift.calendar.bounds import Budget, UnreadableError
from stridelift.calendar.walk import Rule, times

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = {
    "BYMONTH": st.integers(1, 12),
    "BYMONTHDAY": st.integers(-31, 31).filter(bool),
    "BYYEARDAY": st.integers(-366, 366).filter(bool),
    "BYWEEKNO": st.integers(-53, 53).filter(bool),
    "BYSETPOS": st.integers(-5, 5).filter(bool),
    "BYHOUR": st.integers(0, 23),
    "BYMINUTE": st.integers(0, 59),
}
ALLOWED = {
    "DAILY": ("BYMONTH", "BYMONTHDAY", "BYHOUR"),
    "WEEKLY": ("BYMONTH", "BYHOUR"),
    "MONTHLY": ("BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYMINUTE"),
    "YEARLY": ("BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "BYHOUR"),
}
START = st.datetimes(datetime(2015, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(microsecond=0))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    frequency = draw(st.sampled_from(sorted(ALLOWED)))
    rule = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 4)))}
    for key in draw(st.sets(st.sampled_from(ALLOWED[frequency]), max_size=2)):
        rule[key] = ",".join(map(str, draw(st.lists(PARTS[key], min_size=1, max_size=3, unique=True))))
    if draw(st.booleans()):
        counted = frequency in {"MONTHLY", "YEARLY"} and "BYWEEKNO" not in rule
        place = st.sampled_from(["1", "2", "-1", "-2", "+3", "5"] if counted and draw(st.booleans()) else [""])
        rule["BYDAY"] = ",".join(f"{draw(place)}{day}" for day in draw(st.sets(st.sampled_from(DAYS), min_size=1)))
    if draw(st.booleans()) and frequency == "WEEKLY":
        rule["WKST"] = draw(st.sampled_from(DAYS))
    return rule


ENDS = st.sampled_from(["", "", "COUNT", "UNTIL"])


CASES = given(rules(), START, ENDS, st.integers(-100, 1500), st.integers(1, 900))


def check(rule: Rule, start: datetime, end: str, after: int, days: int) -> None:
    first = start + timedelta(days=after)
    last = first + timedelta(days=days)
    if end == "COUNT":
        rule["COUNT"] = str(1 + days // 9)
    elif end == "UNTIL":
        rule["UNTIL"] = f"{first + timedelta(days=days // 2):%Y%m%dT%H%M%S}"
    ended = rule if {"COUNT", "UNTIL"} & set(rule) else rule | {"UNTIL": f"{last:%Y%m%dT%H%M%S}"}
    text = ";".join(f"{key}={value}" for key, value in ended.items())
    expected = [at for at in rrulestr(text, dtstart=start) if first <= at <= last]
    assert times(rule, start, (first, last), Budget()) == expected


@CASES
@settings(max_examples=80, deadline=None, derandomize=True)
def test_it_happens_when_dateutil_says(rule: Rule, start: datetime, end: str, after: int, days: int) -> None:
    check(rule, start, end, after, days)


@pytest.mark.prove
@CASES
@settings(max_examples=1500, deadline=None)
def test_it_happens_when_dateutil_says_at_length(rule: Rule, start: datetime, end: str, after: int, days: int) -> None:
    check(rule, start, end, after, days)


MONDAY = datetime(2026, 1, 5, 18)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=MO,1TU;BYMONTH=2", "02-02 02-03 02-09 02-16 02-23"),  # dateutil: never
        ("FREQ=MONTHLY;BYDAY=-1MO", "01-26 02-23"),
        ("FREQ=MONTHLY;BYDAY=5MO", ""),
        ("FREQ=MONTHLY;BYMONTHDAY=31,-1", "01-31 02-28"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1", "01-30 02-02 02-27"),
        ("FREQ=YEARLY", "01-05"),
        ("FREQ=YEARLY;BYDAY=-46TU", "02-17"),
        ("FREQ=YEARLY;BYWEEKNO=4;BYDAY=SU", "01-25"),
        ("FREQ=YEARLY;BYWEEKNO=4;BYDAY=SU;WKST=SU", "01-25"),
        ("FREQ=YEARLY;BYYEARDAY=32,-365;BYMONTH=2", "02-01"),
        ("FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12", ""),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "01-05 01-11 01-19 01-25 02-02 02-08 02-16 02-22"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "01-05 01-18 01-19 02-01 02-02 02-15 02-16"),
        ("FREQ=DAILY;INTERVAL=20;BYHOUR=6,18", "01-05 01-25 01-25 02-14 02-14"),
    ],
)
def test_rules(rule: str, expected: str) -> None:
    parts = dict(part.split("=") for part in rule.split(";"))
    found = times(parts, MONDAY, (datetime(2026, 1, 1), datetime(2026, 2, 28, 23)), Budget())
    assert " ".join(f"{at:%m-%d}" for at in found) == expected


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("BYMONTH=13", "BYMONTH=13 is not between 1 and 12"),
        ("BYMONTHDAY=0", "BYMONTHDAY=0 is not between -31 and 31"),
        ("BYMONTH=MO", "BYMONTH=MO has something else than numbers"),
        ("BYDAY=7", "BYDAY=7 has no weekday"),
        ("BYHOUR=24", "BYHOUR=24 is not between 0 and 23"),
    ],
)
def test_what_is_no_rule(part: str, reason: str) -> None:
    key, _, value = part.partition("=")
    with pytest.raises(UnreadableError, match=reason):
        times({"FREQ": "YEARLY", key: value}, MONDAY, (MONDAY, MONDAY), Budget())


@pytest.mark.parametrize(
    ("rule", "ends"),
    [
        ({"FREQ": "DAILY"}, True),
        ({"FREQ": "YEARLY", "BYYEARDAY": "1", "BYMONTH": "12"}, True),
        ({"FREQ": "DAILY", "COUNT": "5000"}, False),
    ],
)
def test_a_walk_takes_from_the_budget(rule: Rule, ends: bool) -> None:  # noqa: FBT001 - a column of the table
    """A rule of any age costs what the period costs, but for one with COUNT."""
    period = datetime(2026, 1, 1), datetime(2026, 3, 1)
    if ends:
        times(rule, datetime(1900, 1, 1), period, Budget(effort=100))
    else:
        with pytest.raises(UnreadableError, match="too long ago"):
            times(rule, datetime(1900, 1, 1), period, Budget(effort=100))
