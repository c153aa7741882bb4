"""Finding whom a person means while they type."""

from __future__ import annotations

import pytest

from tcm_tui.desk.names import close, matching

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


def test_a_slip_of_the_fingers_is_understood_in_names_but_not_in_ids() -> None:
    assert close("pecon", NAMES) == [("M1", "Ana Pecan")]
    assert close("m9", NAMES) == []
