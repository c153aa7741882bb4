"""What is asked, a line each: who is out, who is new, who stays, which moves are ruled out, how many are allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.ui import words
from tcm_tui.ui.screens.rebalance_rows import Line, Names
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.asking import Ask, Away, NewWorker


class WhatIf(NamedTuple):
    """One thing asked. without: the question without it. form and context: what changes it; "" where nothing does.

    about: the member or the worker it is about.
    """

    said: Spans
    without: Ask
    form: str = ""
    context: tuple[tuple[str, str], ...] = ()
    member: str = ""
    cm: str = ""


def out(away: Away, names: Names) -> Spans:
    """``− Dana Whitehorse on leave 20 Nov to 4 Dec 2026``"""
    spans: Spans = [("− ", "warn"), (names[away.cm], "strong")]
    first = words.short(away.from_day)
    if away.until is None:
        return [*spans, (f" leaves for good from {first}", "text")]
    if away.until.year == away.from_day.year:
        first = first[:-5]
    return [*spans, (f" on leave {first} to {words.short(away.until)}", "text")]


def joins(new: NewWorker) -> Spans:
    """``+ New 1: II intensive, speaks Spanish``"""
    spans: Spans = [("+ ", "good"), (new.label, "strong")]
    spans.append((f" joins: {new.level} {words.PROGRAMS.get(new.type, new.type)}", "text"))
    more = [new.site or "", new.area, ", ".join(each.title() for each in new.languages)]
    return [*spans, ("".join(f" · {part}" for part in more if part), "muted")]


def what_ifs(ask: Ask, names: Names) -> list[Line]:
    """Every thing asked that is not as usual, in the order of the keys that ask it."""
    found = [
        ("out " + away.cm, WhatIf(out(away, names), _less(ask, away), "out", _of_away(away), cm=away.cm))
        for away in ask.leave
    ]
    for new in ask.new:
        without = ask._replace(new=tuple(each for each in ask.new if each != new))
        found.append(("new " + new.label, WhatIf(joins(new), without, "join", _of_new(new))))
    for member in sorted(ask.pins):
        stays: Spans = [("= ", "info"), (names[member], "strong"), (" stays", "text")]
        found.append(("pin " + member, WhatIf(stays, ask.with_pin(member), member=member)))
    if ask.max_moves is not None:
        said = f"at most {words.some(ask.max_moves, 'move')}"
        found.append(("most", WhatIf([("≤ ", "info"), (said, "text")], ask._replace(max_moves=None), "most")))
    if ask.extra_moves:
        said = f"up to {words.some(ask.extra_moves, 'more move')} to even out the weighted load"
        found.append(("extra", WhatIf([("≈ ", "info"), (said, "text")], ask._replace(extra_moves=0), "extra")))
    for member, to in sorted(ask.forbid):
        spans: Spans = [("✗ ", "bad"), (names[member], "strong"), (f" not with {names[to]}", "text")]
        found.append((f"not {member} {to}", WhatIf(spans, ask.undecided(member, to), member=member, cm=to)))
    return [Line("what-if", f"if {key}", each) for key, each in found]


def _less(ask: Ask, away: Away) -> Ask:
    return ask._replace(leave=tuple(each for each in ask.leave if each != away))


def _of_away(away: Away) -> tuple[tuple[str, str], ...]:
    until = away.until.isoformat() if away.until else ""
    return (("cm", away.cm), ("from_day", away.from_day.isoformat()), ("until", until))


def _of_new(new: NewWorker) -> tuple[tuple[str, str], ...]:
    texts = new._replace(languages=";".join(new.languages))._asdict()  # type: ignore[arg-type]
    return tuple((name, text or "") for name, text in texts.items())
