"""What becomes of the plan under other settings, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from stridelift.domain import Candidate, Run, Session, Violation, counted
from stridelift.report.clean import clean, title
from stridelift.report.text import missing, printed
from stridelift.situation import Situation
from stridelift.solve import Status
from stridelift.tune.desk import Solved
from stridelift.tune.front import Front
from stridelift.tune.moves import Move, moves
from stridelift.tune.outcomes import Tuning

_WEEK = 7
_NONE = {Status.INFEASIBLE: "nothing fits", Status.UNKNOWN: "no plan found in time"}


@dataclass(frozen=True)
class Stretch:
    """Neighbouring values of one axis with the same plan, of which the same is missing; by their cases."""

    cases: tuple[int, ...]
    plan: int

    def text(self, tuning: Tuning) -> str:
        first, last = (tuning.axes[0].texts[self.cases[at]] for at in (0, -1))
        return first if len(self.cases) == 1 else f"{first} – {last}"


def show_tuning(tuning: Tuning) -> None:
    printed(_along(tuning) if len(tuning.axes) == 1 else _grid(tuning))


def show_front(front: Front) -> None:
    printed(_trade(front))


def letter(plan: int) -> str:
    """A to Z, then A1 and so on."""
    round_, at = divmod(plan, 26)
    return f"{chr(ord('A') + at)}{round_ or ''}"


def stretches(tuning: Tuning) -> list[Stretch]:
    """Of one axis."""
    plan_of = {case: at for at, (_, cases) in enumerate(tuning.plans) for case in cases}

    def alike(case: int) -> tuple[int, tuple[Violation, ...]]:
        return plan_of[case], tuple(replace(one, weight=1) for one in tuning.outcomes[case].missing)

    grouped = groupby(range(len(tuning.cases)), key=alike)
    return [Stretch(tuple(cases), plan) for (plan, _), cases in grouped]


def changes(situation: Situation, before: Solved, after: Solved) -> list[Move]:
    """What moves from one plan to the other; all of it where there is only one."""
    if before.plan is None or after.plan is None:
        return []
    return moves(before.plan, after.plan, situation.horizon.weeks)


def move_text(situation: Situation, move: Move) -> str:
    """``heavy Tue 18:00 → Wed 07:00``."""
    one = move.one.activity
    name = one.load if isinstance(one, Session) else title(one.summary) if isinstance(one, Run) else ""
    if move.before is None or move.after is None:
        return f"{name} {_when(situation, move.one)} {'new' if move.before is None else 'gone'}"
    parts = [f"{name} {_when(situation, move.before)}"]
    if move.before.start != move.after.start:
        parts[0] += f" → {_when(situation, move.after)}"
    if move.before.minutes != move.after.minutes:
        parts.append(f"{move.before.minutes} → {move.after.minutes} min")
    if move.where[0] != move.where[1]:
        parts.append(" → ".join(move.where))
    if move.content:
        parts.append("other exercises")
    return ", ".join(parts)


def _when(situation: Situation, one: Candidate) -> str:
    form = "%a %H:%M" if len(situation.horizon.planned_days) <= _WEEK else "%a %d %b %H:%M"
    return f"{situation.horizon.at(one.start):{form}}"


# One setting.


def _along(tuning: Tuning) -> RenderableType:
    parts = stretches(tuning)
    rules = _rules(tuning.outcomes)
    table = _table(tuning.axes[0].key.removeprefix("constraints."), "plan", "price", *rules, "against now")
    for part in parts:
        some = [tuning.outcomes[case] for case in part.cases]
        now = " (now)" if tuning.now_at in part.cases else ""
        prices = [_range([one.prices.get(rule, 0) for one in some]) if some[0].plan else "" for rule in rules]
        table.add_row(f"{part.text(tuning)}{now}", letter(part.plan), _price(some), *prices, _against(tuning, some[0]))
    return Group(_heading(tuning), Text(), table, Text(), *map(Text, _sentences(tuning, parts)))


def _heading(tuning: Tuning) -> Text:
    names = " × ".join(axis.key for axis in tuning.axes)
    plans = counted(sum(plan is not None for plan, _ in tuning.plans), "plans")
    now = "" if tuning.now.result.objective is None else f"; now the price is {tuning.now.result.objective:,}"
    return Text(f"{names}: {counted(len(tuning.cases), 'values')}, {plans}{now}", style="bold")


def _sentences(tuning: Tuning, parts: Sequence[Stretch]) -> Iterator[str]:
    """Where the plan changes, where it does not, and what that rests on."""
    texts = tuning.axes[0].texts
    steps = [(one.cases[-1], other.cases[0]) for one, other in pairwise(parts) if one.plan != other.plan]
    if steps:
        yield f"The plan changes {', '.join(f'from {texts[one]} to {texts[other]}' for one, other in steps)}."
    else:
        yield "All values give the same plan." if tuning.outcomes[0].plan else "Nothing fits, whatever the value."
    yield from _proof(tuning.outcomes)


def _proof(outcomes: Sequence[Solved]) -> Iterator[str]:
    solved = sum(one.proof == "solved" for one in outcomes)
    if solved < len(outcomes):
        yield f"{solved} of {counted(len(outcomes), 'values')} were solved; the plans of the others follow from these."
    open_ = sum(one.result.status in (Status.FEASIBLE, Status.UNKNOWN) for one in outcomes)
    if open_:
        yield f"{counted(open_, 'values')} not proven in time; --time-limit gives each longer."


def _rules(outcomes: Sequence[Solved]) -> list[str]:
    """The rules that cost something somewhere, in the order of the report."""
    return list(dict.fromkeys(name for one in outcomes for name, price in one.prices.items() if price))


def _price(some: Sequence[Solved]) -> str:
    results = [one.result for one in some]
    if results[0].objective is None:
        return _NONE[results[0].status]
    worst = max(one.gap or 0 for one in results)
    return _range([one.objective or 0 for one in results]) + (f" (gap {worst:.1%})" if worst else "")


def _range(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low:,}" if low == high else f"{low:,} – {high:,}"


def _against(tuning: Tuning, solved: Solved) -> str:
    return "" if solved.plan is None else "\n".join(against(tuning.situation, tuning.now, solved))


def against(situation: Situation, now: Solved, solved: Solved) -> list[str]:
    """What moves, or that nothing does, and what is missing for it or no longer is."""
    lines = [move_text(situation, one) for one in changes(situation, now, solved)]
    return [*(lines or ["the same"]), *_missing(now, solved)]


def _missing(now: Solved, solved: Solved) -> Iterator[str]:
    """What is missing now or then, and not in both."""
    before, after = ([missing(one) for one in some.missing] for some in (now, solved))
    for word, some, others in (("missing", after, before), ("no longer missing", before, after)):
        if different := [one for one in some if one not in others]:
            yield f"{word}: {', '.join(different)}"


# Two settings.


def _grid(tuning: Tuning) -> RenderableType:
    down, across = tuning.axes
    plan_of = {case: at for at, (_, cases) in enumerate(tuning.plans) for case in cases}
    heads = (clean(one) for one in across.texts)
    table = _table(down.key.removeprefix("constraints."), *heads)
    for row, text in enumerate(down.texts):
        cells = []
        for column in range(len(across.texts)):
            at = row * len(across.texts) + column
            now = " (now)" if at == tuning.now_at else ""
            cells.append(f"{letter(plan_of[at])} {_price([tuning.outcomes[at]])}{now}")
        table.add_row(text, *cells)
    return Group(
        _heading(tuning), Text(f"down: {down.key}; across: {across.key}"), Text(), table, Text(), *_legend(tuning)
    )


def _legend(tuning: Tuning) -> Iterator[Text]:
    for at, (plan, cases) in enumerate(tuning.plans):
        about = _against(tuning, tuning.outcomes[cases[0]]).replace("\n", "; ") if plan else "no plan"
        yield Text(f"{letter(at)}: {about}")
    yield from map(Text, _proof(tuning.outcomes))


# Two rules.


def _trade(front: Front) -> RenderableType:
    table = _table(*front.rules, "price", "against now")
    for at, point in enumerate(front.points):
        now = " (now)" if at == front.now_at else ""
        prices = [f"{price:,}" for price in front.prices(point)]
        table.add_row(
            f"{prices[0]}{now}",
            prices[1],
            _price([point]),
            "\n".join(against(front.situation, front.now, point)),
        )
    one, other = front.rules
    count = counted(len(front.points), "points")
    tail = "" if front.complete else " The next one was not proven in time; --time-limit gives it longer."
    return Group(
        Text(f"{one} against {other}: {count}", style="bold"),
        Text("All other rules together cost no more than now. To pay less by one, one pays more by the other."),
        Text(),
        table,
        Text(),
        Text(f"Each point is proven: nothing with less of the one has no more of the other.{tail}"),
    )


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for at, head in enumerate(heads):
        table.add_column(head, no_wrap=at < len(heads) - 1)
    return table
