"""A result as JSON for programs; instants are ISO 8601 with the athlete's offset, summaries verbatim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from stridelift import prescribe
from stridelift.check import Checked
from stridelift.domain import Candidate, Place, Prescription, Run, Session, Span, Violation, merged
from stridelift.explain.decided import decided
from stridelift.explain.elsewhere import Elsewhere
from stridelift.explain.moved import Change
from stridelift.explain.said import Said
from stridelift.lifts import kilograms
from stridelift.planner import Outcome
from stridelift.report.load import loads
from stridelift.situation import Situation
from stridelift.solve import Status
from stridelift.wallclock import age_minutes, clock_text

_CONVENTION = "D"  # the grade where the catalogue says no other


def to_json(outcome: Outcome) -> str:
    """The whole result; instants are ISO 8601 with the athlete's offset."""
    return json.dumps(_record(outcome), ensure_ascii=False, indent=2)


def _record(outcome: Outcome) -> dict[str, Any]:
    situation, result = outcome.situation, outcome.result
    blocked = (one.span for one in situation.intake.commitments if situation.horizon.span.overlap(one.span))
    report: dict[str, Any] = {
        "status": result.status.value,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "unique": result.unique,
        "horizon": _span(situation, situation.horizon.span),
        "sessions": sessions(outcome),
        "runs": [_run(situation, one) for one in outcome.runs],
        "ignored": [{"uid": one.uid, "summary": one.summary, "reason": one.reason} for one in situation.ignored],
        "commitments": [_span(situation, one) for one in merged(blocked)],
        "days": list(_days(situation)),
        "existing": [_existing(situation, one) for one in situation.existing],
        "penalties": [penalty(one) for one in outcome.penalties],
        "load": [asdict(one) for one in loads(situation)],
        "sources": _sources(situation),
        "assumptions": list(situation.assumptions),
        "warnings": list(situation.warnings),
    }
    if situation.previous.events and outcome.plan:
        report["changes"] = [_change(situation, one) for one in outcome.changes]
    if result.status is Status.INFEASIBLE:
        report["conflict"] = [_member(one) for one in outcome.conflict]
        report["relaxations"] = [{"text": one.text, "penalty": one.penalty} for one in outcome.relaxations]
    return report


def _change(situation: Situation, change: Change) -> dict[str, Any]:
    one = change.after or change.before
    assert one is not None  # noqa: S101 - narrows
    session, horizon = one.activity, situation.horizon
    return {
        "change": change.kind,
        "uid": one.uid,
        "class": session.load if isinstance(session, Session) else None,
        "from": horizon.at(change.before.start).isoformat() if change.before else None,
        "to": horizon.at(change.after.start).isoformat() if change.after else None,
        "why": list(change.why),
    }


def _span(situation: Situation, span: Span) -> dict[str, str]:
    horizon = situation.horizon
    return {"start": horizon.at(span.start).isoformat(), "end": horizon.at(span.end).isoformat()}


def _sources(situation: Situation) -> list[dict[str, Any]]:
    """How old what the calendars say is; of a link only scheme and host."""
    return [
        {
            "source": one.name,
            "role": one.role.value,
            "fetched": one.fetched.astimezone(situation.horizon.zone).isoformat(),
            "age_minutes": age_minutes(one.fetched, situation.now),
            "state": "kept" if one.kept else "fresh",
        }
        for one in situation.origins
    ]


def _days(situation: Situation) -> Iterator[dict[str, Any]]:
    """The planned days of which something is special, and who says so; null is "as always"."""
    for day in situation.horizon.planned_days:
        if fact := situation.days.facts.get(day.date):
            one = fact.context
            windows = one.availability
            yield {
                "date": day.date.isoformat(),
                "off": one.off,
                "places": None if one.places is None else list(one.places),
                "availability": None if windows is None else ["-".join(map(clock_text, window)) for window in windows],
                "timezone": one.timezone,
                "origin": fact.origin,
                "reason": fact.reason,
                "summary": fact.summary,
            }


def sessions(outcome: Outcome) -> list[dict[str, Any]]:
    return [_session(outcome, one) for one in outcome.plan.sessions] if outcome.plan else []


