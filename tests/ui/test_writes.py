"""Writing from the screens: undo and redo, one after the other, drafts; and forms on a real database."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.desk import booking
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.office import open_desk
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui import writes
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.desksource import DeskSource
from tcm_tui.ui.screens.form import FormScreen
from tcm_tui.ui.screens.formdraft import DraftsScreen, part
from tcm_tui.ui.source import Draft
from tests.desk.given import ONE, agency
from tests.ui.conftest import Opened, text_of, until
from tests.ui.fake import Fake
from tests.ui.formkeys import BOOK, open_form, screen_of, typed, values, written


def app_of(pilot: Pilot[int]) -> TcmApp:
    assert isinstance(pilot.app, TcmApp)
    return pilot.app


def notices(pilot: Pilot[int]) -> list[str]:
    return [notice.message for notice in pilot.app._notifications]


async def save(pilot: Pilot[int], **context: str) -> None:
    await open_form(pilot, "book", **context)
    await pilot.press("ctrl+s")
    await written(pilot)


async def test_undo_goes_back_write_by_write_and_redo_forth(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        await pilot.press("ctrl+z")
        assert notices(pilot) == ["There is nothing to undo: no write of this session is left."]
        await save(pilot, **BOOK)
        await save(pilot, **{**BOOK, "start": "12:00", "stop": "13:00"})
        for key in ("ctrl+z", "ctrl+z", "ctrl+y", "ctrl+y", "ctrl+y"):
            await pilot.press(key)
            await written(pilot)
        # Writes 1 and 2 are taken back by 3 and 4; redo takes back the undoing.
        assert source.told[2:] == [("undo", (2, 2)), ("undo", (1, 1)), ("undo", (4, 4)), ("undo", (3, 3))]
        assert notices(pilot)[-1] == "There is nothing to redo: no write of this session is left."
        await pilot.press("ctrl+z")
        await written(pilot)
        assert source.told[-1] == ("undo", (6, 6))
        assert notices(pilot) == ["Undone: Book a visit: Ana Pecan M1000, Fri 20 Nov 2026."]


async def test_a_write_ends_what_could_be_redone(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        await save(pilot, **BOOK)
        await pilot.press("ctrl+z")
        await written(pilot)
        await save(pilot, **BOOK)
        count = len(source.told)
        await pilot.press("ctrl+y")
        await written(pilot)
        assert len(source.told) == count


async def test_what_can_not_be_undone_says_why(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        await save(pilot, **BOOK)
        why = Reason("undo", "X1 was changed since by kim", "agency")
        source.answers.append(WriteResult(None, "refused", (why,)))
        await pilot.press("ctrl+z")
        await written(pilot)
        assert "✗ Can't undo “Book a visit: Ana Pecan M1000, Fri 20 Nov 2026.”: X1 was changed since by kim" in notices(
            pilot
        )


async def test_an_undo_that_failed_can_be_tried_again(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        await save(pilot, **BOOK)
        source.answers.append(Refused("The database is locked; try again."))
        await pilot.press("ctrl+z")
        await written(pilot)
        assert notices(pilot)[-1] == "✗ The database is locked; try again."
        await pilot.press("ctrl+z")
        await written(pilot)
        assert source.told[-1] == ("undo", (1, 1))


async def test_keys_go_on_while_a_write_waits_and_writes_keep_their_order(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "WAITING_AFTER", 0.05)
    free = threading.Event()
    order: list[str] = []

    def slow(source: Any) -> str:
        assert free.wait(60)
        return "first"

    async with opened() as pilot:
        app = app_of(pilot)
        app.write(slow, order.append)
        app.write(lambda source: "second", order.append)
        await pilot.press("j", "j")
        assert app.front.table.row.member == "M1002" and order == []  # type: ignore[attr-defined]
        await until(pilot, lambda: "Waiting to write … esc gives up." in notices(pilot))
        free.set()
        await written(pilot)
        assert order == ["first", "second"]


async def test_a_fault_in_a_write_stops_the_app_with_its_place(opened: Opened) -> None:
    def broken(source: Any) -> None:
        raise KeyError("Ana Pecan")

    app = None
    with pytest.raises(KeyError):
        async with opened() as pilot:
            app = app_of(pilot)
            app.write(broken, lambda found: None)
            await written(pilot)
    assert app is not None and app.fault is not None and "KeyError" in app.fault and "Ana" not in app.fault


# ── drafts ────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_typed_is_kept_and_taken_up_again(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source, size=(80, 24)) as pilot:
        await open_form(pilot, member="M1000")
        await pilot.press("tab", *"fri")
        screen_of(pilot).keep()
        await written(pilot)
        draft = source.kept["book", "member:M1000"]
        assert part(draft, "text")["date"] == "fri" and part(draft, "context") == {"member": "M1000"}
        await pilot.press("escape")
        await written(pilot)
        assert "“Book a visit” is kept as a draft; open it again to go on." in notices(pilot)
        await open_form(pilot, member="M1001")
        assert values(pilot)["date"] == "", "another member's form has a draft of its own"
        await pilot.press("escape")
        await open_form(pilot, member="M1000")
        assert values(pilot)["date"] == "fri"
        assert f"draft of {draft.at[11:16]} taken up  ^n anew" in text_of(pilot.app)
        await pilot.press("ctrl+n")
        await written(pilot)
        assert values(pilot)["date"] == "" and not source.kept and "taken up" not in text_of(pilot.app)


async def test_typing_keeps_a_draft_by_itself(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.ui.screens import formlook

    for name in ("IDLE", "SETTLED", "KEPT"):
        monkeypatch.setattr(formlook, name, 0.001)
    source = Fake()
    async with opened(source=source) as pilot:
        await open_form(pilot, member="M1000")
        screen_of(pilot)._pause = 0.001
        await pilot.press("x")
        await until(pilot, lambda: source.kept)
        assert part(source.kept["book", "member:M1000"], "text")["cm"] == "x"


async def test_nothing_typed_keeps_nothing(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        await open_form(pilot, member="M1000")
        await pilot.press("escape")
        await written(pilot)
        assert not source.kept and not any("draft" in said for said in notices(pilot))


async def test_saved_drops_the_draft(opened: Opened) -> None:
    source = Fake()
    source.keep_draft(
        Draft("book", "member:M1000 cm:C01", {f"text.{k}": v for k, v in BOOK.items()}, "2026-11-18T14:32:05")
    )
    async with opened(source=source) as pilot:
        await open_form(pilot, member="M1000", cm="C01")
        await pilot.press("ctrl+s")
        await written(pilot)
        assert source.told == [("save book", BOOK)] and not source.kept


async def test_after_a_crash_the_drafts_are_told_and_listed(opened: Opened) -> None:
    source = Fake()
    source.keep_draft(
        Draft(
            "leave", "cm:C01", {"context.cm": "C01", "text.cm": "C01", "text.reason": "[/] \x1b[2J"}, "2026-11-18T14:32"
        )
    )
    source.keep_draft(Draft("book", "member:M1000", {"context.member": "M1000"}, "2026-11-17T09:00"))
    async with opened(source=source, size=(100, 30)) as pilot:
        app_of(pilot).tell_drafts()
        await pilot.pause()
        assert notices(pilot) == ["2 drafts wait to be gone on with: “Drafts” among the commands (ctrl+p)."]
        await pilot.press("D")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DraftsScreen)
        assert "2026-11-18 14:32" in text_of(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        assert screen_of(pilot).form.id == "leave" and values(pilot)["reason"] == "[/] \x1b[2J"
        assert screen_of(pilot).context == {"cm": "C01"}


# ── on a real database ────────────────────────────────────────────────────────────────────────────

TODAY = date(2026, 3, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    desk = agency(
        tmp_path,
        TODAY,
        members=[*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"],
        assignments=["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"],
        appointments=["A2,M1,C1,2026-03-02,09:00,10:00,community-contact,scheduled"],
    )
    found = Path(desk.store.path)
    desk.close()
    return found


@pytest.fixture
def source(path: Path) -> Iterator[DeskSource]:
    from tcm_tui.ui.desksource import open_source

    found = open_source(str(path))
    yield found
    found.close()


@asynccontextmanager
async def running(source: DeskSource, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Pilot[int]]:
    app = TcmApp(source, TODAY, "C1", "caseload")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def stored(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


VISITS = "SELECT member_id, cm_id, date, start_min, stop_min, kind, status FROM appointments ORDER BY date, start_min"
MISSED = ("M1", "C1", "2026-03-02", 540, 600, "community-contact", "scheduled")


async def test_a_visit_is_booked_undone_and_booked_again(source: DeskSource, path: Path) -> None:
    before = stored(path, VISITS)
    async with running(source) as pilot:
        await pilot.press("b")
        await pilot.pause()
        member = values(pilot)["member"]
        assert screen_of(pilot).box.entry.field.name == "date"
        await pilot.press("ctrl+u", *"fri", "tab", "ctrl+u", *"930", "tab", "ctrl+u", *"10:30")
        await typed(pilot)
        assert screen_of(pilot).box.entries[2].echo == "Fri 6 Mar 2026"
        assert screen_of(pilot).box.verdict == "ok", screen_of(pilot).box.reasons
        await pilot.press("ctrl+s")
        await written(pilot)
        row = (member, "C1", "2026-03-06", 570, 630, "community-contact", "scheduled")
        assert stored(path, VISITS) == [*before, row]
        await pilot.press("ctrl+z")
        await written(pilot)
        assert stored(path, VISITS) == before
        await pilot.press("ctrl+y")
        await written(pilot)
        assert stored(path, VISITS) == [*before, row]


async def test_a_refused_visit_stores_nothing_and_says_the_rule(source: DeskSource, path: Path) -> None:
    async with running(source) as pilot:
        await open_form(pilot, "book", member="M2", cm="C1", date="2026-03-02", start="09:30", stop="10:30")
        assert screen_of(pilot).box.verdict == "refused"
        before = stored(path, VISITS)
        await pilot.press("ctrl+s")
        await written(pilot)
        assert stored(path, VISITS) == before and isinstance(pilot.app.screen, FormScreen)
        assert "overlap" in text_of(pilot.app)


async def test_a_miss_is_two_keys_and_starts_the_clock(source: DeskSource, path: Path) -> None:
    async with running(source) as pilot:
        await pilot.press("M")
        await pilot.pause()
        await pilot.pause()
        if screen_of(pilot).context["member"] == "M1":
            await pilot.press("enter")
        screen_of(pilot).box.entries[0].put("A2")
        await pilot.press("ctrl+s")
        await written(pilot)
        assert stored(path, VISITS)[0] == (*MISSED[:-1], "missed")
        assert [item.status for item in source.due(TODAY, "C1", 31, False) if item.kind == "outreach"] == ["open"]


async def test_a_record_is_edited_and_merged_with_what_another_process_wrote(source: DeskSource, path: Path) -> None:
    async with running(source) as pilot:
        box = await open_form(pilot, "member", member="M1", record="M1")
        texts = box.texts()
        names = [entry.field.name for entry in box.entries]
        box.entries[names.index("phone")].put("405 555 0101")
        with sqlite3.connect(path) as other:
            other.execute("UPDATE members SET city = 'Tulsa' WHERE member_id = 'M1'")
        await pilot.press("ctrl+s")
        await written(pilot)
        assert stored(path, "SELECT phone, city FROM members WHERE member_id = 'M1'") == [("405 555 0101", "Tulsa")]
        assert any("City" in said and "kept" in said for said in notices(pilot)), notices(pilot)
        assert texts["city"] == ""


async def test_a_conflict_is_shown_and_mine_wins_when_saved_again(source: DeskSource, path: Path) -> None:
    async with running(source) as pilot:
        box = await open_form(pilot, "member", member="M1", record="M1")
        entry = next(entry for entry in box.entries if entry.field.name == "phone")
        entry.put("405 555 0101")
        with sqlite3.connect(path) as other:
            other.execute("UPDATE members SET phone = '918 555 0000' WHERE member_id = 'M1'")
        await pilot.press("ctrl+s")
        await written(pilot)
        assert entry.theirs == "918 555 0000" and "now stored: 918 555 0000" in text_of(pilot.app)
        assert stored(path, "SELECT phone FROM members WHERE member_id = 'M1'") == [("918 555 0000",)]
        await pilot.press("ctrl+s")
        await written(pilot)
        assert stored(path, "SELECT phone FROM members WHERE member_id = 'M1'") == [("405 555 0101",)]


async def test_what_another_process_writes_is_in_the_verdict(source: DeskSource, path: Path) -> None:
    async with running(source) as pilot:
        box = await open_form(pilot, "book", member="M2", cm="C1", date="2026-03-06", start="11:00", stop="12:00")
        assert box.verdict == "ok"
        other = open_desk(str(path))
        booking.book(other, "M1", "C1", date(2026, 3, 6), 660, 720, "community-contact", TODAY)
        other.close()
        app_of(pilot).poll()
        assert box.verdict == "refused"


async def test_a_draft_survives_the_program(source: DeskSource, path: Path) -> None:
    async with running(source) as pilot:
        await open_form(pilot, "book", member="M1", cm="C1")
        await pilot.press("ctrl+u", *"18.3")
        screen_of(pilot).keep()
        await written(pilot)
    row = stored(path, 'SELECT form, subject, "values" FROM drafts')
    assert (
        row[0][0] == "book" and row[0][1].endswith("member:M1 cm:C1") and json.loads(row[0][2])["text.date"] == "18.3"
    )
    async with running(source) as pilot:
        app_of(pilot).tell_drafts()
        await pilot.pause()
        assert "1 draft waits" in notices(pilot)[0]
        await open_form(pilot, "book", member="M1", cm="C1")
        assert values(pilot)["date"] == "18.3"


async def test_esc_gives_up_a_write_that_waits_and_the_form_is_as_it_was(
    source: DeskSource, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "WAITING_AFTER", 0.05)
    async with running(source) as pilot:
        await open_form(pilot, "book", member="M1", cm="C1", date="2026-03-06", start="11:00", stop="12:00")
        typed_in = values(pilot)
        before = stored(path, VISITS)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Waiting to write … esc gives up." in notices(pilot))
        await pilot.press("escape")
        await written(pilot)
        assert "Given up while another program was writing: nothing was changed." in notices(pilot)[-1]
        assert values(pilot) == typed_in and not screen_of(pilot).box.saving
        other.execute("ROLLBACK")
        other.close()
        assert stored(path, VISITS) == before
        await pilot.press("ctrl+s")
        await written(pilot)
        assert len(stored(path, VISITS)) == len(before) + 1, "the next one waits again, and is stored"


async def test_while_another_writes_the_form_waits_and_then_goes_on(
    source: DeskSource, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "WAITING_AFTER", 0.05)
    async with running(source) as pilot:
        await open_form(pilot, "book", member="M1", cm="C1", date="2026-03-06", start="11:00", stop="12:00")
        before = stored(path, VISITS)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Waiting to write … esc gives up." in notices(pilot))
        assert "saving …" in text_of(pilot.app)
        other.execute("ROLLBACK")
        other.close()
        await written(pilot)
        assert len(stored(path, VISITS)) == len(before) + 1
