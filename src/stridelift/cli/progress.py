"""What a long solve shows while it lasts, and says when it was cut short."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stridelift.errors import NoPlanError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from stridelift.planner import Outcome
    from stridelift.search import Glimpse, Tell

_SOON = 1.0  # seconds: what is done by then shows nothing


@contextmanager
def watching() -> Iterator[Tell]:
    """A line on standard error while it is a terminal, with a bar that is full when the plan is proven."""
    line = _Line()
    try:
        yield line.tell
    finally:
        line.end()


def interruption(outcome: Outcome) -> Iterator[str]:
    """What is worth saying of a plan that was found before Ctrl-C."""
    result = outcome.result
    if not result.interrupted or result.objective is None or result.bound is None:
        return
    after = f"interrupted after {result.seconds + result.tie_break_seconds:.0f} s"
    if result.objective == result.bound:
        yield f"{after}: no plan is better than this one, but another may be as good"
    else:
        yield f"{after}: this is the best plan found, at most {result.objective - result.bound:,} dearer than the best"


def no_plan(outcome: Outcome, time_limit: float) -> NoPlanError:
    if outcome.result.interrupted:
        return interrupted()
    return NoPlanError(f"no plan was found within {time_limit:g} seconds.", "give it longer with --time-limit.")


def interrupted() -> NoPlanError:
    return NoPlanError("interrupted before a plan was found and written.")


class _Line:
    def __init__(self) -> None:
        self._shown: tuple[Progress, TaskID] | None = None

    def tell(self, glimpse: Glimpse) -> None:
        if glimpse.seconds < _SOON:
            return
        progress, task = self._shown = self._shown or _begun()
        full = 0.0 if glimpse.gap is None else 1 - glimpse.gap
        progress.update(task, description=words(glimpse), completed=max(0.0, full), refresh=True)

    def end(self) -> None:
        if self._shown:
            self._shown[0].stop()


def words(glimpse: Glimpse) -> str:
    """``Solving 12 s: price 1,240, at best 1,100 (gap 11.3%)``."""
    found = "no plan yet" if glimpse.price is None else f"price {glimpse.price:,}"
    bound = "" if glimpse.bound is None else f", at best {glimpse.bound:,}"
    gap = "" if glimpse.gap is None else f" (gap {glimpse.gap:.1%})"
    return f"Solving {glimpse.seconds:.0f} s: {found}{bound}{gap}"


def _begun() -> tuple[Progress, TaskID]:
    """No thread draws it: it moves when it is told."""
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415 - likewise

    console = Console(stderr=True)
    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"))
    progress = Progress(*columns, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal)
    progress.start()
    console.show_cursor()  # a second Ctrl-C would leave it hidden
    return progress, progress.add_task("", total=1.0)
