"""What the supervisor's screens ask of the whole agency: sites, supervisors, and what is behind the figures.

Parameters: on, first (of the month), start (of the year), cm.
"""

from __future__ import annotations

SITES = "SELECT site_id, name FROM sites ORDER BY site_id"
SITE_BY_ID = "SELECT site_id, name FROM sites WHERE site_id = :id"
SUPERVISORS = """
SELECT c.cm_id, c.name FROM case_managers c
WHERE c.cm_id IN (SELECT x.supervisor_id FROM case_managers x) ORDER BY c.cm_id"""

# Billable minutes of the month by worker, and those in the community. R22
COMMUNITY = """
SELECT k.cm_id, sum(a.community_minutes), sum(a.billable_minutes)
FROM case_managers k CROSS JOIN cm_days a ON a.cm_id = k.cm_id AND a.date BETWEEN :first AND :on GROUP BY k.cm_id"""

# Units delivered this month beyond a limit, where no paperwork puts them at risk as well: read member by member, as
# the ledger stands.
OVER_LIMIT = """
SELECT l.cm_id, l.member_id, l.service_id, l.date, l.units, l.payable_units
FROM members m CROSS JOIN ledger l ON l.member_id = m.member_id AND l.date BETWEEN :first AND :on
 AND l.status = 'over-limit' AND l.at_risk = 0
WHERE m.closed_on IS NULL OR m.closed_on >= :first"""

# What a worker delivered since a day, by member: units, billable minutes, those in the community. A service of the
# day before may reach past midnight into it.
DELIVERED = """
SELECT l.member_id, sum(l.units), sum(l.billable_minutes), sum(l.billable_minutes * l.community)
FROM services s CROSS JOIN ledger l ON l.member_id = s.member_id AND l.service_id = s.service_id
 AND l.date BETWEEN :start AND :on AND l.date BETWEEN s.date AND date(s.date, '+1 day')
WHERE s.cm_id = :cm AND s.voided_on IS NULL AND s.date BETWEEN date(:start, '-1 day') AND :on
GROUP BY l.member_id"""
