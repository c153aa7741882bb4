"""Minimum-cost flow between workers: whoever has too many passes cases on, at the least cost, until all is even.

A chain of moves is a path through workers; the way from one to another costs what the cheapest of its cases costs
more there. Prices (potentials) of workers keep every way's price at zero or more. In turn all chains of the least
length are sent at once, then prices rise to where the next longer ones cost nothing. No chain, no improvement:
prices and assignment prove each other. Costs are counted in whole numbers, so equal is equal.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Mapping, Sequence
from math import lcm


class Flow:
    """Cases at workers, both by number. at: each case's worker to begin with, its cheapest, None for no worker."""

    def __init__(self, caps: Sequence[int], options: Sequence[Mapping[int, float]], at: Sequence[int | None]) -> None:
        self.at = list(at)
        self.room = list(caps)
        """What each worker can take, less than 0 where it has too many."""
        self._costs = _whole(options)
        self._price = [0] * len(caps)
        self._far = 0
        """The price at which cases leave the system, into room."""
        ways: list[dict[int, list[tuple[int, int]]]] = [{} for _ in caps]
        for case, here in enumerate(self.at):
            if here is not None:
                self.room[here] -= 1
                own = self._costs[case]
                for there, cost in own.items():
                    if there != here:
                        ways[here].setdefault(there, []).append((cost - own[here], case))
        for row in ways:
            for heap in row.values():
                heap.sort()
        self._ways = ways
        """worker -> other worker -> heap of (extra cost, case); a case that has left is dropped when met."""

    @property
    def over(self) -> int:
        """Cases more than caps."""
        return sum(-room for room in self.room if room < 0)

    def send(self) -> None:
        """Pass on all that can be."""
        while self._raise_prices():
            self._send_all()

    def _cheapest(self, here: int, there: int) -> tuple[int, int] | None:
        heap, at = self._ways[here][there], self.at
        while heap and at[heap[0][1]] != here:
            heapq.heappop(heap)
        return heap[0] if heap else None

    def _raise_prices(self) -> bool:
        """Dijkstra from all who have too many, until the first with room; False: nobody with room is reached."""
        price = self._price
        length = {w: -price[w] for w, room in enumerate(self.room) if room < 0}
        heap = [(far, w) for w, far in length.items()]
        heapq.heapify(heap)
        done: set[int] = set()
        end: int | None = None
        while heap:
            far, here = heapq.heappop(heap)
            if here in done:
                continue
            if end is not None and far >= end:
                break
            done.add(here)
            if self.room[here] > 0:
                reach = far + price[here] - self._far
                end = reach if end is None else min(end, reach)
            base = far + price[here]
            for there in self._ways[here]:
                if there not in done:
                    found = self._cheapest(here, there)
                    if found is not None:
                        through = base + found[0] - price[there]
                        if through < length.get(there, through + 1):
                            length[there] = through
                            heapq.heappush(heap, (through, there))
        if end is None:
            return False
        for w in range(len(price)):
            price[w] += min(length[w], end) if w in done else end
        self._far += end
        return True

    def _send_all(self) -> None:
        """Every chain that costs nothing at these prices."""
        dead: set[int] = set()
        for start, room in enumerate(self.room):
            while room < 0 and start not in dead and self._price[start] == 0:
                chain = self._chain(start, dead)
                if not chain:
                    break
                for there, case in chain:
                    self._move(case, there)
                self.room[start] += 1
                self.room[chain[-1][0]] -= 1
                room += 1

    def _chain(self, start: int, dead: set[int]) -> list[tuple[int, int]]:
        """The shortest chain from a worker to one with room, as (worker, case that goes there); [] if there is none."""
        price, came = self._price, {start: (start, -1)}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for there in self._ways[here]:
                if there in came or there in dead:
                    continue
                found = self._cheapest(here, there)
                if found is None or found[0] + price[here] != price[there]:
                    continue
                came[there] = here, found[1]
                if self.room[there] > 0 and price[there] == self._far:
                    chain, at = [], there
                    while at != start:
                        before, case = came[at]
                        chain.append((at, case))
                        at = before
                    return chain[::-1]
                waiting.append(there)
        dead.update(came)
        return []

    def _move(self, case: int, there: int) -> None:
        self.at[case] = there
        own, row = self._costs[case], self._ways[there]
        for other, cost in own.items():
            if other != there:
                heapq.heappush(row.setdefault(other, []), (cost - own[there], case))


def _whole(options: Sequence[Mapping[int, float]]) -> list[dict[int, int]]:
    """Costs as whole numbers in the same proportion, exactly."""
    if all(isinstance(cost, int) for own in options for cost in own.values()):
        return [{w: int(cost) for w, cost in own.items()} for own in options]
    ratios = [{w: cost.as_integer_ratio() for w, cost in own.items()} for own in options]
    scale = lcm(*(below for own in ratios for _, below in own.values()))
    return [{w: above * (scale // below) for w, (above, below) in own.items()} for own in ratios]
