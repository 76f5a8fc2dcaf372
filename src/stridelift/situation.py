"""Everything that is known before solving: fetch → read → classify → compose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from stridelift.calendar.classify import classify
from stridelift.calendar.event import Ignored, State
from stridelift.calendar.identity import with_plan
from stridelift.calendar.published import RUNS, STRENGTH, Feed, Published, PublishedEvent, load_published
from stridelift.config import Loaded
from stridelift.constraints.base import Constraint, CouplingRule
from stridelift.days import Days, days_of
from stridelift.domain import Candidate, Instance, Place, Run, Session, SessionClass
from stridelift.errors import ConfigError, OutputError
from stridelift.horizon import Horizon
from stridelift.instance import Composed, at_place, compose
from stridelift.intake import Intake, own_session, take_in
from stridelift.request import Basis, Request
from stridelift.solve import Status, settle, solve
from stridelift.sources import Found, Origin, read_all


@dataclass(frozen=True)
class Situation:
    """Everything that is known before solving."""

    loaded: Loaded
    horizon: Horizon
    now: datetime
    intake: Intake
    days: Days
    ignored: tuple[Ignored, ...]
    instance: Instance
    places: tuple[Place, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    previous: Published
    kept: tuple[PublishedEvent, ...]
    origins: tuple[Origin, ...]
    run_feed: Published

    @property
    def rules(self) -> tuple[Constraint, ...]:
        return self.loaded.config.constraints.rules

    @property
    def runs(self) -> list[Candidate]:
        """Runs of the planned period; an untimed one at its usual start."""
        return self._planned(self.intake.runs)

    @property
    def existing(self) -> list[Candidate]:
        """Strength of the planned period that is there already."""
        return self._planned(self.intake.strength)

    def _planned(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        span = self.horizon.span
        return [one for one in candidates if span.start <= one.start < span.end]


@dataclass(frozen=True)
class Material:
    """What was read: the calendars, and what was published before."""

    found: Found
    previous: Published
    run_feed: Published


def prepare(request: Request, basis: Basis) -> Situation:
    """Read the calendars, and make the instance of them."""
    return understand(basis, gather(request, basis))


def gather(request: Request, basis: Basis) -> Material:
    """Read everything, once."""
    return Material(read_all(request, basis), *published(request))


def published(request: Request) -> tuple[Published, Published]:
    """What was published before: the sessions, and the runs at their chosen starts."""
    run_feed = _standing(request.runs_output, RUNS)
    return _previous(request, run_feed), run_feed


def understand(basis: Basis, material: Material) -> Situation:
    """Make the instance of what was read, under the settings of the basis."""
    config, horizon = basis.config, basis.horizon
    found, previous, run_feed = material.found, material.previous, material.run_feed
    now = horizon.between(basis.now, basis.now).end  # the first whole minute that is not past
    verdicts = classify(found.events, config.runs.rules)
    days = days_of(config, horizon, found.events, verdicts)
    pairs = [pair for at, pair in enumerate(zip(found.events, verdicts, strict=True)) if at not in days.spent]
    intake = take_in(pairs, previous, config, horizon, horizon.minute(basis.frozen))
    composed = compose(config, horizon, intake, days, now)
    instance = replace(composed.instance, skips=skips(previous), published=_movable(previous, basis, composed))
    instance, homeless = _settled(instance, config.constraints.rules)
    previous = with_plan(previous, _seed(basis.loaded, found.origins, intake))
    situation = Situation(
        basis.loaded,
        horizon,
        basis.now,
        intake,
        days,
        (*found.ignored, *intake.ignored, *days.ignored),
        instance,
        composed.places,
        (
            *_assumed_zone(basis),
            *composed.assumptions,
            *_left_out(instance),
            *_missed(previous, horizon),
            *days.assumptions,
            *intake.assumptions,
        ),
        (*found.warnings, *composed.warnings),
        previous,
        previous.kept(basis.frozen, horizon.period),
        found.origins,
        run_feed if run_feed.plan else replace(run_feed, plan=previous.plan),
    )
    return replace(situation, warnings=(*situation.warnings, *_worth_saying(situation, homeless)))


# Runs without a place.


def _settled(instance: Instance, rules: Sequence[Constraint]) -> tuple[Instance, list[Run]]:
    """Runs that fit no window, alone or beside the others of their day, are facts at their usual start."""
    homeless: list[Run] = []
    while True:
        instance, out = settle(instance, rules)
        if not out:
            out = _crowded_out(instance, rules)
            facts = [*instance.facts, *(Candidate.at(run, run.usual or 0) for run in out)]
            runs = tuple(run for run in instance.runs if run not in out)
            instance = replace(instance, facts=tuple(sorted(facts, key=lambda one: one.order)), runs=runs)
        if not out:
            return instance, homeless
        homeless += out


def _crowded_out(instance: Instance, rules: Iterable[Constraint]) -> tuple[Run, ...]:
    """The last run of the first day whose runs do not fit together."""
    by_day: dict[int, list[Run]] = defaultdict(list)
    for run in instance.runs:
        by_day[instance.day_index(run.usual or 0)].append(run)
    alone = [rule for rule in rules if not isinstance(rule, CouplingRule)]
    for together in by_day.values():
        day = replace(instance, sessions=(), runs=tuple(together))
        if len(together) > 1 and solve(day, alone).status is Status.INFEASIBLE:
            return (together[-1],)
    return ()


# Reading.


def _previous(request: Request, run_feed: Published) -> Published:
    """The strength calendar as it was published.

    The one at the output is read in any case: a damaged one must stay, and ids that it has given are given. A start
    chosen for a run may be known from the calendar of runs only.
    """
    standing = _standing(request.output, STRENGTH)
    previous = request.published or (_read(request.previous, STRENGTH) if request.previous else standing)
    given = standing.ids if standing.plan == previous.plan else {}
    chosen = {one.entry.run: one.entry.start for one in run_feed.events}
    previous = replace(
        previous,
        ids={week: max(previous.ids.get(week, 0), given.get(week, 0)) for week in {*previous.ids, *given}},
        runs={**chosen, **previous.runs},
    )
    classes = {one.entry.session_class for one in previous.events} | {one.session_class for one in previous.skips}
    strange = sorted(classes - {*SessionClass})
    if strange:
        raise OutputError(f"the previous output is damaged: {strange[0]!r} is no session class.")
    return previous


def _standing(path: Path | None, feed: Feed) -> Published:
    return _read(path, feed) if path is not None and path.exists() else Published()


def _read(path: Path, feed: Feed) -> Published:
    try:
        return load_published(path.read_bytes(), feed)
    except OSError as error:
        raise ConfigError(f"the previous output {str(path)!r} cannot be read: {error.strerror}.") from None
    except OutputError as error:
        raise OutputError(f"{path}: {error.message}", error.maybe) from None


def _movable(previous: Published, basis: Basis, composed: Composed) -> tuple[Candidate, ...]:
    """What was published and may still move: sessions of the period, and the chosen starts of runs."""
    horizon, menus = basis.horizon, list(composed.instance.menus)
    kept = previous.kept(basis.frozen, horizon.period)
    found = []
    for entry in (one.entry for one in previous.events if one not in kept):
        one = own_session(entry, horizon, basis.config.known)
        place = next((it for it in composed.places if it.name == entry.place), Place(entry.place))
        found.append(at_place(one, entry.place, [place], menus) if menus else one)
    for run in composed.instance.runs:
        chosen = previous.runs.get(run.uid)
        if chosen is not None and run.usual is not None:
            start = horizon.minute(chosen)
            if composed.instance.day(start) is composed.instance.day(run.usual):
                found.append(Candidate.at(run, start))
    return tuple(sorted(found, key=lambda one: one.order))


def skips(previous: Published) -> dict[tuple[str, SessionClass], int]:
    """How many sessions were left out, by week and class."""
    return Counter((one.week, SessionClass(one.session_class)) for one in previous.skips)


def _seed(loaded: Loaded, origins: Iterable[Origin], intake: Intake) -> str:
    """What tells one athlete's feed from another's, the first time: two of a club may follow the same plan."""
    own = loaded.config.model_dump_json(exclude={"constraints", "calendars", "publish"})
    return "\n".join([own, *sorted(one.key for one in origins), *sorted(one.uid for one in intake.runs)])


# What is worth saying.


def _assumed_zone(basis: Basis) -> Iterator[str]:
    if basis.config.athlete.timezone is None:
        yield f"time zone {basis.horizon.zone.key}, the machine's"


def _left_out(instance: Instance) -> Iterator[str]:
    weeks = {week.label for week in instance.weeks}
    for (week, session_class), count in sorted(instance.skips.items()):
        if week in weeks:
            yield f"{week}: {count} × {session_class.value} left out by you, not placed again"


def _missed(previous: Published, horizon: Horizon) -> Iterator[str]:
    first, last = horizon.period
    for entry in (one.entry for one in previous.events):
        if entry.state is State.MISSED and first <= entry.start < last:
            at = f"{entry.start.astimezone(horizon.zone):%a %d %b %H:%M}"
            yield f"{at} {entry.summary!r}: missed, as you said; it does not count"


def _worth_saying(situation: Situation, homeless: Iterable[Run]) -> Iterator[str]:
    """What the athlete should look at: facts against facts, where nothing can be done here, among it."""
    horizon = situation.horizon
    period = f"between {horizon.first} and {horizon.end - timedelta(days=1)}"
    for run in homeless:
        yield f"{run.summary!r} fits no window: it is taken at its usual start"
    yield from clashes(situation.instance, situation.rules, horizon)
    if not situation.runs:
        yield f"no run was recognised {period}"
    if situation.now >= horizon.at(horizon.span.end):
        yield f"nothing can be placed {period}: that is over"


def clashes(instance: Instance, rules: Iterable[Constraint], horizon: Horizon) -> Iterator[str]:
    """Where facts break a rule among themselves, for people."""
    names = described(instance.facts, horizon)
    for rule in rules:
        for one in rule.clashes(instance):
            scope = ", ".join(names.get(part, part) for part in one.scope)
            yield f"{rule.name}: {scope} ({one.size})"


def described(candidates: Iterable[Candidate], horizon: Horizon) -> dict[str, str]:
    """Title and time of each by its UID, for people."""
    result = {}
    for one in candidates:
        title = one.activity.title if isinstance(one.activity, Session) else one.activity.summary
        result[one.uid] = f"{title} ({horizon.at(one.start):%a %d %b %H:%M})"
    return result
