"""R31, R34: one responsible worker for each active member and day, and one program."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import responsibility as r
from tcm_tui.rules.facts import Assignment, Member

ON = date(2026, 3, 3)
DAY = timedelta(days=1)


def day(n: int | None) -> date | None:
    return None if n is None else ON + n * DAY


def given_to(cm: str, start: int, end: int | None = None) -> Assignment:
    return Assignment("M1", cm, ON + start * DAY, day(end))


def member(opened: int | None = None, closed: int | None = None, refused: int | None = None) -> Member:
    return Member("M1", "A", "B", date(1990, 1, 1), None, "standard", "HE", day(opened), day(closed), day(refused))


def span(start: int, end: int) -> r.Span:
    return r.Span(ON + start * DAY, ON + end * DAY)


@pytest.mark.parametrize(
    ("who", "assignments", "expected"),
    [
        (member(opened=-10), [], span(-10, 1)),
        (member(), [given_to("A", -5)], span(-5, 1)),
        (member(), [given_to("A", -5), given_to("B", -8, -5)], span(-8, 1)),
        (member(), [], None),
        (member(opened=1), [], None),
        (member(opened=0), [], span(0, 1)),
        (member(opened=-10, closed=-3), [], span(-10, -3)),
        (member(opened=-10, closed=3), [], span(-10, 1)),  # not seen yet
        (member(opened=-10, refused=-4, closed=-3), [], span(-10, -4)),
        (member(opened=-10, closed=-10), [], None),
    ],
)
def test_the_days_a_member_is_active(who: Member, assignments: list[Assignment], expected: r.Span | None) -> None:
    assert r.active_span(who, assignments, ON) == expected


@pytest.mark.parametrize(
    ("assignments", "expected"),
    [
        ([(-10, None)], []),
        ([(-10, -4), (-4, None)], []),
        ([(-10, -4), (-3, None)], [(-4, -3)]),
        ([(-9, None)], [(-10, -9)]),
        ([(-10, 0)], [(0, 1)]),  # the end is no longer the old worker's
        ([(-10, 1)], []),
        ([(-3, None), (-10, -5)], [(-5, -3)]),
        ([(-10, -2), (-8, -6), (-1, None)], [(-2, -1)]),
        ([], [(-10, 1)]),
        ([(5, None)], [(-10, 1)]),
        ([(-30, -20)], [(-10, 1)]),
    ],
)
def test_days_for_which_nobody_is_responsible(
    assignments: list[tuple[int, int | None]], expected: list[tuple[int, int]]
) -> None:
    found = r.gaps([given_to("A", a, b) for a, b in assignments], span(-10, 1))
    assert found == [span(a, b) for a, b in expected]


def test_a_member_who_is_not_active_has_no_gap() -> None:
    assert r.gaps([], None) == []
    assert span(-4, -3).days == 1


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((-10, -4), (-4, None), None),
        ((-10, -3), (-4, None), (-4, -3)),
        ((-10, None), (-4, None), (-4, 1)),
        ((-10, None), (-4, -2), (-4, -2)),
        ((-10, None), (1, None), None),  # begins after the day
        ((-10, None), (0, None), (0, 1)),
    ],
)
def test_two_workers_at_once(
    first: tuple[int, int | None], second: tuple[int, int | None], expected: tuple[int, int] | None
) -> None:
    pair = [given_to("A", *first), given_to("B", *second)]
    for order in (pair, pair[::-1]):
        found = r.overlaps(order, ON)
        assert [o.span for o in found] == ([span(*expected)] if expected else [])
        assert all((o.first.cm_id, o.second.cm_id) == ("A", "B") for o in found)


def test_responsible_on_each_side_of_a_transfer() -> None:
    both = [given_to("A", -10, 0), given_to("B", 0)]
    assert [[a.cm_id for a in r.responsible(both, ON + n * DAY)] for n in (-11, -10, -1, 0, 99)] == [
        [],
        ["A"],
        ["A"],
        ["B"],
        ["B"],
    ]


@pytest.mark.parametrize(
    ("left", "end", "flagged"),
    [(-3, None, True), (0, None, True), (1, None, False), (-3, -3, False), (-3, -2, True)],
)
def test_a_worker_who_left_is_not_responsible(left: int, end: int | None, flagged: bool) -> None:
    found = r.absent([given_to("A", -10, end), given_to("B", -10)], {"A": ON + left * DAY}, span(-10, 1))
    assert [a.cm_id for a in found] == (["A"] if flagged else [])
    assert r.absent([given_to("A", -10)], {"A": ON}, None) == []


KINDS = {"A": "standard", "B": "standard", "I": "intensive"}


def test_a_second_program_is_a_worker_of_another_kind() -> None:
    own = [given_to("A", -60)]
    served = [
        (ON, "S1", "A"),
        (ON, "S2", "B"),
        (ON, "S3", "I"),
        (ON - DAY, "S4", "I"),
        (ON - 20 * DAY, "S5", "I"),
    ]
    assert r.second_programs(served, own, KINDS) == [
        r.SecondProgram(date(2026, 2, 1), "intensive", ("S5",)),
        r.SecondProgram(date(2026, 3, 1), "intensive", ("S3", "S4")),
    ]


@pytest.mark.parametrize(
    ("assignments", "flagged"),
    [
        ([given_to("A", -60, -1), given_to("I", -1)], False),  # moved in the month
        ([given_to("A", -60, 28), given_to("I", 28)], False),  # on its last day, the 31st
        ([given_to("A", -60, 29), given_to("I", 29)], True),  # on the first of the next
        ([given_to("I", -60, -1), given_to("A", -1)], False),  # till the 2nd
        ([given_to("I", -60, -2), given_to("A", -2)], True),  # till the 1st, which is no longer included
        ([], False),  # nobody is responsible: a gap, not a second program
    ],
)
def test_the_month_of_a_transfer_has_two_programs_rightly(assignments: list[Assignment], flagged: bool) -> None:
    assert bool(r.second_programs([(ON, "S1", "A"), (ON, "S2", "I")], assignments, KINDS)) is flagged


def test_a_worker_nobody_knows_is_no_second_program() -> None:
    assert r.second_programs([(ON, "S1", "X")], [given_to("A", -60)], KINDS) == []


stretches = st.tuples(st.integers(-40, 10), st.one_of(st.none(), st.integers(0, 40))).map(
    lambda t: (t[0], None if t[1] is None else t[0] + t[1])
)


@given(st.lists(stretches, max_size=6), st.integers(-30, 0))
def test_each_active_day_is_in_a_gap_or_has_somebody(items: list[tuple[int, int | None]], start: int) -> None:
    assignments = [given_to(f"C{i}", a, b) for i, (a, b) in enumerate(items)]
    found = r.gaps(assignments, span(start, 1))
    shared = r.overlaps(assignments, ON)
    for n in range(start, 1):
        today = ON + n * DAY
        holders = len(r.responsible(assignments, today))
        assert any(g.start <= today < g.end for g in found) == (holders == 0)
        pairs = sum(o.span.start <= today < o.span.end for o in shared)
        assert pairs == holders * (holders - 1) // 2
