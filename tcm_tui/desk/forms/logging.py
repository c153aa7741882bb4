"""The forms of a delivered service: log a new one, or correct one that is stored. R21, R38-R41"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import booking, recording, servicelog, words, writing
from tcm_tui.desk.errors import NotOne, Refused
from tcm_tui.desk.forms import first
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import Records
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.desk.forms.times import DAY
from tcm_tui.records.queries import facts, people
from tcm_tui.rules import documentation
from tcm_tui.rules.facts import Service
from tcm_tui.rules.saying import clock

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult
    from tcm_tui.desk.writing import Job, Objections

NOT_FAXED = "signature=|original"
FIELDS = (
    Field("member", "Member", "member", True, help="id or part of the name"),
    Field("cm", "Case manager", "worker", True, help="id or part of the name"),
    Field("date", "Day", "day", True, help="today, -1d, 18, 11/18"),
    Field("start", "Start", "time", True, help="9, 930, 1p, 13:30"),
    Field("stop", "Stop", "time", True, help="before the start: the next day"),
    Field("activity", "Activity", "choice", True, words.ACTIVITIES),
    Field("place", "Place", "choice", choices=words.PLACES),
    Field("mode", "Mode", "choice", choices=words.SERVICE_MODES, help="else as the activity implies"),
    Field("member_present", "Member there", "yesno", help="else as the activity implies"),
    Field("elements", "Elements", "elements", help="all, 1-9;11, all but 4"),
    Field("signature", "Signature", "choice", choices=words.SIGNATURES),
    Field("fax_on", "Faxed on", "day", help="the original is due 30 days later", unless=NOT_FAXED),
    Field("original_filed_on", "Original filed", "day", unless=NOT_FAXED),
    Field("appointment", "Visit", "id", help="the visit this was; it becomes kept"),
    Field("focus", "Focus", "choice", choices=words.FOCUSES, help="else the member's"),
    Field("level_modifier", "Level modifier", "choice", choices=words.LEVEL_MODIFIERS, help="else the worker's"),
    Field("contract", "Contract", "choice", choices=words.CONTRACTS, help="else that of the worker's site"),
)
BY_KIND = {
    "community-contact": ("member-face-to-face", "community"),
    "office-contact": ("member-face-to-face", "office"),
    "phone-contact": ("member-remote", ""),
    "provider": ("provider-face-to-face", ""),
}
"""Activity and place that a visit's kind suggests."""


class Log(Handler):
    """Record what was done: stored always, flagged where needed."""

    form = Form("log", "Log a service", FIELDS, "Log")

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        """From a visit: its people, day and times, and what its kind suggests."""
        found: dict[str, str] = {}
        if context.get("appointment"):
            found |= from_visit(desk, context["appointment"])
        found |= super().begin(desk, context, on)
        found.setdefault("date", on.isoformat())
        if "cm" not in found and (
            cm := first.responsible(desk, found.get("member"), first.day(desk, found["date"], on))
        ):
            found["cm"] = cm
        return found

    def cross(self, values: Values) -> dict[str, str]:
        return together(values)

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found = writing.Objections()
        look(desk, found, service_of(filled.values), filled.on)
        return found

    def save(
        self, desk: Desk, filled: Filled, *, key: str | None, override: str | None
    ) -> tuple[WriteResult, tuple[str, ...]]:
        return servicelog.log(desk, service_of(filled.values), filled.on, key=key, override=override), ()


def from_visit(desk: Desk, ident: str) -> dict[str, str]:
    """What a visit says of the service it became."""
    visit = servicelog.appointment(desk, ident)
    activity, place = BY_KIND[visit.kind]
    return {
        "appointment": visit.appointment_id,
        "member": visit.member_id,
        "cm": visit.cm_id or "",
        "date": visit.date.isoformat(),
        "start": "" if visit.start is None else clock(visit.start),
        "stop": "" if visit.stop is None else clock(visit.stop),
        "activity": activity,
        "place": place,
    }


def together(values: Values) -> dict[str, str]:
    """What doesn't go together in a service."""
    found: dict[str, str] = {}
    if values["start"] == values["stop"]:
        found["stop"] = "Start and stop are the same time; a service has to last."
    fax, filed = values["fax_on"], values["original_filed_on"]
    if fax and filed and filed < fax:
        found["original_filed_on"] = f"{filed} is before the fax of {fax}; correct one of the two."
    return found


def service_of(values: Values, ident: str = "") -> Service:
    """The service a form describes; a stop before the start is on the next day."""
    v: dict[str, Any] = dict(values)
    v["elements"] = v["elements"] or 0
    if v["stop"] < v["start"]:
        v["stop"] += DAY
    v["member_id"], v["cm_id"], v["appointment_id"] = v.pop("member"), v.pop("cm"), v.pop("appointment")
    return Service(service_id=ident, **v)


def look(desk: Desk, found: Objections, service: Service, on: date) -> None:
    """What recording a service will be flagged with, from reads only."""
    from tcm_tui.rules.book import source
    from tcm_tui.rules.verdict import Reason

    frame = booking.aside(desk, found)
    if service.appointment_id is not None:
        row = desk.store.row(people.APPOINTMENT_BY_ID, {"id": service.appointment_id})
        if row is None:
            found.say("refused", "R4", f"No appointment has the id {service.appointment_id}")
        elif row[1] != service.member_id:
            found.say("refused", "R4", f"Appointment {row[0]} is {row[1]}’s, not {service.member_id}’s")
    servicelog.overlaps(frame, service)
    servicelog.flag(frame, service, on)
    if service.signature == "fax" and service.fax_on and not service.original_filed_on:
        due = documentation.fax_due(service.fax_on, desk.packs)
        text = f"faxed {service.fax_on}: the original has to be on file by {due}"
        found.add("ok", Reason("R41", text, source("R41")))


class Stored(Records):
    """A stored service: elements, signature, times … corrected; the units of the months touched follow."""

    form = Form("service", "Correct a service", FIELDS, "Save", "services")
    columns: ClassVar[dict[str, str]] = {"start": "start_min", "stop": "stop_min", "appointment": "appointment_id"}

    def key_of(self, context: Mapping[str, str]) -> str | None:
        return context.get("record") or context.get("service") or None

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        raise NotOne("Name the service to correct by its id; a new one is logged.")

    def value(self, field: Field, row: dict[str, Any]) -> Any:
        found = super().value(field, row)
        return bool(found) if field.kind == "yesno" and found is not None else found

    def cross(self, values: Values) -> dict[str, str]:
        return together(values)

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found = writing.Objections()
        old = self._old(desk, filled)
        look(desk, found, service_of(filled.values, old["service_id"]), filled.on)
        return found

    def _old(self, desk: Desk, filled: Filled) -> dict[str, Any]:
        key = self.key_of(filled.context)
        old = recording.load(desk, "services", key) if key else None
        if old is None:
            raise Refused(f"There is no service {key or 'without an id'}; it may be void.")
        return old

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """Said once it is stored."""

    def store(self, frame: Job, record: str | None, filled: Filled) -> str:
        old = self._old(frame.desk, filled)
        done = service_of(filled.values, old["service_id"])
        return servicelog.correct(frame, facts.service([old[c] for c in _COLUMNS]), done, filled.on)


_COLUMNS = (
    "service_id member_id cm_id date start_min stop_min activity mode place member_present focus level_modifier"
    " contract appointment_id signature fax_on original_filed_on elements"
).split()

HANDLERS: dict[str, Handler] = {"log": Log(), "service": Stored()}
