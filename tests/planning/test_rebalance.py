"""Rebalancing against trying everything, and against the chain worked out by hand."""

from __future__ import annotations

import itertools
import random

import pytest

from tcm_tui.planning.rebalance import Case, ProblemError, assign, solve


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
        load = dict.fromkeys(caps, 0)
        for case in cases:
            cm = found.assignment[case.id]
            if cm is not None:
                assert cm in case.options
                load[cm] += 1
        assert found.over == sum(max(0, load[cm] - cap) for cm, cap in caps.items())


def test_a_chain_of_two_moves() -> None:
    cms = [{"id": name, "cap": 2} for name in "ABC"]
    held = {"a1": ("A", {"A": 0, "B": 1000}), "a2": ("A", {"A": 0, "B": 1000}), "a3": ("A", {"A": 0, "B": 1010})}
    held |= {"b1": ("B", {"B": 0, "C": 1000}), "b2": ("B", {"B": 0, "C": 1200}), "c1": ("C", {"C": 0, "A": 1000})}
    answer = solve({"cms": cms, "cases": [{"id": k, "cm": cm, "options": o} for k, (cm, o) in held.items()]})
    assert answer["tiers"] == [0, 0, 2000]
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
