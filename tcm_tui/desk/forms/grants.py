"""The forms of what raises or takes of a member's limits: authorizations, units billed elsewhere. R5"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import budgets, lookup, words
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.records import Records
from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.records.queries import facts
from tcm_tui.rules.facts import Authorization
from tcm_tui.rules.units import budget, limit_for

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

MEMBER = Field("member", "Member", "member", True, help="id or part of the name")


class Authorizations(Records):
    """Units granted beyond a limit. R5"""

    form = Form(
        "authorization",
        "Authorization",
        (
            MEMBER,
            Field("number", "Number", "id", True),
            Field("units", "Units", "number", True, high=99_999),
            Field("period", "For each", "choice", True, words.PERIODS, help="total: for its whole time"),
            Field("starts_on", "From", "day", True),
            Field("ends_on", "Through", "day", True, help="its last day"),
            Field("level_modifier", "Level modifier", "choice", choices=words.LEVEL_MODIFIERS, help="empty: any"),
        ),
        "Save",
        "authorizations",
    )
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = (("starts_on", "ends_on", True),)

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        """For the rest of this month."""
        found.setdefault("period", "month")
        found.setdefault("starts_on", on.isoformat())
        found.setdefault("ends_on", budgets.month_of(on)[1].isoformat())
        return found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """Which limit it lifts, and by how much."""
        v, desk, found = values, frame.desk, frame.objections
        day = max(v["starts_on"], min(filled.on, v["ends_on"]))
        who = lookup.member(desk, v["member"], day)
        _, modifier, contract = lookup.service_line(desk, who, lookup.PLAIN)
        row = lookup.on_day(desk, who, modifier, contract, day, filled.on).row
        if row is None:
            found.say("warn", "R2", f"no row of the limits table fits the member on {day}: it lifts nothing")
            return
        grant = Authorization(
            v["member"], v["number"], v["units"], v["period"], v["starts_on"], v["ends_on"], v["level_modifier"]
        )
        per = "day" if grant.period == "day" else "month"
        limit, lifted = getattr(row, per), limit_for(row, [grant], day, per)
        if grant.level_modifier not in (None, row.level_modifier):
            billed = row.level_modifier or "without one"
            text = f"for {grant.level_modifier}, and the member is billed {billed}: it lifts nothing"
            found.say("warn", "R5", text)
        else:
            span = f"{v['starts_on']} through {v['ends_on']}"
            text = f"limit of a {per}: max({limit}, {grant.units}) = {lifted} from {span}"
            if grant.period == "total":
                text += ", less what is used of it in earlier months"
            found.say(
                "warn" if lifted == limit else "ok", "R5", text + ("; it lifts nothing" if lifted == limit else "")
            )


class External(Records):
    """Units of a month that another agency billed. R5"""

    form = Form(
        "external",
        "Units billed elsewhere",
        (
            MEMBER,
            Field("month", "Month", "month", True, help="this, last, 2026-11"),
            Field("units", "Units", "number", True, high=9_999),
            Field("source", "Known from", "text", help="another agency, the payer, the member"),
            Field("as_of", "As of", "day"),
        ),
        "Save",
        "external_units",
    )
    never_null: ClassVar[dict[str, Any]] = {"source": ""}

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        found.setdefault("month", on.isoformat()[:7])
        found.setdefault("as_of", on.isoformat())
        return found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """What is left of the month with them taken off."""
        v, desk, found = values, frame.desk, frame.objections
        first, last = budgets.month_of(v["month"])
        day = min(max(filled.on, first), last)
        who = lookup.member(desk, v["member"], day)
        _, modifier, contract = lookup.service_line(desk, who, lookup.PLAIN)
        month = lookup.on_day(desk, who, modifier, contract, day, filled.on).budgets.get("month")
        if month is None:
            found.say("warn", "R2", f"no row of the limits table fits the member on {day}")
            return
        known = month.external + v["units"] - self._counted(desk, filled, v, day)
        now = budget(month.limit, month.used, month.scheduled, known)
        parts = f"{month.limit} - {month.used} used - {month.scheduled} planned - {known} known elsewhere"
        text = f"{parts} = {now.available} left"
        found.say("warn" if now.over else "ok", "R5", text + (f", {now.over} over" if now.over else ""))

    def _counted(self, desk: Desk, filled: Filled, values: Values, day: date) -> int:
        """What the row being edited counts for in that month already."""
        if filled.record is None:
            return 0
        from tcm_tui.desk import recording

        old = recording.load(desk, "external_units", filled.record)
        if old is None or old["month"] != values["month"].isoformat() or old["member_id"] != values["member"]:
            return 0
        known = facts.external([old[c] for c in ("member_id", "month", "units", "source", "as_of")])
        return known.units if known.as_of is None or known.as_of <= max(day, filled.on) else 0


HANDLERS: dict[str, Handler] = {"authorization": Authorizations(), "external": External()}
