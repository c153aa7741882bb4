"""Faults of the app: one sentence for a person, a reference for a fault of the program, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tcm_tui.ui import crash
from tcm_tui.ui.notices import Notices


class Careful(Notices):
    """What to mix into an app. fault: what to print after an app that had to stop."""

    fault: str | None = None

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

    def _fatal_error(self) -> None:
        """Stop with a reference and the place only: a traceback with its values would show names."""
        assert self._exception is not None
        self.fault = crash.report(self._exception)
        self._close_messages_no_wait()
