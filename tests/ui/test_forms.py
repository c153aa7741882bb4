"""Forms as a person fills them in: keys, mouse, echo, errors, choices, reasons; what is saved is compared."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events

from tcm_tui.desk.errors import Refused
from tcm_tui.desk.forms import Saved
from tcm_tui.ui import commands
from tcm_tui.ui.screens.form import FormScreen
from tcm_tui.ui.screens.formacts import RecordScreen
from tcm_tui.ui.screens.formdraft import part
from tcm_tui.ui.widgets.formfields import Row
from tcm_tui.ui.widgets.table import Table
from tests.ui.conftest import Opened, text_of
from tests.ui.fake import Fake
from tests.ui.formkeys import BOOK, open_form, screen_of, typed, values, written
from tests.ui.test_hostile import NAMES, check


async def test_b_opens_the_form_for_whom_the_cursor_is_on(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await pilot.press("j", "b")
        await pilot.pause()
        assert screen_of(pilot).form.id == "book"
        assert values(pilot)["member"] == "M1001" and values(pilot)["cm"] == "C01"
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, FormScreen)


@pytest.mark.parametrize(
    ("key", "form"), [("b", "book"), ("l", "log"), ("o", "outreach"), ("M", "miss"), ("c", "cancel")]
)
@pytest.mark.parametrize("area", ["caseload", "clocks", "member"])
async def test_the_keys_of_the_lists(area: str, key: str, form: str, opened: Opened) -> None:
    async with opened(area) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert screen_of(pilot).form.id == form
        table: Any = pilot.app.front.query(Table).first()  # type: ignore[attr-defined]
        who = {"caseload": "M1000", "member": "M1000", "clocks": getattr(table.row, "member", None)}[area]
        assert screen_of(pilot).context["member"] == who


async def test_a_clock_names_its_visit_or_service(opened: Opened) -> None:
    async with opened("clocks") as pilot:
        table: Any = pilot.app.front.table  # type: ignore[attr-defined]
        seen = {}
        for line in range(len(table.listing.lines)):
            if table.listing.lines[line].row is not None:
                table._go(line)
                seen[table.row.kind] = pilot.app.front.acting_on()  # type: ignore[attr-defined]
        assert seen["outreach"]["appointment"] == "O1"
        assert seen["fax"]["service"] == "F2"
        assert "appointment" not in seen["contact"]
        assert "member" not in seen["credential"]


async def test_typing_is_echoed_in_full_and_errors_stand_beside(opened: Opened) -> None:
    async with opened(size=(80, 24)) as pilot:
        box = await open_form(pilot, "book", member="M1000", cm="C01")
        assert box.entry.field.name == "date"
        await typed(pilot, *"fri")
        assert box.entry.echo == "Fri 20 Nov 2026"
        assert "fri                      Fri 20 Nov 2026" in text_of(pilot.app)
        await pilot.press("x")
        screen_of(pilot).look()
        await pilot.pause()
        assert "✗" not in text_of(pilot.app), "half a word is no error yet"
        await typed(pilot, "y")
        assert "✗ “frixy” is no day" in text_of(pilot.app)


async def test_tab_enter_and_arrows_move_and_the_last_stop_is_the_button(opened: Opened) -> None:
    async with opened() as pilot:
        box = await open_form(pilot, member="M1000")
        await pilot.press("shift+tab", "shift+tab", "shift+tab")
        names = [box.entry.field.name]
        for key in ("tab", "enter", "down", "tab", "tab"):
            await pilot.press(key)
            names.append(box.entry.field.name)
        assert names == ["member", "cm", "date", "start", "stop", "kind"]
        await pilot.press("tab")
        assert box.entry is None
        await pilot.press("up", "up")
        assert box.entry.field.name == "stop"


async def test_choices_step_and_narrow(opened: Opened) -> None:
    async with opened() as pilot:
        box = await open_form(pilot, **{**BOOK, "kind": ""})
        assert box.entry.field.name == "kind"
        await pilot.press("right")
        assert box.entry.text == "community-contact"
        await pilot.press("left")
        assert box.entry.text == "provider"
        await pilot.press("o", "f")
        assert [choice.key for choice in box.list.choices] == ["office-contact"]
        await pilot.press("z")
        assert box.list.needle == "of", "a letter that fits nothing is not taken"
        await pilot.press("enter")
        assert values(pilot)["kind"] == "office-contact" and not box.list.open and box.entry is None
        await pilot.press("up", "space", "down", "enter")
        assert values(pilot)["kind"] == "phone-contact"
        await pilot.press("up", "backspace")
        assert values(pilot)["kind"] == ""


async def test_people_are_found_while_typing(opened: Opened) -> None:
    async with opened(size=(80, 24)) as pilot:
        box = await open_form(pilot)
        assert box.entry.field.name == "member"
        await typed(pilot, *"ana")
        assert box.list.open and "Ana Pecan  M1000" in text_of(pilot.app)
        await pilot.press("down", "escape")
        assert not box.list.open and screen_of(pilot), "esc closes the list only"
        await typed(pilot, " ", "p")
        await pilot.press("enter")
        assert values(pilot)["member"] == "M1000" and box.entry.field.name == "cm"
        await typed(pilot, *"whitehores")
        assert [choice.key for choice in box.list.choices] == ["C01"], "a slip of the finger"
        await pilot.press("tab")
        assert values(pilot)["cm"] == "C01" and box.entry.field.name == "date"
        screen_of(pilot).look()
        assert box.entries[0].echo == "Ana Pecan M1000"


async def test_typed_faster_than_looked_up_takes_what_fits_all_that_was_typed(opened: Opened) -> None:
    async with opened(size=(80, 24)) as pilot:
        box = await open_form(pilot)
        await typed(pilot, *"m100")
        assert box.list.marked.key == "M1000"
        for key in "7":
            box.on_typed(key, key)
        box.on_typed("enter", "\r")
        assert values(pilot)["member"] == "M1007" and box.entry.field.name == "cm"
        for key in "rob":
            box.on_typed(key, key)
        box.on_typed("enter", "\r")
        assert values(pilot)["cm"] == "C03"


async def test_visits_are_offered_before_one_types(opened: Opened) -> None:
    async with opened(size=(80, 24)) as pilot:
        box = await open_form(pilot, "miss", member="M1000")
        assert [choice.key for choice in box.list.choices] == ["A2", "A1", "A0"]
        await pilot.press("down", "enter")
        assert values(pilot)["appointment"] == "A1"
        screen_of(pilot).look()
        assert box.entries[0].echo == "Mon 16 Nov 11:00 office contact, missed"


async def test_elements_are_ticked(opened: Opened) -> None:
    async with opened(size=(80, 24)) as pilot:
        box = await open_form(pilot, "log", **{k: v for k, v in BOOK.items() if k != "kind"}, activity="travel")
        place = next(n for n, entry in enumerate(box.entries) if entry.field.kind == "elements")
        box.go(Row(place))
        assert "progress or barriers" in text_of(pilot.app)
        await pilot.press("down", "space", "down", "down", "space")
        assert box.entry.text == "1;3"
        await pilot.press("space", "a")
        assert box.entry.text == "all" and box.entry.ticks() == set(range(11))
        await pilot.press("space")
        assert box.entry.text == "1;2;4;5;6;7;8;9;10;11"
        await pilot.press("tab")
        assert box.entry.field.kind != "elements"
        assert "progress or barriers" not in text_of(pilot.app)
        box.go(Row(place))
        await pilot.press("ctrl+u", *"all but 4")
        assert box.entry.ticks() == set(range(11)) - {3}


async def test_saving_stores_tells_and_closes(opened: Opened) -> None:
    source, done = Fake(), []
    async with opened(source=source) as pilot:
        pilot.app.open_form("book", BOOK, done.append)  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("ctrl+s")
        await written(pilot)
        assert source.told == [("save book", BOOK)]
        assert [result.id for result in done] == ["X1"]
        assert not isinstance(pilot.app.screen, FormScreen)
        assert "Book a visit: Ana Pecan M1000, Fri 20 Nov 2026" in text_of(pilot.app)


async def test_the_button_saves_and_enter_on_a_field_does_not(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        box = await open_form(pilot, **BOOK)
        await pilot.press("enter")
        assert not source.told
        box.go(None)
        await pilot.press("enter")
        await written(pilot)
        assert source.told == [("save book", BOOK)]


async def test_what_is_wrong_keeps_the_form_open(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        box = await open_form(pilot, **{**BOOK, "start": ""})
        box.go(None)
        await pilot.press("f2")
        await written(pilot)
        assert not source.told
        assert box.entry.field.name == "start" and "✗ Start is needed." in text_of(pilot.app)


async def test_a_refusal_shows_rule_and_grounds(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        await open_form(pilot, **{**BOOK, "start": "09:00"})
        await pilot.press("ctrl+s")
        await written(pilot)
        assert not source.told and screen_of(pilot)
        assert "├ ✗ refused" in text_of(pilot.app) and "overlap  C01 has visit A2" in text_of(pilot.app)


async def test_a_warning_asks_for_a_reason(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source) as pilot:
        box = await open_form(pilot, **{**BOOK, "date": "2026-11-26"})
        await pilot.press("ctrl+s")
        await written(pilot)
        assert box.asking is not None and not source.told
        await pilot.press("enter")
        assert not source.told, "no reason, no write"
        await pilot.press("escape")
        assert box.asking is None and screen_of(pilot)
        await pilot.press("ctrl+s")
        await written(pilot)
        await pilot.press(*"asked for", "enter")
        await written(pilot)
        assert source.told == [("save book", {**BOOK, "date": "2026-11-26", "override": "asked for"})]


async def test_an_error_of_the_records_keeps_what_is_typed(opened: Opened) -> None:
    source = Fake()
    source.answers.append(Refused("The database is locked by another program; try again."))
    async with opened(source=source) as pilot:
        await open_form(pilot, **BOOK)
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "locked by another program" in text_of(pilot.app).replace("▌", " ").replace("\n", " ") or screen_of(
            pilot
        )
        assert values(pilot) == BOOK and not screen_of(pilot).box.saving
        await pilot.press("ctrl+s")
        await written(pilot)
        assert source.told == [("save book", BOOK)]


async def test_what_others_changed_is_shown_beside_and_decided(opened: Opened) -> None:
    source = Fake()
    source.answers.append(Saved({}, None, {"start": ("13:00", "10:00"), "stop": ("14:00", "11:00")}, ()))
    async with opened(source=source, size=(80, 24)) as pilot:
        box = await open_form(pilot, **BOOK)
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "! now stored: 13:00" in text_of(pilot.app) and "^s save mine  ^t take theirs" in text_of(pilot.app)
        assert box.entry.field.name == "start"
        await pilot.press("ctrl+t")
        assert values(pilot)["start"] == "13:00" and values(pilot)["stop"] == "11:00"
        seen = {}
        save = source.save
        source.save = lambda *a, **k: (seen.update(k), save(*a, **k))[1]  # type: ignore[method-assign, func-returns-value]
        await pilot.press("ctrl+s")
        await written(pilot)
        assert seen["began"]["start"] == "13:00" and seen["began"]["stop"] == "14:00", "mine goes over theirs"
        assert source.told == [("save book", {**BOOK, "start": "13:00"})]


async def test_what_was_merged_is_named(opened: Opened) -> None:
    source = Fake()
    result = source._write("save book", {})
    source.answers.append(Saved({}, result, {}, ("stop",)))
    async with opened(source=source) as pilot:
        await open_form(pilot, **BOOK)
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "changed Stop; that is kept." in text_of(pilot.app)


async def test_ctrl_z_in_a_field_puts_back_what_it_began_with(opened: Opened) -> None:
    async with opened() as pilot:
        box = await open_form(pilot, **BOOK)
        box.go(Row(3))
        await pilot.press("1", "2", "ctrl+z")
        assert box.entry.text == "10:00"


async def test_every_form_opens_from_the_list_of_records(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("N")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, RecordScreen)
        offered = [choice.key for choice in screen.find("", 99)]
        assert set(offered) == {form.id for form in Fake().forms()} - {"service"} | {"member new", "case-manager new"}
        assert [choice.key for choice in screen.find("new", 9)] == ["member new", "case-manager new"]
        await pilot.press(*"residence", "enter")
        await pilot.pause()
        assert screen_of(pilot).form.id == "residence" and values(pilot)["member"] == "M1000"
        pilot.app.pop_screen()
        for form in (form.id for form in Fake().forms()):
            await open_form(pilot, form, member="M1000", cm="C01")
            check(pilot.app)
            pilot.app.pop_screen()


async def test_a_new_person_is_called_by_name_when_saved(opened: Opened) -> None:
    async with opened(source=Fake()) as pilot:
        await open_form(pilot, "case-manager", cm_id="C99", name="Ida Brook", level="II", type="standard", site="S1")
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "Case manager: Ida Brook." in text_of(pilot.app)


async def test_the_mouse_chooses_fields_choices_boxes_and_the_button(opened: Opened) -> None:
    source = Fake()
    async with opened(source=source, size=(80, 24)) as pilot:
        box = await open_form(pilot, **{**BOOK, "kind": "provider"})
        await pilot.click("#form", offset=(box.labels + 5, 4))
        assert box.entry.field.name == "start" and box.entry.edit.at == 2
        await pilot.click("#form", offset=(box.labels + 5, 6))
        assert box.list.open
        await pilot.click("#form", offset=(box.labels + 8, box.line_of_list()))
        assert values(pilot)["kind"] == "community-contact"
        await pilot.click("#form", offset=(box.size.width - 5, box.size.height - 1))
        await written(pilot)
        assert source.told == [("save book", BOOK)]


async def test_the_wheel_scrolls_and_paste_goes_into_the_field(opened: Opened) -> None:
    async with opened(size=(80, 16)) as pilot:
        box = await open_form(pilot, "log")
        box.post_message(events.MouseScrollDown(box, 5, 5, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert box.top == 1
        box.go(Row(0))
        assert box.top == 0
        box.post_message(events.Paste("an\x1b[31ma"))
        await pilot.pause()
        assert values(pilot)["member"] == "an␛[31ma"
        check(pilot.app)


@pytest.mark.parametrize("text", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("form", ["book", "log", "member", "working-hours", "void"])
async def test_any_text_in_any_field_is_shown_and_acts_on_nothing(form: str, text: str, opened: Opened) -> None:
    for size in ((80, 24), (120, 40)):
        source = Fake(hostile=text)
        fields = source.form(form).fields
        source.begin = lambda *args, fields=fields: {f.name: text for f in fields}  # type: ignore[method-assign, misc]
        async with opened("caseload", size, source) as pilot:
            box = await open_form(pilot, form, member="M1000")
            for row in list(box.rows):
                box.go(row)
                check(pilot.app)
            for entry in box.entries:
                entry.been, entry.error, entry.theirs = True, text, None
            box.title, box.verdict = [(text, "title")], "refused"
            box.update()
            check(pilot.app)
            entry.theirs = text
            box.go(Row(len(box.entries) - 1))
            box.ask()
            box.asking.insert(text)
            box.update()
            check(pilot.app)


async def test_every_command_of_the_form_has_its_action(opened: Opened) -> None:
    async with opened() as pilot:
        box = await open_form(pilot)
        for command in commands.of(["form"]):
            assert hasattr(box, f"action_{command.action}")


# ── any keys ──────────────────────────────────────────────────────────────────────────────────────

KEYS = [
    "tab", "shift+tab", "enter", "up", "down", "left", "right", "space", "backspace", "delete", "home", "end",
    "pageup", "pagedown", "ctrl+u", "ctrl+w", "ctrl+z", "ctrl+n", "ctrl+t", "ctrl+s", "f2", "escape",
]  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["book", "log", "outreach", "miss", "working-hours", "member"]),
    moves=st.lists(st.sampled_from(KEYS) | st.text(min_size=1, max_size=6), max_size=30),
)
def test_any_keys_and_texts_leave_the_form_whole(form: str, moves: list[str], opened: Opened) -> None:
    """No crash, no byte to the terminal, and what was typed is on screen or kept as a draft."""

    async def run() -> None:
        source = Fake()
        async with opened("caseload", (80, 24), source) as pilot:
            await open_form(pilot, form, member="M1000", cm="C01")
            screen = screen_of(pilot)
            for move in moves:
                if pilot.app.screen is not screen:
                    break
                if move in KEYS:
                    await pilot.press(move)
                else:
                    for character in move:
                        if screen.box.check_consume_key(character, character):
                            screen.box.on_typed(character, character)
                    screen.box.post_message(events.Paste(move))
                await pilot.pause()
                if pilot.app.screen is screen and not screen.box.saving:
                    screen.look()
                    await pilot.pause()
                check(pilot.app)
            left = pilot.app.screen is not screen
            await written(pilot)
            changed = {e.field.name: e.text for e in screen.box.entries if e.text != e.began}
            if left and changed and not source.told:
                assert part(source.kept[form, screen.subject], "text") == screen.box.texts()

    asyncio.run(run())


async def test_what_a_field_suggests_gives_way_to_the_first_letter_and_stays_when_the_caret_moves(
    opened: Opened,
) -> None:
    async with opened("caseload") as pilot:
        box = await open_form(pilot, "book", **BOOK)
        box.go(Row(2))
        await pilot.press(*"+2d")
        assert values(pilot)["date"] == "+2d"
        box.go(Row(3))
        await pilot.press("left", "backspace", "3")
        assert values(pilot)["start"] == "10:30"
        box.go(Row(2))
        await pilot.press("backspace")
        assert values(pilot)["date"] == ""


async def test_what_was_stored_of_a_visit_names_its_member(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await open_form(pilot, "cancel", member="M1000", appointment="A3")
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "M1000" in " ".join(text_of(pilot.app).split()).partition("Cancel a visit: ")[2][:60]


async def test_leaving_the_boxes_leaves_no_empty_lines(opened: Opened) -> None:
    async with opened("caseload", (80, 24)) as pilot:
        box = await open_form(pilot, "log", member="M1000")
        names = [entry.field.name for entry in box.entries]
        box.go(Row(names.index("elements"), 10))
        assert box.top > 0
        box.go(Row(names.index("focus")))
        assert box.top <= max(0, len(box.rows) - box.body)
