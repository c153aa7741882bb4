"""A re-plan keeps what is booked unless something forces a change; accepting is one write that one undo takes back."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tcm_tui.desk import audit, booking, office, undo, weekplan
from tcm_tui.desk.office import Desk
from tcm_tui.desk.views import PlannedVisit, PlanView
from tests.desk.weeks import LAST, MON, planned, proposed, week_of

END = date(2026, 3, 31)
HOURS = "cm_id,weekday,start,stop,starts_on,ends_on\nC1,tue,09:00,11:00,2026-01-01,\n"
NEAR = "hop_minutes = 0\ntravel_minutes = 0\ncrisis_buffer = 0\nvisit_units_full = 2\n"
NINE, TEN = 540, 600


def scheduled(desk: Desk) -> list[tuple[str, str, str, int, int]]:
    return desk.store.rows(
        "SELECT appointment_id, member_id, date, start_min, stop_min FROM appointments WHERE status = 'scheduled' "
        "AND voided_on IS NULL ORDER BY date, start_min"
    )


def changed(desk: Desk, on: date = END) -> list[tuple[str, str, int | None]]:
    view = planned(desk, on, LAST)
    found = [v for v in view.visits if v.moved_from] + list(view.dropped)
    return [(v.appointment or "", v.state, v.start) for v in found]


def test_what_is_booked_stays_to_the_minute_though_better_hours_exist(tmp_path: Path) -> None:
    visits = ["A1,M1,C1,2026-03-31,09:20,09:50,community-contact,scheduled"]
    desk = week_of(tmp_path, END, "M1 M2 M3", settings=NEAR, working_hours=HOURS, appointments=visits)
    view = planned(desk, END, LAST)
    assert changed(desk) == []
    kept = next(v for v in view.visits if v.appointment == "A1")
    assert (kept.state, kept.start, kept.stop, kept.serves) == ("booked", 560, 590, ("contact",))
    assert {v.member for v in proposed(view)} == {"M2", "M3"}
    assert all(v.start >= 590 or v.stop <= 560 for v in proposed(view) if v.start is not None and v.stop is not None)


def test_a_visit_moves_when_that_lets_one_more_be_seen(tmp_path: Path) -> None:
    # 09:00-11:00 holds four half hours, but not around 09:20-09:50 and 10:10-10:40
    visits = [
        "A1,M1,C1,2026-03-31,09:20,09:50,community-contact,scheduled",
        "A2,M2,C1,2026-03-31,10:10,10:40,community-contact,scheduled",
    ]
    desk = week_of(tmp_path, END, "M1 M2 M3 M4", settings=NEAR, working_hours=HOURS, appointments=visits)
    view = planned(desk, END, LAST)
    assert (view.unmet, view.optimal) == ((), True)
    moves = [v for v in view.visits if v.moved_from]
    assert moves and all(v.appointment in ("A1", "A2") and v.moved_from[0] == END for v in moves if v.moved_from)
    assert all("makes room for what is due" in v.because[-1].text for v in moves)
    result = weekplan.accept(desk, [v for v in view.visits if v.state == "proposed"], END)
    assert [r.verdict for r in result.results] == ["ok"] * len(result.results)
    spans = [(start, stop) for _, _, _, start, stop in scheduled(desk)]
    assert len(spans) == 4 and all(a[1] <= b[0] for a, b in pairwise(spans))


def test_one_move_is_enough(tmp_path: Path) -> None:
    # only A1 is in the way of M3: A2 stays, though the planner was free to move it
    visits = [
        "A1,M1,C1,2026-03-31,09:20,09:50,community-contact,scheduled",
        "A2,M2,C1,2026-03-31,10:10,10:40,community-contact,scheduled",
    ]
    hours = HOURS.replace("11:00", "10:40")
    desk = week_of(tmp_path, END, "M1 M2 M3", settings=NEAR, working_hours=hours, appointments=visits)
    assert [key for key, *_ in changed(desk)] == ["A1"]


def test_what_serves_nothing_gives_way_to_what_is_due(tmp_path: Path) -> None:
    hours = HOURS.replace("11:00", "09:30")
    desk = week_of(
        tmp_path,
        END,
        "M1 M2",
        settings=NEAR,
        working_hours=hours,
        services=["S1,M1,C1,2026-03-10,09:00,10:00,member-face-to-face,home"],
        appointments=["A1,M1,C1,2026-03-31,09:00,09:30,community-contact,scheduled"],
    )
    view = planned(desk, END, LAST)
    [gone] = view.dropped
    assert (gone.appointment, gone.state, gone.because[0].text) == ("A1", "dropped", "makes room for what is due")
    assert [v.member for v in proposed(view)] == ["M2"]
    weekplan.accept(desk, [*proposed(view), *view.dropped], END)
    assert [row[1] for row in scheduled(desk)] == ["M2"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ({"leave": "cm_id,starts_on,ends_on,reason\nC1,2026-03-31,2026-03-31,flu\n"}, "on leave (flu)"),
        (
            {"fixed_appointments": "fixed_id,cm_id,date,start,stop,area,label\nF1,C1,2026-03-31,09:30,12:00,,court\n"},
            "in the way: court 09:30-12:00",
        ),
    ],
)
def test_a_visit_that_can_not_stay_moves(rows: dict[str, str], why: str, tmp_path: Path) -> None:
    visits = ["A1,M1,C1,2026-03-31,09:00,10:00,community-contact,scheduled"]
    desk = week_of(tmp_path, LAST, appointments=visits, **rows)
    [move] = [v for v in planned(desk, LAST).visits if v.moved_from]
    assert (move.appointment, move.moved_from, move.serves) == ("A1", (END, NINE), ("contact",))
    assert move.because[-1].text == f"moved from Tue 31 Mar 09:00: {why}"
    weekplan.accept(desk, [move], LAST)
    assert [row[0] for row in scheduled(desk)] == ["A1"]  # the same appointment, elsewhere


def test_a_visit_before_the_member_is_open_stays(tmp_path: Path) -> None:
    """Booking it is allowed, so a plan doesn't cancel it; nothing is planned anew before that day."""
    visit = "A1,M1,C1,2026-03-24,09:00,10:00,community-contact,scheduled"
    desk = week_of(tmp_path, MON, people=["M1,2026-03-26,Mill,,,,"], appointments=[visit])
    view = planned(desk)
    assert (view.dropped, [v.appointment for v in view.visits if v.state == "booked"]) == ((), ["A1"])
    assert all(v.date >= date(2026, 3, 26) for v in proposed(view))


