"""The process behind the page: ``python -m stridelift.web.clerk``, a request in, then questions in and answers out.

It keeps calendars and plan in memory. What an athlete can mend is an answer; anything else ends the process. It may be
killed at any time, and ends when its standard input does, that is, when the server dies.
"""

from __future__ import annotations

import os
import pickle
import queue
import threading
from hashlib import sha256
from typing import Any, BinaryIO

from stridelift.errors import StrideliftError
from stridelift.studio.settings import EditedError
from stridelift.studio.studio import Studio
from stridelift.web.task import LENGTH, Answered, Question, Refusal


def answer(studio: Studio, question: Question) -> Answered:
    """What the studio answers or refuses."""
    said: Any
    try:
        said = getattr(studio, question.method)(*question.arguments)
    except StrideliftError as error:
        said = Refusal(error.message, error.maybe, error.exit_code, isinstance(error, EditedError))
    mark, feed = studio.solved_from
    return Answered(said, mark, sha256(feed).hexdigest() if feed else "")


def _read(file: BinaryIO, into: queue.SimpleQueue[Any]) -> None:
    """Whatever comes, while the other thread may be planning."""
    while head := file.read(LENGTH.size):
        into.put(pickle.loads(file.read(*LENGTH.unpack(head))))  # noqa: S301 - our own server wrote it
    os._exit(0)


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between
    questions: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(os.fdopen(0, "rb", closefd=False), questions), daemon=True).start()
    studio = Studio(questions.get())
    while True:
        data = pickle.dumps(answer(studio, questions.get()))
        answers.write(LENGTH.pack(len(data)) + data)
        answers.flush()


if __name__ == "__main__":
    main()
