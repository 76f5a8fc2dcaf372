"""Strength sessions in a running calendar, placed by a solver that proves its plan."""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """The version, looked up when asked for: finding it takes longer than reading a calendar."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version  # noqa: PLC0415 - see above

    return version("stridelift")
