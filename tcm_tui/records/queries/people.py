"""Who there is: names and ids of members, case managers and sites."""

MEMBER_BY_ID = "SELECT member_id, first_name || ' ' || last_name FROM members WHERE member_id = :id"
MEMBER_NAMES = "SELECT member_id, first_name, last_name FROM members ORDER BY last_name, first_name, member_id"
CM_BY_ID = "SELECT cm_id, name FROM case_managers WHERE cm_id = :id"
CM_NAMES = "SELECT cm_id, name FROM case_managers ORDER BY cm_id"
APPOINTMENT_BY_ID = """
SELECT appointment_id, member_id, cm_id, date, start_min, stop_min, kind, status, units, learned_on
FROM appointments WHERE appointment_id = :id AND voided_on IS NULL"""
# Of the last change; where none was written since there is such a key, of the last entry.
RECORDS_HEAD = "SELECT value FROM meta WHERE key IN ('records_head', 'audit_head') ORDER BY key DESC LIMIT 1"
SETTINGS = "SELECT key, value FROM settings"
CLOSURES = "SELECT date, name, open FROM closures ORDER BY date"
CASE_MANAGERS = """
SELECT c.cm_id, c.name, c.level, c.type, c.site_id, c.hired_on, c.left_on, c.weekly_hours, c.fte,
       c.languages, c.area, c.supervisor_id, s.name, s.contract
FROM case_managers c JOIN sites s ON s.site_id = c.site_id
WHERE :cm IS NULL OR c.cm_id = :cm
ORDER BY c.cm_id"""
