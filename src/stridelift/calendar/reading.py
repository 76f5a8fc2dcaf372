"""What the words of an event say, and what its size adds to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stridelift.calendar.event import Other
from stridelift.calendar.race import race_distance
from stridelift.calendar.size import KM_PER_MILE, Mark, Size, whole
from stridelift.calendar.vocabulary import Sign
from stridelift.domain import RunKind, SessionClass

ENOUGH = 2  # pieces of evidence
GUESSED = -1  # a platform's habit and no word: holds among training, and does not make a training calendar
LONG_KM = 14.0  # a run of this size is long where the title says nothing but its size
LONG_EASY_KM = 18.0  # the same where it says "easy"
LONG_TEMPO_KM = 22.0  # and whatever pace is in it
_PARTS = frozenset({"wu", "cd", "warm", "warmup", "cool", "cooldown", "einlaufen", "auslaufen", "echauffement"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say. ``evidence``: 2 and more is enough in any calendar, 1 only among training.

    ``by_size``: long only because of its size, so that a longer run of the same week may take that back.
    ``second`` is the other run of a title that speaks of two.
    """

    words: str
    kind: RunKind | None = None
    strength: SessionClass | None = None
    other: Other | None = None
    evidence: int = 0
    unknown: int = 0
    by_size: bool = False
    bare: bool = False
    size: Size = field(default_factory=Size)
    race_distance: str | None = None
    optional_run: bool = False
    optional_strength: bool = False
    second: Reading | None = None

    @property
    def sure(self) -> bool:
        return self.evidence >= ENOUGH


def sized(reading: Reading, text: str, signs: Sequence[Sign]) -> Reading:
    size = _size(signs, run=reading.kind is not None)
    if reading.kind is RunKind.RACE:
        return replace(reading, size=size, race_distance=race_distance(text, size.distance_km))
    return with_size(reading, size)


def with_size(reading: Reading, size: Size) -> Reading:
    """The reading with its size, which may make a long run of it."""
    reading = replace(reading, size=size)
    limit = _long_from(reading)
    if limit and size.km >= limit:
        return replace(reading, kind=RunKind.LONG, by_size=True, words=_said(size))
    return reading


def _long_from(reading: Reading) -> float | None:
    """The kilometres from which the run is long whatever else it is."""
    if reading.kind is RunKind.TEMPO:
        return LONG_TEMPO_KM
    if reading.kind is RunKind.EASY:
        return LONG_KM if reading.bare else LONG_EASY_KM
    return None


def _said(size: Size) -> str:
    return f"{size.distance_km:g} km" if size.distance_km is not None else f"{size.minutes} min"


def _size(signs: Sequence[Sign], *, run: bool) -> Size:
    """The size of the whole run; sizes inside repetitions, rests and paces are none."""
    plain: list[Mark] = []
    for sign in signs:
        if sign.name not in {"aside", "intervals", "hills"} or sign.only_numbers:
            plain += [token.mark for token in sign.tokens if token.mark and token.mark.kind == "size"]
    words = {token.word for sign in signs if sign.name == "aside" for token in sign.tokens}
    in_parts = bool(words & _PARTS)
    if not run:
        plain = [
            replace(mark, minutes=mark.km / KM_PER_MILE, km=None) if mark.ambiguous and mark.km else mark
            for mark in plain
        ]
    if in_parts and any(sign.has("<reps>") for sign in signs):
        plain = _totals(plain)
    return whole(plain, in_parts=in_parts)


def _totals(sizes: list[Mark]) -> list[Mark]:
    """Those at least twice as large as all others together: beside repetitions, warm-up and cool-down are no total."""
    return [
        one
        for one in sizes
        if one.km and one.km >= 2 * sum(other.km or 0 for other in sizes if other is not one) and len(sizes) > 1
    ]
