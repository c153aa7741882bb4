"""The frame of every write: one transaction that decides and stores, or leaves everything as it was.

A job looks at the records through a desk of its own that reads inside the transaction, so that nothing can
change between the decision and the write. Jobs gather objections; what they amount to is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk.errors import DeskError, Refused
from tcm_tui.desk.office import Desk
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.records.plain import Plain
    from tcm_tui.records.write import Work

GRAVITY = ("ok", "warn", "refused")


class _Inside:
    """The store as the transaction sees it, for the desk's reading jobs."""

    def __init__(self, uow: Plain, desk: Desk) -> None:
        self.path = desk.store.path
        self.rows, self.row = uow.rows, uow.row

    def snapshot(self) -> Any:
        """The transaction is one already."""
        return nullcontext(self)

    def data_version(self) -> int:
        return 0

    def close(self) -> None:
        """The transaction ends with its block."""


class Objections:
    """What speaks for and against a write, and how much the gravest of it weighs."""

    def __init__(self) -> None:
        self.verdict = "ok"
        self.reasons: list[Reason] = []

    def add(self, verdict: str, *reasons: Reason) -> None:
        """verdict: ok (worth knowing), warn (stored only with a reason, when planned), refused."""
        self.reasons += reasons
        if GRAVITY.index(verdict) > GRAVITY.index(self.verdict):
            self.verdict = verdict

    def say(self, verdict: str, rule: str, text: str) -> None:
        """Add one reason with the citation of its rule."""
        from tcm_tui.rules.book import source

        self.add(verdict, Reason(rule, text, source(rule)))


def warm() -> None:
    """Import what the first write needs, some 0.3 s, while nobody waits for it."""
    import tcm_tui.records.tables
    import tcm_tui.records.write  # noqa: F401


class NotStored(Exception):
    def __init__(self, result: WriteResult) -> None:
        self.result = result


class Job(NamedTuple):
    """What a job works with inside its transaction."""

    uow: Work
    desk: Desk
    objections: Objections
    override: str | None

    def plan(self) -> None:
        """Let the write go on only if the rules allow it: not when refused, nor on a warning without a reason.

        Called by what is planned, after its checks and before anything is stored.
        """
        found = self.objections
        if found.verdict == "refused" or (found.verdict == "warn" and not self.override):
            raise NotStored(WriteResult(None, found.verdict, tuple(found.reasons)))
        if found.verdict == "warn" and self.override:
            found.add("warn", Reason("override", f"gone on with, because: {self.override}", "agency"))

    def audit(
        self,
        entity: str,
        key: str,
        member: str | None,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
    ) -> None:
        """Tell the audit log, with the reason for going on against a warning."""
        if after is not None and self.override:
            after = {**after, "override": self.override}
        self.uow.audit(entity, key, member, before, after)

    def refresh(self, member: str, *days: date) -> None:
        """Bring the member's ledger up to date for the months of these days."""
        self.uow.refresh(self.desk.policy, self.desk.packs, [member], days=days)


def columns(row: Any) -> dict[str, Any]:
    """A table row's columns for the audit log."""
    found: dict[str, Any] = row.model_dump()
    return found


def inside(uow: Plain, desk: Desk) -> Desk:
    """A desk that reads what the transaction sees; it keeps what it has read, so make it after what it shall see."""
    inner = Desk(_Inside(uow, desk))  # type: ignore[arg-type]
    inner.packs = desk.packs
    return inner


@contextmanager
def _transaction(desk: Desk, action: str, override: str | None, session: bool, shared: bool) -> Iterator[Job]:
    from tcm_tui.records import ids

    if session:
        from tcm_tui.records.write import work as unit_of
    else:
        from tcm_tui.records.plain import plain_work as unit_of  # type: ignore[assignment]
    with unit_of(
        desk.store, ids.user_name(desk.store.path), action, at=datetime.now(UTC), waiting=desk.waiting, shared=shared
    ) as uow:
        yield Job(uow, inside(uow, desk), Objections(), override)


def _from_text(text: str) -> WriteResult:
    found = json.loads(text)
    batch = found.get("batch")  # answers stored by earlier versions have none
    reasons = tuple(Reason(*r) for r in found["reasons"])
    return WriteResult(found["id"], found["verdict"], reasons, tuple(batch) if batch else None)


Touched = tuple[Sequence[str], Sequence[str]]
"""Ids of members, ids of workers."""


def _beside_others(desk: Desk, touches: object) -> bool:
    """Whether a write may go on beside others: it says what it touches, and nothing is stale that all depend on."""
    if touches is None or isinstance(desk.store.path, Path):
        return False
    from tcm_tui.records import freshness

    return not freshness.is_stale(desk.store, desk.policy, desk.packs)


def write(
    desk: Desk,
    action: str,
    job: Callable[[Job], str],
    *,
    key: str | None = None,
    override: str | None = None,
    session: bool = True,
    touches: Callable[[Desk], Touched] | None = None,
) -> WriteResult:
    """Carry out a job in one transaction; the job returns the id of what it stored.

    The same key again changes nothing and gives the same answer. session False: the job uses no tables of
    SQLModel, whose import would be felt. touches: the members and workers that the job decides on and changes, as it
    says before it reads anything else; on a server only jobs on the same ones then wait for each other. Raises
    DeskError and StoreError.
    """
    from tcm_tui.records.errors import KeyUsed

    if override is not None and not override.strip():
        raise DeskError("--override needs a reason in words.")
    try:
        shared = _beside_others(desk, touches)
        with _transaction(desk, action, override, session, shared) as frame:
            earlier = frame.uow.answered(key, action)
            if earlier is not None:
                return _from_text(earlier)
            if touches is not None and shared:
                frame.uow.lock(*touches(frame.desk))
            ident = job(frame)
            found = frame.objections
            result = WriteResult(ident, found.verdict, tuple(found.reasons), frame.uow.batch)
            frame.uow.remember(key, action, json.dumps(result._asdict()))
    except NotStored as stop:
        return stop.result
    except KeyUsed as used:
        raise Refused(f"The key “{used.key}” was used for another command; give a new one.") from None
    desk.forget()
    return result


def sentence(reasons: Sequence[Reason]) -> str:
    """Reasons as one line."""
    return "; ".join(reason.text for reason in reasons)
