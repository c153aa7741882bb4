"""R42, R45: which credential meets a clock, on which day it is seen, and what the clock says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tcm_tui.rules import credential_clocks as clocks
from tcm_tui.rules import credentials as cr
from tcm_tui.rules.facts import CaseManager, Credential
from tcm_tui.rules.pack import load_packs

ON = date(2026, 4, 30)
DAY = timedelta(days=1)
NEED = cr.needs(load_packs(), ON)
FACILITATOR = CaseManager("C1", "Dana", "II", "wraparound", "S1", hired_on=date(2025, 8, 31))
CM_II = FACILITATOR._replace(type="standard")


def cred(kind: str, **days: date) -> Credential:
    return Credential("C1", kind, **days)  # type: ignore[arg-type]


EXPIRED = cred("certification", completed_on=date(2025, 3, 31), expires_on=date(2026, 3, 31))


@pytest.mark.parametrize(
    ("renewed", "text"),
    [
        (None, "certification expires 2026-03-31"),
        (date(2026, 4, 1), "certification expires 2026-03-31"),  # in time: nothing more to say
        (date(2026, 4, 2), "certification expires 2026-03-31, renewed 2026-04-02"),
        (ON, "certification expires 2026-03-31, renewed 2026-04-30"),  # on the day itself it is seen
        (ON + DAY, "certification expires 2026-03-31"),
    ],
)
def test_a_late_renewal_is_told_from_its_day_on(renewed: date | None, text: str) -> None:
    new = [cred("certification", completed_on=renewed, expires_on=date(2028, 1, 1))] if renewed else []
    have = cr.by_kind([EXPIRED, *new])
    assert clocks.expiries("certification", have, ON)[0].text == text


@pytest.mark.parametrize("kind", ["rn", "cadc"])
def test_a_licence_has_a_clock_unless_there_is_a_degree(kind: str) -> None:
    licence = cred(kind, expires_on=date(2026, 5, 31))
    assert [(c.what, c.rule) for c in clocks.clocks(CM_II, [licence], ON, NEED)] == [(kind, "R42")]
    assert clocks.clocks(CM_II, [licence, cred("degree", completed_on=ON)], ON, NEED) == []
    # a degree that is still to come carries nothing
    assert clocks.clocks(CM_II, [licence, cred("degree", completed_on=ON + DAY)], ON, NEED) != []


@pytest.mark.parametrize(
    ("done", "status", "late"),
    [
        ([ON], "met-late", 61),  # due Feb 28: 31 days of March and 30 of April; seen on the day itself
        ([ON + DAY], "overdue", 61),
        ([None, date(2026, 2, 28)], "met", 0),  # one that was begun and never done meets nothing
        ([date(2026, 3, 1), date(2026, 2, 28)], "met", 0),
    ],
)
def test_the_training_that_was_done_first(done: list[date | None], status: str, late: int) -> None:
    items = [Credential("C1", "training-wraparound", completed_on=day) for day in done]
    (clock,) = clocks.training_clock(FACILITATOR, cr.by_kind(items), ON, NEED)
    assert (clock.status, clock.late_by) == (status, late)
    assert clock.text == "hired 2025-08-31 + 6 months = 2026-02-28"


def test_of_two_trainings_the_one_completed_first_counts_whichever_began_first() -> None:
    slow = cred("training-wraparound", began_on=date(2025, 9, 1), completed_on=date(2026, 3, 5))
    quick = cred("training-wraparound", began_on=date(2026, 1, 10), completed_on=date(2026, 2, 1))
    (clock,) = clocks.training_clock(FACILITATOR, cr.by_kind([slow, quick]), ON, NEED)
    assert (clock.status, clock.ref) == ("met", "C1:training-wraparound:2026-01-10")


def test_each_credentialing_has_a_clock_from_the_day_it_began() -> None:
    begun = [cred("wraparound-credential", began_on=on) for on in (ON + DAY, ON, date(2025, 7, 30))]
    found = clocks.credentialing_clocks(cr.by_kind(begun), ON, NEED)
    assert sorted((c.due_on, c.status, c.text) for c in found) == [
        (date(2026, 4, 30), "due-today", "began 2025-07-30 + 9 months = 2026-04-30"),
        (date(2027, 1, 30), "open", "began 2026-04-30 + 9 months = 2027-01-30"),
    ]
    assert [c.what for c in clocks.clocks(FACILITATOR, begun, ON, NEED)].count("wraparound-credential") == 2


def test_weeks_are_looked_at_from_the_first_consultation_on() -> None:
    """Apr 30 2026 is a Thursday, its week begins on the 27th."""
    monday = date(2026, 4, 27)

    def first(*days: date | None) -> date:
        return clocks.first_week(cr.by_kind([Credential("C1", "consultation", completed_on=day) for day in days]), ON)

    assert first() == monday - 7 * DAY
    assert first(None) == monday - 7 * DAY  # without a day it is in no week
    assert first(ON) == monday
    assert first(ON + DAY) == monday - 7 * DAY  # not seen yet
    assert first(None, ON, date(2026, 4, 19)) == date(2026, 4, 13)
