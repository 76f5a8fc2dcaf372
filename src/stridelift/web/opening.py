"""The first run."""

from starlette.responses import Response

from stridelift.web.visit import Visit


async def first(visit: Visit) -> Response:
    return visit.draw("problem.html")


async def look(visit: Visit) -> Response:
    return visit.draw("problem.html")


async def begin(visit: Visit) -> Response:
    return visit.draw("problem.html")
