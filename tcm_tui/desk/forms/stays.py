"""The forms of where a member lives and of institutional stays. R25-R27"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import words
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import Records
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.records.csvfiles.wording import counted
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import record as sql
from tcm_tui.rules import residence, transition
from tcm_tui.rules.facts import Residence, Stay
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

DAY = timedelta(days=1)


def touched(desk: Desk, member: str, first: date, last: date | None, on: date) -> str:
    """What lies on these days already: delivered units, and visits still planned; "" where there is nothing."""
    span = {"member": member, "first": first.isoformat(), "last": (last or date.max).isoformat()}
    services, units = desk.store.rows(sql.UNITS_OF_MEMBER, span)[0]
    planned = [row[0] for row in desk.store.rows(sql.PLANNED_OF_MEMBER, span)]
    said = []
    if units:
        said.append(f"{counted(units, 'delivered unit')} of {counted(services, 'service')}")
    if planned:
        more = " …" if len(planned) > 3 else ""
        said.append(f"{counted(len(planned), 'planned visit')} ({', '.join(planned[:3])}{more})")
    return " and ".join(said)


class Residences(Records):
    """Where a member lives, where that bars services. R27"""

    form = Form(
        "residence",
        "Residence",
        (
            Field("member", "Member", "member", True, help="id or part of the name"),
            Field("kind", "Kind", "choice", True, words.RESIDENCE_KINDS),
            Field("starts_on", "From", "day", True, help="the day of moving in"),
            Field("ends_on", "Until", "day", help="the day of moving out, not counted; empty: still there"),
        ),
        "Save",
        "residences",
    )
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("starts_on", "ends_on", False),)

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        found.setdefault("starts_on", on.isoformat())
        return found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """From when until when nothing can be billed, and what lies on those days."""
        v, desk, found = values, frame.desk, frame.objections
        place = Residence(v["member"], v["kind"], v["starts_on"], v["ends_on"])
        spoken = residence.spoken(place.kind)
        if place.kind not in residence.barred_kinds(desk.packs, place.starts_on):
            found.say("ok", "R27", f"{spoken}: billing goes on")
            return
        last = place.ends_on - DAY if place.ends_on else None
        span = f"from {place.starts_on}" + (f" through {last}" if last else " on, until an end is recorded")
        there = touched(desk, place.member_id, place.starts_on, last, filled.on)
        text = f"{spoken}: nothing can be billed {span}" + (f"; {there} on these days" if there else "")
        found.say("warn" if there else "ok", "R27", text)
        rows = desk.store.rows(facts.STAYS, {"member": place.member_id})
        for each in residence.conflicts(
            [place], map(facts.stay, rows), _dob(desk, place.member_id), filled.on, desk.packs
        ):
            for finding in residence.conflict_findings([each]):
                found.add("warn", Reason("R27", finding.text, finding.source))


class Stays(Records):
    """A stay in an institution, with the discharge planned or done. R25, R26"""

    form = Form(
        "stay",
        "Institutional stay",
        (
            Field("member", "Member", "member", True, help="id or part of the name"),
            Field("kind", "Kind", "choice", True, words.STAY_KINDS),
            Field("admitted_on", "Admitted", "day", True),
            Field("planned_discharge_on", "Discharge planned", "day", help="opens the transition window"),
            Field("discharged_on", "Discharged", "day", help="empty: still there"),
            Field("covered", "SoonerCare covers it", "yesno", True),
        ),
        "Save",
        "stays",
    )
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (
        ("admitted_on", "planned_discharge_on", True),
        ("admitted_on", "discharged_on", True),
    )

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        found.setdefault("admitted_on", on.isoformat())
        found.setdefault("covered", "yes")
        return found

    def value(self, field: Field, row: dict[str, Any]) -> Any:
        found = super().value(field, row)
        return bool(found) if field.name == "covered" else found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """The window in which transition may be billed, and what lies outside it."""
        v, desk, found = values, frame.desk, frame.objections
        stay = Stay(
            v["member"], v["kind"], v["admitted_on"], v["planned_discharge_on"], v["discharged_on"], v["covered"]
        )
        on = max(filled.on, stay.admitted_on)
        answer = transition.window_verdict(stay, on, _dob(desk, stay.member_id), desk.packs)
        found.add("ok", *answer.reasons)
        end, _ = transition.discharge(stay, on)
        closed_until = answer.value.first - DAY if answer.value else end
        if closed_until is None or closed_until >= stay.admitted_on:
            there = touched(desk, stay.member_id, stay.admitted_on, closed_until, on)
            if there:
                until = f"through {closed_until}" if closed_until else "on"
                rule = answer.rule if answer.value is None else "R25"
                found.say("warn", rule, f"{there} from {stay.admitted_on} {until}, outside any window")
        if transition.discharge_overdue(stay, filled.on):
            text = f"the planned discharge {end} is past and none is recorded: enter the day, or the new plan"
            found.say("warn", "R25", text)


def _dob(desk: Desk, member: str) -> date:
    row = desk.store.row(facts.ONE_MEMBER, {"member": member})
    assert row is not None
    return facts.member(row).dob


HANDLERS: dict[str, Handler] = {"residence": Residences(), "stay": Stays()}
