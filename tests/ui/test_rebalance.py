"""Rebalance by keys on the made-up agency: what is asked, what is agreed to, what is written and when."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.desk.errors import Refused
from tcm_tui.desk.rebalance import Ask, Away, Rebalance, Stopped
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui.screens import formlook
from tcm_tui.ui.screens.rebalance import RebalanceScreen
from tcm_tui.ui.screens.rebalance_forms import WhatIfForm
from tcm_tui.ui.screens.rebalance_rows import Names
from tests.ui.cases_team import OUT, WHAT_IF, Many
from tests.ui.conftest import Opened, text_of, until
from tests.ui.fake import ON, Fake

FRI = date(2026, 11, 20)


def screen(pilot: Pilot[int]) -> RebalanceScreen:
    front = pilot.app.front  # type: ignore[attr-defined]
    assert isinstance(front, RebalanceScreen)
    return front


def moved(pilot: Pilot[int]) -> list[tuple[str, str]]:
    plan = screen(pilot).plan
    return [(move.member, move.to) for move in plan.moves] if plan else []


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


# ── choices ───────────────────────────────────────────────────────────────────────────────────────


async def test_a_move_is_accepted_left_open_again_and_rejected(opened: Opened) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        assert moved(pilot)[:2] == [("M9001", "C01"), ("M9002", "C01")]
        count = len(source.asked)
        await press(pilot, "a")
        assert screen(pilot).ask.accepted == {("M9001", "C01")}
        assert len(source.asked) == count, "what is the best answer stays the best: nothing is solved"
        assert screen(pilot).line.about.member == "M9002", "the same key takes the next"  # type: ignore[union-attr]
        await press(pilot, "x")
        assert screen(pilot).ask == Ask(accepted=frozenset({("M9001", "C01")}), forbid=frozenset({("M9002", "C01")}))
        assert moved(pilot)[:2] == [("M9001", "C01"), ("M9002", "C03")]
        await press(pilot, "k", "a")
        assert screen(pilot).ask.accepted == frozenset(), "accepted again: left open"


async def test_choices_are_taken_back_one_by_one(opened: Opened) -> None:
    async with opened("rebalance") as pilot:
        first = moved(pilot)
        await press(pilot, "x", "x", "A")
        assert len(screen(pilot).ask.accepted) == len(moved(pilot))
        await press(pilot, "z")
        assert screen(pilot).ask.accepted == frozenset() and len(screen(pilot).ask.forbid) == 2
        await press(pilot, "z", "z")
        assert (moved(pilot), screen(pilot).ask) == (first, Ask())
        await press(pilot, "z")
        assert "There is no choice to take back." in text_of(pilot.app)


async def test_a_line_of_the_what_if_is_taken_away_or_changed(opened: Opened) -> None:
    async with opened("rebalance") as pilot:
        await press(pilot, *OUT, "g", "enter", "tab", *"2026-12-01", "ctrl+s")
        assert screen(pilot).ask.leave == (Away("C01", date(2026, 12, 1), leaving=True),), "changed, not added"
        await press(pilot, "x")
        assert screen(pilot).ask == Ask()
        await press(pilot, *OUT, "C")
        assert screen(pilot).ask == Ask()


async def test_who_stays_is_asked_by_the_move_or_by_name(opened: Opened) -> None:
    async with opened("rebalance") as pilot:
        await press(pilot, "j", "j", "p")
        assert screen(pilot).ask.pins == {"M2000"}
        await press(pilot, "g", "j", "p")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhatIfForm) and pilot.app.screen.focused is not None)
        await press(pilot, *"zzz", "ctrl+s")
        await until(pilot, lambda: "Which member?" in text_of(pilot.app))
        await press(pilot, *["backspace"] * 3, *"M1004", "ctrl+s")
        await until(pilot, lambda: screen(pilot).ask.pins == {"M2000", "M1004"})
        await until(pilot, lambda: "= Faye Lake stays" in text_of(pilot.app))


async def test_what_is_wrong_is_said_however_soon_it_is_asked(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """ctrl+s comes before the moment without a key in which a form reads what was typed."""
    monkeypatch.setattr(formlook, "IDLE", 600.0)
    async with opened("rebalance") as pilot:
        for keys, said in ((("g", "p"), "Which member?"), (("l",), "no case manager fits")):
            await pilot.press(*keys)
            await until(pilot, lambda: isinstance(pilot.app.screen, WhatIfForm) and pilot.app.screen.focused)
            pilot.app.screen._pause = 600.0  # type: ignore[attr-defined]
            await pilot.press("ctrl+u", *"zzz", "ctrl+s")
            await until(pilot, lambda said=said: said in text_of(pilot.app), 20)
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is screen(pilot))


async def test_what_is_wrong_in_a_question_is_said_beside_it(opened: Opened) -> None:
    async with opened("rebalance") as pilot:
        await press(pilot, "l", *"zzz", "ctrl+s")
        assert "no case manager fits" in text_of(pilot.app)
        await press(pilot, "ctrl+u", *"c01", "tab", *"fri", "tab", *"2026-11-19", "ctrl+s")
        assert "The last day away lies before the first" in text_of(pilot.app)
        await press(pilot, "escape", "m", *"x", "ctrl+s")
        assert "is no number of moves" in text_of(pilot.app)
        await press(pilot, "escape", "w", "ctrl+u", *"C01", "ctrl+s")
        assert "is the id of a case manager already" in text_of(pilot.app)
        assert screen(pilot).ask == Ask() and screen(pilot).before == []


async def test_what_would_do_is_asked_by_enter(opened: Opened) -> None:
    async with opened("rebalance") as pilot:
        await press(pilot, *OUT)
        assert "2 places short" in text_of(pilot.app)
        way = next(line for line in screen(pilot).moves.listing.lines if line.row and line.row.kind == "way").row
        assert way is not None and screen(pilot).moves.select(way.key)
        await press(pilot, "enter")
        assert [new.label for new in screen(pilot).ask.new] == ["New 1"]
        assert "8 places short → ✓ none with 8 moves" in text_of(pilot.app)
        await press(pilot, "z")
        assert screen(pilot).ask.new == ()


async def test_the_question_survives_leaving_and_is_not_solved_again(opened: Opened) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        await press(pilot, "x", "a")
        ask, count = screen(pilot).ask, source.asked.count("rebalance")
        await press(pilot, "5", "2", "6")
        assert (screen(pilot).ask, source.asked.count("rebalance")) == (ask, count)


async def test_records_changed_by_others_are_solved_again_and_told(opened: Opened) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        await press(pilot, "x")
        source.written += 1
        count = source.asked.count("rebalance")
        pilot.app.poll()  # type: ignore[attr-defined]
        await pilot.pause()
        assert source.asked.count("rebalance") == count + 1
        assert "The records have changed meanwhile" in text_of(pilot.app)
        assert screen(pilot).ask.forbid == {("M9001", "C01")}


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


async def test_nothing_is_written_before_the_day_is_said(opened: Opened) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        await press(pilot, "a", "a", "ctrl+s")
        assert source.told == []
        await press(pilot, *"soon", "ctrl+s")
        assert "is no day" in text_of(pilot.app) and source.told == []
        await press(pilot, "ctrl+u", *"fri", "ctrl+s")
        assert source.told == [("moves", (FRI, ("M9001", "M9002"), None))]
        assert screen(pilot).ask.accepted == frozenset()
        assert pilot.app.shown.on == FRI, "seen from the day on which it holds"  # type: ignore[attr-defined]
        await press(pilot, "escape", "ctrl+z")
        assert source.told[-1] == ("undo", (1, 1))


async def test_what_falls_short_is_applied_with_a_reason(opened: Opened) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        await press(pilot, *OUT, "ctrl+s", "ctrl+s")
        assert "goes on only with a reason" in text_of(pilot.app) and source.told == []
        await press(pilot, *"hiring", "enter")
        [(what, (effective, members, because))] = source.told
        assert (what, effective, because, len(members)) == ("moves", ON, "hiring", 6)


async def test_what_the_rules_refuse_is_said_in_the_form(opened: Opened) -> None:
    source = Fake()
    no = Reason("R31", "M9001: C03 is responsible by now, not nobody; ask for the moves again", "agency")
    source.answers = [WriteResult(None, "refused", (no,))]
    async with opened("rebalance", source=source) as pilot:
        await press(pilot, "ctrl+s", "ctrl+s")
        assert "C03 is responsible by now" in text_of(pilot.app)
        await press(pilot, "escape")
        assert source.told == [] and screen(pilot).ask == Ask()
        source.answers = [Refused("New 1 is not recorded yet.")]
        await press(pilot, "ctrl+s", "ctrl+s")
        assert "New 1 is not recorded yet." in text_of(pilot.app)


async def test_sheets_go_where_one_says(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        await press(pilot, "P")
        assert "Hand-over sheets are of moves that were applied" in text_of(pilot.app)
        await press(pilot, "A", "ctrl+s", "ctrl+s", *str(tmp_path), "enter")
        assert f"sheets {tmp_path} .html" in source.asked and "Wrote 2 sheets" in text_of(pilot.app)

        def full(*args: Any) -> Any:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(source, "hand_over_sheets", full)
        await press(pilot, "P", *str(tmp_path), "down", "enter")
        assert "can't be written: no space left on device." in text_of(pilot.app)


# ── by hand ───────────────────────────────────────────────────────────────────────────────────────


async def test_members_marked_by_hand_are_given_in_one_write(opened: Opened) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        await press(
            pilot, "T", *"dana", "enter", "space", "j", "space", "enter", *"c04", "tab", "tab", *"+2w", "ctrl+s"
        )
        told = ("C01", "C04", ON, ("M1000", "M1002"), date(2026, 12, 2), None)
        assert source.told == [("hand over", told)]


async def test_members_marked_by_hand_are_spread_or_brought_back_as_moves(opened: Opened) -> None:
    source = Fake()
    async with opened("rebalance", source=source) as pilot:
        await press(pilot, "T", *"dana", "enter", "f", *"mesa", "enter", "a", "enter", "ctrl+s")
        asked = screen(pilot).ask.forbid
        assert asked == {("M1005", "C01"), ("M1017", "C01"), ("M1029", "C01")} and source.told == []
        await press(pilot, "C", "T", *"dana", "enter", "end", "space", "enter")
        assert screen(pilot).ask.accepted == {("M2002", "C01")} and source.told == []


# ── many case managers ────────────────────────────────────────────────────────────────────────────


class Waiting(Many):
    """Answers when told to, or ends when broken off; how many are under way at once is counted."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.ended = threading.Event(), threading.Event()
        self.under_way = self.most = 0
        self.answered: list[Ask] = []
        self.broken_off: list[Ask] = []

    def rebalance(self, on: date, ask: Ask, going_on: Any = None) -> Rebalance:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        while going_on() and not self.go.wait(0.01):
            pass
        self.under_way -= 1
        if not going_on():
            self.broken_off.append(ask)
            self.ended.set()
            raise Stopped("Broken off; nothing was changed.")
        self.answered.append(ask)
        return super().rebalance(on, ask)


