"""A week on paper and in a calendar: a page of text, a page for printing, an iCalendar file.

Each names members, so the file is its owner's alone (0600) whatever the umask, and is written whole or not at all.
"""

from __future__ import annotations

import errno
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import WrongUsage

if TYPE_CHECKING:
    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WeekView

ENDINGS = (".txt", ".html", ".ics")
"""The endings of file names that say what is wanted."""


def week(view: WeekView, ending: str, at: datetime | None = None) -> bytes:
    """The week as one of ``ENDINGS`` (.htm is .html), UTF-8. at: the moment a calendar says it was made, else now.

    Raises WrongUsage for another ending.
    """
    kind = {".htm": ".html"}.get(ending.lower(), ending.lower())
    if kind == ".txt":
        from tcm_tui.desk.papers.text import page

        return page(view).encode()
    if kind == ".html":
        from tcm_tui.desk.papers.html import document

        return document(view).encode()
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
) -> None:
    """Write the week to a file, its kind by the ending, or its name's; the audit log of the desk is told who gets it.

    Raises WrongUsage, OSError and StoreError.
    """
    kind = ending or path.suffix
    made = week(view, kind, at)
    if desk is not None:
        from tcm_tui.desk import disclosure

        about = {
            "cm": view.cm,
            "week": view.monday.isoformat(),
            "form": kind[1:].lower(),
            "members": len({visit.member for visit in view.visits}),
        }
        disclosure.left(desk, "week", about, to or disclosure.NOBODY)
    put(path, made)


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
