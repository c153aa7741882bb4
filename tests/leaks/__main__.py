"""``python -m tests.leaks``: 1,000 random tamperings with the audit log, and how many of them were found."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.leaks.tampering import tamperings

MANY = 1_000


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with TemporaryDirectory() as folder:
        tried, missed = tamperings(Path(folder) / "log.db", MANY, seed)
    for kind, many in tried.items():
        print(f"{kind:<10} {many:>5} tried  {many - sum(m.startswith(kind) for m in missed):>5} found")
    print(f"{'in all':<10} {tried.total():>5} tried  {tried.total() - len(missed):>5} found")
    for each in missed:
        print(f"✗ not found: {each}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
