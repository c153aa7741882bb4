"""R27: places of residence where nothing is compensable, and their conflict with transition windows."""

from __future__ import annotations

from datetime import date

import pytest

from tcm_tui.rules.facts import Residence, Stay
from tcm_tui.rules.residence import (
    Conflict,
    barred,
    barred_kinds,
    conflict_findings,
    conflicts,
    residence_verdict,
    spoken,
)
from tcm_tui.rules.verdict import Verdict

DOB = date(2010, 6, 15)
FAR = date(2099, 1, 1)


def d(text: str) -> date:
    return date.fromisoformat(text)


def lives(kind: str, starts: str = "2026-03-10", ends: str | None = "2026-03-20") -> Residence:
    return Residence("M1", kind, d(starts), d(ends) if ends else None)


@pytest.mark.parametrize(
    ("kind", "is_barred"),
    [
        ("home", False),
        ("nursing-facility", True),
        ("residential-behavior-management", True),
        ("group-home", True),
        ("foster-home", True),
        ("icf-mr", True),
    ],
)
def test_which_places_bar(kind: str, is_barred: bool) -> None:
    place = lives(kind)
    assert barred([place], d("2026-03-15")) == (place if is_barred else None)
    assert (kind in barred_kinds(None, d("2026-03-15"))) is is_barred


@pytest.mark.parametrize(
    ("ends", "day", "is_barred"),
    [
        ("2026-03-20", "2026-03-09", False),
        ("2026-03-20", "2026-03-10", True),
        ("2026-03-20", "2026-03-19", True),
        ("2026-03-20", "2026-03-20", False),
        (None, "2026-03-20", True),
        (None, "2030-01-01", True),
        (None, "2026-03-09", False),
    ],
)
def test_from_the_first_day_to_the_day_before_the_last(ends: str | None, day: str, is_barred: bool) -> None:
    assert (barred([lives("group-home", ends=ends)], d(day)) is not None) is is_barred


def test_one_of_several_is_enough() -> None:
    home, ward = lives("home"), lives("icf-mr")
    assert barred([home, ward], d("2026-03-15")) == ward
    assert barred([], d("2026-03-15")) is None


def test_the_verdict() -> None:
    place = lives("icf-mr")
    found = residence_verdict([place], d("2026-03-15"))
    assert (found.value, found.status, found.rule) == (place, "not-compensable", "R27")
    assert found.reasons[0].rule == "R27"
    assert found.reasons[0].text == (
        "lives in ICF/MR from 2026-03-10 until 2026-03-20, and 2026-03-15 is one of those days: not compensable"
    )
    assert found.reasons[0].source.startswith("A, ")
    endless = residence_verdict([lives("foster-home", ends=None)], d("2026-03-15")).reasons[0].text
    assert endless.startswith("lives in foster home from 2026-03-10 on, and")
    free = residence_verdict([place], d("2026-03-20"))
    assert free == Verdict(None, "ok", "R27")


STAY = Stay("M1", "hospital", d("2026-03-01"), None, d("2026-03-31"))  # open 18 to 31 March


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        ("2026-03-20", "2026-03-25", ("2026-03-20", "2026-03-24")),
        ("2026-03-01", None, ("2026-03-18", "2026-03-31")),
        ("2026-03-01", "2026-03-19", ("2026-03-18", "2026-03-18")),
        ("2026-03-01", "2026-03-18", None),  # it ends the day before the window opens
        ("2026-03-31", None, ("2026-03-31", "2026-03-31")),
        ("2026-04-01", None, None),
        ("2026-03-20", "2026-05-01", ("2026-03-20", "2026-03-31")),
    ],
)
def test_conflicts_with_a_window(starts: str, ends: str | None, days: tuple[str, str] | None) -> None:
    place = lives("nursing-facility", starts, ends)
    expected = [Conflict(place, STAY, d(days[0]), d(days[1]))] if days else []
    assert conflicts([place], [STAY], DOB, FAR) == expected


def test_no_conflict_without_a_window_or_a_barred_place() -> None:
    place = lives("nursing-facility", "2026-03-01", None)
    assert conflicts([lives("home", "2026-03-01", None)], [STAY], DOB, FAR) == []
    assert conflicts([place], [STAY._replace(discharged_on=None)], DOB, FAR) == []
    assert conflicts([place], [STAY], DOB, d("2026-03-30")) == []  # no discharge is known yet
    assert conflicts([lives("icf-mr", "2026-03-31", None)], [STAY], DOB, d("2026-03-31")) != []
    planned = STAY._replace(planned_discharge_on=d("2026-03-31"), discharged_on=None)
    assert conflicts([place], [planned], DOB, d("2026-03-05")) != []
    assert conflicts([lives("icf-mr", "2026-03-20", None)], [planned], DOB, d("2026-03-19")) == []
    # one stay without a window does not hide the next
    assert len(conflicts([lives("home"), place], [STAY._replace(covered=False), STAY], DOB, FAR)) == 1


def test_a_conflict_names_both() -> None:
    place = lives("nursing-facility", "2026-03-01", None)
    (found,) = conflict_findings(conflicts([place], [STAY], DOB, FAR))
    assert (found.rule, found.severity, found.member) == ("R27", "warning", "M1")
    assert found.ref == "M1:nursing-facility:2026-03-01"
    assert found.other_ref == "M1:hospital:2026-03-01"
    assert found.text == (
        "lives in nursing facility from 2026-03-01 on, in the window of the hospital stay from 2026-03-01 "
        "(2026-03-18 to 2026-03-31): the residence wins, not compensable"
    )
    assert found.source.startswith("A, ")


def test_kinds_are_said_as_people_write_them() -> None:
    said = [spoken(kind) for kind in ("icf-mr", "imd", "public-institution-inmate")]
    assert said == ["ICF/MR", "IMD", "public institution inmate"]
