"""R17, R18: the monthly contact; R20 first contact; R22 community share; R24 refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import book
from tcm_tui.rules import contacts as c
from tcm_tui.rules.calendar import Calendar
from tcm_tui.rules.facts import Member, Plan
from tests.rules import oracle

PLAIN = Calendar()
EPOCH = date(2000, 1, 1)


def d(text: str) -> date:
    return date.fromisoformat(text)


def member(**over: object) -> Member:
    base = Member("M1", "Ana", "P", d("1990-01-01"), None, "standard", "HE", opened_on=d("2025-01-01"))
    return base._replace(**over)  # type: ignore[arg-type]


def plan(starts: str, ends: str | None, times: int | None) -> Plan:
    return Plan("M1", d(starts), d(ends) if ends else None, times)


@pytest.mark.parametrize(
    ("required", "done", "scheduled", "on", "on_hold", "status"),
    [
        (1, 0, 0, "2026-05-30", False, "open"),
        (1, 0, 0, "2026-05-31", False, "due-today"),
        (1, 0, 0, "2026-06-01", False, "missed"),
        (1, 1, 0, "2026-05-02", False, "met"),
        (1, 1, 0, "2026-06-01", False, "met"),
        (1, 0, 1, "2026-05-30", False, "scheduled"),
        (1, 0, 1, "2026-05-31", False, "scheduled"),
        (1, 0, 1, "2026-06-01", False, "missed"),  # a booked visit meets nothing
        (2, 1, 0, "2026-05-20", False, "open"),
        (2, 1, 1, "2026-05-20", False, "scheduled"),
        (2, 0, 1, "2026-05-20", False, "open"),
        (2, 0, 1, "2026-05-31", False, "due-today"),
        (2, 2, 0, "2026-05-20", False, "met"),
        (2, 3, 0, "2026-05-20", False, "met"),
        (2, 1, 0, "2026-06-01", False, "missed"),
        (1, 0, 0, "2026-05-31", True, "on-hold"),
        (1, 0, 1, "2026-05-30", True, "on-hold"),
        (1, 0, 0, "2026-06-01", True, "on-hold"),
        (1, 1, 0, "2026-05-30", True, "met"),
    ],
)
def test_status(required: int, done: int, scheduled: int, on: str, on_hold: bool, status: str) -> None:
    assert c.month_status(required, done, scheduled, d("2026-05-31"), d(on), on_hold) == status


@pytest.mark.parametrize(
    ("plans", "required"),
    [
        ([], 1),
        ([plan("2026-01-01", None, None)], 1),
        ([plan("2026-01-01", None, 0)], 1),
        ([plan("2026-01-01", None, 1)], 1),
        ([plan("2026-01-01", None, 2)], 2),
        ([plan("2026-05-31", None, 4)], 4),  # in force on the month's last day
        ([plan("2026-06-01", None, 4)], 1),
        ([plan("2026-01-01", "2026-05-31", 3)], 3),  # its last day is still its day
        ([plan("2026-01-01", "2026-05-30", 3)], 1),
        ([plan("2026-01-01", "2026-05-20", 4), plan("2026-05-21", None, 2)], 2),
        ([plan("2026-05-21", None, 2), plan("2026-01-01", None, 4)], 2),  # the later beginning wins
        ([plan("2026-01-01", None, 4), plan("2026-05-21", None, 2)], 2),
    ],
)
def test_required(plans: list[Plan], required: int) -> None:
    assert c.required_contacts(plans, d("2026-05-31")) == required


def month(
    on: str,
    done: list[str] = [],  # noqa: B006
    booked: list[str] = [],  # noqa: B006
    of: str = "2026-05-15",
    who: Member | None = None,
    plans: list[Plan] = [],  # noqa: B006
    first_assigned: date | None = None,
) -> c.Month:
    return c.month_of(who or member(), plans, map(d, done), map(d, booked), d(of), d(on), PLAIN, first_assigned)


def test_a_month_is_due_on_its_last_day_and_planned_for_the_last_business_day() -> None:
    found = month("2026-05-20")
    assert (found.first, found.due, found.plan_by) == (d("2026-05-01"), d("2026-05-31"), d("2026-05-29"))
    assert month("2026-11-20", of="2026-11-20").plan_by == d("2026-11-30")
    assert month("2027-12-20", of="2027-12-20").plan_by == d("2027-12-30")  # Friday the 31st is New Year
    assert month("2028-02-20", of="2028-02-20").due == d("2028-02-29")


def test_contacts_are_counted_by_distinct_dates_of_the_month_so_far() -> None:
    done = ["2026-04-30", "2026-05-01", "2026-05-01", "2026-05-20", "2026-05-21", "2026-05-31", "2026-06-01"]
    assert month("2026-05-20", done).done == 2
    assert month("2026-05-31", done).done == 4
    assert month("2026-06-05", done).done == 4
    assert month("2026-04-30", ["2026-05-01"]).done == 0


def test_booked_visits_are_those_still_ahead_in_the_month() -> None:
    booked = ["2026-05-19", "2026-05-20", "2026-05-31", "2026-06-01"]
    assert month("2026-05-20", [], booked).scheduled == 2
    assert month("2026-05-01", [], booked).scheduled == 3
    assert month("2026-04-15", [], ["2026-04-20", *booked]).scheduled == 3
    assert month("2026-06-01", [], booked).scheduled == 0
    # a date on which a contact was made is not a further date
    assert month("2026-05-20", ["2026-05-20"], ["2026-05-20", "2026-05-20", "2026-05-25"]).scheduled == 1


def test_a_hold_suspends_and_says_so() -> None:
    held = member(hold_from=d("2026-05-10"), hold_until=d("2026-05-20"))
    assert month("2026-05-09", who=held).status == "open"
    assert month("2026-05-10", who=held).status == "on-hold"
    assert month("2026-05-20", who=held).status == "on-hold"
    assert month("2026-05-21", who=held).status == "open"
    assert month("2026-06-01", who=held).status == "missed"
    # what decides about a month that is over is its last day
    assert month("2026-06-05", who=member(hold_from=d("2026-05-31"))).status == "on-hold"
    assert month("2026-06-05", who=member(hold_from=d("2026-06-01"))).status == "missed"
    assert month("2026-05-12", ["2026-05-02"], who=held).status == "met"


@pytest.mark.parametrize(
    ("opened", "first", "partial"),
    [
        ("2026-05-01", None, False),
        ("2026-05-02", None, True),
        ("2026-05-31", None, True),
        ("2026-06-01", None, False),
        ("2026-04-30", None, False),
        (None, "2026-05-10", True),
        ("2026-05-10", "2026-04-01", True),
        (None, None, False),
    ],
)
def test_a_partial_first_month_is_labelled_and_counts(opened: str | None, first: str | None, partial: bool) -> None:
    who = member(opened_on=d(opened) if opened else None)
    found = month("2026-05-31", who=who, first_assigned=d(first) if first else None)
    assert found.partial is partial
    assert found.required == 1


@pytest.mark.parametrize(
    ("who", "on", "asked"),
    [
        (member(), "2026-05-15", True),
        (member(), "2026-06-15", True),
        (member(program="first-time-mothers"), "2026-05-15", False),
        (member(program="pact"), "2026-05-15", True),
        (member(opened_on=d("2026-05-20")), "2026-05-19", False),
        (member(opened_on=d("2026-05-20")), "2026-05-20", True),
        (member(opened_on=d("2026-05-31")), "2026-06-15", True),
        (member(opened_on=d("2026-06-01")), "2026-06-15", False),  # not yet there in May
        (member(refused_on=d("2026-05-20")), "2026-05-19", True),
        (member(refused_on=d("2026-05-20")), "2026-05-20", False),
        (member(refused_on=d("2026-06-10")), "2026-06-09", True),
        (member(refused_on=d("2026-06-10")), "2026-06-10", False),  # a refusal ends what was due before, too
        (member(closed_on=d("2026-05-31")), "2026-05-30", True),
        (member(closed_on=d("2026-05-31")), "2026-05-31", False),
    ],
)
def test_whom_the_contacts_of_may_are_asked_of(who: Member, on: str, asked: bool) -> None:
    assert c.asked_of(who, None, d("2026-05-01"), d(on)) is asked


def test_the_same_month_of_another_year_is_another_month() -> None:
    assert not c.asked_of(member(opened_on=d("2026-01-01")), None, d("2025-05-01"), d("2026-05-15"))
    assert c.asked_of(member(opened_on=d("2025-05-31")), None, d("2025-05-01"), d("2026-05-15"))


def test_without_an_opening_day_the_first_assignment_opens() -> None:
    who = member(opened_on=None)
    assert not c.asked_of(who, None, d("2026-05-01"), d("2026-05-15"))
    assert c.asked_of(who, d("2026-05-10"), d("2026-05-01"), d("2026-05-15"))


texts = st.dates(date(2024, 1, 1), date(2032, 11, 30))


@given(
    texts,
    st.lists(st.integers(0, 40), max_size=5),
    st.lists(st.integers(0, 40), max_size=5),
    st.integers(1, 4),
)
def test_a_month_by_a_second_calculation(on: date, ago: list[int], ahead: list[int], times: int) -> None:
    made, booked = [on - timedelta(days=n) for n in ago], [on + timedelta(days=n) for n in ahead]
    plans = [Plan("M1", date(2024, 1, 1), None, times)]
    found = c.month_of(member(opened_on=date(2023, 1, 1)), plans, made, booked, on, on, PLAIN)
    n = (on - EPOCH).days
    assert (found.due - EPOCH).days == oracle.month_end(n)
    shut = oracle.closed()
    assert (found.plan_by - EPOCH).days == oracle.business_day_on_or_before(oracle.month_end(n), shut)
    assert PLAIN.is_business_day(found.plan_by)
    assert found.done == len({day for day in made if (day.year, day.month) == (on.year, on.month)})
    left = {day for day in booked if (day.year, day.month) == (on.year, on.month)} - set(made)
    assert found.scheduled == len(left)
    assert found.required == times
    assert (found.status == "met") == (found.done >= times)


def verdict(
    on: str,
    who: Member | None = None,
    plans: list[Plan] = [],  # noqa: B006
    done: list[str] = [],  # noqa: B006
    booked: list[str] = [],  # noqa: B006
) -> list[tuple[str, str]]:
    found = c.contact_verdict(who or member(), plans, map(d, done), map(d, booked), d("2026-05-01"), d(on), PLAIN)
    assert found.status == found.value.status
    assert all(reason.source.startswith("A, ") for reason in found.reasons)
    return [(reason.rule, reason.text) for reason in found.reasons]


def test_the_verdict_shows_its_arithmetic() -> None:
    assert verdict("2026-05-20", done=["2026-05-04", "2026-05-25", "2026-04-04"], booked=["2026-05-25"]) == [
        ("R17", "1 required; no plan in force on Sun 31 May 2026 asks for more"),
        ("R17", "1 of 1 done (2026-05-04), 1 booked, which do not count until kept"),
        (
            "R17",
            "due Sun 31 May 2026, the month's last day; plan by Fri 29 May 2026, the last business day before it",
        ),
    ]


def test_the_verdict_of_a_plan_that_asks_for_more() -> None:
    plans = [plan("2026-01-05", None, 3)]
    assert verdict("2026-05-20", plans=plans)[0] == (
        "R18",
        "max(1, 3 by the plan from 2026-01-05) = 3 required",
    )
    assert verdict("2026-05-20", plans=plans)[1] == ("R17", "0 of 3 done")
    found = c.contact_verdict(member(), plans, [], [], d("2026-05-01"), d("2026-05-01"), PLAIN)
    assert found.rule == "R18"
    assert found.policy == (("telehealth_counts", False), *PLAIN.policy)
    found = c.contact_verdict(member(), [], [], [], d("2026-11-01"), d("2026-11-02"), PLAIN, telehealth_counts=True)
    assert found.rule == "R17"
    assert found.policy == (("telehealth_counts", True), *PLAIN.policy)
    assert found.reasons[2].text == "due Mon 30 Nov 2026, the month's last day"


def test_the_verdict_says_partial_and_on_hold() -> None:
    fresh = member(opened_on=d("2026-05-04"))
    assert verdict("2026-05-20", who=fresh)[3] == (
        "R17",
        "partial first month: open from 2026-05-04, and it counts",
    )
    held = member(hold_from=d("2026-05-10"), hold_reason="jury duty")
    assert verdict("2026-05-20", who=held)[3] == ("R17", "on hold from 2026-05-10: jury duty")
    held = member(hold_from=d("2026-05-10"), hold_until=d("2026-05-30"))
    expected = ("R17", "on hold from 2026-05-10 through 2026-05-30: no reason given")
    assert verdict("2026-05-20", who=held)[3] == expected


@pytest.mark.parametrize(
    ("made", "on", "expected"),
    [
        ([], "2026-05-20", None),
        (["2026-05-04"], "2026-05-20", 0),
        (["2026-05-09", "2026-05-06"], "2026-05-20", 2),
        (["2026-05-03"], "2026-05-20", None),  # before the assignment
        (["2026-05-20"], "2026-05-20", 16),
        (["2026-05-21"], "2026-05-20", None),  # ahead
    ],
)
def test_days_to_the_first_contact(made: list[str], on: str, expected: int | None) -> None:
    assert c.first_contact_days(d("2026-05-04"), map(d, made), d(on)) == expected


def test_the_first_contact_in_words() -> None:
    waiting = c.first_contact_verdict(d("2026-05-04"), [], d("2026-05-20"))
    assert (waiting.value, waiting.status, waiting.rule) == (None, "waiting", "R20")
    assert waiting.reasons[0].text == "no contact yet, 16 days after the assignment on Mon 4 May 2026"
    made = c.first_contact_verdict(d("2026-05-04"), [d("2026-05-05")], d("2026-05-20"))
    assert (made.value, made.status, made.rule) == (1, "made", "R20")
    assert made.reasons[0].text == "first contact 1 day after the assignment on Mon 4 May 2026"
    assert made.reasons[0].rule == waiting.reasons[0].rule == "R20"
    later = c.first_contact_verdict(d("2026-05-04"), [d("2026-05-06")], d("2026-05-20"))
    assert later.reasons[0].text == "first contact 2 days after the assignment on Mon 4 May 2026"


@pytest.mark.parametrize(
    ("community", "minutes", "share", "status"),
    [
        (0, 0, None, "none"),
        (0, 100, 0.0, "low"),
        (49, 100, 0.49, "low"),
        (499, 1000, 0.499, "low"),
        (50, 100, 0.5, "ok"),
        (100, 100, 1.0, "ok"),
        (1, 1, 1.0, "ok"),
    ],
)
def test_community_share(community: int, minutes: int, share: float | None, status: str) -> None:
    found = c.community_verdict(community, minutes, d("2026-05-01"))
    assert (found.value, found.status, found.rule) == (share, status, "R22")
    assert c.community_share(community, minutes) == share
    assert found.reasons[0].rule == "R22"


def test_the_share_in_words() -> None:
    low, ok = (c.community_verdict(n, 600, d("2026-05-01")).reasons[0].text for n in (270, 300))
    assert low == "270 of 600 min in the community = 45.0%, under 50%"
    assert ok == "300 of 600 min in the community = 50.0%, at least 50%"
    assert c.community_verdict(0, 0, d("2026-05-01")).reasons[0].text == "no billable minutes this month"


def test_a_refusal_or_closing_ends_dues_from_its_day_on() -> None:
    month, before, day = d("2026-05-01"), d("2026-05-19"), d("2026-05-20")
    for who in (member(refused_on=day), member(closed_on=day)):
        assert c.asked_of(who, None, month, before)
        assert not c.asked_of(who, None, month, day)


def test_the_first_and_the_last_day_of_the_month_belong_to_it() -> None:
    made = [d("2026-04-30"), d("2026-05-01"), d("2026-05-31"), d("2026-06-01")]
    verdict = c.contact_verdict(member(), [], made, [], d("2026-05-10"), d("2026-06-02"), PLAIN)
    assert "2 of 1 done (2026-05-01, 2026-05-31)" in verdict.reasons[1].text
    today = c.contact_verdict(member(), [], made, [], d("2026-05-10"), d("2026-05-01"), PLAIN)
    assert "1 of 1 done (2026-05-01)" in today.reasons[1].text
    booked = c.month_of(member(), [], [], [d("2026-05-01"), d("2026-05-31")], d("2026-05-10"), d("2026-05-01"), PLAIN)
    assert booked.scheduled == 2


def test_the_verdict_too_knows_the_first_assignment() -> None:
    who = member(opened_on=None)
    verdict = c.contact_verdict(who, [], [], [], d("2026-05-20"), d("2026-05-20"), PLAIN, d("2026-05-12"))
    assert verdict.value is not None and verdict.value.partial
    assert verdict.reasons[-1].text == "partial first month: open from 2026-05-12, and it counts"


def test_each_ground_names_its_rule_and_where_it_stands() -> None:
    on = d("2026-05-20")
    verdicts = [
        ("R20", "waiting", c.first_contact_verdict(d("2026-05-01"), [], on)),
        ("R20", "made", c.first_contact_verdict(d("2026-05-01"), [d("2026-05-03")], on)),
        ("R22", "none", c.community_verdict(0, 0, on)),
        ("R22", "ok", c.community_verdict(60, 100, on)),
    ]
    for rule, status, verdict in verdicts:
        assert (verdict.rule, verdict.status) == (rule, status)
        assert [(r.rule, r.source) for r in verdict.reasons] == [(rule, book.source(rule))]
