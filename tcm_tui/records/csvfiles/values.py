"""The kinds of cells beside days and times: ids, texts, words, numbers, truths, lists.

Each parser takes the cell as it stands in the file and gives what the table stores, or raises BadCell
with a sentence. Empty cells never come here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tcm_tui.records.csvfiles.days import plain_digits
from tcm_tui.records.csvfiles.faults import BadCell
from tcm_tui.records.csvfiles.formulas import restored
from tcm_tui.records.csvfiles.wording import character, nearest, one_of, shown
from tcm_tui.rules.weekhours import WEEKDAYS

ID_LENGTH = 64
TEXT_LENGTH = 1000
# Printable ASCII; not what separates cells and lists, not what a spreadsheet would take for a formula.
IS_ID = re.compile(r"(?![=+@'-])(?=[^ ])[ -~]{1,64}(?<! )").fullmatch
_NEVER_IN_ID = re.compile(r'[,;"]').search
# Control characters, line and paragraph ends, and the marks that turn the direction of writing.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_WHOLE = re.compile(r"[0-9]{1,9}").fullmatch
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?").fullmatch
_LEVEL = {"1": "I", "2": "II", "3": "III", "CM I": "I", "CM II": "II", "CM III": "III"}
TRUTHS = {"true": True, "false": False, "TRUE": True, "FALSE": False, "True": True, "False": False}


def ident(text: str) -> str:
    """An id, exactly as written: printable ASCII without comma, semicolon, quotation mark; at most 64 long."""
    if IS_ID(text) and not _NEVER_IN_ID(text) and not _damaged(text):
        return text
    raise BadCell(_why_no_id(text))


def _damaged(text: str) -> bool:
    error = text[0] == "#" and (set(text) == {"#"} or text[-1] in "!?" or text == "#N/A")
    return error or _scientific(text)


def _scientific(text: str) -> bool:
    return re.fullmatch(r"[0-9](\.[0-9]+)?[Ee]\+[0-9]+", text) is not None


def _why_no_id(text: str) -> str:
    if text != text.strip():
        return f"{shown(text)} has a space before or after the id; take it out"
    if _scientific(text):
        return (
            f"{shown(text)} is an id that a spreadsheet turned into a number and shortened; "
            "take the file from its source again and open the column as text"
        )
    if found := re.fullmatch(r"=\"(.*)\"", text):
        return f"{shown(text)} is a spreadsheet's formula for an id; write {found[1]}"
    if _damaged(text):
        return f"{shown(text)} is a spreadsheet's error, not an id; write the id itself"
    if text[0] == "'":
        return f"{shown(text)} begins with an apostrophe; take it out"
    if text[0] in "=+-@" and text.isascii():
        return f"{shown(text)} begins with “{text[0]}”, like a formula; begin an id with a letter or digit"
    if (plain := plain_digits(text)) is not None:
        return f"{shown(text)} has letters or digits that are not plain ones; type it again as {plain}"
    for char in text:
        if char in ',;"':
            return f"{shown(text)} contains “{char}”, which an id cannot; leave it out"
        if not " " <= char <= "~":
            return f"{shown(text)} contains {character(char)}; type the id again in plain letters and digits"
    return f"{shown(text)} is {len(text)} characters long; an id has at most {ID_LENGTH}"


def text(cell: str) -> str:
    """Free text, the apostrophe before a formula taken off again; no control characters, at most 1,000 long."""
    if found := UNSEEN.search(cell):
        if found[0] in "\r\n":
            raise BadCell(f"{shown(cell)} has a line break inside; put it on one line")
        raise BadCell(f"{shown(cell)} contains {character(found[0])}, which cannot be seen; take it out")
    value = restored(cell)
    if len(value) > TEXT_LENGTH:
        raise BadCell(f"{shown(cell)} is {len(value):,} characters long; shorten it to {TEXT_LENGTH:,}")
    return value


def name(cell: str) -> str:
    """Free text that must hold something else than spaces."""
    if not cell.strip():
        raise BadCell("is blank; fill it in")
    return text(cell)


def word(choices: tuple[str, ...]) -> Callable[[str], str]:
    """A parser for one of the words, spelled exactly; the nearest one is suggested."""

    def parse(cell: str) -> str:
        if cell in choices:
            return cell
        near = _LEVEL.get(cell) if "III" in choices else nearest(cell, choices, 0.6 if len(cell) > 3 else 1)
        hint = f"write {one_of(choices)}"
        if near:
            hint = f"did you mean {near}?" + (f" It is one of {one_of(choices)}" if len(choices) < 9 else "")
        raise BadCell(f"{shown(cell)} is not known here; {hint}")

    return parse


_OF_WEEK = word(WEEKDAYS)


def weekday(cell: str) -> int:
    """mon to sun as 0 to 6; longer names are suggested as these."""
    if cell in WEEKDAYS:
        return WEEKDAYS.index(cell)
    meant = cell[:3].lower()
    if meant in WEEKDAYS and cell.isalpha():
        raise BadCell(f"{shown(cell)} is not known here; write {meant}")
    _OF_WEEK(cell)
    raise AssertionError(cell)


def contract(cell: str) -> str | None:
    """A site's contract; the word none is a clinic of document B."""
    return None if cell == "none" else word(("110", "111", "114", "none"))(cell)


