"""Behind the supervisor's figures: the hours, the units at risk and the community minutes, by member or worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.views import AgencyRow, Behind
from tcm_tui.records.queries import agency as sql
from tcm_tui.records.queries import clocks as notes
from tcm_tui.rules import contacts, documentation
from tcm_tui.rules.hours import UNITS_AN_HOUR

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Rows = Sequence[AgencyRow]


def hours(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    """Of one worker by member, of several by worker."""
    if len(rows) != 1:
        lines = [
            Behind(None, row.caseload.name, row.caseload.cm, row.caseload.name, row.hours.worked, row.caseload.type)
            for row in rows
        ]
    else:
        names = dict(desk.member_names())
        lines = [
            Behind(member, names[member], *_worker(rows[0]), units / UNITS_AN_HOUR, f"{units} units delivered")
            for member, units, _, _ in _delivered(desk, on, rows[0].hours.year_starts, rows[0])
            if units
        ]
    return sorted(lines, key=lambda line: -(line.amount or 0))


def community(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    """Minutes in the community: of one worker by member, of several by worker. R22"""
    if len(rows) != 1:
        lines = [
            Behind(None, row.caseload.name, *_worker(row), row.community[0], _share(*row.community), _word(row))
            for row in rows
        ]
    else:
        names = dict(desk.member_names())
        lines = [
            Behind(member, names[member], *_worker(rows[0]), inside, _share(inside, minutes))
            for member, _, minutes, inside in _delivered(desk, on, on.replace(day=1), rows[0])
            if minutes
        ]
    return sorted(lines, key=lambda line: -(line.amount or 0))


def risk(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    """Each note that puts units at risk, and what was delivered this month beyond a limit. R3, R4, R39-R41"""
    mine = {row.caseload.cm: row.caseload.name for row in rows}
    one = rows[0].caseload.cm if len(rows) == 1 else None
    names = dict(desk.member_names())
    found = []
    day = on.isoformat()
    for service, member, cm, when, units, mask, signature, _, filed, status in desk.store.rows(
        notes.NOTES.pick(one), {"on": day, "cm": one}
    ):
        if cm in mine:
            why = _paper(mask, signature == "fax" and (filed is None or filed > day), status == "pending")
            dated = date.fromisoformat(when)
            found.append(Behind(member, names[member], cm, mine[cm], units, why, "warning", dated, service))
    for cm, member, service, when, units, payable in desk.store.rows(
        sql.OVER_LIMIT, {"first": on.replace(day=1).isoformat(), "on": day}
    ):
        if cm in mine:
            text = f"over the limit, {payable} of {units} payable"
            dated = date.fromisoformat(when)
            line = Behind(member, names[member], cm, mine[cm], units - payable, text, "over-limit", dated, service)
            found.append(line)
    return sorted(found, key=lambda line: (line.due_on or on, line.ref or ""))


def _paper(mask: int, fax_out: bool, pending: bool) -> str:
    """What is missing from a note."""
    missing = documentation.missing(mask)
    if missing:
        return f"incomplete note, without {', '.join(map(str, missing))}"
    return "unsigned plan" if pending else "fax without its original" if fax_out else "unsigned note"


def _delivered(desk: Desk, on: date, since: date, row: AgencyRow) -> list[tuple[str, int, int, int]]:
    params = {"start": since.isoformat(), "on": on.isoformat(), "cm": row.caseload.cm}
    return desk.store.rows(sql.DELIVERED, params)


def _worker(row: AgencyRow) -> tuple[str, str]:
    return row.caseload.cm, row.caseload.name


def _share(inside: int, minutes: int) -> str:
    share = contacts.community_share(inside, minutes)
    return "no billable minutes" if share is None else f"of {minutes} billable minutes: {share:.0%}"


def _word(row: AgencyRow) -> str:
    return {"low": "warning", "ok": "ok"}.get(row.community_status, "")
