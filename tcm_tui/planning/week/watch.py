"""How long planning may go on: seconds, and a person who may stop it at any moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tcm_tui.planning.week.hours import timetable
from tcm_tui.planning.week.problem import Contact
from tcm_tui.planning.week.quick import Draft

PULSE = 0.05
"""Seconds between two questions whether to go on."""

Report = Callable[[str, list[Contact]], bool | None]
"""Told the stage ("first plan", "proof", "hours") and the best plan so far: at each change, and every PULSE again.

False stops within about twice the PULSE.
"""


class Stopped(Exception):
    """The time given was used up, or a person stopped it, before there was an answer."""


class Watch:
    """Asked all the time whether planning may go on."""

    def __init__(self, seconds: float, report: Report | None = None) -> None:
        self._until = time.monotonic() + seconds
        self._report = report
        self._stage = ""
        self._contacts: list[Contact] = []
        self._next = 0.0
        self.halted = False
        self.cut = False
        """Whether a part of the work was not given the time it would have taken."""

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Give a part of the work so many seconds at most; what it raises when they are over ends that part alone."""
        until = self._until
        self._until = min(until, time.monotonic() + seconds)
        try:
            yield
        except Stopped:
            self.cut = True
        finally:
            self._until = until

    def show(self, stage: str, draft: Draft) -> None:
        """Report a plan at once. It is told in its first timetable, which takes milliseconds."""
        if self._report is not None and not self.halted:
            self._stage, self._contacts, self._next = stage, timetable(draft.copy()), 0.0
            self.tick()

    def tick(self) -> None:
        """Report again if it is time."""
        if self._report is not None and self._stage and not self.halted and time.monotonic() >= self._next:
            self.halted = self._report(self._stage, self._contacts) is False
            self._next = time.monotonic() + PULSE

    def remaining(self) -> float:
        """Seconds that may still be used."""
        return 0.0 if self.halted else self._until - time.monotonic()

    def over(self) -> bool:
        """Whether to stop."""
        self.tick()
        return self.remaining() <= 0

    def check(self) -> None:
        """Raises Stopped when it is over."""
        if self.over():
            raise Stopped