def test_a_visit_with_a_member_in_a_home_is_dropped(tmp_path: Path) -> None:
    desk = week_of(
        tmp_path,
        LAST,
        appointments=["A1,M1,C1,2026-03-31,09:00,10:00,community-contact,scheduled"],
        residences=["M1,nursing-facility,2026-03-30,2026-04-20"],
    )
    [gone] = planned(desk, LAST).dropped
    assert gone.because[0].text == "lives in a nursing facility until Mon 20 Apr: not compensable"


def test_visits_before_now_are_not_touched(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-03-31,09:20,09:50,community-contact,scheduled",
        "A2,M2,C1,2026-03-31,10:10,10:40,community-contact,scheduled",
    ]
    desk = week_of(tmp_path, END, "M1 M2 M3 M4", settings=NEAR, working_hours=HOURS, appointments=visits)
    view = weekplan.propose(desk, "C1", END, LAST, now=10 * 60 + 15)
    assert [v for v in view.visits if v.moved_from] == []
    assert [v.start for v in proposed(view)] == []  # 10:40-11:00 holds no half hour


def test_what_was_done_today_throws_no_visit_out(tmp_path: Path) -> None:
    desk = week_of(
        tmp_path,
        LAST,
        "M1 M2",
        services=["S1,M2,C1,2026-03-30,09:00,10:00,member-face-to-face,home"],
        appointments=["A1,M1,C1,2026-03-30,09:30,10:30,community-contact,scheduled"],
    )
    made = weekplan.problem(desk, "C1", LAST, LAST)
    assert made.bookings.broken == []
    assert [(f.start, f.stop) for f in made.standing.days[0].fixed] == [(540, 600), (570, 630)]


