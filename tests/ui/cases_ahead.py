"""Looking ahead in every state."""

from __future__ import annotations

from tests.ui.fake import Fake
from tests.ui.fakeahead import Working
from tests.ui.states import Case, Empty, Long, Nobody, Unread

WAIT = "wait"


class Looking(Working, Fake):
    """An agency whose year ahead is never ready."""


AHEAD: dict[str, Case] = {
    "usual": Case("ahead", (WAIT,)),
    "contacts": Case("ahead", (WAIT, "right")),
    "caseload": Case("ahead", (WAIT, "right", "right", "j", "j")),
    "caseload-no-range": Case("ahead", (WAIT, *["right"] * 4)),
    "none": Case("ahead", (WAIT, *["left"] * 2, "G")),
    "behind": Case("ahead", (WAIT, "right", "j", "j", "enter")),
    "behind-filtered": Case("ahead", (WAIT, "enter", "f", *"rosa")),
    "explain": Case("ahead", (WAIT, "enter", "e")),
    "nobody": Case("ahead", (WAIT,), Nobody),
    "empty": Case("ahead", (WAIT,), Empty),
    "long-names": Case("ahead", (WAIT, "j", "j", "enter"), Long),
    "error": Case("ahead", (WAIT,), Unread),
    "working": Case("ahead", source=Looking),
    "stopped": Case("ahead", ("escape",), Looking),
}
