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

# Notes that put units at risk (R40).
NOTES = scoped("""
SELECT a.service_id, a.member_id, a.cm_id, a.date, a.units, s.elements, s.signature, s.fax_on, s.original_filed_on,
       a.status
FROM ledger a JOIN services s ON s.service_id = a.service_id
WHERE a.at_risk = 1 AND a.date <= :on/*of*/ ORDER BY a.date, a.service_id""")
