"""The parts of a line: columns, order, filter, bars, frame, words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.desk.views import Budget
from tcm_tui.ui import words
from tcm_tui.ui.screens import rebalance_rows
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.columns import Column, cells_of, place, titles_of
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.listing import Group, Listing
from tcm_tui.ui.widgets.wrap import wrap
from tests.ui.fake import ON, Fake

Row = tuple[str, int | None]
COLUMNS: tuple[Column[Row], ...] = (
    Column("name", "Name", lambda r, n: r[0], 6, 20, 2, sort=lambda r: r[0]),
    Column("n", "N", lambda r, n: str(r[1]), 3, 3, 0, 1, True, sort=lambda r: r[1]),
    Column("more", "More", lambda r, n: "-" * n, 10, 0, 1, 2),
)
ROWS: list[Row] = [("Leo", 3), ("ana", None), ("Kim", 1), ("Bea", 2)]


def names(listing: Listing[Row]) -> list[str]:
    return [line.row[0] for line in listing.lines if line.row]


@given(st.integers(6, 200))
def test_columns_never_take_more_than_there_is(cells: int) -> None:
    placed, gap = place(COLUMNS, cells)
    assert sum(width for _, width in placed) + gap * (len(placed) - 1) <= cells
    assert words.length(cells_of(ROWS[0], placed, gap)) <= cells


def test_where_room_is_short_the_least_important_column_goes_first() -> None:
    assert [c.key for c, _ in place(COLUMNS, 30)[0]] == ["name", "n", "more"]
    assert [c.key for c, _ in place(COLUMNS, 20)[0]] == ["name", "n"]
    assert [c.key for c, _ in place(COLUMNS, 8)[0]] == ["name"]


@pytest.mark.parametrize(
    ("titles", "cells", "gap", "said"),
    [
        (("Month", "Run out"), 7, 2, "Month Run out↑"),
        (("Month", "Run out"), 8, 1, "Month Run out↑"),
        (("Month", "Run out"), 7, 1, "Month Run ou↑"),
        (("Run out", "Month"), 7, 2, "Run ou↑    Month"),
    ],
)
def test_the_arrow_of_the_sorted_column_cuts_no_title_that_has_room(
    titles: tuple[str, str], cells: int, gap: int, said: str
) -> None:
    placed: list[tuple[Column[Row], int]] = [
        (Column(name, name, lambda row, n: "", cells, right=True), cells) for name in titles
    ]
    line = "".join(text for text, _ in titles_of(placed, gap, "Run out", False))
    assert line.strip() == said.strip() and len(line) == 2 * cells + gap


def test_new_case_managers_keep_their_numbers_where_names_are_cut() -> None:
    assert [rebalance_rows.one(f"new standard {n}", 12) for n in (1, 2)] == ["new stand… 1", "new stand… 2"]
    assert rebalance_rows.one("new standard 1", 14) == "new standard 1"


def test_an_id_beside_its_name_stays_an_id() -> None:
    names = rebalance_rows.Names()
    names.know([("M0079", "Ivy Pellwick"), ("C02", "Wade Hackberry")])
    said = "C02 does not fit: Ivy Pellwick M0079, Rosa Lund M0130, M0079."
    assert names.within(said) == "Wade Hackberry does not fit: Ivy Pellwick M0079, Rosa Lund M0130, Ivy Pellwick."


def test_sorting_puts_what_has_no_value_last_either_way() -> None:
    listing = Listing(COLUMNS, lambda r: r[0])
    listing.put([Group("", ROWS)])
    assert names(listing) == ["Leo", "ana", "Kim", "Bea"]
    listing.sorted_by = "n"
    listing.arrange()
    assert names(listing) == ["Kim", "Bea", "Leo", "ana"]
    listing.reverse = True
    listing.arrange()
    assert names(listing) == ["Leo", "Bea", "Kim", "ana"]


def test_filtering_wants_every_word_and_forgets_empty_headings() -> None:
    listing = Listing(COLUMNS, lambda r: r[0])
    listing.put([Group("A", ROWS[:2]), Group("B", ROWS[2:])])
    assert len(listing.lines) == 6
    listing.needle = "A"
    listing.arrange()
    assert names(listing) == ["ana", "Bea"]
    listing.needle = "be 2"
    listing.arrange()
    assert [line.group.title for line in listing.lines] == ["B", "B"]
    assert (listing.kept, listing.total) == (1, 4)


def test_sorted_rows_of_several_groups_stand_in_one_order() -> None:
    listing = Listing(COLUMNS, lambda r: r[0])
    listing.put([Group("A", ROWS[:2]), Group("B", ROWS[2:])])
    listing.sorted_by = "name"
    listing.arrange()
    assert names(listing) == ["Bea", "Kim", "Leo", "ana"]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 20), st.integers(1, 60), st.integers(3, 40))
def test_a_bar_has_its_length_and_shows_what_is_left(
    used: int, planned: int, elsewhere: int, limit: int, cells: int
) -> None:
    taken = used + planned + elsewhere
    budget = Budget(limit, used, planned, elsewhere, max(0, limit - taken), max(0, taken - limit))
    shown = "".join(text for text, _ in bars.units(budget, cells))
    assert len(shown) == cells
    assert ("·" in shown) == (budget.available > 0)
    assert ("▶" in shown) == (budget.over > 0)
    if not budget.over and cells >= 3:
        assert ("╍" in shown) == (planned > 0) or cells < 5


@pytest.mark.parametrize("cm", ["C01", "C02", "C03", "C04", "C05"])
@pytest.mark.parametrize("thin", [False, True])
def test_a_caseload_bar_says_over_open_or_full(cm: str, thin: bool) -> None:
    row = Fake().caseload(cm, ON)
    shown = "".join(text for text, _ in bars.caseload(row, 12, thin))
    assert len(shown) == 12
    assert ("▶" in shown) == (row.over > 0)
    if row.high is not None:
        assert (shown[-1] in "░·") == (row.open > 0)


def test_a_line_of_days_marks_stay_window_and_today() -> None:
    days = [date(2026, 11, n) for n in (2, 9, 12, 6, 1, 14)]
    shown = bars.axis(days[0], days[1], (days[3], days[1]), days[2], days[4], days[5], 14)
    assert "".join(text for text, _ in shown) == "·━━━━▓▓▓▓··┃··"


@pytest.mark.parametrize("cells", [2, 10, 30, 80])
def test_a_frame_line_is_as_long_as_asked(cells: int) -> None:
    spans = rule(cells, [("A long enough title", "title")], [("note", "muted")], joints={20: "┬"})
    assert words.length(spans) == cells


def test_a_joint_stands_at_its_cell() -> None:
    line = "".join(text for text, _ in rule(12, [("ab", "title")], joints={8: "┬"}))
    assert line == "├ ab ───┬──┤"


@pytest.mark.parametrize(
    ("budget", "left", "sums"),
    [
        (Budget(25, 18, 3, 0, 4, 0), "4 left", "25 = 18 used + 3 planned + 4 left"),
        (Budget(25, 25, 0, 0, 0, 0), "0 left", "25 = 25 used + 0 left"),
        (Budget(25, 26, 0, 2, 0, 3), "0 left, 3 over", "25: 26 used + 2 elsewhere, 0 left, 3 over"),
        (Budget(None, 5, 0, 0, 0, 0), "no row", "5 used, no limit row applies"),
    ],
)
def test_what_is_left_is_never_negative(budget: Budget, left: str, sums: str) -> None:
    assert words.left(budget) == left
    assert words.sum_of(budget) == sums


def test_days_are_said_as_one_says_them() -> None:
    assert words.near(ON, ON) == "today"
    assert words.near(date(2026, 11, 20), ON) == "Fri 20"
    assert words.near(date(2026, 12, 3), ON) == "3 Dec"
    assert words.near(date(2027, 1, 2), ON) == "2 Jan 2027"
    assert words.near(None, ON) == "–"
    assert words.clock(1450) == "00:10+1"


def test_every_status_word_of_the_desk_has_a_symbol() -> None:
    for word in (
        "ok at-limit over no-row not-compensable met met-late scheduled open due-today overdue missed on-hold under "
        "within at-cap no-standard payable pending not-billable over-limit warn refused active closed in-hospital kept "
        "rescheduled cancelled error warning info"
    ).split():
        ((text, _),) = words.status(word)
        assert text[0] != "·" and text[2:] == word.replace("-", " ")


def test_wrapping_breaks_at_spaces_and_indents() -> None:
    lines = wrap([("one two three", "text"), (" four", "strong")], 9, 2)
    assert ["".join(text for text, _ in line) for line in lines] == ["one two ", "  three ", "  four"]


@pytest.mark.parametrize(
    ("name", "cells", "said"),
    [
        ("Ana Pecan", 9, "Ana Pecan"),
        ("Rosanna Pecan", 10, "Rosanna P."),
        ("Rosanna Pecan", 9, "R. Pecan"),
        ("Rosanna Featherstone", 8, "Rosa. F."),
        ("Ana de la Featherstone", 8, "Ana de la Featherstone"),
        ("Cher", 3, "Cher"),
    ],
)
def test_a_name_in_a_narrow_place_keeps_the_dot_of_its_initial(name: str, cells: int, said: str) -> None:
    from tcm_tui.ui.words import brief

    assert brief(name, cells) == said


@pytest.mark.parametrize("theme", ["DARK", "LIGHT"])
def test_letters_can_be_read_on_every_ground(theme: str) -> None:
    from textual.color import Color

    from tcm_tui.ui import colours

    for ground in colours._true(getattr(colours, theme)):
        for role, style in ground.items():
            assert style.color is not None and style.bgcolor is not None
            ratio = colours.contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
            least = {"line": 1.0, "left": 1.0, "planned": 3.0}.get(role, 4.5)
            assert ratio >= least, f"{role}: {ratio:.1f}"
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    assert round(colours.contrast(black, white), 2) == 21.0 and colours.contrast(white, white) == 1.0
