"""The ``caldav`` library with its HTTP inside our limits; importing this needs the extra ``[caldav]``.

Every request goes through :class:`stridelift.calendar.wire.Wire`: private addresses, the deadline, sizes and packing
are guarded as for any link. Redirects are followed here and not by niquests, which would turn a PUT into a GET, and
never to another server, so the password stays where it belongs.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from caldav.davclient import DAVClient
from caldav.lib.error import AuthorizationError, RateLimitError
from niquests.adapters import BaseAdapter
from niquests.models import PreparedRequest, Response
from niquests.structures import CaseInsensitiveDict

from stridelift.calendar.link import Link, same_server
from stridelift.calendar.wire import Wire
from stridelift.errors import SourceError

_MOST_REDIRECTS = 3
_REDIRECTS = {301, 302, 303, 307, 308}
_UNAUTHORIZED, _TOO_OFTEN = 401, 429
_OURS = {"accept-encoding", "connection", "user-agent"}  # headers that the wire writes itself

for _name in ("caldav", "niquests"):  # they log addresses and whole answers, and those are secrets
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(frozen=True)
class Reply:
    """``tree`` is the root of the XML that came, an ``lxml`` element; None where no XML came."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    tree: Any = None


class Client:
    """Requests to one server as one athlete; basic or digest, as the server wants it."""

    def __init__(self, link: Link, url: str, wire: Wire) -> None:
        self._link = link
        known = bool(link.username or link.password)
        self._client = DAVClient(
            url=url,
            username=link.username if known else None,
            password=link.password if known else None,
            enable_rfc6764=False,  # no look-ups in DNS beside the wire
        )
        session = self._client.session
        session.trust_env = False  # neither .netrc nor proxies
        session.allow_incoming_cookies = False
        session.adapters.clear()
        for scheme in ("https://", "http://"):
            session.mount(scheme, _Adapter(link, wire))

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """What the server answers, whatever its status.

        Raises:
            SourceError: no answer came, or none that can be understood.
        """
        try:
            response = self._client.request(url, method, body.decode(), headers)
        except AuthorizationError as error:
            return Reply(getattr(error, "status", None) or _UNAUTHORIZED)
        except RateLimitError:
            return Reply(_TOO_OFTEN)
        except NotImplementedError:
            raise SourceError(f"{self._link.name} wants a way to log in that is not known here") from None
        except SyntaxError:  # as lxml has it
            raise SourceError(f"{self._link.name} answers with damaged XML", "try again later.") from None
        return Reply(response.status, dict(response.headers), response.tree)


class _Adapter(BaseAdapter):
    """Carries the requests of niquests over the wire."""

    def __init__(self, link: Link, wire: Wire) -> None:
        super().__init__()
        self._link = link
        self._wire = wire

    def send(self, request: PreparedRequest, **_: Any) -> Response:  # type: ignore[override]  # noqa: ANN401 - its options are the wire's business
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else bytes(body)  # type: ignore[arg-type]
        given = ((str(key), str(value)) for key, value in (request.headers or {}).items())
        headers = {key: value for key, value in given if key.lower() not in _OURS}
        url = str(request.url)
        for _hop in range(_MOST_REDIRECTS + 1):
            answer = self._wire.exchange(str(request.method), url, headers, body)
            if answer.status not in _REDIRECTS:
                return _response(request, url, answer.status, answer.headers, answer.body, self)
            there = urljoin(url, answer.headers.get("location", ""))
            if not same_server(url, there):
                raise SourceError(f"{self._link.name} leads to another server", "name that one, if you trust it.")
            url = there
        raise SourceError(f"{self._link.name} leads from one address to the next more than {_MOST_REDIRECTS} times")

    def close(self) -> None:
        """The wire is closed by who opened it."""


def _response(  # noqa: PLR0913, PLR0917 - what a response is made of
    request: PreparedRequest, url: str, status: int, headers: Mapping[str, str], body: bytes, adapter: BaseAdapter
) -> Response:
    response = Response()
    response.status_code = status
    plain = {key: value for key, value in headers.items() if key not in {"content-encoding", "content-length"}}
    response.headers = CaseInsensitiveDict(plain)  # the body is unpacked already
    response._content = body  # noqa: SLF001 - as every adapter does
    response._content_consumed = True  # noqa: SLF001
    response.raw = io.BytesIO()
    response.url, response.request = url, request
    vars(response)["connection"] = adapter  # what a login by digest asks again with
    return response
