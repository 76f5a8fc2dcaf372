"""Where a secret is kept: in the environment, or behind a command such as ``pass show calendar``; never in a config."""

from __future__ import annotations

import os
import subprocess
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from stridelift.errors import ConfigError

_PATIENCE = 60  # seconds; a key ring may ask its owner first


class Secret(BaseModel):
    """Either the name of an environment variable, or a command whose first line of output it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    env: str | None = Field(None, description="The environment variable that holds it.")
    command: tuple[str, ...] | None = Field(None, description="A command whose first line of output it is.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.env) == bool(self.command):
            raise ValueError('write either { env = "NAME" } or { command = ["pass", "show", "calendar"] }')
        return self

    def reveal(self) -> str:
        """The secret itself, asked for anew.

        Raises:
            ConfigError: it is not to be had. Nothing that the command printed is in the message.
        """
        if self.env:
            return self._from_environment(self.env)
        return self._from_command(self.command or ())

    def _from_environment(self, name: str) -> str:
        value = os.environ.get(name, "").strip()
        if not value:
            state = "empty" if name in os.environ else "not set"
            raise ConfigError(f"the environment variable {name} is {state}.", f"set it first, as in `export {name}=…`.")
        return value

    def _from_command(self, command: tuple[str, ...]) -> str:
        name = f"the command {command[0]!r} of a secret"
        try:
            done = subprocess.run(  # noqa: S603 - the athlete's own, and no shell
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False
            )
            lines = done.stdout.decode().splitlines()
        except subprocess.TimeoutExpired:
            raise ConfigError(f"{name} took more than {_PATIENCE} seconds.", "it waits for an answer.") from None
        except UnicodeDecodeError:
            raise ConfigError(f"{name} prints no text.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is no command"
            raise ConfigError(f"{name} cannot be run: {reason}.", "its path is misspelt.") from None
        if done.returncode:
            raise ConfigError(f"{name} failed with code {done.returncode}.", "run it by hand to see why.")
        if not lines or not lines[0].strip():
            raise ConfigError(f"{name} prints nothing.", "run it by hand to see why.")
        return lines[0].strip()
