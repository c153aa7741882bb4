"""Every planted case, seen through the desk: the status it was planted for is the status people get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

import pytest

from tcm_tui.desk import caseload, check, clocks, lookup, member
from tcm_tui.desk.demo import PLANTED
from tcm_tui.desk.views import CaseloadRow, ClockItem, LedgerLine, MemberView, UnitsView
from tcm_tui.rules.verdict import Finding
from tests.desk.demo_agency import BEFORE_HOLIDAY, MONTH_END, NEW_YEAR, WEDNESDAY, desk

Test = Callable[["Seen", list[str]], None]
TESTS: dict[str, Test] = {}
CASES = {case.key: case for case in PLANTED}


class Seen:
    """What the desk says about the agency of a day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.desk, self.planted = desk(on)

    @cached_property
    def clocks(self) -> list[ClockItem]:
        return clocks.due(self.desk, self.on, days=366, all=True, reasons=False)

    @cached_property
    def findings(self) -> list[Finding]:
        return check.findings(self.desk, self.on)

    @cached_property
    def caseloads(self) -> dict[str, CaseloadRow]:
        return {row.cm: row for row in caseload.rows(self.desk, self.on)}

    def units(self, who: str) -> UnitsView:
        return lookup.units(self.desk, who, self.on)

    def page(self, who: str) -> MemberView:
        return member.page(self.desk, who, self.on, reasons=False)

    def clock(self, kind: str, who: str, what: str | None = None) -> list[ClockItem]:
        """Clocks of a member or, without one, of a worker."""
        found = [c for c in self.clocks if c.kind == kind and (c.member == who or (c.member is None and c.cm == who))]
        return [c for c in found if what is None or c.what == what]

    def contact(self, who: str) -> ClockItem:
        """The contact clock of this month."""
        (found,) = [c for c in self.clock("contact", who) if c.due_on >= self.on]
        return found

    def has(self, rule: str, who: str, severity: str | None = None) -> list[Finding]:
        found = [f for f in self.findings if f.rule == rule and who in (f.member, f.cm, f.ref)]
        assert found, f"no finding of {rule} for {who}"
        assert severity in (None, *(f.severity for f in found))
        return found

    def services(self, refs: list[str]) -> list[LedgerLine]:
        """The services among the ids, as the member's page has them."""
        by_id = {line.service: line for line in self.page(refs[0]).services}
        return [by_id[ref] for ref in refs if ref in by_id]


def shows(key: str) -> Callable[[Test], Test]:
    def add(test: Test) -> Test:
        assert key in CASES
        TESTS[key] = test
        return test

    return add


@cache
def seen_on(on: date) -> Seen:
    return Seen(on)


@pytest.mark.parametrize("on", [WEDNESDAY, MONTH_END, NEW_YEAR, BEFORE_HOLIDAY], ids=str)
@pytest.mark.parametrize("key", CASES)
def test_planted(key: str, on: date) -> None:
    found = seen_on(on)
    if key == "outreach-due-today" and on in (NEW_YEAR, BEFORE_HOLIDAY):
        assert key not in found.planted, "nothing falls due on a closed day"
        return
    TESTS[key](found, found.planted[key])


def test_every_case_has_its_test() -> None:
    assert sorted(TESTS) == sorted(CASES)


@pytest.mark.parametrize("on", [WEDNESDAY, MONTH_END, NEW_YEAR, BEFORE_HOLIDAY], ids=str)
def test_nothing_else_is_beyond_a_limit(on: date) -> None:
    """The rest of the agency keeps to the rules that a program would have refused to plan against."""
    seen = seen_on(on)
    over = {(f.rule, f.member) for f in seen.findings if f.rule in ("R3", "R4")}
    planted = {("R3", seen.planted["day-over"][0]), ("R4", seen.planted["month-over"][0])}
    assert planted & over
    assert len(over - planted) <= 3, "a crisis at night may go over"
    for rule in ("R13", "R25", "R26", "R38", "overlap"):
        assert len([f for f in seen.findings if f.rule == rule]) <= 2


