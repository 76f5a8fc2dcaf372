"""The week and the season: looked at, and changed by hand."""

from __future__ import annotations

import re

from starlette.responses import Response

from stridelift.board.chart import chart
from stridelift.board.layout import laid
from stridelift.errors import ConfigError, StrideliftError
from stridelift.web.visit import Visit, told

_LABEL = re.compile(r"\d{4}-W\d\d")
_CHANGES = {"done", "missed", "skip", "place", "undo", "relax"}
_NOTES = {
    "move": "Kept there. Your feed has it.",
    "place": "Let go: the plan may move it again.",
    "done": "Noted as done.",
    "missed": "Noted as missed; it is planned again where there is room.",
    "skip": "Left out.",
    "undo": "Undone.",
    "relax": "Given way. Your feed has the new plan.",
    "save": "Saved. Your feed has the new plan.",
    "begin": "This is your first week. Subscribe, and it is on your phone.",
}


async def week(visit: Visit) -> Response:
    if visit.shared.is_new:
        return visit.go("/first")
    label = visit.request.path_params.get("label")
    return await _week(visit, label, note=_NOTES.get(visit.asked("note"), ""))


async def ask(visit: Visit) -> Response:
    """What a session elsewhere would mean, by solving with it there."""
    verdict = await visit.ask("consequences", visit.asked("uid"), _at(visit))
    if visit.wants_part:
        return visit.draw("verdict.html", verdict=verdict, week=visit.asked("week"), version=visit.asked("version"))
    return await _week(visit, visit.asked("week"), verdict=verdict)


async def judge(visit: Visit) -> Response:
    """The same at once, and without what else would move: a part of a page for the script that drags."""
    verdict = await visit.ask("judge", visit.asked("uid"), _at(visit))
    return visit.draw("verdict.html", verdict=verdict, week="", version="")


async def move(visit: Visit) -> Response:
    return await _changed(visit, "move", visit.asked("uid"), _at(visit))


async def change(visit: Visit) -> Response:
    """One of the buttons: its value is the method, and a number of a relaxation behind a space."""
    method, _, number = visit.asked("do").partition(" ")
    if method not in _CHANGES:
        raise ConfigError(f"nothing here is called {method!r}.", "reload the page.")
    if method == "undo":
        return await _changed(visit, method)
    if method == "relax":
        return await _changed(visit, method, int(number) if number.isdecimal() else -1)
    return await _changed(visit, method, visit.asked("uid"))


async def best(visit: Visit) -> Response:
    """What the next-best place of a session would cost."""
    text = await visit.ask("next_best", visit.asked("uid")) or "There is no other place for it."
    return (
        visit.draw("best.html", text=text) if visit.wants_part else await _week(visit, visit.asked("week"), note=text)
    )


async def season(visit: Visit) -> Response:
    season = await visit.ask("season")
    return visit.draw("season.html", season=season, chart=chart(season))


async def _changed(visit: Visit, method: str, *arguments: object) -> Response:
    """Makes the change and shows the week; a change that comes too late is told, with the week as it is now."""
    label = visit.asked("week")
    try:
        await visit.ask(method, *arguments, visit.asked("version"))
    except StrideliftError as error:
        return await _week(visit, label, 409, **told(error))
    return visit.go(f"/week/{label}?note={method}" if _LABEL.fullmatch(label) else f"/?note={method}")


async def _week(visit: Visit, label: str | None, status: int = 200, **values: object) -> Response:
    board = await visit.ask("week", label if label and _LABEL.fullmatch(label) else None)
    here = board.weeks.index(board.label) if board.label in board.weeks else 0
    around = {
        "before": board.weeks[here - 1] if here else "",
        "after": board.weeks[here + 1] if here + 1 < len(board.weeks) else "",
    }
    undoable = await visit.ask("undoable")
    shown = {"board": board, "view": laid(board), "undoable": undoable, "verdict": None, **around, **values}
    return visit.draw("week.html", status, **shown)


def _at(visit: Visit) -> str:
    """The start that is asked for: an instant, or a day and a time of the athlete's clock."""
    return visit.asked("at") or f"{visit.asked('date')}T{visit.asked('time')}"
