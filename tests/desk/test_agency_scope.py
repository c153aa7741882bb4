"""Which part of the agency is looked at: named by id or part of a name, and who is in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import caseload, scope
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.scope import EVERYBODY, Scope
from tests.desk import given

ON = date(2026, 3, 3)

STAFF = """cm_id,name,level,type,site_id,supervisor_id
C1,Dana Whitehorse,II,standard,S110,
C2,Lee Park,II,standard,S111,C1
C3,Ines Creek,II,intensive,S111,C1
C4,Walt Reed,II,wraparound,S110,C2
"""


def those(found: Scope, staff: list[caseload.Staff]) -> list[str]:
    return [person.who.cm_id for person in staff if found.holds(person.who)]


def test_each_choice_narrows_and_together_they_narrow_more(tmp_path: Path) -> None:
    desk = given.agency(tmp_path, ON, case_managers=STAFF, credentials="cm_id,kind\n")
    staff = caseload.staff(desk)
    assert those(EVERYBODY, staff) == ["C1", "C2", "C3", "C4"] and EVERYBODY.all
    assert those(scope.named(desk, site="lake"), staff) == ["C2", "C3"]
    assert those(scope.named(desk, type="standard"), staff) == ["C1", "C2"]
    # the supervisor's own work is not among that of those supervised
    assert those(scope.named(desk, supervisor="dana"), staff) == ["C2", "C3"]
    assert those(scope.named(desk, "S111", "int", "C1"), staff) == ["C3"]
    assert not scope.named(desk, "S111").all
    said = scope.label(desk, Scope("S111", "intensive", "C1"))
    assert said == "Lake Clinic · intensive · supervised by Dana Whitehorse"
    assert scope.label(desk, EVERYBODY) == ""


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"site": "moon"}, "No site fits “moon”; give an id or part of a site’s name."),
        ({"type": "night"}, "No type fits “night”; give an id or part of a type’s name."),
        ({"supervisor": "walt"}, "No supervisor fits “walt”; give an id or part of a supervisor’s name."),
        ({"site": "e"}, "“e” fits 2 sites; say more of the name, or the id."),
    ],
)
def test_a_name_that_fits_none_or_several_is_refused(tmp_path: Path, asked: dict[str, str], sentence: str) -> None:
    sites = "site_id,name,contract\nS110,East Street,110\nS111,Eastern Clinic,111\n"
    desk = given.agency(tmp_path, ON, case_managers=STAFF, sites=sites, credentials="cm_id,kind\n")
    with pytest.raises(NotOne) as refused:
        scope.named(desk, **asked)
    assert str(refused.value) == sentence
