"""What the rules allow only with a reason: the reason is asked for, once for all visits of a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcm_tui.desk.views import WriteResult
from tcm_tui.ui import words
from tcm_tui.ui.screens.pick import PickScreen
from tcm_tui.ui.widgets.chooser import Choice


class ReasonScreen(PickScreen):
    """results: what stopped so many visits. then: called with the reason once there is one."""

    HINT = "type the reason, then enter; esc leaves them proposed"

    def __init__(self, results: Sequence[WriteResult], then: Callable[[str], None]) -> None:
        super().__init__()
        self.count, self.then = len(results), then
        self.title = f"{words.some(self.count, 'visit')} of the plan need a reason"
        if self.count == 1:
            self.title = "This visit needs a reason"
        said = dict.fromkeys((reason.rule, reason.text) for result in results for reason in result.reasons)
        self.why = [Choice("", [(f"{rule} ", "strong"), (text, "muted")]) for rule, text in said]

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        """What enter does with the text; below it why a reason is needed."""
        wanted = text.strip()
        if not wanted:
            return self.why
        return [Choice(wanted, [(f"Book {words.some(self.count, 'visit')}, because: ", "text"), (wanted, "strong")])]

    async def chosen(self, key: str) -> None:
        if key:
            self.then(key)
        else:
            self.tcm.say("Nothing is booked without a reason in words; a asks again.", "warning")
