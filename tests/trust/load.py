"""Fifty case managers' clients on one server at once, each by a log-in and role of its own: a working day compressed.

    python -m tests.trust --only load

A client looks members up, shows its caseload and its week, books and logs, one answer after the other, through the
program's own jobs: first with pauses, a day in some minutes, then without any, to see what gives first. Beside each
question it asks the server for nothing (SELECT 1), beside each write it stores one row and nothing else: what is slower
than that is the program's and what all wait for. The same writes by one to eight clients on one SQLite file show when a
file is no longer enough. Afterwards everything is counted again.

    python -m tests.trust.load  < one process's clients as JSON
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.trust.line import Asked, Line

HERE = Path(__file__).parents[2]
WRITES = ("book", "log")
PROCESSES = 10
DURABLE = ("fsync", "full_page_writes", "autovacuum")
"""What the tests' server leaves out and one with records must not."""


class Size(NamedTuple):
    """clients: how many at once; of each: how many answers of a kind, with pauses of so many seconds on average.
    members and months: of the agency."""

    clients: int
    members: int
    months: int
    day: dict[str, int]
    pause: float


FULL = Size(50, 1700, 12, {"look-up": 24, "caseload": 8, "week": 2, "book": 6, "log": 5}, 3.0)
SHORT = Size(4, 80, 2, {"look-up": 4, "caseload": 2, "week": 1, "book": 3, "log": 2}, 0.05)
FEW = (1, 2, 4, 8)
ONLY_WRITES = {"book": 20, "log": 20}


class Client(NamedTuple):
    """What one client is told: where the records are, whom it stands for, a connection string for the floor."""

    db: str
    cm: str
    members: list[str]
    day: dict[str, int]
    floor: str
    seed: int
    pause: float = 0.0


class Answer(NamedTuple):
    """kind, when it was asked, how long it took and how long the floor took beside it (ms), what was stored or said."""

    kind: str
    at: float
    ms: float
    floor: float
    said: str
    stored: list[Any]


# ── one client ──────────────────────────────────────────────────────────────────────────────────────


def live(client: Client, on: date, began: threading.Barrier | None, told: list[Answer]) -> None:
    """Do a client's day, in an order that the seed gives."""
    from tcm_tui.desk import booking, lookup, members, servicelog, week, writing
    from tcm_tui.desk.errors import DeskError
    from tcm_tui.desk.office import StoreError, open_desk
    from tcm_tui.rules.facts import Service

    chance = random.Random(client.seed)
    kinds = [kind for kind, count in client.day.items() for _ in range(count)]
    chance.shuffle(kinds)
    next_month = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    floor = _floor(client.floor)
    desk = open_desk(client.db)
    writing.warm()
    if began is not None:
        began.wait()
    for number, kind in enumerate(kinds):
        if client.pause:
            time.sleep(min(chance.expovariate(1 / client.pause), 5 * client.pause))
        nothing = floor(kind in WRITES)
        member = chance.choice(client.members)
        at, before, said, stored = time.time(), time.perf_counter(), "", []
        start = 480 + 15 * chance.randrange(36)
        stop = start + chance.choice((15, 30, 45, 60))
        try:
            if kind == "look-up":
                lookup.units(desk, member, on)
            elif kind == "caseload":
                members.lines(desk, client.cm, on)
            elif kind == "week":
                week.view(desk, client.cm, on)
            elif kind == "book":
                day = next_month + timedelta(days=chance.randrange(28))
                key = f"{client.cm}-{client.seed}-{number}"
                done = booking.book(
                    desk, member, client.cm, day, start, stop, "office-contact", on, key=key, override="load"
                )
                said, stored = done.verdict, [done.id, member, client.cm, day.isoformat(), start, stop]
            else:
                done = servicelog.log(
                    desk,
                    Service("", member, client.cm, on, start, stop, "plan-monitoring", "phone", "office", False,
                            None, None, None, None, None, None, None, 2047),
                    on,
                    override="load",
                )  # fmt: skip
                said, stored = done.verdict, [done.id, member, client.cm, on.isoformat(), start, stop]
        except StoreError as error:
            said = f"store: {error}"
        except DeskError as error:
            said = f"desk: {error}"
        told.append(Answer(kind, at, 1000 * (time.perf_counter() - before), nothing, said, stored))
    desk.close()


def _floor(url: str) -> Any:
    """A function that asks for nothing, or stores one row by itself, and gives the milliseconds."""
    if not url:
        return lambda write: 0.0
    import psycopg

    opened = psycopg.connect(url, autocommit=True)

    def ask(write: bool) -> float:
        before = time.perf_counter()
        if write:
            opened.execute("INSERT INTO floor (said) VALUES ('x')")
        else:
            opened.execute("SELECT 1").fetchone()
        return 1000 * (time.perf_counter() - before)

    ask(False)
    return ask


