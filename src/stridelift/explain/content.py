"""How little a session can be once it holds something: its shortest length, its fewest sets and ground contacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from stridelift.constraints.base import Constraint
from stridelift.constraints.session_content import SessionContent
from stridelift.domain import Instance, Session, Span, Week
from stridelift.explain.members import Member, Problem
from stridelift.explain.parts import Least, Pieces
from stridelift.model import Model
from stridelift.model.cp_sat import cp_model
from stridelift.search import searched
from stridelift.solve import build

_DAY = 24 * 60


@dataclass(frozen=True, eq=False)
class Lean:
    """A session as small as its content allows; ``mask`` has the members that forbid it together."""

    session: Session
    mask: int


def lean(problem: Problem, session: Session, week: Week, *, content: int) -> Iterator[Lean]:
    """An open session with anything in it, with all equipment, and as it is; ``content`` is the bit of what it holds.

    One whose content is not open is as it is.
    """
    menu = problem.instance.menu_of(week)
    if menu is None or not session.lengths:
        yield Lean(short(session), 0)
        return
    yield Lean(short(session), content)
    where = (f"at {session.place.name}",) if session.place else ()
    pieces = [
        (1 << at, one.rule)
        for at, one in enumerate(problem.members)
        if isinstance(one.rule, Pieces) and one.scope == where
    ]
    if (session, menu) not in problem.leanest:
        rules = [one.rule for one in problem.members if isinstance(one.rule, SessionContent)]
        equipped = [*rules, *(rule for _, rule in pieces)]
        anywhere, here = (_leanest(problem.instance, week, some, session) for some in (rules, equipped))
        problem.leanest[session, menu] = anywhere, here
    anywhere, here = problem.leanest[session, menu]
    if anywhere:
        yield Lean(anywhere, sum(bit for bit, _ in pieces))
    if here:
        yield Lean(here, 0)


def content_bit(members: Sequence[Member]) -> int:
    return sum(1 << at for at, one in enumerate(members) if isinstance(one.rule, SessionContent))


def short(session: Session) -> Session:
    return replace(session, minutes=min(session.lengths, default=session.minutes), lengths=())


def _leanest(instance: Instance, week: Week, rules: Sequence[Constraint], session: Session) -> Session | None:
    """The least of each, though no one content need have all of it at once; None if nothing can be in the session."""
    alone = partial(_alone, instance, week, rules, session)
    minutes = next((one for one in session.lengths if _smallest(alone((one,)), ()) is not None), None)
    if minutes is None:
        return None
    model = alone(session.lengths)
    work = list(model.work(week))
    sets = [(literal, sum(one.sets for one in some if one.exercise.compound)) for literal, some in work]
    contacts = [(literal, sum(one.contacts for one in some)) for literal, some in work]
    fewest, softest = _smallest(model, sets) or 0, _smallest(model, contacts) or 0
    return replace(session, minutes=minutes, lengths=(), leg_sets=fewest, contacts=softest)


def _alone(
    instance: Instance, week: Week, rules: Sequence[Constraint], session: Session, lengths: tuple[int, ...]
) -> Model:
    """The model of nothing but one such session at one moment of the week."""
    day = next(one for one in week.days if instance.horizon.overlap(one.span)).span
    only = replace(session, minutes=lengths[-1], lengths=lengths)
    at_once = Span(day.start, day.start + 1)
    small = replace(instance, horizon=at_once, facts=(), runs=(), sessions=(only,), skips={}, session_grid=_DAY)
    return build(small, [*rules, Least(week=week.label, session_class=session.session_class, least=1)])


def _smallest(model: Model, terms: Sequence[tuple[cp_model.IntVar, int]]) -> int | None:
    model.cp.minimize(cp_model.LinearExpr.weighted_sum([one for one, _ in terms], [factor for _, factor in terms]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if searched(solver, model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return round(solver.objective_value)
