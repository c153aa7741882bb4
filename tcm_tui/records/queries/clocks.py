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

# Each miss with the first attempt that answers it by the day (R19).
MISSES = cared("""
SELECT v.member_id, v.appointment_id, c.cm_id, v.date, v.learned_on,
       (SELECT min(o.date) FROM outreach o WHERE o.member_id = v.member_id AND o.date BETWEEN v.date AND :on
        AND (o.appointment_id = v.appointment_id OR o.appointment_id IS NULL) AND o.voided_on IS NULL)
FROM care c JOIN appointments v ON v.member_id = c.member_id AND v.status = 'missed' AND v.date <= :on
     AND v.voided_on IS NULL
ORDER BY v.date, v.appointment_id""")

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

# Members who may have a clock that is late or due today: too few contacts in the month before (before_first to
# before_last) or, on its last day, in this one (first to on, last is the month's end); no plan that is signed and
# goes on, or one that is not; a miss without an attempt. Wider than the rules, which then decide.
# The plus keeps SQLite from walking the ledger member by member where the contacts of a month have an index.
MAYBE_LATE = """
WITH before AS (SELECT member_id, count(DISTINCT date) AS made FROM ledger
     WHERE is_contact = 1 AND date BETWEEN :before_first AND :before_last GROUP BY +member_id),
 now AS (SELECT member_id, count(DISTINCT date) AS made FROM ledger
     WHERE :on = :last AND is_contact = 1 AND date BETWEEN :first AND :on GROUP BY +member_id),
 planned AS (SELECT member_id, max(coalesce(contacts_per_month, 1), 1) AS most, starts_on, ends_on,
      coalesce(member_signed_on, '9999') <= :on AND coalesce(cm_signed_on, '9999') <= :on
      AND coalesce(lbhp_signed_on, '9999') <= :on AS signed FROM plans WHERE starts_on <= :last),
 plan AS (SELECT member_id, max(most) AS most,
      max(starts_on <= :on AND coalesce(ends_on, '9999') > :on AND signed) AS sound,
      max(starts_on <= :on AND coalesce(ends_on, '9999') >= :on AND (NOT signed OR ends_on = :on)) AS unsound
      FROM planned GROUP BY member_id)
SELECT m.member_id FROM members m LEFT JOIN before ON before.member_id = m.member_id
LEFT JOIN now ON now.member_id = m.member_id LEFT JOIN plan ON plan.member_id = m.member_id
WHERE (m.closed_on IS NULL OR m.closed_on > :on) AND (m.refused_on IS NULL OR m.refused_on > :on)
  AND (coalesce(before.made, 0) < coalesce(plan.most, 1)
       OR (:on = :last AND coalesce(now.made, 0) < coalesce(plan.most, 1))
       OR coalesce(plan.sound, 0) = 0 OR plan.unsound = 1)
UNION
SELECT v.member_id FROM appointments v WHERE v.status = 'missed' AND v.date <= :on AND v.voided_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM outreach o WHERE o.member_id = v.member_id AND o.date BETWEEN v.date AND :on
      AND (o.appointment_id = v.appointment_id OR o.appointment_id IS NULL) AND o.voided_on IS NULL)"""
