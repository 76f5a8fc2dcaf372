"""``init``: a config to begin with, from a few questions or from calendars."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from stridelift.cli.options import AllowPrivate, Busy, Now, instant, warn
from stridelift.errors import ConfigError, StrideliftError

if TYPE_CHECKING:
    from stridelift.proposal import Calendars, Proposal
    from stridelift.proposal.look import Look

T = TypeVar("T")
FILE = Path("stridelift.toml")
MOST_QUESTIONS = 6
_BETTER = 'leave it out of repositories, or write source = { env = "NAME" } and keep the link in the environment.'

Shown = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE…", help="Calendars to propose from: .ics files or folders of them, https:// or webcal:// links."
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Write the config to this file.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing: take what the calendars show, else the defaults.")]


def init(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: Shown = None,
    busy: Busy = None,
    output: Output = FILE,
    yes: Yes = False,  # noqa: FBT002 - a flag
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
) -> None:
    """Write a commented stridelift.toml to begin with.

    Asks at most six questions; Enter takes what stands in the brackets. Shown a calendar, it proposes from eight weeks
    before and after today: when runs usually start, when you are free, your easy pace and your time zone, where and
    when you lift, the races to come, and rules for titles that only their size gives away. Each line of the file says
    what it does and where its value comes from.

    \b
    stridelift init                                    asks for everything
    stridelift init runs.ics --busy life.ics           proposes from two calendars, and asks
    stridelift init https://example.org/me.ics --yes   asks nothing

    The answers may come through a pipe, a line each. A file that exists is never overwritten. Where a calendar is a
    link, the file is readable by you alone, for whoever has the link can read the calendar.
    """  # noqa: D301 - the backspace keeps the lines below it apart
    from stridelift.proposal.look import named  # noqa: PLC0415 - slow to import
    from stridelift.proposal.written import refuse_existing, write  # noqa: PLC0415 - likewise

    refuse_existing(output)
    asker = _Asker(silent=yes)
    starter = _Starter(asker, output, now, allow_private=allow_private)
    proposal = starter.proposal(named(sources or (), busy or ()))
    write(output, proposal, starter.today)
    _say_next(output, proposal)


@dataclass
class _Asker:
    """Reads answers from a terminal, where a wrong one is asked for again, or from a pipe, where it is an error."""

    silent: bool
    asked: int = 0
    over: bool = False

    def ask(self, text: str, shown: str, take: Callable[[str], T], otherwise: T) -> T:
        """What ``take`` makes of an answer; ``otherwise`` where there is none."""
        while not (self.silent or self.over):
            answer = self._line(f"{text} [{shown}]: ")
            if not answer:
                break
            try:
                return take(answer)
            except StrideliftError as error:
                if not sys.stdin.isatty():
                    raise
                typer.echo(f"{error}", err=True)
        return otherwise

    def _line(self, prompt: str) -> str:
        typer.echo(prompt, err=True, nl=False)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            typer.echo(line.rstrip("\r\n"), err=True)
        elif not line:
            typer.echo("", err=True)
            raise ConfigError("no more answers came; nothing was written.")
        if not line and not self.asked:
            raise ConfigError(
                "nobody is there to answer: standard input is empty.",
                "run it in a terminal, pipe the answers in, or take all that is proposed with --yes.",
            )
        self.over = not line
        self.asked += 1
        return line.strip()


class _Starter:
    def __init__(self, asker: _Asker, output: Path, now: str | None, *, allow_private: bool) -> None:
        self.asker = asker
        self.output = output
        self.now = instant(now)
        self.allow_private = allow_private
        self.today = self.now.date() if self.now else date.today()  # noqa: DTZ011 - where the athlete sits

    def proposal(self, calendars: Calendars) -> Proposal:
        """What the file is to say: proposed, then as the athlete answers."""
        from stridelift.proposal.answers import questions  # noqa: PLC0415 - slow to import

        proposal = self._seen(calendars) if calendars else self._asked_for()
        for one in questions(proposal, self.today, MOST_QUESTIONS - self.asker.asked):
            proposal = self.asker.ask(one.text, one.shown(proposal), partial(one.put, proposal), proposal)
        return proposal

    def _asked_for(self) -> Proposal:
        """The calendar is a question of its own where none was named."""
        from stridelift.proposal.look import named, unseen  # noqa: PLC0415 - slow to import

        here = sorted(one.name for one in Path().glob("*.ics"))
        shown = here[0] if len(here) == 1 else "none"

        def take(text: str) -> Proposal:
            return unseen() if text.lower() == "none" else self._seen(named([text], ()))

        asked = self.asker.ask("Your training calendar: a file, a folder or a link, or none", shown, take, None)
        return asked or take(shown)

    def _seen(self, calendars: Calendars) -> Proposal:
        from stridelift.proposal.look import look  # noqa: PLC0415 - slow to import
        from stridelift.proposal.written import beside  # noqa: PLC0415 - likewise

        seen = look(calendars, self.now, allow_private=self.allow_private)
        warn(seen.warnings)
        typer.echo(_summary(seen), err=True)
        return beside(seen.proposal, self.output)


def _summary(seen: Look) -> str:
    from stridelift.report import counted  # noqa: PLC0415 - slow to import

    counts = ((seen.runs, "runs"), (seen.strength, "strength sessions"), (seen.commitments, "commitments"))
    return f"Eight weeks before and after today: {', '.join(counted(count, what) for count, what in counts)}."


def _say_next(output: Path, proposal: Proposal) -> None:
    typer.echo(f"{output}: written. Read it: each line says where its value comes from.", err=True)
    if proposal.has_link:
        holds = f"{output} holds a link, and whoever has that can read the calendar. So only you can read the file; "
        warn((f"{holds}{_BETTER}",))
    config = "" if output == FILE else f" -c {output}"
    source = "" if proposal.calendars else " YOUR_CALENDAR.ics"
    typer.echo(f"Next: stridelift solve{source}{config}", err=True)
