"""A week in which a month ends: nothing is planned before the miss it answers, and the why is told in bounded time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcm_tui.desk import weekplan
from tcm_tui.desk.weekplan import solving
from tcm_tui.planning import week
from tests.desk.weeks import LAST, MON, planned, proposed, week_of


@pytest.mark.parametrize(("stop", "ends"), [("10:30", 630), ("", 585)])
def test_outreach_on_the_day_of_the_miss_comes_after_it_where_the_hour_of_now_is_not_known(
    stop: str, ends: int, tmp_path: Path
) -> None:
    desk = week_of(tmp_path, MON, appointments=[f"A1,M1,C1,2026-03-23,09:30,{stop},community-contact,missed"])
    seen = [visit for visit in proposed(planned(desk)) if visit.date == MON]
    assert all((visit.start or 0) >= ends for visit in seen)
    [member] = weekplan.problem(desk, "C1", MON, MON).standing.members
    assert member.windows_on("2026-03-23") == ((ends, 1440),) and member.windows_on("2026-03-24") is None


def crowded(folder: Path, count: int) -> week.Problem:
    """The last two days of March, with more due than they hold, in four areas and at many hours."""
    areas = ("Mill", "North", "East", "South")
    people = [f"M{n},2025-07-01,{areas[n % 4]},,,," for n in range(1, count + 1)]
    names = " ".join(f"M{n}" for n in range(1, count + 1))
    return weekplan.problem(week_of(folder, LAST, names, people=people), "C1", LAST, LAST).standing


def test_those_who_are_alike_are_asked_about_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import import_module

    conflicts = import_module("tcm_tui.planning.week.conflicts")
    asked = []
    solve = conflicts.Together._solve
    monkeypatch.setattr(conflicts.Together, "_solve", lambda self, wanted: asked.append(wanted) or solve(self, wanted))
    problem = crowded(tmp_path, 40)
    found = week.plan(problem, 60.0)
    assert found.proved and found.complete
    missed = {one.obligation for one in found.missed if not one.alone}
    assert len(missed) == 20 and missed <= {name for group in found.conflicts for name in group}
    assert len(asked) < 40, "once they were asked about one by one, 440 times"


def test_what_is_cut_short_says_so_and_keeps_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "ASKING", 0.0)
    areas = ("Mill", "North", "East", "South")
    people = [f"M{n},2025-07-01,{areas[n % 4]},,,," for n in range(1, 31)]
    desk = week_of(tmp_path, LAST, " ".join(f"M{n}" for n in range(1, 31)), people=people)
    view = planned(desk, LAST)
    assert view.stage == "proved" and view.conflicts == ()
    assert any("other conflicts" in note for note in view.notes)
    assert all(each.because for each in view.unmet)
