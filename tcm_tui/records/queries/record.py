"""One record by its key, whole, as the forms edit it. Parameters: a, b, c, d, the key's columns in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_DAYS = frozenset(("starts_on", "month", "admitted_on", "date"))
_WHOLE = frozenset(("weekday", "start_min"))


class Kept(NamedTuple):
    """A table whose rows are edited: its key, all its columns, and the SELECT of one row."""

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    sql: str

    def can_be_key(self, parts: Sequence[str]) -> bool:
        """Whether each part can be of its column's type: a server takes no other, not even in a question."""
        for column, part in zip(self.key, parts, strict=True):
            if column in _DAYS and not re.fullmatch(r"\d{4}-\d\d-\d\d", part):
                return False
            if column in _WHOLE and not part.isdecimal():
                return False
        return True


def _kept(table: str, key: str, others: str, where: str = "") -> Kept:
    keys = tuple(key.split())
    columns = (*keys, *others.split())
    named = " AND ".join(f"{column} = :{mark}" for column, mark in zip(keys, "abcd", strict=False))
    return Kept(table, keys, columns, f"SELECT {', '.join(columns)} FROM {table} WHERE {named}{where}")


NOT_VOID = " AND voided_on IS NULL"
SERVICES = _kept(
    "services",
    "service_id",
    "member_id cm_id date start_min stop_min activity mode place member_present focus level_modifier contract"
    " appointment_id signature fax_on original_filed_on elements",
    NOT_VOID,
)
APPOINTMENTS = _kept("appointments", "appointment_id", "member_id date start_min status", NOT_VOID)
OUTREACH = _kept("outreach", "outreach_id", "member_id date mode result", NOT_VOID)
PLANS = _kept("plans", "member_id starts_on", "ends_on contacts_per_month member_signed_on cm_signed_on lbhp_signed_on")
RESIDENCES = _kept("residences", "member_id kind starts_on", "ends_on")
STAYS = _kept("stays", "member_id kind admitted_on", "planned_discharge_on discharged_on covered")
AUTHORIZATIONS = _kept("authorizations", "member_id number", "units period starts_on ends_on level_modifier")
EXTERNAL_UNITS = _kept("external_units", "member_id month source", "units as_of")
MEMBERS = _kept(
    "members",
    "member_id",
    "first_name last_name dob sex phone email address city zip family_id program focus opened_on closed_on refused_on"
    " hold_from hold_until hold_reason language area acuity pinned part2",
)
CASE_MANAGERS = _kept(
    "case_managers",
    "cm_id",
    "name level type site_id hired_on left_on weekly_hours fte languages area supervisor_id",
)
CREDENTIALS = _kept("credentials", "cm_id kind key_on", "began_on completed_on expires_on amount")
ON_CALL = _kept("on_call", "cm_id program starts_at", "ends_at")
CLOSURES = _kept("closures", "date", "name open")
SETTINGS = _kept("settings", "key", "value")
WORKING_HOURS = _kept("working_hours", "cm_id weekday starts_on start_min", "stop_min ends_on")
LEAVE = _kept("leave", "cm_id starts_on", "ends_on reason")
AVAILABILITY = _kept("availability", "member_id weekday starts_on start_min", "stop_min ends_on")
FIXED_APPOINTMENTS = _kept("fixed_appointments", "fixed_id", "cm_id date start_min stop_min area label")
TRAVEL = _kept("travel", "area_from area_to", "minutes")

TABLES = {
    each.table: each
    for each in (
        SERVICES, PLANS, RESIDENCES, STAYS, AUTHORIZATIONS, EXTERNAL_UNITS, MEMBERS, CREDENTIALS, ON_CALL, CLOSURES,
        SETTINGS, WORKING_HOURS, LEAVE, AVAILABILITY, FIXED_APPOINTMENTS, TRAVEL, CASE_MANAGERS,
    )
}  # fmt: skip

# Visits and services that a record would touch. Parameters: member or cm, first, last (both included).
PLANNED_OF_MEMBER = """
SELECT appointment_id, date, start_min FROM appointments
WHERE member_id = :member AND date BETWEEN :first AND :last AND status = 'scheduled' AND voided_on IS NULL
ORDER BY date, start_min, appointment_id"""
PLANNED_OF_CM = """
SELECT appointment_id, date, start_min FROM appointments
WHERE cm_id = :cm AND date BETWEEN :first AND :last AND status = 'scheduled' AND voided_on IS NULL
ORDER BY date, start_min, appointment_id"""
PLANNED_ON = """
SELECT appointment_id, date, start_min FROM appointments
WHERE status = 'scheduled' AND voided_on IS NULL AND date BETWEEN :first AND :last"""
UNITS_OF_MEMBER = """
SELECT count(DISTINCT service_id), coalesce(sum(units), 0) FROM ledger
WHERE member_id = :member AND date BETWEEN :first AND :last AND units > 0"""

# Rows that share time with another of the same person; ``except`` is the start of the row being edited.
OTHER_LEAVE = """
SELECT starts_on, ends_on FROM leave
WHERE cm_id = :cm AND starts_on <= :last AND ends_on >= :first AND CAST(starts_on AS text) <> :except"""
OTHER_HOURS = """
SELECT starts_on, start_min, stop_min, ends_on FROM working_hours
WHERE cm_id = :who AND weekday = :weekday AND start_min < :stop AND stop_min > :start
  AND starts_on < :until AND coalesce(ends_on, '9999-12-31') > :first"""
OTHER_AVAILABILITY = """
SELECT starts_on, start_min, stop_min, ends_on FROM availability
WHERE member_id = :who AND weekday = :weekday AND start_min < :stop AND stop_min > :start
  AND starts_on < :until AND coalesce(ends_on, '9999-12-31') > :first"""
FIXED_IDS = "SELECT fixed_id FROM fixed_appointments WHERE fixed_id >= 'TF' AND fixed_id < 'TG'"
