"""Strength sessions in a running calendar, placed by a solver that proves its plan."""

from importlib.metadata import version

__version__ = version("stridelift")

__all__ = ["__version__"]
