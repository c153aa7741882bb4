"""What the writes of a case manager should do, told again in plain dicts and without the program.

Only for the agency of ``test_machine``: every worker bills 16 units a day and 25 a month, no day is closed, and
every warning was given its reason.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
LONG_AGO = date(2025, 7, 1)
DAY_LIMIT, MONTH_LIMIT, UNIT = 16, 25, 15
MIDNIGHT = 1440


class Model:
    """Visits, services and attempts by id, and each member's assignments [starts, ends), oldest first."""

    def __init__(self, on: date, members: list[str], worker: str) -> None:
        self.on = on
        self.visits: dict[str, Row] = {}
        self.services: dict[str, Row] = {}
        self.attempts: dict[str, Row] = {}
        self.assigned: dict[str, list[Row]] = {m: [{"cm": worker, "starts": LONG_AGO, "ends": None}] for m in members}

    def copy(self) -> Model:
        return copy.deepcopy(self)

    # What is asked -------------------------------------------------------------------------------------------

    def served(self, visit: str, until: date = date.max) -> bool:
        return any(s["visit"] == visit and not s["void"] and s["date"] <= until for s in self.services.values())

    def parts(self, member: str, until: date) -> list[tuple[date, int]]:
        """(day, units) of what was delivered; what runs past midnight is of two days, each rounded on its own."""
        found = []
        for s in self.services.values():
            if s["member"] == member and not s["void"]:
                found.append((s["date"], (min(s["stop"], MIDNIGHT) - s["start"]) // UNIT))
                if s["stop"] > MIDNIGHT:
                    found.append((s["date"] + timedelta(days=1), (s["stop"] - MIDNIGHT) // UNIT))
        return [(day, units) for day, units in found if day <= until]

    def held(self, member: str, until: date, but: str | None = None) -> list[tuple[date, int]]:
        """(day, units) of the visits that still wait for their outcome."""
        return [
            (v["date"], (v["stop"] - v["start"]) // UNIT)
            for key, v in self.visits.items()
            if v["member"] == member and v["status"] == "scheduled" and not v["void"] and key != but
            if not self.served(key, until)
        ]  # fmt: skip

    def units(self, member: str, day: date, until: date, but: str | None = None) -> tuple[int, int, int, int]:
        """Used and held of the day, used and held of its month."""
        used, held = self.parts(member, until), self.held(member, until, but)
        month = [sum(n for d, n in each if (d.year, d.month) == (day.year, day.month)) for each in (used, held)]
        return sum(n for d, n in used if d == day), sum(n for d, n in held if d == day), month[0], month[1]

    def clocks(self) -> dict[str, tuple[date, str]]:
        """Due day and status of the outreach after each miss: two weekdays, the day of the miss not counted."""
        found = {}
        for key, visit in self.visits.items():
            if visit["status"] != "missed" or visit["void"]:
                continue
            due, left = visit["date"], 2
            while left:
                due += timedelta(days=1)
                left -= due.weekday() < 5
            tried = [
                a["date"]
                for a in self.attempts.values()
                if not a["void"] and visit["date"] <= a["date"] <= self.on
                if (a["visit"] == key if a["visit"] else a["member"] == visit["member"])
            ]
            if tried:
                status = "met" if min(tried) <= due else "met-late"
            else:
                status = "overdue" if self.on > due else "due-today" if self.on == due else "open"
            found[key] = due, status
        return found

    def free(self, member: str, cm: str, day: date, start: int, stop: int, but: str | None = None) -> bool:
        """Whether worker and member have that time: a worker is with one member, a member with one worker."""
        planned = [v for k, v in self.visits.items() if k != but and v["status"] == "scheduled"]
        return not any(
            other["date"] == day and other["start"] < stop and other["stop"] > start and not other["void"]
            for other in [*planned, *self.services.values()]
            if other["cm"] == cm or other["member"] == member
        )

    def fits(self, member: str, cm: str, day: date, start: int, stop: int, but: str | None = None) -> bool:
        """Whether a visit may be planned: the time is free and its units are within day and month."""
        day_used, day_held, month_used, month_held = self.units(member, day, self.on, but)
        wanted = (stop - start) // UNIT
        within = day_used + day_held + wanted <= DAY_LIMIT and month_used + month_held + wanted <= MONTH_LIMIT
        return within and self.free(member, cm, day, start, stop, but)

    def responsible(self, member: str, day: date) -> str:
        return str(next(a["cm"] for a in self.assigned[member] if a["starts"] <= day < (a["ends"] or date.max)))

    # What is done --------------------------------------------------------------------------------------------

    def log(self, key: str, row: Row) -> None:
        self.services[key] = {**row, "void": False}
        if row["visit"] is not None:
            self.visits[row["visit"]]["status"] = "kept"

    def may_be_missed(self, key: str) -> bool:
        visit = self.visits[key]
        waiting = visit["status"] in ("scheduled", "missed")
        return waiting and visit["date"] <= self.on and not visit["void"] and not self.served(key)

    def may_be_moved(self, key: str) -> bool:
        visit = self.visits[key]
        return visit["status"] == "scheduled" and not visit["void"] and not self.served(key)

    def void_service(self, key: str) -> None:
        service = self.services[key]
        service["void"] = True
        visit = self.visits.get(service["visit"] or "")
        if visit is not None and visit["status"] == "kept" and not visit["void"] and not self.served(service["visit"]):
            visit["status"] = "scheduled"

    def may_go(self, member: str, to: str, day: date) -> bool:
        """Whether a member may go to a worker on a day: no later assignment stands, and it is another worker."""
        ahead = any(a["starts"] > day for a in self.assigned[member])
        return not ahead and self.responsible(member, day) != to

    def transfer(self, member: str, to: str, day: date) -> None:
        """The visits planned from then on go along, where the new worker has the time."""
        last = self.assigned[member][-1]
        old = last["cm"]
        if last["starts"] == day:
            last["cm"] = to
        else:
            last["ends"] = day
            self.assigned[member].append({"cm": to, "starts": day, "ends": None})
        going = [
            (v["date"], v["start"], key)
            for key, v in self.visits.items()
            if v["member"] == member and v["cm"] == old and v["date"] >= day
            if v["status"] == "scheduled" and not v["void"]
        ]
        for _, _, key in sorted(going):
            visit = self.visits[key]
            if self.free(member, to, visit["date"], visit["start"], visit["stop"], but=key):
                visit["cm"] = to
