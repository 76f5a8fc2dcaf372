"""The address of a calendar: which sources are links, and how much of a link may be shown."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LINK = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+):/")  # of two letters and more: C:/ is a drive


def is_link(source: str) -> bool:
    """Whether a source stands in the network rather than on a disk; whether it can be read is another matter."""
    return _LINK.match(source) is not None


def masked(source: str) -> str:
    """The source as it may be shown: of a link only scheme and host, for the rest is a secret."""
    found = _LINK.match(source)
    if not found:
        return source
    try:
        host = urlsplit(source.strip()).hostname or ""
    except ValueError:  # no address at all
        host = ""
    return f"{found[1].lower()}://{f'[{host}]' if ':' in host else host}/…"


def has_credentials(source: str) -> bool:
    """Whether a link says who asks, as in ``https://me:password@host/``."""
    return is_link(source) and "@" in source.strip().partition("://")[2].partition("/")[0]
