"""The page over HTTP: who gets in, and what is where.

Each way in is looked at in the same order: the name that was asked for, the method, where a change comes from, the
cookie, the size of the body, the form's token. Only then does anything of the page run.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from stridelift.errors import StrideliftError
from stridelift.web import opening, settings, subscribing, weeks
from stridelift.web.guard import Names, Site, TooLargeError, is_csrf, is_from, limited
from stridelift.web.logins import DAYS, Logins
from stridelift.web.visit import HTML, Shared, Visit

_Handler = Callable[[Visit], Awaitable[Response]]
_FORM, _UPLOAD = 64_000, 6_000_000  # octets of a body
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
        gates = [Route(path, _Gate(self, ways, _UPLOAD if path == "/first" else _FORM)) for path, ways in WAYS.items()]
        return [
            *gates,
            Route("/login/{secret}", _Open(self, {"GET": _ask_in, "POST": _let_in})),
            Route("/logout", _Gate(self, {"POST": self._leave}, _FORM)),
            Route("/static/{tag}/{file}", _Open(self, {"GET": _asset})),
        ]

    async def _leave(self, visit: Visit) -> Response:
        self.logins.close(visit.secret)
        answer = visit.shared.draw(visit.request, visit.site, "locked.html")
        answer.delete_cookie(visit.site.cookie, path=visit.site.prefix or "/")
        return answer


class _Open:
    """A way in for everybody who asks for one of our names, and from a page of ours where it changes something."""

    def __init__(self, page: Page, ways: Mapping[str, Callable[..., Awaitable[Response]]], most: int = _FORM) -> None:
        self._page = page
        self._ways = ways
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, limited(receive, self._most))
        try:
            answer = await self._looked_at(request)
        except TooLargeError:
            answer = _text("This is more than a form of this page can hold.", 413)
        except HTTPException as error:  # a body that is no form
            answer = _text(error.detail, error.status_code)
        finally:
            await request.close()
        await answer(scope, receive, send)

    async def _looked_at(self, request: Request) -> Response:
        site = self._page.names.site(request)
        method = "GET" if request.method == "HEAD" else request.method
        if site is None:
            return _text("This page has another name. Maybe add it with --url.", 421)
        if method not in self._ways:
            allowed = ["HEAD", *self._ways] if "GET" in self._ways else [*self._ways]
            return _text("This cannot be done here.", 405, Allow=", ".join(sorted(allowed)))
        if method == "POST" and not is_from(request, site):
            return _text("A change must come from this page itself. Maybe reload it.", 403)
        return await self._answer(request, site, method)

    async def _answer(self, request: Request, site: Site, method: str) -> Response:
        return await self._ways[method](self._page, request, site)


class _Gate(_Open):
    """A way in for whoever is logged in."""

    async def _answer(self, request: Request, site: Site, method: str) -> Response:
        secret = request.cookies.get(site.cookie, "")
        if not self._page.logins.knows(secret):
            return self._page.shared.draw(request, site, "locked.html", 403)
        form: Mapping[str, UploadFile | str] = {}
        if method == "POST":
            form = await request.form(max_files=1, max_fields=2000, max_part_size=self._most)
        visit = Visit(request, site, self._page.shared, secret, form)
        if method == "POST" and not is_csrf(visit.asked("csrf"), secret):
            return _text("This form is too old. Maybe reload the page.", 403)
        try:
            return await self._ways[method](visit)
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
    answer = Response(status_code=303, headers={**HTML, "Location": f"{site.prefix}/"})
    answer.set_cookie(
        site.cookie,
        secret,
        max_age=DAYS * 86_400,
        path=site.prefix or "/",
        secure=site.is_https,
        httponly=True,
        samesite="strict",
    )
    return answer


async def _asset(page: Page, request: Request, _site: Site) -> Response:
    return page.shared.assets.answer(request)


def _text(text: str, status: int, **headers: str) -> Response:
    return PlainTextResponse(f"{text}\n", status, {**HTML, **headers})
