"""What can stop a job, each with one sentence that a person can act on."""

from __future__ import annotations

from tcm_tui.rules.saying import visible
from tcm_tui.rules.verdict import Reason


class DeskError(Exception):
    """A job that did not happen. ``str(error)`` is one sentence: what, where, what to do.

    It may repeat what was typed or is in a file; of that what can't be seen is written out. more: further lines.
    """

    def __init__(self, sentence: str, more: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join(visible(line) for line in (sentence, *more)))


class Refused(DeskError):
    """The rules refuse this write or proposal (exit code 1)."""

    def __init__(self, sentence: str, reasons: tuple[Reason, ...] = (), more: tuple[str, ...] = ()) -> None:
        super().__init__(sentence, more)
        self.reasons = reasons


class NotOne(DeskError):
    """A name that fits nobody, or several; candidates holds (id, name) of those it fits (exit code 1)."""

    def __init__(self, sentence: str, candidates: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(sentence)
        self.candidates = candidates


class WrongUsage(DeskError):
    """Arguments that cannot go together or make no sense (exit code 2)."""
