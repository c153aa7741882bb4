"""settings.toml: the agency's name and its choices, known keys and known words only."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from tcm_tui.records.csvfiles.faults import BadFile, Problem
from tcm_tui.records.csvfiles.values import TEXT_LENGTH, UNSEEN
from tcm_tui.records.csvfiles.wording import nearest, one_of, shown

NAME = "settings.toml"
_TRUTH = (True, False)
# None: any text. Otherwise the values a key can have.
CHOICES: dict[str, tuple[Any, ...] | None] = {
    "agency": None,
    "unit_rounding": ("completed-15", "eight-minute"),
    "unit_scope": ("contact", "member-day"),
    "cap_scope": ("member", "row"),
    "hours_year": ("state-fiscal", "calendar"),
    "telehealth_counts": _TRUTH,
    "juneteenth": _TRUTH,
    "christmas_side": ("long-weekend", "before", "after"),
    "over_limit_plans": ("refuse", "warn"),
    "member_overlap": ("refuse", "warn"),
}


def read(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """The settings of a file as stored text ("true" and "false" for truths), and what is wrong with them."""
    try:
        given = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(
            f"is not TOML: {str(error)[:200]}; write one key = value a line, texts in quotation marks"
        ) from None
    settings: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in given.items():
        fault = _fault(key, value)
        if fault:
            problems.append(Problem(path.name, 0, shown(key)[1:-1], fault))
        else:
            settings[key] = str(value).lower() if isinstance(value, bool) else value
    return settings, problems


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(f"cannot be read: {(error.strerror or 'unknown reason').lower()}; check the path") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("is not UTF-8; save it again as UTF-8") from None


def _fault(key: str, value: Any) -> str | None:
    if key not in CHOICES:
        near = nearest(key, CHOICES)
        return f"is not a setting; {f'did you mean {near}?' if near else f'the settings are {one_of(CHOICES)}'}"
    choices = CHOICES[key]
    if choices is None:
        if not isinstance(value, str):
            return f"must be text in quotation marks, not {_kind(value)}"
        if UNSEEN.search(value) or len(value) > TEXT_LENGTH:
            return f"must be one line of at most {TEXT_LENGTH:,} characters that can be seen; shorten it"
        return None
    if choices is _TRUTH:
        return None if isinstance(value, bool) else f"must be true or false without quotation marks, not {_kind(value)}"
    if value in choices:
        return None
    seen = shown(value) if isinstance(value, str) else _kind(value)
    quoted = [f'"{choice}"' for choice in choices]
    return f"{seen} is not one of its values; write {one_of(quoted)}"


def _kind(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
