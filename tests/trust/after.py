"""After the soak: the database looked at, and the visits booked meanwhile counted again in plain SQL."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.trust.recount import sound
from tests.trust.seat import ON, ROOT, house, runs

# What changed since entry :since of the log, and for which members nothing else did that has a say in their limits.
FRESH = "SELECT DISTINCT key FROM audit WHERE id > :since AND entity = 'appointments'"
ELSE = """SELECT member_id FROM audit WHERE id > :since AND member_id IS NOT NULL AND after IS NOT NULL
  AND entity IN ('services', 'external_units', 'authorizations', 'assignments')
  UNION SELECT member_id FROM authorizations"""
VISITS = f"""
CREATE TEMP TABLE visits AS
SELECT a.appointment_id AS id, a.member_id, a.cm_id, a.date, a.start_min, a.stop_min,
       coalesce((a.stop_min - a.start_min) / 15, a.units, 0) AS units, a.appointment_id IN ({FRESH}) AS fresh
FROM appointments a WHERE a.status = 'scheduled' AND a.voided_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM services s WHERE s.appointment_id = a.appointment_id AND s.voided_on IS NULL)
"""
USED = """
CREATE TEMP TABLE taken AS
SELECT member_id, date, units FROM visits UNION ALL
SELECT member_id, date, units FROM ledger WHERE status IN ('payable', 'pending', 'over-limit') UNION ALL
SELECT member_id, month, 0 FROM external_units
"""
ASKED = f"""
SELECT v.member_id, v.date, max(CASE WHEN s.contract = '114' THEN 56
  WHEN s.contract = '111' AND c.type = 'wraparound' AND m.dob > date(v.date, '-21 years') THEN 56 ELSE 25 END) AS most
FROM visits v JOIN members m USING (member_id) JOIN case_managers c ON c.cm_id = v.cm_id JOIN sites s USING (site_id)
WHERE v.fresh AND v.units > 0 AND v.member_id NOT IN ({ELSE}) GROUP BY v.member_id, v.date
"""
OVER_DAY = f"""SELECT member_id, date, sum(units) AS n FROM ({ASKED}) JOIN taken USING (member_id, date)
GROUP BY member_id, date HAVING n > 16"""
OVER_MONTH = f"""SELECT a.member_id, a.date, a.most, sum(t.units) + coalesce((SELECT sum(e.units) FROM external_units e
  WHERE e.member_id = a.member_id AND substr(e.month, 1, 7) = substr(a.date, 1, 7)), 0) AS n
FROM ({ASKED}) a JOIN taken t ON t.member_id = a.member_id AND substr(t.date, 1, 7) = substr(a.date, 1, 7)
GROUP BY a.member_id, a.date HAVING n > a.most"""
OVERLAPS = """SELECT a.id, b.id FROM visits a JOIN visits b ON a.date = b.date AND a.id < b.id
  AND a.start_min < b.stop_min AND b.start_min < a.stop_min AND (a.cm_id = b.cm_id OR a.member_id = b.member_id)
WHERE a.fresh OR b.fresh"""


class After(NamedTuple):
    """entries: of the log since the start; recounted: members' days with a visit booked that were counted again."""

    entries: int
    writes: dict[str, int]
    recounted: int
    faults: list[str]


def last_entry(db: Path) -> int:
    with closing(sqlite3.connect(db)) as opened:
        found: int = opened.execute("SELECT coalesce(max(id), 0) FROM audit").fetchone()[0]
        return found


def look_after(db: Path, since: int, home: Path) -> After:
    """Pages, references, the log's chain, the program's own doctor, limits and overlaps."""
    faults = sound(db)
    command = runs("doctor", "--whole", "--json", "--db", db, "--on", ON)
    doctor = subprocess.run(command, cwd=ROOT, env=house(home, "doctor"), capture_output=True, text=True, check=False)
    checks = json.loads(doctor.stdout)["checks"] if doctor.stdout else []
    faults += [f"doctor: {each['text']}" for each in checks if not each["ok"]] if checks else [doctor.stderr]
    with closing(sqlite3.connect(db)) as opened:
        params = {"since": since}
        opened.execute(VISITS, params)
        opened.execute(USED)
        for name, sql in (("over the day", OVER_DAY), ("over the month", OVER_MONTH), ("overlap", OVERLAPS)):
            faults += [f"{name}: {row}" for row in opened.execute(sql, params if ":since" in sql else {}).fetchmany(3)]
        seen = "('view', 'search', 'export', 'backup')"
        writes = dict(
            opened.execute(
                f"SELECT who, count(*) FROM audit WHERE id > :since AND action NOT IN {seen} GROUP BY who", params
            )
        )
        counted = opened.execute(f"SELECT count(*) FROM ({ASKED})", params).fetchone()[0]
    return After(last_entry(db) - since, writes, counted, faults)
