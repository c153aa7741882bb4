"""The deadlines. Parameters: on, first, last (of a month), until (the horizon), cm."""

from __future__ import annotations

from tcm_tui.records.queries.caseload import cared, scoped

# Days with a community or home contact, by member, from the partial index on contacts.
_CONTACT_DAYS = cared("""
SELECT l.member_id, l.date
FROM care c JOIN ledger l ON l.member_id = c.member_id AND l.date BETWEEN :first AND :on AND l.is_contact = 1""")
CONTACT_DAYS = _CONTACT_DAYS._replace(
    all="SELECT member_id, date FROM ledger WHERE is_contact = 1 AND date BETWEEN :first AND :on"
)

BOOKED_CONTACTS = cared("""
SELECT v.member_id, v.date
FROM care c JOIN appointments v ON v.member_id = c.member_id AND v.date BETWEEN :on AND :last
     AND v.kind = 'community-contact' AND v.status = 'scheduled' AND v.voided_on IS NULL""")

PLANS = cared("""
SELECT p.member_id, p.starts_on, p.ends_on, p.contacts_per_month, p.member_signed_on, p.cm_signed_on,
       p.lbhp_signed_on
FROM care c JOIN plans p ON p.member_id = c.member_id AND p.starts_on <= :last
ORDER BY p.member_id, p.starts_on""")

# Each miss with the first attempt that answers it by the day (R19), and those that none has answered.
_ANSWER = """outreach o WHERE o.member_id = v.member_id AND o.date BETWEEN v.date AND :on
        AND (o.appointment_id = v.appointment_id OR o.appointment_id IS NULL) AND o.voided_on IS NULL"""
_MISSES = """
SELECT v.member_id, v.appointment_id, c.cm_id, v.date, v.learned_on, {answered}
FROM care c JOIN appointments v ON v.member_id = c.member_id AND v.status = 'missed' AND v.date <= :on
     AND v.voided_on IS NULL{narrow}
ORDER BY v.date, v.appointment_id"""
MISSES = cared(_MISSES.format(answered=f"(SELECT min(o.date) FROM {_ANSWER})", narrow=""))
MISSES_OPEN = cared(_MISSES.format(answered="NULL", narrow=f" AND NOT EXISTS (SELECT 1 FROM {_ANSWER})"))

# Faxed signatures up to the day (R41), of the worker who signed; the original may come later.
FAXES = scoped("""
SELECT a.service_id, a.member_id, a.cm_id, a.fax_on, a.original_filed_on FROM services a
WHERE a.fax_on IS NOT NULL AND a.fax_on <= :on AND a.voided_on IS NULL/*of*/
ORDER BY a.fax_on, a.service_id""")
FAXES_OUT = scoped("""
SELECT a.service_id, a.member_id, a.cm_id, a.fax_on, a.original_filed_on FROM services a
WHERE a.fax_on IS NOT NULL AND a.fax_on <= :on AND a.voided_on IS NULL
  AND (a.original_filed_on IS NULL OR a.original_filed_on > :on)/*of*/
ORDER BY a.fax_on, a.service_id""")

# Notes that put units at risk (R40).
NOTES = scoped("""
SELECT a.service_id, a.member_id, a.cm_id, a.date, a.units, s.elements, s.signature, s.fax_on, s.original_filed_on,
       a.status
FROM ledger a JOIN services s ON s.service_id = a.service_id
WHERE a.at_risk = 1 AND a.date <= :on/*of*/ ORDER BY a.date, a.service_id""")

# Members who may have a clock that is late or due today: no plan that is signed and goes on, or one that is not; too
# few contacts in the month before (before_first to before_last) or, on its last day, in this one (first to on, last
# is the month's end); a miss without an attempt. Wider than the rules, which then decide. One question a reason,
# since each of them walks an index once. The plus keeps SQLite from walking the ledger member by member where the
# contacts of a month have an index.
_MADE = """SELECT member_id, count(DISTINCT date) AS made FROM ledger
  WHERE {when}is_contact = 1 AND date BETWEEN {first} AND {last} GROUP BY +member_id"""
_FEW = """UNION SELECT m.member_id FROM active m WHERE {when}m.member_id NOT IN (SELECT member_id FROM {month})
UNION SELECT p.member_id FROM plans p JOIN {month} ON {month}.member_id = p.member_id
  WHERE {when}p.contacts_per_month > {month}.made AND p.starts_on <= :last"""
_LAST_DAY = ":on = :last AND "
MAYBE_LATE = f"""
WITH before AS MATERIALIZED ({_MADE.format(when="", first=":before_first", last=":before_last")}),
 now AS MATERIALIZED ({_MADE.format(when=_LAST_DAY, first=":first", last=":on")}),
 active AS (SELECT m.member_id FROM members m WHERE (m.closed_on IS NULL OR m.closed_on > :on)
   AND (m.refused_on IS NULL OR m.refused_on > :on))
SELECT m.member_id FROM active m WHERE NOT EXISTS (SELECT 1 FROM plans p WHERE p.member_id = m.member_id
  AND p.starts_on <= :on AND (p.ends_on IS NULL OR p.ends_on > :on)
  AND p.member_signed_on <= :on AND p.cm_signed_on <= :on AND p.lbhp_signed_on <= :on)
UNION SELECT p.member_id FROM plans p WHERE p.starts_on <= :on AND (p.ends_on IS NULL OR p.ends_on >= :on)
  AND (p.ends_on = :on OR coalesce(p.member_signed_on, '9999-12-31') > :on
       OR coalesce(p.cm_signed_on, '9999-12-31') > :on OR coalesce(p.lbhp_signed_on, '9999-12-31') > :on)
{_FEW.format(when="", month="before")}
{_FEW.format(when=_LAST_DAY, month="now")}
UNION SELECT v.member_id FROM appointments v WHERE v.status = 'missed' AND v.date <= :on AND v.voided_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM {_ANSWER})"""
