"""The forms of what becomes of a visit, of outreach, of transfers, and of what was recorded by mistake. R19, R31"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import appointments, booking, clocks, outreach, recording, servicelog, void, words, writing
from tcm_tui.desk import transfer as transfers
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import note
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.records.queries import record as sql
from tcm_tui.records.queries import visits
from tcm_tui.rules import outreach as rules

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult
    from tcm_tui.desk.writing import Objections

Done = tuple["WriteResult", tuple[str, ...]]
VISIT = Field("appointment", "Visit", "id", True, help="the appointment's id")


class Miss(Handler):
    """The member did not come: the outreach clock starts. R19"""

    form = Form("miss", "Visit missed", (VISIT, Field("learned", "Learned on", "day", help="else today")), "Missed")

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        return {"learned": on.isoformat()} | super().begin(desk, context, on)

    def check(self, desk: Desk, filled: Filled) -> Objections:
        """When the outreach is due: the clock runs from the visit's day."""
        found, v = writing.Objections(), filled.values
        visit = servicelog.appointment(desk, v["appointment"])
        if visit.date > filled.on:
            raise Refused(f"{visit.appointment_id} is on {visit.date}, which is still to come; cancel it instead.")
        if visit.status not in ("scheduled", "missed"):
            raise Refused(f"{visit.appointment_id} is {visit.status}; only a scheduled visit can become missed.")
        if v["learned"] is not None and v["learned"] < visit.date:
            raise Refused(f"{v['learned']} is before the visit on {visit.date}; correct the day it was learned.")
        served = desk.store.row(visits.NAMED_BY_SERVICE, {"id": visit.appointment_id})
        if served is not None:
            raise Refused(f"{visit.appointment_id} has the service {served[0]}; void that first.")
        found.add("ok", *rules.outreach_verdict(visit.date, (), filled.on, desk.calendar, desk.packs).reasons)
        return found

    def save(self, desk: Desk, filled: Filled, *, key: str | None, override: str | None) -> Done:
        v = filled.values
        more = {"learned": v["learned"], "key": key, "override": override}
        return appointments.miss(desk, v["appointment"], filled.on, **more), ()


class Cancel(Handler):
    """A visit that is off: no miss, and the held units are free."""

    form = Form("cancel", "Cancel a visit", (VISIT,), "Cancel it")

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found = writing.Objections()
        visit = servicelog.appointment(desk, filled.values["appointment"])
        if visit.status not in ("scheduled", "cancelled"):
            raise Refused(f"{visit.appointment_id} is {visit.status}; only a scheduled visit can be cancelled.")
        found.say("ok", "R4", f"{visit.appointment_id} on {visit.date} will hold no units any more")
        return found

    def save(self, desk: Desk, filled: Filled, *, key: str | None, override: str | None) -> Done:
        return appointments.cancel(desk, filled.values["appointment"], filled.on, key=key, override=override), ()


class Outreach(Handler):
    """An attempt to reach a member after a miss. R19"""

    form = Form(
        "outreach",
        "Outreach",
        (
            Field("member", "Member", "member", True, help="id or part of the name"),
            Field("date", "Day", "day", True),
            Field("mode", "How", "choice", choices=words.OUTREACH_MODES),
            Field("result", "What came of it", "choice", choices=words.OUTREACH_RESULTS),
            Field("appointment", "Missed visit", "id", help="empty: it answers all open misses"),
        ),
        "Record",
    )

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        found = {"date": on.isoformat(), "mode": "phone"} | super().begin(desk, context, on)
        if found.get("appointment") and not found.get("member"):
            found["member"] = servicelog.appointment(desk, found["appointment"]).member_id
        return found

    def check(self, desk: Desk, filled: Filled) -> Objections:
        """Which clocks it meets."""
        found, v = writing.Objections(), filled.values
        if v["appointment"] is not None:
            visit = servicelog.appointment(desk, v["appointment"])
            if visit.member_id != v["member"]:
                raise Refused(f"{visit.appointment_id} is {visit.member_id}’s, not {v['member']}’s.")
            if v["date"] < visit.date:
                found.say("warn", "R19", f"{v['date']} is before the miss on {visit.date}: it answers nothing")
        seen = [i for i in clocks.of_member(desk, v["member"], max(filled.on, v["date"])) if i.kind == "outreach"]
        mine = [i for i in seen if v["appointment"] is None or i.ref == v["appointment"]]
        for item in mine:
            waits = item.status in ("open", "due-today", "overdue")
            late = "; that day is past" if waits and v["date"] > item.due_on else ""
            text = f"miss {item.ref}: outreach due {item.due_on}{late}" if waits else f"miss {item.ref}: {item.status}"
            found.say("ok", "R19", text)
        if not mine:
            found.say("ok", "R19", "no miss of this member is waiting for it")
        return found

    def save(self, desk: Desk, filled: Filled, *, key: str | None, override: str | None) -> Done:
        v = filled.values
        more = {"mode": v["mode"], "result": v["result"], "key": key, "override": override}
        return outreach.add(desk, v["member"], v["appointment"], v["date"], filled.on, **more), ()


