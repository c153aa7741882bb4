"""Members of one worker now, and those who were theirs before. Parameters: cm, on, back."""

_COLUMNS = """m.member_id, m.first_name || ' ' || m.last_name, m.program, {cm}, {since}, {until},
       m.opened_on, m.closed_on, m.refused_on"""

NOW = f"""
SELECT {_COLUMNS.format(cm="a.cm_id", since="a.starts_on", until="NULL")}
FROM assignments a JOIN members m ON m.member_id = a.member_id
WHERE a.cm_id = :cm AND a.starts_on <= :on AND (a.ends_on IS NULL OR a.ends_on > :on)"""

# The latest time with the worker, and with whom they are now.
BEFORE = f"""
SELECT {_COLUMNS.format(cm="n.cm_id", since="n.starts_on", until="max(a.ends_on)")}
FROM assignments a JOIN members m ON m.member_id = a.member_id
JOIN assignments n ON n.member_id = a.member_id AND n.starts_on <= :on AND (n.ends_on IS NULL OR n.ends_on > :on)
WHERE a.cm_id = :cm AND a.ends_on > :back AND a.ends_on <= :on AND n.cm_id <> :cm
GROUP BY m.member_id, n.cm_id, n.starts_on"""
