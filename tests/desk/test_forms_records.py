"""Forms of plans, stays, homes, grants, members, hours and settings: what they say, store and change."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import audit, clocks, discharge, forms, lookup, undo
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.office import Desk
from tests.desk.given import agency
from tests.desk.test_forms import OF_C1, ON, TWO, VISIT, rules, save, stored

DONE = ["V1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"]  # 4 units
M1 = {"member": "M1"}


def texts(desk: Desk, form: str, **more: str) -> dict[str, str]:
    return forms.begin(desk, form, M1, ON) | more


def said(checked: forms.Checked, rule: str) -> str:
    return "; ".join(reason.text for reason in checked.reasons if reason.rule == rule)


def used(desk: Desk) -> int:
    return lookup.units(desk, "M1", ON).month.used


# ── plans ────────────────────────────────────────────────────────────────────────────────────────


def test_a_plan_begins_the_day_after_the_last_one_and_is_as_long(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, plans=["M1,2025-10-01,2026-03-31,2"])  # 182 days
    assert forms.begin(desk, "plan", M1, ON) == {
        "member": "M1", "starts_on": "2026-04-01", "ends_on": "2026-09-29", "contacts_per_month": "2",
        "member_signed_on": "", "cm_signed_on": "", "lbhp_signed_on": "",
    }  # fmt: skip
    none = agency(_sub(tmp_path), ON)
    begun = forms.begin(none, "plan", M1, ON)
    assert (begun["starts_on"], begun["ends_on"]) == ("2026-03-03", "")


def _sub(folder: Path) -> Path:
    (folder / "other").mkdir()
    return folder / "other"


def test_three_signatures_make_plan_development_payable(tmp_path: Path) -> None:
    """Two of three are not enough; the third, typed later, pays the time of developing it."""
    desk = agency(tmp_path, ON, services=["V1,M1,C1,2026-03-02,09:00,10:00,plan-development,office"])
    two = texts(desk, "plan", starts_on="3/2", member_signed_on="3/2", cm_signed_on="3/2")
    checked = forms.check(desk, "plan", two, ON)
    assert checked.verdict == "warn"
    assert "2 of 3 signatures by 2026-03-03, missing licensed professional" in said(checked, "R39")
    key = stored(desk, "plan", two)
    assert (key, desk.store.rows("SELECT status FROM ledger")) == ("M1/2026-03-02", [("pending",)])
    stored(desk, "plan", {"lbhp_signed_on": "today"}, {"record": key})
    assert desk.store.rows("SELECT status, payable_units FROM ledger") == [("payable", 4)]


def test_days_without_a_plan_and_days_with_two_are_told(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, plans=["M1,2025-07-01,2026-02-27,"])
    checked = forms.check(desk, "plan", texts(desk, "plan", starts_on="3/3", ends_on=""), ON)
    assert "no plan is in force from 2026-02-28 through 2026-03-02" in said(checked, "R38")
    checked = forms.check(desk, "plan", texts(desk, "plan", starts_on="2/1"), ON)
    assert "the plan from 2025-07-01 holds on some of these days too" in said(checked, "R38")
    assert forms.check(desk, "plan", texts(desk, "plan", ends_on="2026-01-01"), ON).errors == {
        "ends_on": "2026-01-01 is before “from”, 2026-02-28; correct one of the two."
    }
    twice = save(desk, "plan", texts(desk, "plan", starts_on="2025-07-01", ends_on="2025-12-31"))
    assert twice.result is not None and "recorded already" in twice.result.reasons[0].text


# ── where a member is ────────────────────────────────────────────────────────────────────────────


def test_a_residence_stops_billing_from_until_and_its_removal_starts_it_again(tmp_path: Path) -> None:
    desk = agency(
        tmp_path, ON, services=DONE, appointments=["A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled"]
    )
    home = texts(desk, "residence", kind="group", starts_on="3/1", ends_on="3/11")
    checked = forms.check(desk, "residence", home, ON)
    assert checked.verdict == "warn"
    assert said(checked, "R27") == (
        "group home: nothing can be billed from 2026-03-01 through 2026-03-10; "
        "4 delivered units of 1 service and 1 planned visit (A1) on these days"
    )
    key = stored(desk, "residence", home)
    assert (key, used(desk)) == ("M1/group-home/2026-03-01", 0)
    stored(desk, "residence", {"starts_on": "3/3"}, {"record": key})  # moved in later: the 2nd counts again
    assert used(desk) == 4
    assert desk.store.rows("SELECT starts_on FROM residences") == [("2026-03-03",)]
    stored(desk, "residence", {"starts_on": "3/1"}, {"record": "M1:group-home:2026-03-03"})
    assert used(desk) == 0
    gone = stored(desk, "remove", {"what": "residence", "record": key, "because": "wrong member"})
    assert (gone, used(desk)) == (key, 4)
    line = audit.view(desk).lines[0]
    assert (line.action, line.after, json.loads(line.before or "")["because"]) == ("remove", None, "wrong member")


def test_a_residence_for_the_wrong_member_goes_to_the_right_one(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, members=TWO, assignments=OF_C1, services=DONE)
    key = stored(desk, "residence", texts(desk, "residence", kind="icf", starts_on="3/1"))
    assert used(desk) == 0
    assert stored(desk, "residence", {"member": "M2"}, {"record": key}) == "M2/icf-mr/2026-03-01"
    assert used(desk) == 4


def test_a_home_stops_nothing(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    checked = forms.check(desk, "residence", texts(desk, "residence", kind="home"), ON)
    assert (checked.verdict, said(checked, "R27")) == ("ok", "home: billing goes on")


def test_a_removal_is_taken_back(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE, residences=["M1,group-home,2026-03-01,"])
    saved = save(desk, "remove", {"what": "residence", "record": "M1/group-home/2026-03-01", "because": "mistake"})
    assert used(desk) == 4
    assert saved.result is not None and saved.result.batch is not None
    undo.undo(desk, saved.result.batch, ON)
    assert used(desk) == 0


@pytest.mark.parametrize(
    ("admitted", "window"),
    [("2025-09-11", "2026-01-10 to 2026-03-10"), ("2025-09-12", "2026-02-25 to 2026-03-10")],  # 180 and 179 nights
)
def test_a_stay_shows_its_window(tmp_path: Path, admitted: str, window: str) -> None:
    desk = agency(tmp_path, ON)
    stay = texts(desk, "stay", kind="hospital", admitted_on=admitted, planned_discharge_on="3/10")
    assert window in said(forms.check(desk, "stay", stay, ON), "R25")


def test_a_stay_in_an_imd_at_35_has_no_window_and_says_what_lies_in_it(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=DONE)
    stay = texts(desk, "stay", kind="imd", admitted_on="3/1", planned_discharge_on="3/10")
    checked = forms.check(desk, "stay", stay, ON)
    assert checked.verdict == "warn"
    assert "4 delivered units of 1 service" in said(checked, "R26")
    stored(desk, "stay", stay)
    assert used(desk) == 0
    stored(desk, "stay", {"kind": "hospital"}, {"record": "M1/imd/2026-03-01"})
    assert used(desk) == 4  # the last 14 days hold all of it


def test_a_discharge_that_has_passed_is_asked_for(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    stay = texts(desk, "stay", kind="hospital", admitted_on="2/1", planned_discharge_on="3/2")
    assert "is past and none is recorded" in said(forms.check(desk, "stay", stay, ON), "R25")


STAY = ["M1,hospital,2025-09-11,2026-03-10,"]
INSIDE = [
    "V1,M1,C1,2026-01-09,09:00,10:00,transition,other",
    "V2,M1,C1,2026-01-10,09:00,10:00,transition,other",
    "V3,M1,C1,2026-03-02,09:00,10:00,transition,other",
]


@pytest.mark.parametrize(
    ("day", "window", "units"),
    [
        ("2026-03-10", ("2026-01-10", "2026-03-10"), (8, 4, 2)),  # 180 nights
        ("2026-03-09", ("2026-02-24", "2026-03-09"), (4, 8, 0)),  # 179
        ("2026-03-03", ("2026-02-18", "2026-03-03"), (4, 8, 0)),
    ],
)
def test_what_if_discharged(tmp_path: Path, day: str, window: tuple[str, str], units: tuple[int, int, int]) -> None:
    booked = ["A1,M1,C1,2026-03-10,09:00,09:30,community-contact,scheduled"]
    desk = agency(tmp_path, ON, stays=STAY, services=INSIDE, appointments=booked)
    found = discharge.discharged(desk, "M1", date.fromisoformat(day), ON)
    assert (str(found.stay.window_from), str(found.stay.window_to)) == window
    assert (found.units, found.outside, found.planned) == units
    assert desk.store.rows("SELECT planned_discharge_on FROM stays") == [("2026-03-10",)]


# ── hold, refusal, the member ────────────────────────────────────────────────────────────────────


def contact(desk: Desk) -> list[str]:
    """The clock of March's contact."""
    seen = clocks.of_member(desk, "M1", ON)
    return [item.status for item in seen if item.kind == "contact" and item.due_on.month == 3]


