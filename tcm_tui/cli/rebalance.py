"""``tcm rebalance``: the fewest moves that even out the caseloads, and making them; ``tcm handover``: moves by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tcm_tui.cli import out
from tcm_tui.cli.carry import Write, writes
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import (
    DATE,
    Consent,
    Db,
    Json,
    Key,
    On,
    Override,
    Part2,
    Purpose,
    Recipient,
    Site,
    Supervisor,
    Type,
    Why,
    read_count,
    read_date,
)
from tcm_tui.desk.views import WriteResult

if TYPE_CHECKING:
    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.rebalance import Applied, Rebalance

Sheets = Annotated[
    str | None, Opt("--sheets", "Write a hand-over sheet for every worker who gives or takes.", "FOLDER")
]


def rebalance(
    max_moves: Annotated[int | None, Opt("--max-moves", "Move so many members at most.", "N", read_count)] = None,
    pin: Annotated[
        list[str] | None, Opt("--pin", "A member who stays: id or part of the name; again for more.", "MEMBER")
    ] = None,
    accept: Annotated[
        list[str] | None, Opt("--accept", "A member who goes to that worker; again for more.", "MEMBER:CM")
    ] = None,
    forbid: Annotated[
        list[str] | None, Opt("--forbid", "A member who does not go to, or stay with, that worker.", "MEMBER:CM")
    ] = None,
    leave: Annotated[
        list[str] | None,
        Opt("--leave", "A case manager taken out, from a day, until a day; again for more.", "CM[:FROM[:UNTIL]]"),
    ] = None,
    leaving: Annotated[
        list[str] | None,
        Opt("--leaving", "A case manager who leaves for good, from a day; again for more.", "CM[:FROM]"),
    ] = None,
    add: Annotated[
        list[str] | None, Opt("--add", "A new case manager of a type, at a site; again for more.", "TYPE[:SITE]")
    ] = None,
    extra: Annotated[int, Opt("--extra", "Move so many more to even out the weighted load.", "N", read_count)] = 0,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    only: Annotated[list[str] | None, Opt("--only", "Make this member's move only; again for more.", "MEMBER")] = None,
    apply: Annotated[bool, Opt("--apply", "Make the moves, all in one write.")] = False,
    effective: Annotated[
        date | None,
        Opt("--effective", "The first day with the new workers; the caseloads are that day's.", DATE, read_date),
    ] = None,
    sheets: Sheets = None,
    way: Part2 = None,
    recipient: Recipient = None,
    purpose: Purpose = None,
    consent: Consent = None,
    problem: Annotated[
        str | None, Opt("--problem", "Also write the planning problem for tcm solve: ids, no names.", "FILE")
    ] = None,
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """The fewest moves after which nobody is over and everybody has a worker."""
    from tcm_tui.cli import asked
    from tcm_tui.cli.show import rebalance as show
    from tcm_tui.desk import errors, names, office, part2
    from tcm_tui.desk import rebalance as desk_rebalance

    day = office.today(on)
    if apply and effective is None:
        raise errors.WrongUsage("--apply needs --effective YYYY-MM-DD, the first day with the new workers.")
    if only and not apply:
        raise errors.WrongUsage("--only says which moves are made: give it with --apply.")
    first = effective or day
    getting = part2.to(recipient, purpose, consent, way, internal=True)
    _folder(sheets)
    with office.at_desk(db) as desk:
        ask = asked.ask(
            desk, first, pin, accept, forbid, leave, leaving, add, max_moves, extra, (site, type, supervisor)
        )
        chosen = None if only is None else [names.member_id(desk, each) for each in only]
        plan = desk_rebalance.propose(desk, first, ask=ask)
        if problem:
            _problem(desk, plan, Path(problem))
        done = None
        if apply and (plan.moves or key is not None):
            done = desk_rebalance.apply(desk, plan, first, only=chosen, key=key, override=override)
            plan = done.plan
        written = _sheets(desk, plan, done, day, first, sheets, getting)
    result = done.result if done is not None else None
    if json:
        out.as_json(show.to_json(plan, result, effective, written))
    else:
        out.as_text(show.to_text(plan, why, first))
        for path in written:
            out.note(f"Wrote {path}; it names members, so keep it private.")
    if result is not None and not json:
        lines = show.applied(result, effective, why)
        if result.id is None:
            out.note("\n".join(lines))
        else:
            out.as_text(["", *lines])
    stored = result is not None and result.id is not None
    return 0 if stored else int(plan.status == "infeasible" or result is not None)


def _folder(sheets: str | None) -> None:
    """Make the folder of sheets before anything is stored: where it can't be, nothing shall be. Raises OSError."""
    if sheets is not None:
        Path(sheets).mkdir(mode=0o700, parents=True, exist_ok=True)


def _problem(desk: Desk, plan: Rebalance, file: Path) -> None:
    from json import dumps

    from tcm_tui.desk import papers
    from tcm_tui.desk import rebalance as desk_rebalance

    papers.put(file, (dumps(desk_rebalance.document(desk, plan), indent=1) + "\n").encode())
    out.note(f"Wrote {file}: the problem for tcm solve; it holds ids and what moves cost, no names.")


def _sheets(
    desk: Desk, plan: Rebalance, done: Applied | None, day: date, first: date, folder: str | None, to: To
) -> tuple[Path, ...]:
    """The sheets of moves that were made, or of those proposed; none when they were refused."""
    from tcm_tui.desk import handover

    if folder is None or (done is not None and done.result.id is None):
        return ()
    if done is not None and done.result.batch is not None:
        found = handover.of_batch(desk, done.result.batch, day)
    else:
        there = {new.label for new in plan.ask.new}
        found = handover.sheets(desk, [move for move in plan.moves if move.to not in there], day, first)
    written = handover.write(found, Path(folder), desk=desk, to=to)
    if said := handover.of_part2(found, desk, to):
        out.note(said)
    return written


@writes("Handed over")
def handover(
    write: Write,
    cm: Annotated[str, Arg("CM", "The case manager whose members go: id or part of the name.")],
    to: Annotated[str, Opt("--to", "The case manager who takes them: id or part of the name.", "CM")],
    effective: Annotated[date, Opt("--effective", "The first day with the new worker.", DATE, read_date)],
    member: Annotated[
        list[str] | None, Opt("--member", "A member who goes; again for more; without it, all.", "MEMBER")
    ] = None,
    until: Annotated[
        date | None, Opt("--until", "The last day with the new worker; then they come back.", DATE, read_date)
    ] = None,
    sheets: Sheets = None,
    way: Part2 = None,
    recipient: Recipient = None,
    purpose: Purpose = None,
    consent: Consent = None,
) -> WriteResult:
    """Give several members of a case manager to another, for good or for a leave, in one write."""
    from tcm_tui.desk import bulk, names, part2
    from tcm_tui.desk import handover as desk_handover

    getting = part2.to(recipient, purpose, consent, way, internal=True)
    _folder(sheets)
    desk = write.desk
    chosen = None if member is None else [names.member_id(desk, each) for each in member]
    origin, taker = names.cm_id(desk, cm), names.cm_id(desk, to)
    done = bulk.hand_over(desk, origin, taker, effective, write.today, members=chosen, until=until, **write.how)
    if sheets is not None and done.batch is not None:
        found = desk_handover.of_batch(desk, done.batch, write.today)
        for path in desk_handover.write(found, Path(sheets), desk=desk, to=getting):
            out.note(f"Wrote {path}; it names members, so keep it private.")
        if said := desk_handover.of_part2(found, desk, getting):
            out.note(said)
    return done
