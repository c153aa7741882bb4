"""What a hand-over sheet says."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tcm_tui.desk.views import ClockItem, UnitsView, Visit


class Handed(NamedTuple):
    """A member who changes worker. origin None: nobody was responsible; back: the first day with the origin again.

    clocks: what is late or still open, most urgent first; they go on running. visits: booked from the day on, with
    the worker who keeps each. plan: (from, until, contacts a month, what is not signed) of the plan in force.
    reach: (what, how) of phone, email, address; missing: those not recorded. said: hold, stay, language, area.
    """

    member: str
    name: str
    age: int
    program: str
    focus: str
    family: str | None
    origin: str | None
    origin_name: str | None
    to: str
    to_name: str
    back: date | None
    since: date | None
    last_contact: date | None
    clocks: tuple[ClockItem, ...]
    visits: tuple[Visit, ...]
    plan: tuple[date, date | None, int | None, tuple[str, ...]] | None
    units: UnitsView
    reach: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    said: tuple[str, ...]


class Sheet(NamedTuple):
    """One worker's page: whom they give and whom they take from a day on; left_out: how many it doesn't tell of."""

    cm: str
    name: str
    site: str
    on: date
    effective: date
    gives: tuple[Handed, ...]
    takes: tuple[Handed, ...]
    left_out: int = 0
