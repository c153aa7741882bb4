"""R38-R41: plans, signatures, the eleven elements, and the original of a fax."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import documentation as doc
from tcm_tui.rules.book import source
from tcm_tui.rules.facts import Plan, Service
from tcm_tui.rules.pack import load_packs
from tests.rules import oracle

FULL = 0b111_1111_1111
DAY = timedelta(days=1)


def d(text: str) -> date:
    return date.fromisoformat(text)


def plan(starts: str, ends: str | None = None, *signed: str | None) -> Plan:
    """signed: member, case manager, licensed professional."""
    days = [d(day) if day else None for day in (*signed, None, None, None)[:3]]
    return Plan("M1", d(starts), d(ends) if ends else None, None, *days)


def service(elements: int = FULL, present: bool | None = True, day: str = "2026-03-03") -> Service:
    made = Service("S1", "M1", "C1", d(day), 600, 645, "plan-development", member_present=present)
    return made._replace(elements=elements)


def test_there_are_eleven_elements() -> None:
    assert len(doc.ELEMENTS) == len(set(doc.ELEMENTS)) == 11
    assert load_packs().number("documentation.elements", d("2026-03-03")) == 11
    assert doc.ALL == FULL


@pytest.mark.parametrize(
    ("numbers", "mask"),
    [([], 0), ([1], 1), ([2], 2), ([11], 1024), ([1, 11], 1025), (range(1, 12), FULL), ([3, 3], 4)],
)
def test_masks(numbers: list[int], mask: int) -> None:
    assert doc.mask_of(numbers) == mask
    assert doc.numbers_of(mask) == tuple(sorted(set(numbers)))


def test_bits_beyond_the_eleventh_are_no_element() -> None:
    assert doc.numbers_of(1 << 11) == ()
    assert doc.missing(FULL | 1 << 11) == ()


@pytest.mark.parametrize("number", [0, 12, -1])
def test_there_is_no_other_element(number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} is no documentation element; they are 1 to 11"):
        doc.mask_of([1, number])


@given(st.sets(st.integers(1, 11)))
def test_what_is_there_and_what_is_missing_make_eleven(numbers: set[int]) -> None:
    mask = doc.mask_of(numbers)
    assert doc.present(mask) == len(numbers)
    assert set(doc.missing(mask)) == set(range(1, 12)) - numbers
    assert list(doc.missing(mask)) == sorted(doc.missing(mask))
    assert doc.complete(mask) == (len(numbers) == 11)
    assert doc.at_risk(mask, 3) == (len(numbers) < 11)
    assert not doc.at_risk(mask, 0)


@pytest.mark.parametrize("gone", range(1, 12))
def test_each_element_counts(gone: int) -> None:
    mask = FULL & ~(1 << (gone - 1))
    assert doc.missing(mask) == (gone,)
    assert not doc.complete(mask)
    assert doc.at_risk(mask, 1)
    # a bit beyond the eleventh is no substitute
    assert not doc.complete(mask | 1 << 11)
    assert doc.present(mask | 1 << 11) == 10


def test_none_is_an_answer_to_the_tenth() -> None:
    assert doc.ELEMENTS[9] == "new needs or goals (none is an answer)"
    assert 10 not in doc.missing(doc.mask_of([10]))


def test_the_note_in_words() -> None:
    found = doc.note_verdict(service(doc.mask_of(range(1, 11))), 2)
    assert (found.value, found.status, found.rule) == (10, "at-risk", "R40")
    assert found.reasons[0].text == "10 of 11, missing (11) the member's satisfaction: 2 units at risk"
    assert found.reasons[0].rule == "R40"
    assert found.reasons[0].source.startswith("A, ")
    assert (
        doc.note_verdict(service(0b11), 1).reasons[0].text.endswith("; (11) the member's satisfaction: 1 unit at risk")
    )
    empty = doc.note_verdict(service(0), 0).reasons[0].text
    assert empty == (
        "0 of 11, missing (1) date; (2) who was served; (3) start and stop time; (4) original signature; "
        "(5) credentials of the worker; (6) plan needs, goals or objectives worked on; (7) what the worker did; "
        "(8) progress or barriers; (9) the member's response; (10) new needs or goals (none is an answer); "
        "(11) the member's satisfaction"
    )
    one = doc.note_verdict(service(0), 1)
    assert one.status == "at-risk"
    whole = doc.note_verdict(service(), 2)
    assert (whole.value, whole.status, whole.reasons[0].text) == (11, "complete", "11 of 11")
    free = doc.note_verdict(service(doc.mask_of(range(2, 12))), 0)
    assert (free.value, free.status, free.reasons[0].text) == (10, "incomplete", "10 of 11, missing (1) date")


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        ("2026-03-03", None, True),
        ("2026-03-04", None, False),
        ("2026-01-01", "2026-03-03", True),
        ("2026-01-01", "2026-03-02", False),
    ],
)
def test_a_plan_holds_on_both_its_ends(starts: str, ends: str | None, holds: bool) -> None:
    one = plan(starts, ends)
    assert doc.plan_in_force([one], d("2026-03-03")) == (one if holds else None)


def test_of_several_plans_the_latest_beginning_holds() -> None:
    old, new = plan("2026-01-01"), plan("2026-02-01")
    assert doc.plan_in_force([old, new], d("2026-03-03")) == new
    assert doc.plan_in_force([new, old], d("2026-03-03")) == new
    assert doc.plan_in_force([new, old], d("2026-01-31")) == old
    assert doc.plan_in_force([], d("2026-03-03")) is None


@pytest.mark.parametrize(
    ("signed", "on", "lacking"),
    [
        (("2026-03-03", "2026-03-04", "2026-03-05"), "2026-03-05", ()),
        (("2026-03-03", "2026-03-04", "2026-03-05"), "2026-03-04", ("licensed professional",)),
        (("2026-03-05", "2026-03-04", "2026-03-03"), "2026-03-04", ("member",)),
        (("2026-03-03", "2026-03-05", "2026-03-03"), "2026-03-04", ("case manager",)),
        (("2026-03-03", None, None), "2026-03-04", ("case manager", "licensed professional")),
        ((None, "2026-03-03", "2026-03-03"), "2026-03-04", ("member",)),
        ((None, None, None), "2026-03-04", ("member", "case manager", "licensed professional")),
    ],
)
def test_all_three_sign(signed: tuple[str | None, ...], on: str, lacking: tuple[str, ...]) -> None:
    one = plan("2026-03-03", None, *signed)
    assert doc.unsigned(one, d(on)) == lacking
    assert doc.plan_complete(one, d(on)) is (not lacking)
    assert doc.pending_plan([one], d("2026-03-03"), d(on)) is bool(lacking)


SIGNED = ("2026-01-05", "2026-01-05", "2026-01-05")


@pytest.mark.parametrize(
    ("plans", "day", "chosen"),
    [
        ([], "2026-03-03", None),
        ([plan("2026-01-05", None, *SIGNED)], "2026-01-05", 0),  # signed on the day of the work
        ([plan("2026-01-05", None, *SIGNED)], "2026-03-03", 0),
        ([plan("2026-03-10")], "2026-03-03", 0),  # not yet begun
        ([plan("2026-01-05", "2026-02-01")], "2026-03-03", None),  # over
        # the plan in force is complete: the work is on the next
        ([plan("2026-01-05", "2026-03-09", *SIGNED), plan("2026-03-10")], "2026-03-03", 1),
        ([plan("2026-03-10"), plan("2026-01-05", "2026-03-09", *SIGNED)], "2026-03-03", 0),
        ([plan("2026-01-05", None, *SIGNED), plan("2027-03-10"), plan("2026-03-10")], "2026-03-03", 2),
        # it was completed on that very day: the work was on it
        ([plan("2026-01-05", None, *SIGNED), plan("2026-03-10")], "2026-01-05", 0),
        ([plan("2026-01-05", None, *SIGNED), plan("2026-03-10")], "2026-01-06", 1),
        # it begins that day and was complete before: the work is on the next
        ([plan("2026-03-03", None, *SIGNED), plan("2026-06-01")], "2026-03-03", 1),
        # it still lacks a signature: the work is on it
        ([plan("2026-01-05", None, "2026-01-05", "2026-01-05"), plan("2026-03-10")], "2026-03-03", 0),
    ],
)
def test_which_plan_is_developed(plans: list[Plan], day: str, chosen: int | None) -> None:
    assert doc.developed_plan(plans, d(day)) == (None if chosen is None else plans[chosen])


def test_plan_development_waits_for_the_plan_it_develops() -> None:
    old, new = plan("2026-01-05", "2026-03-09", *SIGNED), plan("2026-03-10", None, *["2026-03-12"] * 3)
    assert not doc.pending_plan([old], d("2026-03-03"), d("2026-03-03"))
    assert doc.pending_plan([old, new], d("2026-03-03"), d("2026-03-11"))
    assert not doc.pending_plan([old, new], d("2026-03-03"), d("2026-03-12"))
    assert doc.pending_plan([], d("2026-03-03"), d("2026-03-03"))


ALONE = "plan development without the member taking part"


@pytest.mark.parametrize(
    ("present", "plans", "on", "status", "text"),
    [
        (False, [plan("2026-01-05", None, *SIGNED)], "2026-03-03", "not-billable", ALONE),
        (True, [], "2026-03-03", "pending", "no plan is on file: 0 of 3 signatures"),
        (
            True,
            [plan("2026-01-05", None, "2026-03-03", None, "2026-03-09")],
            "2026-03-05",
            "pending",
            "plan from 2026-01-05: 1 of 3 signatures by 2026-03-05, missing case manager, licensed professional",
        ),
        (
            None,
            [plan("2026-01-05", None, *SIGNED)],
            "2026-03-05",
            "payable",
            "plan from 2026-01-05: 3 of 3 signatures by 2026-03-05",
        ),
    ],
)
def test_development_in_words(present: bool | None, plans: list[Plan], on: str, status: str, text: str) -> None:
    found = doc.development_verdict(service(present=present), plans, d(on))
    assert (found.status, found.rule, found.reasons[0].rule) == (status, "R39", "R39")
    assert found.reasons[0].text == text
    assert found.reasons[0].source == source("R39")
    assert found.value == (plans[0] if plans else None)


# Faxed Mon 2 Mar 2026 + 30 days = Wed 1 Apr 2026
@pytest.mark.parametrize(
    ("filed", "on", "status", "late"),
    [
        (None, "2026-03-02", "open", 0),
        (None, "2026-03-31", "open", 0),
        (None, "2026-04-01", "due-today", 0),
        (None, "2026-04-02", "overdue", 1),
        (None, "2026-04-11", "overdue", 10),
        ("2026-04-01", "2026-05-01", "met", 0),
        ("2026-03-02", "2026-03-02", "met", 0),
        ("2026-04-02", "2026-05-01", "met-late", 1),
        ("2026-04-02", "2026-04-02", "met-late", 1),
        ("2026-04-02", "2026-04-01", "due-today", 0),  # filed ahead of the day asked: not seen
        ("2026-03-20", "2026-03-19", "open", 0),
    ],
)
def test_the_original_of_a_fax(filed: str | None, on: str, status: str, late: int) -> None:
    day = d(filed) if filed else None
    assert doc.fax_status(d("2026-03-02"), day, d(on)) == (status, d("2026-04-01"), late)
    found = doc.fax_verdict(d("2026-03-02"), day, d(on))
    assert (found.value, found.status, found.rule) == (d("2026-04-01"), status, "R41")


@pytest.mark.parametrize(
    ("fax", "due"),
    [
        ("2026-03-05", "2026-04-04"),  # a Saturday stays a Saturday
        ("2026-11-25", "2026-12-25"),  # and Christmas is Christmas
        ("2027-12-02", "2028-01-01"),
        ("2028-01-30", "2028-02-29"),
        ("2027-01-30", "2027-03-01"),
    ],
)
def test_thirty_calendar_days_roll_over_nothing(fax: str, due: str) -> None:
    assert doc.fax_due(d(fax)) == d(due)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 1)))
def test_the_due_day_of_a_fax_by_a_second_calculation(fax: date) -> None:
    n = oracle.number(fax.year, fax.month, fax.day) + 30
    assert doc.fax_due(fax) == date(*oracle.civil(n))


def test_the_fax_in_words() -> None:
    def text(filed: str | None, on: str) -> str:
        found = doc.fax_verdict(d("2026-03-02"), d(filed) if filed else None, d(on))
        assert found.reasons[0].rule == "R41"
        assert found.reasons[0].source == source("R41")
        return found.reasons[0].text

    plain = "fax 2026-03-02 + 30 calendar days = 2026-04-01"
    assert text(None, "2026-03-10") == plain
    assert text("2026-03-20", "2026-03-10") == plain
    assert text("2026-03-20", "2026-03-20") == f"{plain}; original filed 2026-03-20"
    assert text("2026-04-02", "2026-05-01") == f"{plain}; original filed 2026-04-02, 1 day late"
    assert text(None, "2026-04-03") == f"{plain}, 2 days late"
