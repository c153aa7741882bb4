"""A worker's booked visits and what a member's page lists. Parameters: cm, first, last, member."""

VISITS = """
SELECT v.appointment_id, v.member_id, m.first_name || ' ' || m.last_name, v.date, v.start_min, v.stop_min,
       v.kind, v.status, v.units
FROM appointments v JOIN members m ON m.member_id = v.member_id
WHERE v.cm_id = :cm AND v.date BETWEEN :first AND :last AND v.voided_on IS NULL
ORDER BY v.date, v.start_min, v.appointment_id"""

# Visits booked for a worker's members without naming a worker.
VISITS_UNNAMED = """
SELECT v.appointment_id, v.member_id, m.first_name || ' ' || m.last_name, v.date, v.start_min, v.stop_min,
       v.kind, v.status, v.units
FROM assignments a
JOIN appointments v ON v.member_id = a.member_id
JOIN members m ON m.member_id = v.member_id
WHERE a.cm_id = :cm AND a.starts_on <= v.date AND (a.ends_on IS NULL OR a.ends_on > v.date)
  AND v.cm_id IS NULL AND v.date BETWEEN :first AND :last AND v.voided_on IS NULL
ORDER BY v.date, v.start_min, v.appointment_id"""

AUDIT = """
SELECT id, at, who, action, entity, key, member_id, before, after FROM audit
WHERE :member IS NULL OR member_id = :member ORDER BY id DESC LIMIT :limit"""