def test_a_hold_suspends_the_contact_and_ends(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=["A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled"])
    checked = forms.check(desk, "hold", texts(desk, "hold"), ON, M1)
    assert (checked.verdict, "1 planned visit (A1)" in said(checked, "R17")) == ("warn", True)
    stored(desk, "hold", {"hold_reason": "travels"}, M1)
    assert contact(desk) == ["on-hold"]
    again = forms.begin(desk, "hold", M1, ON)
    assert (again["hold_from"], again["hold_reason"]) == ("2026-03-03", "travels")
    stored(desk, "hold", {"hold_from": "", "hold_reason": ""}, M1)
    assert contact(desk) == ["scheduled"]
    assert save(desk, "hold", {"hold_from": "", "hold_until": "eom"}, M1).errors == {
        "hold_from": "A hold begins on a day; give it, or empty the others."
    }


def test_a_refusal_ends_the_dues_and_can_be_taken_back(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    assert contact(desk) == ["open"]
    stored(desk, "refusal", {}, M1)
    assert contact(desk) == []
    stored(desk, "refusal", {"refused_on": ""}, M1)
    assert contact(desk) == ["open"]


def test_a_member_s_details_merge_field_by_field(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    began = forms.begin(desk, "member", M1, ON)
    assert (began["first_name"], began["acuity"], began["pinned"]) == ("Ana", "1", "no")
    stored(desk, "member", {"phone": "555 0100", "acuity": "1.5"}, M1)
    saved = forms.save(desk, "member", began | {"language": "Spanish", "pinned": "yes"}, ON, M1, began=began)
    assert set(saved.merged) == {"phone", "acuity"}
    row = desk.store.rows("SELECT phone, acuity, language, pinned FROM members")
    assert row == [("555 0100", 1.5, "Spanish", 1)]


def test_a_new_member_brings_its_family(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    new = {"member_id": "M9", "first_name": "Ida", "last_name": "Brook", "dob": "2014-06-06", "program": "wrap",
           "focus": "he", "family": "F7"}  # fmt: skip
    assert stored(desk, "member", new) == "M9"
    assert desk.store.rows("SELECT family_id FROM families") == [("F7",)]
    again = save(desk, "member", new)
    assert again.result is not None and "recorded already" in again.result.reasons[0].text
    moved = save(desk, "member", {"member_id": "M8"}, {"member": "M9"})
    assert moved.result is not None and "id M9 stays" in moved.result.reasons[0].text


def test_another_birth_date_works_every_service_out_anew(tmp_path: Path) -> None:
    """C5 bills row 114, from the 18th birthday on."""
    desk = agency(
        tmp_path, ON, members=["M1,Ana,Pecan,2008-03-02,pact,HE,2025-07-01"], assignments=["M1,C5,2025-07-01,"],
        services=["V1,M1,C5,2026-03-02,09:00,10:00,member-face-to-face,home"],
    )  # fmt: skip
    assert used(desk) == 4
    stored(desk, "member", {"dob": "2008-03-03"}, M1)
    assert used(desk) == 0


# ── limits ───────────────────────────────────────────────────────────────────────────────────────


def test_an_authorization_says_what_it_lifts(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    grant = texts(desk, "authorization", number="N-1", units="40")
    assert (grant["period"], grant["ends_on"]) == ("month", "2026-03-31")
    assert "max(25, 40) = 40" in said(forms.check(desk, "authorization", grant, ON), "R5")
    assert forms.check(desk, "authorization", grant | {"units": "20"}, ON).verdict == "warn"
    assert forms.check(desk, "authorization", grant | {"level_modifier": "TG"}, ON).verdict == "warn"
    stored(desk, "authorization", grant)
    assert lookup.units(desk, "M1", ON).month.limit == 40


def test_units_known_elsewhere_are_taken_off_once(tmp_path: Path) -> None:
    desk = agency(
        tmp_path, ON, services=DONE, appointments=["A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled"]
    )
    known = texts(desk, "external", units="10", source="payer")
    assert said(forms.check(desk, "external", known, ON), "R5") == (
        "25 - 4 used - 4 planned - 10 known elsewhere = 7 left"
    )
    key = stored(desk, "external", known)
    assert lookup.units(desk, "M1", ON).month.available == 7
    edit = {"record": key}
    began = forms.begin(desk, "external", edit, ON)
    checked = forms.check(desk, "external", began | {"units": "20"}, ON, edit)
    assert said(checked, "R5") == "25 - 4 used - 4 planned - 20 known elsewhere = 0 left, 3 over"


# ── hours, leave, the agency ─────────────────────────────────────────────────────────────────────


def test_working_hours_of_several_days_are_several_rows(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    context = {"cm": "C1"}
    checked = forms.check(desk, "working-hours", forms.begin(desk, "working-hours", context, ON), ON)
    assert checked.reasons[0].text == "mon, tue, wed, thu, fri 08:00 to 17:00: 45 hours a week"
    key = stored(desk, "working-hours", {"days": "mon, wed", "start": "8", "stop": "12"}, context)
    assert key == "C1/0/2026-03-03/480"
    rows = desk.store.rows("SELECT weekday, start_min, stop_min, starts_on, ends_on FROM working_hours")
    assert rows == [(0, 480, 720, "2026-03-03", None), (2, 480, 720, "2026-03-03", None)]
    both = {"days": "wed-fri", "start": "11", "stop": "13"}
    clash = save(desk, "working-hours", both, context)
    assert (
        clash.result is not None and "wed 08:00 to 12:00 is recorded from 2026-03-03 on" in clash.result.reasons[0].text
    )
    assert len(desk.store.rows("SELECT 1 FROM working_hours")) == 2  # not even Thursday
    stored(desk, "working-hours", {"stop": "11:30", "ends_on": "6/1"}, {"record": key})
    assert desk.store.rows("SELECT stop_min, ends_on FROM working_hours WHERE weekday = 0") == [(690, "2026-06-01")]


def test_a_leave_names_the_visits_in_it(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=["A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled"])
    leave = {"cm": "C1", "starts_on": "3/9", "ends_on": "3/15", "reason": "rest"}
    checked = forms.check(desk, "leave", leave, ON)
    assert [r.text for r in checked.reasons] == [
        "5 business days away",
        "1 visit planned in it (A1 on 2026-03-10): move each, or give it to somebody else",
    ]
    key = stored(desk, "leave", leave)
    assert forms.check(desk, "leave", leave | {"starts_on": "3/15", "ends_on": "3/20"}, ON).verdict == "refused"
    assert stored(desk, "leave", {"ends_on": "3/16"}, {"record": key}) == "C1/2026-03-09"
    assert booking_warns(desk, "2026-03-16") and not booking_warns(desk, "2026-03-17")


def booking_warns(desk: Desk, day: str) -> bool:
    texts = {"member": "M1", "cm": "C1", "date": day, "start": "9", "stop": "10", "kind": "office"}
    return "leave" in rules(forms.check(desk, "book", texts, ON))


def test_a_fixed_appointment_gets_a_number_and_meets_visits(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=[VISIT])
    court = {"cm": "C1", "start": "9:30", "stop": "11", "label": "court"}
    assert forms.check(desk, "fixed-appointment", court | {"date": "today"}, ON).verdict == "warn"
    assert [stored(desk, "fixed-appointment", court) for _ in range(2)] == ["TF1", "TF2"]
    assert stored(desk, "fixed-appointment", {"date": "+1d"}, {"record": "TF1"}) == "TF1"
    assert desk.store.rows("SELECT date FROM fixed_appointments ORDER BY fixed_id") == [
        ("2026-03-04",),
        ("2026-03-03",),
    ]


def test_a_closed_day_moves_the_outreach_clock(tmp_path: Path) -> None:
    """Missed on Monday the 2nd, due Wednesday the 4th; with the 4th closed, Thursday the 5th."""
    desk = agency(tmp_path, ON, appointments=["A1,M1,C1,2026-03-02,09:00,10:00,community-contact,missed"])

    def due() -> list[date]:
        return [item.due_on for item in clocks.of_member(desk, "M1", ON) if item.kind == "outreach"]

    assert due() == [date(2026, 3, 4)]
    stored(desk, "closure", {"date": "3/4", "name": "ice"})
    assert due() == [date(2026, 3, 5)]
    stored(desk, "remove", {"what": "closure", "record": "2026-03-04", "because": "thawed"})
    assert due() == [date(2026, 3, 4)]


def test_a_setting_changes_every_answer_at_once(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=["V1,M1,C1,2026-03-02,09:00,09:25,member-face-to-face,home"])
    assert used(desk) == 1
    assert forms.begin(desk, "setting", {"key": "unit_rounding"}, ON)["value"] == "completed-15"
    stored(desk, "setting", {"value": "eight-minute"}, {"key": "unit_rounding"})
    assert used(desk) == 2
    stored(desk, "setting", {"value": "completed-15"}, {"key": "unit_rounding"})
    assert used(desk) == 1
    wrong = save(desk, "setting", {"value": "seven"}, {"key": "unit_rounding"})
    assert wrong.errors == {"value": "“seven” is not one of its values; write completed-15 or eight-minute."}
    stored(desk, "setting", {"key": "day_start", "value": "9"})
    assert desk.planning.day_start == 540
    late = save(desk, "setting", {"key": "day_stop", "value": "8:30"})
    assert late.result is not None and "is not after day_start 09:00" in late.result.reasons[0].text


def test_a_credential_has_the_key_of_its_first_day(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    talk = {"cm": "C4", "kind": "consultation", "completed_on": "3/2"}
    assert forms.check(desk, "credential", talk, ON).verdict == "warn"  # without minutes it counts nothing
    key = stored(desk, "credential", talk | {"amount": "62.5"})
    assert key == "C4/consultation/2026-03-02"
    assert stored(desk, "credential", {"completed_on": "3/3"}, {"record": key}) == "C4/consultation/2026-03-03"


def test_on_call_runs_overnight(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    duty = {"cm": "C4", "program": "wrap", "date": "today", "start": "5p", "until": "+1d", "stop": "8"}
    key = stored(desk, "on-call", duty)
    assert key == "C4/wraparound/2026-03-03T17:00"
    began = forms.begin(desk, "on-call", {"record": key}, ON)
    assert (began["start"], began["until"], began["stop"]) == ("17:00", "2026-03-04", "08:00")
    assert "stop" in save(desk, "on-call", duty | {"until": "today"}).errors


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    with pytest.raises(NotOne, match="no plan “M1/2020-01-01”"):
        forms.begin(desk, "plan", {"record": "M1/2020-01-01"}, ON)
    gone = save(desk, "remove", {"what": "plan", "record": "M1/2020-01-01", "because": "x"})
    assert gone.result is not None and gone.result.verdict == "refused"


# ── case managers ────────────────────────────────────────────────────────────────────────────────


def test_a_case_manager_joins_and_may_be_given_members(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    joins = forms.begin(desk, "case-manager", {}, ON) | {"cm_id": "C99", "name": "Ida Brook", "site": "prairie"}
    assert (joins["hired_on"], joins["type"]) == ("2026-03-03", "standard")
    assert said(forms.check(desk, "case-manager", joins, ON), "R42").startswith("record the credentials next")
    assert stored(desk, "case-manager", joins) == "C99"
    assert desk.store.rows("SELECT level, type, site_id FROM case_managers WHERE cm_id = 'C99'") == [
        ("II", "standard", "S114")
    ]
    assert "recorded already" in forms.check(desk, "case-manager", joins, ON).reasons[0].text


def test_who_leaves_is_told_whom_they_leave_behind(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, members=TWO, assignments=OF_C1, appointments=[VISIT])
    c1 = {"cm": "C1"}
    going = forms.begin(desk, "case-manager", c1, ON) | {"left_on": "today"}
    checked = forms.check(desk, "case-manager", going, ON, c1)
    assert checked.verdict == "warn"
    assert said(checked, "R31").startswith("2 members and 1 planned visit still with C1 from 2026-03-03 on")
    other = save(desk, "case-manager", going | {"cm_id": "C98"}, c1)
    assert other.result is not None and "The id C1 stays" in other.result.reasons[0].text
    assert stored(desk, "case-manager", {"left_on": "today"}, c1) == "C1"
    assert desk.store.rows("SELECT left_on FROM case_managers WHERE cm_id = 'C1'") == [("2026-03-03",)]


def test_another_level_works_out_anew_what_the_services_are_worth(tmp_path: Path) -> None:
    """A service without a modifier of its own is billed at its worker's level: HN for a CM II, HM for a CM I."""
    desk = agency(tmp_path, ON, services=DONE)
    rows = "SELECT line_id FROM ledger"
    [(before,)] = desk.store.rows(rows)
    stored(desk, "case-manager", {"level": "I"}, {"record": "C1"})
    [(after,)] = desk.store.rows(rows)
    assert (before, after) == ("hn-110", "hm-110")
