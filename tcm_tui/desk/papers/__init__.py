"""A week on paper and in a calendar: a page of text, a page for printing, an iCalendar file.

Each names members, so the file is its owner's alone (0600) whatever the umask, and is written whole or not at all.
"""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import WrongUsage

if TYPE_CHECKING:
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


def write_week(view: WeekView, path: Path, at: datetime | None = None) -> None:
    """Write the week to a file, its kind by the ending. Raises WrongUsage and OSError."""
    put(path, week(view, path.suffix, at))


def put(path: Path, content: bytes) -> None:
    """Put the content in the file's place at once, for its owner only. Raises OSError naming the file."""
    if path.exists() and not path.is_file():
        # A device or a pipe: it can be written to, not replaced.
        path.write_bytes(content)
        return
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
