"""Who counts on a caseload, and how the count stands against its range. R9-R13, R15, R16, R24

The upper edge is a cap and can be exceeded; the lower edge is a target, and being below it is spare room.
Functions that run over whole agencies take plain values: days may be ``date`` or ISO text, as long as
one call uses one of the two, because both compare in the order of time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tcm_tui.rules.facts import Member, Stay
from tcm_tui.rules.verdict import Reason, Verdict

if TYPE_CHECKING:
    from tcm_tui.rules.pack import Packs

Day = TypeVar("Day", date, str)

PROGRAMS = ("standard", "intensive", "wraparound", "pact", "first-time-mothers")
RANGE_RULE = {"standard": "R9", "intensive": "R10", "wraparound": "R11"}
BY_FAMILY = ("wraparound",)  # where a caller has no packs at hand; else ``caseload.counted_by_family``
HOSPITAL_STAYS = ("hospital", "imd")


class Counts(NamedTuple):
    """What one worker holds on one day. programs is program -> (members, families); all of active members."""

    members: int = 0
    families: int = 0
    on_hold: int = 0
    in_hospital: int = 0
    weighted: float = 0.0
    programs: Mapping[str, tuple[int, int]] = {}


class Load(NamedTuple):
    """A count against its range; low and high are None where the sources give no range."""

    counted: int
    unit: str  # members | families
    low: int | None
    high: int | None
    status: str  # under | within | at-cap | over | no-standard
    open: int
    over: int
    under: int


def status_on(
    opened_on: Day | None, closed_on: Day | None, refused_on: Day | None, first_assigned: Day | None, on: Day
) -> str:
    """active, pending, closed or refused. Only active members count on a caseload. R9-R11, R24

    Days of closing and refusing take effect on that day; a day after ``on`` is not seen. Without an
    opening day a member is open from the first assignment. A refusal stands until it is taken out of
    the record (the offer may be made again).
    """
    if closed_on is not None and closed_on <= on:
        return "closed"
    if refused_on is not None and refused_on <= on:
        return "refused"
    since = first_assigned if opened_on is None else opened_on
    return "active" if since is not None and since <= on else "pending"


def member_status(member: Member, first_assigned: date | None, on: date) -> str:
    """``status_on`` of a member's record."""
    return status_on(member.opened_on, member.closed_on, member.refused_on, first_assigned, on)


def held(hold_from: Day | None, hold_until: Day | None, on: Day) -> bool:
    """True on the days of a hold, both ends included. A held member still counts. R9-R11, R17"""
    return hold_from is not None and hold_from <= on and (hold_until is None or on <= hold_until)


def hospitalised(stays: Iterable[Stay], on: date) -> bool:
    """True from admission through the day of actual discharge; a planned day that passed ends nothing."""
    return any(
        stay.kind in HOSPITAL_STAYS
        and stay.admitted_on <= on
        and (stay.discharged_on is None or on <= stay.discharged_on)
        for stay in stays
    )


LoadRow = tuple[
    str,
    str,
    str | None,
    str,
    Day | None,
    Day | None,
    Day | None,
    Day | None,
    Day | None,
    Day | None,
    bool | int,
    float,
]


def tally(rows: Iterable[LoadRow[Day]], on: Day) -> dict[str, Counts]:
    """Counts per worker from one row for each member assigned on ``on``.

    A row is (cm_id, member_id, family_id, program, opened_on, closed_on, refused_on, first_assigned,
    hold_from, hold_until, in_hospital, acuity), where cm_id is the worker whose [start, end) holds ``on``.
    Workers without an active member are not in the answer: their counts are ``Counts()``.
    """
    found: dict[str, list[LoadRow[Day]]] = {}
    for row in rows:
        if status_on(row[4], row[5], row[6], row[7], on) == "active":
            found.setdefault(row[0], []).append(row)
    return {cm: _count(mine, on) for cm, mine in found.items()}


def _count(rows: list[LoadRow[Day]], on: Day) -> Counts:
    members: dict[str, int] = {}
    alone: dict[str, int] = {}  # members without a family are a family of their own
    families: dict[str, set[str]] = {}
    on_hold = in_hospital = 0
    weighted = 0.0
    for _, _, family, program, _, _, _, _, hold_from, hold_until, hospital, acuity in rows:
        members[program] = members.get(program, 0) + 1
        if family:
            families.setdefault(program, set()).add(family)
        else:
            alone[program] = alone.get(program, 0) + 1
        weighted += acuity
        if hold_from is not None:
            on_hold += held(hold_from, hold_until, on)
        if hospital:
            in_hospital += 1
    distinct = len(set().union(*families.values())) if families else 0
    return Counts(
        members=len(rows),
        families=distinct + sum(alone.values()),
        on_hold=on_hold,
        in_hospital=in_hospital,
        weighted=round(weighted, 6),
        programs={p: (n, len(families.get(p, ())) + alone.get(p, 0)) for p, n in members.items()},
    )


