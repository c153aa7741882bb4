"""The supervisor's view against plain SQL over the records, and every figure against the lines behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tcm_tui.desk import agency, behind, clocks, forms, hours, scope, totals
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import AgencyRow, AgencyView
from tests.desk import demo_agency, given
from tests.desk.demo_agency import MONTH_END, WEDNESDAY

FIGURES: dict[str, Any] = {
    "caseload": lambda r: r.caseload.members,
    "weight": lambda r: r.caseload.weighted,
    "hours": lambda r: r.hours.worked,
    "overdue": lambda r: r.overdue,
    "today": lambda r: r.due_today,
    "risk": lambda r: r.at_risk_units + r.over_limit_units,
    "community": lambda r: r.community[0],
}
"""Each figure of a worker as the view has it."""


def opened(on: date = WEDNESDAY) -> tuple[Desk, AgencyView]:
    desk, _ = demo_agency.desk(on)
    return desk, agency.view(desk, on)


@pytest.mark.parametrize("on", [WEDNESDAY, MONTH_END])
def test_each_figure_of_each_worker_is_the_sum_of_the_lines_behind_it(on: date) -> None:
    desk, view = opened(on)
    asked = 0
    for row in view.rows:
        for figure, value in FIGURES.items():
            found = behind.behind(desk, on, figure, row.caseload.cm)
            assert found.amount == pytest.approx(value(row)), (row.caseload.cm, figure)
            assert found.amount == pytest.approx(sum(line.amount or 0 for line in found.rows))
            assert found.reasons and all(line.cm == row.caseload.cm for line in found.rows)
            asked += bool(found.rows)
        ahead = behind.behind(desk, on, "credential", row.caseload.cm).rows
        assert (ahead[0].due_on if ahead else None) == row.next_credential_due
    assert asked > 50


@pytest.mark.parametrize("part", [EVERYBODY, Scope(site="OPBH"), Scope(type="standard"), Scope(supervisor="C01")])
def test_a_part_of_the_agency_has_the_figures_of_its_workers(part: Scope) -> None:
    desk, whole = opened()
    view = agency.view(desk, WEDNESDAY, part)
    asked = {"OPBH": lambda r: r.site == "OPBH", "standard": lambda r: r.caseload.type == "standard"}
    mine = next((asked[word] for word in part[:2] if word), lambda r: not part.supervisor or r.supervisor == "C01")
    assert view.rows == tuple(row for row in whole.rows if mine(row)) and view.rows
    for figure, value in FIGURES.items():
        found = behind.behind(desk, WEDNESDAY, figure, scope=part)
        nobodys = {"overdue": view.nobodys[0], "today": view.nobodys[1]}.get(figure, 0)
        assert found.amount == pytest.approx(sum(value(row) for row in view.rows) + nobodys), figure
    for figure, figures in (("unassigned", view.unassigned), ("misplaced", view.misplaced), ("doubled", view.doubled)):
        assert sorted(line.member or "" for line in behind.behind(desk, WEDNESDAY, figure, scope=part).rows) == sorted(
            figures
        )
    hours = behind.behind(desk, WEDNESDAY, "uncovered", scope=part)
    assert hours.amount == pytest.approx(sum(hours for _, hours in view.uncovered_hours))


def test_the_figures_are_those_of_plain_sql() -> None:
    """Counted once more from the tables, without the program's queries."""
    desk, view = opened()
    raw = desk.store.connection
    day, month, year = "2026-11-18", "2026-11-01", "2026-07-01"

    def ask(sql: str, **more: object) -> dict[str, Any]:
        return dict(raw.execute(sql, {"day": day, "month": month, "year": year, **more}).fetchall())

    members = ask(
        "SELECT cm_id, count(*) FROM assignments JOIN members USING (member_id) WHERE starts_on <= :day "
        "AND coalesce(ends_on, '9') > :day AND coalesce(closed_on, '9') > :day AND coalesce(refused_on, '9') > :day "
        "AND coalesce(opened_on, '0') <= :day GROUP BY 1"
    )
    units = ask("SELECT cm_id, sum(units) FROM ledger WHERE date BETWEEN :year AND :day GROUP BY 1")
    risk = ask("SELECT cm_id, sum(units) FROM ledger WHERE date <= :day AND at_risk = 1 GROUP BY 1")
    over = ask(
        "SELECT cm_id, sum(units - payable_units) FROM ledger WHERE date BETWEEN :month AND :day "
        "AND status = 'over-limit' AND at_risk = 0 GROUP BY 1"
    )
    inside = ask(
        "SELECT cm_id, sum(billable_minutes) FROM ledger WHERE date BETWEEN :month AND :day AND community GROUP BY 1"
    )
    billable = ask("SELECT cm_id, sum(billable_minutes) FROM ledger WHERE date BETWEEN :month AND :day GROUP BY 1")
    for row in view.rows:
        cm = row.caseload.cm
        assert row.caseload.members == members.get(cm, 0)
        assert row.hours.worked == units.get(cm, 0) / 4
        assert row.at_risk_units == risk.get(cm, 0)
        assert row.over_limit_units == over.get(cm, 0)
        assert row.community == (inside.get(cm, 0), billable.get(cm, 0))
        low = bool(billable.get(cm)) and inside.get(cm, 0) * 2 < billable[cm]
        assert (row.community_status == "low") == low
    assert sum(over.values()) and sum(risk.values())


