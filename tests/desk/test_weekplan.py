"""What a week owes, when members can be seen, and why not: hand-worked agencies against the plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import weekplan
from tcm_tui.desk.views import PlannedVisit
from tests.desk.weeks import LAST, MON, planned, proposed, unmet, week_of

TUE, WED, FRI, SAT = (date(2026, 3, day) for day in (24, 25, 27, 28))
HEAD = "cm_id,weekday,start,stop,starts_on,ends_on\n"


def told(visit: PlannedVisit) -> tuple[str, str, str, tuple[str, ...]]:
    return visit.member, visit.date.isoformat(), visit.kind, visit.serves


def test_the_contact_of_a_month_that_ends_this_week(tmp_path: Path) -> None:
    view = planned(week_of(tmp_path, LAST), LAST)
    [visit] = [v for v in proposed(view) if v.date.month == 3]
    assert (visit.kind, visit.units, visit.serves) == ("community-contact", 4, ("contact",))
    assert "contact of March: 0 of 1 done, plan by Tue 31 Mar" in [reason.text for reason in visit.because]
    assert (view.unmet, view.optimal, view.stage) == ((), True, "proved")


def test_a_month_that_ends_on_a_saturday_is_planned_by_friday(tmp_path: Path) -> None:
    desk = week_of(tmp_path, date(2026, 1, 20))
    due = weekplan.problem(desk, "C1", date(2026, 1, 26), date(2026, 1, 26)).dues["M1:contact:2026-01"]
    assert (due.deadline, due.due_on, due.ends) == (date(2026, 1, 30), date(2026, 1, 30), date(2026, 1, 31))
    late = weekplan.problem(desk, "C1", date(2026, 1, 31), date(2026, 1, 26)).dues["M1:contact:2026-01"]
    assert (late.deadline, late.days) == (date(2026, 1, 31), ())


def test_a_contact_made_or_booked_is_not_asked_again(tmp_path: Path) -> None:
    desk = week_of(
        tmp_path,
        LAST,
        "M1 M2 M3",
        services=["S1,M1,C1,2026-03-10,09:00,10:00,member-face-to-face,home"],
        appointments=["A1,M2,C1,2026-03-31,09:00,10:00,community-contact,scheduled"],
    )
    view = planned(desk, LAST)
    march = [told(v) for v in view.visits if v.date.month == 3]
    assert ("M2", "2026-03-31", "community-contact", ("contact",)) in march
    assert [m for m, *_ in march] == ["M3", "M2"] or [m for m, *_ in march] == ["M2", "M3"]
    assert not [v for v in proposed(view) if v.member == "M1" and v.date.month == 3]


@pytest.mark.parametrize(("kind", "days"), [("office-contact", 1), ("phone-contact", 1), ("provider", 2)])
def test_one_contact_a_day_and_an_office_visit_is_none_of_the_month(kind: str, days: int, tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, appointments=[f"A1,M1,C1,2026-03-31,09:00,10:00,{kind},scheduled"])
    due = weekplan.problem(desk, "C1", LAST, LAST).dues["M1:contact:2026-03"]
    assert due.days == (LAST, date(2026, 3, 31))[:days]


def test_a_missed_month_is_over_and_not_chased(tmp_path: Path) -> None:
    april = date(2026, 4, 1)
    made = weekplan.problem(week_of(tmp_path, april), "C1", april, LAST)
    assert {due.id for due in made.dues.values()} == {"M1:contact:2026-04"}


def test_later_dues_wait_while_there_is_time(tmp_path: Path) -> None:
    desk = week_of(tmp_path, MON, "M1 M2")
    made = weekplan.problem(desk, "C1", MON, MON)
    assert {(o.id, o.future, o.deadline) for o in made.standing.obligations} == {
        ("M1:contact:2026-03", True, "2026-03-31"),
        ("M2:contact:2026-03", True, "2026-03-31"),
    }
    # Mon 30 and Tue 31: 2 x (480 min less 30 for crises)
    assert [tuple(mark) for mark in made.standing.future] == [("2026-03-31", 900)]
    view = weekplan.quick(desk, "C1", MON, MON)
    assert [v.date for v in proposed(view)] == [MON, MON]  # behind with the hours, so they are seen soon (R48)


def test_nothing_is_planned_ahead_for_those_without_hours_to_reach(tmp_path: Path) -> None:
    desk = week_of(tmp_path, MON, "M1 M2", assignments=["M1,C5,2025-07-01,", "M2,C5,2025-07-01,"])
    made = weekplan.problem(desk, "C5", MON, MON)
    assert (made.standing.pace_units, len(made.dues)) == (0, 2)
    assert proposed(weekplan.propose(desk, "C5", MON, MON)) == []


def test_the_pace_asks_what_is_behind_by_sunday(tmp_path: Path) -> None:
    desk = week_of(
        tmp_path,
        MON,
        services=["S1,M1,C1,2026-03-10,09:00,11:00,member-face-to-face,home"],
        appointments=["A1,M1,C1,2026-03-26,09:00,10:00,community-contact,scheduled"],
    )
    made = weekplan.problem(desk, "C1", MON, MON)
    # 272 days of the year from Jul 1 to Sun Mar 29: 1141 h x 272 / 365 = 850.3 h = 3401 units; 8 worked, 4 booked
    assert made.standing.pace_units == 3401 - 8 - 4
    # 4564 units a year less 8; M1 can have 13 more (and the booked 4) this month and 25 in each of three
    assert weekplan.quick(desk, "C1", MON, MON).notes == (
        "The year’s 1,141 hours can’t be reached: 4,556 units are missing until Tue 30 Jun 2026, "
        "and the limits of this caseload leave 92.",
    )


def test_leave_and_booked_visits_shorten_the_time_that_is_left(tmp_path: Path) -> None:
    desk = week_of(
        tmp_path,
        MON,
        "M1 M2",
        leave="cm_id,starts_on,ends_on,reason\nC1,2026-03-30,2026-03-30,dentist\n",
        appointments=["A1,M2,C1,2026-03-31,09:00,11:00,community-contact,scheduled"],
        fixed_appointments="fixed_id,cm_id,date,start,stop,area,label\nF1,C1,2026-03-31,16:00,18:00,,court\n",
    )
    made = weekplan.problem(desk, "C1", MON, MON)
    # the 31st: 480 - 120 booked - 60 of the court within working hours - 30
    assert [tuple(mark) for mark in made.standing.future] == [("2026-03-31", 270)]


def test_what_the_time_left_cannot_hold_is_done_now(tmp_path: Path) -> None:
    leave = "cm_id,starts_on,ends_on,reason\nC1,2026-03-30,2026-03-31,\n"
    view = planned(week_of(tmp_path, MON, "M1 M2", leave=leave))
    assert sorted(v.member for v in proposed(view)) == ["M1", "M2"]


def test_outreach_is_due_on_its_day_by_visit_or_call(tmp_path: Path) -> None:
    # missed on Fri 20: due at the end of Tue 24 (R19)
    desk = week_of(tmp_path, MON, appointments=["A1,M1,C1,2026-03-20,09:00,10:00,community-contact,missed"])
    made = weekplan.problem(desk, "C1", MON, MON)
    due = made.dues["M1:outreach:A1"]
    assert (due.due_on, due.deadline, due.days, due.future) == (TUE, TUE, (MON, TUE), False)
    [visit] = proposed(planned(desk))
    assert visit.date <= TUE
    assert "outreach" in visit.serves
    assert "missed Fri 20 Mar, outreach due Tue 24 Mar" in [r.text for r in visit.because]


def test_overdue_outreach_is_still_wanted_this_week(tmp_path: Path) -> None:
    desk = week_of(tmp_path, WED, appointments=["A1,M1,C1,2026-03-16,09:00,10:00,community-contact,missed"])
    made = weekplan.problem(desk, "C1", WED, MON)
    due = made.dues["M1:outreach:A1"]
    assert (due.due_on, due.deadline, due.future) == (date(2026, 3, 18), date(2026, 3, 29), False)
    assert due.because == "missed Mon 16 Mar, outreach overdue since Wed 18 Mar"


def test_outreach_after_a_late_miss_may_wait(tmp_path: Path) -> None:
    desk = week_of(tmp_path, FRI, appointments=["A1,M1,C1,2026-03-27,09:00,10:00,community-contact,missed"])
    assert weekplan.problem(desk, "C1", FRI, MON).dues["M1:outreach:A1"].future  # due Tue 31


@pytest.mark.parametrize(
    ("visit", "serves"),
    [
        ("2026-03-24,09:00,09:15,phone-contact", ("outreach",)),
        ("2026-03-24,09:00,10:00,office-contact", ("outreach",)),
        ("2026-03-24,09:00,10:00,community-contact", ("contact", "outreach")),
        ("2026-03-25,09:00,10:00,community-contact", ("contact",)),  # the day after it is due
        ("2026-03-24,09:00,10:00,provider", ()),
    ],
)
def test_booked_visits_serve_what_they_are_good_for(visit: str, serves: tuple[str, ...], tmp_path: Path) -> None:
    miss = "A1,M1,C1,2026-03-20,09:00,10:00,community-contact,missed"
    desk = week_of(tmp_path, MON, appointments=[miss, f"A2,M1,C1,{visit},scheduled"])
    made = weekplan.problem(desk, "C1", MON, MON)
    assert made.served.get("A2", ()) == serves
    assert ("M1:outreach:A1" in made.dues) == ("outreach" not in serves)
    assert ("M1:contact:2026-03" in made.dues) == ("contact" not in serves)


def test_an_answered_miss_asks_nothing(tmp_path: Path) -> None:
    desk = week_of(
        tmp_path,
        MON,
        appointments=["A1,M1,C1,2026-03-20,09:00,10:00,community-contact,missed"],
        outreach=["O1,M1,A1,2026-03-20"],
    )
    assert "M1:outreach:A1" not in weekplan.problem(desk, "C1", MON, MON).dues


def test_what_a_plan_asks_is_spread_over_the_weeks(tmp_path: Path) -> None:
    # 4 a month, 1 done before the week: 3 over this week and the next two days of March are 2 now
    desk = week_of(
        tmp_path,
        MON,
        plans=["M1,2026-01-01,2026-12-31,4"],
        services=["S1,M1,C1,2026-03-10,09:00,10:00,member-face-to-face,home"],
    )
    [due] = weekplan.problem(desk, "C1", MON, MON).dues.values()
    assert (due.id, due.tier, due.need, due.future) == ("M1:plan:2026-03", 3, 2, True)
    view = planned(desk)
    assert [v.serves for v in proposed(view)] == [("plan",), ("plan",)]
    weekplan.accept(desk, proposed(view), MON)
    assert proposed(planned(desk)) == []  # the week's share is booked


def test_members_who_have_no_dues(tmp_path: Path) -> None:
    people = [
        "M1,2025-07-01,Mill,2026-03-20,,,",  # closed
        "M2,2025-07-01,Mill,,2026-03-20,,",  # refused
        "M3,2025-07-01,Mill,,,2026-03-01,2026-04-15",  # on hold until after the month
        "M4,2026-05-01,Mill,,,,",  # opened later
    ]
    desk = week_of(tmp_path, LAST, "M1 M2 M3 M4", people=people)
    assert [d for d in weekplan.problem(desk, "C1", LAST, LAST).dues.values() if d.id.endswith("03")] == []


def test_a_hold_that_ends_leaves_the_days_after_it(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, people=["M1,2025-07-01,Mill,,,2026-03-01,2026-03-30"])
    due = weekplan.problem(desk, "C1", LAST, LAST).dues["M1:contact:2026-03"]
    assert due.days == (date(2026, 3, 31),)


def test_a_member_who_comes_or_goes_within_the_week(tmp_path: Path) -> None:
    now, then = date(2026, 3, 31).isoformat(), "2025-07-01"
    moves = [f"M1,C2,{then},{now}", f"M1,C1,{now},", f"M2,C1,{then},{now}", f"M2,C2,{now},"]
    desk = week_of(tmp_path, LAST, "M1 M2", assignments=moves)
    dues = weekplan.problem(desk, "C1", LAST, LAST).dues
    assert dues["M1:contact:2026-03"].days == (date(2026, 3, 31),)
    assert "M2:contact:2026-03" not in dues  # C2 has M2 on the day it is due


@pytest.mark.parametrize(
    ("rows", "because"),
    [
        (
            {"stays": ["M1,hospital,2026-03-25,2026-04-20,"]},
            ("in hospital until Mon 20 Apr, window opens Tue 7 Apr",),
        ),
        (
            {"stays": ["M1,hospital,2026-03-25,,"]},
            ("in hospital, discharge unknown: no window (Mon 30 and Tue 31 Mar)",),
        ),
        (
            {"residences": ["M1,nursing-facility,2026-03-01,2026-04-10"]},
            ("lives in a nursing facility until Fri 10 Apr: not compensable",),
        ),
        ({"external_units": ["M1,2026-03,24,another,2026-03-01"]}, ("1 unit left in March, a visit takes 2",)),
        (
            {"availability": "member_id,weekday,start,stop,starts_on,ends_on\nM1,thu,09:00,12:00,2026-01-01,\n"},
            ("not available on Mon 30 and Tue 31 Mar",),
        ),
        (
            {"availability": "member_id,weekday,start,stop,starts_on,ends_on\nM1,mon,12:00,13:00,2026-01-01,\n"},
            (
                "not available on Tue 31 Mar",
                "no 30 minutes are free while the member is available (12:00-13:00) on Mon 30 Mar",
            ),
        ),
    ],
)
def test_why_a_contact_is_impossible(rows: dict[str, list[str]], because: tuple[str, ...], tmp_path: Path) -> None:
    found = unmet(planned(week_of(tmp_path, LAST, **rows), LAST))
    assert (found.kind, found.due_on, found.alone) == ("contact", date(2026, 3, 31), True)
    assert sorted(found.because) == sorted(because)


def test_leave_over_the_last_days_leaves_none(tmp_path: Path) -> None:
    leave = "cm_id,starts_on,ends_on,reason\nC1,2026-03-30,2026-03-31,\n"
    found = unmet(planned(week_of(tmp_path, LAST, leave=leave), LAST))
    assert found.because == ("no working day is left for it",)


def test_a_due_after_the_week_that_no_day_can_meet_is_told_now(tmp_path: Path) -> None:
    found = unmet(planned(week_of(tmp_path, MON, external_units=["M1,2026-03,24,another,2026-03-01"])))
    assert (found.alone, found.because) == (True, ("1 unit left in March, a visit takes 2",))


def test_a_line_without_a_row_leaves_no_units(tmp_path: Path) -> None:
    # C2 is CM II at a community mental health center: HN under 111 has no row (R2)
    desk = week_of(tmp_path, LAST, assignments=["M1,C2,2025-07-01,"])
    view = weekplan.propose(desk, "C2", LAST, LAST)
    assert proposed(view) == []
    march = next(each for each in view.unmet if each.due_on == date(2026, 3, 31))
    assert march.alone and all("NO ROW" in text for text in march.because)


def test_too_many_for_the_days_name_each_other_and_a_way_out(tmp_path: Path) -> None:
    # one hour on the last day, 15 minutes of it for crises: one visit of 30 fits with the way, two don't
    desk = week_of(
        tmp_path,
        date(2026, 3, 31),
        "M1 M2",
        settings="hop_minutes = 0\ntravel_minutes = 0\ncrisis_buffer = 15\n",
        working_hours=HEAD + "C1,tue,09:00,10:00,2026-01-01,\n",
    )
    view = planned(desk, date(2026, 3, 31), LAST)
    assert len(proposed(view)) == 1 and len(view.unmet) == 1
    [missed] = view.unmet
    [seen] = proposed(view)
    assert missed.because == (f"can’t be done together with {seen.member_name}",)
    assert {name for group in view.conflicts for name in group} == {"Ana M1", "Ana M2"}
    assert view.ways_out == ("give up the minutes kept for crises on Tue 31 Mar, and one more is seen",)


def test_reasons_that_were_cut_short_are_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.planning import week

    whole = week.plan
    desk = week_of(tmp_path, LAST)
    assert not [note for note in planned(desk, LAST).notes if "time was up" in note]
    monkeypatch.setattr(week, "plan", lambda *given: whole(*given)._replace(complete=False))
    view = planned(desk, LAST)
    assert view.optimal and "time was up" in view.notes[0]


def test_working_hours_decide_the_days_weekends_too(tmp_path: Path) -> None:
    hours = HEAD + "C1,wed,10:00,12:00,2026-01-01,\nC1,sat,09:00,13:00,2026-01-01,2026-04-01\n"
    made = weekplan.problem(week_of(tmp_path, MON, working_hours=hours), "C1", MON, MON)
    assert [(day.date, day.windows) for day in made.standing.days] == [
        ("2026-03-25", ((600, 720),)),
        ("2026-03-28", ((540, 780),)),
    ]


def test_the_usual_day_less_lunch_and_what_is_over(tmp_path: Path) -> None:
    desk = week_of(tmp_path, WED, settings='day_start = "09:00"\nday_stop = "15:00"\nlunch = ""\ncrisis_buffer = 20\n')
    made = weekplan.problem(desk, "C1", WED, MON, now=10 * 60 + 5)
    assert [(d.date, d.windows, d.buffer) for d in made.standing.days] == [
        ("2026-03-25", ((615, 900),), 20),
        ("2026-03-26", ((540, 900),), 20),
        ("2026-03-27", ((540, 900),), 20),
    ]


def test_of_today_only_what_is_ahead(tmp_path: Path) -> None:
    made = weekplan.problem(week_of(tmp_path, FRI), "C1", FRI, MON, now=13 * 60 + 1)
    assert [day.windows for day in made.standing.days] == [((13 * 60 + 15, 1020),)]


def test_a_worker_who_may_not_bill_is_told_why(tmp_path: Path) -> None:
    staff = "cm_id,name,level,type,site_id,area\nC1,Dana,II,intensive,S111,Mill\nC2,Lee,II,standard,S111,\n"
    none = "cm_id,kind,completed_on,amount\n"
    view = planned(week_of(tmp_path, LAST, case_managers=staff, credentials=none), LAST)
    assert proposed(view) == []
    march = next(each for each in view.unmet if each.due_on == date(2026, 3, 31))
    assert any(text.startswith("TG:") for text in march.because)


def test_the_day_of_a_transfer_is_the_new_workers(tmp_path: Path) -> None:
    moves = ["M1,C1,2025-07-01,2026-03-25", "M1,C2,2026-03-25,"]
    people = weekplan.problem(week_of(tmp_path, MON, assignments=moves), "C1", MON, MON).people
    assert people.why_not("M1", TUE) is None
    assert people.why_not("M1", WED) == "with another worker from Wed 25 Mar"


def test_closed_days_and_leave_are_no_days(tmp_path: Path) -> None:
    closed = "date,name,open\n2026-03-24,flood,\n"
    leave = "cm_id,starts_on,ends_on,reason\nC1,2026-03-26,2026-03-27,\n"
    made = weekplan.problem(week_of(tmp_path, MON, closures=closed, leave=leave), "C1", MON, MON)
    assert [day.date for day in made.standing.days] == ["2026-03-23", "2026-03-25"]


def test_travel_by_the_table_both_ways_and_by_the_settings(tmp_path: Path) -> None:
    people = ["M1,2025-07-01,Mill,,,,", "M2,2025-07-01,Lake,,,,"]
    desk = week_of(
        tmp_path,
        MON,
        "M1 M2",
        people=people,
        settings="travel_minutes = 40\nhop_minutes = 7\n",
        travel="area_from,area_to,minutes\nMill,Lake,33\n",
        case_managers="cm_id,name,level,type,site_id,area\nC1,Dana,II,standard,S110,Mill\nC2,Lee,II,standard,S111,\n",
        credentials="cm_id,kind,completed_on,amount\n",
        assignments=["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"],
    )
    made = weekplan.problem(desk, "C1", MON, MON)
    mill, lake = made.places.of_member("M1"), made.places.of_member("M2")
    leg = made.standing.leg
    assert (leg("A0", mill), leg("A0", lake), leg(lake, "A0"), leg(lake, mill)) == (7, 33, 33, 33)
    assert (leg(mill, mill), leg("A0", "A0")) == (7, 0)
    nowhere = made.places.code("")
    assert nowhere is not None and leg(mill, nowhere) == 40


def test_units_left_are_those_of_the_look_up(tmp_path: Path) -> None:
    from tcm_tui.desk import lookup

    desk = week_of(
        tmp_path,
        MON,
        services=["S1,M1,C1,2026-03-23,08:00,11:00,member-remote,"],
        external_units=["M1,2026-03,3,another,2026-03-01"],
        appointments=["A1,M1,C1,2026-03-26,09:00,09:45,phone-contact,scheduled"],
    )
    [member] = weekplan.problem(desk, "C1", MON, MON).standing.members
    assert member.month_left == {"2026-03": 25 - 12 - 3 - 3}
    assert member.daily_left == {
        "2026-03-23": 4,
        "2026-03-24": 7,
        "2026-03-25": 7,
        "2026-03-26": 7,
        "2026-03-27": 7,
    }
    assert lookup.units(desk, "M1", MON).month.available == 7


def test_what_a_visit_holds_is_free_where_it_may_move(tmp_path: Path) -> None:
    visits = ["A1,M1,C1,2026-03-26,09:00,10:00,community-contact,scheduled"]
    made = weekplan.problem(week_of(tmp_path, MON, appointments=visits), "C1", MON, MON)
    [member] = made.free.problem.members
    assert (member.month_left["2026-03"], member.daily_left["2026-03-26"]) == (25, 16)
    assert made.people.left("M1", date(2026, 3, 26)) == (12, 21)


def test_a_month_that_ends_within_the_week_has_two_budgets(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, external_units=["M1,2026-03,25,another,2026-03-01"])
    [member] = weekplan.problem(desk, "C1", LAST, LAST).standing.members
    assert member.month_left == {"2026-03": 0, "2026-04": 25}


def test_time_of_others_is_not_the_members(tmp_path: Path) -> None:
    desk = week_of(tmp_path, LAST, appointments=["A1,M1,C8,2026-03-31,09:00,10:00,office-contact,scheduled"])
    [member] = weekplan.problem(desk, "C1", LAST, LAST).standing.members
    assert member.avail is not None
    assert member.avail["2026-03-31"] == ((0, 540), (600, 1440))
    assert member.avail["2026-03-30"] is None


def test_a_week_of_nobody(tmp_path: Path) -> None:
    desk = week_of(tmp_path, MON)
    view = weekplan.propose(desk, "C8", MON, MON)
    assert (view.visits, view.unmet, view.optimal) == ((), (), True)
    with pytest.raises(weekplan.NotOne):
        weekplan.quick(desk, "C99", MON, MON)
