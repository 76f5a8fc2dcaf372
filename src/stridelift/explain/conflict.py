"""What cannot hold together. Every answer is verified by solving again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import combinations, pairwise

from stridelift.constraints.base import Constraint, CouplingRule
from stridelift.domain import Instance, Span, merged
from stridelift.explain.content import Lean, content_bit, lean, short
from stridelift.explain.members import Leanest, Member, Problem
from stridelift.explain.parts import Least, Only
from stridelift.explain.placing import Placing
from stridelift.model.cp_sat import cp_model
from stridelift.search import searched
from stridelift.solve import build, violations


def conflict(instance: Instance, rules: Sequence[Constraint], leanest: Leanest | None = None) -> tuple[Member, ...]:
    """A minimal set of rows, days and events that cannot hold together: without any one of them there is a plan.

    Rules go first, then rows of those that stay, then days and events. Empty if there is a plan. Most questions are
    answered by a search that knows nothing of what sessions hold. Where that decides, and for what the check denies,
    each question is a model of its own and takes a hundred times longer.
    """
    problem = Problem.of(instance, rules, leanest)
    bare = Placing(problem, lambda session, _: (Lean(short(session), 0),))
    kept = _fewest_demands(problem, bare.holds)
    if not bare.holds(kept):
        kept = _minimal(problem, kept, bare.holds)
        if _stands(problem, bare, kept):
            return tuple(problem.chosen(kept))
    elif feasible(instance, rules):
        return ()
    return tuple(problem.chosen(_with_content(problem)))


def _with_content(problem: Problem) -> int:
    """The same where sessions can be placed, but not filled."""
    content = content_bit(problem.members)
    filled = Placing(problem, partial(lean, problem, content=content))
    kept = _fewest_demands(problem, filled.holds)
    if not filled.holds(kept):
        kept = _minimal(problem, kept, filled.holds)
    if not feasible(*problem.reduced(kept)):
        return _minimal(problem, kept, cache(partial(_fillable, problem, filled)))
    return _minimal(problem, problem.everything, cache(lambda some: feasible(*problem.reduced(some))))


def _fillable(problem: Problem, filled: Placing, kept: int) -> bool:
    """Whether there is a plan with content: first where the search has one, for that model is small."""
    plan = filled.find(kept)
    if plan is None:
        return False
    instance, rules = problem.reduced(kept)
    spans = tuple(merged(Span(one.start, one.end) for one in plan.placed))
    return feasible(instance, [*rules, Only(spans=spans)]) or feasible(instance, rules)


def feasible(instance: Instance, rules: Sequence[Constraint]) -> bool:
    """Whether there is any plan, at whatever price: the best one would take far longer where a hard rule is missing."""
    able = [rule for rule in rules if rule.enabled and (rule.hard or isinstance(rule, CouplingRule))]
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return searched(solver, build(instance, able).cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def _fewest_demands(problem: Problem, placeable: Callable[[int], bool]) -> int:
    """Everything, with no more of what must be placed than it takes to have no plan."""
    weeks: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(problem.members):
        if isinstance(one.rule, Least):
            weeks[one.rule.week].append(1 << at)
    whole = [sum(bits) for bits in weeks.values()]
    few = (sum(some) for count in (0, 1, 2) for bits in weeks.values() for some in combinations(bits, count))
    base = problem.everything & ~sum(whole)
    for some in (*few, *whole, *(one | other for one, other in pairwise(whole))):
        if not placeable(base | some):
            return base | some
    return problem.everything


def _minimal(problem: Problem, kept: int, holds: Callable[[int], bool]) -> int:
    """Leave out what is not needed, rule by rule, then row by row, until nothing can be left out.

    More than one round is rare: a run that is left out can make a week worse, for its day was hard already.
    """
    before = -1
    while kept != before:
        before = kept
        for group in _groups(problem, kept):
            kept = _without(group, kept, holds)
    return kept


def _without(group: Sequence[int], kept: int, holds: Callable[[int], bool]) -> int:
    """Leave out the whole group if there is no plan all the same, else of each half what can be."""
    if not group:
        return kept
    less = kept & ~sum(group)
    if not holds(less):
        return less
    if len(group) == 1:
        return kept
    middle = len(group) // 2
    return _without(group[middle:], _without(group[:middle], kept, holds), holds)


def _groups(problem: Problem, kept: int) -> Iterator[list[int]]:
    """The members by rule, those that open the whole day last; events at the end."""
    by_rule: dict[tuple[bool, bool, str], list[int]] = {}
    for at, one in enumerate(problem.members):
        if kept >> at & 1:
            late = one.constraint in ("availability", "equipment")
            by_rule.setdefault((one.event is not None, late, one.constraint), []).append(1 << at)
    yield from (group for _, group in sorted(by_rule.items(), key=lambda pair: pair[0][:2]))


def _stands(problem: Problem, placing: Placing, kept: int) -> bool:
    """Whether the model finds no plan, and the check finds nothing wrong with the plans without one member each."""
    if feasible(*problem.reduced(kept)):
        return False
    for bit in (1 << at for at in range(len(problem.members)) if kept >> at & 1):
        instance, rules = problem.reduced(kept & ~bit)
        plan = placing.find(kept & ~bit)
        if plan is None or any(one.hard for one in violations(instance, rules, plan)):
            return False
    return True
