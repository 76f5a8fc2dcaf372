"""Recurrence rules, vetted: what RFC 5545 allows and a calendar of a person has, so that expanding them ends soon."""

from __future__ import annotations

import re
from datetime import tzinfo
from math import prod

from stridelift.calendar.bounds import UnreadableError
from stridelift.calendar.moments import Wall, until
from stridelift.calendar.walk import Rule

_MOST_INTERVAL = 10_000
_MOST_VALUES = 60  # of one BY… list
_MOST_A_DAY = 24
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


def _times_a_day(rule: Rule) -> int:
    return prod(rule[key].count(",") + 1 for key in _TIMES if key in rule)


def _check_interval(rule: Rule) -> None:
    interval = rule.get("INTERVAL", "1")
    if not interval.isdecimal() or not 1 <= int(interval[:9]) <= _MOST_INTERVAL:
        raise UnreadableError(f"INTERVAL={interval[:20]} is not between 1 and {_MOST_INTERVAL}")


def _check_lists(rule: Rule) -> None:
    lists = {key: value.split(",") for key, value in rule.items() if key.startswith("BY") and value}
    for key, values in lists.items():
        if len(values) > _MOST_VALUES or not all(_VALUE.fullmatch(one) for one in values):
            raise UnreadableError(f"{key}={rule[key][:20]} is no list of up to {_MOST_VALUES} values")
    if _times_a_day(rule) > _MOST_A_DAY:
        raise UnreadableError(f"it recurs more than {_MOST_A_DAY} times a day")
    days = [abs(int(one)) for one in lists.get("BYMONTHDAY", ()) if one.lstrip("+-").isdecimal()]
    months = [int(one) for one in lists.get("BYMONTH", ()) if one.isdecimal() and 1 <= int(one) <= len(_MONTH_DAYS)]
    longest = max((_MONTH_DAYS[month - 1] for month in months), default=31)
    if days and not 1 <= min(days) <= longest:
        raise UnreadableError("no month has that day: it never happens")
