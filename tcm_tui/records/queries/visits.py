"""What stands in the way of a visit. Parameters: cm, member, date, start, stop."""

# A worker's or a member's planned visits that share time with a span of a day.
PLANNED_OF_CM = """
SELECT appointment_id, member_id, start_min, stop_min FROM appointments
WHERE cm_id = :cm AND date = :date AND status = 'scheduled' AND voided_on IS NULL
  AND start_min < :stop AND coalesce(stop_min, start_min + 15) > :start AND appointment_id <> :except"""
PLANNED_OF_MEMBER = """
SELECT appointment_id, cm_id, start_min, stop_min FROM appointments
WHERE member_id = :member AND date = :date AND status = 'scheduled' AND voided_on IS NULL
  AND start_min < :stop AND coalesce(stop_min, start_min + 15) > :start AND appointment_id <> :except"""

# Delivered services that share time with a span of a day.
DELIVERED_OF_CM = """
SELECT service_id, member_id, start_min, stop_min FROM services
WHERE cm_id = :cm AND date = :date AND voided_on IS NULL AND start_min < :stop AND stop_min > :start
  AND service_id <> :except"""
DELIVERED_OF_MEMBER = """
SELECT service_id, cm_id, start_min, stop_min FROM services
WHERE member_id = :member AND date = :date AND voided_on IS NULL AND start_min < :stop AND stop_min > :start
  AND service_id <> :except"""

NAMED_BY_SERVICE = """
SELECT service_id FROM services WHERE appointment_id = :id AND voided_on IS NULL ORDER BY service_id"""
CREDENTIALS_OF = """
SELECT cm_id, kind, began_on, completed_on, expires_on, amount FROM credentials WHERE cm_id = :cm"""
PLANNED_AFTER = """
SELECT appointment_id, date, start_min, stop_min FROM appointments
WHERE member_id = :member AND cm_id = :cm AND date >= :date AND status = 'scheduled' AND voided_on IS NULL
ORDER BY date, start_min, appointment_id"""
