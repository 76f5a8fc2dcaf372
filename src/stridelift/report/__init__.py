"""A result as text for people and as JSON for programs; each part is imported where it is needed, for some are slow."""

from stridelift.domain import counted

__all__ = ["counted"]
