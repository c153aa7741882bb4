"""The names and shapes of ``data/demo``: read once, typed, weights spread out into lists to draw from."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any, NamedTuple

from tcm_tui.resources import data_path


class Act(NamedTuple):
    """A piece of work of the service log; minutes: 16 lengths to draw from; books: appointment kind."""

    activity: str
    mode: str | None
    place: str | None
    present: int | None
    minutes: tuple[int, ...]
    books: str | None
    billable: bool


class Post(NamedTuple):
    """A place in the agency: which kind of worker, with how many members, hired how many months ago."""

    key: str
    type: str
    level: str
    site: str
    target: int
    hired: int
    left: int | None


class Program(NamedTuple):
    """How members of a program are and what a month with them takes. ages is (from, to) by weight."""

    services: float
    ages: tuple[tuple[int, int], ...]
    focus: tuple[str, ...]
    contacts: tuple[int, ...]
    plan_months: int


class Shapes(NamedTuple):
    posts: tuple[Post, ...]
    targets: dict[str, tuple[int, ...]]
    programs: dict[str, Program]
    season: tuple[float, ...]
    acuity: tuple[float, ...]
    contact: tuple[Act, ...]
    work: tuple[Act, ...]
    clinic: tuple[Act, ...]
    office: tuple[Act, ...]
    minutes: dict[str, tuple[int, ...]]
    share: dict[str, float]


NEVER_BILLED = frozenset(
    {
        "travel",
        "escort",
        "financial-goals",
        "shopping-bills",
        "delivery",
        "therapy",
        "soonercare-forms",
        "solo-paperwork",
        "eligibility",
        "soonercare-outreach",
        "prior-authorization",
    }
)
"""Only to keep a drawn month near its limit; what is billed is the ledger's to say."""


def _load(name: str) -> dict[str, Any]:
    with data_path("demo", name).open("rb") as file:
        return tomllib.load(file)


def _acts(tables: list[dict[str, Any]], minutes: dict[str, tuple[int, ...]]) -> tuple[Act, ...]:
    found: list[Act] = []
    for table in tables:
        present = table.get("present")
        activity, place = table["activity"], table.get("place")
        in_person = place in ("home", "community", "office") and activity not in NEVER_BILLED
        act = Act(
            activity,
            table.get("mode") or ("face-to-face" if in_person and activity != "forms" else None),
            place,
            None if present is None else int(present),
            minutes[table["minutes"]],
            table.get("books"),
            activity not in NEVER_BILLED and present is not False,
        )
        found.extend([act] * table["weight"])
    return tuple(found)


def _program(table: dict[str, Any]) -> Program:
    return Program(
        table["services"],
        tuple((low, high) for low, high, weight in table["ages"] for _ in range(weight)),
        tuple(word for word, weight in table["focus"] for _ in range(weight)),
        tuple(number for number, weight in table["contacts"] for _ in range(weight)),
        table["plan_months"],
    )


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """What ``shapes.toml`` says."""
    data = _load("shapes.toml")
    minutes = {name: tuple(lengths) for name, lengths in data["minutes"].items()}
    return Shapes(
        tuple(
            Post(p["key"], p["type"], p["level"], p["site"], p["target"], p["hired"], p.get("left"))
            for p in data["worker"]
        ),
        {name: tuple(values) for name, values in data["targets"].items()},
        {name: _program(table) for name, table in data["program"].items()},
        tuple(data["season"]["factor"]),
        tuple(data["acuity"]["values"]),
        _acts(data["contact"], minutes),
        _acts(data["work"], minutes),
        _acts([*data["work"], *data["clinic"]], minutes),
        _acts([*data["work"], *data["office"]], minutes),
        minutes,
        dict(data["share"]),
    )


@lru_cache(maxsize=1)
def names() -> dict[str, Any]:
    """What ``names.toml`` says, as it stands there."""
    return _load("names.toml")
