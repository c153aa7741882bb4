"""Answers worked out before they are asked for, by a thread with a desk of its own.

What takes longer than a key press may is there at once when it was looked at ahead. Whoever asks while the thread is
at it waits for the thread: nothing is worked out twice. What the thread found is taken over only if nobody has written
since it began.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tcm_tui.desk.turns import giving_way

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Answers = dict[str, Callable[["Desk"], Any]]
"""The key under which a desk keeps an answer -> how it is worked out; the first first."""


class Beside:
    """Some answers worked out by a thread. What it returns is called in the desk's own thread, and keeps them."""

    def __init__(self, desk: Desk, answers: Answers) -> None:
        self.desk, self.answers, self.seen = desk, answers, desk.data_version()
        self._path = str(desk.store.path)
        self._taken = threading.Lock()
        self._ready = {key: threading.Event() for key in answers}
        self._found: dict[str, Any] = {}

    def __call__(self) -> Callable[[], None]:
        """The thread's work. Raises StoreError."""
        if not self._taken.acquire(blocking=False):
            return self.keep  # whoever asked was sooner
        from tcm_tui.desk import office

        with giving_way():
            try:
                own = office.open_desk(self._path)
                try:
                    for key, answer in self.answers.items():
                        with own.reading():
                            self._found[key] = answer(own)
                        self._ready[key].set()  # who waits, waits for this
                finally:
                    own.close()
            finally:
                self._all_ready()
        return self.keep

    def _all_ready(self) -> None:
        for ready in self._ready.values():
            ready.set()

    def keep(self) -> None:
        """Keep what was found, unless somebody has written since. In the desk's own thread."""
        with self.desk.reading():
            if self.desk.data_version() == self.seen:
                for key, found in list(self._found.items()):
                    self.desk.keep(key, lambda found=found: found)  # type: ignore[misc]

    def wait(self, key: str) -> None:
        """Before an answer is asked for: if the thread is at just that, wait for it and keep what it found."""
        if key not in self.answers or self.desk.data_version() != self.seen:
            return
        if self._taken.acquire(blocking=False):
            self._all_ready()  # not begun, and now it need not: who asks works it out
        self._ready[key].wait()
        self.keep()
