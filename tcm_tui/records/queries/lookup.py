"""The unit look-up: everything one answer needs, each a short range of an index."""

# Parameters: member, on.
MEMBER = """
SELECT m.first_name, m.last_name, m.dob, m.focus, m.program, m.exact_from, a.cm_id, c.level, c.type, s.contract
FROM members m
LEFT JOIN assignments a ON a.member_id = m.member_id AND a.starts_on <= :on
     AND (a.ends_on IS NULL OR a.ends_on > :on)
LEFT JOIN case_managers c ON c.cm_id = a.cm_id
LEFT JOIN sites s ON s.site_id = c.site_id
WHERE m.member_id = :member
ORDER BY a.starts_on DESC LIMIT 1"""

WORKER = """
SELECT c.cm_id, c.level, c.type, s.contract
FROM case_managers c JOIN sites s ON s.site_id = c.site_id WHERE c.cm_id = :cm"""

# Parameters: member, first and last (day of the month), on. All that a month holds in one statement, told
# apart by the first column: u (used: date, line, units), h (held by a planned visit: date, kind, units, start, stop;
# nothing once a service delivered by `on` names it), e (known elsewhere: month, source, units), g (authorization:
# starts_on, number, units, then period, ends_on and level_modifier in the last three). A column is of one type.
MONTH = """
SELECT 'u', date, line_id, sum(units), NULL, NULL, NULL, CAST(NULL AS date), NULL FROM ledger
WHERE member_id = :member AND date BETWEEN :first AND :last AND date <= :on GROUP BY date, line_id
UNION ALL
SELECT 'h', a.date, a.kind, a.units, a.start_min, a.stop_min, NULL, NULL, NULL FROM appointments a
WHERE a.member_id = :member AND a.date BETWEEN :first AND :last AND a.status = 'scheduled'
  AND a.voided_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM services s WHERE s.appointment_id = a.appointment_id AND s.date <= :on
      AND s.voided_on IS NULL)
UNION ALL
SELECT 'e', month, source, units, NULL, NULL, NULL, NULL, NULL FROM external_units
WHERE member_id = :member AND month BETWEEN :first AND :last AND (as_of IS NULL OR as_of <= :on)
UNION ALL
SELECT 'g', starts_on, number, units, NULL, NULL, period, ends_on, level_modifier FROM authorizations
WHERE member_id = :member AND starts_on <= :last AND ends_on >= :first"""

# Parameters: member, start, stop: units delivered in a span, for a total authorization or a yearly limit.
USED_BETWEEN = """
SELECT coalesce(sum(units), 0) FROM ledger WHERE member_id = :member AND date BETWEEN :start AND :stop"""

# What may make a day not compensable: homes (r) and stays (s) that have begun.
SITUATION = """
SELECT 'r', member_id, kind, starts_on, ends_on, NULL, NULL FROM residences
WHERE member_id = :member AND starts_on <= :on AND (ends_on IS NULL OR ends_on > :on) AND kind <> 'home'
UNION ALL
SELECT 's', member_id, kind, admitted_on, planned_discharge_on, discharged_on, covered FROM stays
WHERE member_id = :member AND admitted_on <= :on"""

# Billable minutes of a member's day, for the policy that rounds the day and not the contact.
DAY_MINUTES = """
SELECT coalesce(sum(billable_minutes), 0) FROM ledger WHERE member_id = :member AND date = :day"""

# Parameters: member, first, last. The planned visits of a month that no service names.
WAITING = """
SELECT a.appointment_id FROM appointments a
WHERE a.member_id = :member AND a.date BETWEEN :first AND :last AND a.status = 'scheduled' AND a.voided_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM services s WHERE s.appointment_id = a.appointment_id AND s.voided_on IS NULL)"""
