"""When a recurrence rule happens inside a period.

The rule is walked interval by interval (its days, weeks, months or years) from just before the period, and each day
is held against its BY… parts. So a rule of any age costs what the period costs, and one that never happens ends too;
only COUNT is counted from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, product

from stridelift.calendar.bounds import Budget, UnreadableError

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_HALF_A_WEEK = timedelta(days=3)  # from its first day to the one that says which year's week it is

Rule = dict[str, str]


@dataclass(frozen=True)
class Pattern:
    """A rule in numbers, what it leaves out taken from its start; ``nth`` are (2, Monday) and the like."""

    frequency: str
    interval: int
    week_start: int
    months: frozenset[int]
    month_days: frozenset[int]
    year_days: frozenset[int]
    weeks: frozenset[int]
    weekdays: frozenset[int]
    nth: frozenset[tuple[int, int]]
    positions: frozenset[int]
    clock: tuple[time, ...]

    def intervals(self, start: date, near: date) -> Iterator[tuple[date, list[date]]]:
        """The first day of each interval, and its days that may count; begins before ``near`` and never ends."""
        skipped = max(0, self._units(start, near) // self.interval - 1)
        for number in count(skipped):
            begin = self._begin(start, number * self.interval)
            yield begin, self._days(begin)

    def instants(self, days: list[date]) -> list[datetime]:
        """The times of an interval at which it happens."""
        found = [datetime.combine(day, at) for day in days if self._matches(day) for at in self.clock]
        if not self.positions:
            return found
        return [at for place, at in enumerate(found, 1) if {place, place - len(found) - 1} & self.positions]

    def _units(self, start: date, at: date) -> int:
        if self.frequency == "YEARLY":
            return at.year - start.year
        if self.frequency == "MONTHLY":
            return 12 * (at.year - start.year) + at.month - start.month
        if self.frequency == "WEEKLY":
            return (at - self._week(start)).days // 7
        return (at - start).days

    def _begin(self, start: date, units: int) -> date:
        if self.frequency == "YEARLY":
            return date(start.year + units, 1, 1)
        if self.frequency == "MONTHLY":
            year, month = divmod(12 * start.year + start.month - 1 + units, 12)
            return date(year, month + 1, 1)
        if self.frequency == "WEEKLY":
            return self._week(start) + 7 * units * _DAY
        return start + units * _DAY

    def _days(self, begin: date) -> list[date]:
        if self.frequency == "DAILY":
            return [begin]
        if self.frequency == "WEEKLY":
            return [begin + number * _DAY for number in range(7)]
        if self.frequency == "MONTHLY":
            return self._days_of_month(begin)
        months = sorted(self.months) or range(1, 13)
        return [day for month in months for day in self._days_of_month(begin.replace(month=month))]

    def _days_of_month(self, first: date) -> list[date]:
        length = _days_in_month(first)
        wanted = {day if day > 0 else length + 1 + day for day in self.month_days} or range(1, length + 1)
        return [first.replace(day=day) for day in sorted(wanted) if 1 <= day <= length]

    def _matches(self, day: date) -> bool:
        return not (
            (self.months and day.month not in self.months)
            or (self.month_days and not {day.day, day.day - _days_in_month(day) - 1} & self.month_days)
            or ((self.weekdays or self.nth) and day.weekday() not in self.weekdays and not self._is_nth(day))
            or (self.year_days and not set(_places(day, _year(day))) & self.year_days)
            or (self.weeks and not self._is_in_weeks(day))
        )

    def _is_nth(self, day: date) -> bool:
        if not self.nth:
            return False
        of_month = self.frequency == "MONTHLY" or self.months
        span = (day.replace(day=1), _days_in_month(day)) if of_month else _year(day)
        first, last = _places(day, span)
        weekday = day.weekday()
        return bool({((first + 6) // 7, weekday), (-((6 - last) // 7), weekday)} & self.nth)

    def _is_in_weeks(self, day: date) -> bool:
        """Weeks are those of the year that has most of their days."""
        middle = self._week(day) + _HALF_A_WEEK
        first, last = _places(middle, _year(middle))
        return bool({(first + 6) // 7, -((6 - last) // 7)} & self.weeks)

    def _week(self, day: date) -> date:
        return day - (day.weekday() - self.week_start) % 7 * _DAY


def times(rule: Rule, start: datetime, period: tuple[datetime, datetime], budget: Budget) -> list[datetime]:
    """When a vetted rule that begins at ``start`` happens within ``period``; all on one clock.

    Raises:
        UnreadableError: a number is beyond its range, or the walk to the period is too long.
    """
    first, last = period
    pattern = _pattern(rule, start)
    until = min(last, datetime.fromisoformat(rule["UNTIL"])) if "UNTIL" in rule else last
    left = int(rule["COUNT"][:9]) if "COUNT" in rule else None
    found: list[datetime] = []
    for begin, days in pattern.intervals(start.date(), first.date() if left is None else start.date()):
        if begin > until.date():
            break
        budget.take("effort", len(days) * len(pattern.clock))
        for at in pattern.instants(days):
            if at < start:
                continue
            if at > until or left == 0:
                return found
            left = None if left is None else left - 1
            if at >= first:
                found.append(at)
    return found


def _pattern(rule: Rule, start: datetime) -> Pattern:
    frequency = rule["FREQ"]
    weekdays, nth = _weekdays(rule.get("BYDAY", ""), counted=frequency in {"MONTHLY", "YEARLY"})
    months, month_days = _numbers(rule, "BYMONTH", 1, 12), _numbers(rule, "BYMONTHDAY", -31, 31)
    year_days, weeks = _numbers(rule, "BYYEARDAY", -366, 366), _numbers(rule, "BYWEEKNO", -53, 53)
    if not (month_days or year_days or weeks or weekdays or nth):
        if frequency == "WEEKLY":
            weekdays = frozenset({start.weekday()})
        elif frequency != "DAILY":
            month_days = frozenset({start.day})
            months = months or (frozenset({start.month}) if frequency == "YEARLY" else months)
    hours, minutes, seconds = (
        sorted(_numbers(rule, key, 0, most)) or [usual]
        for key, most, usual in (
            ("BYHOUR", 23, start.hour),
            ("BYMINUTE", 59, start.minute),
            ("BYSECOND", 59, start.second),
        )
    )
    return Pattern(
        frequency=frequency,
        interval=int(rule.get("INTERVAL", "1")),
        week_start=_WEEKDAYS.index(rule["WKST"]) if rule.get("WKST") in _WEEKDAYS else 0,
        months=months,
        month_days=month_days,
        year_days=year_days,
        weeks=weeks,
        weekdays=weekdays,
        nth=nth,
        positions=_numbers(rule, "BYSETPOS", -366, 366),
        clock=tuple(time(*at) for at in product(hours, minutes, seconds)),
    )


def _weekdays(text: str, *, counted: bool) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """Those that always count, and those of which one counts: the 2nd Monday; in a week every one is the only one."""
    plain, nth = set(), set()
    for one in text.split(",") if text else ():
        if one[-2:] not in _WEEKDAYS:
            raise UnreadableError(f"BYDAY={text[:20]} has no weekday")
        place, weekday = int(one[:-2] or 0), _WEEKDAYS.index(one[-2:])
        if place and counted:
            nth.add((place, weekday))
        else:
            plain.add(weekday)
    return frozenset(plain), frozenset(nth)


def _numbers(rule: Rule, key: str, least: int, most: int) -> frozenset[int]:
    texts = rule[key].split(",") if key in rule else ()
    try:
        numbers = frozenset(map(int, texts))
    except ValueError:
        raise UnreadableError(f"{key}={rule[key][:20]} has something else than numbers") from None
    if not all(least <= one <= most and (one or least == 0) for one in numbers):
        raise UnreadableError(f"{key}={rule[key][:20]} is not between {least} and {most}")
    return numbers


def _places(day: date, span: tuple[date, int]) -> tuple[int, int]:
    """Which day of a span of days it is: from its first (1, 2, …) and from its last (-1, -2, …)."""
    before = (day - span[0]).days
    return before + 1, before - span[1]


def _year(day: date) -> tuple[date, int]:
    first = date(day.year, 1, 1)
    return first, (date(day.year + 1, 1, 1) - first).days


def _days_in_month(day: date) -> int:
    return ((day.replace(day=28) + 4 * _DAY).replace(day=1) - day.replace(day=1)).days
