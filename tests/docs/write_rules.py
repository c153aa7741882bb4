"""Makes ``docs/rules.md`` from the rule packs: ``make docs``. A test fails when the page is stale."""

from __future__ import annotations

from pathlib import Path

from tcm_tui.rules import book
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.packfile import Entry, Value
from tcm_tui.rules.registry import surfaces

PAGE = Path(__file__).resolve().parents[2] / "docs/rules.md"


def page() -> str:
    """The rules as one page of Markdown: own words, figures by date, sources, readings, open questions."""
    packs = load_packs()
    lines = [
        "# The rules",
        "",
        "Made from `data/rules/` by `make docs`; change the data, not this page.",
        "",
        f"> {book.book().caveat}",
        "",
        "The documents cited:",
        "",
        *(f"- **{letter}**: {title}" for letter, title in book.book().documents.items()),
        "",
    ]
    for rule in book.all_rules():
        shown = "An answer depends on it." if rule.kind == "computed" else "Information."
        lines += [f"## {rule.id} · {rule.title}", "", rule.text, "", f"*{rule.source}.* {shown}", ""]
        lines += [f"**Our reading.** {rule.reading}", ""] if rule.reading else []
        lines += [f"**Open question.** {rule.question}", ""] if rule.question else []
        lines += _values(packs.entries(rule.id))
        where = surfaces(rule.id)
        lines += [f"Shown in: {', '.join(f'`{name}`' for name in where)}", ""] if where else []
    return "\n".join(lines)


def _values(entries: list[Entry]) -> list[str]:
    if not entries:
        return []
    lines = ["| key | value | from | source | reading |", "|---|---|---|---|---|"]
    lines += [_value(entry, value) for entry in entries for value in entry.values]
    return [*lines, ""]


def _value(entry: Entry, value: Value) -> str:
    amount = value.amount
    text = "repealed" if amount is None else ", ".join(amount) if isinstance(amount, tuple) else str(amount)
    since = "as far back as known" if value.from_ is None else value.from_.isoformat()
    cells = (f"`{entry.key}`", f"{text} {entry.unit}".strip(), since, value.source, value.reading)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