# caseloads and people


@shows("caseload-over")
def _(seen: Seen, refs: list[str]) -> None:
    row = seen.caseloads[refs[0]]
    assert (row.status, row.counted, row.over) == ("over", 37, 2)


@shows("caseload-at-cap")
def _(seen: Seen, refs: list[str]) -> None:
    assert [(seen.caseloads[cm].status, seen.caseloads[cm].counted) for cm in refs] == [
        ("at-cap", 35),
        ("at-cap", 15),
        ("at-cap", 10),
    ]


@shows("caseload-within")
def _(seen: Seen, refs: list[str]) -> None:
    assert (seen.caseloads[refs[0]].status, seen.caseloads[refs[0]].counted) == ("within", 33)


@shows("caseload-under")
def _(seen: Seen, refs: list[str]) -> None:
    assert [(seen.caseloads[cm].status, seen.caseloads[cm].unit) for cm in refs] == [
        ("under", "members"),
        ("under", "families"),
    ]


@shows("caseload-no-standard")
def _(seen: Seen, refs: list[str]) -> None:
    assert {seen.caseloads[cm].status for cm in refs} == {"no-standard"}


@shows("office-mostly")
def _(seen: Seen, refs: list[str]) -> None:
    months = Counter(f.cm for f in seen.findings if f.rule == "R22")
    assert months[refs[0]] >= 10
    assert months.total() - months[refs[0]] <= 4, "for the others a rare month"


@shows("certification-expiring")
def _(seen: Seen, refs: list[str]) -> None:
    (clock,) = [c for c in seen.clock("credential", refs[0], "certification") if c.status == "open"]
    assert clock.due_on == seen.on + timedelta(days=21)


@shows("certification-expired")
def _(seen: Seen, refs: list[str]) -> None:
    (clock,) = [c for c in seen.clock("credential", refs[0], "certification") if c.status == "overdue"]
    assert clock.late_by == 4
    seen.has("R42", refs[0], "error")


@shows("wraparound-training-due")
def _(seen: Seen, refs: list[str]) -> None:
    (clock,) = seen.clock("credential", refs[0], "training-wraparound")
    assert clock.status == "open"
    assert 10 <= (clock.due_on - seen.on).days <= 14, "month ends clamp"
    (clock,) = seen.clock("credential", refs[0], "wraparound-credential")
    assert clock.status == "open"


@shows("consultation-short")
def _(seen: Seen, refs: list[str]) -> None:
    (clock,) = [c for c in seen.clock("credential", refs[0], "consultation") if c.status == "overdue"]
    assert (clock.required, clock.done) == (60, 40)
    seen.has("R45", refs[0])


@shows("level-three")
def _(seen: Seen, refs: list[str]) -> None:
    seen.has("R47", refs[0])


@shows("on-call-gap")
def _(seen: Seen, refs: list[str]) -> None:
    (finding,) = [f for f in seen.findings if f.rule == "R14"]
    assert finding.text.startswith(f"{refs[0]}: nobody")
    assert "12 h" in finding.text


@shows("worker-left")
def _(seen: Seen, refs: list[str]) -> None:
    gone, *members = refs
    assert len(members) >= 20
    for who in members:
        (_, _, start, until), (heir, _, began, _), *_ = sorted(seen.page(who).assignments, key=lambda a: a[2])
        assert start < until == began
        assert heir != gone


@shows("transfer-today")
def _(seen: Seen, refs: list[str]) -> None:
    page = seen.page(refs[0])
    old, new = sorted(page.assignments, key=lambda a: a[2])
    assert old[3] == new[2] == seen.on
    assert page.cm == new[0]


@shows("gap-between-workers")
def _(seen: Seen, refs: list[str]) -> None:
    (finding,) = seen.has("R31", refs[0], "warning")
    assert "6 days" in finding.text


