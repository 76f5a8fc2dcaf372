"""Distances, durations, repetitions and paces in free text.

What a number means is decided by what stands around it: ``8 x 400m`` is a repetition, ``@ 5k`` a pace, and neither
is the size of the run. A bare ``m`` means metres from 100 on, miles up to 14 ("3 m run") and minutes between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

KM_PER_MILE = 1.609344
_MILES_UP_TO = 14  # the longest bare "m" that is taken for miles
_METRES_FROM = 100
_MOST = 8  # of a sort in one text; more are a table
_PART_OF_THE_RUN = 3  # so many sizes in one title are its parts, and add up

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_TO = r"\s?(?:-|–|—|→|to|bis)\s?"
_UNITS = {
    "km": r"km|kms|k|kilomet(?:er|re|ro)s?|公里|км",
    "mi": r"mi|miles?|milers?|mls|meilen?|millas?",
    "mil": r"mil",
    "metre": r"met(?:er|re|ro)s?|mtr|米|м",
    "m": r"m",
    "hour": r"h|hrs?|hours?|std|stunden?|heures?|horas?|tim(?:mar|mer)?|小时|ч",
    "minute": r"min|mins|minutes?|minuten|minutos?|minuter|minutter|mn|分钟|мин|['’′](?!['’′])",  # noqa: RUF001
    "second": r"s|sec|secs|seconds?|sek|sekunden|seg|\"|″|''|’’|秒|сек",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_ANY_UNIT = "|".join(_UNITS.values())
_END = r"(?![^\W_])"
_SIZE = re.compile(
    rf"(?<![\w.:])(?<!\d/)(?!\d+00s)(?P<low>{_NUMBER})(?:\s?(?:{_ANY_UNIT})?{_TO}(?P<high>{_NUMBER}))?[\s-]?(?:{_UNIT}){_END}"
)
_CLOCK = r"(?<![\w.:])(?P<hours>\d)\s?(?:h|hr)\s?(?P<rest>[0-5]?\d)(?:\s?(?:min|mn|m|'))?(?!\d)"
_COLON = r"(?<![\w.:@])(?<!at )(?<!um )(?<!kl )(?P<h>[0-4]):(?P<mm>[0-5]\d)(?::[0-5]\d)?(?:\s?h)?(?![\d:/])"
_MINUTES_SECONDS = r"(?<![\w.:@])(?P<long>[1-9]\d|[5-9]):00(?![\d:/])"
_DURATION = re.compile(f"{_CLOCK}|{_COLON}|{_MINUTES_SECONDS}")
_TIMES = r"(?<![\w.])\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s?[x×х*](?![^\W\d_])"  # noqa: RUF001
_REPS = re.compile(
    rf"{_TIMES}\s?\(?:?\s?\d{{1,4}}(?:[.,:]\d{{1,2}})?(?:\s?[-–]\s?\d{{1,4}})?(?:\s?[/]\s?\d{{2}})?\s?(?:(?:{_ANY_UNIT}){_END})?"
)
_TIMES_SIGN = re.compile(r"[x×х*]")  # noqa: RUF001
_COUNT = re.compile(r"(?<![\w.])\d{1,2}\s?[x×х*](?=\s?[^\W\d_]|\s*$)")  # noqa: RUF001
_RACE = r"(?:1500\s?m|mile|3|5|8|10|15)\s?-?\s?k?m?"
_PACE = re.compile(
    rf"(?:@|\bat|%|\ballure|\britmo)\s?(?:goal\s)?{_RACE}(?:\s?[-–/]\s?{_RACE})?{_END}(?:[\s-](?:race\s)?(?:pace|effort|tempo))?(?![:.\d])"
    rf"|(?<!\w)(?:3|5|10|15)\s?-?\s?k\s?(?:race\s)?(?:pace|effort)\b"
)
_SPEED = re.compile(r"(?:@\s?)?\b\d:\d\d(?:\s?[-–]\s?\d:\d\d)?\s?(?:min)?\s?/\s?(?:km|mi|k)\b")
_PATTERNS = (
    ("pace", _PACE),
    ("speed", _SPEED),
    ("reps", _REPS),
    ("times", _COUNT),
    ("size", _DURATION),
    ("size", _SIZE),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number with a meaning, at ``[start, end)`` of the text: ``size``, ``reps``, ``times``, ``pace``, ``speed``.

    A pace is named after a race, a speed after the clock. Of a size, the minutes or the kilometres; of seconds
    neither, they are never the size of a run. ``ambiguous`` is a bare ``m`` that was taken for miles.
    """

    kind: str
    start: int
    end: int
    minutes: float | None = None
    km: float | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    minutes: int | None = None
    distance_km: float | None = None

    @property
    def km(self) -> float:
        """Kilometres, from the minutes at six a kilometre where no distance is known; 0 where nothing is."""
        if self.distance_km is not None:
            return self.distance_km
        return (self.minutes or 0) / 6

    def or_else(self, other: Size) -> Size:
        """What is missing here, taken from ``other``."""
        return Size(
            other.minutes if self.minutes is None else self.minutes,
            other.distance_km if self.distance_km is None else self.distance_km,
        )


