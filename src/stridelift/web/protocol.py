"""HTTP on a connection, with two limits that uvicorn leaves out: how long a head may be, and how long it may take.

Without them one stranger's endless header fills the memory, and a thousand silent connections use up the files.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST = 65_536  # octets of a head
_SECONDS = 10.0  # until it is there


class Protocol(HttpToolsProtocol):
    _octets = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._timer is not None:  # a head that is not there yet; of a body any piece may be as large
            self._octets += len(data)
            if self._octets > _MOST:
                self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        self._enough()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._octets = 0
        super().on_body(body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._enough()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._enough()
        self._timer = self.loop.call_later(_SECONDS, self.transport.abort)

    def _enough(self) -> None:
        self._octets = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
