"""Every setting is declared once; what is stored is read back; what goes ill together is said."""

from __future__ import annotations

import pytest

from tcm_tui.rules.book import all_rules
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.policies import (
    BY_KEY,
    DECLARED,
    Ahead,
    Declared,
    Moving,
    Planning,
    SettingError,
    ahead_from,
    moving_from,
    planning_from,
    policy_from,
    read,
    stored,
    together,
)

# The contract's and the design's, written out.
DEFAULTS = {
    "agency": "",
    "unit_rounding": "completed-15",
    "unit_scope": "contact",
    "cap_scope": "member",
    "hours_year": "state-fiscal",
    "telehealth_counts": "false",
    "juneteenth": "false",
    "christmas_side": "long-weekend",
    "over_limit_plans": "refuse",
    "member_overlap": "refuse",
    "clipboard": "true",
    "day_start": "08:00",
    "day_stop": "17:00",
    "lunch": "12:00-13:00",
    "crisis_buffer": "30",
    "visit_units_min": "2",
    "visit_units_full": "4",
    "phone_units": "1",
    "travel_minutes": "25",
    "hop_minutes": "10",
    "rate_months": "3",
    "intake_months": "6",
    "move_month": "1",
    "move_months_at_most": "36",
    "move_language": "24",
    "move_area": "12",
    "move_family": "12",
    "move_other_type": "24",
    "move_misplaced": "36",
    "move_fullness": "6",
    "long_leave_days": "28",
}


def test_every_choice_of_policy_and_planning_is_declared_with_the_default_of_the_contract() -> None:
    assert {declared.key: declared.default for declared in DECLARED} == DEFAULTS
    assert set(BY_KEY) == {"agency", "clipboard", *Policy._fields, *Planning._fields, *Ahead._fields, *Moving._fields}
    assert len(DECLARED) == len(BY_KEY)


def test_the_defaults_as_stored_texts_are_the_defaults_in_force() -> None:
    assert policy_from(DEFAULTS) == policy_from({}) == Policy()
    assert planning_from(DEFAULTS) == planning_from({}) == Planning()
    assert ahead_from(DEFAULTS) == ahead_from({}) == Ahead() == (3, 6)
    assert moving_from(DEFAULTS) == moving_from({}) == Moving() == (1, 36, 24, 12, 12, 24, 36, 6, 28)
    assert Planning() == (480, 1020, (720, 780), 30, 2, 4, 1, 25, 10)


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.key)
def test_a_declaration_tells_a_person_enough(declared: Declared) -> None:
    assert declared.title and declared.help.endswith(".")
    assert declared.rule in ("", *(rule.id for rule in all_rules()))
    assert declared.kind in ("text", "choice", "yesno", "time", "span", "minutes", "number")


def test_every_word_of_a_choice_is_read_and_no_other() -> None:
    for declared in DECLARED:
        if declared.kind == "choice":
            assert [read(declared.key, word) for word in declared.choices] == list(declared.choices)
            with pytest.raises(SettingError, match=r"write .* or "):
                read(declared.key, declared.choices[0].upper())


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("juneteenth", "true", True),
        ("day_start", "00:00", 0),
        ("day_stop", "24:00", 1440),
        ("lunch", "", None),
        ("lunch", "11:30-12:00", (690, 720)),
        ("crisis_buffer", "0", 0),
        ("crisis_buffer", "240", 240),
        ("agency", "Plains “Care” [/]", "Plains “Care” [/]"),
    ],
)
def test_a_stored_text_is_its_value(key: str, text: str, value: object) -> None:
    assert read(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("juneteenth", "yes"),
        ("juneteenth", ""),
        ("day_start", "8:00"),
        ("day_start", "08:60"),
        ("day_start", "24:01"),
        ("day_start", "٠٨:٠٠"),
        ("day_start", ""),
        ("lunch", "12:00"),
        ("lunch", "13:00-12:00"),
        ("lunch", "12:00-12:00"),
        ("crisis_buffer", "241"),
        ("crisis_buffer", "-1"),
        ("crisis_buffer", "1.5"),
        ("crisis_buffer", "²"),
        ("visit_units_min", "0"),
        ("visit_units_full", "17"),
    ],
)
def test_a_text_that_is_no_value_is_refused_and_not_in_force(key: str, text: str) -> None:
    with pytest.raises(SettingError, match=r"; write "):
        read(key, text)
    assert policy_from({key: text}) == Policy()
    assert planning_from({key: text}) == Planning()


def test_truths_are_stored_as_toml_writes_them() -> None:
    assert [stored(value) for value in (True, False, 30, "row")] == ["true", "false", "30", "row"]


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({}, []),
        ({"day_start": "17:00"}, ["day_stop"]),
        ({"day_stop": "12:30"}, ["lunch"]),
        ({"day_stop": "12:30", "lunch": ""}, []),
        ({"day_start": "12:00"}, []),
        ({"day_start": "12:01"}, ["lunch"]),
        ({"visit_units_min": "5"}, ["visit_units_full"]),
        ({"visit_units_min": "4"}, []),
    ],
)
def test_settings_that_exclude_each_other_are_named(settings: dict[str, str], keys: list[str]) -> None:
    assert [key for key, _ in together(settings)] == keys


@pytest.mark.parametrize(
    ("settings", "day"),
    [
        ({}, ((480, 720), (780, 1020))),
        ({"lunch": ""}, ((480, 1020),)),
        ({"day_start": "12:00"}, ((780, 1020),)),
        ({"day_stop": "13:00"}, ((480, 720),)),
        ({"day_stop": "11:00"}, ((480, 660),)),
    ],
)
def test_the_usual_day_is_without_lunch(settings: dict[str, str], day: tuple[tuple[int, int], ...]) -> None:
    assert planning_from(settings).usual_day() == day
