"""A way in: what each is looked at for, in the same order, before anything behind it runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from stridelift.web.guard import HEADERS, Names, Site, TooLargeError, is_from, limited

HTML = {**HEADERS, "Cache-Control": "no-store", "Vary": "Accept-Encoding, Cookie"}
FORM = 64_000  # octets of a body
Ways = Mapping[str, Callable[[Request, Site], Awaitable[Response]]]


class Open:
    """A way in for everybody who asks for one of our names, and from a page of ours where it changes something."""

    def __init__(self, names: Names, ways: Ways, most: int = FORM) -> None:
        self._names = names
        self._ways = ways
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, limited(receive, self._most))
        try:
            answer = await self._looked_at(request)
        except TooLargeError:
            answer = text("This is more than a form of this page can hold.", 413)
        except HTTPException as error:  # a body that is no form
            answer = text(error.detail, error.status_code)
        finally:
            await request.close()
        await answer(scope, receive, send)

    async def _looked_at(self, request: Request) -> Response:
        site = self._names.site(request)
        method = "GET" if request.method == "HEAD" else request.method
        if site is None:
            return text("This page has another name. Maybe add it with --url.", 421)
        if method not in self._ways:
            allowed = ["HEAD", *self._ways] if "GET" in self._ways else [*self._ways]
            return text("This cannot be done here.", 405, Allow=", ".join(sorted(allowed)))
        if method == "POST" and not is_from(request, site):
            return text("A change must come from this page itself. Maybe reload it.", 403)
        return await self._ways[method](request, site)


def text(text: str, status: int, **headers: str) -> Response:
    """A plain answer, with the headers of a page."""
    return PlainTextResponse(f"{text}\n", status, {**HTML, **headers})


def let_in(site: Site, secret: str, days: int) -> Response:
    """On to the first page, with the cookie that opens it."""
    answer = Response(status_code=303, headers={**HTML, "Location": f"{site.prefix}/"})
    answer.set_cookie(
        site.cookie,
        secret,
        max_age=days * 86_400,
        path=site.prefix or "/",
        secure=site.is_https,
        httponly=True,
        samesite="strict",
    )
    return answer
