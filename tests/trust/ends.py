"""Every scene, ended at every moment: killed before each statement, before each change of a file, or with the disk
refusing from there on."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.trust import child
from tests.trust.scene import Scene


class Trials(NamedTuple):
    """moments: how many there are; tried: how many were; faults: what was wrong, by the first moment of it."""

    scene: str
    how: str
    moments: int
    tried: int
    faults: dict[str, int]
    seconds: float


ONCE, LASTING = "once", "from then on"
WAYS = (
    "killed at a statement",
    "killed at a change of a file",
    f"I/O error {ONCE}",
    f"I/O error {LASTING}",
    f"disk full {ONCE}",
    f"disk full {LASTING}",
)


def _way(how: str) -> Callable[[child.Job, int], child.Ended]:
    if how == WAYS[0]:
        return child.kill_at_statement
    if how == WAYS[1]:
        return child.traced
    number = errno.EIO if how.startswith("I/O") else errno.ENOSPC
    among = child.FAILING if number == errno.EIO else child.FILLING
    return lambda job, n: child.traced(job, n, fail=number, lasting=how.endswith(LASTING), among=among)


def possible() -> tuple[str, ...]:
    """The ways that this machine can be made to go."""
    return WAYS if child.can_trace() else WAYS[:1]


def trials(scene: Scene, how: str, folder: Path, most: int | None = None) -> Trials:
    """Try a scene at each moment, or at most so many spread evenly, the last ones among them."""
    began = time.monotonic()
    start = folder / "start"
    shutil.rmtree(folder, ignore_errors=True)
    start.mkdir(parents=True)
    scene.build(start)
    fresh = _fresh(start, folder)
    scene.work(next(fresh))  # imports what is needed, so that the children need not
    way = _way(how)
    here = next(fresh)
    whole = way(scene.job(here), 0)
    faults: dict[str, int] = {}
    for fault in scene.faults(here, whole) if whole.told == ["done"] else [f"did not end well: {whole.told}"]:
        faults[fault] = 0
    moments = whole.moments
    step = max(1, -(-moments // most)) if most else 1
    chosen = range(moments, 0, -step)
    for n in chosen:
        here = next(fresh)
        ended = way(scene.job(here), n)
        for fault in scene.faults(here, ended):
            faults[fault] = n
    shutil.rmtree(folder)
    return Trials(scene.name, how, moments, len(chosen), faults, time.monotonic() - began)


def _fresh(start: Path, folder: Path) -> Iterator[Path]:
    """A copy of the start for each trial, in one place."""
    here = folder / "here"
    while True:
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(start, here)
        yield here
