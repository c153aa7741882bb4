"""Why an obligation can't be met, in sentences a person can act on."""

from __future__ import annotations

from collections.abc import Iterable

from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.days import Item
from tcm_tui.planning.week.problem import DAY_UNITS, UNIT, VISIT, Member, Obligation

WORDS = {"visit": "a visit", "phone": "a call"}


def because_alone(choices: Choices, o: int) -> tuple[str, ...]:
    """Why an empty week could not meet an obligation: the limits first, then each day's hours."""
    obligation = choices.problem.obligations[o]
    member = choices.members[obligation.member]
    if not obligation.days:
        return ("none of its days is in this week",)
    found: dict[str, None] = {}
    for mode in obligation.modes:
        for date in obligation.days:
            if (member.id, choices.day_of[date], mode) not in choices.at:
                found[_why_not(choices, member, date, mode)] = None
    open_days = len({choices.all[c].day for c in choices.serving[o]})
    if open_days:
        found = {_too_few(choices, obligation, open_days): None, **found}
    return tuple(found)


def _too_few(choices: Choices, obligation: Obligation, open_days: int) -> str:
    need = obligation.need
    if open_days < need:
        return f"{need} contacts are needed on different days, {_some(open_days, 'day')} possible"
    member = choices.members[obligation.member]
    months = dict.fromkeys(choices.problem.days[choices.day_of[d]].month for d in obligation.days)
    left = " and ".join(f"{_some(member.month_left.get(m, 0), 'unit')} left in {m}" for m in months)
    return f"{left}, {need} contacts take more"


def _why_not(choices: Choices, member: Member, date: str, mode: str) -> str:
    """The first thing in the way of one contact on one day."""
    day = choices.day_of[date]
    clock, its_month = choices.clocks[day], choices.problem.days[day].month
    units = member.low if mode == VISIT else member.phone
    if not units:
        return "can't be called"
    month = member.month_left.get(its_month, 0)
    if units > month:
        return f"{_some(month, 'unit')} left in {its_month}, {WORDS[mode]} takes {units}"
    left = member.daily_left.get(date, DAY_UNITS)
    if units > left:
        return f"{date}: {_some(left, 'unit')} left that day, {WORDS[mode]} takes {units}"
    avail = member.windows_on(date)
    minutes = units * UNIT
    if avail is not None and not any(stop - start >= minutes for start, stop in avail):
        return f"{date}: not available for {minutes} minutes"
    if not clock.usable:
        return f"{date}: the day's own appointments leave no time for the way between them or for the buffer"
    if not clock.starts_of(Item(None, minutes, None)):
        return f"{date}: no {minutes} minutes are free in one piece"
    if not clock.starts_of(Item(None, minutes, avail)):
        return f"{date}: no {minutes} minutes are free while the member is available"
    return f"{date}: no time for {minutes} minutes with the way there and back and the buffer"


def because_together(choices: Choices, o: int, found: Iterable[frozenset[int]]) -> tuple[str, ...]:
    """Why an obligation that is possible alone was left out."""
    names = choices.problem.obligations
    said = []
    for conflict in found:
        if o in conflict:
            others = ", ".join(names[other].id for other in sorted(conflict) if other != o)
            said.append(f"can't be met together with {others}" if others else "can't be met")
    return tuple(said) or ("the week is full with what comes before it",)


def _some(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
