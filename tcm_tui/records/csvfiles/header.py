"""The first line of a file: exactly the columns we know, and a sentence for every one that is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tcm_tui.records.csvfiles.columns import Format
from tcm_tui.records.csvfiles.faults import BadFile
from tcm_tui.records.csvfiles.wording import character, folded, nearest, one_of, shown

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}

Fault = tuple[str, str]  # column, sentence


def faults(header: Sequence[str], form: Format) -> list[Fault]:
    """Everything wrong with the header as (column, sentence), or an empty list. Raises BadFile if it is none."""
    _separated_by_commas(header)
    known = [column.name for column in form.columns]
    usable = (*known, form.reason)
    if not any(name in usable or (name and nearest(name, known)) for name in header):
        raise BadFile(f"the first line names no column of {form.name}.csv; begin with {','.join(form.required)}", 1)
    found: list[Fault] = []
    for name, times in Counter(header).items():
        if name in usable:
            if times > 1:
                found.append((name, f"stands {times} times in the first line; keep one column of this name"))
        elif not name.strip():
            which = "1 column has" if times == 1 else f"{times} columns have"
            found.append(("", f"{which} no name in the first line; name what is needed and take the rest out"))
        else:
            found.append((shown(name)[1:-1], _unknown(name, known, header)))
    alike = {folded(name) for name in header}
    missing = [name for name in form.required if name not in header and folded(name) not in alike]
    return found + [
        (name, f"this column is missing; {form.name}.csv needs {all_of(form.required)}") for name in missing
    ]


def all_of(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _separated_by_commas(header: Sequence[str]) -> None:
    if header[0].lower().startswith("sep="):
        raise BadFile("begins with a spreadsheet's “sep=” line; delete that line", 1)
    if len(header) == 1:
        for separator, words in _SEPARATORS.items():
            if separator in header[0]:
                raise BadFile(
                    f"the columns are separated by {words}, not commas; save it again with commas (“CSV UTF-8”)", 1
                )


def _unknown(name: str, known: Sequence[str], header: Sequence[str]) -> str:
    odd = next((c for c in name if not c.isascii() or not c.isprintable()), None)
    near = nearest(name, [column for column in known if column not in header]) or nearest(name, known)
    if near and folded(near) == folded(name):
        if near in header:
            return f"says the same as the column {near}, which is there too; take one of them out"
        looks = f" (it contains {character(odd)})" if odd else ""
        return f"is not spelled as expected{looks}; rename this column to {near}"
    if near:
        return f"is not a column of this file; did you mean {near}? Else take the column out"
    return f"is not a column of this file; take it out, or rename it to {one_of(known)}"
