"""What the supervisor's screens ask, beside ``ui.source``: the whole agency, what-ifs, the year ahead, reports."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tcm_tui.desk.holding import Held
    from tcm_tui.desk.outlook import Outlook, Tell
    from tcm_tui.desk.rebalance import Applied, Ask, Rebalance
    from tcm_tui.desk.report import Progress, Report
    from tcm_tui.desk.scope import Scope
    from tcm_tui.desk.views import AgencyTotal, AgencyView, BehindView, ClockItem, WeekView, WriteResult
    from tcm_tui.desk.views.staff import RosterView, StaffSheet, StaffView


class Team(Protocol):
    """The supervisor's questions. Every answer is a frozen view of the desk."""

    # ── rebalancing ───────────────────────────────────────────────────────────────────────────────

    def rebalance(self, on: date, ask: Ask, going_on: Callable[[], bool] | None = None) -> Rebalance:
        """The fewest moves for a what-if; reads only, from any thread. Raises DeskError for what can't be asked, and
        when going_on, asked all the while, has answered False.
        """

    def make_moves(
        self, plan: Rebalance, effective: date, only: Collection[str] | None, override: str | None = None
    ) -> Applied:
        """Make the moves of a plan, or those of some members, in one write."""

    def held(self, cm: str, on: date) -> tuple[list[Held], list[Held]]:
        """The members of a worker, and those who were theirs before."""

    def hand_over(
        self,
        cm: str,
        to: str,
        effective: date,
        on: date,
        members: Collection[str],
        until: date | None = None,
        override: str | None = None,
    ) -> WriteResult:
        """Give members of a worker to another by hand, in one write; after until they come back."""

    def hand_over_sheets(self, batch: tuple[int, int], on: date, folder: Path, ending: str) -> tuple[int, str]:
        """Write the sheets of a write that moved members into a folder; how many, and a sentence on Part 2 members.

        Raises OSError.
        """

    def sites(self) -> list[tuple[str, str]]:
        """Every site, (id, name)."""

    # ── the agency ────────────────────────────────────────────────────────────────────────────────

    def agency_part(self, on: date, team: Scope) -> AgencyView:
        """The supervisor's view of a part of the agency."""

    def agency_totals(self, view: AgencyView, by: str) -> tuple[AgencyTotal, ...]:
        """The view's lines added up by ``site`` or ``type``."""

    def behind(self, on: date, figure: str, cm: str | None, team: Scope) -> BehindView:
        """What a figure is made of, of one worker or of a part of the agency. Raises DeskError."""

    def supervisors(self) -> list[tuple[str, str]]:
        """Who supervises others, (id, name)."""

    # ── clocks, staff and roster of a team ────────────────────────────────────────────────────────

    def scope_label(self, team: Scope) -> str:
        """A part of the agency in words; empty for all of it."""

    def team_due(self, on: date, days: int, met: bool, team: Scope) -> list[ClockItem]:
        """The deadlines of a part of the agency; the agency's are kept until somebody writes."""

    def team_due_at_hand(self, on: date, days: int, met: bool) -> bool:
        """Whether ``team_due`` has its answer at hand."""

    def team_due_ahead(self, on: date, days: int, met: bool) -> Callable[[], Callable[[], None]]:
        """Work for a thread that spares ``team_due`` a wait; what it returns is called in the app's thread."""

    def staff(self, on: date, team: Scope) -> StaffView: ...
    def staff_sheet(self, cm: str, on: date) -> StaffSheet | None: ...
    def roster(self, on: date, first: date, days: int, team: Scope) -> RosterView: ...

    # ── month report ──────────────────────────────────────────────────────────────────────────────

    def report(self, month: date, on: date, team: Scope, cm: str | None, progress: Progress | None = None) -> Report:
        """The month that holds a day; from any thread. Raises DeskError, Cancelled when progress answers False."""

    def write_week(self, view: WeekView, path: Path) -> str:
        """Write a week as a page or a calendar, its kind by the ending; gives a sentence on whom it names.

        Raises DeskError and StoreError.
        """

    def marked(self) -> int:
        """How many members are marked as under 42 CFR Part 2."""

    def write_report(self, report: Report, path: Path, form: str, way: str | None = None) -> str:
        """Write a report as ``.html``, ``.xlsx`` or ``.csv``; gives a sentence on whom it names. Raises DeskError.

        way: how members under 42 CFR Part 2 are treated, left out unless it is said.
        """

    # ── the year ahead ────────────────────────────────────────────────────────────────────────────

    def outlook(self, on: date, months: int, team: Scope, tell: Tell) -> Outlook:
        """The coming months, from any thread; tell is told how far it is and stops it by answering False."""
