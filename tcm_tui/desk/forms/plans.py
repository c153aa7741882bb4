"""The form of a service plan with its three signatures. R18, R38, R39"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import Records
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.records.queries import facts
from tcm_tui.rules import contacts, documentation
from tcm_tui.rules.facts import Plan

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

DAY = timedelta(days=1)


class Plans(Records):
    """A plan of care with its three signatures and the contacts it asks. R18, R38, R39"""

    form = Form(
        "plan",
        "Service plan",
        (
            Field("member", "Member", "member", True, help="id or part of the name"),
            Field("starts_on", "From", "day", True, help="the first day it is in force"),
            Field("ends_on", "Through", "day", help="its last day; no rule sets it; empty: until another"),
            Field("contacts_per_month", "Contacts a month", "number", help="empty: one, as the rule has it", high=99),
            Field("member_signed_on", "Member signed", "day"),
            Field("cm_signed_on", "Case manager signed", "day"),
            Field("lbhp_signed_on", "Licensed professional signed", "day"),
        ),
        "Save",
        "plans",
    )
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("starts_on", "ends_on", True),)

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        """From the day after the last plan ends, as long as that one was: the source sets no length."""
        before = _plans(desk, found.get("member", ""))
        last = before[-1] if before else None
        if last is None:
            found.setdefault("starts_on", on.isoformat())
            return found
        starts = last.ends_on + DAY if last.ends_on else on
        if last.ends_on is not None and "starts_on" not in found:
            found.setdefault("ends_on", (starts + (last.ends_on - last.starts_on)).isoformat())
        found.setdefault("starts_on", starts.isoformat())
        if last.contacts_per_month is not None:
            found.setdefault("contacts_per_month", str(last.contacts_per_month))
        return found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """Who has signed, how many contacts it asks for, and whether it leaves days without a plan."""
        v, on = values, filled.on
        signed = (v["member_signed_on"], v["cm_signed_on"], v["lbhp_signed_on"])
        plan = Plan(v["member"], v["starts_on"], v["ends_on"], v["contacts_per_month"], *signed)
        lacking = documentation.unsigned(plan, on)
        text = f"{3 - len(lacking)} of 3 signatures by {on}"
        if lacking:
            text += (
                f", missing {', '.join(lacking)}: the time of developing it is not payable until all three are there"
            )
        frame.objections.say("warn" if lacking and plan.starts_on <= on else "ok", "R39", text)
        need = contacts.required_contacts([plan], plan.starts_on)
        frame.objections.say("ok", "R18", f"max(1, {plan.contacts_per_month or 0} of the plan) = {need} a month")
        others = [
            p for p in _plans(frame.desk, plan.member_id) if _key(p) != filled.record and p.starts_on != plan.starts_on
        ]
        earlier = [p for p in others if p.starts_on < plan.starts_on]
        if earlier and all(p.ends_on is not None for p in earlier):
            end = max(p.ends_on for p in earlier if p.ends_on is not None)
            if end + DAY < plan.starts_on:
                text = f"no plan is in force from {end + DAY} through {plan.starts_on - DAY}"
                frame.objections.say("warn", "R38", text)
        for other in others:
            if _meet(plan, other):
                text = (
                    f"the plan from {other.starts_on} holds on some of these days too; the one that began last counts"
                )
                frame.objections.say("ok", "R38", text)


def _key(plan: Plan) -> str:
    return f"{plan.member_id}/{plan.starts_on}"


def _meet(one: Plan, other: Plan) -> bool:
    return (other.ends_on is None or one.starts_on <= other.ends_on) and (
        one.ends_on is None or other.starts_on <= one.ends_on
    )


def _plans(desk: Desk, member: str) -> list[Plan]:
    return [facts.plan(row) for row in desk.store.rows(facts.PLANS, {"member": member})]


HANDLERS: dict[str, Handler] = {"plan": Plans()}
