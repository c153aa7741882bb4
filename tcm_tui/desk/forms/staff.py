"""The forms of a worker, of their credentials and of on-call duty. R9-R14, R31, R42-R46"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import caseload, recording, words
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import Records, note
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.records.csvfiles.wording import counted
from tcm_tui.records.queries import record as sql
from tcm_tui.rules.facts import OnCall as OnCallDuty
from tcm_tui.rules.saying import clock

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

CM = Field("cm", "Case manager", "worker", True, help="id or part of the name")
AMOUNT = {
    "college-hours": "hours", "experience": "months", "training-cm": "hours", "training-wraparound": "hours",
    "training-intensive": "hours", "consultation": "minutes", "coaching": "minutes", "cadc": "hours",
}  # fmt: skip


class CaseManagers(Records):
    """Who a worker is: level, type and site, hired and left. R9-R13, R42-R48"""

    form = Form(
        "case-manager",
        "Case manager",
        (
            Field("cm_id", "Id", "id", True),
            Field("name", "Name", "text", True),
            Field("level", "Level", "choice", True, words.LEVELS),
            Field("type", "Type", "choice", True, words.PROGRAMS),
            Field("site", "Site", "site", True, help="id or part of the name"),
            Field("hired_on", "Hired", "day"),
            Field("left_on", "Left", "day", help="the first day no longer here"),
            Field("weekly_hours", "Hours a week", "number", high=168, decimal=True),
            Field("fte", "Full-time share", "number", help="1 is full time", high=2, decimal=True),
            Field("languages", "Languages", "text", help="; between them"),
            Field("area", "Area", "text", help="where the way to members begins"),
            Field("supervisor", "Supervisor", "worker", help="id or part of the name"),
        ),
        "Save",
        "case_managers",
    )
    columns: ClassVar[dict[str, str]] = {"site": "site_id", "supervisor": "supervisor_id"}
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("hired_on", "left_on", True),)

    def key_of(self, context: Mapping[str, str]) -> str | None:
        """A worker who is given is edited."""
        return context.get("record") or context.get("cm") or None

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        return {"level": "II", "type": "standard", "hired_on": on.isoformat()} | found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """What a new worker needs, and whom somebody who leaves leaves behind."""
        found, key = frame.objections, self.key_of(filled.context)
        old = recording.load(frame.desk, "case_managers", key) if key else None
        if old is None:
            found.say("ok", "R42", "record the credentials next: until then nothing shows the qualification")
            return
        if (old["type"], old["level"]) != (values["type"], values["level"]):
            text = f"{old['level']} {old['type']} becomes {values['level']} {values['type']}: range and qualification"
            found.say("warn", "R13", f"{text} are others now; check the members")
        left = values["left_on"]
        if left is not None and old["left_on"] != left.isoformat():
            self._left(frame, old["cm_id"], left)

    def _left(self, frame: Job, cm: str, left: date) -> None:
        held = caseload.counts(frame.desk, left, cm).get(cm)
        span = {"cm": cm, "first": left.isoformat(), "last": "9999-12-31"}
        visits = len(frame.desk.store.rows(sql.PLANNED_OF_CM, span))
        there = [counted(held.members, "member")] if held and held.members else []
        there += [counted(visits, "planned visit")] if visits else []
        if there:
            text = f"{' and '.join(there)} still with {cm} from {left} on: Rebalance gives members to others"
            frame.objections.say("warn", "R31", text)
        else:
            frame.objections.say("ok", "R31", f"gone from {left} on, and nobody is left behind")

    def store(self, frame: Job, record: str | None, filled: Filled) -> str:
        if record is not None and filled.values["cm_id"] != record:
            raise Refused(f"The id {record} stays: members, services and visits name it.")
        return super().store(frame, record, filled)


class Credentials(Records):
    """What a worker holds, from when and until when. R42-R46"""

    form = Form(
        "credential",
        "Credential",
        (
            CM,
            Field("kind", "Kind", "choice", True, words.CREDENTIAL_KINDS),
            Field("began_on", "Began", "day"),
            Field("completed_on", "Completed", "day", help="a consultation's day"),
            Field("expires_on", "Expires", "day"),
            Field("amount", "Amount", "number", help="hours, months or minutes", high=100_000, decimal=True),
        ),
        "Save",
        "credentials",
    )  # fmt: skip
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("began_on", "completed_on", True),)

    def rows(self, values: Values) -> list[dict[str, Any]]:
        row = super().rows(values)[0]
        known = row["began_on"] or row["completed_on"] or row["expires_on"]
        return [row | {"key_on": known.isoformat() if known else ""}]

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        found, kind = frame.objections, values["kind"]
        if values["amount"] is not None:
            found.add("ok", note(f"{values['amount']:g} {AMOUNT.get(kind, 'as the kind has it')}"))
        elif kind in ("consultation", "experience", "college-hours"):
            found.say("warn", "R45" if kind == "consultation" else "R44", f"{kind} counts by its amount; none is given")
        if values["expires_on"] is not None and values["expires_on"] < filled.on:
            found.say("warn", "R42", f"expired on {values['expires_on']}")


class OnCall(Records):
    """Days and times apart on the form; one moment each in the roster."""

    form = Form(
        "on-call",
        "On-call duty",
        (
            CM,
            Field("program", "Program", "choice", True, words.PROGRAMS),
            Field("date", "From day", "day", True),
            Field("start", "From time", "time", True),
            Field("until", "Until day", "day", True),
            Field("stop", "Until time", "time", True),
        ),
        "Save",
        "on_call",
    )

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        found.setdefault("date", on.isoformat())
        found.setdefault("until", found["date"])
        return found

    def value(self, field: Field, row: dict[str, Any]) -> Any:
        moments = {"date": "starts_at", "start": "starts_at", "until": "ends_at", "stop": "ends_at"}
        if field.name not in moments:
            return super().value(field, row)
        day, time = row[moments[field.name]].split("T")
        return day if field.kind == "day" else int(time[:2]) * 60 + int(time[3:])

    def cross(self, values: Values) -> dict[str, str]:
        starts, ends = _moments(values)
        return (
            {} if ends > starts else {"stop": f"It ends {ends}, not after its start {starts}; correct one of the two."}
        )

    def rows(self, values: Values) -> list[dict[str, Any]]:
        starts, ends = _moments(values)
        return [{"cm_id": values["cm"], "program": values["program"], "starts_at": starts, "ends_at": ends}]

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """What speaks against the worker; a duty is kept all the same, and shown with it in the roster."""
        from tcm_tui.desk import roster

        if values["program"] not in ("intensive", "wraparound"):
            frame.objections.say("ok", "R14", "day and night access is asked for intensive and wraparound only")
            return
        starts, ends = map(datetime.fromisoformat, _moments(values))
        found = roster.against(frame.desk, OnCallDuty(values["cm"], values["program"], starts, ends), filled.on)
        if found:
            frame.objections.add("warn", *found)


def _moments(values: Values) -> tuple[str, str]:
    return (
        f"{values['date']}T{clock(values['start'])}",
        f"{values['until']}T{clock(values['stop'])}",
    )


HANDLERS: dict[str, Handler] = {"case-manager": CaseManagers(), "credential": Credentials(), "on-call": OnCall()}
