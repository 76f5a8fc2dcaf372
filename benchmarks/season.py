"""How long seasons take, beside other solvers: ``python benchmarks/season.py`` prints tables, ``--full`` all of it.

Every season of the family is built once and given to each solver: the same candidates, one worker, the same limit.
Exits 1 where two that prove an optimum disagree, where the rules alone find another price, or where an optimum is not
that of ``season.tsv`` (``--pin`` writes it anew). Seconds are processor time; they are printed beside their bars and
never asserted, for they depend on the machine. Tables and charts go to ``benchmarks/out`` too.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from math import log
from multiprocessing import get_context
from pathlib import Path
from statistics import linear_regression, median

from rivals import EXACT, Answer, first_fit
from season_chart import chart
from seasons import Season, family
from stridelift.domain import Plan, Violation
from stridelift.solve import build, solve, violations

HERE = Path(__file__).parent
PINNED, OUT = HERE / "season.tsv", HERE / "out"
SOON = 1.0  # seconds after which quality is looked at
GROWTH, MEMORY = 1.3, 400  # exponent of weeks, MB
QUICK, FULL = 15.0, 60.0  # seconds that each solver gets
CONTENT = {16: (30, 0.01), 52: (120, 0.02)}  # weeks: seconds, gap
FIELDS = ("season", "candidates", "optimum", "build", *EXACT, "soon", "whole")


@dataclass
class Row:
    """What was measured of a season. ``soon``: how far above the optimum each was after a second, as a share."""

    season: Season
    optimum: int
    candidates: int
    build: float
    answers: dict[str, Answer]
    soon: dict[str, float | None]
    whole: float = 0.0  # seconds of build, solve and tie-break
    unique: bool = True
    lines: list[str] = field(default_factory=list)


def measured(season: Season, limit: float, tired: set[tuple[object, ...]]) -> Row:
    """``tired`` has who ran out of time on a shorter season of the kind: it is not asked again."""
    instance, rules = season.problem()
    began = time.process_time()
    model = build(instance, rules)
    built = time.process_time() - began
    answers, soon = {}, {}
    for name, solver in EXACT.items():
        who = (name, season.calendar, season.timed)
        if who in tired:
            continue
        answers[name] = answer = solver(model, limit)
        if not answer.proven:
            tired.add(who)
        early = answer if answer.proven and answer.seconds <= SOON else solver(model, SOON)
        soon[name] = early.objective
    proven = {name: one.objective for name, one in answers.items() if one.proven}
    assert "this" in proven, f"{season}: not proven in {limit} s"
    assert len(set(proven.values())) == 1, f"{season}: {proven}"
    optimum = int(proven["this"] or 0)
    began = time.process_time()
    result = solve(instance, rules)
    whole = time.process_time() - began
    found = list(violations(instance, rules, result.plan or Plan()))
    assert not any(one.hard for one in found), f"{season}: {found}"
    assert result.objective == optimum == sum(one.penalty for one in found), f"{season}: {result.objective}"
    above = {name: None if one is None else one / optimum - 1 if optimum else 0.0 for name, one in soon.items()}
    hand = list(violations(instance, rules, first_fit(instance, rules, model)))
    lines = [_worth(season, found, hand)] if not any(one.hard for one in hand) else []
    return Row(season, optimum, len(model.literals), built, answers, above, whole, result.unique, lines)


def _worth(season: Season, best: Sequence[Violation], hand: Sequence[Violation]) -> str:
    cells = []
    for found in (best, hand):
        missed = sum(one.amount for one in found if one.constraint == "weekly_volume" and one.unit == "sessions")
        fresh = sum(one.amount for one in found if one.constraint == "freshness") / 60
        cells += [f"{missed}", f"{fresh:.0f}", f"{sum(one.penalty for one in found)}"]
    return f"| {season} | {' | '.join(cells)} |"


# Tables.


def head(*names: str) -> str:
    return f"| {' | '.join(names)} |\n{'|---' * len(names)}|"


def times(row: Row) -> str:
    """A row: seconds to proof; in brackets what was found, above the optimum, where nothing was proven."""
    cells = [str(row.season), f"{row.candidates:,}", f"{row.optimum:,}", f"{row.build:.2f}"]
    for name in EXACT:
        one = row.answers.get(name)
        cells.append(
            "–"
            if one is None
            else f"{one.seconds:.2f}"
            if one.proven
            else f"({one.seconds:.0f}: {_above(one.objective, row.optimum)})"
        )
    cells.append(", ".join(_share(one) for one in row.soon.values()))
    return f"| {' | '.join([*cells, f'{row.whole:.2f}' + ('' if row.unique else ' (ties left)')])} |"


def _above(objective: float | None, optimum: int) -> str:
    return _share(None if objective is None else objective / optimum - 1 if optimum else 0.0)


def _share(above: float | None) -> str:
    return "none" if above is None else f"+{above:.1%}" if above else "best"


def growth(rows: Iterable[Row]) -> list[str]:
    """Exponent of weeks in a log-log fit from four weeks on."""
    lines = []
    for timed in (True, False):
        some = [row for row in rows if row.season.weeks >= 4 and row.season.timed is timed]
        points = [(log(row.season.weeks), log(row.build + row.answers["this"].seconds)) for row in some]
        if len({weeks for weeks, _ in points}) > 1:
            slope, runs = linear_regression(*zip(*points, strict=True)).slope, "timed" if timed else "untimed"
            lines.append(f"Build and proof grow like weeks^{slope:.2f} where runs are {runs} (bar {GROWTH})")
    return lines


def margins(rows: Sequence[Row]) -> list[str]:
    """How many times as long the better of HiGHS and SCIP takes, by weeks; who gives up counts as long as it got."""
    lines = []
    for weeks in sorted({row.season.weeks for row in rows}):
        ratios = []
        for row in rows:
            rivals = [row.answers[name].seconds for name in ("HiGHS", "SCIP") if name in row.answers]
            if row.season.weeks == weeks and rivals:
                ratios.append(min(rivals) / row.answers["this"].seconds)
        if ratios:
            spread = f"{min(ratios):.1f} × (worst), {median(ratios):.1f} × (median)"
            lines.append(f"{weeks} weeks: the better of HiGHS and SCIP takes {spread}")
    return lines


def drawn(rows: Sequence[Row]) -> str:
    series = {}
    for name in EXACT:
        points = []
        for weeks in sorted({row.season.weeks for row in rows}):
            some = [row.answers.get(name) for row in rows if row.season.weeks == weeks]
            if all(one and one.proven for one in some):
                points.append((weeks, max(median(one.seconds for one in some if one), 1e-3)))
        series[name] = points
    return chart("Time to proof of a season", series)


# With content, and memory.


def filled(season: Season) -> str:
    seconds, bar = CONTENT[season.weeks]
    instance, rules = season.problem()
    began = time.process_time()
    result = solve(instance, rules, time_limit=seconds)
    spent = time.process_time() - began
    assert result.plan, season
    gap = result.gap or 0.0
    return f"| {season} | {result.status} | {result.objective:,} | {gap:.2%} | ≤ {bar:.0%} | {spent:.1f} |"


def peak(season: Season) -> float:
    """MB at the highest, of a process that does nothing else."""
    instance, rules = season.problem()
    solve(instance, rules, time_limit=CONTENT[season.weeks][0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(seasons: Iterable[Season]) -> list[str]:
    lines = []
    for season in seasons:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            lines.append(f"{season}: {pool.submit(peak, season).result():.0f} MB (bar {MEMORY})")
    return lines


def pinned() -> dict[str, int]:
    lines = PINNED.read_text(encoding="utf-8").splitlines() if PINNED.exists() else []
    return {name: int(optimum) for name, optimum in (line.split("\t") for line in lines)}


def run(
    seasons: Iterable[Season], limit: float, filling: Iterable[Season], heavy: Iterable[Season], *, pin: bool
) -> None:
    known, rows = pinned(), []
    tired: set[tuple[object, ...]] = set()
    lines: list[str] = []

    def say(*more: str) -> None:
        lines.extend(more)
        print(*more, sep="\n", flush=True)

    say(head("season", "candidates", "optimum", "build", *EXACT, f"after {SOON:g} s", "whole"))
    for season in seasons:
        row = measured(season, limit, tired)
        rows.append(row)
        say(times(row))
        before = row.optimum if pin else known.get(str(season), row.optimum)
        assert before == row.optimum, f"{season}: {row.optimum}, not {before}"
        known[str(season)] = row.optimum
    say("", *margins(rows), "", *growth(rows), "")
    say(head("season", "missed", "hours short of rest", "price", "missed by hand", "hours by hand", "price by hand"))
    say(*(line for row in rows for line in row.lines), "")
    say(head("with content", "status", "price", "gap", "bar", "seconds"), *map(filled, filling), "")
    say(*memory(heavy))
    if pin:
        PINNED.write_text("".join(f"{name}\t{one}\n" for name, one in known.items()), encoding="utf-8")
    OUT.mkdir(exist_ok=True)
    (OUT / "season.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (OUT / "season.svg").write_text(drawn(rows), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    full = "--full" in arguments
    quick = [*family(range(1), (1, 4)), Season(12), Season(12, timed=False), Season(26), Season(52)]
    seasons = list(family(range(3))) if full else quick
    filling = (
        [Season(weeks, calendar, content=True) for weeks in CONTENT for calendar in ("light", "busy")]
        if full
        else [Season(16, content=True)]
    )
    heavy = [Season(52), Season(52, timed=False), Season(52, content=True)] if full else [Season(52)]
    try:
        run(seasons, FULL if full else QUICK, filling, heavy, pin="--pin" in arguments)
    except AssertionError as error:
        print(f"wrong: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
