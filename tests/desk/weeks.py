"""Small agencies for planning weeks: one worker, the members and records a test is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tcm_tui.desk import weekplan
from tcm_tui.desk.office import Desk
from tcm_tui.desk.views import PlannedVisit, PlanView, Unmet
from tests.desk.given import agency

MON = date(2026, 3, 23)
LAST = date(2026, 3, 30)  # the Monday whose Tuesday ends March
PEOPLE = "member_id,first_name,last_name,dob,program,focus,opened_on,area,closed_on,refused_on,hold_from,hold_until"


def week_of(folder: Path, on: date, members: str = "M1", settings: str = "", **rows: str | list[str]) -> Desk:
    """C1's agency with members M1 M2 … in area Mill; ``people`` holds further columns by member id."""
    people = rows.pop("people", [])
    more = dict(line.split(",", 1) for line in people)
    lines = [f"{m},Ana,{m},1990-05-05,standard,HE,{more.get(m, '2025-07-01,Mill,,,,')}" for m in members.split()]
    if "assignments" not in rows:
        rows["assignments"] = [f"{m},C1,2025-07-01," for m in members.split()]
    told = {"members": "\n".join([PEOPLE, *lines]) + "\n", **rows}
    return agency(folder, on, settings, **told)


def planned(desk: Desk, on: date = MON, monday: date | None = None, **more: int) -> PlanView:
    return weekplan.propose(desk, "C1", on, monday or on, **more)  # type: ignore[arg-type]


def proposed(view: PlanView) -> list[PlannedVisit]:
    return [visit for visit in view.visits if visit.state == "proposed"]


def unmet(view: PlanView, member: str = "M1") -> Unmet:
    [found] = [each for each in view.unmet if each.member == member]
    return found
