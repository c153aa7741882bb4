"""Files into the records: every row checked, all of it in one transaction or none of it.

SQLAlchemy is imported when an import starts, not with this module.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.turns import giving_way

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.records.csvfiles.loader import Loader
    from tcm_tui.records.csvfiles.sources import Source
    from tcm_tui.records.plain import Plain

CACHE_MB = 28
"""Pages an import may keep in memory. What fits (100,000 services do) shuts readers out for the commit alone; more
would be memory that grows with the file."""


class ImportProblem(NamedTuple):
    """One message. line counts from 1, the header's; 0 is the file as a whole. column may be empty."""

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        """``file:line column: what, and what to do``, as far as there is a line and a column."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.column}: {self.text}" if self.column else f"{place}: {self.text}"


class FileResult(NamedTuple):
    """Rows of one file; rejected_file is where --keep-good put those it left out."""

    name: str
    kind: str
    added: int
    changed: int
    unchanged: int
    rejected: int
    rejected_file: str | None = None


class ImportResult(NamedTuple):
    """What an import did, or would have done. errors are the first 20 of problem_count.

    stored: the transaction was committed, or there was nothing to commit. refused: its faults kept it from being
    stored, or would have in a dry run (exit code 1). cancelled: the person stopped it. notes: worth saying, no fault.
    """

    files: tuple[FileResult, ...]
    errors: tuple[ImportProblem, ...]
    problem_count: int
    stored: bool
    dry_run: bool = False
    cancelled: bool = False
    notes: tuple[str, ...] = ()
    refused: bool = False


class ImportProgress(NamedTuple):
    """How far an import is. stage is a file's name, then ``units`` while what follows is worked out.

    rows: of this stage so far; done of total: bytes of the file, or services.
    """

    stage: str
    rows: int
    done: int
    total: int


@contextmanager
def desk_for(db: str | None, dry_run: bool) -> Iterator[Desk]:
    """The desk an import goes to; a missing database is made. Raises StoreError.

    A dry run makes none: what is missing is taken as empty, in a folder that is gone afterwards.
    """
    from tempfile import TemporaryDirectory

    from tcm_tui.desk.office import StoreError, open_desk, say_waiting

    with TemporaryDirectory(prefix="tcm-") as aside:
        try:
            desk = open_desk(db, create=not dry_run)
        except StoreError as error:
            if not dry_run or error.kind != "missing":
                raise
            desk = open_desk(str(Path(aside) / "empty.db"), create=True)
        desk.waiting = say_waiting(lambda text: print(text, file=sys.stderr))
        try:
            yield desk
        finally:
            desk.close()


class _TakenBack(Exception):
    """Ends the transaction without a commit; nothing went wrong."""


def import_paths(
    desk: Desk,
    paths: Sequence[str | Path],
    on: date,
    as_kind: str | None = None,
    dry_run: bool = False,
    keep_good: bool = False,
    progress: Callable[[ImportProgress], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import files, or the files of folders, in the right order.

    A bad row stores nothing, unless keep_good: then the good rows are stored and the bad ones written to
    NAME.rejected.csv beside the file. A fault of a whole file (encoding, header, quotation marks) always
    stores nothing. Planned visits beyond a limit, as known on ``on``, are bad rows. Raises WrongUsage for an
    unknown kind and StoreError when the database can't be used.
    """
    from tcm_tui.desk import roles
    from tcm_tui.records.csvfiles import formats, sources
    from tcm_tui.records.csvfiles.wording import one_of

    roles.refuse(desk, "An import is compared with")
    if as_kind is not None and as_kind not in formats.KINDS:
        raise WrongUsage(f"--as: “{as_kind}” is no kind of file; use {one_of(formats.KINDS)}.")
    found, problems = sources.find(paths, as_kind)
    if problems:
        errors = tuple(ImportProblem(*problem) for problem in problems)
        return ImportResult((), errors[:20], len(errors), False, dry_run, refused=True)
    with giving_way():
        result = _import(desk, found, on, dry_run, keep_good, progress, cancelled)
    if result.stored:
        desk.forget()
    return result


