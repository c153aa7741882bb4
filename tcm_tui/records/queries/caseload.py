"""Who is in whose care, and what a list of members shows. Parameters: on, first, last, cm, member.

Each exists in several forms, so that each uses its index: ``.all`` for the agency, ``.of`` for one case
manager, ``.one`` for one member, and, over members in care, ``.some`` for a JSON list of ids.
"""

from __future__ import annotations

from typing import NamedTuple


class Scoped(NamedTuple):
    all: str
    of: str
    one: str
    some: str = ""

    def pick(self, cm: str | None, member: str | None = None, members: str | None = None) -> str:
        if members is not None:
            return self.some
        if member is not None:
            return self.one
        return self.all if cm is None else self.of


def scoped(sql: str) -> Scoped:
    """A SELECT with ``/*of*/`` in its WHERE over rows named ``a`` that have a cm_id and a member_id."""
    narrow = {"all": "", "of": " AND a.cm_id = :cm", "one": " AND a.member_id = :member"}
    return Scoped(**{form: sql.replace("/*of*/", words) for form, words in narrow.items()})


_NOW = "a.starts_on <= :on AND (a.ends_on IS NULL OR a.ends_on > :on)"

_EVERYONE = f"""WITH care AS (
  SELECT m.member_id, (SELECT a.cm_id FROM assignments a WHERE a.member_id = m.member_id AND {_NOW}) AS cm_id
  FROM members m"""
_ONE_WORKER = f"""WITH care AS (SELECT a.member_id, a.cm_id FROM assignments a WHERE a.cm_id = :cm AND {_NOW})"""


def cared(sql: str) -> Scoped:
    """A SELECT over ``care c``: members with the responsible worker or none, or one worker's, one, or some."""
    listed = " WHERE m.member_id IN (SELECT value FROM json_each(:members)))"
    return Scoped(
        _EVERYONE + ")" + sql,
        _ONE_WORKER + sql,
        _EVERYONE + " WHERE m.member_id = :member)" + sql,
        _EVERYONE + listed + sql,
    )


# One row a responsible assignment on the day.
RESPONSIBLE = scoped(f"""
SELECT a.cm_id, m.member_id, m.family_id, m.program, m.opened_on, m.closed_on, m.refused_on, m.hold_from,
       m.hold_until, m.acuity, m.dob
FROM assignments a JOIN members m ON m.member_id = a.member_id
WHERE {_NOW}/*of*/""")

# Members now in hospital; a planned discharge that has passed ends nothing until it has happened.
IN_HOSPITAL = cared("""
SELECT t.member_id FROM care c JOIN stays t ON t.member_id = c.member_id
WHERE t.kind IN ('hospital', 'imd') AND t.admitted_on <= :on
  AND (t.discharged_on IS NULL OR t.discharged_on >= :on)""")

MEMBERS = cared("""
SELECT m.member_id, m.first_name, m.last_name, m.dob, m.family_id, m.program, m.focus, m.opened_on, m.closed_on,
       m.refused_on, m.hold_from, m.hold_until, m.hold_reason, m.acuity, c.cm_id, m.exact_from,
       (SELECT min(x.starts_on) FROM assignments x WHERE x.member_id = m.member_id)
FROM care c JOIN members m ON m.member_id = c.member_id
ORDER BY m.last_name, m.first_name, m.member_id""")

# Units of the month by member, day and line.
USED = cared("""
SELECT l.member_id, l.date, l.line_id, sum(l.units)
FROM care c JOIN ledger l ON l.member_id = c.member_id AND l.date BETWEEN :first AND :on
GROUP BY l.member_id, l.date, l.line_id""")

HELD = cared("""
SELECT v.member_id, v.date, v.start_min, v.stop_min, v.kind, v.units, v.appointment_id, v.cm_id
FROM care c JOIN appointments v ON v.member_id = c.member_id AND v.date BETWEEN :first AND :last
     AND v.status = 'scheduled' AND v.voided_on IS NULL
WHERE NOT EXISTS (SELECT 1 FROM services s WHERE s.appointment_id = v.appointment_id AND s.date <= :on
      AND s.voided_on IS NULL)""")

NEXT_VISIT = cared("""
SELECT v.member_id, min(v.date || ' ' || printf('%04d', coalesce(v.start_min, 0)))
FROM care c JOIN appointments v ON v.member_id = c.member_id AND v.date >= :on
     AND v.status = 'scheduled' AND v.voided_on IS NULL
GROUP BY v.member_id""")

EXTERNAL = cared("""
SELECT e.member_id, e.month, e.units, e.source, e.as_of
FROM care c JOIN external_units e ON e.member_id = c.member_id AND e.month BETWEEN :first AND :last
     AND (e.as_of IS NULL OR e.as_of <= :on)""")

AUTHORIZED = cared("""
SELECT u.member_id, u.number, u.units, u.period, u.starts_on, u.ends_on, u.level_modifier
FROM care c JOIN authorizations u ON u.member_id = c.member_id
     AND u.starts_on <= :last AND u.ends_on >= :first""")

BARRED = cared("""
SELECT r.member_id, r.kind, r.starts_on, r.ends_on
FROM care c JOIN residences r ON r.member_id = c.member_id AND r.kind <> 'home' AND r.starts_on <= :on
     AND (r.ends_on IS NULL OR r.ends_on > :on)""")

STAYS = cared("""
SELECT t.member_id, t.kind, t.admitted_on, t.planned_discharge_on, t.discharged_on, t.covered
FROM care c JOIN stays t ON t.member_id = c.member_id AND t.admitted_on <= :on
     AND (t.discharged_on IS NULL OR t.discharged_on >= :on)""")

AT_RISK = scoped("""
SELECT a.cm_id, sum(a.units) FROM ledger a WHERE a.at_risk = 1 AND a.date <= :on/*of*/ GROUP BY a.cm_id""")

# Billable hours: parameters start, on, cm.
WORKED = scoped("""
SELECT a.cm_id, sum(a.units), sum(a.billable_minutes), sum(a.minutes), sum(a.community_minutes)
FROM cm_days a WHERE a.date BETWEEN :start AND :on/*of*/ GROUP BY a.cm_id""")

# Members seen on no assignment today, but for those long closed or refused: the supervisor's first worry (R31).
UNASSIGNED = """
SELECT m.member_id, m.opened_on, m.closed_on, m.refused_on,
       (SELECT min(x.starts_on) FROM assignments x WHERE x.member_id = m.member_id)
FROM members m
WHERE (m.closed_on IS NULL OR m.closed_on > :on) AND (m.refused_on IS NULL OR m.refused_on > :on)
  AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.member_id = m.member_id AND a.starts_on <= :on
      AND (a.ends_on IS NULL OR a.ends_on > :on))
ORDER BY m.member_id"""
