"""What ``explain`` answers, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from stridelift.domain import Candidate, Session
from stridelift.explain.changes import changes
from stridelift.explain.decided import decided
from stridelift.explain.elsewhere import Elsewhere
from stridelift.explain.rows import gist
from stridelift.explain.there import At, There
from stridelift.explain.wording import differences, moment
from stridelift.explaining import Answer
from stridelift.planner import Outcome
from stridelift.report.clean import clean, title
from stridelift.report.record import sessions
from stridelift.situation import Situation
from stridelift.solve import violations


def explained_text(answer: Answer) -> str:
    """Each session with what decided and its next-best place; or what stands against the start that was asked for."""
    plan = answer.outcome.plan
    if answer.placed:
        return "\n".join(_why_lines(answer.outcome, answer.placed, "is placed: "))
    if answer.at is None:
        placed = plan.sessions if plan else ()
        return "\n".join(line for one in placed for line in _why_lines(answer.outcome, one)) or "No session is placed."
    return "\n".join(line for one in answer.answers for line in _why_not_lines(answer.outcome, one))


def _why_lines(outcome: Outcome, one: Candidate, state: str = "") -> Iterator[str]:
    situation, session = outcome.situation, one.activity
    assert isinstance(session, Session)  # noqa: S101 - narrows
    assert outcome.plan is not None  # noqa: S101 - narrows
    where = f", {session.place.name}" if session.place else ""
    yield f"{moment(situation.instance, one.start)} {state}{title(session.title)}, {one.minutes} min{clean(where)}"
    for reason in decided(situation.instance, situation.rules, outcome.plan, one):
        yield f"  {clean(reason)}"
    yield f"  {clean(next_best(situation, outcome.elsewhere.get(id(one))))}"


def next_best(situation: Situation, found: Elsewhere | None) -> str:
    """``next best: Wed 02 Dec 17:45, gym: price 30 more (freshness 30)``."""
    if found is None:
        return "next best: not found out in time"
    if found.price is None:
        return "next best: nowhere else; without this start there is no plan"
    if found.there is None:
        return f"next best: leave it out: {_price(found.price, found.rules)}"
    session = found.there.activity
    where = f", {session.place.name}" if isinstance(session, Session) and session.place else ""
    return f"next best: {moment(situation.instance, found.there.start)}{where}: {_price(found.price, found.rules)}"


def _price(price: int, rules: Sequence[tuple[str, int]]) -> str:
    if not price:
        return "at the same price"
    rest = price - sum(rise for _, rise in rules)
    parts = [*(f"{name} +{rise:,}" for name, rise in rules), *([f"the rest {rest:+,}"] if rest else [])]
    return f"price {price:,} more ({', '.join(parts)})"


def _why_not_lines(outcome: Outcome, one: There) -> Iterator[str]:
    instance, name = outcome.situation.instance, one.session_class.value
    when = moment(instance, one.start)
    if one.unwanted:
        yield f"{when} {name}: cannot be: {clean(one.unwanted)}."
    elif one.result is None:
        yield f"{when} {name}: cannot be."
        yield from (f"  {clean(line)}" for line in _obstacle_lines(one.places))
    elif one.result.plan is None:
        yield from _without_plan(when, name, one)
    else:
        yield from _forced_lines(outcome, one)


def _obstacle_lines(places: Sequence[At]) -> Iterator[str]:
    """Each obstacle once: with its place where it does not stand at all of them."""
    by_text: dict[str, list[str]] = {}
    for at in places:
        for obstacle in at.obstacles:
            where = by_text.setdefault(f"{obstacle.constraint}: {obstacle.sentence}.", [])
            where.append(at.place.name if at.place else "")
    for text, where in by_text.items():
        yield text if len(where) == len(places) else f"at {', '.join(where)}: {text}"


def _without_plan(when: str, name: str, one: There) -> Iterator[str]:
    if not one.conflict:
        yield f"{when} {name}: no plan with it was found in time."
        return
    yield f"{when} {name}: cannot be: nothing fixed forbids it, but with it these rules cannot hold together:"
    yield from (f"  {rule.name}: {gist(rule)}" for rule in one.conflict)


def _forced_lines(outcome: Outcome, one: There) -> Iterator[str]:
    record = _forced(outcome, one)
    when, name = moment(outcome.situation.instance, one.start), one.session_class.value
    price = record["price"]
    proven = "" if record["status"] == "OPTIMAL" and outcome.result.status == "OPTIMAL" else " (not proven)"
    yield f"{when} {name}: can be, {f'at a price of {price:,} more' if price else 'at the same price'}{proven}."
    yield from (f"  {clean(line)}" for line in record["changes"])
    for rule in record["rules"]:
        yield f"  {rule['constraint']}: {rule['before']:,} → {rule['after']:,} ({rule['after'] - rule['before']:+,})"


def explained_json(answer: Answer) -> str:
    """The sessions as ``solve --json`` says them; or the session that is at the start, or the answers."""
    outcome = answer.outcome
    record: dict[str, Any] = {"status": outcome.result.status.value, "objective": outcome.result.objective}
    if answer.at is None:
        return _dump({**record, "sessions": sessions(outcome)})
    record["at"] = outcome.situation.horizon.at(answer.at).isoformat()
    if answer.placed is not None and outcome.plan is not None:
        index = [one is answer.placed for one in outcome.plan.sessions].index(True)
        return _dump({**record, "placed": sessions(outcome)[index], "answers": []})
    return _dump({**record, "placed": None, "answers": [_answer(outcome, one) for one in answer.answers]})


def _dump(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2)


def _answer(outcome: Outcome, one: There) -> dict[str, Any]:
    return {
        "class": one.session_class.value,
        "possible": not one.forbidden,
        "unwanted": one.unwanted or None,
        "places": [_at(at) for at in one.places],
        "conflict": [{"constraint": rule.name, "text": gist(rule)} for rule in one.conflict],
        "forced": _forced(outcome, one) if one.result and one.result.plan else None,
    }


def _at(at: At) -> dict[str, Any]:
    return {
        "place": at.place.name if at.place else None,
        "minutes": at.minutes,
        "obstacles": [
            {
                "constraint": one.constraint,
                "scope": list(one.scope),
                "amount": one.amount,
                "unit": one.unit,
                "text": one.text,
                "way_out": one.way_out or None,
            }
            for one in at.obstacles
        ],
    }


def _forced(outcome: Outcome, one: There) -> dict[str, Any]:
    """The price of having it there, what changes, and what each rule costs before and after."""
    situation, base, forced = outcome.situation, outcome.result, one.result
    assert forced is not None and forced.plan and base.plan  # noqa: PT018, S101 - narrows
    assert forced.objective is not None and base.objective is not None  # noqa: PT018, S101 - narrows
    before, after = (list(violations(situation.instance, situation.rules, plan)) for plan in (base.plan, forced.plan))
    totals = [differences((), some) for some in (before, after)]
    return {
        "status": forced.status.value,
        "objective": forced.objective,
        "price": forced.objective - base.objective,
        "changes": list(changes(situation.instance, base.plan, forced.plan)),
        "rules": [
            {"constraint": name, "before": totals[0].get(name, 0), "after": totals[1].get(name, 0)}
            for name in differences(before, after)
        ],
    }
