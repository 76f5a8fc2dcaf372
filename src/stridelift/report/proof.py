"""How good a plan is known to be, in a line."""

from __future__ import annotations

from stridelift.solve import Result, Status

_WORDS = {
    Status.OPTIMAL: "proven optimal",
    Status.FEASIBLE: "not proven optimal",
    Status.INFEASIBLE: "nothing fits",
    Status.UNKNOWN: "no plan found",
}


def proof(result: Result) -> str:
    """``proven optimal, price 235``."""
    price = "" if result.objective is None else f", price {result.objective:,}"
    if result.status is Status.FEASIBLE:
        price += f", at best {result.bound:,} (gap {result.gap or 0:.1%})"
    if result.status is Status.OPTIMAL and not result.unique:
        price += ", one of several at that price (the tie-break ended early)"
    return f"{_WORDS[result.status]}{price}"
