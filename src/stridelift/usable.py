"""What can be lifted where, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stridelift import catalogue, regions
from stridelift.config import Config, Place
from stridelift.days import listed
from stridelift.domain import Athlete, Exercise, Level, Prescription
from stridelift.errors import ConfigError
from stridelift.instance import usual_phase
from stridelift.shipped import unknown

LEVELS = (Level.NOVICE, Level.INTERMEDIATE, Level.INTERMEDIATE, Level.ADVANCED)  # by the catalogue's number


@dataclass(frozen=True)
class Way:
    """A mode with its whole dose, the places that have what it needs, and what is missing where least is missing."""

    choice: Prescription
    places: tuple[str, ...]
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """An exercise with its ways in the phase; ``reasons`` say why it cannot be done at all."""

    exercise: Exercise
    ways: tuple[Way, ...]
    reasons: tuple[str, ...]

    @property
    def usable(self) -> bool:
        return not self.reasons and any(way.places for way in self.ways)

    @property
    def movement(self) -> str:
        """What it covers of a week; where that is nothing, its family."""
        return next(iter(self.exercise.movements), self.exercise.family)


@dataclass(frozen=True)
class Listing:
    """All exercises for a level (0 to 3) in a phase (its letter) at some places."""

    rank: int
    phase: str
    places: tuple[Place, ...]
    entries: tuple[Entry, ...]

    @property
    def phase_name(self) -> str:
        return catalogue.phases()[self.phase]

    @property
    def by_movement(self) -> Mapping[str, Sequence[Entry]]:
        movements = dict.fromkeys(one.movement for one in self.entries)
        return {name: [one for one in self.entries if one.movement == name] for name in movements}


def usable(config: Config, at: str | None = None, phase: str | None = None, level: str | None = None) -> Listing:
    """What the athlete of the config can do at a place, or at each; phase and level are the athlete's unless said.

    ConfigError when there is no such place, phase or level.
    """
    athlete = config.athlete
    rank = athlete.level.rank if level is None else _rank(level)
    places = tuple(one for one in listed(config) if at is None or one.name == at)
    if not places:
        raise _refused("place", at or "", [one.name for one in listed(config)])
    usual = athlete.phase or usual_phase(Athlete(LEVELS[rank], bool(athlete.accustomed)))
    letter = usual if phase is None else _letter(phase)
    limits = config.constraints.session_content
    free = limits.model_copy(update={"ban": (), "highest_level": Level.ADVANCED.rank})
    choices = catalogue.menu(Level.ADVANCED, letter, free, own=config.own).choices
    entries = tuple(
        Entry(
            exercise,
            tuple(_way(one, places) for one in choices if one.exercise.id == exercise.id and one.sets == one.full_sets),
            tuple(_reasons(config, exercise, letter, rank)),
        )
        for exercise in catalogue.in_order(config.known.values())
    )
    return Listing(rank, letter, places, entries)


def _way(one: Prescription, places: Sequence[Place]) -> Way:
    missing = {place.name: one.needs.difference(place.equipment) for place in places}
    least = min(missing.values(), key=lambda words: (len(words), sorted(words)))
    return Way(one, tuple(name for name, words in missing.items() if not words), tuple(sorted(least)))


def _reasons(config: Config, exercise: Exercise, phase: str, rank: int) -> Iterator[str]:
    """Why the exercise is not on the menu, wherever one is."""
    limits, phases = config.constraints.session_content, catalogue.phases()
    if exercise.id in limits.ban:
        yield "banned"
    for name in config.athlete.spare:
        if exercise.id in regions.banned((name,), config.own):
            yield f"spared: {regions.regions()[name].title}"
    if exercise.min_level > rank:
        yield f"level {exercise.min_level} ({LEVELS[exercise.min_level].value})"
    elif exercise.min_level > limits.highest_level:
        yield f"level {exercise.min_level}, above highest_level {limits.highest_level}"
    if phase not in exercise.doses:
        yield f"not in {phases[phase]}"


def _rank(said: str) -> int:
    """0 to 3, or a level's name."""
    ranks = {str(number): number for number in range(len(LEVELS))} | {one.value: one.rank for one in Level}
    if said not in ranks:
        raise _refused("level", said, ranks)
    return ranks[said]


def _letter(said: str) -> str:
    letters = {name: letter for letter, name in catalogue.phases().items()}
    if said not in {**letters, **catalogue.phases()}:
        raise _refused("phase", said, [*letters.values(), *letters])
    return letters.get(said, said)


def _refused(kind: str, said: str, known: Sequence[str] | Mapping[str, int]) -> ConfigError:
    near = unknown((), kind, said, known).near
    return ConfigError(
        f"no {kind} is called {said!r}; there are {', '.join(known)}.", f"you meant {near!r}." if near else ""
    )
