"""What a title says of its days: that the athlete is away, trains not at all, or only at some place or time.

The words must leave little else in the title. "Vacation in Portugal" is one, "Vacation rental checkout" is none, and
"Anna's vacation" is somebody else's. A name that stands without "in" or "to" cannot be told from a person's, so it
counts only behind the word ("Urlaub Italien") and where no list knows it as a person's; "Sven Urlaub" is Sven's.

Who is unsure plans as if nothing were said: a title with "?" or "or" says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from stridelift.calendar.day_words import day_signs, groups, is_only, same_words
from stridelift.calendar.vocabulary import Sign, vocabulary

TITLE_LENGTH = 200  # what is looked at
MOST_NAMES = 5  # words nobody knows beside "vacation" or "trip": the name of a destination has no more
MOST_BEFORE = 3  # of them before it, as in "New York City trip"
_HOLIDAY = (2, 31)  # days: one is a public holiday, more are a school's

_HEADS = frozenset({"away", "trip", "transit", "stay", "where", "holiday"})
_SOMEBODY_ELSE = re.compile(r"(?<![^\W_])(?!(?:it|let|that)['’])[^\W\d_]{2,}(?:['’]s|s['’])(?![^\W_])", re.IGNORECASE)


class Said(StrEnum):
    """What may be said of days."""

    AWAY = "away"
    OFF = "off"
    ONLY = "only"
    MORNINGS = "mornings"
    AFTERNOONS = "afternoons"
    EVENINGS = "evenings"


_TIMES = (Said.MORNINGS, Said.AFTERNOONS, Said.EVENINGS)


@dataclass(frozen=True, slots=True)
class DayReading:
    """``said`` with the ``words`` that say it.

    ``place`` and ``places``: of ONLY, how the title calls the place and which of the known ones are meant.
    ``whole``: the title says nothing else.
    """

    said: Said
    words: str
    place: str = ""
    places: tuple[str, ...] = ()
    whole: bool = False


def read_days(title: str, days: int, places: Sequence[str] = (), *, plan: bool = False) -> DayReading | None:
    """What the title of an event over ``days`` days says of them; None where it says nothing.

    ``places`` are the names of the athlete's. In a training ``plan`` a bare "Off" is a day without a run, as "Rest" is:
    plans put strength there ("Off Day or Cross Training or Strength Training"). In a life calendar it is a day off.
    """
    text = title[:TITLE_LENGTH]
    signs = day_signs(text)
    if not signs or text.rstrip().endswith("?"):
        return None
    found = _only(signs, text, places) or _times(signs, text) or _off(signs, text, plan=plan)
    if found or _SOMEBODY_ELSE.search(text):
        return found
    return _away(_without_company(signs), text, days)


# Places and times.


def _only(signs: Sequence[Sign], text: str, places: Sequence[str]) -> DayReading | None:
    """A place and "only", and nothing that means anything beside them."""
    telling = [sign for sign in signs if sign.name != "beside"]
    for some in (signs, telling):
        words = tuple(token.word for sign in some for token in sign.tokens)
        rest = tuple(word for word in words if not is_only(word))
        if named := tuple(place for place in places if rest != words and same_words(place, rest)):
            return DayReading(Said.ONLY, _quote(signs, text), named[0], named, whole=True)
    if sorted(sign.name for sign in telling) not in (["gym", "only"], ["home", "only"]):
        return None
    kind = next(sign.name for sign in telling if sign.name != "only")
    meant = tuple(place for place in places if kind in groups(place))
    return DayReading(Said.ONLY, _quote(telling, text), kind, meant, whole=True)


def _times(signs: Sequence[Sign], text: str) -> DayReading | None:
    names = {sign.name for sign in signs} - {"beside"}
    said = next((one for one in _TIMES if names == {one.value}), None)
    if said is None:
        return None
    return DayReading(said, _quote([one for one in signs if one.name == said], text), whole=True)


# No session at all.


def _off(signs: Sequence[Sign], text: str, *, plan: bool) -> DayReading | None:
    """Training refused in a part of its own, an illness and nothing else, or a bare "off" of a life calendar."""
    names = {sign.name for sign in signs}
    for part in _parts(signs):
        if any(one.name == "untrained" for one in part) and {one.name for one in part} <= _BESIDE_UNTRAINED:
            refused = [one for one in part if one.name == "untrained"]
            return DayReading(Said.OFF, _quote(refused, text), whole=names <= _BESIDE_UNTRAINED)
    if "ill" in names and names <= _BESIDE_ILL:
        return DayReading(Said.OFF, _quote([one for one in signs if one.name == "ill"], text), whole=True)
    if names == {"off"} and not plan:
        return DayReading(Said.OFF, _quote(signs, text), whole=True)
    return None


_BESIDE_UNTRAINED = frozenset({"untrained", "ill", "off", "beside", "away"})
_BESIDE_ILL = frozenset({"ill", "off", "beside", "home"})


def _parts(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    for number in dict.fromkeys(sign.part for sign in signs):
        yield [sign for sign in signs if sign.part == number]


# Away.


def _without_company(signs: Sequence[Sign]) -> list[Sign]:
    """Without who comes along: "with the Millers" up to the next comma or bracket."""
    result: list[Sign] = []
    at = 0
    while at < len(signs):
        if signs[at].name != "joined":
            result.append(signs[at])
            at += 1
            continue
        at += 1
        part = signs[at].part if at < len(signs) else 0
        while at < len(signs) and signs[at].part == part:
            at += 1
    return result


def _away(signs: Sequence[Sign], text: str, days: int) -> DayReading | None:
    at = next((n for n, sign in enumerate(signs) if sign.name in _HEADS), None)
    if at is None or _speaks_against(signs, named=signs[at].name == "stay"):
        return None
    head, before, after = signs[at], _names(signs[:at]), signs[at + 1 :]
    told = {
        "away": not before,
        "trip": len(before) <= MOST_BEFORE,
        "transit": at == 0 and bool(_names(after)),
        "stay": not before and bool(_names(after)),
        "where": len(before) <= MOST_BEFORE and _somewhere(after),
        "holiday": not before and (_somewhere(after) or (not _names(after) and _HOLIDAY[0] <= days <= _HOLIDAY[1])),
    }
    if not told[head.name] or not _looks_like_a_name(after, text) or len(before) + len(_names(after)) > MOST_NAMES:
        return None
    return DayReading(Said.AWAY, _quote([head], text))


def _speaks_against(signs: Sequence[Sign], *, named: bool) -> bool:
    """A word of errands, of school or of another person; a word of life ("party"); "of" somebody, unless in a name."""
    if any(sign.name in _AGAINST for sign in signs):
        return True
    if not named and any(one.name == "of" and two.name == "unknown" for one, two in pairwise(signs)):
        return True
    left = [token for sign in _names(signs) for token in sign.tokens]
    return any(sign.name == "life" for sign in vocabulary().signs(left))


_AGAINST = frozenset({"against", "person", "only", "measure", "off"})


def _names(signs: Sequence[Sign]) -> list[Sign]:
    return [sign for sign in signs if sign.name == "unknown"]


def _somewhere(signs: Sequence[Sign]) -> bool:
    """Whether a name follows an "in" or "to"."""
    towards = next((n for n, sign in enumerate(signs) if sign.name == "to"), len(signs))
    return bool(_names(signs[towards:]))


def _looks_like_a_name(after: Sequence[Sign], text: str) -> bool:
    """Words right behind "vacation" begin with a capital, as names do, unless nothing in the title does."""
    if text == text.lower():
        return True
    towards = next((n for n, sign in enumerate(after) if sign.name == "to"), len(after))
    return not any(text[sign.tokens[0].start].islower() for sign in _names(after[:towards]))


def _quote(signs: Sequence[Sign], text: str) -> str:
    return f"'{text[signs[0].tokens[0].start : signs[-1].tokens[-1].end]}'"
