"""The forms of planned visits: book and move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import booking, writing
from tcm_tui.desk.forms import first
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.merging import merge
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.desk.words import APPOINTMENT_KINDS
from tcm_tui.rules.facts import Appointment
from tcm_tui.rules.saying import clock

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult
    from tcm_tui.desk.writing import Job, Objections


class Book(Handler):
    """Plan a visit; refused beyond a limit, over another visit, or where no row pays."""

    form = Form(
        "book",
        "Book a visit",
        (
            Field("member", "Member", "member", True, help="id or part of the name"),
            Field("cm", "Case manager", "worker", True, help="id or part of the name"),
            Field("date", "Day", "day", True, help="fri, +2d, 18, 11/18"),
            Field("start", "Start", "time", True, help="9, 930, 1p, 13:30"),
            Field("stop", "Stop", "time", True, help="10, 1030, 2p, 14:30"),
            Field("kind", "Kind", "choice", True, APPOINTMENT_KINDS),
        ),
        "Book",
    )

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        """The next free half hour of the worker, a full visit long or as much as is left."""
        found = super().begin(desk, context, on)
        found.setdefault("kind", "community-contact")
        day = first.day(desk, found.get("date"), on)
        if "cm" not in found and (cm := first.responsible(desk, found.get("member"), day)):
            found["cm"] = cm
        minutes = first.length(desk, found.get("member"), day, on)
        if "start" not in found:
            day, start = first.free(desk, found.get("cm"), day, fixed="date" in found, length=minutes)
            found["start"] = clock(start)
        found["date"] = day.isoformat()
        found.setdefault("stop", first.later(found["start"], minutes))
        return found

    def cross(self, values: Values) -> dict[str, str]:
        return lasts(values)

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found = writing.Objections()
        booking.check(booking.aside(desk, found), _visit(filled.values), filled.on)
        return found

    def save(
        self, desk: Desk, filled: Filled, *, key: str | None, override: str | None
    ) -> tuple[WriteResult, tuple[str, ...]]:
        v = _visit(filled.values)
        assert v.cm_id is not None and v.start is not None and v.stop is not None
        more = {"key": key, "override": override}
        return booking.book(desk, v.member_id, v.cm_id, v.date, v.start, v.stop, v.kind, filled.on, **more), ()


def lasts(values: Values) -> dict[str, str]:
    """A visit ends after it starts, on its own day."""
    start, stop = values.get("start"), values.get("stop")
    if start is not None and stop is not None and stop <= start:
        return {"stop": f"{clock(stop)} is not after the start {clock(start)}; a visit ends on its own day."}
    return {}


def _visit(values: Values) -> Appointment:
    v = values
    return Appointment("", v["member"], v["cm"], v["date"], v["start"], v["stop"], v["kind"], "scheduled")


class Move(Handler):
    """Another day or time for a scheduled visit; its old units are free."""

    form = Form(
        "move",
        "Move a visit",
        (
            Field("appointment", "Visit", "id", True, help="the appointment's id"),
            Field("date", "Day", "day", True, help="fri, +2d, 18, 11/18"),
            Field("start", "Start", "time", help="9, 930, 1p, 13:30"),
            Field("stop", "Stop", "time", help="10, 1030, 2p, 14:30"),
        ),
        "Move",
    )

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        """Where the visit is now; with a date or start in the context, there, as long as it is."""
        ident = context.get("appointment") or context.get("record") or ""
        if not ident:
            return {}
        visit = booking.movable(desk, ident)
        now = {
            "appointment": ident,
            "date": visit.date.isoformat(),
            "start": "" if visit.start is None else clock(visit.start),
            "stop": "" if visit.stop is None else clock(visit.stop),
        }
        found = now | super().begin(desk, context, on)
        if "start" in context and "stop" not in context and visit.start is not None and visit.stop is not None:
            # past midnight the old stop stays, so that the form says what is wrong
            found["stop"] = first.later(found["start"], visit.stop - visit.start) or now["stop"]
        return found

    def cross(self, values: Values) -> dict[str, str]:
        if values["stop"] is not None and values["start"] is None:
            return {"start": "A stop needs a start; give both or neither."}
        return lasts(values)

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found, v = writing.Objections(), filled.values
        visit = booking.moved(booking.movable(desk, v["appointment"]), v["date"], v["start"], v["stop"])
        booking.check(booking.aside(desk, found), visit, filled.on)
        return found

    def save(
        self, desk: Desk, filled: Filled, *, key: str | None, override: str | None
    ) -> tuple[WriteResult, tuple[str, ...]]:
        merged: list[str] = []

        def job(frame: Job) -> str:
            v = merge(self, frame.desk, filled, merged).values
            return booking.shift(frame, v["appointment"], v["date"], v["start"], v["stop"], filled.on)

        return writing.write(desk, "move", job, key=key, override=override), tuple(merged)


HANDLERS: dict[str, Handler] = {"book": Book(), "move": Move()}
