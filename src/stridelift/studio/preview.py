"""What changed settings would do to the plan, found by solving with them; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping

from stridelift.config import Loaded, judged
from stridelift.explain.conflict import conflict
from stridelift.explain.said import said
from stridelift.planner import Outcome
from stridelift.report.tuning import against
from stridelift.request import Basis
from stridelift.situation import Material, understand
from stridelift.solve import Status, solve
from stridelift.studio.edit import laid
from stridelift.studio.form import changed, fields
from stridelift.studio.settings import RefusedError, refused
from stridelift.studio.shapes import Preview
from stridelift.tune.desk import Solved, audited

_STATUS = {
    Status.OPTIMAL: "proven best",
    Status.FEASIBLE: "the best found in time",
    Status.INFEASIBLE: "nothing fits",
    Status.UNKNOWN: "no plan found in time",
}


def preview(
    outcome: Outcome, material: Material, values: Mapping[str, str], *, time_limit: float | None = None
) -> Preview:
    """Against the plan of an outcome, with the values of a form over the settings that it was made with.

    ``material`` is what that was made from; it is not read again.
    """
    loaded = outcome.situation.loaded
    try:
        wanted = settled(loaded, values)
    except RefusedError as error:
        return Preview(None, None, status="this cannot be", mistakes=error.mistakes)
    present = outcome.situation
    situation = understand(Basis(wanted, present.now, present.horizon), material)
    result = solve(situation.instance, situation.rules, time_limit=time_limit)
    status = _STATUS[result.status]
    if result.status is Status.INFEASIBLE:
        found = said(conflict(situation.instance, situation.rules), {})
        return Preview(None, None, status=status, conflict=tuple(one.text for one in found))
    after = audited(situation.instance, situation.rules, result)
    if after.plan is None or result.objective is None:
        return Preview(None, None, status=status)
    before, price = Solved(outcome.result, outcome.penalties), outcome.result.objective
    return Preview(
        result.objective,
        None if price is None else result.objective - price,
        tuple(against(situation, before, after)) if before.plan else (),
        status,
    )


def settled(loaded: Loaded, values: Mapping[str, str]) -> Loaded:
    """The config with the values of a form over it.

    Raises:
        RefusedError: it would say what cannot be.
    """
    found = judged(laid(loaded.written, changed(fields(loaded), values)), path=loaded.path)
    if not isinstance(found, Loaded):
        raise refused(loaded.path, found)
    return found
