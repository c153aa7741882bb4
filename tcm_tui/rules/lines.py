"""Which row of the limits table a service is billed under: R2, with the ages of R8.

A row is found by level modifier, contract and age on the date of service, all three exact. Where none
fits, that is the answer; no limit is guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tcm_tui.rules.book import source
from tcm_tui.rules.facts import Worker
from tcm_tui.rules.pack import PackError, Packs
from tcm_tui.rules.verdict import Reason, Verdict

CONTRACTS = {"110": "OPBH", "111": "CMHC", "114": "PACT"}
"""Names of the contract types (R7)."""

WITHOUT_MODIFIER = "114"
"""The contract whose row has no level modifier."""


class Row(NamedTuple):
    """A row of the limits table as it stands on a day. Limits are units; None is no limit of that period.

    table_row is the same for rows that are one in the source (HM names two contracts): R4's policy
    ``cap_scope = row`` counts by it. source cites the row.
    """

    id: str
    level_modifier: str | None
    contract: str
    age_low: int
    age_high: int
    title: str
    table_row: str
    day: int | None
    month: int | None
    year: int | None
    source: str


Table = dict[tuple[str | None, str], tuple[Row, ...]]


def age_on(dob: date, on: date) -> int:
    """Completed years on a day; negative before the birth. R8

    The 21st birthday is the first day of being 21. Feb 29 has its birthday on Mar 1 in common years,
    which comparing month and day gives by itself: Feb 28 is before Feb 29, Mar 1 after it.
    """
    return on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day))


def birthday(dob: date, age: int) -> date:
    """The day on which someone becomes that old. R8"""
    try:
        return dob.replace(year=dob.year + age)
    except ValueError:
        return date(dob.year + age, 3, 1)


def default_modifier(level: str, type: str) -> str | None:
    """The level modifier of a worker where the service names none. R2, R47

    PACT has none; CM I bills HM; CM II by what the worker does: intensive TG, wraparound TF, else HN.
    CM III is named and not defined, and treated as CM II.
    """
    if type == "pact":
        return None
    if level == "I":
        return "HM"
    return {"intensive": "TG", "wraparound": "TF"}.get(type, "HN")


def service_line(modifier: str | None, contract: str | None, worker: Worker | None) -> tuple[str | None, str | None]:
    """Level modifier and contract of a service, with the empty ones taken from worker and site. R2, R7

    Under contract 114 an empty modifier means none: that is the row's own mark.
    """
    contract = contract or (worker.contract if worker else None)
    if modifier is None and worker is not None and contract != WITHOUT_MODIFIER:
        modifier = default_modifier(worker.level, worker.type)
    return modifier, contract


@lru_cache(maxsize=8)
def _tables(packs: Packs) -> tuple[list[date], list[Table]]:
    """The table as it stands from each day on which a limit changes; the first entry is from ever."""
    rows = packs.rows()
    days = sorted({value.from_ for row in rows for values in row.limits.values() for value in values if value.from_})
    return days, [_table(packs, on) for on in (date.min, *days)]


def _table(packs: Packs, on: date) -> Table:
    found: dict[tuple[str | None, str], list[Row]] = {}
    for row in packs.rows():
        limits = packs.limits(row, on)
        if not limits:
            continue
        beside = found.setdefault((row.level_modifier, row.contract), [])
        for other in beside:
            if row.age_low <= other.age_high and other.age_low <= row.age_high:
                raise PackError("limits.toml", f"rows.{row.id}", f"shares ages with row {other.id} on {on}")
        amounts = {per: value.amount for per, value in limits.items() if isinstance(value.amount, int)}
        cited = next(iter(limits.values())).source
        beside.append(
            Row(
                row.id,
                row.level_modifier,
                row.contract,
                row.age_low,
                row.age_high,
                row.title,
                row.table_row,
                amounts.get("day"),
                amounts.get("month"),
                amounts.get("year"),
                cited,
            )
        )
    return {key: tuple(rows) for key, rows in found.items()}


def table_on(packs: Packs, on: date) -> Table:
    """The limits table of a day: rows by level modifier and contract."""
    days, tables = _tables(packs)
    return tables[bisect_right(days, on)]


def next_change(packs: Packs, on: date) -> date:
    """The first day after ``on`` on which the table changes; date.max when none is known."""
    days, _ = _tables(packs)
    place = bisect_right(days, on)
    return days[place] if place < len(days) else date.max


def find_row(packs: Packs, modifier: str | None, contract: str | None, age: int, on: date) -> Row | None:
    """The row billed by this modifier, contract and age on a day, or None: NO ROW. R2"""
    if contract is None:
        return None
    for row in table_on(packs, on).get((modifier, contract), ()):
        if row.age_low <= age <= row.age_high:
            return row
    return None


def row_by_id(packs: Packs, id: str, on: date) -> Row | None:
    """The row of that id as it stands on a day."""
    return next((row for rows in table_on(packs, on).values() for row in rows if row.id == id), None)


def has_year_limits(packs: Packs) -> bool:
    """Whether any row ever has a yearly limit: then the months of a year depend on each other. R4"""
    return any("year" in row.limits for row in packs.rows())


def nearest_rows(packs: Packs, modifier: str | None, contract: str | None, age: int, on: date) -> list[tuple[Row, str]]:
    """The rows that fail in the fewest ways, each with why it fails. R2"""
    found = []
    for rows in table_on(packs, on).values():
        for row in rows:
            whys = []
            if row.level_modifier != modifier:
                whys.append(f"level modifier {modifier or 'none'}, not {row.level_modifier or 'none'}")
            if row.contract != contract:
                whys.append(f"contract {_contract(contract)}, not {_contract(row.contract)}")
            if age < row.age_low or age > row.age_high:
                whys.append(f"age {age}, not {ages(row)}")
            found.append((row, whys))
    fewest = min((len(whys) for _, whys in found), default=0)
    return [(row, "; ".join(whys)) for row, whys in found if len(whys) == fewest]


def ages(row: Row) -> str:
    """The ages of a row for people: ``0-20``, ``18 and over``, ``any age``."""
    if row.age_high >= 999:
        return f"{row.age_low} and over" if row.age_low else "any age"
    return f"{row.age_low}-{row.age_high}"


def line_verdict(packs: Packs, modifier: str | None, contract: str | None, dob: date, on: date) -> Verdict[Row | None]:
    """The row that is billed, with the grounds. status: ok or no-row. R2, R8"""
    age = age_on(dob, on)
    row = find_row(packs, modifier, contract, age, on)
    asked = f"level modifier {modifier or 'none'}, contract {_contract(contract)}, age {age} on {on}"
    if row is not None:
        text = f"{asked}: row {row.id}, {row.title}, {ages(row)}"
        return Verdict(row, "ok", "R2", (Reason("R2", text, row.source),))
    reasons = [Reason("R2", f"{asked}: NO ROW, no limit is guessed", source("R2"))]
    if contract is None:
        reasons.append(Reason("R7", "a site without a contract (document B) has no row and no limits", source("R7")))
    near = nearest_rows(packs, modifier, contract, age, on)
    reasons += [Reason("R2", f"nearest: {row.id}, {row.title}: {why}", row.source) for row, why in near]
    return Verdict(None, "no-row", "R2", tuple(reasons))


def _contract(contract: str | None) -> str:
    if contract is None:
        return "none"
    return f"{contract} {CONTRACTS[contract]}" if contract in CONTRACTS else contract