def marks(text: str) -> list[Mark]:
    """All numbers with a meaning in lower-case ``text``, in order, none over another."""
    if not any(char.isdigit() for char in text):
        return []
    found: list[Mark] = []
    for kind, pattern in _PATTERNS:
        for match in islice(pattern.finditer(text), _MOST):
            if all(match.end() <= one.start or match.start() >= one.end for one in found):
                found.append(_mark(kind, match))
    return sorted(found, key=lambda one: one.start)


def _mark(kind: str, match: re.Match[str]) -> Mark:
    if kind == "reps":
        return _repetition(match)
    if kind != "size":
        return Mark(kind, match.start(), match.end())
    groups = match.groupdict()
    if "low" in groups:
        minutes, km, ambiguous = _measure(groups)
        return Mark(kind, match.start(), match.end(), minutes, km, ambiguous)
    hours, rest = groups["hours"] or groups["h"] or 0, groups["rest"] or groups["mm"] or groups["long"]
    return Mark(kind, match.start(), match.end(), int(hours) * 60 + int(rest))


def _repetition(match: re.Match[str]) -> Mark:
    """With the size of one repetition, where it has a unit or can only be metres."""
    one = _TIMES_SIGN.split(match[0], maxsplit=1)[1].strip("( ")
    found = _SIZE.search(one) or _SIZE.search(f"{one} m")
    if not found:
        return Mark("reps", match.start(), match.end())
    minutes, km, guessed = _measure(found.groupdict(), miles=False)
    return Mark("reps", match.start(), match.end(), minutes if found[0] in one else None, None if guessed else km)


def _measure(groups: dict[str, str | None], *, miles: bool = True) -> tuple[float | None, float | None, bool]:
    """Minutes, kilometres, and whether the unit was a guess; of a range the middle.

    Nobody repeats miles as a bare ``m`` (``miles=False``): up to 14 those are minutes, above metres.
    """
    low = float((groups["low"] or "0").replace(",", "."))
    high = float((groups["high"] or groups["low"] or "0").replace(",", "."))
    value = (low + max(low, high)) / 2
    unit = next(name for name in _UNITS if groups[name])
    if unit == "m" and miles:
        unit = "metre" if value >= _METRES_FROM else "mi" if value <= _MILES_UP_TO else "minute"
        return *_converted(unit, value), unit == "mi"
    if unit == "m":
        unit = "minute" if value <= _MILES_UP_TO else "metre"
    return *_converted(unit, value), False


def _converted(unit: str, value: float) -> tuple[float | None, float | None]:
    per_minute = {"minute": 1.0, "hour": 60.0}
    per_km = {"km": 1.0, "mi": KM_PER_MILE, "mil": 10.0, "metre": 0.001}
    if unit in per_minute:
        return value * per_minute[unit], None
    return None, value * per_km[unit] if unit in per_km else None


def whole(sizes: Sequence[Mark], *, in_parts: bool) -> Size:
    """The size of the run: its largest figure, or the sum of its parts.

    Parts are three figures and more, or any with a warm-up or cool-down among them (``in_parts``). Even so the first or
    the last is the total where it is as large as all others together: "1 mi warm-up, 6 mi, 1 mi cool-down, (8 mi)".
    """
    return Size(
        _rounded(_whole([one.minutes for one in sizes if one.minutes], in_parts=in_parts)),
        _whole([one.km for one in sizes if one.km], in_parts=in_parts),
    )


def _whole(values: list[float], *, in_parts: bool) -> float | None:
    if not values:
        return None
    largest, total = max(values), sum(values)
    parts = len(values) >= _PART_OF_THE_RUN or (in_parts and len(values) > 1)
    stated = largest in {values[0], values[-1]} and 2 * largest >= total
    return round(total if parts and not stated else largest, 2)


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)
