"""Connections for :mod:`stridelift.calendar.wire`: to addresses that were checked, and inside one deadline."""

from __future__ import annotations

import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore

_PORTS = {80, 443}
_UNICAST = IPv6Network("2000::/3")  # all of the public Internet
_BESIDE = (  # what Python 3.11 takes for public, and leads to any address of IPv4, or home
    IPv6Network("64:ff9b::/96"),  # NAT64
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("2001::/23"),  # Teredo among others
)
_SPECIAL = "192.0.0."  # for protocols


class RefusedError(Exception):
    """A host that is not connected to; ``maybe`` is advice."""

    def __init__(self, message: str, maybe: str = "") -> None:
        self.message, self.maybe = message, maybe
        super().__init__(message)


class Deadline:
    """The end of everything that is done for one purpose."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than 0.

        Raises:
            TimeoutError: it is over.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def is_public(text: str) -> bool:
    """Whether an address is one that everybody in the Internet reaches, and nobody's own network."""
    address: IPv4Address | IPv6Address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return address.is_global and address in _UNICAST and not any(address in one for one in _BESIDE)
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast and not str(address).startswith(_SPECIAL)


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a host once, checks the addresses, and connects to one of those that were checked.

    So a name that answers differently the second time gains nothing. Odd numerals (``2130706433``, ``0x7f.1``) are
    resolved like names, and what they stand for is checked.
    """

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline rules
        local_address: str | None = None,  # noqa: ARG002 - never given
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - never given
    ) -> httpcore.NetworkStream:
        places = self._checked(host, port)
        while True:
            family, kind, protocol, _, address = places.pop(0)
            sock = socket.socket(family, kind, protocol)
            try:  # one that does not answer leaves time for the others
                sock.settimeout(self._deadline.left() / (len(places) + 1))
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError:
                sock.close()
                if not places:
                    raise
            else:
                return _Stream(sock, self._deadline)

    def _checked(self, host: str, port: int) -> list[Any]:
        if not self._allow_private and port not in _PORTS:
            raise RefusedError(f"has the unusual port {port}", _AT_HOME)
        found = _resolve(host, port, self._deadline)
        allowed = [one for one in found if self._allow_private or is_public(one[4][0])]
        if not allowed:
            raise RefusedError(f"is in a private network: {host} has the address {found[0][4][0]}", _AT_HOME)
        return allowed


_AT_HOME = "it is a server of your own: allow it with --allow-private, or allow_private = true in the config."


def _resolve(host: str, port: int, deadline: Deadline) -> list[Any]:
    """What ``getaddrinfo`` says; it knows no time limit, so a thread asks, and is left alone when it takes too long."""
    answers: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception) or not answer:
        raise RefusedError(f"cannot be found: there is no host {host}", "it is misspelt, or there is no network.")
    return answer


class _Stream(httpcore.NetworkStream):
    """A socket whose every wait ends at the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline rules
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - likewise
        view = memoryview(buffer)
        try:
            while view:
                self._sock.settimeout(self._deadline.left())
                view = view[self._sock.send(view) :]
        except TimeoutError:
            raise
        except OSError as error:  # it may have answered already: that it is too much, for example
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the deadline rules
    ) -> httpcore.NetworkStream:
        try:
            self._sock.settimeout(self._deadline.left())
            return _Stream(ssl_context.wrap_socket(self._sock, server_hostname=server_hostname), self._deadline)
        except BaseException:
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        """Whether a connection that is kept was closed by the other side."""
        return bool(select.select([self._sock], [], [], 0)[0]) if info == "is_readable" else None
