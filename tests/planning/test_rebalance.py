"""Rebalancing against trying everything, and against the chain worked out by hand."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from typing import Any

import pytest

from tcm_tui.planning.flow import Flow, Unit
from tcm_tui.planning.rebalance import Case, ProblemError, assign, place, solve
from tcm_tui.planning.tolls import cost_of, proves


def everything(caps: dict[str, int], cases: list[Case]) -> tuple[int, int, float]:
    """The best (unassigned, over, cost) by trying every assignment."""
    best = None
    for chosen in itertools.product(*[[*case.options, None] for case in cases]):
        load = dict.fromkeys(caps, 0)
        cost = 0.0
        for case, cm in zip(cases, chosen, strict=True):
            if cm is not None:
                load[cm] += 1
                cost += case.options[cm]
        over = sum(max(0, load[cm] - cap) for cm, cap in caps.items())
        tiers = (sum(cm is None for cm in chosen), over, cost)
        best = tiers if best is None or tiers < best else best
    assert best is not None
    return best


def agency(seed: int) -> tuple[dict[str, int], list[Case]]:
    rng = random.Random(seed)
    caps = {f"C{i}": rng.randint(0, 3) for i in range(rng.randint(1, 4))}
    cases = []
    for i in range(rng.randint(0, 6)):
        able = rng.sample(sorted(caps), rng.randint(0, len(caps)))
        options = {cm: rng.choice((0, 1, 5, 10, 10, 1000)) for cm in able}
        cm = rng.choice([*caps, None])
        if cm in options:
            options[cm] = 0
        cases.append(Case(f"k{i}", cm, options))
    return caps, cases


@pytest.mark.parametrize("block", range(8))
def test_the_best_of_everything_that_could_be_done(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        caps, cases = agency(seed)
        found = assign(caps, cases)
        assert (found.unassigned, found.over, found.cost) == everything(caps, cases), seed
        assert found.proved, seed
        load = dict.fromkeys(caps, 0)
        for case in cases:
            cm = found.assignment[case.id]
            if cm is not None:
                assert cm in case.options
                load[cm] += 1
        assert found.over == sum(max(0, load[cm] - cap) for cm, cap in caps.items())


def most_even(caps: dict[str, int], cases: list[Case]) -> int:
    """The least sum of squares of cases over, of the best assignments, by trying every one."""
    best = None
    for chosen in itertools.product(*[[*case.options, None] for case in cases]):
        load = Counter(cm for cm in chosen if cm is not None)
        over = [max(0, load[cm] - cap) for cm, cap in caps.items()]
        cost = sum(case.options[cm] for case, cm in zip(cases, chosen, strict=True) if cm is not None)
        tiers = (sum(cm is None for cm in chosen), sum(over), cost, sum(n * n for n in over))
        best = tiers if best is None or tiers < best else best
    assert best is not None
    return int(best[3])


def squares(caps: dict[str, int], at: Any) -> int:
    load = Counter(at)
    return sum(max(0, load[cm] - cap) ** 2 for cm, cap in caps.items())


def crowded(seed: int) -> tuple[dict[str, int], list[Case]]:
    """More cases than places, and few costs, so that many plans are equally good."""
    rng = random.Random(f"crowded{seed}")
    caps = {f"C{i}": rng.randint(0, 1) for i in range(rng.randint(2, 4))}
    cases = []
    for i in range(rng.randint(3, 6)):
        able = rng.sample(sorted(caps), rng.randint(1, len(caps)))
        cm = rng.choice([*caps, None])
        options = {w: 0 if w == cm else rng.choice((0, 10, 10, 10, 11)) for w in able}
        cases.append(Case(f"k{i}", cm, options))
    return caps, cases


def test_what_stays_over_is_spread_most_evenly_of_the_best_plans() -> None:
    uneven = 0
    for seed in range(300):
        caps, cases = crowded(seed)
        found = assign(caps, cases)
        assert (found.unassigned, found.over, found.cost) == everything(caps, cases), seed
        assert found.proved and squares(caps, found.assignment.values()) == most_even(caps, cases), seed
        uneven += found.over > 2
    assert uneven > 100


def test_a_pile_that_must_go_somewhere_goes_everywhere_alike() -> None:
    """Sixty cases that may go to three workers, all full: twenty more each, whoever comes first in the list."""
    caps = {"A": 35, "B": 35, "C": 35, "gone": 0}
    stay = [Case(f"{cm}{n}", cm, {cm: 0}) for cm in "ABC" for n in range(35)]
    go = [Case(f"x{n}", None, {"A": 100, "B": 100, "C": 100}) for n in range(60)]
    found = assign(caps, stay + go)
    assert (found.over, found.cost, found.proved) == (60, 6000, True)
    assert Counter(found.assignment.values()) == {"A": 55, "B": 55, "C": 55}


def by_linear_programme(caps: dict[str, int], cases: list[Case]) -> tuple[int, float]:
    """The least over, and the least cost at that, by a solver that knows nothing of chains."""
    import highspy

    solver: Any = highspy.Highs()
    solver.silent()
    costs: list[float] = []
    rows: dict[str, list[int]] = {cm: [] for cm in caps}
    for case in cases:
        first = len(costs)
        for cm, cost in case.options.items():
            solver.addVar(0.0, 1.0)
            rows[cm].append(len(costs))
            costs.append(float(cost))
        n = len(costs) - first
        if n:
            solver.addRow(1.0, 1.0, n, list(range(first, first + n)), [1.0] * n)
    over = []
    for cm, cap in caps.items():
        solver.addVar(0.0, highspy.kHighsInf)
        over.append(len(costs) + len(over))
        columns = [*rows[cm], over[-1]]
        solver.addRow(-highspy.kHighsInf, float(cap), len(columns), columns, [1.0] * len(rows[cm]) + [-1.0])
    for column in over:
        solver.changeColCost(column, 1.0)
    solver.run()
    least = solver.getInfo().objective_function_value
    solver.addRow(-highspy.kHighsInf, least + 1e-6, len(over), over, [1.0] * len(over))
    for column in over:
        solver.changeColCost(column, 0.0)
    for column, cost in enumerate(costs):
        solver.changeColCost(column, cost)
    solver.run()
    return round(least), solver.getInfo().objective_function_value


def lopsided(seed: int, workers: int) -> tuple[dict[str, int], list[Case]]:
    """Most cases sit with a few; each could go to some workers nearby. Costs are whole, or have cents."""
    rng = random.Random(f"lopsided{seed}")
    names = [f"C{i:03}" for i in range(workers)]
    caps = {cm: rng.randint(10, 20) for cm in names}
    cases = []
    for i in range(int(sum(caps.values()) * rng.choice((0.8, 0.97, 1.1)))):
        at = int(rng.betavariate(2, 4) * workers)
        near = names[max(0, at - 6) : at + 8]
        cents = rng.choice((1, 1, 0.01))
        options = {cm: 100 + rng.randint(0, 60) * cents for cm in rng.sample(near, min(len(near), 5))}
        if rng.random() < 0.95:
            options[names[at]] = 0
        cases.append(Case(f"m{i}", names[at] if names[at] in options else None, options))
    return caps, cases


@pytest.mark.parametrize("seed", range(8))
def test_large_agencies_against_a_linear_programme(seed: int) -> None:
    caps, cases = lopsided(seed, 20 + 10 * seed)
    found = assign(caps, cases)
    least, cost = by_linear_programme(caps, cases)
    assert (found.unassigned, found.over, found.proved) == (0, least, True)
    assert found.cost == pytest.approx(cost, abs=0.01)
    load = Counter(found.assignment.values())
    assert found.over == sum(max(0, load[cm] - cap) for cm, cap in caps.items())


def test_a_chain_of_two_moves() -> None:
    cms = [{"id": name, "cap": 2} for name in "ABC"]
    held = {"a1": ("A", {"A": 0, "B": 1000}), "a2": ("A", {"A": 0, "B": 1000}), "a3": ("A", {"A": 0, "B": 1010})}
    held |= {"b1": ("B", {"B": 0, "C": 1000}), "b2": ("B", {"B": 0, "C": 1200}), "c1": ("C", {"C": 0, "A": 1000})}
    answer = solve({"cms": cms, "cases": [{"id": k, "cm": cm, "options": o} for k, (cm, o) in held.items()]})
    assert (answer["tiers"], answer["proved"]) == ([0, 0, 2000], True)
    assert answer["moves"] == [{"case": "a1", "from": "A", "to": "B"}, {"case": "b1", "from": "B", "to": "C"}]


def test_what_is_wrong_with_a_problem_is_said() -> None:
    for wrong in (
        {},
        {"cms": [{"id": "A", "cap": -1}], "cases": []},
        {"cms": [{"id": "A", "cap": 1}], "cases": [{"id": "x", "cm": None, "options": {"B": 0}}]},
        {"cms": [{"id": "A", "cap": 1}] * 2, "cases": []},
    ):
        with pytest.raises(ProblemError):
            solve(wrong)


def test_a_large_agency_ends_within_its_caps() -> None:
    rng = random.Random(7)
    caps = {f"C{i:03}": 35 for i in range(12)}
    names = list(caps)
    cases = []
    for i in range(12 * 34):
        cm = names[min(11, int(rng.betavariate(2, 3) * 12))]
        options = {other: 100 + rng.randint(0, 50) for other in rng.sample(names, 5)} | {cm: 0}
        cases.append(Case(f"m{i}", cm, options))
    found = assign(caps, cases)
    assert (found.unassigned, found.over) == (0, 0)


# ── cases of one kind, and moves counted ──────────────────────────────────────────────────────────

STEP = 1000


def alike(seed: int) -> tuple[list[int], list[Unit]]:
    """Cases that share rows, some with a worker of their row as home; a move costs STEP and its weights."""
    rng = random.Random(f"alike{seed}")
    workers = rng.randint(1, 4)
    caps = [rng.randint(0, 2) for _ in range(workers)]
    rows = [
        {w: rng.randint(-9, 9) for w in rng.sample(range(workers), rng.randint(1, workers))}
        for _ in range(rng.randint(1, 3))
    ]
    units = []
    for _ in range(rng.randint(1, 6)):
        home = rng.choice([*range(workers), None])
        base = STEP + rng.randint(-9, 9)
        units.append(Unit(rng.choice(rows), base, home, None if home is None else 0))
    return caps, units


def every_way(caps: list[int], units: list[Unit]) -> list[tuple[int, int, int]]:
    """(over, moves, cost) of each assignment of everybody."""
    found = []
    for at in itertools.product(*[{*unit.row, *([unit.home] if unit.stay is not None else [])} for unit in units]):
        held = Counter(at)
        over = sum(max(0, held[w] - cap) for w, cap in enumerate(caps))
        moves = sum(w != unit.home for unit, w in zip(units, at, strict=True))
        found.append((over, moves, sum(cost_of(unit, w) for unit, w in zip(units, at, strict=True) if w is not None)))
    return found


@pytest.mark.parametrize("block", range(4))
def test_each_number_of_chains_is_the_best_use_of_its_moves(block: int) -> None:
    """Shared rows against trying everything: the whole optimum, and for every bound the fewest over that it allows."""
    for seed in range(block * 100, block * 100 + 100):
        caps, units = alike(seed)
        every = every_way(caps, units)
        found = place(caps, units, STEP)
        cost = sum(cost_of(unit, w) for unit, w in zip(units, found.at, strict=True) if w is not None)
        assert (found.over, cost) == min((over, cost) for over, _, cost in every), seed
        assert found.proved and not found.more
        needed = sum(unit.home is None for unit in units)
        for moves, over in dict(found.trace).items():  # the last of as many moves
            assert over == min(o for o, m, _ in every if m <= needed + moves), (seed, moves)
        for most in range(5):
            bound = place(caps, units, STEP, most)
            moved = sum(w != unit.home for unit, w in zip(units, bound.at, strict=True))
            cost = sum(cost_of(unit, w) for unit, w in zip(units, bound.at, strict=True) if w is not None)
            allowed = [(o, c) for o, m, c in every if m <= needed + most]
            assert ((bound.over, cost), moved <= needed + most, bound.proved) == (min(allowed), True, True), seed


def test_tolls_prove_no_worse_plan() -> None:
    """The proof is of the plan it is given: one case elsewhere, at a cost, and it proves nothing."""
    told = 0
    for seed in range(100):
        caps, units = alike(seed)
        flow = Flow(caps, units, STEP)
        flow.send()
        at, (paid, price) = flow.at(), flow.tolls()
        assert proves(caps, units, at, paid, price)
        best = (flow.over, sum(cost_of(unit, w) for unit, w in zip(units, at, strict=True) if w is not None))
        for n, unit in enumerate(units):
            for w in unit.row:
                other = [*at[:n], w, *at[n + 1 :]]
                held = Counter(other)
                over = sum(max(0, held[w] - cap) for w, cap in enumerate(caps))
                cost = sum(cost_of(u, w) for u, w in zip(units, other, strict=True) if w is not None)
                if (over, cost) > best:
                    told += 1
                    assert not proves(caps, units, other, paid, price), seed
    assert told > 300
