"""Keeps the feeds current: solves in a process of its own, again and again, and keeps the last good ones."""

from __future__ import annotations

import asyncio
import pickle
import random
import sys
from contextlib import suppress
from datetime import datetime

from stridelift.errors import InternalError, StrideliftError
from stridelift.request import Request
from stridelift.web.feeds import RUNS, STRENGTH, Feeds
from stridelift.web.process import LONGEST, end, spawn
from stridelift.web.seen import printable
from stridelift.web.task import Answer, Failure, Task

_FIRST_RETRY = 60.0  # seconds after a failure; twice as long after each further one
_JITTER = 0.1  # so that many servers do not ask one calendar at the same second


class RefreshError(StrideliftError):
    """There is no new plan; the last good one stays."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.exit_code = failure.exit_code


class Refresher:
    """Refreshes ``feeds`` every so many ``seconds``, and when it is ``wanted``.

    ``alone`` is held by whoever works on the feeds: this, or the desk behind the page.
    """

    def __init__(self, request: Request, feeds: Feeds, seconds: float, alone: asyncio.Lock) -> None:
        self._request = request.but(output=feeds.path(STRENGTH), runs_output=feeds.path(RUNS))
        self._feeds = feeds
        self._seconds = seconds
        self._alone = alone
        self._failures = 0
        self._warned: tuple[str, ...] = ()
        self.wanted = asyncio.Event()

    async def first(self) -> None:
        """The refresh at the start.

        Raises:
            StrideliftError: it failed, and there is no feed from before.
        """
        if not await self._attempt(fatal=self._feeds.current(STRENGTH) is None):
            self._feeds.renew_busy()

    async def forever(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wanted.wait(), self._pause())
            self.wanted.clear()
            await self._attempt()

    def _pause(self) -> float:
        """Seconds until the next refresh."""
        usual = self._seconds
        if self._failures:
            usual = min(usual, _FIRST_RETRY * 2.0 ** min(self._failures - 1, 20))
        return usual * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret

    async def _attempt(self, *, fatal: bool = False) -> bool:
        try:
            async with self._alone:
                await self._refresh()
        except StrideliftError as error:
            if fatal:
                raise
            self._failures += 1
            log(f"not refreshed, the last good feed stays: {error}")
            return False
        self._failures = 0
        return True

    async def _refresh(self) -> None:
        before = self._feeds.digest(STRENGTH)
        answer = await _ask(Task(self._request, self._feeds.solved_from))
        for warning in answer.warnings:
            if warning not in self._warned:
                log(f"warning: {warning}")
        self._warned = answer.warnings
        if answer.sessions is None:
            self._feeds.renew_busy()
            log("unchanged")
            return
        self._feeds.solved(answer.solved_from)
        same = before == self._feeds.digest(STRENGTH)
        log(f"solved again, {'the same' if same else 'a new'} plan of {answer.sessions} sessions")


async def _ask(task: Task) -> Answer:
    """The answer of a process to this task; it is killed, with what it started, when nobody waits any more."""
    process, standard_input, output = await spawn("stridelift.web.worker")
    try:
        standard_input.write(pickle.dumps(task))
        async with asyncio.timeout(LONGEST):
            data = await output.read()
            await process.wait()
    except TimeoutError:
        raise InternalError(f"reading and solving took longer than {LONGEST:g} seconds.") from None
    finally:
        await end(process)
    if not data or process.returncode:
        raise InternalError(f"the process that solves ended with {process.returncode}.")
    answer: Answer | Failure = pickle.loads(data)  # noqa: S301 - our own worker wrote it
    if isinstance(answer, Failure):
        raise RefreshError(answer)
    return answer


def log(text: str) -> None:
    """A line to standard error, with the time."""
    for line in text.splitlines():
        print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {printable(line)}", file=sys.stderr, flush=True)  # noqa: T201 - the log
