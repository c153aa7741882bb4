"""The log-in, and how new records are kept: what is asked, what is said, and that no secret is shown or stays."""

from __future__ import annotations

from typing import Any

import pytest

from tcm_tui.desk.access import NotIn
from tcm_tui.desk.office import StoreError
from tcm_tui.ui.first import FirstApp, Jobs
from tests.ui.conftest import text_of
from tests.ui.doors import CODE, WORDS, MadeUp, login

WHY = "There is no database at ~/agency.db."


async def finish(pilot: Any) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_name_and_passphrase_open() -> None:
    app = login()
    async with app.run_test(size=(80, 24)) as pilot:
        shown = text_of(app)
        assert "These records are encrypted." in shown and "dana" in shown
        await pilot.press(*WORDS)
        assert WORDS[:4] not in text_of(app) and "•" * len(WORDS) in text_of(app)
        await pilot.press("enter")
        await finish(pilot)
    assert app.return_value == ("dana", WORDS)
    assert all(not edit.text for edit in app.box.edits), "nothing typed stays"


async def test_a_wrong_one_is_told_and_typed_again() -> None:
    door = MadeUp()
    app = login(door)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "ctrl+u", *"lee", "tab", *"wrong", "enter")
        await finish(pilot)
        assert "don’t go together" in text_of(app) and "•" not in text_of(app) and "lee" in text_of(app)
        await pilot.press(*WORDS, "enter")
        await finish(pilot)
    assert door.tried == [("lee", "wrong"), ("lee", WORDS)] and app.return_value == ("lee", WORDS)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (NotIn("Too many wrong log-ins: the next one is possible in 30 seconds.", 30), "possible in 30 seconds"),
        (StoreError("damaged", "~/agency.db.keys is damaged."), "is damaged"),
        (KeyError("Ana Pecan"), "reference"),
    ],
)
async def test_what_stops_it_is_told_and_it_goes_on_asking(error: Exception, says: str) -> None:
    app = login(MadeUp(error))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press(*WORDS, "enter")
        await finish(pilot)
        assert says in text_of(app) and "Ana" not in text_of(app)
        await pilot.press("f10")
    assert app.return_value is None


async def test_the_recovery_code_opens_too() -> None:
    app = login()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        assert "six groups" in text_of(app)
        await pilot.press("escape")
        assert "Passphrase" in text_of(app)
        await pilot.press("f4", *CODE, "enter")
        await finish(pilot)
    assert app.return_value == (CODE,)


async def test_a_passphrase_is_taken_exactly_as_it_is_typed_and_pasted() -> None:
    from textual import events

    door = MadeUp()
    app = login(door)
    async with app.run_test(size=(80, 24)) as pilot:
        app.box.post_message(events.Paste("  zwei\u200dWörter \x1b  und mehr\n"))
        await pilot.pause()
        await pilot.press("enter")
        await finish(pilot)
    assert door.tried == [("dana", "  zwei\u200dWörter \x1b  und mehr")]


# ── new records ───────────────────────────────────────────────────────────────────────────────────


def first(rules: MadeUp, made: list[str]) -> FirstApp:
    def empty() -> str:
        made.append("empty")
        return "new.db"

    jobs = Jobs(lambda told: "demo.db", lambda folder, told: folder, empty, rules, rules.secured.append)
    return FirstApp(jobs, WHY)


async def test_real_records_are_encrypted_with_a_person_and_a_code_typed_back() -> None:
    rules, made = MadeUp(), list[str]()
    app = first(rules, made)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("3")
        assert "Encrypted (recommended)" in text_of(app) and "Not encrypted" in text_of(app) and not made
        await pilot.press("enter", *"short", "enter", *"short", "enter")
        assert "at least 12 characters" in text_of(app)
        await pilot.press(*WORDS, "enter", *WORDS[:-1], "enter")
        assert "were not the same" in text_of(app)
        await pilot.press(*WORDS, "enter", *WORDS, "enter")
        assert CODE in text_of(app) and "groups 2 and 5" in text_of(app)
        await pilot.press(*"wrong", "enter")
        assert "That is not what stands there." in text_of(app) and CODE in text_of(app) and not made
        await pilot.press(*"HRZYJ WPJ88", "enter")
        await finish(pilot)
    assert made == ["empty"] and app.return_value == "new.db"
    assert [tuple(secret) for secret in rules.secured] == [("dana", WORDS, CODE)]
    assert WORDS not in repr(rules.secured)


async def test_plain_records_ask_no_more() -> None:
    rules, made = MadeUp(), list[str]()
    app = first(rules, made)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("3", "2")
        await finish(pilot)
    assert made == ["empty"] and rules.secured == []


async def test_a_demonstration_asks_nothing_and_a_folder_is_imported_after_it() -> None:
    app = first(MadeUp(), [])
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2", *"/agency", "enter", "2")
        await finish(pilot)
    assert app.return_value == "/agency"
    app = first(MadeUp(), [])
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1")
        await finish(pilot)
    assert app.return_value == "demo.db"


async def test_back_leads_back_and_nothing_was_made() -> None:
    made: list[str] = []
    app = first(MadeUp(), made)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("3", "1", *WORDS, "escape")
        assert "How the records are kept" in text_of(app)
        await pilot.press("escape")
        assert WHY in text_of(app)
        await pilot.press("f10")
    assert not made and app.return_value is None


async def test_without_the_packages_it_says_how_to_get_them() -> None:
    app = first(MadeUp(missing="Encryption needs two more packages: pip install 'tcm-tui[encrypted]'"), [])
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("3", "1")
        assert "pip install 'tcm-tui[encrypted]'" in text_of(app)


async def test_what_was_made_ready_is_taken_back_when_nothing_comes_of_it() -> None:
    from tcm_tui.desk.errors import Refused

    rules, undone = MadeUp(), list[bool]()

    def fails() -> str:
        raise Refused("Nothing was stored.")

    jobs = Jobs(
        lambda told: "", lambda folder, told: "", fails, rules, rules.secured.append, lambda: undone.append(True)
    )
    app = FirstApp(jobs, WHY)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("3", "1", *WORDS, "enter", *WORDS, "enter", *"HRZYJ WPJ88", "enter")
        await finish(pilot)
        assert "Nothing was stored." in text_of(app) and undone == [True]
