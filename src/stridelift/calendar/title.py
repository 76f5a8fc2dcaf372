"""What a title says: run kind, strength class, rest and the like, with its words as the reason.

Life comes first: a word such as "meeting" or "dentist" makes a title no training, unless an earlier part of it
("Easy 8k, then dinner") is training without doubt. Of alternatives ("Rest or easy run") the one that costs most
recovery counts, because it may be run. What is left is decided by the signs in it, the most telling first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from stridelift.calendar.event import Other
from stridelift.calendar.platforms.with_strength import RUNS, STRENGTH, beside, strength_signs, together
from stridelift.calendar.race import named
from stridelift.calendar.reading import ENOUGH, Reading, sized
from stridelift.calendar.vocabulary import Sign, signs_of
from stridelift.domain import RunKind, SessionClass

TITLE_LENGTH = 200  # what is looked at
STRIDE_MINUTES, STRIDE_KM = 1.0, 0.2  # the longest repetition that is a stride
UNKNOWN_WORDS = 2  # a single weak word beside more unknown ones says nothing
UNKNOWN_BESIDE_SIZE = 1  # nor does a mere size, or "run"

_TRAINING = RUNS | STRENGTH | {"walk", "cross", "rest", "mobility", "note"}
_BEFORE_LIFE = _TRAINING - {"walk", "cross"}  # a walk with grandma is life
_CLEARLY_RUNNING = frozenset({"run", "easy", "recovery", "long"})


def read(title: str, sport: str = "") -> Reading | None:
    """The reading of a title; ``sport`` is the sign a platform field gives (run, cross, moderate) or empty."""
    return _read(title[:TITLE_LENGTH], sport)


@lru_cache(maxsize=8192)
def _read(text: str, sport: str) -> Reading | None:
    signs = _without_life(signs_of(text))
    if signs is None:
        return None
    choices = [choice for one in _alternatives(signs) if (choice := _choice(one, text, sport))]
    if not choices:
        return None
    best = min(enumerate(choices), key=lambda pair: (_rank(pair[1], first=pair[0] == 0), pair[0]))[1]
    if best.bare and named(signs, text):
        best = replace(best, kind=RunKind.RACE, bare=False, words=_quote(signs, text))
    if best.bare and len(signs) == 1 and not signs[0].only_numbers:
        best = replace(best, evidence=ENOUGH)  # nothing but "Run"
    unknown = sum(sign.name == "unknown" for sign in signs)
    if not best.sure and unknown > (UNKNOWN_BESIDE_SIZE if best.bare else UNKNOWN_WORDS):
        return None
    return sized(replace(best, unknown=unknown), text, signs)


def speaks_of_life(title: str) -> bool:
    return any(sign.name == "life" for sign in signs_of(title[:TITLE_LENGTH]))


def _without_life(signs: Sequence[Sign]) -> Sequence[Sign] | None:
    """The signs outside the parts that speak of life; None where life leads."""
    life = {sign.part for sign in signs if sign.name == "life"}
    if not life:
        return signs
    if not any(sign.strong and sign.name in _BEFORE_LIFE and sign.part < min(life) for sign in signs):
        return None
    return [sign for sign in signs if sign.part not in life]


def _alternatives(signs: Sequence[Sign]) -> list[list[Sign]]:
    result: list[list[Sign]] = [[]]
    for sign in signs:
        if sign.name == "or":
            result.append([])
        else:
            result[-1].append(sign)
    return result


def _rank(reading: Reading, *, first: bool) -> int:
    """Key runs, easy runs, then what stands first; recovery runs and cross-training give way."""
    if reading.kind and reading.kind.key:
        return 0
    if reading.kind is RunKind.EASY:
        return 1
    if reading.kind in {RunKind.RECOVERY, RunKind.CROSS}:
        return 4
    return 2 if first else 3


def _choice(signs: Sequence[Sign], text: str, sport: str) -> Reading | None:
    said = [sign for sign in signs if sign.name in _TRAINING]
    lead = said[0].name if said else ""
    strength = None if sport in {"run", "cross"} else strength_signs(said, signs)
    run = None if sport == "moderate" else _run(beside(said, strength), text, sport)
    if strength and lead != "rest":
        return _strength_reading(strength, run, text, given=bool(sport))
    if sport == "moderate":
        return Reading("", strength=SessionClass.MODERATE, evidence=ENOUGH)  # the platform's word, not the title's
    mere_size = all(sign.only_numbers for sign in said if sign.name in RUNS) and lead in {*Other}
    if lead == "rest" or mere_size or not run or not run.evidence:
        return _other(said, text) or run
    return _other([sign for sign in said if sign.name == "note"], text) if _is_note(said) else run


def _strength_reading(strength: Sequence[Sign], run: Reading | None, text: str, *, given: bool) -> Reading:
    words = _quote(strength[:1], text)
    evidence = ENOUGH if given else _evidence(strength)
    return together(Reading(words, strength=SessionClass(strength[0].name), evidence=evidence), run)


def _other(said: Sequence[Sign], text: str) -> Reading | None:
    for other in (Other.REST, Other.MOBILITY, Other.NOTE):
        signs = [sign for sign in said if sign.name == other]
        if signs:
            return Reading(_quote(signs[:1], text), other=other, evidence=_evidence(signs))
    return None


def _is_note(said: Sequence[Sign]) -> bool:
    """A note leads, and beside it stands nothing but a race's name, a size or weak words.

    A weak note leads only where no run is spoken of.
    """
    runs = [sign for sign in said if sign.name in RUNS - {"race_name"} and not sign.only_numbers]
    notes = [sign for sign in said if sign.name == "note" and (sign.strong or not runs)]
    telling = any(sign.strong or sign.name == "strides" or sign.part < notes[0].part for sign in runs if notes)
    return bool(notes) and not telling


def _run(said: Sequence[Sign], text: str, sport: str) -> Reading | None:
    """The run, or the cross-training, that the signs speak of."""
    runs = [sign for sign in said if sign.name in RUNS]
    kind, signs = _kind(runs)
    if kind is not RunKind.RACE and sport != "run" and (other := _elsewhere(said, sport)):
        words = _quote(other[:1], text) or "cross-training"
        return Reading(words, kind=RunKind.CROSS, evidence=ENOUGH if sport else _evidence(other))
    if kind is None and sport != "run":
        return None
    bare = kind is None or all(sign.name == "run" for sign in signs)
    evidence = ENOUGH if sport else _evidence(runs)
    return Reading(_quote(signs[:1], text) or "a run", kind or RunKind.EASY, evidence=evidence, bare=bare)


def _elsewhere(said: Sequence[Sign], sport: str) -> list[Sign]:
    """The signs of cross-training and walking, where no run stands beside them."""
    cross = [sign for sign in said if sign.name in {"cross", "walk"}]
    if sport == "cross":
        return cross or list(said[:1])
    run = any(_speaks_of_running(sign, cross) for sign in said)
    return [] if run else cross


def _speaks_of_running(sign: Sign, cross: Sequence[Sign]) -> bool:
    if sign.name == "run":
        return not sign.only_numbers
    earlier = bool(cross) and sign.part < cross[0].part and sign.name in _CLEARLY_RUNNING
    words = {token.word for token in sign.tokens}
    return sign.strong and sign.name in RUNS and (earlier or bool(words & {"run", "jog", "lauf"}))


def _kind(signs: Sequence[Sign]) -> tuple[RunKind | None, list[Sign]]:
    """The kind and the signs that decided; the order is from the most telling sign to the least."""
    strong = _named([sign for sign in signs if sign.strong])
    every = _named(signs)
    quality = _quality(every)
    first = min((sign.part for sign in signs if sign.name != "race"), default=0)
    races = [sign for sign in every.get("race", []) if sign.strong or (sign.part <= first and "long" not in strong)]
    for kind, found in (
        (RunKind.RACE, races),
        (RunKind.LONG, strong.get("long")),
        quality,
        (RunKind.LONG, every.get("long")),
        (RunKind.RECOVERY, every.get("recovery")),
        (RunKind.EASY, every.get("easy")),
        (RunKind.RACE, every.get("race_name")),
        (RunKind.EASY, every.get("run") or every.get("strides")),
    ):
        if found:
            return kind, found
    return None, []


def _quality(every: dict[str, list[Sign]]) -> tuple[RunKind, list[Sign] | None]:
    """Repetitions at tempo are tempo, short ones beside an easy run are strides, others intervals."""
    if hills := every.get("hills"):
        return RunKind.HILLS, hills
    if intervals := _telling(every.get("intervals", []), every):
        return RunKind.INTERVALS, intervals
    if tempo := every.get("tempo"):
        return RunKind.TEMPO, tempo
    numbers = every.get("run", [])
    beside_easy = bool({"easy", "recovery", "strides"} & set(every))
    if reps := [sign for sign in numbers if sign.has("<reps>") and not (beside_easy and _short(sign))]:
        return RunKind.INTERVALS, reps
    paces = [] if beside_easy else [sign for sign in numbers if sign.has("<pace>")]
    return RunKind.TEMPO, paces or None


def _telling(signs: list[Sign], every: dict[str, list[Sign]]) -> list[Sign]:
    """Weak words of speed ("track") say nothing beside strides or a run that is easy by name."""
    easy = every.get("easy", []) + every.get("recovery", [])
    quiet = "strides" in every or any(sign.strong for sign in easy)
    return [] if quiet and not any(sign.strong for sign in signs) else signs


def _short(sign: Sign) -> bool:
    """Repetitions that are strides beside an easy run; those of unknown size too."""
    return all(
        (token.mark.minutes or 0) <= STRIDE_MINUTES and (token.mark.km or 0) <= STRIDE_KM
        for token in sign.tokens
        if token.mark
    )


def _named(signs: Iterable[Sign]) -> dict[str, list[Sign]]:
    result: dict[str, list[Sign]] = {}
    for sign in signs:
        result.setdefault(sign.name, []).append(sign)
    return result


def _evidence(signs: Sequence[Sign]) -> int:
    """2 for a strong sign and 3 for more than one word of it, else one for each different word or number.

    A duration alone is none of running.
    """
    if strong := [sign for sign in signs if sign.strong]:
        return ENOUGH + (len(signs) > 1 or len(strong[0].tokens) > 1)
    words = {sign.name for sign in signs if not sign.only_numbers}
    numbers = any(token.mark and (token.mark.km or token.mark.kind == "reps") for s in signs for token in s.tokens)
    return len(words) + numbers


def _quote(signs: Sequence[Sign], text: str) -> str:
    return "".join(f"'{text[sign.tokens[0].start : sign.tokens[-1].end]}'" for sign in signs)
