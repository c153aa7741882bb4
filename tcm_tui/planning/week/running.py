"""The solver in a thread of its own, as it asks only now and then (after up to half a second) whether to stop."""

from __future__ import annotations

import threading
from typing import Any

from tcm_tui.planning.week.watch import PULSE, Stopped, Watch


class Running:
    """Runs one solver again and again. Once stopped in the middle it must not be used any more."""

    def __init__(self, solver: Any, watch: Watch) -> None:
        self._solver = solver
        self._watch = watch
        self._left = False
        solver.cbMipInterrupt.subscribe(self._ask)
        solver.cbSimplexInterrupt.subscribe(self._ask)

    def _ask(self, event: Any) -> None:
        if self._left:
            event.interrupt()

    def run(self) -> None:
        """Solve. Raises Stopped soon after the watch says so; the solver then ends by itself a little later."""
        if self._left:
            raise Stopped
        self._watch.check()
        self._solver.setOptionValue("time_limit", max(0.01, self._watch.remaining()))
        thread = threading.Thread(target=self._solver.run, name="solver")
        thread.start()
        try:
            while thread.is_alive():
                thread.join(min(PULSE, max(0.001, self._watch.remaining())))
                if thread.is_alive():
                    self._watch.check()
        except BaseException:
            self._left = True
            raise
