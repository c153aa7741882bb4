"""Threads beside the screens hand over the interpreter sooner, so that no key is felt to wait for them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SHORT = 0.0005
"""Seconds a thread keeps the interpreter while another waits for it, a tenth of the usual."""

_lock = threading.Lock()
_now: list[float] = []
"""The turn to go back to, once for each thread that gives way: several may, and end in any order."""


@contextmanager
def giving_way() -> Iterator[None]:
    """For the length of a job in a thread of its own; in the main thread there is nobody to give way to."""
    if threading.current_thread() is threading.main_thread():
        yield
        return
    with _lock:
        _now.append(_now[0] if _now else sys.getswitchinterval())
        sys.setswitchinterval(min(_now[0], SHORT))
    try:
        yield
    finally:
        with _lock:
            usual = _now.pop()
            if not _now:
                sys.setswitchinterval(usual)
