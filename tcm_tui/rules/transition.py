"""Institutional stays: the days before discharge on which case management may begin. R25, R26

A stay covers its days from admission through discharge. Within its window services are compensable;
on its other days none are, and the activity ``transition`` is compensable nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tcm_tui.rules.facts import Stay
from tcm_tui.rules.lines import age_on, birthday
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.verdict import Reason, Verdict


class Terms(NamedTuple):
    """The figures of R25 and R26 on a day. Nights and days are counts, ages inclusive."""

    long_nights: int
    long_days: int
    short_days: int
    imd_low: int
    imd_high: int
    imd_kinds: tuple[str, ...]
    inmate_kinds: tuple[str, ...]


class Window(NamedTuple):
    """An open window: its first and last day (both included), the nights of the stay, and whether the
    discharge it hangs on is still a plan."""

    first: date
    last: date
    nights: int
    planned: bool


class Outcome(NamedTuple):
    """Why a day is not compensable: the deciding rule, the stay (None where there is none), the grounds."""

    rule: str
    stay: Stay | None
    why: str


@lru_cache(maxsize=4096)
def terms_on(packs: Packs | None, day: date) -> Terms:
    """The figures in force on a day; without packs those that ship."""
    packs = packs or load_packs()
    return Terms(
        packs.number("transition.long_stay_nights", day),
        packs.number("transition.long_window_days", day),
        packs.number("transition.short_window_days", day),
        packs.number("transition.imd_age_low", day),
        packs.number("transition.imd_age_high", day),
        packs.words("transition.imd_kinds", day),
        packs.words("transition.inmate_kinds", day),
    )


def discharge(stay: Stay, on: date) -> tuple[date | None, bool]:
    """The discharge as known on a day, and whether it is only planned. An actual one ahead is not seen."""
    if stay.discharged_on is not None and stay.discharged_on <= on:
        return stay.discharged_on, False
    return stay.planned_discharge_on, True


def nights(stay: Stay, on: date) -> int | None:
    """Nights from admission to discharge; None while no discharge is known."""
    end, _ = discharge(stay, on)
    return None if end is None else (end - stay.admitted_on).days


def window(stay: Stay, on: date, dob: date | None = None, packs: Packs | None = None) -> Window | None:
    """The days on which transition may be billed, as known on a day. R25

    None without a known discharge, for a stay that is not covered, and for inmates (R26). With the date
    of birth the days of a stay in an IMD at the barred ages are taken off as well (R26).
    """
    end, planned = discharge(stay, on)
    if end is None or end < stay.admitted_on or not stay.covered:
        return None
    terms = terms_on(packs, end)
    if stay.kind in terms.inmate_kinds:
        return None
    stayed = (end - stay.admitted_on).days
    days = terms.long_days if stayed >= terms.long_nights else terms.short_days
    first, last = max(end - timedelta(days=days - 1), stay.admitted_on), end
    if dob is not None and stay.kind in terms.imd_kinds:
        barred_from, barred_until = birthday(dob, terms.imd_low), birthday(dob, terms.imd_high + 1)
        if first < barred_from <= last:
            last = barred_from - timedelta(days=1)
        elif barred_from <= first < barred_until:
            first = barred_until
        if first > last:
            return None
    return Window(first, last, stayed, planned)


def outcome(
    stays: Iterable[Stay], day: date, dob: date, activity: str, on: date, packs: Packs | None = None
) -> Outcome | None:
    """What in the stays makes a service of a day not compensable; None when nothing does.

    Every stay that covers the day must have its window open on it. on is the day of the answer:
    a later admission and a later actual discharge are not seen.
    """
    inside = False
    for stay in stays:
        if stay.admitted_on > day or stay.admitted_on > on:
            continue
        end, planned = discharge(stay, on)
        if end is not None and end < day:
            continue
        opening = window(stay, on, dob, packs)
        if opening is not None and opening.first <= day <= opening.last:
            inside = True
            continue
        return _closed(stay, day, dob, end, planned, packs)
    if activity == "transition" and not inside:
        return Outcome("R25", None, f"transition on {day}, and no stay has its window open on that day")
    return None


def _closed(stay: Stay, day: date, dob: date, end: date | None, planned: bool, packs: Packs | None) -> Outcome:
    """The grounds on which a covered day lies in no window."""
    from tcm_tui.rules.residence import spoken

    terms = terms_on(packs, end or day)
    kind = spoken(stay.kind)
    if stay.kind in terms.inmate_kinds:
        return Outcome("R26", stay, f"inmate of a public institution from {stay.admitted_on}: never in transition")
    if stay.kind in terms.imd_kinds:
        age = age_on(dob, day)
        if terms.imd_low <= age <= terms.imd_high:
            text = f"in an {kind} at {age}; ages {terms.imd_low} to {terms.imd_high} are never in transition"
            return Outcome("R26", stay, text)
    if not stay.covered:
        return Outcome("R25", stay, f"{kind} stay from {stay.admitted_on} is not covered: no window")
    if end is None:
        return Outcome("R25", stay, f"{kind} stay from {stay.admitted_on}, discharge unknown: no window")
    stayed = (end - stay.admitted_on).days
    if stayed < 0:
        return Outcome("R25", stay, f"discharge {end} is before the admission {stay.admitted_on}: no window")
    return Outcome("R25", stay, f"{_arithmetic(stay, end, stayed, planned, terms)}; {day} is before it")


def _arithmetic(stay: Stay, end: date, stayed: int, planned: bool, terms: Terms) -> str:
    """How the window of a stay comes about, in figures."""
    long = stayed >= terms.long_nights
    days = terms.long_days if long else terms.short_days
    first = max(end - timedelta(days=days - 1), stay.admitted_on)
    word = "planned discharge" if planned else "discharge"
    clipped = ", clipped to the admission" if first > end - timedelta(days=days - 1) else ""
    size = "at least" if long else "under"
    return (
        f"{word} {end} - admission {stay.admitted_on} = {stayed} nights, {size} {terms.long_nights}: "
        f"the last {days} days, {first} to {end}{clipped}"
    )


def window_verdict(stay: Stay, on: date, dob: date, packs: Packs | None = None) -> Verdict[Window | None]:
    """The window of a stay on a day. status: open, ahead, past, or none where there is no window. R25, R26"""
    from tcm_tui.rules import book

    opening = window(stay, on, dob, packs)
    end, planned = discharge(stay, on)
    if opening is None or end is None:
        # without a window its last day is barred like all the others, so that day has the grounds
        why = _closed(stay, end or max(on, stay.admitted_on), dob, end, planned, packs)
        return Verdict(None, "none", why.rule, (Reason(why.rule, why.why, book.source(why.rule)),))
    status = "ahead" if on < opening.first else "past" if on > opening.last else "open"
    terms = terms_on(packs, end)
    reasons = [Reason("R25", _arithmetic(stay, end, opening.nights, planned, terms), book.source("R25"))]
    whole = window(stay, on, None, packs)
    if whole is not None and (whole.first, whole.last) != (opening.first, opening.last):
        text = (
            f"ages {terms.imd_low} to {terms.imd_high} in an IMD are never in transition: "
            f"{opening.first} to {opening.last} is left"
        )
        reasons.append(Reason("R26", text, book.source("R26")))
    return Verdict(opening, status, "R25", tuple(reasons))


def discharge_overdue(stay: Stay, on: date) -> bool:
    """Whether the planned discharge is past and none is recorded: the window may have slipped. R25"""
    end, planned = discharge(stay, on)
    return planned and end is not None and end < on
