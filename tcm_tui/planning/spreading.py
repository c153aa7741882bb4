"""What stays over the caps spread as evenly as can be, where that costs nothing: no case more, no move, no weight.

Among all plans that are best by what ``Flow`` minimises, one with the least sum of squares of the cases over each cap.
A case too many is passed on, along a chain that costs nothing in all, from whoever has at least two more too many
than the last of the chain. The squares are convex, so when there is no such chain no plan as good has a lesser sum.
"""

from __future__ import annotations

from collections.abc import Callable

from tcm_tui.planning.flow import Flow, Walk


def spread(flow: Flow) -> None:
    """Even out a flow that has been sent, whose every chain into room has been; the cases over stay as many."""
    if flow.more or not flow.over:
        return
    # a chain within those who are at their caps or over costs nothing in all when its ends are worth nothing
    alike = [worker for worker in range(len(flow.room)) if not flow.price[worker] and flow.room[worker] <= 0]
    over = [-flow.room[worker] for worker in alike]
    mean = -(-sum(over) // len(over))
    _pass(flow, alike, lambda giver, taker: -flow.room[giver] > mean and -flow.room[taker] < mean)
    while _pass(flow, alike, lambda giver, taker: flow.room[taker] - flow.room[giver] >= 2):
        pass


def _pass(flow: Flow, alike: list[int], better: Callable[[int, int], bool]) -> bool:
    """Chains from those with the most too many on; whether there was one. Without one, no giver reaches a taker: who
    reaches nobody for those with more reaches nobody for those with less.
    """
    among = frozenset(alike)
    walk = Walk()
    sent = False
    for giver in sorted(alike, key=lambda worker: (flow.room[worker], worker)):
        while flow.room[giver] < 0:
            chain = flow.chain(giver, walk, lambda worker, giver=giver: worker in among and better(giver, worker))  # type: ignore[misc]
            if not chain:
                break
            flow.pass_along(chain)
            sent = True
    return sent
