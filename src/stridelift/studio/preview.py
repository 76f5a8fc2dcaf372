"""What changed settings would do to the plan, found by solving with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stridelift.config import Loaded, judged
from stridelift.planner import Outcome
from stridelift.report.tuning import against
from stridelift.solve import Status
from stridelift.studio.edit import laid
from stridelift.studio.form import changed, fields
from stridelift.studio.settings import refused
from stridelift.studio.shapes import Preview
from stridelift.tune.desk import Solved

_STATUS = {
    Status.OPTIMAL: "proven best",
    Status.FEASIBLE: "the best found in time",
    Status.INFEASIBLE: "nothing fits",
    Status.UNKNOWN: "no plan found in time",
}


def settled(loaded: Loaded, values: Mapping[str, str]) -> dict[str, Any]:
    """What the values of a form change in a config, by key; None takes a key out.

    Raises:
        RefusedError: the config would say what cannot be.
    """
    changes = changed(fields(loaded), values)
    found = judged(laid(loaded.written, changes), path=loaded.path)
    if not isinstance(found, Loaded):
        raise refused(loaded.path, found)
    return changes


def compared(before: Outcome, after: Outcome) -> Preview:
    """The plan under changed settings beside the one that stands."""
    status = _STATUS[after.result.status]
    price, old = after.result.objective, before.result.objective
    if after.plan is None or price is None:
        return Preview(None, None, status=status, conflict=tuple(one.text for one in after.conflict))
    moves = against(after.situation, _solved(before), _solved(after)) if before.plan else []
    return Preview(price, None if old is None else price - old, tuple(moves), status)


def _solved(outcome: Outcome) -> Solved:
    return Solved(outcome.result, outcome.penalties)
