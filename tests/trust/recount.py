"""The limits counted again in plain SQL, without a line of the product: over the end, and over the log's order.

For the agency of ``booking``: 16 units a day; 25 a month for standard members, 56 for PACT; a unit is each whole
15 minutes; neither a worker nor a member is in two visits at one time.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

TAKEN = """
CREATE TEMP TABLE taken AS
SELECT 0 AS at, service_id AS id, member_id, cm_id, date, start_min, stop_min, (stop_min - start_min) / 15 AS units
FROM services WHERE voided_on IS NULL
UNION ALL
SELECT a.id, a.key, a.after ->> '$.member_id', a.after ->> '$.cm_id', a.after ->> '$.date',
       a.after ->> '$.start_min', a.after ->> '$.stop_min',
       ((a.after ->> '$.stop_min') - (a.after ->> '$.start_min')) / 15
FROM audit a WHERE a.entity = 'appointments' AND a.before IS NULL
"""
LIMIT = "(SELECT CASE program WHEN 'pact' THEN 56 ELSE 25 END FROM members m WHERE m.member_id = {member})"
ELSEWHERE = """(SELECT coalesce(sum(e.units), 0) FROM external_units e
  WHERE e.member_id = {member} AND substr(e.month, 1, 7) = substr({day}, 1, 7))"""
FITS = f"""
SELECT
 :units + (SELECT coalesce(sum(units), 0) FROM taken WHERE at <= :seen AND member_id = :member AND date = :day) <= 16
 AND :units + {ELSEWHERE.format(member=":member", day=":day")}
   + (SELECT coalesce(sum(units), 0) FROM taken
      WHERE at <= :seen AND member_id = :member AND substr(date, 1, 7) = substr(:day, 1, 7))
   <= {LIMIT.format(member=":member")}
 AND NOT EXISTS (SELECT 1 FROM taken WHERE at <= :seen AND date = :day AND start_min < :stop AND stop_min > :start
                 AND (cm_id = :cm OR member_id = :member))
"""
BOOKED = """
CREATE TEMP TABLE booked AS
SELECT service_id AS id, member_id, cm_id, date, start_min, stop_min FROM services WHERE voided_on IS NULL
UNION ALL
SELECT appointment_id, member_id, cm_id, date, start_min, stop_min FROM appointments
WHERE status = 'scheduled' AND voided_on IS NULL
"""
OVER_DAY = (
    "SELECT count(*) FROM (SELECT 1 FROM booked GROUP BY member_id, date HAVING sum((stop_min-start_min)/15) > 16)"
)
OVER_MONTH = f"""
SELECT count(*) FROM (SELECT member_id, min(date) AS day, sum((stop_min - start_min) / 15) AS units FROM booked
  GROUP BY member_id, substr(date, 1, 7)) b
WHERE b.units + {ELSEWHERE.format(member="b.member_id", day="b.day")} > {LIMIT.format(member="b.member_id")}
"""
OVERLAPS = """
SELECT count(*) FROM booked a JOIN booked b ON a.date = b.date AND a.id < b.id
 AND a.start_min < b.stop_min AND a.stop_min > b.start_min AND (a.cm_id = b.cm_id OR a.member_id = b.member_id)
"""


class Recount(NamedTuple):
    """How many: each must be 0 but the first four."""

    asked: int
    booked: int
    refused: int
    repeated: int
    over_day: int = 0
    over_month: int = 0
    overlaps: int = 0
    falsely_booked: int = 0
    falsely_refused: int = 0
    not_in_turn: int = 0
    doubled: int = 0
    lost: int = 0
    errors: int = 0
    locked: int = 0
    unsound: int = 0

    @property
    def faults(self) -> dict[str, int]:
        return {name: value for name, value in list(self._asdict().items())[4:] if value}


def sound(database: Path) -> list[str]:
    """What is wrong with a file: its pages, its references, the chain of its log counted again."""
    with closing(sqlite3.connect(database)) as opened:
        found = [str(row[0]) for row in opened.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
        found += [f"reference of {row[0]}" for row in opened.execute("PRAGMA foreign_key_check").fetchmany(3)]
        before, last = "0" * 64, 0
        names = "id, at, who, action, entity, key, member_id, before, after, prev_hash, hash"
        for row in opened.execute(f"SELECT {names} FROM audit ORDER BY id"):
            text = before + json.dumps(list(row[:9]), ensure_ascii=False, separators=(",", ":"))
            after = hashlib.sha256(text.encode()).hexdigest()
            if (row[0], row[9], row[10]) != (last + 1, before, after):
                found.append(f"log at {row[0]}")
                break
            before, last = after, row[0]
        head = opened.execute("SELECT value FROM meta WHERE key = 'audit_head'").fetchone()
        if (head[0] if head else None) != (f"{last} {before}" if last else None):
            found.append("head of the log")
    return found


def recount(database: Path, requests: Iterable[Any], told: list[dict[str, Any]]) -> Recount:
    """Compare what every request was told with what is stored, and both with the limits."""
    by_key = {each.key: each for each in requests}
    with closing(sqlite3.connect(database)) as opened:
        opened.execute(TAKEN)
        opened.execute("CREATE INDEX temp.i ON taken (date)")
        opened.execute("CREATE INDEX temp.j ON taken (member_id, date)")
        opened.execute(BOOKED)

        def count(sql: str) -> int:
            found: int = opened.execute(sql).fetchone()[0]
            return found

        entries = dict(opened.execute("SELECT id, at FROM taken WHERE at > 0"))
        stored = {row[0]: row for row in opened.execute("SELECT * FROM booked")}
        wrong_yes = wrong_no = turn = lost = 0
        decided = [each for each in told if each["seen"] >= 0 and not each["error"]]
        for each in decided:
            asked = by_key[each["key"]]
            fits = opened.execute(
                FITS,
                {
                    "units": (asked.stop - asked.start) // 15,
                    "member": asked.member,
                    "cm": asked.cm,
                    "day": asked.day.isoformat(),
                    "start": asked.start,
                    "stop": asked.stop,
                    "seen": each["seen"] if each["id"] is None else entries[each["id"]] - 1,
                },
            ).fetchone()[0]
            wrong_no += each["id"] is None and bool(fits)
            wrong_yes += each["id"] is not None and not fits
            turn += each["id"] is not None and each["seen"] != entries[each["id"]] - 1
        ids: dict[str, set[str]] = {}
        for each in told:
            if each["id"] is not None:
                ids.setdefault(each["key"], set()).add(each["id"])
        given = {one for each in ids.values() for one in each}
        for key, each_id in ((key, one) for key, each in ids.items() for one in each):
            asked, row = by_key[key], stored.get(each_id)
            lost += row is None or row[1:] != (asked.member, asked.cm, asked.day.isoformat(), asked.start, asked.stop)
        errors = [each["error"] for each in told if each["error"]]
        planned = count("SELECT count(*) FROM appointments")
        return Recount(
            len(by_key),
            planned,
            len({each["key"] for each in decided if each["id"] is None}),
            sum(each["again"] for each in told),
            count(OVER_DAY),
            count(OVER_MONTH),
            count(OVERLAPS),
            wrong_yes,
            wrong_no,
            turn,
            sum(len(each) - 1 for each in ids.values()) + planned - len(given),
            lost,
            len(errors),
            sum("locked" in text or "in use" in text for text in errors),
            len(sound(database)),
        )
