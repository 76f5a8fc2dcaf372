"""From the config and what the calendars hold to the instance that is solved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from stridelift import catalogue, regions
from stridelift.config import ByDay, Config
from stridelift.config import Place as PlaceConfig
from stridelift.constraints.session_content import STEP
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.days import Days
from stridelift.domain import (
    FOUNDATION,
    Athlete,
    Block,
    Candidate,
    Day,
    Instance,
    Level,
    Menu,
    Place,
    Run,
    RunKind,
    Session,
    SessionClass,
    Span,
    merged,
)
from stridelift.horizon import LOOK_BACK, Horizon
from stridelift.intake import Intake
from stridelift.season import Season, Stage, assumed, sessions_of
from stridelift.wallclock import Window, clock_text, window_text

_WHOLE_DAY = ((0, 24 * 60),)
_EXPOSURES = (
    3  # sessions within the last weeks that make a novice accustomed (Assumpcao2013: one earlier bout protects)
)
_EXPOSURE_DAYS = 21
_EARLY = (
    "not yet accustomed: every heavy session after the first of a week becomes a moderate one",
    "foundation: every heavy session becomes a moderate one",
)


@dataclass(frozen=True)
class Composed:
    """The instance, and what its making found worth saying."""

    instance: Instance
    places: tuple[Place, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]


def compose(config: Config, horizon: Horizon, intake: Intake, days: Days, now: int) -> Composed:
    """Everything a plan depends on, on the horizon's axis."""
    assumptions = [*_defaults(config, intake), *regions.advice(config.athlete.spare)]
    caution = regions.caution(config.athlete.spare, cleared=config.athlete.clinician_clearance)
    warnings = [caution] if caution else []
    earliest = now + config.constraints.availability.notice
    chosen = [one for one in intake.runs if _is_free(one, config, intake, horizon, earliest)]
    given = [one for one in intake.runs if one not in chosen]
    athlete = Athlete(config.athlete.level, _accustomed(config, intake, horizon, now, assumptions))
    per_week = {one: amount.per_week for one, amount in config.sessions.amounts()}
    places = _places(days, horizon)
    if not config.places:
        assumptions.append("one place, anywhere, with all equipment")
    season = Season(config, horizon, intake.runs, usual_phase(athlete))
    stages = season.stages()
    assumptions += assumed(horizon.weeks, stages)
    blocks = _blocks(config, athlete, stages, per_week)
    menus = list(dict.fromkeys(one.menu for one in blocks.values()))
    strength = [at_place(one, intake.places[one.uid], places, menus) for one in intake.strength]
    instance = Instance(
        horizon=horizon.span,
        days=horizon.days,
        weeks=horizon.weeks,
        facts=tuple(sorted([*given, *strength, *intake.commitments], key=lambda one: one.order)),
        runs=tuple(one.activity for one in chosen if isinstance(one.activity, Run)),
        athlete=athlete,
        availability=merged(_availability(config, horizon, days)),
        now=now,
        per_week=per_week,
        menu=menus[0],
        blocks=blocks,
        session_grid=config.grid.sessions,
        run_grid=config.grid.runs,
    )
    wanted = WeeklyVolume.wanted(instance)
    served = list(_sessions(config, places, menus, wanted, warnings))
    sessions, barred = (tuple(one for one, able in served if able is wish) for wish in (True, False))
    assumptions += _early(instance)
    instance = replace(instance, sessions=sessions, barred=barred)
    return Composed(instance, tuple(places), tuple(assumptions), tuple(warnings))


def _early(instance: Instance) -> Iterator[str]:
    """Why some week has fewer heavy sessions than it would have of an athlete who is used to them."""
    changed = [week for week in instance.weeks if WeeklyVolume.targets(instance, week) != instance.per_week_of(week)]
    learning = {menu.phase == FOUNDATION for week in changed if (menu := instance.menu_of(week))}
    yield from (_EARLY[one] for one in sorted(learning))


def _blocks(
    config: Config, athlete: Athlete, stages: Mapping[str, Stage], per_week: Mapping[SessionClass, tuple[int, int]]
) -> dict[str, Block]:
    """What each week is for; weeks of one phase share their menu."""
    menus: dict[tuple[str, bool], Menu] = {}
    blocks = {}
    for label, stage in stages.items():
        kind = stage.phase, bool(stage.eased)
        if kind not in menus:
            menus[kind] = _menu(config, athlete, *kind)
        blocks[label] = Block(menus[kind], sessions_of(stage, per_week), bool(stage.eased))
    return blocks


def _menu(config: Config, athlete: Athlete, phase: str, eased: bool) -> Menu:  # noqa: FBT001 - a row of a table
    spare, own = config.athlete.spare, config.own
    return catalogue.menu(
        athlete.level,
        phase,
        config.constraints.session_content,
        own=own,
        banned=regions.banned(spare, own),
        preferred=regions.preferred(spare),
        cut=config.constraints.progression.cut if eased else 0,
    )


def usual_phase(athlete: Athlete) -> str:
    """A novice learns with body weight and light loads first."""
    if athlete.level is Level.NOVICE:
        return "L" if athlete.accustomed else FOUNDATION
    return "S"


def at_place(one: Candidate, name: str, places: Iterable[Place], menus: Sequence[Menu]) -> Candidate:
    """Strength of a calendar at the place that it names; without known exercises, with what is usual in its class.

    An exercise of a menu is what the menu says of it.
    """
    session = one.activity
    if not isinstance(session, Session):
        return one
    place = next((place for place in places if place.name == name), None)
    known = {(one.exercise.id, one.mode, one.dose): one for menu in menus for one in menu.choices}
    exercises = tuple(known.get((one.exercise.id, one.mode, one.dose), one) for one in session.exercises)
    there = replace(session, place=place, exercises=exercises)
    if not session.exercises:
        makeup = menus[0].makeups[session.session_class]
        there = replace(there, leg_sets=makeup.usual_leg_sets, contacts=makeup.usual_contacts)
    return Candidate(there, one.start, one.end)


