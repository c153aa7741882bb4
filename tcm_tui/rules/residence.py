"""Residence: on which days a member lives where case management is not compensable. R27"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tcm_tui.rules.facts import Residence, Stay
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.verdict import Finding, Reason, Verdict


@lru_cache(maxsize=4096)
def barred_kinds(packs: Packs | None, day: date) -> frozenset[str]:
    """The kinds of residence that bar payment on a day. R27"""
    return frozenset((packs or load_packs()).words("residence.barred_kinds", day))


def barred(residences: Iterable[Residence], day: date, packs: Packs | None = None) -> Residence | None:
    """The residence that makes a day not compensable, or None. Days are [starts_on, ends_on). R27"""
    for place in residences:
        if (
            place.starts_on <= day
            and (place.ends_on is None or day < place.ends_on)
            and place.kind in barred_kinds(packs, day)
        ):
            return place
    return None


def residence_verdict(
    residences: Iterable[Residence], day: date, packs: Packs | None = None
) -> Verdict[Residence | None]:
    """Whether the residence allows payment on a day. status: ok or not-compensable. R27"""
    from tcm_tui.rules import book

    place = barred(residences, day, packs)
    if place is None:
        return Verdict(None, "ok", "R27")
    text = f"lives in {spoken(place.kind)} {_span(place)}, and {day} is one of those days: not compensable"
    return Verdict(place, "not-compensable", "R27", (Reason("R27", text, book.source("R27")),))


class Conflict(NamedTuple):
    """Days (first to last, both included) on which a residence bars what a transition window would allow."""

    residence: Residence
    stay: Stay
    first: date
    last: date


def conflicts(
    residences: Sequence[Residence], stays: Iterable[Stay], dob: date, on: date, packs: Packs | None = None
) -> list[Conflict]:
    """Where residences and open transition windows meet; the residence wins (R27 over R25)."""
    from tcm_tui.rules.transition import window

    found = []
    for stay in stays:
        opening = window(stay, on, dob, packs)
        if opening is None:
            continue
        for place in residences:
            if place.starts_on > on or place.kind not in barred_kinds(packs, opening.last):
                continue
            first = max(place.starts_on, opening.first)
            last = opening.last
            if place.ends_on is not None:
                last = min(last, place.ends_on - timedelta(days=1))
            if first <= last:
                found.append(Conflict(place, stay, first, last))
    return found


def conflict_findings(found: Iterable[Conflict]) -> list[Finding]:
    """The conflicts as warnings that name both, the residence in ref and the stay in other_ref."""
    from tcm_tui.rules import book

    return [
        Finding(
            rule="R27",
            severity="warning",
            text=(
                f"lives in {spoken(place.kind)} {_span(place)}, in the window of the {spoken(stay.kind)} "
                f"stay from {stay.admitted_on} ({first} to {last}): the residence wins, not compensable"
            ),
            source=book.source("R27"),
            member=place.member_id,
            ref=f"{place.member_id}:{place.kind}:{place.starts_on}",
            other_ref=f"{stay.member_id}:{stay.kind}:{stay.admitted_on}",
        )
        for place, stay, first, last in found
    ]


def spoken(kind: str) -> str:
    """A kind of residence or stay as people write it."""
    return {"icf-mr": "ICF/MR", "imd": "IMD"}.get(kind, kind.replace("-", " "))


def _span(place: Residence) -> str:
    return f"from {place.starts_on}" + (f" until {place.ends_on}" if place.ends_on else " on")
