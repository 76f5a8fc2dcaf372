"""Two runs in one event: the halves of a day, or a title that calls itself a double.

    Recovery 6 mi a.m. 4 mi p.m.            the marker behind each run
    AM: 8 km easy / PM: 6 x 400             the marker before each run
    Double: 5k + 5k                         no marker: the two parts

Each half is a run with a kind and a size of its own; a half without a kind ("4 mi p.m.") is as easy as the other one,
and easy beside a key run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stridelift.calendar.reading import Reading
from stridelift.calendar.title import read
from stridelift.calendar.vocabulary import Sign, signs_of
from stridelift.domain import RunKind


def read_two(title: str, sport: str) -> Reading | None:
    """The first run with the second in it; None where the title does not speak of two runs."""
    signs = signs_of(title)
    halves = _halves(title, signs) or _double(title, signs)
    if not halves:
        return None
    first, second = (read(half, sport) for half in halves)
    if not (first and second and _is_run(first) and _is_run(second)):
        return None
    evidence = max(first.evidence, second.evidence)
    return replace(_filled(first, second), evidence=evidence, second=_filled(second, first))


def _halves(title: str, signs: Sequence[Sign]) -> tuple[str, str] | None:
    """The texts of both halves, by the last marker of the first half that stands before one of the second."""
    second = next((at for at, sign in enumerate(signs) if sign.name == "second"), None)
    if second is None:
        return None
    first = next((at for at in range(second) if signs[at].name == "first"), None)
    if first is None:
        return None
    before, between = title[: _start(signs[first])], title[_end(signs[first]) : _start(signs[second])]
    after = title[_end(signs[second]) :]
    if _says_size(before):
        return before, between if _says_size(between) else after
    return between, after


def _double(title: str, signs: Sequence[Sign]) -> tuple[str, str] | None:
    """What stands before and behind the plus sign, where the title says "double" and has two parts with a size."""
    at = next((at for at, sign in enumerate(signs) if sign.name == "double"), None)
    rest = [] if at is None else signs[at + 1 :]
    parts = sorted({sign.part for sign in rest if _sized(sign)})
    if len(parts) != 2:  # noqa: PLR2004 - a double is two runs
        return None
    cut = min(_start(sign) for sign in rest if sign.part == parts[1])
    return title[_start(rest[0]) : cut], title[cut:]


def _says_size(text: str) -> bool:
    return any(_sized(sign) for sign in signs_of(text))


def _sized(sign: Sign) -> bool:
    return any(token.mark and token.mark.kind in {"size", "reps"} for token in sign.tokens)


def _is_run(reading: Reading) -> bool:
    return reading.kind is not None and reading.kind is not RunKind.CROSS and reading.strength is None


def _filled(half: Reading, other: Reading) -> Reading:
    if half.kind is not RunKind.EASY or not half.bare or other.kind is None or other.kind.key:
        return half
    return replace(half, kind=other.kind, bare=other.bare)


def _start(sign: Sign) -> int:
    return sign.tokens[0].start


def _end(sign: Sign) -> int:
    return sign.tokens[-1].end
