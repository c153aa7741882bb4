"""How many units are left: cases worked out by hand from the sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import lookup, members
from tcm_tui.desk.errors import NotOne, WrongUsage
from tcm_tui.desk.lookup import Asked
from tcm_tui.desk.views import UnitsView
from tests.desk.given import agency

ON = date(2026, 3, 3)
TEN = "V1,M1,C1,2026-03-03,09:00,11:30,member-face-to-face,home"  # 150 minutes, 10 units


def figures(view: UnitsView) -> tuple[str, int, int, int]:
    return view.status, view.day.available, view.month.available, view.available_today


def test_the_contracts_own_example(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=[TEN])
    view = lookup.units(desk, "M1", ON, Asked(units=7))
    assert figures(view) == ("ok", 6, 15, 6)
    assert view.line is not None and view.line.id == "hn-110" and view.line.focus == "HE"
    assert view.proposal is not None
    assert (view.proposal.allowed, view.proposal.over_by, view.proposal.verdict) == (6, 1, "refused")


def test_sixteen_of_sixteen_is_at_limit_and_seventeen_is_over(tmp_path: Path) -> None:
    sixteen = "V1,M1,C1,2026-03-03,08:00,12:00,member-face-to-face,home"
    more = "V2,M1,C8,2026-03-03,13:00,13:15,member-remote,"
    desk = agency(tmp_path, ON, services=[sixteen, more])
    assert figures(lookup.units(desk, "M1", date(2026, 3, 2)))[0] == "ok"
    view = lookup.units(desk, "M1", ON)
    assert (view.status, view.day.used, view.day.available, view.day.over) == ("over", 17, 0, 1)
    assert view.available_today == 0


def test_units_follow_the_member_over_all_workers(tmp_path: Path) -> None:
    other = "V2,M1,C6,2026-03-02,09:00,10:00,member-face-to-face,home"  # HM under 110: 4 units
    desk = agency(tmp_path, ON, services=[TEN, other])
    assert lookup.units(desk, "M1", ON).month.available == 25 - 14


def test_by_row_only_the_same_row_counts(tmp_path: Path) -> None:
    other = "V2,M1,C6,2026-03-02,09:00,10:00,member-face-to-face,home"
    desk = agency(tmp_path, ON, settings='cap_scope = "row"\n', services=[TEN, other])
    assert lookup.units(desk, "M1", ON).month.available == 25 - 10


def test_planned_visits_of_the_whole_month_hold_units(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-03-03,14:00,15:00,community-contact,scheduled",  # 4 today
        "A2,M1,C1,2026-03-25,14:00,15:30,community-contact,scheduled",  # 6 later
        "A3,M1,C1,2026-03-26,14:00,15:30,community-contact,cancelled",
        "A4,M1,C1,2026-03-27,14:00,15:30,provider,scheduled",  # the provider's time
        "A5,M1,C1,2026-04-01,14:00,15:30,community-contact,scheduled",  # next month
    ]
    desk = agency(tmp_path, ON, services=[TEN], appointments=visits)
    view = lookup.units(desk, "M1", ON)
    assert (view.day.scheduled, view.month.scheduled) == (4, 10)
    assert figures(view) == ("ok", 2, 5, 2)


def test_a_visit_that_a_service_names_holds_nothing_more(tmp_path: Path) -> None:
    services = (
        "service_id,member_id,cm_id,date,start,stop,activity,place,appointment_id\n"
        "V1,M1,C1,2026-03-03,09:00,10:00,member-face-to-face,home,A1\n"
    )
    desk = agency(
        tmp_path,
        ON,
        appointments=["A1,M1,C1,2026-03-03,09:00,10:00,community-contact,scheduled"],
        services=services,
    )
    view = lookup.units(desk, "M1", ON)
    assert (view.day.used, view.day.scheduled) == (4, 0)
    before = lookup.units(desk, "M1", date(2026, 3, 2))
    assert (before.month.used, before.month.scheduled) == (0, 4)


def test_later_services_are_not_seen(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=[TEN])
    assert lookup.units(desk, "M1", date(2026, 3, 2)).month.used == 0
    assert lookup.units(desk, "M1", date(2026, 3, 31)).month.used == 10
    assert lookup.units(desk, "M1", date(2026, 4, 1)).month.used == 0


def test_known_units_elsewhere_come_off_the_month_once_known(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=[TEN], external_units=["M1,2026-03,5,Other agency,2026-03-03"])
    assert lookup.units(desk, "M1", ON).month.available == 10
    assert lookup.units(desk, "M1", ON).day.available == 6
    assert lookup.units(desk, "M1", date(2026, 3, 2)).month.external == 0


@pytest.mark.parametrize(
    ("grant", "on", "limit"),
    [
        ("M1,P,40,month,2026-03-01,2026-03-31", ON, 40),
        ("M1,P,40,month,2026-03-04,2026-03-31", ON, 25),  # begins later
        ("M1,P,40,month,2026-01-01,2026-03-03", ON, 40),  # its last day
        ("M1,P,20,month,2026-03-01,2026-03-31", ON, 25),  # never lowers
        ("M1,P,60,total,2026-02-01,2026-04-30", ON, 60 - 8),  # less what February took
    ],
)
def test_authorizations_lift_a_limit(tmp_path: Path, grant: str, on: date, limit: int) -> None:
    february = "V0,M1,C1,2026-02-10,09:00,11:00,member-face-to-face,home"
    desk = agency(tmp_path, ON, services=[february, TEN], authorizations=[grant])
    assert lookup.units(desk, "M1", on).month.limit == limit


def test_a_service_over_midnight_at_the_end_of_a_month_meets_two_months(tmp_path: Path) -> None:
    full = [f"V{d},M1,C1,2026-03-{d:02},08:00,12:00,member-face-to-face,home" for d in (10,)]
    full += ["V11,M1,C1,2026-03-11,08:00,10:00,member-face-to-face,home"]  # 16 + 8 = 24 of 25
    last = date(2026, 3, 31)
    desk = agency(tmp_path, ON, services=full)
    view = lookup.units(desk, "M1", last, Asked(start=23 * 60 + 30, stop=30))
    assert view.proposal is not None
    assert view.proposal.by_date == ((last, 2), (date(2026, 4, 1), 2))
    assert (view.proposal.allowed, view.proposal.over_by) == (3, 1)


def test_a_plain_cm_ii_at_a_cmhc_has_no_row(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, assignments=["M1,C2,2025-07-01,"])
    view = lookup.units(desk, "M1", ON, Asked(units=1))
    assert (view.status, view.line, view.day.limit, view.available_today) == ("no-row", None, None, 0)
    assert view.proposal is not None and view.proposal.verdict == "refused"
    told = " ".join(r.text for r in view.reasons)
    assert all(row in told for row in ("tg-111", "hm-111", "hn-110"))  # each fails in one way


@pytest.mark.parametrize(
    ("cm", "born", "line"),
    [
        ("C3", "2008-03-03", "tg-111"),  # 18 on the day
        ("C3", "2008-03-04", None),  # 17 until tomorrow
        ("C4", "2005-03-04", "tf-111"),  # the day before the 21st birthday
        ("C4", "2005-03-03", None),
        ("C5", "2008-03-03", "pact-114"),
        ("C6", "1990-01-01", "hm-110"),
        ("C7", "1990-01-01", None),
    ],
)
def test_the_line_comes_from_worker_site_and_age(tmp_path: Path, cm: str, born: str, line: str | None) -> None:
    member = f"M1,Ana,Pecan,{born},standard,HE,2025-07-01"
    desk = agency(tmp_path, ON, members=[member], assignments=[f"M1,{cm},2025-07-01,"])
    found = lookup.units(desk, "M1", ON).line
    assert (found.id if found else None) == line


def test_a_residence_bars_its_days_and_not_the_day_it_ends(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, residences=["M1,nursing-facility,2026-03-01,2026-03-04"])
    view = lookup.units(desk, "M1", ON, Asked(units=1))
    assert (view.status, view.available_today) == ("not-compensable", 0)
    assert view.proposal is not None and view.proposal.verdict == "refused"
    assert view.reasons[0].rule == "R27"
    assert lookup.units(desk, "M1", date(2026, 3, 4)).status == "ok"


def test_a_stay_is_closed_until_its_window(tmp_path: Path) -> None:
    # 13 Feb to 13 March is 28 nights: the last 14 days are 28 Feb to 13 March.
    desk = agency(tmp_path, ON, stays=["M1,hospital,2026-02-13,2026-03-13,"])
    assert lookup.units(desk, "M1", date(2026, 2, 27)).status == "not-compensable"
    assert lookup.units(desk, "M1", date(2026, 2, 28)).status == "ok"
    assert lookup.units(desk, "M1", date(2026, 3, 13)).status == "ok"


def test_before_a_discharge_slipped_its_services_counted(tmp_path: Path) -> None:
    # Planned for 20 March; on 9 March the window (7 to 20 March) was open. Discharged on 31 March instead.
    service = "V1,M1,C1,2026-03-09,09:00,10:00,transition,other"
    desk = agency(
        tmp_path, date(2026, 3, 31), stays=["M1,hospital,2026-02-01,2026-03-20,2026-03-31"], services=[service]
    )
    assert lookup.units(desk, "M1", date(2026, 3, 30)).month.used == 4
    assert lookup.units(desk, "M1", date(2026, 3, 31)).month.used == 0


def test_member_day_rounds_the_days_minutes_together(tmp_path: Path) -> None:
    two = [
        "V1,M1,C1,2026-03-03,09:00,09:10,member-face-to-face,home",
        "V2,M1,C1,2026-03-03,10:00,10:10,member-face-to-face,home",
    ]
    desk = agency(tmp_path, ON, settings='unit_scope = "member-day"\n', services=two)
    assert lookup.units(desk, "M1", ON).day.used == 1
    offer = lookup.units(desk, "M1", ON, Asked(minutes=10)).proposal
    assert offer is not None and offer.units == 1  # 30 minutes make two


def test_an_agencys_yearly_limit_binds(tmp_path: Path) -> None:
    rules = tmp_path / "agency.db.rules"
    rules.mkdir()
    (rules / "limits.toml").write_text(
        '[rows.hn-110]\n[[rows.hn-110.limits]]\nper = "year"\namount = 16\nfrom = 2026-01-01\nfirst = true\n'
        'source = "agency"\nreading = "a later cut"\n'
    )
    earlier = "V0,M1,C1,2026-01-10,09:00,11:00,member-face-to-face,home"  # 8
    desk = agency(
        tmp_path,
        ON,
        services=[earlier, "V1,M1,C1,2026-03-02,09:00,10:15,member-face-to-face,home"],  # 5
        appointments=["A1,M1,C1,2026-05-04,09:00,09:15,community-contact,scheduled"],  # 1 of another month
    )
    view = lookup.units(desk, "M1", ON)
    assert view.year is not None
    assert (view.year.limit, view.year.used, view.year.scheduled, view.year.available) == (16, 13, 1, 2)
    assert view.available_today == 2
    (line,) = [each for each in members.lines(desk, "C1", ON) if each.member == "M1"]
    assert line.available_today == 2, "the list answers as the look-up does"


def test_find_goes_by_id_name_initials_and_forgives_a_slip(tmp_path: Path) -> None:
    members = ["M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01", "M2,Rosa,Núñez,1990-05-05,standard,HE,2025-07-01"]
    desk = agency(tmp_path, ON, members=members, services=[TEN])
    for text in ("M1", "pec", "ana p", "ap", "Pecn"):
        assert [m.member for m in lookup.find(desk, text, ON)] == ["M1"], text
    assert [m.name for m in lookup.find(desk, "nunez", ON)] == ["Rosa Núñez"]
    assert lookup.find(desk, "M1", ON)[0].available_today == 6


def test_what_cannot_be_asked_is_said(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    with pytest.raises(NotOne):
        lookup.units(desk, "M9", ON)
    for asked in (Asked(units=0), Asked(units=1, minutes=1), Asked(start=5), Asked(line="XX"), Asked(contract="9")):
        with pytest.raises(WrongUsage):
            lookup.units(desk, "M1", ON, asked)


def test_the_next_days_that_fit(tmp_path: Path) -> None:
    full = "V1,M1,C1,2026-03-03,08:00,12:00,member-face-to-face,home"
    desk = agency(tmp_path, ON, services=[full])
    assert lookup.next_days(desk, "M1", ON, 9, limit=2) == [date(2026, 3, 4), date(2026, 3, 5)]
    # 16 of 25 are used: 10 more fit only from April on
    assert lookup.next_days(desk, "M1", ON, 10, limit=1) == [date(2026, 4, 1)]


def test_no_day_fits_while_the_worker_may_not_bill_the_line(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    assert lookup.next_days(desk, "M1", ON, 1, Asked(cm="C4"), limit=1) == []  # wraparound without its training
    assert lookup.next_days(desk, "M1", ON, 1, Asked(cm="C3"), limit=1) == [ON]  # intensive, trained