def _session(outcome: Outcome, one: Candidate) -> dict[str, Any]:
    session, situation, plan = one.activity, outcome.situation, outcome.plan
    assert isinstance(session, Session)  # noqa: S101 - narrows
    assert plan is not None  # noqa: S101 - narrows
    return {
        "uid": session.uid,
        "class": session.load,
        "title": session.title,
        "place": session.place.name if session.place else None,
        **_span(situation, one.span),
        **_content(situation, session),
        "why": decided(situation.instance, situation.rules, plan, one),
        **({"next_best": _next_best(situation, outcome.elsewhere[id(one)])} if id(one) in outcome.elsewhere else {}),
    }


def _next_best(situation: Situation, found: Elsewhere) -> dict[str, Any] | None:
    """None where there is no plan without this start; without a start the session is left out."""
    if found.price is None:
        return None
    session = found.there.activity if found.there else None
    return {
        "start": situation.horizon.at(found.there.start).isoformat() if found.there else None,
        "place": session.place.name if isinstance(session, Session) and session.place else None,
        "price": found.price,
        "rules": [{"constraint": name, "penalty": price} for name, price in found.rules],
    }


def _content(situation: Situation, session: Session) -> dict[str, Any]:
    """Seconds of the two ends and of each exercise add up to the session, to the minute."""
    return {
        "warm_up_s": session.warm_up_s,
        "exercises": [_exercise(situation, one, session.place) for one in session.exercises],
        "cool_down_s": session.cool_down_s,
    }


def _exercise(situation: Situation, one: Prescription, place: Place | None) -> dict[str, Any]:
    config, dose, exercise = situation.loaded.config, one.dose, one.exercise
    level, known = config.athlete.level, config.known
    kg = kilograms(config.athlete.lifts, one)
    amount = {"seconds": list(dose.seconds)} if dose.seconds else {"reps": list(dose.reps or ())}
    load = {"pct1rm": list(dose.pct1rm)} if dose.pct1rm else {}
    reserve = {} if dose.rir is None else {"rir": dose.rir}
    return {
        "id": exercise.id,
        "name": exercise.name,
        "mode": one.mode,
        "sets": dose.sets,
        **amount,
        **load,
        **({"kg": list(kg)} if kg else {}),
        **reserve,
        "rest_s": dose.rest_s,
        "seconds_total": one.seconds,
        "grade": exercise.grade or _CONVENTION,
        "progress": [other.id for other in prescribe.harder(exercise, level, known, place)],
        "regress": [other.id for other in prescribe.easier(exercise, level, known, place)],
    }


def _run(situation: Situation, one: Candidate) -> dict[str, Any]:
    run = one.activity
    assert isinstance(run, Run)  # noqa: S101 - narrows
    return {
        "uid": run.uid,
        "summary": run.summary,
        "kind": run.kind.value,
        "key": run.key,
        "reason": run.reason,
        **_span(situation, one.span),
        "timed": run.timed,
    }


def _existing(situation: Situation, one: Candidate) -> dict[str, Any]:
    session = one.activity
    assert isinstance(session, Session)  # noqa: S101 - narrows
    reason = situation.intake.reasons.get(session.uid, "")
    said = {"uid": session.uid, "summary": session.title, "class": session.load, "reason": reason}
    return {**said, **_span(situation, one.span), **_content(situation, session)}


def penalty(one: Violation) -> dict[str, Any]:
    return {
        "constraint": one.constraint,
        "scope": list(one.scope),
        "amount": one.amount,
        "unit": one.unit,
        "weight": one.weight,
        "penalty": one.penalty,
    }


def _member(one: Said) -> dict[str, Any]:
    return {"constraint": one.constraint, "scope": list(one.scope), "text": one.text}


def check_json(checked: Checked) -> str:
    situation = checked.situation
    report = {
        "broken": checked.broken,
        "horizon": _span(situation, situation.horizon.span),
        "sessions": [_existing(situation, one) for one in checked.plan.sessions],
        "violations": [penalty(one) for one in checked.found],
        "sources": _sources(situation),
        "assumptions": list(situation.assumptions),
        "warnings": list(situation.warnings),
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
