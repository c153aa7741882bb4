"""Why a figure is what it is, what the rules say, and what a write did."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from tcm_tui.desk.views.week import PlannedVisit
from tcm_tui.rules.verdict import Reason


class Explanation(NamedTuple):
    """What ``e`` shows: a title, the answer in one line, and the reasons with their sources."""

    title: str
    answer: str
    reasons: tuple[Reason, ...]
    policy: tuple[tuple[str, str], ...] = ()


class RuleValue(NamedTuple):
    """One dated value of the rule book; from_ None means as far back as is known."""

    key: str
    amount: str
    from_: date | None
    source: str
    reading: str
    in_force: bool


class RuleView(NamedTuple):
    """A rule of the book with the values in force and where it is shown. question: what the sources leave open."""

    id: str
    title: str
    document: str
    source: str
    text: str
    reading: str
    status: str  # computed | shown
    values: tuple[RuleValue, ...]
    shown_in: tuple[str, ...]
    question: str | None


class AuditLine(NamedTuple):
    """One entry of the audit log; before and after hold the changed columns as JSON text."""

    id: int
    at: datetime
    who: str
    action: str
    entity: str
    key: str
    member: str | None
    before: str | None
    after: str | None


class WriteResult(NamedTuple):
    """What a write did. id is None when nothing was stored; verdict: ok, warn or refused.

    ``warn`` without an id waits for a reason to override; with one it was stored and is flagged.
    batch: the first and last entry of the audit log that tell of it, by which ``desk.undo`` takes it back;
    None when nothing changed.
    """

    id: str | None
    verdict: str
    reasons: tuple[Reason, ...]
    batch: tuple[int, int] | None = None


class Accepted(NamedTuple):
    """What accepting planned visits did: a result for each of visits, in their order, and the one batch to undo.

    With a key that was used before, visits and results are those of that first time.
    """

    results: tuple[WriteResult, ...]
    batch: tuple[int, int] | None = None
    visits: tuple[PlannedVisit, ...] = ()
