"""Posts all rules, minimises the price, breaks ties, and reads the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from stridelift.ahead import LONG, ahead
from stridelift.constraints.base import Constraint, WindowRule
from stridelift.constraints.pairs import PairRule
from stridelift.domain import (
    Activity,
    Candidate,
    Instance,
    Plan,
    Run,
    Session,
    SessionClass,
    Span,
    Violation,
    Week,
    common,
)
from stridelift.model import Model, Options, Says, Verdicts, starts_within
from stridelift.model.cp_sat import cp_model
from stridelift.model.hint import hints
from stridelift.search import OutOfTimeError, Pace, Tell, gap, searched, solver_for, watched
from stridelift.tie_break import first_in_order

# Of a few weeks of a long season: how near a plan must be to the best, and for how long it is sought.
_NEARLY = 0.002
_NEARLY_EFFORT = 4.0


class Status(StrEnum):
    """As CP-SAT says."""

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"
    INFEASIBLE = "INFEASIBLE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Result:
    """One run of the solver. ``objective``, ``bound`` and ``plan`` are None where there is none.

    ``unique``: the plan is the first in order of all at its price; False where the tie-break ended before it knew. Of a
    long horizon it does, after the same effort on every machine, so that the plan is the same all the same.

    ``interrupted``: by Ctrl-C, and so the plan is the best that was found until then.
    """

    status: Status
    objective: int | None = None
    bound: int | None = None
    plan: Plan | None = None
    candidates: int = 0
    seconds: float = 0.0
    tie_break_seconds: float = 0.0
    unique: bool = False
    interrupted: bool = False

    @property
    def gap(self) -> float | None:
        """(objective − bound) / objective, 0 when proven."""
        if self.objective is None or self.bound is None:
            return None
        return gap(self.objective, self.bound)


def solve(
    instance: Instance,
    constraints: Sequence[Constraint],
    *,
    fixed: Plan | None = None,
    time_limit: float | None = None,
    tell: Tell | None = None,
) -> Result:
    """Place the sessions, and the runs whose start is free, at the least price.

    With ``fixed`` the only plan considered is that one. ``time_limit`` is in seconds, the making of the model included;
    the tie-break gets what is left. ``tell`` hears how far the search is; Ctrl-C then ends it with the best plan found.

    Raises:
        KeyboardInterrupt: Ctrl-C while the model is made, or where nobody is told.
    """
    pace = Pace(time_limit, tell)
    try:
        rules = [rule for rule in constraints if rule.enabled]
        model = build(instance, rules, fixed, pace.beat)
        if fixed is None and model.parts() and len(instance.weeks) > LONG:
            plan = ahead(instance, lambda part: _nearly_best(part, rules, pace))
            for literal, value in hints(model.literals, model.parts(), plan):
                model.cp.add_hint(literal, value)
    except OutOfTimeError:
        return Result(Status.UNKNOWN, seconds=pace.seconds)
    return optimum(model, pace, ordered=fixed is None)


def _nearly_best(instance: Instance, rules: Sequence[Constraint], pace: Pace) -> Plan | None:
    """A plan that costs little more than the best of a few weeks, after the same effort on every machine."""
    model = build(instance, rules, beat=pace.beat)
    model.minimize()
    solver = solver_for(pace.left, model)
    solver.parameters.relative_gap_limit = _NEARLY
    solver.parameters.max_deterministic_time = _NEARLY_EFFORT
    found = searched(solver, model.cp, beat=pace.beat) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return model.plan(solver.boolean_value) if found else None


def optimum(model: Model, pace: Pace, *, ordered: bool = True) -> Result:
    """The plan of a model at the least price, the first in order if ``ordered``."""
    solver = solver_for(pace.left, model)
    scale = model.minimize()
    interrupted = watched(solver, model.cp, pace, scale=scale)
    status = Status(solver.status_name(solver.response_proto.status))
    seconds = pace.seconds
    if status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Result(status, candidates=len(model.literals), seconds=seconds, interrupted=interrupted)
    objective = solver.value(model.objective)
    bound = objective if status is Status.OPTIMAL else round(solver.best_objective_bound) // scale
    plan = model.plan(solver.boolean_value)
    first = None
    if status is Status.OPTIMAL and ordered and not interrupted:
        model.settle(solver.boolean_value)
        first, interrupted = first_in_order(model, objective, pace)
    tie_break = pace.seconds - seconds
    unique = first is not None and (scale > 1 or not any(one.choices for one in model.parts()))
    return Result(status, objective, bound, first or plan, len(model.literals), seconds, tie_break, unique, interrupted)


def settle(instance: Instance, constraints: Iterable[Constraint]) -> tuple[Instance, tuple[Run, ...]]:
    """Runs whose start is free but which fit nowhere become facts at their usual start; they come back by name."""
    rules = [rule for rule in constraints if rule.enabled]
    if not instance.runs:
        return instance, ()
    model = Model(instance, _options(replace(instance, sessions=()), rules))
    for rule in rules:
        if not _is_window(rule):
            rule.prune(model)
    homeless = tuple(
        options.activity
        for options in model.options
        if isinstance(options.activity, Run) and not any(True for _ in options.left())
    )
    facts = [*instance.facts, *(Candidate.at(run, run.usual or 0) for run in homeless)]
    runs = tuple(run for run in instance.runs if run not in homeless)
    return replace(instance, facts=tuple(sorted(facts, key=lambda one: one.order)), runs=runs), homeless


def violations(instance: Instance, constraints: Iterable[Constraint], plan: Plan) -> Iterator[Violation]:
    """What a plan breaks, rule by rule, without the solver."""
    for rule in constraints:
        if rule.enabled:
            yield from rule.violations(instance, plan)


def build(
    instance: Instance,
    rules: Sequence[Constraint],
    fixed: Plan | None = None,
    beat: Callable[[], None] = lambda: None,
) -> Model:
    """The model of an instance under the rules, ready to be solved; with a beat now and then."""
    model = Model(instance, _fixed_options(fixed) if fixed else _options(instance, rules))
    for rule in rules:
        if fixed or not _is_window(rule):
            rule.prune(model)
            beat()
    model.freeze(_verdicts(instance, rules))
    for rule in rules:
        beat()
        rule.post(model)
    if fixed:
        placed = {id(candidate) for candidate in fixed.placed}
        model.require(lambda candidate: id(candidate) in placed)
    return model


def _verdicts(instance: Instance, rules: Sequence[Constraint]) -> Verdicts:
    hard_pairs = [rule for rule in rules if isinstance(rule, PairRule) and rule.hard]
    priced_by_place = any(isinstance(rule, PairRule) and rule.by_place and not rule.hard for rule in rules)
    anywhere = [rule for rule in hard_pairs if not (rule.by_place or priced_by_place)]

    def most(week: Week, session_class: SessionClass) -> int | None:
        said = (rule.most_in_week(instance, week, session_class) for rule in rules)
        return min((one for one in said if one is not None), default=None)

    choosy = [rule for rule in rules if type(rule).suits is not Constraint.suits]
    careful = [rule for rule in rules if type(rule).gentle is not Constraint.gentle]
    return Verdicts(
        conflict=lambda one, other: any(rule.judge(instance, one, other) > 0 for rule in hard_pairs),
        apart=lambda one, other: any(rule.judge(instance, one, other) > 0 for rule in anywhere),
        says=partial(_says, instance, [rule for rule in rules if isinstance(rule, PairRule)]),
        suits=lambda session, choice: all(rule.suits(instance, session, choice) for rule in choosy),
        gentle=lambda candidate: any(rule.gentle(instance, candidate) for rule in careful),
        most=most,
    )


def _says(instance: Instance, rules: Iterable[PairRule], session: Session, other: Activity) -> Says:
    """Whether it matters to a rule how long the session is does not depend on when it is."""
    at = instance.horizon.start
    lengths = [Candidate(session, at, at + minutes) for minutes in (session.lengths[0], session.lengths[-1])]
    says = Says([], [], [])
    for rule in rules:
        shortest, longest = (rule.earliest(instance, one, other) for one in lengths)
        said = partial(_earliest, instance, rule, other)
        if shortest != longest:
            (says.hard if rule.hard else says.soft).append(said)
        elif rule.hard and longest is not None:
            says.lasting.append(said)
    return says


def _earliest(instance: Instance, rule: PairRule, other: Activity, one: Candidate) -> int:
    return rule.earliest(instance, one, other) or 0


def _is_window(rule: Constraint) -> bool:
    """Whether what the rule forbids is not even made."""
    return isinstance(rule, WindowRule) and rule.hard


def _options(instance: Instance, rules: Sequence[Constraint]) -> Iterator[Options]:
    """Every candidate on the grid that hard windows allow."""
    windows = [rule for rule in rules if isinstance(rule, WindowRule) and rule.hard]
    activities: tuple[Activity, ...] = (*instance.runs, *instance.sessions)
    for activity in activities:
        lengths = activity.lengths if isinstance(activity, Session) and activity.lengths else (activity.minutes,)
        spans = sorted((at, at + one) for one in lengths for at in _starts(instance, windows, activity, one))
        yield Options(activity, [Candidate(activity, start, end) for start, end in spans])


def _starts(instance: Instance, windows: Sequence[WindowRule], activity: Activity, minutes: int) -> set[int]:
    spans: Sequence[Span] = (_period(instance, activity),)
    for rule in windows:
        allowed = rule.starts(instance, activity, minutes)
        if allowed is not None:
            spans = common(spans, allowed)
    grid = instance.run_grid if isinstance(activity, Run) else instance.session_grid
    starts = set(starts_within(spans, grid, instance))
    if isinstance(activity, Run) and any(one.start <= (activity.usual or 0) < one.end for one in spans):
        starts.add(activity.usual or 0)
    return starts


def _period(instance: Instance, activity: Activity) -> Span:
    if isinstance(activity, Run) and activity.usual is not None:
        return instance.day(activity.usual).span
    return instance.horizon


def _fixed_options(plan: Plan) -> Iterator[Options]:
    by_activity: dict[Activity, list[Candidate]] = {}
    for candidate in plan.placed:
        by_activity.setdefault(candidate.activity, []).append(candidate)
    for activity, candidates in by_activity.items():
        yield Options(activity, candidates)