async def test_many_are_solved_aside_one_question_at_a_time(opened: Opened) -> None:
    source = Waiting()
    async with opened("rebalance", source=source) as pilot:
        assert "… solving for 105 case managers   esc stops" in text_of(pilot.app)
        for key in ("m", "3", "ctrl+s", "m", "2", "ctrl+s"):
            await pilot.press(key)
            await pilot.pause()
        await pilot.press("ctrl+s")
        assert "still being solved" in text_of(pilot.app) or screen(pilot).plan is None
        assert "… solving for 105 case managers   esc stops" in text_of(pilot.app)
        source.go.set()
        await until(pilot, lambda: screen(pilot).plan is not None and screen(pilot).run is None)
        assert source.most == 1
        assert [ask.max_moves for ask in source.answered] == [2], "what was asked before is broken off"
        assert source.broken_off[0].max_moves is None and len(moved(pilot)) == 2


async def test_esc_breaks_it_off_and_f5_asks_again(opened: Opened) -> None:
    source = Waiting()
    async with opened("rebalance", source=source) as pilot:
        await until(pilot, lambda: source.under_way)
        await pilot.press("escape")
        await until(pilot, lambda: screen(pilot).run is None)
        assert source.under_way == 0 and source.broken_off == [Ask()], "its thread has ended, without an answer"
        assert "Broken off; F5 asks again." in text_of(pilot.app) and "nothing was changed" not in text_of(pilot.app)
        assert screen(pilot).plan is None
        source.go.set()
        await pilot.press("f5")
        await until(pilot, lambda: screen(pilot).plan is not None)


