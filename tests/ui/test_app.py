"""What a person does in the screens, mostly by actions; a key press each where the key itself matters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.views import AgencyView, MemberLine
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.state import last_worker, state_file
from tests.ui.conftest import Opened, strips, text_of
from tests.ui.fake import ON, Fake


def app_of(pilot: Pilot[int]) -> TcmApp:
    assert isinstance(pilot.app, TcmApp)
    return pilot.app


async def do(pilot: Pilot[int], action: str, on: Any = None) -> None:
    await pilot.app.run_action(action, on or pilot.app)
    await pilot.pause()


async def test_the_list_moves_and_tells_about_its_line(opened: Opened) -> None:
    async with opened(size=(100, 20)) as pilot:
        table: Any = app_of(pilot).front.table  # type: ignore[attr-defined]
        assert (table.row.member, table.at, table.top) == ("M1000", 0, 0)
        await pilot.press("j", "j", "k")
        assert table.row.member == "M1001"
        assert "│ Max Oak M1001 · line HN-110 · today 15 left · month 25 = 5 used" in text_of(pilot.app)
        await pilot.press("G")
        assert table.row.member == "M1032" and table.top > 0
        await do(pilot, "move(1)", table)
        assert table.row.member == "M1032"
        await do(pilot, "page(-1)", table)
        assert table.row.member == "M1021"
        await pilot.press("g")
        assert (table.at, table.top) == (0, 0)


async def test_the_mouse_chooses_opens_sorts_and_scrolls(opened: Opened) -> None:
    async with opened(size=(100, 20)) as pilot:
        app = app_of(pilot)
        table: Any = app.front.table  # type: ignore[attr-defined]
        await pilot.click(table, offset=(10, 4))
        assert table.row.member == "M1002"
        await pilot.click(table, offset=(3, 1))
        assert table.listing.sorted_by == "name" and not table.listing.reverse
        await pilot.click(table, offset=(3, 1))
        assert table.listing.reverse
        table.sort_by(None)
        await do(pilot, "edge(-1)", table)
        table.post_message(events.MouseScrollDown(table, 5, 5, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert table.top == 3
        await pilot.click("#topbar", offset=(24, 0))
        await pilot.pause()
        assert app.area == "clocks"
        await do(pilot, "area('caseload')")
        await pilot.click(app.front.table, offset=(10, 4), times=2)  # type: ignore[attr-defined]
        await pilot.pause()
        assert app.area == "member"


async def test_a_key_in_the_key_bar_can_be_clicked(opened: Opened) -> None:
    async with opened(size=(100, 20)) as pilot:
        bar = text_of(pilot.app).splitlines()[-1]
        await pilot.click("#keybar", offset=(bar.index("? keys"), 0))
        await pilot.pause()
        assert "In the list" in text_of(pilot.app)


async def test_filtering_as_one_types(opened: Opened) -> None:
    async with opened(size=(100, 20)) as pilot:
        table: Any = app_of(pilot).front.table  # type: ignore[attr-defined]
        await pilot.press("f", *"moss")
        assert [line.row.name for line in table.listing.lines] == ["Faye Moss", "Max Moss"]
        shown = text_of(pilot.app)
        assert "filter moss" in shown and "2 of 33" in shown and "↵ keep" in shown
        await pilot.press("down", "enter", "e")
        await pilot.pause()
        assert "Units of" in text_of(pilot.app), "after Enter letters are keys again"
        await pilot.press("backspace")
        assert table.listing.needle == "moss"
        await pilot.press("backspace")
        assert table.listing.needle == "" and table.row.name == "Max Moss"
        await pilot.press("f", *"nobody")
        assert "Nothing fits “nobody”" in text_of(pilot.app)


async def test_sorting_by_each_column(opened: Opened) -> None:
    async with opened(size=(150, 30)) as pilot:
        table: Any = app_of(pilot).front.table  # type: ignore[attr-defined]
        seen = []
        for _ in range(12):
            await do(pilot, "sort", table)
            seen.append(table.listing.sorted_by)
            if table.listing.sorted_by is None:
                break
        assert seen == ["name", "id", "program", "contact", "outreach", "today", "month", "visit", "flags", None]
        table.sort_by("month")
        lines: list[MemberLine] = [line.row for line in table.listing.lines]
        left = [line.month.available - line.month.over for line in lines]
        assert left == sorted(left)
        await do(pilot, "reverse", table)
        assert table.listing.lines[0].row.month.available == 25


async def test_areas_and_the_way_back(opened: Opened) -> None:
    async with opened(size=(100, 30)) as pilot:
        app = app_of(pilot)
        for key, area in (
            ("1", "week"),
            ("3", "clocks"),
            ("5", "agency"),
            ("7", "rules"),
            ("4", "member"),
            ("2", "caseload"),
        ):
            await pilot.press(key)
            assert app.area == area
        for area in ("member", "rules", "agency"):
            await pilot.press("backspace")
            assert app.area == area
        await do(pilot, "help")
        assert len(app.screen_stack) == 2
        await pilot.press("3")
        await pilot.pause()
        assert len(app.screen_stack) == 1 and app.area == "clocks"


async def test_looking_from_another_day(opened: Opened) -> None:
    source = Fake()
    async with opened(size=(100, 30), source=source) as pilot:
        app = app_of(pilot)
        await pilot.press("]")
        assert app.shown.on == ON + timedelta(days=1)
        assert "as of Thu 19 Nov 2026" in text_of(pilot.app)
        assert source.asked.count("lines") == 2
        await pilot.press("[", "[")
        assert "as of Tue 17 Nov 2026" in text_of(pilot.app)
        await do(pilot, "day(-7)")
        assert app.shown.on == ON - timedelta(days=8)
        await pilot.press("t")
        assert "as of" not in text_of(pilot.app)
        app.shown.on = date(2100, 12, 31)
        await do(pilot, "day(1)")
        assert app.shown.on == date(2100, 12, 31)


async def test_another_area_follows_the_day_only_when_shown(opened: Opened) -> None:
    source = Fake()
    async with opened(size=(100, 30), source=source) as pilot:
        await pilot.press("5", "2")
        before = source.asked.count("agency")
        await pilot.press("]", "]")
        assert source.asked.count("agency") == before
        await pilot.press("5")
        assert source.asked.count("agency") == before + 1
        await pilot.press("2", "5")
        assert source.asked.count("agency") == before + 1, "nothing changed: nothing is read again"


async def test_switching_the_worker_is_remembered(opened: Opened) -> None:
    async with opened(size=(100, 30)) as pilot:
        app = app_of(pilot)
        assert app.shown.cm == "C01"
        await pilot.press(">")
        assert "Jordan Blue · CM II intensive · Center CMHC 111" in text_of(pilot.app)
        await pilot.press("<", "<")
        assert app.shown.cm == "C05"
        await pilot.press("w", *"robin", "enter")
        await pilot.pause()
        assert "Robin Vale" in text_of(pilot.app)
        assert last_worker() == "C03"
        assert state_file().read_text() == "C03\n"
        assert state_file().stat().st_mode & 0o777 == 0o600
    async with opened(size=(100, 30), cm=last_worker()) as pilot:
        assert app_of(pilot).shown.cm == "C03"
    async with opened(size=(100, 30), cm="gone") as pilot:
        assert app_of(pilot).shown.cm == "C01"


async def test_explaining_a_line_and_going_to_its_rule(opened: Opened) -> None:
    source = Fake()
    async with opened(size=(100, 30), source=source) as pilot:
        await pilot.press("e")
        await pilot.pause()
        shown = text_of(pilot.app)
        assert (
            "R4      25 − 18 − 3 = 4" in shown
            and "A, limits table" in shown
            and "unit rounding = completed-15" in shown
        )
        assert source.asked[-1] == "explain member"
        await pilot.press("r")
        await pilot.pause()
        assert app_of(pilot).area == "rules"
        assert app_of(pilot).front.table.row.id == "R3"  # type: ignore[attr-defined]


async def test_everything_can_be_explained(opened: Opened) -> None:
    source = Fake()
    kinds = {"week": "clock", "clocks": "clock", "agency": "figure", "rules": "rule", "member": "clock"}
    async with opened(size=(100, 30), source=source) as pilot:
        for area, kind in kinds.items():
            await do(pilot, f"area('{area}')")
            await do(pilot, "explain")
            assert source.asked[-1] == f"explain {kind}", area


async def test_the_look_up_from_name_to_proposal(opened: Opened) -> None:
    async with opened("agency", size=(100, 30)) as pilot:
        await pilot.press("u", *"mos")
        shown = text_of(pilot.app)
        assert "Faye Moss" in shown and "today" in shown and "left" in shown
        await pilot.press("down", "enter")
        shown = text_of(pilot.app)
        assert "Units left · Max Moss M1021 · Wed 18 Nov 2026" in shown
        assert "25 = 18 used + 3 planned + 4 left" in shown and "HN · contract 110 · HE" in shown
        await pilot.press("4", "5", "m")
        assert "✓ ok  3 units: all fit" in text_of(pilot.app)
        await pilot.press("backspace", "backspace", "backspace", "6", "u")
        shown = text_of(pilot.app)
        assert "✗ refused  6 units: 4 fit, 2 over" in shown and "R4   25 − 18 − 3 = 4" in shown
        await pilot.press("e")
        await pilot.pause()
        assert "Units of Max Moss" in text_of(pilot.app)
        await pilot.press("backspace", "backspace", "backspace")
        await pilot.press("enter")
        await pilot.pause()
        assert app_of(pilot).area == "member" and app_of(pilot).shown.member == "M1021"


async def test_the_look_up_goes_back_step_by_step(opened: Opened) -> None:
    async with opened(size=(100, 30)) as pilot:
        await pilot.press("slash", *"moss", "enter")
        await do(pilot, "step_back")
        assert "› moss" in text_of(pilot.app)
        await do(pilot, "step_back")
        assert len(pilot.app.screen_stack) == 1
        await pilot.press("slash", "backspace")
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 1


async def test_digits_are_typed_in_the_look_up_and_are_areas_outside(opened: Opened) -> None:
    async with opened(size=(100, 30)) as pilot:
        await pilot.press("slash", "m", "1", "0", "0", "5")
        assert "› m1005" in text_of(pilot.app) and app_of(pilot).area == "caseload"


async def test_when_the_records_change_the_cursor_stays_on_its_member(opened: Opened) -> None:
    class Growing(Fake):
        def lines(self, cm: str, on: date) -> list[MemberLine]:
            found = super().lines(cm, on)
            return [*reversed(found)] if self.written > 1 else found

    source = Growing()
    async with opened(size=(100, 30), source=source) as pilot:
        app = app_of(pilot)
        await pilot.press("j", "j")
        app.poll()
        assert source.asked.count("lines") == 1
        source.written = 2
        app.poll()
        await pilot.pause()
        table: Any = app.front.table  # type: ignore[attr-defined]
        assert table.row.member == "M1002" and table.at == 30


async def test_a_member_who_left_the_list_leaves_the_cursor_on_its_line(opened: Opened) -> None:
    class Losing(Fake):
        def lines(self, cm: str, on: date) -> list[MemberLine]:
            found = super().lines(cm, on)
            return [line for line in found if self.written == 1 or line.member != "M1002"]

    source = Losing()
    async with opened(size=(100, 30), source=source) as pilot:
        await pilot.press("j", "j")
        source.written = 2
        app_of(pilot).poll()
        assert app_of(pilot).front.table.row.member == "M1003"  # type: ignore[attr-defined]


async def test_what_a_person_can_act_on_is_a_notice(opened: Opened) -> None:
    class Refusing(Fake):
        def agency_view(self, on: date) -> AgencyView:
            raise NotOne("Nobody fits “[/]”; say more of the name.")

    async with opened(size=(100, 30), source=Refusing()) as pilot:
        await pilot.press("5")
        await pilot.pause()
        assert "Nobody fits “[/]”; say more" in text_of(pilot.app).replace("\n", " ")
        await pilot.press("2")
        assert app_of(pilot).area == "caseload"


async def test_the_agency_leads_to_a_workers_week_and_caseload(opened: Opened) -> None:
    async with opened("agency", size=(120, 30)) as pilot:
        app = app_of(pilot)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert (app.area, app.shown.cm) == ("week", "C02")
        await pilot.press("5", "j", "c")
        await pilot.pause()
        assert (app.area, app.shown.cm) == ("caseload", "C03")


async def test_the_clocks_of_one_and_of_all(opened: Opened) -> None:
    async with opened("clocks", size=(150, 40)) as pilot:
        screen: Any = app_of(pilot).front
        alone = screen.table.listing.total
        await pilot.press("a")
        assert screen.table.listing.total > alone
        shown = text_of(pilot.app)
        assert "The whole team · 5 case managers" in shown and "Case manager" in shown
        await pilot.press("m")
        assert "✓ 5 met" in text_of(pilot.app).replace("  ", " ")
        await pilot.press("+")
        assert screen.days == 62
        titles = [line.group.title for line in screen.table.listing.lines if line.row is None]
        assert titles[:2] == ["Overdue", "Today"]
        screen.table.sort_by("member")
        assert not [line for line in screen.table.listing.lines if line.row is None]


async def test_the_week_moves_by_days_visits_and_weeks(opened: Opened) -> None:
    source = Fake()
    async with opened("week", size=(120, 30), source=source) as pilot:
        screen: Any = app_of(pilot).front
        grid = screen.grid
        await pilot.press("tab")
        assert grid.has_focus and grid.visit.appointment == "A3"
        await pilot.press("down")
        assert grid.visit.appointment == "A4"
        assert "Faye Lake · today 13:00" in text_of(pilot.app)
        await pilot.press("left")
        assert grid.visit.appointment == "A2"
        await pilot.press("right", "right", "right")
        assert grid.visit is None
        assert "Fri 20 Nov 2026 · nothing booked" in text_of(pilot.app)
        await pilot.press("right")
        await pilot.pause()
        shown = text_of(pilot.app)
        assert "23-27 Nov · next week" in shown and "closed" in shown and "Thanksgiving" in shown
        assert grid.days[grid.day].date == date(2026, 11, 23)
        await pilot.press("left")
        await pilot.pause()
        assert grid.days[grid.day].date == date(2026, 11, 20)
        await pilot.press("W")
        await pilot.pause()
        assert len(grid.days) == 7
        await pilot.press("t")
        assert "this week" in text_of(pilot.app)


async def test_a_low_screen_scrolls_the_visits_of_a_day(opened: Opened) -> None:
    async with opened("week", size=(80, 11)) as pilot:
        grid: Any = app_of(pilot).front.grid  # type: ignore[attr-defined]
        grid.focus()
        await pilot.pause()
        grid.show_day(date(2026, 11, 19))
        await do(pilot, "edge(1)", grid)
        assert grid.visit.appointment == "A7" and grid.top > 0
        assert "15:30" in text_of(pilot.app)


async def test_the_members_page_narrow_and_wide(opened: Opened) -> None:
    async with opened("member", size=(100, 40)) as pilot:
        screen: Any = app_of(pilot).front
        titles = [line.group.title for line in screen.month.listing.lines if line.row is None and not line.titles]
        assert titles[:3] == ["Contacts and clocks", "Notes to complete", "Ledger November 2026"]
        assert not screen.facts.display
        await pilot.press("n", "n")
        assert screen.month.row.key == "service S0"
        await pilot.resize_terminal(150, 40)
        await pilot.pause()
        assert screen.facts.display
        assert [g.title for g in screen.month.listing.groups] == ["Ledger November 2026", "Visits"]
        shown = text_of(pilot.app)
        assert "▓" in shown and "! professional not signed" in shown
        await pilot.press("tab")
        assert screen.facts.has_focus
        assert screen.subject().kind == "clock"


async def test_the_members_page_is_about_whom_the_cursor_was_on(opened: Opened) -> None:
    async with opened(size=(100, 40)) as pilot:
        await pilot.press("j", "j", "4")
        assert app_of(pilot).shown.member == "M1002"
        await pilot.press("2", "j", "enter")
        await pilot.pause()
        assert app_of(pilot).shown.member == "M1003"
        assert "M1003" in text_of(pilot.app)


async def test_a_rule_is_shown_with_its_values_by_date(opened: Opened) -> None:
    async with opened("rules", size=(130, 40)) as pilot:
        app_of(pilot).show_rule("R12")
        await pilot.pause()
        shown = text_of(pilot.app)
        assert "16 units a day  from as far back as known  ✓ in force" in shown
        assert "12 units a day  from Thu 1 Jul 2027  – not in force" in shown
        assert "? Open question" in shown
        await pilot.press("G")
        await pilot.pause()
        assert "member_overlap = refuse" in text_of(pilot.app)


async def test_a_long_text_is_read_by_lines_and_pages(opened: Opened) -> None:
    async with opened(size=(80, 16)) as pilot:
        await pilot.press("?")
        await pilot.pause()
        reader: Any = pilot.app.screen.query_one("Reader")
        await pilot.press("j", "j", "k")
        assert reader.top == 1
        await pilot.press("G")
        assert "keys.toml" in text_of(pilot.app)
        await pilot.press("pageup", "g")
        assert reader.top == 0


async def test_themes_change_at_once_and_without_colour_all_is_still_said(opened: Opened, monkeypatch: Any) -> None:
    async with opened(size=(100, 30)) as pilot:
        before = text_of(pilot.app)
        await pilot.press("f9", *"light", "enter")
        await pilot.pause()
        assert pilot.app.theme.endswith("light")
        pilot.app.theme = "ansi-dark"
        await pilot.pause()
        assert text_of(pilot.app) == before
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(size=(100, 30)) as pilot:
        assert pilot.app.theme == "ansi-dark"
        assert text_of(pilot.app) == before
        styles = [segment.style for line in strips(pilot.app) for segment in line if segment.style]
        named = [colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None]
        assert styles and all(colour.is_default for colour in named), "the terminal's own, whatever they are"
        assert any(style.reverse for style in styles), "the cursor is seen without colour"


async def test_an_empty_agency_is_no_fault(opened: Opened) -> None:
    class Empty(Fake):
        def workers(self, on: date) -> list[Any]:
            return []

        def agency_view(self, on: date) -> AgencyView:
            return AgencyView(on, (), (), (), ())

    for area in ("caseload", "week", "clocks", "member", "agency", "rules"):
        async with opened(area, size=(100, 30), source=Empty()) as pilot:
            await pilot.press("e")
            await pilot.pause()
            assert "as of" not in text_of(pilot.app)


async def test_the_program_ends_by_f10_and_ctrl_q(opened: Opened) -> None:
    for key in ("f10", "ctrl+q"):
        async with opened(size=(100, 30)) as pilot:
            await pilot.press(key)
            await pilot.pause()
            assert pilot.app._exit


async def test_the_colours_chosen_are_there_at_the_next_start(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.ui import colours

    async with opened() as pilot:
        await pilot.press("f9", *"tcm-light", "enter")
        await pilot.pause()
        assert pilot.app.theme == "tcm-light"
    kept = state_file().with_name("colours")
    assert kept.read_text() == "tcm-light\n" and kept.stat().st_mode & 0o777 == 0o600
    async with opened() as pilot:
        assert pilot.app.theme == "tcm-light"
        monkeypatch.setenv("TEXTUAL_THEME", "nord")
        assert colours.first_theme(pilot.app.available_themes) == "nord"
        monkeypatch.setenv("NO_COLOR", "1")
        assert colours.first_theme(pilot.app.available_themes) == "ansi-dark"
        monkeypatch.delenv("NO_COLOR")
        monkeypatch.delenv("TEXTUAL_THEME")
        kept.write_text("gone-since\n")
        assert colours.first_theme(pilot.app.available_themes) == "tcm-dark"
