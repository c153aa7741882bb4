"""Everything recorded, for the checks: whole tables in a fixed order, on purpose."""

from tcm_tui.records.queries.facts import APPOINTMENT_COLUMNS, MEMBER_COLUMNS, SERVICE_COLUMNS

SITES = "SELECT site_id, name, contract FROM sites ORDER BY site_id"
MEMBERS = f"SELECT {MEMBER_COLUMNS} FROM members m ORDER BY m.member_id"
ASSIGNMENTS = "SELECT member_id, cm_id, starts_on, ends_on FROM assignments ORDER BY member_id, starts_on"
PLANS = """
SELECT member_id, starts_on, ends_on, contacts_per_month, member_signed_on, cm_signed_on, lbhp_signed_on
FROM plans ORDER BY member_id, starts_on"""
RESIDENCES = "SELECT member_id, kind, starts_on, ends_on FROM residences ORDER BY member_id, starts_on"
STAYS = """
SELECT member_id, kind, admitted_on, planned_discharge_on, discharged_on, covered
FROM stays ORDER BY member_id, admitted_on"""
APPOINTMENTS = f"""
SELECT {APPOINTMENT_COLUMNS} FROM appointments a WHERE a.voided_on IS NULL ORDER BY a.appointment_id"""
OUTREACH = """
SELECT outreach_id, member_id, appointment_id, date, mode, result FROM outreach
WHERE voided_on IS NULL ORDER BY outreach_id"""
SERVICES = f"SELECT {SERVICE_COLUMNS} FROM services s WHERE s.voided_on IS NULL ORDER BY s.service_id"
AUTHORIZATIONS = """
SELECT member_id, number, units, period, starts_on, ends_on, level_modifier
FROM authorizations ORDER BY member_id, number"""
EXTERNAL = "SELECT member_id, month, units, source, as_of FROM external_units ORDER BY member_id, month, source"
