"""What is left, and what a proposed service would do to it: the answers of R3, R4 and R5.

Built on ``units.budget``: budgets come by period (``day``, ``month``, ``year``), only those that the row
limits. A date without a row, or on which nothing is compensable, has no budgets at all (None).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tcm_tui.rules.book import source
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.lines import Row
from tcm_tui.rules.pack import Packs
from tcm_tui.rules.units import Budget, measure, split_by_date, units_for
from tcm_tui.rules.verdict import Reason, Verdict

RULE_OF = {"day": "R3", "month": "R4", "year": "R4"}
Budgets = Mapping[str, Budget]


class Proposal(NamedTuple):
    """What a proposed service would do. verdict: ok, warn or refused; by_date holds (date, units)."""

    units: int
    allowed: int
    over_by: int
    verdict: str
    by_date: tuple[tuple[date, int], ...]
    because: tuple[Reason, ...] = ()


def available(budgets: Budgets | None) -> int:
    """Units that can still be used today: the least of what day, month and year have left. R3, R4"""
    return min(found.available for found in budgets.values()) if budgets else 0


def limit_status(budgets: Budgets) -> str:
    """ok, at-limit (16 of 16) or over (17 of 16), by the worst of the periods. R3, R4"""
    if any(found.over for found in budgets.values()):
        return "over"
    return "at-limit" if any(not found.available for found in budgets.values()) else "ok"


def sum_text(found: Budget) -> str:
    """The subtraction with its figures, never with a negative result: ``25 − 10 − 2 − 3 = 10``."""
    parts = [str(found.limit), str(found.used), str(found.scheduled)]
    if found.external:
        parts.append(str(found.external))
    left = f"{found.available} left, {found.over} over" if found.over else f"{found.available}"
    return f"{' − '.join(parts)} = {left}"


def budget_reason(per: str, found: Budget, row: Row, on: date) -> Reason:
    """The arithmetic of one budget for people, with its source."""
    when = {"day": f"{on}", "month": f"{on:%Y-%m}", "year": f"{on:%Y}"}[per]
    terms = "limit − used − scheduled" + (" − known elsewhere" if found.external else "")
    text = f"{per} {when}: {terms}: {sum_text(found)}"
    amount = getattr(row, per)
    if found.limit is not None and amount is not None and found.limit > amount:
        text += f" (the row's {amount} lifted to {found.limit} by an authorization)"
    if found.external:
        text += "; known units only"
    return Reason(RULE_OF[per], text, row.source)


def left_verdict(row: Row, budgets: Budgets, on: date, policy: Policy) -> Verdict[int]:
    """Units left today under a row, with the arithmetic of each period. status: ok, at-limit, over."""
    reasons = [budget_reason(per, found, row, on) for per, found in budgets.items()]
    least = available(budgets)
    each = ", ".join(str(found.available) for found in budgets.values())
    tightest = min(budgets, key=lambda per: budgets[per].available, default="day")
    reasons.append(Reason(RULE_OF[tightest], f"left today: min({each}) = {least}", row.source))
    return Verdict(least, limit_status(budgets), RULE_OF[tightest], tuple(reasons), used_policy(policy))


def used_policy(policy: Policy) -> tuple[tuple[str, str], ...]:
    """The choices of the agency on which a count of units depends."""
    return (
        ("unit_rounding", policy.unit_rounding),
        ("unit_scope", policy.unit_scope),
        ("cap_scope", policy.cap_scope),
    )


def added_units(minutes: int, policy: Policy, packs: Packs, on: date, day_minutes: int = 0) -> int:
    """Units that some more minutes make; by ``member-day`` the day's minutes so far count along. R1"""
    unit, least = measure(packs, on)
    if policy.unit_scope != "member-day":
        return units_for(minutes, policy.unit_rounding, unit, least)
    both = units_for(day_minutes + minutes, policy.unit_rounding, unit, least)
    return both - units_for(day_minutes, policy.unit_rounding, unit, least)


def units_by_date(
    day: date,
    start: int,
    stop: int,
    policy: Policy,
    packs: Packs,
    day_minutes: Mapping[date, int] | None = None,
) -> tuple[tuple[date, int], ...]:
    """Units of a contact by clock times, on each of its dates. R1"""
    so_far = day_minutes or {}
    return tuple(
        (on, added_units(minutes, policy, packs, on, so_far.get(on, 0)))
        for on, _, _, minutes in split_by_date(day, start, stop)
    )


def propose(
    by_date: Sequence[tuple[date, int]],
    budgets: Mapping[date, Budgets | None],
    policy: Policy,
    rows: Mapping[date, Row | None] | None = None,
) -> Proposal:
    """How much of a proposed service its limits allow. R3, R4

    by_date: units asked for on each date, in order. budgets: what each of those dates has; None where
    nothing can be billed. What an earlier date takes is gone for a later one of the same month or year.
    Beyond a limit the verdict is the policy ``over_limit_plans``; without a row it is refused.
    """
    taken: dict[tuple[str, int, int, int], int] = {}
    reasons: list[Reason] = []
    asked = allowed = 0
    closed = False
    for on, units in by_date:
        asked += units
        found = budgets.get(on)
        if found is None:
            closed = True
            reasons.append(Reason("R2", f"{on}: nothing can be billed, {units} of {units} over", source("R2")))
            continue
        row = (rows or {}).get(on)
        can = units
        for per, each in found.items():
            left = max(0, each.available - taken.get(_period(per, on), 0))
            if units > left:
                text = f"{per} of {on}: {units} asked, {left} left: {units - left} over"
                reasons.append(Reason(RULE_OF[per], text, row.source if row else source(RULE_OF[per])))
            can = min(can, left)
        for per in found:
            key = _period(per, on)
            taken[key] = taken.get(key, 0) + can
        allowed += can
    over_by = asked - allowed
    if closed:
        verdict = "refused"
    elif over_by:
        verdict = "warn" if policy.over_limit_plans == "warn" else "refused"
    else:
        verdict = "ok"
        reasons.append(Reason("R3", f"{asked} asked, {allowed} allowed", source("R3")))
    return Proposal(asked, allowed, over_by, verdict, tuple(by_date), tuple(reasons))


def _period(per: str, on: date) -> tuple[str, int, int, int]:
    """A key that two dates share when they fall in one period."""
    return per, on.year, on.month if per != "year" else 0, on.day if per == "day" else 0
