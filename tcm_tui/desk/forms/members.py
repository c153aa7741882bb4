"""The forms of a member: who it is, on hold, refused. R9-R17, R24"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import recording, words
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import Records
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.desk.forms.stays import touched
from tcm_tui.records.queries import facts

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

MEMBER = Field("member", "Member", "member", True, help="id or part of the name")


class Members(Records):
    """Who a member is: program, dates, what planning asks."""

    form = Form(
        "member",
        "Member",
        (
            Field("member_id", "Id", "id", True),
            Field("first_name", "First name", "text", True),
            Field("last_name", "Last name", "text", True),
            Field("dob", "Born", "day", True, help="1990-05-05 or 5/5/1990"),
            Field("sex", "Sex", "text"),
            Field("phone", "Phone", "text"),
            Field("email", "E-mail", "text"),
            Field("address", "Address", "text"),
            Field("city", "City", "text"),
            Field("zip", "ZIP", "text"),
            Field("language", "Language", "text"),
            Field("area", "Area", "text", help="where visits are, for the way between them"),
            Field("family", "Family", "id", help="the same for siblings"),
            Field("program", "Program", "choice", True, words.PROGRAMS),
            Field("focus", "Focus", "choice", True, words.FOCUSES),
            Field("opened_on", "Opened", "day"),
            Field("closed_on", "Closed", "day"),
            Field("acuity", "Acuity", "number", help="weighs the caseload; 1 is usual", high=100, decimal=True),
            Field("pinned", "Stays with the worker", "yesno", help="rebalancing leaves the member where she is"),
            Field("part2", "42 CFR Part 2", "yesno", help="yes: left out of files for others; empty: not said"),
        ),
        "Save",
        "members",
    )
    columns: ClassVar[dict[str, str]] = {"family": "family_id"}
    never_null: ClassVar[dict[str, Any]] = {"acuity": 1.0, "pinned": False}
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("opened_on", "closed_on", True),)

    def key_of(self, context: Mapping[str, str]) -> str | None:
        """A member that is given is edited."""
        return context.get("record") or context.get("member") or None

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        return {"opened_on": on.isoformat(), "acuity": "1", "pinned": "no"} | found

    def value(self, field: Field, row: dict[str, Any]) -> Any:
        found = super().value(field, row)
        return bool(found) if field.name in ("pinned", "part2") and found is not None else found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """What changes with the program, the birth date and the closing."""
        found, key = frame.objections, self.key_of(filled.context)
        if values["dob"] > filled.on:
            found.say("warn", "R8", f"born on {values['dob']}, after {filled.on}: correct the year?")
        old = recording.load(frame.desk, "members", key) if key else None
        if old is None:
            found.say("ok", "R31", "give the member a case manager with a transfer; until then nobody is responsible")
            return
        if old["program"] != values["program"]:
            text = f"program {old['program']} becomes {values['program']}: check that the worker fits it"
            found.say("warn", "R13", text)
        if old["dob"] != values["dob"].isoformat():
            found.say("ok", "R8", f"born {values['dob']}, not {old['dob']}: every service is worked out anew")
        closed = values["closed_on"]
        if closed is not None and old["closed_on"] is None:
            there = touched(frame.desk, old["member_id"], closed, None, filled.on)
            text = f"closed from {closed}: no dues, no place in the caseload" + (
                f"; still there: {there}" if there else ""
            )
            found.say("warn" if there else "ok", "R9", text)

    def store(self, frame: Job, record: str | None, filled: Filled) -> str:
        if record is not None and filled.values["member_id"] != record:
            from tcm_tui.desk.errors import Refused

            raise Refused(f"The id {record} stays: services and visits name it.")
        return super().store(frame, record, filled)


class _Part(Records):
    """A form of a few columns of a member; it always edits the row of the member named in it."""

    def key_of(self, context: Mapping[str, str]) -> str | None:
        return context.get("record") or context.get("member") or None

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        return self.suggested(super().begin(desk, context, on), on)

    def suggested(self, found: dict[str, str], on: date) -> dict[str, str]:
        return found

    def _free(self, desk: Desk, key: str | None, row: dict[str, Any]) -> None:
        """The row is there, and the only one."""

    def store(self, frame: Job, record: str | None, filled: Filled) -> str:
        row = self.rows(filled.values)[0]
        return recording.change(frame, "members", row.pop("member_id"), row)


class Hold(_Part):
    """The days on which a member's contacts are suspended. R17"""

    form = Form(
        "hold",
        "On hold",
        (
            MEMBER,
            Field("hold_from", "From", "day", help="empty: not on hold"),
            Field("hold_until", "Through", "day", help="the last day; empty: until further notice"),
            Field("hold_reason", "Reason", "text"),
        ),
        "Save",
        "members",
    )
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("hold_from", "hold_until", True),)

    def suggested(self, found: dict[str, str], on: date) -> dict[str, str]:
        return found if found.get("hold_from") else found | {"hold_from": on.isoformat()}

    def cross(self, values: Values) -> dict[str, str]:
        found = super().cross(values)
        if values["hold_from"] is None and (values["hold_until"] or values["hold_reason"]):
            found["hold_from"] = "A hold begins on a day; give it, or empty the others."
        return found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        first, last = values["hold_from"], values["hold_until"]
        found = frame.objections
        if first is None:
            found.say("ok", "R17", "not on hold: the monthly contact is due")
            return
        span = f"from {first} " + (f"through {last}" if last else "until further notice")
        there = touched(frame.desk, values["member"], first, last, filled.on)
        found.say("ok", "R17", f"on hold {span}: no monthly contact is due on those days")
        found.say("ok", "R9", "on hold counts in the caseload, shown apart")
        if there and "planned" in there:
            found.say("warn", "R17", f"{there} in the hold; what is planned stays planned until it is cancelled")


class Refusal(_Part):
    """The day a member refused case management; dues end. R24"""

    form = Form(
        "refusal",
        "Refusal of case management",
        (MEMBER, Field("refused_on", "Refused on", "day", help="empty: served again")),
        "Save",
        "members",
    )

    def suggested(self, found: dict[str, str], on: date) -> dict[str, str]:
        return found if found.get("refused_on") else found | {"refused_on": on.isoformat()}

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        day, found = values["refused_on"], frame.objections
        if day is None:
            found.say("ok", "R24", "no refusal: served again, with all dues")
            return
        there = touched(frame.desk, values["member"], day, None, filled.on)
        text = f"from {day} no dues and no place in the caseload; nothing else is restricted, and it can be re-offered"
        found.say("ok", "R24", text)
        if there:
            found.say("warn", "R24", f"{there} from {day} on; cancel what will not take place")


def dob(desk: Desk, member: str) -> date:
    """A member's date of birth."""
    row = desk.store.row(facts.ONE_MEMBER, {"member": member})
    assert row is not None
    return facts.member(row).dob


HANDLERS: dict[str, Handler] = {"member": Members(), "hold": Hold(), "refusal": Refusal()}
