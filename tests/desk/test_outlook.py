"""The year ahead by hand: contacts against time, caseloads and hires, what is known to come, a part of the agency."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tcm_tui.desk import outlook
from tcm_tui.desk.outlook import Stopped, telling
from tcm_tui.desk.outlook.views import Outlook, Reach, Staffing
from tcm_tui.desk.scope import Scope
from tests.desk.ahead_agency import ON, at, look, looking, staff
from tests.desk.given import TRAINED, agency

LEAVE = "cm_id,starts_on,ends_on,reason\n"


def reach(found: Outlook, month: str, cm: str | None = "C1") -> Reach:
    [item] = [each for each in found.reaches if f"{each.month:%Y-%m}" == month and each.cm == cm]
    return item


def staffed(found: Outlook, kind: str, month: str) -> Staffing:
    [item] = [each for each in found.staffing if f"{each.month:%Y-%m}" == month and each.type == kind]
    return item


def people(count: int, kind: str = "standard", opened: str = "2025-07-01", first: int = 1, family: str = "") -> str:
    """Lines of members.csv with a family."""
    return "".join(f"M{n},Ana,Pecan{n},1990-05-05,{kind},HE,{opened},{family}\n" for n in range(first, first + count))


HEAD = "member_id,first_name,last_name,dob,program,focus,opened_on,family_id\n"


# ── contacts ──────────────────────────────────────────────────────────────────────────────────────


def test_contacts_against_working_time_and_the_pace(tmp_path: Path) -> None:
    """8 to 17 without lunch and 30 min for crises are 450 min a day; a contact takes 60 + 25 = 85."""
    found = looking(tmp_path, 2)
    # 18 to 30 November without Thanksgiving and the day after: 7 days. December without the 24th and 25th: 21.
    november, december = reach(found, "2026-11"), reach(found, "2026-12")
    assert (november.minutes, november.each, november.needed, november.can) == (7 * 450, 85, 1, 1)
    assert (december.minutes, december.cant) == (21 * 450, 0)
    # 1141 h of 365 days: 13 days of November, 31 of December.
    assert (november.pace, december.pace) == (round(1141 * 13 / 365, 1), round(1141 * 31 / 365, 1))
    assert december.left == round((21 * 450 - 85) / 60, 1) and december.pace_short == 0


def test_leave_leaves_too_little_time_on_one_side_of_the_edge(tmp_path: Path) -> None:
    """On leave but for 1 December: 450 / 85 = 5 contacts; of 6 members one can't be reached, of 5 nobody."""
    assigned = [f"M{n},C1,2025-07-01," for n in range(1, 7)]
    found = looking(
        tmp_path, 2, members=HEAD + people(6), assignments=assigned, leave=LEAVE + "C1,2026-12-02,2026-12-31,away\n"
    )
    item = reach(found, "2026-12")
    assert (item.needed, item.can, item.cant, len(item.members)) == (6, 5, 1, 6)
    # 5 visits of an hour and the 25 minutes left are 5.4 h of 96.9.
    assert (item.left, item.pace_short) == (0.4, round(1141 * 31 / 365 - (5 * 60 + 25) / 60, 1))
    assert found.months[1].cant == 1
    # Of C1, C6 and C8 at Pecan Street the other two have 111 contacts' time each: 21 x 450 / 85.
    [site] = [each for each in found.sites if each.month.month == 12 and each.site == "Pecan Street"]
    assert (site.workers, site.needed, site.can, site.cant, site.spare) == (3, 6, 5, 1, 222)
    assert site.minutes == 2 * 21 * 450 + 450 and telling.reasons(site)[0].rule == "R17"
    assert "6 − 5 = 1 can't be made" in " ".join(reason.text for reason in telling.reasons(item))
    (tmp_path / "b").mkdir()
    five = looking(
        tmp_path / "b",
        2,
        members=HEAD + people(5),
        assignments=assigned[:5],
        leave=LEAVE + "C1,2026-12-02,2026-12-31,away\n",
    )
    assert reach(five, "2026-12").cant == 0


