"""Who changed what, when, and whether the log is as it was written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.views import AuditLine
from tcm_tui.records import audit as log
from tcm_tui.records.queries import week as sql

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class AuditView(NamedTuple):
    """The newest entries first; intact says whether every hash of the whole log is right, None where the role shows
    only one's own entries, from which that can't be told."""

    lines: tuple[AuditLine, ...]
    intact: bool | None
    first_bad: int | None
    entries: int


def view(desk: Desk, member: str | None = None, limit: int = 200) -> AuditView:
    """The log of a member, or of everything; the chain is always checked whole."""
    from tcm_tui.desk import roles

    role = roles.of(desk)
    whole = role is None or role.role == "auditor"
    chain = log.verify_chain(desk.store) if whole else None
    rows = desk.store.rows(sql.AUDIT, {"member": member, "limit": limit})
    lines = tuple(AuditLine(r[0], datetime.fromisoformat(r[1].replace("Z", "+00:00")), *r[2:]) for r in rows)
    if chain is None:
        return AuditView(lines, None, None, len(lines))
    return AuditView(lines, chain.ok, chain.first_bad_id, chain[2])


def shows_the_log_alone(desk: Desk) -> bool:
    """Whether the role shows the log and no member: an id is then taken as it is."""
    from tcm_tui.desk import roles

    role = roles.of(desk)
    return role is not None and role.role == "auditor"