def truth(cell: str) -> bool:
    """true or false; a spreadsheet's TRUE and FALSE mean the same."""
    value = TRUTHS.get(cell)
    if value is None:
        meant = {"yes": "true", "y": "true", "1": "true", "t": "true", "no": "false", "n": "false", "0": "false"}
        raise BadCell(f"{shown(cell)} is neither true nor false; write {meant.get(cell.lower(), 'true or false')}")
    return value


def whole(low: int, high: int) -> Callable[[str], int]:
    """A parser for whole numbers from low to high."""

    def parse(cell: str) -> int:
        if not _WHOLE(cell):
            if re.fullmatch(r"[0-9]{1,9}\.0+", cell):
                raise BadCell(f"{shown(cell)} is not a whole number; write {int(float(cell))}")
            raise BadCell(_why_no_number(cell, f"a whole number from {low} to {high:,}"))
        value = int(cell)
        if not low <= value <= high:
            raise BadCell(f"{shown(cell)} is out of range; write a whole number from {low} to {high:,}")
        return value

    return parse


def number(low: float, high: float) -> Callable[[str], float]:
    """A parser for numbers with a decimal point from low to high."""

    def parse(cell: str) -> float:
        if not _NUMBER(cell):
            raise BadCell(_why_no_number(cell, f"a number from {low:g} to {high:,g}, such as 37.5"))
        value = float(cell)
        if not low <= value <= high:
            raise BadCell(f"{shown(cell)} is out of range; write a number from {low:g} to {high:,g}")
        return value

    return parse


def _why_no_number(cell: str, wanted: str) -> str:
    if (plain := plain_digits(cell)) is not None:
        return f"{shown(cell)} is not written in plain digits; type it again as {plain}"
    if cell.startswith("-") and re.fullmatch(r"-[0-9.]+", cell):
        return f"{shown(cell)} is below zero; write {wanted}"
    return f"{shown(cell)} is no number that fits here; write {wanted}"


def elements(cell: str) -> int:
    """Documentation elements (R40) as a bit mask: “1;2;11” sets bits 0, 1 and 10."""
    mask = 0
    for part in cell.split(";"):
        if not re.fullmatch("[0-9]{1,2}", part) or not 1 <= int(part) <= 11:
            raise BadCell(f"{shown(cell)} is no list of elements; write the numbers 1 to 11 with ; between, as 1;2;5")
        mask |= 1 << int(part) - 1
    return mask