def test_crowded_bookings_stand_and_are_told(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-03-30,09:00,10:00,community-contact,scheduled",
        "A2,M2,C1,2026-03-30,10:00,11:00,community-contact,scheduled",
    ]
    view = planned(week_of(tmp_path, LAST, "M1 M2 M3", appointments=visits), LAST)
    assert "Booked visits leave no time for the way between them on Mon 30 Mar." in view.notes
    assert [v.start for v in view.visits if v.state == "booked"] == [NINE, TEN]
    assert "M3" in {v.member for v in proposed(view) if v.date.month == 3}


def test_the_same_records_give_the_same_plan(tmp_path: Path) -> None:
    desk = week_of(tmp_path, MON, " ".join(f"M{n}" for n in range(1, 9)))
    first, second = planned(desk), planned(desk)
    assert first._replace(seconds=0) == second._replace(seconds=0)


def test_the_first_plan_is_reported_and_false_stops(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST)
    heard: list[str] = []

    def stop(view: object) -> bool:
        heard.append(view.stage)  # type: ignore[attr-defined]
        return False

    view = weekplan.propose(desk, "C1", LAST, LAST, report=stop)
    assert (heard, view.stage, view.optimal) == (["quick"], "stopped", False)
    assert proposed(view)


def test_others_can_write_while_it_is_planned(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, "M1 M2")
    other = office.open_desk(str(desk.store.path))
    told: list[str] = []

    def book(view: PlanView) -> bool:
        if not told:
            told.append(booking.book(other, "M2", "C1", MON, NINE, TEN, "phone-contact", MON).verdict)
        return True

    weekplan.propose(desk, "C1", LAST, LAST, report=book)
    assert told == ["ok"]


def test_accepting_is_one_audited_write_and_one_undo(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, "M1 M2 M3")
    visits = proposed(planned(desk, LAST))
    before = len(audit.view(desk).lines)
    result = weekplan.accept(desk, visits, LAST)
    told = [(v.member, v.date.isoformat(), v.start, v.stop) for v in visits]
    assert [row[1:] for row in scheduled(desk)] == sorted(told, key=lambda row: (row[1], row[2] or 0))
    added = audit.view(desk).lines[: len(audit.view(desk).lines) - before]
    assert len(added) == len(visits) and {line.action for line in added} == {"accept"}
    assert result.batch == (added[-1].id, added[0].id)
    assert {r.batch for r in result.results} == {result.batch}
    assert undo.undo(desk, result.batch, LAST).verdict == "ok"
    assert scheduled(desk) == []


def test_each_is_checked_as_the_records_are_then(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, "M1 M2")
    first, second = [v for v in proposed(planned(desk, LAST)) if v.date.month == 3]
    assert first.start is not None and first.stop is not None
    booking.book(desk, second.member, "C1", first.date, first.start, first.stop, "phone-contact", LAST)
    result = weekplan.accept(desk, [first, second], LAST)
    assert [(r.id is None, r.verdict) for r in result.results] == [(True, "refused"), (False, "ok")]
    assert "overlap" in {reason.rule for reason in result.results[0].reasons}


def test_a_key_gives_the_same_answer_again(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, "M1 M2")
    visits = proposed(planned(desk, LAST))
    first = weekplan.accept(desk, visits, LAST, key="k")
    again = weekplan.accept(desk, [], LAST, key="k")
    assert again.results == first.results
    assert [(v.member, v.date, v.start) for v in again.visits] == [(v.member, v.date, v.start) for v in visits]
    assert len(scheduled(desk)) == len(visits)


def test_swapped_hours_are_sorted_out(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-03-30,09:00,10:00,community-contact,scheduled",
        "A2,M2,C1,2026-03-30,10:00,11:00,community-contact,scheduled",
    ]
    desk = week_of(tmp_path, LAST, "M1 M2", appointments=visits)

    def move(key: str, member: str, start: int, was: int) -> PlannedVisit:
        return PlannedVisit(
            member, member, LAST, start, start + 60, "community-contact", 4, "proposed", (), (), key, (LAST, was), "C1"
        )

    # A1 goes where A2 is, which goes to 11:00
    result = weekplan.accept(desk, [move("A1", "M1", TEN, NINE), move("A2", "M2", 660, TEN)], LAST)
    assert [r.verdict for r in result.results] == ["ok", "ok"]
    assert [row[3] for row in scheduled(desk)] == [TEN, 660]
