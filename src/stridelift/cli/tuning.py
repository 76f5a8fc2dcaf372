"""``tune``: what becomes of the plan when a setting is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stridelift.cli.options import (
    TIME_LIMIT,
    AllowPrivate,
    Busy,
    ConfigFile,
    First,
    Json,
    Now,
    Sources,
    TimeLimit,
    WeekLabel,
    Weeks,
    request,
    save,
    warn,
)
from stridelift.cli.solving import INFEASIBLE
from stridelift.errors import ConfigError

if TYPE_CHECKING:
    from stridelift.request import Request

_AXES = 2
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="KEY=VALUES",
        help="A setting of the config and its values: 1..10, 12..36..6 in steps, or 12,18,24. "
        "Given twice, each combination is tried.",
    ),
]
Pareto = Annotated[
    str | None,
    typer.Option(
        "--pareto",
        metavar="RULE,RULE",
        help="Instead, the trade-off between two rules: how little the one can cost for each price of the other.",
    ),
]
Previous = Annotated[Path | None, typer.Option("--previous", help="The calendar of sessions published before.")]
Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw it as a picture, too.")]


def tune(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: Sources = None,
    vary: Vary = None,
    pareto: Pareto = None,
    busy: Busy = None,
    config: ConfigFile = None,
    week: WeekLabel = None,
    first: First = None,
    weeks: Weeks = None,
    previous: Previous = None,
    svg: Svg = None,
    time_limit: TimeLimit = TIME_LIMIT,
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show what moves, what is missing and what it costs over the values of a setting; no calendar is written.

    A setting goes by its key in the config, such as sessions.heavy.per_week or constraints.freshness.weight; the
    constraints. in front may be left out. The limit of time is that of each solve.
    """
    if bool(vary) == bool(pareto):
        raise ConfigError("tune takes either --vary or --pareto.", "write --vary freshness.weight=1..10.")
    if vary and len(vary) > _AXES:
        raise ConfigError(f"--vary is given {len(vary)} times; {_AXES} are the most.", "leave one of them out.")
    asked = request(sources, busy, config, week, first, weeks, now)
    asked = asked.but(previous=previous, time_limit=time_limit, allow_private=allow_private)
    text, picture, fits = _front(asked, pareto, as_json=as_json) if pareto else _outcomes(asked, vary, as_json=as_json)
    if text:
        typer.echo(text)
    if svg is not None:
        save(svg, picture())
    if not fits:
        raise typer.Exit(INFEASIBLE)


_Shown = tuple[str, Callable[[], str], bool]  # what is still to be printed, the picture, whether anything fits


def _outcomes(asked: Request, vary: list[str] | None, *, as_json: bool) -> _Shown:
    from stridelift.report.tuning import show_tuning  # noqa: PLC0415 - slow to import
    from stridelift.report.tuning_plot import tuning_svg  # noqa: PLC0415 - likewise
    from stridelift.report.tuning_record import tuning_json  # noqa: PLC0415 - likewise
    from stridelift.tune.outcomes import tune as tuned  # noqa: PLC0415 - likewise

    with _bar() as tell:
        tuning = tuned(asked, vary or (), tell=tell)
    warn(tuning.situation.warnings)
    if not as_json:
        show_tuning(tuning)
    fits = any(one.plan for one in tuning.outcomes)
    return tuning_json(tuning) if as_json else "", lambda: tuning_svg(tuning), fits


def _front(asked: Request, pareto: str, *, as_json: bool) -> _Shown:
    from stridelift.report.tuning import show_front  # noqa: PLC0415 - slow to import
    from stridelift.report.tuning_plot import front_svg  # noqa: PLC0415 - likewise
    from stridelift.report.tuning_record import front_json  # noqa: PLC0415 - likewise
    from stridelift.tune.front import front as traded  # noqa: PLC0415 - likewise

    with _bar() as tell:
        front = traded(asked, [one.strip() for one in pareto.split(",")], tell=tell)
    warn(front.situation.warnings)
    if not as_json:
        show_front(front)
    return front_json(front) if as_json else "", lambda: front_svg(front), True


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while it is a terminal; no thread draws it, for processes are copied meanwhile."""
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.progress import Progress  # noqa: PLC0415 - likewise

    console = Console(stderr=True)
    with Progress(console=console, transient=True, auto_refresh=False, disable=not console.is_terminal) as progress:
        task = progress.add_task("Solving", total=None)

        def tell(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of, refresh=True)

        yield tell