@shows("unassigned")
def _(seen: Seen, refs: list[str]) -> None:
    assert len(refs) == 3
    assert all(seen.page(who).cm is None and seen.has("R31", who, "error") for who in refs)


@shows("pending")
def _(seen: Seen, refs: list[str]) -> None:
    assert {seen.page(who).status for who in refs} == {"pending"}


@shows("refused")
def _(seen: Seen, refs: list[str]) -> None:
    assert {seen.page(who).status for who in refs} == {"refused"}
    assert any(seen.page(who).cm for who in refs), "one keeps the assignment and does not count"
    assert not any(seen.clock("contact", who) for who in refs)


@shows("closed")
def _(seen: Seen, refs: list[str]) -> None:
    assert {seen.page(who).status for who in refs} == {"closed"}
    assert seen.page(refs[0]).cm is not None
    assert all(seen.page(who).cm is None for who in refs[1:])


@shows("siblings")
def _(seen: Seen, refs: list[str]) -> None:
    families = {seen.page(who).family for who in refs}
    assert len(families) < len(refs)
    row = next(row for row in seen.caseloads.values() if row.unit == "families" and row.counted == 10)
    assert row.members > row.counted


@shows("mismatch-intensive")
def _(seen: Seen, refs: list[str]) -> None:
    seen.has("R13", refs[0])


@shows("mismatch-wraparound")
def _(seen: Seen, refs: list[str]) -> None:
    seen.has("R13", refs[0])


@shows("unusual-names")
def _(seen: Seen, refs: list[str]) -> None:
    names = {seen.page(who).name for who in refs}
    assert {"Rowan [he/him] Sumac", "Jun [/] Kingbird", "Fionn O'Bluestem", "Łucja Żurawina"} < names


# units


@shows("day-at-limit")
def _(seen: Seen, refs: list[str]) -> None:
    found = seen.units(refs[0])
    assert (found.status, found.day.used, found.day.limit, found.available_today) == ("at-limit", 16, 16, 0)


@shows("day-over")
def _(seen: Seen, refs: list[str]) -> None:
    found = seen.units(refs[0])
    assert (found.status, found.day.used, found.day.over, found.available_today) == ("over", 18, 2, 0)
    seen.has("R3", refs[0], "error")


def month(seen: Seen, who: str) -> tuple[int, int]:
    """(units that are gone this month here or elsewhere, limit); what found no day is known to be elsewhere."""
    budget = seen.units(who).month
    assert budget.limit is not None
    return budget.used + budget.scheduled + budget.external, budget.limit


@shows("month-at-limit")
def _(seen: Seen, refs: list[str]) -> None:
    assert month(seen, refs[0]) == (25, 25)
    assert seen.units(refs[0]).status == "at-limit"


@shows("month-over")
def _(seen: Seen, refs: list[str]) -> None:
    assert month(seen, refs[0]) == (28, 25)
    assert (seen.units(refs[0]).status, seen.units(refs[0]).month.over) == ("over", 3)


@shows("month-one-left")
def _(seen: Seen, refs: list[str]) -> None:
    assert month(seen, refs[0]) == (24, 25)
    assert (seen.units(refs[0]).status, seen.units(refs[0]).available_today) == ("ok", 1)


@shows("month-held")
def _(seen: Seen, refs: list[str]) -> None:
    found = seen.units(refs[0])
    assert (found.month.scheduled, found.month.available) == (5, 0)
    assert month(seen, refs[0]) == (25, 25)


@shows("month-52-of-56")
def _(seen: Seen, refs: list[str]) -> None:
    assert month(seen, refs[0]) == (52, 56)


@shows("no-row")
def _(seen: Seen, refs: list[str]) -> None:
    found = seen.units(refs[0])
    assert (found.status, found.line, found.month.limit, found.available_today) == ("no-row", None, None, 0)


@shows("authorization-month")
def _(seen: Seen, refs: list[str]) -> None:
    assert month(seen, refs[0]) == (30, 40)


