"""Finds and reads the data under ``models/``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


@cache
def models_folder() -> Path:
    """The folder inside the installed package, else the checkout's: an editable install has no copy beside it."""
    packaged = _PACKAGE / "models"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "models"


@cache
def load_toml(name: str) -> dict[str, Any]:
    """A TOML file by its path inside ``models/``; callers must not change what they get."""
    return tomllib.loads((models_folder() / name).read_text(encoding="utf-8"))


def presets() -> list[str]:
    """The names of the shipped policies that go over the base."""
    return sorted(path.stem for path in (models_folder() / "policies").glob("*.toml") if path.stem != "base")


def rule_names() -> list[str]:
    """The names of the rules, in the order of their defaults."""
    return list(load_toml("policies/base.toml")["constraints"])