def _process() -> None:
    given = json.load(sys.stdin)
    clients = [Client(*each) for each in given["clients"]]
    told: list[Answer] = []
    faults: list[str] = []
    barrier = threading.Barrier(len(clients))

    def carry_out(client: Client) -> None:
        try:
            live(client, date.fromisoformat(given["on"]), barrier, told)
        except Exception as error:
            barrier.abort()
            faults.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=carry_out, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump({"told": told, "faults": faults}, sys.stdout)


# ── many ────────────────────────────────────────────────────────────────────────────────────────────


def run(clients: list[Client], on: date, processes: int = PROCESSES) -> tuple[list[Answer], list[str]]:
    """Let all clients live at once; every answer, and what failed."""
    many = min(processes, len(clients))
    parts = [clients[n::many] for n in range(many)]
    env = os.environ | {"PYTHONPATH": str(HERE), "TZ": "America/Chicago"}
    running = []
    for part in parts:
        each = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.load"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE, env=env,
        )  # fmt: skip
        assert each.stdin is not None
        each.stdin.write(json.dumps({"clients": part, "on": on.isoformat()}))
        each.stdin.close()
        each.stdin = None
        running.append(each)
    told: list[Answer] = []
    faults: list[str] = []
    for each in running:
        out, err = each.communicate(timeout=900)
        if each.returncode != 0:
            faults.append(err.strip().splitlines()[-1] if err.strip() else "ended")
            continue
        found = json.loads(out)
        told += [Answer(*one) for one in found["told"]]
        faults += found["faults"]
    return told, faults


class Waits:
    """How many of the server's connections wait for a lock, looked at 20 times a second."""

    def __init__(self, connect: Any) -> None:
        self.looks = self.waiting = self.most = 0
        self._connect, self._ends = connect, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Waits:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def _look(self) -> None:
        sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with closing(self._connect()) as opened:
            while not self._ends.wait(0.05):
                found: int = opened.execute(sql).fetchone()[0]
                self.looks += 1
                self.waiting += found
                self.most = max(self.most, found)


