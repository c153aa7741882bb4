"""Run-out days against a simulation day by day, over random rates and records; and later starts are never earlier."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tcm_tui.desk.outlook.courses import Courses
from tcm_tui.desk.outlook.facts import load
from tcm_tui.desk.outlook.units import run_outs
from tcm_tui.desk.scope import EVERYBODY
from tcm_tui.planning.outlook import Rate, Stretch, crossing
from tests.desk.given import agency

ON = date(2026, 11, 18)
MONTHS = [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)]
# What the table of document A says, for the workers of these agencies: (first age, last age, units a month).
LIMITS = {"C1": (0, 999, 25), "C2": None, "C3": (18, 999, 25), "C4": (0, 20, 56), "C5": (18, 999, 56)}
DAY = timedelta(days=1)


class People:
    """Random members with everything that bears on a day, as rows and as plain values for the simulation."""

    def __init__(self, seed: int, count: int) -> None:
        chance = random.Random(seed)
        self.files: dict[str, Any] = {
            name: []
            for name in ("assignments", "authorizations", "external_units", "residences", "stays", "appointments")
        }
        self.members: dict[str, dict[str, Any]] = {}
        lines = []
        for n in range(count):
            key, cm = f"M{n}", chance.choice(list(LIMITS))
            dob = ON - timedelta(days=chance.choice((18, 21, 40)) * 365 + chance.randint(-90, 20))
            held = self._span(chance) if chance.random() < 0.2 else None
            closed = self._day(chance) if chance.random() < 0.15 else None
            one = {"cm": cm, "dob": dob, "held": held, "closed": closed, "next": None, "home": None, "stay": None}
            one |= {
                "grants": [],
                "external": {},
                "booked": {},
                "rate": Rate(chance.randint(1, 260), chance.randint(1, 3)),
            }
            ends = ""
            if chance.random() < 0.25:
                one["next"] = (self._day(chance), chance.choice(list(LIMITS)))
                ends = one["next"][0].isoformat()
                self.files["assignments"].append(f"{key},{one['next'][1]},{ends},")
            self.files["assignments"].append(f"{key},{cm},2025-07-01,{ends}")
            for number in range(chance.randint(0, 2)):
                first, last = self._span(chance)
                units = chance.randint(20, 90)
                one["grants"].append((first, last, units))
                self.files["authorizations"].append(f"{key},G{number},{units},month,{first},{last}")
            if chance.random() < 0.3:
                month, units = chance.choice(MONTHS), chance.randint(1, 30)
                one["external"][month] = units
                self.files["external_units"].append(f"{key},{month:%Y-%m},{units},X,2026-11-01")
            if chance.random() < 0.15:
                one["home"] = (self._day(chance), self._day(chance))
                if one["home"][0] < one["home"][1]:
                    self.files["residences"].append(f"{key},nursing-facility,{one['home'][0]},{one['home'][1]}")
                else:
                    one["home"] = None
            if chance.random() < 0.2:
                one["stay"] = (ON - timedelta(days=chance.choice((20, 100, 250))), self._day(chance))
                self.files["stays"].append(f"{key},hospital,{one['stay'][0]},{one['stay'][1]},")
            if chance.random() < 0.4:
                day = self._day(chance)
                units = chance.randint(1, 3)
                one["booked"][day] = units
                stop = f"{9 + units // 4:02}:{units % 4 * 15:02}"
                self.files["appointments"].append(f"A{n},{key},,{day},09:00,{stop},phone-contact,scheduled")
            self.members[key] = one
            hold = f"{held[0]},{held[1]}" if held else ","
            lines.append(f"{key},Ana,{key},{dob},standard,HE,2025-07-01,{closed or ''},{hold}")
        head = "member_id,first_name,last_name,dob,program,focus,opened_on,closed_on,hold_from,hold_until"
        self.files["members"] = "\n".join([head, *lines]) + "\n"

    def _day(self, chance: random.Random) -> date:
        return ON + timedelta(days=chance.randint(1, 120))

    def _span(self, chance: random.Random) -> tuple[date, date]:
        first, last = sorted((self._day(chance), self._day(chance)))
        return first, last


def age(dob: date, day: date) -> int:
    years = day.year - dob.year
    return years if (day.month, day.day) >= (dob.month, dob.day) else years - 1


def limit_on(one: dict[str, Any], day: date) -> int | None:
    """The month's limit on a day, from the table as written above and the authorizations of the day."""
    cm = one["next"][1] if one["next"] and day >= one["next"][0] else one["cm"]
    row = LIMITS[cm]
    if row is None or not row[0] <= age(one["dob"], day) <= row[1]:
        return None
    return max([row[2], *(units for first, last, units in one["grants"] if first <= day <= last)])