@shows("authorization-day")
def _(seen: Seen, refs: list[str]) -> None:
    found = seen.units(refs[0]).day
    assert (found.used, found.limit, found.available) == (18, 20, 2)


@shows("authorization-total")
def _(seen: Seen, refs: list[str]) -> None:
    gone, limit = month(seen, refs[0])
    assert gone == 12
    assert 60 <= limit <= 120, "120 less what was used since the grant began, two months ago"


@shows("external-units")
def _(seen: Seen, refs: list[str]) -> None:
    found = seen.units(refs[0]).month
    assert (found.used, found.external, found.available) == (8, 12, 5)


@shows("turned-21")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.units(refs[0]).status == "no-row"
    assert [line.status for line in seen.services(refs)] == ["payable", "not-compensable"]
    seen.has("R16", refs[0])


@shows("intensive-at-19")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.page(refs[0]).age == 19
    assert seen.units(refs[0]).line is not None
    seen.has("R15", refs[0], "warning")


@shows("pact-at-20")
def _(seen: Seen, refs: list[str]) -> None:
    line = seen.units(refs[0]).line
    assert seen.page(refs[0]).age == 20
    assert line is not None
    assert line.id == "pact-114"


@shows("born-feb-29")
def _(seen: Seen, refs: list[str]) -> None:
    born = seen.page(refs[0]).dob
    assert (born.month, born.day) == (2, 29)


@shows("hn-by-cm-one")
def _(seen: Seen, refs: list[str]) -> None:
    seen.has("R43", refs[0], "error")


@shows("tg-untrained")
def _(seen: Seen, refs: list[str]) -> None:
    seen.has("R46", refs[0], "error")


# contacts and outreach


@shows("contact-met")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.contact(refs[0]).status == "met"


@shows("contact-scheduled")
def _(seen: Seen, refs: list[str]) -> None:
    assert (seen.contact(refs[0]).status, seen.contact(refs[0]).done) == ("scheduled", 0)


def _open(seen: Seen) -> str:
    last_day = (seen.on + timedelta(days=1)).day == 1
    return "due-today" if last_day else "open"


@shows("contact-open")
def _(seen: Seen, refs: list[str]) -> None:
    assert (seen.contact(refs[0]).status, seen.contact(refs[0]).done) == (_open(seen), 0)


@shows("contact-missed")
def _(seen: Seen, refs: list[str]) -> None:
    (missed,) = [c for c in seen.clock("contact", refs[0]) if c.due_on < seen.on]
    assert (missed.status, missed.done) == ("missed", 0)


@shows("contact-by-phone-only")
def _(seen: Seen, refs: list[str]) -> None:
    assert (seen.contact(refs[0]).status, seen.contact(refs[0]).done) == (_open(seen), 0)
    assert seen.services(refs)[0].mode == "phone"


@shows("contact-by-video-only")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.contact(refs[0]).done == 0
    assert seen.services(refs)[0].mode == "telehealth"


@shows("contact-one-of-two")
def _(seen: Seen, refs: list[str]) -> None:
    clock = seen.contact(refs[0])
    assert (clock.status, clock.done, clock.required) == (_open(seen), 1, 2)


@shows("contact-on-hold")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.contact(refs[0]).status == "on-hold"


@shows("first-contact-waits")
def _(seen: Seen, refs: list[str]) -> None:
    page = seen.page(refs[0])
    assert not page.services
    assert 11 <= (seen.on - page.assignments[0][2]).days <= 25


def outreach(seen: Seen, refs: list[str]) -> list[tuple[str, int]]:
    found = {c.ref: (c.status, c.late_by) for c in seen.clock("outreach", refs[0])}
    return [found[ref] for ref in refs if ref.startswith("A")]


@shows("outreach-open")
def _(seen: Seen, refs: list[str]) -> None:
    assert outreach(seen, refs) == [("open", 0)]


@shows("outreach-due-today")
def _(seen: Seen, refs: list[str]) -> None:
    assert outreach(seen, refs) == [("due-today", 0)]


