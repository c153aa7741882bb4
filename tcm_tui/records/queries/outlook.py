"""The year ahead, for everybody at once. Parameters: on, first, last (days, both included), members (a JSON list)."""

from __future__ import annotations

from typing import NamedTuple


class Units(NamedTuple):
    """Delivered units of a span by member: of all members, of some; by_line tells the billed lines apart."""

    all: str
    some: str
    by_line: str
    some_by_line: str


_SUMS = "JOIN ledger l ON l.member_id = {id} AND l.date BETWEEN :first AND :last GROUP BY l.member_id"
_ALL = "FROM members m " + _SUMS.format(id="m.member_id")
_SOME = "FROM json_each(:members) j " + _SUMS.format(id="j.value")
UNITS = Units(
    f"SELECT l.member_id, NULL, sum(l.units) {_ALL}",
    f"SELECT l.member_id, NULL, sum(l.units) {_SOME}",
    f"SELECT l.member_id, l.line_id, sum(l.units) {_ALL}, l.line_id",
    f"SELECT l.member_id, l.line_id, sum(l.units) {_SOME}, l.line_id",
)

ASSIGNMENTS = "SELECT member_id, cm_id, starts_on, ends_on FROM assignments ORDER BY member_id, starts_on"

# Homes in which nothing is compensable, on any day of the span; also those still to come.
HOMES = """
SELECT member_id, kind, starts_on, ends_on FROM residences
WHERE kind <> 'home' AND starts_on <= :last AND (ends_on IS NULL OR ends_on > :first)"""

STAYS = """
SELECT member_id, kind, admitted_on, planned_discharge_on, discharged_on, covered FROM stays
WHERE admitted_on <= :on AND (discharged_on IS NULL OR discharged_on >= :on)"""

# When workers work, see ``weekplan``.
WORKING_HOURS = """
SELECT cm_id, weekday, start_min, stop_min, starts_on, ends_on FROM working_hours
WHERE starts_on <= :last AND (ends_on IS NULL OR ends_on > :first)"""
LEAVE = "SELECT cm_id, starts_on, ends_on, reason FROM leave WHERE starts_on <= :last AND ends_on >= :first"
FIXED = """
SELECT f.cm_id, f.date, f.start_min, f.stop_min, f.area, f.label
FROM case_managers c JOIN fixed_appointments f ON f.cm_id = c.cm_id AND f.date BETWEEN :first AND :last"""
