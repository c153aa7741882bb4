"""Hand-over sheets: for the worker who gives and the one who takes, what each must know of every member. R17-R20, R31

A move changes who is responsible and nothing else: contacts, clocks, units used and booked visits are the member's
and go on. So a sheet is the member's page as it stands, in short.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tcm_tui.desk.handover.views import Handed, Sheet

if TYPE_CHECKING:
    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk

__all__ = ["Handed", "Sheet", "of_batch", "of_part2", "page", "sheets", "write"]


class Given(Protocol):
    """A move as a plan or a bulk transfer has it."""

    @property
    def member(self) -> str: ...
    @property
    def origin(self) -> str | None: ...
    @property
    def to(self) -> str: ...
    @property
    def back(self) -> date | None: ...


def sheets(desk: Desk, moves: Sequence[Given], on: date, effective: date) -> tuple[Sheet, ...]:
    """A sheet for every worker who gives or takes, by id, as known on a day. Raises NotOne for unknown ids."""
    from tcm_tui.desk.handover import building

    return building.sheets(desk, moves, on, effective)


def of_batch(desk: Desk, batch: tuple[int, int], on: date) -> tuple[Sheet, ...]:
    """The sheets of a write that was made, known by its batch; none when it gave nobody to anybody."""
    from tcm_tui.desk import bulk
    from tcm_tui.records.queries import handover as sql

    began: dict[str, tuple[date, str]] = {}
    ended: dict[str, str] = {}
    back: dict[str, date] = {}
    rows = desk.store.rows(sql.GIVEN, {"first": batch[0], "last": batch[1]})
    for key, member, before, after in rows:
        now, was = json.loads(after or "{}"), json.loads(before or "{}")
        day = date.fromisoformat(key.rpartition(":")[2])
        if was and "cm_id" in was and "cm_id" in now:  # the same day: another worker in place of the former
            ended[member], began[member] = was["cm_id"], (day, now["cm_id"])
        elif not was and now and member in began:
            back[member] = day
        elif not was and now:
            began[member] = day, now["cm_id"]
        elif was:
            ended.setdefault(member, "")
    steps = []
    for member, (day, to) in began.items():
        origin = ended.get(member)
        if origin == "":
            origin = _before(desk, member, day)
        steps.append(bulk.Step(member, origin, to, back.get(member)))
    if not steps:
        return ()
    return sheets(desk, steps, on, min(day for day, _ in began.values()))


def _before(desk: Desk, member: str, day: date) -> str | None:
    from datetime import timedelta

    from tcm_tui.desk import history

    past = history.of(desk, member)
    return past.responsible(day - timedelta(days=1)) if past is not None else None


def page(sheet: Sheet, ending: str, notice: bool = False) -> bytes:
    """A sheet as ``.txt`` or ``.html``, UTF-8; notice: with that of 42 CFR Part 2. Raises WrongUsage for another."""
    from tcm_tui.desk.errors import WrongUsage

    if ending == ".txt":
        from tcm_tui.desk.handover.text import page as text

        return text(sheet, notice).encode()
    if ending == ".html":
        from tcm_tui.desk.handover.html import document

        return document(sheet, notice).encode()
    raise WrongUsage(f"“{ending}” is no kind of sheet: choose .txt or .html.")


def write(
    found: Sequence[Sheet], folder: Path, ending: str = ".html", desk: Desk | None = None, to: To | None = None
) -> tuple[Path, ...]:
    """Write each sheet into a folder, made if need be, for its owner alone; the desk's audit log is told who gets them.

    Members under 42 CFR Part 2 stand on them as ``to`` says, each such sheet with the notice. Raises OSError,
    WrongUsage and StoreError.
    """
    from tcm_tui.desk import disclosure, papers, part2

    to = to or disclosure.NOBODY
    how = part2.NOBODY if desk is None else part2.choose(desk, to, internal=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if desk is not None and found:
        handed = _members(*found)
        members = handed - how.hidden
        about = {"cm": ", ".join(sheet.cm for sheet in found), "form": ending[1:], "members": len(members)}
        disclosure.left(desk, "sheets", about | how.told(members, len(handed & how.hidden)), to, how.disclosed(members))
    written = []
    for sheet in (without(each, how.hidden) for each in found):
        name = "".join(c if c.isalnum() or c in "-_" else "_" for c in sheet.cm)
        path = folder / f"hand-over-{sheet.effective}-{name}{ending}"
        papers.put(path, page(sheet, ending, how.notice(_members(sheet))))
        written.append(path)
    return tuple(written)


def of_part2(found: Sequence[Sheet], desk: Desk, to: To | None = None) -> str:
    """A sentence on the members under 42 CFR Part 2 of sheets that were written; empty where none is among them."""
    from tcm_tui.desk import disclosure, part2
    from tcm_tui.records.csvfiles.wording import counted

    how = part2.choose(desk, to or disclosure.NOBODY, internal=True)
    there = len(how.marked & _members(*found))
    if not there:
        return ""
    who = f"{counted(there, 'Part 2 member')} {'is' if there == 1 else 'are'}"
    return f"{who} not on the sheets." if how.hidden else f"{who} on the sheets, with the notice of 42 CFR part 2."


def _members(*sheets: Sheet) -> set[str]:
    return {handed.member for sheet in sheets for handed in (*sheet.gives, *sheet.takes)}


def without(sheet: Sheet, hidden: Collection[str]) -> Sheet:
    """The sheet without some members; it says how many."""
    gives = tuple(handed for handed in sheet.gives if handed.member not in hidden)
    takes = tuple(handed for handed in sheet.takes if handed.member not in hidden)
    gone = len(sheet.gives) + len(sheet.takes) - len(gives) - len(takes)
    return sheet._replace(gives=gives, takes=takes, left_out=gone)
