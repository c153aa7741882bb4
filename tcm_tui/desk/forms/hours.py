"""The forms a week is planned with: hours of a worker, leave, when a member can be met, fixed appointments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import recording, roles
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import Records, note
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.desk.forms.times import spoken_days
from tcm_tui.records.csvfiles.wording import counted
from tcm_tui.records.queries import record as sql
from tcm_tui.rules.saying import clock

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

DAY = timedelta(days=1)
CM = Field("cm", "Case manager", "worker", True, help="id or part of the name")
SPAN = (
    Field("days", "Weekdays", "days", True, help="mon-fri, or mon, wed"),
    Field("start", "From", "time", True, help="8, 830, 1p"),
    Field("stop", "To", "time", True, help="12, 5p, 17:00"),
    Field("starts_on", "Holds from", "day", True),
    Field("ends_on", "Holds until", "day", help="the first day it no longer holds; empty: on"),
)


class Weekly(Records):
    """Hours on weekdays; several weekdays make several rows."""

    columns: ClassVar[dict[str, str]] = {"days": "weekday", "start": "start_min", "stop": "stop_min"}
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("starts_on", "ends_on", False),)
    others: ClassVar[str] = ""

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        found.setdefault("days", "mon-fri")
        found.setdefault("starts_on", on.isoformat())
        return found

    def value(self, field: Field, row: dict[str, Any]) -> Any:
        found = super().value(field, row)
        return (found,) if field.name == "days" else found

    def cross(self, values: Values) -> dict[str, str]:
        found = super().cross(values)
        if values["start"] is not None and values["stop"] is not None and values["stop"] <= values["start"]:
            found["stop"] = f"{clock(values['stop'])} is not after {clock(values['start'])}; correct one of the two."
        return found

    def rows(self, values: Values) -> list[dict[str, Any]]:
        row = super().rows(values)[0]
        return [row | {"weekday": day} for day in values["days"]]

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        days, hours = values["days"], (values["stop"] - values["start"]) / 60
        if filled.record is not None and len(days) > 1:
            raise Refused("One row is of one weekday; add the other weekdays as new ones.")
        own = recording.load(frame.desk, self.form.entity, filled.record) if filled.record else None
        for row in self.rows(values):
            self._alone(frame.desk, row, own)
        span = f"{clock(values['start'])} to {clock(values['stop'])}"
        text = f"{spoken_days(days)} {span}: {hours * len(days):g} hours a week"
        frame.objections.add("ok", note(text))

    def _alone(self, desk: Desk, row: dict[str, Any], own: dict[str, Any] | None) -> None:
        """Refuse hours that share time with others of the same weekday."""
        until = row["ends_on"].isoformat() if row["ends_on"] else "9999-12-31"
        params = {"who": row.get("cm_id") or row.get("member_id"), "weekday": row["weekday"],
                  "start": row["start_min"], "stop": row["stop_min"], "first": row["starts_on"].isoformat(),
                  "until": until}  # fmt: skip
        for starts_on, start, stop, ends_on in desk.store.rows(self.others, params):
            same_row = own is not None and (own["starts_on"], own["start_min"], own["weekday"]) == (
                starts_on, start, row["weekday"],
            )  # fmt: skip
            if not same_row:
                span = f"from {starts_on}" + (f" until {ends_on}" if ends_on else " on")
                raise Refused(
                    f"{spoken_days((row['weekday'],))} {clock(start)} to {clock(stop)} is recorded {span} already; "
                    "end that first, or choose other times."
                )


class WorkingHours(Weekly):
    form = Form("working-hours", "Working hours", (CM, *SPAN), "Save", "working_hours")
    others = sql.OTHER_HOURS

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        return super().new(desk, {"start": "08:00", "stop": "17:00"} | found, on)


class Availability(Weekly):
    """The hours in which a member can be met; none: always."""

    form = Form(
        "availability",
        "When a member can be met",
        (Field("member", "Member", "member", True, help="id or part of the name"), *SPAN),
        "Save",
        "availability",
    )
    others = sql.OTHER_AVAILABILITY


class Leave(Records):
    """The days on which a worker is away, both included."""

    form = Form(
        "leave",
        "Leave",
        (
            CM,
            Field("starts_on", "From", "day", True),
            Field("ends_on", "Through", "day", True, help="the last day away"),
            Field("reason", "Reason", "text"),
        ),
        "Save",
        "leave",
    )
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("starts_on", "ends_on", True),)

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        found.setdefault("starts_on", on.isoformat())
        found.setdefault("ends_on", found["starts_on"])
        return found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """Which planned visits fall into it."""
        first, last = values["starts_on"], values["ends_on"]
        own = recording.load(frame.desk, "leave", filled.record) if filled.record else None
        params = {"cm": values["cm"], "first": first.isoformat(), "last": last.isoformat(),
                  "except": own["starts_on"] if own else ""}  # fmt: skip
        for start, end in frame.desk.store.rows(sql.OTHER_LEAVE, params):
            raise Refused(f"{values['cm']} is away from {start} through {end} already; change that leave instead.")
        days = sum(
            frame.desk.calendar.is_business_day(first + DAY * n) for n in range(min((last - first).days, 999) + 1)
        )
        frame.objections.add("ok", note(f"{counted(days, 'business day')} away"))
        if not roles.shows_members(frame.desk):
            frame.objections.add("ok", note(roles.UNSEEN))
            return
        planned = frame.desk.store.rows(sql.PLANNED_OF_CM, params)
        if planned:
            said = ", ".join(f"{row[0]} on {row[1]}" for row in planned[:3]) + (" …" if len(planned) > 3 else "")
            text = f"{counted(len(planned), 'visit')} planned in it ({said}): move each, or give it to somebody else"
            frame.objections.add("warn", note(text))


class Fixed(Records):
    """A meeting, training or court day of a worker."""

    form = Form(
        "fixed-appointment",
        "Fixed appointment",
        (
            CM,
            Field("date", "Day", "day", True),
            Field("start", "Start", "time", True, help="9, 930, 1p, 13:30"),
            Field("stop", "Stop", "time", True),
            Field("label", "What", "text", help="team meeting, court, training"),
            Field("area", "Area", "text", help="empty: no way to it"),
        ),
        "Save",
        "fixed_appointments",
    )
    columns: ClassVar[dict[str, str]] = {"start": "start_min", "stop": "stop_min"}

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        found.setdefault("date", on.isoformat())
        return found

    def cross(self, values: Values) -> dict[str, str]:
        from tcm_tui.desk.forms.visits import lasts

        return lasts(values)

    def _free(self, desk: Desk, key: str | None, row: dict[str, Any]) -> None:
        """Its id is given when it is stored."""

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """Which planned visits it meets."""
        from tcm_tui.records.queries import visits

        if not roles.shows_members(frame.desk):
            frame.objections.add("ok", note(roles.UNSEEN))
            return
        span: Mapping[str, Any] = {"cm": values["cm"], "date": values["date"].isoformat(), "start": values["start"],
                                   "stop": values["stop"], "except": ""}  # fmt: skip
        for ident, member, start, stop in frame.desk.store.rows(visits.PLANNED_OF_CM, span):
            text = f"{ident} with {member} is planned from {clock(start)} to {clock(stop or start + 15)} then"
            frame.objections.say("warn", "overlap", text)

    def store(self, frame: Job, record: str | None, filled: Filled) -> str:
        row = self.rows(filled.values)[0]
        if record is not None:
            return recording.change(frame, "fixed_appointments", record, row)
        taken = {ident for (ident,) in frame.desk.store.rows(sql.FIXED_IDS)}
        number = next(n for n in range(1, len(taken) + 2) if f"TF{n}" not in taken)
        return recording.add(frame, "fixed_appointments", {"fixed_id": f"TF{number}"} | row)


HANDLERS: dict[str, Handler] = {
    "working-hours": WorkingHours(),
    "leave": Leave(),
    "availability": Availability(),
    "fixed-appointment": Fixed(),
}
