"""What the screens ask, in one place: the desk's answers, each imported when first asked.

Screens know this protocol only. Tests answer it with made-up views; ``DeskSource`` answers it from the
records. Every answer is a frozen view of ``desk.views``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tcm_tui.desk.views import (
    Accepted,
    AgencyView,
    CaseloadRow,
    ClockItem,
    Explanation,
    HoursRow,
    Match,
    MemberLine,
    MemberView,
    PlannedVisit,
    PlanView,
    RuleView,
    UnitsView,
    WeekView,
    WriteResult,
)
from tcm_tui.ui.teamsource import Team

if TYPE_CHECKING:
    from tcm_tui.desk.discharge import IfDischarged
    from tcm_tui.desk.forms import Checked, Field, Form, Saved
    from tcm_tui.rules.facts import Appointment

Batch = tuple[int, int]
"""First and last audit id of one write; what ``undo`` takes back."""


class WorkerName(NamedTuple):
    """A case manager to choose from."""

    cm: str
    name: str
    level: str
    type: str
    site: str


class Subject(NamedTuple):
    """What is to be explained.

    kind: member (its contact, outreach and units), units, clock, worker, hours, service, stay, coverage,
    rule. id: the member, worker or rule. ref: the service, appointment, credential or stay, where it is one.
    """

    kind: str
    id: str
    ref: str = ""
    item: ClockItem | None = None


class Draft(NamedTuple):
    """What was typed into a form and not saved. subject: whom or what it is about. at: ``2026-11-18T14:32``."""

    form: str
    subject: str
    values: dict[str, str]
    at: str


class Writer(Protocol):
    """What a screen may have written. Every method may be called from any thread and waits until it is done.

    Raises DeskError or StoreError with a sentence for the person.
    """

    def give_up(self, given_up: bool = True) -> None:
        """Let a write that waits for another program end, with nothing changed; False: let writes wait again."""

    def warm_writing(self) -> None:
        """Import what the first write needs."""

    def warm_pages(self, on: date) -> None:
        """Import what the first page of each area needs."""

    def copy_of_the_day(self, going_on: Callable[[], bool]) -> None:
        """Make the day's copy of the records unless it is there; going_on is asked meanwhile, False gives up."""

    def forms(self) -> Sequence[Form]: ...
    def form(self, id: str) -> Form: ...
    def begin(self, form: str, context: Mapping[str, str], on: date) -> dict[str, str]:
        """The texts a form starts with, by field name."""

    def echo(self, field: Field, text: str, on: date) -> str:
        """What a text is read as, in full; empty where it can't be read."""

    def check(self, form: str, texts: Mapping[str, str], on: date, context: Mapping[str, str]) -> Checked:
        """What is wrong with each field, and what the rules say; reads only."""

    def save(
        self,
        form: str,
        texts: Mapping[str, str],
        on: date,
        context: Mapping[str, str],
        began: Mapping[str, str] | None = None,
        override: str | None = None,
    ) -> Saved: ...

    def move(
        self, appointment: str, day: date, start: int, stop: int, on: date, override: str | None = None
    ) -> WriteResult: ...
    def preview(self, visit: Appointment, on: date) -> WriteResult:
        """What the rules would say to booking or moving a visit so; reads only."""

    def undo(self, batch: Batch, on: date) -> WriteResult:
        """Take one write back; the result's own batch takes that back again."""

    def quick_plan(self, cm: str, on: date, monday: date) -> PlanView: ...
    def propose(
        self, cm: str, on: date, monday: date, report: Callable[[PlanView], bool] | None = None, seconds: float = 10.0
    ) -> PlanView:
        """Plan until proved or told to stop: report is given each better plan, and stops by answering False."""

    def accept(self, visits: Sequence[PlannedVisit], on: date, override: str | None = None) -> Accepted: ...
    def drafts(self) -> list[Draft]:
        """What was typed and never saved, latest first."""

    def draft(self, form: str, subject: str) -> Draft | None: ...
    def keep_draft(self, draft: Draft) -> None: ...
    def drop_draft(self, form: str, subject: str) -> None: ...


class Source(Writer, Team, Protocol):
    """The questions a screen may ask."""

    @property
    def agency(self) -> str: ...
    def version(self) -> int:
        """Another number once the records have changed."""

    def guarded(self) -> tuple[bool, int]:
        """Whether the records are encrypted, and after how many minutes without anybody the screen shows nothing."""

    def warm(self) -> None:
        """Make ready what the first look-up would wait for."""

    def viewed(self, what: str, member: str) -> None:
        """A member is shown: a page, the units, the member were a stay to end. The audit log is told, later."""

    def searched(self, what: str) -> None:
        """Members are searched for by what is typed, which is told to nobody."""

    def untold(self) -> str | None:
        """A sentence, once, when the audit log could not be told of what was seen."""

    def ahead(self, on: date) -> Callable[[], Callable[[], None]] | None:
        """Work for a thread that spares the agency's view a wait; what it returns is called in the app's thread."""

    def workers(self, on: date) -> list[WorkerName]: ...
    def nobody(self, on: date) -> str:
        """Why there are no ``workers``: none, later, left or between; see ``desk.caseload.nobody``."""

    def caseload(self, cm: str, on: date) -> CaseloadRow: ...
    def hours(self, cm: str, on: date) -> HoursRow: ...
    def lines(self, cm: str, on: date) -> list[MemberLine]: ...
    def due(self, on: date, cm: str | None, days: int, met: bool) -> list[ClockItem]: ...
    def member(self, member: str, on: date) -> MemberView: ...
    def agency_view(self, on: date) -> AgencyView: ...
    def week(self, cm: str, on: date, monday: date) -> WeekView: ...
    def week_over(self, cm: str, on: date) -> int | None:
        """How many visits are to be logged of the week that holds ``on``, once it is over; None before."""

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView: ...
    def next_days(self, member: str, on: date, units: int) -> list[date]:
        """The next business days on which so many units fit."""

    def what_if_discharged(self, member: str, day: str, on: date) -> IfDischarged:
        """The present stay, were it to end on the day typed; raises DeskError with a sentence."""

    def find(self, text: str, on: date, limit: int) -> list[Match]: ...
    def rules(self, on: date) -> list[RuleView]: ...
    def settings(self) -> list[tuple[str, str]]:
        """The agency's settings in force as texts, (key, value), in the order they are declared."""

    def explain(self, subject: Subject, on: date) -> list[Explanation]: ...
