"""What a solved planning problem tells."""

from __future__ import annotations

from typing import Any

from tcm_tui.cli.plain import clean, table
from tcm_tui.rules.saying import clock

TIERS = {
    "week": ("due this week and missed", "minutes short for later dues", "plan contacts missed", "published, not kept"),
    "rebalance": ("cases without a worker", "cases over a cap", "sum of costs"),
}


def to_text(answer: dict[str, Any], why: bool) -> list[str]:
    """The plan or the moves, what can't be met and why, and how good it is. why: also the bounds of the proof."""
    body = _week(answer) if answer["kind"] == "week" else _rebalance(answer)
    return [clean(answer["name"]), "", *body, "", *_quality(answer, why)]


def _week(answer: dict[str, Any]) -> list[str]:
    rows = []
    for contact in answer["plan"]:
        start = contact["start"]
        stop = start + 15 * contact["units"]
        hours = f"{clock(start)}-{clock(stop)}"
        rows.append((contact["date"], hours, contact["member"], contact["mode"], str(contact["units"])))
    lines = table(("date", "hours", "member", "mode", "units"), rows, "llllr") if rows else ["No contact is planned."]
    missed = [(m["obligation"], "alone" if m["alone"] else "", "; ".join(m["because"])) for m in answer["missed"]]
    if missed:
        lines += ["", "Not met", *table(("", "", ""), missed)]
    if answer["conflicts"]:
        lines += ["", "Can't be met together", *(clean(", ".join(found)) for found in answer["conflicts"])]
    if answer["ways_out"]:
        lines += ["", "Ways out, tried", *(clean(way["text"]) for way in answer["ways_out"])]
    return lines


def _rebalance(answer: dict[str, Any]) -> list[str]:
    rows = [(move["case"], move["from"] or "none", move["to"] or "none") for move in answer["moves"]]
    return table(("case", "from", "to"), rows) if rows else ["No move helps."]


def _quality(answer: dict[str, Any], why: bool) -> list[str]:
    words = TIERS[answer["kind"]]
    bounds = answer.get("bound") or [None] * len(words)
    rows = [
        (word, str(tier), f"at least {bound}" if why and bound is not None else "")
        for word, tier, bound in zip(words, answer["tiers"], bounds, strict=False)
    ]
    proof = "✓ proved: no plan is better in these." if answer["proved"] else "! not proved: a better plan may exist."
    return [*table(("", "", ""), rows, "lr"), proof]
