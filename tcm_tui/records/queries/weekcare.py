"""What a week is planned from: a worker's people and what is in their way. Parameters: cm, on, first, last, members.

members is a JSON list of ids; first and last are the days looked at, both included.
"""

# Who is the worker's on some day of a span: the columns of a member, area, then the days of the assignment.
HELD_BY = """
SELECT m.member_id, m.first_name, m.last_name, m.dob, m.family_id, m.program, m.focus, m.opened_on, m.closed_on,
       m.refused_on, m.hold_from, m.hold_until, m.hold_reason, m.acuity, m.area, m.exact_from,
       (SELECT min(x.starts_on) FROM assignments x WHERE x.member_id = m.member_id), a.starts_on, a.ends_on
FROM assignments a JOIN members m ON m.member_id = a.member_id
WHERE a.cm_id = :cm AND a.starts_on <= :last AND (a.ends_on IS NULL OR a.ends_on > :first)
ORDER BY m.member_id, a.starts_on"""

# Appointments that take time or serve something: of the members, whoever keeps them.
VISITS_OF = """
SELECT v.appointment_id, v.member_id, v.cm_id, v.date, v.start_min, v.stop_min, v.kind, v.status, v.units
FROM json_each(:members) j JOIN appointments v ON v.member_id = j.value
WHERE v.date BETWEEN :first AND :last AND v.status IN ('scheduled', 'kept') AND v.voided_on IS NULL"""

# The worker's own, of whatever member.
VISITS_BY = """
SELECT v.appointment_id, v.member_id, v.cm_id, v.date, v.start_min, v.stop_min, v.kind, v.status, v.units
FROM appointments v
WHERE v.cm_id = :cm AND v.date BETWEEN :first AND :last AND v.status IN ('scheduled', 'kept')
  AND v.voided_on IS NULL"""

# The hours of the day at which a visit of theirs was missed.
MISSED_ON = """
SELECT v.member_id, v.start_min, v.stop_min FROM json_each(:members) j JOIN appointments v ON v.member_id = j.value
WHERE v.date = :on AND v.status = 'missed' AND v.start_min IS NOT NULL AND v.voided_on IS NULL"""

# What was done on the day: by the worker, and with the members.
DONE_BY = """
SELECT service_id, member_id, cm_id, start_min, stop_min, appointment_id FROM services
WHERE cm_id = :cm AND date = :on AND voided_on IS NULL"""
DONE_WITH = """
SELECT s.service_id, s.member_id, s.cm_id, s.start_min, s.stop_min, s.appointment_id
FROM json_each(:members) j JOIN services s ON s.member_id = j.value
WHERE s.date = :on AND s.voided_on IS NULL"""

HOMES = """
SELECT r.member_id, r.kind, r.starts_on, r.ends_on
FROM json_each(:members) j JOIN residences r ON r.member_id = j.value
WHERE r.kind <> 'home' AND r.starts_on <= :last AND (r.ends_on IS NULL OR r.ends_on > :first)
ORDER BY r.member_id, r.starts_on"""

STAYS = """
SELECT t.member_id, t.kind, t.admitted_on, t.planned_discharge_on, t.discharged_on, t.covered
FROM json_each(:members) j JOIN stays t ON t.member_id = j.value
WHERE t.admitted_on <= :on AND (t.discharged_on IS NULL OR t.discharged_on >= :first)
ORDER BY t.member_id, t.admitted_on"""

PLACES = """
SELECT m.member_id, m.first_name || ' ' || m.last_name, m.area FROM json_each(:members) j
JOIN members m ON m.member_id = j.value"""
