"""The forms of planned visits: book and move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import booking, writing
from tcm_tui.desk.forms import first
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.desk.forms.times import clock
from tcm_tui.desk.words import APPOINTMENT_KINDS
from tcm_tui.rules.facts import Appointment

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult
    from tcm_tui.desk.writing import Objections


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
        """The next free half hour of the worker, an hour long."""
        found = super().begin(desk, context, on)
        found.setdefault("kind", "community-contact")
        day = first.day(desk, found.get("date"), on)
        if "cm" not in found and (cm := first.responsible(desk, found.get("member"), day)):
            found["cm"] = cm
        if "start" not in found:
            day, start = first.free(desk, found.get("cm"), day, fixed="date" in found)
            found["start"] = clock(start)
        found["date"] = day.isoformat()
        found.setdefault("stop", first.later(found["start"], 60))
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


HANDLERS: dict[str, Handler] = {"book": Book()}
