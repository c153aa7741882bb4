"""What keeps records from getting out beside the screen: set up before anything else of the program is loaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

_ROOT = Path(__file__).resolve().parent
_WORKPLACE = ("ANIMATIONS", "COLOR_SYSTEM", "DIM_FACTOR", "DISABLE_KITTY_KEY", "FPS", "SMOOTH_SCROLL", "THEME")
"""The framework's settings that change how things look or move, and nothing else."""


def up() -> None:
    """Private files, no core dumps, no switches of the framework, no value in a message of Python's own."""
    os.umask(0o077)
    _no_core_dumps()
    quiet_framework()
    sys.excepthook = _failed
    # A warning of Python's own about a thread or an object shows the object, and so whatever is in it.
    sys.unraisablehook = lambda _: None


def _no_core_dumps() -> None:
    try:
        import resource
    except ImportError:  # a system without it has none to turn off this way
        return
    try:
        # 1, not 0: to a pipe, as systemd has it, Linux writes at any limit but this one; a file needs more.
        most = resource.getrlimit(resource.RLIMIT_CORE)[1]
        limit = 1 if most == resource.RLIM_INFINITY else min(1, most)
        resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
    except (OSError, ValueError):
        return


def quiet_framework() -> None:
    """Take the framework's switches for logs, screenshots, debugging, pressed keys and drivers out of the environment.

    It reads them when it is imported.
    """
    for name in list(os.environ):
        if name == "TEXTUAL" or (name.startswith("TEXTUAL_") and name.removeprefix("TEXTUAL_") not in _WORKPLACE):
            del os.environ[name]


def quiet_logging() -> None:
    """Let what Python's own log says go nowhere: it would write errors with their values over the screen."""
    import logging
    import threading

    logging.lastResort = None
    logging.raiseExceptions = False
    threading.excepthook = lambda _: None


def trail(error: BaseException) -> str:
    """Where an error came from, a line of the program each, the innermost last; no value and no message of it."""
    lines = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        file = path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name
        lines.append(f"  {file}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return "\n".join([*lines, f"  {type(error).__name__}"])


def place_of(error: BaseException) -> str:
    """``ui/app.py:120``: the innermost line of ours on the way to the error."""
    place = "outside the program"
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(_ROOT):
            place = f"{path.relative_to(_ROOT).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def report(error: BaseException) -> str:
    """What a person is told and can pass on of a fault of the program; nothing of the records is in it."""
    import hashlib

    place = place_of(error)
    kind = type(error).__name__
    reference = hashlib.sha256(f"{kind}@{place}".encode()).hexdigest()[:8]
    told = (
        f"The program met a fault of its own and had to stop (reference {reference}: {kind} at {place}).\n"
        "What was saved before is safe. Please pass the reference on; it holds nothing of your records."
    )
    return f"{told}\n{trail(error)}" if debugging() else told


def debugging() -> bool:
    """``$TCM_DEBUG`` asks for the way to the fault as well."""
    return bool(os.environ.get("TCM_DEBUG"))


def _failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What Python calls for an error nobody caught."""
    if issubclass(kind, KeyboardInterrupt):
        print("Stopped.", file=sys.stderr)
        return
    print(report(error.with_traceback(trace)), file=sys.stderr)
