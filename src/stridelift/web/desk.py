"""The athlete's desk: a process that keeps a studio warm (see :mod:`clerk`), asked one thing at a time.

The page never plans in the server's process. The other one is there from the first question to the fifteenth minute
without any. When it dies, that is an error of one question, and the next one starts another.
"""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

from stridelift.errors import InternalError, OutputError, StrideliftError
from stridelift.request import Request
from stridelift.web.feeds import RUNS, STRENGTH, Feeds
from stridelift.web.process import LONGEST, end, spawn
from stridelift.web.refresh import log
from stridelift.web.task import LENGTH, Answered, Question, Refusal

_IDLE = 15 * 60.0  # seconds without a question after which the process ends


class RefusedError(StrideliftError):
    """The studio did not do what it was asked; ``edited`` where somebody else changed something meanwhile."""

    def __init__(self, said: Refusal) -> None:
        super().__init__(said.message, said.maybe)
        self.exit_code = said.exit_code
        self.edited = said.edited


class Desk:
    """Asks the process. ``alone`` is held by whoever works on the feeds: this, or the refresher."""

    def __init__(self, request: Request, feeds: Feeds, alone: asyncio.Lock, idle: float = _IDLE) -> None:
        self._request = request.but(output=feeds.path(STRENGTH), runs_output=feeds.path(RUNS))
        self._feeds = feeds
        self._alone = alone
        self._idle = idle
        self._there: tuple[asyncio.subprocess.Process, asyncio.StreamWriter, asyncio.StreamReader] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """Of the process, where there is one."""
        return self._there[0].pid if self._there else None

    async def warm(self) -> None:
        """Have the process there, for a question is about to come."""
        async with self._alone:
            await self._ready()
            self._wait()

    async def ask(self, method: str, *arguments: Any) -> Any:  # noqa: ANN401 - as the method takes and gives
        """What the studio's method answers.

        Raises:
            RefusedError: it raised an error that an athlete can mend.
            InternalError: the process died, or thought for too long.
        """
        async with self._alone:
            before, answered = self._feeds.digest(STRENGTH), None
            try:
                answered = await self._exchange(Question(method, arguments))
            finally:
                self._follow(before, answered)
                self._wait()
        if isinstance(answered.answer, Refusal):
            raise RefusedError(answered.answer)
        return answered.answer

    async def close(self) -> None:
        """End the process."""
        if self._timer is not None:
            self._timer.cancel()
        there, self._there = self._there, None
        if there is not None:
            there[1].close()
            await end(there[0])

    async def _exchange(self, question: Question) -> Answered:
        try:
            standard_input, output = await self._ready()
            async with asyncio.timeout(LONGEST):
                _send(standard_input, question)
                await standard_input.drain()
                (length,) = LENGTH.unpack(await output.readexactly(LENGTH.size))
                answered: Answered = pickle.loads(await output.readexactly(length))  # noqa: S301 - our own process
        except TimeoutError:
            await self.close()
            raise InternalError(f"{question.method} took longer than {LONGEST:g} seconds.") from None
        except (EOFError, ConnectionError):
            await self.close()
            raise InternalError(
                "the process behind the page ended.", "try again; if it does so again, report it."
            ) from None
        except BaseException:  # nobody waits for the answer any more, and the next one must not be taken for it
            await self.close()
            raise
        return answered

    async def _ready(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        if self._timer is not None:
            self._timer.cancel()
        if self._there is not None and self._there[0].returncode is not None:
            await self.close()
        if self._there is None:
            self._there = await spawn("stridelift.web.clerk")
            _send(self._there[1], self._request)
        return self._there[1:]

    def _wait(self) -> None:
        """For the next question, and then no longer."""
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._idle, self._leave)

    def _leave(self) -> None:
        if self._there is not None and not self._alone.locked():
            self._there[1].close()  # it ends when its standard input does
            self._there = None

    def _follow(self, before: str, answered: Answered | None) -> None:
        """The server learns what was written, so that the next refresh need not plan the same again."""
        now = self._feeds.digest(STRENGTH)
        try:
            if answered is not None and answered.solved_from and answered.digest == now:
                if self._feeds.solved_from != answered.solved_from:
                    self._feeds.solved(answered.solved_from)
            elif now != before:
                self._feeds.renew_busy()
        except OutputError as error:
            log(str(error))


def _send(to: asyncio.StreamWriter, what: object) -> None:
    data = pickle.dumps(what)
    to.write(LENGTH.pack(len(data)) + data)
