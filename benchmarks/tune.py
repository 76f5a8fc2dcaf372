"""How long ``tune`` takes: ``python benchmarks/tune.py`` prints a table, and exits 1 when an outcome is wrong.

Fifty values of a setting over the week of ``week.py``, against as many separate solves in the same run, each of which
reads the calendar again. Every outcome is compared with that of its separate solve. Processor time, all processes
together; the bar of three seconds on two cores is six. Times are printed and never asserted, for they depend on the
machine.
"""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
import time
from pathlib import Path

from stridelift.config import judged
from stridelift.request import Basis, Request, establish
from stridelift.situation import prepare
from stridelift.solve import Result, solve
from stridelift.tune.axis import laid
from stridelift.tune.desk import looks
from stridelift.tune.outcomes import Tuning, tune

WEEK = runpy.run_path(str(Path(__file__).with_name("week.py")))
BAR = 6.0  # seconds of processor time
CASES = (
    "freshness.weight=1..50",
    "weekly_volume.missing_set=0..196..4",
    "recovery_gap.quality_to_heavy=1..50",
    "recovery_gap.long_to_moderate=1..50",
)


def spent() -> float:
    """Seconds of processor time of this process and of those that it started and that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def separate(asked: Request, tuning: Tuning) -> list[Result]:
    """Each value by itself, from the calendar on."""
    basis = establish(asked)
    results = []
    for value in tuning.axes[0].values:
        loaded = judged(laid(basis.loaded.written, {tuning.axes[0].key: value}), path=basis.loaded.path)
        assert not isinstance(loaded, list), loaded
        situation = prepare(asked, Basis(loaded, basis.now, basis.horizon))
        results.append(solve(situation.instance, situation.rules))
    return results


def measured(asked: Request, vary: str) -> str:
    """A row of the table."""
    wall, before = time.perf_counter(), spent()
    tuning = tune(asked, [vary])
    wall, tuned = time.perf_counter() - wall, spent() - before
    before = spent()
    results = separate(asked, tuning)
    apart = spent() - before
    for one, other in zip(tuning.outcomes, results, strict=True):
        assert (one.result.status, one.result.objective) == (other.status, other.objective), vary
        assert looks(one.plan) == looks(other.plan), vary
    solved = sum(one.proof == "solved" for one in tuning.outcomes)
    plans = len(tuning.plans)
    return (
        f"| {vary} | {plans} | {solved} | {tuned:.1f} | ≤ {BAR:g} | {wall:.1f} | {apart:.1f} | {apart / tuned:.1f} × |"
    )


def main() -> int:
    print("| 50 values | plans | solved | seconds | bar | on the wall | separate solves | saved |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        asked = WEEK["request"](Path(folder), timed=True)
        tune(asked, ["freshness.weight=1,2"], workers=1)  # what is imported once
        for vary in CASES:
            try:
                print(measured(asked, vary))
            except AssertionError as error:
                print(f"{vary}: wrong: {error}", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
