"""The gate for text: nothing that acts on a terminal passes, nothing is lost unseen, widths are exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tcm_tui.ui.plain import fit, plain, width
from tcm_tui.ui.widgets.drawn import fitted
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.wrap import wrap


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana Pecan", "Ana Pecan"),
        ("Zoë Peñasco-Vireo", "Zoë Peñasco-Vireo"),
        ("[/]", "[/]"),
        ("[he/him]", "[he/him]"),
        ("\x1b]0;x\x07", "␛]0;x␇"),
        ("a\x00b", "a␀b"),
        ("a\x9b2Jb", "a�2Jb"),
        ("a\u202eb", "a�b"),
        ("a\u2066b\u2069", "a�b�"),
        ("a\u200bb", "a�b"),
        ("a\u00a0b", "a b"),
        ("a\tb", "a b"),
        ("a\r\nb", "a⏎⏎b"),
        ("a\u2028b", "a⏎b"),
        ("\ud800", "�"),
        ("\x7f", "␡"),
    ],
)
def test_what_acts_on_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_plain_text_is_printable_and_stays_as_it_is(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert plain(shown) == shown
    assert len(shown) == len(text)


@given(st.text(), st.integers(0, 40), st.booleans())
def test_a_fitted_text_takes_exactly_its_cells(text: str, cells: int, right: bool) -> None:
    assert cell_len(fit(plain(text), cells, right)) == cells
    assert sum(cell_len(part) for part, _ in fitted([(text, "text"), ("–", "muted")], cells, right)) == cells


@given(st.text(max_size=200), st.integers(1, 30))
def test_wrapped_lines_are_not_too_long_and_lose_no_letter(text: str, cells: int) -> None:
    lines = wrap([(text, "text")], cells)
    # A letter of two cells does not fit into one; everything else does.
    assert all(sum(width(part) for part, _ in line) <= max(2, cells) for line in lines)
    letters = "".join(part for line in lines for part, _ in line)
    assert letters.split() == plain(text).split() or "".join(letters.split()) == "".join(plain(text).split())


@given(st.lists(st.sampled_from(["a", "é", "left", "right", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+u"])))
def test_the_caret_stays_in_the_text(keys: list[str]) -> None:
    edit = LineEdit()
    for key in keys:
        assert edit.key(key, key if len(key) == 1 else None)
        assert 0 <= edit.at <= len(edit.text)


def test_what_is_pasted_becomes_one_plain_line() -> None:
    edit = LineEdit("ab")
    edit.at = 1
    edit.insert("x\ny\x1b[2J")
    assert edit.text == "ax y␛[2Jb"
    edit.insert("z" * 1000)
    assert len(edit.text) == 200
