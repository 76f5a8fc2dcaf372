"""The first run: a calendar is shown, its titles are put right, and there is a first week."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.responses import Response

from stridelift.errors import StrideliftError
from stridelift.studio.shapes import FirstLook
from stridelift.web.visit import Visit, told


async def first(visit: Visit) -> Response:
    return visit.draw("first.html", link="") if visit.shared.is_new else visit.go("/")


async def look(visit: Visit) -> Response:
    """What a calendar shows, by a link to it or the file itself."""
    file, link = visit.form.get("file"), visit.asked("link")
    is_file = isinstance(file, UploadFile) and bool(file.filename)
    try:
        source = await file.read() if isinstance(file, UploadFile) and is_file else link
        seen: FirstLook = await visit.ask("look", source)
    except StrideliftError as error:
        return visit.draw("first.html", 400, link=link, **told(error))
    return visit.draw("looked.html", seen=seen)


async def correct(visit: Visit) -> Response:
    """What events of a title are, as the athlete says."""
    index, kind = visit.asked("index"), visit.asked("kind")
    seen: FirstLook = await visit.ask("correct", int(index) if index.isdecimal() else -1, kind)
    return visit.draw("looked.html", seen=seen, note=f"Taken as {kind} from now on.")


async def begin(visit: Visit) -> Response:
    """Writes the config, and shows the first week."""
    await visit.ask("start")
    return visit.go("/?note=begin")
