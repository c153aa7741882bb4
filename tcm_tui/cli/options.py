"""The options and arguments that commands share, each said once: type, help and how it is read."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from tcm_tui.cli.marks import Arg, Opt

DATE = "YYYY-MM-DD"
TIME = "HH:MM"
MOST_DIGITS = 9


def read_date(text: str) -> date:
    """A date written YYYY-MM-DD and nothing else; outside 1900 to 2100 it is a slip, as for --on and in files."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        raise ValueError(f"“{text}” is no date; write it as YYYY-MM-DD, for example 2026-11-18.")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is no day of the calendar.") from None
    if not 1900 <= day.year <= 2100:
        raise ValueError(f"{text} is outside 1900 to 2100; correct the year.")
    return day


def read_time(text: str) -> int:
    """A clock time written HH:MM, as minutes from midnight."""
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text, re.ASCII)
    if not found:
        raise ValueError(f"“{text}” is no time; write it as HH:MM, from 00:00 to 23:59.")
    return int(found[1]) * 60 + int(found[2])


def read_stop(text: str) -> int:
    """Like ``read_time``, for an end: 24:00 is the midnight the day ends with."""
    return 24 * 60 if text == "24:00" else read_time(text)


def read_count(text: str, least: int = 0) -> int:
    """A whole number from the least on."""
    if not re.fullmatch(r"-?[0-9]+", text, re.ASCII):
        raise ValueError(f"“{text}” is no whole number; write it in digits, from {least} on.")
    if len(text.lstrip("-0")) > MOST_DIGITS:
        raise ValueError(f"“{text}” is too long a number; write {MOST_DIGITS} digits at most.")
    number = int(text)
    if number < least:
        raise ValueError(f"“{text}” is less than {least}; write a whole number from {least} on.")
    return number


def read_some(text: str) -> int:
    """A whole number from 1 on."""
    return read_count(text, 1)


def read_elements(text: str) -> int:
    """Documentation elements written ``1;2;11``, as a bit mask: bit n-1 is element n. R40"""
    from tcm_tui.rules.documentation import mask_of

    return mask_of(read_count(part.strip()) for part in text.replace(",", ";").split(";"))


def read_truth(text: str) -> bool:
    """``true`` or ``false``."""
    if text not in ("true", "false"):
        raise ValueError(f"“{text}” is neither true nor false.")
    return text == "true"


Db = Annotated[
    str | None,
    Opt("--db", "The database; else $TCM_DB, else the one in your data folder.", "URL-or-path"),
]
On = Annotated[str | None, Opt("--on", "The day of the answer; else $TCM_TODAY, else today.", DATE)]
Json = Annotated[bool, Opt("--json", "Answer with one JSON document.")]
Why = Annotated[bool, Opt("--why", "Add the arithmetic and the sources.")]
Key = Annotated[
    str | None,
    Opt("--key", "A name for this write: given again, nothing changes and the answer is the same.", "K"),
]
Override = Annotated[str | None, Opt("--override", "Go on where the rules only warn, for this reason.", "REASON")]

Recipient = Annotated[str | None, Opt("--recipient", "Who gets what is written, for the audit log.", "WHO")]
Purpose = Annotated[str | None, Opt("--purpose", "What it is for, for the audit log.", "WHAT")]
Consent = Annotated[
    str | None,
    Opt("--consent", "The consent on file, for the audit log and the notice; with --part2 with-notice.", "REF"),
]
Part2 = Annotated[
    str | None,
    Opt(
        "--part2",
        "Members under 42 CFR Part 2: left out, disclosed with consent and the notice, or for the agency itself.",
        "WAY",
        choices=("leave-out", "with-notice", "own-use"),
    ),
]

Member = Annotated[str, Arg("MEMBER", "A member's id, or enough of the name to be one member.")]
Appointment = Annotated[str, Arg("APPOINTMENT", "The appointment's id.")]
OneCm = Annotated[str, Arg("CM", "A case manager's id or part of the name.")]
AnyCm = Annotated[str | None, Arg("[CM]", "A case manager's id or part of the name; without it, all.")]
WithCm = Annotated[str, Opt("--cm", "The case manager: id or part of the name.", "CM")]

Site = Annotated[str | None, Opt("--site", "Only this site: id or part of the name.", "SITE")]
Type = Annotated[str | None, Opt("--type", "Only case managers of this type: standard, intensive and so on.", "TYPE")]
Supervisor = Annotated[str | None, Opt("--supervisor", "Only those this case manager supervises.", "CM")]

OnDate = Annotated[date, Opt("--date", "The day of it.", DATE, read_date)]
Start = Annotated[int, Opt("--start", "When it starts.", TIME, read_time)]
Stop = Annotated[int, Opt("--stop", "When it stops.", TIME, read_stop)]
MaybeStart = Annotated[int | None, Opt("--start", "When it starts.", TIME, read_time)]
MaybeStop = Annotated[int | None, Opt("--stop", "When it stops; before the start: the next day.", TIME, read_stop)]
