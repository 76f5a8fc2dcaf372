"""A search of CP-SAT that tells how far it is, and that Ctrl-C reaches.

CP-SAT searches in a thread of its own while the main thread waits, and so hears Ctrl-C at once. CP-SAT's own handler is
off: it would end the search and say nothing of it.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from functools import partial

from stridelift.model import Model
from stridelift.model.cp_sat import cp_model

_BEAT = 0.2  # seconds


class OutOfTimeError(Exception):
    """The limit was over before the search began."""


@dataclass(frozen=True)
class Glimpse:
    """How far a solve is after so many seconds: the price of the best plan found, and the least any can have."""

    seconds: float
    price: int | None = None
    bound: int | None = None

    @property
    def gap(self) -> float | None:
        """(price − bound) / price, 0 when proven."""
        return None if self.price is None or self.bound is None else gap(self.price, self.bound)


Tell = Callable[[Glimpse], None]


def gap(price: int, bound: int) -> float:
    return (price - bound) / price if price else 0.0


@dataclass
class Pace:
    """How long a solve may take, in seconds from now, and who is told how far it is."""

    limit: float | None = None
    tell: Tell | None = None
    began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    @property
    def left(self) -> float | None:
        return None if self.limit is None else max(self.limit - self.seconds, 1e-6)

    def beat(self) -> None:
        """Now and then while the model is made.

        Raises:
            OutOfTimeError: the limit is over.
        """
        self.say()
        if self.limit is not None and self.seconds > self.limit:
            raise OutOfTimeError

    def say(self, price: int | None = None, bound: int | None = None) -> None:
        if self.tell:
            self.tell(Glimpse(self.seconds, price, bound))


class _Watch(cp_model.CpSolverSolutionCallback):
    """The last that CP-SAT told of an objective that is ``scale`` times the price and less than ``scale`` more."""

    def __init__(self, pace: Pace, scale: int) -> None:
        super().__init__()
        self._pace, self._scale = pace, scale
        self._price: int | None = None
        self._bound: int | None = None

    def on_solution_callback(self) -> None:
        self._price = round(self.objective_value) // self._scale

    def on_bound(self, bound: float) -> None:
        self._bound = round(bound) // self._scale

    def beat(self) -> None:
        self._pace.say(self._price, self._bound)


def watched(
    solver: cp_model.CpSolver, cp: cp_model.CpModel, pace: Pace, *, scale: int = 1, price: int | None = None
) -> bool:
    """Search, and tell; whether Ctrl-C ended it: then the solver has the best that was found until then.

    ``scale`` is that of the objective; without one, the ``price`` is known, and something else is sought.

    Raises:
        KeyboardInterrupt: Ctrl-C, where nobody is told anything.
    """
    watch = None
    if pace.tell and price is None:
        watch = _Watch(pace, scale)
        solver.best_bound_callback = watch.on_bound
    else:  # at once, for the search may end before the first beat
        pace.say(price, price)
    try:
        searched(solver, cp, watch, watch.beat if watch else partial(pace.say, price, price))
    except KeyboardInterrupt:
        if pace.tell is None:
            raise
        return True
    return False


def searched(
    solver: cp_model.CpSolver,
    cp: cp_model.CpModel,
    callback: cp_model.CpSolverSolutionCallback | None = None,
    beat: Callable[[], None] = lambda: None,
) -> cp_model.CpSolverStatus:
    """Search to the end, with a beat now and then.

    Raises:
        KeyboardInterrupt: Ctrl-C. By then the search has ended. A second one meanwhile ends the process at once.
    """
    solver.parameters.catch_sigint_signal = False
    done: Future[cp_model.CpSolverStatus] = Future()
    thread = threading.Thread(target=_search, args=(solver, cp, callback, done), daemon=True)
    try:
        thread.start()
        while not done.done():
            wait([done], _BEAT)
            beat()
    except BaseException:
        _stop(solver, done)
        raise
    return done.result()


def _search(
    solver: cp_model.CpSolver,
    cp: cp_model.CpModel,
    callback: cp_model.CpSolverSolutionCallback | None,
    done: Future[cp_model.CpSolverStatus],
) -> None:
    try:
        done.set_result(solver.solve(cp, callback))
    except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
        done.set_exception(error)


def _stop(solver: cp_model.CpSolver, done: Future[cp_model.CpSolverStatus]) -> None:
    """Again and again, for a search that has not begun is not stopped."""
    ours = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_DFL) if ours else None
    while not done.done():
        solver.stop_search()
        wait([done], _BEAT)
    if ours:
        signal.signal(signal.SIGINT, before)


def solver_for(time_limit: float | None, model: Model | None = None) -> cp_model.CpSolver:
    """One worker, the full linear relaxation, and a search that follows it: its bound is nearly the optimum.

    Several workers are slower on this form, not faster; probing and the simplifying of clauses find nothing in it, and
    its cliques are as large as they can be.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.search_branching = cp_model.LP_SEARCH
    solver.parameters.use_sat_inprocessing = False
    solver.parameters.merge_at_most_one_work_limit = 0
    if model and not model.parts():  # presolve makes clauses of rows between placings, which loosens the relaxation
        solver.parameters.cp_model_presolve = False
        solver.parameters.add_lp_constraints_lazily = not model.instance.runs  # nearly every row of theirs is needed
        solver.parameters.new_constraints_batch_size = 200
    if time_limit is not None:
        solver.parameters.max_time_in_seconds = time_limit
    return solver
