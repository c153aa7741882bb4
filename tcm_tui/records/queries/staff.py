"""What the staff sheet and the roster read besides workers, credentials and duties."""

LEAVE = """
SELECT cm_id, starts_on, ends_on FROM leave WHERE starts_on <= :last AND ends_on >= :first ORDER BY cm_id, starts_on"""

# Duties that touch [:first, :last), both written as the roster writes its moments.
ON_CALL = """
SELECT cm_id, program, starts_at, ends_at FROM on_call WHERE starts_at < :last AND ends_at > :first
ORDER BY program, starts_at, cm_id"""
