"""The agency's settings read: the value a stored or typed text stands for, the choices in force, what excludes what.

``declared`` has the settings themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tcm_tui.rules.declared import BY_KEY, DECLARED, Ahead, Declared, Moving, Planning, Span, stored
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.saying import closing

__all__ = [
    "BY_KEY",
    "DECLARED",
    "Ahead",
    "Declared",
    "Moving",
    "Planning",
    "SettingError",
    "ahead_from",
    "lock_minutes",
    "moving_from",
    "planning_from",
    "policy_from",
    "read",
    "stored",
    "together",
]


class SettingError(ValueError):
    """A text that is no value of a setting; ``str(error)`` says what is wrong and what to write."""


def read(key: str, text: str) -> Any:
    """The value that a stored or typed text stands for. Raises SettingError, KeyError for an unknown key."""
    declared = BY_KEY[key]
    kind, choices = declared.kind, declared.choices
    if kind == "choice":
        if text not in choices:
            raise SettingError(f"“{text}” is not one of its values; write {_one_of(choices)}")
        return text
    if kind == "yesno":
        if text not in ("true", "false"):
            raise SettingError(f"“{text}” is neither true nor false; write one of them")
        return text == "true"
    if kind == "time":
        return _minutes(text)
    if kind == "span":
        return _span(text) if text else None
    if kind in ("minutes", "number"):
        if not (text.isascii() and text.isdigit() and len(text) < 10 and choices[0] <= int(text) <= choices[1]):
            raise SettingError(f"“{text}” does not fit here; write a whole number from {choices[0]} to {choices[1]}")
        return int(text)
    return text


def _one_of(choices: tuple[Any, ...]) -> str:
    return ", ".join(choices[:-1]) + f" or {choices[-1]}"


def _minutes(text: str) -> int:
    hour, colon, minute = text.partition(":")
    plain = text.isascii() and hour.isdigit() and minute.isdigit() and len(hour) == len(minute) == 2 and colon
    if not plain or int(minute) > 59 or int(hour) * 60 + int(minute) > 1440:
        raise SettingError(f"“{text}” is no time; write it as HH:MM, for example 08:00")
    return int(hour) * 60 + int(minute)


def _span(text: str) -> Span:
    start, dash, stop = text.partition("-")
    if not dash:
        raise SettingError(
            f"“{text}” is no span; write it as HH:MM-HH:MM, for example 12:00-13:00, or nothing for none"
        )
    found = (_minutes(start.strip()), _minutes(stop.strip()))
    if found[0] >= found[1]:
        raise SettingError(f"“{text}” ends before it starts; write it as 12:00-13:00")
    return found


def _fields(settings: Mapping[str, str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in defaults:
        if key in settings:
            try:
                found[key] = read(key, settings[key])
            except SettingError:
                continue  # written by another hand: the default is a better answer than none
    return found


def policy_from(settings: Mapping[str, str]) -> Policy:
    """The choices of the rules from stored texts; what is not stored keeps its default."""
    return Policy(**_fields(settings, Policy._field_defaults))


def planning_from(settings: Mapping[str, str]) -> Planning:
    """The choices of planning from stored texts; what is not stored keeps its default."""
    return Planning(**_fields(settings, Planning._field_defaults))


def ahead_from(settings: Mapping[str, str]) -> Ahead:
    """The choices of looking ahead from stored texts; what is not stored keeps its default."""
    return Ahead(**_fields(settings, Ahead._field_defaults))


def moving_from(settings: Mapping[str, str]) -> Moving:
    """The choices of rebalancing from stored texts; what is not stored keeps its default."""
    return Moving(**_fields(settings, Moving._field_defaults))


def lock_minutes(settings: Mapping[str, str]) -> int:
    """After how many minutes without anybody the screens show nothing."""
    found: int = _fields(settings, {"lock_minutes": 0}).get("lock_minutes", int(BY_KEY["lock_minutes"].default))
    return found


def together(settings: Mapping[str, str]) -> list[tuple[str, str]]:
    """What settings that are each right say against one another, as (key, sentence)."""
    plan = planning_from(settings)
    found: list[tuple[str, str]] = []
    if plan.day_stop <= plan.day_start:
        found.append(
            ("day_stop", f"{closing(plan.day_stop)} is not after day_start {closing(plan.day_start)}; correct one")
        )
    elif plan.lunch is not None and not plan.day_start <= plan.lunch[0] < plan.lunch[1] <= plan.day_stop:
        lies = f"{closing(plan.lunch[0])}-{closing(plan.lunch[1])} does not lie within"
        found.append(
            ("lunch", f"{lies} {closing(plan.day_start)}-{closing(plan.day_stop)}, the usual day; correct one")
        )
    if plan.visit_units_full < plan.visit_units_min:
        low, full = plan.visit_units_min, plan.visit_units_full
        found.append(("visit_units_full", f"{full} is below visit_units_min {low}; correct one"))
    return found
