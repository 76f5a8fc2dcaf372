"""Processes beside the server: started apart from its terminal, ended with all that they started."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress

LONGEST = 15 * 60.0  # seconds that one answer may take


async def spawn(module: str) -> tuple[asyncio.subprocess.Process, asyncio.StreamWriter, asyncio.StreamReader]:
    """The process of a module, with its standard input and output."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the server, which ends it
    )
    assert process.stdin and process.stdout  # noqa: S101, PT018 - narrows
    return process, process.stdin, process.stdout


async def end(process: asyncio.subprocess.Process) -> None:
    """Kills it, if it is still there."""
    with suppress(ProcessLookupError):
        if process.returncode is None:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