def rests(one: dict[str, Any], day: date) -> bool:
    """Whether nothing can be used on a day."""
    if one["closed"] and day >= one["closed"]:
        return True
    if one["held"] and one["held"][0] <= day <= one["held"][1]:
        return True
    if one["home"] and one["home"][0] <= day < one["home"][1]:
        return True
    if one["stay"] and one["stay"][0] <= day <= one["stay"][1]:
        admitted, discharge = one["stay"]
        window = 60 if (discharge - admitted).days >= 180 else 14
        return bool(day <= discharge - timedelta(days=window))
    return False


def simulated(one: dict[str, Any], month: date) -> tuple[int, Fraction] | None:
    """Day by day: the first day on which more is asked than there is, and the most by which it is over."""
    days = ((month + timedelta(days=31)).replace(day=1) - month).days
    asked, booked, found, worst = Fraction(), 0, None, Fraction()
    day = month
    for _ in range(days):
        booked += one["booked"].get(day, 0)
        if day > ON and not rests(one, day):
            asked += Fraction(one["rate"].units, one["rate"].months * days)
        limit = limit_on(one, day)
        if day >= ON and limit is not None:
            over = one["external"].get(month, 0) + max(asked, Fraction(booked)) - limit
            worst = max(worst, over)
            if over > 0 and found is None:
                found = day.day
        day += DAY
    return None if found is None else (found, worst)


def test_run_out_days_are_those_of_a_simulation(tmp_path: Path) -> None:
    people = People(1, 220)
    desk = agency(tmp_path, ON, 'over_limit_plans = "warn"\n', **people.files)
    with desk.reading():
        known = load(desk, ON, len(MONTHS), EVERYBODY)
        rates = {key: one["rate"] for key, one in people.members.items()}
        told = run_outs(desk, known, rates, Courses(desk, known), lambda share: None)
    found = {(item.member, item.month): (item.day.day, item.over) for item in told}
    expected = {}
    for key, one in people.members.items():
        for month in MONTHS:
            hit = simulated(one, month)
            if hit is not None:
                expected[key, month] = (hit[0], -(-hit[1].numerator // hit[1].denominator))
    assert found == expected
    assert len(expected) > 200 and len({day for day, _ in expected.values()}) > 20


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rate, int, int, list[Stretch], list[tuple[int, int]]]:
    """A month of up to four stretches with any limits, and visits booked in it."""
    days = draw(st.integers(28, 31))
    cuts = sorted(draw(st.sets(st.integers(2, days), max_size=3)))
    stretches = [
        Stretch(first, end - 1, draw(st.none() | st.integers(0, 60)), draw(st.booleans()))
        for first, end in zip([1, *cuts], [*cuts, days + 1], strict=True)
    ]
    booked = sorted(draw(st.dictionaries(st.integers(1, days), st.integers(1, 8), max_size=3)).items())
    return Rate(draw(st.integers(0, 200)), draw(st.integers(1, 3))), days, draw(st.integers(0, 40)), stretches, booked


@settings(max_examples=300, deadline=None)
@given(cases(), st.integers(1, 31))
def test_a_later_start_of_the_rate_never_runs_out_earlier(case: Any, start: int) -> None:
    rate, days, taken, stretches, booked = case
    later = []
    for stretch in stretches:
        if stretch.last < start or stretch.first >= start:
            later.append(stretch._replace(runs=stretch.runs and stretch.first >= start))
        else:
            later += [stretch._replace(last=start - 1, runs=False), stretch._replace(first=start)]
    now, then = (crossing(rate, days, taken, each, booked) for each in (stretches, later))
    if then is not None:
        assert now is not None and now.day <= then.day and now.over >= then.over


@settings(max_examples=300, deadline=None)
@given(cases(), st.integers(1, 50), st.integers(1, 10))
def test_a_higher_rate_or_more_used_never_runs_out_later(case: Any, faster: int, more: int) -> None:
    rate, days, taken, stretches, booked = case
    now = crossing(rate, days, taken, stretches, booked)
    for then in (
        crossing(rate._replace(units=rate.units + faster), days, taken, stretches, booked),
        crossing(rate, days, taken + more, stretches, booked),
    ):
        if now is not None:
            assert then is not None and then.day <= now.day and then.over >= now.over


@settings(max_examples=300, deadline=None)
@given(cases())
def test_crossing_is_what_each_day_by_itself_says(case: Any) -> None:
    rate, days, taken, stretches, booked = case
    first, worst = None, Fraction()
    for stretch in stretches:
        for day in range(stretch.first, stretch.last + 1):
            ran = sum(s.runs for s in stretches for d in range(s.first, s.last + 1) if d <= day)
            held = sum(units for on, units in booked if on <= day)
            if stretch.limit is not None:
                over = taken + max(Fraction(rate.units * ran, rate.months * days), Fraction(held)) - stretch.limit
                worst = max(worst, over)
                first = day if first is None and over > 0 else first
    found = crossing(rate, days, taken, stretches, booked)
    assert (found and (found.day, found.over)) == (None if first is None else (first, worst))