@pytest.mark.parametrize("by", ["site", "type"])
def test_totals_add_up_the_lines(by: str) -> None:
    desk, view = opened()
    found = totals.totals(view, by, desk.packs)
    assert [each.name.casefold() for each in found] == sorted(each.name.casefold() for each in found)
    for each in found:
        rows = [r for r in view.rows if (r.site if by == "site" else r.caseload.type) == each.key]
        here = [r.caseload.status for r in rows if r.left is None]
        assert each.workers == len(here) > 0 and each.members == sum(r.caseload.members for r in rows)
        assert dict(each.statuses) == {s: n for s in totals.WORST if (n := here.count(s))}
        assert each.open == sum(r.caseload.open for r in rows) and each.over == sum(r.caseload.over for r in rows)
        assert each.worked == sum(r.hours.worked for r in rows)
        paced = [r.hours for r in rows if r.hours.expected is not None]
        assert each.expected == (pytest.approx(sum(h.expected or 0 for h in paced)) if paced else None)
        assert each.overdue == sum(r.overdue for r in rows) and each.due_today == sum(r.due_today for r in rows)
        assert each.at_risk_units == sum(r.at_risk_units for r in rows)
        assert each.community == (sum(r.community[0] for r in rows), sum(r.community[1] for r in rows))
        dates = [r.next_credential_due for r in rows if r.next_credential_due]
        assert each.next_credential_due == (min(dates) if dates else None)
    assert sum(each.workers for each in found) == len(view.rows) - 1  # who left is none


@pytest.mark.parametrize("on", [WEDNESDAY, MONTH_END])
def test_the_agency_comes_to_what_the_lists_of_deadlines_hours_and_findings_tell(on: date) -> None:
    """Nothing is left out for being nobody's, or of somebody who has left without a member."""
    desk, view = opened(on)
    due = clocks.due(desk, on, days=0, reasons=False)
    due = [item for item in due if item.kind != "coverage"]  # on-call hours are told as hours
    late, today = sum(row.overdue for row in view.rows), sum(row.due_today for row in view.rows)
    assert late + view.nobodys[0] == sum(item.status in clocks.LATE for item in due)
    assert today + view.nobodys[1] == sum(item.status == "due-today" for item in due)
    nobodys = [item for item in due if item.cm is None and item.status in (*clocks.LATE, "due-today")]
    assert sum(view.nobodys) == len(nobodys) > 0
    for figure, status in (("overdue", clocks.LATE), ("today", ("due-today",))):
        found = behind.behind(desk, on, figure).rows
        theirs = {item.member for item in nobodys if item.status in status}
        assert {line.member for line in found if line.cm is None} == theirs
    found = behind.behind(desk, on, "nobodys")
    assert {(line.member, line.ref) for line in found.rows} == {(item.member, item.ref) for item in nobodys}
    assert found.amount == len(nobodys)
    assert agency.view(desk, on, Scope(type="standard")).nobodys == (0, 0)

    paced = {row.cm: row.worked for row in hours.rows(desk, on)}
    assert {row.caseload.cm: row.hours.worked for row in view.rows} == paced
    at_risk = desk.store.rows("SELECT sum(units) FROM ledger WHERE at_risk = 1 AND date <= :on", {"on": on.isoformat()})
    assert sum(row.at_risk_units for row in view.rows) == at_risk[0][0]
    (gone,) = (row for row in view.rows if row.left is not None)
    assert (gone.caseload.cm, gone.caseload.members) == ("C12", 0)
    assert gone.at_risk_units > 0 and gone.caseload.open == 0


def test_who_left_is_no_worker_and_stands_in_no_range_of_a_total() -> None:
    desk, view = opened()
    (gone,) = (row for row in view.rows if row.left is not None)
    (site,) = (each for each in totals.totals(view, "site", desk.packs) if each.key == gone.site)
    here = [row for row in view.rows if row.site == gone.site]
    assert site.workers == len(here) - 1 == sum(number for _, number in site.statuses)
    assert site.at_risk_units == sum(row.at_risk_units for row in here)


# ── a small agency, by hand ───────────────────────────────────────────────────────────────────────

ON = date(2026, 3, 3)