def middle(values: list[float], part: float) -> float:
    """The value below which a part of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


# ── the agency ──────────────────────────────────────────────────────────────────────────────────────


def build(folder: Path, size: Size, on: date) -> Path:
    """A made-up agency with a case manager for each client."""
    from tcm_tui.desk.demo import build as demo

    many = size.clients * 5 // 4  # some have left, or have hardly anybody
    return demo.build(folder / "load.db", on, many, size.members, size.months, 1, None, lambda *_: True).path


def caseloads(rows: Any, on: date) -> dict[str, list[str]]:
    """The members of each case manager on a day and from then on, at least two."""
    found: dict[str, list[str]] = {}
    for cm, member in rows(
        "SELECT a.cm_id, a.member_id FROM assignments a JOIN members m ON m.member_id = a.member_id"
        f" WHERE a.starts_on <= '{on}' AND a.ends_on IS NULL AND m.closed_on IS NULL ORDER BY 1, 2"
    ):
        found.setdefault(cm, []).append(member)
    return {cm: members for cm, members in found.items() if len(members) > 1}


# In plain SQL, without a line of the program: next month's visits, which are the only ones booked.
_BOOKED = """SELECT appointment_id AS id, a.member_id, a.cm_id, a.date, a.start_min, a.stop_min FROM appointments a
 WHERE a.status = 'scheduled' AND a.voided_on IS NULL AND a.date >= '{first}' AND a.date < '{end}'"""
COUNTED = {
    "over a day": """SELECT count(*) FROM (SELECT 1 FROM ({booked}) b GROUP BY b.member_id, b.date
 HAVING sum((b.stop_min - b.start_min) / 15) > 16) d""",
    "over a month": """SELECT count(*) FROM (SELECT b.member_id FROM ({booked}) b
 JOIN members m ON m.member_id = b.member_id AND m.program = 'standard'
 JOIN case_managers c ON c.cm_id = b.cm_id AND c.type = 'standard'
 GROUP BY b.member_id HAVING sum((b.stop_min - b.start_min) / 15) + (SELECT coalesce(sum(e.units), 0)
 FROM external_units e WHERE e.member_id = b.member_id AND e.month = '{first}') > 25) o""",
    "overlaps": """SELECT count(*) FROM ({booked}) a JOIN ({booked}) b ON a.date = b.date AND a.id < b.id
 AND a.start_min < b.stop_min AND a.stop_min > b.start_min AND (a.cm_id = b.cm_id OR a.member_id = b.member_id)""",
}


def counted(rows: Any, on: date) -> dict[str, int]:
    """How many are over a limit or at one time."""
    first = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    end = (first + timedelta(days=32)).replace(day=1)
    booked = _BOOKED.format(first=first, end=end)
    return {name: rows(sql.format(booked=booked, first=first))[0][0] for name, sql in COUNTED.items()}


def lost(rows: Any, told: list[Answer]) -> int:
    """How many of those said to be stored are not, or not once, or otherwise than they were said to be."""
    sql = {
        "book": "SELECT appointment_id, member_id, cm_id, CAST(date AS text), start_min, stop_min FROM appointments",
        "log": "SELECT service_id, member_id, cm_id, CAST(date AS text), start_min, stop_min FROM services",
    }
    wrong = 0
    for kind in WRITES:
        there = {row[0]: list(row) for row in rows(sql[kind])}
        said = [each.stored for each in told if each.kind == kind and each.stored and each.stored[0]]
        wrong += len(said) - len({each[0] for each in said}) + sum(there.get(each[0]) != each for each in said)
    return wrong


def part(folder: Path, asked: Asked) -> Iterator[Line]:
    """Fifty clients on a server, then the same writes by a few there and on a file."""
    from tests.postgres import server as servers

    reason = servers.why_not()
    if reason:
        print(reason, file=sys.stderr)
        return
    size, on = (SHORT if asked.short else FULL), date.today()
    file = build(folder, size, on)
    with servers.running(folder) as server:
        if not asked.short:
            for setting in DURABLE:
                server.sql(f"ALTER SYSTEM SET {setting} = on")
            server.sql("SELECT pg_reload_conf()")
        moved = _move(server, file, on)
        yield from _on_a_server(server, moved, size, on, size.pause)
        if not asked.short:
            yield from _on_a_server(server, moved, size, on, 0.0)
        for many in (2,) if asked.short else FEW:
            for where in ("a server", "one file"):
                yield _writers(server if where == "a server" else None, file, folder, many, on, asked)


class _Moved(NamedTuple):
    """The agency on a server: its database, a connection as its owner, and a client for each case manager."""

    database: str
    logins: dict[str, str]
    caseloads: dict[str, list[str]]

    def clients(self, server: Any, many: int, day: dict[str, int], pause: float = 0.0, seed: int = 0) -> list[Client]:
        floor = f"host={server.folder} port={server.port} dbname=load_floor user="
        return [
            Client(
                server.url(self.database, self.logins[cm]), cm, members, day, floor + self.logins[cm], seed + n, pause
            )
            for n, (cm, members) in enumerate(list(self.caseloads.items())[:many])
        ]


def _move(server: Any, file: Path, on: date) -> _Moved:
    """Copy the agency to the server and give each case manager a log-in and the role."""
    from tcm_tui.desk import moving, office
    from tcm_tui.records.postgres import access, place

    database = f"load_{time.monotonic_ns()}"
    if not server.sql("SELECT 1 FROM pg_roles WHERE rolname = 'load_owner'"):
        server.sql("CREATE ROLE load_owner LOGIN CREATEROLE")
        server.sql("CREATE DATABASE load_floor")
        server.sql("CREATE TABLE floor (id bigserial, said text)", "load_floor")
        server.sql("GRANT INSERT ON floor TO PUBLIC; GRANT USAGE ON SEQUENCE floor_id_seq TO PUBLIC", "load_floor")
    server.sql(f"CREATE DATABASE {database} OWNER load_owner")
    url = server.url(database, "load_owner")
    with closing(office.open_desk(str(file))) as desk:
        moving.copy_to(desk, url)
    found = caseloads(lambda sql: server.sql(sql, database), on)
    logins = {}
    for cm in found:
        logins[cm] = f"cm_{cm.lower()}_{database}"
        server.sql(f'CREATE ROLE "{logins[cm]}" LOGIN')
        access.grant(place.server(url), logins[cm], "case-manager", cm)
    server.sql("ANALYZE", database)
    return _Moved(database, logins, found)


def _on_a_server(server: Any, moved: _Moved, size: Size, on: date, pause: float) -> Iterator[Line]:
    from tcm_tui.desk import keeping

    def rows(sql: str) -> list[Any]:
        return list(server.sql(sql, moved.database))

    clients = moved.clients(server, size.clients, size.day, pause, 0 if pause else 1000)
    before = counted(rows, on)
    began = time.monotonic()
    with Waits(lambda: server.connect()) as waits:
        told, faults = run(clients, on)
    seconds = time.monotonic() - began
    spent = max(each.at + each.ms / 1000 for each in told) - min(each.at for each in told) if told else 0.0
    faults += [each.said for each in told if each.said.startswith(("store:", "desk:"))]
    many = f"{len(clients)} clients on a server, {f'a pause of {pause:g} s' if pause else 'without a pause'}"
    for kind, count in size.day.items():
        of_kind = [each for each in told if each.kind == kind]
        times, floors = [each.ms for each in of_kind], [each.floor for each in of_kind]
        floor = middle(floors, 0.5) or 1.0
        much = (
            f"{len(of_kind):,} answers; p50 {middle(times, 0.5):.0f} ms, {middle(times, 0.5) / floor:.1f}x the floor;"
            f" p95 {middle(times, 0.95):.0f} ms, {middle(times, 0.95) / floor:.1f}x"
            f" (floor p50 {floor:.1f}, p95 {middle(floors, 0.95):.1f} ms)"
        )
        found = (
            f"{count * len(clients) - len(of_kind)} without an answer" if len(of_kind) < count * len(clients) else ""
        )
        yield Line(f"{many}: {kind}", much, found or "nothing", not found, 0.0)  # all of it tells how long
    booked = [each for each in told if each.kind == "book"]
    much = (
        f"{len(told):,} answers in {spent:.1f} s, {len(told) / max(spent, 0.1):.0f} a second; of {len(booked):,} asked"
        f" {sum(bool(each.stored and each.stored[0]) for each in booked):,} booked; on average"
        f" {waits.waiting / max(1, waits.looks):.1f} wait for a lock, at most {waits.most}"
    )
    said = "; ".join(sorted(set(faults))[:3]) or "nothing"
    yield Line(f"{many}: all of it", much, said, not faults, seconds)
    began = time.monotonic()
    wrong = [f"{after - before[name]} {name}" for name, after in counted(rows, on).items() if after > before[name]]
    missing = lost(rows, told)
    wrong += [f"{missing} lost or otherwise"] if missing else []
    deadlocks = rows(f"SELECT deadlocks FROM pg_stat_database WHERE datname = '{moved.database}'")[0][0]
    wrong += [f"{deadlocks} deadlocks"] if deadlocks else []
    checks = keeping.doctor(server.url(moved.database, "load_owner"), whole=True)
    wrong += [f"{check.name}: {check.sentence}" for check in checks if not check.ok]
    much = f"{sum(bool(each.stored and each.stored[0]) for each in told):,} writes counted again in plain SQL"
    yield Line(f"{many}: counted again", much, "; ".join(wrong) or "nothing", not wrong, time.monotonic() - began)


def _writers(server: Any, file: Path, folder: Path, many: int, on: date, asked: Asked) -> Line:
    """So many clients that only book and log, on a server or on one file."""
    import shutil
    import sqlite3

    day = {"book": 2, "log": 2} if asked.short else ONLY_WRITES
    if server is not None:
        moved = _move(server, file, on)
        clients = moved.clients(server, many, day)

        def rows(sql: str) -> list[Any]:
            return list(server.sql(sql, moved.database))
    else:
        copy = Path(shutil.copy(file, folder / f"file-{many}.db"))

        def rows(sql: str) -> list[Any]:
            with closing(sqlite3.connect(copy)) as opened:
                return opened.execute(sql).fetchall()

        held = list(caseloads(rows, on).items())[:many]
        clients = [Client(str(copy), cm, members, day, "", n) for n, (cm, members) in enumerate(held)]
    before, began = counted(rows, on), time.monotonic()
    told, faults = run(clients, on)
    seconds = time.monotonic() - began
    spent = max(each.at + each.ms / 1000 for each in told) - min(each.at for each in told) if told else 0.1
    faults += [each.said for each in told if each.said.startswith(("store:", "desk:"))]
    faults += [f"{after - before[name]} {name}" for name, after in counted(rows, on).items() if after > before[name]]
    times = [each.ms for each in told]
    much = (
        f"{len(told):,} writes in {spent:.1f} s, {len(told) / spent:.0f} a second;"
        f" p50 {middle(times, 0.5):.0f} ms, p95 {middle(times, 0.95):.0f} ms"
    )
    where = "a server" if server is not None else "one SQLite file"
    said = "; ".join(sorted(set(faults))[:3]) or "nothing"
    who = "1 client that only writes" if many == 1 else f"{many} clients that only write"
    return Line(f"{who}, on {where}", much, said, not faults, seconds)


if __name__ == "__main__":
    _process()
