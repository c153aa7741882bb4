"""Labels of the search over a day: ways to have come so far, of which only the unbeaten ones are kept.

A label holds the minute t at which the last thing ended, the free minutes k that can no longer be travelled in (all
before the last stop's end, and calls since), and the driving so far. Fewer of each is never worse.
"""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """One way to have come so far, and the label before. kind: of the item placed last, -1 for a fixed stop."""

    driving: int
    t: int
    k: int
    before: Label | None
    kind: int
    start: int


State = tuple[tuple[int, ...], int, str]
"""How many items of each kind are left, how many fixed stops are done, and the area."""

Layer = dict[State, list[Label]]
"""The labels with the same number of things placed, by state."""


def keep(layer: Layer, state: State, new: Label) -> None:
    """Keep a label unless another of its state is as good in everything; drop those it beats."""
    labels = layer.get(state)
    if labels is None:
        layer[state] = [new]
        return
    driving, t, k = new[:3]
    for old in labels:
        if old[0] <= driving and old[1] <= t and old[2] <= k:
            return
    labels[:] = [old for old in labels if not (driving <= old[0] and t <= old[1] and k <= old[2])]
    labels.append(new)


def narrowed(layer: Layer, width: int) -> Layer:
    """Only the most promising labels: those that left the least time unused."""
    every = [
        (label.k + label.driving, label.t, n, state, label)
        for n, (state, found) in enumerate(layer.items())
        for label in found
    ]
    kept: Layer = {}
    for *_, state, label in sorted(every, key=lambda e: e[:3])[:width]:
        kept.setdefault(state, []).append(label)
    return kept


def starts(last: Label, kinds: int) -> tuple[int, ...]:
    """The starts of the items placed on the way to a label, by kind and in order within each of that many kinds."""
    found: list[list[int]] = [[] for _ in range(kinds)]
    label: Label | None = last
    while label is not None and label.before is not None:
        if label.kind >= 0:
            found[label.kind].append(label.start)
        label = label.before
    return tuple(start for of_kind in found for start in reversed(of_kind))
