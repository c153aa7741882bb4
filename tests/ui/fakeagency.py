"""The supervisor's view of the made-up agency: parts of it, its totals, and what is behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tcm_tui.desk import agency, totals
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views import AgencyTotal, AgencyView, Behind, BehindView
from tcm_tui.rules.verdict import Reason

WHAT = ("outreach", "contact, partial month", "plan, signature", "credential, training wraparound")


class FakeAgency:
    """Mixed into ``faketeam.FakeTeam``; what it uses of the others is the fake's."""

    agency_view: Callable[[date], AgencyView]
    lines: Callable[..., list[Any]]
    workers: Callable[..., list[Any]]

    def agency_part(self, on: date, team: Scope) -> AgencyView:
        return agency.part(self.agency_view(on), team)

    def agency_totals(self, view: AgencyView, by: str) -> tuple[AgencyTotal, ...]:
        return totals.totals(view, by)

    def behind(self, on: date, figure: str, cm: str | None, team: Scope) -> BehindView:
        if figure == "uncovered":
            line = Behind(None, "Sat 21 Nov 22:00–24:00", None, None, 14.0, "intensive, nobody on call", "open", on)
            return BehindView(figure, "Hours nobody is on call, seven days", on, None, "", "hours", 14.0, (line,))
        if figure not in ("overdue", "risk", "caseload"):
            raise WrongUsage(f"“{figure}” is not in the made-up agency.")
        worker = next(w for w in self.workers(on) if cm in (None, w.cm))
        status = ("overdue", "missed", "overdue", "due-today")
        found = [
            Behind(m.member, m.name, worker.cm, worker.name, 1, WHAT[n % 4], status[n % 4], on - timedelta(days=n))
            for n, m in enumerate(self.lines(worker.cm, on)[:9])
        ]
        about = worker.name if cm else ""
        why = Reason("R19", f"{len(found)} of a made-up agency = {len(found)}", "A, Outreach")
        return BehindView(figure, "Overdue", on, cm, about, "deadlines", len(found), tuple(found), (why,))

    def supervisors(self) -> list[tuple[str, str]]:
        return [(w.cm, w.name) for w in self.workers(date(2026, 11, 18))[:1]]
