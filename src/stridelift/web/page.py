"""The page over HTTP: who gets in, and what is where.

Each way in is looked at in the same order: the name that was asked for, the method, where a change comes from, the
cookie, the size of the body, the form's token. Only then does anything of the page run.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stridelift.errors import StrideliftError
from stridelift.web import opening, settings, subscribing, weeks
from stridelift.web.gate import FORM, Open, let_in, text
from stridelift.web.guard import Names, Site, is_csrf
from stridelift.web.logins import DAYS, Logins
from stridelift.web.visit import Shared, Visit

_Handler = Callable[[Visit], Awaitable[Response]]
_UPLOAD = 6_000_000  # octets of a body
WAYS: Mapping[str, Mapping[str, _Handler]] = {
    "/": {"GET": weeks.week},
    "/week/{label}": {"GET": weeks.week},
    "/judge": {"GET": weeks.judge},
    "/best": {"GET": weeks.best},
    "/move": {"GET": weeks.ask, "POST": weeks.move},
    "/change": {"POST": weeks.change},
    "/season": {"GET": weeks.season},
    "/tune": {"GET": settings.tune, "POST": settings.save},
    "/preview": {"POST": settings.preview},
    "/subscribe": {"GET": subscribing.subscribe},
    "/token": {"POST": subscribing.new},
    "/revoke": {"POST": subscribing.revoke},
    "/first": {"GET": opening.first, "POST": opening.look},
    "/correct": {"POST": opening.correct},
    "/begin": {"POST": opening.begin},
}


@dataclass(frozen=True)
class Page:
    """The page of one athlete, under its names."""

    shared: Shared
    logins: Logins
    names: Names

    def routes(self) -> list[Route]:
        gates = [Route(path, self._gate(ways, _UPLOAD if path == "/first" else FORM)) for path, ways in WAYS.items()]
        return [
            *gates,
            Route("/login/{secret}", Open(self.names, {"GET": partial(_ask_in, self), "POST": partial(_let_in, self)})),
            Route("/logout", self._gate({"POST": self._leave}, FORM)),
            Route("/static/{tag}/{file}", Open(self.names, {"GET": partial(_asset, self)})),
        ]

    def _gate(self, ways: Mapping[str, _Handler], most: int) -> Open:
        known = {method: partial(_guarded, self, handler, most) for method, handler in ways.items()}
        return Open(self.names, known, most)

    async def _leave(self, visit: Visit) -> Response:
        self.logins.close(visit.secret)
        answer = visit.shared.draw(visit.request, visit.site, "locked.html")
        answer.delete_cookie(visit.site.cookie, path=visit.site.prefix or "/")
        return answer


async def _guarded(page: Page, handler: _Handler, most: int, request: Request, site: Site) -> Response:
    """What the handler answers to whoever is logged in."""
    secret = request.cookies.get(site.cookie, "")
    if not page.logins.knows(secret):
        return page.shared.draw(request, site, "locked.html", 403)
    form: Mapping[str, UploadFile | str] = {}
    if request.method == "POST":
        form = await request.form(max_files=1, max_fields=2000, max_part_size=most)
    visit = Visit(request, site, page.shared, secret, form)
    if request.method == "POST" and not is_csrf(visit.asked("csrf"), secret):
        return text("This form is too old. Maybe reload the page.", 403)
    try:
        return await handler(visit)
    except StrideliftError as error:
        return visit.problem(error)


async def _ask_in(page: Page, request: Request, site: Site) -> Response:
    """A button and no more: whoever previews a link only reads it, and logs nobody in."""
    known = page.logins.may_open(request.path_params["secret"])
    if known:
        page.shared.soon(page.shared.desk.warm())
    return page.shared.draw(request, site, "login.html" if known else "locked.html", 200 if known else 404)


async def _let_in(page: Page, request: Request, site: Site) -> Response:
    secret = page.logins.open(request.path_params["secret"])
    if secret is None:
        return page.shared.draw(request, site, "locked.html", 404)
    return let_in(site, secret, DAYS)


async def _asset(page: Page, request: Request, _site: Site) -> Response:
    return page.shared.assets.answer(request)
