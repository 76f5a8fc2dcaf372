"""Every rule and number with where it comes from, and how it differs from what lies below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stridelift.config import Loaded
from stridelift.errors import ConfigError
from stridelift.policy import Constraints, Setting, keeps, settings
from stridelift.resources import presets
from stridelift.shipped import unknown

SESSIONS = "sessions"  # a table of numbers that is no rule


@dataclass(frozen=True)
class Number:
    """A setting, its shipped default, and what it would be ``below`` the file: the preset's value, else the default."""

    setting: Setting
    default: Any
    below: Any

    @property
    def table(self) -> str:
        """The rule that it belongs to, or ``sessions``."""
        first, second, *_ = self.setting.key.split(".")
        return SESSIONS if first == SESSIONS else second

    @property
    def name(self) -> str:
        """Its key inside that table."""
        return self.setting.key.removeprefix("constraints.").partition(".")[2]

    @property
    def own(self) -> bool:
        return self.setting.origin == "file"


@dataclass(frozen=True)
class Numbers:
    """All of them, in the order of the rules; ``file`` is the config, if there is one."""

    file: str
    preset: str | None
    rows: tuple[Number, ...]

    @property
    def tables(self) -> dict[str, list[Number]]:
        found: dict[str, list[Number]] = {}
        for row in self.rows:
            found.setdefault(row.table, []).append(row)
        return found

    def enabled(self, table: str) -> bool:
        key = f"constraints.{table}.enabled"
        return next((bool(row.setting.value) for row in self.rows if row.setting.key == key), True)

    def only(self, names: Collection[str]) -> Numbers:
        """Those of some rules.

        Raises:
            ConfigError: a name is of no rule.
        """
        known = [*Constraints.model_fields, SESSIONS]
        for name in names:
            if name not in known:
                mistake = unknown((), "rule", name, known)
                near = f"you meant {mistake.near!r}; " if mistake.near else ""
                raise ConfigError(f"{mistake.text}.", f"{near}there are {', '.join(known)}.")
        return replace(self, rows=tuple(row for row in self.rows if not names or row.table in names))

    @property
    def changed(self) -> tuple[Number, ...]:
        """The file's that differ from the preset, or from the defaults where there is none."""
        return tuple(row for row in self.rows if row.own and row.setting.value != row.below)

    @property
    def preset_changed(self) -> tuple[Number, ...]:
        """The preset's that differ from the defaults."""
        return tuple(row for row in self.rows if row.below != row.default)


def numbers(loaded: Loaded, preset: str | None = None) -> Numbers:
    """Those of a config, under another preset where one is named.

    Raises:
        ConfigError: there is no such preset.
    """
    if preset is not None and preset not in presets():
        mistake = unknown((), "preset", preset, presets())
        near = f"you meant {mistake.near!r}; " if mistake.near else ""
        raise ConfigError(f"{mistake.text}.", f"{near}there are {', '.join(presets())}.")
    chosen = preset or loaded.config.preset
    default, below = settings(None, {}), settings(chosen, {})
    found = [Number(one, _value(default.get(key)), _value(below.get(key))) for key, one in loaded.under(chosen).items()]
    order: Sequence[str] = [*Constraints.model_fields, SESSIONS]
    found.sort(key=lambda one: order.index(one.table))
    return Numbers(loaded.name, chosen, tuple(found))


def _value(one: Setting | None) -> Any:  # noqa: ANN401 - whatever TOML has
    return None if one is None else one.value


def gist(table: str) -> str:
    """What a table of numbers is about, in a line."""
    return "How many sessions of each class a week, and how long" if table == SESSIONS else keeps(table)
