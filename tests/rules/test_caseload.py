"""R9-R13, R15, R16, R24: who counts, and the count against the range. Figures from document A."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import caseload as c
from tcm_tui.rules.facts import Assignment, Member, Stay
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.responsibility import responsible

ON = date(2026, 3, 3)
DAY = timedelta(days=1)


def row(cm: str, member: str, **over: Any) -> c.LoadRow[date]:
    base: dict[str, Any] = {
        "family": None,
        "program": "standard",
        "opened": date(2025, 1, 1),
        "closed": None,
        "refused": None,
        "first": date(2025, 1, 1),
        "hold_from": None,
        "hold_until": None,
        "hospital": 0,
        "acuity": 1.0,
    }
    return (cm, member, *(base | over).values())  # type: ignore[return-value]


# (kind, low, high) as the documents have them, and each edge from both sides.
EDGES = [
    ("standard", 29, "under", 6, 0, 1),
    ("standard", 30, "within", 5, 0, 0),
    ("standard", 34, "within", 1, 0, 0),
    ("standard", 35, "at-cap", 0, 0, 0),
    ("standard", 36, "over", 0, 1, 0),
    ("intensive", 9, "under", 6, 0, 1),
    ("intensive", 10, "within", 5, 0, 0),
    ("intensive", 15, "at-cap", 0, 0, 0),
    ("intensive", 16, "over", 0, 1, 0),
    ("wraparound", 7, "under", 3, 0, 1),
    ("wraparound", 8, "within", 2, 0, 0),
    ("wraparound", 9, "within", 1, 0, 0),
    ("wraparound", 10, "at-cap", 0, 0, 0),
    ("wraparound", 11, "over", 0, 1, 0),
    ("standard", 0, "under", 35, 0, 30),
    ("standard", 40, "over", 0, 5, 0),
]


@pytest.mark.parametrize(("kind", "n", "status", "room", "over", "under"), EDGES)
def test_each_edge_of_the_ranges(kind: str, n: int, status: str, room: int, over: int, under: int) -> None:
    held = c.Counts(members=n, families=n)
    answer = c.load(held, kind, c.range_for(load_packs(), kind, ON))
    assert (answer.counted, answer.status, answer.open, answer.over, answer.under) == (
        n,
        status,
        room,
        over,
        under,
    )
    verdict = c.caseload_verdict(held, kind, load_packs(), ON)
    assert (verdict.value, verdict.status) == (n, status)


@pytest.mark.parametrize("kind", ["pact", "first-time-mothers"])
def test_no_range_is_invented(kind: str) -> None:
    assert c.range_for(load_packs(), kind, ON) is None
    answer = c.load(c.Counts(members=99), kind, None)
    assert answer == c.Load(99, "members", None, None, "no-standard", 0, 0, 0)
    verdict = c.caseload_verdict(c.Counts(members=99), kind, load_packs(), ON)
    assert verdict.status == "no-standard"
    assert "no range" in verdict.reasons[0].text


def test_the_ranges_are_the_documents() -> None:
    packs = load_packs()
    assert [c.range_for(packs, kind, ON) for kind in c.RANGE_RULE] == [(30, 35), (10, 15), (8, 10)]
    assert c.highs_on(packs, ON) == {"standard": 35, "intensive": 15, "wraparound": 10}


def test_only_one_edge_known_is_no_standard() -> None:
    assert c.caseload_status(5, None, 10) == "no-standard"
    assert c.caseload_status(5, 10, None) == "no-standard"


# (opened, closed, refused, first assigned) as days from ON -> status on ON
STATUS = [
    ((0, None, None, None), "active"),
    ((1, None, None, None), "pending"),
    ((1, None, None, -9), "pending"),  # an opening ahead wins over an assignment
    ((None, None, None, 0), "active"),
    ((None, None, None, 1), "pending"),
    ((None, None, None, None), "pending"),
    ((-9, 0, None, -9), "closed"),
    ((-9, 1, None, -9), "active"),
    ((-9, None, 0, -9), "refused"),
    ((-9, None, 1, -9), "active"),
    ((-9, -1, -2, -9), "closed"),
    ((9, None, 0, None), "refused"),
]


@pytest.mark.parametrize(("days", "status"), STATUS)
def test_who_is_active(days: tuple[int | None, ...], status: str) -> None:
    opened, closed, refused, first = (None if d is None else ON + d * DAY for d in days)
    assert c.status_on(opened, closed, refused, first, ON) == status
    person = Member("M1", "A", "B", ON, None, "standard", "HE", opened, closed, refused)
    assert c.member_status(person, first, ON) == status
    text = [None if d is None else d.isoformat() for d in (opened, closed, refused, first)]
    assert c.status_on(*text, ON.isoformat()) == status  # days as stored text give the same


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 0, True), (-3, -1, False), (-3, 0, True), (1, 9, False), (-1, None, True), (None, 9, False)],
)
def test_both_ends_of_a_hold_are_held(start: int | None, end: int | None, expected: bool) -> None:
    a, b = (None if d is None else ON + d * DAY for d in (start, end))
    assert c.held(a, b, ON) is expected


@pytest.mark.parametrize(
    ("kind", "admitted", "planned", "discharged", "expected"),
    [
        ("hospital", 0, None, None, True),
        ("hospital", 1, None, None, False),
        ("imd", -9, None, 0, True),
        ("imd", -9, None, -1, False),
        ("hospital", -9, -1, None, True),  # a planned day that passed has discharged nobody
        ("nursing-facility", -9, None, None, False),
    ],
)
def test_in_hospital(kind: str, admitted: int, planned: int | None, discharged: int | None, expected: bool) -> None:
    days = (None if d is None else ON + d * DAY for d in (admitted, planned, discharged))
    assert c.hospitalised([Stay("M1", kind, *days)], ON) is expected  # type: ignore[arg-type]


def test_closed_refused_and_pending_do_not_count_but_held_and_hospitalised_do() -> None:
    rows = [
        row("C1", "M1"),
        row("C1", "M2", closed=ON),
        row("C1", "M3", refused=ON),
        row("C1", "M4", opened=ON + DAY),
        row("C1", "M5", hold_from=ON, hold_until=ON),
        row("C1", "M6", hospital=1, acuity=2.5),
        row("C2", "M7", opened=None, first=ON),
        row("C3", "M8", closed=ON),
    ]
    found = c.tally(rows, ON)
    assert set(found) == {"C1", "C2"}
    held = found["C1"]
    assert (held.members, held.on_hold, held.in_hospital, held.weighted) == (3, 1, 1, 4.5)
    text = " ".join(reason.text for reason in c.caseload_verdict(held, "standard", load_packs(), ON).reasons)
    assert "1 on hold, 1 in hospital" in text


def test_siblings_take_one_wraparound_slot() -> None:
    rows = [row("W1", f"M{i}", family=f"F{i // 2}", program="wraparound") for i in range(20)]
    rows += [row("W1", "F0", program="wraparound")]  # alone: a family of its own, whatever its id looks like
    held = c.tally(rows, ON)["W1"]
    answer = c.load(held, "wraparound", (8, 10))
    assert (answer.counted, answer.unit, answer.status, answer.over, held.members) == (
        11,
        "families",
        "over",
        1,
        21,
    )
    verdict = c.caseload_verdict(held, "wraparound", load_packs(), ON)
    assert any("21 members of 11 families" in reason.text for reason in verdict.reasons)


def test_siblings_are_two_members_for_a_standard_worker() -> None:
    held = c.tally([row("C1", "M1", family="F1"), row("C1", "M2", family="F1")], ON)["C1"]
    assert c.load(held, "standard", (30, 35)).counted == 2


def test_one_family_in_two_programs_is_one_family_for_its_worker() -> None:
    rows = [row("W1", "M1", family="F1", program="wraparound"), row("W1", "M2", family="F1")]
    held = c.tally(rows, ON)["W1"]
    assert held.families == 1
    assert held.programs == {"wraparound": (1, 1), "standard": (1, 1)}


def test_the_day_of_a_transfer_is_the_new_workers() -> None:
    moved = [Assignment("M1", "OLD", ON - 30 * DAY, ON), Assignment("M1", "NEW", ON)]
    assert [a.cm_id for a in responsible(moved, ON - DAY)] == ["OLD"]
    assert [a.cm_id for a in responsible(moved, ON)] == ["NEW"]


def test_mixed_members_give_a_labelled_fraction() -> None:
    rows = [row("C1", f"S{i}") for i in range(14)] + [row("C1", f"I{i}", program="intensive") for i in range(6)]
    rows += [row("C1", f"W{i}", program="wraparound", family="F1") for i in range(3)] + [row("C1", "P", program="pact")]
    held = c.tally(rows, ON)["C1"]
    # 14/35 + 6/15 + 1/10, by hand
    assert c.load_fraction(held, c.highs_on(load_packs(), ON)) == 0.9
    text = c.caseload_verdict(held, "standard", load_packs(), ON).reasons[-1].text
    assert "derived" in text
    assert "6/15 intensive + 14/35 standard + 1/10 wraparound = 0.90" in text


def test_no_fraction_without_a_range() -> None:
    assert c.load_fraction(c.Counts(), {"standard": 35}) is None
    assert c.load_fraction(c.Counts(members=1, programs={"pact": (1, 1)}), {"standard": 35}) is None


def test_a_plain_caseload_has_no_fraction_text() -> None:
    held = c.tally([row("C1", "M1")], ON)["C1"]
    assert [reason.rule for reason in c.caseload_verdict(held, "standard", load_packs(), ON).reasons] == ["R9"]


@pytest.mark.parametrize(
    ("program", "intensive", "facilitator", "fits"),
    [
        ("intensive", True, False, True),
        ("intensive", False, True, False),
        ("wraparound", False, True, True),
        ("wraparound", True, False, False),
        ("standard", False, False, True),
        ("pact", False, False, True),
    ],
)
def test_program_fits_the_worker(program: str, intensive: bool, facilitator: bool, fits: bool) -> None:
    assert c.program_fits(program, intensive, facilitator) is fits


@pytest.mark.parametrize(
    ("program", "age", "fits"),
    [
        ("intensive", 20, False),
        ("intensive", 21, True),
        ("wraparound", 20, True),
        ("wraparound", 21, False),
        ("standard", 20, True),
        ("standard", 21, True),
    ],
)
def test_whom_a_program_is_for(program: str, age: int, fits: bool) -> None:
    assert c.age_fits(program, age) is fits


@given(n=st.integers(0, 80), low=st.integers(1, 40), span=st.integers(1, 20))
def test_open_over_and_under_never_contradict(n: int, low: int, span: int) -> None:
    high = low + span
    answer = c.load(c.Counts(members=n), "standard", (low, high))
    assert min(answer.open, answer.over, answer.under) >= 0
    assert n + answer.open - answer.over == high
    assert (answer.over > 0) == (answer.status == "over")
    assert (answer.under > 0) == (answer.status == "under")
    assert (answer.open == 0 == answer.over) == (answer.status == "at-cap")


@given(st.lists(st.sampled_from(["F1", "F2", "F3", None]), max_size=12))
def test_families_are_never_more_than_members(families: list[str | None]) -> None:
    rows = [row("W", f"M{i}", family=f, program="wraparound") for i, f in enumerate(families)]
    held = c.tally(rows, ON).get("W", c.Counts())
    assert held.families == len({f or i for i, f in enumerate(families)}) <= held.members
