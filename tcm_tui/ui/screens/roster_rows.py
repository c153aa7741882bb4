"""The on-call roster as lines: a band of hours a day, the hours nobody is on call, the duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.rules.saying import closing, moments, near_day
from tcm_tui.ui import words
from tcm_tui.ui.plain import width
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.desk.views.staff import Duty, ProgramRoster, RosterView, Stretch, Taker

DAY = timedelta(days=1)


class Line(NamedTuple):
    """A line: a day of a program, a hole, or a duty. about: what a form opened here is told."""

    key: str
    program: str
    first: Spans
    second: Spans | Callable[[int], Spans]
    third: Spans
    says: Spans
    about: tuple[tuple[str, str], ...]


def _column(key: str, title: str, field: str, least: int, most: int, grow: int = 0, rank: int = 0) -> Column[Line]:
    def shown(row: Line, cells: int) -> Spans:
        found: Spans | Callable[[int], Spans] = getattr(row, field)
        return found(cells) if callable(found) else found

    return Column(key, title, shown, least, most, grow, rank)


def bands(cells: int) -> tuple[Column[Line], ...]:
    """The columns of a week's days in a list of so many cells: an hour is one cell, two or three."""
    wide = 24 * max(1, min(3, (cells - 56) // 24))
    ruler = "".join(f"{hour:<{wide // 4}}" for hour in (0, 6, 12, 18))
    return (
        _column("day", "Day", "first", 10, 12),
        _column("band", ruler, "second", wide, wide),
        _column("who", "On call", "third", 30, 90, 3, 2),
    )


STRETCHES: tuple[Column[Line], ...] = (
    _column("program", "Program", "first", 12, 14),
    _column("when", "When", "second", 36, 40),
    _column("what", "", "third", 20, 110, 4, 1),
)


def groups(view: RosterView, takers: Callable[[ProgramRoster, Stretch], list[Taker]], cells: int) -> list[Group[Line]]:
    """A week a program as bands, then all holes, then all duties in order of time, in a list of so many cells."""
    found, columns = [], bands(cells)
    for each in view.programs:
        if each.staffed or each.duties:
            days = [_day(each, view.first + DAY * n) for n in range(view.days)]
            found.append(Group(each.program.capitalize(), days, columns, _note(each)))
    holes = [_hole(hole, takers(each, hole)) for each in view.programs for hole in each.holes]
    holes.sort(key=lambda line: line.key.split(" ")[-1])
    duties = sorted((duty for each in view.programs for duty in each.duties), key=lambda d: (d.starts_at, d.program))
    doubles = [_double(double) for each in view.programs for double in each.doubled]
    if holes:
        found.append(
            Group(
                "Nobody on call", holes, STRETCHES, [(f"{len(holes)}", "muted"), ("  ↵ gives it to somebody", "muted")]
            )
        )
    if doubles:
        found.append(Group("Doubled", doubles, STRETCHES, [(f"{len(doubles)}", "muted")]))
    if duties:
        found.append(Group("Duties", [_duty(duty) for duty in duties], STRETCHES, [(f"{len(duties)}", "muted")]))
    return found


def _note(found: ProgramRoster) -> Spans:
    if not found.staffed:
        return [("– no case manager of this type: no roster is asked", "muted")]
    if not found.holes:
        return [("✓ covered at all hours", "good")]
    first = found.holes[0]
    more = f" and {len(found.holes) - 1} more" if len(found.holes) > 1 else ""
    return [
        (f"✗ {words.hours(found.hours)} h uncovered", "bad"),
        (f"  {moments(first.start, first.end)}{more}", "text"),
    ]


def _within(start: datetime, end: datetime, day: date) -> tuple[int, int] | None:
    """Minutes of a day that a stretch covers, [from, until); None when it does not touch the day."""
    midnight = datetime.combine(day, time())
    a, b = max(start, midnight), min(end, midnight + DAY)
    if a >= b:
        return None
    return int((a - midnight).total_seconds()) // 60, int((b - midnight).total_seconds()) // 60


def band(found: ProgramRoster, day: date, cells: int) -> Spans:
    """A day's 24 hours: ━ somebody, ═ two or more, ░ nobody; the initials of whose duty begins."""
    line, roles = ["░"] * cells, ["bad"] * cells
    if not found.staffed:
        line, roles = ["·"] * cells, ["left"] * cells
    starts: list[tuple[int, str]] = []
    for duty in found.duties:
        span = _within(duty.starts_at, duty.ends_at, day)
        if span is None:
            continue
        a, b = span[0] * cells // 1440, max(span[0] * cells // 1440 + 1, span[1] * cells // 1440)
        for at in range(a, min(b, cells)):
            line[at], roles[at] = "━", "good" if duty.fits else "warn"
        starts.append((a, initials(duty.name)))
    for mark, stretches, role in (("═", found.doubled, "info"), ("░", found.holes, "bad")):
        for stretch in stretches:
            span = _within(stretch.start, stretch.end, day)
            if span is not None:
                # a hole is seen however short it is
                a = min(cells - 1, span[0] * cells // 1440)
                for at in range(a, max(a + 1, -(-span[1] * cells // 1440) if mark == "░" else span[1] * cells // 1440)):
                    line[at], roles[at] = mark, role
    for at, name in starts:
        for n, letter in enumerate(name):
            # what is doubled or uncovered is seen, if only behind the first letter
            if at + n < cells and (line[at + n] == "━" or (n == 0 and line[at] != "░")):
                line[at + n], roles[at + n] = letter, "strong"
    return [(mark, role) for mark, role in zip(line, roles, strict=True)]


def initials(name: str) -> str:
    """``SK`` of Sol Kiamichi; letters of one cell only, since a band's cells are hours."""
    parts = [part[0] for part in name.split() if part[0].isalpha() and width(part[0]) == 1]
    return "".join(parts[:1] + parts[-1:] if len(parts) > 1 else parts)


def _day(found: ProgramRoster, day: date) -> Line:
    who: Spans = []
    for duty in found.duties:
        span = _within(duty.starts_at, duty.ends_at, day)
        if span is not None:
            hours = "" if span == (0, 1440) else f" {closing(span[0])}–{closing(span[1])}"
            mark: Spans = [] if duty.fits else [("! ", "warn")]
            who += [*([(", ", "muted")] if who else []), *mark, (duty.name, "text"), (hours, "muted")]
    holes = [(hole, span) for hole in found.holes if (span := _within(hole.start, hole.end, day))]
    gaps = ", ".join(f"{closing(a)}–{closing(b)}" for _, (a, b) in holes)
    says: Spans = [(f"{found.program.capitalize()}, {near_day(day)}", "strong"), (" · ", "muted"), *who]
    if gaps:
        says += [(" · ", "muted"), (f"✗ nobody {gaps}", "bad")]
        who = [(f"✗ {gaps}", "bad"), *([(" · ", "muted")] if who else []), *who]
    first = next((d for d in found.duties if _within(d.starts_at, d.ends_at, day)), None)
    about = _over(holes[0][0]) if holes else (("record", first.key),) if first else (("program", found.program),)
    name: Spans = [(f"{near_day(day)}", "strong" if day.weekday() < 5 else "text")]
    return Line(f"{found.program} {day}", found.program, name, lambda n: band(found, day, n), who, says, about)


def _over(stretch: Stretch) -> tuple[tuple[str, str], ...]:
    """What the form of a duty begins with: all of a hole."""
    return (
        ("program", stretch.program),
        ("date", stretch.start.date().isoformat()),
        ("start", f"{stretch.start:%H:%M}"),
        ("until", stretch.end.date().isoformat()),
        ("stop", f"{stretch.end:%H:%M}"),
    )


def _program(name: str) -> Spans:
    return [(words.PROGRAMS.get(name, name), "text")]


def _when(start: datetime, end: datetime) -> Spans:
    return [(moments(start, end, years=False), "text")]  # the weeks looked at say the year


def _hole(hole: Stretch, able: list[Taker]) -> Line:
    """Enter gives a hole to the one who may take it, or lets choose among several."""
    hours = f"✗ {words.hours(hole.minutes / 60)} h uncovered"
    names = [taker.name for taker in able[: 3 if len(able) > 4 else 4]]
    who = ", ".join([*names, *([f"{len(able) - 3} more"] if len(able) > 4 else [])]) or "nobody qualified and free"
    alone = (("cm", able[0].cm),) if len(able) == 1 else ()
    says: Spans = [(f"{hole.program.capitalize()} {moments(hole.start, hole.end)}", "strong"), (f" · {hours}", "bad")]
    return Line(
        f"hole {hole.program} {hole.start:%Y-%m-%dT%H:%M}",
        hole.program,
        _program(hole.program),
        _when(hole.start, hole.end),
        [(hours, "bad"), (" · may take it: ", "muted"), (who, "text")],
        [*says, (" · may take it: ", "muted"), (who, "text")],
        (*_over(hole), *alone),
    )


def _double(double: Stretch) -> Line:
    told = f"! {words.hours(double.minutes / 60)} h with {len(double.who)} on call"
    text: Spans = [(told, "info"), (f" · {', '.join(double.who)}", "text")]
    return Line(
        f"double {double.program} {double.start:%Y-%m-%dT%H:%M}",
        double.program,
        _program(double.program),
        _when(double.start, double.end),
        text,
        [(f"{double.program.capitalize()} {moments(double.start, double.end)} · ", "strong"), *text],
        (),
    )


def _duty(duty: Duty) -> Line:
    why = "; ".join(reason.text for reason in duty.why)
    told: Spans = [(duty.name, "text")] + ([(f" · ! {why}", "warn")] if why else [])
    says: Spans = [(duty.name, "strong"), (f" · {duty.program} {moments(duty.starts_at, duty.ends_at)}", "text")]
    return Line(
        f"duty {duty.key}",
        duty.program,
        _program(duty.program),
        _when(duty.starts_at, duty.ends_at),
        told,
        [*says, (f" · ! {why}" if why else "", "warn"), (f" · {duty.key}", "muted")],
        (("record", duty.key),),
    )
