"""What need not be solved: how an optimum moves with one setting.

P(x, v) is the price of plan x where the setting is v, infinite where a hard rule forbids x, and f(v) the least of all
plans. The plan that a solve gives at v is the first, in an order that v does not change, of the plans at f(v).

* ``PRICE``: P(x, ·) is affine and what is feasible does not change, so f is concave. If x is the first at v₁ and
  P(x, v₂) = f(v₂), then at each v between, f(v) is no less than the chord, which is P(x, v): x is optimal. Any other y
  with P(y, v) = f(v) has P(y, v₁) ≥ f(v₁) and P(y, v₂) ≥ f(v₂), and meets the chord inside, so it is optimal at v₁
  too, where x comes first: x is the first at v.
* ``HOURS``: a gap only ever asks for more as it grows, so P(x, ·) never falls. If x is the first at v₁ and
  P(x, v) = P(x, v₁) for a v > v₁, then f(v) ≥ f(v₁) = P(x, v): x is optimal, and what is optimal at v is so at v₁, so x
  is the first at v.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Any

from stridelift.config import Config
from stridelift.constraints.base import Constraint
from stridelift.constraints.hours import HoursTable

_MOST_PRICE = 1_000_000
Price = Callable[[int, int], float]  # of the plan known at one position where the setting is that of another


class Law(Enum):
    PRICE = auto()
    HOURS = auto()


def law_of(key: str, config: Config) -> Law | None:
    """The law that a setting obeys.

    With chosen starts of runs, a hard gap may decide which runs have a place at all, and so what is solved.
    """
    table, _, rest = key.partition(".")
    name, _, field = rest.partition(".")
    rule = getattr(config.constraints, name, None) if table == "constraints" else None
    if not isinstance(rule, Constraint):
        return None
    given = config.runs.untimed == "usual"
    if field in prices(rule) and (given or not (rule.hard and field == "weight")):
        return Law.PRICE
    return Law.HOURS if isinstance(rule, HoursTable) and "_to_" in field and given else None


def prices(rule: Constraint) -> list[str]:
    """The fields of a rule that are the price of something."""
    return [name for name, info in type(rule).model_fields.items() if name == "weight" or _is_price(info.metadata)]


def _is_price(metadata: Sequence[Any]) -> bool:
    return any(getattr(one, "le", None) == _MOST_PRICE for one in metadata)


def obeys(law: Law, value: object) -> bool:
    """Whether a value is one of those that the law is about: ``"hard"`` is no price."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) if law is Law.PRICE else isinstance(value, int | float)


def between(law: Law, values: Sequence[float], ends: tuple[int, int], price: Price) -> tuple[dict[int, int], list[int]]:
    """Of the positions between two known ones: which take whose plan, and which to solve next.

    ``price(a, b)`` is P(the plan known at a, the value at b).
    """
    low, high = ends
    inside = range(low + 1, high)
    if not inside:
        return {}, []
    if law is Law.HOURS:
        same = {at: low for at in inside if price(low, at) == price(low, low)}
        return same, [at for at in inside if at not in same][:1]
    if price(low, low) == float("inf"):  # prices forbid nothing
        return dict.fromkeys(inside, low), []
    up, down = price(low, high) - price(high, high), price(high, low) - price(low, low)
    if up == 0 or down == 0:
        return dict.fromkeys(inside, low if up == 0 else high), []
    crossing = values[low] + (values[high] - values[low]) * down / (up + down)
    before = [at for at in inside if values[at] <= crossing][-1:]
    after = [at for at in inside if values[at] > crossing][:1]
    return {}, before + after
