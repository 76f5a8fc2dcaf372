"""Of all plans at the least price, the one that is always taken.

Lots decide first what is lifted (see ``Part.lots``), then where: at the places that are listed first. Of those left,
the ones with the fewest sessions are compared placing by placing in order of time, and at the first difference the one
with the smaller (start, end, position) wins, where the end of an open session is the soonest at its price, and a
position is that in ``instance.runs`` followed by ``instance.sessions``. Where sessions of a class could still change
places, the shortest comes first. A search in exactly this order, over the plans at the least price, finds it.
"""

from __future__ import annotations

from stridelift.domain import Plan, Session
from stridelift.model import Model
from stridelift.model.cp_sat import cp_model
from stridelift.search import Pace, solver_for, watched

# Level of linear relaxation, and deterministic time, which is the same on every machine. A week of placing alone takes
# a third of the time without relaxation; what is not found at once is found sooner with it.
_EFFORTS = ((0, 0.02), (2, 5.0))

_CLIQUES = 1e8  # work on larger cliques, as CP-SAT has it: seasons of placings alone take a third of the time with them


def first_in_order(model: Model, objective: int, pace: Pace) -> tuple[Plan | None, bool]:
    """The first of the plans at the least price, by a search that follows the order and stops at once.

    None where it was not found in time; and whether Ctrl-C is why.
    """
    _follow_the_order(model, objective)
    interrupted = False
    for level, effort in _EFFORTS[bool(model.parts()) :]:
        solver = solver_for(pace.left)
        solver.parameters.linearization_level = level
        solver.parameters.max_deterministic_time = effort
        solver.parameters.search_branching = cp_model.FIXED_SEARCH
        solver.parameters.merge_at_most_one_work_limit = 0 if model.parts() else _CLIQUES
        solver.parameters.use_sat_inprocessing = True
        solver.parameters.cp_model_presolve = False  # it would rewrite the variables, and the search's order with them
        interrupted = watched(solver, model.cp, pace, price=objective)
        if solver.response_proto.status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return model.plan(solver.boolean_value), interrupted
        if interrupted:
            break
    return None, interrupted


def _follow_the_order(model: Model, objective: int) -> None:
    cp = model.cp
    cp.clear_objective()  # type: ignore[no-untyped-call] # OR-Tools leaves this one untyped
    cp.add(model.objective == objective)
    listed = {id(one): at for at, one in enumerate((*model.instance.runs, *model.instance.sessions))}
    ordered = sorted(model.literals, key=lambda pair: (pair[0].start, pair[0].soonest, listed[id(pair[0].activity)]))
    sessions = [literal for candidate, literal in ordered if isinstance(candidate.activity, Session)]
    count = cp.new_int_var(0, len(sessions), "")
    cp.add(cp_model.LinearExpr.sum(sessions) == count)
    cp.add_decision_strategy([count], cp_model.CHOOSE_FIRST, cp_model.SELECT_MIN_VALUE)
    kinds = [literal for part in reversed(model.parts()) for literal in part.kinds.values()]
    rest = [*(literal for _, literal in ordered), *kinds]
    cp.add_decision_strategy(rest, cp_model.CHOOSE_FIRST, cp_model.SELECT_MAX_VALUE)
