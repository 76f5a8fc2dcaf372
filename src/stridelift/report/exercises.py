"""What can be lifted where, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from stridelift import prescribe
from stridelift.lifts import Lifts, kilograms
from stridelift.report.clean import clean
from stridelift.usable import LEVELS, Entry, Listing, Way

_CONVENTION = "D"  # the grade where the catalogue says no other


def exercises_text(listing: Listing, lifts: Lifts) -> str:
    """A block for each movement; what cannot be done comes last in it, with the reason."""
    level = LEVELS[listing.rank].value
    lines = [f"Level {listing.rank} ({level}), phase {listing.phase} ({listing.phase_name})"]
    lines += [f"{clean(one.name)}: {', '.join(one.equipment) or 'no equipment'}" for one in listing.places]
    for movement, entries in listing.by_movement.items():
        lines += ["", _words(movement)]
        for entry in sorted(entries, key=lambda one: not one.usable):
            lines += _entry(entry, listing, lifts)
    return "\n".join(lines)


def _entry(entry: Entry, listing: Listing, lifts: Lifts) -> Iterator[str]:
    head = f"  {clean(entry.exercise.name)} [{entry.exercise.grade or _CONVENTION}]"
    lacking = " or ".join(dict.fromkeys(_listed(way.lacks) for way in entry.ways if way.lacks))
    if not entry.usable:
        yield f"{head}: not done: {'; '.join(entry.reasons) or f'lacks {lacking}'}"
        return
    yield head
    several = len(listing.places) > 1
    done = [(_dose(way, lifts, several=several), way) for way in entry.ways if way.places]
    for dose, ways in groupby(done, key=lambda pair: pair[0]):
        yield f"    {', '.join(_words(way.choice.mode) for _, way in ways)}: {dose}"
    if lacking:
        yield f"    other modes lack {lacking}"


def _dose(way: Way, lifts: Lifts, *, several: bool) -> str:
    where = f" ({', '.join(map(clean, way.places))})" if several else ""
    return f"{prescribe.describe(way.choice, lifts)}{where}"


def _words(name: str) -> str:
    return name.replace("_", " ").replace("bodyweight", "body weight")


def _listed(words: tuple[str, ...]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def exercises_json(listing: Listing, lifts: Lifts) -> str:
    """Every exercise with its modes, usable or not."""
    record = {
        "level": listing.rank,
        "phase": listing.phase,
        "places": [{"name": one.name, "equipment": list(one.equipment)} for one in listing.places],
        "exercises": [_record(one, lifts) for one in listing.entries],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _record(entry: Entry, lifts: Lifts) -> dict[str, Any]:
    exercise = entry.exercise
    return {
        "id": exercise.id,
        "name": exercise.name,
        "movement": entry.movement,
        "grade": exercise.grade or _CONVENTION,
        "cites": list(exercise.cites),
        "level": exercise.min_level,
        "usable": entry.usable,
        "reasons": list(entry.reasons),
        "modes": [_mode(one, lifts) for one in entry.ways],
    }


def _mode(way: Way, lifts: Lifts) -> dict[str, Any]:
    dose, kg = way.choice.dose, kilograms(lifts, way.choice)
    amount = {"seconds": list(dose.seconds)} if dose.seconds else {"reps": list(dose.reps or ())}
    return {
        "mode": way.choice.mode,
        "needs": sorted(way.choice.needs),
        "places": list(way.places),
        "lacks": list(way.lacks),
        "sets": dose.sets,
        **amount,
        "pct1rm": list(dose.pct1rm) if dose.pct1rm else None,
        "kg": list(kg) if kg else None,
        "rir": dose.rir,
        "rest_s": dose.rest_s,
    }
