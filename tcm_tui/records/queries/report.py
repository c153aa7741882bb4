"""The month report. Parameters: first, last (days of the month, last no later than the day it is seen from), on, cms.

``all`` reads the whole agency, ``some`` what the case managers of a JSON list (cms) delivered.
"""

from __future__ import annotations

from typing import NamedTuple

from tcm_tui.records.queries.facts import SERVICE_COLUMNS


class Delivered(NamedTuple):
    all: str
    some: str

    def pick(self, cms: str | None) -> str:
        return self.all if cms is None else self.some


_ENTRY = """l.service_id, l.member_id, l.cm_id, l.date, l.start_min, l.stop_min, l.minutes, l.billable_minutes, l.units,
 l.payable_units, l.status, l.line_id, l.is_contact, l.community, l.at_risk"""

# The ledger of a month is read member by member: it has no order by day. A service of the day before may reach
# past midnight into the month.
ENTRIES = Delivered(
    f"""
SELECT {_ENTRY} FROM members m JOIN ledger l ON l.member_id = m.member_id AND l.date BETWEEN :first AND :last""",
    f"""
WITH mine AS (SELECT value AS cm_id FROM json_each(:cms)),
 seen AS (SELECT DISTINCT s.member_id FROM mine k JOIN services s ON s.cm_id = k.cm_id AND s.voided_on IS NULL
      AND s.date BETWEEN date(:first, '-1 day') AND :last)
SELECT {_ENTRY} FROM seen JOIN ledger l ON l.member_id = seen.member_id AND l.date BETWEEN :first AND :last
WHERE l.cm_id IN (SELECT cm_id FROM mine)""",
)

SERVICES = Delivered(
    f"""
SELECT {SERVICE_COLUMNS} FROM case_managers k JOIN services s ON s.cm_id = k.cm_id AND s.voided_on IS NULL
 AND s.date BETWEEN :first AND :last""",
    f"""
SELECT {SERVICE_COLUMNS} FROM json_each(:cms) k JOIN services s ON s.cm_id = k.value AND s.voided_on IS NULL
 AND s.date BETWEEN :first AND :last""",
)

# Units known elsewhere that were told only after the day.
TOLD_LATER = "SELECT DISTINCT e.member_id FROM external_units e WHERE e.month = :first AND e.as_of > :on"

ASSIGNMENTS = "SELECT member_id, cm_id, starts_on, ends_on FROM assignments ORDER BY member_id, starts_on"

# Each miss of the month: whose member it was that day (else who was to come), and the first attempt that answers it
# by the day it is seen from (R19).
MISSES = """
SELECT v.appointment_id, v.member_id,
       coalesce((SELECT a.cm_id FROM assignments a WHERE a.member_id = v.member_id AND a.starts_on <= v.date
                 AND (a.ends_on IS NULL OR a.ends_on > v.date)), v.cm_id),
       v.date,
       (SELECT min(o.date) FROM outreach o WHERE o.member_id = v.member_id AND o.date BETWEEN v.date AND :on
        AND (o.appointment_id = v.appointment_id OR o.appointment_id IS NULL) AND o.voided_on IS NULL)
FROM appointments v WHERE v.status = 'missed' AND v.date BETWEEN :first AND :last AND v.voided_on IS NULL
ORDER BY v.date, v.appointment_id"""