def range_for(packs: Packs, kind: str, on: date) -> tuple[int, int] | None:
    """(low, high) of a worker's or program's kind on a day; None where the sources give no range. R9-R11"""
    if kind not in RANGE_RULE:
        return None
    return packs.number(f"caseload.{kind}.low", on), packs.number(f"caseload.{kind}.high", on)


def caseload_status(n: int, low: int | None, high: int | None) -> str:
    """under (n < low), within, at-cap (n = high), over (n > high), or no-standard without a range."""
    if low is None or high is None:
        return "no-standard"
    if n > high:
        return "over"
    if n == high:
        return "at-cap"
    return "under" if n < low else "within"


def load(counts: Counts, kind: str, limits: tuple[int, int] | None, by_family: Collection[str] = BY_FAMILY) -> Load:
    """A worker's counts against the range of the worker's kind; wraparound counts families. R9-R11"""
    families = kind in by_family
    n = counts.families if families else counts.members
    unit = "families" if families else "members"
    if limits is None:
        return Load(n, unit, None, None, "no-standard", 0, 0, 0)
    low, high = limits
    status = caseload_status(n, low, high)
    return Load(n, unit, low, high, status, max(0, high - n), max(0, n - high), max(0, low - n))


def load_fraction(counts: Counts, highs: Mapping[str, int], by_family: Collection[str] = BY_FAMILY) -> float | None:
    """R12, derived: the sum of n / high over the programs a worker holds; 1.0 is one full caseload.

    highs is program -> upper edge. Wraparound counts by family. Programs without a range add nothing;
    None when the worker holds only such programs, or nobody.
    """
    parts = [
        (families if program in by_family else members) / highs[program]
        for program, (members, families) in counts.programs.items()
        if program in highs
    ]
    return round(sum(parts), 4) if parts else None


def highs_on(packs: Packs, on: date) -> dict[str, int]:
    """program -> upper edge of its range, for the programs that have one."""
    ranges = {program: range_for(packs, program, on) for program in RANGE_RULE}
    return {program: limits[1] for program, limits in ranges.items() if limits is not None}


def caseload_verdict(counts: Counts, kind: str, packs: Packs, on: date) -> Verdict[int]:
    """The count with its arithmetic; the value is what counts (members, or families for wraparound)."""
    from tcm_tui.rules.book import source

    by_family = packs.words("caseload.counted_by_family", on)
    answer = load(counts, kind, range_for(packs, kind, on), by_family)
    rule = RANGE_RULE.get(kind, "R9")
    reasons = [Reason(rule, _sum_text(answer, kind), source(rule))]
    if answer.unit == "families" and counts.members != counts.families:
        text = f"{counts.members} members of {counts.families} families: siblings take one slot"
        reasons.append(Reason("R11", text, source("R11")))
    if counts.on_hold or counts.in_hospital:
        text = f"counted with them: {counts.on_hold} on hold, {counts.in_hospital} in hospital"
        reasons.append(Reason(rule, text, source(rule)))
    highs = highs_on(packs, on)
    fraction = load_fraction(counts, highs, by_family)
    if fraction is not None and len(counts.programs) > 1:
        text = _fraction_text(counts, highs, fraction, by_family)
        reasons.append(Reason("R12", text, source("R12")))
    return Verdict(answer.counted, answer.status, rule, tuple(reasons))


def _sum_text(answer: Load, kind: str) -> str:
    n = answer.counted
    unit = {"members": "member", "families": "family"}[answer.unit] if n == 1 else answer.unit
    if answer.low is None or answer.high is None:
        return f"{n} {unit}: the sources give no range for {kind}"
    text = f"{n} {unit} of {answer.low}-{answer.high}: "
    if answer.over:
        return text + f"{n} − {answer.high} = {answer.over} over"
    text += f"{answer.high} − {n} = {answer.open} open"
    return text + (f", {answer.low} − {n} = {answer.under} below the target" if answer.under else "")


def _fraction_text(counts: Counts, highs: Mapping[str, int], fraction: float, by_family: Collection[str]) -> str:
    parts = [
        f"{families if program in by_family else members}/{highs[program]} {program}"
        for program, (members, families) in sorted(counts.programs.items())
        if program in highs
    ]
    return f"derived, not in the sources: {' + '.join(parts)} = {fraction:.2f} of a full caseload"


def program_fits(program: str, intensive_qualified: bool, facilitator: bool) -> bool:
    """R13: intensive members need an intensive-qualified worker, wraparound families a facilitator."""
    if program == "intensive":
        return intensive_qualified
    return facilitator if program == "wraparound" else True


def age_fits(program: str, age: int, adult_age: int = 21) -> bool:
    """R15, R16: intensive is meant for adults, wraparound for children; a mismatch only warns."""
    if program == "intensive":
        return age >= adult_age
    return age < adult_age if program == "wraparound" else True
