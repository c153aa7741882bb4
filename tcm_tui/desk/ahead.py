"""Answers worked out before they are asked for, by a thread with a desk of its own.

The agency's view of a big agency takes longer than a key press may; looked at ahead, it is there at once. Whoever
asks while the thread is at it waits for the thread: nothing is worked out twice. What the thread found is taken
over only if nobody has written since it began.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.turns import giving_way

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.staff import Everybody
    from tcm_tui.desk.views import AgencyView


class Ahead:
    """The agency's view of one day, then its staff sheet, worked out by a thread.

    What it returns is called in the desk's own thread.
    """

    def __init__(self, desk: Desk, on: date, seen: int) -> None:
        self.desk, self.on, self.seen = desk, on, seen
        self._path = str(desk.store.path)
        self._taken = threading.Lock()
        self._ready = threading.Event()
        self._found: AgencyView | None = None
        self._staff: Everybody | None = None

    def __call__(self) -> Callable[[], None]:
        """The thread's work. Raises StoreError."""
        if not self._taken.acquire(blocking=False):
            return self.keep  # whoever asked was sooner
        from tcm_tui.desk import agency, office, staff

        with giving_way():
            try:
                own = office.open_desk(self._path)
                try:
                    self._found = agency.view(own, self.on)
                    self._ready.set()  # who waits, waits for this
                    with own.reading():
                        self._staff = staff.everybody(own, self.on)
                finally:
                    own.close()
            finally:
                self._ready.set()
        return self.keep

    def keep(self) -> None:
        """Keep what was found, unless somebody has written since. In the desk's own thread."""
        from tcm_tui.desk import agency, staff

        with self.desk.reading():
            if self.desk.data_version() != self.seen:
                return
            if self._found is not None:
                agency.keep(self.desk, self.on, self._found)
            if self._staff is not None:
                staff.keep(self.desk, self.on, self._staff)

    def wait(self, on: date) -> None:
        """Before the view of a day is asked for: if the thread is at just that, wait for it and keep what it found."""
        if on != self.on or self.desk.data_version() != self.seen:
            return
        if self._taken.acquire(blocking=False):
            self._ready.set()  # not begun, and now it need not: who asks works it out
        self._ready.wait()
        self.keep()


def key(on: date) -> str:
    """Under which the desk keeps the agency's view of a day."""
    return f"agency {on}"


def agency_view(desk: Desk, on: date) -> Ahead | None:
    """Work for a thread; None where the answer is at hand already."""
    with desk.reading():
        return None if desk.kept(key(on)) else Ahead(desk, on, desk.data_version())
