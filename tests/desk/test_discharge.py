"""What if a member were discharged: the units of the window's months, and what would stand in the way. R25-R27"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import discharge
from tcm_tui.desk.errors import DeskError, NotOne, Refused
from tests.desk.given import agency

ON = date(2026, 3, 3)
STAY = "M1,hospital,2026-02-20,2026-03-20,"


def test_the_months_of_the_window_with_what_each_has_left(tmp_path: Path) -> None:
    """28 February nights and 16 of March: the last 14 days before 5 April, in March and in April."""
    served = "V1,M1,C1,2026-03-02,09:00,10:30,transition,other"
    desk = agency(tmp_path, ON, stays=[STAY], services=[served])
    found = discharge.if_discharged(desk, "M1", date(2026, 4, 5), ON)
    assert (found.what.stay.window_from, found.what.stay.window_to) == (date(2026, 3, 23), date(2026, 4, 5))
    assert found.planned == date(2026, 3, 20)
    assert [(m.month, m.first, m.last, m.day_limit) for m in found.months] == [
        (date(2026, 3, 1), date(2026, 3, 23), date(2026, 3, 31), 16),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 4, 5), 16),
    ]
    assert [m.budget.limit for m in found.months if m.budget] == [25, 25]
    assert found.months[1].budget is not None and found.months[1].budget.available == 25
    assert found.in_the_way == ()


def test_days_gone_by_are_not_offered(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, stays=[STAY])
    found = discharge.if_discharged(desk, "M1", date(2026, 3, 10), ON)
    assert found.what.stay.window_from == date(2026, 2, 25)
    assert [(m.first, m.last) for m in found.months] == [(ON, date(2026, 3, 10))]


def test_a_residence_and_another_stay_stand_in_the_way_once_each(tmp_path: Path) -> None:
    homes = ["M1,residential-behavior-management,2026-03-01,"]
    stays = [STAY, "M1,public-institution-inmate,2026-02-01,,2026-03-08"]
    desk = agency(tmp_path, ON, stays=stays, residences=homes)
    found = discharge.if_discharged(desk, "M1", date(2026, 3, 10), ON)
    assert sorted(reason.rule for reason in found.in_the_way) == ["R26", "R27"]
    assert all(reason.source for reason in found.in_the_way)


def test_without_a_window_there_are_no_months(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, stays=["M1,public-institution-inmate,2026-02-20,2026-03-20,"])
    found = discharge.if_discharged(desk, "M1", date(2026, 3, 10), ON)
    assert (found.months, found.in_the_way, found.what.stay.window_from) == ((), (), None)


def test_a_day_is_typed_as_people_do(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, stays=[STAY])
    assert discharge.typed(desk, "M1", "+2d", ON) == discharge.if_discharged(desk, "M1", date(2026, 3, 5), ON)
    for text, who in (("soon", "M1"), ("2026-02-01", "M1")):
        with pytest.raises(Refused):
            discharge.typed(desk, who, text, ON)
    with pytest.raises(NotOne):
        discharge.typed(desk, "M9", "fri", ON)


def test_nothing_is_stored(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, stays=[STAY])
    before = desk.data_version(), desk.store.rows("SELECT * FROM stays", {})
    discharge.if_discharged(desk, "M1", date(2026, 4, 5), ON)
    assert (desk.data_version(), desk.store.rows("SELECT * FROM stays", {})) == before


def test_without_a_stay_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no stay"):
        discharge.if_discharged(agency(tmp_path, ON), "M1", date(2026, 3, 10), ON)