def _defaults(config: Config, intake: Intake) -> Iterator[str]:
    """What nobody said, in words."""
    if "level" not in config.athlete.model_fields_set:
        yield f"level {config.athlete.level.value}"
    if "availability" not in config.model_fields_set:
        weekday, weekend = (_windows_text(one) for one in (config.availability.weekday, config.availability.weekend))
        yield f"free {weekday} on weekdays, {weekend} at weekends"
    for name, rule in config.constraints:
        if not rule.enabled:
            yield f"{name} is switched off"
    usual = config.runs.usual_start
    if "usual_start" not in config.runs.model_fields_set and any(_untimed(one) for one in intake.runs):
        weekday, weekend = clock_text(usual.weekday), clock_text(usual.weekend)
        yield f"runs without a time start at {weekday} on weekdays, {weekend} at weekends"


def _windows_text(windows: Sequence[Window]) -> str:
    return " and ".join(map(window_text, windows)) or "never"


def _untimed(one: Candidate) -> bool:
    return isinstance(one.activity, Run) and not one.activity.timed


def _is_free(one: Candidate, config: Config, intake: Intake, horizon: Horizon, earliest: int) -> bool:
    """Whether the model chooses the start: never of a race, whose start is the organiser's, nor of what is past."""
    run = one.activity
    if not isinstance(run, Run) or run.timed or run.kind is RunKind.RACE or config.runs.untimed == "usual":
        return False
    return one.uid not in intake.settled and one.start > earliest and horizon.span.start <= one.start < horizon.span.end


def _accustomed(config: Config, intake: Intake, horizon: Horizon, now: int, assumptions: list[str]) -> bool:
    """As the config says; a novice until some sessions of the last weeks are seen, others unless a break is seen.

    What the feed will have let go of by the next solve does not count: the same week would be planned otherwise then.
    """
    if config.athlete.accustomed is not None:
        return config.athlete.accustomed
    recent = horizon.span.start - _EXPOSURE_DAYS * 24 * 60
    since = max(now, horizon.span.start) - LOOK_BACK * 24 * 60
    before = [one for one in intake.strength if since <= one.start < horizon.span.start]
    seen = sum(recent <= one.start for one in before)
    if config.athlete.level is not Level.NOVICE:
        if seen or not before:
            assumptions.append("accustomed to strength work")
            return True
        assumptions.append(f"no longer accustomed to strength: none since {horizon.at(before[-1].start):%a %d %b}")
        return False
    assumptions.append(
        f"{'accustomed' if seen >= _EXPOSURES else 'not yet accustomed'} to strength: {seen} sessions seen"
    )
    return seen >= _EXPOSURES


def _availability(config: Config, horizon: Horizon, days: Days) -> Iterator[Span]:
    for day in horizon.planned_days:
        context = days.on(day.date)
        if context and context.off:
            continue
        own = context.availability if context else None
        zone = ZoneInfo(context.timezone) if context and context.timezone else None
        yield from horizon.windows(day.date, config.availability.on(day.date) if own is None else own, zone)


def _places(days: Days, horizon: Horizon) -> list[Place]:
    places = []
    for one in days.places:
        spans = merged(_opening(one, horizon, days))
        places.append(Place(one.name, frozenset(one.equipment), one.travel_minutes, spans))
    return places


def _opening(place: PlaceConfig, horizon: Horizon, days: Days) -> Iterator[Span]:
    for day in horizon.days:
        context = days.on(day.date)
        named = context.places if context else None
        if place.only_on_days and (named is None or place.name not in named):
            continue
        if named is not None and place.name not in named:
            continue
        zone = ZoneInfo(context.timezone) if context and context.timezone else None
        yield from horizon.windows(day.date, _windows(place.open, day), zone)


def _windows(table: ByDay[tuple[Window, ...]] | None, day: Day) -> Sequence[Window]:
    return _WHOLE_DAY if table is None else table.on(day.date)


def _sessions(
    config: Config, places: Sequence[Place], menus: Sequence[Menu], wanted: Sequence[SessionClass], warnings: list[str]
) -> Iterator[tuple[Session, bool]]:
    """Place by place, each class that is on, at any of its lengths; and whether the place can serve it."""
    amounts = dict(config.sessions.amounts())
    missing: dict[SessionClass, list[str]] = {one: [] for one in wanted}
    for place in places:
        for session_class in wanted:
            least, most = amounts[session_class].minutes
            reasons = [catalogue.obstacle(menu, session_class, place.equipment, most) for menu in menus]
            if all(reasons):
                missing[session_class].append(f"{place.name}: {reasons[0]}")
            lengths = sorted({*range(least, most, STEP), most})
            for some in _split(lengths, config.constraints.session_spacing.micro_minutes):
                title = menus[0].makeups[session_class].title
                yield Session(session_class, some[-1], place, title=title, lengths=some), not all(reasons)
    for session_class, found in missing.items():
        if len(found) == len(places):
            warnings.append(f"no {session_class.value} session anywhere ({'; '.join(found)})")


def _split(lengths: Sequence[int], at: int) -> Iterator[tuple[int, ...]]:
    """Short and long ones apart, since a rule treats them differently."""
    for some in ([one for one in lengths if one <= at], [one for one in lengths if one > at]):
        if some:
            yield tuple(some)
