"""What fits a text typed into a form, best first: people, tolerant of a slip of the finger, and visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tcm_tui.ui import words
from tcm_tui.ui.widgets.chooser import Choice

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Field
    from tcm_tui.desk.views import Visit
    from tcm_tui.ui.shown import Shown

MOST = 8


def fitting(shown: Shown, field: Field, text: str, member: str) -> Sequence[Choice]:
    """Members (with what each has left), workers, sites, or visits of a member; but visits, only for some text."""
    if field.name == "appointment":
        return _visits(shown, text, member)
    if not text.strip():
        return []
    if field.kind == "member":
        from tcm_tui.ui.screens.lookup import match_line

        shown.source.searched("form")
        return [match_line(match) for match in shown.source.find(text, shown.today, MOST)]
    return _sites(shown, text) if field.kind == "site" else _workers(shown, text)


def _of(shown: Shown, member: str) -> Sequence[Visit]:
    """The member's visits, those that wait for something first, then the nearest."""
    from tcm_tui.desk.errors import NotOne

    try:
        found = shown.source.member(member, shown.today).visits if member else ()
    except NotOne:
        return ()
    return sorted(found, key=lambda v: (v.status not in ("scheduled", "missed"), abs((v.date - shown.today).days)))


def _told(visit: Visit) -> str:
    at = f" {words.clock(visit.start)}" if visit.start is not None else ""
    return f"{words.day(visit.date)[:-5]}{at} {visit.kind.replace('-', ' ')}"


def said_visit(shown: Shown, ident: str, member: str) -> str:
    """A visit in words: ``Wed 18 Nov 09:00 community contact, scheduled``; empty for one that is not the member's."""
    return next((f"{_told(v)}, {v.status}" for v in _of(shown, member) if v.appointment == ident), "")


def _visits(shown: Shown, text: str, member: str) -> list[Choice]:
    from tcm_tui.ui.screens.pick import fits

    return [
        Choice(v.appointment, [(_told(v), "strong"), (f"  {v.appointment}", "muted")], words.status(v.status))
        for v in _of(shown, member)
        if fits(text, _told(v), v.appointment, v.status)
    ]


def _workers(shown: Shown, text: str) -> list[Choice]:
    from tcm_tui.ui.screens.pick import fits

    staff = shown.staff()
    found = [worker for worker in staff if fits(text, worker.name, worker.cm)]
    if not found:
        from difflib import get_close_matches

        said = text.casefold().strip()
        parts = {part: worker for worker in staff for part in worker.name.casefold().split()}
        found = [parts[near] for near in get_close_matches(said, parts, MOST, 0.7)]
    return [
        Choice(worker.cm, [(worker.name, "strong"), (f"  {worker.cm}", "muted")], [(f"{worker.site} ", "muted")])
        for worker in found[:MOST]
    ]


def _sites(shown: Shown, text: str) -> list[Choice]:
    from tcm_tui.ui.screens.pick import fits

    return [
        Choice(ident, [(name, "strong"), (f"  {ident}", "muted")])
        for ident, name in shown.source.sites()
        if fits(text, name, ident)
    ][:MOST]
