"""Every setting of the agency, declared once: its key, the values it can have, its default, what it is about.

Reading and writing settings.toml, the settings screen, its form and the tuples of choices in force, ``Policy``,
``Planning``, ``Ahead`` and ``Moving``, all go by ``DECLARED``. Settings are stored as text; ``policies.read`` gives
the value a text stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tcm_tui.rules.facts import Policy
from tcm_tui.rules.saying import closing

Span = tuple[int, int]
"""Minutes from midnight, from and until."""


class Planning(NamedTuple):
    """The agency's choices for planning weeks.

    day_start, day_stop and lunch: the usual day, Monday to Friday, in minutes from midnight. crisis_buffer: minutes
    of each day that stay free. A visit takes visit_units_min to visit_units_full units, a call phone_units (0: no
    calls are planned). travel_minutes: between two areas without a row in travel.csv; hop_minutes: between two stops
    in one area.
    """

    day_start: int = 480
    day_stop: int = 1020
    lunch: Span | None = (720, 780)
    crisis_buffer: int = 30
    visit_units_min: int = 2
    visit_units_full: int = 4
    phone_units: int = 1
    travel_minutes: int = 25
    hop_minutes: int = 10

    def usual_day(self) -> tuple[Span, ...]:
        """The stretches of a day for which nothing else is said: from day_start to day_stop, without lunch."""
        if self.lunch is None:
            return ((self.day_start, self.day_stop),)
        parts = (
            (self.day_start, min(self.lunch[0], self.day_stop)),
            (max(self.lunch[1], self.day_start), self.day_stop),
        )
        return tuple(part for part in parts if part[0] < part[1])


class Ahead(NamedTuple):
    """The agency's choices for looking ahead: how many full months back the rates are taken from.

    rate_months: of a member's units; only months with service count. intake_months: of intake and closing.
    """

    rate_months: int = 3
    intake_months: int = 6


class Moving(NamedTuple):
    """The agency's choices for rebalancing: what speaks for and against a move, besides the number of moves.

    Fewer moves always come first; among as few, the least sum decides. A month of working together is 1. move_month:
    leaving a worker, for each month with them, up to move_months_at_most. move_language, move_area: the new worker
    does not speak the member's language, or goes to another area; less the same where the present one does not.
    move_family: a brother or sister stays behind; less the same where one is with the new worker already; three count.
    move_other_type: an intensive member with a worker of another type. move_misplaced: taken off where the present
    worker does not fit the member. move_fullness: the new worker at the cap, in proportion from nothing when empty.
    long_leave_days: from so many days on a recorded leave gives a worker's members to others.
    """

    move_month: int = 1
    move_months_at_most: int = 36
    move_language: int = 24
    move_area: int = 12
    move_family: int = 12
    move_other_type: int = 24
    move_misplaced: int = 36
    move_fullness: int = 6
    long_leave_days: int = 28


class Declared(NamedTuple):
    """One setting. kind: text, choice, yesno, time (08:00), span (12:00-13:00 or nothing), minutes or number.

    choices: the words of a choice, lowest and highest of minutes and numbers. default: as it would be stored.
    rule: the rule it is a reading of, "" for the program's own.
    """

    key: str
    kind: str
    choices: tuple[Any, ...]
    default: str
    title: str
    help: str
    rule: str = ""


TRUTHS = (False, True)


def stored(value: Any) -> str:
    """The text under which a value of ``Policy`` is stored."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _chosen(key: str, *others: str, title: str, help: str, rule: str) -> Declared:
    default = Policy._field_defaults[key]
    if isinstance(default, bool):
        return Declared(key, "yesno", TRUTHS, stored(default), title, help, rule)
    return Declared(key, "choice", (default, *others), default, title, help, rule)


def _amount(key: str, kind: str, low: int, high: int, title: str, help: str, rule: str = "") -> Declared:
    default = {**Planning._field_defaults, **Ahead._field_defaults, **Moving._field_defaults}[key]
    return Declared(key, kind, (low, high), str(default), title, help, rule)


def _clock(key: str, title: str, help: str) -> Declared:
    return Declared(key, "time", (), closing(Planning._field_defaults[key]), title, help)


