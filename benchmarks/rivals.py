"""The same model given to other solvers, and what people do by hand.

Everybody gets one worker and the same seconds on the wall; what is counted is processor time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

from stridelift.constraints.base import Constraint, CouplingRule
from stridelift.constraints.pairs import PairRule
from stridelift.domain import Candidate, Instance, Plan, Session, precedes
from stridelift.model import Model
from stridelift.search import solver_for
from stridelift.solve import violations

_PROVEN = {"OPTIMAL", "INFEASIBLE"}
_WEEK = 7 * 24 * 60


@dataclass(frozen=True)
class Answer:
    """What a solver says after ``seconds`` of processor time. ``objective`` is None where it found nothing."""

    proven: bool
    objective: float | None
    seconds: float


Solver = Callable[[Model, float], Answer]


def ours(model: Model, limit: float) -> Answer:
    return _cp_sat(model, solver_for(limit, model), model.minimize())


def cp_sat_default(model: Model, limit: float) -> Answer:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = limit
    model.cp.minimize(model.objective)
    return _cp_sat(model, solver, 1)


def _cp_sat(model: Model, solver: cp_model.CpSolver, scale: int) -> Answer:
    began = time.process_time()
    status = solver.status_name(solver.solve(model.cp))
    seconds = time.process_time() - began
    found = status in ("OPTIMAL", "FEASIBLE")
    return Answer(status in _PROVEN, round(solver.objective_value) // scale if found else None, seconds)


def highs(model: Model, limit: float) -> Answer:
    return _linear(model, limit, "highs")


def scip(model: Model, limit: float) -> Answer:
    return _linear(model, limit, "scip")


def _linear(model: Model, limit: float, name: str) -> Answer:
    program = _program(model)
    solver = model_builder.Solver(name)
    solver.set_time_limit_in_seconds(limit)
    began = time.process_time()
    with _silence():
        status = solver.solve(program).name
    seconds = time.process_time() - began
    found = status in ("OPTIMAL", "FEASIBLE")
    return Answer(status in _PROVEN, round(solver.objective_value) if found else None, seconds)


@contextmanager
def _silence() -> Iterator[None]:
    """HiGHS greets on the descriptor itself."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _program(model: Model) -> model_builder.Model:
    """The rows of the model, which are all linear."""
    model.cp.minimize(model.objective)
    program = model_builder.Model()  # type: ignore[no-untyped-call] # OR-Tools leaves this one untyped
    variables = [program.new_int_var(one.domain[0], one.domain[1], "") for one in model.cp.proto.variables]
    for low, terms, high in _rows(model):
        row = program.add_linear_constraint(_weighted(variables, terms), *_bounds(low, high))
        assert row
    objective = model.cp.proto.objective
    terms = list(zip(objective.vars, objective.coeffs, strict=True))
    program.minimize(_weighted(variables, terms) + objective.offset)
    return program


def _weighted(variables: Sequence[Any], terms: Sequence[tuple[int, int]]) -> Any:  # noqa: ANN401 - OR-Tools' own
    return model_builder.LinearExpr.weighted_sum([variables[at] for at, _ in terms], [factor for _, factor in terms])


def _bounds(low: int | None, high: int | None) -> tuple[float, float]:
    return (-float("inf") if low is None else low), (float("inf") if high is None else high)


_KINDS = (("at_most_one", None, 1), ("exactly_one", 1, 1), ("bool_or", 1, None))
Row = tuple[int | None, list[tuple[int, int]], int | None]


def _rows(model: Model) -> Iterator[Row]:
    """Each row as bounds and terms, terms as variable and factor. AssertionError where a row is not linear."""
    for one in model.cp.proto.variables:
        assert len(one.domain) == 2, "a domain with holes"
    for row in model.cp.proto.constraints:
        assert not row.enforcement_literal
        if row.has_linear():
            domain, terms = row.linear.domain, list(zip(row.linear.vars, row.linear.coeffs, strict=True))
            assert len(domain) == 2, "a row with holes"
            yield _finite(domain[0]), terms, _finite(domain[1])
        else:
            kind, low, high = next(one for one in _KINDS if getattr(row, f"has_{one[0]}")())
            literals = getattr(row, kind).literals
            negated = sum(one < 0 for one in literals)
            terms = [(one, 1) if one >= 0 else (-one - 1, -1) for one in literals]
            yield (None if low is None else low - negated), terms, (None if high is None else high - negated)


