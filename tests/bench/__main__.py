"""``make bench``: the figures as a table, and as JSON in ``tests/bench/results.json``.

    python -m tests.bench [--rounds 5] [--only PARTS] [--ten-million]

Parts, with commas between: command-line, queries, importing, planner, outlook, rebalance, screens.

Agencies are made once and kept in ``.bench/``; remove it to make them anew.
"""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import sys
import time
from pathlib import Path

from tests.bench import agencies, command_line, importing, outlook, planner, queries, rebalance, screens
from tests.bench.figures import Figure, table

RESULTS = Path(__file__).with_name("results.json")
PARTS = ("command-line", "queries", "importing", "planner", "outlook", "rebalance", "screens")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--ten-million", action="store_true", help="also the look-up at 10,000,000 services")
    asked = parser.parse_args()
    parts = asked.only.split(",")

    def log(text: str) -> None:
        print(text, "…", file=sys.stderr)

    usual = agencies.usual()
    big = (
        agencies.big(1_000_000) if {"queries", "planner", "outlook", "screens", "command-line"} & set(parts) else usual
    )
    found: list[Figure] = []
    if "command-line" in parts:
        log("command line")
        found += command_line.figures(asked.rounds + 4, usual, big)
    if "queries" in parts:
        log("queries")
        found += queries.figures(usual) + queries.figures(big)
        if asked.ten_million:
            ten = agencies.tenfold(big)
            found += [*queries.figures(ten), queries.tenfold_figure(big, ten)]
    if "importing" in parts:
        log("importing")
        found += importing.figures(max(2, asked.rounds // 2))
    if "planner" in parts:
        log("planner")
        found += planner.figures(big)
    if "outlook" in parts:
        log("the year ahead")
        found += outlook.figures(max(3, asked.rounds // 2), big)
    if "rebalance" in parts:
        log("rebalance")
        found += rebalance.figures(asked.rounds)
    if "screens" in parts:
        found += screens.figures(asked.rounds, usual, big, log)
    print(table(found))
    about = {
        "at": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "machine": platform.machine(),
    }
    rows = [f._asdict() | {"ratio": round(f.ratio, 3), "within": f.within} for f in found]
    if set(parts) >= set(PARTS):
        RESULTS.write_text(json.dumps({"about": about, "figures": rows}, indent=1) + "\n", encoding="utf-8")
        print(f"kept in {RESULTS.name}")


if __name__ == "__main__":
    main()
