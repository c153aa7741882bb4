"""Faults of the app: one sentence for a person, a reference for a fault of the program, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tcm_tui.ui import crash
from tcm_tui.ui.notices import Notices
from tcm_tui.ui.sturdy import Sturdy


class Careful(Notices, Sturdy[int]):
    """What to mix into an app."""

    @contextmanager
    def careful(self) -> Iterator[None]:
        """What a person can act on becomes a notice; faults of the program go on."""
        try:
            yield
        except Exception as error:
            told = crash.sentence(error)
            if told is None:
                raise
            self.say(told, "error")
            self.told_of(error)

    def told_of(self, error: Exception) -> None:
        """After a person was told of an error."""