def _finite(bound: int) -> int | None:
    return bound if abs(bound) < 1 << 60 else None


# Constraint programming, where MiniZinc is installed.


def gecode(model: Model, limit: float) -> Answer:
    """As MiniZinc has it: the price of the last line is the best; a double line of equals signs, proven."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "season.mzn")
        path.write_text("\n".join(_minizinc(model)), encoding="utf-8")
        began = time.perf_counter()
        options = ["--solver", "gecode", "--time-limit", f"{1000 * limit:.0f}", "--intermediate"]
        out = subprocess.run(["minizinc", *options, str(path)], capture_output=True, text=True, check=False).stdout
        seconds = time.perf_counter() - began
    found = [int(line) for line in out.splitlines() if line.lstrip("-").isdigit()]
    return Answer("==========" in out, found[-1] if found else None, seconds)


def _minizinc(model: Model) -> Iterator[str]:
    model.cp.minimize(model.objective)
    for at, one in enumerate(model.cp.proto.variables):
        yield f"var {one.domain[0]}..{one.domain[1]}: x{at};"
    for low, terms, high in _rows(model):
        total = " + ".join(f"{factor}*x{at}" for at, factor in terms) or "0"
        if low is not None:
            yield f"constraint {low} <= {total};"
        if high is not None:
            yield f"constraint {total} <= {high};"
    objective = model.cp.proto.objective
    total = " + ".join(f"{factor}*x{at}" for at, factor in zip(objective.vars, objective.coeffs, strict=True))
    yield f"var int: price = {int(objective.offset)} + {total or 0};"
    literals = ", ".join(f"x{literal.index}" for _, literal in model.literals)
    yield f"solve :: int_search([{literals}], dom_w_deg, indomain_max) minimize price;"
    yield 'output ["\\(price)\\n"];'


EXACT: dict[str, Solver] = {"this": ours, "CP-SAT default": cp_sat_default, "HiGHS": highs, "SCIP": scip}
if shutil.which("minizinc"):
    EXACT["Gecode"] = gecode


# By hand.


def first_fit(instance: Instance, rules: Sequence[Constraint], model: Model) -> Plan:
    """Week by week and class by class, the first time from Monday on that breaks no hard rule with what stands."""
    pairs = [rule for rule in rules if isinstance(rule, PairRule) and rule.hard]
    placed = list(_usual(instance, model, pairs))
    sessions = sorted(
        (one for one, _ in model.literals if isinstance(one.activity, Session)), key=lambda one: one.order
    )
    for week in instance.weeks:
        here = [one for one in sessions if week.span.start <= one.start < week.span.end]
        for session_class, (wanted, _) in instance.per_week.items():
            mine = [one for one in here if one.uid.partition("@")[0] == session_class]
            for _ in range(wanted):
                fits = (one for one in mine if _fits(instance, rules, pairs, placed, one))
                placed.extend(one for one in [next(fits, None)] if one)
    return Plan.of(placed)


def _usual(instance: Instance, model: Model, pairs: Sequence[PairRule]) -> Iterator[Candidate]:
    """Each run as near to its usual start as the runs before it let it be."""
    placed: list[Candidate] = []
    for run in instance.runs:
        starts = [one for one, _ in model.literals if one.activity is run]
        starts.sort(key=lambda one: abs(one.start - (run.usual or 0)))
        placed.append(next(one for one in starts if not _clash(instance, pairs, placed[-4:], one)))
    return iter(placed)


def _fits(
    instance: Instance,
    rules: Sequence[Constraint],
    pairs: Sequence[PairRule],
    placed: Sequence[Candidate],
    one: Candidate,
) -> bool:
    near = [other for other in placed if abs(other.start - one.start) < 2 * _WEEK]
    if _clash(instance, pairs, near, one):
        return False
    couplings = [rule for rule in rules if isinstance(rule, CouplingRule)]
    broken = sum(found.hard for found in violations(instance, couplings, Plan.of(near)))
    return sum(found.hard for found in violations(instance, couplings, Plan.of([*near, one]))) <= broken


def _clash(instance: Instance, pairs: Sequence[PairRule], placed: Sequence[Candidate], one: Candidate) -> bool:
    ordered = [(other, one) if precedes(other, one) else (one, other) for other in placed]
    return any(rule.judge(instance, *pair) > 0 for rule in pairs for pair in ordered)