class Transfer(Handler):
    """A member goes to another case manager from a day on. R31"""

    form = Form(
        "transfer",
        "Transfer to another case manager",
        (
            Field("member", "Member", "member", True, help="id or part of the name"),
            Field("to", "To", "worker", True, help="the new case manager"),
            Field("effective", "From", "day", True, help="the first day with the new worker"),
        ),
        "Transfer",
    )

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        return {"effective": on.isoformat()} | super().begin(desk, context, on)

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found, v = writing.Objections(), filled.values
        transfers.look(booking.aside(desk, found), v["member"], v["to"], v["effective"])
        return found

    def save(self, desk: Desk, filled: Filled, *, key: str | None, override: str | None) -> Done:
        v = filled.values
        more = {"key": key, "override": override}
        return transfers.transfer(desk, v["member"], v["to"], v["effective"], filled.on, **more), ()


VOIDABLE = (("service", sql.SERVICES), ("appointment", sql.APPOINTMENTS), ("outreach", sql.OUTREACH))


def _row(desk: Desk, kept: sql.Kept, ident: str) -> tuple[Any, ...] | None:
    """A row that is not void, by its id or by ``kind:id`` where several kinds have that id."""
    kind, _, bare = ident.partition(":")
    return desk.store.row(kept.sql, {"a": ident}) or (
        desk.store.row(kept.sql, {"a": bare}) if kind == kept.table and bare else None
    )


class Void(Handler):
    """A mistaken service, visit or attempt no longer counts; it stays in the audit log."""

    form = Form(
        "void",
        "Void a record",
        (
            Field("id", "Record", "id", True, help="a service, an appointment or an outreach attempt"),
            Field("because", "Because", "text", True, help="why it should not count"),
        ),
        "Void",
    )

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        named = (context.get(name) for name in ("id", "service", "appointment", "outreach", "record"))
        return {"id": next((text for text in named if text), "")} | super().begin(desk, context, on)

    def check(self, desk: Desk, filled: Filled) -> Objections:
        """What it is, and what becomes free."""
        found, ident = writing.Objections(), filled.values["id"]
        kinds = [(word, row) for word, kept in VOIDABLE if (row := _row(desk, kept, ident)) is not None]
        if not kinds:
            raise Refused(f"No service, appointment or outreach has the id “{ident}”, or it is void already.")
        for word, row in kinds:
            served = desk.store.row(visits.NAMED_BY_SERVICE, {"id": ident}) if word == "appointment" else None
            if served is not None and len(kinds) == 1:
                raise Refused(f"{ident} has the service {served[0]}; void that first.")
            day = row[2] if word != "service" else row[3]
            text = f"{word} {ident} of {row[1]} on {day} will count for nothing; it stays in the audit log"
            found.add("ok", note(text))
        return found

    def save(self, desk: Desk, filled: Filled, *, key: str | None, override: str | None) -> Done:
        v = filled.values
        return void.void(desk, v["id"], v["because"], filled.on, key=key, override=override), ()


REMOVABLE = {
    "plan": "plans", "residence": "residences", "stay": "stays", "authorization": "authorizations",
    "external": "external_units", "working-hours": "working_hours", "leave": "leave", "availability": "availability",
    "fixed-appointment": "fixed_appointments", "credential": "credentials", "on-call": "on_call",
    "closure": "closures", "travel": "travel", "setting": "settings",
}  # fmt: skip
"""Forms whose rows can be taken out when they should never have been; the others are voided or closed."""


class Remove(Handler):
    """A row of another kind that should never have been is taken out; the audit log keeps it."""

    form = Form(
        "remove",
        "Remove a mistaken record",
        (
            Field("what", "Kind", "choice", True, tuple(REMOVABLE)),
            Field("record", "Record", "text", True, help="its key, as M1/2026-01-01"),
            Field("because", "Because", "text", True, help="why it should never have been"),
        ),
        "Remove",
    )

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found, v = writing.Objections(), filled.values
        entity = REMOVABLE[v["what"]]
        row = recording.load(desk, entity, v["record"])
        if row is None:
            raise Refused(f"There is no {v['what']} {v['record']}; look its key up again.")
        said = ", ".join(f"{name} {value}" for name, value in row.items() if value is not None)
        found.add("ok", note(f"{v['what']} of {said}: gone from every answer, kept in the audit log"))
        return found

    def save(self, desk: Desk, filled: Filled, *, key: str | None, override: str | None) -> Done:
        v = filled.values

        def job(frame: writing.Job) -> str:
            ident = recording.remove(frame, REMOVABLE[v["what"]], v["record"], v["because"])
            frame.objections.add("ok", note(f"{v['what']} {ident} is gone from every answer; the audit log keeps it"))
            return ident

        return writing.write(desk, "remove", job, key=key, override=override), ()

    def cross(self, values: Values) -> dict[str, str]:
        return {} if values["because"].strip() else {"because": "Say why in words."}


HANDLERS: dict[str, Handler] = {
    "miss": Miss(), "cancel": Cancel(), "outreach": Outreach(), "transfer": Transfer(), "void": Void(),
    "remove": Remove(),
}  # fmt: skip
