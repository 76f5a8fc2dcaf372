"""The settings as a form: tried on the plan, then saved into the config."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from starlette.responses import Response

from stridelift.errors import StrideliftError
from stridelift.studio.shapes import Field, Preview
from stridelift.web.visit import Visit, told

_OF_THE_FORM = {"csrf", "version"}


async def tune(visit: Visit) -> Response:
    return await _form(visit)


async def preview(visit: Visit) -> Response:
    """What the values would do to the plan; nothing is written."""
    found: Preview = await visit.ask("preview", _values(visit))
    if visit.wants_part:
        return visit.draw("preview.html", preview=found)
    return await _form(visit, preview=found, values=_values(visit))


async def save(visit: Visit) -> Response:
    try:
        await visit.ask("save", _values(visit), visit.asked("version"))
    except StrideliftError as error:
        return await _form(visit, 409, values=_values(visit), **told(error))
    return visit.go("/?note=save")


def _values(visit: Visit) -> dict[str, str]:
    return {key: value for key, value in visit.form.items() if key not in _OF_THE_FORM and isinstance(value, str)}


async def _form(visit: Visit, status: int = 200, **shown: object) -> Response:
    fields: Sequence[Field] = await visit.ask("fields")
    board = await visit.ask("week", None)
    values = {"preview": None, "values": {}, **shown}
    return visit.draw("tune.html", status, groups=_groups(fields), version=board.version, **values)


def _groups(fields: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """The fields as they stand together."""
    return [(group, list(some)) for group, some in groupby(fields, lambda one: one.group)]
