"""The supervisor's questions answered by the desk; each module of the desk is imported when first asked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.desk.turns import giving_way
from tcm_tui.ui.deskwrites import DeskWriter

if TYPE_CHECKING:
    from tcm_tui.desk.holding import Held
    from tcm_tui.desk.outlook import Outlook, Tell
    from tcm_tui.desk.rebalance import Applied, Ask, Rebalance
    from tcm_tui.desk.report import Progress, Report
    from tcm_tui.desk.scope import Scope
    from tcm_tui.desk.views import AgencyTotal, AgencyView, BehindView, ClockItem, WeekView, WriteResult
    from tcm_tui.desk.views.staff import RosterView, StaffSheet, StaffView


class DeskTeam(DeskWriter):
    """``ui.teamsource.Team`` over an open desk."""

    # ── rebalancing ───────────────────────────────────────────────────────────────────────────────

    def rebalance(self, on: date, ask: Ask, going_on: Callable[[], bool] | None = None) -> Rebalance:
        from tcm_tui.desk import rebalance

        with self._own() as desk:
            return rebalance.propose(desk, on, ask=ask, going_on=going_on)

    def make_moves(
        self, plan: Rebalance, effective: date, only: Collection[str] | None, override: str | None = None
    ) -> Applied:
        from tcm_tui.desk import rebalance

        with self._own() as desk:
            return rebalance.apply(desk, plan, effective, only=only, override=override)

    def held(self, cm: str, on: date) -> tuple[list[Held], list[Held]]:
        from tcm_tui.desk import holding

        with self._own() as desk:
            return holding.held(desk, cm, on)

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
        from tcm_tui.desk import bulk

        with self._own() as desk:
            return bulk.hand_over(desk, cm, to, effective, on, members=members, until=until, override=override)

    def hand_over_sheets(self, batch: tuple[int, int], on: date, folder: Path, ending: str) -> tuple[int, str]:
        from tcm_tui.desk import handover

        with self._own() as desk:
            found = handover.of_batch(desk, batch, on)
            return len(handover.write(found, folder, ending, desk)), handover.of_part2(found, desk)

    def sites(self) -> list[tuple[str, str]]:
        from tcm_tui.desk import scope

        with self._own() as desk, desk.reading():
            return scope.sites(desk)

    # ── the agency ────────────────────────────────────────────────────────────────────────────────

    agency_view: Callable[[date], AgencyView]  # of ``DeskSource``, which waits for the thread that looks ahead

    def agency_part(self, on: date, team: Scope) -> AgencyView:
        from tcm_tui.desk import agency

        view = self.agency_view(on)
        return view if team.all else agency.part(view, team)

    def agency_totals(self, view: AgencyView, by: str) -> tuple[AgencyTotal, ...]:
        from tcm_tui.desk import totals

        return totals.totals(view, by, self.desk.packs)

    def behind(self, on: date, figure: str, cm: str | None, team: Scope) -> BehindView:
        from tcm_tui.desk import behind

        return behind.behind(self.desk, on, figure, cm, team)

    def supervisors(self) -> list[tuple[str, str]]:
        from tcm_tui.desk import scope

        with self.desk.reading():
            return scope.supervisors(self.desk)

    # ── clocks, staff and roster of a team ────────────────────────────────────────────────────────

    def scope_label(self, team: Scope) -> str:
        from tcm_tui.desk import scope

        with self.desk.reading():
            return scope.label(self.desk, team)

    def team_due(self, on: date, days: int, met: bool, team: Scope) -> list[ClockItem]:
        from tcm_tui.desk.clocks import team as clocks

        return clocks.due(self.desk, on, days, met, team)

    def team_due_at_hand(self, on: date, days: int, met: bool) -> bool:
        from tcm_tui.desk.clocks import team as clocks

        return clocks.at_hand(self.desk, on, days, met)

    def team_due_ahead(self, on: date, days: int, met: bool) -> Callable[[], Callable[[], None]]:
        from tcm_tui.desk.clocks import team as clocks

        return clocks.ahead(self.desk, on, days, met)

    def staff(self, on: date, team: Scope) -> StaffView:
        from tcm_tui.desk import staff

        return staff.view(self.desk, on, team)

    def staff_sheet(self, cm: str, on: date) -> StaffSheet | None:
        from tcm_tui.desk import staff

        return staff.sheet(self.desk, cm, on)

    def roster(self, on: date, first: date, days: int, team: Scope) -> RosterView:
        from tcm_tui.desk import roster

        return roster.view(self.desk, on, first, days, scope=team)

    # ── month report ──────────────────────────────────────────────────────────────────────────────

    def write_week(self, view: WeekView, path: Path) -> str:
        from tcm_tui.desk import papers
        from tcm_tui.desk.errors import DeskError

        with self._own() as desk:
            try:
                return papers.write_week(view, path, desk=desk).told
            except OSError as error:
                why = (error.strerror or "unknown reason").lower()
                raise DeskError(f"{path} can't be written: {why}.") from None

    def report(self, month: date, on: date, team: Scope, cm: str | None, progress: Progress | None = None) -> Report:
        from tcm_tui.desk import report

        with giving_way(), self._own() as desk:
            return report.view(desk, month, on, team, cm, progress)

    def marked(self) -> int:
        from tcm_tui.desk import part2

        return len(part2.marked(self.desk))

    def write_report(self, report: Report, path: Path, form: str, way: str | None = None) -> str:
        from tcm_tui.desk.disclosure import To
        from tcm_tui.desk.report import files

        with self._own() as desk:
            return files.write(desk, report, path, form, to=To(part2=way)).told

    # ── the year ahead ────────────────────────────────────────────────────────────────────────────

    def outlook(self, on: date, months: int, team: Scope, tell: Tell) -> Outlook:
        from tcm_tui.desk import outlook

        with giving_way(), self._own() as desk:
            return outlook.look(desk, on, months, team, tell)
