"""Contacts asked of the month: met, missed, on hold. R17, R18"""

from __future__ import annotations

from collections.abc import Iterator

from tcm_tui.desk import cohort
from tcm_tui.desk.report.frame import Frame, Sums
from tcm_tui.desk.report.saying import n, percent
from tcm_tui.desk.report.views import Figure, Line
from tcm_tui.records.queries import clocks as sql
from tcm_tui.rules import contacts as rules
from tcm_tui.rules import saying

ID, TITLE, RULES = "contacts", "Contacts", "R17, R18"
BY_DAY = False
NOTE = (
    "Asked of members active on the last day, counted with the case manager responsible that day;"
    " what became of them later changes nothing."
)
_LABELS = {
    "met": ("Members with all contacts made", False),
    "missed": ("Members with contacts missed", True),
    "due-today": ("Members still due today", True),
    "open": ("Members still open", True),
    "scheduled": ("Members with a visit booked", True),
    "on-hold": ("Members on hold", True),
}


def lines(frame: Frame) -> Iterator[Line]:
    """A line a member for the status, the contacts asked and those made."""
    desk, month = frame.desk, frame.last
    made = cohort.grouped(desk.store.rows(sql.CONTACT_DAYS.all, frame.days | {"on": frame.seen.isoformat()}))
    booked = cohort.grouped(
        desk.store.rows(sql.BOOKED_CONTACTS.all, {"on": frame.days["on"], "last": month.isoformat()})
    )
    for cared in frame.cared:
        member, key = cared.member, cared.member.member_id
        if not frame.holds(cared.cm) or not rules.asked_of(member, cared.first_assigned, month, frame.seen):
            continue
        found = rules.month_of(
            member,
            frame.plans.get(key, ()),
            made.get(key, ()),
            booked.get(key, ()),
            month,
            frame.on,
            desk.calendar,
            cared.first_assigned,
            desk.packs,
        )
        note = f"{found.done} of {found.required} made"
        if found.status == "on-hold":
            note += f", {member.hold_reason or 'no reason given'}"
        yield Line("asked", cared.cm, key, 1, note)
        yield Line(found.status, cared.cm, key, 1, note)
        yield Line("required", cared.cm, key, found.required)
        if found.done:
            yield Line("done", cared.cm, key, found.done, note)
        opened = member.opened_on or cared.first_assigned
        if found.partial and opened is not None:
            yield Line("partial", cared.cm, key, 1, f"open from {saying.near_day(opened)}")


def figures(frame: Frame, sums: Sums) -> Iterator[Figure]:
    """How many members were asked a contact and what became of it."""
    asked, held, met = sums.total("asked"), sums.total("on-hold"), sums.total("met")
    last = saying.day(frame.seen)
    text = f"{n(asked)} members active on {last} whose program asks a contact a month"
    yield Figure("asked", "Members asked a contact", asked, "members", "R17", text, lines=sums.of("asked"))
    for status, (label, listed) in _LABELS.items():
        number = sums.total(status)
        always = status in ("met", "on-hold") or status == ("open" if frame.on <= frame.last else "missed")
        if number or always:
            text = f"{n(number)} of {n(asked)}"
            if status == "missed":
                text += f": fewer contacts than asked when {saying.day(frame.last)} was over"
            shown = status if number else ""
            yield Figure(status, label, number, "members", "R17", text, shown, listed=listed, lines=sums.of(status))
    text = f"{n(met)} of ({n(asked)} − {n(held)} on hold)"
    found = percent(met, asked - held)
    text += f" = {found:.1f}%" if found is not None else ": nobody was asked"
    yield Figure("met-share", "Share met", found, "%", "R17", text, lines=sums.of("met"))
    required, done = sums.total("required"), sums.total("done")
    text = f"sum of what each plan asks, at least 1 a member = {n(required)}"
    yield Figure("required", "Contacts asked", required, "contacts", "R18", text, lines=sums.of("required"))
    text = f"days with a contact at home or in the community: {n(done)} made, {n(required)} asked"
    yield Figure("done", "Contacts made", done, "contacts", "R17", text, lines=sums.of("done"))
    text = f"{n(sums.total('partial'))} of {n(asked)} were opened within the month, which counts all the same"
    yield Figure("partial", "In a partial first month", sums.total("partial"), "members", "R17", text,
                 lines=sums.of("partial"))  # fmt: skip
