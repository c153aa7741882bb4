"""From a selection to a plan with hours: pace first, then less driving, with the four tiers held.

Best effort, in a fixed order and with a fixed number of tries, so the same selection gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable

from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.days import Item
from tcm_tui.planning.week.problem import UNIT, VISIT, Contact
from tcm_tui.planning.week.quick import Draft

TRIES = 150
"""Moves to another day that are tried to save driving."""


class Timetable:
    """Lengths and hours of the chosen contacts, day by day."""

    def __init__(self, choices: Choices, selection: list[int]) -> None:
        self.choices = choices
        self.units = {c: choices.all[c].units for c in selection}
        self.days = [[c for c in selection if choices.all[c].day == day] for day in range(len(choices.clocks))]
        self.pinned: dict[int, int] = {}
        self.wished = {}
        for c, published in zip(choices.prior, choices.problem.prior, strict=True):
            if c in self.units:
                self.wished[c] = published

    def item(self, c: int) -> Item:
        """A contact at its present length, at its published hour if that is kept."""
        choice = self.choices.all[c]
        minutes = self.units[c] * UNIT
        avail = choice.item.avail
        if c in self.pinned:
            start = self.pinned[c]
            if avail is None or any(a <= start and start + minutes <= b for a, b in avail):
                avail = ((start, start + minutes),)
            else:
                avail = ()
        return Item(choice.item.area, minutes, avail)

    def holds(self, day: int) -> bool:
        """Whether a day can be held as it is now."""
        return self.choices.clocks[day].seems([self.item(c) for c in self.days[day]])

    def pin(self) -> None:
        """Keep published hours where the day allows."""
        for day, chosen in enumerate(self.days):
            wished = {c: self.wished[c].start for c in chosen if c in self.wished}
            starts = {c: start for c, start in wished.items() if start is not None}
            self.pinned.update(starts)
            if starts and not self.holds(day):
                for c in starts:
                    del self.pinned[c]
                for c, start in starts.items():
                    self.pinned[c] = start
                    if not self.holds(day):
                        del self.pinned[c]

    def lengthen(self, c: int) -> bool:
        """Make a contact a unit longer if it may be and its day allows."""
        choice = self.choices.all[c]
        member = self.choices.members[choice.member]
        facts = self.choices.problem.days[choice.day]
        month = sum(
            n
            for other, n in self.units.items()
            if self.choices.month(self.choices.all[other]) == (choice.member, facts.month)
        )
        if choice.mode != VISIT or self.units[c] >= member.high:
            return False
        if self.units[c] >= self.choices.most(member, choice.day) or month >= member.month_left.get(facts.month, 0):
            return False
        self.units[c] += 1
        if self.holds(choice.day):
            return True
        self.units[c] -= 1
        return False

    def contacts(self) -> list[Contact]:
        """The plan, in order of time."""
        found = []
        for day, chosen in enumerate(self.days):
            if not chosen:
                continue
            held = self.choices.clocks[day].best([self.item(c) for c in chosen])
            if held is None:
                raise AssertionError("a day was chosen that can't be held")
            date = self.choices.problem.days[day].date
            for c, start in zip(chosen, held.starts, strict=True):
                choice = self.choices.all[c]
                found.append(Contact(choice.member, date, start, choice.mode, self.units[c]))
        return sorted(found, key=lambda c: (c.date, c.start, c.member))


def timetable(choices: Choices, selection: list[int], stopped: Callable[[], bool] = lambda: False) -> list[Contact]:
    """The plan of a selection. stopped: asked between steps; what is already good is kept."""
    target = choices.problem.pace_units
    if choices.steady:
        selection = less_driving(choices, _more(choices, selection, target), stopped)
    table = Timetable(choices, selection)
    table.pin()
    for c, published in sorted(table.wished.items()):
        while table.units[c] < (published.units or 0) and table.lengthen(c):
            pass
    growing = list(selection)
    total = sum(table.units.values())
    while growing and total < target and not stopped():
        for c in list(growing):
            if total >= target:
                break
            if table.lengthen(c):
                total += 1
            else:
                growing.remove(c)
    return table.contacts()


def _more(choices: Choices, selection: list[int], target: int) -> list[int]:
    """While pace is short: contacts that will be due after this week, already now."""
    draft = Draft(choices)
    for c in selection:
        draft.put(c)
    total = sum(choices.all[c].units for c in selection)
    for o in choices.later:
        for c in choices.serving[o]:
            if total >= target or not draft.short(o):
                break
            if draft.add(c):
                total += choices.all[c].units
    return draft.selection


def less_driving(choices: Choices, selection: list[int], stopped: Callable[[], bool]) -> list[int]:
    """Move contacts to other days where that saves driving and costs no tier."""
    best, tiers = list(selection), choices.tiers(selection)
    tries = TRIES
    moved = True
    while moved and tries > 0:
        moved = False
        for old in list(best):
            for new in _other_days(choices, best, old):
                if tries <= 0 or stopped():
                    return best
                tries -= 1
                trial = sorted([*(c for c in best if c != old), new])
                if choices.tiers(trial) > tiers or not _within(choices, trial, new):
                    continue
                days = {choices.all[old].day, choices.all[new].day}
                after = _driving(choices, trial, days)
                if after is not None and after < (_driving(choices, best, days) or 0):
                    best, moved = trial, True
                    break
    return best


def _other_days(choices: Choices, selection: list[int], old: int) -> list[int]:
    """The same member's contact on a day where that area is already visited."""
    was = choices.all[old]
    if was.item.area is None:
        return []
    places = {(choices.all[c].day, choices.all[c].item.area) for c in selection if c != old}
    if (was.day, was.item.area) in places:
        return []
    met = {choices.all[c].day for c in selection if choices.all[c].member == was.member}
    return [
        c.id
        for c in choices.all
        if c.member == was.member and c.mode == was.mode and c.day not in met and (c.day, c.item.area) in places
    ]


def _within(choices: Choices, selection: list[int], new: int) -> bool:
    month = choices.month(choices.all[new])
    units = sum(choices.all[c].units for c in selection if choices.month(choices.all[c]) == month)
    return units <= choices.members[month[0]].month_left.get(month[1], 0)


def _driving(choices: Choices, selection: list[int], days: set[int]) -> int | None:
    """Minutes of driving on some days, None if one can't be held."""
    total = 0
    for day in sorted(days):
        held = choices.clocks[day].best([choices.all[c].item for c in selection if choices.all[c].day == day])
        if held is None:
            return None
        total += held.driving
    return total
