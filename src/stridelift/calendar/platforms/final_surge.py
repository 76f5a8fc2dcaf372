"""Coaches' shorthand, as Final Surge exports it in the title: a chain of amounts, each with an intensity.

    60-65 min E + 3x20 sec strides @ 5k effort on 40 sec easy jog recovery
    20 min warm up 22:30-25 min @ tempo 20 min warm down
    30 min E 30 min M 30 min E

E easy, M marathon pace, T threshold, I interval, R repetition, L long; "Run: " may stand before. Such a title is read
here only where nothing is left over, and then its size is the sum of the chain, repetitions with their rests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stridelift.calendar.reading import ENOUGH, Reading, with_size
from stridelift.calendar.size import KM_PER_MILE, Size
from stridelift.calendar.title import STRIDE_MINUTES
from stridelift.domain import RunKind

_KM_MINUTES = 6  # a kilometre where only time counts, as in Size.km
_NUMBER = r"\d{1,3}(?:\.\d{1,2})?(?::[0-5]\d)?"
_UNIT = r"(?P<unit>min(?:ute)?s?|sec(?:ond)?s?|hours?|hrs?|h|miles?|mi|km|k|m|['′])"  # noqa: RUF001
_AMOUNT = rf"(?P<low>{_NUMBER})(?:\s?[-–]\s?(?P<high>{_NUMBER}))?\s?{_UNIT}(?![^\W\d_])"
_REST = re.compile(
    rf"\s*(?:on|w/|with|/|,)?\s*{_AMOUNT}\s*(?:(?:easy )?jog(?: recovery| rest)?|rest|recover(?:y|ies)|off|easy)s?\b",
    re.IGNORECASE,
)
_PART = re.compile(rf"(?:(?P<times>\d{{1,2}})\s?[x×]\s?)?{_AMOUNT}", re.IGNORECASE)
_LETTER = re.compile(r"\s?(?:@\s?)?([EMTIRL])(?![\w'])")
_WORDS = re.compile(
    r"\s*(?:@|at)?\s*(?P<said>warm[- ]?up|wu|warm[- ]?down|cool[- ]?down|cd|easy|strides?|tempo|threshold"
    r"|marathon pace|mp|hmp|half marathon pace|(?:3|5|10)k (?:pace|effort)|mile pace|hard|jog)"
    r"(?:\s(?:pace|effort|run))?\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[+,;&/]|then\b|and\b|plus\b|\.\s)?\s*")
_LETTERS = {
    "E": RunKind.EASY,
    "M": RunKind.TEMPO,
    "T": RunKind.TEMPO,
    "I": RunKind.INTERVALS,
    "R": RunKind.INTERVALS,
    "L": RunKind.LONG,
}
_PACES = (
    (re.compile(r"tempo|threshold|pace|mp|hmp", re.IGNORECASE), RunKind.TEMPO),
    (re.compile(r"\d+k|mile|hard", re.IGNORECASE), RunKind.INTERVALS),
)
_KINDS = (RunKind.INTERVALS, RunKind.TEMPO, RunKind.LONG, RunKind.EASY)  # what decides, first to last
_HOW_OFTEN = 20  # parts of one title


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    kind: RunKind
    coded: bool  # in shorthand: a letter, a warm-up, or repetitions
    minutes: float
    km: float


def shorthand(title: str) -> Reading | None:
    """The reading of a title that is shorthand from one end to the other, else None."""
    parts = _parts(title)
    if not parts or not any(part.coded for part in parts):
        return None
    kind = next(kind for kind in _KINDS if any(part.kind is kind for part in parts))
    words = f"'{next(part.text for part in parts if part.kind is kind)}'"
    return with_size(Reading(words, kind=kind, evidence=ENOUGH + (len(parts) > 1)), _total(parts))


def _total(parts: list[_Part]) -> Size:
    """Minutes where all parts have them, else kilometres, six minutes to each."""
    km = sum(part.km for part in parts)
    minutes = sum(part.minutes for part in parts)
    return Size(None, round(km + minutes / _KM_MINUTES, 2)) if km else Size(round(minutes))


def _parts(title: str) -> list[_Part]:
    """The chain; empty where anything is left over."""
    result: list[_Part] = []
    at, text = 0, title.strip()
    while at < len(text) and len(result) < _HOW_OFTEN:
        match = _PART.match(text, at)
        if not match:
            return []
        part, at = _part(text, match)
        result.append(part)
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    return result if at == len(text) else []


def _part(text: str, match: re.Match[str]) -> tuple[_Part, int]:
    """One link of the chain, from its amount to the end of its rest."""
    letter = _LETTER.match(text, match.end())
    at = letter.end() if letter else match.end()
    said: list[str] = []
    while not letter and (words := _WORDS.match(text, at)):
        said.append(words["said"].lower())
        at = words.end()
    times = int(match["times"] or 1)
    minutes, km = _measured(match)
    kind = _LETTERS[letter[1]] if letter else _kind(said, times, minutes, km)
    if times > 1 and (rest := _REST.match(text, at)):
        at = rest.end()
        rest_minutes, rest_km = _measured(rest)
        minutes, km = minutes + rest_minutes, km + rest_km
    warm = any(word[:4] in {"warm", "cool", "wu", "cd"} for word in said)
    coded = letter is not None or warm or (times > 1 and bool(said))
    return _Part(text[match.start() : at].strip(), kind, coded, times * minutes, times * km), at


def _kind(said: list[str], times: int, minutes: float, km: float) -> RunKind:
    """By the words; repetitions without any are intervals, strides and a minute at most of anything are none."""
    if any(word.startswith("stride") for word in said) or (times > 1 and not km and minutes <= STRIDE_MINUTES / 2):
        return RunKind.EASY
    for word in said:
        for pattern, kind in reversed(_PACES):
            if pattern.search(word):
                return kind
    return RunKind.INTERVALS if times > 1 and not said else RunKind.EASY


def _measured(match: re.Match[str]) -> tuple[float, float]:
    """Minutes and kilometres, one of them 0; of a range the middle. ``m`` is metres from 100 on, else minutes."""
    low, high = _number(match["low"]), _number(match["high"] or match["low"])
    value, unit = (low + high) / 2, match["unit"].lower()
    if unit.startswith("mi") and not unit.startswith("min"):
        return 0.0, value * KM_PER_MILE
    if unit.startswith("k"):
        return 0.0, value
    if unit.startswith("s"):
        return value / 60, 0.0
    if unit.startswith("h"):
        return value * 60, 0.0
    return (0.0, value / 1000) if unit == "m" and value >= 100 else (value, 0.0)  # noqa: PLR2004 - see above


def _number(text: str) -> float:
    whole, _, rest = text.partition(":")
    return float(whole) + (int(rest) / 60 if rest else 0)
