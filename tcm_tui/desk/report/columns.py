"""The table of case managers: which of their sums stand in it, the same on paper and in the workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tcm_tui.desk.report.saying import percent
from tcm_tui.desk.report.views import Report, Worker


class Column(NamedTuple):
    """title in full and short for paper ("": not there); value: of a worker, None for nothing to tell; unit: as in
    ``Figure``. adds: whether the column's sum is the report's figure."""

    title: str
    short: str
    value: Callable[[Worker], float | None]
    unit: str = ""
    adds: bool = True


def _sum(key: str) -> Callable[[Worker], float | None]:
    return lambda worker: round(worker.sums.get(key, 0), 2)


def _share(worker: Worker) -> float | None:
    return percent(worker.sums.get("community.inside", 0), worker.sums.get("community.billable", 0))


def _expected(worker: Worker) -> float | None:
    return worker.sums.get("hours.expected")


COLUMNS = (
    Column("Members at the start", "Start", _sum("caseload.start")),
    Column("Opened", "", _sum("caseload.opened")),
    Column("Closed or refused", "", lambda w: w.sums.get("caseload.closed", 0) + w.sums.get("caseload.refused", 0)),
    Column("Transferred in", "", _sum("caseload.in")),
    Column("Transferred out", "", _sum("caseload.out")),
    Column("Members at the end", "End", _sum("caseload.end")),
    Column("Contacts met", "Met", _sum("contacts.met")),
    Column("Contacts missed", "Missed", _sum("contacts.missed")),
    Column("On hold", "", _sum("contacts.on-hold")),
    Column("Visits missed", "", _sum("outreach.misses")),
    Column("Outreach in time", "In time", _sum("outreach.met")),
    Column("Outreach late", "Late", lambda w: w.sums.get("outreach.met-late", 0) + w.sums.get("outreach.overdue", 0)),
    Column("Units delivered", "Units", _sum("units.delivered")),
    Column("Units payable", "", _sum("units.payable")),
    Column("Units over a limit", "", _sum("units.over")),
    Column("Units at risk", "At risk", _sum("units.risk")),
    Column("Community share", "Comm.", _share, "%", False),
    Column("Notes", "", _sum("documentation.notes")),
    Column("Incomplete notes", "Notes", _sum("documentation.incomplete")),
    Column("Faxes outstanding", "Faxes", _sum("documentation.fax-out")),
    Column("Hours of the month", "Hours", _sum("hours.month")),
    Column("Hours of the year", "", _sum("hours.worked")),
    Column("Hours expected", "", _expected),
)


def total(report: Report, column: Column) -> float | None:
    """The sum of a column over the report's case managers, and what is nobody's."""
    found = [value for worker in report.workers if (value := column.value(worker)) is not None]
    return round(sum(found), 2) if column.adds and found else None