@shows("outreach-overdue")
def _(seen: Seen, refs: list[str]) -> None:
    assert outreach(seen, refs) == [("overdue", 2)]


@shows("outreach-met")
def _(seen: Seen, refs: list[str]) -> None:
    assert outreach(seen, refs) == [("met", 0)]


@shows("outreach-met-late")
def _(seen: Seen, refs: list[str]) -> None:
    assert outreach(seen, refs) == [("met-late", 2)]


@shows("outreach-learned-late")
def _(seen: Seen, refs: list[str]) -> None:
    assert outreach(seen, refs) == [("overdue", 3)]


@shows("outreach-each-its-own")
def _(seen: Seen, refs: list[str]) -> None:
    assert outreach(seen, refs) == [("overdue", 5), ("met", 0)]


# stays and residences


def stay(seen: Seen, refs: list[str]) -> Any:
    (found,) = seen.page(refs[0]).stays
    return found


def paid(seen: Seen, refs: list[str]) -> list[str]:
    return [line.status for line in seen.services(refs)]


@shows("stay-long-window-open")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert (found.nights, found.open_now, found.planned) == (200, True, True)
    assert (found.window_to - found.window_from).days == 59
    assert paid(seen, refs) == ["payable"]


@shows("stay-short-window-open")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert (found.nights, found.open_now) == (14, True)
    assert (found.window_to - found.window_from).days == 13
    assert paid(seen, refs) == ["payable"]


@shows("stay-window-ahead")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert not found.open_now
    assert found.window_from == seen.on + timedelta(days=27)
    assert seen.units(refs[0]).status == "not-compensable"


@shows("stay-179-nights")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert (found.nights, found.open_now, (found.window_to - found.window_from).days) == (179, False, 13)


@shows("stay-180-nights")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert (found.nights, found.open_now, (found.window_to - found.window_from).days) == (180, True, 59)
    assert paid(seen, refs) == ["payable"]


@shows("stay-window-past")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert (found.planned, found.open_now, found.window_to) == (False, False, seen.on - timedelta(days=25))
    assert paid(seen, refs) == ["payable", "payable"]


@shows("stay-slipped")
def _(seen: Seen, refs: list[str]) -> None:
    assert stay(seen, refs).window_from == seen.on - timedelta(days=16)
    assert paid(seen, refs) == ["not-compensable", "payable"]
    seen.has("R25", refs[0], "error")


@shows("stay-discharge-overdue")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert found.planned
    assert found.discharge_on == seen.on - timedelta(days=6)


@shows("stay-discharge-unknown")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert (found.discharge_on, found.window_from, found.open_now) == (None, None, False)


@shows("stay-imd-adult")
def _(seen: Seen, refs: list[str]) -> None:
    assert stay(seen, refs).window_from is None
    assert paid(seen, refs) == ["not-compensable"]
    seen.has("R26", refs[0], "error")


@shows("stay-imd-youth")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.page(refs[0]).age == 17
    assert stay(seen, refs).open_now
    assert paid(seen, refs) == ["payable"]


@shows("stay-inmate")
def _(seen: Seen, refs: list[str]) -> None:
    assert stay(seen, refs).window_from is None


@shows("stay-not-covered")
def _(seen: Seen, refs: list[str]) -> None:
    found = stay(seen, refs)
    assert (found.covered, found.window_from) == (False, None)


@shows("residence-beats-window")
def _(seen: Seen, refs: list[str]) -> None:
    assert paid(seen, refs) == ["not-compensable"]
    seen.has("R27", refs[0], "warning")


@shows("residence-foster-home")
def _(seen: Seen, refs: list[str]) -> None:
    assert paid(seen, refs) == ["not-compensable"]
    assert seen.units(refs[0]).status == "not-compensable"


@shows("residence-behavior-management")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.units(refs[0]).status == "not-compensable"


