"""What stands in the days of a week: blocks in time order, each said in two or three short lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from tcm_tui.desk.views import FixedVisit, Visit
from tcm_tui.ui import words
from tcm_tui.ui.plain import width
from tcm_tui.ui.words import Spans

KINDS = {
    "community-contact": ("community", "comm"),
    "office-contact": ("office", "office"),
    "phone-contact": ("phone", "phone"),
    "provider": ("provider", "prov"),
    "fixed": ("fixed", "fixed"),
}
NARROW = {"cancelled": "canc.", "rescheduled": "moved"}
"""Status words for days of less than twelve cells."""
TINY = {"missed": "miss", "cancelled": "canc", "rescheduled": "moved"}
"""Status words for days of less than eight cells."""


class Item(NamedTuple):
    """One block.

    what: visit, ghost (proposed), moving (held by the person), fixed (the worker's own appointment) or away
    (a closed day, leave). start and stop are minutes from midnight. status: of a visit, or of a move's check.
    about: the view that it shows.
    """

    key: str
    what: str
    start: int | None
    stop: int | None
    name: str
    kind: str = ""
    units: int = 0
    status: str = "scheduled"
    about: Any = None


class Day(NamedTuple):
    """A day's blocks in time order."""

    date: date
    items: Sequence[Item]


def of_visit(visit: Visit) -> Item:
    return Item(
        visit.appointment,
        "visit",
        visit.start,
        visit.stop,
        visit.member_name,
        visit.kind,
        visit.units,
        visit.status,
        visit,
    )


def of_fixed(fixed: FixedVisit) -> Item:
    return Item(fixed.fixed, "fixed", fixed.start, fixed.stop, fixed.label, "fixed", about=fixed)


def away(day: date, said: str, why: str) -> Item:
    """A day on which nobody works: ``closed`` or ``leave``, and why."""
    return Item(f"{said} {day}", "away", None, None, why, said, about=day)


def days_of(monday: date, items: Iterable[tuple[date, Item]], weekend: bool) -> list[Day]:
    """Monday to Friday, with Saturday and Sunday when asked for or when something stands there."""
    held: dict[date, list[Item]] = {}
    for day, item in items:
        held.setdefault(day, []).append(item)
    week = [monday + timedelta(days=n) for n in range(7)]
    weekend = weekend or any(item.what != "away" for day in week[5:] for item in held.get(day, ()))
    return [Day(day, sorted(held.get(day, ()), key=_moment)) for day in week[: 7 if weekend else 5]]


def _moment(item: Item) -> tuple[int, int, bool]:
    return (item.what != "away", -1 if item.start is None else item.start, item.what == "moving")


# ── the lines of a block ──────────────────────────────────────────────────────────────────────────


def said(item: Item, lines: int, cells: int) -> list[Spans]:
    """A block in two or three lines of so many cells."""
    if item.what == "away":
        return [[_fitting([f"– {item.kind}", item.kind], cells, "muted")], [(item.name, "muted")], []][:lines]
    last = _state(item, cells)
    name: Spans = [(words.brief(item.name, cells), _role(item, "strong"))]
    if lines >= 3:
        return [[(_time(item, cells), _role(item, "key"))], name, last]
    time = _time(item, cells - 4)
    spare = cells - width(time) - 1
    short = next(((text, role) for text, role in _short(item) if text and width(text) <= spare), None)
    if short is not None:
        return [[(time, _role(item, "key")), (" ", "text"), short], name]
    symbol = words.MARKS.get(item.status, ("", ""))
    if item.status == "scheduled" or item.what != "visit":
        return [[(time, _role(item, "key"))], name]
    return [[(time, _role(item, "key"))], [(symbol[0], symbol[1]), (words.brief(item.name, cells - 1), "text")]]


def _role(item: Item, usual: str) -> str:
    if item.what == "ghost":
        return {"key": "info", "strong": "info"}.get(usual, "muted")
    if item.what == "moving":
        return {"refused": "bad", "warn": "warn"}.get(item.status, "accent")
    if item.what == "fixed" or item.status in ("cancelled", "rescheduled", "moving"):
        return "muted"
    return usual


def _time(item: Item, cells: int) -> str:
    long = f"{words.clock(item.start)}-{words.clock(item.stop)}"
    return long if item.stop is not None and width(long) <= cells else words.clock(item.start)


def _short(item: Item) -> list[tuple[str, str]]:
    """Units, or the symbol of what became of the visit; beside the time where a block has two lines."""
    units, role = f"{item.units}u" if item.units else "", _role(item, "text")
    if item.what == "moving":
        symbol = words.MARKS.get(item.status, ("…", ""))[0] if item.status != "scheduled" else ""
        return [(f"{symbol} {units}".strip(), role), (symbol or units, role)]
    if item.status in ("scheduled", "moving") or item.what != "visit":
        return [(units, role)]
    return [words.MARKS.get(item.status, ("·", "text"))]


def _state(item: Item, cells: int) -> Spans:
    """The third line: what became of the visit, else its kind and units."""
    if item.what == "moving":
        symbol = words.MARKS.get(item.status, ("…", ""))[0]
        return [_fitting([f"{symbol} {item.status} {item.units}u", f"{symbol} {item.units}u"], cells, _role(item, ""))]
    if item.status == "moving":
        return [_fitting(["→ being moved", "→ moves", "→"], cells, "muted")]
    if item.what == "visit" and item.status != "scheduled":
        symbol, role = words.MARKS.get(item.status, ("·", "text"))
        word = item.status.replace("-", " ")
        return [
            _fitting(
                [f"{symbol} {word}", f"{symbol} {NARROW.get(item.status, word)}", symbol + TINY.get(item.status, word)],
                cells,
                role,
            )
        ]
    kind, brief = KINDS.get(item.kind, (item.kind, item.kind))
    units = f"{item.units}u" if item.units else ""
    texts = [f"{kind} {units}", f"{brief} {units}"] if cells >= 12 else [f"{units} {brief}"]
    return [_fitting([text.strip() for text in [*texts, units or brief]], cells, _role(item, "text"))]


def _fitting(texts: Sequence[str], cells: int, role: str) -> tuple[str, str]:
    """The first text that fits, else the last."""
    return next((text for text in texts if width(text) <= cells), texts[-1]), role
