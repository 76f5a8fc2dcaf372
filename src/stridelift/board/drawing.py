"""A board as HTML and as SVG: templates, one stylesheet, and no script.

The page uses the same templates: ``loader`` has them under ``board/``, ``stylesheet`` is what they need.
``board/week.html`` has the parts as macros. Its ``days`` and ``ways`` take a call block, which is given a session's
block, or a way out, and puts what can be done with it there. ``board/season.html`` has the chart of a season, which
:func:`~stridelift.board.chart.chart` lays out, and its table.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from stridelift.board.chart import chart
from stridelift.board.colours import fills, variables
from stridelift.board.layout import LANES, STEP, laid
from stridelift.board.picture import picture
from stridelift.board.season import Season
from stridelift.board.shapes import Board

_ROWS = 24 * 60 // STEP
_HOUR = 60 // STEP
_PARTS = 12  # columns of a day's grid, which every number of lanes divides


def html(board: Board) -> str:
    """One file that needs no other, and runs nothing."""
    page = _environment().get_template("board/page.html")
    return page.render(board=board, view=laid(board), css=Markup(stylesheet()))  # noqa: S704 - our own words


def svg(board: Board) -> str:
    """A picture."""
    drawn = _environment().get_template("board/week.svg")
    return drawn.render(board=board, view=picture(board), css=Markup(fills()))  # noqa: S704 - our own words


def season_html(season: Season) -> str:
    """The season as one file, as a chart and in numbers."""
    page = _environment().get_template("board/season_page.html")
    return page.render(whole=season, view=chart(season), css=Markup(stylesheet()))  # noqa: S704 - our own words


def season_svg(season: Season) -> str:
    """The season as a picture."""
    drawn = _environment().get_template("board/season.svg")
    css = Markup(f"{_source('chart.css')}{fills()}")  # noqa: S704 - our own words
    return drawn.render(view=chart(season), css=css).strip() + "\n"


def loader() -> PrefixLoader:
    """The templates, as ``board/NAME``."""
    return PrefixLoader({"board": PackageLoader("stridelift.board")})


@cache
def stylesheet() -> str:
    """The colours, the look, and a class for each place: from row ``from-72`` to ``to-84``, of rows of 5 minutes."""
    return f"{variables()}{_source('board.css')}{_source('chart.css')}{fills()}{_places()}"


def _source(name: str) -> str:
    return loader().get_source(_environment(), f"board/{name}")[0]


def _places() -> str:
    """A day begins on the second line: the first row is no minute, so that none of the early rows may be missing."""
    rows = "".join(f".from-{at}{{--from:{at + 2}}}.to-{at}{{--to:{at + 2}}}" for at in range(_ROWS + 1))
    hours = "".join(
        f".first-{hour}{{--early:{hour * _HOUR + 1}}}.shown-{hour}{{--shown:{hour * _HOUR}}}" for hour in range(25)
    )
    lines = "".join(f".lines-{at}{{-webkit-line-clamp:{at}}}" for at in range(2, 24 * 60 // 16 + 1))
    lanes = "".join(
        f".grid>.of-{of}.lane-{lane}{{grid-column:{lane * _PARTS // of + 1}/{(lane + 1) * _PARTS // of + 1}}}"
        for of in range(2, LANES + 1)
        for lane in range(of)
    )
    return f"{rows}\n{hours}\n@media (min-width:52.001rem){{{lines}\n{lanes}}}\n"


@cache
def _environment() -> Environment:
    return Environment(
        loader=loader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
