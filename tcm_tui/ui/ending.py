"""Ending by a signal: what was typed kept, the audit log told, and the terminal as it was, whatever the app is at."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGXCPU", "SIGALRM", "SIGUSR1", "SIGUSR2")
"""What ends a process unless it minds, and leaves it the time to: without, names would be left on the screen."""
GRACE = 4.0
"""Seconds an orderly end may take; then the terminal is put right and the process ends."""
KEEPING = 0.3
"""Seconds for a form's draft on its way to the database."""
_RESTORE = (
    "\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l\x1b[?2004l"
    "\x1b[?2048l\x1b[?7h\x1b[<u\x1b[0m"
)
"""The usual screen, a cursor, no mouse, no focus reports, pasting and keys as usual."""


def _mode() -> list[Any] | None:
    """How the terminal is set, as it was before the app."""
    try:
        import termios

        return termios.tcgetattr(sys.__stdin__.fileno())  # type: ignore[union-attr]
    except Exception:  # no terminal, or no termios, whose error is of no kind that is known without it
        return None


_BEFORE = _mode()
"""Taken when this is imported, before the framework changes it."""


@contextmanager
def unechoed() -> Iterator[None]:
    """Meanwhile the terminal doesn't show by itself what is typed.

    A passphrase typed ahead, before the log-in stands or between two apps, would stand on the usual screen, and so in
    what can be scrolled back to.
    """
    found = _mode()
    if found is None:
        yield
        return
    import termios

    handle = sys.__stdin__.fileno()  # type: ignore[union-attr]
    with suppress(termios.error):
        termios.tcsetattr(handle, termios.TCSANOW, [*found[:3], found[3] & ~termios.ECHO, *found[4:]])
    try:
        yield
    finally:
        with suppress(termios.error):  # a terminal that is gone
            termios.tcsetattr(handle, termios.TCSANOW, found)


def watch(app: App[Any]) -> None:
    """From now on the signals end the app with 128 and their number. Only in the main thread of a real app."""
    if app.is_headless or threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()

    def ended(number: int, _: object) -> None:
        for each in SIGNALS:
            if hasattr(signal, each):
                signal.signal(getattr(signal, each), signal.SIG_IGN)  # once is enough
        late = threading.Timer(GRACE, _leave, (128 + number,))
        late.daemon = True
        late.start()
        loop.call_soon_threadsafe(app.call_later, _end, app, 128 + number)

    for each in SIGNALS:
        if hasattr(signal, each):
            signal.signal(getattr(signal, each), ended)


def let_go() -> None:
    """An app that has ended is held no more by what signals call; until the next, one of them ends the program."""
    if threading.current_thread() is not threading.main_thread():
        return
    for each in SIGNALS:
        if hasattr(signal, each):
            signal.signal(getattr(signal, each), _ended_between)
    for each in ("SIGTSTP", "SIGCONT"):  # the framework's
        if hasattr(signal, each):
            signal.signal(getattr(signal, each), signal.SIG_DFL)


def _ended_between(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def _end(app: App[Any], code: int) -> None:
    screens: list[Any] = list(app.screen_stack)
    forms = [screen for screen in screens if hasattr(screen, "box") and hasattr(screen, "keep")]
    if forms:
        forms[-1].keep()
        app.set_timer(KEEPING, lambda: app.exit(return_code=code))
    else:
        app.exit(return_code=code)


def _leave(code: int) -> None:
    """End at once; what was not committed is undone by the next who opens the database."""
    try:
        os.write(2, _RESTORE.encode())
        if _BEFORE is not None:
            import termios

            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, _BEFORE)  # type: ignore[union-attr]
    finally:
        os._exit(code)
