"""R19: outreach within two business days of a miss. Deadlines by hand and by the second calculation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules.book import source
from tcm_tui.rules.calendar import Calendar
from tcm_tui.rules.facts import Appointment, Outreach
from tcm_tui.rules.outreach import attempts_for, due_on, is_miss, outreach_verdict, status
from tests.rules import oracle

PLAIN = Calendar()
EPOCH = date(2000, 1, 1)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("miss", "due"),
    [
        ("2026-11-16", "2026-11-18"),  # Monday: Wednesday
        ("2026-11-18", "2026-11-20"),  # Wednesday: Friday
        ("2026-11-19", "2026-11-23"),  # Thursday: over the weekend
        ("2026-11-20", "2026-11-24"),  # Friday
        ("2026-11-21", "2026-11-24"),  # Saturday counts from Monday
        ("2026-11-22", "2026-11-24"),  # Sunday too
        ("2026-11-09", "2026-11-12"),  # over Veterans Day
        ("2026-11-11", "2026-11-13"),  # missed on a closed day: it is day 0 all the same
        ("2026-11-24", "2026-11-30"),  # over Thanksgiving and the day after
        ("2026-11-25", "2026-12-01"),
        ("2026-12-22", "2026-12-28"),  # Christmas on a Friday, closed from Thursday
        ("2026-12-23", "2026-12-29"),
        ("2025-12-24", "2025-12-30"),  # Christmas on a Thursday, closed to Friday
        ("2024-12-23", "2024-12-27"),  # Christmas on a Wednesday, closed from Tuesday
        ("2026-12-30", "2027-01-04"),  # over New Year on a Friday
        ("2027-12-29", "2028-01-03"),  # Fri Dec 31 is New Year kept early
        ("2027-12-30", "2028-01-04"),
        ("2027-12-21", "2027-12-27"),  # Christmas on a Saturday: closed Thursday and Friday
        ("2026-07-01", "2026-07-06"),  # Jul 4 on a Saturday, kept on Friday
    ],
)
def test_due_day(miss: str, due: str) -> None:
    assert due_on(d(miss), PLAIN) == d(due)


def test_an_agencys_closure_moves_the_due_day() -> None:
    assert due_on(d("2026-11-16"), Calendar({d("2026-11-17"): ("Staff day", False)})) == d("2026-11-19")
    assert due_on(d("2026-11-09"), Calendar({d("2026-11-11"): ("open", True)})) == d("2026-11-11")


# Missed on Mon 16 Nov 2026, due Wed 18.
@pytest.mark.parametrize(
    ("attempts", "on", "expected"),
    [
        ([], "2026-11-16", ("open", 0)),
        ([], "2026-11-17", ("open", 0)),
        ([], "2026-11-18", ("due-today", 0)),
        ([], "2026-11-19", ("overdue", 1)),
        ([], "2026-11-20", ("overdue", 2)),
        ([], "2026-11-21", ("overdue", 2)),  # a Saturday makes it no later
        ([], "2026-11-23", ("overdue", 3)),
        (["2026-11-15"], "2026-11-18", ("due-today", 0)),  # before the miss: no answer to it
        (["2026-11-16"], "2026-11-16", ("met", 0)),  # on the day itself
        (["2026-11-18"], "2026-11-18", ("met", 0)),
        (["2026-11-18"], "2026-11-17", ("open", 0)),  # ahead of the day asked: not seen
        (["2026-11-19"], "2026-11-18", ("due-today", 0)),
        (["2026-11-19"], "2026-11-19", ("met-late", 1)),
        (["2026-11-19"], "2026-12-31", ("met-late", 1)),
        (["2026-11-23", "2026-11-20"], "2026-12-31", ("met-late", 2)),  # the first one counts
        (["2026-11-17", "2026-11-25"], "2026-12-31", ("met", 0)),
        (["2026-11-15", "2026-11-19"], "2026-12-31", ("met-late", 1)),
    ],
)
def test_status(attempts: list[str], on: str, expected: tuple[str, int]) -> None:
    word, due, late = status(d("2026-11-16"), [d(day) for day in attempts], d(on), PLAIN)
    assert (word, late) == expected
    assert due == d("2026-11-18")


def test_on_the_weekend_after_a_friday_it_is_overdue_by_no_business_day() -> None:
    assert status(d("2026-11-18"), [], d("2026-11-21"), PLAIN) == ("overdue", d("2026-11-20"), 0)
    assert status(d("2026-11-18"), [d("2026-11-22")], d("2026-11-22"), PLAIN) == (
        "met-late",
        d("2026-11-20"),
        0,
    )
    assert status(d("2026-11-18"), [], d("2026-11-23"), PLAIN) == ("overdue", d("2026-11-20"), 1)


def test_an_attempt_on_a_weekend_before_the_due_day_is_in_time() -> None:
    assert status(d("2026-11-19"), [d("2026-11-21")], d("2026-11-30"), PLAIN) == ("met", d("2026-11-23"), 0)


@given(days, days)
def test_a_later_miss_never_has_an_earlier_deadline(one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert due_on(early, PLAIN) <= due_on(late, PLAIN)


@given(days)
def test_every_due_day_is_a_business_day_and_the_second(miss: date) -> None:
    due = due_on(miss, PLAIN)
    assert PLAIN.is_business_day(due)
    assert (due - EPOCH).days == oracle.business_day_after((miss - EPOCH).days, 2, oracle.closed())


@given(days, st.lists(st.integers(-5, 20), max_size=4), st.integers(0, 20))
def test_a_further_attempt_never_makes_it_worse(miss: date, offsets: list[int], ahead: int) -> None:
    rank = {"met": 0, "met-late": 1, "open": 2, "due-today": 3, "overdue": 4}
    attempts = [miss + timedelta(days=n) for n in offsets]
    on = miss + timedelta(days=ahead)
    fewer, more = status(miss, attempts[1:], on, PLAIN), status(miss, attempts, on, PLAIN)
    assert rank[more[0]] <= rank[fewer[0]]
    assert fewer[1] == more[1]
    assert more[2] >= 0


def appointment(**over: object) -> Appointment:
    base = Appointment("A1", "M1", "C1", d("2026-11-16"), 540, 600, "community-contact", "missed")
    return base._replace(**over)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "kind", "on", "expected"),
    [
        ("missed", "community-contact", "2026-11-16", True),
        ("missed", "provider", "2026-11-16", True),
        ("missed", "phone-contact", "2026-11-17", True),
        ("missed", "community-contact", "2026-11-15", False),
        ("rescheduled", "community-contact", "2026-11-17", False),
        ("cancelled", "provider", "2026-11-17", False),
        ("scheduled", "community-contact", "2026-11-17", False),
        ("kept", "community-contact", "2026-11-17", False),
    ],
)
def test_what_is_a_miss(word: str, kind: str, on: str, expected: bool) -> None:
    assert is_miss(appointment(status=word, kind=kind), d(on)) is expected


def test_a_miss_learned_of_later_runs_from_its_day() -> None:
    late = appointment(learned_on=d("2026-11-20"))
    assert is_miss(late, d("2026-11-20"))
    assert status(late.date, [], d("2026-11-20"), PLAIN) == ("overdue", d("2026-11-18"), 2)


def test_attempts_name_the_appointment_or_the_member() -> None:
    rows = [
        Outreach("O1", "M1", "A1", d("2026-11-20")),
        Outreach("O2", "M1", None, d("2026-11-19")),
        Outreach("O3", "M1", "", d("2026-11-18")),
        Outreach("O4", "M1", "A2", d("2026-11-17")),  # another miss has its own clock
        Outreach("O5", "M2", None, d("2026-11-17")),
        Outreach("O6", "M1", None, d("2026-11-15")),  # before the miss
        Outreach("O7", "M1", "A1", d("2026-11-23")),  # ahead
        Outreach("O8", "M1", "A1", d("2026-11-16")),  # on the day of the miss
    ]
    found = attempts_for(appointment(), rows, d("2026-11-20"))
    assert found == [d("2026-11-16"), d("2026-11-18"), d("2026-11-19"), d("2026-11-20")]
    assert attempts_for(appointment(), rows, d("2026-11-23"))[-1] == d("2026-11-23")


def test_the_verdict_shows_its_arithmetic() -> None:
    found = outreach_verdict(d("2026-11-16"), [], d("2026-11-17"), PLAIN)
    assert (found.value, found.status, found.rule) == (d("2026-11-18"), "open", "R19")
    assert [reason.text for reason in found.reasons] == ["Mon 16 Nov 2026 + 2 business days = Wed 18 Nov 2026"]
    assert found.reasons[0].rule == "R19"
    assert found.reasons[0].source.startswith("A, ")
    assert found.policy == PLAIN.policy


@pytest.mark.parametrize(
    ("attempts", "on", "text"),
    [
        (["2026-11-17"], "2026-11-19", "first attempt Tue 17 Nov 2026, in time"),
        (["2026-11-16"], "2026-11-16", "first attempt Mon 16 Nov 2026, in time"),
        (["2026-11-19"], "2026-11-19", "first attempt Thu 19 Nov 2026, 1 business day late"),
        (["2026-11-30", "2026-11-20"], "2026-12-01", "first attempt Fri 20 Nov 2026, 2 business days late"),
        ([], "2026-11-19", "no attempt by Thu 19 Nov 2026, 1 business day late"),
        ([], "2026-11-20", "no attempt by Fri 20 Nov 2026, 2 business days late"),
        (["2026-11-15", "2026-12-24"], "2026-11-20", "no attempt by Fri 20 Nov 2026, 2 business days late"),
    ],
)
def test_the_verdict_says_how_it_ended(attempts: list[str], on: str, text: str) -> None:
    found = outreach_verdict(d("2026-11-16"), [d(day) for day in attempts], d(on), PLAIN)
    assert [reason.text for reason in found.reasons][1:] == [text]
    assert {(reason.rule, reason.source) for reason in found.reasons} == {("R19", source("R19"))}


def test_the_verdict_names_the_closed_days_it_skipped() -> None:
    text = outreach_verdict(d("2026-11-24"), [], d("2026-11-24"), PLAIN).reasons[0].text
    assert text == (
        "Tue 24 Nov 2026 + 2 business days = Mon 30 Nov 2026 "
        "(closed: Thu 26 Nov 2026, Thanksgiving Day; Fri 27 Nov 2026, Day after Thanksgiving)"
    )
    fair = Calendar({d("2026-11-21"): ("Fair", False), d("2026-11-22"): ("Fair", False)})
    assert "closed" not in outreach_verdict(d("2026-11-19"), [], d("2026-11-19"), fair).reasons[0].text
    for miss in ("2026-11-11", "2026-11-12"):  # day 0 skips nothing, nor does what lies before it
        assert "closed" not in outreach_verdict(d(miss), [], d(miss), PLAIN).reasons[0].text
