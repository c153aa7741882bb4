"""The facts of a check as one day sees them: what is dated later is left out, the rest stands in order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.resources import data_path
from tcm_tui.rules.calendar import Calendar
from tcm_tui.rules.checks.bundle import CheckFacts, Seen
from tcm_tui.rules.entries import MemberFacts
from tcm_tui.rules.facts import Assignment, Outreach, Residence, Stay, Worker
from tcm_tui.rules.pack import Packs, load_packs
from tests.rules.packing import overlay
from tests.rules.records import DAY, MEMBER, ON, PLAIN, SITE, SOUND, WORKER, service, visit

PACKS = load_packs()


def seen(packs: Packs = PACKS, **over: Any) -> Seen:
    return Seen(SOUND._replace(**over), ON, PLAIN, packs, Calendar())


def test_a_worker_bills_under_the_contract_of_the_own_site() -> None:
    other = WORKER._replace(cm_id="C2", level="I", type="intensive", site_id="S9")
    found = seen(case_managers=(WORKER, other), sites=(SITE, SITE._replace(site_id="S2", contract="111")))
    assert found.workers == {
        "C1": Worker("C1", "II", "standard", "110"),
        "C2": Worker("C2", "I", "intensive", None),  # its site is not known
    }


def _residence(on: date) -> Residence:
    return Residence("M1", "nursing-facility", on)


def _stay(on: date) -> Stay:
    return Stay("M1", "hospital", on)


def _outreach(on: date) -> Outreach:
    return Outreach(f"O{on}", "M1", None, on)


def _assignment(on: date) -> Assignment:
    return Assignment("M1", "C1", on)


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("assignments", _assignment),
        ("residences", _residence),
        ("stays", _stay),
        ("outreach", _outreach),
    ],
)
def test_what_begins_later_is_left_out(kind: str, made: Any) -> None:
    rows = tuple(made(ON + n * DAY) for n in (-1, 0, 1))
    assert getattr(seen(**{kind: rows}), kind) == {"M1": list(rows[:2])}
    assert getattr(seen(**{kind: rows[2:]}), kind) == {}


def test_services_and_visits_stand_by_their_day_whatever_order_they_came_in() -> None:
    late, early = service("V1", 700, date=ON), service("V2", 540, date=ON)
    twin, before = service("V0", 700, date=ON), service("V9", 900, date=ON - DAY)
    found = seen(services=(late, early, service("V5", date=ON + DAY), twin, before))
    assert [s.service_id for s in found.services] == ["V9", "V2", "V0", "V1"]
    visits = (visit("A2", date=ON), visit("A1", date=ON), visit("A0", date=ON + DAY), visit("A9", date=ON - DAY))
    assert [a.appointment_id for a in seen(appointments=visits).appointments] == ["A9", "A1", "A2"]


def test_the_first_worker_and_the_one_of_today() -> None:
    rows = (_assignment(ON - DAY)._replace(cm_id="C2"), Assignment("M1", "C1", ON - 9 * DAY, ON - DAY))
    found = seen(assignments=(*rows, Assignment("M2", "C1", ON)))
    assert (found.first_assigned("M1"), found.cm_of("M1")) == (ON - 9 * DAY, "C2")
    assert (found.first_assigned("M3"), found.cm_of("M3")) == (None, None)


def test_where_a_member_lives_and_stays() -> None:
    residence, stay = _residence(ON), _stay(ON)
    found = seen(residences=(residence,), stays=(stay, stay._replace(member_id="M2")))
    assert found.situation("M1") == MemberFacts(MEMBER, [residence], [stay])


def test_figures_are_those_of_the_day(tmp_path: Path) -> None:
    """A unit of 20 minutes, and 10 hours of intensive training, from Mar 18 2026 on."""
    value = 'values = [{{amount = {}, from = 2026-03-18, source = "s", reading = "r"}}]\n'
    folder = overlay(
        tmp_path,
        units="[minutes]\n" + value.format(20),
        credentials="[intensive.training_hours]\n" + value.format(10),
    )
    found = seen(Packs(data_path("rules"), folder))
    assert [found.would_be(40, day) for day in (ON - DAY, ON)] == [2, 2]
    assert [found.would_be(59, day) for day in (ON - DAY, ON)] == [3, 2]
    assert found.need.intensive_training_hours == 10
    earlier = Seen(CheckFacts(), ON - DAY, PLAIN, found.packs, Calendar())
    assert earlier.need.intensive_training_hours == 6
