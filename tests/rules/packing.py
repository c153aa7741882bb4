"""Pack folders for tests: a copy of the shipped one, an agency's folder over it, and a writer of TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from tcm_tui.resources import data_path
from tcm_tui.rules.packfile import Entry, RowEntry, Value

OPEN = '"open"'
# TOML has no surrogate escapes, so text stays as it is
said = partial(json.dumps, ensure_ascii=False)

SAID = 'source = "s", reading = "r"'


def overlay(folder: Path, **files: str) -> Path:
    """An agency's folder holding the named topic files."""
    folder.mkdir(parents=True, exist_ok=True)
    for topic, text in files.items():
        (folder / f"{topic}.toml").write_text(text, encoding="utf-8")
    return folder


def copied(folder: Path) -> Path:
    """A copy of the shipped packs, to be damaged."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in data_path("rules").glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def limit(per: str, amount: object, start: str, more: str = "") -> str:
    """One limit as an inline table."""
    what = "repealed = true" if amount is None else f"amount = {amount}"
    return f'{{per = "{per}", {what}, from = {start}, source = "s", reading = "r"{more}}}'


def row(id: str, *limits: str, modifier: str = "ZZ", contract: str = "110", low: int = 0, high: int = 999) -> str:
    """A row of the limits table."""
    return (
        f'[rows.{id}]\ntitle = "t"\nlevel_modifier = "{modifier}"\ncontract = "{contract}"\n'
        f"age_low = {low}\nage_high = {high}\nlimits = [{', '.join(limits)}]\n"
    )


def value_toml(value: Value, first: bool, per: str | None = None) -> str:
    """A value as an inline table, written independently of the reader."""
    amount = list(value.amount) if isinstance(value.amount, tuple) else value.amount
    fields = {
        "per": None if per is None else said(per),
        "amount": None if amount is None else said(amount),
        "repealed": "true" if amount is None else None,
        "from": OPEN if value.from_ is None else value.from_.isoformat(),
        "until": value.until and value.until.isoformat(),
        "first": "true" if first and value.from_ is not None else None,
        "source": said(value.source),
        "reading": said(value.reading),
    }
    return "{" + ", ".join(f"{name} = {text}" for name, text in fields.items() if text) + "}"


def entry_toml(entry: Entry) -> str:
    """An entry as a table."""
    values = ", ".join(value_toml(value, place == 0) for place, value in enumerate(entry.values))
    name = entry.key.partition(".")[2]
    return f"[{name}]\nrule = {said(entry.rule)}\nunit = {said(entry.unit)}\nvalues = [{values}]\n"


def row_toml(found: RowEntry) -> str:
    """A row as a table."""
    limits = ", ".join(
        value_toml(value, place == 0, per) for per, values in found.limits.items() for place, value in enumerate(values)
    )
    return (
        f"[rows.{found.id}]\ntitle = {said(found.title)}\n"
        f"level_modifier = {said(found.level_modifier or '')}\n"
        f"contract = {said(found.contract)}\n"
        f"age_low = {found.age_low}\nage_high = {found.age_high}\ntable_row = {said(found.table_row)}\n"
        f"limits = [{limits}]\n"
    )


def values(amounts: Iterable[tuple[object, str]]) -> str:
    """Dated values of one key as TOML: (amount as TOML text, from as TOML text)."""
    return "[" + ", ".join(f'{{amount = {a}, from = {f}, source = "s", reading = "r"}}' for a, f in amounts) + "]"


def day(text: str) -> date:
    return date.fromisoformat(text)
