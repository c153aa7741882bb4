"""Who is on call when, the hours nobody is, and who may fill them; every hour worked out by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tcm_tui.desk import agency as supervisors
from tcm_tui.desk import clocks, roster
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views.staff import ProgramRoster
from tests.desk.given import TRAINED, agency

ON = date(2026, 11, 18)  # a Wednesday
HEAD = "cm_id,program,starts_at,ends_at\n"
WEEK = (
    "C4,wraparound,2026-11-16T08:00,2026-11-21T22:00\n"  # Saturday evening is the end
    "C4,wraparound,2026-11-22T06:00,2026-11-30T08:00\n"
    "C3,intensive,2026-11-17T00:00,2026-11-25T00:00\n"
    "C1,intensive,2026-11-20T20:00,2026-11-21T08:00\n"
)


def desk_of(folder: Path, duties: str = WEEK, **more: str) -> Desk:
    return agency(folder, ON, on_call=HEAD + duties, **more)


def of(desk: Desk, program: str, **more: object) -> ProgramRoster:
    found = roster.view(desk, ON, program=program, **more)  # type: ignore[arg-type]
    return found.programs[0]


def test_the_hole_of_a_night_with_its_hours(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    found = of(desk, "wraparound")
    assert [(h.start, h.end, h.minutes) for h in found.holes] == [
        (datetime(2026, 11, 21, 22), datetime(2026, 11, 22, 6), 480)
    ]
    assert (found.hours, found.staffed) == (8.0, True)
    assert [duty.key for duty in found.duties] == ["C4/wraparound/2026-11-16T08:00", "C4/wraparound/2026-11-22T06:00"]
    # the agency's figure and the clocks are the same hours
    assert dict(supervisors.view(desk, ON).uncovered_hours) == {"wraparound": 8.0}
    assert sum(i.kind == "coverage" for i in clocks.due(desk, ON)) == 2  # cut at midnight


def test_the_weeks_after(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    assert of(desk, "wraparound", first=date(2026, 11, 25)).hours == 2 * 24 - 8  # from Monday 30th at 8
    assert of(desk, "wraparound", days=14).hours == 8 + 40
    assert of(desk, "intensive", days=7).hours == 0
    assert of(desk, "intensive", days=8).hours == 24


def test_doubled_duty_and_one_who_is_not_qualified(tmp_path: Path) -> None:
    found = of(desk_of(tmp_path), "intensive")
    assert [(d.start.hour, d.end.hour, d.minutes, d.who) for d in found.doubled] == [
        (20, 8, 720, ("Dana Whitehorse", "Ines Creek"))
    ]
    fits = {duty.cm: (duty.fits, [r.rule for r in duty.why]) for duty in found.duties}
    assert fits["C3"] == (True, [])
    assert fits["C1"][0] is False and set(fits["C1"][1]) == {"R46"}


def test_who_may_take_a_hole(tmp_path: Path) -> None:
    """C3 has all of R46 and is busy; C1 lacks it; the facilitator C4 is on leave on the night in question."""
    leave = "cm_id,starts_on,ends_on\nC4,2026-11-21,2026-11-21\n"
    desk = desk_of(tmp_path, leave=leave)
    found = of(desk, "wraparound")
    assert [(t.cm, t.may) for t in found.takers] == [("C4", True)]
    assert roster.may_take(found, found.holes[0]) == []
    assert [r.text for r in found.duties[0].why] == ["on leave 2026-11-21 to 2026-11-21"]
    assert found.duties[1].fits
    intensive = of(desk, "intensive", days=8)
    assert [(t.cm, t.may) for t in intensive.takers] == [("C3", True)]
    assert [t.cm for t in roster.may_take(intensive, intensive.holes[0])] == ["C3"]
    assert of(desk, "intensive", scope=Scope(site="S110")).takers == ()


def test_who_is_on_call_for_another_program_is_not_free(tmp_path: Path) -> None:
    """C4 is qualified for both: on call for intensive from 23:00 to midnight, in the midst of the hole."""
    both = TRAINED + "".join(line.replace("C3", "C4") + "\n" for line in TRAINED.splitlines()[1:])
    hole = "C4,wraparound,2026-11-16T08:00,2026-11-21T22:00\nC4,wraparound,2026-11-22T06:00,2026-11-30T08:00\n"
    (tmp_path / "busy").mkdir()
    busy = "C4,intensive,2026-11-21T23:00,2026-11-22T00:00\n"
    found = of(desk_of(tmp_path / "busy", hole + busy, credentials=both), "wraparound")
    assert roster.may_take(found, found.holes[0]) == []
    (tmp_path / "free").mkdir()
    before = "C4,intensive,2026-11-21T20:00,2026-11-21T22:00\n"
    found = of(desk_of(tmp_path / "free", hole + before, credentials=both), "wraparound")
    assert [taker.cm for taker in roster.may_take(found, found.holes[0])] == ["C4"]


@pytest.mark.parametrize(("ends", "fits"), [("2026-11-22", True), ("2026-11-23", False)])
def test_leave_touches_a_duty_from_its_first_day_to_its_last(tmp_path: Path, ends: str, fits: bool) -> None:
    """The duty runs from Monday 23 November 00:00 to midnight of the 24th."""
    duty = "C4,wraparound,2026-11-23T00:00,2026-11-25T00:00\n"
    leave = f"cm_id,starts_on,ends_on\nC4,2026-11-20,{ends}\nC4,2026-11-25,2026-11-30\n"
    (found,) = of(desk_of(tmp_path, duty, leave=leave), "wraparound").duties
    assert found.fits is fits


def test_a_program_without_workers_asks_no_roster(tmp_path: Path) -> None:
    people = "cm_id,name,level,type,site_id,hired_on\nC1,Dana Whitehorse,II,standard,S110,2024-01-08\n"
    desk = agency(tmp_path, ON, case_managers=people, credentials="cm_id,kind\nC1,degree\n", on_call=HEAD)
    found = roster.view(desk, ON)
    assert [(p.program, p.staffed, p.hours, p.holes) for p in found.programs] == [
        ("intensive", False, 0, ()),
        ("wraparound", False, 0, ()),
    ]


def test_the_scope_s_type_is_the_program(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, credentials=TRAINED)
    assert [p.program for p in roster.view(desk, ON, scope=Scope(type="intensive")).programs] == ["intensive"]
    assert roster.view(desk, ON, scope=Scope(type="pact")).programs == ()
    with pytest.raises(WrongUsage, match="on call are intensive and wraparound"):
        roster.view(desk, ON, program="pact")


def test_a_duty_of_somebody_who_does_not_fit_is_kept_and_flagged(tmp_path: Path) -> None:
    from tcm_tui.desk import forms

    desk = desk_of(tmp_path, leave="cm_id,starts_on,ends_on\nC4,2026-11-21,2026-11-21\n")
    told = {"program": "wraparound", "date": "2026-11-21", "start": "22:00", "until": "2026-11-22", "stop": "06:00"}

    def said(cm: str, **more: str) -> tuple[str, list[str]]:
        found = forms.check(desk, "on-call", told | {"cm": cm} | more, ON)
        return found.verdict, [reason.rule for reason in found.reasons]

    assert said("C1") == ("warn", ["R13"])
    assert said("C4") == ("warn", ["R14"])  # on leave that evening
    assert said("C4", date="2026-11-22", start="00:00") == ("ok", [])
    assert said("C1", program="intensive")[0] == "warn"
    saved = forms.save(desk, "on-call", told | {"cm": "C1"}, ON)
    assert saved.result is not None and saved.result.id == "C1/wraparound/2026-11-21T22:00"
    assert of(desk, "wraparound").holes == ()