def test_what_months_ask_of_members(tmp_path: Path) -> None:
    """A plan's contacts, also after its end; made ones off; nobody on hold, closed by then, or a first-time mother."""
    members = (
        "member_id,first_name,last_name,dob,program,focus,opened_on,closed_on,hold_from,hold_until\n"
        "M1,Ana,Plan,1990-05-05,standard,HE,2025-07-01,,,\n"
        "M2,Leo,Held,1990-05-05,standard,HE,2025-07-01,,2026-12-31,2027-01-30\n"
        "M3,Ira,Gone,1990-05-05,standard,HE,2025-07-01,2026-12-31,,\n"
        "M4,Eva,Young,1990-05-05,first-time-mothers,HE,2025-07-01,,,\n"
        "M5,Mia,Made,1990-05-05,standard,HE,2025-07-01,,,\n"
    )
    found = looking(
        tmp_path,
        3,
        members=members,
        assignments=[f"M{n},{'C7' if n == 4 else 'C1'},2025-07-01," for n in range(1, 6)],
        plans=["M1,2026-01-01,2026-12-15,3"],
        services=["V1,M5,C1,2026-11-04,09:00,10:00,member-face-to-face,home"],
    )
    # November: M1 three, M2 and M3 one each, M5 none any more. December: M1 and M5. January: M2 too, held to the 30th.
    assert [reach(found, month).needed for month in ("2026-11", "2026-12", "2027-01")] == [5, 4, 5]
    assert not [item for item in found.reaches if item.cm == "C7" and item.needed]


def test_nobody_makes_the_contacts_of_who_has_nobody_and_of_who_has_left(tmp_path: Path) -> None:
    members = "M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01|M2,Leo,Marsh,1990-05-05,standard,HE,2025-07-01".split("|")
    found = looking(
        tmp_path, 3, members=members, case_managers=staff(C1="left_on=2026-12-01"), assignments=["M1,C1,2025-07-01,"]
    )
    assert reach(found, "2026-11").cant == 0
    gone = reach(found, "2026-12")
    assert (gone.minutes, gone.needed, gone.cant) == (0, 1, 1)
    assert reach(found, "2026-12", "C2").minutes == 21 * 450
    alone = reach(found, "2026-12", None)
    assert alone.members == (("M2", "Leo Marsh", 1),) and alone.cant == 1
    assert [month.cant for month in found.months] == [1, 2, 2]


# ── caseloads and hires ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("count", "hires"), [(35, 0), (36, 1)])
def test_one_over_the_places_is_one_to_hire(tmp_path: Path, count: int, hires: int) -> None:
    """C1 alone is standard here; 35 is the upper edge. Nobody was opened or closed in the last six months."""
    everybody = staff(C2="left_on=2026-01-01", C6="left_on=2026-01-01", C8="left_on=2026-01-01")
    found = looking(
        tmp_path,
        1,
        members=HEAD + people(count),
        case_managers=everybody,
        assignments=[f"M{n},C1,2025-07-01," for n in range(1, count + 1)],
    )
    item = staffed(found, "standard", "2026-11")
    assert (item.now, item.counted, item.high, item.workers, item.places, item.hires) == (
        count,
        count,
        35,
        1,
        35,
        hires,
    )
    assert found.months[0].hires == hires


def test_intake_and_closing_go_on_as_in_the_last_six_full_months(tmp_path: Path) -> None:
    """May to October: 4 opened, 1 refused: 0.5 a month. Now 4; after 12/30, 1.4 and 2.4 months 4.2, 4.7 and 5.2."""
    head = "member_id,first_name,last_name,dob,program,focus,opened_on,closed_on,refused_on\n"
    lines = [
        "M1,Ana,A,1990-05-05,standard,HE,2026-05-01,,",
        "M2,Ana,B,1990-05-05,standard,HE,2026-10-31,,",
        "M3,Ana,C,1990-05-05,standard,HE,2026-06-01,,",
        "M4,Ana,D,1990-05-05,standard,HE,2026-04-30,,2026-10-31",
        "M5,Ana,E,1990-05-05,standard,HE,2026-07-01,2026-11-02,",
        "M6,Ana,F,1990-05-05,standard,HE,2026-11-01,,",
        "M7,Ana,G,1990-05-05,standard,HE,2026-07-01,,2026-07-01",  # never open: neither
    ]
    found = looking(
        tmp_path,
        3,
        members=head + "\n".join(lines) + "\n",
        assignments=[f"M{n},C1,{line.split(',')[6]}," for n, line in enumerate(lines, 1)],
    )
    first = staffed(found, "standard", "2026-11")
    assert (first.now, first.opened, first.closed, first.months, first.ahead) == (4, 4, 1, 6, 0.4)
    counts = [staffed(found, "standard", month).counted for month in ("2026-11", "2026-12", "2027-01")]
    assert counts == [4, 5, 5]
    assert [(each.member, each.what) for each in found.came] == [
        ("M1", "opened"), ("M3", "opened"), ("M5", "opened"), ("M2", "opened"), ("M4", "closed")
    ]  # fmt: skip


