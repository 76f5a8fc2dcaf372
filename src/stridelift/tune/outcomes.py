"""Outcomes over the values of one or several settings, each as a separate solve would have it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

from stridelift.config import Loaded, judged
from stridelift.domain import Plan
from stridelift.errors import ConfigError
from stridelift.mistakes import refusal
from stridelift.request import Request, establish
from stridelift.situation import Situation, gather, understand
from stridelift.solve import Status
from stridelift.tune.axis import MOST, Axis, axis_of, laid
from stridelift.tune.crew import Crew, cores, crew
from stridelift.tune.desk import Desk, Solved, looks
from stridelift.tune.laws import Law, between, law_of, obeys

Tell = Callable[[int, int], None]  # how many cases are known, of how many


@dataclass(frozen=True)
class Tuning:
    """Outcomes in the order of ``cases``: each has one value, by position, of each axis; ``now`` is as it is."""

    situation: Situation
    axes: tuple[Axis, ...]
    cases: tuple[tuple[int, ...], ...]
    outcomes: tuple[Solved, ...]
    now: Solved
    now_at: int | None

    @property
    def plans(self) -> list[tuple[Plan | None, list[int]]]:
        """The plans that differ, in order of appearance, each with its cases; None is no plan."""
        found: dict[object, tuple[Plan | None, list[int]]] = {}
        for case, one in enumerate(self.outcomes):
            found.setdefault(looks(one.plan), (one.plan, []))[1].append(case)
        return list(found.values())


@dataclass(frozen=True)
class _Line:
    """Cases that differ in one setting which obeys a law, in order of its value."""

    law: Law
    cases: Sequence[int]
    values: Sequence[float]


def tune(request: Request, vary: Sequence[str], *, workers: int | None = None, tell: Tell | None = None) -> Tuning:
    """Read once, and find the plan of each combination of values.

    Raises:
        ConfigError: a key or value cannot be, or there are too many combinations.
    """
    basis = establish(request)
    axes = tuple(axis_of(one, basis.loaded.path, basis.loaded.written) for one in vary)
    count = prod(len(one.values) for one in axes)
    if count > MOST:
        raise ConfigError(f"--vary asks for {count} combinations; {MOST} are the most.", "name fewer values.")
    cases = tuple(product(*(range(len(one.values)) for one in axes)))
    configs = [_config(basis.loaded, axes, case) for case in cases]
    now_at = next((at for at, one in enumerate(configs) if one.config == basis.config), None)
    material = gather(request, basis)
    present = understand(basis, material)
    laws = [law_of(axis.key, basis.config) for axis in axes]
    shares = [_shared(axes, case, laws) for case in cases]
    desk = Desk(present, material, (*configs, basis.loaded), (*shares, True), request.time_limit)
    wanted = range(len(cases) + (now_at is None))
    with crew(Desk.solve, desk, min(workers or cores(), len(wanted))) as work:
        known = _known(desk, _lines(axes, cases, laws, shares), work, tell or (lambda _, __: None), wanted)
    now = known[len(cases) if now_at is None else now_at]
    return Tuning(present, axes, cases, tuple(known[at] for at in range(len(cases))), now, now_at)


def _config(loaded: Loaded, axes: Sequence[Axis], case: Sequence[int]) -> Loaded:
    """The settings of a case; values that are right alone may be wrong together."""
    changes = {axis.key: axis.values[at] for axis, at in zip(axes, case, strict=True)}
    judgement = judged(laid(loaded.written, copy.deepcopy(changes)), path=loaded.path)
    if not isinstance(judgement, Loaded):
        raise refusal(loaded.path, "", judgement)
    return judgement


def _shared(axes: Sequence[Axis], case: Sequence[int], laws: Sequence[Law | None]) -> bool:
    """Whether a case has the present instance: no setting of it decides anything but prices and gaps."""
    settings = zip(axes, case, laws, strict=True)
    return all(law is not None and obeys(law, axis.values[at]) for axis, at, law in settings)


def _lines(
    axes: Sequence[Axis], cases: Sequence[tuple[int, ...]], laws: Sequence[Law | None], shares: Sequence[bool]
) -> list[_Line]:
    """The cases that share the instance, along the longest axis that obeys a law."""
    lawful = [(len(axis.values), -at, law) for at, (axis, law) in enumerate(zip(axes, laws, strict=True)) if law]
    if not lawful:
        return []
    _, negative, law = max(lawful, key=lambda one: one[:2])
    along = -negative
    by_rest: dict[tuple[int, ...], list[int]] = {}
    for index, case in enumerate(cases):
        if shares[index]:
            by_rest.setdefault((*case[:along], *case[along + 1 :]), []).append(index)
    lines = []
    for members in by_rest.values():
        rising = sorted(members, key=lambda index: axes[along].values[cases[index][along]])
        lines.append(_Line(law, rising, [axes[along].values[cases[index][along]] for index in rising]))
    return lines


def _known(desk: Desk, lines: Sequence[_Line], work: Crew, tell: Tell, wanted: Sequence[int]) -> dict[int, Solved]:
    """All cases: in rounds, what is solved at once and then what follows from it."""
    known: dict[int, Solved] = {}
    ends = {index for line in lines for index in (line.cases[0], line.cases[-1])}
    lined = {index for line in lines for index in line.cases}
    round_ = [index for index in wanted if index not in lined or index in ends]
    while round_:
        for index, solved in zip(round_, work(round_), strict=True):
            known[index] = solved
            tell(len(known), len(wanted))
        round_ = sorted({index for line in lines for index in _drawn(desk, line, known)})
        tell(len(known), len(wanted))
    return known


def _drawn(desk: Desk, line: _Line, known: dict[int, Solved]) -> list[int]:
    """Takes what follows for known, and says what of a line to solve next."""

    def price(at: int, there: int) -> float:
        return desk.price(known[line.cases[at]], line.cases[there])

    wanted: list[int] = []
    have = [at for at, index in enumerate(line.cases) if index in known]
    for ends in pairwise(have):
        if ends[1] - ends[0] == 1:
            continue
        if _proves(line, known, ends):
            follows, after = between(line.law, line.values, ends, price)
        else:
            follows, after = {}, list(range(ends[0] + 1, ends[1]))
        for at, source in follows.items():
            known[line.cases[at]] = desk.following(known[line.cases[source]], line.cases[at])
        wanted += [line.cases[at] for at in after]
    return wanted


def _proves(line: _Line, known: Mapping[int, Solved], ends: tuple[int, int]) -> bool:
    """Whether the laws hold between two positions: both optima are proven, and the first of their price."""
    results = [known[line.cases[at]].result for at in ends]
    impossible = [one.status is Status.INFEASIBLE for one in results]
    return all(one.unique or none for one, none in zip(results, impossible, strict=True))
