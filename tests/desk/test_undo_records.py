"""What a form stored, changed or removed is taken back exactly, with what follows from it, and comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import forms, undo
from tests.desk.given import agency
from tests.desk.test_machine import tables

ON = date(2026, 3, 3)

NEW: dict[str, dict[str, str]] = {
    "log": {"member": "M1", "cm": "C1", "date": "today", "start": "23:30", "stop": "00:15", "activity": "forms"},
    "plan": {"member": "M2", "starts_on": "2026-01-01", "contacts_per_month": "2"},
    "stay": {"member": "M1", "kind": "imd", "admitted_on": "2026-02-01", "covered": "yes"},
    "residence": {"member": "M1", "kind": "group-home", "starts_on": "2026-03-01"},
    "hold": {"member": "M1", "hold_from": "2026-03-01", "hold_reason": "away"},
    "refusal": {"member": "M1", "refused_on": "2026-03-02"},
    "member": {"member_id": "M9", "first_name": "Ida", "last_name": "Brook", "dob": "2014-06-06", "family": "F9",
               "program": "standard", "focus": "HE"},
    "authorization": {"member": "M1", "number": "N-2", "units": "40", "period": "month", "starts_on": "2026-03-01",
                      "ends_on": "eom"},
    "external": {"member": "M1", "month": "2026-02", "units": "5", "source": "a/b:c"},
    "case-manager": {"cm_id": "C99", "name": "Ida Brook", "level": "II", "type": "standard", "site": "S110",
                     "supervisor": "C1"},
    "working-hours": {"cm": "C1", "days": "mon-fri", "start": "9", "stop": "16:00", "starts_on": "today"},
    "leave": {"cm": "C1", "starts_on": "+1d", "ends_on": "+3d"},
    "availability": {"member": "M1", "days": "tue,thu", "start": "9", "stop": "12:00", "starts_on": "today"},
    "fixed-appointment": {"cm": "C1", "date": "+1d", "start": "9", "stop": "10:00", "label": "court"},
    "credential": {"cm": "C1", "kind": "certification", "completed_on": "2026-01-05"},
    "on-call": {"cm": "C1", "program": "intensive", "date": "today", "start": "17:00", "until": "+1d", "stop": "8:00"},
    "closure": {"date": "+3d", "name": "snow", "open": "no"},
    "travel": {"area_from": "a:b", "area_to": "c/d", "minutes": "20"},
    "setting": {"key": "juneteenth", "value": "yes"},
}  # fmt: skip

CHANGED: dict[str, tuple[str, dict[str, str]]] = {
    "plan": ("M1/2025-07-01", {"starts_on": "2025-08-01", "contacts_per_month": "3"}),
    "residence": ("M1/home/2025-07-01", {"kind": "group-home"}),
    "stay": ("M2/hospital/2026-02-01", {"admitted_on": "2026-02-03", "discharged_on": "2026-03-01"}),
    "service": ("V1", {"date": "2026-02-27", "cm": "C8"}),
    "authorization": ("M1/N-1", {"units": "60", "number": "N/1"}),
    "external": ("M1/2026-03-01/payer", {"units": "9", "source": ""}),
    "closure": ("2026-03-13", {"date": "2026-03-16"}),
    "case-manager": ("C1", {"level": "I", "left_on": "+3d"}),
    "member": ("M2", {"family": "F1", "last_name": "O’Marsh"}),
}

REMOVED = {"plan": "M1/2025-07-01", "residence": "M1/home/2025-07-01", "stay": "M2/hospital/2026-02-01"}
REMOVED |= {"authorization": "M1/N-1"}

CASES = [
    *(pytest.param(form, texts, {}, id=f"new {form}") for form, texts in NEW.items()),
    *(pytest.param(form, texts, {"record": key}, id=f"changed {form}") for form, (key, texts) in CHANGED.items()),
    *(
        pytest.param("remove", {"what": what, "record": key, "because": "twice"}, {}, id=f"removed {what}")
        for what, key in REMOVED.items()
    ),
]


@pytest.mark.parametrize(("form", "texts", "context"), CASES)
def test_a_form_is_taken_back_and_brought_back(
    tmp_path: Path, form: str, texts: dict[str, str], context: dict[str, str]
) -> None:
    desk = agency(
        tmp_path,
        ON,
        members=["M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01", "M2,Leo,Oak,1985-01-20,standard,HF,2025-07-01"],
        assignments=["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"],
        plans=["M1,2025-07-01,2026-06-30,1"],
        residences=["M1,home,2025-07-01,"],
        stays=["M2,hospital,2026-02-01,2026-03-20,"],
        services=["V1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"],
        authorizations=["M1,N-1,40,month,2026-03-01,2026-03-31"],
        external_units=["M1,2026-03,3,payer,2026-03-01"],
        closures="date,name,open\n2026-03-13,training,false\n",
    )
    before = tables(desk)
    filled = forms.begin(desk, form, context, ON) | texts
    saved = forms.save(desk, form, filled, ON, context, override="because")
    assert not saved.errors and saved.result is not None and saved.result.batch is not None, saved
    after = tables(desk)
    assert after != before

    taken = undo.undo(desk, saved.result.batch, ON)
    assert taken.batch is not None, taken.reasons
    assert tables(desk) == before
    again = undo.undo(desk, taken.batch, ON)
    assert again.id == taken.id
    assert tables(desk) == after
    desk.close()
