"""Agency by keys on real records: from a figure to the members behind it, into a site, and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import agency, explain
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import AgencyTotal
from tcm_tui.ui.desksource import DeskSource
from tcm_tui.ui.screens import agency_columns as columns
from tcm_tui.ui.screens import agency_figures
from tests.desk import demo_agency, given
from tests.ui.conftest import Opened, text_of


@pytest.fixture
def source() -> Any:
    desk, _ = demo_agency.desk()
    return DeskSource(desk)


def choose(app: Any, figure: str) -> None:
    """Go right until the figure is the one chosen."""
    for _ in range(20):
        if app.front.figure == figure:
            return
        app.front.action_figure(1)
    raise AssertionError(f"{figure} can't be chosen")


async def test_from_a_figure_to_the_member_behind_it_and_back(opened: Opened, source: Any) -> None:
    async with opened("agency", source=source, cm="C01") as pilot:
        app: Any = pilot.app
        row = app.front.table.row
        await pilot.press("right", "right")
        assert app.front.figure == "risk" and "Units at risk 30" in text_of(app)
        await pilot.press("i")
        assert app.area == "agency_behind" and "Units at risk · Asha Cattail" in text_of(app)
        units = sum(line.amount for group in app.front.table.listing.groups for line in group.rows)
        assert units == row.at_risk_units + row.over_limit_units == 30
        member = app.front.table.row.member
        await pilot.press("enter")
        assert app.area == "member" and app.shown.member == member
        await pilot.press("backspace")
        assert app.area == "agency_behind" and app.front.table.row.member == member
        await pilot.press("backspace")
        assert app.area == "agency" and app.front.figure == "risk"


async def test_every_figure_of_a_line_opens_and_is_explained(opened: Opened, source: Any) -> None:
    async with opened("agency", source=source, cm="C01") as pilot:
        app: Any = pilot.app
        seen = []
        for _ in range(20):
            seen.append(app.front.figure)
            await pilot.press("e")
            assert "could not" not in text_of(app) and app.screen is not app.front
            await pilot.press("backspace", "i")
            assert app.area == "agency_behind" and app.front.table.row is not None, seen[-1]
            await pilot.press("backspace", "right")
            if app.front.figure in seen:
                break
        # the demonstration has no member with several case managers: the records refuse that
        of_workers = "caseload weight hours overdue today risk community credential"
        assert sorted(seen) == sorted(f"{of_workers} unassigned nobodys misplaced uncovered".split())


async def test_a_site_is_a_line_and_enter_goes_into_it(opened: Opened, source: Any) -> None:
    async with opened("agency", source=source) as pilot:
        app: Any = pilot.app
        await pilot.press("z")
        row = app.front.table.row
        assert isinstance(row, AgencyTotal) and (row.key, row.workers) == ("OPBH", 4)
        choose(app, "overdue")
        await pilot.press("i")
        assert f"Behind it {row.overdue}" in text_of(app) and "Bluestem Outpatient Center" in text_of(app)
        await pilot.press("backspace", "enter")
        assert app.shown.team == Scope(site="OPBH") and "· 4 case managers" in text_of(app)
        await pilot.press("z", "z")
        assert [r.key for r in app.front.source.agency_totals(app.front.view, "type")] == ["standard"]
        await pilot.press("backspace")  # lines by worker again, the site stays
        assert app.front.by == "worker" and app.shown.team == Scope(site="OPBH")


async def test_v_chooses_a_part_and_keeps_what_was_chosen_of_the_others(opened: Opened, source: Any) -> None:
    async with opened("agency", source=source) as pilot:
        app: Any = pilot.app
        await pilot.press("v", *"redbud", "enter", "v", *"intensive", "enter")
        assert app.shown.team == Scope(site="CMHC", type="intensive")
        assert {row.caseload.type for row in app.front.view.rows} == {"intensive"}
        await pilot.press("v", *"supervised", "enter")
        assert app.shown.team == Scope("CMHC", "intensive", "C01")
        await pilot.press("v", "enter")
        assert app.shown.team == EVERYBODY and len(app.front.view.rows) == 12


def test_who_left_counts_in_no_range_and_is_marked() -> None:
    desk, _ = demo_agency.desk(demo_agency.WEDNESDAY)
    view = agency.view(desk, demo_agency.WEDNESDAY)
    row = next(row for row in view.rows if row.caseload.status == "over")
    gone = row._replace(left=date(2026, 11, 2))
    for cells in (12, 20):
        assert (
            plain(columns.state(row, cells)).startswith("✗ over") and plain(columns.state(gone, cells))[:6] == "✗ left"
        )
    rows = tuple(gone if each is row else each for each in view.rows)
    said = [plain(piece) for piece in agency_figures.sums(view._replace(rows=rows))]
    assert "✗ 1 over" in [plain(piece) for piece in agency_figures.sums(view)]
    assert not any(piece.endswith(" over") for piece in said)
    (none,) = (row for row in view.rows if row.left is not None)
    assert plain(columns.state(none, 20)) == "– left 1 Oct 26"  # nobody is left over who needs another


async def test_the_head_counts_what_is_nobodys_and_says_so(opened: Opened, source: Any) -> None:
    due = [item for item in source.team_due(demo_agency.WEDNESDAY, 0, False, EVERYBODY) if item.kind != "coverage"]
    late = sum(item.status in ("overdue", "missed") for item in due)
    async with opened("agency", source=source) as pilot:
        app: Any = pilot.app
        shown = text_of(app)
        assert f"Overdue {late} " in shown and "11 case managers, 1 has left" in shown
        nobodys = app.front.view.nobodys[0]
        assert nobodys and f"3 members without a case manager, {nobodys} overdue" in shown
        choose(app, "nobodys")
        await pilot.press("i")
        assert f"Behind it {nobodys}" in text_of(app)


async def test_what_the_foot_has_no_room_for_stands_beside_the_figure(opened: Opened, source: Any) -> None:
    async with opened("agency", size=(80, 24), source=source) as pilot:
        app: Any = pilot.app
        *_, figure, foot = text_of(app).rstrip().splitlines()
        for key in ("r report", "p staff", "o on call", "a ahead", "c caseload"):
            assert key in figure and key not in foot
        assert "i behind" in foot
        choose(app, "unassigned")
        await pilot.pause()
        assert "Members without a case manager 3" in text_of(app) and "r report" in text_of(app)
        await pilot.resize_terminal(200, 40)
        await pilot.pause()
        assert "c caseload" in text_of(app).rstrip().splitlines()[-1]
        assert "i what is behind it" in text_of(app) and text_of(app).count("r report") == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_who_was_hired_within_the_year_is_told_the_pace_since_then(
    opened: Opened, source: Any, size: tuple[int, int]
) -> None:
    """C09 was hired on 6 September 2026: 1141 h x 74 / 365 days = 231.3 h, beside the pace of the whole year."""
    row = source.hours("C09", demo_agency.WEDNESDAY)
    assert (row.expected, row.since_hire_expected, row.hired_on) == (440.8, 231.3, date(2026, 9, 6))
    assert source.hours("C01", demo_agency.WEDNESDAY).hired_on is None
    async with opened("week", size=size, source=source, cm="C09") as pilot:
        app: Any = pilot.app
        assert "▼ 440 behind, 231 since hire" in text_of(app)
        await pilot.press("2")
        assert "▼ 440 behind, 231 since hire" in text_of(app)
        app.show_worker("C01", "week")
        await pilot.pause()
        assert "since hire" not in text_of(app)
    (told,) = explain.explain(source.desk, "hours", "C09", demo_agency.WEDNESDAY)
    assert told.answer.endswith("1141 a year; since the hire on 2026-09-06: 231.3 h")


@pytest.mark.parametrize(
    ("on", "left", "word", "said"),
    [
        (date(2023, 1, 2), None, "later", "No case manager has begun by this day"),
        (date(2026, 3, 3), "2026-03-01", "left", "Every case manager has left by this day"),
    ],
)
async def test_why_there_is_nobody_is_said_as_it_is(
    opened: Opened, tmp_path: Path, on: date, left: str | None, word: str, said: str
) -> None:
    ends = f",left_on\n{{}},{left}\n" if left else "\n{}\n"
    staff = ("cm_id,name,level,type,site_id,hired_on" + ends).format("C1,Dana Whitehorse,II,standard,S110,2024-01-08")
    desk = given.agency(tmp_path, on, members=[], assignments=[], credentials="cm_id,kind\n", case_managers=staff)
    source = DeskSource(desk)
    assert source.nobody(on) == word
    async with opened("agency", source=source) as pilot:
        app: Any = pilot.app
        app.shown.on = on
        for area in ("agency", "rebalance", *(["week"] if left else [])):
            app.action_area(area)
            await pilot.pause()
            app.front.read(force=True)
            await pilot.pause()
            shown = text_of(app)
            assert said in shown and "No case managers yet" not in shown, area
            assert "Everyone has" not in shown and "Every member has" not in shown


def plain(spans: Any) -> str:
    return "".join(text for text, _ in spans)
