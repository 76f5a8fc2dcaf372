"""What the page is made with: files that do not change while the server runs, compressed once, named by content."""

from __future__ import annotations

import gzip
from functools import cached_property
from hashlib import sha256
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from stridelift.web.guard import HEADERS

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
_FOREVER = "public, max-age=31536000, immutable"


class Assets:
    """Files by name. ``extra`` are style sheets from other packages."""

    def __init__(self, extra: dict[str, str] | None = None) -> None:
        folder = files("stridelift.web") / "static"
        self._files = {one.name: _Asset(one.name, one.read_bytes()) for one in folder.iterdir() if "." in one.name}
        self._files |= {name: _Asset(name, text.encode()) for name, text in (extra or {}).items()}

    def path(self, name: str) -> str:
        """Where a page finds it: another content has another address, so a browser may keep it for good."""
        return f"/static/{self._files[name].tag}/{name}"

    def answer(self, request: Request) -> Response:
        asset = self._files.get(request.path_params["file"])
        if asset is None or request.path_params["tag"] != asset.tag:
            return Response(status_code=404, headers=HEADERS)
        headers = {**HEADERS, "Cache-Control": _FOREVER, "ETag": f'"{asset.tag}"', "Vary": "Accept-Encoding"}
        if f'"{asset.tag}"' in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=headers)
        return squeezed(request, asset.data, asset.media_type, headers, asset.small)


class _Asset:
    def __init__(self, name: str, data: bytes) -> None:
        self.data = data
        self.media_type = _TYPES[name[name.rindex(".") :]]
        self.tag = sha256(data).hexdigest()[:16]

    @cached_property
    def small(self) -> bytes:
        return gzip.compress(self.data, mtime=0)


def squeezed(
    request: Request, data: bytes, media_type: str, headers: dict[str, str], small: bytes | None = None
) -> Response:
    """The data, compressed for a program that says that it can read that."""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(data, headers=headers, media_type=media_type)
    small = gzip.compress(data, 6, mtime=0) if small is None else small
    return Response(small, headers={**headers, "Content-Encoding": "gzip"}, media_type=media_type)
