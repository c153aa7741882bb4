"""Who may be moved between case managers, and who is away. Parameter: on.

The first eleven columns are those of ``caseload.RESPONSIBLE``, so that counting takes these rows as they are.
"""

_OF_MEMBER = """m.member_id, m.family_id, m.program, m.opened_on, m.closed_on, m.refused_on, m.hold_from, m.hold_until,
       m.acuity, m.dob, m.first_name || ' ' || m.last_name, m.language, m.area, m.pinned"""

# Then name, language, area, pinned, the first day with the worker, and the next assignment known.
ASSIGNED = f"""
SELECT a.cm_id, {_OF_MEMBER}, a.starts_on,
       (SELECT min(x.starts_on) FROM assignments x WHERE x.member_id = m.member_id AND x.starts_on > :on)
FROM assignments a JOIN members m ON m.member_id = a.member_id
WHERE a.starts_on <= :on AND (a.ends_on IS NULL OR a.ends_on > :on)
ORDER BY m.member_id"""

# The same of members nobody is responsible for; in place of the first day, the first one ever.
WITHOUT = f"""
SELECT NULL, {_OF_MEMBER},
       (SELECT min(x.starts_on) FROM assignments x WHERE x.member_id = m.member_id),
       (SELECT min(x.starts_on) FROM assignments x WHERE x.member_id = m.member_id AND x.starts_on > :on)
FROM members m
WHERE NOT EXISTS (SELECT 1 FROM assignments a WHERE a.member_id = m.member_id AND a.starts_on <= :on
      AND (a.ends_on IS NULL OR a.ends_on > :on))
ORDER BY m.member_id"""

# From starts_on through ends_on.
AWAY = "SELECT cm_id, starts_on, ends_on FROM leave WHERE starts_on <= :on AND ends_on >= :on ORDER BY starts_on"
