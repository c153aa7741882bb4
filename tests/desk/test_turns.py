"""Threads that give way one over another leave the interpreter's usual turn behind them."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from tcm_tui.desk.turns import SHORT, giving_way


def test_turns_are_short_while_a_thread_gives_way_and_usual_after() -> None:
    usual = sys.getswitchinterval()
    # Each context is entered and left by a thread of its own, so that the first may end before the second.
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        first, second = giving_way(), giving_way()
        one.submit(first.__enter__).result()
        other.submit(second.__enter__).result()
        one.submit(first.__exit__, None, None, None).result()
        assert abs(sys.getswitchinterval() - SHORT) < 1e-5, "the second still gives way"
        other.submit(second.__exit__, None, None, None).result()
        assert abs(sys.getswitchinterval() - usual) < 1e-5


def test_the_main_thread_gives_way_to_nobody() -> None:
    usual = sys.getswitchinterval()
    with giving_way():
        assert sys.getswitchinterval() == usual
