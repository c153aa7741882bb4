"""R3-R5: what is left today, and what a proposed service would do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules.book import source
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.lines import row_by_id
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.remaining import (
    added_units,
    available,
    budget_reason,
    left_verdict,
    limit_status,
    propose,
    sum_text,
    units_by_date,
)
from tcm_tui.rules.units import Budget, budget

PACKS = load_packs()
ON, NEXT = date(2026, 3, 31), date(2026, 4, 1)
ROW = row_by_id(PACKS, "hn-110", ON)
WARN = Policy(over_limit_plans="warn")


def have(day_used: int, month_used: int, external: int = 0) -> dict[str, Budget]:
    return {"day": budget(16, day_used), "month": budget(25, month_used, 0, external)}


@pytest.mark.parametrize(
    ("day_used", "month_used", "left", "status"),
    [
        (10, 10, 6, "ok"),
        (15, 15, 1, "ok"),
        (16, 16, 0, "at-limit"),
        (17, 17, 0, "over"),
        (0, 24, 1, "ok"),
        (0, 25, 0, "at-limit"),
        (0, 26, 0, "over"),
        (17, 25, 0, "over"),
    ],
)
def test_left_today_is_the_least_of_day_and_month(day_used: int, month_used: int, left: int, status: str) -> None:
    assert ROW is not None
    budgets = have(day_used, month_used)
    assert available(budgets) == left
    assert limit_status(budgets) == status
    verdict = left_verdict(ROW, budgets, ON, Policy())
    assert (verdict.value, verdict.status) == (left, status)
    assert verdict.rule == ("R3" if 16 - day_used <= 25 - month_used or day_used >= 16 else "R4")
    assert dict(verdict.policy)["unit_rounding"] == "completed-15"
    assert [reason.rule for reason in verdict.reasons[:2]] == ["R3", "R4"]


def test_without_a_row_nothing_is_available() -> None:
    assert available(None) == 0
    assert available({}) == 0


def test_the_arithmetic_is_shown_with_its_figures_and_never_below_nothing() -> None:
    assert sum_text(budget(16, 10)) == "16 − 10 − 0 = 6"
    assert sum_text(budget(25, 10, 4, 3)) == "25 − 10 − 4 − 3 = 8"
    assert sum_text(budget(25, 26, 2)) == "25 − 26 − 2 = 0 left, 3 over"


def test_a_budget_explains_itself() -> None:
    assert ROW is not None
    reason = budget_reason("month", budget(40, 10, 2, 3), ROW, ON)
    assert reason.rule == "R4" and reason.source == "A, Service/Reimbursement Limitations, table, row 3"
    for part in ("month 2026-03", "40 − 10 − 2 − 3 = 25", "25 lifted to 40", "known units only"):
        assert part in reason.text
    plain = budget_reason("day", budget(16, 10), ROW, ON).text
    assert plain == "day 2026-03-31: limit − used − scheduled: 16 − 10 − 0 = 6"
    assert budget_reason("year", budget(16, 10), ROW, ON).text.startswith("year 2026:")


@pytest.mark.parametrize(
    ("asked", "allowed", "over_by", "refuse", "warn"),
    [(5, 5, 0, "ok", "ok"), (6, 6, 0, "ok", "ok"), (7, 6, 1, "refused", "warn"), (0, 0, 0, "ok", "ok")],
)
def test_a_proposal_against_six_left(asked: int, allowed: int, over_by: int, refuse: str, warn: str) -> None:
    for policy, verdict in ((Policy(), refuse), (WARN, warn)):
        found = propose([(ON, asked)], {ON: have(10, 10)}, policy, {ON: ROW})
        assert found[:5] == (asked, allowed, over_by, verdict, ((ON, asked),))
        assert found.because
    assert "6 left: 1 over" in propose([(ON, 7)], {ON: have(10, 10)}, WARN).because[0].text


def test_the_limit_that_stops_it_is_named() -> None:
    found = propose([(ON, 4)], {ON: have(0, 23)}, Policy(), {ON: ROW})
    assert (found.allowed, [reason.rule for reason in found.because]) == (2, ["R4"])
    both = propose([(ON, 4)], {ON: have(15, 23)}, Policy(), {ON: ROW})
    assert (both.allowed, [reason.rule for reason in both.because]) == (1, ["R3", "R4"])


@pytest.mark.parametrize("policy", [Policy(), WARN])
def test_without_a_row_it_is_refused_whatever_the_policy(policy: Policy) -> None:
    found = propose([(ON, 2)], {ON: None}, policy)
    assert found[:4] == (2, 0, 2, "refused")
    missing = propose([(ON, 2)], {}, policy)
    assert missing.verdict == "refused"


def test_each_date_of_a_contact_has_its_own_day_and_month() -> None:
    # the last of March has 1 left in its month, the first of April a whole month
    found = propose([(ON, 2), (NEXT, 2)], {ON: have(0, 24), NEXT: have(0, 0)}, Policy())
    assert found[:4] == (4, 3, 1, "refused")
    assert found.by_date == ((ON, 2), (NEXT, 2))
    # within one month the second date finds only what the first one left
    first, second = date(2026, 3, 3), date(2026, 3, 4)
    found = propose([(first, 2), (second, 2)], {first: have(0, 22), second: have(0, 22)}, Policy())
    assert found[:3] == (4, 3, 1)
    # a row that ends overnight closes the second date only
    found = propose([(ON, 2), (NEXT, 2)], {ON: have(0, 0), NEXT: None}, WARN)
    assert found[:4] == (4, 2, 2, "refused")
    # a yearly limit is shared by the two months of one year, and not by two years
    year = {"year": budget(16, 13)}
    assert propose([(ON, 2), (NEXT, 2)], {ON: year, NEXT: year}, Policy()).allowed == 3
    eve, new = date(2026, 12, 31), date(2027, 1, 1)
    assert propose([(eve, 2), (new, 2)], {eve: year, new: year}, Policy()).allowed == 4


@pytest.mark.parametrize(
    ("rounding", "scope", "minutes", "before", "added"),
    [
        ("completed-15", "contact", 20, 10, 1),
        ("completed-15", "member-day", 20, 10, 2),
        ("completed-15", "member-day", 4, 10, 0),
        ("completed-15", "member-day", 5, 10, 1),
        ("eight-minute", "contact", 20, 3, 1),
        ("eight-minute", "member-day", 20, 3, 2),
        ("eight-minute", "member-day", 20, 8, 1),
    ],
)
def test_units_that_more_minutes_make(rounding: str, scope: str, minutes: int, before: int, added: int) -> None:
    policy = Policy(unit_rounding=rounding, unit_scope=scope)
    assert added_units(minutes, policy, PACKS, ON, before) == added


def test_a_contact_over_midnight_is_rounded_by_date() -> None:
    assert units_by_date(ON, 1410, 1470, Policy(), PACKS) == ((ON, 2), (NEXT, 2))
    assert units_by_date(ON, 1425, 1465, Policy(), PACKS) == ((ON, 1), (NEXT, 1))
    by_day = Policy(unit_scope="member-day")
    assert units_by_date(ON, 600, 614, by_day, PACKS) == ((ON, 0),)
    assert units_by_date(ON, 1425, 1465, by_day, PACKS, {NEXT: 5}) == ((ON, 1), (NEXT, 2))


units = st.integers(0, 40)


@given(asked=st.lists(units, min_size=1, max_size=3), used=st.lists(units, min_size=6, max_size=6))
def test_what_is_allowed_never_passes_a_limit(asked: list[int], used: list[int]) -> None:
    dates = [date(2026, 3, 30), ON, NEXT][: len(asked)]
    budgets = {on: have(used[2 * n], used[2 * n + 1]) for n, on in enumerate(dates)}
    found = propose(list(zip(dates, asked, strict=True)), budgets, Policy())
    assert found.allowed + found.over_by == found.units == sum(asked)
    assert 0 <= found.allowed <= sum(available(budgets[on]) for on in dates)
    assert found.verdict == ("refused" if found.over_by else "ok")


def test_a_date_without_a_row_does_not_close_the_others() -> None:
    found = propose([(ON, 2), (NEXT, 3)], {ON: None, NEXT: have(0, 0)}, Policy())
    assert found[:4] == (5, 3, 2, "refused")
    (reason,) = found.because
    assert (reason.rule, reason.text, reason.source) == (
        "R2",
        "2026-03-31: nothing can be billed, 2 of 2 over",
        source("R2"),
    )


def test_each_reason_names_its_rule_and_where_it_stands() -> None:
    assert ROW is not None
    table = "A, Service/Reimbursement Limitations, table, row 3"
    month = propose([(ON, 4)], {ON: have(0, 23)}, Policy(), {ON: ROW}).because
    assert [(r.rule, r.source) for r in month] == [("R4", table)]
    rowless = propose([(ON, 4)], {ON: have(13, 23)}, Policy()).because
    assert [(r.rule, r.source) for r in rowless] == [("R3", source("R3")), ("R4", source("R4"))]
    exactly = propose([(ON, 4)], {ON: have(12, 21)}, Policy(), {ON: ROW}).because  # all 4 that are left, none over
    assert [(r.rule, r.text, r.source) for r in exactly] == [("R3", "4 asked, 4 allowed", source("R3"))]
    verdict = left_verdict(ROW, have(10, 23), ON, Policy(unit_scope="member-day", cap_scope="row"))
    last = verdict.reasons[-1]
    assert (last.rule, last.text, last.source) == ("R4", "left today: min(6, 2) = 2", table)
    assert verdict.policy == (
        ("unit_rounding", "completed-15"),
        ("unit_scope", "member-day"),
        ("cap_scope", "row"),
    )
    elsewhere = budget_reason("month", budget(25, 10, 2, 3), ROW, ON).text
    assert elsewhere == (
        "month 2026-03: limit − used − scheduled − known elsewhere: 25 − 10 − 2 − 3 = 10; known units only"
    )


def test_two_dates_of_one_year_share_its_month_and_not_their_days() -> None:
    first, second = date(2026, 3, 3), date(2026, 3, 4)
    days = {"day": budget(16, 12)}
    assert propose([(first, 4), (second, 4)], {first: days, second: days}, Policy()).allowed == 8
    months = {"month": budget(25, 20)}
    assert propose([(first, 4), (first, 4)], {first: months}, Policy()).allowed == 5
    assert propose([(ON, 4), (NEXT, 4)], {ON: months, NEXT: months}, Policy()).allowed == 8
