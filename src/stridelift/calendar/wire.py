"""One exchange over HTTP, inside limits: which hosts, how long, how much."""

from __future__ import annotations

import logging
import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import httpcore

from stridelift import __version__
from stridelift.calendar.address import masked
from stridelift.calendar.limits import Answer, Limits
from stridelift.calendar.network import CheckedBackend, Deadline, RefusedError
from stridelift.errors import SourceError

_UNRESERVED = "/%:@!$&'()*+,;=-._~?[]"  # what may stand in a path or query as it is
_CODED = {"gzip", "x-gzip", "deflate"}
_ZLIB_OR_GZIP, _RAW = 47, -15  # window bits, as zlib counts them
_GZIP = b"\x1f\x8b"
_HEADS = {0x1F, *range(0x08, 0x80, 0x10)}  # how gzip and zlib begin; deflate alone has no head
_PIECE = 65_536  # bytes that are inflated at a time
_PORTS = {"http": 80, "https": 443}

logging.getLogger("httpcore").setLevel(logging.WARNING)  # below it, addresses are logged, and they are secrets


class Wire:
    """Exchanges that share one deadline, which starts here, and their connections; close it, or use it as a context."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        backend = CheckedBackend(Deadline(limits.seconds), allow_private=limits.allow_private)
        self._pool = httpcore.ConnectionPool(network_backend=backend)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._pool.close()

    def exchange(self, method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        """Sends one request and reads the answer, whatever its status; redirects are not followed.

        Raises:
            SourceError: no whole answer came inside the limits. The message has the address masked.
        """
        name = f"calendar {masked(url)}"
        try:
            with self._pool.stream(
                method, _target(url), headers=_headers(url, headers or {}), content=body or None
            ) as response:
                fields = _folded(response.headers)
                data = b"".join(_inflated(_counted(response.iter_stream(), self._limits.most), fields, self._limits))
                return Answer(response.status, fields, data)
        except RefusedError as error:
            raise SourceError(f"{name} {error.message}", error.maybe) from None
        except TimeoutError:
            late = f"{name} did not answer in full within {self._limits.seconds:g} seconds"
            raise SourceError(late, "it is overloaded; try again later.") from None
        except ssl.SSLCertVerificationError as error:
            said = error.verify_message or "it is not valid"
            advice = "its date is over, or its authority is your own: name that one in SSL_CERT_FILE."
            raise SourceError(f"{name} has a certificate that is not trusted: {said}", advice) from None
        except (OSError, httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
            raise SourceError(f"{name} cannot be read: {_said(error)}", "try again later.") from None


def _target(url: str) -> httpcore.URL:
    """The address for the connection; user and fragment stay here."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # UnicodeError is one
        raise RefusedError("is no address", "it was not copied in full.") from None
    if scheme not in _PORTS or not host:
        raise RefusedError("is no address that can be read", "it is one of https://…")
    target = quote(parts.path or "/", safe=_UNRESERVED) + (f"?{quote(parts.query, _UNRESERVED)}" if parts.query else "")
    return httpcore.URL(scheme=scheme, host=ascii_host, port=port or _PORTS[scheme], target=target)


def _headers(url: str, given: Mapping[str, str]) -> list[tuple[str, str]]:
    target = _target(url)
    host = target.host.decode()
    host = f"[{host}]" if ":" in host else host
    port = "" if target.port == _PORTS[target.scheme.decode()] else f":{target.port}"
    own = {"host": f"{host}{port}", "user-agent": f"stridelift/{__version__}", "accept-encoding": "gzip, deflate"}
    return list((own | {key.lower(): value for key, value in given.items()}).items())


def _folded(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    result: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1").strip()
        result[name] = f"{result[name]}, {value}" if name in result else value
    return result


def _counted(chunks: Iterable[bytes], most: int) -> Iterable[bytes]:
    """The same, as long as they are not too much together."""
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > most:
            raise RefusedError(f"is larger than {most / 1e6:g} MB", "export fewer years of it.")
        yield chunk


def _inflated(chunks: Iterable[bytes], headers: Mapping[str, str], limits: Limits) -> Iterable[bytes]:
    """The body as it was before it was packed for the way; inflated piece by piece, counted before it is kept."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return chunks
    if coding not in _CODED:
        raise RefusedError(f"is packed in a way that cannot be read: {coding[:40]}")
    return _counted(_unpacked(chunks), limits.most)


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One layer of gzip, whose members may stand in a row, or of deflate with or without the head of zlib."""
    inflater = None
    for chunk in chunks:
        rest = chunk
        while rest:
            inflater = inflater or zlib.decompressobj(_ZLIB_OR_GZIP if rest[0] in _HEADS else _RAW)
            yield inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
            if inflater.eof and inflater.unused_data.startswith(_GZIP):
                rest, inflater = inflater.unused_data, None
    while inflater and not inflater.eof:  # what it held back
        piece = inflater.decompress(b"", _PIECE)
        if not piece:
            raise RefusedError("ends in the middle", "try again later.")
        yield piece


def _said(error: Exception) -> str:
    """Never in the words of the other side, for it knows the address."""
    if isinstance(error, ssl.SSLError):
        return f"there is no encrypted connection ({(error.reason or 'it was closed').replace('_', ' ').lower()})"
    if isinstance(error, OSError):
        return (error.strerror or "the connection broke").lower()
    return "the answer is damaged" if isinstance(error, zlib.error) else "the answer is no HTTP, or ends early"
