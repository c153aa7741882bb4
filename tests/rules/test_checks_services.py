"""tcm check, service by service: activity, situation, line, gate, plan, note, fax. Figures by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tcm_tui.rules.facts import Credential, Plan, Policy, Residence, Site, Stay
from tests.rules.records import (
    ALL,
    DAY,
    LONG_AGO,
    MEMBER,
    ON,
    PLAN,
    SITE,
    SOUND,
    WORKER,
    brief,
    check,
    credential,
    of,
    qualified,
    service,
)

TENTH = date(2026, 3, 10)
NOT_ALL = ALL & ~(1 << 10)  # all but element 11


def test_a_sound_agency_has_no_findings() -> None:
    assert check() == []
    assert check(services=(service(),)) == []


# -- activities -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "rule"),
    [
        ("escort", "R28"),
        ("financial-goals", "R28"),
        ("shopping-bills", "R28"),
        ("delivery", "R28"),
        ("therapy", "R28"),
        ("soonercare-forms", "R28"),
        ("solo-paperwork", "R28"),
        ("forms", "R28"),
        ("travel", "R29"),
        ("eligibility", "R21"),  # document B's exclusions are its own; elsewhere they are on no list
        ("soonercare-outreach", "R21"),
    ],
)
def test_work_that_is_never_billable_shows_what_it_would_have_made(activity: str, rule: str) -> None:
    (found,) = check(services=(service(activity=activity, minutes=25, member_present=None),))
    assert (found.rule, found.severity) == (rule, "info")
    assert (found.minutes, found.units) == (25, 1)
    assert (found.member, found.cm, found.ref) == ("M1", "C1", "V1")
    assert "billable work of that length: 1 unit)" in found.text


@pytest.mark.parametrize("activity", ["eligibility", "soonercare-outreach", "escort"])
def test_document_bs_exclusions_hold_in_its_own_program(activity: str) -> None:
    mother = MEMBER._replace(program="first-time-mothers")
    (found,) = check(services=(service(activity=activity),), members=(mother,))
    assert (found.rule, found.severity, found.units) == ("R30", "info", 4)


@pytest.mark.parametrize(("activity", "severity"), [("escort", "warning"), ("travel", "info")])
def test_a_row_that_names_a_modifier_looks_like_a_claim(activity: str, severity: str) -> None:
    (found,) = check(services=(service(activity=activity, level_modifier="HN"),))
    assert found.severity == severity


@pytest.mark.parametrize(
    ("policy", "minutes", "units"),
    [("completed-15", 29, 1), ("completed-15", 14, 0), ("eight-minute", 23, 2), ("eight-minute", 22, 1)],
)
def test_what_it_would_have_made_follows_the_rounding(policy: str, minutes: int, units: int) -> None:
    row = service(activity="escort", minutes=minutes)
    (found,) = check(policy=Policy(unit_rounding=policy), services=(row,))
    assert found.units == units


def test_forms_with_the_member_are_billable() -> None:
    assert check(services=(service(activity="forms", member_present=True),)) == []


def test_the_family_alone_by_phone_is_a_warning() -> None:
    (found,) = of("R21", check(services=(service(activity="family-remote", minutes=30),)))
    assert (found.rule, found.severity, found.units, found.minutes) == ("R21", "warning", 2, 30)


def test_solo_plan_development_is_told_under_its_rule() -> None:
    (found,) = check(services=(service(activity="plan-development", member_present=False),))
    assert (found.rule, found.severity, found.units) == ("R39", "warning", 4)


# -- situation and line -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "barred"),
    [
        (TENTH, None, True),
        (TENTH + DAY, None, False),
        (LONG_AGO, TENTH, False),
        (LONG_AGO, TENTH + DAY, True),
    ],
)
@pytest.mark.parametrize("kind", ["nursing-facility", "group-home", "foster-home", "icf-mr"])
def test_a_residence_bars_its_days(kind: str, starts: date, ends: date | None, barred: bool) -> None:
    home = Residence("M1", kind, starts, ends)
    found = of("R27", check(services=(service(),), residences=(home,)))
    assert [(f.severity, f.units, f.minutes, f.ref) for f in found] == ([("error", 4, 60, "V1")] if barred else [])


SLIPPED = Stay("M1", "hospital", date(2026, 1, 1), date(2026, 3, 12), date(2026, 3, 30), True)


@pytest.mark.parametrize(
    ("day", "outside", "slipped"),
    [
        (date(2026, 2, 26), True, False),
        (date(2026, 2, 27), True, True),  # the planned window: 14 days through March 12
        (date(2026, 3, 12), True, True),
        (date(2026, 3, 13), True, False),
        (date(2026, 3, 16), True, False),
        (date(2026, 3, 17), False, False),  # the actual window: 14 days through March 30
        (date(2026, 3, 30), False, False),
    ],
)
@pytest.mark.parametrize("on", [date(2026, 3, 30), date(2026, 4, 15)])
def test_a_slipped_discharge_flags_the_units_it_left_outside(day: date, outside: bool, slipped: bool, on: date) -> None:
    visit = service(activity="transition", date=day)
    found = of("R25", check(on=on, services=(visit,), stays=(SLIPPED,)))
    assert [(f.severity, f.units, f.other_ref) for f in found] == (
        [("error", 4, "M1:hospital:2026-01-01")] if outside else []
    )
    assert all(("planned discharge 2026-03-12, which slipped" in f.text) is slipped for f in found)


def test_before_the_discharge_is_known_the_planned_window_holds() -> None:
    inside = service(activity="transition", date=date(2026, 3, 12))
    assert of("R25", check(on=date(2026, 3, 29), services=(inside,), stays=(SLIPPED,))) == []


def test_outside_every_window_without_a_slip_says_no_such_thing() -> None:
    stay = Stay("M1", "hospital", date(2026, 1, 1), date(2026, 6, 1), None, True)
    (found,) = of("R25", check(services=(service(activity="transition"),), stays=(stay,)))
    assert "slipped" not in found.text
    (bare,) = of("R25", check(services=(service(activity="transition"),)))
    assert bare.other_ref is None


@pytest.mark.parametrize(
    ("kind", "born", "rule"),
    [
        ("imd", date(2004, 3, 10), ["R26"]),  # 22 on the day
        ("imd", date(2004, 3, 11), []),  # 21: transition is open to them
        ("public-institution-inmate", date(2010, 1, 1), ["R26"]),
    ],
)
def test_never_in_transition(kind: str, born: date, rule: list[str]) -> None:
    stay = Stay("M1", kind, date(2026, 2, 1), date(2026, 3, 12), None, True)
    found = check(services=(service(activity="transition"),), stays=(stay,), members=(MEMBER._replace(dob=born),))
    assert [f.rule for f in found if f.severity == "error"] == rule


def test_no_row_is_an_error_and_shows_the_units() -> None:
    found = check(services=(service(),), sites=(SITE._replace(contract="111"),))
    (no_row,) = of("R2", found)
    assert (no_row.severity, no_row.units, no_row.minutes) == ("error", 4, 60)
    short = of("R2", check(services=(service(minutes=14),), sites=(SITE._replace(contract="111"),)))
    assert [(f.severity, f.units) for f in short] == [("info", 0)]  # nothing is claimed


@pytest.mark.parametrize(
    ("kind", "site", "row", "rules"),
    [
        ("first-time-mothers", None, None, []),
        ("standard", None, None, ["R2"]),
        ("first-time-mothers", "111", None, ["R2"]),
        ("first-time-mothers", None, "111", ["R2"]),
    ],
)
def test_document_b_has_no_table_so_no_row_is_missing_there(
    kind: str, site: str | None, row: str | None, rules: list[str]
) -> None:
    worker = WORKER._replace(type=kind)
    found = check(services=(service(contract=row),), sites=(Site("S1", "Clinic", site),), case_managers=(worker,))
    assert [f.rule for f in found if f.ref == "V1"] == rules


def test_the_row_that_is_missing_is_the_one_the_service_names() -> None:
    (found,) = of("R2", check(services=(service(level_modifier="TF", contract="114"),)))
    assert found.text.startswith("level modifier TF, contract 114, age 45 on 2026-03-10: no row")


def test_residence_and_row_are_both_told() -> None:
    home = Residence("M1", "group-home", LONG_AGO)
    found = check(services=(service(),), sites=(SITE._replace(contract="111"),), residences=(home,))
    assert [f.rule for f in found if f.ref == "V1"] == ["R2", "R27"]


def test_over_midnight_only_the_barred_date_is_told() -> None:
    home = Residence("M1", "group-home", TENTH + DAY)
    (found,) = of("R27", check(services=(service(start=1410, minutes=75),), residences=(home,)))
    assert (found.minutes, found.units) == (45, 3)


@pytest.mark.parametrize(("focus", "rules"), [("HE", []), ("HF", []), ("HV", []), ("HX", ["R6"])])
def test_exactly_one_focus(focus: str, rules: list[str]) -> None:
    assert [f.rule for f in check(services=(service(focus=focus),))] == rules
    member = MEMBER._replace(focus=focus)
    assert [f.rule for f in check(services=(service(),), members=(member,))] == rules


# -- who may bill what -------------------------------------------------------------------------------


def gated(level: str, modifier: str, *creds: Credential, contract: str = "110") -> list[tuple[str, str]]:
    worker = WORKER._replace(level=level)
    found = check(
        services=(service(level_modifier=modifier),),
        case_managers=(worker,),
        sites=(SITE._replace(contract=contract),),
        credentials=(*qualified(), *creds),
    )
    return brief([f for f in found if f.ref == "V1"])


TG = (credential("experience", amount=24), credential("crisis-experience"), credential("training-intensive"))


def test_cm_i_with_hn_is_an_error() -> None:
    assert gated("I", "HN") == [("R43", "error")]
    assert gated("I", "HM") == []
    assert gated("II", "HM") == [("R44", "warning")]


def test_tg_asks_for_the_intensive_training() -> None:
    assert gated("II", "TG", *TG, contract="111") == []
    assert gated("II", "TG", *TG[:2], contract="111") == [("R46", "error")]
    assert gated("II", "TG", *TG[1:], contract="111") == [("R46", "warning")]


@pytest.mark.parametrize(("expires", "flagged"), [(TENTH, False), (TENTH - DAY, True)])
def test_a_certification_must_hold_on_the_day_of_service(expires: date, flagged: bool) -> None:
    old = credential("certification", completed_on=LONG_AGO, expires_on=expires)
    new = credential("certification", completed_on=date(2026, 3, 12))
    found = check(services=(service(),), credentials=(old, new, *qualified()[1:]))
    assert [(f.severity, f.units) for f in of("R42", found) if f.ref == "V1"] == ([("error", 4)] if flagged else [])


def test_only_units_are_gated() -> None:
    found = check(
        services=(service(level_modifier="HN", activity="escort"),),
        case_managers=(WORKER._replace(level="I"),),
    )
    assert of("R43", found) == []


# -- plan, signatures, note, fax ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ((Plan("M1", TENTH, TENTH, 1, LONG_AGO, LONG_AGO, LONG_AGO),), []),
        ((Plan("M1", TENTH + DAY, None, 1),), ["error"]),
        ((Plan("M1", LONG_AGO, TENTH - DAY, 1),), ["error"]),
        ((), ["warning"]),
    ],
)
def test_a_plan_must_be_in_force_on_the_day(plans: tuple[Plan, ...], expected: list[str]) -> None:
    found = of("R38", check(services=(service(),), plans=plans))
    assert [f.severity for f in found] == expected
    assert all((f.ref, f.units) == ("V1", 4) for f in found)


@pytest.mark.parametrize("activity", ["plan-information", "plan-development"])
def test_work_that_makes_the_plan_comes_before_it(activity: str) -> None:
    assert of("R38", check(services=(service(activity=activity),), plans=())) == []


def test_work_without_units_needs_no_plan() -> None:
    assert of("R38", check(services=(service(minutes=14),), plans=())) == []


@pytest.mark.parametrize(
    ("change", "pending"),
    [
        ({}, False),
        ({"member_signed_on": None}, True),
        ({"cm_signed_on": None}, True),
        ({"lbhp_signed_on": None}, True),
        ({"lbhp_signed_on": ON}, False),
        ({"lbhp_signed_on": ON + DAY}, True),
    ],
)
def test_plan_development_waits_for_three_signatures(change: dict[str, Any], pending: bool) -> None:
    row = service(activity="plan-development")
    found = of("R39", check(services=(row,), plans=(PLAN._replace(**change),)))
    assert [(f.severity, f.units, f.other_ref) for f in found] == (
        [("warning", 4, "M1:plan:2026-01-01")] if pending else []
    )


@pytest.mark.parametrize(
    ("elements", "minutes", "expected"),
    [
        (ALL, 60, None),
        (NOT_ALL, 60, ("warning", 10, (11,), 4)),
        (NOT_ALL, 14, ("info", 10, (11,), 0)),
        (0b11, 60, ("warning", 2, (3, 4, 5, 6, 7, 8, 9, 10, 11), 4)),
        (0, 60, ("warning", 0, tuple(range(1, 12)), 4)),
    ],
)
def test_an_incomplete_note_puts_units_at_risk(
    elements: int, minutes: int, expected: tuple[str, int, tuple[int, ...], int] | None
) -> None:
    found = of("R40", check(services=(service(elements=elements, minutes=minutes),)))
    got = [(f.severity, f.present, f.missing, f.units) for f in found]
    assert got == ([expected] if expected else [])
    assert all(f.of == 11 for f in found)
    if elements == NOT_ALL and minutes == 60:
        assert found[0].text.endswith("missing (11) the member's satisfaction: 4 units at risk")


def test_the_note_of_unbillable_work_is_nobodys_risk() -> None:
    assert of("R40", check(services=(service(activity="travel", elements=0),))) == []


FAXED = date(2026, 1, 30)  # + 30 days is Sunday, March 1: weekends count


@pytest.mark.parametrize(
    ("on", "filed", "expected"),
    [
        (date(2026, 3, 1), None, None),
        (date(2026, 3, 2), None, ("error", 4)),
        (date(2026, 3, 18), date(2026, 3, 1), None),
        (date(2026, 3, 18), date(2026, 3, 2), ("warning", 0)),
        (date(2026, 3, 2), date(2026, 3, 3), ("error", 4)),  # filed later than the day asked about
    ],
)
def test_the_original_of_a_fax(on: date, filed: date | None, expected: tuple[str, int] | None) -> None:
    row = service(date=FAXED, signature="fax", fax_on=FAXED, original_filed_on=filed)
    assert [(f.severity, f.units) for f in of("R41", check(on=on, services=(row,)))] == ([expected] if expected else [])
    plain = row._replace(signature="original")
    assert of("R41", check(on=on, services=(plain,))) == []


def test_what_is_dated_later_is_not_seen() -> None:
    later = service(date=ON + DAY, activity="escort", elements=0)
    assert check(services=(later,)) == []
    assert len(check(on=ON + DAY, services=(later,))) == 1


def test_a_service_of_a_member_outside_the_selection_is_left_alone() -> None:
    stranger = service(member_id="M9", activity="escort")
    assert check(SOUND, services=(stranger,)) == []
