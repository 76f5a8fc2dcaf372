"""One request of somebody who is logged in, and what it takes to answer it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from stridelift.board.drawing import loader, stylesheet
from stridelift.config import find
from stridelift.errors import StrideliftError
from stridelift.request import Request as Asked
from stridelift.web.assets import Assets, squeezed
from stridelift.web.desk import Desk
from stridelift.web.feeds import Feeds
from stridelift.web.gate import HTML
from stridelift.web.guard import Site, csrf
from stridelift.web.seen import Seen
from stridelift.web.tokens import Tokens


@dataclass(frozen=True)
class Shared:
    """What all answers are made from. ``begun``: there is something to plan from."""

    request: Asked
    desk: Desk
    feeds: Feeds
    tokens: Tokens
    seen: Seen
    secrets: Callable[[], Mapping[str, str]]  # the owner's own, by feed
    url: str | None
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    assets: Assets = field(default_factory=lambda: Assets({"board.css": stylesheet()}))
    templates: Environment = field(
        default_factory=lambda: Environment(
            loader=ChoiceLoader([PackageLoader("stridelift.web"), loader()]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
    )

    @property
    def is_new(self) -> bool:
        """Whether there is neither a calendar nor a config yet."""
        new = not self.request.calendars and find(self.request.config, ()) is None
        if not new:
            self.begun.set()
        return new

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Has it done beside the answers."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def draw(self, request: Request, site: Site, template: str, status: int = 200, **values: object) -> Response:
        """A page, or a part of one."""
        text = self.templates.get_template(template).render(
            asset=lambda name: site.prefix + self.assets.path(name),
            path=lambda path: site.prefix + path,
            here=request.url.path.removeprefix(site.prefix),
            **{"csrf": "", "note": "", "problem": "", "maybe": "", "bare": self.is_new, **values},
        )
        answer = squeezed(request, text.encode(), "text/html", HTML)
        answer.status_code = status
        return answer


@dataclass(frozen=True)
class Visit:
    """``form`` is empty but in a POST. ``secret`` is the cookie's."""

    request: Request
    site: Site
    shared: Shared
    secret: str
    form: Mapping[str, UploadFile | str] = field(default_factory=dict)

    @property
    def wants_part(self) -> bool:
        """Whether a script asks for a part of a page, to put it into that which is there."""
        headers = self.request.headers
        return "HX-Request" in headers and "HX-Boosted" not in headers

    def asked(self, name: str) -> str:
        """A word of the form, or of the address; empty where there is none."""
        value = self.form.get(name, self.request.query_params.get(name, ""))
        return value if isinstance(value, str) else ""

    async def ask(self, method: str, *arguments: object) -> Any:  # noqa: ANN401 - as the studio's method says
        return await self.shared.desk.ask(method, *arguments)

    def draw(self, template: str, status: int = 200, **values: object) -> Response:
        answer = self.shared.draw(self.request, self.site, template, status, csrf=csrf(self.secret), **values)
        if self.request.method == "POST":  # its address is none to come back to
            answer.headers["HX-Push-Url"] = "false"
        return answer

    def go(self, path: str) -> Response:
        """On to another page, once a change is made: to reload that changes nothing."""
        return RedirectResponse(self.site.prefix + path, 303, HTML)

    def problem(self, error: StrideliftError, status: int = 400) -> Response:
        return self.draw("wrong.html" if self.wants_part else "problem.html", status, **told(error))


def told(error: StrideliftError) -> dict[str, str]:
    """An error as a page shows it."""
    problem, _, maybe = str(error).partition("\nMaybe ")
    return {"problem": problem, "maybe": maybe}