def _import(
    desk: Desk,
    found: Sequence[Source],
    on: date,
    dry_run: bool,
    keep_good: bool,
    progress: Callable[[ImportProgress], object] | None,
    cancelled: Callable[[], bool] | None,
) -> ImportResult:
    from tcm_tui.records import ids
    from tcm_tui.records.csvfiles.faults import BadFile, Problem, Stopped
    from tcm_tui.records.csvfiles.loader import Loader
    from tcm_tui.records.errors import StoreError
    from tcm_tui.records.plain import plain_work

    def tell(stage: str, rows: int, done: int, total: int) -> None:
        if progress is not None:
            progress(ImportProgress(stage, rows, done, total))

    def waiting(seconds: float) -> bool:
        going_on = desk.waiting is None or desk.waiting(seconds)
        return going_on and (cancelled is None or not cancelled())

    loader: Loader | None = None
    rejected: dict[str, str] = {}
    stored = stopped = refused = False
    try:
        with plain_work(
            desk.store,
            ids.user_name(desk.store.path),
            "import",
            at=datetime.now(UTC),
            waiting=waiting,
            cache_mb=CACHE_MB,
        ) as uow:
            loader = Loader(uow.driver, uow.audit, keep_good, tell, cancelled)
            loader.load(found)
            if not loader.broken and (keep_good or not loader.problems.count):
                _follow_up(desk, uow, loader, on, tell, cancelled)
            refused = loader.broken or bool(loader.problems.count and not keep_good)
            if dry_run or refused:
                raise _TakenBack
            rejected = loader.keep_rejected()
            stored = True
            if not loader.audit_files():
                raise _TakenBack  # all of it was there already: nothing to commit
    except _TakenBack:
        pass
    except BadFile as fault:
        stored, refused = False, True
        assert loader is not None
        loader.problems.add(Problem("--keep-good", 0, "", str(fault)))
    except Stopped:
        stopped = True
    except StoreError as error:
        if error.kind != "cancelled" or cancelled is None:
            raise
        stopped = True
    finally:
        if loader is not None:
            loader.discard_rejected()
    if loader is None:
        return ImportResult((), (), 0, False, dry_run, stopped)
    return ImportResult(
        tuple(
            FileResult(f.name, f.kind, f.added, f.changed, f.unchanged, f.rejected, rejected.get(f.path))
            for f in loader.files
        ),
        tuple(ImportProblem(*problem) for problem in loader.problems.first),
        loader.problems.count,
        stored,
        dry_run,
        stopped,
        tuple(loader.notes),
        refused,
    )


def _follow_up(
    desk: Desk,
    uow: Plain,
    loader: Loader,
    on: date,
    tell: Callable[[str, int, int, int], None],
    cancelled: Callable[[], bool] | None,
) -> None:
    """Work out what follows from the rows, then refuse planned visits for which no units are left."""
    from tcm_tui.desk.planned import refuse_over_limit
    from tcm_tui.desk.writing import inside
    from tcm_tui.records.refresh import members_served_by

    inner = inside(uow, desk)
    touched = loader.touched
    workers = touched.workers | loader.workers_of_touched_sites()

    def going_on(done: int, total: int) -> bool:
        tell("units", done, done, total)
        return cancelled is None or not cancelled()

    members: set[str] | None = touched.served | touched.members
    if touched.everyone:
        members = None
    elif workers and members is not None:
        members |= set(members_served_by(uow.driver, workers))
    only_services = not touched.members and not workers and not touched.everyone
    days = [date.fromisoformat(day) for day in touched.days] if only_services else None
    if members is None or members:
        uow.refresh(inner.policy, inner.packs, members, days=days, progress=going_on)
    if loader.planned:
        loader.take_back(refuse_over_limit(inner, loader.planned.values(), on))
