"""What becomes of the plan under other settings, as JSON for programs."""

from __future__ import annotations

import json
from typing import Any

from stridelift.domain import Candidate, Plan, Session
from stridelift.report.record import penalty
from stridelift.report.tuning import changes, letter, move_text, stretches
from stridelift.situation import Situation
from stridelift.tune.desk import Solved
from stridelift.tune.front import Front
from stridelift.tune.moves import Move
from stridelift.tune.outcomes import Tuning


def tuning_json(tuning: Tuning) -> str:
    """Each combination of values with what became of it; ``plans`` has each plan once."""
    situation = tuning.situation
    plan_of = {case: at for at, (_, cases) in enumerate(tuning.plans) for case in cases}
    outcomes = [
        {
            "values": {axis.key: axis.values[at] for axis, at in zip(tuning.axes, case, strict=True)},
            "now": index == tuning.now_at,
            "plan": letter(plan_of[index]),
            **_outcome(situation, tuning.now, tuning.outcomes[index]),
        }
        for index, case in enumerate(tuning.cases)
    ]
    report = {
        "vary": [{"key": axis.key, "values": list(axis.values)} for axis in tuning.axes],
        "now": _outcome(situation, tuning.now, tuning.now),
        "outcomes": outcomes,
        "plans": {letter(at): _plan(situation, plan) for at, (plan, _) in enumerate(tuning.plans)},
    }
    if len(tuning.axes) == 1:
        values = tuning.axes[0].values
        report["stretches"] = [
            {"first": values[one.cases[0]], "last": values[one.cases[-1]], "plan": letter(one.plan)}
            for one in stretches(tuning)
        ]
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)


def front_json(front: Front) -> str:
    """The points of the trade-off, by the first rule's price."""
    points = [
        {
            "prices": dict(zip(front.rules, front.prices(point), strict=True)),
            "now": at == front.now_at,
            **_outcome(front.situation, front.now, point),
            "sessions": _plan(front.situation, point.plan),
        }
        for at, point in enumerate(front.points)
    ]
    report = {"pareto": list(front.rules), "complete": front.complete, "points": points}
    return json.dumps(report, ensure_ascii=False, indent=2)


def _outcome(situation: Situation, now: Solved, solved: Solved) -> dict[str, Any]:
    result = solved.result
    return {
        "status": result.status.value,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "unique": result.unique,
        "proof": solved.proof,
        "price_by_rule": dict(solved.prices),
        "missing": [penalty(one) for one in solved.missing],
        "moves": [_move(situation, one) for one in changes(situation, now, solved)],
    }


def _move(situation: Situation, move: Move) -> dict[str, Any]:
    return {
        "text": move_text(situation, move),
        "before": _placing(situation, move.before),
        "after": _placing(situation, move.after),
        "other_exercises": move.content,
    }


def _plan(situation: Situation, plan: Plan | None) -> list[dict[str, Any] | None] | None:
    return None if plan is None else [_placing(situation, one) for one in plan.placed]


def _placing(situation: Situation, one: Candidate | None) -> dict[str, Any] | None:
    if one is None:
        return None
    session, at = one.activity, situation.horizon.at
    what = {"class": session.load} if isinstance(session, Session) else {"run": one.uid}
    place = session.place.name if isinstance(session, Session) and session.place else None
    content = [entry.exercise.id for entry in session.exercises] if isinstance(session, Session) else None
    where = {"place": place, "exercises": content} if isinstance(session, Session) else {}
    return {**what, "start": at(one.start).isoformat(), "end": at(one.end).isoformat(), **where}
