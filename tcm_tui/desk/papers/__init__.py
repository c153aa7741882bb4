"""A week on paper and in a calendar: a page of text, a page for printing, an iCalendar file.

Each names members, so the file is its owner's alone (0600) whatever the umask, and is written whole or not at all.
"""

from __future__ import annotations

import errno
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import part2
from tcm_tui.desk.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.part2 import Written
    from tcm_tui.desk.views import WeekView

ENDINGS = (".txt", ".html", ".ics")
"""The endings of file names that say what is wanted."""


def week(view: WeekView, ending: str, at: datetime | None = None, notice: bool = False) -> bytes:
    """The week as one of ``ENDINGS`` (.htm is .html), UTF-8. at: the moment a calendar says it was made, else now.

    notice: a page carries that of 42 CFR Part 2. Raises WrongUsage for another ending.
    """
    kind = {".htm": ".html"}.get(ending.lower(), ending.lower())
    if kind == ".txt":
        from tcm_tui.desk.papers.text import page

        return page(view, notice).encode()
    if kind == ".html":
        from tcm_tui.desk.papers.html import document

        return document(view, notice).encode()
    if kind == ".ics":
        from tcm_tui.desk.papers.ics import calendar

        return calendar(view, at or datetime.now(UTC))
    raise WrongUsage(f"“{ending}” is no kind of page: name the file with {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")


def write_week(
    view: WeekView,
    path: Path,
    at: datetime | None = None,
    desk: Desk | None = None,
    to: To | None = None,
    ending: str | None = None,
) -> Written:
    """Write the week to a file, its kind by the ending, or its name's; the audit log of the desk is told who gets it.

    A page names members under 42 CFR Part 2 as ``to`` says, and then carries the notice; a calendar, which goes from
    program to program, names none of them. Raises WrongUsage, OSError and StoreError.
    """
    from tcm_tui.desk import disclosure
    from tcm_tui.desk.part2 import Written

    kind = ending or path.suffix
    to = to or disclosure.NOBODY
    how = part2.NOBODY if desk is None else part2.choose(desk, to, internal=True)
    calendar = kind.lower() == ".ics"
    if calendar:
        how = how._replace(way=part2.LEAVE_OUT)
    there = _named(view, calendar)
    shown = unnamed(view, how.hidden, "Visit" if calendar else part2.NOT_NAMED)
    notice = how.notice(there)
    made = week(shown, kind, at, notice)
    if desk is not None:
        about = {
            "cm": view.cm,
            "week": view.monday.isoformat(),
            "form": kind[1:].lower(),
            "members": len(there - how.hidden),
        }
        about |= how.told(there, len(how.hidden & there))
        disclosure.left(desk, "week", about, to, how.disclosed(there))
    put(path, made)
    return Written(len(there - how.hidden), len(how.hidden & there), notice)


def _named(view: WeekView, calendar: bool) -> set[str]:
    """The members that a page of the week, or a calendar, would name."""
    if calendar:
        from tcm_tui.desk.papers.ics import planned

        return {visit.member for visit in planned(view)}
    from tcm_tui.desk.papers import words

    visits = {visit.member for _, _, visits in words.days(view) for visit in visits}
    return visits | {item.member for item in words.due(view) if item.member}


def unnamed(view: WeekView, hidden: Collection[str], instead: str) -> WeekView:
    """The week without the names and ids of some members; their visits keep day, time and kind."""
    if not hidden:
        return view

    nobody: dict[str, Any] = {"member": "–", "member_name": instead}
    visits = tuple(each._replace(**nobody) if each.member in hidden else each for each in view.visits)
    due = tuple(each._replace(**nobody) if each.member in hidden else each for each in view.due)
    return view._replace(visits=visits, due=due)


def put(path: Path, content: bytes) -> None:
    """Put the content in the file's place at once, for its owner only. Raises OSError naming the file.

    A link, which might lead to another file than is meant, and another user's file are refused.
    """
    if path.exists() and (not path.is_file() or path.is_relative_to("/dev")):
        # A device or a pipe: it can be written to, not replaced.
        path.write_bytes(content)
        return
    if path.is_symlink():
        raise OSError(errno.ELOOP, "it is a link; name the file itself", str(path))
    if path.exists() and hasattr(os, "geteuid") and path.stat().st_uid != os.geteuid():
        raise OSError(errno.EPERM, "it is another user's file; name another one", str(path))
    target = path.resolve()
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(target)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from None
