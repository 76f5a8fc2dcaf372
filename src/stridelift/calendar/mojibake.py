r"""UTF-8 that somebody read as Latin-1 and wrote again: "ðŸ\x8fƒ Easy Run â€¢ 6km" is "🏃 Easy Run • 6km"."""

from __future__ import annotations

import re

_TELLING = re.compile(r"Ã[\x80-\xbf]|â€|â\x80|ð[Ÿ\x9f]|Â[\xa0-\xbf]")
_BYTE = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0xA0)}


def mended(text: str) -> str:
    """The text as it was meant; as it is where it was written well, or is broken in another way."""
    if not _TELLING.search(text):
        return text
    try:
        return bytes(_BYTE.get(char, ord(char)) for char in text).decode("utf-8")
    except ValueError:  # a character beyond Latin-1, or bytes that are no UTF-8
        return text
