"""What a worker's week is planned with. Parameters: cm, first, last (days, both included), member.

Dated rows come when they hold on any day of the span; which of its days, their own starts_on and ends_on say.
"""

# weekday (0 is Monday), minutes from midnight, [starts_on, ends_on). A day on which no row of any weekday holds is
# the agency's usual day.
WORKING_HOURS = """
SELECT weekday, start_min, stop_min, starts_on, ends_on FROM working_hours
WHERE cm_id = :cm AND starts_on <= :last AND (ends_on IS NULL OR ends_on > :first)
ORDER BY weekday, start_min, starts_on"""

# From starts_on through ends_on.
LEAVE = """
SELECT starts_on, ends_on, reason FROM leave
WHERE cm_id = :cm AND starts_on <= :last AND ends_on >= :first ORDER BY starts_on"""

# Of every member in the worker's care on any day of the span. On a day on which no row of any weekday holds, a
# member can be met at any time.
AVAILABILITY = """
SELECT v.member_id, v.weekday, v.start_min, v.stop_min, v.starts_on, v.ends_on
FROM (SELECT DISTINCT a.member_id FROM assignments a
      WHERE a.cm_id = :cm AND a.starts_on <= :last AND (a.ends_on IS NULL OR a.ends_on > :first)) c
JOIN availability v ON v.member_id = c.member_id AND v.starts_on <= :last
     AND (v.ends_on IS NULL OR v.ends_on > :first)
ORDER BY v.member_id, v.weekday, v.start_min, v.starts_on"""
AVAILABILITY_OF = """
SELECT weekday, start_min, stop_min, starts_on, ends_on FROM availability
WHERE member_id = :member AND starts_on <= :last AND (ends_on IS NULL OR ends_on > :first)
ORDER BY weekday, start_min, starts_on"""

FIXED = """
SELECT fixed_id, date, start_min, stop_min, area, label FROM fixed_appointments
WHERE cm_id = :cm AND date BETWEEN :first AND :last ORDER BY date, start_min, fixed_id"""

# A way back without a row of its own takes as long as the way there.
TRAVEL = "SELECT area_from, area_to, minutes FROM travel ORDER BY area_from, area_to"
