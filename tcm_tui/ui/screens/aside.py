"""What a screen works out in a thread: told as it goes on, given up without waiting for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from tcm_tui.ui import crash
from tcm_tui.ui.screens.area import AreaScreen

T = TypeVar("T")
Tell = Callable[..., bool]
"""Called in the thread with what there is to tell; False: nobody waits for the answer any more."""


class Run:
    """One answer that is being worked out; stopped is looked at by its thread."""

    stopped = False


class AsideScreen(AreaScreen):
    """run: what is under way; what an older one still tells or answers is not listened to."""

    def __init__(self) -> None:
        super().__init__()
        self.run: Run | None = None

    def begin(self, run: Run, work: Callable[[Tell], T], told: Callable[..., None], done: Callable[[T], None]) -> None:
        """Work in a thread; told is called with all that work tells, done with its answer, both in the app's own."""
        self.run = run
        self.run_worker(partial(self._work, run, work, told, done), thread=True, group="aside", exit_on_error=False)

    def _work(self, run: Run, work: Callable[[Tell], T], told: Callable[..., None], done: Callable[[T], None]) -> None:
        """In the thread."""

        def tell(*said: Any) -> bool:
            if not run.stopped:
                self.call_later(self._heard, run, told, *said)
            return not run.stopped

        try:
            found = work(tell)
        except Exception as error:
            self.call_later(self._heard, run, self._broke, error)
            return
        self.call_later(self._heard, run, self._ended, done, found)

    def _heard(self, run: Run, then: Callable[..., None], *said: Any) -> None:
        if run is self.run:
            then(*said)

    def _ended(self, done: Callable[[T], None], found: T) -> None:
        self.run = None
        done(found)

    def _broke(self, error: Exception) -> None:
        self.stop()
        told = crash.sentence(error)
        if told is None:
            raise error
        self.failed()
        self.tcm.say(told, "error")

    def failed(self) -> None:
        """Nothing came of it: show so."""

    def stop(self) -> bool:
        """Give up what is being worked out; False when nothing is."""
        run, self.run = self.run, None
        if run is not None:
            run.stopped = True
        return run is not None

    def on_unmount(self) -> None:
        AsideScreen.stop(self)