def test_a_family_counts_once_and_goes_with_its_last_member(tmp_path: Path) -> None:
    head = "member_id,first_name,last_name,dob,program,focus,opened_on,closed_on,family_id\n"
    lines = [
        "M1,Ana,A,2012-05-05,wraparound,HE,2026-06-01,,F1",
        "M2,Ana,B,2012-05-05,wraparound,HE,2026-07-01,,F1",
        "M3,Ana,C,2012-05-05,wraparound,HE,2025-07-01,2026-08-01,F2",
        "M4,Ana,D,2012-05-05,wraparound,HE,2025-07-01,2026-09-01,F2",
        "M5,Ana,E,2012-05-05,wraparound,HE,2025-07-01,2026-09-01,F3",
        "M6,Ana,F,2012-05-05,wraparound,HE,2025-07-01,,F3",
    ]
    found = looking(
        tmp_path,
        1,
        members=head + "\n".join(lines) + "\n",
        assignments=[f"M{n},C4,{line.split(',')[6]}," for n, line in enumerate(lines, 1)],
    )
    item = staffed(found, "wraparound", "2026-11")
    # F1 came (once), F2 went with M4; F3 stays. Three members are left of two families.
    assert (item.unit, item.now, item.opened, item.closed, item.members) == ("families", 2, 1, 1, 3)
    assert (item.high, item.places, item.hires) == (10, 10, 0)


def test_no_range_no_places_and_no_hires(tmp_path: Path) -> None:
    found = looking(
        tmp_path, 1, members=["M1,Ana,Pecan,1990-05-05,pact,HE,2025-07-01"], assignments=["M1,C5,2025-07-01,"]
    )
    item = staffed(found, "pact", "2026-11")
    assert (item.counted, item.high, item.places, item.hires, item.pace) == (1, None, None, None, None)
    assert "no range" in telling.reasons(item)[1].text


def test_hours_asked_are_members_times_the_mean_rate_over_four(tmp_path: Path) -> None:
    """M1 at 20, M2 at 10 units a month, M3 without a rate: 3 members x 15 / 4 = 11.25 h."""
    found = looking(
        tmp_path,
        1,
        members=HEAD + people(3),
        assignments=[f"M{n},C1,2025-07-01," for n in (1, 2, 3)],
        services=[*at(20), *at(10, member="M2")],
    )
    item = staffed(found, "standard", "2026-11")
    assert (item.rate, item.rate_of, item.members, item.hours) == (15.0, 2, 3, 11.2)
    # C1, C2 and C8 are CM II, C6 is CM I: all 1141 h a year, 30 of 365 days.
    assert item.pace == round(4 * 1141 * 30 / 365, 1)


# ── what is known to come ─────────────────────────────────────────────────────────────────────────


def test_birthdays_that_change_the_line(tmp_path: Path) -> None:
    """TF ends on the 21st birthday, TG begins on the 18th; HN holds at any age. Feb 29: Mar 1 in a common year."""
    on = date(2025, 11, 18)
    found = looking(
        tmp_path,
        12,
        on,
        members=[
            "M1,Ana,Tf,2005-03-10,wraparound,HE,2025-07-01",
            "M2,Leo,Tg,2008-02-29,intensive,HE,2025-07-01",
            "M3,Ira,Hn,2005-03-10,standard,HE,2025-07-01",
            "M4,Eva,Past,2004-11-18,wraparound,HE,2025-07-01",
            "M5,Mia,Last,2005-10-31,wraparound,HE,2025-07-01",
            "M6,Max,Beyond,2005-11-01,wraparound,HE,2025-07-01",
        ],
        assignments=[f"M{n},{cm},2025-07-01," for n, cm in enumerate(("C4", "C3", "C1", "C4", "C4", "C4"), 1)],
    )
    told = [(each.member, each.on.isoformat(), each.age, each.before, each.after) for each in found.lines]
    assert told == [
        ("M2", "2026-03-01", 18, None, "tg-111"),
        ("M1", "2026-03-10", 21, "tf-111", None),
        ("M5", "2026-10-31", 21, "tf-111", None),
    ]
    assert "in a common year on Mar 1" in telling.reasons(found.lines[0])[0].text
    assert [month.lines for month in found.months] == [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]


