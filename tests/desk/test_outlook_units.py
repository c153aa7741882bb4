"""Units that run out, worked out by hand: rate x day / days of the month against the limit, both sides of each edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcm_tui.desk.outlook import telling
from tests.desk.ahead_agency import at, days_out, delivered, looking, one


@pytest.mark.parametrize(
    ("rate", "out"),
    [
        # 25 x d/D never passes 25. 26 x 29/30 = 25.13; 26 x 30/31 = 25.16; 26 x 27/28 = 25.07.
        (25, {}),
        (26, {"2026-12": 30, "2027-01": 30, "2027-02": 27, "2027-03": 30, "2027-04": 29}),
        # 30 x 26/31 = 25.16, 30 x 24/28 = 25.7 (23/28: 24.6), 30 x 26/30 = 26 (25/30: 25, not more).
        (30, {"2026-12": 26, "2027-01": 26, "2027-02": 24, "2027-03": 26, "2027-04": 26}),
        # 50 x 16/31 = 25.8, 50 x 15/28 = 26.8 (14/28: 25, not more), 50 x 16/30 = 26.7 (15/30: 25).
        (50, {"2026-12": 16, "2027-01": 16, "2027-02": 15, "2027-03": 16, "2027-04": 16}),
    ],
)  # fmt: skip
def test_the_day_on_which_a_rate_passes_the_limit(tmp_path: Path, rate: int, out: dict[str, int]) -> None:
    # In November 12 days are left: 50 x 12/30 = 20, less than 25.
    assert days_out(looking(tmp_path, 6, services=at(rate))) == out


def test_a_rate_is_the_mean_of_the_last_full_months_with_service(tmp_path: Path) -> None:
    # June, September and October: (20 + 30 + 28) / 3 = 26. May is a fourth month, November is not over.
    found = looking(
        tmp_path,
        2,
        services=delivered("M1", "C1", {"2026-05": 60, "2026-06": 20, "2026-09": 30, "2026-10": 28, "2026-11": 15}),
    )
    item = one(found, "2026-12")
    assert (item.rate_units, item.rate_months, item.day.day, item.over) == (78, 3, 30, 1)


def test_fewer_months_are_taken_by_the_setting_and_older_than_a_year_are_none(tmp_path: Path) -> None:
    services = delivered("M1", "C1", {"2026-09": 10, "2026-10": 40})
    assert one(looking(tmp_path, 2, settings="rate_months = 1\n", services=services), "2026-12").rate_units == 40
    (tmp_path / "old").mkdir()
    old = looking(tmp_path / "old", 2, services=delivered("M1", "C1", {"2025-10": 40}))
    assert old.without_rate == ("M1",) and not old.run_outs


def test_the_month_in_which_a_member_was_opened_is_not_full(tmp_path: Path) -> None:
    members = ["M1,Ana,Pecan,1990-05-05,standard,HE,2026-09-02", "M2,Leo,Marsh,1990-05-05,standard,HE,2026-09-01"]
    found = looking(
        tmp_path,
        2,
        members=members,
        assignments=["M1,C1,2026-09-01,", "M2,C1,2026-09-01,"],
        services=[*delivered("M1", "C1", {"2026-09": 45}), *delivered("M2", "C1", {"2026-09": 45})],
    )
    assert found.without_rate == ("M1",)
    assert {item.member for item in found.run_outs} == {"M2"}


def test_in_the_present_month_the_rate_runs_from_tomorrow_on_what_was_used(tmp_path: Path) -> None:
    # 30 a month is 1 a day: 20 + 5 on the 23rd is 25, the 24th is the day; by the 30th 20 + 12 = 32, 7 over.
    item = one(looking(tmp_path, 1, services=at(30, {"2026-11": 20})), "2026-11")
    assert (item.day.day, item.taken, item.over) == (24, 20, 7)
    (tmp_path / "b").mkdir()
    # 13 + 12 = 25 by the 30th: not more.
    assert days_out(looking(tmp_path / "b", 1, services=at(30, {"2026-11": 13}))) == {}


def test_who_is_over_today_is_out_today(tmp_path: Path) -> None:
    item = one(looking(tmp_path, 1, services=at(3, {"2026-11": 26})), "2026-11")
    assert (item.day.day, item.over) == (18, 3)  # 26 + 3 x 12/30 = 27.2: 2.2 over
    assert "0 left, 1 over" in telling.reasons(item)[1].text


def test_what_is_booked_counts_instead_of_the_rate_where_it_is_more(tmp_path: Path) -> None:
    # An authorization lets 8 be booked for the 19th and ends on the 20th: on the 21st 20 + 8 = 28 of 25. Of the rate
    # of 3 a month 0.3 are due by then.
    rows = {
        "appointments": ["A1,M1,C1,2026-11-19,09:00,11:00,community-contact,scheduled"],
        "authorizations": ["M1,G1,40,month,2026-11-01,2026-11-20"],
    }
    item = one(looking(tmp_path, 1, services=at(3, {"2026-11": 20}), **rows), "2026-11")  # type: ignore[arg-type]
    assert (item.day.day, item.booked, item.over) == (21, 8, 3)
    (tmp_path / "b").mkdir()
    less = looking(tmp_path / "b", 1, services=at(3, {"2026-11": 17}), **rows)  # type: ignore[arg-type]
    assert days_out(less) == {}  # 17 + 8 = 25


def test_what_is_booked_is_not_added_to_the_rate(tmp_path: Path) -> None:
    # 20 used, 4 booked for the 20th; the rate's day by day reaches 5 on the 23rd, as if nothing were booked.
    booked = ["A1,M1,C1,2026-11-20,09:00,10:00,community-contact,scheduled"]
    found = looking(tmp_path, 1, services=at(30, {"2026-11": 20}), appointments=booked)
    assert days_out(found) == {"2026-11": 24}


def test_units_known_elsewhere_are_taken_off_their_month(tmp_path: Path) -> None:
    # December: 20 left: 30 x 21/31 = 20.3. January is not known of.
    found = looking(tmp_path, 3, services=at(30), external_units=["M1,2026-12,5,X,2026-11-01"])
    assert days_out(found) == {"2026-12": 21, "2027-01": 26}
    assert [reason.rule for reason in telling.reasons(one(found, "2026-12"))] == ["R4", "R4", "R5", "R4"]


def test_an_authorization_raises_the_limit_on_its_days(tmp_path: Path) -> None:
    # 50 a month: 50 x 9/31 = 14.5 by the 9th; of 40: 50 x 25/31 = 40.3. It ends on the 20th: 21 of 31 days, 33.9 of 25.
    grant = ["M1,G1,40,month,2026-12-10,2026-12-31"]
    item = one(looking(tmp_path, 2, services=at(50), authorizations=grant), "2026-12")
    assert (item.day.day, item.limit, item.raised) == (25, 40, True)
    (tmp_path / "b").mkdir()
    ends = looking(tmp_path / "b", 2, services=at(50), authorizations=["M1,G1,60,month,2026-12-01,2026-12-20"])
    assert days_out(ends) == {"2026-12": 21}
    assert one(ends, "2026-12").over == 25  # 50 of 25 at the month's end


def test_a_total_counts_what_the_months_before_are_expected_to_take(tmp_path: Path) -> None:
    # 60 for December and January: December takes 50 of 60; January has 10 of them left, less than its own 25.
    grant = ["M1,G1,60,total,2026-12-01,2027-01-31"]
    assert days_out(looking(tmp_path, 3, services=at(50), authorizations=grant)) == {"2027-01": 16}
    (tmp_path / "b").mkdir()
    # Of 90 January has 40 left: 50 x 25/31 = 40.3.
    more = looking(tmp_path / "b", 3, services=at(50), authorizations=["M1,G1,90,total,2026-12-01,2027-01-31"])
    assert days_out(more) == {"2027-01": 25}


def test_on_days_on_which_nothing_can_be_billed_the_rate_rests(tmp_path: Path) -> None:
    # On hold through the 15th: 16 of 31 days, 50 x 16/31 = 25.8 on the 31st. Through the 16th: 24.2.
    for folder, until, out in (("a", "2026-12-15", {"2026-12": 31}), ("b", "2026-12-16", {})):
        (tmp_path / folder).mkdir()
        people = (
            "member_id,first_name,last_name,dob,program,focus,opened_on,hold_from,hold_until\n"
            f"M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01,2026-12-01,{until}\n"
        )
        assert days_out(looking(tmp_path / folder, 2, services=at(50), members=people)) == out


def test_residence_and_closing_end_the_rate_on_their_day(tmp_path: Path) -> None:
    # 50 x 15/31 = 24.2 through the 15th, so from the 16th on somewhere else is early enough; from the 17th is not.
    for folder, day, out in (("a", "2026-12-16", {}), ("b", "2026-12-17", {"2026-12": 16})):
        (tmp_path / folder).mkdir()
        found = looking(tmp_path / folder, 3, services=at(50), residences=[f"M1,nursing-facility,{day},"])
        assert days_out(found) == out


def test_a_known_transfer_changes_the_line_on_its_day(tmp_path: Path) -> None:
    # From C4 (TF under 111, 56 a month, to 20) to C1 (HN under 110, 25) on the 20th: 50 x 20/31 = 32.3 of 25.
    found = looking(
        tmp_path,
        3,
        members=["M1,Ana,Pecan,2010-05-05,standard,HE,2025-07-01"],
        assignments=["M1,C4,2025-07-01,2026-12-20", "M1,C1,2026-12-20,"],
        services=at(50, cm="C4"),
    )
    assert days_out(found) == {"2026-12": 20, "2027-01": 16}
    assert (one(found, "2026-12").line, one(found, "2026-12").cm) == ("hn-110", "C1")


def test_a_yearly_limit_counts_the_months_before(tmp_path: Path) -> None:
    overlay = tmp_path / "agency.db.rules"
    overlay.mkdir()
    (overlay / "limits.toml").write_text(
        '[rows.hn-110]\n[[rows.hn-110.limits]]\nper = "year"\namount = 80\nfrom = 2026-01-01\nfirst = true\n'
        'source = "the agency"\nreading = "a test"\n',
        encoding="utf-8",
    )
    # 2026: 3 x 20 = 60 used; 20 a month in November's last 12 days: 8; December has 12 left: 20 x 19/31 = 12.3.
    # 2027: 20 a month of 80 a year: nothing is left in May: 20 x 1/31 on the 1st.
    found = looking(tmp_path, 8, services=at(20))
    assert days_out(found) == {"2026-12": 19, "2027-05": 1, "2027-06": 1}
    assert (one(found, "2026-12").per, one(found, "2026-12").limit) == ("year", 12)


def test_no_row_is_no_limit_and_no_running_out(tmp_path: Path) -> None:
    # C2 bills HN under 111, which has no row.
    found = looking(tmp_path, 3, assignments=["M1,C2,2025-07-01,"], services=at(50))
    assert not found.run_outs and found.without_rate == ()


def test_by_the_policy_row_only_units_of_the_row_count(tmp_path: Path) -> None:
    # Until October with C6, whose row is HM's; now with C1, whose is HN's: no units of that row, no rate.
    rows = {"assignments": ["M1,C6,2025-07-01,2026-11-01", "M1,C1,2026-11-01,"], "services": at(50, cm="C6")}
    assert days_out(looking(tmp_path, 2, **rows)) == {"2026-12": 16}  # type: ignore[arg-type]
    (tmp_path / "b").mkdir()
    other = looking(tmp_path / "b", 2, settings='cap_scope = "row"\n', **rows)  # type: ignore[arg-type]
    assert other.without_rate == ("M1",)
