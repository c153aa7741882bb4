"""What is done in the week: moving with the rules looking on, plans accepted and dropped, forms with their texts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.views import PlanView
from tcm_tui.ui.screens.week import WeekScreen
from tcm_tui.ui.screens.week_base import of_ghost
from tcm_tui.ui.screens.week_says import budget_days
from tcm_tui.ui.screens.week_visits import free_from
from tests.ui.conftest import Opened, text_of
from tests.ui.fake import ON
from tests.ui.fakeweek import Planning

THURSDAY, FRIDAY = ON + timedelta(days=1), ON + timedelta(days=2)


def week_of(pilot: Pilot[int]) -> WeekScreen:
    screen = pilot.app.front  # type: ignore[attr-defined]
    assert isinstance(screen, WeekScreen)
    return screen


async def settled(pilot: Pilot[int]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


@pytest.fixture
def forms(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """What forms were asked for, instead of opening them."""
    from tcm_tui.ui.app import TcmApp

    asked: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(TcmApp, "open_form", lambda self, form, context=None, done=None: asked.append((form, context)))
    return asked


# ── moving ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_visit_moves_by_keys_is_checked_where_it_stands_and_stored_by_enter(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        screen = week_of(pilot)
        await press(pilot, "tab", "shift+right", *["shift+down"] * 5)
        assert screen.held is not None
        assert (screen.held.day, screen.held.start, screen.held.stop) == (THURSDAY, 585, 645)
        assert source.asked[-1] == f"preview {THURSDAY} 585"
        shown = text_of(pilot.app)
        assert "▒09:45-10:45" in shown and "→ being moved" in shown
        assert "today 08:30-09:30 → Thu 19 09:45-10:45 · 4u · ✓ ok" in shown
        assert source.told == []
        await press(pilot, "enter")
        assert source.told == [("move", ("A3", THURSDAY, 585, 645))]
        assert screen.held is None and screen.grid.visit and screen.grid.visit.date == THURSDAY
        assert "Yuri Tull moved to Thu 19 09:45-10:45" in text_of(pilot.app)


async def test_what_is_refused_is_never_stored_and_esc_puts_it_back(opened: Opened) -> None:
    source = Planning()
    async with opened("week", size=(100, 30), source=source) as pilot:
        screen = week_of(pilot)
        await press(pilot, "tab", "shift+right")
        assert screen.held and screen.held.answer and screen.held.answer.verdict == "refused"
        await press(pilot, "enter")
        assert source.told == [] and screen.held is not None
        assert "Not moved: overlap C01 has visit A5" in " ".join(text_of(pilot.app).split())
        await press(pilot, "escape")
        assert screen.held is None and source.told == []
        assert screen.grid.visit and screen.grid.visit.appointment == "A3"
        assert "▒" not in text_of(pilot.app)


async def test_a_warning_asks_for_the_reason_by_the_form(opened: Opened, forms: list[Any]) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        await press(pilot, "tab", "shift+right", "shift+right", "enter")
        assert source.told == []
        assert forms == [("move", {"appointment": "A3", "date": "2026-11-20", "start": "08:30", "stop": "09:30"})]


async def test_a_visit_becomes_longer_and_shorter_by_units(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        screen = week_of(pilot)
        await press(pilot, "tab", "+")
        assert screen.held and (screen.held.stop, screen.held.units) == (585, 5)
        await press(pilot, "-", "-", "-", "-", "-", "-", "-")
        assert screen.held and (screen.held.start, screen.held.stop, screen.held.units) == (510, 525, 1)
        await press(pilot, "enter")
        assert source.told == [("move", ("A3", ON, 510, 525))]


async def test_taken_up_with_space_the_arrows_move_it_and_a_weekend_is_skipped(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        screen = week_of(pilot)
        await press(pilot, "tab", "space")
        assert screen.held is not None and screen.held.stays and "not moved yet" in text_of(pilot.app)
        await press(pilot, "right", "right", "right", "down")
        assert screen.held and (screen.held.day, screen.held.start) == (date(2026, 11, 23), 525)
        assert "next week" in text_of(pilot.app), "the week follows what is held"
        await press(pilot, "space")
        assert source.told == [("move", ("A3", date(2026, 11, 23), 525, 585))]


async def test_a_visit_stays_within_its_day(opened: Opened) -> None:
    async with opened("week", source=Planning()) as pilot:
        screen = week_of(pilot)
        await press(pilot, "tab")
        for _ in range(70):
            screen.grid.action_shift(0, 1)
        await settled(pilot)
        assert screen.held and (screen.held.start, screen.held.stop) == (23 * 60, 24 * 60)
        for _ in range(110):
            screen.grid.action_shift(0, -1)
        await settled(pilot)
        assert screen.held and screen.held.start == 0


@pytest.mark.parametrize(
    ("keys", "says"), [(("left", "left", "up", "up"), "kept"), (("left", "down"), "Put the cursor")]
)
async def test_only_a_scheduled_visit_moves(keys: tuple[str, ...], says: str, opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        await press(pilot, "tab", *keys, "shift+right")
        assert week_of(pilot).held is None and source.told == []
        assert says in text_of(pilot.app)


async def test_dragging_a_block_moves_it_and_a_refused_one_returns_with_the_sentence(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        screen = week_of(pilot)
        grid = screen.grid
        wednesday, thursday = grid.edges()[2] + 3, grid.edges()[3] + 3
        await pilot.mouse_down(grid, offset=(wednesday, 2))
        await pilot.hover(grid, offset=(thursday, 2))
        assert screen.held and (screen.held.day, screen.held.start) == (THURSDAY, 510)
        await pilot.mouse_up(grid, offset=(thursday, 2))
        await settled(pilot)
        assert screen.held is None and source.told == []
        assert "overlap C01 has visit A5" in " ".join(text_of(pilot.app).split())
        await pilot.mouse_down(grid, offset=(wednesday, 2))
        await pilot.hover(grid, offset=(thursday, 7))
        await pilot.mouse_up(grid, offset=(thursday, 7))
        await settled(pilot)
        assert source.told == [("move", ("A3", THURSDAY, 585, 645))]


async def test_dragging_what_can_t_move_says_so_once(opened: Opened) -> None:
    async with opened("week", source=Planning()) as pilot:
        grid = week_of(pilot).grid
        await pilot.mouse_down(grid, offset=(3, 2))
        for x, y in ((10, 3), (20, 4), (30, 5)):
            await pilot.hover(grid, offset=(x, y))
        await pilot.mouse_up(grid, offset=(30, 5))
        await settled(pilot)
        assert len(pilot.app._notifications) == 1 and week_of(pilot).held is None


async def test_a_click_puts_the_cursor_and_moves_nothing(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        screen = week_of(pilot)
        await pilot.click(screen.grid, offset=(screen.grid.edges()[3] + 3, 6))
        await settled(pilot)
        assert screen.grid.visit and screen.grid.visit.appointment == "A6"
        assert screen.held is None and source.told == []


async def test_going_to_another_week_puts_a_held_visit_back(opened: Opened) -> None:
    async with opened("week", source=Planning()) as pilot:
        await press(pilot, "tab", "shift+right", "]")
        assert week_of(pilot).held is None and not week_of(pilot).grid.holding
        assert "esc put back" not in text_of(pilot.app)


# ── plans ─────────────────────────────────────────────────────────────────────────────────────────


def ghosts(pilot: Pilot[int]) -> list[str]:
    return [ghost.member for ghost in week_of(pilot).ghosts]


async def test_a_plan_stands_as_ghosts_and_is_proved_in_the_background(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        await press(pilot, "p")
        assert ghosts(pilot) == ["M1001", "M1006", "M1009", "M1010"], "the quick plan had three"
        shown = text_of(pilot.app)
        assert "░ 4 proposed   ✗ 2 can't be met   ✓ proved best" in shown
        assert "Can't be met this week" in shown and "→ release Tuesday 09:30" in shown
        assert "for outreach" in shown, "what the proposal under the cursor serves"
        assert source.told == []


async def test_one_is_accepted_the_cursor_goes_to_the_next_and_one_is_dropped(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        screen = week_of(pilot)
        await press(pilot, "p", "a")
        assert source.told == [("accept", ("M1001",))]
        assert ghosts(pilot) == ["M1006", "M1009", "M1010"]
        assert screen.grid.item and screen.grid.item.about.member == "M1006"
        assert [v.member for v in screen.view.visits if v.appointment == "B0"] == ["M1001"]  # type: ignore[union-attr]
        await press(pilot, "x")
        assert ghosts(pilot) == ["M1009", "M1010"] and len(source.told) == 1
        await press(pilot, "X")
        assert ghosts(pilot) == [] and screen.plan is None and "proposed" not in text_of(pilot.app)


async def test_all_are_accepted_in_one_write_which_one_undo_takes_back(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        await press(pilot, "p", "A")
        assert source.told == [("accept", ("M1001", "M1006", "M1009", "M1010"))]
        assert ghosts(pilot) == []
        assert "4 visits of the plan booked" in " ".join(text_of(pilot.app).split())
        await press(pilot, "ctrl+z")
        assert source.told[-1] == ("undo", (1, 1))


async def test_the_same_key_again_is_about_the_next_one_while_the_first_is_being_stored(opened: Opened) -> None:
    import threading

    gate = threading.Event()

    class Slow(Planning):
        def accept(self, visits: Any, on: date, override: str | None = None) -> Any:
            gate.wait(60)
            return super().accept(visits, on, override)

    source = Slow()
    async with opened("week", source=source) as pilot:
        await press(pilot, "p")
        await pilot.press("a", "a")
        screen = week_of(pilot)
        screen.grid.select(of_ghost(screen.ghosts[0]).key)
        await pilot.press("a", "x")
        assert "is being booked" in text_of(pilot.app) and len(ghosts(pilot)) == 4
        gate.set()
        await settled(pilot)
        assert source.told == [("accept", ("M1001",)), ("accept", ("M1006",))]
        assert ghosts(pilot) == ["M1009", "M1010"]


async def test_what_is_not_booked_has_the_cursor_again(opened: Opened) -> None:
    from tcm_tui.desk.views import Accepted, WriteResult
    from tests.ui.fakeweek import TOO_MANY

    class Full(Planning):
        def accept(self, visits: Any, on: date, override: str | None = None) -> Accepted:
            return Accepted((WriteResult(None, "refused", (TOO_MANY,)),))

    async with opened("week", source=Full()) as pilot:
        await press(pilot, "p", "a")
        screen = week_of(pilot)
        assert len(ghosts(pilot)) == 4
        assert screen.grid.item and screen.grid.item.about.member == "M1001"


async def test_proposals_give_way_to_what_somebody_else_has_booked_there(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        await press(pilot, "p")
        first = week_of(pilot).ghosts[0]
        Planning.accept(source, [first._replace(member="M1002", member_name="Somebody Else")], ON)
        await press(pilot, "f5")
        assert ghosts(pilot) == ["M1006", "M1009", "M1010"]
        assert "1 proposal dropped" in " ".join(text_of(pilot.app).split())


async def test_a_proposal_moves_in_the_plan_and_nothing_is_stored(opened: Opened) -> None:
    source = Planning()
    async with opened("week", source=source) as pilot:
        await press(pilot, "p", "shift+down", "enter")
        assert source.told == []
        ghost = week_of(pilot).ghosts[0]
        assert (ghost.member, ghost.start, ghost.stop) == ("M1001", 615, 645)
        await press(pilot, "a")
        assert source.booked[0].start == 615


async def test_esc_stops_the_proof_and_what_comes_later_is_not_shown(opened: Opened) -> None:
    import threading

    gate = threading.Event()

    class Slow(Planning):
        def propose(self, cm: str, on: date, monday: date, report: Any = None, seconds: float = 10.0) -> PlanView:
            gate.wait(60)
            return super().propose(cm, on, monday, report, seconds)

    async with opened("week", source=Slow()) as pilot:
        await pilot.press("p")
        await pilot.pause()
        assert "… proving that it is the best   esc stops" in text_of(pilot.app)
        assert len(ghosts(pilot)) == 3
        await pilot.press("escape")
        assert "– stopped, not proved" in text_of(pilot.app)
        gate.set()
        await settled(pilot)
        assert len(ghosts(pilot)) == 3, "a stopped proof changes nothing any more"


async def test_a_planner_that_says_why_it_can_t_is_a_notice(opened: Opened) -> None:
    class Without(Planning):
        def quick_plan(self, cm: str, on: date, monday: date) -> PlanView:
            raise DeskError("The week of 16 Nov is over; plan one that is to come.")

    async with opened("week", source=Without()) as pilot:
        await press(pilot, "p")
        assert "is over; plan one" in " ".join(text_of(pilot.app).split())
        assert week_of(pilot).plan is None and week_of(pilot).run is None


async def test_a_proof_that_fails_leaves_the_first_plan(opened: Opened) -> None:
    class Failing(Planning):
        def propose(self, cm: str, on: date, monday: date, report: Any = None, seconds: float = 10.0) -> PlanView:
            raise DeskError("The database is locked by another program; try again.")

    async with opened("week", source=Failing()) as pilot:
        await press(pilot, "p")
        assert "locked by another program" in " ".join(text_of(pilot.app).split())
        assert len(ghosts(pilot)) == 3 and week_of(pilot).run is None


async def test_what_a_plan_would_move_or_cancel_is_seen_where_it_stands(opened: Opened) -> None:
    class Forced(Planning):
        def plan(self, cm: str, on: date, monday: date, stage: str) -> PlanView:
            view = super().plan(cm, on, monday, stage)
            first, second = view.visits[:2]
            moved = first._replace(appointment="A4", member="M1004", moved_from=(ON, 780), date=FRIDAY)
            gone = second._replace(appointment="A5", state="dropped", date=THURSDAY, start=540, stop=585)
            return view._replace(visits=(moved,), dropped=(gone,), unmet=())

    source = Forced()
    async with opened("week", source=source) as pilot:
        screen = week_of(pilot)
        await press(pilot, "p")
        assert screen.grid.item and screen.grid.item.about.appointment == "A4"
        assert "moved from today 13:00" in text_of(pilot.app)
        stand = {item.key: item for day in screen.grid.days for item in day.items}
        assert stand["A4"].status == "moving" and "A5" not in stand
        screen.grid.select(next(key for key, item in stand.items() if item.what == "ghost" and "A5" in key))
        await press(pilot, "shift+down")
        assert screen.held is None and "░ better cancelled" in text_of(pilot.app)
        await press(pilot, "x")
        assert "A5" in {item.key for day in screen.grid.days for item in day.items}, "what is not accepted stays"
        await press(pilot, "x")
        assert source.told == [] and screen.plan is None


async def test_a_reason_that_stops_an_acceptance_is_said_and_the_proposal_stays(opened: Opened) -> None:
    from tcm_tui.desk.views import Accepted, WriteResult
    from tests.ui.fakeweek import TOO_MANY

    class Full(Planning):
        def accept(self, visits: Any, on: date, override: str | None = None) -> Accepted:
            done = super().accept(visits[:-1], on, override)
            return Accepted((*done.results, WriteResult(None, "refused", (TOO_MANY,))), done.batch)

    async with opened("week", source=Full()) as pilot:
        await press(pilot, "p", "A")
        assert ghosts(pilot) == ["M1010"]
        said = " ".join(text_of(pilot.app).split())
        assert "3 visits of the plan booked" in said and "not booked: R4 this visit takes 6" in said


async def test_what_needs_a_reason_is_booked_with_it_for_all_at_once(opened: Opened) -> None:
    from tcm_tui.desk.views import Accepted, WriteResult
    from tests.ui.fakeweek import CLOSED

    class Uncertain(Planning):
        def accept(self, visits: Any, on: date, override: str | None = None) -> Accepted:
            if override is None:
                return Accepted(tuple(WriteResult(None, "warn", (CLOSED,)) for _ in visits))
            self.asked.append(f"because {override}")
            return super().accept(visits, on, override)

    source = Uncertain()
    async with opened("week", source=source) as pilot:
        await press(pilot, "p", "A")
        shown = text_of(pilot.app)
        assert "4 visits of the plan need a reason" in shown and "R19 2026-11-20 is closed" in shown
        await press(pilot, "enter")
        assert source.told == [] and len(ghosts(pilot)) == 4
        await press(pilot, "A", *"agreed", "enter")
        assert source.asked.count("because agreed") == 1
        assert source.told == [("accept", ("M1001", "M1006", "M1009", "M1010"))] and ghosts(pilot) == []
        await press(pilot, "p", "A", "escape")
        assert len(source.told) == 1, "without a reason nothing is booked"


# ── forms ─────────────────────────────────────────────────────────────────────────────────────────


async def test_each_key_opens_its_form_with_what_the_cursor_is_on(opened: Opened, forms: list[Any]) -> None:
    async with opened("week", source=Planning()) as pilot:
        await press(pilot, "tab", "b", "l", "m", "c", "o")
        assert forms == [
            ("book", {"cm": "C01", "date": "2026-11-18", "start": "09:30", "stop": "10:30"}),
            (
                "log",
                {
                    "cm": "C01",
                    "member": "M1003",
                    "appointment": "A3",
                    "date": "2026-11-18",
                    "start": "08:30",
                    "stop": "09:30",
                },
            ),
            ("miss", {"appointment": "A3", "member": "M1003"}),
            ("cancel", {"appointment": "A3", "member": "M1003"}),
            ("outreach", {"member": "M1003"}),
        ]


async def test_from_the_queue_forms_are_about_its_member(opened: Opened, forms: list[Any]) -> None:
    async with opened("week", source=Planning()) as pilot:
        await press(pilot, "j", "o", "l", "b")
        assert forms == [
            ("outreach", {"member": "M1000", "appointment": "O0"}),
            ("log", {"cm": "C01", "member": "M1000", "date": "2026-11-18"}),
            ("book", {"cm": "C01", "date": "2026-11-18", "start": "09:30", "stop": "10:30", "member": "M1000"}),
        ]
        await press(pilot, "m")
        assert len(forms) == 3 and "Put the cursor on the visit to miss." in text_of(pilot.app)


async def test_outreach_for_a_missed_visit_names_it(opened: Opened, forms: list[Any]) -> None:
    async with opened("week", source=Planning()) as pilot:
        week_of(pilot).grid.select("A1")
        await press(pilot, "tab", "o", "m")
        assert forms == [("outreach", {"member": "M1001", "appointment": "A1"})]
        assert "missed already" in text_of(pilot.app)


async def test_enter_opens_the_member_and_a_fixed_appointment_its_form(opened: Opened, forms: list[Any]) -> None:
    async with opened("week", source=Planning()) as pilot:
        week_of(pilot).grid.select("F1")
        await press(pilot, "tab", "enter")
        assert forms == [("fixed-appointment", {"record": "F1", "cm": "C01"})]
        await press(pilot, "up", "enter")
        assert pilot.app.area == "member" and pilot.app.shown.member == "M1002"  # type: ignore[attr-defined]


async def test_beside_a_long_name_the_days_stand_over_the_queue(opened: Opened) -> None:
    async with opened("week", (80, 24), Planning(hostile=" of the Far Prairie")) as pilot:
        await press(pilot, "]", "]")
        assert "30 Nov" not in lines(pilot)[1] and "30 Nov-4 Dec" in lines(pilot)[3]


@pytest.mark.parametrize(
    ("taken", "after", "at"),
    [
        ([], 0, 480),
        ([], 487, 487),
        ([(480, 540)], 0, 540),
        ([(480, 540), (570, 600)], 0, 600),
        ([(480, 540), (600, 660)], 0, 540),
        ([(660, 720), (780, 1000)], 0, 480),
        ([(480, 720)], 0, 780),
        ([(480, 720), (780, 1020)], 0, 480),
    ],
)
def test_the_next_free_hour_lies_between_what_is_taken(taken: list[tuple[int, int]], after: int, at: int) -> None:
    assert free_from(taken, [(480, 720), (780, 1020)], after, 60) == at


# ── weeks and months ──────────────────────────────────────────────────────────────────────────────


async def test_brackets_step_weeks_and_braces_days(opened: Opened) -> None:
    async with opened("week", source=Planning()) as pilot:
        screen = week_of(pilot)
        await press(pilot, "]")
        assert screen.first_day == date(2026, 11, 23) and screen.shown.on == ON
        await press(pilot, "[", "[")
        assert screen.first_day == date(2026, 11, 9)
        await press(pilot, "}")
        assert screen.shown.on == THURSDAY and screen.first_day == date(2026, 11, 16)
        await press(pilot, "]", "t")
        assert screen.shown.on == ON and screen.first_day == date(2026, 11, 16)


def test_a_week_in_which_months_meet_has_a_budget_of_each() -> None:
    def days(first: date) -> list[date]:
        return [first + timedelta(days=n) for n in range(5)]

    assert budget_days(days(date(2026, 11, 16)), ON) == [ON]
    assert budget_days(days(date(2026, 11, 30)), ON) == [ON, date(2026, 12, 1)]
    assert budget_days(days(date(2026, 9, 28)), ON) == [date(2026, 9, 30), date(2026, 10, 2)]
    assert budget_days(days(date(2027, 1, 4)), ON) == [date(2027, 1, 4)]


async def test_a_name_that_holds_anything_is_shown_safely_in_every_state(opened: Opened) -> None:
    from tests.ui.test_hostile import NAMES, check

    for name in NAMES:
        async with opened("week", (80, 24), Planning(hostile=name)) as pilot:
            for key in ("p", "shift+down", "escape", "tab", "g", "tab", "a", "W", "]", "]"):
                await pilot.press(key)
                check(pilot.app)


async def test_a_low_screen_tells_how_many_more_there_are_on_either_side(opened: Opened) -> None:
    async with opened("week", (80, 13), Planning()) as pilot:
        screen = week_of(pilot)
        height = screen.grid.size.height
        assert height == 6, "a line of titles and five: two blocks, and a line that tells"
        await press(pilot, "tab", "right")
        column = [line[screen.queue.size.width + screen.grid.edges()[3] :][:9] for line in lines(pilot)[3:9]]
        assert [said.strip() for said in column] == [
            "Thu 19 ─",
            "▌09:00 3u",
            "▌Ana Mesa",
            "14:00 –",
            "Max F.",
            "… 1 more",
        ]
        await press(pilot, "end")
        column = [line[screen.queue.size.width + screen.grid.edges()[3] :][:9] for line in lines(pilot)[3:9]]
        assert column[0].strip() == "Thu 19 ↑─" and column[3].startswith("▌15:30") and "more" not in "".join(column)


def lines(pilot: Pilot[int]) -> list[str]:
    return text_of(pilot.app).splitlines()


async def test_what_is_still_ahead_is_not_logged(opened: Opened, forms: list[Any]) -> None:
    async with opened("week", source=Planning()) as pilot:
        await press(pilot, "tab", "right", "l")
        visit = week_of(pilot).grid.item
        assert visit is not None and week_of(pilot).grid.when == date(2026, 11, 19)
        assert forms == [] and "This visit is still ahead" in text_of(pilot.app)
