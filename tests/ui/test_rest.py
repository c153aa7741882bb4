"""Look-up, caseload, clocks, member, settings, copying and printing: what a key opens, and what it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk.views import ClockItem
from tcm_tui.rules.policies import BY_KEY
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.copying import allowed
from tcm_tui.ui.screens.clock_acts import form_for
from tcm_tui.ui.screens.form import FormScreen
from tcm_tui.ui.screens.settings import SettingsScreen
from tests.ui.conftest import Opened, strips, text_of
from tests.ui.fake import ON, Fake


def form_of(app: Any) -> tuple[str, dict[str, str]]:
    """The form on top and what it was told."""
    assert isinstance(app.screen, FormScreen), text_of(app)
    return app.screen.form.id, app.screen.context


async def opens(pilot: Any, key: str) -> tuple[str, dict[str, str]]:
    await pilot.press(key)
    await pilot.pause()
    found = form_of(pilot.app)
    pilot.app.pop_screen()
    await pilot.pause()
    return found


# ── look-up ───────────────────────────────────────────────────────────────────────────────────────


async def test_a_proposal_names_the_next_days_on_which_it_fits(opened: Opened) -> None:
    async with opened("caseload", (100, 30)) as pilot:
        await pilot.press("slash", *"ana", "enter")
        await pilot.pause()
        assert "Next " not in text_of(pilot.app) and "next days" not in pilot.app.shown.source.asked  # type: ignore[attr-defined]
        for typed, says in (
            ("3u", "3 units fit today · Thu 19 · Fri 20"),
            ("15m", "1 unit fits today"),
            ("6u", "6 units fit 1 Dec"),
        ):
            await pilot.press(*typed)
            await pilot.pause()
            assert says in text_of(pilot.app)
            await pilot.press(*["backspace"] * len(typed))
        await pilot.press(*"20u")
        await pilot.pause()
        assert "on no business day of the next two months" in text_of(pilot.app)


async def test_a_visit_is_booked_from_the_answer(opened: Opened) -> None:
    async with opened("caseload", (100, 30)) as pilot:
        await pilot.press("slash", *"ana", "enter")
        form, told = await opens(pilot, "b")
        assert form == "book" and told["member"] == "M1000"


# ── from a line ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("key", "form"), [("b", "book"), ("l", "log"), ("o", "outreach")])
@pytest.mark.parametrize("area", ["caseload", "clocks", "member"])
async def test_a_line_books_logs_and_reaches_its_member(area: str, key: str, form: str, opened: Opened) -> None:
    async with opened(area, (120, 40)) as pilot:
        mine = pilot.app.front.table.row.member if area == "clocks" else "M1000"  # type: ignore[attr-defined]
        found, told = await opens(pilot, key)
        assert found == form and told["member"] == mine and told["cm"] == "C01"


def clock(kind: str, status: str = "open", what: str | None = None, ref: str | None = "X1") -> ClockItem:
    return ClockItem(kind, what, "M1", "C1", ref, ON, None, status, 1, 0, 0)


@pytest.mark.parametrize(
    ("item", "form", "told"),
    [
        (clock("contact"), "book", {}),
        (clock("contact", "due-today"), "book", {}),
        (clock("contact", "scheduled"), "log", {}),
        (clock("outreach", "overdue"), "outreach", {"appointment": "X1"}),
        (clock("fax"), "service", {"record": "X1"}),
        (clock("documentation"), "service", {"record": "X1"}),
        (clock("plan", "overdue", "signature", "M1:2026-11-01"), "plan", {"record": "M1:2026-11-01"}),
        (clock("plan", "open", "renewal", "M1:2026-05-19"), "plan", {"starts_on": "2026-11-19"}),
        (clock("plan", "overdue", "first-plan", None), "plan", {}),
        (clock("credential", "open", "certification", "C1:certification"), "credential", {"kind": "certification"}),
    ],
)
def test_a_deadline_opens_what_meets_it(item: ClockItem, form: str, told: dict[str, str]) -> None:
    found = form_for(item)
    assert found is not None and found[0] == form
    assert found[1]["member"] == "M1" and found[1]["cm"] == "C1"
    rest = {name: text for name, text in found[1].items() if name in ("appointment", "record", "starts_on", "kind")}
    assert rest == told


@pytest.mark.parametrize("item", [clock("contact", "met"), clock("outreach", "met-late"), clock("contact", "missed")])
def test_what_can_not_be_met_opens_nothing(item: ClockItem) -> None:
    assert form_for(item) is None


async def test_the_key_of_a_deadline(opened: Opened) -> None:
    async with opened("clocks", (120, 40)) as pilot:
        table = pilot.app.front.table  # type: ignore[attr-defined]
        kinds = {}
        for _ in range(len(table.listing.lines)):
            item = table.row
            if item.kind not in kinds and item.status not in ("met", "missed"):
                kinds[item.kind] = await opens(pilot, "d")
            await pilot.press("j")
        assert {kind: form for kind, (form, _) in kinds.items()} == {
            "outreach": "outreach", "contact": "book", "fax": "service", "documentation": "service", "plan": "plan",
            "credential": "credential",
        }  # fmt: skip
        assert kinds["outreach"][1]["appointment"] == "O0" and kinds["fax"][1]["record"] == "F2"
        missed = next(line.row for line in table.listing.lines if line.row and line.row.status == "missed")
        table.select(table.listing.key(missed))
        await pilot.press("d")
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 1 and "Its month is over" in text_of(pilot.app)


# ── member ────────────────────────────────────────────────────────────────────────────────────────


NEW = {
    "P": "plan", "I": "stay", "H": "residence", "A": "authorization", "X": "external", "K": "availability", "O": "hold",
    "F": "refusal", "C": "member",
}  # fmt: skip


@pytest.mark.parametrize("key", NEW)
async def test_every_record_of_a_member_has_a_key(key: str, opened: Opened) -> None:
    async with opened("member", (120, 40)) as pilot:
        form, told = await opens(pilot, key)
        assert form == NEW[key] and told["member"] == "M1000"
        assert ("record" in told) is (form in ("hold", "refusal", "member")), "a new one edits none"


LINES = {
    "service S0": ("service", "S0"),
    "note S0": ("service", "S0"),
    "plan 2026-08-01": ("plan", "M1000/2026-08-01"),
    "stay hospital 2026-11-04": ("stay", "M1000/hospital/2026-11-04"),
    "home 2024-01-01": ("residence", "M1000/home/2024-01-01"),
    "grant AUTH-77": ("authorization", "M1000/AUTH-77"),
    "finding 0": ("service", "S0"),
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("width", [100, 150])
async def test_enter_on_a_record_changes_it(line: str, width: int, opened: Opened) -> None:
    async with opened("member", (width, 50)) as pilot:
        screen: Any = pilot.app.front
        lists = [screen.month, screen.facts] if screen.facts.display else [screen.month]
        mine = next(table for table in lists if table.select(line))
        mine.focus()
        form, told = await opens(pilot, "enter")
        assert (form, told["record"]) == LINES[line]


@pytest.mark.parametrize(
    ("line", "form", "told"),
    [
        ("service S0", "void", {"service": "S0"}),
        ("try O1", "void", {"outreach": "O1"}),
        ("visit A0", "void", {"appointment": "A0"}),
        ("plan 2026-08-01", "remove", {"what": "plan", "record": "M1000/2026-08-01"}),
        ("grant AUTH-77", "remove", {"what": "authorization", "record": "M1000/AUTH-77"}),
    ],
)
async def test_a_record_is_taken_back_with_a_reason(line: str, form: str, told: dict[str, str], opened: Opened) -> None:
    async with opened("member", (100, 50)) as pilot:
        assert pilot.app.front.month.select(line)  # type: ignore[attr-defined]
        assert await opens(pilot, "R") == (form, told)


async def test_what_is_worked_out_can_not_be_taken_back(opened: Opened) -> None:
    async with opened("member", (100, 50)) as pilot:
        await pilot.press("R")
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 1
        assert "worked out from the records" in text_of(pilot.app)


async def test_notes_to_complete_say_what_is_missing(opened: Opened) -> None:
    async with opened("member", (120, 50)) as pilot:
        screen: Any = pilot.app.front
        notes = next(g for g in screen.month.listing.groups if g.title == "Notes to complete")
        assert [item.key for item in notes.rows] == ["note S6", "note S3", "note S0"], "the latest first"
        assert "10 new needs or goals (none is an answer); 11 the member's satisfaction" in text_of(pilot.app)


async def test_a_fax_without_its_original_is_a_note_to_complete(opened: Opened) -> None:
    class Faxed(Fake):
        def member(self, member: str, on: Any) -> Any:
            view = super().member(member, on)
            one, *rest = view.services
            return view._replace(services=(one._replace(signature="fax", fax_on=ON, elements_missing=()), *rest))

    async with opened("member", (120, 50), Faxed()) as pilot:
        assert "original signature to file, faxed today" in text_of(pilot.app)


async def test_what_if_discharged(opened: Opened) -> None:
    async with opened("member", (100, 40)) as pilot:
        await pilot.press("W", *"2026-12-04")
        await pilot.pause()
        shown = text_of(pilot.app)
        assert "Sat 21 Nov 2026 to Fri 4 Dec 2026" in shown and "4 left this month, ≤ 16 a day" in shown
        assert pilot.app.shown.source.told == [], "nothing is stored"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        form, told = form_of(pilot.app)
        assert (form, told["record"]) == ("stay", "M1000/hospital/2026-11-04")
        texts = {entry.field.name: entry.text for entry in pilot.app.screen.box.entries}  # type: ignore[attr-defined]
        assert texts["planned_discharge_on"] == "2026-12-04"


async def test_a_day_that_is_none_is_said(opened: Opened) -> None:
    async with opened("member", (100, 40)) as pilot:
        await pilot.press("W", *"xyz", "enter")
        await pilot.pause()
        assert "is no day" in text_of(pilot.app)
        assert len(pilot.app.screen_stack) == 2


# ── copying ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("area", "keys", "copied"),
    [
        ("caseload", (), "Ana Pecan M1000 · line HN-110 · today 16 left"),
        ("clocks", (), "Yuri Tull · contact ✗ missed"),
        ("member", (), "outreach"),
        ("agency", (), "Dana Whitehorse"),
        ("rules", (), "R1 · document"),
        ("caseload", ("e",), "Units of Ana Pecan\n4 left today"),
        ("caseload", ("f8",), "agency = Prairie Wellness"),
        ("caseload", ("slash", *"ana", "enter"), "Ana Pecan M1000 · Wed 18 Nov 2026\n✓ ok  4 units left today"),
    ],
)
async def test_y_copies_the_line_or_the_answer(area: str, keys: tuple[str, ...], copied: str, opened: Opened) -> None:
    async with opened(area, (120, 40)) as pilot:
        await pilot.press(*keys, "y")
        await pilot.pause()
        assert pilot.app.clipboard.startswith(copied), pilot.app.clipboard
        assert f"Copied: {copied.splitlines()[0][:20]}" in text_of(pilot.app)


async def test_copying_is_off_until_the_agency_chooses_it(opened: Opened) -> None:
    source = Fake()
    del source.chosen["clipboard"]
    async with opened("caseload", (120, 40), source) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert pilot.app.clipboard == ""
        assert "the setting “clipboard” turns it on" in text_of(pilot.app)
        pilot.app.copy_to_clipboard("a selection made with the mouse")
        assert pilot.app.clipboard == ""
        source.chosen["clipboard"] = "true"
        pilot.app.copy_to_clipboard("a selection made with the mouse")
        assert pilot.app.clipboard == "a selection made with the mouse"


async def test_what_is_copied_holds_nothing_a_program_obeys(opened: Opened) -> None:
    async with opened("caseload", (120, 40), Fake(hostile="\x1b]52;c;eA==\x07‮")) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert all(c == "\n" or c.isprintable() for c in pilot.app.clipboard)


@pytest.mark.parametrize(("text", "is_on"), [("true", True), ("false", False), ("FALSE", False), ("no", False)])
def test_the_setting_of_copying(text: str, is_on: bool) -> None:
    assert allowed([("agency", "x"), ("clipboard", text)]) is is_on
    assert not allowed([]) and BY_KEY["clipboard"].default == "false"


# ── printing ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("downs", "ending", "begins"), [(0, ".html", "<!DOCTYPE"), (1, ".txt", "Dana"), (2, ".ics", "BEGIN:")]
)
async def test_the_week_is_printed(downs: int, ending: str, begins: str, opened: Opened, tmp_path: Path) -> None:
    async with opened("week", (120, 40)) as pilot:
        await pilot.press("P", *["slash" if c == "/" else c for c in f"{tmp_path}/"], *["down"] * downs, "enter")
        await pilot.pause()
        (file,) = tmp_path.iterdir()
        assert file.name == f"week-C01-2026-11-16{ending}"
        assert file.read_text(encoding="utf-8").startswith(begins)
        assert file.stat().st_mode & 0o777 == 0o600
        assert "keep it private" in text_of(pilot.app)


async def test_what_is_chosen_stays_while_the_file_is_typed(opened: Opened, tmp_path: Path) -> None:
    async with opened("week", (120, 40)) as pilot:
        await pilot.press("P", "down", "down", *["slash" if c == "/" else c for c in f"{tmp_path}/mine"], "enter")
        await pilot.pause()
        assert [file.name for file in tmp_path.iterdir()] == ["mine.ics"]


async def test_where_nothing_can_be_written_is_said(opened: Opened, tmp_path: Path) -> None:
    async with opened("week", (120, 40)) as pilot:
        await pilot.press("P", *["slash" if c == "/" else c for c in f"{tmp_path}/no/week"], "enter")
        await pilot.pause()
        assert "no such file or directory" in " ".join(note.message for note in pilot.app._notifications)
        assert list(tmp_path.iterdir()) == []


# ── settings ──────────────────────────────────────────────────────────────────────────────────────


async def test_every_setting_is_shown_with_its_value_and_can_be_changed(opened: Opened) -> None:
    from tcm_tui.rules.policies import DECLARED

    async with opened("caseload", (120, 50)) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        app: Any = pilot.app
        entries = [line.row for line in app.screen.table.listing.lines if line.row is not None]
        assert {entry.key for entry in entries} == {one.key for one in DECLARED} | {"theme", "keys"}
        assert "45" in text_of(app), "what is in force, not what is usual"
        app.screen.table.select("unit_rounding")
        await pilot.pause()
        shown = text_of(app)
        assert "completed-15 or eight-minute" in shown and "works out every service" in shown
        form, told = await opens(pilot, "enter")
        assert form == "setting" and told["record"] == "unit_rounding"
        app.shown.source.chosen["unit_rounding"] = "eight-minute"
        await opens(pilot, "enter")
        assert app.screen.table.row.value == "eight-minute"


async def test_the_rule_book_leads_to_its_settings(opened: Opened) -> None:
    async with opened("rules", (120, 50)) as pilot:
        app: Any = pilot.app
        app.front.table.select("=cap_scope")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SettingsScreen)
        assert app.screen.table.row.key == "cap_scope"


async def test_ones_own_keys_and_colours(opened: Opened) -> None:
    async with opened("caseload", (120, 50)) as pilot:
        app: Any = pilot.app
        await pilot.press("f8")
        await pilot.pause()
        app.screen.table.select("keys")
        await pilot.pause()
        assert "keys.toml" in text_of(app) and "tcm keys" in text_of(app)
        app.screen.table.select("theme")
        await pilot.press("enter")
        await pilot.pause()
        assert "Colours" in text_of(app)
        await pilot.press(*"nord", "enter")
        await pilot.pause()
        assert app.theme == "nord"
        assert app.screen.table.row.value == "nord"


async def test_a_click_in_a_list_puts_the_cursor_there(opened: Opened) -> None:
    async with opened("caseload", (120, 50)) as pilot:
        app: TcmApp = pilot.app  # type: ignore[assignment]
        await pilot.press("f8")
        await pilot.pause()
        screen: Any = app.screen
        row = next(n for n, line in enumerate(screen.table.listing.lines) if line.row and line.row.key == "cap_scope")
        await pilot.click(screen.table, offset=(6, row + screen.table._head))
        assert screen.table.row.key == "cap_scope"


# ── without colour ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keys", [(), ("slash", "a"), ("f8",), ("f1",), ("e",), ("ctrl+p",)])
async def test_without_colour_nothing_is_painted(
    keys: tuple[str, ...], opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the screen nor what lies below another one: black on black would be as good as gone."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened("caseload", (80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        for line in strips(pilot.app):
            segments = line
            for one in pilot.app._filters:
                segments = one.apply(segments, pilot.app.screen.background_colors[1]) if one.enabled else segments
            painted = [part for part in segments if part.style and not _plain(part.style)]
            assert painted == []


def _plain(style: Any) -> bool:
    return all(colour is None or colour.is_default for colour in (style.color, style.bgcolor))
