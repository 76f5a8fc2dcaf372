"""A search: what it tells, and how it ends. Ctrl-C is real: each interrupted search is a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from stridelift.model.cp_sat import cp_model
from stridelift.search import Glimpse, OutOfTimeError, Pace, searched, watched

HARD = """
import os, signal, sys
from stridelift.model.cp_sat import cp_model
from stridelift.search import Pace, searched, watched

def hard(scale=1):
    "Takes hours to prove; the first plan is there at once: how near to half of each total some numbers can come."
    cp, solver = cp_model.CpModel(), cp_model.CpSolver()
    solver.parameters.num_workers = 1
    chosen = [cp.new_bool_var("") for _ in range(60)]
    off = [cp.new_int_var(0, 10**6, "") for _ in range(5)]
    for at, one in enumerate(off):
        numbers = [(7919 * (at + 3) * (n + 11) ** 3) % 9973 for n in range(60)]
        half = cp_model.LinearExpr.weighted_sum(chosen, numbers) - sum(numbers) // 2
        cp.add(half <= one)
        cp.add(half >= -one)
    cp.minimize(scale * cp_model.LinearExpr.sum(off))
    return solver, cp

def press(glimpse):
    if glimpse.price is not None:
        os.kill(os.getpid(), signal.SIGINT)
"""


def small() -> tuple[cp_model.CpSolver, cp_model.CpModel]:
    """Two of three at prices 7, 5 and 6, times ten, and a lot of one for the last: at best 11 × 10 + 1."""
    cp = cp_model.CpModel()
    chosen = [cp.new_bool_var("") for _ in range(3)]
    cp.add(cp_model.LinearExpr.sum(chosen) == 2)
    cp.minimize(cp_model.LinearExpr.weighted_sum(chosen, [70, 50, 61]))
    return cp_model.CpSolver(), cp


def test_what_is_told() -> None:
    told: list[Glimpse] = []
    solver, cp = small()
    assert watched(solver, cp, Pace(tell=told.append), scale=10) is False
    assert solver.response_proto.status == cp_model.OPTIMAL
    assert (told[-1].price, told[-1].bound, told[-1].gap) == (11, 11, 0.0)


def test_a_known_price_is_told_as_it_is() -> None:
    told: list[Glimpse] = []
    solver, cp = small()
    watched(solver, cp, Pace(tell=told.append), price=345)
    assert {(one.price, one.bound) for one in told} == {(345, 345)}


@pytest.mark.parametrize(("price", "bound", "gap"), [(200, 150, 0.25), (200, 200, 0.0), (0, 0, 0.0), (None, 3, None)])
def test_gap(price: int | None, bound: int | None, gap: float | None) -> None:
    assert Glimpse(1.0, price, bound).gap == gap


def test_the_limit_counts_from_the_beginning() -> None:
    began = time.perf_counter()
    Pace(10.0, began=began - 9).beat()
    with pytest.raises(OutOfTimeError):
        Pace(10.0, began=began - 11).beat()
    assert Pace(None, began=began - 11).left is None
    assert Pace(10.0, began=began - 11).left == 1e-6


def test_what_goes_wrong_in_the_search_is_heard() -> None:
    solver, cp = small()
    solver.parameters.num_workers = -1
    with pytest.raises(AttributeError, match="proto"):
        searched(solver, None)  # type: ignore[arg-type]
    assert searched(solver, cp) == cp_model.MODEL_INVALID


def python(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", HARD + script]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_ctrl_c_keeps_the_best_found() -> None:
    done = python(
        "solver, cp = hard()\n"
        "print(watched(solver, cp, Pace(tell=press)), solver.status_name(solver.response_proto.status))\n"
        "print(0 < solver.objective_value < 10**6, signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    )
    assert (done.stdout.split(), done.stderr) == (["True", "FEASIBLE", "True", "True"], "")


def test_where_nobody_listens_ctrl_c_goes_on() -> None:
    done = python(
        "solver, cp = hard()\n"
        "try:\n    searched(solver, cp, beat=lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "except KeyboardInterrupt:\n    print('ended', solver.response_proto.status.name)"
    )
    assert done.stdout.startswith("ended ")
    assert done.stderr == ""


def test_a_second_ctrl_c_ends_the_process() -> None:
    done = python(
        "class Deaf(cp_model.CpSolver):\n"
        "    def stop_search(self):\n        os.kill(os.getpid(), signal.SIGINT)\n"
        "solver, cp = hard()\n"
        "watched(Deaf(), cp, Pace(tell=lambda _: os.kill(os.getpid(), signal.SIGINT)))\n"
        "print('went on')"
    )
    assert (done.returncode, done.stdout) == (-signal.SIGINT, "")
