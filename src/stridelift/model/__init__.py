"""Candidates and their variables. Knows hard from soft, and no rule.

A solve goes in two steps. While *options* are open, rules drop and price single candidates; ``freeze`` then makes a
boolean of each that is left, and rules tie them together. Everything is linear: booleans, cliques, and slack variables
on which the objective presses; no reified constraint, and start times never meet as integers. With
``linearization_level=2`` this form is proven optimal 300 times faster than with CP-SAT's default settings on a
twelve-week season.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from stridelift.domain import (
    Activity,
    Candidate,
    Instance,
    Plan,
    Prescription,
    Run,
    Session,
    SessionClass,
    Week,
    Weight,
    precedes,
)
from stridelift.model.contents import Contents, Kind, Part, Terms
from stridelift.model.cp_sat import cp_model
from stridelift.model.filled import filled
from stridelift.model.groups import Group, Variable, alike, parted
from stridelift.model.lengths import Lengths, Says
from stridelift.model.options import Options, Priced, starts_within
from stridelift.model.verdicts import Verdicts

__all__ = ["Group", "Kind", "Model", "Options", "Part", "Says", "Terms", "Variable", "Verdicts", "starts_within"]

_MOST = 1 << 61  # of an objective
_NEAR = 2  # days over which groups are tried for excluding each other altogether


class Model:
    """The candidates of an instance, and the CP-SAT model ``cp`` made of what the rules leave."""

    def __init__(self, instance: Instance, options: Iterable[Options]) -> None:
        self.instance = instance
        self.options = list(options)
        self.groups: dict[Activity, list[Group]] = {}
        self._apart: dict[Group, set[Group]] = defaultdict(set)
        self._chosen: list[tuple[Candidate, Variable]] = []
        self._by_day: dict[int, list[tuple[Session, Group]]] = defaultdict(list)
        self._cost_vars: list[Variable] = []
        self._cost_weights: list[int] = []
        self._cost_offset = 0
        self._contents: Contents | None = None

    @cached_property
    def cp(self) -> cp_model.CpModel:
        """Made when it is asked for: where options are only pruned it is not, and it takes a hundred times longer."""
        return cp_model.CpModel()

    def freeze(self, verdicts: Verdicts) -> None:
        """Make the booleans."""
        free = [(one.activity, [candidate.start for candidate, _ in one.left()]) for one in self.options]
        lengths = Lengths(free, self.instance.day_index, verdicts.says)
        for same in alike(self.options):
            left = [pair for options in same for pair in lengths.joined(options)]
            activity = same[0].activity
            parts = [left] if isinstance(activity, Run) else parted(left, self.instance.day_index, verdicts)
            self.groups[activity] = [self._group(activity, part) for part in parts if part]
            if isinstance(activity, Run) and not left:
                self.cp.add_exactly_one(())
        self._set_apart(verdicts.apart)
        if self.instance.menu:
            self._contents = Contents(self.cp, verdicts.suits, verdicts.gentle)
            self._open(self._contents, verdicts.most)

    def _open(self, contents: Contents, limit: Callable[[Week, SessionClass], int | None]) -> None:
        """Make the contents of the open sessions of each week."""
        for week in self.instance.weeks:
            menu = self.instance.menu_of(week)
            by_class: dict[SessionClass, list[Group]] = defaultdict(list)
            for session, group in self.week(week):
                if session.lengths:
                    by_class[session.session_class].append(group)
            for session_class, groups in by_class.items():
                cap = limit(week, session_class)
                members = [pair for group in groups for pair in zip(group.members, group.literals, strict=True)]
                most = len(groups) if cap is None else min(cap, len(groups))
                contents.open(week, menu.choices if menu else (), members, most)

    def _set_apart(self, conflict: Callable[[Candidate, Candidate], bool]) -> None:
        """Find groups of sessions on near days that exclude each other altogether, and post them as cliques."""
        cliques: list[list[Group]] = []
        for day in sorted(self._by_day):
            near = range(day - _NEAR, day)
            earlier = [group for other in near for group in self._whole_days(other)]
            recent = [clique for clique in cliques if clique[-1] in earlier]
            for group in self._whole_days(day):
                apart = [one for one in earlier if _all_conflict(one, group, conflict)]
                self._apart[group] = set(apart)
                found = [clique for clique in recent if self._apart[group].issuperset(clique)]
                for clique in found:
                    clique.append(group)
                covered = {one for clique in found for one in clique}
                new = [[one, group] for one in apart if one not in covered] + ([] if found else [[group]])
                cliques += new
                recent += new
                earlier.append(group)
        for clique in cliques:
            if len(clique) > 1:
                self.excludes(literal for group in clique for literal in group.literals)

    def _whole_days(self, day: int) -> list[Group]:
        """The groups that hold all of their activity on a day: of an activity that could be there twice, none."""
        groups = [group for _, group in self._by_day.get(day, ())]
        counts = Counter(group.activity for group in groups)
        return [group for group in groups if counts[group.activity] == 1]

    def apart(self, one: Group, other: Group) -> bool:
        """Whether hard rules never let both groups be placed, so that no rule need say more about them."""
        return other in self._apart[one] or one in self._apart[other]

    def _group(self, activity: Activity, part: Sequence[Priced]) -> Group:
        literals = tuple(self.cp.new_bool_var("") for _ in part)
        for (candidate, price), literal in zip(part, literals, strict=True):
            self._chosen.append((candidate, literal))
            self.cost(literal, price)
        certain = isinstance(activity, Run)
        if certain:
            self.cp.add_exactly_one(literals)
        elif len(literals) > 1:
            self.cp.add_at_most_one(literals)
        group = Group(activity, tuple(one for one, _ in part), literals, certain)
        if isinstance(activity, Session):
            self._by_day[self.instance.day_index(part[0][0].start)].append((activity, group))
        return group

    # What rules say.

    def sessions(self, day: int) -> Sequence[tuple[Session, Group]]:
        """Sessions that may start on the day at this position of ``instance.days``."""
        return self._by_day.get(day, ())

    def week(self, week: Week) -> list[tuple[Session, Group]]:
        """Sessions that may start in the week."""
        first = self.instance.day_index(week.span.start)
        return [pair for day in range(first, first + len(week.days)) for pair in self.sessions(day)]

    def parts(self, week: Week | None = None) -> Sequence[Part]:
        """What open sessions, of one week or all, are filled with."""
        parts = self._contents.parts if self._contents else ()
        return parts if week is None else [one for one in parts if one.week is week]

    def work(self, week: Week) -> Iterator[tuple[Variable, tuple[Prescription, ...]]]:
        """What is lifted in the week if a boolean is true: one choice, or all that a session without lengths holds."""
        for part in self.parts(week):
            yield from ((literal, (one,)) for one, literal in part.choices)
        for session, group in self.week(week):
            if session.exercises:
                yield from ((literal, session.exercises) for literal in group.literals)

    def cost(self, variable: Variable, price: int) -> None:
        if price:
            self._cost_vars.append(variable)
            self._cost_weights.append(price)

    def at_most(self, weight: Weight, cap: int, terms: Sequence[tuple[Variable, int]]) -> None:
        """Σ coefficient × variable ≤ cap, or each unit above it priced."""
        most = sum(factor * self._highest(variable) for variable, factor in terms if factor > 0)
        if most <= cap:
            return
        if isinstance(weight, str):
            self.cp.add(_sum(terms) <= cap)
        else:
            over = self.cp.new_int_var(0, most - cap, "")
            self.cp.add(_sum([*terms, (over, -1)]) <= cap)
            self.cost(over, weight)

    def _highest(self, variable: Variable) -> int:
        return 1 if variable.is_boolean else variable.domain.max()

    def at_least(self, weight: Weight, need: int, terms: Sequence[tuple[Variable, int]]) -> None:
        """Σ coefficient × variable ≥ need, or each unit below it priced."""
        if need <= 0:
            return
        if isinstance(weight, str):
            self.cp.add(_sum(terms) >= need)
        elif terms:
            short = self.cp.new_int_var(0, need, "")
            self.cp.add(_sum([*terms, (short, 1)]) >= need)
            self.cost(short, weight)
        else:
            self._cost_offset += need * weight

    def minutes(self, part: Part) -> Variable:
        """The length of the session at the place, 0 where it is not; something must press it down."""
        menu = self.instance.menu
        frame = menu.warm_up_s + menu.cool_down_s if menu else 0
        minutes = self.cp.new_int_var_from_domain(cp_model.Domain.from_values([0, *part.lengths]), "")
        terms = [*part.amount(lambda one: one.seconds), *part.there(lambda _: frame), (minutes, -60)]
        self.cp.add(_sum(terms) <= 0)
        return minutes

    def any_of(self, groups: Iterable[Group]) -> Variable:
        """A boolean that is true when a member of one of the groups is placed; something must press it down."""
        either = self.cp.new_bool_var("")
        cliques: list[list[Group]] = []
        for group in groups:
            clique = next((some for some in cliques if all(self.apart(group, one) for one in some)), None)
            if clique is None:
                cliques.append([group])
            else:
                clique.append(group)
        for clique in cliques:
            self.cp.add_at_most_one([*(literal for group in clique for literal in group.literals), either.negated()])
        return either

    def excludes(self, literals: Iterable[Variable]) -> None:
        self.cp.add_at_most_one(literals)

    def amount(self, weight: int, most: int) -> Variable:
        """A priced amount of 0 to ``most``; rows that press it up come from the rule."""
        amount = self.cp.new_int_var(0, most, "")
        self.cost(amount, weight)
        return amount

    def require(self, wanted: Callable[[Candidate], bool]) -> None:
        """Place what is wanted; where it was dropped, nothing is feasible."""
        for options in self.options:
            for candidate, price in zip(options.candidates, options.prices, strict=True):
                if price is None and wanted(candidate):
                    self.cp.add_bool_or([])
        for candidate, literal in self._chosen:
            if wanted(candidate):
                self.cp.add(literal == 1)

    # What the solver needs.

    @property
    def objective(self) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.weighted_sum(self._cost_vars, self._cost_weights) + self._cost_offset

    def minimize(self) -> int:
        """Minimise the price, and of equal prices the sum of the lots.

        The objective is the price times the factor that comes back, which no sum of lots reaches, plus the lots. Of
        prices so high that 64 bits do not hold it, it is the price alone, and the factor 1.
        """
        lots = self._contents.lots([one.place for one in self.instance.sessions]) if self._contents else []
        scale = 1 + sum(lot for _, lot in lots)
        prices = zip(self._cost_vars, self._cost_weights, strict=True)
        highest = sum(price * self._highest(one) for one, price in prices)
        if scale * (highest + self._cost_offset) > _MOST:
            lots, scale = [], 1
        variables = [*self._cost_vars, *(literal for literal, _ in lots)]
        factors = [*(scale * price for price in self._cost_weights), *(lot for _, lot in lots)]
        self.cp.minimize(cp_model.LinearExpr.weighted_sum(variables, factors) + scale * self._cost_offset)
        return scale

    @property
    def literals(self) -> list[tuple[Candidate, Variable]]:
        """Every candidate with its boolean."""
        return self._chosen

    def plan(self, value: Callable[[Variable], bool]) -> Plan:
        placed = [one for one, literal in self._chosen if value(literal)]
        content = self._contents.fill(placed, self.instance.weeks, value) if self._contents else {}
        return Plan.of(
            filled(menu, one, content[id(one)]) if id(one) in content and menu else one
            for one, menu in ((one, self.instance.menu_at(one.start)) for one in placed)
        )

    def settle(self, value: Callable[[Variable], bool]) -> None:
        """From now on every session is filled as it is now, at the place where it is."""
        for part in self.parts():
            for _, literal in part.choices:
                self.cp.add(literal == int(value(literal)))
            for place in dict.fromkeys(kind.place for kind in part.kinds):
                terms = part.at(frozenset({place}))
                self.cp.add(_sum(terms) == sum(value(literal) for literal, _ in terms))


def _all_conflict(one: Group, other: Group, conflict: Callable[[Candidate, Candidate], bool]) -> bool:
    """Rules are monotone in time: where the first of one group and the last of another conflict, all between do."""
    pairs = [(a.first, b.last) for a, b in ((one, other), (other, one)) if precedes(a.first, b.last)]
    return all(conflict(first, last) for first, last in pairs)


def _sum(terms: Sequence[tuple[Variable, int]]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([variable for variable, _ in terms], [factor for _, factor in terms])
