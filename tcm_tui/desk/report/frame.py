"""What all sections of a month report share: the days, whose work it is, and the records read once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import caseload, cohort, history
from tcm_tui.desk.report.views import Cancelled, Line
from tcm_tui.records.queries import clocks as clock_sql
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import report as sql
from tcm_tui.rules import ledger
from tcm_tui.rules.entries import Entry
from tcm_tui.rules.facts import Plan, Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.rules.facts import Service

DEVELOPMENT = "plan-development"
Progress = Callable[[str, int, int], bool]
"""Told what is being read, steps done and steps in all; False gives up."""


class Frame:
    """One month as seen from a day. mine: the case managers it is about, None for the whole agency.

    ``seen`` is the month's last day, or ``on`` while the month runs. Members count with whoever is responsible on
    ``seen``; what was delivered counts with who delivered it.
    """

    def __init__(self, desk: Desk, first: date, last: date, on: date, mine: frozenset[str] | None) -> None:
        self.desk, self.first, self.last, self.on, self.mine = desk, first, last, on, mine
        self.seen = min(on, last)
        self.staff = {person.who.cm_id: person for person in caseload.staff(desk)}
        self.cared: list[cohort.Cared] = []
        self.plans: dict[str, list[Plan]] = {}
        self.entries: list[Entry] = []
        self.services: list[Service] = []

    @property
    def days(self) -> dict[str, Any]:
        """The parameters of the month's queries."""
        cms = None if self.mine is None else json.dumps(sorted(self.mine))
        return {
            "first": self.first.isoformat(),
            "last": self.seen.isoformat(),
            "on": self.on.isoformat(),
            "cms": cms,
        }

    def holds(self, cm: str | None) -> bool:
        """Whether a case manager's lines are asked for; nobody's only of the whole agency."""
        return self.mine is None or cm in self.mine

    def read(self, tell: Callable[[str], None]) -> None:
        """Read what several sections need."""
        desk, days = self.desk, self.days
        tell("members")
        self.cared = cohort.load(desk, self.seen)
        last = {"last": self.last.isoformat(), "on": days["on"]}
        for row in desk.store.rows(clock_sql.PLANS.all, last):
            self.plans.setdefault(row[0], []).append(facts.plan(row))
        tell("services")
        self.services = [facts.service(r) for r in desk.store.rows(sql.SERVICES.pick(days["cms"]), days)]
        tell("units")
        self.entries = list(self._entries(tell))

    def _entries(self, tell: Callable[[str], None]) -> Iterator[Entry]:
        """The ledger of the month as known on the day: stored where nothing came later, else worked out anew."""
        rows = self.desk.store.rows(sql.ENTRIES.pick(self.days["cms"]), self.days)
        later = self._seen_differently()
        changed: set[str] = set()
        day = _Days()
        make = tuple.__new__
        for row in rows:
            if row[1] in later:
                changed.add(row[1])
            else:
                # the columns of a stored entry are the fields of an Entry, but for the day
                yield make(Entry, (*row[:3], day[row[3]], *row[4:]))
        workers = history.workers(self.desk)
        for done, member in enumerate(sorted(changed)):
            if done % 50 == 0:
                tell("units as known then")
            yield from self._anew(member, workers)

    def _seen_differently(self) -> set[str]:
        """Members of whom something dated after the day changes what the month's services are worth.

        Another discharge than planned, units known elsewhere, a plan signed, a faxed original filed.
        """
        on, month = self.on, {service.member_id for service in self.services}
        found = {row[0] for row in self.desk.store.rows(sql.TOLD_LATER, self.days)}
        found |= {each.member.member_id for each in self.cared if each.exact_from is not None and each.exact_from > on}
        found |= {s.member_id for s in self.services if s.original_filed_on is not None and s.original_filed_on > on}
        for member in {s.member_id for s in self.services if s.activity == DEVELOPMENT}:
            if any(day is not None and day > on for plan in self.plans.get(member, ()) for day in plan[4:7]):
                found.add(member)
        return found & month

    def _anew(self, member: str, workers: Mapping[str, Worker]) -> Iterator[Entry]:
        """One member's month worked out from what was known on the day."""
        desk, past = self.desk, history.of(self.desk, member)
        if past is None:
            return
        known = history.seen(past, self.on)
        about = history.member_facts(known)
        services = known.services
        if not ledger.needs_all_months(about, desk.packs):
            services = tuple(s for s in services if s.date >= self.first - timedelta(days=1))
        for entry in ledger.assess(services, about, workers, desk.policy, desk.packs, self.on):
            if self.first <= entry.date <= self.seen and self.holds(entry.cm_id):
                yield entry


class _Days(dict[str, date]):
    """Days by their text; a month has few."""

    def __missing__(self, text: str) -> date:
        found = self[text] = date.fromisoformat(text)
        return found


class Sums:
    """Lines by key: their sum, their number, themselves."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            self._lines[line.key].append(line)

    def of(self, key: str) -> tuple[Line, ...]:
        return tuple(self._lines.get(key, ()))

    def total(self, key: str) -> int:
        """The sum of whole amounts."""
        return int(sum(line.amount for line in self._lines.get(key, ())))

    def hours(self, key: str) -> float:
        """The sum of hours."""
        return round(sum(line.amount for line in self._lines.get(key, ())), 2)

    def by_worker(self) -> dict[str, dict[str, float]]:
        """key -> sum, by case manager; what is nobody's by \"\"."""
        found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for key, lines in self._lines.items():
            for line in lines:
                found[line.cm or ""][key] += line.amount
        return found


def telling(progress: Progress | None, steps: int) -> Callable[[str], None]:
    """Counts steps for ``progress``; raises Cancelled when it gives up."""
    done = 0

    def tell(what: str) -> None:
        nonlocal done
        if progress is not None and not progress(what, min(done, steps), steps):
            raise Cancelled("Stopped: no report was made.")
        done += 1

    return tell
