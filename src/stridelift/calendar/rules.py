"""Recurrence rules, vetted: what RFC 5545 allows and a calendar of a person has, so that expanding them ends soon."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from math import prod

from stridelift.calendar.moments import UnreadableError, Wall, until

_MOST_INTERVAL = 10_000
_MOST_VALUES = 60  # of one BY… list
_MOST_A_DAY = 24
_PERIOD = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
_BY = {
    "DAILY": {"BYMONTH", "BYMONTHDAY", "BYDAY"},
    "WEEKLY": {"BYMONTH", "BYDAY", "BYSETPOS"},
    "MONTHLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"},
}
_TIMES = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_OTHERS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_MEANINGLESS = {"RSCALE", "SKIP"}  # RFC 7529; only the Gregorian calendar is met
_VALUE = re.compile(r"[+-]?\d{0,3}(?:MO|TU|WE|TH|FR|SA|SU)|[+-]?\d{1,3}")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Rule = dict[str, str]


def vetted(text: str, start: Wall, zone: tzinfo) -> Rule:
    """The parts of an RRULE, UNTIL on the clock of the series.

    Raises:
        UnreadableError: it recurs more often than daily, never, or in a way that is no rule.
    """
    pairs = (part.partition("=") for part in text.upper().replace(" ", "").split(";") if part)
    rule = {key: value for key, _, value in pairs if key not in _MEANINGLESS and not key.startswith("X-")}
    frequency = rule.get("FREQ", "")
    if frequency not in _BY:
        raise UnreadableError(f"FREQ={frequency[:20]} is refused: only DAILY, WEEKLY, MONTHLY and YEARLY are read")
    strange = sorted(set(rule) - _BY[frequency] - _TIMES - _OTHERS)
    if strange:
        raise UnreadableError(f"{strange[0][:20]} has no meaning with FREQ={frequency}")
    _check_interval(rule)
    _check_lists(rule)
    if not rule.get("COUNT", "1").isdecimal() or rule.get("COUNT") == "0":  # COUNT=-1 is somebody's "for ever"
        del rule["COUNT"]
    if "UNTIL" in rule:
        rule["UNTIL"] = until(rule["UNTIL"], start, zone)
    return {key: value for key, value in rule.items() if value}


def written(rule: Rule) -> str:
    return ";".join(f"{key}={value}" for key, value in rule.items())


def _check_interval(rule: Rule) -> None:
    interval = rule.get("INTERVAL", "1")
    if not interval.isdecimal() or not 1 <= int(interval[:9]) <= _MOST_INTERVAL:
        raise UnreadableError(f"INTERVAL={interval[:20]} is not between 1 and {_MOST_INTERVAL}")


def _check_lists(rule: Rule) -> None:
    lists = {key: value.split(",") for key, value in rule.items() if key.startswith("BY") and value}
    for key, values in lists.items():
        if len(values) > _MOST_VALUES or not all(_VALUE.fullmatch(one) for one in values):
            raise UnreadableError(f"{key}={rule[key][:20]} is no list of up to {_MOST_VALUES} values")
    if prod(len(values) for key, values in lists.items() if key in _TIMES) > _MOST_A_DAY:
        raise UnreadableError(f"it recurs more than {_MOST_A_DAY} times a day")
    days = [abs(int(one)) for one in lists.get("BYMONTHDAY", ()) if one.lstrip("+-").isdecimal()]
    months = [int(one) for one in lists.get("BYMONTH", ()) if one.isdecimal() and 1 <= int(one) <= len(_MONTH_DAYS)]
    longest = max((_MONTH_DAYS[month - 1] for month in months), default=31)
    if days and not 1 <= min(days) <= longest:
        raise UnreadableError("no month has that day: it never happens")


def skipped(rule: Rule, start: Wall, first: datetime) -> timedelta:
    """How far the start of a rule without COUNT may move, by whole intervals, and stay before ``first``.

    The walk from a start years ago is most of the time that expanding takes.
    """
    period = _PERIOD.get(rule["FREQ"])
    if period is None or "COUNT" in rule or "BYSETPOS" in rule or first.year < start.year:
        return timedelta()
    step = period * int(rule.get("INTERVAL", "1"))
    distance = first.date() - date(start.year, start.month, start.day)
    return max(timedelta(), step * (distance // step - 1))


def over(rule: Rule, first: datetime) -> bool:
    """Whether it ended before ``first``."""
    return "UNTIL" in rule and rule["UNTIL"][:8] < f"{first:%Y%m%d}"
