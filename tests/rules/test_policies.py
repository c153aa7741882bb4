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
    "clipboard": "false",
    "lock_minutes": "10",
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
    assert set(BY_KEY) == {
        "agency",
        "clipboard",
        "lock_minutes",
        *Policy._fields,
        *Planning._fields,
        *Ahead._fields,
        *Moving._fields,
    }
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


YESNO = (False, True)
# kind, values and rule of each, written out; a range stands for the whole numbers of it
KINDS: dict[str, tuple[str, object, str]] = {
    "agency": ("text", (), ""),
    "unit_rounding": ("choice", ("completed-15", "eight-minute"), "R1"),
    "unit_scope": ("choice", ("contact", "member-day"), "R1"),
    "cap_scope": ("choice", ("member", "row"), "R4"),
    "hours_year": ("choice", ("state-fiscal", "calendar"), "R48"),
    "telehealth_counts": ("yesno", YESNO, "R17"),
    "juneteenth": ("yesno", YESNO, "R19"),
    "christmas_side": ("choice", ("long-weekend", "before", "after"), "R19"),
    "over_limit_plans": ("choice", ("refuse", "warn"), "R4"),
    "member_overlap": ("choice", ("refuse", "warn"), "R34"),
    "clipboard": ("yesno", YESNO, ""),
    "lock_minutes": ("minutes", range(1, 16), ""),
    "day_start": ("time", (), ""),
    "day_stop": ("time", (), ""),
    "lunch": ("span", (), ""),
    "crisis_buffer": ("minutes", range(241), ""),
    "visit_units_min": ("number", range(1, 17), "R3"),
    "visit_units_full": ("number", range(1, 17), "R3"),
    "phone_units": ("number", range(17), "R3"),
    "travel_minutes": ("minutes", range(241), "R29"),
    "hop_minutes": ("minutes", range(241), "R29"),
    "rate_months": ("number", range(1, 13), "R4"),
    "intake_months": ("number", range(1, 13), ""),
    "move_month": ("number", range(101), "R31"),
    "move_months_at_most": ("number", range(601), ""),
    "move_language": ("number", range(1001), ""),
    "move_area": ("number", range(1001), ""),
    "move_family": ("number", range(1001), "R11"),
    "move_other_type": ("number", range(1001), "R13"),
    "move_misplaced": ("number", range(1001), "R13"),
    "move_fullness": ("number", range(1001), ""),
    "long_leave_days": ("number", range(1, 367), "R31"),
}


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.key)
def test_each_takes_the_values_it_says(declared: Declared) -> None:
    kind, values, rule = KINDS[declared.key]
    assert (declared.kind, declared.rule) == (kind, rule)
    if not isinstance(values, range):
        assert declared.choices == values
        return
    assert declared.choices == (values[0], values[-1])
    assert [read(declared.key, str(number)) for number in (values[0], values[-1])] == [values[0], values[-1]]
    for beyond in (values[0] - 1, values[-1] + 1):
        with pytest.raises(SettingError) as error:
            read(declared.key, str(beyond))
        assert str(error.value) == (
            f"“{beyond}” does not fit here; write a whole number from {values[0]} to {values[-1]}"
        )


def test_title_and_help_are_a_heading_and_a_sentence() -> None:
    """Two of each way of declaring, so that one never stands in the other's place."""
    told = {declared.key: (declared.title, declared.help) for declared in DECLARED}
    assert told["juneteenth"] == ("Juneteenth is closed", "Whether June 19 is a closed day.")
    assert told["hours_year"] == ("Year of hours", "The year the hours' pace runs in.")
    assert told["hop_minutes"] == ("Next door", "Minutes between two stops in one area.")
    assert told["day_stop"] == ("Day stops", "When the usual day stops, for workers without hours of their own.")
    assert all(len(title) <= 30 and not title.endswith(".") for title, _ in told.values())


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("christmas_side", "beside", "“beside” is not one of its values; write long-weekend, before or after"),
        ("cap_scope", "", "“” is not one of its values; write member or row"),
        ("juneteenth", "TRUE", "“TRUE” is neither true nor false; write one of them"),
        ("day_start", "8:00", "“8:00” is no time; write it as HH:MM, for example 08:00"),
        ("day_start", "08:00:00", "“08:00:00” is no time; write it as HH:MM, for example 08:00"),
        (
            "lunch",
            "12:00",
            "“12:00” is no span; write it as HH:MM-HH:MM, for example 12:00-13:00, or nothing for none",
        ),
        ("lunch", "12:00-13:00-14:00", "“13:00-14:00” is no time; write it as HH:MM, for example 08:00"),
        ("lunch", "13:00-12:00", "“13:00-12:00” ends before it starts; write it as 12:00-13:00"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(key: str, text: str, said: str) -> None:
    with pytest.raises(SettingError) as error:
        read(key, text)
    assert str(error.value) == said


def test_one_setting_that_is_wrong_leaves_the_others_in_force() -> None:
    wrong_first = {"day_start": "8", "day_stop": "16:30", "lunch": "", "crisis_buffer": "-"}
    assert planning_from(wrong_first) == Planning(day_stop=990, lunch=None)
    assert policy_from({"unit_rounding": "no", "juneteenth": "true"}) == Policy(juneteenth=True)


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
        ("juneteenth", "false", False),
        ("day_start", "08:59", 539),
        ("move_area", "000000012", 12),
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
        ("move_area", "0000000012"),  # ten characters: more than any whole number here needs
        ("visit_units_full", "17"),
    ],
)
def test_a_text_that_is_no_value_is_refused_and_not_in_force(key: str, text: str) -> None:
    with pytest.raises(SettingError, match=r"; write "):
        read(key, text)
    assert policy_from({key: text}) == Policy()
    assert planning_from({key: text}) == Planning()


def test_truths_are_stored_as_toml_writes_them() -> None:
    assert [stored(value) for value in (True, False, 30, "Row")] == ["true", "false", "30", "Row"]


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({}, []),
        ({"day_start": "17:00"}, ["day_stop"]),
        ({"day_stop": "12:30"}, ["lunch"]),
        ({"day_stop": "12:30", "lunch": ""}, []),
        ({"day_start": "12:00"}, []),
        ({"day_start": "12:01"}, ["lunch"]),
        ({"day_stop": "13:00"}, []),
        ({"day_stop": "12:59"}, ["lunch"]),
        ({"day_stop": "08:00"}, ["day_stop"]),
        ({"day_stop": "08:00", "visit_units_min": "5"}, ["day_stop", "visit_units_full"]),
        ({"visit_units_min": "5"}, ["visit_units_full"]),
        ({"visit_units_min": "4"}, []),
    ],
)
def test_settings_that_exclude_each_other_are_named(settings: dict[str, str], keys: list[str]) -> None:
    assert [key for key, _ in together(settings)] == keys


def test_settings_that_exclude_each_other_are_told_with_both() -> None:
    wrong = {"day_stop": "12:30", "visit_units_min": "5"}
    assert together(wrong) == [
        ("lunch", "12:00-13:00 does not lie within 08:00-12:30, the usual day; correct one"),
        ("visit_units_full", "4 is below visit_units_min 5; correct one"),
    ]
    assert together({"day_start": "18:00"}) == [("day_stop", "17:00 is not after day_start 18:00; correct one")]


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