@shows("residence-home-again")
def _(seen: Seen, refs: list[str]) -> None:
    assert paid(seen, refs) == ["not-compensable", "payable"]
    assert seen.units(refs[0]).status == "ok"


@shows("residence-icf-mr")
def _(seen: Seen, refs: list[str]) -> None:
    assert seen.units(refs[0]).status == "not-compensable"


# notes, faxes, plans, contradictions


@shows("note-unsigned")
def _(seen: Seen, refs: list[str]) -> None:
    (line,) = seen.services(refs)
    assert (line.elements_present, line.elements_missing) == (10, (4,))
    seen.has("R40", refs[1])


@shows("note-incomplete")
def _(seen: Seen, refs: list[str]) -> None:
    (line,) = seen.services(refs)
    assert (line.elements_present, line.elements_missing) == (9, (8, 11))
    seen.has("R40", refs[1])


def fax(seen: Seen, refs: list[str]) -> tuple[str, int]:
    (found,) = [c for c in seen.clock("fax", refs[0]) if c.ref == refs[1]]
    return found.status, (found.due_on - seen.on).days


@shows("fax-open")
def _(seen: Seen, refs: list[str]) -> None:
    assert fax(seen, refs) == ("open", 18)


@shows("fax-due-today")
def _(seen: Seen, refs: list[str]) -> None:
    assert fax(seen, refs) == ("due-today", 0)


@shows("fax-overdue")
def _(seen: Seen, refs: list[str]) -> None:
    assert fax(seen, refs) == ("overdue", -7)


@shows("fax-filed-late")
def _(seen: Seen, refs: list[str]) -> None:
    assert fax(seen, refs) == ("met-late", -50)


@shows("plan-pending")
def _(seen: Seen, refs: list[str]) -> None:
    assert paid(seen, refs) == ["pending"]
    assert [seen.clock("plan", refs[0], "signature")[0].status] == ["overdue"]


@shows("plan-unsigned")
def _(seen: Seen, refs: list[str]) -> None:
    assert paid(seen, refs) == ["pending"]
    assert not any(seen.page(refs[0]).plans[-1][3:]) or not any(seen.page(refs[0]).plans[0][3:])


@shows("plan-expired")
def _(seen: Seen, refs: list[str]) -> None:
    seen.has("R38", refs[0], "error")
    (clock,) = seen.clock("plan", refs[0], "renewal")
    assert (clock.status, clock.late_by) == ("overdue", 9)


@shows("plan-expiring")
def _(seen: Seen, refs: list[str]) -> None:
    (clock,) = seen.clock("plan", refs[0], "renewal")
    assert (clock.status, clock.due_on) == ("open", seen.on + timedelta(days=12))


@shows("overlap")
def _(seen: Seen, refs: list[str]) -> None:
    (finding,) = [f for f in seen.findings if f.rule == "overlap"]
    assert finding.minutes == 25
    assert {finding.ref, finding.other_ref} == {ref for ref in refs if ref.startswith("S")}


@shows("kept-without-service")
def _(seen: Seen, refs: list[str]) -> None:
    found = [f for f in seen.findings if f.ref == refs[1]]
    assert len(found) == 1
    assert "no service" in found[0].text
    kept = [f for f in seen.findings if f.rule == found[0].rule]
    assert kept == found, "nowhere else"


@shows("visit-never-closed")
def _(seen: Seen, refs: list[str]) -> None:
    assert [f for f in seen.findings if f.ref == refs[1]]


@shows("second-program")
def _(seen: Seen, refs: list[str]) -> None:
    seen.has("R34", refs[0], "warning")


@shows("across-midnight")
def _(seen: Seen, refs: list[str]) -> None:
    line = seen.services(refs)[0]
    first_of_month = seen.on.replace(day=1)
    assert (line.minutes, line.start, line.stop) == (70, 23 * 60 + 30, 24 * 60 + 40)
    assert line.by_date == ((first_of_month - timedelta(days=1), 2), (first_of_month, 2))
