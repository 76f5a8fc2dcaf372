"""``constraints``, ``config`` and ``schema``: what the settings are, where they come from, and what may be written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stridelift.cli.options import ConfigFile, Json
from stridelift.errors import OutputError
from stridelift.resources import models_folder, presets, rule_names

if TYPE_CHECKING:
    from stridelift.config import Loaded

config = typer.Typer(help="Check or show your stridelift.toml.", no_args_is_help=True)


def _starting(words: list[str], beginning: str) -> list[str]:
    return [one for one in words if one.startswith(beginning)]


def complete_presets(incomplete: str) -> list[str]:
    return _starting(presets(), incomplete)


def complete_rules(incomplete: str) -> list[str]:
    return _starting([*rule_names(), "sessions"], incomplete)


def complete_schemas(incomplete: str) -> list[str]:
    """By their files, which are quicker to list than the shapes are to import."""
    suffix = ".schema.json"
    names = sorted(file.name.removesuffix(suffix) for file in (models_folder() / "schema").glob(f"*{suffix}"))
    return _starting(names, incomplete)


PresetName = Annotated[
    str | None,
    typer.Option(
        "--preset", metavar="NAME", autocompletion=complete_presets, help="Under this preset, in place of the config's."
    ),
]
Rules = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="RULE…",
        autocompletion=complete_rules,
        help="Only these, each number with its reason and what its sources found. `sessions` is one of them.",
    ),
]


def constraints(
    rules: Rules = None,
    config_file: ConfigFile = None,
    preset: PresetName = None,
    diff: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--diff", help="Only what differs from the preset, or from the defaults without one.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show every rule and number, and its origin.

    Each with value, unit, what is usual, evidence grade and sources. A number is the default, or a preset's, or
    stands in your config, whose line is then named. Any of them may be set there, under [constraints.RULE] or
    [sessions]. With --diff only those are listed that your config changes, with the value that they stand in place
    of; where it changes none, those that the preset changes.

    \b
    stridelift constraints                              all of them
    stridelift constraints recovery_gap                 why these hours, and who found that
    stridelift constraints --preset marathon --diff     what a preset changes
    """  # noqa: D301 - \b keeps these lines apart
    from stridelift.numbers import numbers  # noqa: PLC0415 - slow to import
    from stridelift.report.numbers import diff_text, numbers_json, numbers_text  # noqa: PLC0415 - likewise

    listing = numbers(_loaded(config_file), preset).only(rules or ())
    if as_json:
        typer.echo(numbers_json(listing, diff=diff))
    else:
        typer.echo(diff_text(listing) if diff else numbers_text(listing, full=bool(rules)))


@config.command("check")
def check(config_file: ConfigFile = None) -> None:
    """Name every mistake in the config.

    With file, line, key, and the key that was perhaps meant; exit 2 where there is one. Nothing is solved and no
    calendar is read.

    \b
    stridelift config check                    the stridelift.toml that the other commands would find
    stridelift config check -c club/anna.toml  another one
    """  # noqa: D301 - \b keeps these lines apart
    loaded = _loaded(config_file)
    if loaded.path is None:
        typer.echo("There is no stridelift.toml here: the defaults are used.")
        return
    own = sum(one.origin == "file" for one in loaded.settings.values())
    preset = f"preset {loaded.config.preset}" if loaded.config.preset else "no preset"
    typer.echo(f"{loaded.name}: no mistake; {preset}, {own} of the numbers are its own.")


@config.command("show")
def show(config_file: ConfigFile = None) -> None:
    """Print the config as it is understood.

    Yours over the preset over the defaults, as TOML that can be read back. A comment names the line or the preset
    that a number comes from; one without is the default. Of a link only the host is shown, and of a password only
    where it is kept.

    \b
    stridelift config show                     with everything that you left out
    stridelift config show > whole.toml        a file to start from
    """  # noqa: D301 - \b keeps these lines apart
    from stridelift.understood import understood  # noqa: PLC0415 - slow to import

    typer.echo(understood(_loaded(config_file)), nl=False)


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", autocompletion=complete_schemas, help="Which; else all of them.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Write files into this folder.")
    ] = None,
) -> None:
    """Print JSON Schemas, for editors and programs.

    Of the config, of what --json prints, or of a file under models/; without a name, which there are. Editors that
    know TOML (Even Better TOML, Taplo) complete and check your config by it, without a network:

    \b
    stridelift schema config -o .              writes config.schema.json
    #:schema ./config.schema.json              the first line of your stridelift.toml, then
    """  # noqa: D301 - \b keeps these lines apart
    from stridelift.schema import SHAPES, text_of  # noqa: PLC0415 - slow to import

    if output is None:
        listed = "\n".join(f"{one:<12} {title}" for one, (_, title) in SHAPES.items())
        typer.echo(listed if name is None else text_of(name), nl=name is None)
        return
    for one in [name] if name else SHAPES:
        _write(output / f"{one}.schema.json", text_of(one))
    if name in (None, "config"):
        typer.echo("Begin your stridelift.toml with: #:schema ./config.schema.json", err=True)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    except OSError as error:
        raise OutputError(f"{str(file)!r} cannot be written: {error.strerror}.") from None


def _loaded(config_file: Path | None) -> Loaded:
    from stridelift.config import find, load  # noqa: PLC0415 - slow to import

    return load(find(config_file, ()))