async def test_who_leaves_the_program_leaves_no_solving_behind(opened: Opened) -> None:
    source = Waiting()
    async with opened("rebalance", source=source) as pilot:
        await until(pilot, lambda: source.under_way)
    assert source.ended.wait(60) and source.broken_off == [Ask()]


# ── mouse ─────────────────────────────────────────────────────────────────────────────────────────


async def test_lines_and_keys_can_be_clicked(opened: Opened) -> None:
    async with opened("rebalance") as pilot:
        lines = text_of(pilot.app).split("\n")
        y = next(n for n, line in enumerate(lines) if "Leo Mesa" in line)
        await pilot.click(offset=(20, y))
        assert screen(pilot).line.about.member == "M2000"  # type: ignore[union-attr]
        await pilot.click("#keybar", offset=(lines[-2].index("x reject"), 0))
        await pilot.pause()
        assert [member for member, _ in screen(pilot).ask.forbid] == ["M2000"]


# ── why ───────────────────────────────────────────────────────────────────────────────────────────


async def test_every_line_says_why(opened: Opened) -> None:
    """``e`` opens on each line of a question with everything in it."""
    async with opened("rebalance") as pilot:
        await press(pilot, *WHAT_IF, "x", "g")
        kinds = set()
        front = screen(pilot)
        for _ in range(len(front.moves.listing.lines)):
            line = front.line
            assert line is not None
            kinds.add(line.key.split()[1] if line.kind == "what-if" else line.kind)
            found = front.explained()
            assert found and all(one.answer for one in found), line.key
            assert all(reason.rule and reason.text for one in found for reason in one.reasons), line.key
            await pilot.press("j")
        assert kinds == {"out", "new", "pin", "most", "extra", "not", "left", "way", "note", "move"}


def test_sentences_name_people_in_place_of_their_ids() -> None:
    names = Names()
    names.know([("C09", "Xenia Fennimarsh"), ("R13", "Rey"), ("standard", "Sam"), ("11", "Ida"), ("c-1", "Ann")])
    said = names.within("C09 has 11 open and can’t help: C09 has no row for M0012: standard, hn-110 (R13); c-1, C091.")
    assert said == (
        "Xenia Fennimarsh has 11 open and can’t help: Xenia Fennimarsh has no row for M0012: standard, hn-110 (R13); "
        "Ann, C091."
    )
