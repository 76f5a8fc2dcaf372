"""Several cases at once, one in each core, in an order that does not depend on which is done first."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

S = TypeVar("S")
Work = Callable[[Any, Any], Any]
Crew = Callable[[Sequence[Any]], Iterator[Any]]
_at_work: list[tuple[Work, Any]] = []  # of a process of the pool: what it does, with what all cases share


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def crew(work: Callable[[S, Any], Any], shared: S, workers: int) -> Iterator[Crew]:
    """Does ``work(shared, case)`` for each of some cases; where no process can be started, all in this one."""
    pool = _pool(work, shared, workers) if workers > 1 else None

    def alone(cases: Sequence[Any]) -> Iterator[Any]:
        return (work(shared, case) for case in cases)

    def together(cases: Sequence[Any]) -> Iterator[Any]:
        done = 0
        try:
            for result in pool.map(_do, cases) if pool else ():
                yield result
                done += 1
        except (BrokenProcessPool, OSError):  # the machine lets no process be started, or ended one
            yield from alone(cases[done:])

    try:
        yield together if pool else alone
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def _pool(work: Work, shared: Any, workers: int) -> ProcessPoolExecutor | None:  # noqa: ANN401 - whatever is shared
    """Of copies of this process on Linux, which are there at once; elsewhere as the platform has it."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    try:
        pool = ProcessPoolExecutor(workers, context, _begin, (work, shared))
        with warnings.catch_warnings():  # of a copy made beside other threads: those here are numpy's, and idle
            warnings.simplefilter("ignore", DeprecationWarning)
            pool.submit(os.getpid)
    except (ImportError, NotImplementedError, OSError):
        return None
    return pool


def _begin(work: Work, shared: Any) -> None:  # noqa: ANN401 - whatever is shared
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word; its parent speaks
    _at_work[:] = [(work, shared)]


def _do(case: Any) -> Any:  # noqa: ANN401 - as the work takes and gives
    work, shared = _at_work[0]
    return work(shared, case)
