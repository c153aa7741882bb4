"""The figures about staff are data: a date before and after a change gets the value in force. R9-R12, R43-R48"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.rules import caseload, credentials, hours
from tcm_tui.rules.pack import Packs, load_packs
from tests.rules.packing import overlay, values

CHANGE = date(2030, 7, 1)
BEFORE = date(2030, 6, 30)


def later(**amounts: object) -> str:
    """Entries of a topic whose new amounts hold from the change on; __ stands for a dot."""
    return "".join(
        f"[{key.replace('__', '.')}]\nvalues = {values([(amount, CHANGE.isoformat())])}\n"
        for key, amount in amounts.items()
    )


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    staff = {
        "cm2__cadc_training_hours": 1,
        "cm1__college_hours": 2,
        "cm1__experience_months": 3,
        "cm1__training_hours": 4,
        "wraparound__training_months": 5,
        "wraparound__credential_months": 7,
        "wraparound__consultation_minutes": 8,
        "intensive__experience_months": 9,
        "intensive__training_hours": 10,
    }
    sizes = {
        "standard__low": 1,
        "standard__high": 2,
        "intensive__low": 3,
        "intensive__high": 4,
        "wraparound__low": 5,
        "wraparound__high": 6,
        "counted_by_family": '["wraparound", "intensive"]',
    }
    years = {"annual__wraparound": 1, "annual__intensive": 2, "annual__II": 3, "annual__I": 4}
    folder = overlay(tmp_path / "agency", credentials=later(**staff), caseload=later(**sizes), hours=later(**years))
    return load_packs(folder)


def test_needs_of_credentials(packs: Packs) -> None:
    assert credentials.needs(packs, BEFORE) == credentials.Needs(7, 60, 36, 14, 6, 9, 60, 24, 6)
    assert credentials.needs(packs, CHANGE) == credentials.Needs(1, 2, 3, 4, 5, 7, 8, 9, 10)


def test_ranges_of_caseloads(packs: Packs) -> None:
    kinds = ("standard", "intensive", "wraparound")
    assert [caseload.range_for(packs, k, BEFORE) for k in kinds] == [(30, 35), (10, 15), (8, 10)]
    assert [caseload.range_for(packs, k, CHANGE) for k in kinds] == [(1, 2), (3, 4), (5, 6)]
    assert caseload.highs_on(packs, CHANGE) == {"standard": 2, "intensive": 4, "wraparound": 6}


def test_the_verdict_takes_range_and_way_of_counting_from_its_day(packs: Packs) -> None:
    programs = {"standard": (4, 3), "intensive": (4, 1)}
    held = caseload.Counts(members=8, families=4, programs=programs)
    before, after = (caseload.caseload_verdict(held, "intensive", packs, on) for on in (BEFORE, CHANGE))
    assert (before.value, before.status) == (8, "under")
    assert (after.value, after.status) == (4, "at-cap")
    assert before.reasons[-1].text == (
        "derived, not in the sources: 4/15 intensive + 4/35 standard = 0.38 of a full caseload"
    )
    assert after.reasons[-1].text == (
        "derived, not in the sources: 1/4 intensive + 4/2 standard = 2.25 of a full caseload"
    )


@pytest.mark.parametrize(
    ("level", "kind", "before", "after"),
    [
        ("II", "wraparound", 812, 1),
        ("II", "intensive", 812, 2),
        ("II", "standard", 1141, 3),
        ("III", "standard", 1141, 3),
        ("I", "standard", 1141, 4),
    ],
)
def test_yearly_hours(packs: Packs, level: str, kind: str, before: int, after: int) -> None:
    assert hours.annual_for(packs, level, kind, BEFORE) == before
    assert hours.annual_for(packs, level, kind, CHANGE) == after
