"""What is being looked at: the day, the case manager, the member; shared by all areas."""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.ui.source import Source, WorkerName

FIRST_YEAR, LAST_YEAR = 1900, 2100


class Shown:
    """on: the day everything is seen from. today: the real one. version: of the records as last read.

    member: who the member's page is about; pointed: whom a cursor was on last.
    team: the part of the agency a supervisor looks at.
    """

    def __init__(self, source: Source, on: date, cm: str | None) -> None:
        self.source = source
        self.on = self.today = on
        self.version = source.version()
        self.member: str | None = None
        self.pointed: str | None = None
        self.team: Scope = EVERYBODY
        self._staff: tuple[object, list[WorkerName]] | None = None
        self._worker(cm)

    def _worker(self, wanted: str | None) -> None:
        """The worker wanted, by id or by a name's part; else the first."""
        staff = self.staff()
        said = (wanted or "").casefold()
        found = [w.cm for w in staff if w.cm.casefold() == said]
        found = found or [w.cm for w in staff if said and said in w.name.casefold()]
        self.cm = found[0] if found else staff[0].cm if staff else ""

    def staff(self) -> list[WorkerName]:
        """The case managers one can look at, as of the day."""
        stamp = (self.on, self.version)
        if self._staff is None or self._staff[0] != stamp:
            self._staff = (stamp, self.source.workers(self.on))
        return self._staff[1]

    def place_of_worker(self) -> str:
        """``2 of 12``; empty where there is no choice."""
        ids = [worker.cm for worker in self.staff()]
        return f"{ids.index(self.cm) + 1} of {len(ids)}" if self.cm in ids and len(ids) > 1 else ""

    def worker_after(self, step: int) -> str | None:
        """The case manager so many places further, round the end."""
        ids = [worker.cm for worker in self.staff()]
        if not ids:
            return None
        return ids[(ids.index(self.cm) + step) % len(ids)] if self.cm in ids else ids[0]

    def step_day(self, days: int) -> bool:
        """Look from another day; False beyond the years the program knows."""
        try:
            moved = self.on + timedelta(days=days)
        except OverflowError:
            return False
        if not FIRST_YEAR <= moved.year <= LAST_YEAR:
            return False
        self.on = moved
        return True

    def renewed(self) -> bool:
        """Whether the records have changed since the last look."""
        version = self.source.version()
        changed, self.version = version != self.version, version
        return changed
