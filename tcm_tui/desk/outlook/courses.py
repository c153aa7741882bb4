"""What changes for a member in the coming months: the row that is billed, and the days on which nothing can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.outlook.facts import DAY, Known
from tcm_tui.desk.outlook.rates import worker_of
from tcm_tui.rules import caseload, lines, residence, transition
from tcm_tui.rules.lines import Row

if TYPE_CHECKING:
    from tcm_tui.desk.cohort import Cared
    from tcm_tui.desk.office import Desk


class Span(NamedTuple):
    """Days [first, end) that are alike for a member. runs: whether units can be used on them."""

    first: date
    end: date
    row: Row | None
    runs: bool


class Courses:
    """Every member's coming months, cut where anything changes."""

    def __init__(self, desk: Desk, known: Known) -> None:
        self.desk, self.known = desk, known
        self.changes: list[date] = []
        day = known.on
        while (day := lines.next_change(desk.packs, day)) < known.end:
            self.changes.append(day)
        days = (known.on, *self.changes)
        self.ages = sorted(
            {
                age
                for day in days
                for rows in lines.table_on(desk.packs, day).values()
                for row in rows
                for age in (row.age_low, row.age_high + 1)
                if 0 < age < 150
            }
        )

    def birthdays(self, cared: Cared) -> list[tuple[date, int]]:
        """(day, age) of the coming birthdays at which a row of the table begins or ends. R2, R8"""
        dob, known = cared.member.dob, self.known
        return [
            (day, age)
            for age in self.ages
            if known.on.year <= dob.year + age <= known.end.year
            and known.on < (day := lines.birthday(dob, age)) < known.end
        ]

    def line(self, cared: Cared, day: date) -> tuple[str | None, str | None, Row | None]:
        """Level modifier, contract and row that are billed for a member on a day. R2"""
        worker = worker_of(self.known, self.known.holder(cared.member.member_id, day))
        modifier, contract = lines.service_line(None, None, worker)
        age = lines.age_on(cared.member.dob, day)
        return modifier, contract, lines.find_row(self.desk.packs, modifier, contract, age, day)

    def of(self, cared: Cared) -> list[Span]:
        """A member's days from the day of the answer to the end."""
        known = self.known
        days = {known.on, *self.changes, *(day for day, _ in self.birthdays(cared)), *self._dated(cared)}
        cuts = sorted(day for day in days if known.on <= day < known.end)
        plain = self._plain(cared)
        return [
            Span(first, end, self.line(cared, first)[2], plain or self._runs(cared, first))
            for first, end in zip(cuts, [*cuts[1:], known.end], strict=True)
        ]

    def _plain(self, cared: Cared) -> bool:
        """Nothing on record ever stands against a service for this member."""
        member = cared.member
        dated = member.closed_on or member.refused_on or member.hold_from
        key = member.member_id
        return not dated and key not in self.known.stays and key not in self.known.homes

    def _dated(self, cared: Cared) -> list[date]:
        """The days on which something known begins or is over for a member."""
        known, member = self.known, cared.member
        key = member.member_id
        found = [member.closed_on, member.refused_on, member.hold_from]
        found.append(member.hold_until + DAY if member.hold_until else None)
        for _, starts_on, ends_on in known.chains.get(key, ()):
            found += [starts_on, ends_on]
        for home in known.homes.get(key, ()):
            found += [home.starts_on, home.ends_on]
        for stay in known.stays.get(key, ()):
            end, _ = transition.discharge(stay, known.on)
            opening = transition.window(stay, known.on, member.dob, self.desk.packs)
            found.append(end + DAY if end else None)
            found += [opening.first, opening.last + DAY] if opening else []
        return [day for day in found if day is not None]

    def _runs(self, cared: Cared, day: date) -> bool:
        """Whether units can be used on a day: the member is in care, and no hold, stay or home bars it. R24-R27"""
        known, member = self.known, cared.member
        key = member.member_id
        if cared.status(day) != "active" or caseload.held(member.hold_from, member.hold_until, day):
            return False
        if residence.barred(known.homes.get(key, ()), day, self.desk.packs) is not None:
            return False
        stays = known.stays.get(key, ())
        return not stays or transition.outcome(stays, day, member.dob, "", known.on, self.desk.packs) is None
