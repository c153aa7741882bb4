"""The staff sheet joins credentials, consultation, lines and hours; expected values from R42-R48 by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import staff
from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views.staff import StaffRow
from tests.desk.given import agency

ON = date(2026, 3, 3)  # a Tuesday; its week began on Monday the 2nd
HEAD = "cm_id,kind,began_on,completed_on,expires_on,amount\n"
BASE = "{0},certification,,2025-04-01,{1},\n{0},competency-exam,,2024-01-02,,\n{0},degree,,2020-05-01,,\n"
C4 = BASE.format("C4", "2027-01-31") + "C4,coaching,2024-02-01,,,\nC4,training-wraparound,,2024-05-01,,24\n"


def rows(folder: Path, credentials: str, on: date = ON, scope: Scope | None = None) -> dict[str, StaffRow]:
    desk = agency(folder, on, credentials=HEAD + credentials)
    return {row.cm: row for row in staff.view(desk, on, scope or Scope()).rows}


@pytest.mark.parametrize(
    ("expires", "status", "through"),
    [
        ("2026-03-02", "lapsed", None),
        ("2026-03-03", "lapsing", date(2026, 3, 3)),
        ("2026-04-03", "lapsing", date(2026, 4, 3)),  # in 31 days
        ("2026-04-04", "qualified", date(2026, 4, 4)),
    ],
)
def test_a_lapse_is_near_within_a_month(tmp_path: Path, expires: str, status: str, through: date | None) -> None:
    row = rows(tmp_path, BASE.format("C1", expires))["C1"]
    assert (row.status, row.through, [item.what for item in row.missing]) == (
        status,
        through,
        ["certification"],
    )
    assert row.certified_until == date.fromisoformat(expires)
    assert (row.examined, row.exam_until, row.certified) == (True, None, status != "lapsed")


def test_of_several_certifications_the_last_that_holds_counts(tmp_path: Path) -> None:
    renewed = "C1,certification,,2026-03-01,2027-03-01,\nC1,certification,,2026-03-04,2029-03-01,\n"
    row = rows(tmp_path, BASE.format("C1", "2026-03-31") + renewed)["C1"]
    assert (row.status, row.certified_until) == ("qualified", date(2027, 3, 1))


def test_nothing_on_file_is_not_shown_and_document_b_is_not_asked(tmp_path: Path) -> None:
    found = rows(tmp_path, BASE.format("C1", "2027-01-31"))
    assert found["C8"].status == "not-shown"
    assert [item.what for item in found["C8"].missing] == ["certification", "competency-exam", "cm-ii"]
    assert (found["C7"].status, found["C7"].annual, found["C7"].weeks) == ("not-asked", None, ())


def test_consultation_by_week_on_both_sides_of_60_minutes(tmp_path: Path) -> None:
    """Weeks from Monday to Sunday, the running one last: 40 so far leaves 20."""
    held = [
        ("2026-01-14", 60), ("2026-01-25", 59), ("2026-01-26", 61), ("2026-02-02", 30), ("2026-02-08", 30),
        ("2026-02-09", 0), ("2026-02-16", 59.5), ("2026-03-01", 90), ("2026-03-02", 40), ("2026-03-04", 60),
    ]  # fmt: skip
    text = "".join(f"C4,consultation,,{day},,{minutes}\n" for day, minutes in held)
    row = rows(tmp_path, C4 + text)["C4"]
    assert [(w.monday.isoformat()[5:], w.minutes, w.short, w.status) for w in row.weeks] == [
        ("01-12", 60, 0, "met"),
        ("01-19", 59, 1, "short"),
        ("01-26", 61, 0, "met"),
        ("02-02", 60, 0, "met"),
        ("02-09", 0, 60, "short"),
        ("02-16", 59, 1, "short"),
        ("02-23", 90, 0, "met"),
        ("03-02", 40, 20, "open"),
    ]
    assert row.short_now == 20


def test_a_week_before_the_hire_or_of_it_is_held_against_nobody(tmp_path: Path) -> None:
    """Hired on Wednesday 18 February: the first whole week is that of the 23rd."""
    people = (
        "cm_id,name,level,type,site_id,hired_on,supervisor_id\n"
        "C1,Dana Whitehorse,II,standard,S110,2024-01-08,\nC4,Walt Reed,II,wraparound,S111,2026-02-18,C1\n"
    )
    desk = agency(tmp_path, ON, case_managers=people, credentials=HEAD + C4 + "C4,consultation,,2026-02-19,,10\n")
    row = staff.view(desk, ON).rows[1]
    assert [w.status for w in row.weeks] == ["not-held"] * 6 + ["short", "open"]
    only = [r.cm for r in staff.view(desk, ON, Scope(supervisor="C1")).rows]
    assert (only, [r.cm for r in staff.view(desk, ON, Scope(site="S110")).rows]) == (["C4"], ["C1"])
    assert [r.cm for r in staff.view(desk, ON, Scope(type="pact")).rows] == []


def test_what_each_may_take_and_the_yearly_basis(tmp_path: Path) -> None:
    found = rows(tmp_path, C4 + BASE.format("C2", "2027-01-31"))
    assert {may.what: may.verdict for may in found["C4"].takes}["wraparound"] == "ok"
    # a CM II at a CMHC has no row for HN
    [hn] = [may for may in found["C2"].bills if may.what == "HN"]
    assert (hn.verdict, hn.because[0].rule) == ("no-row", "R2")
    assert (found["C4"].annual, found["C2"].annual, found["C5"].annual) == (812, 1141, None)
    assert (found["C4"].basis, found["C4"].year_starts) == ("state-fiscal-year", date(2025, 7, 1))
    assert (found["C4"].coached, found["C2"].coached) == (True, None)


def test_a_sheet_holds_every_credential_with_its_key_and_the_grounds(tmp_path: Path) -> None:
    begun = "C4,wraparound-credential,2025-08-31,,,\nC4,certification,,2026-04-01,2028-01-31,\n"
    desk = agency(tmp_path, ON, credentials=HEAD + C4 + begun + BASE.format("C1", "2026-03-02"))
    sheet = staff.sheet(desk, "C4", ON)
    assert sheet is not None
    assert [(c.key, c.status) for c in sheet.credentials] == [
        ("C4/certification/2026-04-01", "ahead"),
        ("C4/certification/2025-04-01", "holds"),
        ("C4/coaching/2024-02-01", "holds"),
        ("C4/competency-exam/2024-01-02", "holds"),
        ("C4/degree/2020-05-01", "holds"),
        ("C4/training-wraparound/2024-05-01", "holds"),
        ("C4/wraparound-credential/2025-08-31", "begun"),
    ]
    # begun 31 Aug 2025 + 9 months = 31 May 2026
    assert (sheet.row.status, sheet.row.through) == ("qualified", date(2026, 5, 31))
    assert {item.what: item.met for item in sheet.asked}["coaching"] is True
    assert {"R42", "R43", "R45"} <= {reason.rule for reason in sheet.row.reasons}
    assert sheet.hours.annual == 812
    assert next((c.key, c.status) for c in staff.sheet(desk, "C1", ON).credentials) == (  # type: ignore[union-attr]
        "C1/certification/2025-04-01",
        "expired",
    )
    assert staff.sheet(desk, "C99", ON) is None


def test_the_kept_answer_is_dropped_by_a_write(tmp_path: Path) -> None:
    from tcm_tui.desk import forms

    desk = agency(tmp_path, ON, credentials=HEAD + C4)
    assert staff.view(desk, ON).rows[3].short_now == 60
    told = {"cm": "C4", "kind": "consultation", "completed_on": "2026-03-02", "amount": "59"}
    assert forms.save(desk, "credential", told, ON).result is not None
    assert staff.view(desk, ON).rows[3].short_now == 1
