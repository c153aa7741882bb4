"""Minimum-cost flow between workers: whoever has too many passes cases on, at the least cost, until all is even.

A chain of moves is a path through workers; cases that cost the same wherever they go are one kind, so that a step of
a chain leads from a worker to a kind of which they hold a case, and from the kind to the next worker. Prices of
workers and kinds keep every step's price at zero or more. In turn all chains of the least cost are sent at once, then
prices rise to where the next dearer ones cost nothing. No chain, no improvement: ``tolls`` proves it. Costs are whole
numbers, so equal is equal.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

OFTEN = 256
"""Cases after which it is looked whether to go on."""


def go_on() -> None:
    """Nobody breaks it off."""


class Unit(NamedTuple):
    """A case. Being with worker w costs base + row[w]; with home, the present one, stay, None where it can't stay.

    Units that share one row, the same object, are handled as one kind.
    """

    row: Mapping[int, int]
    base: int
    home: int | None
    stay: int | None


Heap = list[tuple[int, int]]
"""(extra cost, unit), the cheapest first; a unit that is elsewhere by now is dropped when met."""


class Walk:
    """What is known while chains are looked for: the way each node tries next, its ways, and who leads nowhere."""

    def __init__(self) -> None:
        self.at: dict[int, int] = {}
        self.ways: dict[int, list[tuple[int, int]]] = {}
        self.dead: set[int] = set()


class Flow:
    """Units at workers, both by number. Begins with every unit where it is cheapest, whatever the caps.

    step: what a move costs beside its weights, to count the moves of a chain by its cost; most: as many moves at most
    are spent on chains. check is called all the while: what it raises breaks the work off. trace: (moves, over) after
    each chain, from none on.
    """

    def __init__(
        self,
        caps: Sequence[int],
        units: Sequence[Unit],
        step: int = 0,
        most: int | None = None,
        check: Callable[[], None] = go_on,
    ) -> None:
        self.units, self.room, self._check = units, list(caps), check
        """What each worker can take, less than 0 where it has too many."""
        self._workers, self._step, self._most = len(caps), step, most
        self._reached: set[int] = set()
        self.spent = 0
        self.more = False
        """Whether another chain could be sent but for the moves allowed."""
        self.far = 0
        """The price at which cases leave the system, into room: what the last chain cost."""
        self._rows: list[Mapping[int, int]] = []
        self._kind: list[int] = []
        self._home: list[bool] = [False] * len(units)
        self._stay: list[dict[int, Heap]] = [{} for _ in caps]
        """worker -> kind -> units that could leave."""
        self._gone: list[dict[int, Heap]] = []
        """kind -> home -> units that could come back."""
        self._held: list[dict[int, int]] = [{} for _ in caps]
        """worker -> kind -> how many of it are there and not at home."""
        self._begin(units)
        self.price = [0] * len(caps) + [-min(row.values(), default=0) for row in self._rows]
        self.trace = [(0, self.over)]

    def _begin(self, units: Sequence[Unit]) -> None:
        numbers: dict[int, int] = {}
        least: list[int] = []
        where: list[int] = []
        for at, unit in enumerate(units):
            if not at % OFTEN:
                self._check()
            row, home = unit.row, unit.home
            if home is not None and unit.stay is not None and home in row and unit.base + row[home] < unit.stay:
                row = {w: cost for w, cost in row.items() if w != home}
            kind = numbers.get(id(row))
            if kind is None:
                kind = numbers[id(row)] = len(self._rows)
                self._rows.append(row)
                self._gone.append({})
                first = min(row, key=lambda w: (row[w], w), default=-1)
                where.append(first)
                least.append(row[first] if first >= 0 else 0)
            self._kind.append(kind)
            if home is not None and unit.stay is not None:
                extra = unit.base - unit.stay
                if where[kind] < 0 or extra + least[kind] >= 0:
                    self._home[at] = True
                    self.room[home] -= 1
                    self._stay[home].setdefault(kind, []).append((extra, at))
                    continue
                self._gone[kind].setdefault(home, []).append((-extra, at))
            if where[kind] >= 0:
                self.room[where[kind]] -= 1
                self._held[where[kind]][kind] = self._held[where[kind]].get(kind, 0) + 1
        for heaps in (*self._stay, *self._gone):
            for heap in heaps.values():
                heap.sort()

    @property
    def reached(self) -> frozenset[int]:
        """When all was sent that could be: workers whom those with too many reach by some chain. None has room."""
        return frozenset(node for node in self._reached if node < self._workers)

    @property
    def over(self) -> int:
        """Cases more than caps."""
        return sum(-room for room in self.room if room < 0)

    def send(self) -> None:
        """Pass on all that can be, or as much as the moves allow."""
        while not self.more and self._raise_prices():
            self.more = not self._send_all()

    def _leave(self, worker: int, kind: int) -> tuple[int, int] | None:
        """(extra cost, unit) of the cheapest of a kind that leaves home."""
        heap = self._stay[worker].get(kind)
        while heap and not self._home[heap[0][1]]:
            heapq.heappop(heap)
        return heap[0] if heap else None

    def _come(self, kind: int, worker: int) -> tuple[int, int] | None:
        """(extra cost, unit) of the cheapest of a kind that comes home."""
        heap = self._gone[kind].get(worker)
        while heap and self._home[heap[0][1]]:
            heapq.heappop(heap)
        return heap[0] if heap else None

    def _raise_prices(self) -> bool:
        """Dijkstra from all who have too many, until the first with room; False: nobody with room is reached."""
        price, workers = self.price, self._workers
        length = {w: -price[w] for w, room in enumerate(self.room) if room < 0}
        heap = [(far, w) for w, far in length.items()]
        heapq.heapify(heap)
        done: set[int] = set()
        end: int | None = None
        while heap:
            self._check()
            far, here = heapq.heappop(heap)
            if end is not None and far >= end:
                break
            if here in done:
                continue
            done.add(here)
            base = far + price[here]
            if here < workers:
                if self.room[here] > 0:
                    reach = base - self.far
                    end = reach if end is None else min(end, reach)
                ways = self._from_worker(here)
            else:
                ways = self._from_kind(here - workers)
            for there, cost in ways:
                through = base + cost - price[there]
                if through < length.get(there, through + 1) and (end is None or through < end):
                    length[there] = through
                    heapq.heappush(heap, (through, there))
        self._reached = done
        if end is None:
            return False
        for node in range(len(price)):
            price[node] += min(length[node], end) if node in done else end
        self.far += end
        return True

    def _from_worker(self, here: int) -> list[tuple[int, int]]:
        """(kind's node, cost) of every kind of which a unit can leave the worker."""
        workers = self._workers
        ways = [(workers + kind, -self._rows[kind][here]) for kind in self._held[here]]
        for kind in self._stay[here]:
            found = self._leave(here, kind)
            if found is not None:
                ways.append((workers + kind, found[0]))
        return ways

    def _from_kind(self, kind: int) -> list[tuple[int, int]]:
        """(worker, cost) of everywhere a unit of the kind can go."""
        ways = list(self._rows[kind].items())
        for home in self._gone[kind]:
            found = self._come(kind, home)
            if found is not None:
                ways.append((home, found[0]))
        return ways

    def _send_all(self) -> bool:
        """Chains that cost nothing at these prices, one after another; False when the moves allowed are spent."""
        per = (2 * self.far + self._step) // (2 * self._step) if self._step else 0
        walk = Walk()
        for start in [w for w, room in enumerate(self.room) if room < 0]:
            while self.room[start] < 0 and start not in walk.dead:
                if self._most is not None and self.spent + per > self._most:
                    return False
                chain = self.chain(start, walk, lambda here: self.room[here] > 0 and self.price[here] == self.far)
                if not chain:
                    break
                self.pass_along(chain)
                self.spent += per
                self.trace.append((self.spent, self.trace[-1][1] - 1))
        return True

    def chain(self, start: int, walk: Walk, ends: Callable[[int], bool]) -> list[int]:
        """Nodes from a worker to another one where it ends, each step free at these prices; [] if there is none."""
        self._check()
        price, workers = self.price, self._workers
        at, ways, dead = walk.at, walk.ways, walk.dead
        path, on = [start], {start}
        while path:
            here = path[-1]
            if here < workers and here != start and ends(here):
                return path
            if here not in ways:
                ways[here] = self._from_worker(here) if here < workers else self._from_kind(here - workers)
                at[here] = 0
            mine = ways[here]
            while at[here] < len(mine):
                there, cost = mine[at[here]]
                free = there not in on and there not in dead and cost + price[here] == price[there]
                if free and self._still(here, there, cost):
                    path.append(there)
                    on.add(there)
                    break
                at[here] += 1
            else:
                dead.add(here)
                on.discard(path.pop())
        return []

    def _still(self, here: int, there: int, cost: int) -> bool:
        """Whether a step is to be had at that cost now."""
        workers = self._workers
        if here < workers:
            kind = there - workers
            if kind in self._held[here] and -self._rows[kind][here] == cost:
                return True
            found = self._leave(here, kind)
        else:
            kind = here - workers
            if self._rows[kind].get(there) == cost:
                return True
            found = self._come(kind, there)
        return found is not None and found[0] == cost

    def pass_along(self, chain: list[int]) -> None:
        """Take a whole chain: its first worker has one case less too many, its last one place less."""
        for here, there in pairwise(chain):
            self._pass_on(here, there)
        self.room[chain[0]] += 1
        self.room[chain[-1]] -= 1

    def _pass_on(self, here: int, there: int) -> None:
        """Take one step of a chain: at its cost, which is what makes it free at these prices."""
        workers = self._workers
        if here < workers:
            kind = there - workers
            cost = self.price[there] - self.price[here]
            if self._held[here].get(kind) and -self._rows[kind][here] == cost:
                self._held[here][kind] -= 1
                if not self._held[here][kind]:
                    del self._held[here][kind]
                return
            extra, unit = heapq.heappop(self._stay[here][kind])
            self._home[unit] = False
            heapq.heappush(self._gone[kind].setdefault(here, []), (-extra, unit))
            return
        kind = here - workers
        if self._rows[kind].get(there) == self.price[there] - self.price[here]:
            self._held[there][kind] = self._held[there].get(kind, 0) + 1
            return
        extra, unit = heapq.heappop(self._gone[kind][there])
        self._home[unit] = True
        heapq.heappush(self._stay[there].setdefault(kind, []), (-extra, unit))

    def at(self) -> list[int | None]:
        """Where each unit is. Of a kind it is all the same who goes where; they go in their order."""
        waiting: list[dict[int, int]] = [{} for _ in self._rows]
        for worker, kinds in enumerate(self._held):
            for kind, count in kinds.items():
                waiting[kind][worker] = count
        found: list[int | None] = [unit.home if self._home[n] else None for n, unit in enumerate(self.units)]
        late: list[int] = []
        for n, kind in enumerate(self._kind):
            if not self._home[n] and waiting[kind]:
                home = self.units[n].home
                to = next((w for w in waiting[kind] if w != home), None)
                if to is None:
                    late.append(n)
                else:
                    _take(waiting[kind], to)
                    found[n] = to
        for n in late:  # only their home is left: at the same cost somebody of the kind changes with them
            home, kind = self.units[n].home, self._kind[n]
            assert home is not None
            _take(waiting[kind], home)
            other = next(
                (m for m, k in enumerate(self._kind) if k == kind and not self._home[m] and self.units[m].home != home
                 and found[m] not in (None, home)),
                None,
            )  # fmt: skip
            if other is None:
                found[n] = home
            else:
                found[n], found[other] = found[other], home
        return found

    def tolls(self) -> tuple[list[int], int]:
        """What a place with each worker is worth in the end, and the price of a case over a cap: see ``tolls.proves``.

        When all was sent that could be, the price is more than all costs together.
        """
        if self.more:
            return [self.far - self.price[w] for w in range(self._workers)], self.far
        lift = 1 + 2 * sum(abs(u.base) + abs(u.stay or 0) for u in self.units)
        lift += 2 * len(self.units) * max((abs(cost) for row in self._rows for cost in row.values()), default=0)
        paid = [self.far - self.price[w] + lift * (w in self._reached) for w in range(self._workers)]
        return paid, self.far + lift


def _take(waiting: dict[int, int], worker: int) -> None:
    waiting[worker] -= 1
    if not waiting[worker]:
        del waiting[worker]
