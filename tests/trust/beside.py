"""What goes on beside people at work: files imported, another writer in the way, copies, checks, an export."""

from __future__ import annotations

import csv
import random
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from threading import Event

from tests.trust.recount import sound
from tests.trust.seat import ON, ROOT, house, runs

REFUSED = 1
TODAY = date.fromisoformat(ON)


class Beside:
    """Jobs on a database in a person's place; faults gather, and how many of each job were done."""

    def __init__(self, db: Path, folder: Path, seed: int, over: Event) -> None:
        self.db, self.folder, self.over = db, folder, over
        self.chance = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.faults: list[str] = []
        self.env = house(folder / "clerk", "clerk")
        self.number = 0
        self.tcm("export", folder / "files")
        self.done.clear()
        self.members = self.rows("members")
        recent = [row for row in self.rows("services") if row["date"] >= "2026-10-01"]
        # Not of every member: the limits of the others are counted again afterwards.
        self.services = [row for row in recent if row["member_id"][-1] in "02468"]

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "files" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def tcm(self, *args: object, may: tuple[int, ...] = (0,)) -> None:
        """A command of the program: how it ended must be one of ``may``, and it must not have met a fault."""
        command = runs(*args, "--db", self.db, "--on", ON)
        ended = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        said = ended.stderr.strip()
        wrong = ended.returncode not in may or "Traceback" in said or "reference" in said
        if wrong or (ended.returncode and not said):
            self.faults.append(f"tcm {args[0]} ended with {ended.returncode}: {said[-200:]}")
        self.done[f"{args[0]} refused" if ended.returncode == REFUSED else str(args[0])] += 1

    def file(self, name: str, rows: list[dict[str, str]], *, spoilt: bool = False) -> Path:
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
            if spoilt:
                file.write('"never closed\n')
        return path

    def members_changed(self) -> None:
        """A part of the members with another phone or city."""
        some = [dict(row) for row in self.chance.sample(self.members, 60)]
        for row in some:
            row["phone" if self.chance.random() < 0.5 else "city"] = f"{self.chance.randrange(10**6)}"
        self.tcm("import", self.file("members", some), may=(0, REFUSED))

    def services_added(self) -> None:
        """Services of the last weeks as another system has them; some change what was imported before."""
        added = []
        for row in self.chance.sample(self.services, 40):
            self.number += 1
            day = TODAY - timedelta(self.chance.randrange(30))
            added.append(
                {**row, "service_id": f"X{self.number % 400}", "date": f"{day}", "stop_date": "", "appointment_id": ""}
            )
        self.tcm("import", self.file("services", added), may=(0, REFUSED))

    def spoilt_file(self) -> None:
        self.tcm("import", self.file("members", self.members[:5], spoilt=True), may=(REFUSED,))

    def dry_run(self) -> None:
        self.tcm("import", self.folder / "files", "--dry-run", may=(0, REFUSED))

    def write_lock(self) -> None:
        """Another program that writes for some seconds, and sometimes keeps readers out for a moment too."""
        shut = self.chance.random() < 0.3
        with closing(sqlite3.connect(self.db, timeout=30, isolation_level=None)) as writer:
            writer.execute("BEGIN EXCLUSIVE" if shut else "BEGIN IMMEDIATE")
            self.over.wait(self.chance.uniform(0.3, 1.0) if shut else self.chance.uniform(0.5, 4.0))
            writer.execute("ROLLBACK")
        self.done["lock"] += 1

    def backup(self) -> None:
        copy = self.folder / "copy.db"
        self.tcm("backup", copy)
        self.faults += [f"a backup: {each}" for each in sound(copy)]
        copy.unlink()

    def export(self) -> None:
        self.tcm("export", self.folder / f"out-{self.number}-{time.monotonic_ns()}")

    def check(self) -> None:
        self.tcm("check", "--json")

    def doctor(self) -> None:
        self.tcm("doctor", "--json")

    def jobs(self) -> Iterator[None]:
        """Each job once, then any of them, without end."""
        every = [
            self.members_changed, self.write_lock, self.services_added, self.backup, self.spoilt_file, self.check,
            self.doctor, self.dry_run, self.export,
        ]  # fmt: skip
        often = [self.members_changed, self.services_added, *[self.write_lock] * 3]
        for job in every:
            yield job()
        while True:
            yield self.chance.choice([*every, *often])()
