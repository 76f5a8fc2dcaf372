"""The process that reads the sources and solves: ``python -m stridelift.web.worker``, a task in, an answer out.

A process of its own, for a solve must neither slow the answers of the server, nor keep its memory, nor outlive it. It
may be killed at any time. It ends when its standard input does, that is, when the server dies.
"""

from __future__ import annotations

import os
import pickle
import threading

from stridelift import planner
from stridelift.errors import NoPlanError, StrideliftError
from stridelift.fingerprint import fingerprint
from stridelift.request import establish
from stridelift.situation import prepare
from stridelift.web.task import Answer, Failure, Task

_INFEASIBLE = 3


def work(task: Task) -> Answer | Failure:
    """Read, and solve if anything changed."""
    try:
        request = task.request
        situation = prepare(request, establish(request))
        mark = fingerprint(situation)
        if mark == task.solved_from:
            return Answer(mark, None, situation.warnings)
        outcome = planner.plan(request, situation)
        if outcome.conflict:
            rules = ", ".join(dict.fromkeys(one.constraint for one in outcome.conflict))
            return Failure(f"nothing fits; in conflict: {rules}.", _INFEASIBLE)
        if outcome.data is None:
            raise NoPlanError(f"no plan was found within {request.time_limit or 0:g} seconds.")
        return Answer(mark, len(outcome.entries), situation.warnings)
    except StrideliftError as error:
        return Failure(str(error), error.exit_code)


def _end_with(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os._exit(1)


def main() -> None:
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not get between
    try:
        task = pickle.load(os.fdopen(0, "rb", closefd=False))  # noqa: S301 - our own server wrote it
    except EOFError:  # it died
        return
    threading.Thread(target=_end_with, args=(0,), daemon=True).start()
    with os.fdopen(answers, "wb") as file:
        pickle.dump(work(task), file)


if __name__ == "__main__":
    main()