def test_windows_of_known_discharges(tmp_path: Path) -> None:
    """180 nights: the last 60 days; 179: the last 14. A window that was over yesterday is not ahead."""
    found = looking(
        tmp_path,
        3,
        members=[f"M{n},Ana,P{n},1990-05-05,standard,HE,2025-07-01" for n in (1, 2, 3, 4)],
        assignments=[f"M{n},C1,2025-07-01," for n in (1, 2, 3, 4)],
        stays=[
            "M1,hospital,2026-08-01,2027-01-28,",
            "M2,hospital,2026-08-02,2027-01-28,",
            "M3,hospital,2026-09-01,2026-11-17,",
            "M4,hospital,2026-09-01,,",
        ],
    )
    told = [(each.member, each.nights, each.first.isoformat(), f"{each.month:%Y-%m}") for each in found.openings]
    assert told == [("M1", 180, "2026-11-30", "2026-11"), ("M2", 179, "2027-01-15", "2027-01")]
    assert telling.reasons(found.openings[0])[0].rule == "R25"


def test_credentials_that_fall_due(tmp_path: Path) -> None:
    """From the day of the answer to the last day looked at; not what is renewed, nor who has left by then."""
    credentials = (
        "cm_id,kind,completed_on,expires_on,amount\n"
        "C1,certification,2025-01-01,2026-11-18,\n"
        "C2,certification,2025-01-01,2026-11-17,\n"
        "C3,certification,2025-01-01,2027-01-31,\n"
        "C5,certification,2025-01-01,2027-02-01,\n"
        "C6,certification,2025-01-01,2026-12-24,\n"
        "C6,certification,2026-11-02,2028-12-24,\n"
        "C8,certification,2025-01-01,2026-12-24,\n"
    )
    found = looking(tmp_path, 3, credentials=credentials, case_managers=staff(C8="left_on=2026-12-24"))
    told = [(each.cm, each.what, each.due_on.isoformat()) for each in found.expiries if each.cm != "C4"]
    assert told == [("C1", "certification", "2026-11-18"), ("C3", "certification", "2027-01-31")]
    assert found.months[0].expiries == 1


# ── the whole ─────────────────────────────────────────────────────────────────────────────────────


def test_a_part_of_the_agency_is_its_case_managers_and_their_members(tmp_path: Path) -> None:
    desk = agency(
        tmp_path,
        ON,
        members=HEAD + people(3),
        assignments=["M1,C1,2025-07-01,", "M2,C2,2025-07-01,"],
        case_managers=staff(C2="supervisor_id=C1"),
        services=[*at(30), *at(30, member="M2", cm="C2")],
        credentials=TRAINED,
    )
    whole = look(desk, 2)
    assert (whole.members, {item.cm for item in whole.reaches}) == (3, {None, *(f"C{n}" for n in range(1, 9))})
    for scope, members in ((Scope(site="S110"), 1), (Scope(supervisor="C1"), 1), (Scope(type="wraparound"), 0)):
        part = outlook.look(desk, ON, 2, scope)
        assert part.members == members and part.scope == scope
    assert {item.cm for item in outlook.look(desk, ON, 2, Scope(site="S110")).reaches} == {"C1", "C6", "C8"}
    assert {item.member for item in outlook.look(desk, ON, 2, Scope(supervisor="C1")).run_outs} == set()
    assert {item.member for item in outlook.look(desk, ON, 2, Scope(site="S110")).run_outs} == {"M1"}


def test_progress_is_told_in_order_and_saying_no_gives_up(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    shares: list[float] = []
    outlook.look(desk, ON, 3, tell=lambda what, share: shares.append(share) is None)
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] <= 1 and len(shares) > 4
    for stops_at in range(len(shares)):
        told: list[float] = []
        with pytest.raises(Stopped):
            outlook.look(desk, ON, 3, tell=partial(_until, told, stops_at))
        assert len(told) == stops_at + 1


def _until(told: list[float], last: int, what: str, share: float) -> bool:
    told.append(share)
    return len(told) <= last


def test_months_begin_with_the_present_one_and_every_figure_has_its_grounds(tmp_path: Path) -> None:
    found = looking(tmp_path, 14, services=at(50))
    assert [f"{month.first:%Y-%m}" for month in found.months][::13] == ["2026-11", "2027-12"]
    assert found.months[0].begins == ON and found.months[3].last == date(2027, 2, 28)
    for item in (*found.run_outs, *found.reaches, *found.staffing):
        assert all(reason.text and reason.source for reason in telling.reasons(item))
    assert {reason.rule for reason in telling.month_reasons(found.months[0])} >= {"R4", "R17", "R9", "R48", "R25"}
