"""Finding whom a person means while they type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.desk.names import close, matching, slips

NAMES = (
    ("M1", "Ana Pecan"),
    ("M10", "Zoë Peñasco-Vireo"),
    ("M2", "Pia Annas"),
    ("AP7", "Leo Mesa"),
    ("M3", "Dana Whitehorse"),
)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("m1", ["M1", "M10"]),  # the exact id before those it begins
        ("ana", ["M1", "M3"]),  # the start of a name before its inside
        ("ap", ["AP7", "M1"]),  # ids that begin so, then initials
        ("ann", ["M2"]),
        ("ana p", ["M1"]),
        ("p a", ["M1", "M2", "M10", "AP7"]),  # every word, in whichever order
        ("penasco", ["M10"]),  # without accents
        ("WHITE", ["M3"]),
        ("xyz", []),
        ("  ", []),
    ],
)
def test_the_best_fit_comes_first(typed: str, ids: list[str]) -> None:
    assert [key for key, _ in matching(typed, NAMES)] == ids


def rank(text: str, ident: str, name: str) -> int:
    """How well a name fits, 0 best; 9: not at all."""
    words, parts, low = text.lower().split(), name.lower().split(), ident.lower()
    alone = len(words) == 1
    if alone and low.startswith(words[0]):
        return int(low != words[0])
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 2
    if alone and words[0] == "".join(part[0] for part in parts):
        return 3
    return 4 if all(word in low or any(word in part for part in parts) for word in words) else 9


FEW = st.text("abm1", min_size=1, max_size=3)


@given(
    st.lists(st.tuples(FEW, st.lists(FEW, min_size=1, max_size=3).map(" ".join)), max_size=12),
    st.lists(FEW, min_size=1, max_size=2).map(" ".join),
    st.integers(1, 6),
)
def test_the_best_are_the_first_of_all_that_fit(names: list[tuple[str, str]], text: str, limit: int) -> None:
    ranked = sorted((rank(text, *pair), at) for at, pair in enumerate(names))
    fitting = [names[at] for how, at in ranked if how < 9]
    assert matching(text, names) == fitting
    assert matching(text, names, limit) == fitting[:limit]


def test_a_slip_of_the_fingers_is_understood_in_names_but_not_in_ids() -> None:
    assert close("pecon", NAMES) == [("M1", "Ana Pecan")]
    assert close("m9", NAMES) == []
    assert close("whitehosre", NAMES) == [("M3", "Dana Whitehorse")]
    assert close("xyzw", NAMES) == []


def test_the_name_in_which_most_words_fit_is_meant() -> None:
    assert close("ana pecn", NAMES)[0] == ("M1", "Ana Pecan")
    assert close("pecna ana", NAMES)[0] == ("M1", "Ana Pecan")
    assert close("leo mseas", NAMES)[0] == ("AP7", "Leo Mesa")


@pytest.mark.parametrize(
    ("typed", "word", "edits", "fits"),
    [
        ("pec", "pecan", 0, True),  # while one still types
        ("pce", "pecan", 0, False),
        ("pce", "pecan", 1, True),  # swapped
        ("pxc", "pecan", 1, True),  # wrong
        ("pcan", "pecan", 1, True),  # too few
        ("peecan", "pecan", 1, True),  # too many
        ("pecans", "pecan", 1, True),  # too many at the end
        ("pceanss", "pecan", 2, False),
        ("pceans", "pecan", 2, True),
    ],
)
def test_what_counts_as_a_slip(typed: str, word: str, edits: int, fits: bool) -> None:
    assert slips(typed, word, edits) is fits