def row_of(view: AgencyView, cm: str) -> AgencyRow:
    return next(row for row in view.rows if row.caseload.cm == cm)


def test_a_program_that_does_not_fit_is_told_with_member_and_worker(tmp_path: Any) -> None:
    members = [
        "M1,Ana,Pecan,1990-05-05,intensive,HE,2025-07-01",
        "M2,Leo,Oak,1991-05-05,intensive,HE,2025-07-01",
        "M3,Kim,Elm,1992-05-05,standard,HE,2025-07-01",
    ]
    assigned = ["M1,C1,2025-07-01,", "M2,C3,2025-07-01,"]
    desk = given.agency(tmp_path, ON, members=members, assignments=assigned)
    view = agency.view(desk, ON)
    assert view.misplaced == ("M1",) and view.unassigned == ("M3",) and view.doubled == ()
    (line,) = behind.behind(desk, ON, "misplaced").rows
    assert (line.member, line.cm, line.what) == ("M1", "C1", "intensive, with a CM II standard")
    (line,) = behind.behind(desk, ON, "unassigned").rows
    assert (line.member, line.cm, line.what) == ("M3", None, "standard, never had one")
    # seven whole days without anyone on call, for the two programs that need it and have workers; the clock goes
    # forward on Sunday the 8th
    assert dict(view.uncovered_hours) == {"intensive": 167.0, "wraparound": 167.0}
    site = scope.named(desk, site="pecan")
    assert agency.view(desk, ON, site).misplaced == ("M1",)
    assert agency.view(desk, ON, site).uncovered_hours == ()
    assert agency.view(desk, ON, Scope(type="intensive")).misplaced == ()
    assert [line.ref for line in behind.behind(desk, ON, "uncovered", scope=Scope(type="intensive")).rows] == [
        "intensive"
    ]


def test_several_workers_at_once_are_told_though_the_records_refuse_them(tmp_path: Any) -> None:
    desk = given.agency(tmp_path, ON)
    row = ("C1", "M1", None, "standard", "2025-07-01", None, None, None, None, 1.0, "1990-05-05")
    assert agency.doubly([row, ("C2", *row[1:])], ON) == [("M1", "C1"), ("M1", "C2")]
    closed = (*row[:5], "2026-01-01", *row[6:])
    assert agency.doubly([closed, ("C2", *closed[1:])], ON) == []
    assert agency.view(desk, ON).doubled == ()


def test_units_over_the_limit_and_a_share_under_half(tmp_path: Any) -> None:
    """Five hours in one day: 20 units of which 16 are payable; an hour of it at home."""
    services = [
        "S1,M1,C1,2026-03-02,08:00,09:00,member-face-to-face,home",
        "S2,M1,C1,2026-03-02,09:00,13:00,member-face-to-face,office",
    ]
    desk = given.agency(tmp_path, ON, services=services)
    row = row_of(agency.view(desk, ON), "C1")
    assert (row.community, row.community_status) == ((60, 300), "low")
    told = behind.behind(desk, ON, "risk", "C1")
    # without an element in either note all 20 are at risk, and are not told once more for being over
    assert (told.amount, row.at_risk_units, row.over_limit_units) == (20, 20, 0)
    why = behind.behind(desk, ON, "community", "C1").reasons
    assert [r.text for r in why] == ["60 of 300 min in the community = 20.0%, under 50%"]


@pytest.mark.parametrize(("figure", "cm"), [("wealth", None), ("unassigned", "C1")])
def test_a_figure_that_is_none_is_wrong_usage(tmp_path: Any, figure: str, cm: str | None) -> None:
    with pytest.raises(WrongUsage):
        behind.behind(given.agency(tmp_path, ON), ON, figure, cm)


def test_members_of_somebody_who_left_are_told_and_there_are_no_open_places(tmp_path: Any) -> None:
    members = [f"M{n},Ana,Pecan,1990-05-05,standard,HE,2025-07-01" for n in (1, 2)]
    desk = given.agency(tmp_path, ON, members=members, assignments=["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"])
    assert (row_of(agency.view(desk, ON), "C1").left, agency.view(desk, ON).left_behind) == (None, 0)
    forms.save(desk, "case-manager", forms.begin(desk, "case-manager", {"cm": "C1"}, ON) | {"left_on": "3/2"}, ON,
               {"cm": "C1"})  # fmt: skip
    view = agency.view(desk, ON)
    gone = row_of(view, "C1")
    assert (gone.left, gone.caseload.members, gone.caseload.open) == (date(2026, 3, 2), 2, 0)
    assert view.left_behind == 2
    assert "2 active members whose case manager has left" in [reason.text for reason in agency.gaps(view)]
    before = agency.view(desk, date(2026, 3, 1))
    assert row_of(before, "C1").left is None and row_of(before, "C1").caseload.open == 33
