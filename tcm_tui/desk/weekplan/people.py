"""The members of a week: on which days they can be seen, and how many units they have left. R2-R5, R24-R27"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import budgets
from tcm_tui.desk.qualified import objections
from tcm_tui.desk.weekplan.days import less
from tcm_tui.desk.weekplan.facts import Cared, Held, WeekFacts
from tcm_tui.desk.weekplan.terms import Spans
from tcm_tui.desk.weekplan.words import short
from tcm_tui.rules import caseload, lines, residence, transition
from tcm_tui.rules.facts import Worker
from tcm_tui.rules.weekhours import hours_on

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.rules.lines import Row

WHOLE_DAY = ((0, 1440),)


class People:
    """The members of a worker's week, asked day by day. Answers are kept."""

    def __init__(self, desk: Desk, facts: WeekFacts) -> None:
        self.desk, self.facts = desk, facts
        staff = facts.who
        self.worker = Worker(staff.who.cm_id, staff.who.level, staff.who.type, staff.contract)
        self.modifier, self.contract = lines.service_line(None, None, self.worker)
        self._uses: dict[tuple[str, date], budgets.MonthUse] = {}
        self._barred: dict[date, str | None] = {}
        self._whys: dict[tuple[str, date], str | None] = {}

    def why_not(self, key: str, day: date) -> str | None:
        """Why a member can't be seen on a day, whatever the hour; None when nothing stands against it."""
        if (key, day) not in self._whys:
            self._whys[key, day] = self._why_not(self.facts.cared[key], day)
        return self._whys[key, day]

    def _why_not(self, cared: Cared, day: date) -> str | None:
        member = cared.member
        if day < cared.starts_on:
            return f"on the caseload from {short(cared.starts_on)}"
        if cared.ends_on is not None and day >= cared.ends_on:
            return f"with another worker from {short(cared.ends_on)}"
        if caseload.member_status(member, cared.first_assigned, day) == "pending":
            return f"open from {short(member.opened_on)}" if member.opened_on else "not open yet"
        if caseload.held(member.hold_from, member.hold_until, day):
            return f"on hold until {short(member.hold_until)}" if member.hold_until else "on hold"
        return self.why_gone(member.member_id, day)

    def why_gone(self, key: str, day: date) -> str | None:
        """Why not even a visit that is booked can be kept: closed, refused, or nothing of that day is compensable.

        Before the member is open a visit may be booked, and stays.
        """
        cared = self.facts.cared[key]
        member = cared.member
        status = caseload.member_status(member, cared.first_assigned, day)
        if status in ("closed", "refused"):
            return f"{status} since {short(member.closed_on if status == 'closed' else member.refused_on)}"
        home = residence.barred(self.facts.homes.get(member.member_id, ()), day, self.desk.packs)
        if home is not None:
            until = f" until {short(home.ends_on)}" if home.ends_on else ""
            return f"lives in {_a(residence.spoken(home.kind))}{until}: not compensable"
        return self._stay(cared, day)

    def _stay(self, cared: Cared, day: date) -> str | None:
        on, packs, dob = self.facts.on, self.desk.packs, cared.member.dob
        stays = self.facts.stays.get(cared.member.member_id, ())
        found = transition.outcome(stays, day, dob, "", on, packs) if stays else None
        if found is None or found.stay is None:
            return found.why if found else None
        stay = found.stay
        where = f"in {_in(residence.spoken(stay.kind))}"
        end, _ = transition.discharge(stay, on)
        opening = transition.window(stay, on, dob, packs)
        if end is None:
            return f"{where}, discharge unknown: no window"
        if opening is None:
            return f"{where} until {short(end)}, no window: {found.why}"
        return f"{where} until {short(end)}, window opens {short(opening.first)}"

    def barred_worker(self, day: date) -> str | None:
        """What forbids the worker to bill on a day, from the credentials; else None. R42-R47"""
        if day not in self._barred:
            found = [o for o in objections(self.desk, self.worker, self.modifier, day) if o.severity == "refuse"]
            self._barred[day] = found[0].text if found else None
        return self._barred[day]

    def row(self, key: str, day: date) -> Row | None:
        """The row of the limits table that is billed for a member on a day. R2"""
        dob = self.facts.cared[key].member.dob
        return lines.find_row(self.desk.packs, self.modifier, self.contract, lines.age_on(dob, day), day)

    def unpaid(self, key: str, day: date) -> str | None:
        """Why no unit of a day can be billed, whatever is left: the worker may not, or no row of the table fits. R2"""
        barred = self.barred_worker(day)
        if barred or self.row(key, day) is not None:
            return barred
        dob = self.facts.cared[key].member.dob
        return lines.line_verdict(self.desk.packs, self.modifier, self.contract, dob, day).reasons[0].text

    def left(self, key: str, day: date, back: Iterable[Held] = ()) -> tuple[int, int]:
        """Units left on a day and in its month, with what the visits ``back`` hold given back. R3-R5"""
        row = self.row(key, day)
        if row is None or self.barred_worker(day):
            return 0, 0
        use = self._use(key, day)
        back = [v for v in back if v.units and budgets.month_of(v.date) == budgets.month_of(day)]
        if back:
            held = list(use.held)
            for visit in back:
                if (visit.date, visit.units) in held:
                    held.remove((visit.date, visit.units))
            use = use._replace(held=tuple(held))
        found = budgets.of_row(self.desk, row, use, key, day, self.facts.on)
        month = [found[per].available or 0 for per in ("month", "year") if per in found]
        return budgets.least(found.values()), min(month, default=budgets.least(found.values()))

    def _use(self, key: str, day: date) -> budgets.MonthUse:
        first = budgets.month_of(day)[0]
        if (key, first) not in self._uses:
            exact = self.facts.cared[key].exact_from
            self._uses[key, first] = budgets.of_member(self.desk, key, day, self.facts.on, exact)
        return self._uses[key, first]

    def over(self, key: str, day: date) -> int:
        """Units of a day's month that are used or booked beyond the limit."""
        row = self.row(key, day)
        found = budgets.of_row(self.desk, row, self._use(key, day), key, day, self.facts.on) if row else {}
        return found["month"].over if "month" in found else 0

    def hours(self, key: str, day: date, without: Iterable[Held]) -> Spans | None:
        """When a member can be met on a day; None: always. Time that others have booked is not the member's.

        without: the worker's own visits, which the planner sees as the worker's time.
        """
        own = {visit.id for visit in without}
        taken = [
            (v.start, v.end)
            for v in self.facts.theirs.get(key, ())
            if v.date == day and v.id not in own and v.start is not None and v.end is not None
        ]
        if day == self.facts.on:
            if key in self.facts.missed:
                taken.append((0, self.facts.missed[key]))  # what answers a miss comes after it, and so does the rest
            cm = self.worker.cm_id
            taken += [(start, stop) for who, by, start, stop in self.facts.done if who == key and by != cm]
        spans = self.agreed(key, day)
        if not taken:
            return spans
        return less(WHOLE_DAY if spans is None else spans, taken)

    def agreed(self, key: str, day: date) -> Spans | None:
        """The hours a member said; None: always."""
        return hours_on(self.facts.available.get(key, ()), day)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiouAEIOU" else f"a {kind}"


def _in(kind: str) -> str:
    return kind if kind == "hospital" else _a(kind)