_LUNCH: Span = Planning._field_defaults["lunch"]
DECLARED: tuple[Declared, ...] = (
    Declared("agency", "text", (), "", "Agency", "The agency's name, as pages and reports carry it."),
    _chosen(
        "unit_rounding",
        "eight-minute",
        title="Minutes to units",
        help="Whole quarter hours only, or a rest of 8 minutes counts as one more.",
        rule="R1",
    ),
    _chosen(
        "unit_scope",
        "member-day",
        title="What is rounded",
        help="Each contact by itself, or all minutes of a member's day together.",
        rule="R1",
    ),
    _chosen(
        "cap_scope",
        "row",
        title="What a limit counts",
        help="All units of a member, or only those of the row that is billed.",
        rule="R4",
    ),
    _chosen("hours_year", "calendar", title="Year of hours", help="The year the hours' pace runs in.", rule="R48"),
    _chosen(
        "telehealth_counts",
        title="Telehealth is a contact",
        help="Whether a telehealth visit meets the monthly contact.",
        rule="R17",
    ),
    _chosen("juneteenth", title="Juneteenth is closed", help="Whether June 19 is a closed day.", rule="R19"),
    _chosen(
        "christmas_side",
        "before",
        "after",
        title="Day beside Christmas",
        help="Which day beside Christmas Day is closed as well.",
        rule="R19",
    ),
    _chosen(
        "over_limit_plans",
        "warn",
        title="Visits beyond a limit",
        help="A planned visit beyond a limit is refused, or stored with a warning and a reason.",
        rule="R4",
    ),
    _chosen(
        "member_overlap",
        "warn",
        title="Two visits at once",
        help="A visit at the time of another one of the member is refused, or stored with a warning and a reason.",
        rule="R34",
    ),
    Declared(
        "clipboard",
        "yesno",
        TRUTHS,
        "false",
        "Copying to the clipboard",
        "Whether y copies lines and answers, which name members, to where other programs can read them.",
    ),
    Declared(
        "lock_minutes",
        "minutes",
        (1, 15),
        "10",
        "Locks itself",
        "Minutes without anybody at the keys until encrypted records are locked, and others blanked.",
    ),
    _clock("day_start", "Day starts", "When the usual day starts, for workers without hours of their own."),
    _clock("day_stop", "Day stops", "When the usual day stops, for workers without hours of their own."),
    Declared(
        "lunch",
        "span",
        (),
        f"{closing(_LUNCH[0])}-{closing(_LUNCH[1])}",
        "Lunch",
        "Free time of the usual day, such as 12:00-13:00; empty for none.",
    ),
    _amount("crisis_buffer", "minutes", 0, 240, "Kept free for crises", "Minutes of each day that no plan fills."),
    _amount("visit_units_min", "number", 1, 16, "Shortest visit", "Units that a planned visit takes at least.", "R3"),
    _amount("visit_units_full", "number", 1, 16, "Full visit", "Units that a planned visit takes where it can.", "R3"),
    _amount("phone_units", "number", 0, 16, "Call", "Units that a planned call takes; with 0 none is planned.", "R3"),
    _amount("travel_minutes", "minutes", 0, 240, "Travel", "Minutes between two areas without a row in travel.", "R29"),
    _amount("hop_minutes", "minutes", 0, 240, "Next door", "Minutes between two stops in one area.", "R29"),
    _amount(
        "rate_months", "number", 1, 12, "Months of a rate", "Full months with service behind a member's rate.", "R4"
    ),
    _amount(
        "intake_months", "number", 1, 12, "Months of intake", "Full months behind the rates of intake and closing."
    ),
    _amount("move_month", "number", 0, 100, "A month together", "What leaving a worker weighs, for each month.", "R31"),
    _amount("move_months_at_most", "number", 0, 600, "Months that count", "Months together that count at most."),
    _amount(
        "move_language",
        "number",
        0,
        1000,
        "Another language",
        "What a move weighs to a worker who does not speak the member's language.",
    ),
    _amount("move_area", "number", 0, 1000, "Another area", "What a move weighs to a worker of another area."),
    _amount(
        "move_family", "number", 0, 1000, "Family parted", "What a brother or sister who stays behind weighs.", "R11"
    ),
    _amount(
        "move_other_type",
        "number",
        0,
        1000,
        "Another type",
        "What an intensive member weighs with an intensive-qualified worker of another type.",
        "R13",
    ),
    _amount(
        "move_misplaced",
        "number",
        0,
        1000,
        "Does not fit now",
        "What is taken off a move away from a worker who does not fit the member.",
        "R13",
    ),
    _amount(
        "move_fullness",
        "number",
        0,
        1000,
        "A full caseload",
        "What a new worker at the cap weighs against an empty one.",
    ),
    _amount(
        "long_leave_days",
        "number",
        1,
        366,
        "Long leave",
        "Days from which a recorded leave gives the members to others; in a shorter one no new ones come.",
        "R31",
    ),
)
BY_KEY: Mapping[str, Declared] = {declared.key: declared for declared in DECLARED}
