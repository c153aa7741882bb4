"""settings.toml: the agency's name and its choices; keys and values are those that ``policies`` declares."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from tcm_tui.records.csvfiles.faults import BadFile, Problem
from tcm_tui.records.csvfiles.values import TEXT_LENGTH, UNSEEN
from tcm_tui.records.csvfiles.wording import nearest, one_of, shown
from tcm_tui.rules import policies, tomlfile
from tcm_tui.rules.policies import BY_KEY

NAME = "settings.toml"


def read(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """The settings of a file as stored text, and what is wrong with them."""
    try:
        given = tomlfile.read(_text(path))
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
            settings[key] = policies.stored(value)
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


def written(key: str, text: str) -> str:
    """A stored setting as a line of settings.toml has it; without quotation marks what TOML has a kind for."""
    bare = BY_KEY[key].kind in ("yesno", "minutes", "number")
    return text if bare else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _fault(key: str, value: Any) -> str | None:
    if key not in BY_KEY:
        near = nearest(key, BY_KEY)
        return f"is not a setting; {f'did you mean {near}?' if near else f'the settings are {one_of(BY_KEY)}'}"
    kind, choices = BY_KEY[key].kind, BY_KEY[key].choices
    if kind == "yesno":
        return None if isinstance(value, bool) else f"must be true or false without quotation marks, not {_kind(value)}"
    if kind in ("minutes", "number"):
        if type(value) is not int:
            return f"must be a whole number without quotation marks, not {_kind(value)}"
        low, high = choices
        return None if low <= value <= high else f"{value} is out of range; write a whole number from {low} to {high}"
    if kind == "choice":
        seen = shown(value) if isinstance(value, str) else _kind(value)
        quoted = [f'"{choice}"' for choice in choices]
        return None if value in choices else f"{seen} is not one of its values; write {one_of(quoted)}"
    if not isinstance(value, str):
        return f"must be text in quotation marks, not {_kind(value)}"
    if UNSEEN.search(value) or len(value) > TEXT_LENGTH:
        return f"must be one line of at most {TEXT_LENGTH:,} characters that can be seen; shorten it"
    try:
        policies.read(key, value)
    except policies.SettingError as error:
        return str(error)
    return None


def _kind(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
