"""What a session holds is of its class, fits its minutes and suits the athlete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Annotated, Literal

from pydantic import Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import ARM_DRILL, HARD, Instance, Level, Makeup, Menu, Plan, Prescription, Session, Violation
from stridelift.model import Model, Part, Variable

STEP = 5  # minutes: a session's length is at most this much longer than its exercises with warm-up and cool-down

Contacts = Annotated[int, Field(ge=0, le=200, description="Ground contacts of jumps in a session of such an athlete.")]


class SessionContent(CouplingRule):
    """A session holds what is of its class, fits its minutes, and is on the athlete's menu.

    For its exercises e with sets s:  warm-up + Σ seconds(e, s) + cool-down lies in (m − 5 min, m] for its length m, the
    rest lengthens warm-up and cool-down; each measure of its class (points of leg stress, ground contacts, sets of
    heavy lifts) lies in its interval, and its patterns are those of the class; of exercises with the same pattern and
    impact there is one at most, and of those that make very sore; ``drills`` arm drills come first, or all that are
    on the menu; ground contacts are at most those of the athlete's level. Always hard; of a session
    whose exercises nobody knows nothing is said. Amount: how many of these a session breaks.
    """

    unit = "faults"

    weight: Literal["hard"] = Field("hard", description="This rule is always hard.")
    enabled: Literal[True] = Field(default=True, description="This rule is always on.")

    drills: int = Field(0, ge=0, le=2, description="Arm drills at the beginning of a session.")
    warm_up_minutes: int = Field(7, ge=0, le=20, description="Of a session at least.")
    cool_down_minutes: int = Field(2, ge=0, le=20, description="Of a session at least.")
    most_contacts_novice: Contacts = 140
    most_contacts_intermediate: Contacts = 140
    most_contacts_advanced: Contacts = 140
    ban: tuple[str, ...] = Field((), description="Exercises that are not done.")
    highest_level: int = Field(3, ge=0, le=3, description="Exercises of a higher level are not done.")
    least_reserve: int = Field(0, ge=0, le=6, description="Repetitions that stay in reserve at least.")
    most_load: int = Field(100, ge=30, le=100, description="Load in % of 1RM at most.")
    most_rest_seconds: int = Field(300, ge=30, le=300, description="Rest between sets at most.")

    def most_contacts(self, level: Level) -> int:
        return int(getattr(self, f"most_contacts_{level.value}"))

    def suits(self, instance: Instance, session: Session, choice: Prescription) -> bool:
        makeup = instance.menu.makeups[session.session_class] if instance.menu else None
        return makeup is None or may_hold(makeup, choice)

    def post(self, model: Model) -> None:
        for part in model.parts():
            menu = model.instance.menu_of(part.week)
            if menu is None:
                continue
            makeup = menu.makeups[part.session_class]
            self._post_time(model, menu, part)
            self._post_once(model, part)
            self._post_drills(model, menu, part)
            for name, (low, high) in makeup.measures.items():
                amount = part.amount(attrgetter(name))
                if low:
                    _at_least(model, part, amount, low)
                if high is not None:
                    _at_most(model, part, amount, high - 1)
            _at_least(model, part, part.amount(lambda one: one.exercises), 1)
            if makeup.any_of:
                _at_least(model, part, part.taken(partial(_is_any, makeup.any_of)), 1)
            if makeup.loaded:
                _at_least(model, part, part.taken(lambda one: one.loaded), 1)
            _at_most(model, part, part.amount(lambda one: one.contacts), menu.most_contacts)

    def _post_time(self, model: Model, menu: Menu, part: Part) -> None:
        seconds, frame = part.amount(lambda one: one.seconds), menu.warm_up_s + menu.cool_down_s
        model.at_most(HARD, 0, [*seconds, *part.there(lambda kind: frame - 60 * kind.most)])
        least = part.there(lambda kind: frame - 60 * (kind.least - STEP) - 1)
        model.at_most(HARD, 0, [(literal, -factor) for literal, factor in [*seconds, *least]])

    def _post_once(self, model: Model, part: Part) -> None:
        for like in sorted({_like(one) for one, _ in part.choices if one.exercise.pattern != ARM_DRILL}):
            for terms in part.bound(partial(_is_like, like)):
                model.at_most(HARD, 0, terms)
        _at_most(model, part, part.taken(lambda one: one.exercise.very_sore), 1)

    def _post_drills(self, model: Model, menu: Menu, part: Part) -> None:
        drills = part.taken(_is_drill)
        _at_most(model, part, drills, self._drills(menu))
        _at_least(model, part, drills, self._drills(menu))
        for uid in sorted(_drill_ids(one for one, _ in part.choices)):
            _at_most(model, part, part.taken(partial(_is, uid)), 1)

    def _drills(self, menu: Menu) -> int:
        """With how many arm drills each session begins."""
        return min(self.drills, len(_drill_ids(menu.choices)))

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        for candidate in plan.sessions:
            session, menu = candidate.activity, instance.menu_at(candidate.start)
            if menu and isinstance(session, Session) and session.exercises:
                faults = list(self.faults(menu, session))
                if faults:
                    yield self.breach((candidate.uid, *faults), len(faults), weight=HARD)

    def faults(self, menu: Menu, session: Session) -> Iterator[str]:
        """What is wrong with the content of a session, in words."""
        content, makeup = session.exercises, menu.makeups[session.session_class]
        left = 60 * session.minutes - menu.warm_up_s - menu.cool_down_s - sum(one.seconds for one in content)
        if not 0 <= left < 60 * STEP:
            yield f"{session.minutes} minutes hold {(60 * session.minutes - left) / 60:.1f}"
        yield from misfits(makeup, content)
        if not any(one.exercises for one in content):
            yield "nothing but drills"
        if sum(one.contacts for one in content) > menu.most_contacts:
            yield f"more than {menu.most_contacts} ground contacts"
        drills, wanted = [one for one in content if _is_drill(one)], self._drills(menu)
        if not len(_drill_ids(drills)) == len(drills) == wanted:
            yield f"arm drills: {len(_drill_ids(drills))}, not {wanted}"
        times = Counter(map(_like, content))
        yield from (f"{pattern} twice" for (pattern, _), count in times.items() if count > 1 and pattern != ARM_DRILL)
        if sum(one.exercise.very_sore for one in content) > 1:
            yield "two exercises that make very sore"


def _like(one: Prescription) -> tuple[str, str]:
    return one.exercise.pattern, one.exercise.impact


def _is_like(like: tuple[str, str], one: Prescription) -> bool:
    return _like(one) == like


def _is_drill(one: Prescription) -> bool:
    return one.exercise.pattern == ARM_DRILL


def _drill_ids(content: Iterable[Prescription]) -> set[str]:
    return {one.exercise.id for one in content if _is_drill(one)}


def _is_any(patterns: frozenset[str], one: Prescription) -> bool:
    return one.exercise.pattern in patterns


def _is(uid: str, one: Prescription) -> bool:
    return one.exercise.id == uid


def may_hold(makeup: Makeup, choice: Prescription) -> bool:
    """Whether a session of the class may have the choice, whatever else it has."""
    if makeup.only and choice.exercise.pattern not in makeup.only:
        return False
    if makeup.loaded and choice.exercise.compound and not choice.loaded:
        return False
    return all(high is None or getattr(choice, name) < high for name, (_, high) in makeup.measures.items())


def misfits(makeup: Makeup, content: Sequence[Prescription]) -> Iterator[str]:
    """Why the content is not of the class."""
    for name, (low, high) in makeup.measures.items():
        value = sum(int(getattr(one, name)) for one in content)
        if value < low or (high is not None and value >= high):
            yield f"{name.replace('_', ' ')}: {value}"
    patterns = {one.exercise.pattern for one in content}
    if makeup.any_of and not patterns & makeup.any_of:
        yield f"none of {', '.join(sorted(makeup.any_of))}"
    if makeup.only and not patterns <= makeup.only:
        yield f"{', '.join(sorted(patterns - makeup.only))}"
    if makeup.loaded and not any(one.loaded for one in content):
        yield "body weight alone"
    if makeup.loaded:
        light = sorted(one.exercise.id for one in content if one.exercise.compound and not one.loaded)
        yield from (f"{uid} without weight" for uid in light)


def _at_most(model: Model, part: Part, terms: list[tuple[Variable, int]], cap: int) -> None:
    """Σ terms ≤ cap where the session is, 0 where it is not."""
    if terms:
        model.at_most(HARD, 0, [*terms, *part.there(lambda _: -cap)])


def _at_least(model: Model, part: Part, terms: list[tuple[Variable, int]], need: int) -> None:
    model.at_most(HARD, 0, [*((literal, -factor) for literal, factor in terms), *part.there(lambda _: need)])
