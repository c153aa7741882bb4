"""What a plan says of itself: its sentences open in full, it stands again in the week one comes back to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tcm_tui.desk.views import PlannedVisit, PlanView
from tcm_tui.ui.screens.week_kept import MOST, KeptPlans
from tests.ui.conftest import Opened, text_of
from tests.ui.fake import ON
from tests.ui.fakeweek import Planning
from tests.ui.test_week import ghosts, press, week_of

LONG = ", ".join(f"Somebody Long-Name {n}" for n in range(12))


class Wordy(Planning):
    """A plan whose sentences are longer than the lines below the week."""

    def plan(self, cm: str, on: date, monday: date, stage: str) -> PlanView:
        view = super().plan(cm, on, monday, stage)
        names = tuple(f"Somebody Long-Name {n}" for n in range(12))
        why = tuple(f"1 unit left on day {n}, a visit takes 2" for n in range(9))
        unmet = (view.unmet[0]._replace(because=why), *view.unmet[1:])
        return view._replace(conflicts=(names,), unmet=unmet, notes=("the year’s hours " + LONG,))


def words(pilot: Any) -> str:
    return " ".join(text_of(pilot.app).replace("│", " ").split())


async def test_what_can_not_be_together_opens_in_full_with_the_ways_out(opened: Opened) -> None:
    async with opened("week", (80, 40), Wordy()) as pilot:
        await press(pilot, "p", "shift+tab", "g", "j", "j", "e")
        said = words(pilot)
        assert "These 12 can't all be done this week" in said
        assert all(f"! Somebody Long-Name {n}" in said for n in range(12))
        assert "Ways out" in said and "release Tuesday 09:30 and one more is seen" in said
        assert "Caseload 33" not in said.partition("Why")[2], "the caseload is not what was asked about"


async def test_enter_on_a_sentence_opens_it_and_a_way_out_as_well(opened: Opened) -> None:
    async with opened("week", (80, 40), Wordy()) as pilot:
        await press(pilot, "p", "shift+tab", "g", "j", "j", "j", "enter")
        assert "A way out release Tuesday 09:30 and one more is seen" in words(pilot)
        await press(pilot, "escape", "j", "enter")
        assert "About the plan" in words(pilot) and "Somebody Long-Name 11" in words(pilot)


async def test_what_can_not_be_met_gives_every_reason_under_its_rule(opened: Opened) -> None:
    async with opened("week", (80, 40), Wordy()) as pilot:
        await press(pilot, "p", "shift+tab", "g", "e")
        said = words(pilot)
        assert "Not even an empty week could do it; due Mon 30 Nov 2026." in said
        assert all(f"R17 1 unit left on day {n}, a visit takes 2" in said for n in range(9))
        assert "Ways out" in said


async def test_a_proposal_says_what_it_is_for(opened: Opened) -> None:
    async with opened("week", (100, 40), Planning()) as pilot:
        await press(pilot, "p", "e")
        assert "Proposed · Max Oak" in words(pilot) and "R4 this visit takes 6" in words(pilot)


async def test_a_first_plan_does_not_say_that_what_it_leaves_out_is_impossible(opened: Opened) -> None:
    class Stopped(Planning):
        def __init__(self) -> None:
            super().__init__()
            self.stage = "stopped"

    async with opened("week", (100, 40), Stopped()) as pilot:
        await press(pilot, "p", "shift+tab", "g")
        assert "can't be met" not in words(pilot).lower()
        assert "○ 2 left out" in words(pilot) and "Left out so far" in words(pilot)
        await press(pilot, "e")
        assert "Whether it can be is known when the proof is through" in words(pilot)


# ── another week and back ─────────────────────────────────────────────────────────────────────────


async def test_another_week_has_no_plan_and_the_one_left_has_its_own_again(opened: Opened) -> None:
    async with opened("week", source=Planning()) as pilot:
        await press(pilot, "p", "x", "]")
        assert ghosts(pilot) == [] and "proposed" not in text_of(pilot.app)
        await press(pilot, "a")
        assert "Nothing is proposed; p plans." in text_of(pilot.app)
        await press(pilot, "p")
        assert len(ghosts(pilot)) == 4 and week_of(pilot).ghosts[0].date > ON
        await press(pilot, "[")
        assert ghosts(pilot) == ["M1006", "M1009", "M1010"], "what was dropped stays dropped"
        assert "✓ proved best" in text_of(pilot.app)
        await press(pilot, "]")
        assert len(ghosts(pilot)) == 4


async def test_a_plan_made_before_the_records_changed_says_so(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        await press(pilot, "p", "]", "p", "a", "[")
        assert len(ghosts(pilot)) == 4
        assert "made before the records changed: p plans anew" in text_of(pilot.app)
        await press(pilot, "p")
        assert "proved best" in text_of(pilot.app)


def test_a_plan_of_another_day_is_not_kept_nor_too_many() -> None:
    def plan(monday: date) -> PlanView:
        return Planning().plan("C01", ON, monday, "proved")

    kept, monday = KeptPlans(), ON - timedelta(days=2)
    ghost: list[PlannedVisit] = list(plan(monday).visits)
    kept.keep(plan(monday), ghost, 1)
    assert kept.take("C02", monday, ON, 1) == (None, [])
    assert kept.take("C01", monday, ON + timedelta(days=1), 1) == (None, [])
    for week in range(MOST + 1):
        kept.keep(plan(monday + timedelta(days=7 * week)), ghost, 1)
    assert kept.take("C01", monday, ON, 1) == (None, []), "the one left longest ago went"
    assert kept.take("C01", monday + timedelta(days=7), ON, 1)[1] == ghost
