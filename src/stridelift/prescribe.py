"""What a session consists of: in lines for people, and in one line that a calendar keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, pairwise
from math import ceil

from stridelift import catalogue
from stridelift.domain import Dose, Exercise, Level, Place, Prescription, Session
from stridelift.lifts import Lifts, kilograms

_TIMES = "\N{MULTIPLICATION SIGN}"
_DASH = "\N{EN DASH}"
_DOT = "\N{MIDDLE DOT}"
Known = Mapping[str, Exercise]  # by id
_INDENT = "  "  # below the name
_RAISE = "Two repetitions more than asked in two sessions: add 5 % (upper body 2.5 %)."  # ACSM2009, grade C

# Bounds of what is read back: anybody may write a calendar.
_LONGEST, _MOST_EXERCISES, _MOST_SETS, _MOST_RESERVE, _MOST_PERCENT = 2_000, 24, 20, 10, 100
_FRAME = re.compile(r"(warm-up|cool-down) ([0-9]{1,4})")
_EXERCISE = re.compile(
    r"(?P<uid>[^/ ]+)/(?P<mode>[^/ ]+) (?P<sets>[0-9]{1,2})x(?P<low>[0-9]{1,3})-(?P<high>[0-9]{1,3})(?P<timed>s?)"
    r"( @(?P<least>[0-9]{1,3})-(?P<most>[0-9]{1,3})%)?( rir(?P<rir>[0-9]{1,2}))?( rest(?P<rest>[0-9]{1,4}))?"
)


# For people.


def lines(session: Session, level: Level, lifts: Lifts, known: Known) -> Iterator[str]:
    """The session in the order in which it is done; the minutes of its lines add up to its own.

    Two extra repetitions in two sessions running raise the load: a rule of the textbooks, its steps those of ACSM2009
    (grade C).
    """
    parts = [session.warm_up_s, *(one.seconds for one in session.exercises), session.cool_down_s]
    warm_up, *minutes, cool_down = _minutes(parts)
    ramps = any(one.loaded and one.exercise.ramp_sets for one in session.exercises)
    yield f"Warm-up: {warm_up} min easy moving{', then ramp sets' if ramps else ''}"
    for number, (one, long) in enumerate(zip(session.exercises, minutes, strict=True), 1):
        yield f"{number}. {_name(one)}, {long} min"
        yield f"{_INDENT}{describe(one, lifts)}"
        yield from (f"{_INDENT}{line}" for line in _ladder(one.exercise, level, known, session.place))
    yield f"Cool-down: {cool_down} min"
    if any(kilograms(lifts, one) for one in session.exercises):
        yield _RAISE


def describe(one: Prescription, lifts: Lifts) -> str:
    """The dose in words."""
    dose = one.dose
    sides = " a side" if one.exercise.sides == 2 else ""  # noqa: PLR2004 - a body has two
    parts = [f"{dose.sets} {_TIMES} {_range(*_amount(dose))}{' s' if dose.seconds else ''}{sides}{_load(one, lifts)}"]
    if dose.rir is not None:
        parts.append(f"{dose.rir} in reserve")
    if dose.sets > 1:
        parts.append(f"rest {_rest(dose.rest_s)}")
    return ", ".join(parts)


def harder(exercise: Exercise, level: Level, known: Known, place: Place | None = None) -> list[Exercise]:
    """What comes next, of what the level allows and the place, where it is known, has the equipment for."""
    return _allowed(exercise.progress, level, known, place)


def easier(exercise: Exercise, level: Level, known: Known, place: Place | None = None) -> list[Exercise]:
    """What comes before, likewise."""
    return _allowed(exercise.regress, level, known, place)


def _allowed(uids: Iterable[str], level: Level, known: Known, place: Place | None) -> list[Exercise]:
    able = [known[uid] for uid in uids if uid in known and known[uid].min_level <= level.rank]
    return [one for one in able if place is None or any(it.needs <= place.equipment for it in one.modes.values())]


def _ladder(exercise: Exercise, level: Level, known: Known, place: Place | None) -> Iterator[str]:
    steps = (
        ("harder next", harder(exercise, level, known, place)),
        ("easier", easier(exercise, level, known, place)),
    )
    said = [f"{word}: {_short(some[0])}" for word, some in steps if some]
    if said:
        yield f" {_DOT} ".join(said)


def _minutes(seconds: Iterable[int]) -> Iterator[int]:
    """Whole minutes that add up to the whole, rounded up: those of a clock that is read after each part."""
    *ends, last = accumulate(seconds, initial=0)
    read = [*((end + 30) // 60 for end in ends), ceil(last / 60)]
    return (after - before for before, after in pairwise(read))


def _name(one: Prescription) -> str:
    """With the mode, where there is a choice and the name does not say it."""
    name = _short(one.exercise)
    mode = one.mode.replace("_", " ").replace("bodyweight", "body weight")
    said = one.mode == "bodyweight" and name.startswith("Bodyweight")
    return name if said or len(one.exercise.modes) == 1 else f"{name} ({mode})"


def _short(exercise: Exercise) -> str:
    """Without what explains the name: a phone is narrow."""
    return re.sub(r"( \([^)]*\)|:.*)$", "", exercise.name)


def _load(one: Prescription, lifts: Lifts) -> str:
    kg, percent = kilograms(lifts, one), one.dose.pct1rm
    share = f"{_range(*percent)} % 1RM" if percent else ""
    if kg:
        return f" @ {_range(*kg)} kg{f' ({share})' if share else ''}"
    return f" @ {share}" if share else ""


def _range(low: float, high: float) -> str:
    if not low:
        return f"up to {high:g}"
    return f"{low:g}" if low == high else f"{low:g}{_DASH}{high:g}"


def _rest(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{seconds} s" if rest or minutes < 2 else f"{minutes} min"  # noqa: PLR2004 - 60 s is said so


def _amount(dose: Dose) -> tuple[int, int]:
    return dose.seconds or dose.reps or (0, 0)


# For the calendar.


def stored(session: Session) -> str:
    """The content in one line; empty where nobody knows it.

    ``warm-up 420;squat_barbell/barbell 3x3-6 @80-90% rir2 rest180;plank_front/bodyweight 3x30-45s rest45;cool-down 90``
    has seconds of both ends; between them exercise, mode, sets × repetitions or seconds, % of the one-repetition
    maximum, repetitions in reserve, seconds of rest.
    """
    if not session.exercises:
        return ""
    content = (_stored(one) for one in session.exercises)
    return ";".join([f"warm-up {session.warm_up_s}", *content, f"cool-down {session.cool_down_s}"])


def filled(session: Session, text: str, known: Known) -> Session:
    """The session with the content that was stored, and no other.

    What the catalogue does not have, and what no session has, is left out: anybody may write a calendar.
    """
    parts = text[:_LONGEST].split(";")
    frame = {found[1]: int(found[2]) for found in map(_FRAME.fullmatch, parts) if found}
    content = [one for found in map(_EXERCISE.fullmatch, parts) if found and (one := _read(found, known))]
    return replace(
        session,
        exercises=tuple(content[:_MOST_EXERCISES]),
        warm_up_s=frame.get("warm-up", 0),
        cool_down_s=frame.get("cool-down", 0),
    )


def _stored(one: Prescription) -> str:
    dose = one.dose
    low, high = _amount(dose)
    load = f" @{dose.pct1rm[0]}-{dose.pct1rm[1]}%" if dose.pct1rm else ""
    reserve = "" if dose.rir is None else f" rir{dose.rir}"
    amount = f"{dose.sets}x{low}-{high}{'s' if dose.seconds else ''}"
    return f"{one.exercise.id}/{one.mode} {amount}{load}{reserve} rest{dose.rest_s}"


def _read(found: re.Match[str], known: Known) -> Prescription | None:
    exercise = known.get(found["uid"])
    if exercise is None or found["mode"] not in exercise.modes:
        return None
    amount = (int(found["low"]), int(found["high"]))
    percent = (int(found["least"]), int(found["most"])) if found["least"] else None
    reserve = int(found["rir"]) if found["rir"] else None
    dose = Dose(
        sets=int(found["sets"]),
        rest_s=int(found["rest"] or 0),
        reps=None if found["timed"] else amount,
        seconds=amount if found["timed"] else None,
        pct1rm=percent,
        rir=reserve,
    )
    sane = 0 < dose.sets <= _MOST_SETS and 0 < amount[0] <= amount[1] and (reserve or 0) <= _MOST_RESERVE
    if percent:
        sane = sane and percent[0] <= percent[1] <= _MOST_PERCENT
    return catalogue.prescription(exercise, found["mode"], dose) if sane else None
